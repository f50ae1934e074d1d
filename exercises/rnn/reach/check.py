"""Cases, a right answer and known mistakes of rnn.reach."""

from dataclasses import dataclass

import numpy as np

from nnlib.checks import Exercise, Wrong
from nnlib.checks.rounds import anew
from nnlib.rnn import RNN

TURN, SHEAR = np.array([[0.6, -0.8], [0.8, 0.6]]), np.array([[0.9, 2.0], [0.0, 0.9]])


GUESSES = {
    "guess_half": "half",
    "guess_more": "more",
    "guess_sigmoid": "sigmoid",
    "guess_shear": "shear",
    "guess_shear_long": "shear_long",
}


@dataclass(frozen=True)
class Given:
    """By how much the turns of the statement stretch."""

    more: float = 1.5
    sigmoid: float = 4.0


def bound(given):
    """Return what the ratio of the sigmoid units cannot exceed: ten times stretch and slope."""
    return (given.sigmoid / 4) ** 10


def ratio(W_hh, T=11, activation="identity", first=0, power=1):
    """Return |δ_1| / |δ_T| for an error at the last step alone."""
    model = RNN(1, 2, 1, activation=activation, output="identity")
    model.W_xh, model.W_hh, model.W_hy = [[1.0], [-1.0]], W_hh, [[1.0, 0.0]]
    X = np.ones((1, T, 1))
    targets = model.predict(X)
    targets[:, -1] += 1.0
    sizes = np.linalg.norm(model.backward(model.forward(X), targets).deltas.hidden, axis=(1, 2))
    return (sizes[first] / sizes[-1]) ** power


def ratios(given, **how):
    """Return everything that is measured, with the same mistake throughout."""
    return {
        "half": ratio(0.5 * TURN, **how),
        "more": ratio(given.more * TURN, **how),
        "sigmoid": ratio(given.sigmoid * TURN, activation="sigmoid", **how),
        "shear": ratio(SHEAR, **how),
        "shear_long": ratio(SHEAR, T=101, **how),
    }


def reach(given, **mistake):
    """Return every number of the exercise, some of them replaced; guesses are not judged."""
    rest = {"sigmoid_at_most": bound(given)} | ratios(given)
    return dict.fromkeys(GUESSES, 1.0) | rest | mistake


def mistakes(given):
    """Return the catalogue, made with the stretches of the statement or with others."""
    return (
        Wrong(
            "upside-down",
            "Your ratios stand upside down: the error at step 1 belongs above, that of the last "
            "step below.",
            reach(given, **ratios(given, power=-1)),
        ),
        Wrong(
            "from-step-two",
            "Your ratios reach back to step 2. Step t is kept in slot t − 1.",
            reach(given, **ratios(given, first=1)),
        ),
        Wrong(
            "squared",
            "These are ratios of squares. A length is the root of the sum of the squares.",
            reach(given, **ratios(given, power=2)),
        ),
        Wrong(
            "one-factor-too-many",
            "You count as many factors as there are steps. Between the first and the last of 11 "
            "posts lie 10 gaps.",
            reach(given, half=0.5**11, more=given.more**11),
        ),
        Wrong(
            "radius",
            "For the shear you give what its spectral radius promises in the long run. Measure "
            "what the steps in between do.",
            reach(given, shear=0.9**10, shear_long=0.9**100),
        ),
        Wrong(
            "same-length",
            "Your `shear_long` is the ratio for 11 steps again. `deltas` takes the number of steps "
            "as an argument.",
            reach(given, shear_long=ratio(SHEAR)),
        ),
        Wrong(
            "still-linear",
            "Your `sigmoid` is the ratio of linear units. Which activation was the network built "
            "with?",
            reach(given, sigmoid=given.sigmoid**10),
        ),
        Wrong(
            "stretch-without-slope",
            "Your `sigmoid_at_most` counts how much W_hh stretches and leaves the slopes out.",
            reach(given, sigmoid_at_most=given.sigmoid**10),
        ),
        Wrong(
            "slope-without-stretch",
            "Your `sigmoid_at_most` counts the slopes and leaves out how much W_hh stretches.",
            reach(given, sigmoid_at_most=0.25**10),
        ),
        Wrong(
            "one-slope",
            "Your `sigmoid_at_most` is the largest slope of one unit. Each of the ten factors "
            "holds slopes and a stretch.",
            reach(given, sigmoid_at_most=0.25),
        ),
        Wrong(
            "turn-alone",
            "You count the turn alone, which keeps every length. With it goes the factor s.",
            reach(given, half=1.0, more=1.0),
        ),
        Wrong(
            "one-step",
            "Your `half` and `more` are the ratios of one step. Ten lie between δ₁ and δ₁₁.",
            reach(given, half=0.5, more=given.more),
        ),
        Wrong(
            "one-factor-too-many-in-more",
            "In your `more` stand as many factors as there are steps; there is one less.",
            reach(given, more=given.more**11),
        ),
        Wrong(
            "exactly-the-bound",
            "Your `sigmoid` is the bound itself. Measured it is less: the slope is 1/4 at z = "
            "0 alone.",
            reach(given, sigmoid=bound(given)),
        ),
        Wrong(
            "norm-to-the-tenth",
            "Your `shear` is the norm of W_hh to the tenth power. That is a bound; measure "
            "what comes.",
            reach(given, shear=float(np.linalg.norm(SHEAR, 2) ** 10)),
        ),
    )


def phrases(given):
    """Return the pieces of text in which the numbers stand."""
    more, sigmoid = f"{given.more:g}", f"{given.sigmoid:g}"
    return [
        f"$s = {more}$ (`more`)",
        f"$s = {sigmoid}$ (`sigmoid`)",
        f"({sigmoid} / 4) ** 10,  # stretch {sigmoid}",
        f'"guess_more": {given.more**10:.0f}',
        f"{more} * turn",
        f"{sigmoid} * turn, activation",
    ]


def other(**stretches):
    """Return the exercise with other stretches."""
    return anew(Given(**stretches), FIRST, phrases=phrases, right=reach, wrongs=mistakes)


FIRST = Given()
EXERCISE = Exercise(
    kind="predict",
    points=2,
    parts=tuple(reach(FIRST)),
    predictions=GUESSES,
    right=reach(FIRST),
    rtol=1e-3,
    atol=0.0,
    wrongs=mistakes(FIRST),
    rounds=(other(more=2, sigmoid=5), other(more=1.25, sigmoid=3), other(more=1.75, sigmoid=6)),
)
