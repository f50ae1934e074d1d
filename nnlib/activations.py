"""Activation functions: what turns the weighted input z of a unit into its output a.

Each slope is written in terms of a, not of z, because the forward pass has a already. Every step of
a formula is written into `out`, where a training gives one: a large array that is new in each step
costs more than its arithmetic.
"""

import math

import numpy as np


def sigmoid(z, out=None):
    """1 / (1 + e⁻ᶻ) (eq-neuron-sigmoid).

    Below z = -709 the exponential overflows to infinity and the quotient is 0, which is right; the
    models silence NumPy's warning about it once per call.
    """
    e = np.exp(np.negative(z, out), out)
    return np.reciprocal(np.add(1.0, e, out), out)


def sigmoid_slope(a, out=None):
    """σ′(z) = a (1 - a), given a = σ(z) (eq-neuron-sigmoid-slope)."""
    return np.multiply(a, np.subtract(1.0, a, out), out)


def tanh_slope(a, out=None):
    """1 - a², given a = tanh z (eq-digits-tanh-slope)."""
    return np.subtract(1.0, np.multiply(a, a, out), out)


def relu(z, out=None):
    """max(z, 0); the slope at the corner z = 0 counts as 0."""
    return np.maximum(z, 0.0, out=out)


def identity_slope(a, out=None):
    """1, everywhere."""
    ones = np.empty_like(a) if out is None else out
    ones[...] = 1.0
    return ones


def softmax(z, out=None):
    """eᶻ / Σ eᶻ for each column of z, shape (..., C, N); its numbers are positive and sum to 1.

    Subtracting a column's maximum leaves the quotient as it is and keeps eᶻ finite.
    """
    e = np.exp(np.subtract(z, z.max(axis=-2, keepdims=True), out), out)
    return np.divide(e, e.sum(axis=-2, keepdims=True), out)


# name: (a as a function of z, slope as a function of a)
ACTIVATIONS = {
    "sigmoid": (sigmoid, sigmoid_slope),
    "tanh": (np.tanh, tanh_slope),
    "relu": (relu, np.sign),  # a is never negative: its sign is 1 or 0, eq-digits-relu-slope
    "identity": (np.positive, identity_slope),
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
