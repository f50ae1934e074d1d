"""A test of the tests: bugs of one line, put into a copy of nnlib one at a time, must be noticed.

Each is a slip that such code is known for; they stand in seeded_bugs.py, as changes of the syntax
tree. The file of tests that should notice runs on the broken copy in a process of its own.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from forking import Pytest
from mutation import NoPlaceError, mutated, replace, without_statement
from seeded_bugs import BUGS

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests" / "nnlib"
NOTICED = set()  # the tests that failed, file::function
FILES = sorted({f"test_{bug.noticed_by.partition(':')[0]}.py" for bug in BUGS})


def source_of(function):
    """Return the file of a function, `folder/module.function`, and the function's name in it."""
    module, _, name = function.partition(".")
    return ROOT / "nnlib" / f"{module}.py", name


def environment(copy):
    """Return the variables under which `import nnlib` finds the copy and pytest only itself."""
    variables = {"PYTHONPATH": str(copy), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")} | variables


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Give a function that runs tests on a copy of nnlib up to the first failure."""
    other = Pytest(environment(tmp_path_factory.mktemp("nothing")))

    def run(copy, folder, *files, only=""):
        """Return pytest's exit code and output."""
        options = [
            "-x",
            "-q",
            "--tb=line",
            "-p",
            "no:cacheprovider",
            *(["-k", only] if only else []),
        ]
        return other.run(folder, copy, *options, *files)

    yield run
    other.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with the tests alone, so that no other configuration plays a part."""
    folder = tmp_path_factory.mktemp("tests")
    beside = ["conftest.py", "reference.py", "cases.py", "engines.py"]
    for name in [*beside, *FILES]:
        shutil.copy(TESTS / name, folder)
    (folder / "pytest.ini").write_text(
        "[pytest]\nfilterwarnings = error\nmarkers = equation(label): as in pyproject.toml\n"
    )
    return folder


@pytest.fixture
def copy(tmp_path):
    """Return a folder that holds a copy of nnlib, without the exercises."""
    shutil.copytree(ROOT / "nnlib", tmp_path / "nnlib", ignore=shutil.ignore_patterns("checks"))
    return tmp_path


def test_the_copy_is_what_is_tested(copy, folder):
    result = subprocess.run(
        [sys.executable, "-c", "import nnlib; print(nnlib.__file__)"],
        cwd=folder,
        env=environment(copy),
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(result.stdout.strip()).is_relative_to(copy)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: f"{bug.function}: {bug.fault}")
def test_bug_is_noticed(bug, copy, folder, run):
    path, function = source_of(bug.function)
    broken = mutated(path.read_text(encoding="utf-8"), function, bug.change)
    (copy / path.relative_to(ROOT)).write_text(broken, encoding="utf-8")
    name, _, only = bug.noticed_by.partition(": ")
    code, output = run(copy, folder, f"test_{name}.py", only=only)
    assert code != 0, f"no test of test_{bug.noticed_by}.py noticed: {bug.fault}"
    # Not a copy that cannot be loaded, nor tests that cannot be collected.
    assert code == 1, output
    assert re.search(r"^1 failed\b.* in ", output, re.MULTILINE), output
    NOTICED.update(re.findall(r"^FAILED (test_\w+\.py::\w+)", output, re.MULTILINE))


def test_what_noticed_a_bug_passes_without_one(copy, folder, run):
    """Else it would have failed for another reason; alone, this looks at all that could notice."""
    code, output = run(copy, folder, *sorted(NOTICED or FILES))
    assert code == 0, output


# --- the catalogue itself ----------------------------------------------------------------------


class Renamed(ast.NodeTransformer):
    """Gives every local of every function another name, and turns products round."""

    def __init__(self, turned=False):
        self.turned, self.names = turned, set()

    def visit_FunctionDef(self, function):
        outer, inside = self.names, list(ast.walk(function))
        stored = {n.id for n in inside if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        fixed = {n for g in inside if isinstance(g, (ast.Global, ast.Nonlocal)) for n in g.names}
        own = {a.arg for a in ast.walk(function.args) if isinstance(a, ast.arg)}
        self.names = (outer - own) | (stored - fixed - own)
        function.body = [self.visit(statement) for statement in function.body]
        self.names = outer
        return function

    def visit_Name(self, name):
        return ast.Name(f"{name.id}_other", name.ctx) if name.id in self.names else name

    def visit_BinOp(self, operation):
        self.generic_visit(operation)
        if self.turned and isinstance(operation.op, ast.Mult):
            operation.left, operation.right = operation.right, operation.left
        return operation


def rewritten_source(path, turned):
    """Return a module written otherwise; its comments and layout are gone too."""
    tree = Renamed(turned).visit(ast.parse(path.read_text(encoding="utf-8")))
    return ast.unparse(ast.fix_missing_locations(tree))


def test_the_harmless_rewrite_is_harmless(copy, folder, run):
    for path in (copy / "nnlib").glob("*.py"):
        path.write_text(rewritten_source(path, turned=True), encoding="utf-8")
    code, output = run(copy, folder, "test_core_numbers.py", "test_train.py")
    assert code == 0, output


@pytest.mark.parametrize("turned", [False, True], ids=["renamed", "renamed and turned"])
@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: f"{bug.function}: {bug.fault}")
def test_a_harmless_rewrite_leaves_a_bug_its_place(bug, turned):
    path, function = source_of(bug.function)
    rewritten = rewritten_source(path, turned)
    broken = mutated(rewritten, function, bug.change)
    compile(broken, path.name, "exec")
    assert ast.dump(ast.parse(broken)) != ast.dump(ast.parse(rewritten))


def test_no_two_bugs_are_the_same():
    broken = Counter()
    for bug in BUGS:
        path, function = source_of(bug.function)
        broken[mutated(path.read_text(encoding="utf-8"), function, bug.change)] += 1
    assert max(broken.values()) == 1


def test_there_are_as_many_as_promised():
    assert len(BUGS) >= 89 + 15


@pytest.mark.parametrize(
    ("function", "change", "words"),
    [
        ("gone", replace("a - y", "y - a"), ["no gone any more", "seeded_bugs.py"]),
        ("f", replace("a @ y", "y"), ["no place looks like `a @ y`", "return a * y - a"]),
        ("f", replace("a", "1"), ["places look like `a`", "at=0"]),
        ("f", replace("a - y", "b"), ["uses b", "given"]),
        ("f", without_statement("return 1"), ["no place", "where this slip could be made now"]),
    ],
)
def test_a_bug_that_finds_no_place_says_what_to_do(function, change, words):
    with pytest.raises(NoPlaceError) as info:
        mutated("def f(a, y):\n    return a * y - a\n", function, change)
    for word in words:
        assert word in str(info.value)


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        ("x = h * (1.0 - h)", replace("a * (1 - a)", "a"), "x = h"),
        ("x = (1.0 - h[0]) * h[0]", replace("a * (1 - a)", "a"), "x = h[0]"),
        ("x = h[0] ** 2 + h[0]", replace("a + a ** 2", "a"), "x = h[0]"),
        ("x = f(b=1, a=y)", replace("g(a=u, b=1)", "g(u)"), "x = f(y)"),
        ("x += y", without_statement("a += b"), "pass"),
        ("x.go(y)", replace("a.go(b)", "a.stay = b"), "x.stay = y"),
        ("x, y = t; z = x - 1", replace("u - 1", "v - 1", given="u, v = w"), "x, y = t\nz = y - 1"),
    ],
)
def test_what_a_change_makes(before, change, after):
    assert mutated(before, "", change).strip() == after
