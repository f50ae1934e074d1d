"""Cases, a right answer and known mistakes of mlp.delta-hidden."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import gives
from nnlib.numerical import numerical_gradient

from ..shared import BORROWED


def nudged_delta_hidden(W2, delta2, a1):
    """Nudge z1 and watch δ² · z², which moves as the cost does."""
    z1 = np.log(a1 / (1 - a1))
    return numerical_gradient(lambda z: np.sum(delta2 * (W2 @ sigmoid(z))), z1)


def delta_cases(rng):
    """Return one output and several, and sizes at which a wrong transpose fits."""

    def drawn(C, H, N):
        return rng.normal(size=(C, H)), rng.normal(size=(C, N)), sigmoid(rng.normal(size=(H, N)))

    return [
        Case("one output, one example", drawn(1, 3, 1)),
        Case("one output, four examples", drawn(1, 3, 4)),
        Case("three outputs, four examples", drawn(3, 2, 4)),
        Case("as many outputs as hidden units", drawn(3, 3, 2)),
        Case("three outputs, hidden units and examples", drawn(3, 3, 3)),
    ]


def slope(a1):
    """Return the slope of the hidden sigmoids."""
    return a1 * (1 - a1)


def last_output(W2, delta2, a1):
    """Go through the outputs and keep the last one's blame."""
    for row, delta in zip(W2, delta2, strict=True):
        blame = np.outer(row, delta)
    return blame * a1 * (1 - a1)


