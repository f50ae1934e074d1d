"""Put learners' copies of the exercises into work/, and bring those that are there up to date.

    python tools/exercises.py [--from FOLDER] [--into FOLDER]

Without --from the notebooks are the course's and those of the folder that NNLIB_EXERCISES names.

What a learner wrote is never lost: merge.py puts new text around it, a dated backup comes before
every change, and a file is replaced whole or not at all. What cannot be merged stays as it is.
"""

import argparse
import contextlib
import datetime
import json
import os
import re
import shutil
import sys
from pathlib import Path

import console
from merge import KEY, given, merge

from nnlib.checks.folders import FolderError, present
from nnlib.checks.texts import REGION

ROOT = Path(__file__).resolve().parents[1]
STUB = "...  # your answer"
EQUATION = re.compile(r"\{eq\}`(eq-([a-z]+)-[a-z0-9-]+)`")  # a role that only the book resolves
HIDES = {"mystnb", "jupyter", "tags"}
FOR_THE_BOOK = re.compile(r"(hide|remove)-(cell|input|output)s?")  # tags
UPDATED = "brought up to date, your answers kept"
AGAIN = "run `make exercises` again when that is mended"
RELOAD = """Is one of them open in JupyterLab? Choose File, Reload Notebook from Disk. If it holds
changes that you have not saved: save (Overwrite), run `make exercises` again, then reload."""


class ExerciseError(Exception):
    """Something about a notebook that stops it here; the text says what."""


def parsed(data):
    """Return the notebook that the bytes of a file hold, each source as one string."""
    try:
        notebook = json.loads(data)
        if notebook["nbformat"] != 4:
            raise ExerciseError(f"notebook format 4 expected, this one has {notebook['nbformat']}")
        for cell in [*notebook["cells"], notebook]:
            if not isinstance(cell["metadata"], dict):
                raise TypeError
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
            if cell["cell_type"] not in {"code", "markdown", "raw"}:
                raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ExerciseError("this is no notebook, or it is damaged") from None
    return notebook


def to_bytes(notebook):
    """Return the bytes of a notebook as Jupyter writes them."""
    cells = [
        {**cell, "source": cell["source"].splitlines(keepends=True)} for cell in notebook["cells"]
    ]
    form = {"indent": 1, "sort_keys": True, "separators": (",", ": ")}
    try:
        text = json.dumps({**notebook, "cells": cells}, ensure_ascii=False, **form)
        return (text + "\n").encode()
    except UnicodeEncodeError:  # half a character, which only an escape can say
        return (json.dumps({**notebook, "cells": cells}, **form) + "\n").encode()


def without_solution(source):
    """Return an answer cell as learners get it."""

    def stub(region):
        indent = re.match(r"[ \t]*", region[0])[0]
        # Numbers to fill in stand above the solution, each with its own dots.
        above = not indent and "..." in source[: region.start()]
        return "" if above else f"{indent}{STUB}\n"

    text = REGION.sub(stub, source + "\n").rstrip("\n")
    if re.search(r"(BEGIN|END) SOLUTION", text):
        raise ExerciseError("a solution lacks its '### BEGIN SOLUTION' or '### END SOLUTION'")
    return text


