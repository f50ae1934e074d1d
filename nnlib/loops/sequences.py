"""What loops through time share: sequences, states, and the answers to each step or to the last.

Slot t of `x` and of `h` is time step t, slot 0 of `h` the state before the first; units of h count
from 1, and h[t, 0] is the constant 1. The last S steps are answered, and `answered` says where.
"""

from typing import NamedTuple

import numpy as np

from nnlib.loops.outputs import answer, error
from nnlib.loops.products import brought_back, gathered, weighted


class Sequences(NamedTuple):
    """What goes in, x (T + 1, D, N), what is there, h (T + 1, 1 + H, N), and what comes out.

    That is `a`, `z`, `delta` and `y`, (S, 1 + C, N).
    """

    x: np.ndarray
    h: np.ndarray
    a: np.ndarray
    z: np.ndarray
    delta: np.ndarray
    y: np.ndarray


def sequences_of(model, x, y, columns):
    """Return memory for as many examples; x (N, T, D) and y (N, S, C) are data in rows."""
    (_, T, D), (_, S, C) = x.shape, y.shape
    h = np.zeros((T + 1, 1 + model.n_hidden, columns))
    h[:, 0] = 1.0
    return Sequences(np.empty((T + 1, D, columns)), h, *np.ones((4, S, 1 + C, columns)))


def take_sequences(sequences, x, y, order, begin, n):
    """Put n examples into memory, the first of them the one at `begin` in the order."""
    for i in range(n):
        row = order[begin + i]
        for t in range(x.shape[1]):
            for k in range(x.shape[2]):
                sequences.x[1 + t, k, i] = x[row, t, k]
        for s in range(y.shape[1]):
            for c in range(y.shape[2]):
                sequences.y[s, 1 + c, i] = y[row, s, c]


def answered(sequences, t):
    """Return the slot of step t among the answers; it is below 0 where there is none."""
    return t - len(sequences.h) + len(sequences.a)


def read(sequences, t, theta, p, n, g):
    """Answer step t: a_t = g(W_hy h_t + b_y), whose weights begin at p (eq-rnn-output)."""
    h, a, s = sequences.h, sequences.a, answered(sequences, t)
    if s >= 0:
        inputs, C = h.shape[1], a.shape[1] - 1
        weighted(a, s, theta, p, inputs, C, h, t, inputs, n, False)
        answer(a, s, sequences.z, s, C, n, g)


def read_back(sequences, by_h, t, theta, grad, p, share, n, codes, factor):
    """Return what step t adds to C; leave ∂C/∂h_t by way of its own answer in slot t of `by_h`.

    On the way: δ of the answer (eq-rnn-delta-output), and the gradient of what reads it
    (eq-rnn-gradient-output).
    """
    h, a, delta, s = sequences.h, sequences.a, sequences.delta, answered(sequences, t)
    inputs, C, g, loss = h.shape[1], a.shape[1] - 1, codes.g, codes.loss
    if s < 0:
        for j in range(1, inputs):
            for i in range(n):
                by_h[t, j, i] = 0.0
        return 0.0
    z, y = sequences.z, sequences.y
    part = error(a, delta, s, z, y, share, s, C, n, g, loss, factor)
    gathered(grad, p, inputs, C, delta, s, h, t, inputs, n)
    brought_back(by_h, t, theta, p + 1, inputs, C, delta, s, inputs - 1, n, False)
    return part