EXERCISE = Exercise(
    kind="derive",
    points=2,
    cases=delta_cases,
    right=nudged_delta_hidden,
    rtol=1e-5,
    limits=BORROWED,
    wrongs=(
        Wrong(
            "transpose",
            "The transpose is on the wrong side, or missing: W2 has shape (C, H) and δ² has shape "
            "(C, N). Where C = H the product fits all the same, and sums along the wrong arrows.",
            lambda W2, delta2, a1: (W2 @ delta2) * a1 * (1 - a1),
        ),
        Wrong(
            "rows-for-columns",
            "δ²ᵀ W2 has a row for each example, and a1 has a column for each. Where N = H they "
            "fit all the same, and every number meets a stranger.",
            lambda W2, delta2, a1: (delta2.T @ W2) * a1 * (1 - a1),
        ),
        Wrong(
            "slope-of-a",
            "σ′ is applied to a, not to z: you squeeze a once more on the way to the slope.",
            lambda W2, delta2, a1: (W2.T @ delta2) * sigmoid(a1) * (1 - sigmoid(a1)),
        ),
        Wrong(
            "no-slope",
            "Your δ¹ stops at a¹: it is ∂C/∂a¹, and σ′ is missing.",
            lambda W2, delta2, a1: W2.T @ delta2,
        ),
        Wrong(
            "tanh-slope",
            "1 − a² is the slope of the hyperbolic tangent. The hidden units have sigmoids.",
            lambda W2, delta2, a1: (W2.T @ delta2) * (1 - a1**2),
        ),
        Wrong(
            "half-a-slope",
            "Only a stands where the slope of the sigmoid belongs. What is the slope at a = 1, "
            "where the sigmoid is flat?",
            lambda W2, delta2, a1: (W2.T @ delta2) * a1,
        ),
        Wrong(
            "other-half-of-the-slope",
            "Only 1 − a stands where the slope of the sigmoid belongs. What is the slope "
            "at a = 0, where the sigmoid is flat too?",
            lambda W2, delta2, a1: (W2.T @ delta2) * (1 - a1),
        ),
        Wrong(
            "first-output-only",
            "Right for one output only: the blame of the first output comes back, and that of the "
            "others is left out.",
            lambda W2, delta2, a1: np.outer(W2[0], delta2[0]) * a1 * (1 - a1),
        ),
        Wrong(
            "last-output-only",
            "Each output overwrites the blame of the one before, so only the last one's comes "
            "back. Where ways fork, it accumulates.",
            last_output,
        ),
        Wrong(
            "mean-over-outputs",
            "You took the mean over the outputs. Each of them moves the cost by its own part.",
            lambda W2, delta2, a1: (W2.T @ delta2) * a1 * (1 - a1) / len(W2),
        ),
        Wrong(
            "divided-again",
            "You divided by the number of examples. That mean is in δ² already, and it comes back "
            "with it.",
            lambda W2, delta2, a1: (W2.T @ delta2) * a1 * (1 - a1) / a1.shape[1],
        ),
        Wrong(
            "summed-over-examples",
            "You added up the examples. That is for the gradient; δ¹ keeps a column for each "
            "example.",
            lambda W2, delta2, a1: np.sum((W2.T @ delta2) * a1 * (1 - a1), axis=1),
        ),
        Wrong(
            "output-slope-again",
            "δ² got a slope of its own on the way back, made of δ² as if it were an answer. It is "
            "∂C/∂z² already: nothing of the output is left to do.",
            lambda W2, delta2, a1: (W2.T @ (delta2 * (1 - delta2))) * slope(a1),
            gives(
                lambda W2, delta2, a1: (W2.T @ (delta2 * (1 - delta2))) * slope(a1),
                lambda W2, delta2, a1: (W2.T @ (delta2 * delta2 * (1 - delta2))) * slope(a1),
                lambda W2, delta2, a1: (W2.T @ delta2) * delta2.sum(axis=0) * slope(a1),
            ),
        ),
        Wrong(
            "slope-squared",
            "The slope was taken as (1 − a)². It has two different factors, one for each end at "
            "which the sigmoid is flat.",
            lambda W2, delta2, a1: (W2.T @ delta2) * (1 - a1) ** 2,
        ),
        Wrong(
            "slope-a-squared",
            "The slope was taken as a². It has two different factors, one for each end at which "
            "the sigmoid is flat.",
            lambda W2, delta2, a1: (W2.T @ delta2) * a1**2,
        ),
        Wrong(
            "slope-turned",
            "The slope has the wrong sign: a (a − 1) is below 0, and the sigmoid grows everywhere.",
            lambda W2, delta2, a1: (W2.T @ delta2) * a1 * (a1 - 1),
        ),
        Wrong(
            "slope-added",
            "The slope is added. In the chain rule the factors are multiplied.",
            lambda W2, delta2, a1: (W2.T @ delta2) + slope(a1),
        ),
        Wrong(
            "slope-twice",
            "The slope of the hidden sigmoid is in it twice.",
            lambda W2, delta2, a1: (W2.T @ delta2) * slope(a1) ** 2,
        ),
        Wrong(
            "precedence",
            "Brackets are missing: `x * a1 - a1**2`, or `x * a1 * 1 - a1`, is not x times the "
            "slope.",
            lambda W2, delta2, a1: (W2.T @ delta2) * a1 - a1**2,
            gives(
                lambda W2, delta2, a1: (W2.T @ delta2) * a1 - a1**2,
                lambda W2, delta2, a1: (W2.T @ delta2) * a1 * 1 - a1,
            ),
        ),
        Wrong(
            "weights-left-out",
            "The blame of the outputs comes back as it is, whatever weight is on the arrow.",
            lambda W2, delta2, a1: delta2.sum(axis=0) * slope(a1),
        ),
        Wrong(
            "blame-left-out",
            "The weights are there, and δ², which comes back along them, is not.",
            lambda W2, delta2, a1: W2.sum(axis=0)[:, None] * slope(a1),
        ),
        Wrong(
            "sums-multiplied",
            "The sum of the weights is multiplied by the sum of the δ². Each output's blame goes "
            "along its own arrow, and then comes the sum.",
            lambda W2, delta2, a1: W2.sum(axis=0)[:, None] * delta2.sum(axis=0) * slope(a1),
        ),
        Wrong(
            "sizes-of-weights",
            "The signs of the weights are lost. More of a unit with a negative weight lowers the "
            "output.",
            lambda W2, delta2, a1: (abs(W2).T @ delta2) * slope(a1),
        ),
        Wrong(
            "gradient-of-w2",
            "This is the gradient of W², δ² times what came in, and has the shape (C, H). Asked "
            "for is the error of the hidden units, (H, N).",
            lambda W2, delta2, a1: delta2 @ a1.T,
        ),
        Wrong(
            "answers-for-blame",
            "The slope of a1 is multiplied by W² a1, the weighted sums of the outputs, which "
            "belong to the way forward.",
            lambda W2, delta2, a1: (W2.T @ (W2 @ a1)) * slope(a1),
        ),
        Wrong(
            "first-example-only",
            "The first example's δ² serves all examples. Each has a column of its own.",
            lambda W2, delta2, a1: (W2.T @ delta2[:, :1]) * slope(a1),
        ),
        Wrong(
            "first-column-only",
            "Only one column came, that of the first example.",
            lambda W2, delta2, a1: ((W2.T @ delta2) * slope(a1))[:, :1],
        ),
        Wrong(
            "two-again",
            "A 2 is in it, as a square leaves behind. Whatever the cost is, δ² has brought all of "
            "it.",
            lambda W2, delta2, a1: 2 * (W2.T @ delta2) * slope(a1),
        ),
        Wrong(
            "columns-out",
            "The numbers are right, and they came in rows, a row for each example. The result has "
            "a column for each.",
            lambda W2, delta2, a1: ((W2.T @ delta2) * slope(a1)).T,
        ),
        Wrong(
            "weights-not-used",
            "The weights are nowhere in it: the blame of the outputs comes back along their "
            "arrows. Where C = 1 or C = H NumPy does not notice.",
            lambda W2, delta2, a1: delta2 * slope(a1),
        ),
        Wrong(
            "slope-of-delta",
            "The slope is made of δ², and it belongs to the hidden sigmoids: it is written with "
            "a¹.",
            lambda W2, delta2, a1: (W2.T @ delta2) * delta2 * (1 - delta2),
        ),
        Wrong(
            "averaged-over-examples",
            "You took the mean over the examples. δ¹ keeps a column for each example.",
            lambda W2, delta2, a1: np.mean((W2.T @ delta2) * slope(a1), axis=1),
        ),
        Wrong(
            "slope-before-the-table",
            "The slope is multiplied before the table is: the slopes belong to the hidden units, "
            "and δ² to the outputs. First bring the blame back, then multiply by the slope.",
            lambda W2, delta2, a1: W2.T @ (delta2 * slope(a1)),
        ),
        Wrong(
            "products-with-answers",
            "δ is multiplied by a¹ᵀ, which is for the gradient of a table. δ¹ takes the slope of "
            "its unit, entry by entry.",
            lambda W2, delta2, a1: W2.T @ delta2 @ a1.T,
        ),
        Wrong(
            "star-for-at",
            "`*` multiplies entry by entry, and the sum over the outputs is missing. Where there "
            "is one output, nothing is to be summed.",
            lambda W2, delta2, a1: (W2.T * delta2) * slope(a1),
        ),
        Wrong(
            "units-summed",
            "The blame of all hidden units is added up. Each has its own.",
            lambda W2, delta2, a1: (W2.T @ delta2).sum(axis=0) * slope(a1),
        ),
        Wrong(
            "slope-of-the-error",
            "The slope is taken of δ⁽²⁾, before it goes back. It is that of the hidden units, "
            "and δ⁽²⁾ has its own slope already.",
            lambda W2, delta2, a1: W2.T @ (delta2 * delta2 * (1 - delta2)),
        ),
        Wrong(
            "largest-blame-only",
            "Each hidden unit gets the largest of the blames that come back. They add up.",
            lambda W2, delta2, a1: (W2[:, :, None] * delta2[:, None]).max(axis=0) * slope(a1),
        ),
        Wrong(
            "divided-by-the-slope",
            "It is divided by the slope. The slope multiplies what comes back.",
            lambda W2, delta2, a1: (W2.T @ delta2) / slope(a1),
        ),
    ),
)
