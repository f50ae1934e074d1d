"""The recurrent network: step by step there, step by step back, and a product for each weight.

A row of [W_xh | b_h | W_hh] has `width` weights, in θ one row after the other, and the readout's
come after them. Where states and answers lie is told in `sequences.py`.
"""

from typing import NamedTuple

import numpy as np

from nnlib.loops.products import brought_back, gathered, weighted
from nnlib.loops.sequences import Sequences, read, read_back, sequences_of, take_sequences
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
    """h_t from x_t and h_{t-1}, step by step (eq-rnn-forward)."""
    x, h = sequences.x, sequences.h
    D, H = x.shape[1], h.shape[1] - 1
    width = D + 1 + H
    for t in range(1, len(h)):
        weighted(h, t, theta, D, width, H, h, t - 1, 1 + H, n, False)  # b_h + W_hh h_{t-1}
        weighted(h, t, theta, 0, width, H, x, t, D, n, True)  # + W_xh x_t
        for j in range(1, H + 1):
            activate(h, t, j, n, f)
        read(sequences, t, theta, H * width, n, g)


def backward(memory, theta, grad, share, n, codes, factor):
    """δ_t from δ_{t+1}, through all of time; what the copies of a weight bring adds up.

    Two arrows leave h_t, to the answer of its step and to step t + 1, and δ_{T+1} = 0.
    """
    sequences, delta = memory
    x, h = sequences.x, sequences.h
    T, D, H = len(h) - 1, x.shape[1], h.shape[1] - 1
    width = D + 1 + H
    total = 0.0
    for t in range(T, 0, -1):
        p = H * width
        total += read_back(sequences, delta, t, theta, grad, p, share, n, codes, factor)
        if t < T:
            brought_back(delta, t, theta, D + 1, width, H, delta, t + 1, H, n, True)
        for j in range(1, H + 1):
            times_slope(delta, h, t, j, n, codes.f)  # eq-rnn-delta
        gathered(grad, 0, width, H, delta, t, x, t, D, n)  # eq-rnn-gradient, eq-rnn-copies
        gathered(grad, D, width, H, delta, t, h, t - 1, 1 + H, n)
    return total
