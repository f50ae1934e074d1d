"""Activation functions: what turns the weighted input z of a unit into its output a.

Each slope is written in terms of a, not of z, because the forward pass has a already.
"""

import numpy as np

# 0 and 1 as arrays. NumPy turns Python's 1.0 into one at each call, and for the few numbers of a
# small network that adds half to the time of a sum or a quotient.
ZERO, ONE = np.array(0.0), np.array(1.0)
for number in (ZERO, ONE):
    number.setflags(write=False)


def sigmoid(z):
    """1 / (1 + e⁻ᶻ) (eq-neuron-sigmoid).

    Below z = -709 the exponential overflows to infinity and the quotient is 0, which is right; the
    models silence NumPy's warning about it once per call.
    """
    return ONE / (ONE + np.exp(-z))


def sigmoid_slope(a):
    """σ′(z) = a (1 - a), given a = σ(z) (eq-neuron-sigmoid-slope)."""
    return a * (ONE - a)


def tanh_slope(a):
    """1 - a², given a = tanh z."""
    return ONE - a * a


def relu(z):
    """max(z, 0); the slope at the corner z = 0 counts as 0."""
    return np.maximum(z, ZERO)


def softmax(z):
    """eᶻ / Σ eᶻ for each column of z, shape (C, N); its numbers are positive and sum to 1.

    Subtracting a column's maximum leaves the quotient as it is and keeps eᶻ finite.
    """
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)


# name: (a as a function of z, slope as a function of a)
ACTIVATIONS = {
    "sigmoid": (sigmoid, sigmoid_slope),
    "tanh": (np.tanh, tanh_slope),
    "relu": (relu, np.sign),  # a is never negative, so its sign is 1 or 0
    "identity": (np.positive, np.ones_like),
}
# A softmax mixes the units of its layer and has no slope of its own: the cross-entropy, the one
# loss it goes with, gives ∂C/∂z for both at once.
OUTPUTS = ACTIVATIONS | {"softmax": (softmax, None)}
