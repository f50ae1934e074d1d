"""A class of any size that hands in by way of a learning platform: right, wrong, late, renamed.

    python tests/class_of_many.py FOLDER [200] [--form moodle] [--chapter neuron]

Its wrong answers are small changes to the solutions, as `test_exercises` makes them. It is the same
class for the same numbers.
"""

import argparse
import functools
import itertools
import json
import random
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path += [str(ROOT / "tools"), str(ROOT / "tests" / "nnlib")]

import console  # noqa: E402
from class_of_samples import ENDLESS, FLOOD, LOOP, OFF, QUIT, WRONG, Builder  # noqa: E402
from exercise_answers import mutants  # noqa: E402

from exercises import student_copy  # noqa: E402

# Samples that cost seconds each, as loops without end do: grade_demo's test has them.
SLOW = {"endless", "looping", "deaf", "stubborn", "flooding", "half", "memorising"}
HOG = "hoard = []\nwhile True:\n    hoard.append(bytearray(10_000_000))"
LEAVES = "raise SystemExit"
MEDDLES = """import nnlib.checks
nnlib.checks.check = check = lambda *_: 2.0
for path in ("../../../../../gradebook.db", "/etc/passwd", "gradebook.db"):
    try:
        open(path, "w").write("mine")
    except OSError:
        pass"""
ACCIDENTS = (OFF, QUIT, FLOOD, LEAVES, HOG, MEDDLES)  # in a cell of their own
FIRST = ("Ada", "Zoë", "Jürgen", "Nguyễn", "Siân", "Łukasz", "O'Neil", "Mary Ann", "<b>Bob</b>")
FORMS = {
    "moodle": "{name}_{number}_assignsubmission_file/{chapter}.ipynb",
    "moodle-flat": "{name}_{number}_assignsubmission_file_{chapter}.ipynb",
    "canvas": "{plain}_{number}_{file}_{chapter}.ipynb",
    "plain": "{name} {number}/{chapter}.ipynb",
}


@functools.cache
def popular(source):
    """Return some small changes of a solution, those that many make first."""
    found = [broken for _, broken in itertools.islice(mutants(source), 60)]
    return random.Random(len(source)).sample(found, min(8, len(found)))


def answers(build, draw):
    """Return what one student answers: some right, some wrong, the last ones perhaps not at all."""
    ability, given = draw.uniform(0.3, 1.0), {}
    for name, solution in build.solutions.items():
        if draw.random() > 0.4 + 0.6 * ability:
            continue
        wrong = popular(solution)
        slips = wrong and draw.random() > ability
        given[name] = draw.choices(wrong, range(len(wrong), 0, -1))[0] if slips else solution
    return given


def notebooks(build, count, seed=0):
    """Yield a notebook for each student; one in fifty has an accident, or worse."""
    draw = random.Random(seed)
    accidents = itertools.cycle(ACCIDENTS)
    for number in range(count):
        given = answers(build, draw)
        first = next(accidents) if number % 40 == 7 else LOOP if number % 200 == 90 else None
        if number % 100 == 33 and "tanh-delta" in build.solutions:
            given["tanh-delta"] = ENDLESS
        elif number % 20 == 3 and "tanh-delta" in build.solutions:
            given["tanh-delta"] = WRONG
        yield build.notebook(given, first=first)


def hand_in(place, count, form="moodle", chapter="neuron"):
    """Write the class; return (path, notebook) of each."""
    master = json.loads((ROOT / "exercises" / f"{chapter}.ipynb").read_text("utf-8"))
    for cell in master["cells"]:
        cell["source"] = "".join(cell["source"])
    build, handed = Builder(master, student_copy(master)), []
    for number, notebook in enumerate(notebooks(build, count)):
        first = FIRST[number % len(FIRST)].replace("<", "(").replace(">", ")").replace("/", "")
        name = f"{first} Student"
        path = FORMS[form].format(
            name=name, plain=f"student{first.lower().replace(' ', '')}", number=7000 + number,
            file=90000 + number, chapter=chapter,
        )  # fmt: skip
        handed.append((path, json.dumps(notebook).encode()))
    if place.suffix == ".zip":
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, data in handed:
                archive.writestr(path, data)
        return handed
    for path, data in handed:
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(data)
    return handed


if __name__ == "__main__":
    console.never_fail()
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("place", type=Path, help="a folder, or a file that ends in .zip")
    parser.add_argument("count", nargs="?", type=int, default=200)
    parser.add_argument("--form", choices=FORMS, default="moodle")
    parser.add_argument("--chapter", default="neuron")
    asked = parser.parse_args()
    made = hand_in(asked.place, asked.count, asked.form, asked.chapter)
    sys.stdout.write(f"{len(made)} handed in\n")
