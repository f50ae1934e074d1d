"""All exercises by their ids. Each is loaded from its folder when it is first asked for."""

import dataclasses
import importlib
import sys
import types
from collections.abc import MutableMapping

from nnlib.checks import crash, folders, texts
from nnlib.checks.exercise import Exercise
from nnlib.checks.folders import LIST, FolderError, course

CHECK = "check.py"


class Catalogue(MutableMapping):
    """The exercises of all folders, as a dict would hold them; tests may put others beside them."""

    def __init__(self):
        self.added, self.loaded = {}, {}

    def __iter__(self):
        """Go through the ids: the course's in its order, then a teacher's."""
        listed = dict.fromkeys(name for folder in folders.present() for name in folder.ids)
        return iter(listed | dict.fromkeys(self.added))

    def __len__(self):
        """Count them."""
        return sum(1 for _ in self)

    def __contains__(self, exercise_id):
        """Tell whether there is such an exercise, without loading it."""
        return exercise_id in list(self)

    def __getitem__(self, exercise_id):
        """Return an exercise; raise KeyError if no folder lists it."""
        if exercise_id in self.added:
            return self.added[exercise_id]
        folder = self.folder_of(exercise_id)
        if folder is None:
            raise KeyError(exercise_id)
        key = folder.path, exercise_id
        if key not in self.loaded:
            self.loaded[key] = load(folder, exercise_id)
        return self.loaded[key]

    def __setitem__(self, exercise_id, exercise):
        """Put an exercise beside those of the folders, or in place of one."""
        self.added[exercise_id] = exercise

    def __delitem__(self, exercise_id):
        """Take out what was put in."""
        del self.added[exercise_id]

    def folder_of(self, exercise_id):
        """Return the folder that lists an exercise, or None."""
        return next((folder for folder in folders.present() if exercise_id in folder.ids), None)

    def origin(self, exercise_id):
        """Return the name of the teacher's folder that an exercise is from, "" if it is none."""
        folder = None if exercise_id in self.added else self.folder_of(exercise_id)
        return "" if folder is None or folder.is_course else folder.path.name

    def title(self, exercise_id):
        """Return the title of an exercise, which is its id if it has no folder."""
        folder = None if exercise_id in self.added else self.folder_of(exercise_id)
        return texts.title(folder.room(exercise_id)) if folder else exercise_id


def load(folder, exercise_id):
    """Return an exercise from its folder.

    Raises
    ------
    FolderError
        Names the file that is missing or does not hold what it must.
    """
    room = folder.room(exercise_id)
    if not room.is_dir():
        raise FolderError(f"{folder.path / LIST} lists {exercise_id}, and {room} is missing")
    _, _, hints, why = texts.statement(room)
    exercise = getattr(module(folder, exercise_id, "check"), "EXERCISE", None)
    if not isinstance(exercise, Exercise):
        raise FolderError(f"{room / CHECK} must set EXERCISE = Exercise(kind=…, points=…, …)")
    found = {"id": exercise_id, "hints": hints, "why": why, "room": room}
    return dataclasses.replace(exercise, **found, function=texts.function(room))


def module(folder, exercise_id, name):
    """Import a module from the folder of an exercise, `from ..shared import …` in it included.

    Raises
    ------
    FolderError
        Names the file, and the error that it ends in.
    """
    for each in (course(), folder):  # a teacher's checks may import what the course's share
        register(each)
    path = folder.room(exercise_id) / f"{name}.py"
    if not path.is_file():
        raise FolderError(f"{path} is missing")
    try:
        return importlib.import_module(f"{folder.package}.{exercise_id}.{name}")
    except (Exception, SystemExit) as error:
        raise FolderError(f"{path} cannot be loaded: {type(error).__name__}: {error}") from error


def register(folder):
    """Make a folder a package that Python can import from, if it is not that one already."""
    name, path = folder.package, str(folder.path)
    if name in sys.modules and sys.modules[name].__path__ == [path]:
        return
    for stale in [n for n in sys.modules if n == name or n.startswith(f"{name}.")]:
        del sys.modules[stale]
    package = sys.modules[name] = types.ModuleType(name)
    package.__path__ = [path]
    crash.COURSES_OWN.add(path)
