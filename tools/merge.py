"""Bring a learner's notebook up to date: the course's new text around what the learner wrote.

Nothing here touches a file. Each cell of the course carries the hash of its source as it was handed
out, so a later merge sees which cells the learner changed. Cells are dicts, the source one string.
"""

import hashlib

KEY = "nnlib"  # in the metadata of cells and notebook
BEGINNING = """**The course has a new beginning for the answer above.** Yours stays; compare:

```python
{}
```"""
VERSION = "**Your version** of the cell above, as it was before the update:"
DROPPED = "**Your version** of a cell that the course no longer has:"


def digest(cell):
    """Return a short hash of what a cell says, by which a change shows."""
    said = cell["source"].rstrip().encode("utf-8", "surrogatepass")
    return hashlib.sha256(said).hexdigest()[:16]


def entry(thing, key):
    """Return a dict from the metadata of a cell or notebook; an empty one if there is none."""
    value = thing["metadata"].get(key)
    return value if isinstance(value, dict) else {}


def given(cell):
    """Return a cell as the course hands it out, with what a later merge needs to know."""
    mark = {"cell": cell["id"], "given": digest(cell)}
    return {**cell, "metadata": {**cell["metadata"], KEY: mark}}


def is_answer(cell):
    """Tell whether this is a cell that the learner is to fill in."""
    return bool(entry(cell, "nbgrader").get("solution"))


def note(text, **mark):
    """Return a Markdown cell that says what a merge did."""
    cell = {"cell_type": "markdown", "metadata": {}, "source": text}
    return {**cell, "metadata": {KEY: {**mark, "given": digest(cell)}}}


def loose(cell):
    """Return a cell as the learner's own, without what would make it pass for the course's."""
    metadata = {k: v for k, v in cell["metadata"].items() if k not in {KEY, "nbgrader"}}
    return {**{k: v for k, v in cell.items() if k != "id"}, "metadata": metadata}


def merge(theirs, fresh):
    """Return the learner's notebook with the course's present text in it.

    Parameters
    ----------
    theirs : dict
        The learner's notebook, of format 4.
    fresh : dict
        The copy that a learner without one would get.

    Returns
    -------
    dict
        Equal to `theirs` if there is nothing to do.
    """
    new = {cell["id"]: cell for cell in fresh["cells"]}
    handed = handed_out(theirs)
    found = recognise(theirs["cells"], new, handed)
    settled = {
        name: settle(cell, theirs["cells"][found[name]]) if name in found else [cell]
        for name, cell in new.items()
    }
    groups, tail = own_cells(theirs["cells"], found, new)
    present = [name for name in found if name in new]
    cells, waiting = [], groups[None]
    for name in in_order(present, list(new), handed):
        # An answer cell that comes back stands before the learner's own cells: they may define it.
        if name in found or not is_answer(new[name]):
            cells, waiting = cells + waiting, []
        cells += settled[name]
        renewed = any("beginning" in entry(cell, KEY) for cell in settled[name])
        waiting += [c for c in groups.get(name, []) if not (renewed and is_old_beginning(c, name))]
    metadata = {**theirs["metadata"], KEY: {"cells": list(new)}}
    merged = {**theirs, "metadata": metadata, "cells": cells + waiting + tail}
    name_cells(merged, {*new, *handed})
    return merged


def handed_out(notebook):
    """Return the names of the course's cells in the order in which they were last handed out."""
    names = entry(notebook, KEY).get("cells")
    return [n for n in names if isinstance(n, str)] if isinstance(names, list) else []


def recognise(cells, new, handed):
    """Return the place of each cell that is the course's, by name, in the learner's order.

    Editors give a cell that was pasted another id, and some drop all ids: four ways to know it.
    """
    same_text = {digest(cell): name for name, cell in new.items()}
    ways = (
        lambda cell: cell.get("id"),
        lambda cell: entry(cell, KEY).get("cell"),
        lambda cell: entry(cell, "nbgrader").get("grade_id"),
        lambda cell: same_text.get(digest(cell)),
    )
    known, found, taken = {*new, *handed}, {}, set()
    for way in ways:
        for place, cell in enumerate(cells):
            name = way(cell)
            if isinstance(name, str) and name in known and name not in found and place not in taken:
                found[name] = place
                taken.add(place)
    return dict(sorted(found.items(), key=lambda item: item[1]))


def settle(new, old):
    """Return what stands in the place of a cell of the course: the cell, and what goes with it."""
    base, theirs, ours = entry(old, KEY).get("given"), digest(old), digest(new)
    metadata = {**loose(old)["metadata"], **new["metadata"]}
    kept = {**old, "id": new["id"], "metadata": metadata}
    if ours in {theirs, base}:  # the course did not change it
        return [kept]
    if theirs == base:  # the course alone did
        return [{**new, "metadata": metadata}]
    if is_answer(new) and old["cell_type"] == new["cell_type"]:
        return [kept, note(BEGINNING.format(new["source"]), beginning=new["id"])]
    return [new, note(VERSION), loose(old)]


def own_cells(cells, found, new):
    """Return the learner's cells by the course's cell that they follow, and those for the end.

    At the end stand the cells that the course has dropped and the learner has changed.
    """
    names = {place: name for name, place in found.items()}
    graded = {entry(cell, "nbgrader").get("grade_id") for cell in new.values()}
    groups, tail, after = {None: []}, [], None
    for place, cell in enumerate(cells):
        name = names.get(place)
        if name in new:
            after = name
        elif name is None:
            grade_id = str(entry(cell, "nbgrader").get("grade_id"))
            copied = "cell" in entry(cell, KEY) or grade_id in graded
            groups.setdefault(after, []).append(loose(cell) if copied else cell)
            graded |= {grade_id} - {"None"}
        elif entry(cell, KEY).get("given") != digest(cell):
            tail += [note(DROPPED), loose(cell)]
    return groups, tail


def is_old_beginning(cell, name):
    """Tell whether this is an earlier merge's note on an answer cell, as the merge wrote it."""
    mark = entry(cell, KEY)
    return mark.get("beginning") == name and mark.get("given") == digest(cell)


def in_order(present, new, handed):
    """Return the names of the course's cells in the order in which they come.

    It is the course's, unless the learner has moved cells: then theirs stays, and a cell that they
    do not have comes behind the one that it follows in the course. Either way no cell is lost.
    """
    reference = handed or new
    stayed = [name for name in reference if name in present]
    if stayed == [name for name in present if name in reference]:
        return new
    order = list(present)
    for place, name in enumerate(new):
        if name not in order:
            order.insert(order.index(new[place - 1]) + 1 if place else 0, name)
    return order


def name_cells(notebook, reserved):
    """Give an id to each cell that has none or another's; none where the format knows no ids."""
    if notebook.get("nbformat_minor", 0) < 5:
        for place, cell in enumerate(notebook["cells"]):
            notebook["cells"][place] = {k: v for k, v in cell.items() if k != "id"}
        return
    taken = set()
    for place, cell in enumerate(notebook["cells"]):
        name, salt = cell.get("id"), 0
        own = entry(cell, KEY).get("cell") != name
        while not isinstance(name, str) or name in taken or (own and name in reserved):
            salt += 1
            name = f"yours-{digest(cell)[:8]}-{salt}"
        taken.add(name)
        notebook["cells"][place] = {**cell, "id": name}
