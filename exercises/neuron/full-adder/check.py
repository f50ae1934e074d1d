"""Cases, a right answer and known mistakes of neuron.full-adder."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import same


def adder(p, q, r, carry_from=1.5, taken_away=2):
    """Add three bits with two threshold units; the arguments make the mistakes."""
    carry = int(p + q + r > carry_from)
    return carry, int(p + q + r - taken_away * carry > 0.5)


def as_wrong(name, message, answer):
    """Return a mistake that all eight rows show; two mistakes may have most of them in common."""

    def found(seen):
        return all(
            same(parts[name], bit)
            for case, parts in seen
            for name, bit in zip(("carry", "total"), answer(*case.args), strict=True)
        )

    return Wrong(name, message, answer, found)


def adder_cases(rng):
    """Return the eight rows, in any order."""
    rows = rng.permutation(list(np.ndindex(2, 2, 2))).tolist()
    return [Case(f"{p} + {q} + {r}", (p, q, r)) for p, q, r in rows]


EXERCISE = Exercise(
    kind="implement",
    points=2,
    parts=("carry", "total"),
    cases=adder_cases,
    right=lambda p, q, r: divmod(p + q + r, 2),
    wrongs=(
        as_wrong(
            "order",
            "Both bits are right and they come in the wrong order: the carry first, as one writes "
            "it.",
            lambda p, q, r: adder(p, q, r)[::-1],
        ),
        as_wrong(
            "carry-does-not-count",
            "Your total is 1 whenever any of the bits is. The carry stands for more than it takes "
            "away.",
            lambda p, q, r: adder(p, q, r, taken_away=1),
        ),
        as_wrong(
            "carry-takes-all",
            "Your carry takes away so much that nothing is left of 1 + 1 + 1. What is a carry "
            "worth?",
            lambda p, q, r: adder(p, q, r, taken_away=3),
        ),
        as_wrong(
            "carry-of-three",
            "Your carry waits for three ones. It is due as soon as the sum needs a second digit.",
            lambda p, q, r: adder(p, q, r, carry_from=2.5),
        ),
        as_wrong(
            "carry-of-one",
            "Your carry comes with the first one already, when one digit still has room for it.",
            lambda p, q, r: adder(p, q, r, carry_from=0.5),
        ),
        as_wrong(
            "half-adder",
            "This adds `p` and `q` only: the carry `r` from the column to the right is left out.",
            lambda p, q, r: adder(p, q, 0),
        ),
    ),
)
