"""Right answers written otherwise."""

import numpy as np

import nnlib


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


ANSWERS = [fit_by_a_loop, fit_by_distance]


# Changes to the solution that leave it right, and why.
EQUIVALENT = {
    "line 6: 10 → 11": "a learning rate that does as well",
    "line 6: 1000 → 1001": "one epoch more",
}
