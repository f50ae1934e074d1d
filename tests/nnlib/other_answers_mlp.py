"""Right answers to the mlp exercises, written otherwise, and mistakes that make no difference."""

from itertools import pairwise

import numpy as np

import nnlib

ANSWERS = {}
# By exercise: changes to the solution that leave it right, and why.
EQUIVALENT = {}


def squeeze(z):
    return 1 / (1 + np.exp(-np.asarray(z)))


def count_by_units(sizes, bias):
    count = 0
    for l in range(1, len(sizes)):
        for _unit in range(sizes[l]):
            count += sizes[l - 1] + int(bias)
    return count


def count_by_products(sizes, bias):
    n = np.array(sizes)
    return float(n[:-1] @ n[1:] + (n[1:].sum() if bias else 0))


ANSWERS["mlp.count-parameters"] = [
    count_by_units,
    count_by_products,
    lambda sizes, bias=True: sum((a + bias) * b for a, b in pairwise(sizes)),
]

ROUNDED = {
    "z1": (1.0986, 0),
    "a1": (0.75, 0.5),
    "z2": 0,
    "a2": 0.5,
    "C": 0.25,
    "delta2": 0.25,
    "delta1": (0.1875, -0.125),
    "dW2": (0.1875, 0.125),
    "db2": 0.25,
    "dW1": ((0.1875, 0.375), (-0.125, -0.25)),
    "db1": (0.1875, -0.125),
}
ANSWERS["mlp.paper-pass"] = [
    ROUNDED,
    {name: np.array(numbers) + 1e-5 for name, numbers in ROUNDED.items()},
    list(ROUNDED.values()),
]


def forward_by_elements(W1, b1, W2, b2, X):
    answers = []
    for x in X:
        a1 = [squeeze(sum(W1[j, k] * x[k] for k in range(len(x))) + b1[j]) for j in range(len(b1))]
        answers.append([squeeze(np.dot(W2[i], a1) + b2[i]) for i in range(len(b2))])
    return answers


def forward_in_rows(W1, b1, W2, b2, X):
    return squeeze(squeeze(X @ W1.T + b1) @ W2.T + b2)


ANSWERS["mlp.forward"] = [forward_by_elements, forward_in_rows]


def delta_by_loops(W2, delta2, a1):
    delta1 = np.zeros_like(a1)
    for j in range(a1.shape[0]):
        for n in range(a1.shape[1]):
            for i in range(W2.shape[0]):
                delta1[j, n] += delta2[i, n] * W2[i, j] * (a1[j, n] - a1[j, n] ** 2)
    return delta1


def delta_by_einsum(W2, delta2, a1):
    return np.einsum("ij,in,jn,jn->jn", W2, delta2, a1, 1 - a1)


ANSWERS["mlp.delta-hidden"] = [
    delta_by_loops,
    delta_by_einsum,
    lambda W2, delta2, a1: (delta2.T @ W2).T * (0.25 - (a1 - 0.5) ** 2),
]


def step_by_examples(W1, b1, W2, x, y, eta):
    dW1, db1, dW2 = np.zeros_like(W1), np.zeros_like(b1), np.zeros_like(W2)
    for n in range(x.shape[1]):
        a1 = squeeze(W1 @ x[:, n] + b1)
        a2 = squeeze(W2[0] @ a1)
        delta2 = 2 * (a2 - y[0, n]) * a2 * (1 - a2)
        delta1 = delta2 * W2[0] * a1 * (1 - a1)
        dW1 += np.outer(delta1, x[:, n]) / y.size
        db1 += delta1 / y.size
        dW2[0] += delta2 * a1 / y.size
    return {"W1": W1 - eta * dW1, "b1": b1 - eta * db1, "W2": W2 - eta * dW2}


def step_with_ones_as_input(W1, b1, W2, x, y, eta):
    x = np.vstack([np.ones(x.shape[1]), x])
    W = np.column_stack([b1, W1])
    a1 = squeeze(W @ x)
    a2 = squeeze(W2 @ a1)
    delta2 = (a2 - y) * a2 * (1 - a2) * 2 / len(y[0])
    W = W - eta * ((W2.T @ delta2) * a1 * (1 - a1)) @ x.T
    return [W[:, 1:], W[:, 0], W2 - eta * delta2 @ a1.T]


ANSWERS["mlp.first-layer-bias"] = [step_by_examples, step_with_ones_as_input]


def mended_in_rows(W1, b1, W2, b2, x, y):
    X, Y = x.T, y.T
    A1 = squeeze(X @ W1.T + b1)
    A2 = squeeze(A1 @ W2.T + b2)
    D2 = 2 * (A2 - Y) * A2 * (1 - A2) / Y.size
    D1 = (D2 @ W2) * A1 * (1 - A1)
    return ((A2 - Y) ** 2).mean(), D1.T @ X, D1.sum(axis=0), D2.T @ A1, D2.sum(axis=0)


