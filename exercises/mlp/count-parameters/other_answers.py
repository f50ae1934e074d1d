"""Right answers written otherwise."""

from itertools import pairwise

import numpy as np


def count_by_units(sizes, bias):
    count = 0
    for l in range(1, len(sizes)):
        for _unit in range(sizes[l]):
            count += sizes[l - 1] + int(bias)
    return count


def count_by_products(sizes, bias):
    n = np.array(sizes)
    return float(n[:-1] @ n[1:] + (n[1:].sum() if bias else 0))


ANSWERS = [
    count_by_units,
    count_by_products,
    lambda sizes, bias=True: sum((a + bias) * b for a, b in pairwise(sizes)),
]
