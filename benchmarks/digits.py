"""784-100-10 in batches of 128, and 64-30-10 in batches of 32: sizes of two sets of digits.

The data is random, since speed does not depend on it; the output is a softmax on every side.
"""

from dataclasses import replace

import numpy as np

from benchmarks.row import Outcome, Row, Task, ours
from nnlib import MLP

# workload: sizes, batch size, batches in an epoch
SHAPES = {"digits": ((784, 100, 10), 128, 10), "small": ((64, 30, 10), 32, 50)}


def task(workload):
    """Describe the task."""
    sizes, batch_size, batches = SHAPES[workload]
    rng = np.random.default_rng(0)
    X = rng.uniform(0.0, 1.0, (batch_size * batches, sizes[0]))
    Y = np.eye(sizes[-1])[rng.integers(0, sizes[-1], len(X))]
    options = {"output": "softmax", "loss": "cross_entropy"}

    def make():
        return MLP(sizes, rng=np.random.default_rng(0), **options)

    return Task(make, X, Y, 0.1, batch_size, **options)


def one_batch(workload):
    """Describe the same step after step on one batch, with nothing to shuffle."""
    whole = task(workload)
    n = whole.batch_size
    return replace(whole, X=whole.X[:n], Y=whole.Y[:n], batch_size=None)


def products(workload):
    """Prepare the five matrix products of a step and nothing else.

    What they multiply comes from the first step; [b | W] times [1; a] holds the bias.
    """
    given = one_batch(workload)
    model = given.make()
    trace = model.forward(given.X)
    _, delta1, delta2 = model.backward(trace, given.Y).deltas
    first, second = (np.hstack([b[:, None], W]) for W, b in zip(model.W, model.b, strict=True))
    W, ones = model.W[1].T.copy(), np.ones((1, len(given.X)))
    below1, below2 = np.vstack([ones, given.X.T]), np.vstack([ones, trace.A[1]])
    z1, z2, back = np.empty_like(delta1), np.empty_like(delta2), np.empty_like(delta1)
    grad1, grad2 = np.empty_like(first), np.empty_like(second)

    def run(steps):
        for _ in range(steps):
            first.dot(below1, out=z1)
            second.dot(below2, out=z2)
            delta2.dot(below2.T, out=grad2)
            W.dot(delta2, out=back)
            delta1.dot(below1.T, out=grad1)
        return Outcome(np.concatenate([part.ravel() for part in (grad1, grad2, z1, z2, back)]))

    return run


def expected(workload):
    """Prepare what the products must come to, as nnlib and plain sums compute it."""
    given = one_batch(workload)
    model = given.make()
    trace = model.forward(given.X)
    _, grad, (_, _, delta2) = model.backward(trace, given.Y)
    back = sum(np.outer(w, d) for w, d in zip(model.W[1], delta2, strict=True))
    parts = (grad, trace.Z[1].ravel(), trace.Z[2].ravel(), back.ravel())
    return lambda _: Outcome(np.concatenate(parts))


def _torch(workload):
    from benchmarks.peers import pytorch

    return ours(task(workload)), pytorch.trainer(task(workload))


def _sklearn(workload, checked=False):
    from benchmarks.peers import scikit

    peer = scikit.in_our_order if checked else scikit.trainer
    return ours(task(workload)), peer(task(workload))


def _c(workload):
    from benchmarks.peers import compiled

    return ours(task(workload)), compiled.trainer(task(workload))


def _rows(workload, epochs):
    sizes, batch_size, batches = SHAPES[workload]
    words = "-".join(map(str, sizes))

    def row(peer, label, sides, **more):
        title = f"{words}, {batches} batches of {batch_size}"
        return Row(workload, title, peer, label, sides, epochs, "epoch", check_steps=3, **more)

    return [
        row("torch", "PyTorch, eager", lambda: _torch(workload)),
        row(
            "sklearn",
            "scikit-learn, fit",
            lambda: _sklearn(workload),
            checked=lambda: _sklearn(workload, checked=True),
            note="it shuffles by a generator of its own",
        ),
        row("c", "C, -O3", lambda: _c(workload)),
        Row(
            workload,
            f"{words}, one batch of {batch_size}",
            "products",
            "five matrix products",
            lambda: (ours(one_batch(workload)), products(workload)),
            epochs * batches,
            checked=lambda: (expected(workload), products(workload)),
            note="one batch, so nnlib shuffles nothing either",
        ),
    ]


ROWS = [*_rows("digits", 20), *_rows("small", 100)]
