"""An LSTM of thirty-two units on what the recurrent network learns: what came two steps ago."""

import numpy as np

from benchmarks.rnn_long import ETA, H, sequences
from benchmarks.row import Row, Task, ours
from nnlib import LSTM


def task():
    """Describe the task."""

    def make():
        return LSTM(1, H, 1, rng=np.random.default_rng(0))

    return Task(make, *sequences(), ETA)


def _torch():
    from benchmarks.peers import pytorch_recurrent

    return ours(task()), pytorch_recurrent.trainer(task())


def _c():
    from benchmarks.peers import compiled

    return ours(task()), compiled.trainer(task())


def _row(peer, label, sides, steps):
    return Row("lstm50", "LSTM 1-32-1, 32 sequences of 50 steps", peer, label, sides, steps)


ROWS = [
    _row("torch", "PyTorch, nn.LSTM", _torch, 50),
    _row("c", "C, -O3", _c, 50),
]
