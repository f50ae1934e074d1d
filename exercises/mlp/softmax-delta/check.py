"""Cases, a right answer and known mistakes of mlp.softmax-delta."""

import numpy as np

from nnlib.activations import sigmoid, softmax
from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import EXACT, exact_gradient, gives, nudged
from nnlib.numerical import numerical_gradient

from ..shared import BORROWED


def derived_softmax_delta(z, y, gradient=exact_gradient):
    """Return ∂C/∂z, where C is the mean of −Σ y ln a over the columns, and ln a = z − ln Σ eᶻ."""

    def cost(v):
        return np.sum(y * (np.log(np.exp(v).sum(axis=0)) - v)) / v.shape[1]

    return gradient(cost, z)


def softmax_cases(rng):
    """Return two classes and more, one example and several, and targets that are shares."""

    def drawn(C, N):
        return rng.normal(size=(C, N)), np.eye(C)[:, rng.integers(0, C, N)]

    return [
        Case("three classes, four examples", drawn(3, 4)),
        Case("one example", drawn(4, 1)),
        Case("two classes", drawn(2, 3)),
        Case("three classes, three examples", drawn(3, 3)),
        Case(
            "targets that are shares", (rng.normal(size=(3, 4)), softmax(rng.normal(size=(3, 4))))
        ),
    ]


def costs(z, y):
    """Return the cost of each example."""
    return -np.sum(y * np.log(softmax(z)), axis=0)


def labels_by_argmax(z, y):
    """Take 1 from the share of the class with the largest target."""
    return (softmax(z) - np.eye(len(y))[:, y.argmax(axis=0)]) / z.shape[1]


def labels_by_comparing(z, y):
    """Take 1 from the share where the target is 1."""
    return (softmax(z) - (y == 1)) / z.shape[1]


