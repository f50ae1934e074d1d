"""Exercises of the chapter One neuron: right answers, wrong ones, and what to say of them.

Statements and solutions stand in `exercises/neuron.ipynb`. Parameters of a neuron come in the order
of `nnlib.Neuron(…).theta`: the bias, then the weights.
"""

from dataclasses import dataclass

import numpy as np

from nnlib import datasets
from nnlib.activations import sigmoid
from nnlib.checks.exercise import Case, Exercise, Wrong
from nnlib.checks.values import agree
from nnlib.neuron import Neuron
from nnlib.numerical import numerical_gradient
from nnlib.training import train


def same(got, wanted, rtol=1e-6, atol=1e-9):
    """Tell whether a part is a certain number or list of numbers."""
    return agree(got, np.asarray(wanted, float), rtol, atol)


# Two gates by thought -----------------------------------------------------------------------------

CORNERS = np.array(datasets.CORNERS)
GATES = {"NAND": [1, 1, 1, 0], "p and not q": [0, 0, 1, 0]}


def units(parts):
    """Return weights and bias of each unit, as far as what came is two weights and one bias."""
    given = {
        "NAND": (np.array([-2.0, -3.0]), parts["b_nand"]),
        "p and not q": (parts["w"], parts["b"]),
    }
    return {
        name: (w, b.item())
        for name, (w, b) in given.items()
        if not isinstance(w, str) and not isinstance(b, str) and (w.shape, b.size) == ((2,), 1)
    }


def fires(w, b, passes=np.greater):
    """Return what a threshold unit answers in the four corners."""
    return passes(CORNERS @ w + b, 0).astype(int).tolist()


def is_gate(name):
    """Return a requirement: this unit is right in all four corners."""
    return lambda case, parts: name in units(parts) and fires(*units(parts)[name]) == GATES[name]


def would_be_right(change):
    """Return a symptom: some unit is wrong, and right once `change` has answered in its place."""
    return lambda seen: any(
        fires(w, b) != GATES[name] == change(w, b) for name, (w, b) in units(seen[0][1]).items()
    )


def other_sign(w, b):
    """Answer as a unit whose bias has the other sign."""
    return fires(w, -b)


def on_the_line(w, b):
    """Answer as a unit that fires at z = 0 already."""
    return fires(w, b, np.greater_equal)


def answers(name, *wanted):
    """Return a symptom: this unit answers in one of these ways, and neither change mends it."""
    return lambda seen: (
        name in units(seen[0][1])
        and fires(*units(seen[0][1])[name]) in wanted
        and not would_be_right(other_sign)(seen)
        and not would_be_right(on_the_line)(seen)
    )


def never_fires(seen):
    """Tell whether a unit is silent in all four corners, and neither change mends it."""
    return any(answers(name, [0, 0, 0, 0])(seen) for name in GATES)


def shapeless(seen):
    """Tell whether there are numbers, but not two weights and a bias."""
    parts = seen[0][1]
    return len(units(parts)) < 2 and not any(isinstance(part, str) for part in parts.values())


NAND_THRESHOLD = Exercise(
    id="neuron.nand-threshold",
    kind="compute",
    points=1,
    parts=("b_nand", "w", "b"),
    right={"b_nand": 3.5, "w": [2, -2], "b": -1},
    requires={name: is_gate(name) for name in GATES},
    wrongs=(
        Wrong(
            "sign-of-the-threshold",
            "A bias is the threshold moved to the other side of the inequality, and on the way it "
            "changes its sign. One of yours has the sign that it had before.",
            {"b_nand": -4, "w": [1, -1], "b": -0.5},
            would_be_right(other_sign),
        ),
        Wrong(
            "on-the-line",
            "In one row z is exactly 0 where the unit should fire. It fires for z > 0, so not yet.",
            {"b_nand": 3, "w": [1, -1], "b": -0.5},
            would_be_right(on_the_line),
        ),
        Wrong(
            "bias-too-small",
            "Your NAND falls silent while only one of its inputs is 1. Compare its bias with what "
            "each weight takes away alone. (The chapter's bias goes with the chapter's weights.)",
            {"b_nand": 1.5, "w": [1, -1], "b": -0.5},
            answers("NAND", [1, 0, 0, 0], [1, 0, 1, 0]),
        ),
        Wrong(
            "always-fires",
            "Your NAND fires for (1, 1) too: there z is still above 0.",
            {"b_nand": 6, "w": [1, -1], "b": -0.5},
            answers("NAND", [1, 1, 1, 1]),
        ),
        Wrong(
            "p-and-q-exchanged",
            "Your second unit fires for q without p. The first weight is the one that p is "
            "multiplied by.",
            {"b_nand": 4, "w": [-1, 1], "b": -0.5},
            answers("p and not q", [0, 1, 0, 0]),
        ),
        Wrong(
            "and",
            "Your second unit is an AND: there q pulls z up, and here it should pull z down.",
            {"b_nand": 4, "w": [1, 1], "b": -1.5},
            answers("p and not q", [0, 0, 0, 1]),
        ),
        Wrong(
            "whatever-q",
            "Your second unit fires for p, whether q is there or not. What has q to do to z when "
            "both are 1?",
            {"b_nand": 4, "w": [2, -1], "b": -0.5},
            answers("p and not q", [0, 0, 1, 1]),
        ),
        Wrong(
            "negated",
            "Your second unit answers the opposite of what is asked, in every row.",
            {"b_nand": 4, "w": [-1, 1], "b": 0.5},
            answers("p and not q", [1, 1, 0, 1]),
        ),
        Wrong(
            "never-fires",
            "One of your units never fires. Which row should lift its z above 0, and how far does "
            "that row get?",
            {"b_nand": 4, "w": [1, -1], "b": -2},
            never_fires,
        ),
        Wrong(
            "not-a-unit",
            "A unit has two weights, one for p and one for q, and one bias.",
            {"b_nand": 4, "w": 1, "b": -0.5},
            shapeless,
        ),
    ),
    hints=(
        "Write $z$ down for the four rows $(p, q)$, with the letters that you do not know yet. "
        "Each row says of its $z$ either $> 0$ or $\\le 0$.",
        "NAND: the rows ask for $b > 0$, $b - 3 > 0$, $b - 2 > 0$ and $b - 5 \\le 0$. The other "
        "unit: $p$ pulls $z$ up and $q$ pulls it down, so their weights differ in sign.",
        "NAND: the strictest of the first three inequalities and the fourth leave $3 < b \\le 5$. "
        "The other unit: take $w_1 = 1$ and a bias halfway between what $z$ must and must not "
        "reach; then choose $w_2$ so that $q$ takes away at least what $p$ has brought.",
    ),
    why="Every row of the table is one inequality, and a unit is whatever satisfies all four. "
    "There is room between them, which is why many answers are right, and why a neuron can "
    "find one by small steps. For exclusive or the four inequalities contradict each other.",
)

