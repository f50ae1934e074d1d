"""Add the cells of a new exercise to a master notebook, with the metadata that nbgrader needs.

    python tools/new_exercise.py neuron.bias-step "A step for the bias" [--points 2]

You fill them in; the cases, mistakes and hints go into nnlib/checks/. See for-teachers.md.
"""

import argparse
import re
import sys

from nbformat import v4
from normal_form import ROOT
from notebooks import NotebookError, read, to_bytes

ANSWER = "def {function}(…):\n    ### BEGIN SOLUTION\n    return …\n    ### END SOLUTION"


def folded(prompt):
    """Return the metadata of a code cell that the book shows folded, under this name."""
    names = {"code_prompt_hide": prompt, "code_prompt_show": prompt}
    return {"mystnb": names, "tags": ["hide-cell"]}


def cells(exercise_id, title, number, points):
    """Return statement, hints, answer and check of an exercise."""
    name = exercise_id.partition(".")[2]
    function = name.replace("-", "_")

    def graded(kind, grade_id, **more):
        fixed = {"cell_type": kind, "grade": False, "grade_id": grade_id, "locked": False}
        return {"nbgrader": fixed | {"schema_version": 3, "solution": False, "task": False} | more}

    text, check = f"text-{name}", f"check-{name}"
    return [
        v4.new_markdown_cell(
            f"## {number}. {title}\n\nWrite `{function}`: …",
            id=text, metadata=graded("markdown", text, locked=True),
        ),
        v4.new_code_cell(
            f'hint("{exercise_id}")', id=f"hint-{name}", metadata={"tags": ["remove-input"]}
        ),
        v4.new_code_cell(
            ANSWER.format(function=function), id=name,
            metadata=graded("code", name, solution=True) | folded("Solution"),
        ),
        v4.new_code_cell(
            f'check("{exercise_id}", {function})', id=check,
            metadata=graded("code", check, grade=True, locked=True, points=points)
            | folded("Check and why"),
        ),
    ]  # fmt: skip


def add(nb, exercise_id, title, points):
    """Put the cells of an exercise after the last one of a notebook."""
    taken = [cell.id for cell in nb.cells]
    if f"check-{exercise_id.partition('.')[2]}" in taken:
        raise NotebookError(f"{exercise_id} is there already")
    checks = [place for place, name in enumerate(taken) if name.startswith("check-")]
    place = checks[-1] + 1 if checks else len(nb.cells)
    nb.cells[place:place] = cells(exercise_id, title, len(checks) + 1, points)


def main(arguments=None):
    """Add an exercise as the command line says; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("id", help="chapter and name, as in neuron.bias-step")
    parser.add_argument("title")
    parser.add_argument("--points", type=int, default=2)
    options = parser.parse_args(arguments)
    if not re.fullmatch(r"[a-z]+\.[a-z0-9-]+", options.id):
        parser.error("an id is a chapter, a dot and a name of small letters, digits and hyphens")
    path = ROOT / "exercises" / f"{options.id.partition('.')[0]}.ipynb"
    try:
        nb = read(path)
        add(nb, options.id, options.title, options.points)
    except NotebookError as error:
        print(error, file=sys.stderr)
        return 1
    path.write_bytes(to_bytes(nb))
    print(f"Four cells added to {path.relative_to(ROOT)}, to be filled in. Next: nnlib/checks/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
