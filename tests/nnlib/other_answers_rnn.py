"""Right answers to the rnn exercises, written otherwise, and mistakes that make no difference."""

import numpy as np

from nnlib.rnn import RNN
from nnlib.training import train

ANSWERS = {}
# By exercise: changes to the solution that leave it right, and why.
EQUIVALENT = {}


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# Numbers ------------------------------------------------------------------------------------------

COUNTED = {
    "W_xh": [10, 4],
    "W_hh": np.array([10, 10]),
    "W_hy": (3.0, 10.0),
    "parameters": 183,
    "parameters_T_40": 183.0,
    "states": np.int64(1260),
}
ANSWERS["rnn.count-parameters"] = [COUNTED, tuple(COUNTED.values())]

ON_PAPER = {
    "h": (1, 3.5),
    "a": np.array([1, 6]),
    "C": 45 / 2,
    "delta_y": [-6, 3],
    "delta": (-3, 6),
    "dw_xh": 9,
    "dw_hh": 6,
    "db_h": 3,
    "dw_hy": 4.5,
    "db_y": -3,
    "dw_xh_truncated": 0,
    "then": "Stays ",
}
ANSWERS["rnn.paper-two-steps"] = [ON_PAPER, list(ON_PAPER.values())]

BY_FORMULA = {
    "guess_half": 10,
    "guess_more": 10,
    "guess_sigmoid": 1,
    "guess_shear": 0,
    "guess_shear_long": 100,
    "sigmoid_at_most": 1,
    "half": 1 / 1024,
    "more": 1.5**10,
    "sigmoid": 0.0041846,
    "shear": np.hypot(0.9**10, 20 * 0.9**9),
    "shear_long": np.hypot(0.9**100, 200 * 0.9**99),
}
ANSWERS["rnn.reach"] = [
    BY_FORMULA,
    BY_FORMULA
    | {"half": 9.766e-4, "more": 57.67, "shear": 7.756, "shear_long": [[0.005904]][0][0]},
]

# Forward ------------------------------------------------------------------------------------------


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


ANSWERS["rnn.forward"] = [states_in_an_array, states_number_by_number, states_with_one_matrix]

# Clipping -----------------------------------------------------------------------------------------


def clip_by_minimum(grads, max_norm):
    length = np.linalg.norm([np.linalg.norm(G) for G in grads])
    return tuple(min(1.0, max_norm / (length + 1e-300)) * G for G in grads)


def clip_flat(grads, max_norm):
    flat = np.concatenate([G.ravel() for G in grads])
    if flat @ flat > max_norm**2:
        flat /= np.sqrt(flat @ flat) / max_norm
    ends = np.cumsum([G.size for G in grads])[:-1]
    pieces = np.split(flat, ends)
    return [piece.reshape(G.shape) for piece, G in zip(pieces, grads, strict=True)]


ANSWERS["rnn.clip-by-norm"] = [clip_by_minimum, clip_flat]

# Derived ------------------------------------------------------------------------------------------


def output_gradients_by_einsum(delta_y, h):
    return {
        "db_y": np.einsum("tcn->c", delta_y).reshape(-1, 1),
        "dW_hy": np.einsum("tcn,thn->ch", delta_y, h[1:]),
    }


def output_gradients_accumulated(delta_y, h):
    T, C, N = delta_y.shape
    dW, db = np.zeros((C, h.shape[1])), np.zeros((C, 1))
    for t in range(T):
        for n in range(N):
            dW += np.outer(delta_y[t, :, n], h[t + 1, :, n])
            db += delta_y[t, :, [n]].T
    return dW, db


def output_gradients_in_one_product(delta_y, h):
    flat, came = (np.concatenate(list(a), axis=1) for a in (delta_y, h[1:]))
    return flat @ came.T, flat @ np.ones((flat.shape[1], 1))


ANSWERS["rnn.output-gradients"] = [
    output_gradients_by_einsum,
    output_gradients_accumulated,
    output_gradients_in_one_product,
]


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


ANSWERS["rnn.delta-earlier-step"] = [delta_by_stacking, delta_unit_by_unit, delta_from_the_right]


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


