"""Right answers written otherwise."""

import numpy as np


def adder_by_counting(p, q, r):
    count = [p, q, r].count(1)
    return {"carry": count >= 2, "total": count in {1, 3}}


def adder_by_gates(p, q, r):
    return np.array([p & q | p & r | q & r, p ^ q ^ r])


ANSWERS = [adder_by_counting, adder_by_gates]
