"""Cases, a right answer and known mistakes of speed.lost-update."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.cost import Pace

from ..shared import LAYERS, sized, with_ones


def update_cases(rng):
    """Return weights, data, a learning rate and a number of steps."""

    def drawn(H, D, N, steps):
        theta, x = rng.normal(size=H * (1 + D)), rng.normal(size=(D, N))
        return theta, x, rng.integers(0, 2, (H, N)).astype(float), 2.0, steps

    named = [Case(name, drawn(*sizes, 4)) for name, sizes in LAYERS.items()]
    return [*named, Case("one step", drawn(3, 2, 5, 1)), *sized(lambda N: drawn(2, 2, N, 3))]


def descended(theta, x, y, eta, steps, *, lost=False, shared=False, late=False, slope=None):
    """Go down; the updates may be lost to W, the outputs share one room, or come a step late."""
    slope = slope or (lambda a: a * (1 - a))
    theta, ones_and_x, outputs = theta.copy(), with_ones(x), []
    W = theta.reshape(len(y), -1)
    for _ in range(steps):
        a = sigmoid(np.einsum("hd,dn->hn", W, ones_and_x))
        delta = 2 / y.size * (a - y) * slope(a)
        grad = np.einsum("hn,dn->hd", delta, ones_and_x).ravel()
        theta = theta - eta * grad
        W = W if lost else theta.reshape(W.shape)
        outputs.append(sigmoid(W @ ones_and_x) if late else a)
    return theta, np.array(outputs[-1:] * steps if shared else outputs)


def in_place(theta, *others):
    """Update what the caller gave."""
    theta[...], outputs = descended(theta, *others)
    return theta, outputs


def descended_one_by_one(theta, x, y, eta, steps):
    """Do all of it example by example."""
    outputs = []
    for _ in range(steps):
        W, a = theta.reshape(len(y), -1), np.empty_like(y)
        grad = np.zeros_like(W)
        for n in range(x.shape[1]):
            one_and_x = np.append(1.0, x[:, n])
            a[:, n] = sigmoid(W @ one_and_x)
            delta = 2 / y.size * (a[:, n] - y[:, n]) * a[:, n] * (1 - a[:, n])
            grad += np.outer(delta, one_and_x)
        theta = theta - eta * grad.ravel()
        outputs.append(a)
    return theta, np.array(outputs)


def is_of_another_length(seen):
    """Tell whether somebody went down with steps that are all too long or too short."""
    return any(
        all(
            np.shape(came) == np.shape(wanted) and np.allclose(came, wanted, rtol=1e-6)
            for case, parts in seen
            for came, wanted in zip(parts.values(), scaled(case, by), strict=True)
        )
        for by in (
            lambda eta, y: eta / 2,
            lambda eta, y: eta * 2,
            lambda eta, y: 1.0,
            lambda eta, y: eta * len(y),
            lambda eta, y: eta * y.shape[1],
            lambda eta, y: eta * y.size,
        )
    )


def scaled(case, by):
    """Go down with another rate."""
    theta, x, y, eta, steps = case.args
    return descended(theta, x, y, by(eta, y), steps)


EXERCISE = Exercise(
    kind="find the bug",
    points=3,
    parts=("theta", "outputs"),
    cases=update_cases,
    right=descended,
    pace=Pace("example"),
    wrongs=(
        Wrong(
            "slow",
            "That is the slow version again, example by example. The fast one is two small changes "
            "away from being right.",
            descended_one_by_one,
        ),
        Wrong(
            "update-lost",
            "All steps give the same outputs: W never hears of an update. After which line do "
            "`theta` and `W` no longer share their numbers?",
            lambda *args: descended(*args, lost=True),
        ),
        Wrong(
            "room-shared",
            "The training is right now, and the outputs that you keep are all those of the last "
            "step: the list holds one array many times over, and each step writes into it.",
            lambda *args: descended(*args, shared=True),
        ),
        Wrong(
            "callers-theta",
            "The numbers are right. But now the update goes into the array that the caller handed "
            "over, and it has changed under the caller's hands. Make a copy of it, once, and mind "
            "that W has to be a view of the copy.",
            in_place,
        ),
        Wrong(
            "outputs-after",
            "Your outputs are those after each update. Those before it are asked for, from which "
            "δ was made.",
            lambda *args: descended(*args, late=True),
        ),
        Wrong(
            "uphill",
            "Your steps go uphill: the gradient is added. It points to where the cost grows.",
            lambda theta, x, y, eta, steps: descended(theta, x, y, -eta, steps),
        ),
        Wrong(
            "theta-as-it-was",
            "The `theta` that you return is the one that came. The updates have gone elsewhere, or "
            "nowhere.",
            lambda theta, *others: (theta.copy(), descended(theta, *others)[1]),
        ),
        Wrong(
            "one-step-short",
            "Your `theta` lacks the last update. There are as many updates as outputs.",
            lambda theta, x, y, eta, steps: (
                descended(theta, x, y, eta, steps - 1)[0],
                descended(theta, x, y, eta, steps)[1],
            ),
        ),
        Wrong(
            "last-outputs-only",
            "You return the outputs of the last step. Those of every step are asked for.",
            lambda *args: (descended(*args)[0], descended(*args)[1][-1]),
        ),
        Wrong(
            "no-slope",
            "The slope of the sigmoid has got lost in δ. It was right before.",
            lambda *args: descended(*args, slope=np.ones_like),
        ),
        Wrong(
            "step-of-another-length",
            "Your steps have the right direction and another length: what multiplies the gradient "
            "was right before, 2 over the number of targets, and η.",
            lambda theta, x, y, eta, steps: descended(theta, x, y, eta / 2, steps),
            when=is_of_another_length,
        ),
    ),
)
