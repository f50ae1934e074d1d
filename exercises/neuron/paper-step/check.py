"""Cases, a right answer and known mistakes of neuron.paper-step."""

from functools import partial

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Exercise, Round, Wrong
from nnlib.checks.recognise import same
from nnlib.checks.rounds import swaps

GIVEN = (-0.2, 0.3, 0.8)  # b, w1, w2


def paper_step(
    slope=lambda z, a: a * (1 - a),
    sign=-1.0,
    factor=2.0,
    inputs=(1.0, 2.0, -1.0),
    eta=0.5,
    *,
    entering=(1.0, 2.0, -1.0),
    squash=sigmoid,
    cost=np.square,
    start=1.0,
    again=(1.0, 2.0, -1.0),
    theta=GIVEN,
):
    """Return every number of the exercise; the arguments make the mistakes."""
    theta, y = np.array(theta), 1.0
    z = theta @ np.array(entering)
    a = squash(z)
    delta = factor * (a - y) * slope(z, a)
    gradient = delta * np.array(inputs)
    stepped = start * theta + sign * eta * gradient
    return {
        "z": z,
        "a": a,
        "C": cost(a - y),
        "delta": delta,
        "gradient": gradient,
        "theta_new": stepped,
        "z_new": stepped @ np.array(again),
    }


def steps_uphill(step, seen):
    """Tell whether the gradient is the right one and the step follows it."""
    parts = seen[0][1]
    return all(
        same(parts[name], numbers[name], 2e-3, 2e-4)
        for name, numbers in (("gradient", step()), ("theta_new", step(sign=1.0)))
    )


def bias_last(step):
    """Return the right numbers with the bias behind the weights."""
    right = step()
    return right | {name: np.roll(right[name], -1) for name in ("gradient", "theta_new")}


def missed(step, seen):
    """Return what came and what is right, for each part of the step that is not right."""
    right = step()
    pairs = {name: (part, np.asarray(right[name])) for name, part in seen[0][1].items()}
    return {
        name: (got, wanted)
        for name, (got, wanted) in pairs.items()
        if not same(got, wanted, 2e-3, 2e-4)
    }


def puts_the_bias_last(step, seen):
    """Tell whether the first part that is not right is so by its order alone."""
    got, wanted = next(iter(missed(step, seen).values()))  # what follows was computed from it
    return np.ndim(wanted) and same(got, np.roll(wanted, -1), 2e-3, 2e-4)


def rounds_too_early(step, seen):
    """Tell whether all that is not right is right in its first two digits."""
    return all(same(got, wanted, 0.0, 6e-3) for got, wanted in missed(step, seen).values())


