"""What loops through time share: sequences, states, and the answers to each step or to the last.

Slot t of `x` and of `h` is time step t, slot 0 of `h` the state before the first; units count from
1, and h[t, 0] is the constant 1. The last S steps are answered, and `answered` says where.
"""

from typing import NamedTuple

import numpy as np

from nnlib.loops.blocks import add_weighted_sums, all_products, weighted_sums
from nnlib.loops.outputs import answer, error


class Sequences(NamedTuple):
    """What goes in, x (T + 1, 1 + D, N), what is there, h (T + 1, 1 + H, N), and what comes out.

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
    return Sequences(np.ones((T + 1, 1 + D, columns)), h, *np.ones((4, S, 1 + C, columns)))


def take_sequences(sequences, x, y, order, begin, n):
    """Put n examples into memory, the first of them the one at `begin` in the order."""
    for i in range(n):
        row = order[begin + i]
        for t in range(x.shape[1]):
            for k in range(x.shape[2]):
                sequences.x[1 + t, 1 + k, i] = x[row, t, k]
        for s in range(y.shape[1]):
            for c in range(y.shape[2]):
                sequences.y[s, 1 + c, i] = y[row, s, c]


def answered(sequences, t):
    """Return the slot of step t among the answers; it is below 0 where there is none."""
    return t - len(sequences.h) + len(sequences.a)


def weighted_inputs(out, t, theta, width, rows, x, h, n):
    """z_t = W_x x_t + b + W_h h_{t-1}; rows of [W_x | b | W_h], `width` weights each, begin θ."""
    D, H = x.shape[1] - 1, h.shape[1] - 1
    weighted_sums(out, t, theta, D, width, 1, rows, h, t - 1, 0, H, n)
    add_weighted_sums(out, t, theta, 0, width, 1, rows, x, t, 1, D, n)


def weights_gradient(grad, width, delta, t, rows, x, h, n):
    """Add δ_t times what came in: x_t, 1 and h_{t-1}."""
    D, H = x.shape[1] - 1, h.shape[1] - 1
    all_products(grad, 0, width, delta, t, rows, x, t, 1, D, n)
    all_products(grad, D, width, delta, t, rows, h, t - 1, 0, H, n)


def read(sequences, t, theta, p, n, g):
    """Answer step t: a_t = g(W_hy h_t + b_y), whose weights begin at p (eq-rnn-output)."""
    h, a, s = sequences.h, sequences.a, answered(sequences, t)
    H, C = h.shape[1] - 1, a.shape[1] - 1
    if s >= 0:
        weighted_sums(a, s, theta, p, 1 + H, 1, C, h, t, 0, H, n)
        answer(a, s, sequences.z, s, C, n, g)


def read_back(sequences, t, grad, p, share, n, codes, factor):
    """Return what step t adds to C; leave δ of its answer (eq-rnn-delta-output), if it has one.

    Its products are the gradient of what reads the state (eq-rnn-gradient-output).
    """
    h, a, delta, s = sequences.h, sequences.a, sequences.delta, answered(sequences, t)
    H, C, g, loss = h.shape[1] - 1, a.shape[1] - 1, codes.g, codes.loss
    if s < 0:
        return 0.0
    part = error(a, delta, s, sequences.z, sequences.y, share, s, C, n, g, loss, factor)
    all_products(grad, p, 1 + H, delta, s, C, h, t, 0, H, n)
    return part


def back_to_state(sequences, by_h, t, theta, p, width, rows, delta, n):
    """∂C/∂h_t: two arrows leave a unit, to the answer of step t and to step t + 1.

    `rows` rows of weights, `width` in each, read h_t in step t + 1; they begin θ, and those of the
    answer begin at p. δ_{T+1} = 0.
    """
    h, C, s = sequences.h, sequences.a.shape[1] - 1, answered(sequences, t)
    T, H = len(h) - 1, h.shape[1] - 1
    at = width - H  # of the weight of h_1 in a row
    if s >= 0:
        weighted_sums(by_h, t, theta, p + 1, 1, 1 + H, H, sequences.delta, s, 1, C, n)
        if t < T:
            add_weighted_sums(by_h, t, theta, at, 1, width, H, delta, t + 1, 1, rows, n)
    else:  # and then t < T: the last step is answered
        weighted_sums(by_h, t, theta, at, 1, width, H, delta, t + 1, 1, rows, n)