def mended_by_turning_back(W1, b1, W2, b2, x, y):
    a1 = squeeze(W1 @ x + b1[:, None])
    a2 = squeeze(W2 @ a1 + b2[:, None])
    delta2 = 2 / y.size * (a2 - y) * a2 * (1 - a2)
    delta1 = (W2.T @ delta2) * a1 * (1 - a1)
    dW1 = (x @ delta1.T).T
    return np.mean((a2 - y) ** 2), dW1, delta1.sum(1), delta2 @ a1.T, delta2.sum(1)


ANSWERS["mlp.transposed-gradient"] = [mended_in_rows, mended_by_turning_back]


def softmax_delta_by_examples(z, y):
    delta = np.empty_like(z)
    for n in range(z.shape[1]):
        e = np.exp(z[:, n] - z[:, n].max())
        delta[:, n] = (e / e.sum() - y[:, n]) / z.shape[1]
    return delta


def softmax_delta_by_the_whole_chain(z, y):
    delta = np.zeros_like(z)
    for n in range(z.shape[1]):
        a = np.exp(z[:, n]) / np.exp(z[:, n]).sum()
        slopes = np.diag(a) - np.outer(a, a)  # of every a by every z
        delta[:, n] = slopes @ (-y[:, n] / a)
    return delta / z.shape[1]


ANSWERS["mlp.softmax-delta"] = [softmax_delta_by_examples, softmax_delta_by_the_whole_chain]


def backward_in_pairs(W, A, y):
    gradients = [None] * len(W)
    delta = (A[-1] - y) * A[-1] * (1 - A[-1]) / y.size * 2
    for l in range(len(W) - 1, -1, -1):
        gradients[l] = delta @ A[l].T, np.sum(delta, axis=1)
        if l:
            delta = np.einsum("ij,in->jn", W[l], delta) * (1 + A[l]) * (1 - A[l])
    flat = []
    for dW, db in gradients:
        for row, bias in zip(dW, db, strict=True):
            flat += [bias, *row]
    return flat


def backward_with_ones_as_input(W, A, y):
    ones = np.ones((1, y.shape[1]))
    delta, flat = 2 / y.size * (A[-1] - y) * A[-1] * (1 - A[-1]), np.array([])
    for table, below in zip(W[::-1], A[-2::-1], strict=True):
        flat = np.concatenate([(delta @ np.vstack([ones, below]).T).ravel(), flat])
        delta = (table.T @ delta) * (1 - below**2)
    return flat


ANSWERS["mlp.backward-any-depth"] = [backward_in_pairs, backward_with_ones_as_input]


def epoch_by_splitting(model, X, Y, eta, batch_size, rng):
    order, total, count = rng.permutation(X.shape[0]), 0.0, 0
    for batch in np.split(order, range(batch_size, len(order), batch_size)):
        loss, gradient = model.loss_and_grad(X[batch], Y[batch])
        model.theta -= eta * gradient
        total, count = total + loss, count + 1
    return {"theta": model.theta, "loss": total / count}


def epoch_of_a_copy(model, X, Y, eta, batch_size, rng):
    order = rng.permutation(len(Y))
    X, Y, losses = X[order].copy(), Y[order].copy(), []
    while len(X):
        trace = model.forward(X[:batch_size])
        back = model.backward(trace, Y[:batch_size])
        losses += [back.loss]
        model.theta[:] -= eta * back.grad
        X, Y = X[batch_size:], Y[batch_size:]
    return model.theta.copy(), sum(losses) / len(losses)


ANSWERS["mlp.epoch-of-minibatches"] = [
    epoch_by_splitting,
    epoch_of_a_copy,
    lambda model, X, Y, eta, batch_size, rng: (
        nnlib.train(model, X, Y, eta=eta, epochs=1, batch_size=batch_size, rng=rng).loss[0],
        model.theta,
    )[::-1],
]

ANSWERS["mlp.equal-units"] = [
    lambda H, eta: [eta * H**-1, eta * H, eta],
    lambda H, eta: {"bias": eta, "outward": sum([eta] * H), "inward": eta / H},
]

ANSWERS["mlp.two-loss-curves"] = [
    {"guess_each": 1, "guess_two": 1, "guess_large": 1, "each": 3.94, "two": 1.99, "large": 2.69},
    ["no idea", "fewer", 16, 4, 2, 2.7],
]


def two_hidden_layers(X, Y, X_new, rng):
    network = nnlib.MLP((2, 20, 10, 1), activation="tanh", loss="cross_entropy", rng=rng)
    nnlib.train(network, X, Y, eta=0.05, epochs=120, batch_size=10, rng=rng, momentum=0.9)
    return network.predict(X_new)


def bumps_on_the_points(X, Y, X_new, rng):
    closeness = np.exp(-((X_new[:, None] - X[None]) ** 2).sum(axis=2) / 0.02)
    return (closeness @ Y + 0.01) / (closeness.sum(axis=1, keepdims=True) + 0.02)


ANSWERS["mlp.spiral"] = [two_hidden_layers, bumps_on_the_points]
EQUIVALENT["mlp.spiral"] = {
    "line 2: 48 → 49": "one hidden unit more",
    "line 3: 100 → 101": "one epoch more",
    "line 3: 20 → 21": "one example more in a batch",
}
