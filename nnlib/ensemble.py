"""Many two-layer networks trained at once, to ask what holds for most starts and not for one.

The networks lie along the last axis of every array, where NumPy is fastest; they share their
inputs, so the first layer of all of them is one product for each hidden unit.
"""

from typing import NamedTuple

import numpy as np

from nnlib import data, validation
from nnlib.activations import ACTIVATIONS
from nnlib.descent import warn_if_hopeless
from nnlib.mlp import MLP
from nnlib.objective import PAGE, DivergedError

# Numbers in the largest array of a full-batch step: as many as stay in the processor's cache.
CHUNK = 24_000


class Ensemble(NamedTuple):
    """K trained networks of P parameters each.

    `theta` (K, P) has a row for each network, laid out as `MLP(sizes).theta`; `loss` (K,) is the
    loss of each on all the data; `history` (epochs, K) is what `train` would have recorded of each.
    """

    theta: np.ndarray
    loss: np.ndarray
    history: np.ndarray


def train_ensemble(
    sizes, X, Y, *, eta, epochs, n_networks, rng, batch_size=None, start=None, **options
):
    """Train K two-layer networks at once on the mean squared error, each as `train` would alone.

    Parameters
    ----------
    sizes : sequence of three int
        D, H and C.
    X, Y : array_like
        Inputs (N, D) and targets (N, C) in rows, the same for all networks.
    eta, epochs : float, int
        Learning rate and number of passes over the data, as in `train`.
    n_networks : int
        K.
    rng : numpy.random.Generator
        Draws the starts: network k starts as the k-th `MLP(sizes, rng=rng)` would.
    batch_size : int, optional
        Examples per step, in the order of X; None is all of them.
    start : array_like of shape (K, P), optional
        Where the networks start instead.
    **options
        `activation` and `output`, as in `MLP`.

    Returns
    -------
    Ensemble

    Raises
    ------
    ValueError, TypeError
        For bad input; the message names it.
    FloatingPointError
        When the loss, or θ, of one of the networks is no longer finite.
    """
    K = validation.whole("n_networks", n_networks, 1)
    model = MLP(sizes, rng=validation.generator("rng", rng), **options)
    if len(model.sizes) != 3 or not model.bias or model.loss != "mse":
        raise ValueError(
            f"train_ensemble trains networks with three sizes (D, H, C), biases and loss='mse', "
            f"got sizes {model.sizes} and options {options}"
        )
    D, H, C = model.sizes
    x = model._inputs(X)
    y, _ = model._targets(Y, x.shape)
    data.reachable(y, model.output)
    n = x.shape[1]
    eta, epochs = validation.real("eta", eta, 0.0), validation.whole("epochs", epochs, 0)
    size = n if batch_size is None else validation.whole("batch_size", batch_size, 1, n)
    drawn = [model.theta.copy(), *(model._draw(rng) for _ in range(K - 1))]
    start = drawn if start is None else start
    start = data.rows("start", start, 2, model.theta.size, "P")
    if len(start) != K:
        raise ValueError(f"start must have n_networks = {K} rows, got {len(start)}")

    batches = [(x[:, k : k + size], y[:, k : k + size, None]) for k in range(0, n, size)]
    activation = ACTIVATIONS[model.activation], ACTIVATIONS[model.output]
    parts = []
    for theta in np.split(start, range(0, K, max(1, CHUNK // (n * H * C)))[1:]):
        k = len(theta)
        cut = H * (1 + D)  # [b | W] of the first layer (H, 1 + D, k), of the second (C, 1 + H, k)
        blocks = (
            theta[:, :cut].T.reshape(H, 1 + D, k).copy(),
            theta[:, cut:].T.reshape(C, 1 + H, k).copy(),
        )
        first = sum(len(part[1]) for part in parts)
        history = np.empty((epochs, k))
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            for epoch in range(epochs):
                history[epoch] = _epoch(blocks, batches, activation, eta)
                _finite(history[epoch], first, epoch, eta)
            loss = _epoch(blocks, [(x, y[:, :, None])], activation, 0.0)
            _finite(loss, first, epochs, eta)
        parts.append((np.concatenate([b.reshape(-1, k) for b in blocks]).T, loss, history.T))
    theta, loss, history = (np.concatenate(part) for part in zip(*parts, strict=True))
    history = np.ascontiguousarray(history.T)
    if epochs:
        warn_if_hopeless(history[:, history[-1].argmax()], eta)
    return Ensemble(theta, loss, history)


def _finite(losses, first, epoch, eta):
    """Raise the error of `train` unless every loss is; `first` is the first network's number."""
    if not np.isfinite(losses).all():
        k = int(np.isfinite(losses).argmin())
        raise DivergedError(
            f"the loss of network {first + k} is {losses[k]} at epoch {epoch}; try a smaller eta "
            f"(now {eta:g}) or inputs near [-1, 1]; {PAGE}"
        )


def _epoch(blocks, batches, activation, eta):
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
