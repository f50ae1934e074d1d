"""The LSTM: gates, memory and state step by step, back along both, and a product for each weight.

θ has the rows of [W_x | b | W_h], `width` weights in each, of all units' i, then f, o and g, and
after them the readout's. Arrays of the four are in that order: of unit j, i is row j, f is row
H + j, o 2H + j and g 3H + j. Where states and answers lie is told in `sequences.py`.
"""

from typing import NamedTuple

import numpy as np

from nnlib.loops.codes import SIGMOID, TANH
from nnlib.loops.sequences import (
    Sequences,
    back_to_state,
    read,
    read_back,
    sequences_of,
    take_sequences,
    weighted_inputs,
    weights_gradient,
)
from nnlib.loops.units import activate


class Memory(NamedTuple):
    """What a pass writes into; slot t is time step t.

    `four` and `delta` (T + 1, 1 + 4H, N) have the gates with the candidate, and their δ; `c` and
    `tanh_c` (T + 1, 1 + H, N) the memory, of which c_0 is 0; `by_h` is ∂C/∂h; `along_c` (1 + H, N)
    what comes back from the memory of the step after.
    """

    sequences: Sequences
    four: np.ndarray
    delta: np.ndarray
    c: np.ndarray
    tanh_c: np.ndarray
    by_h: np.ndarray
    along_c: np.ndarray


def memory_of(model, x, y, columns):
    """Return memory for as many examples; x and y are data in rows."""
    sequences = sequences_of(model, x, y, columns)
    slots, units, _ = sequences.h.shape
    four = np.empty((2, slots, 4 * units - 3, columns))
    return Memory(
        sequences, *four, *np.zeros((3, slots, units, columns)), np.empty((units, columns))
    )


def take(memory, x, y, order, begin, n):
    """Put n examples into memory, the first of them the one at `begin` in the order."""
    take_sequences(memory.sequences, x, y, order, begin, n)


def gradient(memory, theta, grad, share, n, codes, factor):
    """Add to `grad` what n examples bring; return what they add to C."""
    forward(memory, theta, n, codes.g)
    return backward(memory, theta, grad, share, n, codes, factor)


def forward(memory, theta, n, g):
    """c_t and h_t from those of step t - 1 (eq-gates-forward, eq-gates-cell, eq-gates-state)."""
    x, h, four = memory.sequences.x, memory.sequences.h, memory.four
    H, width = h.shape[1] - 1, x.shape[1] - 1 + h.shape[1]
    for t in range(1, len(h)):
        weighted_inputs(four, t, theta, width, 4 * H, x, h, n)
        for j in range(1, 4 * H + 1):
            activate(four, t, j, n, SIGMOID if j <= 3 * H else TANH)
        for j in range(1, H + 1):
            remember(memory, t, j, H, n)
        read(memory.sequences, t, theta, 4 * H * width, n, g)


def remember(memory, t, j, H, n):
    """c_t = f_t c_{t-1} + i_t g_t and h_t = o_t tanh c_t, of unit j."""
    h, four, c, tanh_c = memory.sequences.h, memory.four, memory.c, memory.tanh_c
    for i in range(n):
        kept = four[t, H + j, i] * c[t - 1, j, i]
        c[t, j, i] = kept + four[t, j, i] * four[t, 3 * H + j, i]  # eq-gates-cell
        tanh_c[t, j, i] = c[t, j, i]
    activate(tanh_c, t, j, n, TANH)
    for i in range(n):
        h[t, j, i] = four[t, 2 * H + j, i] * tanh_c[t, j, i]  # eq-gates-state


def backward(memory, theta, grad, share, n, codes, factor):
    """δ_t of the four from δ_{t+1}, through all of time (eq-gates-delta-state and on)."""
    sequences, delta, along_c = memory.sequences, memory.delta, memory.along_c
    x, h = sequences.x, sequences.h
    H, width = h.shape[1] - 1, x.shape[1] - 1 + h.shape[1]
    p = 4 * H * width
    total = 0.0
    for j in range(1, H + 1):
        for i in range(n):
            along_c[j, i] = 0.0
    for t in range(len(h) - 1, 0, -1):
        total += read_back(sequences, t, grad, p, share, n, codes, factor)
        back_to_state(sequences, memory.by_h, t, theta, p, width, 4 * H, delta, n)
        for j in range(1, H + 1):
            through_gates(memory, t, j, H, n)
        # The copies of a weight add up (eq-gates-gradient).
        weights_gradient(grad, width, delta, t, 4 * H, x, h, n)
    return total


def through_gates(memory, t, j, H, n):
    """∂C/∂c_t (eq-gates-delta-cell) and δ_t of the four (eq-gates-delta), of unit j.

    Two arrows leave c_t, through h_t and along the memory, where f_{t+1} alone is in the way.
    """
    four, delta, c = memory.four, memory.delta, memory.c
    for s in range(n):
        i, f = four[t, j, s], four[t, H + j, s]
        o, g = four[t, 2 * H + j, s], four[t, 3 * H + j, s]
        tanh_c, by_h = memory.tanh_c[t, j, s], memory.by_h[t, j, s]
        by_c = by_h * o * (1.0 - tanh_c * tanh_c) + memory.along_c[j, s]
        memory.along_c[j, s] = f * by_c
        delta[t, j, s] = by_c * g * (i * (1.0 - i))
        delta[t, H + j, s] = by_c * c[t - 1, j, s] * (f * (1.0 - f))
        delta[t, 2 * H + j, s] = by_h * tanh_c * (o * (1.0 - o))
        delta[t, 3 * H + j, s] = by_c * i * (1.0 - g * g)
