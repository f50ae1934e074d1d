"""What the drawings accept: each check names the argument, what came and what was expected."""

import numpy as np
from matplotlib.axes import Axes

from nnlib.viz.palette import INK, ROLES, SIGNS

# What callers pass whole: an attribute by which it is known, and the part of it that is meant.
MEANT = (
    ("losses", "loss", "history.loss"),
    ("deltas", "hidden", "backward(trace, Y).deltas.hidden"),
    ("deltas", "deltas", "backward(trace, Y).deltas.hidden"),
    ("H", "H", "trace.H"),
    ("A", "A", "trace.A[1]"),
    ("outputs", "predict", "model.predict(plane(limits, n))"),
)


def axes(ax):
    """Check that `ax` is a Matplotlib axes; a caller who forgets it passes data in its place."""
    if not isinstance(ax, Axes):
        axes_of = " (of a figure: fig.axes[0], or fig, ax = plt.subplots())"
        hint = axes_of if hasattr(ax, "add_subplot") else ""
        raise ValueError(
            f"ax must be Matplotlib axes and comes first, got {type(ax).__name__}{hint}"
        )
    return ax


def array_like(name, value):
    """Check that a caller does not pass whole what only a part of is meant, such as a history."""
    for argument, attribute, part in MEANT:
        whole = hasattr(value, attribute) and not hasattr(value, "__array__")
        if whole and name == argument:
            raise ValueError(f"{name} must be an array, got a {type(value).__name__}: pass {part}")


def numbers(name, value, *shape):
    """Return `value` as a float64 array after checking that it is finite and has a shape.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : array_like
        What the caller passed.
    *shape : int or str
        The expected shape: an int is an exact length, a name such as ``"N"`` any length of at
        least 1.

    Returns
    -------
    ndarray
        The values. The caller's own array is never changed by what is drawn.
    """
    wanted = f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"
    array_like(name, value)
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} must have shape {wanted}, got rows of unequal length") from None
    if array.dtype.kind not in "fiub":
        raise ValueError(f"{name} must hold real numbers, got {array.dtype} values")
    fits = array.ndim == len(shape) and all(
        length > 0 and (isinstance(want, str) or length == want)
        for length, want in zip(array.shape, shape, strict=True)
    )
    if not fits:
        several = array.ndim == 2 and name == "losses" and shape == ("epochs",)
        hint = ": pass each curve as an argument of its own, *losses" if several else ""
        raise ValueError(f"{name} must have shape {wanted}, got {array.shape}{hint}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite, got NaN or infinity")
    return array.astype(np.float64)


def targets(name, value, n):
    """Return the class, 0 or 1, of each of `n` examples from Y (n,), (n, 1) or one-hot (n, 2)."""
    array = np.asarray(value)
    if array.ndim == 2 and array.shape[1] == 2:
        return numbers(name, array, n, 2).argmax(axis=1)
    if array.ndim == 2:
        array = numbers(name, array, n, 1)[:, 0]
    array = numbers(name, array, n)
    if array.min() < 0 or array.max() > 1:
        raise ValueError(
            f"{name} must hold targets of two classes, 0 or 1, got values from {array.min():g} to "
            f"{array.max():g}: to draw one class against the others, pass ({name} == k)"
        )
    return (array > 0.5).astype(int)


def pairs(name, value):
    """Return limits ((low, high), (low, high)) from one pair for both axes or a pair for each."""
    array = np.asarray(value)
    if array.shape not in {(2,), (2, 2)}:
        raise ValueError(
            f"{name} must be (low, high) or ((low, high), (low, high)), got shape {array.shape}"
        )
    array = np.broadcast_to(numbers(name, array, *array.shape), (2, 2))
    if not (array[:, 0] < array[:, 1]).all():
        raise ValueError(f"{name} must have low < high, got {value}")
    return array


def names(name, value, n):
    """Return `n` labels as a list of strings, or `n` times None when none were given."""
    if value is None:
        return [None] * n
    if isinstance(value, str) or len(value) != n:
        raise ValueError(f"{name} must be {n} strings, got {value!r}")
    return [str(text) for text in value]


def colour(name, role):
    """Return the colour of a role, of a sign, or ``"ink"``: that of what has no role."""
    colours = {**ROLES, **SIGNS, "ink": INK}
    if role not in colours:
        raise ValueError(f"{name} must be one of {', '.join(colours)}, got {role!r}")
    return colours[role]
