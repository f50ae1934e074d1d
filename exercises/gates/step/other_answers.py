"""Right answers written otherwise."""

import numpy as np


def all_weights_in_one(x, h, c, W_x, W_h, b):
    z = np.hstack([W_x, W_h, b]) @ np.vstack([x, h, np.ones((1, x.shape[1]))])
    i, f, o, g = z.reshape(4, len(h), -1)
    i, f, o = (1 / (1 + np.exp(-gate)) for gate in (i, f, o))
    new = f * c + i * np.tanh(g)
    return o * np.tanh(new), new


def unit_by_unit(x, h, c, W_x, W_h, b):
    H, N = h.shape
    h_new, c_new = [[0.0] * N for _ in range(H)], [[0.0] * N for _ in range(H)]
    for j in range(H):
        for n in range(N):
            i, f, o, g = (
                sum(W_x[k, d] * x[d, n] for d in range(len(x)))
                + sum(W_h[k, m] * h[m, n] for m in range(H))
                + b[k, 0]
                for k in range(j, 4 * H, H)
            )
            i, f, o = (0.5 * (1 + np.tanh(z / 2)) for z in (i, f, o))
            c_new[j][n] = f * c[j, n] + i * np.tanh(g)
            h_new[j][n] = o * np.tanh(c_new[j][n])
    return h_new, c_new


ANSWERS = [all_weights_in_one, unit_by_unit]
