"""Each command of the Makefile declares what it needs, so any of them may be the first.

Read off the imports of the scripts that a rule starts, and what the rule's extra of pyproject.toml
brings with it: ten fresh installations would say the same in half an hour.
"""

import ast
import functools
import re
import sys
from importlib.metadata import packages_distributions, requires

import install
import pytest
from built_book import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from test_setting_up import JOINED, fresh, run

FOLDERS = [ROOT / name for name in ("tools", "page", "benchmarks")]
STANDARD = sys.stdlib_module_names


def rules():
    """Return what each rule needs and does, by its targets."""
    found = {}
    for head, needs, recipe in re.findall(
        r"^([^\s#:=][^:=\n]*):(?!=)([^\n]*)\n((?:\t.*\n)*)", JOINED, re.M
    ):
        found[head.strip()] = (needs, recipe)
    return found


def own(name):
    """Return the file of a module of ours that a script or a Sphinx extension imports."""
    places = [folder / f"{name}.py" for folder in FOLDERS]
    places += [ROOT / name / "__init__.py"]
    return next((path for path in places if path.is_file()), None)


@functools.cache
def imported(path):
    """Return the names of the modules that a file imports, ours followed to the end."""
    names, seen, waiting = set(), set(), [path]
    while waiting:
        file = waiting.pop()
        if file in seen:
            continue
        seen.add(file)
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                found = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            else:
                continue
            for name in found:
                top, _, rest = name.partition(".")
                if top == "nnlib":
                    names.add("nnlib")
                    continue
                ours = own(top)
                if ours is None:
                    names.add(top)
                    continue
                waiting.append(ours)
                inner = ours.parent.joinpath(*rest.split(".")).with_suffix(".py")
                waiting += [inner] if rest and inner.is_file() else []
    return names - STANDARD


@functools.cache
def brought(extra):
    """Return the distributions that an extra brings, each by its one name."""
    found, waiting = set(), [Requirement(line) for line in install.requirements(extra)]
    while waiting:
        need = waiting.pop()
        key = (canonicalize_name(need.name), *sorted(need.extras))
        if key in found:
            continue
        found.add(key)
        try:
            lines = requires(need.name) or ()
        except ModuleNotFoundError:
            continue  # an extra that is not here, as bench is not with the tests
        for line in lines:
            more = Requirement(line)
            if more.marker is None or any(
                more.marker.evaluate({"extra": name}) for name in (need.extras or {""})
            ):
                waiting.append(more)
    return {key[0] for key in found}


def started(recipe):
    """Return the files that a recipe starts, and those that the book's settings load."""
    files = [ROOT / "tools" / f"{name}.py" for name in re.findall(r"tools/(\w+)\.py", recipe)]
    files += [
        ROOT / f"{name.replace('.', '/')}.py"
        for name in re.findall(r"-m ((?:benchmarks|bound)\.\w+)", recipe)
    ]
    if "jupyter-book" in recipe:
        settings = (ROOT / "_config.yml").read_text("utf-8")
        files += filter(None, map(own, re.findall(r"^\s+- (\w+)$", settings, re.MULTILINE)))
    return [path for path in files if path.name != "install.py"]


CASES = [
    pytest.param(needs, path, id=f"{target}-{path.stem}")
    for target, (needs, recipe) in rules().items()
    for path in started(recipe)
]


def test_the_rules_are_found():
    assert {
        "lite",
        "checks_page",
        "library_page",
        "exercises",
        "grade_demo",
        "notebooks",
        "page_speed",
        "pdf",
    } <= {case.values[1].stem for case in CASES}


@pytest.mark.parametrize(("needs", "path"), CASES)
def test_a_rule_installs_what_its_scripts_import(needs, path):
    extras = re.findall(r"\.stamp-(\w+)", needs)
    allowed = set().union(*map(brought, extras))
    providers = packages_distributions()
    missing = [
        name
        for name in sorted(imported(path) - {"nnlib"})
        if not {canonicalize_name(d) for d in providers.get(name, [name])} & allowed
    ]
    assert missing == [], f"{path.name} imports them, and no extra of {extras} brings them"


@pytest.mark.parametrize(("needs", "path"), CASES)
def test_a_rule_that_uses_nnlib_makes_it_findable(needs, path):
    if "nnlib" in imported(path):
        assert ".stamp-" in needs


@pytest.fixture(scope="module")
def new_tree(tmp_path_factory):
    return fresh(tmp_path_factory.mktemp("tree"))


@pytest.mark.parametrize("target", [t for t in rules() if "%" not in t and "." not in t[:1]])
def test_every_target_can_be_the_first(target, new_tree):
    for name in target.split():
        done = run("make", "-n", name.replace("$(SITE)", "_build/html").replace("$(VENV)", ".venv"),
                   cwd=new_tree)  # fmt: skip
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "target", ["book", "_build/lite/.stamp", "lab", "exercises", "notebooks", "lint"]
)
def test_an_environment_comes_before_anything_is_installed(target, new_tree):
    lines = run("make", "-n", target, cwd=new_tree).stdout.splitlines()
    at = [i for i, line in enumerate(lines) if "-m venv" in line]
    first = next(i for i, line in enumerate(lines) if "tools/install.py" in line)
    assert at
    assert at[0] < first