# A full adder from two units ----------------------------------------------------------------------


def adder(p, q, r, carry_from=1.5, taken_away=2):
    """Add three bits with two threshold units; the arguments make the mistakes."""
    carry = int(p + q + r > carry_from)
    return carry, int(p + q + r - taken_away * carry > 0.5)


def as_wrong(name, message, answer):
    """Return a mistake that all eight rows show; two mistakes may have most of them in common."""

    def found(seen):
        return all(
            same(parts[name], bit)
            for case, parts in seen
            for name, bit in zip(("carry", "total"), answer(*case.args), strict=True)
        )

    return Wrong(name, message, answer, found)


def adder_cases(rng):
    """Return the eight rows, in any order."""
    rows = rng.permutation(list(np.ndindex(2, 2, 2))).tolist()
    return [Case(f"{p} + {q} + {r}", (p, q, r)) for p, q, r in rows]


FULL_ADDER = Exercise(
    id="neuron.full-adder",
    kind="implement",
    points=2,
    parts=("carry", "total"),
    cases=adder_cases,
    right=lambda p, q, r: divmod(p + q + r, 2),
    wrongs=(
        as_wrong(
            "order",
            "Both bits are right and they come in the wrong order: the carry first, as one writes "
            "it.",
            lambda p, q, r: adder(p, q, r)[::-1],
        ),
        as_wrong(
            "carry-does-not-count",
            "Your total is 1 whenever any of the bits is. The carry stands for more than it takes "
            "away.",
            lambda p, q, r: adder(p, q, r, taken_away=1),
        ),
        as_wrong(
            "carry-takes-all",
            "Your carry takes away so much that nothing is left of 1 + 1 + 1. What is a carry "
            "worth?",
            lambda p, q, r: adder(p, q, r, taken_away=3),
        ),
        as_wrong(
            "carry-of-three",
            "Your carry waits for three ones. It is due as soon as the sum needs a second digit.",
            lambda p, q, r: adder(p, q, r, carry_from=2.5),
        ),
        as_wrong(
            "carry-of-one",
            "Your carry comes with the first one already, when one digit still has room for it.",
            lambda p, q, r: adder(p, q, r, carry_from=0.5),
        ),
        as_wrong(
            "half-adder",
            "This adds `p` and `q` only: the carry `r` from the column to the right is left out.",
            lambda p, q, r: adder(p, q, 0),
        ),
    ),
    hints=(
        "Both units may treat the three bits alike, so what counts is how many of them are 1.",
        "The carry is 1 from two ones upwards. For the total, list that number and the carry next "
        "to the wanted answer: $(0, 0) \\to 0$, $(1, 0) \\to 1$, $(2, 1) \\to 0$, $(3, 1) \\to 1$.",
        "All weights of the bits are 1. The bias of the carry lies halfway between one and two, "
        "with a minus. A carry stands for two ones, so the second unit gives it a weight that "
        "takes two away; what is left is 0 or 1, and the bias lies halfway between these.",
    ),
    why="The total is 1 for one or three ones and 0 for none or two, and no single unit that sees "
    "only the three bits can do that: for the rows with $k$ ones the average of $z$ lies on a "
    "straight line in $k$, and a straight line cannot change its sign three times. The second "
    "unit can, because it also looks at the first one's answer.",
)

# One step on paper --------------------------------------------------------------------------------


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


PAPER_STEP = Exercise(
    id="neuron.paper-step",
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
    hints=(
        "Work in the order of the list: $z$, then $a$, then $C$, and only then back. Nothing on "
        "the way back needs a new exponential.",
        "$\\delta$ is a product of two factors: how $C$ changes with $a$, and how $a$ changes with "
        "$z$.",
        "$\\delta = 2 (a - y)\\, a (1 - a)$, and each gradient is $\\delta$ times what came in: 1, "
        "$x_1$, $x_2$. Mind two signs: $a - y$ is negative, and so is $x_2$.",
    ),
    why="One step changes $z$ by $-\\eta\\,\\delta\\,(1 + x_1^2 + x_2^2)$: every input helps, "
    "whatever its sign, because its weight moves the way that the input pushes.",
)

# A neuron that answers between -1 and 1 -----------------------------------------------------------


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


TANH_DELTA = Exercise(
    id="neuron.tanh-delta",
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
    hints=(
        "Only one of the two factors of $\\delta$ changes when the sigmoid is replaced. Which one?",
        "Call the numerator of $\\tanh z$ $s$ and the denominator $c$. What are $s'$ and $c'$? The "
        "quotient rule gives $(s'c - sc') / c^2$.",
        "$s' = c$ and $c' = s$, so the quotient rule gives $1 - (s/c)^2$. What is $s/c$?",
    ),
    why="With $s = e^z - e^{-z}$ and $c = e^z + e^{-z}$ you have $s' = c$ and $c' = s$, so\n\n"
    "$$\\tanh'(z) = \\frac{c \\cdot c - s \\cdot s}{c^2} = 1 - a^2.$$\n\n"
    "The slope is largest at $z = 0$, and there it is 1, four times the sigmoid's $\\tfrac14$.",
)

# Where the line runs ------------------------------------------------------------------------------


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


BOUNDARY = Exercise(
    id="neuron.boundary",
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
    ),
    hints=(
        "On the line $z = 0$. Which of the letters in $w_1 x_1 + w_2 x_2 + b = 0$ are given, and "
        "which one do you solve for?",
        "For the distance: along the line $w_1 x_1 + w_2 x_2$ does not change, so $w$ stands at a "
        "right angle to it. Walk from the line a way $d$ in the direction $w / \\lVert w \\rVert$: "
        "by how much does $z$ grow?",
        "Solved for $x_2$, the factor of $x_1$ is the slope and the rest is the intercept; both "
        "are divided by $w_2$. A walk of $d$ along $w / \\lVert w \\rVert$ changes $z$ by $d\\, "
        "\\lVert w \\rVert$, with $\\lVert w \\rVert^2 = w_1^2 + w_2^2$. Solve for $d$.",
    ),
    why="$z$ is the distance from the line, measured in units of $1 / \\lVert w \\rVert$. Training "
    "can turn the line and shift it, and it can also make all parameters larger together: the "
    "line stays, and the step from no to yes grows steeper. That is why the weights keep "
    "growing when a line parts the points.",
)

