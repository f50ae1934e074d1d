"""Check a gradient against central differences: nudge one parameter, watch the loss.

Slow and reliable; the book runs it before it trains anything.
"""

import copy
from typing import NamedTuple

import numpy as np

from nnlib import validation
from nnlib.model import Model


class GradientCheck(NamedTuple):
    """Outcome of `check_gradient`, at the entry where the two gradients differ most.

    `max_relative_error` is their difference there, in units of the largest entry of either
    gradient; `parameter` names the array, such as "W[0]", and `index` the place in it.
    """

    max_relative_error: float
    parameter: str
    index: tuple
    analytic: float
    numerical: float


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
    theta, eps = validation.floats("theta", theta), validation.real("eps", eps, 0.0)
    grad = np.empty_like(theta)
    for i in range(theta.size):
        up, down = theta.copy(), theta.copy()
        up.flat[i] += eps
        down.flat[i] -= eps
        # Divided by the step that was really taken, which rounding may have made other than 2 eps.
        grad.flat[i] = (_number(f(up)) - _number(f(down))) / (up.flat[i] - down.flat[i])
    return grad


def _number(value):
    if np.size(value) != 1:
        raise TypeError(f"f must return one number, got an array of shape {np.shape(value)}")
    return float(validation.floats("f(theta)", value).item())


def check_gradient(model, X, Y, eps=1e-6):
    """Compare `model.loss_and_grad(X, Y)` with central differences; the model is not changed.

    Parameters
    ----------
    model : Neuron, MLP or RNN
        A right gradient gives a `max_relative_error` around 1e-9, a wrong one around 1.
    X, Y : array_like
        Inputs and targets in rows, as in `train`.
    eps : float
        As in `numerical_gradient`.

    Returns
    -------
    GradientCheck
    """
    if not isinstance(model, Model):
        raise TypeError(f"model must be a Neuron, MLP or RNN, got {model!r}")
    probe = copy.deepcopy(model)

    def loss_at(theta):
        probe.theta = theta
        return probe.loss_and_grad(X, Y)[0]

    loss, grad = model.loss_and_grad(X, Y)
    numerical = numerical_gradient(loss_at, model.theta, eps)
    # Where the gradient has all but vanished, rounding of the loss is all that the differences see.
    scale = max(np.abs(grad).max(), np.abs(numerical).max(), 1e-3 * loss, eps)
    errors = np.abs(grad - numerical) / scale
    worst = int(errors.argmax())
    places = model.unpack(np.arange(grad.size))
    name = next(name for name, entries in places.items() if worst in entries)
    index = tuple(int(i) for i in np.argwhere(places[name] == worst)[0])
    return GradientCheck(
        float(errors[worst]), name, index, float(grad[worst]), float(numerical[worst])
    )
