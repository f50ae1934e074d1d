"""Right answers written otherwise."""

import numpy as np


def delta_by_stacking(delta_y, delta_next, h, W_hy, W_hh):
    back = np.vstack([W_hy, W_hh]).T @ np.vstack([delta_y, delta_next])
    return back - back * h * h


def delta_unit_by_unit(delta_y, delta_next, h, W_hy, W_hh):
    H, N = h.shape
    delta = np.empty((H, N))
    for i in range(H):
        for n in range(N):
            back = sum(W_hy[c, i] * delta_y[c, n] for c in range(len(W_hy)))
            back += sum(W_hh[j, i] * delta_next[j, n] for j in range(H))
            delta[i, n] = back / np.cosh(np.arctanh(h[i, n])) ** 2
    return delta.tolist()


def delta_from_the_right(delta_y, delta_next, h, W_hy, W_hh):
    return (delta_y.T @ W_hy + delta_next.T @ W_hh).T * (1 + h) * (1 - h)


ANSWERS = [delta_by_stacking, delta_unit_by_unit, delta_from_the_right]
