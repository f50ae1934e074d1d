"""Mark a small class of sample submissions with nbgrader, from handing out to the list of marks.

    python tools/grade_demo.py [--only=STUDENT,…] [FOLDER] [CHAPTER …]

Every mark is compared with the one it must be. The folder (default: _build/grading) is made afresh
and kept, so that you can open the feedback pages. Of the chapters named, or of all, the right
solutions are handed in too.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import console
from class_of_samples import CHAPTER, samples

from nnlib.checks.folders import course

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = tuple(course().chapters)
NBGRADER = (sys.executable, "-m", "nbgrader")
HALVES = ("[a-e]*", "[f-z]*")  # of the class, by name: each keeps one core busy
# Of a cell: more than the 5 that a function has. On a busy machine a start takes far longer.
SECONDS = round(10 * max(1.0, float(os.environ.get("NNLIB_PATIENCE", "1"))))
LIMITS = f"--Execute.timeout={SECONDS} --PatientRun.total_seconds={30 * SECONDS}"


class NbgraderError(Exception):
    """A step of nbgrader that did not end well."""


def nbgrader(folder, *commands):
    """Run nbgrader commands side by side in the course's folder; what they say goes to a log."""
    log, running = folder / "nbgrader.log", []
    with log.open("a", encoding="utf-8") as out:
        for command in commands:
            out.write(f"\n$ nbgrader {command}\n")
            out.flush()
            running.append(
                subprocess.Popen(
                    [*NBGRADER, *command.split()], cwd=folder,
                    stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                )
            )  # fmt: skip
        failed = [c for c, process in zip(commands, running, strict=True) if process.wait()]
    if failed:
        raise NbgraderError(f"nbgrader {failed[0]} failed; see {log}")


def read(path):
    """Return a notebook as it stands in its file."""
    return json.loads(path.read_text(encoding="utf-8"))


def hand_in(folder, student, chapter, notebook):
    """Put a notebook where nbgrader finds what was handed in."""
    path = folder / "submitted" / student / chapter / f"{chapter}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def prepare(folder, chapters, only):
    """Make the course's folder, hand the exercises out and collect the class's notebooks."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "tools" / "nbgrader_config.py", folder)
    for chapter in CHAPTERS:
        place = folder / "source" / chapter
        place.mkdir(parents=True)
        shutil.copy(ROOT / "exercises" / f"{chapter}.ipynb", place)
        nbgrader(folder, f"generate_assignment {chapter}")
        if chapter in chapters and chapter != CHAPTER:
            hand_in(folder, "right", chapter, read(place / f"{chapter}.ipynb"))
    master = read(folder / "source" / CHAPTER / f"{CHAPTER}.ipynb")
    release = read(folder / "release" / CHAPTER / f"{CHAPTER}.ipynb")
    made = [s for s in samples(master, release) if not only or s.student in only]
    for sample in made:
        hand_in(folder, sample.student, CHAPTER, sample.notebook)
    return made


def mark(folder, chapters):
    """Run nbgrader's cycle; return the marks as (score, most) by student and chapter."""
    others = [chapter for chapter in chapters if chapter != CHAPTER]
    parts = [*(f"{CHAPTER} --student={half}" for half in HALVES), *others]
    nbgrader(folder, *(f"autograde {part} {LIMITS}" for part in parts))
    nbgrader(folder, *(f"generate_feedback {part}" for part in parts))
    nbgrader(folder, "export")
    with (folder / "grades.csv").open(encoding="utf-8", newline="") as table:
        return {
            (row["student_id"], row["assignment"]): (float(row["score"]), float(row["max_score"]))
            for row in csv.DictReader(table)
        }


def flagged(folder):
    """Return the students whose notebooks the teacher is asked to look at."""
    from nbgrader.api import Gradebook  # noqa: PLC0415 (nbgrader is slow to import)

    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        found = book.assignment_submissions(CHAPTER)
        return {s.student.id for s in found if s.needs_manual_grade}


def faults_of(sample, score, folder, waiting):
    """Say what is not as it must be in the marking of one sample."""
    page = folder / "feedback" / sample.student / CHAPTER / f"{CHAPTER}.html"
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    if abs(score - sample.expected) > 1e-6:
        yield f"must be {sample.expected:g}"
    if not text:
        yield "no feedback"
    yield from (f"feedback lacks “{said}”" for said in sample.says if said not in text)
    yield from (f"feedback holds “{said}”" for said in sample.never if said in text)
    if sample.flagged != (sample.student in waiting):
        yield "teacher not asked to look" if sample.flagged else "teacher asked to look"


def report(made, marks, folder, chapters):
    """Print the table of marks; return how many are not what they must be."""
    waiting, wrong = flagged(folder), 0
    print(f"{'student':12}{'marks':>12}  what they did")
    for sample in made:
        score, most = marks.get((sample.student, CHAPTER), (-1.0, 0.0))
        faults = list(faults_of(sample, score, folder, waiting))
        if sample.student == "right":
            for chapter in chapters:
                got, best = marks.get(("right", chapter), (-1.0, 0.0))
                print(f"{'right':12}{f'{got:g} of {best:g}':>12}  {chapter}, every solution")
                if got != best:
                    faults.append(f"{chapter} must be {best:g}")
        else:
            look = "; the teacher is asked to look" if sample.student in waiting else ""
            print(f"{sample.student:12}{f'{score:g} of {most:g}':>12}  {sample.about}{look}")
        for fault in faults:
            print(f"{'':26}^ {fault}")
        wrong += len(faults)
    return wrong


def main(arguments):
    """Run the demonstration; return the exit status."""
    only = [each for a in arguments if a.startswith("--only=") for each in a[7:].split(",")]
    named = [a for a in arguments if not a.startswith("--")]
    folder = Path(named[0] if named else ROOT / "_build" / "grading").resolve()
    chapters = tuple(named[1:]) or CHAPTERS
    began = time.monotonic()
    try:
        made = prepare(folder, chapters, only)
        marks = mark(folder, chapters)
    except NbgraderError as error:
        print(error, file=sys.stderr)
        return 1
    wrong = report(made, marks, folder, chapters)
    print(
        f"\n{len(made)} students in {time.monotonic() - began:.0f} s. Feedback: {folder}/feedback"
    )
    if wrong:
        print(f"{wrong} things are not as they must be; see {folder}/nbgrader.log", file=sys.stderr)
    return min(wrong, 1)


if __name__ == "__main__":
    console.never_fail()
    sys.exit(main(sys.argv[1:]))
