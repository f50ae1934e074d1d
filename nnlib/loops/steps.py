"""From a gradient to a step: clipping, weight decay, and the three rules of `optimizers.py`."""

import math

import numpy as np

from nnlib.loops.codes import ADAM, MOMENTUM


def clip(grad, max_norm):
    """Shorten a gradient that is longer than `max_norm` to it (eq-rnn-clip).

    Returns False where it is not finite. Squares are taken in units of the largest entry.
    """
    largest = 0.0
    for p in range(len(grad)):
        if not math.isfinite(grad[p]):
            return False
        largest = max(largest, abs(grad[p]))
    if largest == 0.0:
        return True
    squares = 0.0
    for p in range(len(grad)):
        squares += (grad[p] / largest) * (grad[p] / largest)
    length = math.sqrt(squares)
    if length * largest > max_norm:
        for p in range(len(grad)):
            grad[p] *= max_norm / largest / length
    return True


def add_decay(grad, decay, theta):
    """∂C/∂θ + λ θ, where λ is 0 for a bias (eq-digits-decay)."""
    for p in range(len(grad)):
        grad[p] += decay[p] * theta[p]


def step(theta, grad, eta, rule, numbers, remembered, t):
    """Take step t of gradient descent (eq-neuron-update), with momentum or as Adam does."""
    if rule == MOMENTUM:
        momentum_step(theta, grad, eta, numbers.beta1, remembered)
    elif rule == ADAM:
        adam_step(theta, grad, eta, numbers, remembered, t)
    else:
        for p in range(len(theta)):
            theta[p] -= eta * grad[p]


def momentum_step(theta, grad, eta, momentum, remembered):
    """v ← momentum · v + ∂C/∂θ, θ ← θ - η v (eq-digits-momentum)."""
    for p in range(len(theta)):
        v = momentum * remembered[0, p] + grad[p]
        remembered[0, p] = v
        theta[p] -= eta * v


def adam_step(theta, grad, eta, numbers, remembered, t):
    """m and s (eq-digits-adam-means), corrected (eq-digits-adam-correction), and a step."""
    beta1, beta2 = numbers.beta1, numbers.beta2
    from_start1, from_start2 = 1.0 - math.pow(beta1, t), 1.0 - math.pow(beta2, t)
    for p in range(len(theta)):
        m = remembered[0, p]
        s = remembered[1, p]
        m += (1.0 - beta1) * (grad[p] - m)
        s += (1.0 - beta2) * (grad[p] * grad[p] - s)
        remembered[0, p] = m
        remembered[1, p] = s
        theta[p] -= (
            eta * (m / from_start1) / (np.sqrt(s / from_start2) + numbers.eps)
        )  # eq-digits-adam
