"""Thirty-two sequences of fifty steps, thirty-two tanh units: say what came two steps ago.

At this size the loop over time decides: who runs it, and how much it does in each step.
"""

import numpy as np

from benchmarks.row import Row, Task, ours
from nnlib import RNN

N, T, H, ETA = 32, 50, 32, 0.1


def sequences():
    """Draw random bits X (N, T, 1), and Y, the same two steps later."""
    X = np.random.default_rng(0).integers(0, 2, (N, T, 1)).astype(float)
    Y = np.zeros_like(X)
    Y[:, 2:] = X[:, :-2]
    return X, Y


def task():
    """Describe the task: tanh, since `nn.RNN` has no sigmoid."""

    def make():
        return RNN(1, H, 1, activation="tanh", rng=np.random.default_rng(0))

    return Task(make, *sequences(), ETA)


def _textbook():
    from benchmarks.peers import textbook

    return ours(task()), textbook.recurrent_trainer(task())


def _torch():
    from benchmarks.peers import pytorch_recurrent

    return ours(task()), pytorch_recurrent.trainer(task())


def _jax():
    from benchmarks.peers import jitted

    return ours(task()), jitted.recurrent_trainer(task())


def _c():
    from benchmarks.peers import compiled

    return ours(task()), compiled.trainer(task())


def _row(peer, label, sides, steps):
    title = "Recurrent 1-32-1, 32 sequences of 50 steps"
    return Row("rnn50", title, peer, label, sides, steps)


ROWS = [
    _row("textbook", "a textbook class", _textbook, 100),
    _row("torch", "PyTorch, nn.RNN", _torch, 100),
    _row("jax", "JAX, jit and scan", _jax, 200),
    _row("c", "C, -O3", _c, 100),
]
