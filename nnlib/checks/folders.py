"""Where exercises are: folders with one list each, `order.toml`, of chapters and exercises.

There is the course's own, and a teacher's where the variable NNLIB_EXERCISES names it.
"""

import functools
import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
COURSE = (HERE.parents[1] / "exercises", HERE.parent / "exercises")  # in the repository, in a wheel
LIST = "order.toml"
VARIABLE = "NNLIB_EXERCISES"
FIELDS = {"title", "exercises"}
FORM = f"""{LIST} must hold, for each chapter,
    [chapter]
    title = "Its title"
    exercises = ["first-exercise", "second-exercise"]
in small letters and digits; names of exercises may have hyphens"""


class FolderError(ValueError):
    """A folder of exercises that cannot be used; the text names the file and what it must hold."""


@dataclass(frozen=True)
class Chapter:
    """A chapter as a folder lists it."""

    title: str
    exercises: tuple


@dataclass(frozen=True)
class Folder:
    """A folder of exercises.

    Attributes
    ----------
    path : Path
        Where it is.
    package : str
        What Python calls it, for `from nnlib_exercises.neuron.shared import …`.
    chapters : dict
        Each `Chapter` by its name, in order.
    """

    path: Path
    package: str
    chapters: dict

    @property
    def ids(self):
        """The ids of its exercises, in order."""
        return [
            f"{chapter}.{name}"
            for chapter, listed in self.chapters.items()
            for name in listed.exercises
        ]

    @property
    def is_course(self):
        """Whether these exercises are the course's own."""
        return self.package == "nnlib_exercises"

    def room(self, exercise_id):
        """Return the folder of one exercise."""
        return self.path.joinpath(*exercise_id.split("."))


def course():
    """Return the course's own folder."""
    return read(next((path for path in COURSE if path.is_dir()), COURSE[0]), "nnlib_exercises")


def present():
    """Return the course's own folder and, if NNLIB_EXERCISES names one, the teacher's."""
    named = os.environ.get(VARIABLE)
    if not named:
        return [course()]
    path = Path(named).expanduser().absolute()
    if not path.is_dir():
        what = "is a file" if path.exists() else "does not exist"
        raise FolderError(f"{VARIABLE} must name a folder of exercises, and {path} {what}")
    own = course()
    if path.resolve() == own.path.resolve():
        return [own]
    theirs = read(path, "nnlib_exercises_of_the_teacher")
    for twice in sorted({*own.ids} & {*theirs.ids}):
        raise FolderError(
            f"{twice} is in two folders, {own.room(twice)} and {theirs.room(twice)}: give the "
            f"second another name, there and in {path / LIST}"
        )
    return [own, theirs]


def read(path, package):
    """Return the folder at a path, as its list says.

    Raises
    ------
    FolderError
        If there is no list, or it does not hold what it must.
    """
    listing = path / LIST
    try:
        return listed(listing, package, listing.stat().st_mtime_ns)
    except OSError:
        raise FolderError(
            f"{listing} is missing, the list of the exercises in it. {FORM}"
        ) from None


@functools.lru_cache(maxsize=8)
def listed(listing, package, _changed):
    """Read a list, again only if it has changed."""
    try:
        said = tomllib.loads(listing.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise FolderError(f"{listing} cannot be read: {error}. {FORM}") from None
    chapters = {}
    for name, value in said.items():
        entry = value if isinstance(value, dict) else {}
        title, names = entry.get("title"), entry.get("exercises")
        whole = isinstance(title, str) and isinstance(names, list) and entry.keys() == FIELDS
        if not whole or not re.fullmatch("[a-z][a-z0-9]*", name):
            raise FolderError(f"{listing}: the chapter {name} is not as it must be. {FORM}")
        for given in names:
            if not isinstance(given, str) or not re.fullmatch("[a-z0-9][a-z0-9-]*", given):
                raise FolderError(f"{listing}: {given!r} is no name of an exercise. {FORM}")
            if names.count(given) > 1:
                raise FolderError(f"{listing}: {given} stands twice in the chapter {name}")
        chapters[name] = Chapter(title, tuple(names))
    if not any(chapter.exercises for chapter in chapters.values()):
        raise FolderError(f"{listing} lists no exercise. {FORM}")
    return Folder(listing.parent, package, chapters)
