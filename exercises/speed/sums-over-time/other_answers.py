"""Right answers written otherwise."""

import numpy as np

ANY_NEGATIVE = "NumPy takes any negative number for “as many as there are”"


def sums_by_stacked_products(x, h, delta):
    return {
        "dW_xh": (delta @ x.transpose(0, 2, 1)).sum(axis=0),
        "dW_hh": (delta @ h[:-1].swapaxes(1, 2)).sum(axis=0),
        "db_h": delta.sum((0, 2)),
    }


def sums_by_tensordot(x, h, delta):
    axes = ((0, 2), (0, 2))
    return np.tensordot(delta, x, axes), np.tensordot(delta, h[:-1], axes), delta.sum((0, 2))


def sums_in_one_product(x, h, delta):
    T, D, N = x.shape
    H = delta.shape[1]
    u = np.concatenate([x, np.ones((T, 1, N)), h[:T]], axis=1)
    block = np.moveaxis(delta, 1, 0).reshape(H, T * N) @ np.moveaxis(u, 1, 0).reshape(-1, T * N).T
    return block[:, :D], block[:, D + 1 :], block[:, D]


ANSWERS = [
    sums_by_stacked_products,
    sums_by_tensordot,
    sums_in_one_product,
]


# Changes to the solution that leave it right, and why.
EQUIVALENT = {"line 3: 1 → 2": ANY_NEGATIVE}
