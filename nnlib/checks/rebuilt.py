"""A formula worked out anew with many guesses at once in the place of one of its parts.

The guesses lie along an axis of their own, the first, so NumPy goes through them all in one call.
"""

import ast
import operator

import numpy as np


class CannotError(Exception):
    """A formula has a step that is not known here."""


OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
FUNCTIONS = {
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    **{f.__name__: f for f in (np.exp, np.log, np.log1p, np.log2, np.tanh, np.sqrt, np.square)},
    "abs": np.abs,
}
FOLDS = {"sum": np.sum, "mean": np.mean, "max": np.max}
STACKS = {"append": -1, "hstack": -1, "column_stack": -1, "vstack": -2}


def rebuilt(node, values, target, guesses, stands):
    """Return what a formula gives, and whether that has the guesses' axis.

    Parameters
    ----------
    node : ast.AST
        The formula.
    values : mapping
        What each part of it is, by its text.
    target : str
        The text of the part in whose place the guesses stand, wherever it occurs.
    guesses : ndarray, shape (K, ...)
    stands : mapping
        What the names stand for that the formula uses.

    Raises
    ------
    CannotError
        If there is a step around the target that is not known here.
    """

    def go(node):
        text = ast.unparse(node)
        if text == target:
            return guesses, True
        if text in values and not holds(node, target, stands):
            return values[text], False
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            return np.array(float(node.value)), False
        if isinstance(node, ast.Name) and node.id in stands:
            return go(stands[node.id])
        return step(node)

    def step(node):
        if isinstance(node, ast.BinOp):
            (a, many_a), (b, many_b) = go(node.left), go(node.right)
            if isinstance(node.op, ast.MatMult):
                return product(a, many_a, b, many_b), many_a or many_b
            if type(node.op) in OPERATORS:
                a, b = aligned(a, many_a, b, many_b)
                return OPERATORS[type(node.op)](a, b), many_a or many_b
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            inner, many = go(node.operand)
            return -inner, many
        if isinstance(node, ast.Attribute) and node.attr in {"T", "mT"}:
            inner, many = go(node.value)
            return (np.swapaxes(inner, -1, -2) if inner.ndim - many > 1 else inner), many
        if isinstance(node, ast.Subscript):
            inner, many = go(node.value)
            return inner[(slice(None),) * many + index_of(node.slice)], many
        if isinstance(node, ast.Call):
            return call(node)
        raise CannotError

    def call(node):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        method = isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) != "np"
        method = method and ast.unparse(node.func.value) != "np.linalg"
        args = [*([node.func.value] if method else []), *node.args]
        how = {keyword.arg: ast.literal_eval(keyword.value) for keyword in node.keywords}
        if name in STACKS and not how:
            parts = args[0].elts if isinstance(args[0], (ast.List, ast.Tuple)) else args
            return joined([go(part) for part in parts], name)
        if name in {"dot", "maximum"} and len(args) == 2:
            (a, many_a), (b, many_b) = go(args[0]), go(args[1])
            if name == "dot":
                return product(a, many_a, b, many_b), many_a or many_b
            return np.maximum(*aligned(a, many_a, b, many_b)), many_a or many_b
        inner, many = go(args[0]) if len(args) == 1 else (None, False)
        if inner is None:
            raise CannotError
        if name in FUNCTIONS and not how:
            return FUNCTIONS[name](inner), many
        if name in FOLDS and set(how) <= {"axis", "keepdims"}:
            return FOLDS[name](inner, **{**how, "axis": axes(how.get("axis"), inner, many)}), many
        if name == "norm" and not how:
            return np.sqrt((inner**2).sum(axis=axes(None, inner, many))), many
        raise CannotError

    return go(node)


def holds(node, target, stands, depth=0):
    """Tell whether a formula has a part in it, perhaps behind a name."""
    for part in ast.walk(node):
        if isinstance(part, ast.expr) and ast.unparse(part) == target:
            return True
        known = isinstance(part, ast.Name) and part.id in stands and depth < 8
        if known and holds(stands[part.id], target, stands, depth + 1):
            return True
    return False


def aligned(a, many_a, b, many_b):
    """Return two operands with the guesses' axis before all others."""
    ndim = max(np.ndim(a) - many_a, np.ndim(b) - many_b)
    return lifted(a, many_a, ndim), lifted(b, many_b, ndim)


def lifted(array, many, ndim):
    """Return an array with as many axes, beside the guesses' own."""
    array = np.asarray(array)
    if not many:
        return array
    return array.reshape(len(array), *(1,) * (ndim - array.ndim + 1), *array.shape[1:])


def product(a, many_a, b, many_b):
    """Return the product of matrices, or of vectors, of which one may stand for many."""
    if many_b and np.ndim(b) == 2 and not many_a:  # a list of vectors
        return b @ a.T
    if many_a and many_b:
        if a.ndim == b.ndim == 2:
            return (a * b).sum(axis=-1)
        if a.ndim != 3 or b.ndim != 3:
            raise CannotError
    return a @ b


def axes(axis, inner, many):
    """Return along which axes is added up, beside the guesses' own."""
    if axis is None:
        return tuple(range(int(many), inner.ndim))
    own = (axis,) if isinstance(axis, int) else axis
    return tuple(k + many if k >= 0 else k for k in own)


def index_of(node):
    """Return an index that holds no names as a tuple."""
    places = node.elts if isinstance(node, ast.Tuple) else [node]
    return tuple(map(place_of, places))


def place_of(node):
    """Return one place of an index."""
    if isinstance(node, ast.Slice):
        ends = (node.lower, node.upper, node.step)
        return slice(*(None if end is None else place_of(end) for end in ends))
    try:
        return ast.literal_eval(node)
    except ValueError:
        raise CannotError from None


def joined(parts, how):
    """Return parts that are joined as NumPy's function of that name does."""
    many = [array for array, is_many in parts if is_many]
    K = len(many[0]) if many else 1
    spread = [a if is_many else np.broadcast_to(a, (K, *np.shape(a))) for a, is_many in parts]
    arrays = [flat_or_column(array, how) for array in spread]
    made = np.concatenate(arrays, axis=STACKS[how])
    return (made, True) if many else (made[0], False)


def flat_or_column(array, how):
    """Return an array as it is laid beside others: flat, or a vector as a column or a row."""
    if how == "append":
        return array.reshape(len(array), -1)
    if array.ndim == 2 and how == "column_stack":
        return array[:, :, None]
    return array[:, None] if array.ndim == 2 and how == "vstack" else array
