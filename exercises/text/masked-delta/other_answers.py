"""Right answers written otherwise."""

import numpy as np


def name_by_name(a, y, weights):
    N = len(a)
    C, delta = 0.0, np.zeros(a.shape)
    for n in range(N):
        exists = weights[n] > 0
        said, came = a[n, exists], y[n, exists]
        C -= np.log(said[came == 1]).mean() / N
        delta[n, exists] = (said - came) / len(said) / N
    return C, delta


def by_einsum(a, y, weights):
    share = np.einsum("nt,n->nt", weights, 1 / (len(weights) * weights.sum(axis=1)))
    return -np.einsum("nt,ntk,ntk->", share, y, np.log(a)), np.einsum("nt,ntk->ntk", share, a - y)


ANSWERS = [name_by_name, by_einsum]
