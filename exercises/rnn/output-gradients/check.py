"""Cases, a right answer and known mistakes of rnn.output-gradients."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.numerical import numerical_gradient

from ..shared import SIZES, fed, summed


def output_cases(rng):
    """Return errors of the outputs and states."""
    return [
        Case(name, (rng.normal(size=(T, C, N)), np.abs(rng.normal(size=(T + 1, H, N)))))
        for name, (N, T, _, H, C) in SIZES.items()
    ]


def output_gradients(delta_y, h):
    """Nudge: δ^y says how C moves with z^y, so C moves as the sum of δ^y z^y does."""

    def moved(W, b):
        return np.sum(delta_y * (W @ h[1:] + b))

    W, b = np.zeros((delta_y.shape[1], h.shape[1])), np.zeros((delta_y.shape[1], 1))
    return (
        numerical_gradient(lambda nudged: moved(nudged, b), W),
        numerical_gradient(lambda nudged: moved(W, nudged), b),
    )


def without_last_step(delta_y, h):
    """Return what a loop adds up that ends one step early."""
    return fed(delta_y[:-1], h[1:-1]), summed(delta_y[:-1])


def are(answer):
    """Return a rule that knows the parts of an answer; a sum over no step may be a plain 0."""

    def recognise(seen):
        return all(
            np.allclose(came, wanted)
            for case, parts in seen
            for came, wanted in zip(parts.values(), answer(*case.args), strict=True)
        )

    return recognise


EXERCISE = Exercise(
    kind="derive",
    points=2,
    parts=("dW_hy", "db_y"),
    cases=output_cases,
    right=output_gradients,
    limits={"nnlib.numerical_gradient": 0},
    rtol=1e-5,
    wrongs=(
        Wrong(
            "overwrote-dw-hy",
            "Your `dW_hy` holds the share of the last step alone: it is overwritten at each step "
            "instead of accumulated.",
            lambda d, h: (d[-1] @ h[-1].T, summed(d)),
        ),
        Wrong(
            "overwrote-db-y",
            "Your `db_y` holds the share of the last step alone. The bias is used at every step.",
            lambda d, h: (fed(d, h[1:]), summed(d[-1:])),
        ),
        Wrong(
            "last-step-left-out",
            "The share of the last step is missing: your loop ends one step early. `range(1, T)` "
            "stops at T − 1.",
            without_last_step,
            when=are(without_last_step),
        ),
        Wrong(
            "h-before",
            "In `dW_hy` stands h_{t−1} where h_t belongs. Of the states in `h`, which one does "
            "the output of step t read?",
            lambda d, h: (fed(d, h[:-1]), summed(d)),
        ),
        Wrong(
            "mean-over-steps",
            "You take the mean over the steps. The 1/(N T C) of the cost is inside of δ^y "
            "already, and the rates of the steps add up.",
            lambda d, h: (fed(d, h[1:]) / len(d), summed(d) / len(d)),
        ),
        Wrong(
            "mean-over-sequences",
            "You divide by the number of sequences. The 1/(N T C) of the cost is inside of δ^y "
            "already, so what is left to do is to add up.",
            lambda d, h: (fed(d, h[1:]) / d.shape[2], summed(d) / d.shape[2]),
        ),
        Wrong(
            "one-sequence",
            "Only the first sequence of the batch is in your gradients. All of them are read with "
            "the same weights.",
            lambda d, h: (fed(d[:, :, :1], h[1:, :, :1]), summed(d[:, :, :1])),
        ),
        Wrong(
            "last-step-left-out-of-w",
            "`db_y` has all steps in it, and in `dW_hy` the share of the last one is missing: "
            "`range(1, T)` stops at T − 1.",
            lambda d, h: (fed(d[:-1], h[1:-1]), summed(d)),
            when=are(lambda d, h: (fed(d[:-1], h[1:-1]), summed(d))),
        ),
        Wrong(
            "last-step-left-out-of-b",
            "`dW_hy` has all steps in it, and in `db_y` the share of the last one is missing.",
            lambda d, h: (fed(d, h[1:]), summed(d[:-1])),
            when=are(lambda d, h: (fed(d, h[1:]), summed(d[:-1]))),
        ),
        Wrong(
            "first-step-left-out",
            "The share of step 1 is missing. Step t stands in slot t − 1 of `delta_y`, so `T` "
            "steps start from slot 0.",
            lambda d, h: (fed(d[1:], h[2:]), summed(d[1:])),
            when=are(lambda d, h: (fed(d[1:], h[2:]), summed(d[1:]))),
        ),
        Wrong(
            "first-step-left-out-of-w",
            "`db_y` has all steps in it, and in `dW_hy` the share of step 1 is missing.",
            lambda d, h: (fed(d[1:], h[2:]), summed(d)),
            when=are(lambda d, h: (fed(d[1:], h[2:]), summed(d))),
        ),
        Wrong(
            "sums-multiplied",
            "You add up over the steps first and multiply then, so the error of each step meets "
            "the states of all others.",
            lambda d, h: (d.sum(axis=0) @ h[1:].sum(axis=0).T, summed(d)),
        ),
        Wrong(
            "flat-bias",
            "Your `db_y` is flat. A column of shape (C, 1) is asked for, as b_y is one.",
            lambda d, h: (fed(d, h[1:]), summed(d)[:, 0]),
        ),
        Wrong(
            "bias-for-each-sequence",
            "Your `db_y` has a column for each sequence. One bias serves all of them.",
            lambda d, h: (fed(d, h[1:]), d.sum(axis=0)),
        ),
        Wrong(
            "bias-fed-with-states",
            "Your `db_y` is multiplied by the states. What comes in at a bias is 1.",
            lambda d, h: (fed(d, h[1:]), fed(d, h[1:]).sum(axis=1, keepdims=True)),
        ),
        Wrong(
            "slope-of-the-states",
            "In `dW_hy` the states are multiplied by a slope. What came in are the states as "
            "they are.",
            lambda d, h: (fed(d, (h * (1 - h))[1:]), summed(d)),
        ),
        Wrong(
            "steps-against-each-other",
            "In `dW_hy` the errors run one way through time and the states the other.",
            lambda d, h: (fed(d[::-1], h[1:]), summed(d)),
        ),
        Wrong(
            "last-state-throughout",
            "In `dW_hy` every error meets the last state. The output of step t reads h_t.",
            lambda d, h: (fed(d, np.broadcast_to(h[-1], h[1:].shape)), summed(d)),
        ),
    ),
)
