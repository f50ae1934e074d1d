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


def mended_by_the_library(model, X, Y):
    return model.unpack(model.loss_and_grad(X, Y)[1])


ANSWERS = [mended_from_one_list, mended_by_the_library]
