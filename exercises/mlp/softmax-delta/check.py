"""Cases, a right answer and known mistakes of mlp.softmax-delta."""

import numpy as np

from nnlib.activations import sigmoid, softmax
from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import gives
from nnlib.numerical import numerical_gradient


def nudged_softmax_delta(z, y):
    """Nudge z: the mean over the columns of −Σ y ln a, with ln a = z − ln Σ eᶻ."""

    def cost(v):
        return np.sum(y * (np.log(np.exp(v).sum(axis=0)) - v)) / v.shape[1]

    return numerical_gradient(cost, z)


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
    right=nudged_softmax_delta,
    rtol=1e-5,
    wrongs=(
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
    ),
)
