"""Right answers written otherwise."""

import numpy as np


def backward_in_pairs(W, A, y):
    gradients = [None] * len(W)
    delta = (A[-1] - y) * A[-1] * (1 - A[-1]) / y.size * 2
    for l in range(len(W) - 1, -1, -1):
        gradients[l] = delta @ A[l].T, np.sum(delta, axis=1)
        if l:
            delta = np.einsum("ij,in->jn", W[l], delta) * (1 + A[l]) * (1 - A[l])
    flat = []
    for dW, db in gradients:
        for row, bias in zip(dW, db, strict=True):
            flat += [bias, *row]
    return flat


def backward_with_ones_as_input(W, A, y):
    ones = np.ones((1, y.shape[1]))
    delta, flat = 2 / y.size * (A[-1] - y) * A[-1] * (1 - A[-1]), np.array([])
    for table, below in zip(W[::-1], A[-2::-1], strict=True):
        flat = np.concatenate([(delta @ np.vstack([ones, below]).T).ravel(), flat])
        delta = (table.T @ delta) * (1 - below**2)
    return flat


ANSWERS = [backward_in_pairs, backward_with_ones_as_input]
