"""Right answers written otherwise."""

import numpy as np


def mended_by_the_mean(theta, X1, y):
    a = 1 / (1 + np.exp(-theta @ X1))
    return np.mean((a - y) ** 2), np.mean(2 * (a - y) * (a - a**2) * X1, axis=1)


def mended_one_by_one(theta, X1, y):
    loss, gradient = 0.0, np.zeros(len(theta))
    for x, target in zip(X1.T, y, strict=True):
        a = 1 / (1 + np.exp(-theta @ x))
        loss += (a - target) ** 2 / len(y)
        gradient += 2 * (a - target) * a * (1 - a) * x / len(y)
    return loss, gradient


ANSWERS = [mended_by_the_mean, mended_one_by_one]
