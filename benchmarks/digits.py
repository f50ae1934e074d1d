"""784-100-10 in batches of 128, and 64-30-10 in batches of 32: sizes of two sets of digits.

The data is random, since speed does not depend on it; the output is a softmax on every side.
"""

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


def products(workload):
    """Prepare the five matrix products of each step and nothing else, on batches cut beforehand.

    What they multiply comes from one step of the first batch; [b | W] times [1; a] holds the bias.
    """
    given = task(workload)
    model, size = given.make(), given.batch_size
    trace = model.forward(given.X[:size])
    _, delta1, delta2 = model.backward(trace, given.Y[:size]).deltas
    first, second = (np.hstack([b[:, None], W]) for W, b in zip(model.W, model.b, strict=True))
    W, ones = model.W[1].T.copy(), np.ones((1, size))
    below2 = np.vstack([ones, trace.A[1]])
    below1 = [np.vstack([ones, given.X[k : k + size].T]) for k in range(0, len(given.X), size)]
    z1, z2, back = np.empty_like(delta1), np.empty_like(delta2), np.empty_like(delta1)
    grad1, grad2 = np.empty_like(first), np.empty_like(second)

    def run(epochs):
        for _ in range(epochs):
            for x in below1:
                first.dot(x, out=z1)
                second.dot(below2, out=z2)
                delta2.dot(below2.T, out=grad2)
                W.dot(delta2, out=back)
                delta1.dot(x.T, out=grad1)
        return Outcome(np.concatenate([grad1.ravel(), grad2.ravel()]))

    return run


def last_gradient(workload):
    """Prepare what the products must end with: δ of the first batch times inputs of the last."""
    given = task(workload)
    model, size = given.make(), given.batch_size
    start, last = (model.forward(given.X[part]) for part in (slice(size), slice(-size, None)))
    _, delta1, delta2 = model.backward(start, given.Y[:size]).deltas
    grads = [
        np.column_stack([delta.sum(axis=1), np.einsum("in,jn->ij", delta, a)])
        for delta, a in ((delta1, last.A[0]), (delta2, start.A[1]))
    ]
    return lambda epochs: Outcome(np.concatenate([grad.ravel() for grad in grads]))  # noqa: ARG005


def _torch(workload):
    from benchmarks.peers import pytorch

    return ours(task(workload)), pytorch.trainer(task(workload))


def _sklearn(workload, checked=False):
    from benchmarks.peers import scikit

    peer = scikit.in_our_order if checked else scikit.trainer
    return ours(task(workload)), peer(task(workload))


def _rows(workload, epochs):
    sizes, batch_size, batches = SHAPES[workload]
    title = f"{'-'.join(map(str, sizes))}, batches of {batch_size}"

    def row(peer, label, sides, **more):
        unit = f"epoch of {batches} steps"
        return Row(workload, title, peer, label, sides, epochs, unit, check_steps=3, **more)

    return [
        row("torch", "PyTorch, eager", lambda: _torch(workload)),
        row(
            "sklearn",
            "scikit-learn, fit",
            lambda: _sklearn(workload),
            checked=lambda: _sklearn(workload, checked=True),
            note="it shuffles by a generator of its own",
        ),
        row(
            "products",
            "five matrix products",
            lambda: (ours(task(workload)), products(workload)),
            checked=lambda: (last_gradient(workload), products(workload)),
            note="they shuffle nothing and compute neither sigmoid nor loss",
        ),
    ]


ROWS = [*_rows("digits", 20), *_rows("small", 100)]
