"""Weights and biases of a network, out of an nnlib model and back into the order of its θ.

Every peer starts from the first and is compared by the second.
"""

import numpy as np


def take(model):
    """List (W, b) of each layer, copies of shape (n_out, n_in) and (n_out,)."""
    if hasattr(model, "w"):  # a neuron is one layer of one unit
        return [(model.w[None, :].copy(), model.b.copy())]
    return [(W.copy(), b.copy()) for W, b in zip(model.W, model.b, strict=True)]


def put(model, layers):
    """Write (W, b) of each layer into the model; return its θ."""
    if hasattr(model, "w"):
        ((W, b),) = layers
        model.w[:], model.b[:] = np.asarray(W)[0], np.asarray(b)
        return model.theta
    for l, (W, b) in enumerate(layers):
        model.W[l][:], model.b[l][:] = np.asarray(W), np.asarray(b)
    return model.theta
