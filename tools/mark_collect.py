"""Find what each student handed in, whatever the learning platform made of names and folders.

Nothing is unpacked: from a zip only the bytes of notebooks are read, up to a limit.
"""

import csv
import io
import json
import re
import unicodedata
import zipfile
from dataclasses import dataclass, field
from itertools import permutations

from handed_in import decoded

MOODLE = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+_?(?P<file>.*)")
CANVAS = re.compile(r"(?P<name>[^_]+)(?:_late)?_(?P<number>\d+)_\d+_(?P<file>.+)", re.IGNORECASE)
AGAIN = re.compile(r"(?: ?\((\d+)\)|-(\d+))(?=\.ipynb$)", re.IGNORECASE)
ASIDE = {"__MACOSX", ".ipynb_checkpoints"}
LARGEST = 50_000_000  # bytes of a notebook
HEADINGS = {"id", "name", "student", "studentid", "firstname", "lastname", "surname", "fullname",
            "email", "emailaddress", "idnumber", "username", "sisloginid"}  # fmt: skip


@dataclass
class Found:
    """One file that somebody handed in."""

    path: str  # as the teacher finds it again
    name: str  # as the student named it
    data: bytes | None  # None: too large, or no notebook


@dataclass
class Student:
    """Who handed in, and what."""

    name: str
    number: str = ""
    platform: str = ""
    files: list = field(default_factory=list)

    @property
    def id(self):
        """What nbgrader calls them, and their folder."""
        text = f"{self.name}_{self.number}" if self.number else self.name
        return re.sub(r'[\\/:*?"<>|\0]', "-", text).strip(" .") or "nameless"


@dataclass
class Choice:
    """The file that is to be marked, or why there is none."""

    data: bytes | None = None
    state: str = ""
    remark: str = ""
    path: str = ""


def files_in(place):
    """Yield (path, bytes or None) for each file in a folder or a zip, and in zips within."""
    if place.is_dir():
        for path in sorted(p for p in place.rglob("*") if p.is_file()):
            name = path.relative_to(place).as_posix()
            if path.suffix.lower() == ".zip":
                yield from members(path, f"{name}/")
            else:
                yield name, contents(name, path.stat().st_size, path.read_bytes)
    else:
        yield from members(place)


def members(archive, before="", depth=1):
    """Yield the same for a zip, and for the zips in it."""
    try:
        with zipfile.ZipFile(archive) as opened:
            for entry in opened.infolist():
                name = before + entry.filename
                nested = entry.filename.lower().endswith(".zip")
                if entry.is_dir():
                    continue
                if nested and depth and entry.file_size <= LARGEST:
                    yield from members(io.BytesIO(opened.read(entry)), f"{name}/", depth - 1)
                else:
                    yield name, contents(name, entry.file_size, lambda e=entry: opened.read(e))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        yield before.rstrip("/"), None  # damaged, or locked by a password


def contents(name, size, read):
    """Return the bytes of a notebook that is not too large."""
    if not name.lower().endswith(".ipynb") or size > LARGEST:
        return None
    try:
        return read()
    except (OSError, RuntimeError, zipfile.BadZipFile, EOFError):
        return None


def who(path, depth):
    """Return (name, number, platform, name of the file) for the path of a file."""
    parts = path.split("/")
    for place, part in enumerate(parts):
        found = MOODLE.fullmatch(part)
        if found:
            rest = parts[place + 1 :] or [found["file"] or part]
            return found["name"], found["number"], "Moodle", rest[-1]
    found = CANVAS.fullmatch(parts[-1]) or (len(parts) > 1 and CANVAS.fullmatch(parts[-2]))
    if found:
        name = found["file"] if found.string == parts[-1] else parts[-1]
        return found["name"], found["number"], "Canvas", name
    if len(parts) > depth + 1:
        return parts[depth], "", "", parts[-1]
    return re.sub(r"\.ipynb$", "", parts[-1], flags=re.IGNORECASE), "", "", parts[-1]


def collect(place):
    """Return each `Student` by id, with the files that they handed in."""
    files = [(path, data) for path, data in files_in(place) if wanted(path)]
    depth = 0
    while (
        len({path.split("/")[depth] for path, _ in files}) == 1
        and all(path.count("/") > depth + 1 for path, _ in files)
        and len({path.split("/")[depth + 1] for path, _ in files}) > 1
    ):
        depth += 1  # a folder that holds the whole class
    students = {}
    for path, data in files:
        name, number, platform, file = who(path, depth)
        student = Student(name, number, platform)
        student = students.setdefault(student.id, student)
        student.files.append(Found(path, file, data))
    return dict(sorted(students.items()))


