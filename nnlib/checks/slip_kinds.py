"""The slips of a pen that can be made at one place of a program.

Each has a rank, the likeliest first, a name that is its diagnosis, words that are true of every
place where it can be made, and the part of the syntax tree that it leaves there.
"""

import ast
import copy

AXES = (0, 1, 2, (0, 1), (0, 2))
EXCHANGED = {  # a function, what may stand in its place, and how that is said
    "sum": (("mean", "a mean stands where a sum belongs"), ("max", "the largest stands for a sum")),
    "mean": (("sum", "a sum stands where a mean belongs"), ("max", "the largest stands for a mean"),
             ("median", "a median stands where a mean belongs")),
    "log": (("log2", "a logarithm has another base"), ("log10", "a logarithm has another base")),
    "log1p": (("log", "the 1 beside the logarithm's argument is missing"),),
    "maximum": (("minimum", "a minimum stands where a maximum belongs"),),
    "sigmoid": (("np.tanh", "tanh stands where the sigmoid belongs"),),
    "tanh": (("sigmoid", "the sigmoid stands where tanh belongs"),),
    "zeros": (("ones", "something starts at 1 where it should start at 0"),),
    "zeros_like": (("ones_like", "something starts at 1 where it should start at 0"),),
}  # fmt: skip
BARE = {"sigmoid": "a sigmoid is left out", "tanh": "a tanh is left out", "sqrt": "a root is left "
        "out", "abs": "a size, |…|, is left out", "log": "a logarithm is left out", "exp":
        "an exponential is left out"}  # fmt: skip


def slips_at(node, names):
    """Return (rank, name, words, node) of each slip that can be made at a node of a tree."""
    for kind, slips in KINDS.items():
        if isinstance(node, kind):
            return [(rank, name, said, new) for rank, name, said, new in slips(node, names)]
    return []


def op(left, kind, right):
    """Return a node that combines two."""
    return ast.BinOp(copy.deepcopy(left), kind(), copy.deepcopy(right))


def called(what, node):
    """Name a part of a formula, by its own name if it has one."""
    return f"the {what} `{node.id}`" if isinstance(node, ast.Name) else f"a {what}"


def by(node):
    """Say by what is divided, if that has a name."""
    return f" by `{node.id}`" if isinstance(node, ast.Name) else ""


def operations(node, _):
    """Slips of a sum, a product, a quotient, a power."""
    left, right, kind = node.left, node.right, type(node.op)
    if isinstance(left, ast.Constant) and isinstance(right, ast.Constant):
        kind = None  # a number such as 3 / 4
    if kind is ast.Mult:
        return [
            (0, "factor-left-out", f"{called('factor', right)} is left out", left),
            (0, "factor-left-out", f"{called('factor', left)} is left out", right),
            (2, "divided", "it divides where it should multiply", op(left, ast.Div, right)),
            (2, "added", "it adds where it should multiply", op(left, ast.Add, right)),
            (2, "factor-twice", f"{called('factor', right)} stands in it twice",
             op(node, ast.Mult, right)),
            (2, "factor-twice", f"{called('factor', left)} stands in it twice",
             op(node, ast.Mult, left)),
        ]  # fmt: skip
    if kind is ast.Div:
        return [
            (0, "division-left-out", f"a division{by(right)} is left out", left),
            (1, "multiplied", "it multiplies where it should divide", op(left, ast.Mult, right)),
            (1, "upside-down", "a quotient stands upside down", op(right, ast.Div, left)),
        ]
    if kind in (ast.Add, ast.Sub):
        other = ast.Sub if kind is ast.Add else ast.Add
        turned = ast.UnaryOp(ast.USub(), copy.deepcopy(right)) if kind is ast.Sub else right
        return [
            (0, "term-left-out", f"{called('term', right)} of a sum is left out", left),
            (0, "term-left-out", f"{called('term', left)} of a sum is left out", turned),
            (1, "sign-of-a-term", f"{called('term', right)} has the wrong sign",
             op(left, other, right)),
            (2, "term-twice", f"{called('term', right)} counts twice", op(node, kind, right)),
            (2, "term-twice", f"{called('term', left)} counts twice", op(left, ast.Add, node)),
            (2, "multiplied", "it multiplies where it should add", op(left, ast.Mult, right)),
        ]  # fmt: skip
    if kind is ast.Pow:
        return [(0, "power-left-out", "a square is left out", left)]
    if kind is ast.MatMult:
        return [(2, "product-turned-round", "the factors of a product of matrices have changed "
                 "places", op(right, ast.MatMult, left))]  # fmt: skip
    return []


