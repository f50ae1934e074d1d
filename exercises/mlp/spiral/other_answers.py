"""Right answers written otherwise."""

import numpy as np

import nnlib


def two_hidden_layers(X, Y, X_new, rng):
    network = nnlib.MLP((2, 20, 10, 1), activation="tanh", loss="cross_entropy", rng=rng)
    nnlib.train(network, X, Y, eta=0.05, epochs=120, batch_size=10, rng=rng, momentum=0.9)
    return network.predict(X_new)


def bumps_on_the_points(X, Y, X_new, rng):
    closeness = np.exp(-((X_new[:, None] - X[None]) ** 2).sum(axis=2) / 0.02)
    return (closeness @ Y + 0.01) / (closeness.sum(axis=1, keepdims=True) + 0.02)


ANSWERS = [two_hidden_layers, bumps_on_the_points]


# Changes to the solution that leave it right, and why.
EQUIVALENT = {
    "line 2: 48 → 49": "one hidden unit more",
    "line 3: 100 → 101": "one epoch more",
    "line 3: 20 → 21": "one example more in a batch",
}
