"""One unit, all examples: its activation, and its slope times what came back to it.

Arrays run (·, units, examples): `a[t, j, i]` belongs to unit j and example i, of layer t or of time
step t. A unit's weighted input z stands where its output a will stand.
"""

import numpy as np

from nnlib.loops.codes import RELU, SIGMOID, TANH
from nnlib.loops.exponential import exp

FEW = 4  # examples that the processor cannot take at once: the library's e^x is sooner there


def activate(a, t, j, n, f):
    """Turn the z of n examples into a = f(z)."""
    if f == SIGMOID and n < FEW:
        for i in range(n):
            a[t, j, i] = 1.0 / (1.0 + np.exp(-a[t, j, i]))  # eq-neuron-sigmoid
    elif f == SIGMOID:
        for i in range(n):
            a[t, j, i] = 1.0 / (1.0 + exp(-a[t, j, i]))
    elif f == TANH:
        for i in range(n):
            a[t, j, i] = 1.0 - 2.0 / (1.0 + exp(2.0 * a[t, j, i]))  # 2 σ(2z) - 1
    elif f == RELU:
        for i in range(n):
            a[t, j, i] = max(a[t, j, i], 0.0)


def times_slope(delta, a, t, j, n, f):
    """Multiply ∂C/∂a of n examples by f′(z), in terms of a: what is left is δ."""
    if f == SIGMOID:
        for i in range(n):
            delta[t, j, i] *= a[t, j, i] * (1.0 - a[t, j, i])  # eq-neuron-sigmoid-slope
    elif f == TANH:
        for i in range(n):
            delta[t, j, i] *= 1.0 - a[t, j, i] * a[t, j, i]  # eq-digits-tanh-slope
    elif f == RELU:
        for i in range(n):
            delta[t, j, i] *= a[t, j, i] > 0.0  # eq-digits-relu-slope
