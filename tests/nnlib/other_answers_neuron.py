"""Right answers to the neuron's exercises, written otherwise, and changes that do no harm."""

import math

import numpy as np

import nnlib

ANSWERS = {}
# By exercise: changes to the solution that leave it right, and why.
EQUIVALENT = {}

ANSWERS["neuron.nand-threshold"] = [
    {"b_nand": 5, "w": [100, -100], "b": 0},  # z may be 0 where the unit is silent
    {"b_nand": np.array([3.01]), "w": (0.6, -7), "b": -0.5},
    [4, np.array([3, -5]), -2],
]
EQUIVALENT["neuron.nand-threshold"] = {
    "line 3: 1 → 2": "q may hold p back by more than it has brought",
}


def adder_by_counting(p, q, r):
    count = [p, q, r].count(1)
    return {"carry": count >= 2, "total": count in {1, 3}}


def adder_by_gates(p, q, r):
    return np.array([p & q | p & r | q & r, p ^ q ^ r])


ANSWERS["neuron.full-adder"] = [adder_by_counting, adder_by_gates]

ROUNDED = {
    "z": -0.4,
    "a": 0.4013,
    "C": 0.3584,
    "delta": -0.2877,
    "gradient": [-0.2877, -0.5754, 0.2877],
    "theta_new": (-0.0562, 0.5877, 0.6562),
    "z_new": 0.463,
}
ANSWERS["neuron.paper-step"] = [ROUNDED, list(ROUNDED.values())]
EQUIVALENT["neuron.paper-step"] = {
    "line 2: factors of @ swapped": "a dot product",
    "line 14: factors of @ swapped": "a dot product",
}


def tanh_delta_by_exponentials(z, y):
    s, c = np.exp(z) - np.exp(-z), np.exp(z) + np.exp(-z)
    return 2 * (s / c - y) * 4 / c**2


def tanh_delta_one_by_one(z, y):
    return [2 * (np.tanh(v) - t) / np.cosh(v) ** 2 for v, t in zip(z, y, strict=True)]


ANSWERS["neuron.tanh-delta"] = [tanh_delta_by_exponentials, tanh_delta_one_by_one]


def boundary_by_a_foot(w, b, x):
    z = w[0] * x[0] + w[1] * x[1] + b
    foot = x - z * w / (w**2).sum()  # the nearest point of the line
    return -w[0] / w[1], foot[1] + w[0] / w[1] * foot[0], np.copysign(math.dist(x, foot), z)


def boundary_by_two_points(w, b, x):
    low, high = -(b - 5 * w[0]) / w[1], -(b + 5 * w[0]) / w[1]
    slope = (high - low) / 10
    intercept = (high + low) / 2
    up = x[1] - slope * x[0] - intercept  # along x2, then at a right angle
    return slope, intercept, np.sign(w[1]) * up / np.sqrt(1 + slope**2)


ANSWERS["neuron.boundary"] = [boundary_by_a_foot, boundary_by_two_points]


def batch_by_loops(X, y, w, b):
    loss, gradient = 0.0, [0.0] * (1 + len(w))
    for x, target in zip(X, y, strict=True):
        a = 1 / (1 + math.exp(-sum(w * x) - b))
        loss += (a - target) ** 2 / len(y)
        delta = 2 * (a - target) * a * (1 - a) / len(y)
        gradient = [g + delta * v for g, v in zip(gradient, [1, *x], strict=True)]
    return loss, gradient


def batch_by_columns(X, y, w, b):
    X1, theta = np.vstack([np.ones(len(X)), X.T]), np.concatenate([[b], w])
    a = 1 / (1 + np.exp(-theta @ X1))
    return {
        "loss": ((a - y) ** 2).sum() / y.size,
        "gradient": np.einsum("n,kn->k", 2 * (a - y) * a * (1 - a), X1) / y.size,
    }


ANSWERS["neuron.batch-gradient"] = [batch_by_loops, batch_by_columns]


def mended_by_the_mean(theta, X1, y):
    a = 1 / (1 + np.exp(-theta @ X1))
    return np.mean((a - y) ** 2), np.mean(2 * (a - y) * (a - a**2) * X1, axis=1)


