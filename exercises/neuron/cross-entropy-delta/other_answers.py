"""Right answers written otherwise."""

import numpy as np


def weighted_by_label(z, y, v):
    a = 1 / (1 + np.exp(-z))
    return np.where(y == 1, v * (a - 1), a) / len(z)


def weighted_by_the_long_way(z, y, v):
    a = 1 / (1 + np.exp(-z))
    return (-v * y / a + (1 - y) / (1 - a)) * a * (1 - a) / len(z)


ANSWERS = [weighted_by_label, weighted_by_the_long_way]
