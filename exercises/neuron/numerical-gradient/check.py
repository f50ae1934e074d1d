"""Cases, a right answer and known mistakes of neuron.numerical-gradient."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong
from nnlib.numerical import numerical_gradient


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


def nudge_flat(f, theta, eps):
    """Find all slopes, and lay those of a table out in one row."""
    return numerical_gradient(f, theta, eps).ravel()


def nudge_list(f, theta, eps):
    """Nudge with an array as long as θ has entries, which a table cannot be added to."""
    gradient = np.zeros(theta.size)
    for i in range(theta.size):
        e = np.zeros(theta.size)
        e[i] = eps
        gradient[i] = (f(theta + e) - f(theta - e)) / (2 * eps)
    return gradient


def nudge_first_row(f, theta, eps):
    """Go through the entries of a list, or the rows of a table, and leave the columns out."""
    gradient = np.zeros(theta.size)
    whole = nudge(lambda f, theta, e, eps: (f(theta + e) - f(theta - e)) / (2 * eps))
    gradient[: len(theta)] = whole(f, theta, eps).ravel()[: len(theta)]
    return gradient.reshape(theta.shape)


def divided_by_a_number(seen):
    """Tell whether all slopes are multiplied by ε and by one number more, the same in each case."""
    ratios = []
    for case, parts in seen:
        f, theta, eps = case.args
        right = numerical_gradient(f, theta, eps)
        ratios.append(np.vdot(parts[""], right) / np.vdot(right, right) / eps)
        if not np.allclose(parts[""], ratios[-1] * eps * right, rtol=1e-5):
            return False
    return bool(np.ptp(ratios) < 1e-4 * abs(ratios[0])) and not np.isclose(ratios[0], [1, 2]).any()


def one_number(seen):
    """Tell whether one number came wherever there are several entries."""
    return all(parts[""].shape == () for case, parts in seen if case.args[1].size > 1)


def nudge_by_one(f, theta, eps):
    """Go one to either side, and divide by 2ε."""
    return numerical_gradient(f, theta, 1.0) / eps


EXERCISE = Exercise(
    kind="implement",
    points=2,
    cases=nudge_cases,
    right=numerical_gradient,
    limits={"nnlib.numerical_gradient": 0},
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
        Wrong(
            "flat",
            "The slopes are right, and those of a table came in one row. The result is shaped "
            "like `theta`.",
            nudge_flat,
        ),
        Wrong(
            "some-entries-only",
            "Only the first `len(theta)` entries were nudged. For a table, `len` counts the rows "
            "and not the entries.",
            nudge_first_row,
        ),
        Wrong(
            "divided-by-the-parameter",
            "The change of f is divided by an entry of θ. A slope is the change per unit of the "
            "way, and the way is as long as both nudges together.",
            nudge(lambda f, theta, e, eps: (f(theta + e) - f(theta - e)) / (2 * theta[e != 0][0])),
        ),
        Wrong(
            "divided-by-eps-squared",
            "Divided by ε². That, with three points, is how a curvature is found; a slope is the "
            "change per unit of the way.",
            nudge(lambda f, theta, e, eps: (f(theta + e) - f(theta - e)) / (2 * eps**2)),
        ),
        Wrong(
            "half-of-eps",
            "Divided by ε/2 where the way is as long as both nudges together.",
            nudge(lambda f, theta, e, eps: (f(theta + e) - f(theta - e)) / (eps / 2)),
        ),
        Wrong(
            "curvature",
            "This is the curvature: f in the middle counts twice in it. A slope compares the two "
            "nudges alone.",
            nudge(lambda f, theta, e, eps: (f(theta + e) - 2 * f(theta) + f(theta - e)) / eps**2),
        ),
        Wrong(
            "mean-of-the-nudges",
            "The two values of f are added where their difference is wanted: a slope is how much "
            "f changes.",
            nudge(lambda f, theta, e, eps: (f(theta + e) + f(theta - e)) / (2 * eps)),
        ),
        Wrong(
            "scaled-nudge",
            "Each entry is nudged by ε times itself. `eps` is how far to go, whatever the entry.",
            nudge(
                lambda f, theta, e, eps: (f(theta + e * theta) - f(theta - e * theta)) / (2 * eps)
            ),
        ),
        Wrong(
            "sizes-only",
            "The signs are lost: a slope may be below 0.",
            lambda f, theta, eps: abs(numerical_gradient(f, theta, eps)),
        ),
        Wrong(
            "transposed",
            "The slopes are right, and the table came on its side. Each slope stands where its "
            "entry stands in `theta`.",
            lambda f, theta, eps: numerical_gradient(f, theta, eps).T,
        ),
        Wrong(
            "values-returned",
            "These are values of f. A slope is how much f changes per unit of the way.",
            nudge(lambda f, theta, e, eps: f(theta + e)),
        ),
        Wrong(
            "lists-only",
            "Your function works for a list and stops for a table: a list has one index, and in a "
            "table the place of an entry is a pair. What you nudge with needs the shape of "
            "`theta`, too.",
            nudge_list,
        ),
        Wrong(
            "precedence-of-the-difference",
            "Only the second value of f is divided: a division goes before a difference. Put "
            "brackets round the difference.",
            nudge(lambda f, theta, e, eps: f(theta + e) - f(theta - e) / (2 * eps)),
        ),
        Wrong(
            "eps-forgotten",
            "The difference is halved, and ε is not in the divisor: the way between the two "
            "nudges is 2ε.",
            nudge(lambda f, theta, e, eps: (f(theta + e) - f(theta - e)) / 2),
        ),
        Wrong(
            "own-eps-in-the-divisor",
            "You nudge by `eps` and divide by a number of your own. The way between the two "
            "nudges depends on `eps`.",
            nudge(lambda f, theta, e, eps: (f(theta + e) - f(theta - e)) / 2e-6),
            divided_by_a_number,
        ),
        Wrong(
            "nudged-by-1",
            "Each entry is nudged by 1. `eps` is how far to go.",
            nudge_by_one,
        ),
        Wrong(
            "half-the-nudge",
            "The nudge is half of ε to either side, and the way between the two is taken for 2ε.",
            lambda f, theta, eps: numerical_gradient(f, theta, eps / 2) / 2,
        ),
    ),
)