def mended_by_the_library(theta, X1, y):
    neuron = nnlib.Neuron(len(theta) - 1)
    neuron.theta[:] = theta
    return neuron.loss_and_grad(X1[1:].T, y[:, None])


ANSWERS["neuron.two-bugs"] = [mended_by_the_mean, mended_by_the_library]


def nudged_flat(f, theta, eps):
    flat = theta.ravel()
    slopes = [
        (f((flat + e).reshape(theta.shape)) - f((flat - e).reshape(theta.shape))) / eps / 2
        for e in eps * np.eye(flat.size)
    ]
    return np.reshape(slopes, theta.shape)


def nudged_and_put_back(f, theta, eps):
    gradient = theta * 0
    for i, before in enumerate(list(theta.flat)):
        theta.flat[i] = before + eps
        gradient.flat[i] = f(theta)
        theta.flat[i] = before - eps
        gradient.flat[i] = (gradient.flat[i] - f(theta)) / (2 * eps)
        theta.flat[i] = before
    return gradient


ANSWERS["neuron.numerical-gradient"] = [
    nudged_flat,
    nudged_and_put_back,
    nnlib.numerical_gradient,
]


def weighted_by_label(z, y, v):
    a = 1 / (1 + np.exp(-z))
    return np.where(y == 1, v * (a - 1), a) / len(z)


def weighted_by_the_long_way(z, y, v):
    a = 1 / (1 + np.exp(-z))
    return (-v * y / a + (1 - y) / (1 - a)) * a * (1 - a) / len(z)


ANSWERS["neuron.cross-entropy-delta"] = [weighted_by_label, weighted_by_the_long_way]


def stable_one_by_one(z, y):
    costs = []
    for v, label in zip(z, y, strict=True):
        s = v if label == 1 else -v  # large and positive: sure and right
        costs.append(math.log1p(math.exp(-s)) if s > 0 else -s + math.log1p(math.exp(s)))
    return sum(costs) / len(costs)


def stable_by_logaddexp(z, y):
    return np.logaddexp(0, (1 - 2 * y) * z).mean()


ANSWERS["neuron.stable-cross-entropy"] = [stable_one_by_one, stable_by_logaddexp]

COUNTED = {
    "guess_squared": 100,
    "guess_entropy": 3.5,
    "guess_slope_left": 1e6,
    "steps_squared": 214,
    "steps_entropy": 7,
    "steps_slope_left": 426,
    "eta": 1,
}
ANSWERS["neuron.how-long-wrong"] = [COUNTED, list(COUNTED.values())]


EQUIVALENT["neuron.how-long-wrong"] = {
    "line 3: 1000 → 1001": "the loop ends long before",
    "line 12: 212 → 213": "a guess is not judged",
    "line 13: 7 → 8": "a guess is not judged",
    "line 14: 424 → 425": "a guess is not judged",
}


def fit_by_a_loop(X, Y, X_new):
    def features(X):
        return np.column_stack([np.ones(len(X)), X, (X**2).sum(axis=1)])

    F, theta = features(X), np.zeros((4, 1))
    for _ in range(1500):
        a = 1 / (1 + np.exp(-F @ theta))
        theta -= 8 * F.T @ (a - Y) / len(X)
    return 1 / (1 + np.exp(-features(X_new) @ theta))


def fit_by_distance(X, Y, X_new):
    centre = X[Y[:, 0] == 1].mean(axis=0)
    r, r_new = (np.linalg.norm(A - centre, axis=1, keepdims=True) for A in (X, X_new))
    neuron = nnlib.Neuron(1, loss="cross_entropy")
    nnlib.train(neuron, r, Y, eta=10, epochs=1000)
    return neuron.predict(r_new)


ANSWERS["neuron.circle-by-features"] = [fit_by_a_loop, fit_by_distance]
EQUIVALENT["neuron.circle-by-features"] = {
    "line 6: 10 → 11": "a learning rate that does as well",
    "line 6: 1000 → 1001": "one epoch more",
}
