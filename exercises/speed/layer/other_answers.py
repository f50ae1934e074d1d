"""Right answers written otherwise."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def layer_with_a_row_of_ones(W, b, x):
    block = np.hstack([b[:, None], W])
    return (1 + np.tanh(block @ np.vstack([np.ones((1, x.shape[1])), x]) / 2)) / 2


def layer_in_rows(W, b, x):
    return sigmoid(np.dot(x.T, W.T) + b).T


def layer_by_broadcasting(W, b, x):
    return sigmoid((W[:, :, None] * x).sum(axis=1) + b.reshape(-1, 1))


def layer_input_by_input(W, b, x):
    """Loop over the inputs, of which more examples have no more."""
    z = np.repeat(b[:, None], x.shape[1], axis=1)
    for w, row in zip(W.T, x, strict=True):
        z += np.multiply.outer(w, row)
    return sigmoid(z)


ANSWERS = [
    layer_with_a_row_of_ones,
    layer_in_rows,
    layer_by_broadcasting,
    layer_input_by_input,
]
