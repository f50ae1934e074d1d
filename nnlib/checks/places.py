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
    done = [case for case, row in zip(table.cases, table.verdicts, strict=True) if row[part]]
    tells = f", so {done[0].tells}" if len(done) == 1 and done[0].tells else ""
    if not done or (len(table.columns) == 1 and not tells):
        return ""
    return f" It is right for {joined(f'“{case.name}”' for case in done)}{tells}."


def in_blocks(exercise, table, part):
    """Say which of the blocks that lie below each other in a part are right.

    In every case if there are such, or in the case that has most of them.
    """
    pairs = [(row[part], best[part]) for row, best in zip(table.got, table.right, strict=True)]
    if not all(comparable(got, right) for got, right in pairs):
        return ""
    names = blocks_of(exercise, [right for _, right in pairs])
    if not names:
        return ""
    by_case = np.array(
        [[agrees(exercise, pair, k, len(names)) for k in range(len(names))] for pair in pairs]
    )
    fine, here = by_case.all(axis=0), ""
    if not fine.any():
        some = [-1 if row.all() else row.sum() for row in by_case]
        fine, here = by_case[np.argmax(some)], f", for “{table.cases[np.argmax(some)].name}”"
    if fine.all() or not fine.any():
        return ""
    right = joined(f"the {name}" for name, is_fine in zip(names, fine, strict=True) if is_fine)
    wrong = joined(f"the {name}" for name, is_fine in zip(names, fine, strict=True) if not is_fine)
    rows = "the rows of " if exercise.wants_function else ""
    return f" Right in it{here}: {rows}{right}; not yet: {wrong}."


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


# Factors that say what was done, and how many numbers must share them.
FORMS = (
    (-1.0, 1, "sign", "has the wrong sign."),
    (100.0, 1, "percent", "is in percent, and the share itself is asked for."),
    (0.5, 3, "half", "is half of what it should be, throughout."),
    (2.0, 3, "twice", "is twice what it should be, throughout."),
)


def near(got, right):
    """Tell how numbers that were written down miss the right ones, if it is by form alone."""
    arrays = isinstance(got, np.ndarray) and isinstance(right, np.ndarray)
    if not arrays or got.shape != right.shape or not (np.isfinite(got).all() and right.any()):
        return None
    for ratio, least, name, said in FORMS:
        if got.size >= least and agree(got, np.asarray(ratio * right), 5e-3, 0):
            return name, said
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