# A batch, loss and gradient -----------------------------------------------------------------------


def batch(X, y, w, b):
    """Ask the library: loss and gradient, the bias first."""
    neuron = Neuron(w.size)
    neuron.theta[:] = [b, *w]
    return neuron.loss_and_grad(X, y[:, None])


def batch_with(slope=lambda z, a: a * (1 - a), per=lambda y: y.size, factor=2.0):
    """Return an answer that computes δ in this way."""

    def answer(X, y, w, b):
        z = X @ w + b
        a = sigmoid(z)
        delta = factor / per(y) * (a - y) * slope(z, a)
        return np.mean((a - y) ** 2), np.concatenate([[delta.sum()], delta @ X])

    return answer


def batch_scaled(by):
    """Return an answer whose loss and gradient belong together and are both off by a factor."""
    return lambda X, y, w, b: tuple(by(y) * part for part in batch(X, y, w, b))


def alone(part, by):
    """Return a symptom: this part is off by a factor in each case, and not both parts are."""

    def found(seen):
        off = {"loss": True, "gradient": True}
        for case, parts in seen:
            for name, right in zip(off, batch(*case.args), strict=True):
                off[name] &= same(parts[name], by(case.args[1]) * right)
        return off[part] and not all(off.values())

    return found


def batch_transposed(X, y, w, b):
    """Put X on the other side of δ, which fits where there are as many examples as inputs."""
    loss, gradient = batch(X, y, w, b)
    return loss, np.append(gradient[0], X @ (batch_delta(X, y, w, b)))


def batch_delta(X, y, w, b):
    """Return the δ of each example, read off from the trace of the library."""
    neuron = Neuron(w.size)
    neuron.theta[:] = [b, *w]
    return neuron.backward(neuron.forward(X), y[:, None]).deltas[1][0]


def batch_cases(rng):
    """Return tables of several shapes, a square one among them."""

    def case(name, N, D):
        X, y = rng.normal(size=(N, D)), rng.integers(0, 2, N).astype(float)
        return Case(name, (X, y, rng.normal(size=D), float(rng.uniform(0.3, 1.0))))

    return [
        case("six examples, two inputs", 6, 2),
        case("three examples, three inputs", 3, 3),
        case("one example", 1, 4),
        case("five examples, one input", 5, 1),
    ]


BATCH_GRADIENT = Exercise(
    id="neuron.batch-gradient",
    kind="implement",
    points=2,
    parts=("loss", "gradient"),
    cases=batch_cases,
    right=batch,
    wrongs=(
        Wrong(
            "sum-of-squares",
            "Loss and gradient belong together, and both are those of a sum over the examples. "
            "Asked for is the mean.",
            batch_scaled(lambda y: y.size),
        ),
        Wrong(
            "half-of-the-square",
            "Loss and gradient belong together, and both are half of what they should be. Some "
            "books put a ½ before the square so that the 2 cancels; this loss has none.",
            batch_scaled(lambda y: 0.5),
        ),
        Wrong(
            "order",
            "Both are right and they come in the wrong order: the loss first, then the gradient.",
            lambda X, y, w, b: batch(X, y, w, b)[::-1],
        ),
        Wrong(
            "cross-entropys-delta",
            "`gradient`: a − y, divided by N, is the δ of the cross-entropy. Here the loss is the "
            "squared error.",
            batch_with(slope=lambda z, a: 1.0, factor=1.0),
        ),
        Wrong(
            "not-averaged",
            "`gradient`: the loss is a mean and your gradient is that of a sum. Where is the 1/N?",
            batch_with(per=lambda y: 1),
            alone("gradient", lambda y: y.size),
        ),
        Wrong(
            "averaged-twice",
            "`gradient`: divided by N twice. Once δ carries the 1/N, the gradient is a plain sum "
            "over the examples.",
            batch_with(per=lambda y: y.size**2),
        ),
        Wrong(
            "bias-averaged-twice",
            "`gradient`: the weights' part is right. The bias has the mean of the δs where it "
            "needs their sum, since δ carries the 1/N already.",
            lambda X, y, w, b: (
                batch(X, y, w, b)[0],
                batch(X, y, w, b)[1] / np.append(y.size, np.ones_like(w)),
            ),
        ),
        Wrong(
            "weights-not-averaged",
            "`gradient`: the entry of the bias is right. Those of the weights are sums over the "
            "examples without the 1/N.",
            lambda X, y, w, b: (
                batch(X, y, w, b)[0],
                batch(X, y, w, b)[1] * np.append(1.0, np.full_like(w, y.size)),
            ),
        ),
        Wrong(
            "slope-of-z",
            "`gradient`: the slope of the sigmoid was taken as z (1 − z). Which of the two "
            "numbers, what goes in or what comes out, is it written with?",
            batch_with(slope=lambda z, a: z * (1 - z)),
        ),
        Wrong(
            "no-slope",
            "`gradient`: your δ is ∂C/∂a. The slope of the sigmoid is missing.",
            batch_with(slope=lambda z, a: 1.0),
        ),
        Wrong(
            "no-two",
            "`gradient`: half of what it should be. The square has left its 2 behind.",
            batch_with(factor=1.0),
            alone("gradient", lambda y: 0.5),
        ),
        Wrong(
            "bias-last",
            "`gradient`: the numbers are right and the order is not. The bias comes first.",
            lambda X, y, w, b: (batch(X, y, w, b)[0], np.roll(batch(X, y, w, b)[1], -1)),
        ),
        Wrong(
            "no-entry-for-the-bias",
            "`gradient`: the bias is missing. There are 1 + D parameters, so 1 + D numbers.",
            lambda X, y, w, b: (batch(X, y, w, b)[0], batch(X, y, w, b)[1][1:]),
        ),
        Wrong(
            "bias-forgotten",
            "b does not get into z, so the neuron answers as if its bias were 0.",
            lambda X, y, w, b: batch(X, y, w, 0.0),
        ),
        Wrong(
            "wrong-side",
            "`gradient`: δ and X are multiplied in the wrong order. X has shape (N, D) and δ (N,), "
            "and the sum is over the examples; yours is over the inputs and fits only if N = D.",
            batch_transposed,
        ),
        Wrong(
            "loss-summed",
            "`loss` is the sum over the examples and should be their mean.",
            lambda X, y, w, b: (batch(X, y, w, b)[0] * y.size, batch(X, y, w, b)[1]),
            alone("loss", lambda y: y.size),
        ),
    ),
    hints=(
        "Go forward first and write the shape beside each line: $z$, $a$ and $\\delta$ are lists "
        "of $N$ numbers, one for each example.",
        "The loss averages over the examples. Let $\\delta$ carry the $\\frac1N$; after that, "
        "every gradient is a sum of $\\delta_n$ times what came in.",
        "`z = X @ w + b`, then $\\delta = \\frac2N (a - y) \\odot a \\odot (1 - a)$. The bias gets "
        "the sum of the $\\delta_n$, the weights get `delta @ X`, and `np.append` puts the two "
        "together.",
    ),
    why="With the data in rows the gradient of the weights is `delta @ X`; with the examples in "
    "columns, as in the chapter, it is `delta @ X1.T`. It is the same sum $\\sum_n \\delta_n "
    "x_{kn}$ either way: what is summed over is the index that both have, the example.",
)

