"""Mark what a class handed in, as a learning platform gives it: a folder or a zip.

    python tools/mark.py CLASS [--chapter neuron] [--roster list.csv] [--jobs 2] [--into FOLDER]

It may be stopped at any moment and started again: what is marked stays marked. With `--only` it
marks some students and leaves the gradebook for later, which a scheduler of jobs can do on several
machines. In the folder you find marks.csv, class.html, feedback/, and nbgrader's gradebook.
"""

import argparse
import contextlib
import json
import os
import sys
import time
from pathlib import Path

import console
from mark_book import Folder, MarkError, locked
from mark_collect import chapter_of, choose, collect, missing, names_in, roster
from mark_crew import cores, mark_all, mark_student, serve
from mark_page import page
from mark_table import rows, text, write_csv
from whole_files import replace

from nnlib.checks.folders import FolderError, present

UNBOXED = """Learners' code runs here as you do, and may read and write what you can. Elsewhere it
could not: see “Strangers' code in a box” in for-teachers.md."""


def masters():
    """Return the notebooks of exercises, the course's and a teacher's own, by chapter."""
    found = {}
    for folder in present():
        for chapter in folder.chapters:
            path = folder.path / f"{chapter}.ipynb"
            if path.is_file():
                found.setdefault(chapter, path)
    return found


def parsed(arguments):
    """Return what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("place", nargs="?", type=Path, metavar="CLASS", help="a folder or a zip")
    parser.add_argument("--chapter", help="which notebook; without it, the one that most handed in")
    parser.add_argument("--source", type=Path, help="the notebook that you gave, if you changed it")
    parser.add_argument("--roster", type=Path, help="a CSV: who should have handed in")
    parser.add_argument("--into", type=Path, help="where the marks go; default: CLASS-marked")
    parser.add_argument("--jobs", type=int, default=cores(), help="how many at a time")
    parser.add_argument("--only", nargs="+", metavar="STUDENT", help="mark these, and no more")
    parser.add_argument("--list", action="store_true", help="print who is not marked yet")
    parser.add_argument("--part", type=part, default=(1, 1), help="of --list: 3/20 is the third")
    parser.add_argument("--seconds", type=int, help="for one cell; default: 30")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.serve is None and options.place is None:
        parser.error('which class? make mark CLASS="path to the folder or the zip"')
    if options.jobs < 1:
        parser.error(f"--jobs must be at least 1, got {options.jobs}")
    return options


def part(text):
    """Return (3, 20) for "3/20": the third of twenty."""
    turn, of = map(int, text.split("/"))
    if not 1 <= turn <= of:
        raise ValueError
    return turn, of


def marker_for(folder, seconds=None):
    """Return what marks, with the settings of the class's folder."""
    from nbgrader.api import Gradebook  # noqa: PLC0415 (slow: those who only ask need none)
    from traitlets.config.loader import PyFileConfigLoader  # noqa: PLC0415

    os.environ["NNLIB_SEED"] = folder.state["seed"]
    config = PyFileConfigLoader("nbgrader_config.py", path=str(folder.root)).load_config()
    if seconds:
        config.Execute.timeout = seconds
        config.PatientRun.total_seconds = 10 * seconds
    from mark_one import HandedOut, Marker  # noqa: PLC0415

    with Gradebook(folder.url) as book:
        return Marker(config, folder.root, HandedOut.of(book, folder.chapter))


def most_of(students, known):
    """Return the chapter of which most notebooks are."""
    of = [chapter_of(f.data, known) for s in students.values() for f in s.files if f.data]
    return max(known, key=of.count) if any(of) else None


def gather(options):
    """Find the class and put its notebooks into place; return folder, choices, students."""
    if not options.place.exists():
        raise MarkError(f"{options.place}: there is no such folder or zip")
    students = collect(options.place)
    if not students:
        raise MarkError(f"{options.place}: nobody has handed in anything here")
    known_masters = masters()
    known = {chapter: names_in(path.read_bytes()) for chapter, path in known_masters.items()}
    chapter = options.chapter or most_of(students, known)
    if chapter not in known:
        there = ", ".join(known)
        why = f"there is no notebook “{chapter}”" if chapter else "no notebook of the course in it"
        raise MarkError(f"{options.place}: {why}; --chapter may be {there}")
    root = options.into or options.place.with_name(f"{options.place.stem}-marked")
    folder = Folder(root.resolve(), chapter)
    folder.prepare(options.source or known_masters[chapter])
    choices = {name: choose(student, chapter, known) for name, student in students.items()}
    with locked(folder.root / ".lock"):
        for name, choice in choices.items():
            if choice.data is not None:
                place = folder.nbgraders("submitted", name)
                place.parent.mkdir(parents=True, exist_ok=True)
                replace(place, choice.data)
    return folder, choices, students


