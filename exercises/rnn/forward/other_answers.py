"""Right answers written otherwise."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def states_in_an_array(x, W_xh, W_hh, b_h):
    T, _, N = x.shape
    h = np.zeros((T + 1, len(W_hh), N))
    for t in range(1, T + 1):
        h[t] = sigmoid(np.dot(W_xh, x[t - 1]) + np.dot(W_hh, h[t - 1]) + b_h)
    return h


def states_number_by_number(x, W_xh, W_hh, b_h):
    T, D, N = x.shape
    H = len(W_hh)
    h = [[[0.0] * N for _ in range(H)]]
    for t in range(T):
        h.append([[0.0] * N for _ in range(H)])
        for i in range(H):
            for n in range(N):
                z = b_h[i, 0]
                for d in range(D):
                    z += W_xh[i, d] * x[t, d, n]
                for j in range(H):
                    z += W_hh[i, j] * h[t][j][n]
                h[-1][i][n] = sigmoid(z)
    return h  # a list of lists of lists


def states_with_one_matrix(x, W_xh, W_hh, b_h):
    W, N = np.hstack([W_xh, W_hh, b_h]), x.shape[2]
    h = [np.zeros((len(W), N))]
    for x_t in x:
        h = [*h, (1 + np.tanh(W @ np.vstack([x_t, h[-1], np.ones((1, N))]) / 2)) / 2]
    return np.stack(h)


ANSWERS = [states_in_an_array, states_number_by_number, states_with_one_matrix]
