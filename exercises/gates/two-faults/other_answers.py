"""Right answers written otherwise."""

import numpy as np


def step_by_step(model, X, Y):
    N, T, C = Y.shape
    trace = model.forward(X)
    along = dC_dh = np.zeros((model.n_hidden, N))
    W_x, W_h, b = 0.0, 0.0, 0.0
    ways = [getattr(model, f"W_h{k}") for k in "ifog"]
    for t in reversed(range(T)):
        a, s = trace.A_y[t], trace.tanh_c[t]
        dC_dh = dC_dh + model.W_hy.T @ ((a - Y[:, t].T) * (a - a * a) * 2 / (N * T * C))
        dC_dc = dC_dh * trace.o[t] * (1 - s) * (1 + s) + along
        d_i = dC_dc * trace.g[t] * trace.i[t] * (1 - trace.i[t])
        d_f = dC_dc * trace.C[t] * trace.f[t] * (1 - trace.f[t])
        d_o = dC_dh * s * trace.o[t] * (1 - trace.o[t])
        d_g = dC_dc * trace.i[t] * (1 - trace.g[t] ** 2)
        along, four = trace.f[t] * dC_dc, np.concatenate([d_i, d_f, d_o, d_g])
        dC_dh = sum(W.T @ d for W, d in zip(ways, (d_i, d_f, d_o, d_g), strict=True))
        W_x, W_h, b = W_x + four @ X[:, t], W_h + four @ trace.H[t].T, b + four.sum(axis=1)
    return {"W_x": W_x, "W_h": W_h, "b": b}


def as_a_tuple(model, X, Y):
    grads = step_by_step(model, X, Y)
    return grads["W_x"], grads["W_h"], grads["b"]


ANSWERS = [step_by_step, as_a_tuple]