class Progress:
    """Says how far the marking is: on one line in a terminal, now and then elsewhere."""

    def __init__(self, total):
        self.total, self.done, self.began, self.last = total, 0, time.monotonic(), 0.0

    def __call__(self, student, what):
        """Count one more."""
        self.done += 1
        passed = time.monotonic() - self.began
        left = passed / self.done * (self.total - self.done)
        line = f"{self.done} of {self.total}, {left / 60:.0f} min left"
        if sys.stderr.isatty():
            print(f"\r{line}: {student:40.40}", end="", file=sys.stderr, flush=True)
        elif passed - self.last > 10 or self.done == self.total:
            self.last = passed
            print(line, file=sys.stderr, flush=True)
        if what == "gave up":
            print(f"\n{student}: could not be marked", file=sys.stderr)

    def end(self):
        """Say how fast it went."""
        passed = time.monotonic() - self.began
        pace = 60 * self.done / max(passed, 0.1)
        print(f"\n{self.done} marked in {passed:.0f} s, {pace:.0f} a minute", file=sys.stderr)


def only(options, folder, choices):
    """Mark some; return the exit status."""
    unknown = [name for name in options.only if name not in choices]
    if unknown:
        raise MarkError(f"--only: nobody called {', '.join(unknown)}; --list names all")
    marker = None
    for name in options.only:
        if choices[name].data is None or folder.is_marked(name):
            print(f"{name}: nothing to do")
            continue
        marker = marker or marker_for(folder, options.seconds)
        print(f"{name}: {mark_student(marker, folder, name)}")
    if marker:
        marker.close()
    return 0


def whole(options, folder, choices, students):
    """Mark all who are not marked, fill the gradebook, write table and page; return the status."""
    chosen = [name for name, choice in choices.items() if choice.data is not None]
    waiting = [name for name in chosen if not folder.is_marked(name)]
    if len(waiting) < len(chosen):
        print(f"{len(chosen) - len(waiting)} of {len(chosen)} are marked already", file=sys.stderr)
    if waiting:
        progress = Progress(len(waiting))
        limit = ["--seconds", str(options.seconds)] if options.seconds else []
        apart = mark_all(folder, waiting, options.jobs, progress, limit)
        progress.end()
        if not apart:
            print(UNBOXED, file=sys.stderr)
    records = {name: folder.record(name) for name in chosen}
    given = {name: record for name, record in records.items() if record}
    names = {name: student.name for name, student in students.items()}
    points = folder.fill({name: r for name, r in given.items() if r["grades"]}, names)
    listed = roster(options.roster) if options.roster else None
    absent = missing(listed, students) if listed is not None else ([], [])
    table = rows(students, choices, given, points=points, absent=absent)
    write_csv(folder.root / "marks.csv", table)
    replace(folder.root / "class.html", page(folder, table, given).encode("utf-8", "replace"))
    print(text(table))
    print(f"\nMarks: {folder.root / 'marks.csv'}\nThe class: {folder.root / 'class.html'}")
    left = [name for name in chosen if name not in given]
    if left:
        print(f"Being marked elsewhere: {', '.join(left)}. Run this again.", file=sys.stderr)
    return min(1, len(left))


def main(arguments=None):
    """Do what was asked for; return the exit status."""
    options = parsed(arguments)
    try:
        if options.serve:
            return served(options)
        folder, choices, students = gather(options)
        if options.list:
            turn, of = options.part
            mine = [name for name in list(choices)[turn - 1 :: of] if choices[name].data]
            print("\n".join(name for name in mine if not folder.is_marked(name)))
            return 0
        if options.only:
            return only(options, folder, choices)
        return whole(options, folder, choices, students)
    except (MarkError, FolderError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What is marked stays marked: run this again to go on.", file=sys.stderr)
        return 130


def served(options):
    """Be one of the processes that mark."""
    if sys.platform == "linux":
        from mark_confine import die_with_parent  # noqa: PLC0415

        die_with_parent()
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever prints, prints into the log

    def answer(value):
        out.write(json.dumps(value) + "\n")
        out.flush()

    marker = marker_for(folder := Folder(options.serve, options.chapter), options.seconds)
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        serve(marker, folder, answer)
    marker.close()
    return 0


if __name__ == "__main__":
    console.never_fail()
    sys.exit(main())
