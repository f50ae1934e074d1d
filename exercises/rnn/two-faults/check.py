"""Cases, a right answer and known mistakes of rnn.two-faults."""

import numpy as np

from nnlib.checks import Exercise, Wrong

from ..shared import BORROWED, fed, model_cases, summed, swept

NAMES = ("W_xh", "W_hh", "b_h", "W_hy", "b_y")


def named_gradients(model, X, Y):
    """Ask the library."""
    return model.unpack(model.loss_and_grad(X, Y)[1])


def backward_with(
    later="full", hh=slice(None, -1), hy=slice(1, None), cut=slice(None, -1), slope=None
):
    """Return a backward pass.

    `later` says how W_hh takes part, `hh` and `hy` which states two weights are fed with, `cut`
    which slots of δ are kept, and `slope(h)` gives other slopes.
    """

    def answer(model, X, Y):
        trace = model.forward(X)
        delta_y = model.backward(trace, Y).deltas.output
        back = {
            "full": model.W_hh.T,
            "none": 0 * model.W_hh,
            "not transposed": model.W_hh,
            "unweighted": np.eye(model.n_hidden),
        }[later]
        slopes = slope and slope(trace.H)
        delta = swept(trace.H, model.W_hy.T @ delta_y, back, slope=slopes)
        delta = np.concatenate([delta, np.zeros_like(delta[:1])])[cut]
        return {
            "W_xh": fed(delta, X.transpose(1, 2, 0)),
            "W_hh": fed(delta, trace.H[hh]),
            "b_h": summed(delta)[:, 0],
            "W_hy": fed(delta_y, trace.H[hy]),
            "b_y": summed(delta_y)[:, 0],
        }

    return answer


def backward_without(missing):
    """Return a backward pass whose loop leaves the δ of a step at 0."""

    def answer(model, X, Y):
        trace = model.forward(X)
        delta_y = model.backward(trace, Y).deltas.output
        errors = model.W_hy.T @ delta_y
        if missing == "last":
            errors[-1] = 0.0
        delta = swept(trace.H, errors, model.W_hh.T)
        if missing == "first":
            delta[0] = 0.0
        return {
            "W_xh": fed(delta, X.transpose(1, 2, 0)),
            "W_hh": fed(delta, trace.H[:-1]),
            "b_h": summed(delta)[:, 0],
            "W_hy": fed(delta_y, trace.H[1:]),
            "b_y": summed(delta_y)[:, 0],
        }

    return answer


def two_steps_on(model, X, Y):
    """Read δ of the step after the next in place of the next one's."""
    trace = model.forward(X)
    h, delta_y = trace.H, model.backward(trace, Y).deltas.output
    delta = np.zeros_like(h)
    for t in range(len(delta_y), 0, -1):
        later = model.W_hh.T @ delta[min(t + 1, len(delta_y))]
        delta[t - 1] = (model.W_hy.T @ delta_y[t - 1] + later) * h[t] * (1 - h[t])
    delta = delta[:-1]
    return {
        "W_xh": fed(delta, X.transpose(1, 2, 0)),
        "W_hh": fed(delta, h[:-1]),
        "b_h": summed(delta)[:, 0],
        "W_hy": fed(delta_y, h[1:]),
        "b_y": summed(delta_y)[:, 0],
    }


EXERCISE = Exercise(
    kind="find the bug",
    points=3,
    parts=NAMES,
    cases=model_cases,
    right=named_gradients,
    limits=BORROWED,
    wrongs=(
        Wrong(
            "both-left",
            "Both faults are still there. W_xh, W_hh and b_h are made from the same δ_t, so look "
            "at the line that makes it; W_hh is off for one step too, where that line cannot "
            "matter.",
            backward_with("none", slice(1, None)),
        ),
        Wrong(
            "delta-left",
            "One fault is mended. The other is in δ_t: a term is written down in the loop, and "
            "yet it is always 0. Has its slot been filled when the loop reads it?",
            backward_with("none"),
        ),
        Wrong(
            "state-left",
            "δ_t is right now, and one gradient is not: W_hh. What came in through these weights?",
            backward_with(hh=slice(1, None)),
        ),
        Wrong(
            "mended-the-wrong-line",
            "W_hy was right before, and now it is fed with h_{t−1}. The output of step t reads "
            "h_t.",
            backward_with(hy=slice(None, -1)),
        ),
        Wrong(
            "transpose-lost",
            "The two faults are gone, and a new one has come: W_hh has lost its transpose on the "
            "way back. The shapes fit all the same, because it is square.",
            backward_with("not transposed"),
        ),
        Wrong(
            "cut-at-the-wrong-end",
            "The array of the errors is cut at the wrong end: slot t − 1 holds δ_t, and what is "
            "left over is the last slot, behind step T.",
            backward_with(cut=slice(1, None)),
        ),
        Wrong(
            "slope-of-the-step-before",
            "The slope was right before, and now it is taken from h_{t−1}. It belongs to the unit "
            "at step t.",
            backward_with(slope=lambda h: (h * (1 - h))[:-1]),
        ),
        Wrong(
            "later-without-weights",
            "δ_{t+1} arrives now, and it has lost W_hh on its way back.",
            backward_with("unweighted"),
        ),
        Wrong(
            "state-left-and-transpose-lost",
            "The empty slot is mended. In the same line W_hh has lost its transpose, and W_hh is "
            "still fed with the wrong states.",
            backward_with("not transposed", slice(1, None)),
        ),
        Wrong(
            "no-slope",
            "The slope of the hidden units has got lost. It was right before.",
            backward_with(slope=lambda h: np.ones_like(h[1:])),
        ),
        Wrong(
            "first-step-left-out",
            "Your loop back now ends at step 2. It was right before.",
            backward_without("first"),
        ),
        Wrong(
            "last-step-left-out",
            "Your loop back now starts at step T − 1. It was right before.",
            backward_without("last"),
        ),
        Wrong(
            "two-steps-on",
            "Your loop now reads the slot behind the one that is meant: δ_{t+1} is in slot t.",
            two_steps_on,
        ),
        Wrong(
            "slope-twice",
            "The slope is in your δ_t twice. It was right before.",
            backward_with(slope=lambda h: (h * (1 - h))[1:] ** 2),
        ),
        Wrong(
            "tanh-slope",
            "1 − h² is the slope of the hyperbolic tangent. These hidden units are sigmoids, "
            "and their slope was right before.",
            backward_with(slope=lambda h: (1 - h**2)[1:]),
        ),
    ),
)
