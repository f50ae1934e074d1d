"""Right answers written otherwise."""

import math

import numpy as np


def stable_one_by_one(z, y):
    costs = []
    for v, label in zip(z, y, strict=True):
        s = v if label == 1 else -v  # large and positive: sure and right
        costs.append(math.log1p(math.exp(-s)) if s > 0 else -s + math.log1p(math.exp(s)))
    return sum(costs) / len(costs)


def stable_by_either_form(z, y):
    s = (1 - 2 * y) * z  # large and positive: sure and wrong
    return np.where(s > 0, s + np.log1p(np.exp(-s)), np.log1p(np.exp(s))).mean()


ANSWERS = [stable_one_by_one, stable_by_either_form]
