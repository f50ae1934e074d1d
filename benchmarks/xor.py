"""XOR with a 2-3-1 network, a step after each example or one for each epoch: the third source.

Its loops visit the four examples in turn, both times; nnlib takes all four at once where it can.
"""

import numpy as np

from benchmarks.row import Outcome, Row, Task, ours
from nnlib import MLP, datasets

SIZES, ETA = (2, 3, 1), 0.1
X, Y = datasets.xor_gate()
POINTS = [tuple(row) for row in X]  # the source keeps its examples in lists
TARGETS = list(Y[:, 0])


def task(batch_size, loss="half_squared_error", eta=ETA):
    """Describe the task: a step for each example (1) or each epoch (None)."""

    def make():
        return MLP(SIZES, loss=loss, rng=np.random.default_rng(0))

    return Task(make, X, Y, eta, batch_size, loss=loss)


def _sigmoid(z):
    return 1.0 / (1 + np.exp(-z))


def _slope(a):
    return a * (1 - a)


def _corrections(x, y, w1, w2, b1, b2):
    """Compute E and what to take from w1 (2, 3), w2 (3, 1), b1 (1, 3), b2 (1, 1)."""
    a1 = _sigmoid(np.dot(w1.T, x) + b1)
    a2 = _sigmoid(np.dot(w2.T, a1.T) + b2)
    E = 0.5 * (a2 - y) ** 2
    delta2 = (a2 - y) * _slope(a2)
    delta1 = np.dot(w2, delta2) * _slope(a1).T
    return E, np.outer(x, delta1), (delta2 * a1).T, (delta1 * 1).T, delta2 * 1


def parts(model):
    """Copy w1, w2, b1, b2 out of a model, in the source's shapes."""
    return (
        model.W[0].T.copy(),
        model.W[1].T.copy(),
        model.b[0][None].copy(),
        model.b[1][None].copy(),
    )


def _outcome(model, w1, w2, b1, b2, error):
    model.W[0][:], model.W[1][:], model.b[0][:], model.b[1][:] = w1.T, w2.T, b1[0], b2[0]
    return Outcome(model.theta, error[:, 0])


def source_each(model, eta, steps):
    """Step after each example, as the third source's first loop does."""
    w1, w2, b1, b2 = parts(model)
    error = np.zeros((steps, 1))
    for n in range(steps):
        for i in range(len(POINTS)):
            x, y = np.array(POINTS[i]), np.array(TARGETS[i])
            E, by_w1, by_w2, by_b1, by_b2 = _corrections(x, y, w1, w2, b1, b2)
            error[n] += E[0]
            w2 = w2 - eta * by_w2
            b2 = b2 - eta * by_b2
            w1 = w1 - eta * by_w1
            b1 = b1 - eta * by_b1
        error[n] /= len(POINTS)
    return _outcome(model, w1, w2, b1, b2, error)


def source_epoch(model, eta, steps):
    """Step once an epoch, as its second loop does: by the sum over the examples, not the mean."""
    w1, w2, b1, b2 = parts(model)
    error = np.zeros((steps, 1))
    for n in range(steps):
        sum_w1, sum_w2 = np.zeros((2, 3)), np.zeros((3, 1))
        sum_b1, sum_b2 = np.zeros((1, 3)), np.zeros((1, 1))
        for i in range(len(POINTS)):
            x, y = np.array(POINTS[i]), np.array(TARGETS[i])
            E, by_w1, by_w2, by_b1, by_b2 = _corrections(x, y, w1, w2, b1, b2)
            error[n] += E[0]
            sum_w2 += by_w2
            sum_w1 += by_w1
            sum_b2 += by_b2
            sum_b1 += by_b1
        w2 = w2 - eta * sum_w2
        b2 = b2 - eta * sum_b2
        w1 = w1 - eta * sum_w1
        b1 = b1 - eta * sum_b1
        error[n] /= len(POINTS)
    return _outcome(model, w1, w2, b1, b2, error)


SOURCES = {  # the sum over four examples is four times their mean
    1: lambda: (ours(task(1)), lambda steps: source_each(task(1).make(), ETA, steps)),
    None: lambda: (
        ours(task(None, eta=4 * ETA)),
        lambda steps: source_epoch(task(None).make(), ETA, steps),
    ),
}


def _torch(batch_size):
    from benchmarks.peers import pytorch

    return ours(task(batch_size, "mse")), pytorch.trainer(task(batch_size, "mse"))


def _sklearn(batch_size):
    from benchmarks.peers import scikit

    alike = task(batch_size, "cross_entropy")
    return ours(alike), scikit.trainer(alike)


def _c(batch_size):
    from benchmarks.peers import compiled

    return ours(task(batch_size, "mse")), compiled.trainer(task(batch_size, "mse"))


def _rows(workload, words, batch_size, steps):
    def row(peer, label, sides, note=""):
        title = f"XOR, 2-3-1, {words}"
        return Row(workload, title, peer, label, sides, steps[peer], "epoch", note=note)

    return [
        row("source", "the third source's loop", SOURCES[batch_size]),
        row("torch", "PyTorch, eager", lambda: _torch(batch_size)),
        row(
            "sklearn",
            "scikit-learn, fit",
            lambda: _sklearn(batch_size),
            note="both with cross-entropy",
        ),
        row("c", "C, -O3", lambda: _c(batch_size)),
    ]


ROWS = [
    *_rows(
        "xor-each",
        "a step after each example",
        1,
        {"source": 5000, "torch": 2000, "sklearn": 2000, "c": 2000},
    ),
    *_rows(
        "xor-epoch",
        "a step after each epoch",
        None,
        dict.fromkeys(("source", "torch", "sklearn", "c"), 5000),
    ),
]
