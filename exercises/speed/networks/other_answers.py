"""Right answers written otherwise."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def networks_by_broadcasting(W1, b1, W2, b2, x):
    a1 = sigmoid((W1[:, :, None] * x[:, :, None]).sum(axis=1) + b1[:, None])
    return sigmoid((W2[:, :, None] * a1).sum(axis=1) + b2[:, None])


def networks_by_stacked_products(W1, b1, W2, b2, x):
    W1, b1, W2, b2 = (np.moveaxis(w, -1, 0) for w in (W1, b1, W2, b2))
    a1 = sigmoid(W1 @ x + b1[:, :, None])
    return np.moveaxis(sigmoid(W2 @ a1 + b2[:, :, None]), 0, -1)


ANSWERS = [networks_by_broadcasting, networks_by_stacked_products]
