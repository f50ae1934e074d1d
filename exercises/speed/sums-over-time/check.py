"""Cases, a right answer and known mistakes of speed.sums-over-time."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.cost import Pace

from ..shared import sized

SEQUENCES = {  # N, T, D, H
    "several of everything": (5, 4, 2, 3),
    "one sequence": (1, 4, 2, 3),
    "one step": (5, 1, 2, 3),
    "all sizes alike": (3, 3, 3, 3),
}


def time_cases(rng):
    """Return inputs, states and errors, time first."""

    def drawn(N, T, D, H):
        shapes = (T, D, N), (T + 1, H, N), (T, H, N)
        x, h, delta = (rng.normal(size=shape) for shape in shapes)
        h[0] = 0.0
        return x, h, delta

    named = [Case(name, drawn(*sizes)) for name, sizes in SEQUENCES.items()]
    return [*named, *sized(lambda T: drawn(5, T, 2, 3))]


def time_sums(x, h, delta):
    """Sum over steps and sequences, with einsum."""
    return fed(x, h[:-1], delta)


def fed(x, h, delta):
    """Return the three gradients for errors that met these inputs and states."""
    return (
        np.einsum("tin,tjn->ij", delta, x),
        np.einsum("tin,tjn->ij", delta, h),
        delta.sum(axis=(0, 2)),
    )


def step_by_step(x, h, delta):
    """Add up over the steps."""
    dW_xh, dW_hh, db_h = 0.0, 0.0, 0.0
    for t in range(len(x)):
        dW_xh = dW_xh + delta[t] @ x[t].T
        dW_hh = dW_hh + delta[t] @ h[t].T
        db_h = db_h + delta[t].sum(axis=1)
    return dW_xh, dW_hh, db_h


def scrambled(x, h, delta):
    """Reshape (T, H, N) to (H, T·N) without moving the axes first."""
    x, h, delta = (a.reshape(a.shape[1], -1) for a in (x, h[:-1], delta))
    return delta @ x.T, delta @ h.T, delta.sum(axis=1)


EXERCISE = Exercise(
    kind="derive",
    points=3,
    parts=("dW_xh", "dW_hh", "db_h"),
    cases=time_cases,
    right=time_sums,
    pace=Pace("step"),
    wrongs=(
        Wrong(
            "slow",
            "The sums still go through the steps one at a time. Once all δ_t are known, nothing in "
            "the sums waits for anything: a step is one more column. `transpose` and `reshape` put "
            "the columns side by side at once; `hstack` of a list goes through the list.",
            step_by_step,
        ),
        Wrong(
            "scrambled",
            "The right numbers are multiplied with the wrong ones. `reshape` reads an array from "
            "front to back and moves nothing, so time first and rows of (H, T N) do not fit: bring "
            "the axis of the units to the front before you reshape.",
            scrambled,
        ),
        Wrong(
            "h-t",
            "In `dW_hh` stands h_t where h_{t−1} belongs. Of the T + 1 slots of `h`, T take part.",
            lambda x, h, delta: fed(x, h[1:], delta),
        ),
        Wrong(
            "sums-multiplied",
            "You add up over time first and multiply then, so the error of each step meets the "
            "inputs of all others.",
            lambda x, h, delta: fed(
                x.sum(axis=0)[None], h[:-1].sum(axis=0)[None], delta.sum(axis=0)[None]
            ),
        ),
        Wrong(
            "mean-over-steps",
            "You take the mean over the steps. δ holds every factor already; the shares add up.",
            lambda x, h, delta: tuple(g / len(x) for g in time_sums(x, h, delta)),
        ),
        Wrong(
            "bias-for-each-sequence",
            "Your `db_h` has a number for each sequence. One bias serves all of them.",
            lambda x, h, delta: (*time_sums(x, h, delta)[:2], delta.sum(axis=0)),
        ),
        Wrong(
            "last-sequence",
            "Your gradients hold the share of one sequence alone.",
            lambda x, h, delta: time_sums(x[:, :, -1:], h[:, :, -1:], delta[:, :, -1:]),
        ),
        Wrong(
            "one-for-each-step",
            "Your products are not summed over the steps: there is a gradient for each of them, "
            "and the weights are the same at every step.",
            lambda x, h, delta: (delta @ x.mT, delta @ h[:-1].mT, delta.sum(axis=(0, 2))),
        ),
        Wrong(
            "bias-for-each-step",
            "Your `db_h` has a row for each step. One bias serves all of them.",
            lambda x, h, delta: (*time_sums(x, h, delta)[:2], delta.sum(axis=2)),
        ),
        Wrong(
            "bias-column",
            "Your `db_h` is a column. A flat array of shape (H,) is asked for.",
            lambda x, h, delta: (*time_sums(x, h, delta)[:2], delta.sum(axis=(0, 2))[:, None]),
        ),
        Wrong(
            "last-step",
            "Your gradients hold the share of the last step alone.",
            lambda x, h, delta: fed(x[-1:], h[-2:-1], delta[-1:]),
        ),
        Wrong(
            "last-step-left-out",
            "The share of the last step is missing in your sums.",
            lambda x, h, delta: fed(x[:-1], h[:-2], delta[:-1]),
        ),
        Wrong(
            "first-step-left-out",
            "The share of step 1 is missing in your sums. Step t stands in slot t − 1 of `delta`.",
            lambda x, h, delta: fed(x[1:], h[1:-1], delta[1:]),
        ),
        Wrong(
            "recurrent-turned",
            "Your `dW_hh` lies on its side: row i belongs to the unit that receives. It is square, "
            "so the shape does not tell.",
            lambda x, h, delta: (
                time_sums(x, h, delta)[0],
                time_sums(x, h, delta)[1].T,
                delta.sum(axis=(0, 2)),
            ),
        ),
        Wrong(
            "mean-over-sequences",
            "You take the mean over the sequences. δ holds every factor already, so what is left "
            "to do is to add up.",
            lambda x, h, delta: tuple(g / x.shape[2] for g in time_sums(x, h, delta)),
        ),
        Wrong(
            "one-sum-for-all-biases",
            "Your `db_h` is one number. Each unit has its own bias: sum over steps and sequences.",
            lambda x, h, delta: (*time_sums(x, h, delta)[:2], delta.sum()),
        ),
        Wrong(
            "inputs-turned",
            "Your `dW_xh` lies on its side: row i belongs to the unit that receives.",
            lambda x, h, delta: (time_sums(x, h, delta)[0].T, *time_sums(x, h, delta)[1:]),
        ),
    ),
)
