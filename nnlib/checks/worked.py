"""The values on the way through the course's own solution: what each part of its formulas gives.

Nothing of a learner's is run, and the solution only once for a case.
"""

import ast
import copy
import functools

import numpy as np

from nnlib.checks import slipped, texts

KEEP = "_kept"
LAST = "last "  # before the text of what has a value in each round of a loop
LONGEST = 34  # characters of a formula that a sentence can hold
SHORT = 3  # letters of a name that the statement uses, too; a longer one is the solution's own


class Keeper(ast.NodeTransformer):
    """Wrap every value that a program reads or makes in a call that keeps it."""

    def __init__(self):
        """Begin with no node."""
        self.nodes = []

    def visit(self, node):
        """Wrap a node after those inside it; what is called, or bound, is no value."""
        mine = copy.deepcopy(node)
        if isinstance(node, ast.Call):
            node.args = [self.visit(value) for value in node.args]
            if isinstance(node.func, ast.Attribute):  # x.sum(…): x is a value
                node.func.value = self.visit(node.func.value)
        else:
            node = self.generic_visit(node)
        values = (ast.BinOp, ast.Call, ast.Name, ast.UnaryOp, ast.Subscript, ast.Attribute)
        if not isinstance(node, values) or not isinstance(
            getattr(node, "ctx", ast.Load()), ast.Load
        ):
            return node
        self.nodes.append(mine)
        place = ast.Constant(len(self.nodes) - 1)
        return ast.Call(ast.Name(KEEP, ast.Load()), [place, node], [])


@functools.cache
def kept_program(room):
    """Return the solution's syntax tree, its nodes, and the code that keeps their values."""
    source = slipped.source_of(room)
    if source is None:
        return None
    tree = ast.parse(source)
    keeper = Keeper()
    code = keeper.visit(copy.deepcopy(tree))
    return tree, keeper.nodes, compile(ast.fix_missing_locations(code), slipped.HERE, "exec")


def values_in(room, name, args):
    """Return the values that the solution has for some arguments, by the text of what they are.

    What is worked out more than once, as in a loop, is called the last of these. None if it cannot
    be run.
    """
    program = kept_program(room)
    if program is None:
        return None
    _, nodes, code = program
    found, often = {}, set()

    def keep(place, value):
        if isinstance(value, (np.ndarray, int, float)) and not isinstance(value, bool):
            text = ast.unparse(nodes[place])
            kept = np.array(value, dtype=float)
            if text in found and not (kept.shape == found[text].shape and same(kept, found[text])):
                often.add(text)
            found[text] = kept
        return value

    here = {**slipped.helpers(room), KEEP: keep}
    try:
        slipped.limited(exec, (code, here), slipped.MOST_LINES)
        if name:
            slipped.limited(here[name], copy.deepcopy(args), slipped.MOST_LINES)
    except Exception:
        return None
    return {LAST * (text in often) + text: value for text, value in found.items()}


def same(a, b):
    """Tell whether two arrays hold the same numbers."""
    return bool(np.array_equal(a, b, equal_nan=True))


@functools.cache
def bound_once(room):
    """Return the names that a solution binds once, with the expression that each stands for."""
    tree = ast.parse(slipped.source_of(room))
    times, stands = {}, {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            times[node.id] = times.get(node.id, 0) + 1
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            stands[node.targets[0].id] = node.value
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            pairs = getattr(node.value, "elts", ())
            for target, value in zip(node.targets[0].elts, pairs, strict=False):
                if isinstance(target, ast.Name):
                    stands[target.id] = value
    arguments = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return {n: v for n, v in stands.items() if times.get(n) == 1 and n not in arguments}


def roots(exercise, part):
    """Return the expression of a part in the solution: what it returns, or puts into its form."""
    if slipped.source_of(exercise.room) is None:
        return None
    tree = ast.parse(slipped.source_of(exercise.room))
    if not exercise.wants_function:
        name = texts.answer_name(texts.marked_solution(exercise.room))
        for step in reversed(tree.body):
            form = isinstance(step, ast.Assign) and isinstance(step.value, ast.Dict)
            if form and step.targets[0].id == name:
                keys = [getattr(key, "value", None) for key in step.value.keys]
                return step.value.values[keys.index(part)] if part in keys else None
        return None
    main = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == exercise.function]
    last = main[0].body[-1] if main else None
    if not isinstance(last, ast.Return):
        return None
    value = last.value
    if len(exercise.parts) < 2:
        return value
    elements = value.elts if isinstance(value, ast.Tuple) else ()
    at = exercise.parts.index(part)
    return elements[at] if len(elements) == len(exercise.parts) else None


def readable(room, text):
    """Return a formula in the statement's names, "" if it is too long for a sentence.

    A name of the solution's own is replaced by what it stands for.
    """
    last = LAST if text.startswith(LAST) else ""
    tree, stands = ast.parse(text.removeprefix(LAST), mode="eval"), bound_once(room)
    for _ in range(3):
        own = [
            (node, place)
            for node, place in slipped.places_in(tree)
            if isinstance(node, ast.Name) and len(node.id) > SHORT and node.id in stands
        ]
        for node, place in own:
            slipped.put(place, copy.deepcopy(stands[node.id]))
    said = ast.unparse(tree)
    return last + said if len(said) <= LONGEST else ""
