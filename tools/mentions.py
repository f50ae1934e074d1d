"""What pages say of the list of exercises: README counts them, the longest syllabus gives them all.

`make notebooks` renews both from exercises/order.toml.
"""

import re

from normal_form import ROOT
from notebook_files import MENDED_BY, NotebookError, replace, shown

from nnlib.checks.folders import course

README, TEACHERS = ROOT / "README.md", ROOT / "for-teachers.md"
COUNT = re.compile(r"(?<=^- )\d+(?= exercises that check themselves)", re.M)
LONGEST = re.compile(r"^### Eighteen sessions$.*?(?=^#)", re.M | re.S)
REST = re.compile(r"^The table (?:gives every exercise|leaves to you: .*)\.$", re.M)
EXERCISE = re.compile(r"`([a-z0-9]+\.[a-z0-9-]+)`")


def counted(page):
    """Return README with the number of exercises that there are."""
    return COUNT.sub(str(len(course().ids)), page)


def completed(page):
    """Return the page for teachers with what its longest syllabus has no place for."""
    table = LONGEST.search(page)[0]
    placed = EXERCISE.findall(REST.sub("", table))
    left = [f"`{name}`" for name in course().ids if name not in placed]
    said = f"leaves to you: {', '.join(left)}" if left else "gives every exercise"
    return page.replace(table, REST.sub(lambda _: f"The table {said}.", table))


PAGES = {README: (COUNT, counted), TEACHERS: (REST, completed)}


def renewed(path):
    """Return a page as the list of exercises wants it."""
    page = path.read_text(encoding="utf-8")
    wanted, renew = PAGES[path]
    if len(wanted.findall(page)) != 1:
        raise NotebookError(f"{shown(path)}: the line with “{wanted.pattern}” must be there once")
    return renew(page)


def bring(path):
    """Renew a page; say so if it was out of date."""
    changed = replace(path, renewed(path).encode())
    return f"{shown(path)}: written" if changed else None


def check(path):
    """Raise NotebookError if a page is out of date."""
    if renewed(path) != path.read_text(encoding="utf-8"):
        raise NotebookError(f"{shown(path)} is not as exercises/order.toml says; run: {MENDED_BY}")
