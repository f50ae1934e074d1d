"""Right answers written otherwise."""

import numpy as np


def adder_by_other_weights(p, q, r):
    carry = int(np.dot([2.0, 2.0, 2.0], [p, q, r]) - 2 > 0)  # z may be 0 where it is silent
    return {"carry": carry, "total": int(3 * (p + q + r) - 5 * carry - 1 > 0)}


def adder_by_one_table(p, q, r):
    x = np.array([p, q, r, 0.0])
    W, b = np.array([[1.0, 1.0, 1.0, 0.0], [1.0, 1.0, 1.0, -2.0]]), np.array([-1.5, -0.5])
    x[3] = W[0] @ x + b[0] > 0
    return np.array([x[3], W[1] @ x + b[1] > 0])


ANSWERS = [adder_by_other_weights, adder_by_one_table]
