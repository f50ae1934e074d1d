"""Cases, a right answer and known mistakes of neuron.tanh-delta."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import EXACT, exact_gradient, nudged
from nnlib.numerical import numerical_gradient

from ..shared import BORROWED


def tanh_delta(z, y, gradient=exact_gradient):
    """Return the derivative of each cost (tanh z − y)²; of their sum, z by z, that is the same."""
    return gradient(lambda v: np.sum((np.tanh(v) - y) ** 2), z)


def with_slope(slope):
    """Return an answer with this slope, written with a, in place of tanh's."""
    return lambda z, y: 2 * (np.tanh(z) - y) * slope(np.tanh(z))


def tanh_cases(rng):
    """Return several examples at once, and one."""
    return [
        Case("five examples", (rng.normal(size=5), rng.choice([-1.0, 1.0], 5))),
        Case("one example", (rng.normal(size=1), np.array([-1.0]))),
        Case("targets in between", (rng.normal(size=4), rng.uniform(-1, 1, 4))),
    ]


EXERCISE = Exercise(
    kind="derive",
    points=2,
    cases=tanh_cases,
    right=tanh_delta,
    **EXACT,
    limits=BORROWED,
    wrongs=(
        nudged(lambda z, y: tanh_delta(z, y, numerical_gradient), tanh_delta),
        Wrong(
            "sigmoid-slope",
            "a (1 − a) is the slope of the sigmoid. The hyperbolic tangent has one of its own.",
            lambda z, y: 2 * (np.tanh(z) - y) * np.tanh(z) * (1 - np.tanh(z)),
        ),
        Wrong(
            "slope-of-z",
            "The slope is written with the output a, and yours is written with z.",
            lambda z, y: 2 * (np.tanh(z) - y) * (1 - z**2),
        ),
        Wrong(
            "still-the-sigmoid",
            "This is the δ of the sigmoid neuron. Here a = tanh z, and the slope changes with it.",
            lambda z, y: 2 * (sigmoid(z) - y) * sigmoid(z) * (1 - sigmoid(z)),
        ),
        Wrong(
            "z-taken-for-a",
            "z is used as if it were the output. The function is given z and has to work out a.",
            lambda z, y: 2 * (z - y) * (1 - z**2),
        ),
        Wrong(
            "z-taken-for-a-in-the-difference",
            "In the slope stands a, and in the difference z. What is compared with the target is "
            "the output.",
            lambda z, y: 2 * (z - y) * (1 - np.tanh(z) ** 2),
        ),
        Wrong(
            "sigmoid-for-a",
            "The slope is that of tanh, and a is computed with the sigmoid. Here a = tanh z.",
            lambda z, y: 2 * (sigmoid(z) - y) * (1 - sigmoid(z) ** 2),
        ),
        Wrong(
            "no-slope",
            "Your δ stops at a: it is ∂C/∂a, and one factor of the chain rule is missing.",
            lambda z, y: 2 * (np.tanh(z) - y),
        ),
        Wrong(
            "no-two",
            "The square leaves a factor behind when it is differentiated, and yours is missing.",
            lambda z, y: (np.tanh(z) - y) * (1 - np.tanh(z) ** 2),
        ),
        Wrong(
            "averaged",
            "You divide by the number of examples. Here each example has a cost of its own, and "
            "there is no mean to differentiate.",
            lambda z, y: 2 / z.size * (np.tanh(z) - y) * (1 - np.tanh(z) ** 2),
        ),
        Wrong(
            "summed",
            "Each example has a δ of its own; yours is their sum.",
            lambda z, y: np.sum(2 * (np.tanh(z) - y) * (1 - np.tanh(z) ** 2)),
        ),
        Wrong(
            "slope-squared",
            "The slope was taken as (1 − a)². That is the square of a difference; the slope is a "
            "difference of two squares, or a product of two different factors.",
            with_slope(lambda a: (1 - a) ** 2),
        ),
        Wrong(
            "half-a-slope",
            "The slope was taken as 1 − a. The hyperbolic tangent is flat at either end, and your "
            "factor is 0 at one of them only.",
            with_slope(lambda a: 1 - a),
        ),
        Wrong(
            "other-half-of-the-slope",
            "The slope was taken as 1 + a. The hyperbolic tangent is flat at either end, and your "
            "factor is 0 at one of them only.",
            with_slope(lambda a: 1 + a),
        ),
        Wrong(
            "slope-sign",
            "A plus stands in the slope where the quotient rule has a minus: your slope is "
            "largest where the hyperbolic tangent is flat.",
            with_slope(lambda a: 1 + a**2),
        ),
        Wrong(
            "slope-rooted",
            "A square is missing in the slope. Written with c, the denominator of tanh, it has a "
            "c² below.",
            with_slope(lambda a: np.sqrt(1 - a**2)),
        ),
        Wrong(
            "slope-twice",
            "The slope is in it twice. One factor leads from a back to z.",
            with_slope(lambda a: (1 - a**2) ** 2),
        ),
        Wrong(
            "square-left-out",
            "The slope is a square of a alone, and the 1 that it is taken from is missing.",
            with_slope(lambda a: a**2),
        ),
        Wrong(
            "cost-returned",
            "This is the cost. Asked for is how it changes with z.",
            lambda z, y: (np.tanh(z) - y) ** 2,
        ),
        Wrong(
            "slope-returned",
            "This is the slope of the hyperbolic tangent, one of the two factors of δ.",
            lambda z, y: 1 - np.tanh(z) ** 2,
        ),
        Wrong(
            "output-returned",
            "This is a, the answer of the neuron. Asked for is δ.",
            lambda z, y: np.tanh(z),
        ),
        Wrong(
            "cost-times-slope",
            "The cost itself is in it where its derivative belongs.",
            lambda z, y: (np.tanh(z) - y) ** 2 * (1 - np.tanh(z) ** 2),
        ),
        Wrong(
            "cost-times-slope-and-two",
            "The 2 came down and the square stayed: (a − y)² has 2 (a − y) for its derivative.",
            lambda z, y: 2 * (np.tanh(z) - y) ** 2 * (1 - np.tanh(z) ** 2),
        ),
        Wrong(
            "y-minus-a",
            "Your δ has the sign of y − a. The derivative of (a − y)² has that of a − y: where a "
            "is too small, C falls as a grows.",
            lambda z, y: 2 * (y - np.tanh(z)) * (1 - np.tanh(z) ** 2),
        ),
        Wrong(
            "sizes-only",
            "The sign is lost. δ tells to which side z should go, so it may be below 0.",
            lambda z, y: 2 * abs(np.tanh(z) - y) * (1 - np.tanh(z) ** 2),
        ),
        Wrong(
            "tanh-twice",
            "tanh is applied twice on the way to the slope: `a` is the output already.",
            lambda z, y: 2 * (np.tanh(z) - y) * (1 - np.tanh(np.tanh(z)) ** 2),
        ),
        Wrong(
            "error-alone",
            "This is a − y alone, the δ of a cross-entropy with a sigmoid. Here both factors of "
            "the chain rule are left: the 2 of the square, and the slope.",
            lambda z, y: np.tanh(z) - y,
        ),
        Wrong(
            "averaged-over-examples",
            "Each example has a δ of its own; yours is their mean.",
            lambda z, y: np.mean(2 * (np.tanh(z) - y) * (1 - np.tanh(z) ** 2)),
        ),
        Wrong(
            "target-left-out",
            "The target is missing: δ does not depend on y in it.",
            lambda z, y: 2 * np.tanh(z) * (1 - np.tanh(z) ** 2),
        ),
        Wrong(
            "output-left-out",
            "Only the target is left of the difference between answer and target.",
            lambda z, y: -2 * y * (1 - np.tanh(z) ** 2),
        ),
        Wrong(
            "doubled-for-squared",
            "2a stands in the slope where a² belongs: `a * 2` and `a**2` are not the same.",
            with_slope(lambda a: 1 - 2 * a),
        ),
        Wrong(
            "half-of-the-half",
            "Twice a ½ too many, or a 2 missing and a ½ besides: the derivative of (a − y)² "
            "is 2 (a − y).",
            lambda z, y: (np.tanh(z) - y) * (1 - np.tanh(z) ** 2) / 2,
        ),
    ),
)