def wanted(path):
    """Tell whether a file may be a submission."""
    parts = path.split("/")
    return not (set(parts) & ASIDE or parts[-1].startswith("."))


def names_in(data):
    """Return the names of all cells that nbgrader knows; None where there is no notebook."""
    try:
        cells = json.loads(decoded(data))["cells"]
        marks = [cell["metadata"].get("nbgrader") for cell in cells]
        return {str(mark.get("grade_id")) for mark in marks if isinstance(mark, dict)}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def chapter_of(data, known):
    """Return the chapter of a notebook, by its cells; "" if it is none's, None if unreadable."""
    names = names_in(data)
    if names is None:
        return None
    shares = {chapter: len(names & cells) / len(cells) for chapter, cells in known.items()}
    best = max(shares, key=shares.get)
    return best if shares[best] > 0.5 else ""


def choose(student, chapter, known):
    """Return the `Choice` among the files of a student.

    Parameters
    ----------
    student : Student
        With at least one file.
    chapter : str
        The notebook that is marked.
    known : dict
        The names of the cells of each chapter's notebook.
    """
    name, notebooks = f"{chapter}.ipynb", [f for f in student.files if f.data is not None]
    if not notebooks:
        return Choice(None, "not readable", f"no notebook: {said(student.files)}")
    of = {f.path: chapter_of(f.data, known) for f in notebooks}
    ours = [
        f for f in notebooks
        if of[f.path] == chapter or (of[f.path] == "" and f.name == name)
    ]  # fmt: skip
    if not ours:
        broken = [f for f in notebooks if of[f.path] is None]
        if broken:
            return Choice(broken[0].data, "not readable", said(broken), broken[0].path)
        other = ", ".join(sorted({of[f.path] for f in notebooks} - {""}))
        what = f"the notebook of {other}" if other else "no notebook of this course"
        return Choice(None, "needs a look", f"not marked: {said(notebooks)} is {what}")
    exact = [f for f in ours if f.name == name]
    if student.platform == "Canvas" and len(ours) > 1:
        exact = [max(ours, key=lambda f: turn(f.name))]  # handed in again: the last one counts
    if not exact and len({f.data for f in ours}) > 1:
        return Choice(None, "other file name", f"not marked: which one is it? {said(ours)}")
    taken = (exact or ours)[0]
    left = [f for f in notebooks if f is not taken and f.data != taken.data]
    remark = f"also there, and not marked: {said(left)}" if left else ""
    again = student.platform == "Canvas" and AGAIN.sub("", taken.name) == name
    if taken.name == name or again:
        return Choice(taken.data, "", remark, taken.path)
    said_too = f"; {remark}" if remark else ""
    return Choice(taken.data, "other file name", f"“{taken.name}”{said_too}", taken.path)


def turn(name):
    """Return how often a file had been handed in before, as Canvas writes it."""
    found = AGAIN.search(name)
    return int(found[1] or found[2]) if found else 0


def said(files):
    """Return files as a person reads them."""
    more = f" and {len(files) - 3} more" if len(files) > 3 else ""
    return ", ".join(f"“{file.path}”" for file in files[:3]) + more


def plain(text):
    """Return a name without what platforms change in it: case, accents, spaces."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if letter.isalnum())


def roster(path):
    """Return the rows of the list of a class: who should have handed in.

    It is a CSV with names or numbers in any columns, with or without headings.
    """
    text = decoded_text(path.read_bytes())
    mark = max(",;\t", key=text.partition("\n")[0].count)
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=mark)]
    rows = [row for row in rows if any(row)]
    if rows and {plain(cell) for cell in rows[0]} & HEADINGS:
        del rows[0]
    return rows


def decoded_text(data):
    """Return the text of a file that a spreadsheet wrote."""
    for coding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(coding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def keys_of(row):
    """Return all that a platform may call the student of a row."""
    words = [plain(cell) for cell in row if plain(cell)]
    return {*words, *("".join(pair) for pair in permutations(words[:4], 2))}


def missing(rows, students):
    """Return the rows of which nobody handed in, and the students who are in no row."""
    left, strangers = list(rows), []
    for student in students.values():
        own = {plain(student.number)} - {""} or {plain(student.name)}
        by_name = {plain(student.name), plain(student.id)}
        found = next((r for r in left if keys_of(r) & own), None)
        found = found or next((r for r in left if keys_of(r) & by_name), None)
        if found:
            left.remove(found)
        elif not any(keys_of(r) & by_name for r in rows):
            strangers.append(student.id)
    return left, strangers
