"""Right answers written otherwise."""

import numpy as np

from nnlib.rnn import RNN
from nnlib.training import train


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


ANSWERS = [fit_with_a_square, fit_that_latches]


# Changes to the solution that leave it right, and why.
EQUIVALENT = {
    "line 2: 8 → 9": "another network that remembers",
    "line 4: 1.0 → 2.0": "a longer step that still learns",
    "line 4: 400 → 401": "one epoch more",
    "line 5: 1 → 2": "the network gives its answer at every step",
    "line 5: minus dropped": "the network gives its answer at every step",
}
