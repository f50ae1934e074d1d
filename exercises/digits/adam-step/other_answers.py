"""Right answers written otherwise."""

import numpy as np


def in_place(theta, grad, m, v, t, eta, beta1, beta2, eps):
    m += (1 - beta1) * (grad - m)
    v += (1 - beta2) * (grad * grad - v)
    theta -= eta * (m / (1 - beta1**t)) / (eps + (v / (1 - beta2**t)) ** 0.5)
    return theta, m, v


def corrections_in_the_rate(theta, grad, m, v, t, eta, beta1, beta2, eps):
    m, v = m * beta1 + grad - beta1 * grad, v * beta2 + grad * grad * (1 - beta2)
    root = np.sqrt(1 - beta2**t)
    rate = eta * root / (1 - beta1**t)
    return {"theta": theta - rate * m / (np.sqrt(v) + eps * root), "m": m, "v": v}


ANSWERS = [in_place, corrections_in_the_rate]
