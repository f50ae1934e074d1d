"""Right answers written otherwise."""

import numpy as np


def by_repeating(H, k):
    return np.repeat([0.0, -np.log(2 ** (1 / k) - 1), 0.0, 0.0], H)[:, None]


def by_blocks(H, k):
    f = np.exp(-np.log(2) / k)
    zeros = np.zeros((H, 1))
    return np.vstack([zeros, np.full((H, 1), 2 * np.arctanh(2 * f - 1)), zeros, zeros])


ANSWERS = [by_repeating, by_blocks]
