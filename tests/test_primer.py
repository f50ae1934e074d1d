"""The primer has every idiom of Python and NumPy that the chapters show to a reader of loops."""

import ast
import re

import pytest
from course_text import ROOT, notebook_cells

PRIMER = ROOT / "chapters" / "primer.ipynb"
# Chapters whose readers have met the others, and whose subject is code.
LATER = {"pytorch", "speed", "errata"}
PAGES = sorted(
    path for path in PRIMER.parent.glob("*.ipynb") if path.stem not in {PRIMER.stem, *LATER}
)


def source(cell):
    return "".join(cell["source"])


def shown(path):
    """Return the syntax trees of the code that a page shows unfolded."""
    return [
        ast.parse(source(cell))
        for cell in notebook_cells(path)
        if cell["cell_type"] == "code"
        and "hide-input" not in cell.get("metadata", {}).get("tags", [])
    ]


def text(path):
    return "\n".join(map(source, notebook_cells(path)))


def prose(path):
    cells = [cell for cell in notebook_cells(path) if cell["cell_type"] == "markdown"]
    return "\n".join(map(source, cells))


KINDS = ("Lambda", "ListComp", "GeneratorExp", "DictComp", "SetComp", "IfExp", "Assert", "ClassDef")
KINDS += ("With", "Try", "NamedExpr", "Match", "Yield")


def indices(node):
    """Return what stands between the commas of an index, [] for anything else."""
    if not isinstance(node, ast.Subscript):
        return []
    return node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]


def constant(node, value):
    return isinstance(node, ast.Constant) and node.value is value


FORMS = {
    "a star in a call": lambda node: (
        isinstance(node, ast.Call) and any(isinstance(a, ast.Starred) for a in node.args)
    ),
    "two stars in a call": lambda node: (
        isinstance(node, ast.Call) and any(k.arg is None for k in node.keywords)
    ),
    "a star on the left": lambda node: (
        isinstance(node, ast.Starred) and isinstance(node.ctx, ast.Store)
    ),
    "arguments by name only": lambda node: (
        isinstance(node, ast.FunctionDef) and bool(node.args.kwonlyargs)
    ),
    "a form in an f-string": lambda node: (
        isinstance(node, ast.FormattedValue) and node.format_spec is not None
    ),
    "a list as index": lambda node: any(isinstance(i, ast.List) for i in indices(node)),
    "None as index": lambda node: any(constant(i, None) for i in indices(node)),
    "... as index": lambda node: any(constant(i, ...) for i in indices(node)),
    "a slice with a step": lambda node: any(
        isinstance(i, ast.Slice) and i.step for i in indices(node)
    ),
}


def idioms(tree):
    """Return a name for each thing in a cell that a reader of loops may not know."""
    nodes = list(ast.walk(tree))
    kinds = {type(node).__name__ for node in nodes} & set(KINDS)
    return kinds | {name for name, found in FORMS.items() if any(map(found, nodes))}


def numpy_names(tree):
    """Yield `linalg.norm` for each `np.linalg.norm` of a cell."""
    inner = {node.value for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node not in inner:
            name = ast.unparse(node)
            if name.startswith("np."):
                yield re.match(r"np\.((linalg|random|testing)\.)?\w+", name)[0]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_primer_explains_each_idiom_that_a_chapter_shows(path):
    explained = {idiom for tree in shown(PRIMER) for idiom in idioms(tree)}
    used = {idiom for tree in shown(path) for idiom in idioms(tree)}
    assert not used - explained, (
        "say it more plainly, fold it, or put it into chapters/primer.ipynb"
    )


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_primer_or_the_chapter_explains_each_function_of_numpy(path):
    used = {name for tree in shown(path) for name in numpy_names(tree)}
    words = set(re.findall(r"\w+", text(PRIMER) + prose(path)))
    unknown = {name for name in used if name.rpartition(".")[2] not in words}
    assert not unknown, f"add to chapters/primer.ipynb, or explain in {path.name}"


def test_each_section_of_the_primer_has_code_and_short_words():
    kinds = [(cell["cell_type"], source(cell)) for cell in notebook_cells(PRIMER)][2:]
    for (kind, words), (next_kind, code) in zip(kinds[::2], kinds[1::2], strict=True):
        assert (kind, next_kind) == ("markdown", "code"), words
        assert len(words.split()) <= 80, words
        assert len(code.splitlines()) <= 7, code


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("f(*xs)", {"a star in a call"}),
        ("a, *b = c", {"a star on the left"}),
        ("f(**o)", {"two stars in a call"}),
        ("x[:, [2]]", {"a list as index"}),
        ("x[:, None]", {"None as index"}),
        ("x[::-1]", {"a slice with a step"}),
        ("x[1:]", set()),
        ("f'{a:.3f}'", {"a form in an f-string"}),
        ("def f(a, *, b): pass", {"arguments by name only"}),
        ("[a for a in b]", {"ListComp"}),
        ("for a in b:\n    c = a + 1", set()),
    ],
)
def test_idioms_are_found(code, found):
    assert idioms(ast.parse(code)) == found
