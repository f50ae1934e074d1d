"""Answers that would be right for other arguments: one left out, turned round, or exchanged.

The course's own answer is asked once more, with arguments that are changed as a slip changes them.
What it then gives is compared with what came, so what is said of it is true whatever the code.
"""

import copy
import itertools
import time
import warnings

import numpy as np

from nnlib.checks.factors import names_of
from nnlib.checks.remarks import subject
from nnlib.checks.terms import terms_of
from nnlib.checks.values import parts_of

PATIENCE = 1.0  # seconds for all guesses together
ENOUGH = 4  # numbers, over all cases, before a coincidence is out of the question
SCALARS = {
    "if `{0}` were always 0: does it count at all?": lambda v: 0 * v,
    "if `{0}` were always 1: does it count at all?": lambda v: 0 * v + 1,
    "for `{0}` + 1 in place of `{0}`.": lambda v: v + 1,
    "for `{0}` − 1 in place of `{0}`.": lambda v: v - 1,
    "for −`{0}` in place of `{0}`.": lambda v: -v,
    "for 1 / `{0}` in place of `{0}`.": lambda v: 1 / v,
    "for 1 − `{0}` in place of `{0}`.": lambda v: 1 - v,
    "for `{0}`² in place of `{0}`.": lambda v: v**2,
    "for 2 `{0}` in place of `{0}`.": lambda v: 2 * v,
    "for half of `{0}` in place of `{0}`.": lambda v: v / 2,
}
ARRAYS = {
    "if `{0}` were 0 throughout: is it left out?": np.zeros_like,
    "if `{0}` were 1 throughout: does it count at all?": np.ones_like,
    "if `{0}` had the other sign.": lambda a: -a,
    "if `{0}` had no signs: there is an absolute value, or a square and its root.": np.abs,
    "if `{0}` stood in it squared.": lambda a: a**2,
}
ROWS = {
    "if `{0}` were read from its end.": lambda a: a[::-1],
    "if `{0}` were read from its end, along axis 1.": lambda a: a[:, ::-1],
    "if `{0}` were sorted first.": lambda a: type_of(a)(sorted(a)),
    "without the first of `{0}`.": lambda a: a[1:],
    "without the last of `{0}`.": lambda a: a[:-1],
    "from the first of `{0}` alone.": lambda a: a[:1],
}


def misread(exercise, table, i, part):
    """Return a name and a message for an answer that would be right for other arguments."""
    rows = [row for row, verdict in enumerate(table.verdicts) if not verdict[part]]
    values = [row[part] for row in table.got]
    if not exercise.wants_function or i != rows[0] or not comparable(values):
        return None
    end = time.monotonic() + PATIENCE
    order = [i, *(k for k in range(len(values)) if k != i)]  # most guesses fail where it is wrong
    for name, said, change in guesses(exercise, [case.args for case in table.cases]):
        made = (answered(exercise, change, table.cases[k].args, part) for k in order)
        fits = (exercise.agree(values[k], m) for k, m in zip(order, made, strict=True))
        if time.monotonic() < end and all(fits):
            return name, f"{subject(part)} is what would be right {said}"
    return None


def comparable(values):
    """Tell whether all values are finite numbers, and enough of them."""
    arrays = all(isinstance(v, np.ndarray) and np.isfinite(v).all() for v in values)
    return arrays and sum(v.size for v in values) >= ENOUGH


def guesses(exercise, calls):
    """Yield a name, what to say, and the change of the arguments, one slip after the other."""
    names = names_of(exercise.right, len(calls[0]))
    columns = list(zip(*calls, strict=True))
    places = range(len(names))
    for a, b in itertools.combinations(places, 2):
        if all(map(alike, columns[a], columns[b])):
            said = f"if `{names[a]}` and `{names[b]}` changed places."
            yield "arguments-exchanged", said, lambda args, a=a, b=b: swap(args, a, b)
    for k in places:
        for said, change in changes(columns[k]).items():
            words = said.format(names[k])
            yield "other-argument", words, lambda args, k=k, f=change: put(args, k, f(args[k]))


def changes(values):
    """Return the changes that fit an argument, by what to say of them."""
    if all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values):
        always = {f"if `{{0}}` were always {values[0]:g}.": lambda v: v * 0 + values[0]}
        return SCALARS | (always if len(set(values)) > 1 else {})
    if all(isinstance(v, np.ndarray) and v.ndim for v in values):
        return (ARRAYS if values[0].dtype.kind == "f" else {}) | ROWS
    return ROWS if all(isinstance(v, (list, tuple)) for v in values) else {}


def type_of(sequence):
    """Return what makes a sequence of the same kind."""
    return np.array if isinstance(sequence, np.ndarray) else type(sequence)


def alike(one, other):
    """Tell whether two arguments could be taken for each other."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.shape == other.shape
    return all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in (one, other))


def swap(args, a, b):
    """Exchange two arguments."""
    args[a], args[b] = args[b], args[a]
    return args


def put(args, k, value):
    """Put another value into the place of an argument."""
    args[k] = value
    return args


def answered(exercise, change, args, part):
    """Return what the course's answer gives for changed arguments, or None if it cannot."""
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = exercise.right(*change(list(copy.deepcopy(args))))
    except Exception:  # it was not written for such arguments
        return None
    return parts_of(terms_of(made), exercise.parts)[part]
