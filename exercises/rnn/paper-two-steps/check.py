"""Cases, a right answer and known mistakes of rnn.paper-two-steps."""

import numpy as np

from nnlib.checks import Exercise, Wrong


def paper_two_steps(
    carried=1.0, back=1.0, error=(1.0, 1.0), came=0, steps=(0, 1), *, b_y=-1.0, **mistake
):
    """Return every number of the exercise; the arguments make the mistakes.

    `carried` and `back` multiply the memory on the way forward and the term from step 2, `error`
    the cost and its derivative; w_hh is fed `came` steps too late, and sums run over `steps`. In
    `mistake` may stand what the output's error passes `through`, which slot w_hy has `read`, and
    which `share` of the gradients is kept.
    """
    x, y, w_hh, w_hy = np.array([1.0, 2.0]), np.array([7.0, 3.0]), 1.5, 2.0
    h = np.zeros(3)  # h[0] is the state before the first step
    for t in (1, 2):
        h[t] = x[t - 1] + carried * w_hh * h[t - 1]
    a = w_hy * h[1:] + b_y
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


EXERCISE = Exercise(
    kind="compute",
    points=2,
    parts=tuple(paper_two_steps()),
    right=paper_two_steps(),
    wrongs=(
        Wrong(
            "truncated",
            "The term from the next step is missing in your `delta`: step 1 acts on the second "
            "answer too, through the memory.",
            paper_two_steps(back=0.0),
        ),
        Wrong(
            "h-t",
            "In `dw_hh` stands h_t where h_{t−1} belongs: what came in through w_hh is older than "
            "what goes out.",
            paper_two_steps(came=1),
        ),
        Wrong(
            "no-memory",
            "In your `h` the second step has forgotten the first: what w_hh carries over is not "
            "in the sum.",
            paper_two_steps(carried=0.0),
        ),
        Wrong(
            "cost-summed",
            "Your `C` adds the costs of the two steps up. It is their mean.",
            paper_two_steps(error=(2.0, 1.0)),
        ),
        Wrong(
            "no-half",
            "The 2 that comes from the square is in your `delta_y`, and the ½ of the mean is not.",
            paper_two_steps(error=(1.0, 2.0)),
        ),
        Wrong(
            "no-two",
            "The ½ of the mean is in your `delta_y`, and the 2 that comes from the square is not.",
            paper_two_steps(error=(1.0, 0.5)),
        ),
        Wrong(
            "target-minus-output",
            "Your `delta_y` has the wrong sign: it says how C falls, and δ says how C grows with "
            "z.",
            paper_two_steps(error=(1.0, -1.0)),
        ),
        Wrong(
            "last-step-only",
            "Your five gradients hold the share of step 2 alone. Each weight is used at both "
            "steps.",
            paper_two_steps(steps=(1,)),
        ),
        Wrong(
            "last-step-first",
            "`delta` stands in the order in which you computed it. Give step 1 first, then step 2.",
            paper_two_steps() | {"delta": np.array([6.0, -3.0])},
        ),
        Wrong(
            "then-of-the-full-gradient",
            "Your `then` is what the full gradient does to w_xh. Here the truncated one is "
            "followed: a step is −η times your `dw_xh_truncated`.",
            paper_two_steps() | {"then": "smaller"},
        ),
        Wrong(
            "no-output-bias",
            "In your `a` the bias of the output is forgotten.",
            paper_two_steps(b_y=0.0),
        ),
        Wrong(
            "bias-added-for-subtracted",
            "In your `a` the bias of the output has the wrong sign.",
            paper_two_steps(b_y=1.0),
        ),
        Wrong(
            "h-before",
            "In `dw_hy` stands h_{t−1} where h_t belongs: the output reads the state of its own "
            "step.",
            paper_two_steps(read=0),
        ),
        Wrong(
            "memory-without-weight",
            "In your `h` the state of step 1 is added to step 2 as it is. It comes through w_hh.",
            paper_two_steps(carried=1 / 1.5),
        ),
        Wrong(
            "later-without-weight",
            "In your `delta` the term from step 2 arrives as it is. On its way back it passes "
            "through w_hh.",
            paper_two_steps(back=1 / 1.5),
        ),
        Wrong(
            "no-output-weight",
            "In your `delta` the error of the output arrives as it is. On its way back it passes "
            "through w_hy.",
            paper_two_steps(through=1.0),
        ),
        Wrong(
            "first-step-only",
            "Your five gradients hold the share of step 1 alone. Each weight is used at both "
            "steps.",
            paper_two_steps(steps=(0,)),
        ),
        Wrong(
            "gradients-averaged",
            "Your five gradients are means over the steps. The ½ of the cost is in δ already, and "
            "the shares add up.",
            paper_two_steps(share=0.5),
        ),
        Wrong(
            "half-twice",
            "Your `C` is divided by 2 once too often: it is the mean of the two squares.",
            paper_two_steps(error=(0.5, 1.0)),
        ),
        Wrong(
            "errors-not-squared",
            "Your `C` is the mean of the errors themselves. They belong squared.",
            paper_two_steps() | {"C": -1.5},
        ),
        Wrong(
            "truncated-is-full",
            "Your `dw_xh_truncated` still has the term from step 2 in it.",
            paper_two_steps() | {"dw_xh_truncated": 9.0},
        ),
        Wrong(
            "then-uphill",
            "Your `then` says that w_xh grows. A step is −η times your `dw_xh_truncated`.",
            paper_two_steps() | {"then": "larger"},
        ),
        Wrong(
            "step-2-of-the-output",
            "`delta`: what came back to step 1 is w_hh times the error of the output. It is "
            "w_hh times δ₂, which has passed through w_hy.",
            paper_two_steps() | {"delta": np.array([-7.5, 6.0])},
        ),
        Wrong(
            "step-1-with-its-own-state",
            "`dw_hh`: δ₁ meets h₁ in it. What came in through w_hh at step 1 was h₀.",
            paper_two_steps() | {"dw_hh": -3.0},
        ),
        Wrong(
            "states-for-inputs",
            "`dw_xh`: the errors meet the states. Through w_xh came the inputs.",
            paper_two_steps() | {"dw_xh": 18.0},
        ),
        Wrong(
            "truncated-to-step-1",
            "`dw_xh_truncated`: only the share of step 1 is left. Leave the term from step 2 "
            "out of δ₁; the share of step 2 stays.",
            paper_two_steps() | {"dw_xh_truncated": -12.0},
        ),
        Wrong(
            "truncated-to-step-2",
            "`dw_xh_truncated`: only the share of step 2 is left. That of step 1 stays, with "
            "a shorter δ₁.",
            paper_two_steps() | {"dw_xh_truncated": 12.0},
        ),
        Wrong(
            "output-errors-for-the-hidden-bias",
            "`db_h`: the errors of the outputs are added up. The hidden bias takes those of "
            "the hidden unit.",
            paper_two_steps() | {"db_h": -3.0},
        ),
    ),
)
