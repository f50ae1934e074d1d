"""What loops through time share: sequences, and the answers to each step or to the last.

Units count from 1. Slot t - 1 of `u` is what step t takes in: x_t, the constant 1 and h_{t-1}, in
the order of a row of [W_x | b | W_h]. So the unit j of h_t is u[t, D + j]; and from the 1 on, slot
t is what a row of [b_y | W_hy] takes in. The last S steps are answered: step t in slot t - T + S - 1
of the arrays of answers.
"""

from typing import NamedTuple

import numpy as np

from nnlib.loops.outputs import answer, error
from nnlib.loops.products import brought_back, gathered, weighted


class Sequences(NamedTuple):
    """`u` (T + 1, D + 1 + H, N), and of the answers `a`, `z`, `delta`, `y` (S, 1 + C, N)."""

    u: np.ndarray
    a: np.ndarray
    z: np.ndarray
    delta: np.ndarray
    y: np.ndarray
    D: int
    H: int


def sequences_of(model, x, y, columns):
    """Return memory for as many examples; x (N, T, D) and y (N, S, C) are data in rows."""
    (_, T, D), (_, S, C), H = x.shape, y.shape, model.n_hidden
    u = np.zeros((T + 1, D + 1 + H, columns))
    u[:, D] = 1.0
    return Sequences(u, *np.ones((4, S, 1 + C, columns)), D, H)


def take_sequences(memory, x, y, order, begin, n):
    """Put n examples into memory, the first of them the one at `begin` in the order."""
    for i in range(n):
        row = order[begin + i]
        for t in range(x.shape[1]):
            for k in range(x.shape[2]):
                memory.u[t, k, i] = x[row, t, k]
        for s in range(y.shape[1]):
            for c in range(y.shape[2]):
                memory.y[s, 1 + c, i] = y[row, s, c]


def read(memory, t, theta, p, n, g):
    """Answer step t: a_t = g(W_hy h_t + b_y) (eq-rnn-output)."""
    a, D, H = memory.a, memory.D, memory.H
    s = t - len(memory.u) + len(a)
    if s >= 0:
        weighted(a, s, 0, theta, p, a.shape[1] - 1, memory.u, t, D, 1 + H, n)
        answer(a, s, memory.z, s, a.shape[1] - 1, n, g)


def read_back(memory, by_h, t, theta, grad, p, share, n, codes, factor):
    """Return what step t adds to C; begin ∂C/∂h_t with what its own answer brings.

    δ of the answer (eq-rnn-delta-output) also gives the gradient of the readout
    (eq-rnn-gradient-output).
    """
    u, a, delta, D, H = memory.u, memory.a, memory.delta, memory.D, memory.H
    C, s = a.shape[1] - 1, t - len(u) + len(a)
    if s < 0:
        for j in range(1, H + 1):
            for i in range(n):
                by_h[t, j, i] = 0.0
        return 0.0
    g, loss = codes.g, codes.loss
    part = error(a, delta, s, memory.z, memory.y, share, s, C, n, g, loss, factor)
    gathered(grad, p, C, delta, s, u, t, D, 1 + H, n)
    brought_back(by_h, t, theta, p, C, delta, s, 1, 1 + H, H, n, False)
    return part
