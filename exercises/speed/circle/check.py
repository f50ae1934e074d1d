"""Cases, a right answer and known mistakes of speed.circle."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.cost import Pace
from nnlib.datasets import RADIUS, circle

from ..shared import sized

BATCH = 10


LINES = 60  # of Python, that a step may run


def circle_cases(rng):
    """Return data to learn from, new points, epochs and a generator."""

    def task(n, epochs, m=400):
        X, Y = circle(n, rng=rng)
        X_new = circle(m, rng=rng)[0]
        return X, Y[:, 1:], X_new, epochs, np.random.default_rng(rng.integers(2**32))

    counted = sized(lambda steps: task(40, steps * BATCH // 40))
    return [Case("three hundred points", task(300, 200)), *counted]


def inside(case):
    """Return the right answers to the new points."""
    return (case.args[2] ** 2).sum(axis=1) < RADIUS**2


def is_long(case):
    """Tell whether there is time enough to learn."""
    return case.size is None


def share_right(case, parts):
    """Return the share of new points on the right side of one half."""
    p = parts["p"]
    return np.mean((p > 0.5) == inside(case)) if p.shape == inside(case).shape else 0.0


def circle_known(X, Y, X_new, epochs, rng):
    """Say what is inside; no network, so that nothing is given away."""
    return sigmoid(20 * (RADIUS**2 - (X_new**2).sum(axis=1)))


def circle_example_by_example(X, Y, X_new, epochs, rng):
    """Run as many lines as a loop over the examples of each batch does."""
    total = 0.0
    for _ in range(epochs):
        for x in X:
            total += x[0]
            total -= x[1]
            total *= 0.5
            total += 1.0
            total -= 2.0
            total *= 0.5
    return circle_known(X, Y, X_new, epochs, rng)


def said(seen):
    """Return (case, p) of the long task if its p are of the right shape, else []."""
    found = [(case, parts["p"]) for case, parts in seen if is_long(case)]
    fine = all(isinstance(p, np.ndarray) and p.shape == inside(c).shape for c, p in found)
    return found if fine else []


def are_labels(seen):
    """Tell whether every answer of the long task is 0 or 1, and some are either."""
    return bool(said(seen)) and all(
        np.isin(p, (0, 1)).all() and np.ptp(p) == 1 for _, p in said(seen)
    )


def are_sums(seen):
    """Tell whether numbers came that cannot be probabilities."""
    return bool(said(seen)) and any(np.any((p < 0) | (p > 1)) for _, p in said(seen))


EXERCISE = Exercise(
    kind="project",
    points=5,
    parts=("p",),
    cases=circle_cases,
    right=circle_known,
    seconds=30.0,
    trains=100,
    shuffles=True,
    pace=Pace("step", LINES),
    requires={
        "one probability for each new point, in shape (M,)": lambda case, parts: (
            parts["p"].shape == (len(case.args[2]),)
            and bool(np.all((parts["p"] >= 0) & (parts["p"] <= 1)))
        ),
        "probabilities and not labels": lambda case, parts: not np.isin(parts["p"], (0, 1)).all(),
        "nine in ten of the new points on the right side of one half": (
            lambda case, parts: not is_long(case) or share_right(case, parts) >= 0.9
        ),
    },
    wrongs=(
        Wrong(
            "slow",
            "A step should compute its ten examples in one go, as columns. And mind what repeats "
            "itself at each step without need: `loss_and_grad` checks and transposes its data "
            "whenever it is called, `nnlib.train` does it once for all steps.",
            circle_example_by_example,
        ),
        Wrong(
            "labels",
            "You return labels, 0 and 1. Probabilities are asked for: what the output says, before "
            "it is compared with one half.",
            lambda *args: (circle_known(*args) > 0.5) * 1.0,
            when=are_labels,
        ),
        Wrong(
            "sums",
            "Numbers below 0 or above 1 are no probabilities. Are these weighted sums, before the "
            "sigmoid?",
            lambda *args: 8 * circle_known(*args) - 4,
            when=are_sums,
        ),
        Wrong(
            "stuck",
            "You say nearly the same of every point. Does your loop change the weights that the "
            "forward pass reads, and is each of them random at the start?",
            lambda X, Y, X_new, epochs, rng: np.full(len(X_new), 0.5),
            when=lambda seen: bool(said(seen)) and all(np.ptp(p) < 0.1 for _, p in said(seen)),
        ),
        Wrong(
            "inverted",
            "Your probabilities are those of being outside.",
            lambda X, Y, X_new, epochs, rng: 1 - circle_known(X, Y, X_new, epochs, rng),
            when=lambda seen: (
                bool(said(seen))
                and all(
                    np.ptp(p) >= 0.1 and np.mean((p > 0.5) == inside(c)) < 0.3
                    for c, p in said(seen)
                )
            ),
        ),
        Wrong(
            "no-circle",
            "Your border is no circle. A straight line or two have too few hidden units behind "
            "them, or too little time; a border that changes from run to run has weights that stay "
            "as they were drawn.",
            lambda X, Y, X_new, epochs, rng: 0.3 + 0.4 * (X_new[:, 0] > 0),
            when=lambda seen: (
                bool(said(seen))
                and all(
                    np.ptp(p) >= 0.1 and 0.3 <= np.mean((p > 0.5) == inside(c)) < 0.85
                    for c, p in said(seen)
                )
            ),
        ),
        Wrong(
            "column",
            "As many probabilities as there are points, but not as a flat array of shape (M,).",
            lambda X, Y, X_new, epochs, rng: circle_known(X, Y, X_new, epochs, rng)[:, None],
            when=lambda seen: all(
                np.size(parts["p"]) == len(c.args[2]) and np.ndim(parts["p"]) == 2
                for c, parts in seen
            ),
        ),
    ),
)
