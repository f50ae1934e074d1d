"""Checks of the settings that a caller passes in, made once per public call, never in a loop.

Every message names the argument, says what came and what was expected. Arrays are checked next
door, in `data.py`.
"""

import math
import numbers
import operator

import numpy as np

REAL = (numbers.Real, np.bool_)


def whole(name, value, low, high=math.inf):
    """Return `value` as an int between `low` and `high`, both included."""
    wanted = f"a whole number >= {low}" + ("" if high == math.inf else f" and <= {high}")
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be {wanted}, got {value!r}") from None
    if not low <= number <= high:
        raise ValueError(f"{name} must be {wanted}, got {number}")
    return number


def real(name, value, low, high=math.inf, *, low_included=False):
    """Return `value` as a finite float between `low` and `high`; `high` itself is excluded."""
    wanted = f"a number {'>=' if low_included else '>'} {low}"
    wanted += "" if high == math.inf else f" and < {high}"
    if not isinstance(value, REAL):
        raise TypeError(f"{name} must be {wanted}, got {value!r}")
    number = float(value)
    if not (low < number < high or (low_included and number == low)):
        raise ValueError(f"{name} must be {wanted}, got {number}")
    return number


def one_of(name, value, choices):
    """Raise ValueError unless `value` is one of the strings in `choices`."""
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, choices))}; got {value!r}")


def generator(name, value):
    """Return `value` if it is a NumPy random generator, else raise TypeError."""
    if not isinstance(value, (np.random.Generator, np.random.RandomState)):
        raise TypeError(
            f"{name} must be a random generator such as np.random.default_rng(0), got {value!r}"
        )
    return value


def sizes(value):
    """Return layer sizes as a tuple of two or more positive ints."""
    try:
        entries = tuple(value)
    except TypeError:
        raise TypeError(f"sizes must be a sequence such as (2, 3, 1), got {value!r}") from None
    if len(entries) < 2:
        raise ValueError(f"sizes must name inputs and outputs, such as (2, 1), got {entries}")
    return tuple(whole(f"sizes[{l}]", n, 1) for l, n in enumerate(entries))
