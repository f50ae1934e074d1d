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


def bptt_all_steps_at_once(weights, x, y):
    W_xh, W_hh, b_h, W_hy, b_y = weights
    h = states_in_an_array(x, W_xh, W_hh, b_h)
    a = sigmoid(W_hy @ h[1:] + b_y)
    delta_y = (a - y) * (a - a**2) / (y.size / 2)
    delta, slopes = W_hy.T @ delta_y, (h - h**2)[1:]
    delta[-1] *= slopes[-1]
    for t in range(len(x) - 2, -1, -1):
        delta[t] = (delta[t] + W_hh.T @ delta[t + 1]) * slopes[t]
    return (
        np.einsum("thn,tdn->hd", delta, x),
        np.einsum("thn,tkn->hk", delta, h[:-1]),
        delta.sum((0, 2))[:, None],
        np.einsum("tcn,thn->ch", delta_y, h[1:]),
        delta_y.sum((0, 2))[:, None],
    )


def bptt_forward_in_time(weights, x, y):
    """Sequence by sequence, carrying forward how the state moves with every parameter."""
    W_xh, W_hh, b_h, W_hy, b_y = weights
    (H, D), C = W_xh.shape, len(W_hy)
    G = [np.zeros((C, H * D)), np.zeros((C, H * H)), np.zeros((C, H))]
    dW_hy, db_y = np.zeros_like(W_hy), np.zeros_like(b_y)
    for n in range(x.shape[2]):
        h, moves = np.zeros(H), [np.zeros((H, g.shape[1])) for g in G]
        for x_t, y_t in zip(x[:, :, n], y[:, :, n], strict=True):
            came = [np.kron(np.eye(H), x_t), np.kron(np.eye(H), h), np.eye(H)]
            h = sigmoid(W_xh @ x_t + W_hh @ h + b_h[:, 0])
            moves = [
                (h * (1 - h))[:, None] * (new + W_hh @ old)
                for new, old in zip(came, moves, strict=True)
            ]
            a = sigmoid(W_hy @ h + b_y[:, 0])
            delta_y = 2 * (a - y_t) * a * (1 - a) / y.size
            G = [g + delta_y[:, None] * (W_hy @ m) for g, m in zip(G, moves, strict=True)]
            dW_hy += np.outer(delta_y, h)
            db_y[:, 0] += delta_y
    xh, hh, b = (g.sum(axis=0) for g in G)
    return [xh.reshape(H, D), hh.reshape(H, H), b.reshape(H, 1), dW_hy, db_y]


ANSWERS = [bptt_all_steps_at_once, bptt_forward_in_time]


# Changes to the solution that leave it right, and why.
EQUIVALENT = {"line 8: 0 → 1": "only the shape of h[0] is used"}
