"""Read what the course says and what it runs: its pages, their cells and sections, its tests.

The tools that compare text with checks (`equations`, `claims`) both start from here.
"""

import ast
import json
import re
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

ROOT = Path(__file__).resolve().parents[1]
PAGE_OF_CHECKS = "equations.md"  # written from the others, so it is not one of them
MARKDOWN = MarkdownIt().enable("table").use(dollarmath_plugin).use(colon_fence_plugin)


def pages(root):
    """Return the pages of the book: in the order of its contents where they are in them."""
    found = [*sorted(root.glob("*.md")), *sorted((root / "chapters").glob("*.ipynb"))]
    contents = root / "_toc.yml"
    listed = contents.read_text(encoding="utf-8") if contents.exists() else ""
    order = re.findall(r"(?:file|root):\s*([^\s#]+)", listed)
    names = [path.relative_to(root).with_suffix("").as_posix() for path in found]
    rank = {name: order.index(name) if name in order else len(order) for name in names}
    ranked = sorted(zip(names, found, strict=True), key=lambda item: rank[item[0]])
    return [path for _, path in ranked if path.name != PAGE_OF_CHECKS]


def notebook_cells(path):
    """Return the cells of a stored notebook."""
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def cells(path, root):
    """Yield (kind, place, text) for each cell of a notebook, or for the one text of a page."""
    name = path.relative_to(root).as_posix()
    if path.suffix == ".md":
        yield "markdown", name, path.read_text(encoding="utf-8")
        return
    for number, cell in enumerate(notebook_cells(path), 1):
        yield cell["cell_type"], f"{name}, cell {number}", "".join(cell["source"])


def headings(text):
    """Yield (level, words) for each heading of a Markdown text."""
    tokens = MARKDOWN.parse(text)
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            yield int(opening.tag[1:]), inline.content


def titled(path, root):
    """Return the first heading of a page, or its path if it has none."""
    texts = (text for kind, _, text in cells(path, root) if kind == "markdown")
    first = (words for text in texts for level, words in headings(text) if level == 1)
    return next(first, path.relative_to(root).as_posix())


def section(path, root, number):
    """Return the heading under which cell `number` (from 1) of a notebook stands, '' if none."""
    last = ""
    for kind, _, text in list(cells(path, root))[:number]:
        if kind == "markdown":
            last = next((words for level, words in list(headings(text))[::-1] if level > 1), last)
    return last


def named(node, prefix=""):
    """Yield (qualified name, node, first line, last line) of each class and function inside."""
    for child in ast.iter_child_nodes(node):
        name = prefix
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{prefix}.{child.name}" if prefix else child.name
            yield name, child, child.lineno, child.end_lineno
        yield from named(child, name)


def tests_in(tree):
    """Yield (name as pytest writes it, node) for each function of a module that pytest runs."""
    for name, node, *_ in named(tree):
        *outer, last = name.split(".")
        if last.startswith("test_") and all(part.startswith("Test") for part in outer):
            yield "::".join((*outer, last)), node
