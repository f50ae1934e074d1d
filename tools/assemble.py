"""Assemble the notebooks of exercises from their folders.

    python tools/assemble.py [FOLDER]

FOLDER (default: exercises) holds order.toml and a folder for each chapter. A notebook is written
beside them; outputs that it has stay where nothing changed. `make notebooks` assembles and runs.
"""

import argparse
import sys
from pathlib import Path

import console
from nbformat import v4
from normal_form import ROOT, normalise
from notebook_files import MENDED_BY, NotebookError, refuse, replace, shown, to_bytes
from notebook_files import read as read_notebook

from nnlib.checks import catalogue, texts
from nnlib.checks.folders import LIST, FolderError, read

COURSE = ROOT / "exercises"
INTRODUCTION, SETUP = "intro.md", "setup.py"
GIVEN = ("given", "symptom", "look")  # cells between statement and hints, in this order
PROGRESS = '# Where you stand, now and whenever you come back\nprogress("{}")'


def folder_at(path):
    """Return the folder of exercises at a path: the course's own or another."""
    course = path.resolve() == COURSE.resolve()
    return read(path, "nnlib_exercises" if course else "nnlib_exercises_of_the_teacher")


def folded(prompt):
    """Return the metadata of a code cell that the book shows folded, under this name."""
    names = {"code_prompt_hide": prompt, "code_prompt_show": prompt}
    return {"mystnb": names, "tags": ["hide-cell"]}


def graded(kind, grade_id, **more):
    """Return the metadata that nbgrader wants of a cell."""
    fixed = {"cell_type": kind, "grade": False, "grade_id": grade_id, "locked": False}
    return {"nbgrader": fixed | {"schema_version": 3, "solution": False, "task": False} | more}


def cell(kind, name, source, **metadata):
    """Return a cell that was never run."""
    make = v4.new_markdown_cell if kind == "markdown" else v4.new_code_cell
    return make(source, id=name, metadata=metadata)


def exercise_cells(folder, exercise_id, number):
    """Return (cell, file that it is made from) for each cell of an exercise."""
    room, name = folder.room(exercise_id), exercise_id.partition(".")[2]
    points = catalogue.load(folder, exercise_id).points
    title, text, *_ = texts.statement(room)
    statement, check = f"text-{name}", f"check-{name}"
    solution = texts.marked_solution(room)
    yield (
        cell("markdown", statement, f"## {number}. {title}\n\n{text}",
             **graded("markdown", statement, locked=True)),
        room / texts.STATEMENT,
    )  # fmt: skip
    for kind in GIVEN:
        path, its_id = room / f"{kind}.py", f"{kind}-{name}"
        if path.is_file():
            metadata = graded("code", its_id, locked=True) if kind == "given" else {}
            yield cell("code", its_id, texts.text(room, path.name).rstrip("\n"), **metadata), path
    yield (
        cell("code", f"hint-{name}", f'hint("{exercise_id}")', tags=["remove-input"]),
        room / texts.STATEMENT,
    )
    yield (
        cell("code", name, solution, **graded("code", name, solution=True), **folded("Solution")),
        room / texts.SOLUTION,
    )
    yield (
        cell("code", check, f'check("{exercise_id}", {texts.answer_name(solution)})',
             **graded("code", check, grade=True, locked=True, points=points),
             **folded("Check and why")),
        room / catalogue.CHECK,
    )  # fmt: skip


def cells(folder, chapter):
    """Return (cell, file that it is made from) for each cell of a chapter's notebook.

    Raises
    ------
    FolderError
        If a file is missing or does not hold what it must.
    """
    listed, home = folder.chapters[chapter], folder.path / chapter
    beginning = texts.text(home, INTRODUCTION).strip()
    made = [
        (cell("markdown", "intro", f"# Exercises: {listed.title}\n\n{beginning}"),
         home / INTRODUCTION),
        (cell("code", "setup", texts.text(home, SETUP).rstrip("\n")), home / SETUP),
    ]  # fmt: skip
    for number, name in enumerate(listed.exercises, 1):
        made += exercise_cells(folder, f"{chapter}.{name}", number)
    progress = cell("code", "progress", PROGRESS.format(chapter), tags=["remove-cell"])
    made.append((progress, Path(__file__)))
    if (folder.path.parent / "chapters" / f"{chapter}.ipynb").is_file():
        back = f"[Back to the chapter: {listed.title}](../chapters/{chapter}.ipynb)"
        made.append((cell("markdown", "back", back), Path(__file__)))
    return made


def assembled(folder, chapter, stored=None):
    """Return a chapter's notebook, with the outputs of the stored one where its cells are alike."""
    nb = v4.new_notebook(cells=[made for made, _ in cells(folder, chapter)])
    if stored is not None:
        nb.metadata = stored.metadata
        known = {cell.id: cell for cell in stored.cells}
        for made in nb.cells:
            old = known.get(made.id)
            if made.cell_type == "code" and old and old.source == made.source:
                made.outputs, made.execution_count = old.outputs, old.execution_count
    return normalise(nb)


def edited(folder, chapter, stored):
    """Yield (what is not as the folders say, file to edit instead) for a stored notebook."""
    wanted = assembled(folder, chapter, stored)
    origin = {made.id: path for made, path in cells(folder, chapter)}
    there = {cell.id: cell for cell in stored.cells}
    for made in wanted.cells:
        old = there.get(made.id)
        if old is None:
            yield f"the cell {made.id} is missing", origin[made.id]
        elif (old.cell_type, old.source, old.metadata) != (
            made.cell_type, made.source, made.metadata
        ):  # fmt: skip
            yield f"the cell {made.id} is another", origin[made.id]
    for name in there.keys() - origin.keys():
        yield f"the cell {name} is from no folder", folder.path / chapter
    if not there.keys() ^ origin.keys() and list(there) != list(origin):
        yield "the cells are in another order", folder.path / LIST


def home_of(path):
    """Return the folder that a notebook is assembled from, or None if it is from none."""
    path = path.resolve()
    folder = folder_at(path.parent) if (path.parent / LIST).is_file() else None
    return folder if folder and path.stem in folder.chapters else None


def bring(folder, path):
    """Assemble a notebook and write it; return whether its bytes changed."""
    stored = read_notebook(path) if path.exists() else None
    return replace(path, to_bytes(assembled(folder, path.stem, stored)))


def check(path):
    """Raise NotebookError if a notebook was edited where it should have been assembled."""
    folder = home_of(path)
    if folder:
        faults = edited(folder, path.stem, read_notebook(path))
        refuse(path, [f"{what}. Edit {shown(file)}, then: {MENDED_BY}" for what, file in faults])
    elif path.resolve().parent == COURSE:
        refuse(path, [f"{shown(COURSE / LIST)} lists no such chapter; it is from no folder"])


def notebooks_of(folder):
    """Return where the notebooks of a folder are, or are to be."""
    return [folder.path / f"{chapter}.ipynb" for chapter in folder.chapters]


def main(arguments=None):
    """Write the notebooks of a folder; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=COURSE)
    options = parser.parse_args(arguments)
    try:
        folder = folder_at(options.folder)
        for path in notebooks_of(folder):
            print(f"{shown(path)}: {'written' if bring(folder, path) else 'unchanged'}")
    except (FolderError, NotebookError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    console.never_fail()
    sys.exit(main())
