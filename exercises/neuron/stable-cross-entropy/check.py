"""Cases, a right answer and known mistakes of neuron.stable-cross-entropy."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import same


def stable(z, y):
    """Return the cost of each example; logaddexp(0, z) is ln(1 + eᶻ) for any z."""
    return y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)


def naive(z, y):
    """Put the output into the logarithm."""
    a = sigmoid(z)
    return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))


def clipped(z, y):
    """Keep the output away from 0 and 1 by force."""
    a = np.clip(sigmoid(z), 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))


def capped(seen):
    """Tell whether all is well but the costs of the sure and wrong, which stop growing."""
    got = {case.name: parts[""] for case, parts in seen}
    right = {case.name: np.mean(stable(*case.args)) for case, _ in seen}
    if any(
        isinstance(value, str) or value.ndim or not np.isfinite(value) for value in got.values()
    ):
        return False
    usual, wrong = "small z", "sure of the wrong answer"
    return abs(got[usual] - right[usual]) < 1e-4 and 1 < got[wrong] < 0.99 * right[wrong]


def infinite_in(*names):
    """Return a symptom: infinite in these cases and in that of all at once, otherwise right."""

    def found(seen):
        return all(
            same(parts[""], np.inf)
            if case.name in {*names, "all of these at once"}
            else same(parts[""], np.mean(stable(*case.args)))
            for case, parts in seen
        )

    return found


def stable_cases(rng):
    """Return z of every size, on the right side and on the wrong one."""
    y, few = np.array([1.0, 0, 1, 0]), rng.normal(size=4)
    many = rng.uniform(750, 1000, 4)  # from 710 upwards the exponential overflows
    return [
        Case("small z", (few, y)),
        Case("sure of a true yes", (many, np.ones(4))),
        Case("sure of a true no", (-many, np.zeros(4))),
        Case("sure of the wrong answer", (many * (1 - 2 * y), y)),
        Case("all of these at once", (np.concatenate([few, many, -many]), np.tile(y, 3))),
        Case("one example", (rng.normal(size=1), np.ones(1))),
    ]


EXERCISE = Exercise(
    kind="implement",
    points=3,
    cases=stable_cases,
    right=lambda z, y: np.mean(stable(z, y)),
    atol=1e-12,
    wrongs=(
        Wrong(
            "logarithm-of-a",
            "The logarithm gets an a that has been rounded to 0 or to 1, and 0 times infinity is "
            "not a number. What a has lost is still there in z: put σ(z) into the logarithm on "
            "paper first.",
            naive,
        ),
        Wrong(
            "logarithm-of-a-chosen",
            "To take only the logarithm that counts keeps nan away. It is still the logarithm of "
            "an a, or 1 − a, that has been rounded to 0, and comes out infinite.",
            lambda z, y: np.mean(-np.log(np.where(y == 1, sigmoid(z), 1 - sigmoid(z)))),
            infinite_in("sure of the wrong answer"),
        ),
        Wrong(
            "clipped",
            "No nan and no infinity, but a limit is set, by clipping or by a small number inside "
            "the logarithm: a neuron that is sure and wrong should pay about |z|, and yours never "
            "pays more than a certain sum. There the true slope is lost as well.",
            clipped,
            capped,
        ),
        Wrong(
            "one-side-overflows",
            "Right for z above 0. Below, the exponential of −z overflows: choose for either sign "
            "the form whose exponent is not above 0.",
            lambda z, y: np.mean(np.log1p(np.exp(-z)) + (1 - y) * z),
            infinite_in("sure of a true no", "sure of the wrong answer"),
        ),
        Wrong(
            "other-side-overflows",
            "Right for z below 0. Above, the exponential of z overflows: choose for either sign "
            "the form whose exponent is not above 0.",
            lambda z, y: np.mean(np.log1p(np.exp(z)) - y * z),
            infinite_in("sure of a true yes", "sure of the wrong answer"),
        ),
        Wrong(
            "exponent-above-0",
            "|z| is in the exponent with a plus, and that is the exponential that overflows.",
            lambda z, y: np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(np.abs(z)))),
        ),
        Wrong(
            "only-for-large-z",
            "Right for large |z|, where the exponential has died out. Near z = 0 it has not, and a "
            "logarithm is missing: at z = 0 the cost is ln 2.",
            lambda z, y: np.mean(np.maximum(z, 0) - y * z),
        ),
        Wrong(
            "labels-exchanged",
            "A neuron that is sure and right pays most. The two labels, or the sign of z, are "
            "exchanged.",
            lambda z, y: np.mean(stable(-z, y)),
        ),
        Wrong(
            "minus-left-out",
            "Your cost is below 0. The logarithm of a number below 1 is negative, and the minus "
            "before the bracket makes up for that.",
            lambda z, y: -np.mean(stable(z, y)),
        ),
        Wrong(
            "summed",
            "This is the sum of the costs, and asked for is their mean.",
            lambda z, y: np.sum(stable(z, y)),
        ),
        Wrong(
            "not-averaged",
            "These are the costs of the examples, one by one. Their mean is one number.",
            stable,
        ),
    ),
)
