"""Cases, a right answer and known mistakes of neuron.tanh-delta."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong
from nnlib.numerical import numerical_gradient


def tanh_delta(z, y):
    """Nudge z: the derivative of the cost (tanh z − y)², one z at a time."""
    return np.array(
        [
            numerical_gradient(lambda v, t=t: np.sum((np.tanh(v) - t) ** 2), np.array([v]))[0]
            for v, t in zip(z, y, strict=True)
        ]
    )


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
    rtol=1e-5,
    wrongs=(
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
    ),
)
