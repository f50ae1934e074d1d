"""Right answers written otherwise."""

import numpy as np


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


ANSWERS = [nudged_flat, nudged_and_put_back]
