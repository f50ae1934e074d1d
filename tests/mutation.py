"""Changes of a program's syntax tree: a piece of code is found by its form, and made another.

A pattern is code. A name in it that the module knows (`np`, `float`, a function of the module) is
meant literally; any other name stands for any expression, the same one wherever the name occurs.
So `a * (1 - a)` finds `h * (1.0 - h)` too, and, as products and sums may be turned round,
`(1.0 - A[l]) * A[l]`. Comments, the names of locals and the order of statements do not matter.

What takes the place of a pattern is code too, in which the free names are what they stand for. It
may need more names than the pattern has: `given` is a second pattern, of code that stays as it is.
"""

import ast
import builtins
import copy
from typing import NamedTuple


class NoPlaceError(Exception):
    """A pattern that is found nowhere, or in more places than one; says what to do."""


class Change(NamedTuple):
    """What is looked for, what becomes of it, which of several places is meant, and `given`."""

    kind: str
    pattern: str
    template: str = ""
    at: int | None = None
    given: str = ""


def replace(pattern, template, at=None, given=""):
    """Write `template` for `pattern`, expressions or statements; `at` counts the places from 0."""
    return Change("replace", pattern, template, at, given)


def without_factor(pattern, at=None):
    """Leave a factor out of a product, or a statement `x *= factor` altogether."""
    return Change("factor", pattern, at=at)


def without_divisor(pattern, at=None):
    """Leave out a division by `pattern`."""
    return Change("divisor", pattern, at=at)


def without_statement(pattern, at=None):
    """Leave a statement out."""
    return Change("statement", pattern, at=at)


def mutated(source, function, change):
    """Return `source` with `change` made in the function of that qualified name, "" for all."""
    tree = ast.parse(source)
    scope, known = _scope(tree, function), _known(tree)
    bound = {}
    if change.given:
        context = _places(scope, "replace", _parsed(change.given), known, {})
        bound = _only(list(context), change._replace(pattern=change.given, at=None), scope).bound
    pattern = _parsed(change.pattern, change.template)
    places = list(_places(scope, change.kind, pattern, known, bound))
    _put(_only(places, change, scope), change, known | _bindings(scope))
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def _only(places, change, scope):
    """Return the place that is meant, or say what to do."""
    if change.at is not None and change.at < len(places) > 1:
        return places[change.at]
    if len(places) == 1:
        return places[0]
    found = f"{len(places)} places look like" if places else "no place looks like"
    raise NoPlaceError(
        f"{getattr(scope, 'name', 'the module')}: {found} `{change.pattern}` ({change.kind}). If "
        "the code was rewritten, find where this slip could be made now and write it into the "
        "bug's entry in tests/seeded_bugs.py"
        + (", or say with at=0, 1, … which place is meant." if places else ".")
        + f" The code is now:\n{ast.unparse(scope)}"
    )


def _scope(tree, function):
    scope = tree
    for name in filter(None, function.split(".")):
        inside = [node for node in ast.iter_child_nodes(scope) if getattr(node, "name", "") == name]
        if not inside:
            raise NoPlaceError(
                f"there is no {function} any more: name the function that does its work in the "
                "bug's entry in tests/seeded_bugs.py"
            )
        scope = inside[-1]  # a setter stands below its property
    return scope


def _known(tree):
    """Return the names that a module defines or imports, and Python's own."""
    names = set(vars(builtins)) | {"self", "cls"}
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        else:
            names |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    return names


def _bindings(scope):
    """Return the names that a function binds: its parameters and what it assigns to."""
    names = {node.arg for node in ast.walk(scope) if isinstance(node, ast.arg)}
    stored = (n for n in ast.walk(scope) if isinstance(n, ast.Name))
    return names | {n.id for n in stored if isinstance(n.ctx, ast.Store)}


def _parsed(code, template=""):
    """Return the only expression or statement of a piece of code.

    An expression for which a statement is to be written is looked for as a statement of its own.
    """
    (statement,) = ast.parse(code).body
    becomes = ast.parse(template).body
    whole = becomes and not (len(becomes) == 1 and isinstance(becomes[0], ast.Expr))
    return statement.value if isinstance(statement, ast.Expr) and not whole else statement


class Place(NamedTuple):
    """A node, how to get at it from its parent, and what the pattern's free names stand for."""

    parent: ast.AST
    field: str
    index: int | None
    node: ast.AST
    bound: dict


