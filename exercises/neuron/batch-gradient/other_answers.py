"""Right answers written otherwise."""

import math

import numpy as np


def batch_by_loops(X, y, w, b):
    loss, gradient = 0.0, [0.0] * (1 + len(w))
    for x, target in zip(X, y, strict=True):
        a = 1 / (1 + math.exp(-sum(w * x) - b))
        loss += (a - target) ** 2 / len(y)
        delta = 2 * (a - target) * a * (1 - a) / len(y)
        gradient = [g + delta * v for g, v in zip(gradient, [1, *x], strict=True)]
    return loss, gradient


def batch_by_columns(X, y, w, b):
    X1, theta = np.vstack([np.ones(len(X)), X.T]), np.concatenate([[b], w])
    a = 1 / (1 + np.exp(-theta @ X1))
    return {
        "loss": ((a - y) ** 2).sum() / y.size,
        "gradient": np.einsum("n,kn->k", 2 * (a - y) * a * (1 - a), X1) / y.size,
    }


ANSWERS = [batch_by_loops, batch_by_columns]