def calls(node, _):
    """Slips of a function that is called: another one, none, along another axis."""
    named = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    found = []
    for other, said in EXCHANGED.get(named, ()):
        new = copy.deepcopy(node)
        if "." in other or isinstance(node.func, ast.Name):
            new.func = ast.parse(other, mode="eval").body
        elif other == "sigmoid":
            new.func = ast.Name("sigmoid", ast.Load())
        else:
            new.func.attr = other
        found.append((1, "other-function", said, new))
    if named in BARE and node.args:
        found.append((1, "function-left-out", BARE[named], node.args[0]))
    for at, keyword in enumerate(node.keywords):
        if keyword.arg == "axis":
            for axis in AXES:
                new = copy.deepcopy(node)
                new.keywords[at].value = ast.parse(repr(axis), mode="eval").body
                found.append((2, "other-axis", "it adds up along another axis", new))
    return found


def attributes(node, _):
    """Slips of a transpose."""
    if node.attr in ("T", "mT"):
        return [(0, "not-transposed", "a transpose is left out", node.value)]
    return []


def minus(node, _):
    """Slips of a sign."""
    if isinstance(node.op, ast.USub):
        return [(0, "minus-left-out", "a minus is left out", node.operand)]
    return []


def indices(node, _):
    """Slips of an index, or of a slice."""
    found, index = [], node.slice
    steps = [ast.Constant(1), ast.Constant(2)]
    if isinstance(index, (ast.Name, ast.BinOp, ast.Constant)) and isinstance(node.ctx, ast.Load):
        places = [op(index, kind, step) for step in steps for kind in (ast.Add, ast.Sub)]
        for new_index in [*places, ast.Constant(0), ast.UnaryOp(ast.USub(), ast.Constant(1))]:
            new = copy.deepcopy(node)
            new.slice = new_index
            found.append((2, "other-index", "an index points to another place", new))
    if isinstance(index, ast.Tuple):
        for at, place in enumerate(index.elts):
            for other in [ast.Constant(0), ast.UnaryOp(ast.USub(), ast.Constant(1))]:
                new = copy.deepcopy(node)
                new.slice.elts[at] = other
                if not isinstance(place, ast.Slice):
                    found.append((2, "other-index", "an index points to another place", new))
    return found


def slices(node, _):
    """Slips of a slice: other ends, the rest in place of the beginning, all of it."""
    one, minus_one = ast.Constant(1), ast.UnaryOp(ast.USub(), ast.Constant(1))
    ends = [(one, None), (None, minus_one), (None, None), (node.upper, node.lower)]
    return [
        (2, "other-slice", "a slice takes other entries", ast.Slice(*copy.deepcopy(pair)))
        for pair in ends
        if ast.dump(ast.Slice(*pair)) != ast.dump(node)
    ]


def constants(node, _):
    """Slips of a number."""
    if isinstance(node.value, bool) or not isinstance(node.value, (int, float)):
        return []
    n = node.value
    numbers = [2 * n, n / 2 if isinstance(n, float) or n % 2 else n // 2, n + 1, n - 1, -n, 0]
    return [
        (3, "other-number", "a number in it is another one", ast.Constant(other))
        for other in dict.fromkeys(numbers)
        if other != n
    ]


def names_exchanged(node, names):
    """Slips of a name: another one stands in its place."""
    if not isinstance(node.ctx, ast.Load) or node.id not in names:
        return []
    return [
        (4, "other-quantity", f"`{other}` stands once where `{node.id}` belongs",
         ast.Name(other, ast.Load()))
        for other in names
        if other != node.id
    ]  # fmt: skip


def added_up(node, _):
    """Slips of a sum that is built in a loop."""
    if not isinstance(node.op, (ast.Add, ast.Sub)):
        return []
    said = "what should be added up is overwritten each time"
    return [(1, "overwritten", said, ast.Assign([copy.deepcopy(node.target)], node.value))]


KINDS = {
    ast.BinOp: operations,
    ast.Call: calls,
    ast.Attribute: attributes,
    ast.UnaryOp: minus,
    ast.Subscript: indices,
    ast.Slice: slices,
    ast.Constant: constants,
    ast.Name: names_exchanged,
    ast.AugAssign: added_up,
}
