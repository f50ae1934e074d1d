"""The values that answers consist of: what counts as one, when two agree, and how they differ."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from nnlib.checks.crash import Raised

TEXT = "text in quotes"
LARGEST = 100_000  # entries; no exercise asks for as many


@dataclass(frozen=True)
class Odd:
    """Something that an answer cannot consist of; `what` names it for the learner."""

    what: str


MISSING = Odd("nothing")


def parts_of(value, names):
    """Cut what a function returned, or what a learner wrote down, into its named parts.

    It is in the judge's terms (see `terms`). One value without a name has the name "". A part that
    is not there is `MISSING`, one that is still open is ``...``; if nothing can be cut, each part
    is that one `Raised` or `Odd`.
    """
    if not names:
        return {"": plain(value)}
    if isinstance(value, dict):
        return {name: plain(value.get(name, MISSING)) for name in names}
    if len(names) == 1:
        return {names[0]: plain(value)}
    several = isinstance(value, (tuple, list, np.ndarray)) and getattr(value, "ndim", 1) > 0
    if several and len(value) != len(names):
        value = unpacked(value, len(names))
    if several and len(value) == len(names):
        return {name: plain(part) for name, part in zip(names, value, strict=True)}
    if not isinstance(value, Raised):
        lists = several and not isinstance(value, np.ndarray)
        value = Odd(counted(len(value)) if lists else described(value))
    return dict.fromkeys(names, value)


def unpacked(value, n):
    """Return ``h, [a, b]`` as ``h, a, b``, if that makes n values; else what came."""
    if isinstance(value, np.ndarray):
        return value
    flat = []
    for part in value:
        flat += part if isinstance(part, (list, tuple)) else [part]
    return flat if len(flat) == n else value


def plain(value):
    """Return a value as a string, a float64 array, or as `Odd` if it is neither."""
    if isinstance(value, str):
        return value.strip().lower()
    sequence = isinstance(value, (list, tuple))
    if sequence and any(part is ... for part in value):
        value = ...  # filled in by half
    if isinstance(value, (Raised, Odd)) or value is ...:
        return value
    try:
        array = np.asarray(value)
    except ValueError:
        return Odd(unevenness(value))
    return numbers_in(array, value)


def numbers_in(array, value):
    """Return an array as float64, or as `Odd` if it does not hold numbers that can be compared."""
    if array.dtype.kind == "f" and array.dtype.itemsize < 8:
        return Odd(f"numbers of type {array.dtype}, which keep too few digits; use float64")
    if array.dtype.kind == "U":
        return Odd(TEXT)
    return array.astype(np.float64) if array.dtype.kind in "biuf" else Odd(described(value))


def unevenness(value):
    """Say why a list makes no array."""
    if all(isinstance(part, np.ndarray) for part in value):
        return f"{len(value)} arrays of different shapes"
    return "a list with rows of different lengths"


def counted(n):
    """Return "1 value", "2 values"."""
    return "1 value" if n == 1 else f"{n} values"


def described(value):
    """Say in a few words what something is."""
    if value is None or is_number(value):  # NumPy has many kinds, which tell a learner nothing
        return "None" if value is None else "a number"
    if isinstance(value, np.ma.MaskedArray):
        return "a masked array"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape} and type {value.dtype}"
    if type(value) in {tuple, list, dict}:
        return f"{a(type(value).__name__)} of {len(value)}"
    if callable(value):
        return f"the function {getattr(value, '__name__', '')}".rstrip()
    return f"{value!r}"[:40] if isinstance(value, (complex, str)) else a(type(value).__name__)


def is_number(value):
    """Tell whether this is one real number, by Python or by NumPy, in an array or not."""
    if isinstance(value, (np.generic, np.ndarray)):
        masked = isinstance(value, np.ma.MaskedArray)
        return value.ndim == 0 and value.dtype.kind in "iuf" and not masked
    return isinstance(value, (int, float, Fraction)) and not isinstance(value, bool)


def a(noun):
    """Put the article before a noun."""
    return f"an {noun}" if noun[:1].lower() in "aeiou" else f"a {noun}"


def agree(got, right, rtol, atol):
    """Tell whether two parts are the same, numbers up to ``atol + rtol * (largest entry)``."""
    if isinstance(got, Raised) or isinstance(right, Raised):
        both = isinstance(got, Raised) and isinstance(right, Raised)
        return both and (got.kind == "TooSlow") == (right.kind == "TooSlow")  # a loop is no crash
    if isinstance(got, np.ndarray) and isinstance(right, np.ndarray):
        if got.shape != right.shape:
            return False
        with np.errstate(all="ignore"):
            # Many are compared, and small: what is finite needs neither masks nor a look at nan.
            if np.isfinite(got).all() and np.isfinite(right).all():
                bound = atol + rtol * np.abs(right).max(initial=0.0)
                return bool((np.abs(got - right) <= bound).all())
            bound = atol + rtol * np.max(np.abs(right), initial=0.0, where=np.isfinite(right))
            close = (np.abs(got - right) <= bound) | (got == right)
        return bool(np.all(close | (np.isnan(got) & np.isnan(right))))
    if isinstance(got, Odd) or isinstance(right, Odd):
        return isinstance(got, Odd) and isinstance(right, Odd) and got.what == right.what
    return type(got) is type(right) and got == right


def factor(got, right, rtol=1e-5):
    """Return the one number that `right` times it is `got`, or None if there is none."""
    if not (isinstance(got, np.ndarray) and got.shape == right.shape and np.any(right)):
        return None
    if not np.isfinite(got).all():
        return None
    ratio = np.vdot(got, right) / np.vdot(right, right)
    fits = ratio != 0 and agree(got, np.asarray(ratio * right), rtol, 1e-12)
    return float(ratio) if fits else None


def first_difference(got, right, rtol, atol):
    """Say where an array first differs from the right one, and what stands there."""
    bound = atol + rtol * np.max(np.abs(right), initial=0.0)
    place = tuple(int(i) for i in np.argwhere(~(np.abs(got - right) <= bound))[0])
    where = f"entry {list(place)}, " if place else ""
    return f"{where}yours is {got[place]:.6g}"
