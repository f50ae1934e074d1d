"""Which worker runs which tests, and when: what takes longest first, so that all end together.

A file is one worker's, whose fixtures its tests share. In some files the tests of an exercise share
nothing with those of others: there each chapter's are a piece of work of their own.
"""

import re

from xdist.scheduler import LoadFileScheduling

# By how long they take, of the full run; what is not here is short.
LONGEST = (
    "tests/test_practise.py",
    "tests/test_engines.py",
    "tests/nnlib/test_exercises.py",
    "tests/test_grading.py",
    "tests/test_browser.py",
    "tests/test_seeded_bugs.py",
    "tests/test_lite.py",
    "tests/test_page_acts.py",
    "tests/test_controls.py",
    "tests/test_setting_up.py",
    "tests/test_student_copies.py",
    "tests/test_lite_starts.py",
    "tests/test_pdf.py",
    "tests/test_run_on_page.py",
    "tests/nnlib/test_loops_compiled.py",
    "tests/test_pyodide.py",
    "tests/test_own_exercises.py",
    "tests/test_marking.py",
    "chapters/",
    "exercises/",
    "tests/nnlib/test_checks_engine.py",
    "tests/test_notebooks.py",
    "tests/test_torch",
)
BY_CHAPTER = ("tests/nnlib/test_exercises.py", "tests/test_grading.py")
OF_AN_EXERCISE = re.compile(r"\[([a-z]+)\.[a-z0-9-]+(?:: [a-z0-9-]+)?\]$")


class ByPiece(LoadFileScheduling):
    """Hands out files, and chapters of some, in the order in which they come."""

    def _split_scope(self, nodeid):
        path = super()._split_scope(nodeid)
        chapter = OF_AN_EXERCISE.search(nodeid) if path in BY_CHAPTER else None
        return f"{path}::{chapter[1]}" if chapter else path


def place(nodeid):
    """Return where a test stands in `LONGEST`; what is not there comes last."""
    found = (n for n, name in enumerate(LONGEST) if nodeid.startswith(name))
    return next(found, len(LONGEST))
