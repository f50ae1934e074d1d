"""Cases, a right answer and known mistakes of gates.embedded."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.grammar import NODES

ASTRAY = ("SXS", "TVV", "PXS", "TXP", "PVX", "TXVV", "TSVV", "PTXS")
SHORT = ("", "T", "TX", "PV", "TXX", "PVP", "TXXV", "TSSS")


def inner(rng, goals=NODES):
    """Draw what stands between B and E."""
    node, text = 0, ""
    while goals[node]:
        symbol, node = goals[node][rng.integers(2)]
        text += symbol
    return text


def inners(rng, n):
    """Draw n of them, of which none is like another, with loops in some."""
    found = ["TSSXS", "PTTVV", "TXXTVPS", "PVPXVV", "PVV", "TXS", "PVPS", "TXXVV"]
    while len(found) < n:
        found.append(inner(rng))
        found = list(dict.fromkeys(found))
    return found


def framed(text, first="T", last=None):
    """Put an inner string between its B and E and the two symbols that are alike."""
    return f"B{first}B{text}E{last or first}E"


def with_symbol(text, place, symbol):
    """Put another symbol at a place."""
    place %= len(text)
    return text[:place] + symbol + text[place + 1 :]


def string_cases(rng):
    """Return strings of the grammar, and such as are not: one kind of them in each case."""
    some = inners(rng, 9)
    good = [framed(text, "TP"[k % 2]) for k, text in enumerate(some)]

    kinds = {
        "strings of the grammar": good[2:],
        "the last but one is another": [
            framed(text, "TP"[k % 2], "PT"[k % 2]) for k, text in enumerate(some)
        ],
        "an arrow that is not there": [framed(text) for text in ASTRAY],
        "the inner string stops before node 5": [framed(text) for text in SHORT],
        "the inner string goes on behind node 5": [
            framed(text + more) for text, more in zip(some, "TPSXVTPSX", strict=True)
        ],
        "the inner B is missing, or another symbol": [
            with_symbol(good[2], 2, "T"),
            good[3][:2] + good[3][3:],
            with_symbol(good[4], 2, "E"),
        ],
        "the inner E is missing, or another symbol": [
            with_symbol(good[2], -3, "B"),
            good[3][:-3] + good[3][-2:],
            with_symbol(good[4], -3, "S"),
        ],
        "the first B is missing, or another symbol": [
            good[2][1:],
            with_symbol(good[3], 0, "E"),
            f"TBP{some[2]}EBE",  # which `in "BTBPB"` lets pass
        ],
        "the last E is missing, or another symbol": [good[2][:-1], with_symbol(good[3], -1, "B")],
        "the second symbol is neither T nor P": [framed(some[2], symbol) for symbol in "SXVBE"],
        "something before or behind": ["B" + good[2], good[3] + "E", good[4] + good[5]],
        "two inner strings": [
            f"BTB{some[2]}EB{some[3]}ETE",
            f"BPB{some[4]}EB{some[5]}EPE",
        ],
        "short texts": ["", "B", "E", "BT", "BTE", "BTBE", "BTETE", "BTBETE"],
        "small letters, and others": [good[2].lower(), "hello", with_symbol(good[3], 4, "?")],
    }
    cases = []
    for name, bad in kinds.items():
        strings = [*bad, *good[:2]]  # two of the grammar are among them
        order = rng.permutation(len(strings))
        cases.append(Case(name, ([strings[k] for k in order],)))
    return cases


def recognised(
    first="B",
    second="TP",
    inner_first="B",
    inner_last="E",
    last="E",
    *,
    alike=True,
    walk=True,
    over=(5,),
    nodes=NODES,
    start=0,
    several=False,
    once=False,
    same=str,
    loosely=False,
):
    """Return the function; the arguments make the mistakes. An empty text means: not asked for."""
    arrows = [dict(node) for node in nodes]

    def walked(text):
        node, been = start, []
        for symbol in text:
            if loosely and node == 5:
                return True
            if symbol not in arrows[node]:
                return False
            been.append(node)
            node = arrows[node][symbol]
            if once and node in been:
                return False
        return node in over

    def fits(text):
        text = same(text)
        if len(text) < 6:
            return False
        asked = (first, second, inner_first, inner_last, last)
        came = (text[k] for k in (0, 1, 2, -3, -1))
        if any(wanted and symbol not in wanted for wanted, symbol in zip(asked, came, strict=True)):
            return False
        if alike and text[1] != text[-2]:
            return False
        parts = text[3:-3].split("EB") if several else [text[3:-3]]
        return not walk or all(walked(part) for part in parts)

    return lambda strings: np.array([float(fits(text)) for text in strings])


def without(node, symbol):
    """Return the grammar without an arrow."""
    return [
        tuple(arrow for arrow in arrows if (n, arrow[0]) != (node, symbol))
        for n, arrows in enumerate(NODES)
    ]


def either_end(strings):
    """Look at both ends only."""
    return np.array([float(s[:1] == "B" and s[-1:] == "E") for s in strings])


def by_letters(strings):
    """Look at which letters there are."""
    return np.array([float(set(s) <= set("BTSXPVE")) for s in strings])


RIGHT = recognised()
# Known by their answers to every string.
THROUGHOUT = {
    "nothing-passes": (
        "No string passes, and some are in the grammar. Go through `BTBTXSETE` condition by "
        "condition: which of them stops it? The last *but one* is like the second, and in the "
        "middle, `TXS`, there is neither B nor E.",
        lambda strings: np.zeros(len(strings)),
    ),
    "everything-passes": ("Every string passes.", lambda strings: np.ones(len(strings))),
    "turned-round": (
        "0 and 1 are turned round: 1 for a string of the grammar.",
        lambda strings: 1 - RIGHT(strings),
    ),
    "letters-only": (
        "You look at which letters a string is made of. Their order counts.",
        by_letters,
    ),
    "both-ends-only": ("You look at the first and the last symbol alone.", either_end),
    "arrows-not-followed": (
        "You look at the frame alone. Between the inner B and E any symbols pass, whatever the "
        "arrows say.",
        recognised(walk=False),
    ),
    "one-node-early": (
        "You let an inner string stop at node 4. Nodes are counted from 0, and it is over at node "
        "5.",
        recognised(over=(4,)),
    ),
    "only-t": (
        "You let T pass as the second symbol, and P never.",
        recognised(second="T"),
    ),
    "only-p": ("You let P pass as the second symbol, and T never.", recognised(second="P")),
    "no-loop-by-s": (
        "You let S not lead from node 1 back to node 1.",
        recognised(nodes=without(1, "S")),
    ),
    "no-loop-by-t": (
        "You let T not lead from node 2 back to node 2.",
        recognised(nodes=without(2, "T")),
    ),
    "no-way-back-by-x": (
        "You let X not lead from node 3 to node 2.",
        recognised(nodes=without(3, "X")),
    ),
    "no-way-back-by-p": (
        "You let P not lead from node 4 to node 3.",
        recognised(nodes=without(4, "P")),
    ),
    "second-arrow-only": (
        "You follow the second arrow of each node and not the first.",
        recognised(nodes=[arrows[1:] for arrows in NODES]),
    ),
    "no-node-twice": (
        "You refuse a string that comes back to a node. It may come back as often as it likes.",
        recognised(once=True),
    ),
    "starts-at-one": (
        "You start at node 1. The inner string starts at node 0.",
        recognised(start=1),
    ),
}
# Known by the first case that has a string which passes and should not.
PASSES = {
    "not-compared": (
        "the last but one is another",
        "A string passes whose second symbol does not come back: the last symbol but one has to "
        "be the *same* T or P.",
        recognised(alike=False),
    ),
    "no-such-arrow": (
        "an arrow that is not there",
        "A string passes that takes an arrow which is not there. At each symbol ask the node where "
        "you are, and no other.",
        recognised(nodes=[(*NODES[0], ("S", 1)), *NODES[1:]]),
    ),
    "any-node": (
        "the inner string stops before node 5",
        "A string passes whose inner string stops too early. It is over at node 5 alone.",
        recognised(over=range(6)),
    ),
    "goes-on-behind": (
        "the inner string goes on behind node 5",
        "A string passes whose inner string goes on behind node 5. Nothing leaves that node.",
        recognised(loosely=True),
    ),
    "inner-first-not-asked": (
        "the inner B is missing, or another symbol",
        "A string passes without the B before the inner string.",
        recognised(inner_first=""),
    ),
    "inner-last-not-asked": (
        "the inner E is missing, or another symbol",
        "A string passes without the E behind the inner string.",
        recognised(inner_last=""),
    ),
    "first-not-asked": (
        "the first B is missing, or another symbol",
        "A string passes without the B at the beginning.",
        recognised(first=""),
    ),
    "last-not-asked": (
        "the last E is missing, or another symbol",
        "A string passes without the E at the end.",
        recognised(last=""),
    ),
    "second-not-asked": (
        "the second symbol is neither T nor P",
        "A string passes whose second symbol is neither T nor P.",
        recognised(second=""),
    ),
    "found-within": (
        "something before or behind",
        "A text passes that *contains* a string of the grammar. All of it has to be one, with "
        "nothing before it and nothing behind.",
        lambda strings: np.array(
            [
                float(any(RIGHT([s[k:], s[: len(s) - k]]).any() for k in range(len(s))))
                for s in strings
            ]
        ),
    ),
    "several-inner-strings": (
        "two inner strings",
        "A string passes that has two inner strings in a row. One is asked for.",
        recognised(several=True),
    ),
    "too-short": (
        "short texts",
        "A text passes that is too short to hold all that is asked for.",
        lambda strings: np.array([float(len(s) < 6) for s in strings]) + RIGHT(strings),
    ),
    "small-letters": (
        "small letters, and others",
        "A text passes with symbols that the grammar does not have. Its symbols are capitals.",
        recognised(same=str.upper),
    ),
}


def named(seen):
    """Return the name of the mistake that answers of 0 and 1 show, or None."""
    if not all(
        isinstance(parts[""], np.ndarray)
        and parts[""].shape == (len(case.args[0]),)
        and np.isin(parts[""], (0, 1)).all()
        for case, parts in seen
    ):
        return None
    for name, (_, answer) in THROUGHOUT.items():
        if all(np.array_equal(answer(*case.args), parts[""]) for case, parts in seen):
            return name
    if any((RIGHT(*case.args) > parts[""]).any() for case, parts in seen):
        return "refused"
    first = next(case.name for case, parts in seen if (RIGHT(*case.args) != parts[""]).any())
    return next((name for name, (kind, *_) in PASSES.items() if kind == first), None)


def shown(name, message, answer):
    """Return a mistake that `named` recognises."""
    return Wrong(name, message, answer, lambda seen: named(seen) == name)


EXERCISE = Exercise(
    kind="implement",
    points=3,
    cases=string_cases,
    right=RIGHT,
    limits={"nnlib.datasets.reber": 0},
    wrongs=(
        *(shown(name, *rest) for name, rest in THROUGHOUT.items()),
        *(shown(name, *rest) for name, (_, *rest) in PASSES.items()),
        shown(
            "refused",
            "A string of the grammar is refused. `BTBTSXXTVPSETE` and `BPBTXSEPE` are in it: "
            "follow them with your finger, the frame first, then the arrows from node 0.",
            recognised(nodes=without(1, "X")),
        ),
        Wrong(
            "words",
            "Texts came. Asked for is a 1 or a 0 for each string.",
            lambda strings: ["yes" if fits else "no" for fits in RIGHT(strings)],
        ),
        Wrong(
            "minus-one",
            "−1 stands where 0 is asked for.",
            lambda strings: 2 * RIGHT(strings) - 1,
        ),
        Wrong(
            "how-many",
            "One number came. Asked for is a 0 or a 1 for each string: is the `return` inside the "
            "loop, or did you count?",
            lambda strings: RIGHT(strings).sum(),
            lambda seen: all(np.size(parts[""]) == 1 < len(case.args[0]) for case, parts in seen),
        ),
        Wrong(
            "which-ones",
            "These are the places of the strings that pass. Asked for is a 0 or a 1 for each.",
            lambda strings: np.flatnonzero(RIGHT(strings)),
        ),
    ),
)
