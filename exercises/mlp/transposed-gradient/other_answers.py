"""Right answers written otherwise."""

import numpy as np


def squeeze(z):
    return 1 / (1 + np.exp(-np.asarray(z)))


def mended_in_rows(W1, b1, W2, b2, x, y):
    X, Y = x.T, y.T
    A1 = squeeze(X @ W1.T + b1)
    A2 = squeeze(A1 @ W2.T + b2)
    D2 = 2 * (A2 - Y) * A2 * (1 - A2) / Y.size
    D1 = (D2 @ W2) * A1 * (1 - A1)
    return ((A2 - Y) ** 2).mean(), D1.T @ X, D1.sum(axis=0), D2.T @ A1, D2.sum(axis=0)


def mended_by_turning_back(W1, b1, W2, b2, x, y):
    a1 = squeeze(W1 @ x + b1[:, None])
    a2 = squeeze(W2 @ a1 + b2[:, None])
    delta2 = 2 / y.size * (a2 - y) * a2 * (1 - a2)
    delta1 = (W2.T @ delta2) * a1 * (1 - a1)
    dW1 = (x @ delta1.T).T
    return np.mean((a2 - y) ** 2), dW1, delta1.sum(1), delta2 @ a1.T, delta2.sum(1)


ANSWERS = [mended_in_rows, mended_by_turning_back]
