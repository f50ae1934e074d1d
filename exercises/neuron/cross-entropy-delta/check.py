"""Cases, a right answer and known mistakes of neuron.cross-entropy-delta."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong
from nnlib.numerical import numerical_gradient


def weighted_delta(z, y, v):
    """Nudge z: the derivative of the weighted cross-entropy."""

    def cost(z):
        return np.mean(v * y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z))

    return numerical_gradient(cost, z)


def weighted_with(slope=lambda a: 1.0, per=lambda y, v: y.size, yes=lambda v: v, no=lambda v: 1.0):
    """Return an answer with these factors; `yes` and `no` weigh the two kinds of examples."""

    def answer(z, y, v):
        a = sigmoid(z)
        return np.where(y == 1, yes(v) * (a - 1), no(v) * a) * slope(a) / per(y, v)

    return answer


def weighted_cases(rng):
    """Return mixed labels, each label alone, and a weight below 1."""
    v = rng.uniform(2.0, 6.0)
    return [
        Case("labels of both kinds", (rng.normal(size=5), np.array([1.0, 0, 1, 1, 0]), v)),
        Case("one example with label 1", (rng.normal(size=1), np.ones(1), v)),
        Case("three examples with label 0", (rng.normal(size=3), np.zeros(3), v)),
        Case("v below 1", (rng.normal(size=4), np.array([0.0, 0, 1, 1]), 1 / v)),
    ]


EXERCISE = Exercise(
    kind="derive",
    points=2,
    cases=weighted_cases,
    right=weighted_delta,
    rtol=1e-5,
    wrongs=(
        Wrong(
            "slope-kept",
            "σ′ is in it once too often. The a and the 1 − a below the two fractions have "
            "cancelled it.",
            weighted_with(slope=lambda a: a * (1 - a)),
        ),
        Wrong(
            "stopped-at-a",
            "This is ∂C/∂a, with a and 1 − a still below the fractions. One more factor leads to "
            "z.",
            weighted_with(slope=lambda a: 1 / (a * (1 - a))),
        ),
        Wrong(
            "not-averaged",
            "The cost is a mean over the examples, and your δ has no 1/N.",
            weighted_with(per=lambda y, v: 1),
        ),
        Wrong(
            "not-weighted",
            "v is nowhere in it: this is the δ of the cross-entropy as the chapter has it.",
            weighted_with(yes=lambda v: 1.0),
        ),
        Wrong(
            "all-weighted",
            "v multiplies everything. In C it stands before one of the two logarithms only.",
            weighted_with(no=lambda v: v),
        ),
        Wrong(
            "for-one-example-of-the-chapter",
            "a − y is the δ of one example of the chapter. Here there are N, and one of the two "
            "kinds counts v times.",
            weighted_with(yes=lambda v: 1.0, per=lambda y, v: 1),
        ),
        Wrong(
            "z-taken-for-a",
            "z is used as if it were the output. The function is given z and has to work out a.",
            lambda z, y, v: ((1 - y) * z - v * y * (1 - z)) / y.size,
        ),
        Wrong(
            "label-weighted",
            "You have the chapter's a − y, with v y in place of y. Go back to C: v stands before "
            "ln a, and what belongs to 1 − y does not know it.",
            lambda z, y, v: (sigmoid(z) - v * y) / y.size,
        ),
        Wrong(
            "no-weighted",
            "v multiplies the examples whose label is 0. Which of the two logarithms does it stand "
            "before?",
            weighted_with(yes=lambda v: 1.0, no=lambda v: v),
        ),
        Wrong(
            "divided-by-the-weights",
            "You divide by the sum of the weights. That is a mean too, but another C than this "
            "one, which divides by N.",
            weighted_with(per=lambda y, v: np.sum(np.where(y == 1, v, 1))),
        ),
    ),
)
