"""Right answers written otherwise."""

import numpy as np


def block_by_einsum(delta, a):
    return np.column_stack([delta.sum(axis=1), np.einsum("in,jn->ij", delta, a)])


def block_in_place(delta, a):
    block = np.empty((len(delta), 1 + len(a)))
    np.sum(delta, axis=1, out=block[:, 0])
    np.matmul(delta, a.T, out=block[:, 1:])
    return block


ANSWERS = [block_by_einsum, block_in_place]
