"""Checks of the settings that a caller passes in, made once per public call, never in a loop.

Every message names the argument, says what it must be and what came, and, where one can guess it,
what to write instead. Arrays are checked next door, in `data.py`.
"""

import math
import numbers
import operator

import numpy as np

REAL = (numbers.Real, np.bool_)


def wrong(name, wanted, came, hint="", kind=ValueError):
    """Return the error for a bad argument."""
    return kind(f"{name} must {wanted}, got {came}{hint and f'; {hint}'}")


def whole(name, value, low, high=math.inf):
    """Return `value` as an int between `low` and `high`, both included."""
    wanted = f"be a whole number >= {low}" + ("" if high == math.inf else f" and <= {high}")
    try:
        number = operator.index(value)
    except TypeError:
        raise wrong(name, wanted, repr(value), kind=TypeError) from None
    if not low <= number <= high:
        raise wrong(name, wanted, number)
    return number


def real(name, value, low, high=math.inf, *, low_included=False):
    """Return `value` as a finite float between `low` and `high`; `high` itself is excluded."""
    wanted = f"be a number {'>=' if low_included else '>'} {low}"
    wanted += "" if high == math.inf else f" and < {high}"
    if not isinstance(value, REAL):
        raise wrong(name, wanted, repr(value), kind=TypeError)
    number = float(value)
    if not (low < number < high or (low_included and number == low)):
        raise wrong(name, wanted, number)
    return number


def one_of(name, value, choices):
    """Raise ValueError unless `value` is one of the strings in `choices`."""
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, choices))}; got {value!r}")


def instance(name, value, kinds, wanted):
    """Return `value` if it is of one of the kinds, else raise TypeError."""
    if not isinstance(value, kinds):
        raise wrong(name, f"be {wanted}", repr(value), kind=TypeError)
    return value


def generator(name, value):
    """Return `value` if it is a NumPy random generator, else raise TypeError."""
    kinds = np.random.Generator, np.random.RandomState
    return instance(name, value, kinds, "a random generator such as np.random.default_rng(0)")


def sizes(value):
    """Return layer sizes as a tuple of two or more positive ints."""
    if not np.iterable(value):
        raise wrong("sizes", "be a sequence such as (2, 3, 1)", repr(value), kind=TypeError)
    entries = tuple(value)
    if len(entries) < 2:
        raise wrong("sizes", "name inputs and outputs, such as (2, 1)", entries)
    return tuple(whole(f"sizes[{l}]", n, 1) for l, n in enumerate(entries))
