"""What can be said more exactly of an answer that stops, or has another form than is asked for."""

import re

import numpy as np

from nnlib.checks.remarks import subject

ERRORS = (  # what an exception says, and its name as a mistake
    ("the two sides of a product", "sides-do-not-fit"),
    ("could not be broadcast together", "shapes-do-not-fit"),
    ("truth value of an array", "condition-on-an-array"),
    ("out of bounds|index out of range", "past-the-end"),
    ("too many indices", "too-many-indices"),
    ("is not defined|cannot access local variable", "name-without-a-value"),
    ("has no attribute", "no-such-attribute"),
    ("not callable", "called-a-value"),
    ("arrays can be converted", "array-for-a-number"),
    ("can't multiply sequence|unsupported operand", "no-arithmetic-for-that"),
    ("positional argument", "number-of-arguments"),
    ("same kind|ufunc .* output", "whole-numbers-in-place"),
    ("cannot reshape|not aligned|must match", "shapes-do-not-fit"),
)
LIKELY = {
    "sides-do-not-fit": "One of them lies on its side, or they stand in the wrong order.",
    "shapes-do-not-fit": "Axes are compared from the last one on: equal, or one of them 1.",
    "too-many-indices": "The array has fewer axes than the brackets have places.",
    "whole-numbers-in-place": "An array of whole numbers cannot take fractions in place.",
}


def of_error(text, said, *, explained):
    """Return the name of the mistake behind an exception, and what is said of it with a cause.

    It has a name of its own only where the cause is told, by `said` already if `explained`.
    """
    name = next((name for says, name in ERRORS if re.search(says, text)), None)
    cause = LIKELY.get(name, "")
    if name is None or not (explained or cause):
        return "raises", said
    return name, f"{said} {cause}".strip()


def of_shape(exercise, table):
    """Return a name and a message that say how a shape comes to be another one, or None."""
    for i, part in table.wrong:
        came, right = table.got[i][part], table.right[i].get(part)
        arrays = isinstance(came, np.ndarray) and isinstance(right, np.ndarray)
        if not arrays or came.shape == right.shape:
            continue
        found = relation(came, right)
        if found:
            name, said = found
            case = f" (case: {table.cases[i].name})" if exercise.wants_function else ""
            shapes = f"It has shape {came.shape}, expected {right.shape}{case}."
            return name, f"{subject(part)} {said} {shapes}"
    return None


def relation(came, right):
    """Say how one shape is made of another, or return None."""
    got, asked = came.shape, right.shape
    if came.size == right.size and np.allclose(came.ravel(), right.ravel(), 1e-6, 1e-9):
        return "other-shape", "holds the right numbers, and they lie in another shape."
    if came.size == 1 < right.size:
        return "one-number", f"is one number, and {right.size} are asked for: what adds them up?"
    return by_axis(got, asked) or (by_length(got, asked) if len(got) == len(asked) else None)


def by_axis(got, asked):
    """Say which axis is gone, or still there."""
    for k, n in enumerate(asked):
        if got in (asked[:k] + asked[k + 1 :], (*asked[:k], 1, *asked[k + 1 :])) and n > 1:
            return "axis-gone", (
                f"has no axis {k} any more: its {n} entries were added up, averaged, or one of "
                "them was taken."
            )
    for k, n in enumerate(got):
        if asked in (got[:k] + got[k + 1 :], (*got[:k], 1, *got[k + 1 :])) and n > 1:
            return "axis-left", (
                f"still has {n} entries along axis {k}, where what is asked for has one: they "
                "were not added up, or averaged."
            )
    return None


def by_length(got, asked):
    """Say which axis has one entry too few or too many, or that they are exchanged."""
    off = [(k, a - b) for k, (a, b) in enumerate(zip(got, asked, strict=True)) if a != b]
    if len(off) == 1 and abs(off[0][1]) == 1:
        axis, step = off[0]
        few = "one entry too many" if step > 0 else "one entry too few"
        return "one-entry-off", f"has {few} along axis {axis}."
    if got == asked[::-1]:
        return "axes-exchanged", "has its axes the other way round, and other numbers, too."
    return None
