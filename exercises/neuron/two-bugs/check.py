"""Cases, a right answer and known mistakes of neuron.two-bugs."""

import numpy as np

from nnlib import datasets
from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong

from ..shared import BORROWED, batch, batch_with


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


summed_up = batch_in_columns(batch)


EXERCISE = Exercise(
    kind="find the bug",
    points=2,
    parts=("loss", "gradient"),
    cases=bug_cases,
    right=batch_in_columns(batch),
    limits=BORROWED,
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
        Wrong(
            "cross-entropys-delta",
            "Now δ is (a − y) / N, as with the cross-entropy. Here the cost is the squared error: "
            "a slope belongs in δ, and a 2 that the square leaves behind.",
            batch_in_columns(batch_with(slope=lambda z, a: 1.0, factor=1.0)),
        ),
        Wrong(
            "cross-entropys-delta-twice-averaged",
            "Two things are wrong: a − y is the δ of the cross-entropy, and its mean is taken "
            "twice. Begin with δ: the cost is the squared error.",
            batch_in_columns(
                batch_with(slope=lambda z, a: 1.0, factor=1.0, per=lambda y: y.size**2)
            ),
        ),
        Wrong(
            "slope-struck-out-second-still-there",
            "The slope was wrong, and now there is none: it is a factor of δ that belongs there. "
            "(The second mistake is still in it too.)",
            batch_in_columns(batch_with(slope=lambda z, a: 1.0, per=lambda y: y.size**2)),
        ),
        Wrong(
            "too-much-mended-first-still-there",
            "You have struck out both divisions by N, and the loss is a mean. The other mistake "
            "is still there: what is 0 at θ = 0 that should not be?",
            batch_in_columns(batch_with(slope=lambda z, a: z * (1 - z), per=lambda y: 1)),
        ),
        Wrong(
            "too-much-mended-slope-struck-out",
            "The slope was wrong, and now there is none: it is a factor of δ. And you have struck "
            "out both divisions by N, where one was right.",
            batch_in_columns(batch_with(slope=lambda z, a: 1.0, per=lambda y: 1)),
        ),
        Wrong(
            "half-of-the-first-second-still-there",
            "The slope is half mended: one of its two factors is still written with z. (The "
            "second mistake is still in it too.)",
            batch_in_columns(batch_with(slope=lambda z, a: a * (1 - z), per=lambda y: y.size**2)),
        ),
        Wrong(
            "other-half-of-the-first-second-still-there",
            "The slope is half mended: one z is left in it, and from θ = 0 still nothing happens. "
            "(The second mistake is still in it too.)",
            batch_in_columns(batch_with(slope=lambda z, a: z * (1 - a), per=lambda y: y.size**2)),
        ),
        Wrong(
            "slope-squared",
            "The slope is written with a now, and it is (1 − a)². It has two different factors, "
            "one for each end at which the sigmoid is flat.",
            batch_in_columns(batch_with(slope=lambda z, a: (1 - a) ** 2)),
        ),
        Wrong(
            "tanh-slope",
            "1 − a² is the slope of the hyperbolic tangent. This neuron has a sigmoid.",
            batch_in_columns(batch_with(slope=lambda z, a: 1 - a**2)),
        ),
        Wrong(
            "half-a-slope",
            "One factor of the slope is missing: only a is left of it.",
            batch_in_columns(batch_with(slope=lambda z, a: a)),
        ),
        Wrong(
            "other-half-of-the-slope",
            "One factor of the slope is missing: only 1 − a is left of it.",
            batch_in_columns(batch_with(slope=lambda z, a: 1 - a)),
        ),
        Wrong(
            "two-struck-out",
            "The slope and the mean are right now. The 2 was right as well: it is what the square "
            "leaves behind.",
            batch_in_columns(batch_with(factor=1.0)),
        ),
        Wrong(
            "two-struck-out-second-still-there",
            "The slope is right now. The 2 was right as well, it is what the square leaves "
            "behind, and it is gone. (The second mistake is still in it too.)",
            batch_in_columns(batch_with(factor=1.0, per=lambda y: y.size**2)),
        ),
        Wrong(
            "divided-by-parameters",
            "Divided by the number of parameters: `X1` has a row for each parameter and a column "
            "for each example.",
            lambda theta, X1, y: batch_in_columns(batch_with(per=lambda _: len(theta)))(
                theta, X1, y
            ),
        ),
        Wrong(
            "divided-by-all-entries",
            "Divided by the number of entries of `X1`. The loss is a mean over the examples.",
            lambda theta, X1, y: batch_in_columns(batch_with(per=lambda _: X1.size))(theta, X1, y),
        ),
        Wrong(
            "y-minus-a",
            "The gradient has the sign of y − a, so the neuron would learn the opposite. The "
            "difference was right as it stood.",
            batch_in_columns(batch_with(factor=-2.0)),
        ),
        Wrong(
            "order",
            "The loss comes first, then the gradient.",
            lambda *args: batch_in_columns(batch)(*args)[::-1],
        ),
        Wrong(
            "gradient-alone",
            "The gradient alone came back. The function returns `loss, gradient`, as before.",
            lambda *args: batch_in_columns(batch)(*args)[1],
        ),
        Wrong(
            "slope-of-the-output",
            "The sigmoid is applied to a once more on the way to the slope: a is the output "
            "already.",
            batch_in_columns(batch_with(slope=lambda z, a: sigmoid(a) * (1 - sigmoid(a)))),
        ),
        Wrong(
            "a-twice",
            "a stands in the slope twice, or the slope is multiplied by a. It is a (1 − a).",
            batch_in_columns(batch_with(slope=lambda z, a: a * a * (1 - a))),
        ),
        Wrong(
            "square-kept",
            "The square stays where it should be gone: the derivative of (a − y)² is 2 (a − y), "
            "and that factor was right.",
            lambda theta, X1, y: batch_in_columns(
                batch_with(slope=lambda z, a: (a - y) * a * (1 - a))
            )(theta, X1, y),
        ),
        Wrong(
            "loss-summed",
            "`loss` was right, and now it is a sum over the examples. Leave the mean as it was.",
            lambda theta, X1, y: (len(y) * summed_up(theta, X1, y)[0], summed_up(theta, X1, y)[1]),
        ),
        Wrong(
            "a-hundred",
            "`gradient`: divided by a hundred, whatever the number of examples. Take it from `y`.",
            lambda theta, X1, y: (
                summed_up(theta, X1, y)[0],
                len(y) / 100 * summed_up(theta, X1, y)[1],
            ),
        ),
    ),
)
