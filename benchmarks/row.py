"""One row of the table: a workload, a peer, and the two sides that are timed.

A workload's module lists its rows; what a side needs is imported when its process asks for it.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

import nnlib

ENGINES = ("arrays", "loops")  # of nnlib; a row has one of them

# Where each workload is, in the order of the table; `loops.py` has the rows of compiled loops.
MODULES = {
    "or": "or_gate",
    "neuron": "neuron",
    "circle": "circle",
    "xor-each": "xor",
    "xor-epoch": "xor",
    "rnn2": "rnn_short",
    "rnn50": "rnn_long",
    "lstm50": "lstm_long",
    "names-rnn": "names",
    "names-lstm": "names",
    "ensemble": "ensemble",
    "digits": "digits",
    "small": "digits",
}


class Outcome(NamedTuple):
    """What a side ends with: parameters in nnlib's order, and its losses if it keeps them."""

    theta: np.ndarray
    loss: np.ndarray | None = None


class SkippedError(Exception):
    """A peer is not here; the message says what to do."""


@dataclass(frozen=True)
class Task:
    """Something to learn, the same for all sides.

    `make()` returns a new nnlib model at the common start. Minibatches are shuffled by
    `default_rng(SHUFFLE)`, one permutation an epoch, on every side that lets us.
    """

    make: Callable
    X: np.ndarray
    Y: np.ndarray
    eta: float
    batch_size: int | None = None
    loss: str = "mse"
    output: str = "sigmoid"
    weights: np.ndarray | None = None
    optimizer: Callable | None = None
    max_norm: float | None = None
    SHUFFLE = 1

    def rng(self):
        """Give what shuffles, or None where the order stays."""
        return np.random.default_rng(self.SHUFFLE) if (self.batch_size or 1) > 1 else None


@dataclass(frozen=True)
class Row:
    """A workload and a peer. `sides()` returns nnlib's and the peer's `run(steps) -> Outcome`.

    `checked()` returns the two that must agree, where those that are timed do not compute the same.
    A peer that is too slow for all of the work does one part in `share` of it, and its time counts
    that many times.
    """

    workload: str
    title: str
    peer: str
    label: str
    sides: Callable
    steps: int
    unit: str = "step"
    note: str = ""
    checked: Callable | None = None
    check_steps: int = 50
    share: int = 1
    engine: str = "arrays"

    @property
    def key(self):
        """What no other row has."""
        return self.workload, self.peer, self.engine


def ours(task, engine="arrays"):
    """Train with nnlib: the side that every row has. The history is part of its work."""

    def run(steps):
        model = task.make()
        history = nnlib.train(
            model,
            task.X,
            task.Y,
            eta=task.eta,
            epochs=steps,
            batch_size=task.batch_size,
            rng=task.rng(),
            weights=task.weights,
            optimizer=task.optimizer and task.optimizer(),
            max_norm=task.max_norm,
            engine=engine,
        )
        return Outcome(model.theta, history.loss)

    return run


def agree(row):
    """Run both sides for a few steps and raise AssertionError where they part."""
    mine, other = (row.checked or row.sides)()
    a, b = mine(row.check_steps), other(row.check_steps)
    np.testing.assert_allclose(b.theta, a.theta, rtol=1e-8, atol=1e-12)
    if a.loss is not None and b.loss is not None:
        np.testing.assert_allclose(b.loss, a.loss, rtol=1e-8)


def rows(workload):
    """List the rows of a workload; nothing but nnlib is imported yet."""
    modules = (importlib.import_module(f"benchmarks.{m}") for m in (MODULES[workload], "loops"))
    return [row for module in modules for row in module.ROWS if row.workload == workload]
