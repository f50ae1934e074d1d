"""Where arrays overtake loops: both engines on wider and wider networks, in one process.

The loops multiply number by number, the arrays by a library of matrix products (BLAS), which a call
has to be worth. So the ratio falls with the width, and somewhere it is 1.
"""

import json

import numpy as np

from benchmarks.row import Task, ours
from benchmarks.timing import interleave, rounded
from nnlib import LSTM, MLP, RNN

WIDTHS = [4, 8, 16, 32, 64, 128, 256, 512]
FEWER = WIDTHS[:6]  # for sequences, which are long
T = 20
WORK = 60_000_000  # about as many products in what is timed


def _perceptron(width, n):
    rng = np.random.default_rng(0)
    X, Y = rng.uniform(0, 1, (2, n, width))
    return Task(lambda: MLP((width, width, width)), X, Y, 0.01)


def _sequences(kind, width, n):
    rng = np.random.default_rng(0)
    X, Y = rng.uniform(0, 1, (2, n, T, 2))
    return Task(lambda: kind(2, width, 2), X, Y, 0.01)


# by: what grows, in words; the widths; and what a step is, for a width
LINES = {
    "mlp, 32": (
        "units in each of three layers, 32 examples in a step",
        WIDTHS,
        lambda width: _perceptron(width, 32),
    ),
    "mlp, 128": (
        "units in each of three layers, 128 examples in a step",
        WIDTHS,
        lambda width: _perceptron(width, 128),
    ),
    "rnn": (
        f"hidden units of a recurrent network, 32 sequences of {T} steps",
        FEWER,
        lambda width: _sequences(RNN, width, 32),
    ),
    "lstm": (
        f"hidden units of an LSTM, 32 sequences of {T} steps",
        FEWER,
        lambda width: _sequences(LSTM, width, 32),
    ),
}


def steps_of(task):
    """Choose how many steps are timed: fewer of a large network."""
    products = task.make().theta.size * task.X[..., 0].size
    return max(3, WORK // (3 * products))


def times_as_fast(task, **options):
    """Return seconds a step by loops and by arrays, and how many times as fast the loops are."""
    steps = steps_of(task)
    sides = [ours(task, engine) for engine in ("loops", "arrays")]
    for side in sides:
        side(3)
    runs = [lambda side=side: side(steps) for side in sides]
    loops, arrays = interleave(*runs, **{"budget": 1.0, "at_most": 7} | options).T / steps
    return map(rounded, (np.median(loops), np.median(arrays), np.median(arrays / loops)))


def crossing(widths, ratios):
    """Return the first width at which the ratio falls through 1, between two that were measured.

    In between it is a straight line on logarithmic axes; None where it stays on one side.
    """
    logs = np.log(ratios)
    for k in range(len(widths) - 1):
        if logs[k] > 0 >= logs[k + 1]:
            part = logs[k] / (logs[k] - logs[k + 1])
            return round(float(widths[k] * (widths[k + 1] / widths[k]) ** part))
    return None


def measure():
    """Return a line for each kind of network."""
    lines = []
    for by, (title, widths, make) in LINES.items():
        measured = [list(times_as_fast(make(width))) for width in widths]
        loops, arrays, ratios = map(list, zip(*measured, strict=True))
        line = {"by": by, "title": title, "x": widths, "loops": loops, "arrays": arrays}
        lines.append(line | {"ratio": ratios, "crossing": crossing(widths, ratios)})
    return lines


if __name__ == "__main__":
    print(json.dumps(measure()))
