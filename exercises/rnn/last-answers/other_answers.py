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


def last_answers_by_the_trace(model, X, y, lengths):
    trace = model.forward(X)
    targets = trace.A_y.transpose(2, 0, 1).copy()
    for n, T in enumerate(lengths):
        targets[n, T - 1] = y[n]
    loss, grad, _ = model.backward(trace, targets)
    return X.shape[1] * loss, X.shape[1] * grad


def last_answers_by_equations(model, X, y, lengths):
    x, N = X.transpose(1, 2, 0), len(y)
    W = [model.W_xh, model.W_hh, model.b_h[:, None], model.W_hy, model.b_y[:, None]]
    h = states_in_an_array(x, *W[:3])
    a = sigmoid(W[3] @ h[1:] + W[4])
    ends = np.arange(len(x))[:, None, None] == lengths - 1
    delta_y = ends * (a - y) * a * (1 - a) * 2 / N
    delta = np.zeros_like(h)
    for t in range(len(x) - 1, -1, -1):
        delta[t] = (W[3].T @ delta_y[t] + W[1].T @ delta[t + 1]) * h[t + 1] * (1 - h[t + 1])
    delta = delta[:-1]
    grad = np.zeros_like(model.theta)
    places = model.unpack(grad)
    places["W_xh"][:] = np.einsum("thn,tdn->hd", delta, x)
    places["W_hh"][:] = np.einsum("thn,tkn->hk", delta, h[:-1])
    places["b_h"][:] = delta.sum((0, 2))
    places["W_hy"][:] = np.einsum("tcn,thn->ch", delta_y, h[1:])
    places["b_y"][:] = delta_y.sum((0, 2))
    return (ends * (a - y) ** 2).sum() / N, grad


ANSWERS = [last_answers_by_the_trace, last_answers_by_equations]