# Find the bug, and then the other one -------------------------------------------------------------


def batch_in_columns(answer):
    """Return an answer to the batch with examples in rows as one with a row of ones and columns."""
    return lambda theta, X1, y: answer(X1[1:].T, y, theta[1:], theta[0])


def bug_cases(rng):
    """Return the numbers of the statement and others, a square table among them."""
    X, Y = datasets.linear_separable(n=100, rng=np.random.default_rng(0))
    hundred = np.vstack([np.ones(100), X.T]), Y[:, 0]

    def case(name, N, D):
        X1 = np.vstack([np.ones(N), rng.normal(size=(D, N))])
        return Case(name, (rng.normal(size=1 + D), X1, rng.integers(0, 2, N).astype(float)))

    return [
        Case(
            "the hundred points",
            (np.random.default_rng(1).normal(size=3), *hundred),
            public=True,
        ),
        case("seven points, three inputs", 7, 3),
        case("three points, two inputs", 3, 2),
        case("one point", 1, 2),
    ]


TWO_BUGS = Exercise(
    id="neuron.two-bugs",
    kind="find the bug",
    points=2,
    parts=("loss", "gradient"),
    cases=bug_cases,
    right=batch_in_columns(batch),
    wrongs=(
        Wrong(
            "both-still-there",
            "Both mistakes are still in it: the quotients with the judge differ from entry to "
            "entry, and from θ = 0 nothing happens.",
            batch_in_columns(batch_with(slope=lambda z, a: z * (1 - z), per=lambda y: y.size**2)),
        ),
        Wrong(
            "first-still-there",
            "One mistake is gone. Left is the one that makes every gradient 0 at θ = 0: what is 0 "
            "there that should not be?",
            batch_in_columns(batch_with(slope=lambda z, a: z * (1 - z))),
        ),
        Wrong(
            "half-of-the-first",
            "The slope is half mended: one of its two factors is still written with z.",
            batch_in_columns(batch_with(slope=lambda z, a: a * (1 - z))),
        ),
        Wrong(
            "other-half-of-the-first",
            "The slope is half mended: one z is left in it, and at θ = 0 it still makes every "
            "gradient 0.",
            batch_in_columns(batch_with(slope=lambda z, a: z * (1 - a))),
        ),
        Wrong(
            "second-still-there",
            "One mistake is gone, and the direction is right now. The length is not: the quotient "
            "with the judge is the same for every entry. Which number is it one over?",
            batch_in_columns(batch_with(per=lambda y: y.size**2)),
        ),
        Wrong(
            "too-much-mended",
            "The slope is right. The friend divided by N once too often, and you have struck out "
            "both.",
            batch_in_columns(batch_with(per=lambda y: 1)),
        ),
        Wrong(
            "for-a-hundred-only",
            "Right for a hundred points and for no other number of them: a 100 in the code undoes "
            "the mistake where it should be taken out.",
            batch_in_columns(batch_with(per=lambda y: y.size**2 / 100)),
        ),
        Wrong(
            "slope-struck-out",
            "The slope was wrong, and now there is none. It is a factor of δ that belongs there.",
            batch_in_columns(batch_with(slope=lambda z, a: 1.0)),
        ),
    ),
    hints=(
        "What is $z$ at $\\theta = 0$, and what does that make of `delta`?",
        "Which letter belongs into the slope of the sigmoid? Afterwards, compare with the judge "
        "again: if one and the same factor is left, look outside the sum over the examples.",
        "The slope is written with the output, $a (1 - a)$. Then count how often the code divides "
        "by $N$ between the loss and the gradient: `delta` does it, and once is enough.",
    ),
    why="At $\\theta = 0$ every $z$ is 0, and so is $z (1 - z)$. Quotients that differ point to a "
    "wrong factor inside the sum over the examples, one common quotient to a factor outside "
    "it. Averaging twice acts as $\\eta / N$ in place of $\\eta$, so $\\eta = 100$ would undo "
    "it here, and only for these hundred points: with another $N$ the same $\\eta$ is wrong "
    "again.",
)

# The judge ----------------------------------------------------------------------------------------


def nudge(quotient):
    """Return an answer that takes this quotient for each entry; e is the entry's nudge."""

    def answer(f, theta, eps):
        gradient = np.empty_like(theta)
        for i in range(theta.size):
            e = np.zeros_like(theta)
            e.flat[i] = eps
            gradient.flat[i] = quotient(f, theta, e, eps)
        return gradient

    return answer


def nudge_rows(f, theta, eps):
    """Nudge theta[i], which is a whole row if theta is a table."""
    gradient = np.empty_like(theta)
    for i in range(len(theta)):
        e = np.zeros_like(theta)
        e[i] = eps
        gradient[i] = (f(theta + e) - f(theta - e)) / (2 * eps)
    return gradient


def nudge_in_place(f, theta, eps):
    """Nudge the caller's own array there and back, which rounding does not quite undo."""
    gradient = np.empty_like(theta)
    for i in range(theta.size):
        theta.flat[i] += eps
        up = f(theta)
        theta.flat[i] -= 2 * eps
        gradient.flat[i] = (up - f(theta)) / (2 * eps)
        theta.flat[i] += eps
    return gradient


def nudge_and_leave(f, theta, eps):
    """Nudge each entry and do not put it back."""
    theta, gradient = theta.copy(), np.empty_like(theta)
    for i in range(theta.size):
        theta.flat[i] += eps
        up = f(theta)
        theta.flat[i] -= 2 * eps
        gradient.flat[i] = (up - f(theta)) / (2 * eps)
    return gradient


