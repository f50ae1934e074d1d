"""Right answers written otherwise."""

import numpy as np


def squeeze(z):
    return 1 / (1 + np.exp(-np.asarray(z)))


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


ANSWERS = [step_by_examples, step_with_ones_as_input]
