"""Exercises as the tests see them: answers taken out of their folders, and broken ones."""

import ast
import copy
import linecache
from typing import ClassVar

from nnlib.checks import texts

SETUP, GIVEN = "setup.py", "given.py"


def run(source, namespace, name="<answer>"):
    """Run source as a notebook does: with its lines known to tracebacks."""
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    exec(compile(source, name, "exec"), namespace)


def answer(exercise, source=None):
    """Return what a learner would hand to `check`, with `source` in place of the solution."""
    solution = texts.marked_solution(exercise.room)
    namespace = {"__name__": "__main__"}
    for path in (exercise.room.parent / SETUP, exercise.room / GIVEN):
        if path.is_file():
            run(path.read_text(encoding="utf-8"), namespace, f"<{path.stem}>")
    run(solution if source is None else source, namespace)
    return namespace[texts.answer_name(solution)]


class Mutation(ast.NodeTransformer):
    """Make the n-th of all small mistakes that can be made in a piece of code."""

    SWAPPED: ClassVar = {
        ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult,
        ast.Pow: ast.Mult, ast.Gt: ast.Lt, ast.Lt: ast.Gt, ast.GtE: ast.Lt, ast.LtE: ast.Gt,
        ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.And: ast.Or, ast.Or: ast.And,
    }  # fmt: skip
    RENAMED: ClassVar = {
        "sum": "mean", "mean": "sum", "max": "min", "min": "max", "zeros_like": "ones_like",
        "zeros": "ones", "exp": "expm1", "log": "log1p", "maximum": "minimum",
        "minimum": "maximum",
    }  # fmt: skip

    def __init__(self, n):
        self.left, self.said = n, None

    def now(self, node, what):
        """Count one possible mistake; tell whether it is the one to make."""
        self.left -= 1
        if self.left == -1:
            self.said = f"line {node.lineno}: {what}"
        return self.left == -1

    def visit_BinOp(self, node):
        self.generic_visit(node)
        kind = type(node.op)
        if kind is ast.MatMult and self.now(node, "factors of @ swapped"):
            node.left, node.right = node.right, node.left
        if kind in self.SWAPPED and self.now(
            node, f"{kind.__name__} → {self.SWAPPED[kind].__name__}"
        ):
            node.op = self.SWAPPED[kind]()
        return node

    def visit_AugAssign(self, node):
        self.generic_visit(node)
        if isinstance(node.op, ast.Add) and self.now(node, "+= → ="):
            return ast.copy_location(ast.Assign([node.target], node.value), node)
        kind = type(node.op)
        if kind in self.SWAPPED and self.now(
            node, f"{kind.__name__}= → {self.SWAPPED[kind].__name__}="
        ):
            node.op = self.SWAPPED[kind]()
        return node

    def visit_Compare(self, node):
        self.generic_visit(node)
        kind = type(node.ops[0])
        if kind in self.SWAPPED and self.now(
            node, f"{kind.__name__} → {self.SWAPPED[kind].__name__}"
        ):
            node.ops[0] = self.SWAPPED[kind]()
        return node

    def visit_UnaryOp(self, node):
        self.generic_visit(node)
        if isinstance(node.op, ast.USub) and self.now(node, "minus dropped"):
            return node.operand
        return node

    def visit_Constant(self, node):
        if isinstance(node.value, bool) or not isinstance(node.value, (int, float)):
            return node
        if self.now(node, f"{node.value} → {node.value + 1}"):
            return ast.copy_location(ast.Constant(node.value + 1), node)
        return node

    def visit_Attribute(self, node):
        self.generic_visit(node)
        if node.attr == "T" and self.now(node, ".T dropped"):
            return node.value
        if node.attr in self.RENAMED and self.now(node, f"{node.attr} → {self.RENAMED[node.attr]}"):
            node.attr = self.RENAMED[node.attr]
        return node

    def visit_Return(self, node):
        self.generic_visit(node)
        if (
            isinstance(node.value, ast.Tuple)
            and len(node.value.elts) > 1
            and self.now(node, "order of the returned values")
        ):
            node.value.elts = [*node.value.elts[1:], node.value.elts[0]]
        return node


def mutants(source):
    """Yield (what was done, broken source) for each small mistake that can be made in `source`."""
    tree, n = ast.parse(source), 0
    while True:
        mutation = Mutation(n)
        broken = ast.fix_missing_locations(mutation.visit(copy.deepcopy(tree)))
        if mutation.said is None:
            return
        yield mutation.said, ast.unparse(broken)
        n += 1