def student_copy(master):
    """Return a learner's copy of a master notebook: no solution, no outputs, nothing hidden."""
    cells = []
    for number, cell in enumerate(master["cells"], 1):
        if "id" not in cell:
            raise ExerciseError(f"cell {number} has no id")
        metadata = {k: v for k, v in cell["metadata"].items() if k not in HIDES}
        tags = [t for t in cell["metadata"].get("tags", []) if not FOR_THE_BOOK.fullmatch(t)]
        if tags:
            metadata["tags"] = tags
        new = {**cell, "metadata": metadata}
        if cell["cell_type"] == "code":
            new |= {"execution_count": None, "outputs": []}
            new["source"] = without_solution(cell["source"])
        else:
            new["source"] = EQUATION.sub(r"[\1](../chapters/\2.ipynb)", cell["source"])
        cells.append(given(new))
    metadata = {k: v for k, v in master["metadata"].items() if k in {"kernelspec", "language_info"}}
    metadata[KEY] = {"cells": [cell["id"] for cell in cells]}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def write(path, data, before=None):
    """Put `data` into a file, whole or not at all, if that file still holds `before`.

    Whatever stops this, be it a full disk or the power cord, the old file or the new one is there.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(partial, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if partial.read_bytes() != data:
            raise OSError("the disk gives back something else than was written")
        if before is not None:
            shutil.copymode(path, partial)
        if (path.read_bytes() if path.exists() else None) != before:
            raise ExerciseError("it was saved at this very moment; run `make exercises` again")
        os.replace(partial, path)
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # not every system can do this with a folder
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def unused(folder, stem):
    """Return a path for a notebook that is not there yet, numbered if need be."""
    path, number = folder / f"{stem}.ipynb", 2
    while path.exists():
        path, number = folder / f"{stem}-{number}.ipynb", number + 1
    return path


def backup(path, data):
    """Keep what a file holds under the date of now; return where."""
    folder = path.parent / "backup"
    folder.mkdir(exist_ok=True)
    kept = unused(folder, f"{path.stem}-{datetime.datetime.now():%Y-%m-%d-%H%M%S}")
    write(kept, data)
    return kept


def bring(fresh, path):
    """Write one copy or bring it up to date; return what was done and whether all went well."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, to_bytes(fresh))
        return "written", True
    data = path.read_bytes()
    try:
        theirs = parsed(data)
    except ExerciseError as error:
        return f"left as it is ({error}); a fresh copy is {shown(beside(path, fresh))}", False
    merged = merge(theirs, fresh)
    if merged == theirs:
        return "unchanged", True
    kept = backup(path, data)
    write(path.resolve(), to_bytes(merged), before=data)
    return f"{UPDATED}; before: {shown(kept)}", True


def beside(path, fresh):
    """Put a fresh copy beside a file that cannot be merged, unless it is there; return where."""
    data = to_bytes(fresh)
    for there in sorted(path.parent.glob(f"{path.stem}-fresh*.ipynb")):
        if there.read_bytes() == data:
            return there
    place = unused(path.parent, f"{path.stem}-fresh")
    write(place, data)
    return place


def shown(path):
    """Return a path as one would type it here."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # another drive of Windows
        return Path(path).as_posix()


def attempt(master, path):
    """Do what there is to do for one master; return it as a line, and whether all went well."""
    try:
        fresh = student_copy(parsed(master.read_bytes()))
    except FileNotFoundError:
        say = f"run: python tools/assemble.py {shown(master.parent)}"
        return f"{shown(master)} is not assembled yet; {say}", False
    except (ExerciseError, OSError) as error:
        return f"{shown(master)}: {error}", False
    try:
        done, well = bring(fresh, path)
    except ExerciseError as error:
        done, well = f"left as it is: {error}", False
    except OSError as error:
        done, well = f"not written: {error.strerror or error}. Nothing is lost; {AGAIN}", False
    return f"{shown(path)}: {done}", well


def offered(folder=None):
    """Return (notebook, name of its copy) for what a folder holds, or for all there is.

    A teacher's notebook that is called like one of the course's carries its folder's name too.
    """
    if folder is not None:
        return [(path, path.name) for path in sorted(folder.glob("*.ipynb"))]
    found, taken = [], set()
    for each in present():
        for chapter in each.chapters:
            path = each.path / f"{chapter}.ipynb"
            name = path.name if path.name not in taken else f"{each.path.name}-{path.name}"
            taken.add(name)
            found.append((path, name))
    return found


def main(arguments=None):
    """Make or update every copy; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--from", dest="masters", type=Path)
    parser.add_argument("--into", type=Path, default=ROOT / "work")
    options = parser.parse_args(arguments)
    try:
        masters = offered(options.masters)
    except FolderError as error:
        print(error, file=sys.stderr)
        return 1
    if not masters:
        print(f"{shown(options.masters)}: no notebooks there", file=sys.stderr)
        return 1
    results = []
    try:
        for master, name in masters:
            line, well = attempt(master, options.into / name)
            print(line, file=sys.stdout if well else sys.stderr)
            results.append((line, well))
    except KeyboardInterrupt:
        print("Interrupted. Every file is whole: as it was, or finished.", file=sys.stderr)
        return 130
    if any(UPDATED in line for line, _ in results):
        print(RELOAD)
    if not all(well for _, well in results):
        return 1
    print(f"To begin: make lab, then open {shown(options.into / masters[0][1])}")
    return 0


if __name__ == "__main__":
    console.never_fail()
    sys.exit(main())