def nudge_more_and_more(f, theta, eps):
    """Use one array of nudges, and never empty it."""
    gradient, e = np.empty_like(theta), np.zeros_like(theta)
    for i in range(theta.size):
        e.flat[i] = eps
        gradient.flat[i] = (f(theta + e) - f(theta - e)) / (2 * eps)
    return gradient


def nudge_cases(rng):
    """Return functions of lists and of tables, with steps so wide that the method shows."""

    def curved(shape):
        c = rng.uniform(0.5, 1.5, shape)
        return lambda theta: float(np.sum(c * np.exp(theta)) + np.prod(np.cos(theta)))

    X1, y = rng.normal(size=(4, 6)), rng.integers(0, 2, 6)
    return [
        Case("a list of three", (curved(3), rng.normal(size=3), 0.1)),
        Case("one parameter", (curved(1), rng.normal(size=1), 0.2)),
        Case(
            "a table of two rows and three columns", (curved((2, 3)), rng.normal(size=(2, 3)), 0.1)
        ),
        Case("a square table", (curved((2, 2)), rng.normal(size=(2, 2)), 0.05)),
        Case(
            "the loss of a neuron",
            (lambda theta: np.mean((sigmoid(theta @ X1) - y) ** 2), rng.normal(size=4), 0.3),
        ),
    ]


def one_number(seen):
    """Tell whether one number came wherever there are several entries."""
    return all(parts[""].shape == () for case, parts in seen if case.args[1].size > 1)


NUMERICAL_GRADIENT = Exercise(
    id="neuron.numerical-gradient",
    kind="implement",
    points=2,
    cases=nudge_cases,
    right=numerical_gradient,
    wrongs=(
        Wrong(
            "one-sided",
            "You nudge upwards only. The difference is then off by about ε times half the "
            "curvature, which a nudge to the other side would cancel.",
            nudge(lambda f, theta, e, eps: (f(theta + e) - f(theta)) / eps),
        ),
        Wrong(
            "one-sided-down",
            "You nudge downwards only. A nudge upwards as well would cancel the curvature.",
            nudge(lambda f, theta, e, eps: (f(theta) - f(theta - e)) / eps),
        ),
        Wrong(
            "back-to-the-middle",
            "One of the two points is θ itself, and you divide by 2ε. A nudge back from θ + ε has "
            "to go twice as far to get to the other side.",
            nudge(lambda f, theta, e, eps: (f(theta + e) - f(theta)) / (2 * eps)),
        ),
        Wrong(
            "half-steps",
            "You nudge by ε/2. `eps` is how far to go to either side, so the way between the two "
            "nudges is longer.",
            nudge(lambda f, theta, e, eps: (f(theta + e / 2) - f(theta - e / 2)) / eps),
        ),
        Wrong(
            "half-the-way",
            "From one nudge to the other it is not ε, and you divide by ε.",
            nudge(lambda f, theta, e, eps: (f(theta + e) - f(theta - e)) / eps),
        ),
        Wrong(
            "precedence",
            "`/ 2 * eps` divides by 2 and then multiplies by ε. Where do the brackets go?",
            nudge(lambda f, theta, e, eps: (f(theta + e) - f(theta - e)) / 2 * eps),
        ),
        Wrong(
            "not-divided",
            "This is how much f changes between the two nudges. A slope is that change per unit of "
            "the way.",
            nudge(lambda f, theta, e, eps: f(theta + e) - f(theta - e)),
        ),
        Wrong(
            "downwards",
            "The nudge downwards comes first in your difference, so that a function that grows "
            "gets a negative slope.",
            nudge(lambda f, theta, e, eps: (f(theta - e) - f(theta + e)) / (2 * eps)),
        ),
        Wrong(
            "all-at-once",
            "Every entry is nudged at the same time, so each number is the sum of all slopes. Hold "
            "the others still.",
            nudge(lambda f, theta, e, eps: (f(theta + eps) - f(theta - eps)) / (2 * eps)),
        ),
        Wrong(
            "one-number",
            "You return one number, and each entry has a slope of its own. Nudge one entry at a "
            "time and collect the slopes; a `return` inside the loop ends it after the first.",
            lambda f, theta, eps: (f(theta + eps) - f(theta - eps)) / (2 * eps),
            one_number,
        ),
        Wrong(
            "whole-rows",
            "Right for lists. In a table, `theta[i]` is a whole row, and you nudge it as one.",
            nudge_rows,
        ),
        Wrong(
            "own-step",
            "The step is a number of your own where the argument `eps` belongs.",
            lambda f, theta, eps: numerical_gradient(f, theta, 1e-6),
        ),
        Wrong(
            "not-put-back",
            "The nudge of one entry is still there when the next one is nudged: each entry has to "
            "be put back.",
            nudge_and_leave,
        ),
        Wrong(
            "nudges-pile-up",
            "Right for the first entry. After that the nudges pile up: `e` still holds those of "
            "the entries before.",
            nudge_more_and_more,
        ),
        Wrong(
            "same-array",
            "f gets one and the same array both times, so the difference is 0. `up = theta` gives "
            "the array a second name and makes no copy.",
            nudge(lambda f, theta, e, eps: 0.0),
        ),
        Wrong(
            "in-place",
            "The numbers are right, but `theta` has changed: x + ε − 2ε + ε is not x in floating "
            "point. Nudge a copy.",
            nudge_in_place,
        ),
    ),
    hints=(
        "One entry at a time: all the others keep their values while $f$ is called twice.",
        "For a table the place is a pair $(i, j)$. `np.ndindex(theta.shape)` goes through all "
        "places of an array of any shape, and `theta[place]` is one entry.",
        "For each place make a new array `e` of zeros with `eps` at that place, call $f$ at `theta "
        "+ e` and at `theta - e`, and divide the difference by the way between them, "
        "$2\\varepsilon$.",
    ),
    why="The error of a one-sided nudge shrinks like $\\varepsilon$, that of a two-sided one like "
    "$\\varepsilon^2$. Nothing here knows what $f$ is, and that makes it a judge: it cannot "
    "repeat a mistake that was made in a derivation.",
)


# A missed yes that costs more ---------------------------------------------------------------------


def weighted_delta(z, y, v):
    """Nudge z: the derivative of the weighted cross-entropy."""

    def cost(z):
        return np.mean(v * y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z))

    return numerical_gradient(cost, z)


