"""The recurrent network: step by step there, step by step back, and a product for each weight.

A row of [W_xh | b_h | W_hh] has `width` weights, in θ one row after the other, and the readout's
come after them. Where states and answers lie is told in `sequences.py`.
"""

from typing import NamedTuple

import numpy as np

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
from nnlib.loops.units import activate, times_slope


class Memory(NamedTuple):
    """What a pass writes into: slot t of `delta` (T + 1, 1 + H, N) is δ_t."""

    sequences: Sequences
    delta: np.ndarray


def memory_of(model, x, y, columns):
    """Return memory for as many examples; x and y are data in rows."""
    sequences = sequences_of(model, x, y, columns)
    return Memory(sequences, np.empty_like(sequences.h))


def take(memory, x, y, order, begin, n):
    """Put n examples into memory, the first of them the one at `begin` in the order."""
    take_sequences(memory.sequences, x, y, order, begin, n)


def gradient(memory, theta, grad, share, n, codes, factor):
    """Add to `grad` what n examples bring; return what they add to C."""
    forward(memory.sequences, theta, n, codes.f, codes.g)
    return backward(memory, theta, grad, share, n, codes, factor)


def forward(sequences, theta, n, f, g):
    """h_t = f(W_xh x_t + b_h + W_hh h_{t-1}), step by step (eq-rnn-forward)."""
    x, h = sequences.x, sequences.h
    H, width = h.shape[1] - 1, x.shape[1] - 1 + h.shape[1]
    for t in range(1, len(h)):
        weighted_inputs(h, t, theta, width, H, x, h, n)
        for j in range(1, H + 1):
            activate(h, t, j, n, f)
        read(sequences, t, theta, H * width, n, g)


def backward(memory, theta, grad, share, n, codes, factor):
    """δ_t from δ_{t+1}, through all of time (eq-rnn-delta)."""
    sequences, delta = memory
    x, h = sequences.x, sequences.h
    H, width = h.shape[1] - 1, x.shape[1] - 1 + h.shape[1]
    p = H * width
    total = 0.0
    for t in range(len(h) - 1, 0, -1):
        total += read_back(sequences, t, grad, p, share, n, codes, factor)
        back_to_state(sequences, delta, t, theta, p, width, H, delta, n)
        for j in range(1, H + 1):
            times_slope(delta, h, t, j, n, codes.f)
        # The copies of a weight add up (eq-rnn-copies, eq-rnn-gradient).
        weights_gradient(grad, width, delta, t, H, x, h, n)
    return total