EXERCISE = Exercise(
    kind="derive",
    points=2,
    cases=softmax_cases,
    right=derived_softmax_delta,
    **EXACT,
    limits=BORROWED,
    wrongs=(
        nudged(lambda z, y: derived_softmax_delta(z, y, numerical_gradient), derived_softmax_delta),
        Wrong(
            "slope-kept",
            "σ′ is kept with the cross-entropy. ln a takes the exponential back, and no slope is "
            "left.",
            lambda z, y: (softmax(z) - y) * softmax(z) * (1 - softmax(z)) / z.shape[1],
        ),
        Wrong(
            "stops-at-a",
            "−y / a is ∂C/∂a. Between z and a stands the softmax, through which each z moves "
            "every a.",
            lambda z, y: -y / softmax(z) / z.shape[1],
        ),
        Wrong(
            "not-divided",
            "Not divided by N: the cost is the mean over the examples.",
            lambda z, y: softmax(z) - y,
        ),
        Wrong(
            "divided-by-classes",
            "You divided by all entries. The cost adds up the classes and takes the mean over the "
            "examples alone.",
            lambda z, y: (softmax(z) - y) / z.size,
        ),
        Wrong(
            "sign",
            "The sign is flipped. Where a share is too large, more z makes the cost larger.",
            lambda z, y: (y - softmax(z)) / z.shape[1],
        ),
        Wrong(
            "shares-across-examples",
            "Your shares add up to 1 along the rows. The classes of one example compete, and they "
            "stand in its column.",
            lambda z, y: (softmax(z.T).T - y) / z.shape[1],
        ),
        Wrong(
            "shares-of-everything",
            "Your shares add up to 1 over the whole table. Each example has a sum of its own.",
            lambda z, y: (np.exp(z) / np.exp(z).sum() - y) / z.shape[1],
        ),
        Wrong(
            "right-class-only",
            "Only where y is not 0 does your δ say anything. To raise the z of another class "
            "takes share from the right one, so it has a δ too.",
            lambda z, y: y * (softmax(z) - 1) / z.shape[1],
        ),
        Wrong(
            "sigmoids",
            "You took a sigmoid of each z by itself. Here the outputs compete, and their answers "
            "sum to 1.",
            lambda z, y: (sigmoid(z) - y) / z.shape[1],
        ),
        Wrong(
            "labels-only",
            "Your function makes labels of the targets: it looks for the one class that is right. "
            "Targets may be shares, and each of them counts.",
            labels_by_argmax,
            gives(labels_by_argmax, labels_by_comparing),
        ),
        Wrong(
            "divided-by-the-classes-alone",
            "You divided by the number of classes. The cost adds the classes up and takes the "
            "mean over the examples; those are the columns.",
            lambda z, y: (softmax(z) - y) / len(z),
        ),
        Wrong(
            "cost-returned",
            "This is the cost, one number. Asked for is how it changes with each z.",
            lambda z, y: costs(z, y).mean(),
        ),
        Wrong(
            "cost-summed-returned",
            "This is the cost, and summed over the examples besides. Asked for is how it changes "
            "with each z.",
            lambda z, y: costs(z, y).sum(),
        ),
        Wrong(
            "costs-returned",
            "These are the costs of the examples. Asked for is how C changes with each z.",
            costs,
        ),
        Wrong(
            "shares-returned",
            "This is a, the answer of the softmax. Asked for is δ.",
            lambda z, y: softmax(z),
        ),
        Wrong(
            "slope-returned",
            "This is a (1 − a). With the softmax and the logarithm together, no slope is left.",
            lambda z, y: softmax(z) * (1 - softmax(z)),
        ),
        Wrong(
            "two-kept",
            "A 2 is in it, as a squared error leaves behind. There is no square here.",
            lambda z, y: 2 * (softmax(z) - y) / z.shape[1],
        ),
        Wrong(
            "squared-errors-delta",
            "This is the way back through a squared error, with the slope a (1 − a). The cost "
            "here has a logarithm.",
            lambda z, y: 2 * (softmax(z) - y) * softmax(z) * (1 - softmax(z)) / z.shape[1],
        ),
        Wrong(
            "not-normed",
            "The exponentials are not divided by their sum. The answers of one example add up to "
            "1.",
            lambda z, y: (np.exp(z) - y) / z.shape[1],
        ),
        Wrong(
            "z-taken-for-a",
            "z is used as if it were the answer. The function is given z and has to work out a.",
            lambda z, y: (z - y) / z.shape[1],
        ),
        Wrong(
            "shares-of-z",
            "The z's are divided by their sum. The shares are made of exponentials, which are "
            "never below 0.",
            lambda z, y: (z / z.sum(axis=0) - y) / z.shape[1],
        ),
        Wrong(
            "logarithm-kept",
            "ln a stands in it. The logarithm is gone once it is differentiated.",
            lambda z, y: (np.log(softmax(z)) - y) / z.shape[1],
        ),
        Wrong(
            "softmax-twice",
            "The softmax is taken twice: its answer goes through the exponentials once more.",
            lambda z, y: (softmax(softmax(z)) - y) / z.shape[1],
        ),
        Wrong(
            "targets-not-divided",
            "The shares are divided by N and the targets are not. The mean is over the whole of "
            "a − y.",
            lambda z, y: softmax(z) / z.shape[1] - y,
        ),
        Wrong(
            "sign-of-z",
            "The exponents have the wrong sign: the largest z should get the largest share.",
            lambda z, y: (softmax(-z) - y) / z.shape[1],
        ),
        Wrong(
            "summed-over-classes",
            "The classes of each example are added up, which gives 0. Each z has a δ of its own.",
            lambda z, y: np.sum(y * (softmax(z) - 1), axis=0) / z.shape[1],
        ),
        Wrong(
            "summed-over-examples",
            "The examples are added up. Each of them keeps a column of its own.",
            lambda z, y: np.sum(softmax(z) - y, axis=1) / z.shape[1],
        ),
        Wrong(
            "diagonal-only",
            "Each z reaches the cost through every a, and your chain rule knows only its own: the "
            "slope of the others is not 0.",
            lambda z, y: y * (1 - softmax(z)) / z.shape[1],
        ),
        Wrong(
            "columns-out",
            "The numbers are right, and they came in rows, an example in each. z and y have the "
            "examples in columns.",
            lambda z, y: ((softmax(z) - y) / z.shape[1]).T,
        ),
        Wrong(
            "averaged-twice",
            "Divided by N twice.",
            lambda z, y: (softmax(z) - y) / z.shape[1] ** 2,
        ),
        Wrong(
            "shares-of-the-targets",
            "y is multiplied with a where it is subtracted: a − y is an error, a·y is a share of "
            "the right class.",
            lambda z, y: softmax(z) * y / z.shape[1],
        ),
        Wrong(
            "costs-of-the-entries",
            "These are the parts of the cost, −y ln a. Asked for is how C changes with each z.",
            lambda z, y: -y * np.log(softmax(z)) / z.shape[1],
        ),
        Wrong(
            "targets-left-out",
            "The targets are missing: this is a, divided by N.",
            lambda z, y: softmax(z) / z.shape[1],
        ),
        Wrong(
            "quotient-for-difference",
            "1 − y / a stands in it, as if a were left below the fraction bar. The softmax, "
            "differentiated, brings a factor that cancels it.",
            lambda z, y: (1 - y / softmax(z)) / z.shape[1],
        ),
        Wrong(
            "slope-of-the-right-class",
            "Only where y is not 0 does your δ say anything, and a slope is kept besides. The "
            "logarithm cancels it, and every z moves every a.",
            lambda z, y: -y * (1 - softmax(z)) * softmax(z) / z.shape[1],
        ),
    ),
)
