"""Cases, a right answer and known mistakes of neuron.paper-step."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Exercise, Wrong
from nnlib.checks.recognise import same


def paper_step(
    slope=lambda z, a: a * (1 - a), sign=-1.0, factor=2.0, inputs=(1.0, 2.0, -1.0), eta=0.5
):
    """Return every number of the exercise; the arguments make the mistakes."""
    theta, x, y = np.array([-0.2, 0.3, 0.8]), np.array([1.0, 2.0, -1.0]), 1.0
    z = theta @ x
    a = sigmoid(z)
    delta = factor * (a - y) * slope(z, a)
    gradient = delta * np.array(inputs)
    stepped = theta + sign * eta * gradient
    return {
        "z": z,
        "a": a,
        "C": (a - y) ** 2,
        "delta": delta,
        "gradient": gradient,
        "theta_new": stepped,
        "z_new": stepped @ x,
    }


def steps_uphill(seen):
    """Tell whether the gradient is the right one and the step follows it."""
    parts = seen[0][1]
    return all(
        same(parts[name], numbers[name], 2e-3, 2e-4)
        for name, numbers in (("gradient", paper_step()), ("theta_new", paper_step(sign=1.0)))
    )


def bias_last():
    """Return the right numbers with the bias behind the weights."""
    right = paper_step()
    return right | {name: np.roll(right[name], -1) for name in ("gradient", "theta_new")}


def missed(seen):
    """Return what came and what is right, for each part of the step that is not right."""
    right = paper_step()
    pairs = {name: (part, np.asarray(right[name])) for name, part in seen[0][1].items()}
    return {
        name: (got, wanted)
        for name, (got, wanted) in pairs.items()
        if not same(got, wanted, 2e-3, 2e-4)
    }


def puts_the_bias_last(seen):
    """Tell whether the gradient or the parameters come in another order, and the rest is right."""
    return all(
        np.ndim(wanted) and same(got, np.roll(wanted, -1), 2e-3, 2e-4)
        for got, wanted in missed(seen).values()
    )


def rounds_too_early(seen):
    """Tell whether all that is not right is right in its first two digits."""
    return all(same(got, wanted, 0.0, 6e-3) for got, wanted in missed(seen).values())


EXERCISE = Exercise(
    kind="compute",
    points=2,
    parts=("z", "a", "C", "delta", "gradient", "theta_new", "z_new"),
    right=paper_step(),
    rtol=2e-3,  # four digits are enough
    atol=2e-4,
    wrongs=(
        Wrong(
            "no-two",
            "The derivative of the square is there only in part: (a − y)² falls twice as fast as "
            "your `delta` says.",
            paper_step(factor=1.0),
        ),
        Wrong(
            "no-slope",
            "Your `delta` is ∂C/∂a. Between a and z stands the sigmoid, and its slope is a factor "
            "of δ.",
            paper_step(slope=lambda z, a: 1.0),
        ),
        Wrong(
            "slope-of-z",
            "The slope of the sigmoid was taken as z (1 − z). It is written with the output and "
            "not with what goes in.",
            paper_step(slope=lambda z, a: z * (1 - z)),
        ),
        Wrong(
            "y-minus-a",
            "Your δ has the sign of y − a. The derivative of (a − y)² has that of a − y: where a "
            "is too small, C falls as a grows.",
            paper_step(factor=-2.0),
        ),
        Wrong(
            "sign-of-x2",
            "x₂ is −1, and its sign belongs into the gradient of its weight.",
            paper_step(inputs=(1.0, 2.0, 1.0)),
        ),
        Wrong(
            "uphill",
            "The gradient is right and the step goes uphill: C grows along it. Downhill is the "
            "other way.",
            paper_step(sign=1.0),
            steps_uphill,
        ),
        Wrong(
            "bias-last",
            "The numbers are right and the order is not: the bias comes first, then the weights.",
            bias_last(),
            puts_the_bias_last,
        ),
        Wrong(
            "too-few-digits",
            "The first digits are right and the later ones are not: asked for are four. Round at "
            "the end, and compute with more.",
            paper_step() | {"a": 0.4, "C": 0.36},
            rounds_too_early,
        ),
        Wrong(
            "no-eta",
            "The step is the whole gradient. η says how much of it to go.",
            paper_step(eta=1.0),
        ),
        Wrong(
            "cross-entropys-delta",
            "a − y is the δ of the cross-entropy. Here the cost is the squared error.",
            paper_step(factor=1.0, slope=lambda z, a: 1.0),
        ),
    ),
)
