"""Right answers written otherwise."""

import numpy as np

import nnlib


def mended_by_the_mean(theta, X1, y):
    a = 1 / (1 + np.exp(-theta @ X1))
    return np.mean((a - y) ** 2), np.mean(2 * (a - y) * (a - a**2) * X1, axis=1)


def mended_by_the_library(theta, X1, y):
    neuron = nnlib.Neuron(len(theta) - 1)
    neuron.theta[:] = theta
    return neuron.loss_and_grad(X1[1:].T, y[:, None])


ANSWERS = [mended_by_the_mean, mended_by_the_library]
