"""Tell for every labelled equation which code cites it and which test checks it.

`problems` is what the tests ask for: a label without code or without a check, or a label that is
cited and does not exist. `checks_page` shows what `collect` finds.
"""

import ast
import re
import tokenize
from dataclasses import dataclass, field
from io import StringIO

from course_text import MARKDOWN, ROOT, cells, named, pages, tests_in

LABEL = re.compile(r"eq-[a-z0-9-]+")
CITATION = re.compile(r"(?<![\w-])eq-[\w-]*\w")
DIRECTIVE = re.compile(r"\{(?!code|literal)[\w-]+\}")
LOST_LABEL = re.compile(r"\$\$\s*\((eq-[^)]*)\)")
MATH = re.compile(r"\s*:label:\s*(\S+)\s*(.*)", re.DOTALL)
ROLE_TARGET = re.compile(r"(?:.*<)?([^<>]+)>?", re.DOTALL)


@dataclass
class Equation:
    """A labelled equation with everything that names its label; a place is a text for people."""

    label: str
    page: str
    place: str
    latex: str
    citations: list = field(default_factory=list)
    checks: list = field(default_factory=list)


@dataclass
class Registry:
    """All equations in reading order, all citations and checks as (label, place), and faults."""

    equations: list = field(default_factory=list)
    citations: list = field(default_factory=list)
    checks: list = field(default_factory=list)
    references: list = field(default_factory=list)
    faults: list = field(default_factory=list)


# --- the pages -------------------------------------------------------------------------------


def read_markdown(text):
    """Yield (what, label, latex) for what a page says about labels, inside directives as well.

    `what` is "equation", "reference" (an `eq` role) or "lost": MyST takes a formula in the middle
    of a paragraph for a part of its text, and shows its label to the reader.
    """
    for token in MARKDOWN.parse(text):
        if token.type == "math_block_label":
            yield "equation", token.info, token.content.strip()
        elif token.info.startswith("{math}") and (labelled := MATH.match(token.content)):
            yield "equation", labelled[1], labelled[2].strip()
        elif token.type in ("fence", "colon_fence") and DIRECTIVE.match(token.info):
            yield from read_markdown(token.content)
        elif token.type == "inline" and (lost := LOST_LABEL.search(token.content)):
            yield "lost", lost[1], ""
        for before, code in zip(token.children or [], (token.children or [])[1:], strict=False):
            if code.type == "code_inline" and before.content.endswith("{eq}"):
                yield "reference", ROLE_TARGET.fullmatch(code.content)[1].strip(), ""


def read_page(path, root, registry):
    """Add the equations, the references and the code of one page."""
    page = path.relative_to(root).with_suffix("").as_posix()
    for kind, place, text in cells(path, root):
        if kind == "code":
            registry.citations += read_code(text, place, registry)
        for what, label, latex in read_markdown(text) if kind == "markdown" else ():
            if what == "equation":
                registry.equations.append(Equation(label, page, place, latex))
            elif what == "reference":
                registry.references.append((label, place))
            else:
                fault = f"{place}: the formula of {label} needs an empty line before its $$"
                registry.faults.append(fault)


# --- the code --------------------------------------------------------------------------------


def cited(source):
    """Yield (enclosing definition, label) for each label in a comment or a docstring."""
    # IPython's own lines are not Python; blank ones keep the line numbers.
    source = re.sub(r"(?m)^[ \t]*[%!].*$", "", source)
    tree = ast.parse(source)
    definitions = [("", tree, 1, source.count("\n") + 1), *named(tree)]

    def enclosing(line):
        return max((start, name) for name, _, start, end in definitions if start <= line <= end)[1]

    for token in tokenize.generate_tokens(StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            name = enclosing(token.start[0])
            yield from ((name, label) for label in CITATION.findall(token.string))
    for name, node, *_ in definitions:
        yield from ((name, label) for label in CITATION.findall(ast.get_docstring(node) or ""))


def marks(node):
    """Yield (call, labels) for each `pytest.mark.equation(…)` in a piece of code."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("mark.equation"):
            yield call, [getattr(argument, "value", None) for argument in call.args]


def read_code(source, place, registry):
    """Return the (label, place) that a module or a notebook's cell cites."""
    try:
        return [(label, f"{place}::{name}" if name else place) for name, label in cited(source)]
    except SyntaxError as error:
        registry.faults.append(f"{place}: not Python, line {error.lineno}: {error.msg}")
        return []


def read_tests(path, root, registry):
    """Add the checks of one test module: marks in the decorators of functions that pytest runs."""
    source, file = path.read_text(encoding="utf-8"), path.relative_to(root).as_posix()
    registry.references += read_code(source, file, registry)
    tree = ast.parse(source)
    attached = set()
    for name, node in tests_in(tree):
        for decorator in node.decorator_list:
            for call, labels in marks(decorator):
                attached.add(call)
                place = f"{file}::{name}"
                registry.checks += [(label, place) for label in labels if isinstance(label, str)]
    for call, labels in marks(tree):
        place = f"{file}, line {call.lineno}"
        if call not in attached:
            registry.faults.append(f"{place}: mark of {labels} is not on a test function")
        if not labels or not all(isinstance(label, str) for label in labels):
            registry.faults.append(f"{place}: mark names no label as plain text")


# --- all together ----------------------------------------------------------------------------


def collect(root=ROOT):
    """Read the course below `root` and return its Registry."""
    registry = Registry()
    for path in pages(root):
        read_page(path, root, registry)
    for path in sorted((root / "nnlib").rglob("*.py")):
        file, source = path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
        registry.citations += read_code(source, file, registry)
    for path in sorted((root / "tests").rglob("test_*.py")):
        read_tests(path, root, registry)
    for equation in registry.equations:
        equation.citations = places(registry.citations, equation.label)
        equation.checks = places(registry.checks, equation.label)
    return registry


def places(pairs, label):
    """Return the places that name a label, each once, in order."""
    return list(dict.fromkeys(place for name, place in pairs if name == label))


def problems(registry):
    """Yield a sentence for each rule that is broken: what is missing, and where."""
    yield from registry.faults
    first = {}
    for equation in registry.equations:
        label, place = equation.label, equation.place
        if not LABEL.fullmatch(label):
            yield f"{place}: label {label!r} should look like eq-neuron-z"
        if label in first:
            yield f"{place}: label {label} is taken already, in {first[label]}"
        first.setdefault(label, place)
        if not equation.citations:
            yield f"{place}: no docstring or comment of nnlib or of a chapter's code cites {label}"
        if not equation.checks:
            yield f'{place}: no test in tests/ is marked @pytest.mark.equation("{label}")'
    cited_anywhere = [*registry.citations, *registry.checks, *registry.references]
    for label, place in dict.fromkeys(cited_anywhere):
        if label not in first:
            yield f"{place}: {label} is cited, but no equation has this label"
