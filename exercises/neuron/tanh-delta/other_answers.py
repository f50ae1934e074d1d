"""Right answers written otherwise."""

import numpy as np


def tanh_delta_by_exponentials(z, y):
    s, c = np.exp(z) - np.exp(-z), np.exp(z) + np.exp(-z)
    return 2 * (s / c - y) * 4 / c**2


def tanh_delta_one_by_one(z, y):
    return [2 * (np.tanh(v) - t) / np.cosh(v) ** 2 for v, t in zip(z, y, strict=True)]


ANSWERS = [tanh_delta_by_exponentials, tanh_delta_one_by_one]
