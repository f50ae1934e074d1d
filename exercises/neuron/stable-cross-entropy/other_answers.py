"""Right answers written otherwise."""

import math

import numpy as np


def stable_one_by_one(z, y):
    costs = []
    for v, label in zip(z, y, strict=True):
        s = v if label == 1 else -v  # large and positive: sure and right
        costs.append(math.log1p(math.exp(-s)) if s > 0 else -s + math.log1p(math.exp(s)))
    return sum(costs) / len(costs)


def stable_by_logaddexp(z, y):
    return np.logaddexp(0, (1 - 2 * y) * z).mean()


ANSWERS = [stable_one_by_one, stable_by_logaddexp]
