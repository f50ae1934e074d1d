"""Cases, a right answer and known mistakes of neuron.cross-entropy-delta."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import EXACT, exact_gradient, nudged
from nnlib.numerical import numerical_gradient

from ..shared import BORROWED


def weighted_delta(z, y, v, gradient=exact_gradient):
    """Return the derivative of the weighted cross-entropy."""

    def cost(z):
        return np.mean(v * y * np.log(1 + np.exp(-z)) + (1 - y) * np.log(1 + np.exp(z)))

    return gradient(cost, z)


def weighted_with(slope=lambda a: 1.0, per=lambda y, v: y.size, yes=lambda v: v, no=lambda v: 1.0):
    """Return an answer with these factors; `yes` and `no` weigh the two kinds of examples."""

    def answer(z, y, v):
        a = sigmoid(z)
        return np.where(y == 1, yes(v) * (a - 1), no(v) * a) * slope(a) / per(y, v)

    return answer


def terms(yes=-1.0, no=1.0):
    """Return an answer whose two terms have these factors."""

    def answer(z, y, v):
        a = sigmoid(z)
        return (yes * v * y * (1 - a) + no * (1 - y) * a) / y.size

    return answer


def batch_slope(z, y):
    """Return the δ of the mean squared error."""
    a = sigmoid(z)
    return 2 * (a - y) * a * (1 - a) / y.size


def weighted_costs(z, y, v):
    """Return the costs of the examples."""
    return v * y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)


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
    **EXACT,
    limits=BORROWED,
    wrongs=(
        nudged(lambda *args: weighted_delta(*args, numerical_gradient), weighted_delta),
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
        Wrong(
            "second-sign",
            "The examples with label 0 have the wrong sign: ln (1 − a) falls as a grows, and "
            "there stands a minus before the whole bracket.",
            terms(no=-1.0),
        ),
        Wrong(
            "first-sign",
            "The examples with label 1 have the wrong sign: ln a grows with a, and there stands a "
            "minus before the whole bracket.",
            terms(yes=1.0),
        ),
        Wrong(
            "sign",
            "All your δs have the wrong sign. The minus before the bracket in C is lost.",
            terms(yes=1.0, no=-1.0),
        ),
        Wrong(
            "wrong-fractions-cancelled",
            "What cancels is the other way round: a stands below the fraction of label 1, so for "
            "it the slope leaves 1 − a, and not a.",
            lambda z, y, v: ((1 - y) * (1 - sigmoid(z)) - v * y * sigmoid(z)) / y.size,
        ),
        Wrong(
            "label-0-only",
            "The examples with label 1 have no δ at all. Both logarithms are to be differentiated.",
            terms(yes=0.0),
        ),
        Wrong(
            "label-1-only",
            "The examples with label 0 have no δ at all. Both logarithms are to be differentiated.",
            terms(no=0.0),
        ),
        Wrong(
            "cost-returned",
            "This is the cost, one number. Asked for is how it changes with each z.",
            lambda z, y, v: np.mean(weighted_costs(z, y, v)),
        ),
        Wrong(
            "costs-returned",
            "These are the costs of the examples. Asked for is how C changes with each z.",
            weighted_costs,
        ),
        Wrong(
            "costs-shared-returned",
            "These are the examples' parts of the cost. Asked for is how C changes with each z.",
            lambda z, y, v: weighted_costs(z, y, v) / y.size,
        ),
        Wrong(
            "summed",
            "Each example has a δ of its own, and yours are added up.",
            lambda z, y, v: weighted_delta(z, y, v).sum(),
        ),
        Wrong(
            "averaged",
            "Each example has a δ of its own, and yours is their mean.",
            lambda z, y, v: weighted_delta(z, y, v).mean(),
        ),
        Wrong(
            "divided-by-v",
            "v stands below the fraction bar. In C it multiplies.",
            weighted_with(yes=lambda v: 1 / v),
        ),
        Wrong(
            "v-squared",
            "v is in it twice. In C it stands once.",
            weighted_with(yes=lambda v: v**2),
        ),
        Wrong(
            "v-added",
            "v is added to the weight that is there already: a missed yes costs v times as much, "
            "not v more.",
            weighted_with(yes=lambda v: 1 + v),
        ),
        Wrong(
            "averaged-twice",
            "You divided by N twice.",
            weighted_with(per=lambda y, v: y.size**2),
        ),
        Wrong(
            "squared-errors-delta",
            "This is the δ of a squared error. The cost here is made of logarithms.",
            lambda z, y, v: np.where(y == 1, v, 1) * batch_slope(z, y),
        ),
        Wrong(
            "two-kept",
            "A 2 is in it, as a squared error leaves behind. There is no square here.",
            weighted_with(per=lambda y, v: y.size / 2),
        ),
        Wrong(
            "slope-forgotten-for-0",
            "The examples with label 1 are right. Those with label 0 still stop at a, with 1 − a "
            "below the fraction bar.",
            lambda z, y, v: np.where(y == 1, v * (sigmoid(z) - 1), 1 / (1 - sigmoid(z))) / y.size,
        ),
        Wrong(
            "slope-forgotten-for-1",
            "The examples with label 0 are right. Those with label 1 still stop at a, with a "
            "below the fraction bar.",
            lambda z, y, v: np.where(y == 1, -v / sigmoid(z), sigmoid(z)) / y.size,
        ),
        Wrong(
            "weights-divided",
            "All δs are divided by v, as if it were a mean over the weights. C divides by N alone.",
            weighted_with(per=lambda y, v: y.size * v),
        ),
        Wrong(
            "answer-weighted",
            "You have the chapter's a − y, with v a in place of a. Go back to C: v stands before "
            "the logarithm of label 1, and label 0 does not know it.",
            lambda z, y, v: (v * sigmoid(z) - y) / y.size,
        ),
    ),
)
