"""Right answers written otherwise."""

import numpy as np


def output_gradients_by_einsum(delta_y, h):
    return {
        "db_y": np.einsum("tcn->c", delta_y).reshape(-1, 1),
        "dW_hy": np.einsum("tcn,thn->ch", delta_y, h[1:]),
    }


def output_gradients_accumulated(delta_y, h):
    T, C, N = delta_y.shape
    dW, db = np.zeros((C, h.shape[1])), np.zeros((C, 1))
    for t in range(T):
        for n in range(N):
            dW += np.outer(delta_y[t, :, n], h[t + 1, :, n])
            db += delta_y[t, :, [n]].T
    return dW, db


def output_gradients_in_one_product(delta_y, h):
    flat, came = (np.concatenate(list(a), axis=1) for a in (delta_y, h[1:]))
    return flat @ came.T, flat @ np.ones((flat.shape[1], 1))


ANSWERS = [
    output_gradients_by_einsum,
    output_gradients_accumulated,
    output_gradients_in_one_product,
]
