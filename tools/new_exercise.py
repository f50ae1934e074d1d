"""Make the folder of a new exercise, and add its name to the list beside it.

    python tools/new_exercise.py neuron.bias-step "A step for the bias" [--points 2] [--in FOLDER]

You fill the files in; see for-teachers.md. FOLDER (default: exercises) may be one of your own, for
exercises that are not the course's; it is made if it is not there.
"""

import argparse
import re
import sys
from pathlib import Path

import console
from normal_form import ROOT
from notebook_files import shown

from nnlib.checks import EXERCISES
from nnlib.checks.catalogue import CHECK
from nnlib.checks.folders import LIST, FolderError
from nnlib.checks.texts import SOLUTION, STATEMENT

COURSE = ROOT / "exercises"
HEADER = (
    "# The chapters, their titles, and the exercises of each in order. Nothing else repeats this.\n"
)
CHAPTER = '\n[{chapter}]\ntitle = "{title}"\nexercises = [\n]\n'
FILES = {
    STATEMENT: """\
# {title}

Write `{function}`: …

## Hint 1

…

## Hint 2

…

## Hint 3

…

## Why

…
""",
    SOLUTION: """\
def {function}(x):
    ### BEGIN SOLUTION
    return x
    ### END SOLUTION
""",
    CHECK: '''\
"""Cases, a right answer and known mistakes of {id}."""

from nnlib.checks import Case, Exercise, Wrong


def cases(rng):
    """Return several numbers, and one."""
    return [
        Case("several numbers", (rng.normal(size=4),)),
        Case("one number", (rng.normal(size=1),)),
    ]


EXERCISE = Exercise(
    kind="implement",
    points={points},
    cases=cases,
    right=lambda x: x,
    wrongs=(
        Wrong(
            "minus",
            "The sign is the other one.",
            lambda x: -x,
        ),
    ),
)
''',
    "other_answers.py": '''\
"""Right answers written otherwise."""

ANSWERS = []
''',
}
CHAPTER_FILES = {
    "intro.md": "`check` tells you which mistake it was where it can.\n",
    "setup.py": "import numpy as np\n\nfrom nnlib.checks import check, hint, progress, solution\n",
}


class NewExerciseError(Exception):
    """What stands in the way of a new exercise."""


def with_name(listing, chapter, name):
    """Return a list of exercises with one more name at the end of a chapter."""
    section = re.compile(rf"(^\[{chapter}\]$[^\[]*?^exercises\s*=\s*\[)([^\]]*)(\])", re.M)
    found = section.search(listing)
    if not found:
        raise NewExerciseError(f"{LIST} has no chapter {chapter} with a list of exercises")
    before, names, after = found.groups()
    if f'"{name}"' in names:
        raise NewExerciseError(f"{chapter}.{name} is there already")
    names = names.rstrip()
    comma = "" if not names.strip() or names.endswith(",") else ","
    return section.sub(lambda _: f'{before}{names}{comma}\n    "{name}",\n{after}', listing)


def add(folder, exercise_id, title, points):
    """Make the folder of an exercise, and of its chapter if need be; return the new files."""
    chapter, _, name = exercise_id.partition(".")
    listing = folder / LIST
    text = listing.read_text(encoding="utf-8") if listing.exists() else HEADER
    files = {}
    if not re.search(rf"^\[{chapter}\]$", text, re.M):
        text += CHAPTER.format(chapter=chapter, title=chapter.capitalize())
        files |= {folder / chapter / file: said for file, said in CHAPTER_FILES.items()}
    text = with_name(text, chapter, name)
    values = {"id": exercise_id, "title": title, "points": points}
    values["function"] = name.replace("-", "_")
    for file, template in FILES.items():
        files[folder / chapter / name / file] = template.format_map(values)
    there = [shown(path) for path in files if path.exists()]
    if there:
        raise NewExerciseError(f"there already: {', '.join(there)}")
    for path, said in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(said, encoding="utf-8")
    listing.write_text(text, encoding="utf-8")
    return list(files)


def main(arguments=None):
    """Add an exercise as the command line says; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("id", help="chapter and name, as in neuron.bias-step")
    parser.add_argument("title")
    parser.add_argument("--points", type=int, default=2)
    parser.add_argument("--in", dest="folder", type=Path, default=COURSE)
    options = parser.parse_args(arguments)
    if not re.fullmatch(r"[a-z][a-z0-9]*\.[a-z0-9][a-z0-9-]*", options.id):
        parser.error("an id is a chapter, a dot and a name of small letters, digits and hyphens")
    try:
        if options.folder.resolve() != COURSE and options.id in EXERCISES:
            raise NewExerciseError(
                f"{options.id} is an exercise of the course; choose another name"
            )
        made = add(options.folder.resolve(), options.id, options.title, options.points)
    except (NewExerciseError, FolderError) as error:
        print(error, file=sys.stderr)
        return 1
    print("To be filled in:", *map(shown, made), sep="\n    ")
    print(f"{shown(options.folder / LIST)} lists it now. Another place there gives another number.")
    return 0


if __name__ == "__main__":
    console.never_fail()
    sys.exit(main())
