"""The gradient of any function by central differences: nudge a parameter, watch the number.

It knows nothing of networks, which is what makes it a judge of their formulas.
"""

import numpy as np

from nnlib import data, validation


def numerical_gradient(f, theta, eps=1e-6):
    """Gradient of f at theta by central differences (eq-neuron-central-difference).

    Parameters
    ----------
    f : callable
        From an array shaped like `theta` to a number; it is called 2P times.
    theta : array_like
        Where to differentiate; P numbers of any shape, left unchanged.
    eps : float
        How far to nudge each entry to either side.

    Returns
    -------
    ndarray
        Shaped like `theta`; its error is of order eps² plus f's rounding error over eps.
    """
    theta, eps = data.floats("theta", theta), validation.real("eps", eps, 0.0)
    grad = np.empty_like(theta)
    for i, up, down, distance in nudged(lambda moved: _number(f(moved)), theta, eps):
        grad.flat[i] = (up - down) / distance
    return grad


def nudged(f, theta, eps):
    """Yield for each entry its number, f above and below, and how far apart these two are."""
    for i in range(theta.size):
        up, down = theta.copy(), theta.copy()
        up.flat[i] += eps
        down.flat[i] -= eps
        # The distance that was really taken, which rounding may have made other than 2 eps.
        distance = up.flat[i] - down.flat[i]
        yield i, f(up), f(down), distance


def _number(value):
    if np.size(value) != 1:
        raise TypeError(f"f must return one number, got an array of shape {np.shape(value)}")
    return float(data.floats("f(theta)", value).item())
