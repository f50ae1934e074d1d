"""A circle of points, a (2, 3, 2) network, batches of ten: what the second source ends with.

Its two methods are written here with their mistakes mended (vectors for biases, names that exist).
"""

import numpy as np

from benchmarks.peers import layers
from benchmarks.row import Outcome, Row, Task, ours
from nnlib import MLP, datasets

SIZES, ETA, BATCH = (2, 3, 2), 1.0, 10
X, Y = datasets.circle(500, rng=np.random.default_rng(0))


def task(loss="mse"):
    """Describe the task; with two outputs, the mean of squares is the source's ½‖a - y‖²."""

    def make():
        return MLP(SIZES, loss=loss, rng=np.random.default_rng(0))

    return Task(make, X, Y, ETA, BATCH, loss=loss)


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _sigmoid_slope(z):
    return _sigmoid(z) * (1 - _sigmoid(z))


class SourceNet:
    """The second source's network: one gradient for each example, summed in lists."""

    def __init__(self, w, b):
        self.w, self.b, self.n = w, b, 1 + len(w)

    def descend(self, x, y, epochs, eta, batch_size, rng):
        """Shuffle, cut into batches, add up each batch's gradients, step."""
        for _ in range(epochs):
            order = rng.permutation(x.shape[0])
            x_new, y_new = x[order], y[order]
            batches = [
                (x_new[k : k + batch_size], y_new[k : k + batch_size])
                for k in range(0, x_new.shape[0], batch_size)
            ]
            for xs, ys in batches:
                sum_w = [np.zeros(w.shape) for w in self.w]
                sum_b = [np.zeros(b.shape) for b in self.b]
                for one_x, one_y in zip(xs, ys, strict=True):
                    grad_w, grad_b = self.backpropagate(one_x, one_y)
                    sum_w = [s + g for s, g in zip(sum_w, grad_w, strict=True)]
                    sum_b = [s + g for s, g in zip(sum_b, grad_b, strict=True)]
                self.w = [w - eta * (s / xs.shape[0]) for w, s in zip(self.w, sum_w, strict=True)]
                self.b = [b - eta * (s / xs.shape[0]) for b, s in zip(self.b, sum_b, strict=True)]

    def backpropagate(self, x, y):
        """Gradients of one example, layer by layer, the last first."""
        grad_w = [np.zeros(w.shape) for w in self.w]
        grad_b = [np.zeros(b.shape) for b in self.b]
        a, z = [x], []
        for w, b in zip(self.w, self.b, strict=True):
            z += [np.matmul(w, a[-1]) + b]
            a += [_sigmoid(z[-1])]
        delta = (a[-1] - y) * _sigmoid_slope(z[-1])
        grad_w[-1], grad_b[-1] = delta.reshape(-1, 1) * a[-2], delta
        for l in range(2, self.n):
            delta = np.matmul(self.w[-l + 1].T, delta) * _sigmoid_slope(z[-l])
            grad_w[-l], grad_b[-l] = delta.reshape(-1, 1) * a[-l - 1], delta
        return grad_w, grad_b


def source_run(steps):
    """Train the source's network in the order of nnlib's batches."""
    model = task().make()
    w, b = zip(*layers.take(model), strict=True)
    net = SourceNet(list(w), list(b))
    net.descend(X, Y, steps, ETA, BATCH, task().rng())
    return Outcome(layers.put(model, zip(net.w, net.b, strict=True)))


def _torch():
    from benchmarks.peers import pytorch

    return ours(task()), pytorch.trainer(task())


def _sklearn():
    from benchmarks.peers import scikit

    return ours(task("cross_entropy")), scikit.trainer(task("cross_entropy"))


def _sklearn_checked():
    from benchmarks.peers import scikit

    return ours(task("cross_entropy")), scikit.in_our_order(task("cross_entropy"))


def _c():
    from benchmarks.peers import compiled

    return ours(task()), compiled.trainer(task())


def _row(peer, label, sides, steps=100, **more):
    title = "A circle, 2-3-2, 500 points in batches of 10"
    return Row("circle", title, peer, label, sides, steps, "epoch", check_steps=3, **more)


ROWS = [
    _row(
        "source",
        "the second source's class",
        lambda: (ours(task()), source_run),
        steps=50,
        note="it keeps no losses",
    ),
    _row("torch", "PyTorch, eager", _torch),
    _row(
        "sklearn",
        "scikit-learn, fit",
        _sklearn,
        checked=_sklearn_checked,
        note="both with cross-entropy; it shuffles by a generator of its own",
    ),
    _row("c", "C, -O3", _c, note="the permutations are NumPy's, on both sides"),
]
