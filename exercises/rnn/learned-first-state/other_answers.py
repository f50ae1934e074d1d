"""Right answers written otherwise."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def first_state_by_the_derivatives_of_states(model, X, Y, h_0):
    x, y = X.transpose(1, 2, 0), Y.transpose(1, 2, 0)
    h, a = [h_0[:, None] + np.zeros((1, len(X)))], []
    for x_t in x:
        h += [sigmoid(model.W_xh @ x_t + model.W_hh @ h[-1] + model.b_h[:, None])]
        a += [sigmoid(model.W_hy @ h[-1] + model.b_y[:, None])]
    back = 0.0 * h[0]  # the derivative by h_t, from the last to the first
    for t in reversed(range(len(x))):
        back = back + model.W_hy.T @ (2 * (a[t] - y[t]) * a[t] * (1 - a[t]) / Y.size)
        back = model.W_hh.T @ (back * h[t + 1] * (1 - h[t + 1]))
    return back @ np.ones(len(X))


def first_state_one_by_one(model, X, Y, h_0):
    total = np.zeros_like(h_0)
    for x, y in zip(X, Y, strict=True):
        h, ways = h_0, np.eye(len(h_0))  # ways: how h_t moves with h_0
        for x_t, y_t in zip(x, y, strict=True):
            h = sigmoid(model.W_xh @ x_t + model.W_hh @ h + model.b_h)
            ways = np.diag(h * (1 - h)) @ model.W_hh @ ways
            a = sigmoid(model.W_hy @ h + model.b_y)
            total += (2 * (a - y_t) * a * (1 - a)) @ model.W_hy @ ways / Y.size
    return total


ANSWERS = [
    first_state_by_the_derivatives_of_states,
    first_state_one_by_one,
]


# Changes to the solution that leave it right, and why.
EQUIVALENT = {"line 5: 0 → 1": "only the shape of h[0] is used"}
