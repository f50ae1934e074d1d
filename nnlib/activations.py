"""Activation functions: what turns the weighted input z of a unit into its output a.

Each slope is written in terms of a, not of z, because the forward pass has a already.
"""

import math

import numpy as np


def sigmoid(z):
    """1 / (1 + e⁻ᶻ) (eq-neuron-sigmoid).

    Below z = -709 the exponential overflows to infinity and the quotient is 0, which is right; the
    models silence NumPy's warning about it once per call.
    """
    return np.reciprocal(1.0 + np.exp(-z))


def sigmoid_slope(a):
    """σ′(z) = a (1 - a), given a = σ(z) (eq-neuron-sigmoid-slope)."""
    return a * (1.0 - a)


def tanh_slope(a):
    """1 - a², given a = tanh z (eq-digits-tanh-slope)."""
    return 1.0 - a * a


def relu(z):
    """max(z, 0); the slope at the corner z = 0 counts as 0."""
    return np.maximum(z, 0.0)


def softmax(z):
    """eᶻ / Σ eᶻ for each column of z, shape (..., C, N); its numbers are positive and sum to 1.

    Subtracting a column's maximum leaves the quotient as it is and keeps eᶻ finite.
    """
    e = np.exp(z - z.max(axis=-2, keepdims=True))
    return e / e.sum(axis=-2, keepdims=True)


# name: (a as a function of z, slope as a function of a)
ACTIVATIONS = {
    "sigmoid": (sigmoid, sigmoid_slope),
    "tanh": (np.tanh, tanh_slope),
    "relu": (relu, np.sign),  # a is never negative: its sign is 1 or 0, eq-digits-relu-slope
    "identity": (np.positive, np.ones_like),
}
# A softmax mixes the units of its layer and has no slope of its own: the cross-entropy, the one
# loss it goes with, gives ∂C/∂z for both at once.
OUTPUTS = ACTIVATIONS | {"softmax": (softmax, None)}

# Between which numbers the outputs lie. A target beyond them cannot be reached.
RANGES = {
    "sigmoid": (0.0, 1.0),
    "tanh": (-1.0, 1.0),
    "relu": (0.0, math.inf),
    "identity": (-math.inf, math.inf),
    "softmax": (0.0, 1.0),
}
