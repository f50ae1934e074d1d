"""What several exercises share.

Parameters of a neuron come in the order of `nnlib.Neuron(…).theta`: the bias, then the weights.
"""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.neuron import Neuron

# What a derivation is not taken from, nor a gradient that is to be written.
BORROWED = dict.fromkeys(
    ("nnlib.numerical_gradient", "nnlib.Neuron.loss_and_grad", "nnlib.Neuron.backward"), 0
)


def batch(X, y, w, b):
    """Ask the library: loss and gradient, the bias first."""
    neuron = Neuron(w.size)
    neuron.theta[:] = [b, *w]
    return neuron.loss_and_grad(X, y[:, None])


def batch_with(slope=lambda z, a: a * (1 - a), per=lambda y: y.size, factor=2.0):
    """Return an answer that computes δ in this way."""

    def answer(X, y, w, b):
        z = X @ w + b
        a = sigmoid(z)
        delta = factor / per(y) * (a - y) * slope(z, a)
        return np.mean((a - y) ** 2), np.concatenate([[delta.sum()], delta @ X])

    return answer
