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
SLOPES = (  # rank, name, what is said, and the formula; "ep" and "ma" keep the x of exp and max
    (0, "slope-left-out", "a slope is left out", "1"),
    (1, "another-slope", "the slope of the sigmoid stands where another belongs", "x * (1 - x)"),
    (1, "another-slope", "the slope of tanh stands where another belongs", "1 - x ** 2"),
    (2, "another-slope", "an output stands where a slope belongs", "x"),
    (2, "another-slope", "1 less an output stands where a slope belongs", "(1 - x)"),
    (2, "another-slope", "a slope is squared, or stands in it twice", "(x * (1 - x)) ** 2"),
    (2, "another-slope", "a slope is squared, or stands in it twice", "(1 - x ** 2) ** 2"),
    (2, "another-slope", "a slope has a plus for its minus", "x * (1 + x)"),
    (2, "another-slope", "a slope has a plus for its minus", "(1 + x ** 2)"),
    (2, "another-slope", "a slope is taken at what has been through the sigmoid already",
     "(1 / (1 + np.ep(-x))) * (1 - 1 / (1 + np.ep(-x)))"),
    (2, "another-slope", "a slope is taken at what has been through the tanh already",
     "(1 - np.tanh(x) ** 2)"),
    (2, "another-slope", "the slope of relu stands where another belongs", "(x > 0)"),
    (2, "another-slope", "an output, squared, stands where a slope belongs", "x ** 2"),
    (2, "another-slope", "twice an output stands where a slope belongs", "2 * x"),
)  # fmt: skip
COMPARED = {  # a comparison, and what may stand in its place
    ast.Lt: ((ast.LtE, "equal counts as less"), (ast.Gt, "a comparison is the wrong way round")),
    ast.LtE: ((ast.Lt, "equal does not count, and it should"),
              (ast.GtE, "a comparison is the wrong way round")),
    ast.Gt: ((ast.GtE, "equal counts as more"), (ast.Lt, "a comparison is the wrong way round")),
    ast.GtE: ((ast.Gt, "equal does not count, and it should"),
              (ast.LtE, "a comparison is the wrong way round")),
    ast.Eq: ((ast.NotEq, "a comparison is the wrong way round"),
             (ast.GtE, "more than equal counts, too"), (ast.LtE, "less than equal counts, too")),
}  # fmt: skip
IN_ORDER = {"append", "vstack", "hstack", "column_stack", "concatenate", "where", "outer"}
SQUEEZES = {"sigmoid", "tanh", "exp", "log", "sqrt"}
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
    """Return a node that combines two, which stay the same: a second slip may be made in them."""
    return ast.BinOp(left, kind(), right)


def called(what, node):
    """Name a part of a formula, by its own name if it has one."""
    return f"the {what} `{node.id}`" if isinstance(node, ast.Name) else f"a {what}"


def by(node):
    """Say by what is divided, if that has a name."""
    return f" by `{node.id}`" if isinstance(node, ast.Name) else ""


def operations(node, names):
    """Slips of a sum, a product, a quotient, a power, and of the brackets around one."""
    return in_place(node, names) + brackets(node)


def brackets(node):
    """Slips of brackets: left out around a sum, or set around one that should have none."""
    left, right, kind = node.left, node.right, type(node.op)
    found, sums = [], (ast.Add, ast.Sub)
    said = "the brackets around a sum are left out"
    if kind in (ast.MatMult, ast.Pow) and is_one_of(left, sums):
        new = op(left.left, type(left.op), op(left.right, kind, right))
        found.append((1, "brackets-left-out", said, new))
    found += [(1, "brackets-left-out", said, new) for new in chain_without_brackets(node)]
    if kind in sums and is_one_of(right, (ast.Mult, ast.Div, ast.Pow)):
        new = op(op(left, kind, right.left), type(right.op), right.right)
        said = "brackets stand around a sum that should have none"
        found.append((3, "brackets-too-many", said, new))
    return found


