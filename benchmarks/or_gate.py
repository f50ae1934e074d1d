"""OR with a 2-3-1 network, all four examples in each step: the race that the first source runs.

Its loop has no biases and keeps no losses; nnlib has both, and so has every other side here.
"""

import numpy as np

from benchmarks.row import Outcome, Row, Task, ours
from nnlib import MLP, datasets

SIZES, ETA = (2, 3, 1), 0.05
X, Y = datasets.or_gate()


def task(loss="mse", bias=True):
    """Describe the task: from the first weights of `MLP`'s own generator."""

    def make():
        return MLP(SIZES, loss=loss, bias=bias, rng=np.random.default_rng(0))

    return Task(make, X, Y, ETA, loss=loss)


def _linear(x, weights, bias):
    return np.dot(x, weights) + bias


def _sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def first_source(x, y, hidden, output, eta, steps):
    """Descend as the first source does; weights (D, H) and (H, 1) change in place.

    The loss is squared at every step and averaged at every thousandth. Its ½(f - y), not divided by
    N, is the mean squared error's 2(f - y) / N for N = 4.
    """
    bias, shown = 0.0, []
    for step in range(steps):
        g = _sigmoid(_linear(x, hidden, bias))
        f = _sigmoid(_linear(g, output, bias))
        squared = np.power(f - y, 2)
        if step % 1000 == 0:
            shown.append(squared.mean())
        by_f = 0.5 * (f - y)
        by_output_z = by_f * (f * (1.0 - f))
        by_output = np.dot(g.T, by_output_z)
        by_g = np.dot(by_output_z, output.T)
        by_hidden_z = by_g * (g * (1.0 - g))
        by_hidden = np.dot(x.T, by_hidden_z)
        hidden -= eta * by_hidden
        output -= eta * by_output
    return shown


def source_run(steps):
    """Run the first source's loop from the common start: no biases, and 32-bit data as it has."""
    model = task(bias=False).make()
    hidden, output = (W.T.copy() for W in model.W)
    first_source(X.astype(np.float32), Y.astype(np.float32), hidden, output, ETA, steps)
    model.W[0][:], model.W[1][:] = hidden.T, output.T
    return Outcome(model.theta)


def _textbook():
    from benchmarks.peers import textbook

    return ours(task()), textbook.trainer(task())


def _torch():
    from benchmarks.peers import pytorch

    return ours(task()), pytorch.trainer(task())


def _sklearn():
    from benchmarks.peers import scikit

    alike = task(loss="cross_entropy")
    return ours(alike), scikit.trainer(alike)


def _jax():
    from benchmarks.peers import jitted

    return ours(task()), jitted.trainer(task())


def _c():
    from benchmarks.peers import compiled

    return ours(task()), compiled.trainer(task())


def _calls():
    from benchmarks import step  # which takes the task from here

    return ours(task()), step.by_calls


def _row(peer, label, sides, **more):
    return Row("or", "OR gate, 2-3-1, full batch", peer, label, sides, 10_000, **more)


ROWS = [
    _row(
        "source",
        "the first source's loop",
        lambda: (ours(task()), source_run),
        checked=lambda: (ours(task(bias=False)), source_run),
        note="it has no biases and keeps no losses; its data have 32 bits, as in the source",
    ),
    _row("textbook", "a textbook class", _textbook),
    _row("torch", "PyTorch, eager", _torch),
    _row("sklearn", "scikit-learn, fit", _sklearn, note="both with cross-entropy"),
    _row("jax", "JAX, jit and scan", _jax),
    _row("calls", "its NumPy calls alone", _calls, note="into prepared arrays; it keeps no losses"),
    _row("c", "C, -O3", _c),
]
