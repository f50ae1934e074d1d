"""The sessions of the longest syllabus of for-teachers.md: what is read, and what is done."""

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
ROW = re.compile(r"^\| (\d+) \| (.*) \| (.*) \| (.*) \|$", re.MULTILINE)
EXERCISE = re.compile(r"`([a-z]+\.[a-z0-9-]+)`(?: \((\d+)\))?")
NAME = re.compile(r"`([a-z]+\.[a-z0-9-]+)`")
TIME = re.compile(r"\((\d+)\)")
LENGTH = re.compile(r"A session is (\d+) minutes")
SECTION = re.compile(r"(, to )?\*([^*]+)\*")
PLAN = re.compile(r"^A session is .*?(?=\n\n)", re.MULTILINE | re.DOTALL)


class Session(NamedTuple):
    """A session.

    Attributes
    ----------
    number : int
        Which one, from 1.
    begins : dict
        For each chapter that is read, by its title, the section with which the reading begins; ""
        for the chapter's beginning.
    read, room, home : str
        The three columns of the table, as Markdown.
    exercises : list of (str, int)
        The exercises that are done in the room, each with its minutes.
    talk : int
        The minutes that are left for what was read.
    """

    number: int
    begins: dict
    read: str
    room: str
    home: str
    exercises: list
    talk: int


def sessions(titles, page=ROOT / "for-teachers.md"):
    """Return the sessions of the last syllabus of the page.

    Parameters
    ----------
    titles : sequence of str
        The titles of all chapters, by which their reading is known.
    page : pathlib.Path, optional
        The page for teachers.
    """
    table = page.read_text("utf-8").partition("\n## Hand out")[0].rpartition("\n### ")[2]
    length, found = int(LENGTH.search(page.read_text("utf-8"))[1]), []
    for number, read, room, home in ROW.findall(table):
        exercises = [(name, int(minutes)) for name, minutes in EXERCISE.findall(room) if minutes]
        talk = length - sum(map(int, TIME.findall(room)))
        found.append(Session(int(number), begins(read, titles), read, room, home, exercises, talk))
    if not found:
        raise ValueError(f"{page.name} has no table of sessions")
    return found


def begins(read, titles):
    """Return where the reading of each chapter begins: its first section that is named, or ""."""
    places = sorted((read.find(title), title) for title in titles if title in read)
    ends, found = [place for place, _ in places[1:]], {}
    for (place, title), end in zip(places, [*ends, len(read)], strict=False):
        section = SECTION.search(read[place + len(title) : end])
        found[title] = section[2] if section and not section[1] else ""
    return found


def plan(page=ROOT / "for-teachers.md"):
    """Return what the page says of the minutes of a session."""
    return " ".join(PLAN.search(page.read_text("utf-8"))[0].split())
