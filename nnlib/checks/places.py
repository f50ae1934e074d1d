"""Where an answer is wrong, if no mistake explains it: for which cases, in which of its numbers.

What is right already shows where to look, and gives no right number away.
"""

import numpy as np

from nnlib.checks.remarks import joined
from nnlib.checks.values import agree

ORDINALS = tuple(
    f"{nth} number" for nth in ("first", "second", "third", "fourth", "fifth", "sixth")
)


def told(exercise, table, part):
    """Return sentences, each with a blank before it, on what of a part is right; "" if nothing."""
    return for_cases(table, part) + in_blocks(exercise, table, part)


def for_cases(table, part):
    """Say for which cases a part is right, where `remarks.standing` speaks of parts."""
    done = [case.name for case, row in zip(table.cases, table.verdicts, strict=True) if row[part]]
    if len(table.columns) == 1 or not done:
        return ""
    return f" It is right for {joined(f'“{name}”' for name in done)}."


def in_blocks(exercise, table, part):
    """Say which of the blocks that lie below each other in a part are right in every case."""
    pairs = [(row[part], best[part]) for row, best in zip(table.got, table.right, strict=True)]
    if not all(comparable(got, right) for got, right in pairs):
        return ""
    names = blocks_of(exercise, [right for _, right in pairs])
    fine = [all(agrees(exercise, pair, k, len(names)) for pair in pairs) for k in range(len(names))]
    if all(fine) or not any(fine):
        return ""
    right = joined(f"the {name}" for name, is_fine in zip(names, fine, strict=True) if is_fine)
    wrong = joined(f"the {name}" for name, is_fine in zip(names, fine, strict=True) if not is_fine)
    rows = "the rows of " if exercise.wants_function else ""
    return f" Right in it: {rows}{right}; not yet: {wrong}."


def comparable(got, right):
    """Tell whether both are arrays of one shape, with rows."""
    arrays = isinstance(got, np.ndarray) and isinstance(right, np.ndarray)
    return arrays and got.shape == right.shape and got.ndim > 0


def blocks_of(exercise, rights):
    """Return the names of the blocks: those of the exercise, or of a short list's numbers."""
    names = exercise.blocks
    if names and all(len(right) and len(right) % len(names) == 0 for right in rights):
        return names
    short = not exercise.wants_function and rights[0].ndim == 1
    return ORDINALS[: len(rights[0])] if short and len(rights[0]) <= len(ORDINALS) else ()


def agrees(exercise, pair, k, n):
    """Tell whether the k-th of n blocks is right, by the tolerance of the whole part."""
    got, right = (np.split(array, n)[k] for array in pair)
    bound = exercise.atol + exercise.rtol * np.max(np.abs(pair[1]), initial=0.0)
    return agree(got, right, 0.0, bound)


def near(got, right):
    """Tell how numbers that were written down miss the right ones, if it is by form alone."""
    if not (isinstance(got, np.ndarray) and isinstance(right, np.ndarray)):
        return None
    if got.shape != right.shape or not (np.isfinite(got).all() and np.any(right)):
        return None
    with np.errstate(all="ignore"):
        if agree(got, np.asarray(-right), 5e-3, 0):
            return "sign", "has the wrong sign."
        if agree(got, np.asarray(100 * right), 5e-3, 0):
            return "percent", "is in percent, and the share itself is asked for."
        if all(rounded(a, b) for a, b in zip(got.ravel(), right.ravel(), strict=True)):
            return "rounded", "is right as far as it goes, with too few digits: write four."
    return None


def rounded(got, right):
    """Tell whether a number is another one in two or three digits, rounded or cut off."""
    if got == right:
        return True
    if got == 0 or right == 0:
        return False
    for digits in (1, 2):
        unit = 10.0 ** (np.floor(np.log10(abs(right))) - digits)
        if np.isclose(got / unit, (np.round(right / unit), np.trunc(right / unit))).any():
            return True
    return False
