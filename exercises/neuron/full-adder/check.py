"""Cases, a right answer and known mistakes of neuron.full-adder."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import same

HAIR = 1e-6


class NearlyBits(Case):
    """Three inputs that a unit cannot tell from bits."""


def adder(p, q, r, carry_from=1.5, taken_away=2, total_from=0.5, seen=1):
    """Add three bits with two threshold units; the arguments make the mistakes."""
    carry = int(p + q + r > carry_from)
    return carry, int(p + q + seen * r - taken_away * carry > total_from)


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
    """Return the eight rows, in any order, and once more a hair below.

    A threshold unit that is right for the bits is right there too: the weights of the three bits
    are above 0 in any such unit, so z gets smaller by a hair. Arithmetic on bits is not.
    """
    rows = rng.permutation(list(np.ndindex(2, 2, 2))).tolist()
    exact = [Case(f"{p} + {q} + {r}", (p, q, r)) for p, q, r in rows]
    return exact + [
        NearlyBits(f"{p} + {q} + {r}, each {HAIR} less", (p - HAIR, q - HAIR, r - HAIR))
        for p, q, r in rows
    ]


def add_bits(p, q, r):
    """Add, whether they are bits or nearly so."""
    return divmod(round(p) + round(q) + round(r), 2)


def for_bits_only(seen):
    """Tell whether bits are added rightly, and what nearly is a bit is not."""
    fine = {True: True, False: True}
    for case, parts in seen:
        rows = zip(parts.values(), add_bits(*case.args), strict=True)
        fine[isinstance(case, NearlyBits)] &= all(same(part, bit) for part, bit in rows)
    return fine[False] and not fine[True]


EXERCISE = Exercise(
    kind="implement",
    points=2,
    parts=("carry", "total"),
    cases=adder_cases,
    right=add_bits,
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
            "carry-never",
            "Your carry never fires: its bias takes away all that three ones can bring.",
            lambda p, q, r: adder(p, q, r, carry_from=4),
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
        as_wrong(
            "carry-bias-sign",
            "Your carry fires whatever comes in, for three zeros too. A unit that should wait for "
            "some ones needs a bias below 0: on its way to the other side, the threshold changes "
            "its sign.",
            lambda p, q, r: adder(p, q, r, carry_from=-1.5),
        ),
        as_wrong(
            "total-bias-sign",
            "The carry is right. Your total fires at z = 0 and below: its bias has the sign of "
            "the threshold, and should have the other one.",
            lambda p, q, r: adder(p, q, r, total_from=-0.5),
        ),
        as_wrong(
            "both-bias-signs",
            "Both units have a bias with the sign of the threshold. On its way to the other side "
            "of the inequality it changes.",
            lambda p, q, r: adder(p, q, r, carry_from=-1.5, total_from=-0.5),
        ),
        as_wrong(
            "total-of-three",
            "The carry is right. Your total waits for more than one: after the carry has taken "
            "its two away, one is what is left to count.",
            lambda p, q, r: adder(p, q, r, total_from=1.5, taken_away=0),
        ),
        as_wrong(
            "total-too-late",
            "The carry is right. Your total never fires: once the carry has taken its two away, "
            "no more than one is left, and the bias asks for more.",
            lambda p, q, r: adder(p, q, r, total_from=1.5),
        ),
        as_wrong(
            "r-not-in-the-total",
            "The carry is right. Your total does not count `r`.",
            lambda p, q, r: adder(p, q, r, seen=0),
        ),
        as_wrong(
            "total-of-p-and-q",
            "The carry is right. Your total is that of the half adder, `p` and `q` alone: the bit "
            "from the column to the right counts in it too.",
            lambda p, q, r: (adder(p, q, r)[0], round(p) ^ round(q)),
        ),
        as_wrong(
            "r-not-in-the-carry",
            "Your carry looks at `p` and `q` alone. With `r` there are more ways to reach two "
            "ones.",
            lambda p, q, r: (adder(p, q, 0)[0], int(p + q + r - 2 * adder(p, q, 0)[0] > 0.5)),
        ),
        as_wrong(
            "bits-negated",
            "Both of your bits are the opposite of the right ones, in every row: all signs of a "
            "unit are turned.",
            lambda p, q, r: tuple(1 - bit for bit in adder(p, q, r)),
        ),
        as_wrong(
            "carry-negated",
            "Your carry is the opposite of the right one, in every row: the signs of its unit are "
            "turned.",
            lambda p, q, r: (1 - adder(p, q, r)[0], adder(p, q, r)[1]),
        ),
        as_wrong(
            "total-negated",
            "Your total is the opposite of the right one, in every row: the signs of its unit are "
            "turned.",
            lambda p, q, r: (adder(p, q, r)[0], 1 - adder(p, q, r)[1]),
        ),
        Wrong(
            "no-units",
            "The bits are right, and there are no units in it: inputs that are a millionth below "
            "0 or 1 change your answer, and a threshold unit does not notice so little. Choose "
            "weights and a bias for `perceptron`.",
            lambda p, q, r: ((p + q + r) // 2, (p + q + r) % 2),
            for_bits_only,
        ),
        Wrong(
            "no-units-but-gates",
            "The bits are right, and there are no units in it: a unit takes inputs that are a "
            "millionth below 0 or 1 as well, and your function stops there. Choose weights and a "
            "bias for `perceptron`.",
            lambda p, q, r: (p & q | p & r | q & r, p ^ q ^ r),
        ),
    ),
)
