"""Cases, a right answer and known mistakes of neuron.stable-cross-entropy."""

from functools import partial

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import same


def stable(z, y):
    """Return the cost of each example; logaddexp(0, z) is ln(1 + eᶻ) for any z."""
    return y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)


def pieces(z, y, *, hinge=lambda z: np.maximum(z, 0), label=-1.0, tail=1.0, inside=np.log1p):
    """Put the stable form together; the arguments make the mistakes."""
    return np.mean(hinge(z) + label * y * z + tail * inside(np.exp(-np.abs(z))))


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
    limits={"numpy.logaddexp": 0, "numpy.logaddexp2": 0},
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
        Wrong(
            "sign-of-yz",
            "y z is added where it should be subtracted: a true yes of which the neuron is sure "
            "costs twice its z, and should cost nearly nothing.",
            partial(pieces, label=1.0),
        ),
        Wrong(
            "hinge-of-minus-z",
            "max(−z, 0) stands where the form has max(z, 0): ln (1 + eᶻ) is large where z is.",
            partial(pieces, hinge=lambda z: np.maximum(-z, 0)),
        ),
        Wrong(
            "size-for-hinge",
            "|z| stands where only a z above 0 should count: below 0, ln (1 + eᶻ) is nearly 0.",
            partial(pieces, hinge=np.abs),
        ),
        Wrong(
            "z-for-hinge",
            "z itself stands where only a z above 0 should count: below 0, ln (1 + eᶻ) is nearly "
            "0, and yours is negative.",
            partial(pieces, hinge=lambda z: z),
        ),
        Wrong(
            "smaller-for-hinge",
            "min(z, 0) stands where the form has the larger of the two.",
            partial(pieces, hinge=lambda z: np.minimum(z, 0)),
        ),
        Wrong(
            "no-hinge",
            "For large z, the logarithm of 1 + e^(−|z|) is nearly 0, and ln (1 + eᶻ) is not: the "
            "part that grows with z is missing.",
            partial(pieces, hinge=lambda z: 0.0),
        ),
        Wrong(
            "no-label-term",
            "The labels make no difference to your cost: this is −ln (1 − a) for every example.",
            partial(pieces, label=0.0),
        ),
        Wrong(
            "tail-sign",
            "The logarithm is subtracted. It is what ln (1 + eᶻ) is larger by than max(z, 0), so "
            "it is added.",
            partial(pieces, tail=-1.0),
        ),
        Wrong(
            "one-added-twice",
            "`np.log1p(t)` is ln (1 + t): it adds the 1 itself.",
            partial(pieces, inside=lambda t: np.log1p(1 + t)),
        ),
        Wrong(
            "logarithm-without-the-one",
            "The logarithm of the exponential alone is −|z| again. The 1 of 1 + e^(−|z|) is "
            "missing.",
            partial(pieces, inside=np.log),
        ),
        Wrong(
            "exponential-not-in-a-logarithm",
            "The logarithm is missing around 1 + e^(−|z|).",
            partial(pieces, inside=lambda t: t),
        ),
        Wrong(
            "other-base",
            "This is a logarithm to the base 2. The cross-entropy has the natural one, `np.log`.",
            lambda z, y: np.mean(stable(z, y)) / np.log(2),
        ),
        Wrong(
            "base-10",
            "This is a logarithm to the base 10. The cross-entropy has the natural one, `np.log`.",
            lambda z, y: np.mean(stable(z, y)) / np.log(10),
        ),
        Wrong(
            "answer-returned",
            "This is the neuron's answer, or its mean. Asked for is what the answers cost.",
            lambda z, y: np.mean(sigmoid(z)),
        ),
        Wrong(
            "delta-returned",
            "This is a − y, the error. Asked for is the cost.",
            lambda z, y: np.mean(sigmoid(z) - y),
        ),
        Wrong(
            "squared-error",
            "This is the squared error. Asked for is the cross-entropy.",
            lambda z, y: np.mean((sigmoid(z) - y) ** 2),
        ),
        Wrong(
            "label-1-only",
            "The examples with label 0 cost nothing in your mean.",
            lambda z, y: np.mean(y * stable(z, y)),
        ),
        Wrong(
            "label-0-only",
            "The examples with label 1 cost nothing in your mean.",
            lambda z, y: np.mean((1 - y) * stable(z, y)),
        ),
        Wrong(
            "halved",
            "This is half of the cost. A ½ belongs to some squared errors, and to no cross- "
            "entropy.",
            lambda z, y: np.mean(stable(z, y)) / 2,
        ),
        Wrong(
            "label-for-yz",
            "y is subtracted where y z belongs: −ln a and −ln (1 − a) differ by z.",
            lambda z, y: np.mean(stable(z, 0) - y),
        ),
        Wrong(
            "nan-replaced",
            "nan and infinity are replaced by some number, and what the cost was is lost. Compute "
            "from z, so that none comes up.",
            lambda z, y: np.nan_to_num(naive(z, y)),
        ),
        Wrong(
            "yes-for-all",
            "Every example is charged as if its label were 1. Where does y come in?",
            lambda z, y: np.mean(stable(z, 1)),
        ),
        Wrong(
            "size-lost",
            "The exponent is −z where −|z| belongs: below 0 it is a large positive number, "
            "and its exponential overflows.",
            lambda z, y: np.mean(np.maximum(z, 0) + np.log1p(np.exp(-z)) - y * z),
        ),
        Wrong(
            "logarithm-to-base-2",
            "The logarithm is that to base 2. The cross-entropy here has the natural one.",
            partial(pieces, inside=lambda t: np.log2(1 + t)),
        ),
    ),
)
