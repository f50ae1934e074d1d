"""Checks of what a caller passes in, made once per public call and never in the inner loop.

Every message names the argument, says what came and what was expected.
"""

import math
import numbers
import operator

import numpy as np

REAL = (numbers.Real, np.bool_)
AXES = {2: "(N, {})", 3: "(N, T, {})"}
HINTS = {
    (1, 2): "; write reshape(-1, 1) for one number per example, reshape(1, -1) for one example",
    (2, 3): "; write [:, :, None] for one number per time step, [None] for one sequence",
}


def floats(name, value):
    """Return `value` as a new float64 array of finite numbers, of whatever shape."""
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} must be a table of numbers with rows of one length") from error
    odd = [v for v in array.flat if not isinstance(v, REAL)] if array.dtype == object else []
    if array.dtype.kind not in "biufO" or odd:
        came = f"{odd[0]!r} among them" if odd else f"an array of dtype {array.dtype}"
        raise TypeError(f"{name} must hold real numbers, got {came}")
    array = array.astype(np.float64)
    if not np.isfinite(array).all():
        place = tuple(map(int, np.argwhere(~np.isfinite(array))[0]))
        raise ValueError(
            f"{name} must hold finite numbers, got {array[place]} at {list(place)}; "
            "drop or fill the missing entries"
        )
    return array


def rows(name, value, ndim, width, letter):
    """Return `value` as a float64 array of examples in rows, `ndim` axes and `width` columns."""
    array = floats(name, value)
    axes, came = AXES[ndim].format(letter), f"(shape {array.shape})"
    if array.size == 0:
        raise ValueError(f"{name} is empty {came}; expected {axes}")
    if array.ndim != ndim:
        hint = HINTS.get((array.ndim, ndim), "")
        raise ValueError(
            f"{name} must have {ndim} dimensions {axes}, got {array.ndim} {came}{hint}"
        )
    if array.shape[-1] != width:
        raise ValueError(
            f"{name} must have {letter} = {width} columns {axes}, got {array.shape[-1]} {came}"
        )
    return array


def same_examples(inputs, targets):
    """Raise ValueError unless both have the same N (and the same T): shapes (..., [T,] N)."""
    for axis, what in ((-1, "examples N"), (-2, "time steps T"))[: len(inputs) - 1]:
        if inputs[axis] != targets[axis]:
            raise ValueError(
                f"X and Y must have the same number of {what}, "
                f"got {inputs[axis]} in X and {targets[axis]} in Y"
            )


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


def probabilities(y, output):
    """Raise ValueError unless targets, in columns, suit the cross-entropy of this output."""
    if y.min() < 0.0 or y.max() > 1.0:
        raise ValueError(
            "Y must lie in [0, 1] for loss='cross_entropy', "
            f"got values from {y.min():g} to {y.max():g}"
        )
    if output == "softmax" and not np.allclose(y.sum(axis=0), 1.0):
        raise ValueError(
            "Y must have rows that sum to 1 for output='softmax' (one column per class, 1 for the "
            f"right class, 0 elsewhere), got sums from {y.sum(axis=0).min():g} "
            f"to {y.sum(axis=0).max():g}"
        )
