"""Cases, a right answer and known mistakes of rnn.paper-two-steps."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from nnlib.checks import Exercise, Wrong
from nnlib.checks.rounds import anew, tex


@dataclass(frozen=True)
class Given:
    """The numbers of the statement, such that the truncated gradient of w_xh is 0."""

    x: tuple = (1, 2)
    y: tuple = (7, 3)
    w_hh: float = 1.5
    w_hy: int = 2
    b_y: int = -1


def paper_two_steps(
    given, carried=1.0, back=1.0, error=(1.0, 1.0), came=0, steps=(0, 1), *, b_y=1.0, **mistake
):
    """Return every number of the exercise; the arguments make the mistakes.

    `carried` and `back` multiply the memory on the way forward and the term from step 2, `b_y` the
    bias, `error` the cost and its derivative; w_hh is fed `came` steps too late, and sums run over
    `steps`. In `mistake` may stand what the output's error passes `through`, which slot w_hy has
    `read`, and which `share` of the gradients is kept.
    """
    x, y, w_hh, w_hy = np.array(given.x), np.array(given.y), given.w_hh, given.w_hy
    h = np.zeros(3)  # h[0] is the state before the first step
    for t in (1, 2):
        h[t] = x[t - 1] + carried * w_hh * h[t - 1]
    a = w_hy * h[1:] + b_y * given.b_y
    delta_y = error[1] * (a - y)
    delta = mistake.get("through", w_hy) * delta_y
    short = delta @ x
    delta[0] += back * w_hh * delta[1]
    took, read, share = list(steps), mistake.get("read", 1), mistake.get("share", 1.0)
    return {
        "h": h[1:],
        "a": a,
        "C": error[0] * np.mean((a - y) ** 2),
        "delta_y": delta_y,
        "delta": delta,
        "dw_xh": share * delta[took] @ x[took],
        "dw_hh": share * delta[took] @ h[came : came + 2][took],
        "db_h": share * delta[took].sum(),
        "dw_hy": share * delta_y[took] @ h[read : read + 2][took],
        "db_y": share * delta_y[took].sum(),
        "dw_xh_truncated": short,
        "then": {1.0: "smaller", -1.0: "larger"}.get(np.sign(short), "stays"),
    }


def mistakes(given):
    """Return the catalogue, made with the numbers of the statement or with others."""
    made = partial(paper_two_steps, given)
    right = made()
    w_hy, (first, second) = given.w_hy, right["delta_y"]
    return (
        Wrong(
            "truncated",
            "The term from the next step is missing in your `delta`: step 1 acts on the second "
            "answer too, through the memory.",
            made(back=0.0),
        ),
        Wrong(
            "h-t",
            "In `dw_hh` stands h_t where h_{t−1} belongs: what came in through w_hh is older than "
            "what goes out.",
            made(came=1),
        ),
        Wrong(
            "no-memory",
            "In your `h` the second step has forgotten the first: what w_hh carries over is not "
            "in the sum.",
            made(carried=0.0),
        ),
        Wrong(
            "cost-summed",
            "Your `C` adds the costs of the two steps up. It is their mean.",
            made(error=(2.0, 1.0)),
        ),
        Wrong(
            "no-half",
            "The 2 that comes from the square is in your `delta_y`, and the ½ of the mean is not.",
            made(error=(1.0, 2.0)),
        ),
        Wrong(
            "no-two",
            "The ½ of the mean is in your `delta_y`, and the 2 that comes from the square is not.",
            made(error=(1.0, 0.5)),
        ),
        Wrong(
            "target-minus-output",
            "Your `delta_y` has the wrong sign: it says how C falls, and δ says how C grows with "
            "z.",
            made(error=(1.0, -1.0)),
        ),
        Wrong(
            "last-step-only",
            "Your five gradients hold the share of step 2 alone. Each weight is used at both "
            "steps.",
            made(steps=(1,)),
        ),
        Wrong(
            "last-step-first",
            "`delta` stands in the order in which you computed it. Give step 1 first, then step 2.",
            right | {"delta": right["delta"][::-1]},
        ),
        Wrong(
            "then-of-the-full-gradient",
            "Your `then` is what the full gradient does to w_xh. Here the truncated one is "
            "followed: a step is −η times your `dw_xh_truncated`.",
            right | {"then": "smaller"},
        ),
        Wrong(
            "no-output-bias",
            "In your `a` the bias of the output is forgotten.",
            made(b_y=0.0),
        ),
        Wrong(
            "bias-added-for-subtracted",
            "In your `a` the bias of the output has the wrong sign.",
            made(b_y=-1.0),
        ),
        Wrong(
            "h-before",
            "In `dw_hy` stands h_{t−1} where h_t belongs: the output reads the state of its own "
            "step.",
            made(read=0),
        ),
        Wrong(
            "memory-without-weight",
            "In your `h` the state of step 1 is added to step 2 as it is. It comes through w_hh.",
            made(carried=1 / given.w_hh),
        ),
        Wrong(
            "later-without-weight",
            "In your `delta` the term from step 2 arrives as it is. On its way back it passes "
            "through w_hh.",
            made(back=1 / given.w_hh),
        ),
        Wrong(
            "no-output-weight",
            "In your `delta` the error of the output arrives as it is. On its way back it passes "
            "through w_hy.",
            made(through=1.0),
        ),
        Wrong(
            "first-step-only",
            "Your five gradients hold the share of step 1 alone. Each weight is used at both "
            "steps.",
            made(steps=(0,)),
        ),
        Wrong(
            "gradients-averaged",
            "Your five gradients are means over the steps. The ½ of the cost is in δ already, and "
            "the shares add up.",
            made(share=0.5),
        ),
        Wrong(
            "half-twice",
            "Your `C` is divided by 2 once too often: it is the mean of the two squares.",
            made(error=(0.5, 1.0)),
        ),
        Wrong(
            "errors-not-squared",
            "Your `C` is the mean of the errors themselves. They belong squared.",
            right | {"C": right["delta_y"].mean()},
        ),
        Wrong(
            "truncated-is-full",
            "Your `dw_xh_truncated` still has the term from step 2 in it.",
            right | {"dw_xh_truncated": right["dw_xh"]},
        ),
        Wrong(
            "then-uphill",
            "Your `then` says that w_xh grows. A step is −η times your `dw_xh_truncated`.",
            right | {"then": "larger"},
        ),
        Wrong(
            "step-2-of-the-output",
            "`delta`: what came back to step 1 is w_hh times the error of the output. It is "
            "w_hh times δ₂, which has passed through w_hy.",
            right | {"delta": np.array([w_hy * first + given.w_hh * second, w_hy * second])},
        ),
        Wrong(
            "step-1-with-its-own-state",
            "`dw_hh`: δ₁ meets h₁ in it. What came in through w_hh at step 1 was h₀.",
            right | {"dw_hh": right["delta"].sum() * right["h"][0]},
        ),
        Wrong(
            "states-for-inputs",
            "`dw_xh`: the errors meet the states. Through w_xh came the inputs.",
            right | {"dw_xh": right["delta"] @ right["h"]},
        ),
        Wrong(
            "truncated-to-step-1",
            "`dw_xh_truncated`: only the share of step 1 is left. Leave the term from step 2 "
            "out of δ₁; the share of step 2 stays.",
            right | {"dw_xh_truncated": w_hy * first * given.x[0]},
        ),
        Wrong(
            "truncated-to-step-2",
            "`dw_xh_truncated`: only the share of step 2 is left. That of step 1 stays, with "
            "a shorter δ₁.",
            right | {"dw_xh_truncated": w_hy * second * given.x[1]},
        ),
        Wrong(
            "output-errors-for-the-hidden-bias",
            "`db_h`: the errors of the outputs are added up. The hidden bias takes those of "
            "the hidden unit.",
            right | {"db_h": right["delta_y"].sum()},
        ),
    )


def phrases(given):
    """Return the pieces of text in which the numbers stand."""
    (x1, x2), (y1, y2), w_hh, w_hy = given.x, given.y, given.w_hh, given.w_hy
    b_y = f"{'-' if given.b_y < 0 else '+'} {abs(given.b_y)}"
    right = paper_two_steps(given)
    pull = abs(w_hy * right["delta_y"][0] * x1)
    return [
        f"w_{{hh}} &= {tex(w_hh)}",
        f"w_{{hy}} &= {w_hy}",
        f"b_y &= {given.b_y}",
        f"x_1 = {x1}$, $x_2 = {x2}",
        f"y_1 = {y1}$, $y_2 = {y2}",
        f"with $-{pull:g}$ and $+{pull:g}$",
        f"the {right['dw_xh']:g} by which",
        f"h_1 = 1 * {x1}",
        f"h_2 = 1 * {x2} + {w_hh} * h_1",
        f"a_1, a_2 = {w_hy} * h_1 {b_y}, {w_hy} * h_2 {b_y}",
        f"a_1 - {y1}, a_2 - {y2}",
        f"delta_2 = {w_hy} * delta_y_2",
        f"delta_1 = {w_hy} * delta_y_1 + {w_hh} * delta_2",
        f'"dw_xh": delta_1 * {x1} + delta_2 * {x2}',
        f'"dw_xh_truncated": {w_hy} * delta_y_1 * {x1} + delta_2 * {x2}',
    ]


def other(**numbers):
    """Return the exercise with other numbers."""
    return anew(Given(**numbers), FIRST, phrases=phrases, right=paper_two_steps, wrongs=mistakes)


FIRST = Given()
EXERCISE = Exercise(
    kind="compute",
    points=2,
    parts=tuple(paper_two_steps(FIRST)),
    right=paper_two_steps(FIRST),
    wrongs=mistakes(FIRST),
    rounds=(
        other(x=(2, 1), y=(5, 14), w_hh=2.5, w_hy=3, b_y=-2),
        other(x=(1, 3), y=(7, 15), w_hh=2, w_hy=3, b_y=1),
        other(x=(3, 1), y=(4, 5), w_hh=1.5, w_hy=2, b_y=-3),
    ),
)