ANSWERS["rnn.learned-first-state"] = [
    first_state_by_the_derivatives_of_states,
    first_state_one_by_one,
]

# Backward -----------------------------------------------------------------------------------------


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


ANSWERS["rnn.two-faults"] = [mended_from_one_list, mended_by_the_library]


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


ANSWERS["rnn.bptt"] = [bptt_all_steps_at_once, bptt_forward_in_time]

# Data and answers ---------------------------------------------------------------------------------


def floor_by_counting(X, Y):
    N, T = X.shape[:2]
    mse = cross_entropy = 0.0
    for t in range(T):
        counts = {}
        for x, y in zip(X[:, :, 0].tolist(), Y[:, t, 0], strict=True):
            counts.setdefault(tuple(x[: t + 1]), []).append(y)
        for followed in counts.values():
            n, p = len(followed), sum(followed) / len(followed)
            mse += n * p * (1 - p) / (N * T)
            for q in (p, 1 - p):
                cross_entropy -= n * q * np.log(q) / (N * T) if q > 0 else 0.0
    return {"cross_entropy": cross_entropy, "mse": mse}


def floor_by_groups(X, Y):
    by_step = []
    for t in range(X.shape[1]):
        number = X[:, : t + 1, 0] @ 2.0 ** np.arange(t + 1)
        same = number == number[:, None]
        p = same @ Y[:, t, 0] / same.sum(axis=1)
        q = np.abs(Y[:, t, 0] - 1 + p)
        by_step.append((np.mean(p - p**2), np.mean(-np.log(q))))
    return np.mean(by_step, axis=0)


ANSWERS["rnn.floor"] = [floor_by_counting, floor_by_groups]


def last_answers_one_by_one(model, X, y, lengths):
    C, grad = 0.0, 0.0
    for x, target, T in zip(X, y, lengths, strict=True):
        trace = model.forward(x[None, :T])
        targets = trace.output.T.copy()
        targets[0, -1, 0] = target
        loss, g, _ = model.backward(trace, targets)
        C, grad = C + T * loss / len(y), grad + T * g / len(y)
    return C, grad


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


ANSWERS["rnn.last-answers"] = [last_answers_one_by_one, last_answers_by_equations]


def fit_with_a_square(X, Y, X_new, rng):
    model = RNN(1, 6, 1, activation="tanh", rng=rng)
    targets = Y[:, None, None] * np.ones((1, X.shape[1], 1))
    train(model, X - 0.5, targets, eta=0.5, epochs=400, momentum=0.9)
    return model.predict(X_new - 0.5)[:, -1, 0]


def fit_that_latches(X, Y, X_new, rng):
    """No training of the memory: the state is the first symbol, and only its meaning is learned."""
    says = np.array([np.mean(Y[X[:, 0, 0] == symbol]) for symbol in (0, 1)])
    state = np.full(len(X_new), -1)
    for t in range(X_new.shape[1]):
        state = np.where(state < 0, X_new[:, t, 0], state).astype(int)
    return says[state]


EQUIVALENT["rnn.bptt"] = {"line 8: 0 → 1": "only the shape of h[0] is used"}
EQUIVALENT["rnn.learned-first-state"] = {"line 5: 0 → 1": "only the shape of h[0] is used"}
EQUIVALENT["rnn.reach"] = {
    "line 7: 0.001 → 1.001": "a guess is not judged",
    "line 8: 58 → 59": "a guess is not judged",
    "line 9: 0.1 → 1.1": "a guess is not judged",
    "line 10: 0.35 → 1.35": "a guess is not judged",
    "line 11: 3e-05 → 1.00003": "a guess is not judged",
    "line 12: 10 → 11": "a power of 1",
}
EQUIVALENT["rnn.remember"] = {
    "line 2: 8 → 9": "another network that remembers",
    "line 4: 1.0 → 2.0": "a longer step that still learns",
    "line 4: 400 → 401": "one epoch more",
    "line 5: 1 → 2": "the network gives its answer at every step",
    "line 5: minus dropped": "the network gives its answer at every step",
}

ANSWERS["rnn.remember"] = [fit_with_a_square, fit_that_latches]