def mistakes(theta):
    """Return the catalogue, made with the parameters of the statement or with others."""
    step = partial(paper_step, theta=theta)
    z, a, C = (float(step()[name]) for name in ("z", "a", "C"))
    z = round(z, 9)  # as it is worked out on paper
    return (
        Wrong(
            "no-two",
            "The derivative of the square is there only in part: (a − y)² falls twice as fast as "
            "your `delta` says.",
            step(factor=1.0),
        ),
        Wrong(
            "no-slope",
            "Your `delta` is ∂C/∂a. Between a and z stands the sigmoid, and its slope is a factor "
            "of δ.",
            step(slope=lambda z, a: 1.0),
        ),
        Wrong(
            "slope-of-z",
            "The slope of the sigmoid was taken as z (1 − z). It is written with the output and "
            "not with what goes in.",
            step(slope=lambda z, a: z * (1 - z)),
        ),
        Wrong(
            "y-minus-a",
            "Your δ has the sign of y − a. The derivative of (a − y)² has that of a − y: where a "
            "is too small, C falls as a grows.",
            step(factor=-2.0),
        ),
        Wrong(
            "sign-of-x2",
            "x₂ is −1, and its sign belongs into the gradient of its weight.",
            step(inputs=(1.0, 2.0, 1.0)),
        ),
        Wrong(
            "uphill",
            "The gradient is right and the step goes uphill: C grows along it. Downhill is the "
            "other way.",
            step(sign=1.0),
            partial(steps_uphill, step),
        ),
        Wrong(
            "bias-last",
            "The numbers are right and the order is not: the bias comes first, then the weights.",
            bias_last(step),
            partial(puts_the_bias_last, step),
        ),
        Wrong(
            "too-few-digits",
            "The first digits are right and the later ones are not: asked for are four. Round at "
            "the end, and compute with more.",
            step() | {"a": float(f"{a:.2g}"), "C": float(f"{C:.2g}")},
            partial(rounds_too_early, step),
        ),
        Wrong(
            "no-eta",
            "The step is the whole gradient. η says how much of it to go.",
            step(eta=1.0),
        ),
        Wrong(
            "cross-entropys-delta",
            "a − y is the δ of the cross-entropy. Here the cost is the squared error.",
            step(factor=1.0, slope=lambda z, a: 1.0),
        ),
        Wrong(
            "bias-not-in-z",
            "`z`: the bias is missing from the weighted sum.",
            step(entering=(0.0, 2.0, -1.0)),
        ),
        Wrong(
            "bias-subtracted",
            "`z`: the bias is added to the weighted sum as it is, with the sign that it has, and "
            "yours was turned.",
            step(entering=(-1.0, 2.0, -1.0)),
        ),
        Wrong(
            "sign-of-x2-in-z",
            "`z`: x₂ is −1, and its sign belongs in the weighted sum.",
            step(entering=(1.0, 2.0, 1.0)),
        ),
        Wrong(
            "sign-of-z",
            f"`a`: this is the sigmoid of {-z:g}, and z is below 0. σ(−z) is 1 − σ(z).",
            step(squash=lambda z: sigmoid(-z)),
        ),
        Wrong(
            "not-squared",
            "`C`: the difference between answer and label is there, and the square is not.",
            step(cost=lambda e: e),
        ),
        Wrong(
            "size-of-the-error",
            "`C`: this is how far the answer is from the label, and the cost is the square of "
            "that.",
            step(cost=abs),
        ),
        Wrong(
            "half-of-the-square",
            "`C`: some books put a ½ before the square. This cost has none.",
            step(cost=lambda e: e**2 / 2),
        ),
        Wrong(
            "slope-squared",
            "`delta`: the slope of the sigmoid was taken as (1 − a)². It has two different "
            "factors, one for each end at which the sigmoid is flat.",
            step(slope=lambda z, a: (1 - a) ** 2),
        ),
        Wrong(
            "half-a-slope",
            "`delta`: only a stands where the slope of the sigmoid belongs. At a = 1 the sigmoid "
            "is flat, and your factor is not 0 there.",
            step(slope=lambda z, a: a),
        ),
        Wrong(
            "other-half-of-the-slope",
            "`delta`: only 1 − a stands where the slope of the sigmoid belongs. At a = 0 the "
            "sigmoid is flat, and your factor is not 0 there.",
            step(slope=lambda z, a: 1 - a),
        ),
        Wrong(
            "tanh-slope",
            "`delta`: 1 − a² is the slope of the hyperbolic tangent, and this neuron has a "
            "sigmoid.",
            step(slope=lambda z, a: 1 - a**2),
        ),
        Wrong(
            "slope-alone",
            "`delta`: this is the slope of the sigmoid, one of the two factors. How C changes "
            "with a is the other.",
            step(factor=1 / (sigmoid(z) - 1)),
        ),
        Wrong(
            "cost-times-slope",
            "`delta`: C itself stands in it where its derivative belongs.",
            step(factor=sigmoid(z) - 1),
        ),
        Wrong(
            "weights-for-inputs",
            "`gradient`: δ was multiplied by the weights. The derivative with respect to a weight "
            "is δ times what came in through it.",
            step(inputs=(1.0, *theta[1:])),
        ),
        Wrong(
            "bias-times-delta",
            "`gradient`: in the entry of the bias, δ was multiplied by the bias. What comes in "
            "through a bias is 1.",
            step(inputs=(theta[0], 2.0, -1.0)),
        ),
        Wrong(
            "parameters-for-inputs",
            "`gradient`: δ was multiplied by the parameters. Each derivative is δ times what came "
            "in there: 1, x₁ and x₂.",
            step(inputs=theta),
        ),
        Wrong(
            "inputs-left-out",
            "`gradient`: all three entries are δ. Each weight's holds what came in through it as "
            "well.",
            step(inputs=(1.0, 1.0, 1.0)),
        ),
        Wrong(
            "step-alone",
            "`theta_new`: this is how far the parameters move. Where do they arrive, from where "
            "they stood?",
            step(start=0.0),
        ),
        Wrong(
            "bias-not-in-the-new-z",
            "`z_new`: the new bias is missing from the weighted sum.",
            step(again=(0.0, 2.0, -1.0)),
        ),
        Wrong(
            "sign-of-x2-in-the-new-z",
            "`z_new`: x₂ is −1, and its sign belongs in the weighted sum.",
            step(again=(1.0, 2.0, 1.0)),
        ),
        Wrong(
            "output-for-z",
            "`z_new`: this is the new answer, σ of the new z. Asked for is z itself.",
            step() | {"z_new": sigmoid(step()["z_new"])},
        ),
        Wrong(
            "old-z",
            "`z_new`: this is z before the step. Work it out again with the new parameters.",
            step() | {"z_new": z},
        ),
        Wrong(
            "the-other-label",
            "`C`: compared with the label 0. This example has the label 1.",
            step(cost=lambda e: (e + 1) ** 2),
        ),
        Wrong(
            "bias-stays",
            "`theta_new`: the weights move, and the bias stays where it was. It is a parameter "
            "like them.",
            step(inputs=(0.0, 2.0, -1.0)) | {"gradient": step()["gradient"]},
        ),
        Wrong(
            "bias-stays-in-the-new-z",
            "`z_new`: the old bias is in it. The bias takes its step as the weights do.",
            step() | {"z_new": step(inputs=(0.0, 2.0, -1.0))["z_new"]},
        ),
    )


def phrases(b, w1, w2):
    """Return the pieces of text in which the parameters stand."""
    z = round(b + 2 * w1 - w2, 9)
    return [
        rf"w = ({w1},\ {w2})",
        f"b = {b}",
        rf"\sigma({z}) = {sigmoid(z):.5f}",
        f"np.array([{b}, {w1}, {w2}])",
    ]


def other(**theta):
    """Return the exercise with other parameters; z stays negative, as the catalogue says."""
    values = tuple(theta.values())
    made = swaps(phrases, dict(zip(theta, GIVEN, strict=True)), theta)
    return Round(swaps=made, right=paper_step(theta=values), wrongs=mistakes(values))


EXERCISE = Exercise(
    kind="compute",
    points=2,
    parts=("z", "a", "C", "delta", "gradient", "theta_new", "z_new"),
    right=paper_step(),
    rtol=2e-3,  # four digits are enough
    atol=2e-4,
    wrongs=mistakes(GIVEN),
    rounds=(
        other(b=0.1, w1=0.2, w2=0.7),
        other(b=0.7, w1=-0.4, w2=0.5),
        other(b=-0.5, w1=0.6, w2=0.9),
    ),
)
