"""Answers that would be right for some of the examples: the first alone, all but the last."""

import copy
import warnings

import numpy as np

from nnlib.checks.misread import comparable
from nnlib.checks.remarks import subject
from nnlib.checks.terms import terms_of
from nnlib.checks.values import parts_of

TAKEN = {  # what a loop does that leaves examples out, and which it takes
    "the first alone": slice(0, 1),
    "the last alone": slice(-1, None),
    "all but the first": slice(1, None),
    "all but the last": slice(0, -1),
    "every second one": slice(0, None, 2),
}
LEAST = 3  # along an axis


def told(exercise, table):
    """Return a name and a message if the first wrong part is right for some examples, or None.

    The examples lie along whatever axes of the arguments have one length. A mean may be taken over
    all of them, and so it may be too small by how many there are.
    """
    if not exercise.wants_function or exercise.requires:
        return None
    part = table.wrong[0][1]
    rows = [row[part] for row in table.got]
    if not comparable(rows):
        return None
    first = table.wrong[0][0]
    order = [first, *(i for i in range(len(rows)) if i != first)]
    args = table.cases[first].args
    lengths = {n for arg in args if isinstance(arg, np.ndarray) for n in arg.shape if n >= LEAST}
    for where in places_of_lengths(args, sorted(lengths)):
        for words, taken in TAKEN.items():
            for shared in (False, True):
                made = (answered(exercise, table.cases[i].args, part, where, taken, shared=shared)
                        for i in order)  # fmt: skip
                if all(exercise.agree(rows[i], m) for i, m in zip(order, made, strict=True)):
                    over = ", divided by how many there are" if shared else ""
                    return "some-examples", (
                        f"{subject(part)} is what {words} of the examples{over} would give. Does "
                        "a loop leave some out, or overwrite what should be added up?"
                    )
    return None


def places_of_lengths(args, lengths):
    """Return, for each length, the (argument, axis) that have it."""
    arrays = [(k, arg) for k, arg in enumerate(args) if isinstance(arg, np.ndarray)]
    found = [
        [(k, axis) for k, array in arrays for axis, n in enumerate(array.shape) if n == length]
        for length in lengths
    ]
    return [where for where in found if len({k for k, _ in where}) == len(where)]


def answered(exercise, args, part, where, taken, *, shared):
    """Return what the course's answer gives for some of the examples, or None if it cannot."""
    args, share = list(copy.deepcopy(args)), 1.0
    try:
        for k, axis in where:
            whole = args[k].shape[axis]
            args[k] = args[k][(slice(None),) * axis + (taken,)]
            share = args[k].shape[axis] / whole
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = parts_of(terms_of(exercise.right(*args)), exercise.parts)[part]
        return made * share if shared else made
    except Exception:  # it was not written for such arguments
        return None