def weighted_with(slope=lambda a: 1.0, per=lambda y, v: y.size, yes=lambda v: v, no=lambda v: 1.0):
    """Return an answer with these factors; `yes` and `no` weigh the two kinds of examples."""

    def answer(z, y, v):
        a = sigmoid(z)
        return np.where(y == 1, yes(v) * (a - 1), no(v) * a) * slope(a) / per(y, v)

    return answer


def weighted_cases(rng):
    """Return mixed labels, each label alone, and a weight below 1."""
    v = rng.uniform(2.0, 6.0)
    return [
        Case("labels of both kinds", (rng.normal(size=5), np.array([1.0, 0, 1, 1, 0]), v)),
        Case("one example with label 1", (rng.normal(size=1), np.ones(1), v)),
        Case("three examples with label 0", (rng.normal(size=3), np.zeros(3), v)),
        Case("v below 1", (rng.normal(size=4), np.array([0.0, 0, 1, 1]), 1 / v)),
    ]


CROSS_ENTROPY_DELTA = Exercise(
    id="neuron.cross-entropy-delta",
    kind="derive",
    points=2,
    cases=weighted_cases,
    right=weighted_delta,
    rtol=1e-5,
    wrongs=(
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
    ),
    hints=(
        "The chain rule again, $\\delta = \\frac{\\partial C}{\\partial a} \\cdot \\sigma'(z)$. "
        "Differentiate the two logarithms one at a time, and keep $v$ where it stands.",
        "For one example, $\\frac{\\partial C}{\\partial a} = -\\frac{v y}{a} + \\frac{1 - y}{1 - "
        "a}$. Multiply by the slope of the sigmoid. What cancels in each of the two fractions?",
        "In the first fraction $a$ cancels and $1 - a$ is left; in the second it is the other way "
        "round. What remains is $-v y (1 - a) + (1 - y)\\, a$ for one example. The mean brings its "
        "$\\frac1N$.",
    ),
    why="$$\\delta_n = \\frac1N \\bigl[(1 - y_n)\\, a_n - v\\, y_n (1 - a_n)\\bigr]$$\n\n"
    "The slope cancels in each term by itself, whatever stands before the logarithms, and with "
    "$v = 1$ the rest is $(a_n - y_n)/N$. A weight like $v$ is how a network is told that a "
    "missed illness is worse than a false alarm.",
)

# The cross-entropy without overflow ---------------------------------------------------------------


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


STABLE_CROSS_ENTROPY = Exercise(
    id="neuron.stable-cross-entropy",
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
    hints=(
        "Never compute $a$. Put $\\sigma(z) = 1 / (1 + e^{-z})$ into both logarithms on paper: "
        "what are $\\ln a$ and $\\ln (1 - a)$, written with $z$?",
        "$-\\ln a = \\ln (1 + e^{-z})$ and $-\\ln (1 - a) = \\ln (1 + e^{z}) = z + \\ln (1 + "
        "e^{-z})$. So one logarithm serves for both labels. It overflows for $z = -1000$: which of "
        "the two forms would not?",
        "$\\ln (1 + e^{z}) = \\max(z, 0) + \\ln (1 + e^{-|z|})$, for either sign. With it the cost "
        "of an example is $\\ln (1 + e^{z}) - y z$. `np.log1p(t)` computes $\\ln (1 + t)$.",
    ),
    why="$$C = \\max(z, 0) - y z + \\ln \\bigl(1 + e^{-|z|}\\bigr)$$\n\n"
    "No exponent is above 0, so nothing overflows, and a neuron that is sure and wrong pays "
    "about $|z|$, as it should. Information that rounding has thrown away does not come back: "
    "compute from $z$, not from $a$.",
)

# How long does it stay wrong? ---------------------------------------------------------------------

ERRORS = {
    "squared": lambda a: 2 * a * a * (1 - a),
    "entropy": lambda a: a,
    "slope_left": lambda a: a * a * (1 - a),
}


def estimates():
    """Return the numbers of steps as an integral over z has them, in the order of `ERRORS`."""
    grid = np.linspace(0, 6, 2001)
    widths = [1 / error(sigmoid(grid)) for error in ERRORS.values()]
    return [float(np.mean((w[1:] + w[:-1]) / 2) * 6) for w in widths]  # 2 eta is 1


def how_long(moves=2, start=6.0, late=0, errors=ERRORS, eta=1.0, step_by_step=False):
    """Return all numbers of the exercise; the arguments make the mistakes."""
    parts = {f"guess_{name}": guess for name, guess in zip(ERRORS, estimates(), strict=True)}
    for name, error in errors.items():
        z, steps = start, 0
        while z >= 0:
            for moved in [1, 1] if step_by_step else [moves]:
                z -= moved * 0.5 * error(sigmoid(z))
            steps += 1
        parts[f"steps_{name}"] = steps + late
    return parts | {"eta": eta}


def off_by(*differences):
    """Return a symptom: the three counts miss the right ones by these numbers."""

    def found(seen):
        counts = how_long().items()
        right = [number for name, number in counts if name.startswith("steps_")]
        return all(
            same(seen[0][1][f"steps_{name}"], number + difference)
            for name, number, difference in zip(ERRORS, right, differences, strict=True)
        )

    return found


def all_off_by_one(seen):
    """Tell whether all three counts miss the right ones by one, to the same side."""
    return off_by(1, 1, 1)(seen) or off_by(-1, -1, -1)(seen)


def not_counted(seen):
    """Tell whether the counts are no whole numbers, or the guesses over again."""
    pairs = [(seen[0][1][f"guess_{name}"], seen[0][1][f"steps_{name}"]) for name in ERRORS]
    if any(isinstance(steps, str) for _, steps in pairs):
        return False
    return all(same(steps, guess) for guess, steps in pairs) or any(
        np.any(steps % 1) for _, steps in pairs
    )


