"""The one form in which notebooks are stored, and what must not be stored at all.

`normalise` takes out what chance, time or the machine put into a notebook; `faults` names what must
not reach a reader. Neither runs anything.
"""

import copy
import hashlib
import re
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE_INFO = {"file_extension": ".py", "name": "python", "pygments_lexer": "ipython3"}
KEPT_NOTEBOOK_METADATA = ("mystnb", "myst", "nnlib", "widgets")
KEPT_CELL_METADATA = ("tags", "mystnb", "nbgrader", "jupyter", "editable", "deletable")
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
WIDGET_REFERENCE = "IPY_MODEL_"
CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
ADDRESS = re.compile(r" at 0x[0-9a-fA-F]{6,}")


def code_cells(nb):
    """Yield (place, cell) for each code cell; the place names it as Jupyter shows it."""
    code = [(n, cell) for n, cell in enumerate(nb.cells, 1) if cell.cell_type == "code"]
    for count, (n, cell) in enumerate(code, 1):
        yield f"cell {n} (In [{count}])", cell


def normalise(nb):
    """Return a copy of `nb` without anything that chance, time or the machine put into it."""
    nb = copy.deepcopy(nb)
    taken = set()
    for cell in nb.cells:
        cell.id = cell_id(cell, taken)
        taken.add(cell.id)
        cell.metadata = kept(cell.metadata, KEPT_CELL_METADATA)
    name_widgets(nb)
    for count, (_, cell) in enumerate(code_cells(nb), 1):
        cell.execution_count = count
        cell.outputs = merge_streams(cell.outputs)
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
            if output.output_type == "error":
                # Frames hold the folders of this machine; the last line is what a reader needs.
                output.traceback = [f"{output.ename}: {output.evalue}"]
        copy_alt(cell)
    nb.metadata = kept(nb.metadata, KEPT_NOTEBOOK_METADATA)
    nb.metadata.update(kernelspec=dict(KERNELSPEC), language_info=dict(LANGUAGE_INFO))
    nb.nbformat, nb.nbformat_minor = 4, 5
    return nb


def kept(metadata, names):
    """Return the part of `metadata` that means something: the named keys that are not empty."""
    return nbformat.from_dict({name: metadata[name] for name in names if metadata.get(name)})


def cell_id(cell, taken):
    """Return the cell's own id where it is usable, otherwise one made from what the cell says."""
    name, salt = cell.get("id", ""), 0
    while not CELL_ID.fullmatch(name) or name in taken:
        content = f"{cell.cell_type}\0{cell.source}\0{salt}"
        name, salt = hashlib.sha256(content.encode()).hexdigest()[:8], salt + 1
    return name


def merge_streams(outputs):
    """Join neighbouring pieces of one stream: where the kernel cuts it is chance."""
    merged = []
    for output in outputs:
        last = merged[-1] if merged else None
        if last and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
        else:
            merged.append(output)
    return merged


def name_widgets(nb):
    """Replace the random ids of widgets by numbers, in the order of their creation."""
    models = nb.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    # As long as the ids that they replace, and in order also when sorted as text.
    names = {model: f"{n:032x}" for n, model in enumerate(models, 1)}
    if models:
        nb.metadata.widgets = rename(nb.metadata.widgets, names)
    for _, cell in code_cells(nb):
        for output in cell.outputs:
            if WIDGET_VIEW in output.get("data", {}):
                output.data[WIDGET_VIEW] = rename(output.data[WIDGET_VIEW], names)


def rename(node, names):
    """Return `node` with each widget id replaced, be it a key, a value or a reference."""
    if isinstance(node, dict):
        new = {names.get(key, key): rename(value, names) for key, value in node.items()}
        return nbformat.from_dict(new)
    if isinstance(node, list):
        return [rename(item, names) for item in node]
    if isinstance(node, str) and node.startswith(WIDGET_REFERENCE):
        return WIDGET_REFERENCE + rename(node.removeprefix(WIDGET_REFERENCE), names)
    return names.get(node, node) if isinstance(node, str) else node


def alts(cell):
    """Return the alternative text ('' if there is none) of each picture that the cell shows."""
    return [
        str(output.get("metadata", {}).get(kind, {}).get("alt", "")).strip()
        for output in cell.outputs
        for kind in output.get("data", {})
        if kind.startswith("image/")
    ]


def copy_alt(cell):
    """Copy a picture's alternative text to the cell, the only place where MyST-NB looks for it."""
    options = dict(cell.metadata.get("mystnb", {}))
    image = {key: value for key, value in options.pop("image", {}).items() if key != "alt"}
    if any(alts(cell)):
        image["alt"] = max(alts(cell))
    if image:
        options["image"] = image
    cell.metadata.pop("mystnb", None)
    if options:
        cell.metadata["mystnb"] = nbformat.from_dict(options)


def faults(nb):
    """Yield a sentence for everything in `nb` that must not reach a reader."""
    for place, cell in code_cells(nb):
        source = cell.source.rstrip()
        if not source:
            yield f"{place} is empty; delete it"
        if source.endswith(";"):
            yield f"{place} ends with ';', which nbval does not honour; assign the value to a name"
        if len(set(alts(cell))) > 1:
            yield f"{place} shows pictures with different alternative texts; give each its own cell"
        if "" in alts(cell):
            yield f"{place} shows a picture with no alternative text: nnlib.viz.show(fig, alt=…)"
        for output in cell.outputs:
            yield from (f"{place} {fault}" for fault in output_faults(output, cell))


def output_faults(output, cell):
    """Yield the faults of one output, without the place."""
    if output.output_type == "error" and "raises-exception" not in cell.metadata.get("tags", []):
        yield f"ends in {output.ename}; if that is meant, tag the cell raises-exception"
    if output.get("name") == "stderr":
        yield f"writes to stderr: {output.text.strip()[-200:]}"
    data = output.get("data", {})
    text = "\n".join([output.get("text", ""), *(str(data[k]) for k in data if k[:5] == "text/")])
    if ADDRESS.search(text):
        yield "shows a memory address, which differs at every run; assign the value to a name"
    if f"{ROOT}/" in text:
        yield "shows a folder of this machine"