def chain_without_brackets(node):
    """Return a product of several, as it is read without the brackets around one sum in it.

    What stands before the sum belongs to its first term then, and what comes after it to its last.
    """
    steps, inner = [], node
    while is_one_of(inner, (ast.Mult, ast.Div)):
        steps.insert(0, (type(inner.op), inner.right))
        inner = inner.left
        inner.in_a_product = True
    if not steps or getattr(node, "in_a_product", False):
        return []
    whole = [(None, inner), *steps]
    found = []
    for k, (kind, part) in enumerate(whole):
        if is_one_of(part, (ast.Add, ast.Sub)):
            first = joined([*whole[:k], (kind, part.left)])
            last = joined([(None, part.right), *whole[k + 1 :]])
            found.append(op(first, type(part.op), last))
    return found


def joined(steps):
    """Return a product of (operation, part), from the left."""
    made = steps[0][1]
    for kind, part in steps[1:]:
        made = op(made, kind, part)
    return made


def is_one_of(node, kinds):
    """Tell whether a part of a formula combines two by one of these operations."""
    return isinstance(node, ast.BinOp) and isinstance(node.op, kinds)


def in_place(node, _):
    """Slips of an operation: a side left out, another operation."""
    left, right, kind = node.left, node.right, type(node.op)
    if isinstance(left, ast.Constant) and isinstance(right, ast.Constant):
        kind = None  # a number such as 3 / 4
    if kind is ast.Mult:
        return [
            *slopes(node),
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
        more = slopes(node) + differences(node)
        other = ast.Sub if kind is ast.Add else ast.Add
        turned = ast.UnaryOp(ast.USub(), copy.deepcopy(right)) if kind is ast.Sub else right
        return [
            *more,
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


def formula(words, x):
    """Return the syntax tree of a formula of one quantity x."""
    source = words.replace("x", f"({ast.unparse(x)})")
    return ast.parse(source.replace("ep(", "exp(").replace("ma(", "max("), mode="eval").body


def slopes(node):
    """Slips of a slope, a (1 − a) or 1 − a², that stands alone or ends a product."""
    first, last, before = node.left, node.right, None
    product = isinstance(first, ast.BinOp) and isinstance(first.op, ast.Mult)
    if isinstance(node.op, ast.Mult) and product:
        before, first = first.left, first.right
    one_less = isinstance(last, ast.BinOp) and isinstance(last.op, ast.Sub)
    one_less = one_less and ast.unparse(last.left) == "1"
    if isinstance(node.op, ast.Mult) and one_less and same(last.right, first):
        x, right = first, "x * (1 - x)"
    elif isinstance(node.op, ast.Sub) and ast.unparse(node.left) == "1" and squared(last):
        before, x, right = None, last.left, "1 - x ** 2"
    else:
        return []
    found = []
    for rank, name, said, words in SLOPES:
        if words != right:
            new = formula(words, x)
            found.append((rank, name, said, op(before, ast.Mult, new) if before else new))
    return found


def same(one, other):
    """Tell whether two parts of a formula read the same."""
    return ast.unparse(one) == ast.unparse(other)


def squared(node):
    """Tell whether a part of a formula is a square."""
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow)


def differences(node):
    """Slips of an error, a − y: that of another cost, its size, its square."""
    left, right = node.left, node.right
    named = (ast.Name, ast.Subscript)
    if not isinstance(node.op, ast.Sub) or not (
        isinstance(left, named) and isinstance(right, named)
    ):
        return []
    a, y = ast.unparse(left), ast.unparse(right)
    return [
        (3, "another-error", said, ast.parse(source, mode="eval").body)
        for said, source in (
            ("in the place of an error stands its square", f"({a} - {y}) ** 2"),
            ("in the place of an error stands its size, without a sign", f"abs({a} - {y})"),
            ("in the place of an error stands −y / a", f"-{y} / {a}"),
            ("in the place of an error stands the slope of a cross-entropy, which belongs to "
             "another cost", f"({a} - {y}) / ({a} * (1 - {a}))"),
            ("in the place of an error stands a product", f"{a} * (1 - {y})"),
        )
    ]  # fmt: skip


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
    if named == "copy" and not node.args and isinstance(node.func, ast.Attribute):
        said = "a copy is left out, so two names stand for the same numbers"
        found.append((0, "copy-left-out", said, node.func.value))
    if named in IN_ORDER:
        found += in_another_order(node)
    if named in SQUEEZES and len(node.args) == 1:
        said = "what has been through a function goes through it once more"
        found.append((2, "function-twice", said, ast.Call(node.func, [node], [])))
        inner = node.args[0]
        if is_one_of(inner, (ast.Add, ast.Sub)):
            said = "a term stands behind a function, and belongs inside"
            new = op(ast.Call(node.func, [inner.left], []), type(inner.op), inner.right)
            found.append((1, "term-outside", said, new))
    if named in BARE and node.args:
        found.append((1, "function-left-out", BARE[named], node.args[0]))
    for at, keyword in enumerate(node.keywords):
        if keyword.arg == "axis":
            for axis in AXES:
                new = copy.deepcopy(node)
                new.keywords[at].value = ast.parse(repr(axis), mode="eval").body
                found.append((2, "other-axis", "it adds up along another axis", new))
    return found


def in_another_order(node):
    """Slips of what is laid side by side, or handed over, in an order."""
    new = copy.deepcopy(node)
    held = new.args[0].elts if isinstance(new.args[0], (ast.List, ast.Tuple)) else new.args
    if len(held) < 2:
        return []
    held[-1], held[-2] = held[-2], held[-1]
    return [(1, "other-order", "two things that have an order have changed places", new)]


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
    twice = [(1, "factor-left-out", "a 2 is left out", ast.Constant(1))] if n == 2 else []
    return twice + [
        (3, "other-number", "a number in it is another one", ast.Constant(other))
        for other in dict.fromkeys(numbers)
        if other != n and not (twice and other == 1)
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


def comparisons(node, _):
    """Slips of a comparison: with or without the equal, or the other way round."""
    if len(node.ops) != 1 or type(node.ops[0]) not in COMPARED:
        return []
    found = []
    for other, said in COMPARED[type(node.ops[0])]:
        new = copy.deepcopy(node)
        new.ops = [other()]
        found.append((1, "other-comparison", said, new))
    return found


def branches(node, _):
    """Slips of a condition: it always holds, it never does, the other way round."""
    found = []
    for said, test in (
        ("a condition is left out, as if it always held", ast.Constant(True)),
        ("a condition is left out, as if it never held", ast.Constant(False)),
        ("a condition is the wrong way round", ast.UnaryOp(ast.Not(), node.test)),
    ):
        new = copy.copy(node)
        new.test = test
        found.append((2, "other-condition", said, new))
    return found


def rounds(node, _):
    """Slips of a loop: a round left out, one round alone, from the other end."""
    found = []
    for said, slip in (
        ("the first round of a loop is left out", "[1:]"),
        ("the last round of a loop is left out", "[:-1]"),
        ("a loop has its first round alone", "[:1]"),
        ("a loop has its last round alone", "[-1:]"),
        ("a loop goes the other way", "[::-1]"),
        ("every second round of a loop is left out", "[::2]"),
    ):
        new = copy.copy(node)
        whole = f"list({ast.unparse(node.iter)})"
        new.iter = ast.parse(whole + slip, mode="eval").body
        found.append((2, "other-rounds", said, new))
    return found


def assignments(node, _):
    """Slips of a line that gives a name a new value: it is left out."""
    reads = {n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)}
    target = node.targets[0]
    if isinstance(target, ast.Name) and target.id in reads:
        said = f"the line that gives `{target.id}` its new value is left out"
        return [(2, "line-left-out", said, ast.Pass())]
    return []


KINDS = {
    ast.Compare: comparisons,
    ast.If: branches,
    ast.IfExp: branches,
    ast.For: rounds,
    ast.comprehension: rounds,
    ast.Assign: assignments,
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
