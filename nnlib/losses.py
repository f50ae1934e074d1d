"""Losses: the number C that training lowers, together with the output's error δ = ∂C/∂z.

Averages live here and nowhere else: each δ is divided by the number of columns already, so every
gradient in the library is a plain product. A column is one example, in the recurrent network one
example at one time step. Each function takes weighted inputs z, outputs a and targets y, all of
shape (C, columns), and the slope of the output's activation as a function of a; it returns C, a
float, and δ of shape (C, columns).
"""

from functools import cache

import numpy as np

from nnlib.activations import ACTIVATIONS, ONE, OUTPUTS, ZERO
from nnlib.validation import one_of


@cache
def share(parts, whole):
    """Return parts / whole as an array (see ONE), made once for each pair."""
    quotient = np.array(parts / whole)
    quotient.setflags(write=False)
    return quotient


def mse(z, a, y, slope):
    """Mean of (a - y)² over all entries, as torch.nn.MSELoss (eq-neuron-cost-batch).

    δ = 2 (a - y) σ′ / entries (eq-neuron-delta, eq-neuron-delta-batch).
    """
    error = a - y
    return float(np.vdot(error, error)) / error.size, share(2, error.size) * error * slope(a)


def half_squared_error(z, a, y, slope):
    """Mean over the columns of ½‖a - y‖²; δ = (a - y) σ′ / columns."""
    error, columns = a - y, a.shape[1]
    return 0.5 * float(np.vdot(error, error)) / columns, error * slope(a) / columns


def binary_cross_entropy(z, a, y, slope):
    """Mean over the columns of -Σ [y ln a + (1 - y) ln(1 - a)] (eq-neuron-cross-entropy).

    It goes with a sigmoid output. ln a = -ln(1 + e⁻ᶻ) is computed from z, exact even where a has
    rounded to 0 or 1. The σ′ of the chain rule cancels on paper: δ = (a - y) / columns
    (eq-neuron-delta-cross-entropy).
    """
    columns = a.shape[1]
    from_ones, from_zeros = np.logaddexp(ZERO, -z), np.logaddexp(ZERO, z)  # -ln a, -ln(1 - a)
    total = np.vdot(y, from_ones) + np.vdot(ONE - y, from_zeros)
    return float(total) / columns, (a - y) / columns


def categorical_cross_entropy(z, a, y, slope):
    """Mean over the columns of -Σ y ln a, for a softmax output; columns of y sum to 1.

    ln a = z - ln Σ eᶻ is computed from z; the slopes cancel again: δ = (a - y) / columns.
    """
    columns = a.shape[1]
    below_top = z - z.max(axis=0)
    log_a = below_top - np.log(np.exp(below_top).sum(axis=0))
    return -float(np.vdot(y, log_a)) / columns, (a - y) / columns


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
