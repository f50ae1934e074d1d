"""Cases, a right answer and known mistakes of speed.view-or-copy."""

from dataclasses import dataclass

import numpy as np

from nnlib.checks import Exercise, Wrong
from nnlib.checks.rounds import anew


@dataclass(frozen=True)
class Expression:
    """An expression of the statement, and what to tell those who take it for the other kind."""

    text: str
    made: object  # of theta and W
    mistake: str
    message: str


FIRST = {
    "turned_in_a_row": Expression(
        "W.T.reshape(6)",
        lambda theta, W: W.T.reshape(6),
        "reshape-is-a-view",
        "A view reads the memory with fixed strides, and the numbers of W.T, row after row, jump "
        "to and fro in it.",
    ),
    "in_a_row": Expression(
        "W.reshape(6)",
        lambda theta, W: W.reshape(6),
        "reshape-is-a-copy",
        "The numbers of W stand in this very order in the memory already.",
    ),
    "flattened": Expression(
        "W.flatten()",
        lambda theta, W: W.flatten(),
        "flatten-is-reshape",
        "`flatten` is there to make a copy, always; `reshape` makes one only where it has to.",
    ),
    "picked": Expression(
        "theta[[0, 2, 4]]",
        lambda theta, W: theta[[0, 2, 4]],
        "a-list-is-a-slice",
        "That would hold of the slice `theta[0:5:2]`; the numbers of a list may jump as they like.",
    ),
    "where_large": Expression(
        "theta[theta > 4]",
        lambda theta, W: theta[theta > 4],
        "a-mask-is-a-slice",
        "Which numbers a mask picks is not known before one looks at them.",
    ),
    "turned": Expression(
        "W.T",
        lambda theta, W: W.T,
        "transpose-copies",
        "A transpose moves no number: it exchanges the strides.",
    ),
    "every_second": Expression(
        "theta[::2]",
        lambda theta, W: theta[::2],
        "strides-copy",
        "It reads every second number where it stands.",
    ),
    "column": Expression(
        "W[:, 1]",
        lambda theta, W: W[:, 1],
        "columns-copy",
        "It reads every third number where it stands.",
    ),
}

# What takes their place when it comes back: each looks like the first, and is of the other kind.
TWICE_TURNED = Expression(
    "W.T.T.reshape(6)",
    lambda theta, W: W.T.T.reshape(6),
    "reshape-is-a-view",
    "Turned twice, the numbers stand in their old order, one after the other.",
)
PIECE = Expression(
    "W[:, :2].reshape(4)",
    lambda theta, W: W[:, :2].reshape(4),
    "reshape-is-a-copy",
    "After two numbers one is left out, and then none: no fixed stride reads them in a row.",
)
RAVELLED = Expression(
    "W.ravel()",
    lambda theta, W: W.ravel(),
    "flatten-is-reshape",
    "That would hold of `flatten`; `ravel` copies only where it has to, as `reshape` does.",
)
SLICE = Expression(
    "theta[0:5:2]",
    lambda theta, W: theta[0:5:2],
    "a-list-is-a-slice",
    "That would hold of the list `theta[[0, 2, 4]]`; a slice has one fixed stride.",
)
END = Expression(
    "theta[5:]",
    lambda theta, W: theta[5:],
    "a-mask-is-a-slice",
    "That would hold of a mask; a slice says without a look where it begins and ends.",
)
LISTED = Expression(
    "W[:, [1]]",
    lambda theta, W: W[:, [1]],
    "columns-copy",
    "A list picks, even a list of one place. `W[:, 1]` would only look.",
)

WORDS = ("every_second", "picked", "where_large", "turned", "column", "in_a_row",
         "turned_in_a_row", "flattened")  # fmt: skip
OTHER = {"view": "copy", "copy": "view"}


def kinds(given):
    """Measure which of the expressions look at theta's own numbers."""
    theta = np.arange(9.0)
    W = theta[:6].reshape(2, 3)
    made = {name: given[name].made(theta, W) for name in WORDS}
    return {k: "view" if np.shares_memory(theta, a) else "copy" for k, a in made.items()}


def view_or_copy(given, **mistake):
    """Return every word of the exercise and the number of views, some of them replaced."""
    words = kinds(given)
    n_views = list(words.values()).count("view")
    return {"guess_views": n_views} | words | {"views": n_views} | mistake


def mistakes(given):
    """Return the catalogue, made with the expressions of the statement or with others."""
    words = kinds(given)

    def is_miscounted(seen):
        """Tell whether all words are right, and their number is not."""
        ((_, parts),) = seen
        return all(parts[name] == word for name, word in words.items())

    def taken_for_the_other(name, expression):
        kind = OTHER[words[name]]
        return Wrong(
            expression.mistake,
            f"Your `{name}` is a {kind}. {expression.message}",
            view_or_copy(given, **{name: kind}),
        )

    return (
        *(taken_for_the_other(name, given[name]) for name in FIRST),
        Wrong(
            "miscounted",
            "The words are right. Count the views among them once more.",
            view_or_copy(given, views=8),
            when=is_miscounted,
        ),
    )


def phrases(given):
    """Return the pieces of text in which the expressions stand."""
    rows = [
        f"| `{left}` | `{given[left].text}` | `{right}` | `{given[right].text}` |"
        for left, right in zip(WORDS[:4], WORDS[4:], strict=True)
    ]
    return [*rows, *(f'"{name}": {given[name].text},' for name in WORDS)]


def other(**expressions):
    """Return the exercise with other expressions."""
    given = FIRST | expressions
    return anew(given, FIRST, phrases=phrases, right=view_or_copy, wrongs=mistakes)


EXERCISE = Exercise(
    kind="predict",
    points=2,
    parts=tuple(view_or_copy(FIRST)),
    predictions={"guess_views": "views"},
    right=view_or_copy(FIRST),
    wrongs=mistakes(FIRST),
    rounds=(
        other(turned_in_a_row=TWICE_TURNED, column=LISTED, picked=SLICE),
        other(in_a_row=PIECE, where_large=END, flattened=RAVELLED),
        other(in_a_row=PIECE, column=LISTED, picked=SLICE, where_large=END),
    ),
)
