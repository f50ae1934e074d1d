"""Cases, a right answer and known mistakes of neuron.boundary."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import same


def boundary(w, b, x):
    """Find the line by two of its points, and the distance by walking along w."""
    at_0, at_1 = (np.linalg.solve([[1, 0], w], [x1, -b])[1] for x1 in (0.0, 1.0))
    direction = w / np.linalg.norm(w)
    return at_1 - at_0, at_0, direction @ (x - [0.0, at_0])


def line_with(slope=None, intercept=None, distance=None):
    """Return the wrong answer that computes some of the three in another way."""

    def answer(w, b, x):
        given = (slope, intercept, distance)
        right = boundary(w, b, x)
        return tuple(f(w, b, x) if f else part for f, part in zip(given, right, strict=True))

    return answer


def keeps_no_sign(seen):
    """Tell whether the distance is right but for its sign, and never below 0."""
    return all(same(parts["distance"], abs(boundary(*case.args)[2])) for case, parts in seen)


def above_is_yes(seen):
    """Tell whether the sign of the distance says above or below, and not yes or no."""

    def found(way):
        return all(
            same(parts["distance"], way * np.sign(case.args[0][1]) * boundary(*case.args)[2])
            for case, parts in seen
        )

    return found(1) or found(-1)


def boundary_cases(rng):
    """Return lines with either sign of w2, one through the origin, and a point on the line."""

    def case(name, sign, b, side):
        w = np.array([rng.uniform(0.4, 1.0), sign * rng.uniform(1.5, 3.0)])
        return Case(name, (w, b, side * rng.uniform(0.5, 1.5, 2) * w))

    b = rng.uniform(0.3, 1.0)
    on, _, x = case("", -1, b, 1).args
    x[1] = -(on[0] * x[0] + b) / on[1]
    return [
        case("w2 above 0, a point on the side of no", 1, -b, -1),
        case("w2 below 0, a point on the side of yes", -1, b, 1),
        case("a line through the origin", 1, 0.0, 1),
        Case("a point on the line", (on, b, x)),
    ]


EXERCISE = Exercise(
    kind="derive",
    points=2,
    parts=("slope", "intercept", "distance"),
    cases=boundary_cases,
    right=boundary,
    wrongs=(
        Wrong(
            "order",
            "`slope` and `intercept` have changed places: the slope is the factor of x₁.",
            line_with(slope=lambda w, b, x: -b / w[1], intercept=lambda w, b, x: -w[0] / w[1]),
        ),
        Wrong(
            "slope-sign",
            "`slope`: on its way to the other side of the equation, w₁x₁ changes its sign.",
            line_with(slope=lambda w, b, x: w[0] / w[1]),
        ),
        Wrong(
            "solved-for-x1",
            "`slope`: you have solved for x₁. Asked for is how x₂ changes along the line when x₁ "
            "grows by 1.",
            line_with(slope=lambda w, b, x: -w[1] / w[0]),
        ),
        Wrong(
            "slope-of-w",
            "`slope`: this is the direction of w, and w stands at a right angle to the line.",
            line_with(slope=lambda w, b, x: w[1] / w[0]),
        ),
        Wrong(
            "intercept-sign",
            "`intercept`: on its way to the other side of the equation, b changes its sign.",
            line_with(intercept=lambda w, b, x: b / w[1]),
        ),
        Wrong(
            "intercept-not-divided",
            "`intercept`: at x₁ = 0 the equation is w₂x₂ + b = 0, and yours solves x₂ + b = 0.",
            line_with(intercept=lambda w, b, x: -b),
        ),
        Wrong(
            "z-is-no-distance",
            "`distance`: this is z. Double w and b: z doubles, and the line has not moved.",
            line_with(distance=lambda w, b, x: w @ x + b),
        ),
        Wrong(
            "no-sign",
            "`distance`: its size is right, and it does not tell on which side the point lies.",
            line_with(distance=lambda w, b, x: abs(w @ x + b) / np.hypot(*w)),
            keeps_no_sign,
        ),
        Wrong(
            "above-and-below",
            "`distance`: its size is right, and its sign tells whether the point lies above the "
            "line or below it. Which of the two is the side of yes depends on w₂.",
            line_with(distance=lambda w, b, x: np.sign(w[1]) * (w @ x + b) / np.hypot(*w)),
            above_is_yes,
        ),
        Wrong(
            "length-squared",
            "`distance`: divided by the length of w squared. Is a root missing?",
            line_with(distance=lambda w, b, x: (w @ x + b) / (w @ w)),
        ),
        Wrong(
            "length-with-bias",
            "`distance`: b is among the numbers whose length you divide by. It moves the line and "
            "does not turn it.",
            line_with(distance=lambda w, b, x: (w @ x + b) / np.linalg.norm([b, *w])),
        ),
        Wrong(
            "no-bias",
            "`distance`: the bias is left out, so this is the distance from the parallel through "
            "the origin.",
            line_with(distance=lambda w, b, x: w @ x / np.hypot(*w)),
        ),
        Wrong(
            "straight-up",
            "`distance`: measured along x₂. The shortest way to a slanted line is not straight up.",
            line_with(distance=lambda w, b, x: x[1] + (w[0] * x[0] + b) / w[1]),
        ),
        Wrong(
            "intercept-on-the-other-axis",
            "`intercept`: this is where the line meets the axis of x₁. Asked for is x₂ where x₁ "
            "is 0.",
            line_with(intercept=lambda w, b, x: -b / w[0]),
        ),
        Wrong(
            "intercept-on-the-other-axis-and-sign",
            "`intercept`: this has to do with the axis of x₁, and with the wrong sign. Asked for "
            "is x₂ where x₁ is 0.",
            line_with(intercept=lambda w, b, x: b / w[0]),
        ),
        Wrong(
            "slope-not-divided",
            "`slope`: at b = 0 the equation is w₁x₁ + w₂x₂ = 0, and yours solves w₁x₁ + x₂ = 0.",
            line_with(slope=lambda w, b, x: -w[0]),
        ),
        Wrong(
            "intercept-by-length",
            "`intercept`: divided by the length of w. That gives the distance of the line from "
            "the origin; the intercept is measured along x₂.",
            line_with(intercept=lambda w, b, x: -b / np.hypot(*w)),
        ),
        Wrong(
            "distance-of-the-origin",
            "`distance`: this is the distance of the origin. The point x does not take part in it.",
            line_with(distance=lambda w, b, x: b / np.hypot(*w)),
        ),
        Wrong(
            "side-exchanged",
            "`distance`: its size is right, and yes and no are exchanged. Positive is where z > 0.",
            line_with(distance=lambda w, b, x: -(w @ x + b) / np.hypot(*w)),
        ),
        Wrong(
            "bias-subtracted",
            "`distance`: b is subtracted. z is the weighted sum plus b.",
            line_with(distance=lambda w, b, x: (w @ x - b) / np.hypot(*w)),
        ),
        Wrong(
            "length-of-x",
            "`distance`: divided by the length of x. By how much z grows on a walk is up to w.",
            line_with(distance=lambda w, b, x: (w @ x + b) / np.hypot(*x)),
        ),
        Wrong(
            "sum-for-length",
            "`distance`: divided by the sum of the weights. The length of w is the root of the "
            "sum of their squares.",
            line_with(distance=lambda w, b, x: (w @ x + b) / w.sum()),
        ),
        Wrong(
            "sum-of-sizes-for-length",
            "`distance`: divided by |w₁| + |w₂|. The length of w is the root of the sum of their "
            "squares.",
            line_with(distance=lambda w, b, x: (w @ x + b) / abs(w).sum()),
        ),
        Wrong(
            "divided-by-one-weight",
            "`distance`: divided by one of the weights. A walk along w changes both inputs, so "
            "the length of w counts.",
            line_with(distance=lambda w, b, x: (w @ x + b) / w[0]),
        ),
        Wrong(
            "bias-outside",
            "`distance`: b is added after the division. All of z is divided.",
            line_with(distance=lambda w, b, x: w @ x / np.hypot(*w) + b),
        ),
        Wrong(
            "multiplied-by-length",
            "`distance`: multiplied by the length of w. A walk of d changes z by d ‖w‖; which of "
            "the two do you know?",
            line_with(distance=lambda w, b, x: (w @ x + b) * np.hypot(*w)),
        ),
        Wrong(
            "slope-w1",
            "`slope`: this is the weight of x₁. Solve the equation for x₂: its own weight has to "
            "go to the other side, and w₁x₁ changes its sign.",
            line_with(slope=lambda w, b, x: w[0]),
        ),
        Wrong(
            "slope-multiplied",
            "`slope`: w₂ multiplies where it should divide.",
            line_with(slope=lambda w, b, x: -w[0] * w[1]),
        ),
        Wrong(
            "intercept-is-b",
            "`intercept`: this is b. Solve w₂x₂ + b = 0 for x₂.",
            line_with(intercept=lambda w, b, x: b),
        ),
        Wrong(
            "intercept-multiplied",
            "`intercept`: w₂ multiplies where it should divide.",
            line_with(intercept=lambda w, b, x: -b * w[1]),
        ),
        Wrong(
            "distance-from-the-origin",
            "`distance`: this is how far the point is from (0, 0). Asked for is its distance from "
            "the line.",
            line_with(distance=lambda w, b, x: np.hypot(*x)),
        ),
        Wrong(
            "divided-by-w2",
            "`distance`: divided by w₂, which gives the distance along x₂. The shortest way to a "
            "slanted line is not straight up.",
            line_with(distance=lambda w, b, x: (w @ x + b) / abs(w[1])),
        ),
    ),
)
