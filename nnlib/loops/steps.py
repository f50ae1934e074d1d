"""From a gradient to a step: clipping, weight decay, and the three rules of `optimizers.py`."""

import math
import sys

import numpy as np

from nnlib.loops.codes import ADAM, MOMENTUM

LARGEST = sys.float_info.max


def finite(x):
    """Tell whether x is neither NaN nor infinite, by a comparison that both fail.

    `math.isfinite` may be computed from x - x, which a compiler that may turn sums round calls 0.
    """
    return abs(x) <= LARGEST


def clip(grad, max_norm):
    """Shorten a gradient that is longer than `max_norm` to it (eq-rnn-clip).

    Returns False where it is not finite. Squares are taken in units of the largest entry.
    """
    largest = 0.0
    for p in range(len(grad)):
        if not finite(grad[p]):
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
    """Take step t of gradient descent (eq-neuron-update), with momentum or as Adam does.

    The gradient is used up: zeros are left, to which the next batch adds.
    """
    if rule == MOMENTUM:
        momentum_step(theta, grad, eta, numbers.beta1, remembered)
    elif rule == ADAM:
        adam_step(theta, grad, eta, numbers, remembered, t)
    else:
        for p in range(len(theta)):
            theta[p] -= eta * grad[p]
            grad[p] = 0.0


def momentum_step(theta, grad, eta, momentum, remembered):
    """Momentum: v ← momentum · v + ∂C/∂θ, θ ← θ - η v (eq-digits-momentum)."""
    for p in range(len(theta)):
        v = momentum * remembered[0, p] + grad[p]
        remembered[0, p] = v
        theta[p] -= eta * v
        grad[p] = 0.0


def adam_step(theta, grad, eta, numbers, remembered, t):
    """Means of g and of g² (eq-digits-adam-means), corrected for their start, and a step."""
    beta1, beta2 = numbers.beta1, numbers.beta2
    seen1, seen2 = 1.0 - math.pow(beta1, t), 1.0 - math.pow(beta2, t)
    for p in range(len(theta)):
        m = remembered[0, p] + (1.0 - beta1) * (grad[p] - remembered[0, p])
        s = remembered[1, p] + (1.0 - beta2) * (grad[p] * grad[p] - remembered[1, p])
        remembered[0, p] = m
        remembered[1, p] = s
        m_hat, s_hat = m / seen1, s / seen2  # eq-digits-adam-correction
        theta[p] -= eta * m_hat / (np.sqrt(s_hat) + numbers.eps)  # eq-digits-adam
        grad[p] = 0.0
