"""What an answer gave, in the few terms in which it is judged, here and in the judge's process.

A learner's function may return anything. It is put into these terms once, when it comes back, and
they survive JSON unchanged: so a verdict in the notebook and one in the grader cannot differ.
"""

from fractions import Fraction

import numpy as np

from nnlib.checks.crash import Raised
from nnlib.checks.values import LARGEST, Odd, a, described

DEEPEST, LONGEST_TEXT = 8, 2_000  # keep a runaway answer from filling the notebook


class TooMuchError(Exception):
    """An answer with more entries than any exercise asks for."""


def terms_of(value):
    """Return a value in the judge's terms, none of which changes with the value it was made of.

    They are None, ``...``, bool, int below 2**63, float, str, arrays of numbers of at most eight
    bytes, tuples, lists and dicts of such, `Raised` and `Odd`. What fits none of these is `Odd`.
    """
    try:
        return put(value, 0, [LARGEST])
    except TooMuchError:
        return Odd(f"{described(value)}, far more than was asked for")
    except BaseException:  # an object of the learner's own may do anything here
        return Odd(a(type(value).__name__))


def put(value, depth, left):
    """Put a value into terms; `left` holds how many entries there may still be."""
    left[0] -= 1
    if left[0] < 0:
        raise TooMuchError
    if value is None or value is ... or isinstance(value, (bool, Raised, Odd)):
        return value
    if isinstance(value, str):
        return str(value)[:LONGEST_TEXT]
    if isinstance(value, int):
        return whole(value)
    if isinstance(value, (float, Fraction)):
        return float(value)
    containers = isinstance(value, (list, tuple, dict))
    return put_parts(value, depth, left) if containers else put_array(value, depth, left)


def put_parts(value, depth, left):
    """Put what a list, a tuple or a dict holds into terms."""
    if depth == DEEPEST:
        return Odd(described(value))
    if isinstance(value, dict):  # its own methods are not asked: they may be the learner's
        return {str(name): put(part, depth + 1, left) for name, part in dict.items(value)}
    parts = [put(part, depth + 1, left) for part in value]
    return tuple(parts) if isinstance(value, tuple) else parts


def whole(value):
    """Return an int that JSON's readers agree on, or the nearest float."""
    return int(value) if abs(value) < 2**63 else float(value)


def put_array(value, depth, left):
    """Put an array, or what NumPy makes an array of, into terms."""
    if isinstance(value, np.ma.MaskedArray):
        return Odd(described(value))
    if not isinstance(value, np.ndarray) and hasattr(value, "__len__") and len(value) > LARGEST:
        raise TooMuchError  # before NumPy makes room for it
    array = np.asarray(value)
    if array.size > LARGEST:
        raise TooMuchError
    kind, size = array.dtype.kind, array.dtype.itemsize
    if array.ndim == 0 and kind in "biuUO" and array.item() is not value:
        return put(array.item(), depth, left)  # one number or word, whatever NumPy calls it
    if kind == "f" and size >= 8:
        return float(array) if array.ndim == 0 else np.array(array, dtype=np.float64)
    if kind in "biuf":
        return np.array(array)
    if kind in "UO" and array.ndim > 0 and isinstance(value, np.ndarray) and depth < DEEPEST:
        return [put(part, depth + 1, left) for part in array]
    return Odd(described(value))
