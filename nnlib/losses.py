"""Losses: the number C that training lowers, together with the output's error δ = ∂C/∂z.

Averages live here and nowhere else: each δ has its column's share of the mean in it already, so
every gradient in the library is a plain product. A column is one example, in a recurrent network
one example at one time step.

Each loss takes weighted inputs z, outputs a and targets y, all of shape (..., C, N) with the units
of a column along the axis before the last, the slope of the output's activation as a function of
a, and each column's share. It returns C, a float, and δ of the shape of z, which is `out` if given.
"""

import numpy as np

from nnlib.activations import ACTIVATIONS, OUTPUTS
from nnlib.validation import one_of


def share_of(y, weights=None):
    """Return what a column of y counts in the mean: 1 / columns, or its share of the weights.

    The weights have shape (..., 1, N). Where all of them are 0 nothing counts, and C is 0.
    """
    if weights is None:
        return y.shape[-2] / y.size
    return weights / (weights.sum() or 1.0)


def mse(z, a, y, slope, share, *, out=None):
    """Mean of (a - y)² over all entries, as torch.nn.MSELoss (eq-neuron-cost-batch).

    δ = 2 (a - y) σ′ / entries (eq-neuron-delta, eq-neuron-delta-batch).
    """
    error = np.subtract(a, y, out)
    dC_da = (2.0 / a.shape[-2] * share) * error
    loss = 0.5 * float(np.vdot(error, dC_da))
    return loss, np.multiply(dC_da, slope(a, out), out)


def half_squared_error(z, a, y, slope, share, *, out=None):
    """Mean over the columns of ½‖a - y‖²; δ = (a - y) σ′ / columns."""
    error = np.subtract(a, y, out)
    dC_da = share * error
    loss = 0.5 * float(np.vdot(error, dC_da))
    return loss, np.multiply(dC_da, slope(a, out), out)


def binary_cross_entropy(z, a, y, slope, share, *, out=None):
    """Mean over the columns of -Σ [y ln a + (1 - y) ln(1 - a)] (eq-neuron-cross-entropy).

    It goes with a sigmoid output. ln a = -ln(1 + e⁻ᶻ) is computed from z, exact even where a has
    rounded to 0 or 1. The σ′ of the chain rule cancels on paper: δ = (a - y) / columns
    (eq-neuron-delta-cross-entropy).
    """
    from_ones, from_zeros = np.logaddexp(0.0, -z), np.logaddexp(0.0, z)  # -ln a, -ln(1 - a)
    loss = np.vdot(share * y, from_ones) + np.vdot(share * (1.0 - y), from_zeros)
    return float(loss), np.multiply(share, np.subtract(a, y, out), out)


def categorical_cross_entropy(z, a, y, slope, share, *, out=None):
    """Mean over the columns of -Σ y ln a, for a softmax output; columns of y sum to 1.

    ln a = z - ln Σ eᶻ is computed from z; the slopes cancel again: δ = (a - y) / columns.
    """
    below_top = z - z.max(axis=-2, keepdims=True)
    log_a = below_top - np.log(np.exp(below_top).sum(axis=-2, keepdims=True))
    return -float(np.vdot(share * y, log_a)), np.multiply(share, np.subtract(a, y, out), out)


LOSSES = {
    "mse": dict.fromkeys(ACTIVATIONS, mse),
    "half_squared_error": dict.fromkeys(ACTIVATIONS, half_squared_error),
    "cross_entropy": {"sigmoid": binary_cross_entropy, "softmax": categorical_cross_entropy},
}


def loss_for(output, loss):
    """Return the loss function of that name for that output activation, or raise ValueError."""
    one_of("output", output, OUTPUTS)
    one_of("loss", loss, LOSSES)
    one_of(f"output with loss={loss!r}", output, LOSSES[loss])
    return LOSSES[loss][output]
