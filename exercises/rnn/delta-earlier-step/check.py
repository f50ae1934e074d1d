"""Cases, a right answer and known mistakes of rnn.delta-earlier-step."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.numerical import numerical_gradient


def delta_cases(rng):
    """Return the errors that two arrows bring back to a state."""
    sizes = {
        "four sequences with three units and two outputs": (4, 3, 2),
        "one sequence with one output": (1, 3, 1),
        "one unit": (3, 1, 2),
        "all sizes alike": (3, 3, 3),
    }
    return [
        Case(
            name,
            (
                rng.normal(size=(C, N)),
                rng.normal(size=(H, N)),
                np.tanh(rng.normal(size=(H, N))),
                rng.normal(size=(C, H)),
                rng.normal(size=(H, H)),
            ),
        )
        for name, (N, H, C) in sizes.items()
    ]


def delta_step(delta_y, delta_next, h, W_hy, W_hh):
    """Nudge z_t, and watch what it moves: its own output and the sums of the next step."""

    def moved(z):
        state = np.tanh(z)
        return np.sum(delta_y * (W_hy @ state)) + np.sum(delta_next * (W_hh @ state))

    return numerical_gradient(moved, np.arctanh(h))


EXERCISE = Exercise(
    kind="derive",
    points=2,
    cases=delta_cases,
    right=delta_step,
    limits={"nnlib.numerical_gradient": 0},
    rtol=1e-5,
    wrongs=(
        Wrong(
            "no-later-step",
            "The term from the next step is missing: two arrows leave h_t, and one of them leads "
            "to step t + 1.",
            lambda d, e, h, W, V: W.T @ d * (1 - h**2),
        ),
        Wrong(
            "no-output",
            "The state is read by the output of its own step too, and that term is missing.",
            lambda d, e, h, W, V: V.T @ e * (1 - h**2),
        ),
        Wrong(
            "recurrent-not-transposed",
            "W_hh stands without its transpose. It is square, so the shapes fit all the same; "
            "think of which units unit i sends to, and which index of w_ji counts them.",
            lambda d, e, h, W, V: (W.T @ d + V @ e) * (1 - h**2),
        ),
        Wrong(
            "slope-on-the-later-term",
            "The slope multiplies the term from step t + 1 alone. Both terms go through the same "
            "unit; look at your brackets.",
            lambda d, e, h, W, V: W.T @ d + V.T @ e * (1 - h**2),
        ),
        Wrong(
            "slope-on-the-output-term",
            "The slope multiplies the term from the output alone. Both terms go through the same "
            "unit; look at your brackets.",
            lambda d, e, h, W, V: W.T @ d * (1 - h**2) + V.T @ e,
        ),
        Wrong(
            "sigmoid-slope",
            "h (1 − h) is the slope of the sigmoid. These units are hyperbolic tangents.",
            lambda d, e, h, W, V: (W.T @ d + V.T @ e) * h * (1 - h),
        ),
        Wrong(
            "squashed-twice",
            "The slope is taken at h_t, as if h_t were what goes into tanh. It is what has come "
            "out of it.",
            lambda d, e, h, W, V: (W.T @ d + V.T @ e) * (1 - np.tanh(h) ** 2),
        ),
        Wrong(
            "no-slope",
            "What you have is ∂C/∂h_t. Between h_t and z_t lies one more factor.",
            lambda d, e, h, W, V: W.T @ d + V.T @ e,
        ),
        Wrong(
            "output-not-transposed",
            "W_hy, of shape (C, H), stands without its transpose. That fits only if there are as "
            "many outputs as hidden units.",
            lambda d, e, h, W, V: (W @ d + V.T @ e) * (1 - h**2),
        ),
        Wrong(
            "half-a-slope",
            "Your slope is 1 − h. The slope of the hyperbolic tangent has a square in it.",
            lambda d, e, h, W, V: (W.T @ d + V.T @ e) * (1 - h),
        ),
        Wrong(
            "square-of-the-difference",
            "Your slope is (1 − h)². The square belongs to h alone.",
            lambda d, e, h, W, V: (W.T @ d + V.T @ e) * (1 - h) ** 2,
        ),
        Wrong(
            "later-without-weights",
            "δ_{t+1} arrives as it is. On its way back it passes through the weights by which h_t "
            "acts on the next step.",
            lambda d, e, h, W, V: (W.T @ d + e) * (1 - h**2),
        ),
        Wrong(
            "subtracted",
            "You subtract the two terms. What h_t does along two arrows adds up.",
            lambda d, e, h, W, V: (W.T @ d - V.T @ e) * (1 - h**2),
        ),
        Wrong(
            "divided-by-the-slope",
            "You divide by the slope. The chain rule multiplies the factors along an arrow.",
            lambda d, e, h, W, V: (W.T @ d + V.T @ e) / (1 - h**2),
        ),
        Wrong(
            "inputs-for-slopes",
            "You multiply by h_t. The factor between z_t and h_t is the slope there.",
            lambda d, e, h, W, V: (W.T @ d + V.T @ e) * h,
        ),
        Wrong(
            "slope-twice",
            "The slope is in it twice. There is one unit between h_t and z_t.",
            lambda d, e, h, W, V: (W.T @ d + V.T @ e) * (1 - h**2) ** 2,
        ),
        Wrong(
            "sign-in-the-slope",
            "Your slope is 1 + h². It is largest at 0 and falls towards both ends.",
            lambda d, e, h, W, V: (W.T @ d + V.T @ e) * (1 + h**2),
        ),
        Wrong(
            "one-is-missing",
            "Your slope is h². Where the unit is saturated it should be near 0.",
            lambda d, e, h, W, V: (W.T @ d + V.T @ e) * h**2,
        ),
        Wrong(
            "both-through-the-recurrence",
            "The error of this step's outputs goes back through W_hh as well. It left through W_hy "
            "alone.",
            lambda d, e, h, W, V: V.T @ (W.T @ d + e) * (1 - h**2),
        ),
        Wrong(
            "multiplied",
            "You multiply the two terms with one another. What h_t does along two arrows adds up.",
            lambda d, e, h, W, V: (W.T @ d) * (V.T @ e) * (1 - h**2),
        ),
        Wrong(
            "slope-of-this-step-before-the-weights",
            "The slope of h_t is multiplied in before W_hhᵀ, on the side of step t + 1. It "
            "belongs behind the sum.",
            lambda d, e, h, W, V: W.T @ d + V.T @ (e * (1 - h**2)),
        ),
        Wrong(
            "outputs-twice",
            "The error of the outputs is in it twice.",
            lambda d, e, h, W, V: (2 * W.T @ d + V.T @ e) * (1 - h**2),
        ),
        Wrong(
            "later-twice",
            "The term from the next step is in it twice.",
            lambda d, e, h, W, V: (W.T @ d + 2 * V.T @ e) * (1 - h**2),
        ),
        Wrong(
            "slope-added",
            "The slope is added. It multiplies what comes back.",
            lambda d, e, h, W, V: W.T @ d + V.T @ e + (1 - h**2),
        ),
        Wrong(
            "doubled-for-squared",
            "2h stands in the slope where h² belongs: `h * 2` and `h**2` are not the same.",
            lambda d, e, h, W, V: (W.T @ d + V.T @ e) * (1 - 2 * h),
        ),
    ),
)
