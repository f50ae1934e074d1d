"""Right answers written otherwise."""

import numpy as np


def unit_by_unit(W, b, X):
    found = []
    for weights, bias in zip(W, b, strict=True):
        found.append(int(all(weights @ x + bias <= 0 for x in X)))
    return found


def by_the_largest_answer(W, b, X):
    return np.maximum(W @ X.T + b[:, None], 0).max(axis=1) == 0


ANSWERS = [unit_by_unit, by_the_largest_answer]
