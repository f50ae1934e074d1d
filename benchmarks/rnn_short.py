"""Four sequences of two steps, a recurrent 1-3-1 network: the third source's last example.

Its loop forgets, on the way back, what one step owes to the step before; nnlib carries all of it,
and so do the textbook's class and PyTorch.
"""

import numpy as np

from benchmarks.row import Outcome, Row, Task, ours
from nnlib import RNN, datasets

ETA = 0.1
X, Y = datasets.zero_zero_one()
SEQUENCES = [[*x, y[-1]] for x, y in zip(X[:, :, 0], Y[:, :, 0], strict=True)]


def task(batch_size=None, *, loss="half_squared_error", activation="sigmoid", W_hh=None, n=4):
    """Describe the task with the first n sequences; `W_hh` is what to begin with instead."""

    def make():
        model = RNN(1, 3, 1, activation=activation, loss=loss, rng=np.random.default_rng(0))
        if W_hh is not None:
            model.W_hh = W_hh
        return model

    # The source adds up where nnlib takes the mean over the columns of a step, so η is larger.
    return Task(make, X[:n], Y[:n], ETA * 2 * (batch_size or n), batch_size, loss=loss)


def _sigmoid(z):
    return 1.0 / (1 + np.exp(-z))


def _slope(a):
    return a * (1 - a)


def source(task, *, each):
    """Train as the third source does, a step after each sequence, or with one step an epoch.

    It has a bias b1 and a bias bh where one would do. w1 (1, 3), w2 (3, 1), wh (3, 3).
    """
    sequences = SEQUENCES[: len(task.X)]

    def run(steps):
        model = task.make()
        w1, w2, wh = model.W_xh.T.copy(), model.W_hy.T.copy(), model.W_hh.T.copy()
        b1, b2, bh = model.b_h[None].copy(), model.b_y[None].copy(), np.zeros((1, 3))
        by_w1, by_w2, by_wh = np.zeros((1, 3)), np.zeros((3, 1)), np.zeros((3, 3))
        by_b1, by_b2, by_bh = np.zeros((1, 3)), np.zeros((1, 1)), np.zeros((1, 3))
        error = np.zeros((steps, 1))
        for n in range(steps):
            for sequence in sequences:
                h, out = [np.zeros((1, 3))], []
                for k in range(2):
                    x, y = np.array(sequence[k]), np.array(sequence[k + 1])
                    state = _sigmoid(np.dot(w1.T, x) + b1.T + (np.dot(h[-1], wh) + bh).T).T
                    a = _sigmoid(np.dot(w2.T, state.T) + b2)
                    E = 0.5 * (a - y) ** 2
                    error[n] += E[0]
                    h.append(np.copy(state))
                    out.append(np.copy(a))
                for k in range(1, -1, -1):
                    x, y = np.array(sequence[k]), np.array(sequence[k + 1])
                    delta2 = (out[k] - y) * _slope(out[k])
                    by_w2 += (delta2 * h[k + 1]).T
                    by_b2 += delta2 * 1
                    delta1 = np.dot(w2, delta2) * _slope(h[k + 1]).T  # nothing from step k + 1
                    by_w1 += np.outer(x, delta1)
                    by_b1 += (delta1 * 1).T
                    by_wh += np.outer(h[k], delta1)
                    by_bh += (delta1 * 1).T
                if each or sequence is sequences[-1]:
                    w2 = w2 - ETA * by_w2
                    b2 = b2 - ETA * by_b2
                    w1 = w1 - ETA * by_w1
                    b1 = b1 - ETA * by_b1
                    wh = wh - ETA * by_wh
                    bh = bh - ETA * by_bh
                    for sums in (by_w2, by_b2, by_w1, by_b1, by_wh, by_bh):
                        np.multiply(sums, 0, out=sums)
            error[n] /= len(sequences) * 2
        model.W_xh, model.W_hy, model.W_hh = w1.T, w2.T, wh.T
        model.b_h, model.b_y = (b1 + bh)[0], b2[0]
        return Outcome(model.theta, error[:, 0])

    return run


def _with_two_biases(task):
    """Give the bias b_h the two steps that b1 and bh take together; right for one step only."""

    def run(steps):
        theta, loss = ours(task)(steps)
        model = task.make()
        model.theta = theta
        model.b_h *= 2.0
        return Outcome(model.theta, loss)

    return run


def _agreeing(each):
    """Choose a step in which the source forgets nothing: W_hh = 0 has nothing to carry."""
    one = task(W_hh=0.0, n=1) if each else task(W_hh=0.0)
    return _with_two_biases(one), source(one, each=each)


def _textbook():
    from benchmarks.peers import textbook

    return ours(task(loss="mse")), textbook.recurrent_trainer(task(loss="mse"))


def _torch():
    from benchmarks.peers import pytorch_recurrent

    alike = task(loss="mse", activation="tanh")
    return ours(alike), pytorch_recurrent.trainer(alike)


def _c():
    from benchmarks.peers import compiled

    return ours(task(loss="mse")), compiled.trainer(task(loss="mse"))


def _row(peer, label, sides, steps, **more):
    title = "Recurrent 1-3-1, four sequences of two steps"
    return Row("rnn2", title, peer, label, sides, steps, "epoch", **more)


ROWS = [
    _row(
        "source",
        "the third source's loop, a step each epoch",
        lambda: (ours(task()), source(task(), each=False)),
        2000,
        checked=lambda: _agreeing(False),
        check_steps=1,
        note="its δ is cut off, nnlib's goes through all of time",
    ),
    _row(
        "source-each",
        "the third source's loop, a step each sequence",
        lambda: (ours(task(1)), source(task(1), each=True)),
        1000,
        checked=lambda: _agreeing(True),
        check_steps=1,
        note="its δ is cut off, nnlib's goes through all of time",
    ),
    _row("textbook", "a textbook class", _textbook, 5000),
    _row("torch", "PyTorch, nn.RNN", _torch, 2000, note="both with tanh, which nn.RNN has"),
    _row("c", "C, -O3", _c, 5000),
]