HOW_LONG_WRONG = Exercise(
    id="neuron.how-long-wrong",
    kind="predict",
    points=3,
    parts=tuple(how_long()),
    predictions={f"guess_{name}": f"steps_{name}" for name in ERRORS},
    right=how_long(),
    wrongs=(
        Wrong(
            "one-parameter-stands-still",
            "Twice as many steps as it takes, or nearly. Do w and b both move in each step?",
            how_long(moves=1),
        ),
        Wrong(
            "eta-is-a-half",
            "Half as many steps as it takes, or nearly: η is 0.5 here.",
            how_long(moves=4),
        ),
        Wrong(
            "one-after-the-other",
            "Close by, but b moves by a δ that was worked out after w had moved. One δ moves both.",
            how_long(step_by_step=True),
            off_by(-1, 0, -1),
        ),
        Wrong(
            "bias-not-in-z",
            "Too few steps: the start is w = b = 3 and x = 1, so z begins higher than at 3.",
            how_long(start=3.0),
        ),
        Wrong(
            "off-by-one",
            "All three counts are off by one. At the start no step has been taken; the count is of "
            "the steps after which z is below 0 for the first time.",
            how_long(late=-1),
            all_off_by_one,
        ),
        Wrong(
            "estimate-handed-in",
            "These are the guesses over again, or the numbers of the integral. Now let the neuron "
            "take its steps, and count.",
            how_long()
            | {f"steps_{name}": guess for name, guess in zip(ERRORS, estimates(), strict=True)},
            not_counted,
        ),
        Wrong(
            "no-two",
            "`steps_squared`: your squared error has lost the 2 of its derivative, and so takes as "
            "long as the third row.",
            how_long(errors=ERRORS | {"squared": ERRORS["slope_left"]}),
            off_by(426 - 214, 0, 0),
        ),
        Wrong(
            "eta-the-other-way",
            "`eta`: the δ of the third row is the smaller one. Does it need a smaller η to keep "
            "up?",
            how_long(eta=0.25),
        ),
    ),
    hints=(
        "By how much does one step change $z$? A step moves $w$ by $-\\eta \\delta x$ with $x = "
        "1$, and $b$ by $-\\eta \\delta$.",
        "So $z$ moves by $-2 \\eta \\delta$. With steps counted by $t$ and taken as small, $dz/dt "
        "= -2\\eta\\delta(z)$, hence $T = \\frac{1}{2\\eta} \\int_0^6 \\frac{dz}{\\delta(z)}$. You "
        "need $1/a = 1 + e^{-z}$ and $1/(1 - a) = 1 + e^z$.",
        "In the third row, $(1 + e^{-z})^2 (1 + e^z) = e^z + 3 + 3e^{-z} + e^{-2z}$; integrate it "
        "term by term. The squared error takes half of that, for its $\\delta$ is twice as large, "
        "and for the same reason the two paths agree when the third row's $\\eta$ makes up for it. "
        "To measure, take steps in a loop and stop at the first $w + b < 0$.",
    ),
    why="$$\\begin{aligned}"
    "T_{\\text{squared}} &= \\tfrac12 \\bigl[e^z + 3z - 3e^{-z} - \\tfrac12 e^{-2z}\\bigr]_0^6 "
    "\\approx 212 \\\\ T_{\\text{entropy}} &= \\bigl[z - e^{-z}\\bigr]_0^6 \\approx 7"
    "\\end{aligned}$$\n\n"
    "and twice the first for the third row. While the neuron is saturated the slope is about "
    "$e^{-z}$, so the time grows like $e^z$ with the conviction at the start; without the "
    "slope it grows like $z$. To leave $\\sigma'$ in throws away all that the cross-entropy "
    "was for.",
)

# A circle with one neuron -------------------------------------------------------------------------


@dataclass(frozen=True)
class CircleCase(Case):
    """A case that knows which of its new points lie inside, and does not tell the function."""

    truth: np.ndarray | None = None


def circle_cases(rng):
    """Return labelled points and fresh ones, for the circle of the data set and for another."""
    angle, away = rng.uniform(0, 2 * np.pi), rng.uniform(0.3, 0.4)
    circles = {
        "the circle of the data set": (np.zeros(2), datasets.RADIUS),
        "a smaller circle elsewhere": (
            away * np.array([np.cos(angle), np.sin(angle)]),
            rng.uniform(0.5, 0.6),
        ),
    }
    cases = []
    for name, (centre, radius) in circles.items():
        X = rng.uniform(-1, 1, (900, 2))
        Y = (np.sum((X - centre) ** 2, axis=1, keepdims=True) < radius**2).astype(float)
        cases.append(CircleCase(name, (X[:400], Y[:400], X[400:]), truth=Y[400:].ravel()))
    return cases


def accuracy(case, p, limit=0.5):
    """Return the share of the new points that are on the right side of the limit."""
    inside = case.truth == 1
    return np.mean((np.ravel(p) > limit) == inside) if p.size == inside.size else 0.0


def well_formed(case, p):
    """Tell whether there is a column with one number for each new point."""
    return p.shape == (len(case.args[2]), 1)


def between_0_and_1(case, p):
    """Tell whether all answers can be probabilities."""
    return np.all((p >= 0) & (p <= 1))


def mostly_right(case, p):
    """Tell whether nearly all of the new points are on the right side."""
    return accuracy(case, p) >= 0.93


def undecided_somewhere(case, p):
    """Tell whether some answers lie well between no and yes."""
    return np.any((p > 0.1) & (p < 0.9))


def asked(look):
    """Return `look(case, p)` as a requirement."""
    return lambda case, parts: not isinstance(parts[""], str) and look(case, parts[""])


def symptom(look):
    """Return a symptom that `look(case, p)` finds in every case."""
    return lambda seen: all(asked(look)(case, parts) for case, parts in seen)


def straight(case, p):
    """Tell whether z, found from the answers, is a weighted sum of x1 and x2."""
    if p.size != len(case.args[2]) or not np.all((p > 0) & (p < 1)):
        return False
    z = np.log(p / (1 - p)).ravel()
    inputs = np.column_stack([np.ones(len(z)), case.args[2]])
    if np.ptp(z) == 0:
        return False
    rest = z - inputs @ np.linalg.lstsq(inputs, z, rcond=None)[0]
    return np.max(np.abs(rest)) < 1e-6 * (1 + np.max(np.abs(z)))


def constant(case, p):
    """Tell whether every point gets one and the same answer."""
    return p.size > 0 and np.ptp(p) == 0


def not_a_column(case, p):
    """Tell whether there is a number for each new point, and they do not stand in a column."""
    return p.size == len(case.args[2]) and not well_formed(case, p) and between_0_and_1(case, p)


def round_the_middle(case, p):
    """Tell whether the answers depend on nothing but the distance from (0, 0)."""
    if p.size != len(case.args[2]):
        return False
    by_distance = np.ravel(p)[np.argsort(np.sum(case.args[2] ** 2, axis=1))]
    return np.sum(np.abs(np.diff(by_distance))) < 5  # up and down again makes 2 at most


