"""Cases, a right answer and known mistakes of neuron.nand-threshold."""

import numpy as np

from nnlib import datasets
from nnlib.checks import Exercise, Wrong

CORNERS = np.array(datasets.CORNERS)


GATES = {"NAND": [1, 1, 1, 0], "p and not q": [0, 0, 1, 0]}


def units(parts):
    """Return weights and bias of each unit, as far as what came is two weights and one bias."""
    given = {
        "NAND": (np.array([-2.0, -3.0]), parts.get("b_nand")),  # None: still open
        "p and not q": (parts.get("w"), parts.get("b")),
    }
    return {
        name: (w, b.item())
        for name, (w, b) in given.items()
        if isinstance(w, np.ndarray)
        and isinstance(b, np.ndarray)
        and (w.shape, b.size) == ((2,), 1)
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
    return (
        len(parts) == 3
        and len(units(parts)) < 2
        and not any(isinstance(part, str) for part in parts.values())
    )


EXERCISE = Exercise(
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
        Wrong(
            "fires-for-nothing",
            "Your second unit fires for (0, 0) already. In that row both inputs are 0, so z is "
            "the bias alone.",
            {"b_nand": 4, "w": [1, -3], "b": 2},
            answers(
                "p and not q",
                *(
                    [1, p, q, both]
                    for p in (0, 1)
                    for q in (0, 1)
                    for both in (0, 1)
                    if (p, q, both) != (1, 0, 1)
                ),
            ),
        ),
        Wrong(
            "q-pulls-up",
            "Your second unit fires for q too, with p or without. What should q do to z: lift it, "
            "or pull it down?",
            {"b_nand": 4, "w": [1, 1], "b": -0.5},
            answers("p and not q", [0, 1, 1, 1], [0, 1, 0, 1]),
        ),
    ),
)
