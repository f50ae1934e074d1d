"""Right answers written otherwise."""

import numpy as np


def delta_by_loops(W2, delta2, a1):
    delta1 = np.zeros_like(a1)
    for j in range(a1.shape[0]):
        for n in range(a1.shape[1]):
            for i in range(W2.shape[0]):
                delta1[j, n] += delta2[i, n] * W2[i, j] * (a1[j, n] - a1[j, n] ** 2)
    return delta1


def delta_by_einsum(W2, delta2, a1):
    return np.einsum("ij,in,jn,jn->jn", W2, delta2, a1, 1 - a1)


ANSWERS = [
    delta_by_loops,
    delta_by_einsum,
    lambda W2, delta2, a1: (delta2.T @ W2).T * (0.25 - (a1 - 0.5) ** 2),
]
