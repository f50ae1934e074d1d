"""Many two-layer networks at once by NumPy: they lie along the last axis of every array.

There NumPy is fastest; they share their inputs, so the first layer of all of them is one product
for each hidden unit.
"""

import numpy as np

from nnlib.activations import ACTIVATIONS

# Numbers in the largest array of a full-batch step: as many as stay in the processor's cache.
CHUNK = 24_000


def descend(model, x, y, *, size, eta, theta, losses):
    """Go through the batches again and again; examples are the columns of x (1 + D, N), y (C, N).

    Changes `theta` (K, P) and fills `losses` (epochs + 1, K), the last row after the last step.
    Returns the row that it went to: that one, or the first with a loss that is not finite, which is
    the same however many networks are in a chunk.
    """
    (D, H, C), n, epochs = model.sizes, x.shape[1], len(losses) - 1
    activation = ACTIVATIONS[model.activation], ACTIVATIONS[model.output]
    batches = [(x[:, k : k + size], y[:, k : k + size, None]) for k in range(0, n, size)]
    last, networks, cut = epochs, max(1, CHUNK // (n * H * C)), H * (1 + D)
    for first in range(0, len(theta), networks):
        part = slice(first, first + networks)
        columns = theta[part].T.copy()
        # [b | W] of the first layer (H, 1 + D, k), of the second (C, 1 + H, k).
        blocks = columns[:cut].reshape(H, 1 + D, -1), columns[cut:].reshape(C, 1 + H, -1)
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            for epoch in range(last + 1):
                how = batches, eta
                if epoch == epochs:  # the loss after the last step, which changes θ no more
                    theta[part] = columns.T
                    how = [(x, y[:, :, None])], 0.0
                losses[epoch, part] = _epoch(blocks, activation, *how)
                if not np.isfinite(losses[epoch, part]).all():
                    last = epoch
                    break
    return last


def _epoch(blocks, activation, batches, eta):
    """Go through the batches once, stepping in place; return each network's mean loss, (k,)."""
    (first, second), ((f, f_slope), (g, g_slope)) = blocks, activation
    W = second[:, 1:]
    total = columns = 0
    for x, y in batches:
        a1 = f(np.matmul(x.T, first))  # (H, N, k), eq-mlp-forward
        a2 = g((W[:, :, None] * a1).sum(axis=1) + second[:, :1])  # (C, N, k)
        error = a2 - y
        entries = error.shape[0] * error.shape[1]
        total = total + (error * error).sum(axis=(0, 1)) / len(error)
        delta2 = (2.0 / entries) * error * g_slope(a2)  # eq-mlp-delta-output
        delta1 = (W[:, :, None] * delta2[:, None]).sum(axis=0) * f_slope(a1)  # eq-mlp-delta-hidden
        W -= eta * (delta2[:, None] * a1).sum(axis=2)  # eq-mlp-gradient
        second[:, 0] -= eta * delta2.sum(axis=1)
        first -= eta * np.matmul(x, delta1)
        columns += x.shape[1]
    return total / columns
