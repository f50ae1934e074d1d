"""The answers of a network: their activation, the loss, and δ = ∂C/∂z of the last layer.

Outputs count from 1. They stand in slot t of `a` and `delta`, and in slot s of `z`, `y` and
`share`: a multilayer perceptron has t = L and s = 0; a recurrent network a slot for each step that
is answered. `share[s, i]` is what a column counts in the mean (losses.py).
"""

import numpy as np

from nnlib.loops.codes import CATEGORICAL, SOFTMAX, SQUARED
from nnlib.loops.exponential import exp
from nnlib.loops.units import activate, times_slope


def answer(a, t, z, s, C, n, g):
    """Keep the z of n examples, which stand in `a`, in `z`; turn `a` into g(z)."""
    for j in range(1, C + 1):
        for i in range(n):
            z[s, j, i] = a[t, j, i]
    if g == SOFTMAX:
        softmax(a, t, z, s, C, n)
    else:
        for j in range(1, C + 1):
            activate(a, t, j, n, g)


def softmax(a, t, z, s, C, n):
    """Softmax, e^z / Σ e^z (eq-mlp-softmax): row 0 of z keeps the largest z, of a the sum."""
    for i in range(n):
        z[s, 0, i] = z[s, 1, i]
        a[t, 0, i] = 0.0
    for j in range(2, C + 1):
        for i in range(n):
            z[s, 0, i] = max(z[s, 0, i], z[s, j, i])
    for j in range(1, C + 1):
        for i in range(n):
            a[t, j, i] = exp(z[s, j, i] - z[s, 0, i])  # the largest cancels, and none overflows
            a[t, 0, i] += a[t, j, i]
    for j in range(1, C + 1):
        for i in range(n):
            a[t, j, i] /= a[t, 0, i]


def error(a, delta, t, z, y, share, s, C, n, g, loss, factor):
    """Return what n examples add to C, and leave their δ in `delta`."""
    if loss == SQUARED:
        return squared_error(a, delta, t, y, share, s, C, n, g, factor)
    for j in range(1, C + 1):
        for i in range(n):  # eq-neuron-delta-cross-entropy, eq-mlp-delta-softmax
            delta[t, j, i] = share[s, i] * (a[t, j, i] - y[s, j, i])
    if loss == CATEGORICAL:
        return categorical_cross_entropy(a, t, z, y, share, s, C, n)
    return binary_cross_entropy(z, y, share, s, C, n)


def squared_error(a, delta, t, y, share, s, C, n, g, factor):
    """½ factor Σ share (a - y)² (eq-neuron-cost-batch; codes.py has the factor)."""
    total = 0.0
    for j in range(1, C + 1):
        for i in range(n):
            e = a[t, j, i] - y[s, j, i]
            delta[t, j, i] = factor * share[s, i] * e  # ∂C/∂a
            total += delta[t, j, i] * e
        times_slope(delta, a, t, j, n, g)  # eq-neuron-delta-batch, eq-mlp-delta-output-unit
    return 0.5 * total


def binary_cross_entropy(z, y, share, s, C, n):
    """-Σ share [y ln a + (1 - y) ln(1 - a)], from z (eq-neuron-cross-entropy)."""
    total = 0.0
    for j in range(1, C + 1):
        for i in range(n):
            # ln(1 + e^z) = -ln(1 - a), and -ln a is less by z; neither overflows.
            from_zero = max(z[s, j, i], 0.0) + np.log1p(exp(-abs(z[s, j, i])))
            from_one = max(-z[s, j, i], 0.0) + np.log1p(exp(-abs(z[s, j, i])))
            total += share[s, i] * (y[s, j, i] * from_one + (1.0 - y[s, j, i]) * from_zero)
    return total


def categorical_cross_entropy(a, t, z, y, share, s, C, n):
    """-Σ share Σ y ln a, where ln a = z - largest z - ln Σ e^(z - largest z)."""
    total = 0.0
    for i in range(n):
        a[t, 0, i] = np.log(a[t, 0, i])  # softmax left the sum there
    for j in range(1, C + 1):
        for i in range(n):
            log_a = z[s, j, i] - z[s, 0, i] - a[t, 0, i]
            total -= share[s, i] * y[s, j, i] * log_a
    return total
