"""Cases, a right answer and known mistakes of neuron.two-bugs."""

import numpy as np

from nnlib import datasets
from nnlib.checks import Case, Exercise, Wrong

from ..shared import batch, batch_with


def batch_in_columns(answer):
    """Return an answer to the batch with examples in rows as one with a row of ones and columns."""
    return lambda theta, X1, y: answer(X1[1:].T, y, theta[1:], theta[0])


def bug_cases(rng):
    """Return the numbers of the statement and others, a square table among them."""
    X, Y = datasets.linear_separable(n=100, rng=np.random.default_rng(0))
    hundred = np.vstack([np.ones(100), X.T]), Y[:, 0]

    def case(name, N, D):
        X1 = np.vstack([np.ones(N), rng.normal(size=(D, N))])
        return Case(name, (rng.normal(size=1 + D), X1, rng.integers(0, 2, N).astype(float)))

    return [
        Case(
            "the hundred points",
            (np.random.default_rng(1).normal(size=3), *hundred),
            public=True,
        ),
        case("seven points, three inputs", 7, 3),
        case("three points, two inputs", 3, 2),
        case("one point", 1, 2),
    ]


EXERCISE = Exercise(
    kind="find the bug",
    points=2,
    parts=("loss", "gradient"),
    cases=bug_cases,
    right=batch_in_columns(batch),
    wrongs=(
        Wrong(
            "both-still-there",
            "Both mistakes are still in it: the quotients with the judge differ from entry to "
            "entry, and from θ = 0 nothing happens.",
            batch_in_columns(batch_with(slope=lambda z, a: z * (1 - z), per=lambda y: y.size**2)),
        ),
        Wrong(
            "first-still-there",
            "One mistake is gone. Left is the one that makes every gradient 0 at θ = 0: what is 0 "
            "there that should not be?",
            batch_in_columns(batch_with(slope=lambda z, a: z * (1 - z))),
        ),
        Wrong(
            "half-of-the-first",
            "The slope is half mended: one of its two factors is still written with z.",
            batch_in_columns(batch_with(slope=lambda z, a: a * (1 - z))),
        ),
        Wrong(
            "other-half-of-the-first",
            "The slope is half mended: one z is left in it, and at θ = 0 it still makes every "
            "gradient 0.",
            batch_in_columns(batch_with(slope=lambda z, a: z * (1 - a))),
        ),
        Wrong(
            "second-still-there",
            "One mistake is gone, and the direction is right now. The length is not: the quotient "
            "with the judge is the same for every entry. Which number is it one over?",
            batch_in_columns(batch_with(per=lambda y: y.size**2)),
        ),
        Wrong(
            "too-much-mended",
            "The slope is right. The friend divided by N once too often, and you have struck out "
            "both.",
            batch_in_columns(batch_with(per=lambda y: 1)),
        ),
        Wrong(
            "for-a-hundred-only",
            "Right for a hundred points and for no other number of them: a 100 in the code undoes "
            "the mistake where it should be taken out.",
            batch_in_columns(batch_with(per=lambda y: y.size**2 / 100)),
        ),
        Wrong(
            "slope-struck-out",
            "The slope was wrong, and now there is none. It is a factor of δ that belongs there.",
            batch_in_columns(batch_with(slope=lambda z, a: 1.0)),
        ),
    ),
)
