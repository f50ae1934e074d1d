"""An epoch of the names that the chapter on text learns: letters in, the next letter out.

Names of several lengths lie padded side by side; weights of 0 count the padding out.
"""

from functools import cache

import nnlib
from benchmarks.row import Row, Task, ours
from benchmarks.text import letters

HELD_OUT, RATE = 516, 0.01  # as the chapter splits them; one of its rates


@cache
def coded():
    """Return X, Y and weights of the names that are trained with."""
    train, _, _ = letters.split(nnlib.datasets.names(), HELD_OUT)
    return letters.encode(train)


def task(kind):
    """Describe the task: Adam, batches of 32, the gradient clipped at 5."""
    X, Y, weights = coded()
    end = {"output": "softmax", "loss": "cross_entropy"}
    how = {"weights": weights, "optimizer": nnlib.Adam, "max_norm": 5.0}
    return Task(lambda: letters.network(kind, 0), X, Y, RATE, 32, **end, **how)


def _torch(kind):
    from benchmarks.peers import pytorch_recurrent

    return ours(task(kind)), pytorch_recurrent.trainer(task(kind))


def _row(kind, workload, size):
    return Row(
        workload,
        f"{kind} {size} on names, batches of 32",
        "torch",
        f"PyTorch, nn.{kind}",
        lambda: _torch(kind),
        2,
        "epoch",
        note="softmax, Adam, clipping, padded names with weights",
        check_steps=1,
    )


ROWS = [
    _row("RNN", "names-rnn", "27-64-27"),
    _row("LSTM", "names-lstm", "27-30-27"),
]
