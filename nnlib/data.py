"""Checks of the arrays that a caller passes in: inputs, targets, weights.

Each returns a float64 array of its own, or raises an error that says what to write instead.
"""

import numpy as np

from nnlib.activations import RANGES
from nnlib.validation import REAL, wrong

AXES = {2: "(N, {})", 3: "(N, T, {})"}
HINTS = {
    (1, 2): "np.array(…).reshape(-1, 1) is one number per example, reshape(1, -1) one example",
    (2, 3): "np.array(…)[:, :, None] is one number per time step, [None] one sequence; for one "
    "answer to a whole sequence make the network with answers='last'",
}
REACH = {
    "sigmoid": "0 and 1, or output='tanh' for -1 and 1, output='identity' for any number",
    "softmax": "nnlib.one_hot(labels)",
    "tanh": "targets scaled to [-1, 1], or output='identity' for any number",
    "relu": "targets >= 0, or output='identity' for any number",
}


def floats(name, value):
    """Return `value` as a new float64 array of finite numbers, of whatever shape."""
    if any(np.ma.is_masked(v) for v in (value if isinstance(value, (list, tuple)) else [value])):
        hint = "drop or fill them, or give them weights of 0"
        raise wrong(name, "not have masked entries", "some, which would be used", hint)
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} must be a table of numbers with rows of one length") from error
    odd = [v for v in array.flat if not isinstance(v, REAL)] if array.dtype == object else []
    if array.dtype.kind not in "biufO" or odd:
        came = f"{odd[0]!r} among them" if odd else f"an array of dtype {array.dtype}"
        raise wrong(name, "hold real numbers", came, kind=TypeError)
    array = array.astype(np.float64)
    if not np.isfinite(array).all():
        place = tuple(map(int, np.argwhere(~np.isfinite(array))[0]))
        came = f"{array[place]} at {list(place)}"
        raise wrong(name, "hold finite numbers", came, "drop or fill the missing entries")
    return array


def rows(name, value, ndim, width, letter):
    """Return `value` as a float64 array of examples in rows, `ndim` axes and `width` columns."""
    array, axes = floats(name, value), AXES[ndim].format(letter)
    came = f"(shape {array.shape})"
    if array.size == 0:
        raise wrong(name, f"hold {axes}", f"something empty {came}")
    hint = _classes(name, array, ndim, width)
    if array.ndim != ndim:
        hint = hint or _one_column(value, ndim, width) or HINTS.get((array.ndim, ndim), "")
        raise wrong(name, f"have {ndim} dimensions {axes}", f"{array.ndim} {came}", hint)
    if array.shape[-1] != width:
        raise wrong(
            name, f"have {letter} = {width} columns {axes}", f"{array.shape[-1]} {came}", hint
        )
    return array


def _classes(name, array, ndim, width):
    """Say how class numbers become targets, if that is what came."""
    one_a_row = array.shape[ndim - 1 :] in {(), (1,)} and array.ndim in {ndim - 1, ndim}
    if name != "Y" or width == 1 or not one_a_row or (array % 1).any() or array.min() < 0:
        return ""
    return f"class numbers 0 … {width - 1} become targets by nnlib.one_hot(labels, {width})"


def _one_column(value, ndim, width):
    """Say how a column of a data frame stays a table, if that is what came."""
    if not (hasattr(value, "to_frame") and ndim == 2 and width == 1):
        return ""
    column = getattr(value, "name", None)
    return "write .to_frame()" if column is None else f'write df[["{column}"]] or .to_frame()'


def same_examples(inputs, targets):
    """Raise ValueError unless X and Y, of shapes ([T,] ..., N), have the same N, and the same T."""
    for axis, what in ((-1, "examples N"), (-3, "time steps T"))[: len(targets) - 1]:
        x, y = inputs[axis], targets[axis]
        if x != y:
            raise wrong("X and Y", f"have the same number of {what}", f"{x} in X and {y} in Y")


def weights(value, shape):
    """Return weights (N,), or (N, T) if y has time, as columns ([T,] 1, N) for y ([T,] C, N)."""
    array, (*time, _, N) = floats("weights", value), shape
    shapes = [(N,), (N, *time)] if time else [(N,)]
    if array.shape not in shapes:
        raise wrong("weights", f"have shape {' or '.join(map(str, shapes))}", array.shape)
    if array.min() < 0.0 or not array.any():
        raise wrong("weights", "be >= 0 and not all 0", f"{array.min():g} to {array.max():g}")
    return np.broadcast_to(np.expand_dims(array.T, -2), (*time, 1, N))


def counted(y, weights):
    """Return the columns of y ([T,] C, N) whose weight is not 0, side by side: (C, columns)."""
    columns = np.moveaxis(y, -2, 0)
    return columns if weights is None else columns[:, weights[..., 0, :] > 0.0]


def probabilities(y, output):
    """Raise ValueError unless targets, units along the first axis, suit the cross-entropy."""
    sums, came = y.sum(axis=0), f"values from {y.min():g} to {y.max():g}"
    if y.min() < 0.0 or y.max() > 1.0:
        raise wrong("Y", "lie in [0, 1] for loss='cross_entropy'", came)
    if output == "softmax" and not np.allclose(sums, 1.0):
        wanted = "have rows that sum to 1 for output='softmax'"
        came = f"sums from {sums.min():g} to {sums.max():g}"
        raise wrong("Y", wanted, came, "1 for the right class, 0 elsewhere: nnlib.one_hot(labels)")


def reachable(y, output):
    """Raise ValueError unless the outputs can come close to the targets."""
    low, high = RANGES[output]
    if y.min() < low or y.max() > high:
        wanted = f"lie in [{low:g}, {high:g}], as the outputs of output={output!r} do"
        raise wrong(
            "Y", wanted, f"values from {y.min():g} to {y.max():g}", f"write {REACH[output]}"
        )