def _children(node):
    for field, value in ast.iter_fields(node):
        if isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, ast.AST):
                    yield field, index, item
        elif isinstance(value, ast.AST):
            yield field, None, value


def _places(scope, kind, pattern, known, given):
    for field, index, node in _children(scope):
        bound = _found(kind, pattern, node, known, given)
        if bound is not None:
            yield Place(scope, field, index, node, bound)
        yield from _places(node, kind, pattern, known, given)


def _found(kind, pattern, node, known, given):
    """Return what the free names stand for if this is a place for the change, else None."""
    if kind == "factor":
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            sides = [_match(pattern, side, known, given) for side in (node.left, node.right)]
            return next((bound for bound in sides if bound is not None), None)
        if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Mult):
            return _match(pattern, node.value, known, given)
        return None
    if kind == "divisor":
        divides = isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div)
        divisor = getattr(node, "right", getattr(node, "value", None))
        return _match(pattern, divisor, known, given) if divides else None
    return _match(pattern, node, known, given)


def _match(pattern, node, known, bound):
    """Return `bound` with what the free names of the pattern stand for, or None."""
    if isinstance(pattern, ast.Name) and pattern.id not in known:
        before = bound.get(pattern.id)
        if before is None:
            return bound | {pattern.id: node} if isinstance(node, ast.expr) else None
        return bound if _match(before, node, _Everything(), {}) is not None else None
    if type(pattern) is not type(node):
        return None
    orders = [_parts(node)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mult)):
        orders.append(orders[0][::-1])
    matches = (_match_all(_parts(pattern), parts, known, bound) for parts in orders)
    return next((match for match in matches if match is not None), None)


class _Everything:
    """A set of names that has them all: then a pattern has no free ones."""

    def __contains__(self, name):
        return True


def _parts(node):
    """Return what a node consists of; whether a name is read or written does not count."""
    if isinstance(node, ast.Constant):
        return [(isinstance(node.value, bool), node.value)]  # 1 is 1.0 and is not True
    if isinstance(node, ast.Call):
        keywords = sorted(node.keywords, key=lambda k: k.arg or "")
        return [node.func, *node.args, *keywords]
    skip = {"ctx", "type_comment", "type_params"}
    return [value for field, value in ast.iter_fields(node) if field not in skip]


def _match_all(patterns, parts, known, bound):
    if len(patterns) != len(parts):
        return None
    for pattern, part in zip(patterns, parts, strict=True):
        if isinstance(pattern, list) and isinstance(part, list):
            bound = _match_all(pattern, part, known, bound)
        elif isinstance(pattern, ast.AST) and isinstance(part, ast.AST):
            bound = _match(pattern, part, known, bound)
        elif pattern != part:
            return None
        if bound is None:
            return None
    return bound


def _put(place, change, names):
    """Put what the change makes of a node into its parent."""
    node = place.node
    if change.kind == "replace":
        new = _filled(change, place.bound, names)
        if isinstance(node, ast.expr):
            new = [statement.value for statement in new]
    elif change.kind == "divisor" and isinstance(node, ast.BinOp):
        new = [node.left]
    elif change.kind == "factor" and isinstance(node, ast.BinOp):
        factor = _parsed(change.pattern)
        on_the_right = _match(factor, node.left, names - place.bound.keys(), {}) is None
        new = [node.left if on_the_right else node.right]
    else:
        new = [ast.Pass()]
    if place.index is None:
        (only,) = new
        setattr(place.parent, place.field, only)
    else:
        getattr(place.parent, place.field)[place.index : place.index + 1] = new


def _filled(change, bound, names):
    """Return the statements of the template with the free names filled in."""
    tree = ast.parse(change.template)
    unknown = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} - names - bound.keys()
    unknown -= {
        n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    if unknown:
        raise NoPlaceError(
            f"`{change.template}` uses {', '.join(sorted(unknown))}, which neither the pattern nor "
            "the function has: find them with `given` in the bug's entry in "
            "tests/seeded_bugs.py"
        )
    return [_Fill(bound).visit(statement) for statement in tree.body]


class _Fill(ast.NodeTransformer):
    """Writes what the free names stand for in their place."""

    def __init__(self, bound):
        self.bound = bound

    def visit_Name(self, name):
        if name.id not in self.bound:
            return name
        node = copy.deepcopy(self.bound[name.id])
        if hasattr(node, "ctx"):
            node.ctx = copy.copy(name.ctx)
        return node
