"""Right answers written otherwise."""

import numpy as np


def mended_from_one_list(model, X, Y):
    N, T, C = Y.shape
    trace = model.forward(X)
    grads = {name: np.zeros_like(w) for name, w in model.unpack(model.theta).items()}
    later = np.zeros((model.n_hidden, N))
    for t in range(T, 0, -1):
        a, h = trace.A_y[t - 1], trace.H[t]
        delta_y = (a - Y[:, t - 1].T) * a * (1 - a) * 2 / (N * T * C)
        later = (model.W_hy.T @ delta_y + model.W_hh.T @ later) * (h - h**2)
        grads["W_xh"] += later @ X[:, t - 1]
        grads["W_hh"] += later @ trace.H[t - 1].T
        grads["b_h"] += later.sum(axis=1)
        grads["W_hy"] += delta_y @ h.T
        grads["b_y"] += delta_y.sum(axis=1)
    return grads


def mended_with_einsum(model, X, Y):
    trace = model.forward(X)
    h, a = trace.H, trace.A_y
    delta_y = 2 / Y.size * (a - Y.transpose(1, 2, 0)) * (a - a**2)
    delta = np.zeros_like(h)
    for t in reversed(range(len(a))):
        back = model.W_hy.T @ delta_y[t] + model.W_hh.T @ delta[t + 1]
        delta[t] = back * (h[t + 1] - h[t + 1] ** 2)
    delta = delta[:-1]
    return {
        "W_xh": np.einsum("thn,ntd->hd", delta, X),
        "W_hh": np.einsum("thn,tkn->hk", delta, h[:-1]),
        "b_h": np.einsum("thn->h", delta),
        "W_hy": np.einsum("tcn,thn->ch", delta_y, h[1:]),
        "b_y": np.einsum("tcn->c", delta_y),
    }


ANSWERS = [mended_from_one_list, mended_with_einsum]
