"""The neuron and the multilayer perceptron: forward, back, and a product for each weight.

Units count from 1, and unit 0 of a layer is the constant 1, so w[j, 0] is the bias of unit j. The
examples are the innermost loop, where the compiler takes several at once. `p` walks through θ, in
which the rows of [b | W] stand layer by layer.
"""

from typing import NamedTuple

import numpy as np

from nnlib.loops.blocks import all_products, weighted_sums
from nnlib.loops.outputs import answer, error
from nnlib.loops.single import gradient_of_one
from nnlib.loops.units import activate, times_slope


class Memory(NamedTuple):
    """What a pass writes into: slot l of `a` and `delta` is layer l, and slot 0 of `a` the input.

    `sizes` are n_0 … n_L, `first[l]` is where layer l begins in θ, and `low` the first unit of a
    layer that leads up: 0, or 1 in a network without biases.
    """

    a: np.ndarray
    delta: np.ndarray
    z: np.ndarray
    y: np.ndarray
    sizes: np.ndarray
    first: np.ndarray
    low: int


def memory_of(model, x, y, columns):
    """Return memory for as many examples; x and y are data in rows."""
    sizes = getattr(model, "sizes", (model.n_inputs, 1))
    ends = np.cumsum([0, 0, *(r * c for r, c in model._shapes)])
    L, widest, C = len(sizes) - 1, max(sizes), y.shape[-1]
    a, delta = np.ones((2, L + 1, 1 + widest, columns))
    z, targets = np.ones((2, 1, 1 + C, columns))
    low = 1 + sizes[0] - x.shape[-1]
    return Memory(a, delta, z, targets, np.array(sizes), ends, low)


def take(memory, x, y, order, begin, n):
    """Put n examples into memory, the first of them the one at `begin` in the order."""
    a, low = memory.a, memory.low
    for i in range(n):
        row = order[begin + i]
        for k in range(x.shape[1]):
            a[0, low + k, i] = x[row, k]
        for j in range(y.shape[2]):
            memory.y[0, 1 + j, i] = y[row, 0, j]


def gradient(memory, theta, grad, share, n, codes, factor):
    """Add to `grad` what n examples bring; return what they add to C."""
    f, g, loss = codes.f, codes.g, codes.loss
    if n == 4:
        forward(memory, theta, 4, f, g)
        return backward(memory, theta, grad, share, 4, f, g, loss, factor)
    if n == 1:
        return gradient_of_one(memory, theta, grad, share, codes, factor)
    forward(memory, theta, n, f, g)
    return backward(memory, theta, grad, share, n, f, g, loss, factor)


def forward(memory, theta, n, f, g):
    """a⁽ˡ⁾ from a⁽ˡ⁻¹⁾, layer by layer (eq-mlp-forward)."""
    a, sizes, low = memory.a, memory.sizes, memory.low
    L = len(sizes) - 1
    p = 0
    for l in range(1, L + 1):
        row = sizes[l - 1] + 1 - low
        # z_j = Σ w_jk a_k (eq-neuron-z, eq-mlp-hidden-unit)
        weighted_sums(a, l, theta, p, row, 1, sizes[l], a, l - 1, low, sizes[l - 1], n)
        p += row * sizes[l]
        if l < L:
            for j in range(1, sizes[l] + 1):
                activate(a, l, j, n, f)
    answer(a, L, memory.z, 0, sizes[L], n, g)  # eq-neuron-a, eq-mlp-output-unit


def backward(memory, theta, grad, share, n, f, g, loss, factor):
    """δ of the last layer, then δ⁽ˡ⁾ from δ⁽ˡ⁺¹⁾; each times what came in is a gradient."""
    a, delta, sizes, low = memory.a, memory.delta, memory.sizes, memory.low
    L = len(sizes) - 1
    total = error(a, delta, L, memory.z, memory.y, share, 0, sizes[L], n, g, loss, factor)
    for l in range(L, 0, -1):
        row = sizes[l - 1] + 1 - low
        # ∂C/∂w_jk = Σ δ_j a_k (eq-neuron-gradient, eq-mlp-gradient)
        all_products(grad, memory.first[l], row, delta, l, sizes[l], a, l - 1, low, sizes[l - 1], n)
        if l > 1:
            below(memory, theta, l - 1, n, f)
    return total


def below(memory, theta, l, n, f):
    """δ⁽ˡ⁾_j = (Σ_i w_ij δ⁽ˡ⁺¹⁾_i) f′ (eq-mlp-branches, eq-mlp-delta-hidden-unit)."""
    a, delta, sizes, low = memory.a, memory.delta, memory.sizes, memory.low
    row = 1 + sizes[l] - low  # how many weights a unit of the layer above has
    p = memory.first[l + 1] + 1 - low
    weighted_sums(delta, l, theta, p, 1, row, sizes[l], delta, l + 1, 1, sizes[l + 1], n)
    for j in range(1, sizes[l] + 1):
        times_slope(delta, a, l, j, n, f)
