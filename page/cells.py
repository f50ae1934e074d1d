"""The code cells of the chapters, which a reader of a page can run and change.

Each cell of a page learns its id and which cells above it have to run first; the rest is done by
static/run.js when a reader presses *Run*. Cells with figures that move stay as they are.
"""

import ast
import builtins
import re
from pathlib import Path

from nbformat import v4

CHAPTERS = Path("chapters")
CELL = re.compile(r'<div class="cell (?=[^>]*docutils container">\s*)')
INPUT = re.compile(r'(<div class="cell_input[^>]*>.*?</pre></div>\s*</div>)', re.DOTALL)
VIEW = "application/vnd.jupyter.widget-view+json"
BUTTON = (
    '<div class="cell-run pst-js-only">'
    '<button type="button" class="btn btn-sm" data-run>Run</button>'
    # Here before it speaks: a screen reader overhears what a new element says.
    '<span class="cell-status" role="status"></span></div>'
)
MOVES = (
    '<p class="cell-run pst-js-only">This figure moves in the page; its code runs in Jupyter.</p>'
)


def write(pages):
    """Add to each chapter's page what its cells need to run in it."""
    for name, text in pages.items():
        notebook = Path(name).with_suffix(".ipynb")
        if notebook.parent != CHAPTERS or not notebook.is_file():
            continue
        cells = code_cells(notebook)
        if any(imports_torch(cell) for cell in cells):
            continue  # it needs the reader's machine, and its page says so
        pages[name] = with_buttons(name, text, cells)


def code_cells(path):
    """Return the code cells of a notebook."""
    nb = v4.reads(path.read_text("utf-8"))
    return [cell for cell in nb.cells if cell.cell_type == "code"]


def imports_torch(cell):
    """Tell whether a cell imports what the browser's Python does not have."""
    return re.search(r"^\s*import torch\b", cell.source, re.MULTILINE) is not None


def moves(cell):
    """Tell whether a cell shows a figure that moves."""
    return any(VIEW in output.get("data", {}) for output in cell.outputs)


def draws(cell):
    """Tell whether a cell shows a picture."""
    return any("image/" in " ".join(output.get("data", {})) for output in cell.outputs)


def with_buttons(name, text, cells):
    """Return a page whose cells have ids, needs and buttons."""
    starts = [found.start() for found in CELL.finditer(text)]
    if len(starts) != len(cells):
        raise ValueError(f"{name}: {len(starts)} cells on the page, {len(cells)} in the notebook")
    before = needs(cells)
    pieces = [text[: starts[0]]] if starts else [text]
    for n, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True)):
        cell, piece = cells[n], text[start:end]
        data = f'data-cell="{cell.id}" data-needs="{" ".join(map(str, before[n]))}" '
        piece = piece.replace("<div ", f"<div {data}", 1)
        button = MOVES if moves(cell) else BUTTON
        pieces.append(INPUT.sub(lambda found, b=button: found[1] + b, piece, count=1))
    return "".join(pieces)


# --- which cells have to run first -------------------------------------------------------------


def names(cell):
    """Return the names that a cell's code reads, and those that it gives a value."""
    reads, stores = set(), set()
    for node in ast.walk(ast.parse(cell.source)):
        if isinstance(node, ast.Name):
            (reads if isinstance(node.ctx, ast.Load) else stores).add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            stores.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            stores.update((each.asname or each.name).partition(".")[0] for each in node.names)
    return reads - set(vars(builtins)), stores


def needs(cells):
    """Return for each cell the numbers of the cells above that it needs, itself left out.

    A cell needs those that give a value to a name it reads, and those that may change such a value:
    every cell that reads the name, unless it only draws. Too many are no harm; one too few is.
    """
    known = [names(cell) for cell in cells]
    objects = {  # names of values that a call may change; functions and modules are none
        node.id
        for cell in cells
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    touched = [
        # What moves is left out: it needs more than the page's Python, and nothing below reads it.
        set()
        if moves(cell)
        else stores
        if draws(cell) and not random(reads)
        else stores | (reads & objects)
        for cell, (reads, stores) in zip(cells, known, strict=True)
    ]
    found = []
    for n, (reads, stores) in enumerate(known):
        wanted, before = reads | stores & reads, []
        for k in reversed(range(n)):
            if touched[k] & wanted or k == 0:  # the first sets things up: imports, printing
                before.insert(0, k)
                wanted |= known[k][0]
        found.append(before)
    return found


def random(reads):
    """Tell whether a cell may draw from a generator that others draw from."""
    return bool({"rng", "chance"} & reads)
