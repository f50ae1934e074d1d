"""One neuron, a hundred points, all of them in each step: the class that the second source shows.

It walks through the points in Python; every other side takes them at once.
"""

import numpy as np

from benchmarks.row import Outcome, Row, Task, ours
from nnlib import Neuron, datasets

ETA = 1.0
X, Y = datasets.linear_separable(100, rng=np.random.default_rng(0))


def task(loss="mse"):
    """Describe the task: bias and both weights begin at 0.1, as in the source."""

    def make():
        model = Neuron(2, loss=loss)
        model.theta = 0.1
        return model

    return Task(make, X, Y, ETA, loss=loss)


class SourceNeuron:
    """The second source's neuron; its bias is the first weight, as the source means it."""

    def __init__(self, inputs, epochs, eta):
        self.epochs, self.eta = epochs, eta
        self.w = np.array([0.1] * (1 + inputs))

    def fit(self, x, y):
        """Add up each point's share, then step."""
        for _ in range(self.epochs):
            change_w = change_b = 0
            for point, target in zip(x, y, strict=True):
                a = self.sigmoid(self.w[0] + self.w[1:].dot(point))
                share = 2 * (target - a) * a * (1 - a)
                change_w += share * point
                change_b += share
            self.w[0] += (self.eta / len(x)) * change_b
            self.w[1:] += (self.eta / len(x)) * change_w

    def sigmoid(self, z):
        """1 / (1 + e⁻ᶻ)."""
        return 1 / (1 + np.exp(-z))


def source_run(steps):
    """Train the source's neuron, on booleans as the source makes them."""
    neuron = SourceNeuron(2, steps, ETA)
    neuron.fit(X, Y[:, 0] > 0.5)
    return Outcome(neuron.w)


def _torch():
    from benchmarks.peers import pytorch

    return ours(task()), pytorch.trainer(task())


def _sklearn():
    from benchmarks.peers import scikit

    return ours(task("cross_entropy")), scikit.trainer(task("cross_entropy"))


def _jax():
    from benchmarks.peers import jitted

    return ours(task()), jitted.trainer(task())


def _c():
    from benchmarks.peers import compiled

    return ours(task()), compiled.trainer(task())


def _row(peer, label, sides, note=""):
    return Row("neuron", "One neuron, 100 points", peer, label, sides, 1500, note=note)


ROWS = [
    _row(
        "source",
        "the second source's class",
        lambda: (ours(task()), source_run),
        note="it keeps no losses; its targets are booleans, as in the source",
    ),
    _row("torch", "PyTorch, eager", _torch),
    _row(
        "sklearn",
        "scikit-learn, fit",
        _sklearn,
        note="its perceptron without hidden layers; both with cross-entropy",
    ),
    _row("jax", "JAX, jit and scan", _jax),
    _row("c", "C, -O3", _c),
]
