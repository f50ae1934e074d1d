"""Checks of the arrays that a caller passes in: inputs, targets, weights, states.

Each returns a float64 array of its own or raises an error that names the argument, what came, what
was expected and, where one can guess it, what to write instead.
"""

import numpy as np

from nnlib.activations import RANGES
from nnlib.validation import REAL

AXES = {2: "(N, {})", 3: "(N, T, {})"}
HINTS = {
    (1, 2): "; write reshape(-1, 1) for one number per example, reshape(1, -1) for one example",
    (2, 3): "; write [:, :, None] for one number per time step, [None] for one sequence",
}
REACH = {
    "sigmoid": "targets 0 and 1, or output='tanh' for -1 and 1, 'identity' for any number",
    "softmax": "one_hot(labels)",
    "tanh": "targets scaled to [-1, 1], or output='identity' for any number",
    "relu": "targets >= 0, or output='identity' for any number",
}


def floats(name, value):
    """Return `value` as a new float64 array of finite numbers, of whatever shape."""
    if _is_masked(value):
        raise ValueError(
            f"{name} must not have masked entries, what lies under the mask would be used; "
            "drop or fill them, or give `weights` of 0"
        )
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


def _is_masked(value):
    parts = value if isinstance(value, (list, tuple)) else [value]
    return any(np.ma.isMaskedArray(part) and np.ma.is_masked(part) for part in parts)


def rows(name, value, ndim, width, letter):
    """Return `value` as a float64 array of examples in rows, `ndim` axes and `width` columns."""
    array = floats(name, value)
    axes, came = AXES[ndim].format(letter), f"(shape {array.shape})"
    if array.size == 0:
        raise ValueError(f"{name} is empty {came}; expected {axes}")
    if array.ndim != ndim:
        hint = _hint(name, value, array, ndim, width)
        raise ValueError(
            f"{name} must have {ndim} dimensions {axes}, got {array.ndim} {came}{hint}"
        )
    if array.shape[-1] != width:
        hint = _classes(name, array, width) if array.shape[-1] == 1 else ""
        raise ValueError(
            f"{name} must have {letter} = {width} columns {axes}, got {array.shape[-1]} {came}"
            f"{hint}"
        )
    return array


def _hint(name, value, array, ndim, width):
    """Say what to write instead of an array with the wrong number of axes."""
    if array.ndim == 1 and ndim == 2 and width == 1 and hasattr(value, "to_frame"):  # of pandas
        column = getattr(value, "name", None)
        frame = f"df[[{'...' if column is None else repr(column)}]]"
        return f"; write {frame}, with two brackets, or .to_frame(): a table of one column"
    return (array.ndim == ndim - 1 and _classes(name, array, width)) or HINTS.get(
        (array.ndim, ndim), ""
    )


def _classes(name, array, width):
    """Say how class numbers become targets, if that is what these numbers look like."""
    if name != "Y" or width == 1 or (array % 1).any() or array.min() < 0:
        return ""
    return f"; for class numbers 0 ... {width - 1} write nnlib.one_hot(labels, {width})"


def same_examples(inputs, targets):
    """Raise ValueError unless X and Y, of shapes ([T,] ..., N), have the same N, and the same T."""
    for axis, what in ((-1, "examples N"), (-3, "time steps T"))[: len(targets) - 1]:
        if inputs[axis] != targets[axis]:
            raise ValueError(
                f"X and Y must have the same number of {what}, "
                f"got {inputs[axis]} in X and {targets[axis]} in Y"
            )


def weights(value, shape):
    """Return weights (N,), or (N, T) if y has time, as columns ([T,] 1, N) for y ([T,] C, N)."""
    array, (*time, _, N) = floats("weights", value), shape
    wanted = [(N,), (N, *time)] if time else [(N,)]
    if array.shape not in wanted:
        raise ValueError(
            f"weights must have shape {' or '.join(map(str, wanted))}, got {array.shape}"
        )
    if array.min() < 0.0 or not array.any():
        raise ValueError(
            "weights must be >= 0 and not all 0, "
            f"got values from {array.min():g} to {array.max():g}"
        )
    return np.broadcast_to(np.expand_dims(array.T, -2), (*time, 1, N))


def counted(y, weights):
    """Return the columns of y ([T,] C, N) whose weight is not 0, side by side: (C, columns)."""
    columns = np.moveaxis(y, -2, 0)
    return columns if weights is None else columns[:, weights[..., 0, :] > 0.0]


def probabilities(y, output):
    """Raise ValueError unless targets, units along the first axis, suit the cross-entropy."""
    if y.min() < 0.0 or y.max() > 1.0:
        raise ValueError(
            "Y must lie in [0, 1] for loss='cross_entropy', "
            f"got values from {y.min():g} to {y.max():g}"
        )
    if output == "softmax" and not np.allclose(y.sum(axis=0), 1.0):
        raise ValueError(
            "Y must have rows that sum to 1 for output='softmax' (one column per class, 1 for the "
            f"right class, 0 elsewhere: nnlib.one_hot), got sums from {y.sum(axis=0).min():g} "
            f"to {y.sum(axis=0).max():g}"
        )


def reachable(name, y, output):
    """Raise ValueError unless the output can come close to the targets."""
    low, high = RANGES[output]
    if y.min() < low or y.max() > high:
        raise ValueError(
            f"{name} must lie in [{low:g}, {high:g}], where the outputs of output={output!r} lie, "
            f"got values from {y.min():g} to {y.max():g}; write {REACH[output]}"
        )
