"""The notebooks that hold statements and solutions, of which there is one source each.

In the repository they lie in `exercises/`, in an installed nnlib beside this file.
"""

import functools
import json
import re
from pathlib import Path

HERE = Path(__file__).parent
FOLDERS = (HERE / "masters", HERE.parents[1] / "exercises")
REGION = re.compile(
    r"^[ \t]*### BEGIN SOLUTION\n(.*?)^[ \t]*### END SOLUTION[ \t]*\n?", re.M | re.S
)
MARKER = re.compile(r"^[ \t]*### (?:BEGIN|END) SOLUTION[ \t]*\n?", re.M)


@functools.cache
def cells(chapter):
    """Return the source of each named cell of a chapter's master notebook."""
    for folder in FOLDERS:
        path = folder / f"{chapter}.ipynb"
        if path.is_file():
            found = json.loads(path.read_text(encoding="utf-8"))["cells"]
            return {cell.get("id"): "".join(cell["source"]) for cell in found}
    return {}


def solution(exercise):
    """Return the code of an exercise's solution."""
    return without_marks(cells(exercise.chapter).get(exercise.name, ""))


def without_marks(source):
    """Return an answer's cell without the marks, and without the places that the solution fills."""
    region = REGION.search(source + "\n")
    if region and "..." in source[: region.start()]:
        source = source[region.start() :]
    return MARKER.sub("", source + "\n").strip("\n")


def title(exercise):
    """Return the title of an exercise, which stands in the first line of its statement."""
    text = cells(exercise.chapter).get(f"text-{exercise.name}", exercise.id)
    return re.sub(r"^#+\s*(\d+\.\s*)?", "", text.partition("\n")[0])
