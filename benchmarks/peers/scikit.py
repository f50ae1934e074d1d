"""scikit-learn's `MLPClassifier`, told to do plain gradient descent and nothing else.

A sigmoid or softmax output goes with the cross-entropy there, so nnlib trains with it too.
"""

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from benchmarks.peers import layers
from benchmarks.row import Outcome


def _prepared(task, X, Y, shuffle):
    """Build a classifier by one epoch, so that it has weights to write into."""
    net = MLPClassifier(
        [len(b) for _, b in layers.take(task.make())[:-1]],
        activation="logistic",
        solver="sgd",
        alpha=0.0,
        batch_size=task.batch_size or len(X),
        learning_rate_init=task.eta,
        momentum=0.0,
        nesterovs_momentum=False,
        shuffle=shuffle,
        tol=0.0,
        warm_start=True,  # `fit` begins with the weights that it finds
        max_iter=1,
        random_state=task.SHUFFLE,
    )
    return _fit(net, X, Y, 1)


def _fit(net, X, Y, steps):
    net.set_params(max_iter=steps, n_iter_no_change=steps + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it would go on; we have had enough
        return net.fit(X, Y)


def _targets(task):
    """Turn rows into labels, which is what `fit` takes; two sigmoid outputs are two labels."""
    if task.output == "softmax":
        return task.Y.argmax(axis=1)
    return task.Y[:, 0] if task.Y.shape[1] == 1 else task.Y.astype(int)


def _start(net, model):
    parts = layers.take(model)
    net.coefs_[:] = [W.T.copy() for W, _ in parts]
    net.intercepts_[:] = [b for _, b in parts]
    net.loss_curve_ = []


def _outcome(net, model):
    parts = [(W.T, b) for W, b in zip(net.coefs_, net.intercepts_, strict=True)]
    return Outcome(layers.put(model, parts), np.array(net.loss_curve_))


def trainer(task):
    """Prepare one call of `fit` over all epochs; return `run(steps)`."""
    y = _targets(task)
    net = _prepared(task, task.X, y, shuffle=task.rng() is not None)

    def run(steps):
        model = task.make()
        _start(net, model)
        _fit(net, task.X, y, steps)
        return _outcome(net, model)

    return run


def in_our_order(task):
    """Prepare the same for minibatches in nnlib's order, an epoch a call, to compare results."""
    y = _targets(task)
    net = _prepared(task, task.X, y, shuffle=False)

    def run(steps):
        model, rng = task.make(), task.rng()
        _start(net, model)
        for _ in range(steps):
            order = rng.permutation(len(task.X))
            _fit(net, task.X[order], y[order], 1)
        return _outcome(net, model)

    return run