def only_in_the_middle(seen):
    """Tell whether the first circle is found, and another one taken for such a one."""
    first, second = (asked(mostly_right)(case, parts) for case, parts in seen)
    return first and not second and symptom(round_the_middle)(seen)


def not_there_yet(seen):
    """Tell whether the borders are curved, mostly right, and show none of the other mistakes."""
    return symptom(
        lambda case, p: (
            well_formed(case, p)
            and between_0_and_1(case, p)
            and undecided_somewhere(case, p)
            and not straight(case, p)
            and not constant(case, p)
            and accuracy(case, p) >= 0.3
        )
    )(seen) and not only_in_the_middle(seen)


def with_features(features, finish=lambda p: p, steps=12):
    """Return an answer that fits a neuron on such features by Newton's method."""

    def fit(X, Y, X_new):
        F, F_new = (np.column_stack([np.ones(len(A)), features(A)]) for A in (X, X_new))
        theta = np.zeros(F.shape[1])
        for _ in range(steps):
            a = sigmoid(F @ theta)
            slope = (F.T * (a * (1 - a))) @ F + 1e-2 * np.eye(len(theta))
            theta -= np.linalg.solve(slope, F.T @ (a - Y[:, 0]) + 1e-2 * theta)
        return finish(sigmoid(F_new @ theta)[:, None])

    return fit


def squares(X):
    """Return x1, x2 and the squares of both."""
    return np.hstack([X, X**2])


def hurried(X, Y, X_new):
    """Stop long before the border has found its place."""
    neuron = Neuron(4, loss="cross_entropy")
    train(neuron, squares(X), Y, eta=0.5, epochs=20)
    return neuron.predict(squares(X_new))


CIRCLE_BY_FEATURES = Exercise(
    id="neuron.circle-by-features",
    kind="project",
    points=4,
    cases=circle_cases,
    right=with_features(squares),
    requires={
        "one answer for each new point, shape (N_new, 1)": asked(well_formed),
        "all answers between 0 and 1": asked(between_0_and_1),
        "probabilities, some of them between 0.1 and 0.9": asked(undecided_somewhere),
        "right for 93 % of the new points": asked(mostly_right),
    },
    seconds=20.0,
    wrongs=(
        Wrong(
            "straight-line",
            "Your answers change along a straight line: what the neuron sees is x₁ and x₂ as they "
            "are. One neuron draws one line, in the space of whatever it is given. Give it "
            "something else.",
            with_features(lambda X: X),
            symptom(straight),
        ),
        Wrong(
            "same-everywhere",
            "Every new point gets the same answer. Has the neuron been trained, and do its answers "
            "depend on `X_new`?",
            lambda X, Y, X_new: np.full((len(X_new), 1), np.mean(Y)),
            symptom(constant),
        ),
        Wrong(
            "not-a-column",
            "There is an answer for each new point, but they do not stand in a column: the shape "
            "is to be (N_new, 1), as that of `Y` is (N, 1).",
            with_features(squares, finish=lambda p: p[:, 0]),
            symptom(not_a_column),
        ),
        Wrong(
            "inverted",
            "Inside and outside are exchanged: 1 minus your answers would pass. Which label is 1?",
            with_features(squares, finish=lambda p: 1 - p),
            symptom(lambda case, p: between_0_and_1(case, p) and mostly_right(case, 1 - p)),
        ),
        Wrong(
            "weighted-sum-returned",
            "Your answers are z: they have the right sign nearly everywhere, and they are not "
            "between 0 and 1. The sigmoid is missing at the end.",
            with_features(squares, finish=lambda p: np.log(p / (1 - p))),
            symptom(
                lambda case, p: (
                    np.any(p < 0) and np.any(p > 1) and accuracy(case, p, limit=0.0) >= 0.93
                )
            ),
        ),
        Wrong(
            "verdicts",
            "Every answer is exactly 0 or 1. That is a verdict; asked for is how sure the neuron "
            "is. Is something rounded, or are the weights so large that σ itself is 0 or 1?",
            with_features(squares, finish=lambda p: (p > 0.5).astype(float)),
            symptom(lambda case, p: np.isin(p, [0, 1]).all() and not constant(case, p)),
        ),
        Wrong(
            "answers-for-the-old-points",
            "As many answers as there are labelled points. Learn from `X` and `Y`, and answer for "
            "`X_new`.",
            lambda X, Y, X_new: with_features(squares)(X, Y, X),
            symptom(lambda case, p: len(case.args[0]) in p.shape),
        ),
        Wrong(
            "only-in-the-middle",
            "The circle of the data set is found, and another one is not. A feature that measures "
            "from (0, 0), or a radius in the code, knows where that one lies; let the neuron find "
            "centre and radius.",
            with_features(lambda X: np.sum(X**2, axis=1)),
            only_in_the_middle,
        ),
        Wrong(
            "not-there-yet",
            "The answers change along curves, but the border is not yet where it should be. If the "
            "loss still falls, train longer or with a larger η; if it does not, a feature is "
            "missing.",
            hurried,
            not_there_yet,
        ),
    ),
    hints=(
        "A neuron is a line in the space of what it is given. Which numbers, made from $x_1$ and "
        "$x_2$, would turn the circle's inside into one side of a line?",
        "Multiply $(x_1 - c_1)^2 + (x_2 - c_2)^2 < r^2$ out. Which powers of $x_1$ and $x_2$ stand "
        "in it? The rest are constants, and finding constants is what a neuron does.",
        "Four features will do: $x_1$, $x_2$, $x_1^2$ and $x_2^2$. Train an `nnlib.Neuron` with "
        '`loss="cross_entropy"` on them, with an $\\eta$ well above 1, and `predict` from the '
        "same four features of the new points.",
    ),
    why="Multiplied out, the circle is\n\n"
    "$$x_1^2 + x_2^2 - 2 c_1 x_1 - 2 c_2 x_2 + c_1^2 + c_2^2 - r^2 < 0,$$\n\n"
    "a straight inequality in $x_1$, $x_2$, $x_1^2$, $x_2^2$. You have chosen the features by "
    "thought. In the next chapter a hidden layer finds features by itself.",
)

EXERCISES = (
    NAND_THRESHOLD,
    FULL_ADDER,
    PAPER_STEP,
    TANH_DELTA,
    BOUNDARY,
    BATCH_GRADIENT,
    TWO_BUGS,
    NUMERICAL_GRADIENT,
    CROSS_ENTROPY_DELTA,
    STABLE_CROSS_ENTROPY,
    HOW_LONG_WRONG,
    CIRCLE_BY_FEATURES,
)
