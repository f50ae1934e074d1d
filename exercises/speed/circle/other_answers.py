"""Right answers written otherwise."""

import numpy as np

import nnlib


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


ANY_NEGATIVE = "NumPy takes any negative number for “as many as there are”"


def fit_by_the_library(X, Y, X_new, epochs, rng):
    model = nnlib.MLP((2, 8, 1), activation="tanh", loss="cross_entropy", rng=rng)
    nnlib.train(model, X, Y, eta=0.3, epochs=epochs, batch_size=10, rng=rng)
    return model.predict(X_new)[:, 0]


def fit_with_four_arrays(X, Y, X_new, epochs, rng):
    W1, b1 = 2 * rng.normal(size=(10, 2)), rng.normal(size=(10, 1))
    W2, b2 = rng.normal(size=(1, 10)), np.zeros((1, 1))
    for _ in range(epochs):
        batches = rng.permutation(len(X)).reshape(-1, 10)
        for batch in batches:
            x, y = X[batch].T, Y[batch].T
            a1 = np.tanh(W1 @ x + b1)
            delta2 = (sigmoid(W2 @ a1 + b2) - y) / 10
            delta1 = W2.T @ delta2 * (1 - a1**2)
            W2 -= 0.5 * delta2 @ a1.T
            b2 -= 0.5 * delta2.sum(axis=1, keepdims=True)
            W1 -= 0.5 * delta1 @ x.T
            b1 -= 0.5 * delta1.sum(axis=1, keepdims=True)
    return sigmoid(W2 @ np.tanh(W1 @ X_new.T + b1) + b2)[0]


ANSWERS = [fit_by_the_library, fit_with_four_arrays]


# Changes to the solution that leave it right, and why.
EQUIVALENT = {
    "line 2: 8 → 9": "another network",
    "line 2: 0.3 → 1.3": "another rate",
    "line 6: Add → Sub": ANY_NEGATIVE,
    "line 16: 10 → 11": "a shorter step",
    "line 17: 1 → 2": "downhill, if not the steepest way",
}
