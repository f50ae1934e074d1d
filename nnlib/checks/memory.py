"""What the learner has done so far, kept in `progress.json` beside the notebook.

In a browser it is kept in the browser's storage, which the pages of the book share
(page/static/store.js), and where there is none, on JupyterLite's disk or for the session. A write
replaces the whole file at once, so an interruption leaves the old one.
"""

import contextlib
import datetime
import json
import os
import sys
from pathlib import Path

NAME = "progress.json"
KEY = "nnlib-progress"  # in the browser's storage
VARIABLE = "NNLIB_PROGRESS"  # "session" keeps nothing, a path names another file

session = {}
lost = {}  # why what is new will not outlast the session, and whether the learner knows


def in_a_page():
    """Tell whether Python runs in a browser and without JupyterLite's disk, which lasts."""
    return sys.platform == "emscripten" and not Path.cwd().is_relative_to("/drive")


def browser():
    """Return the browser's storage where Python runs in a browser and is given one, else None."""
    if sys.platform != "emscripten":
        return None
    import js  # noqa: PLC0415 (Pyodide's window to the page)

    try:
        return getattr(js, "localStorage", None)
    except Exception:  # Pyodide's JsException, where the reader's browser refuses
        return None


def place():
    """Return the file, or None where nothing is to be written."""
    if os.environ.get("NBGRADER_EXECUTION") or os.environ.get(VARIABLE) == "session":
        return None
    return Path(os.environ.get(VARIABLE) or NAME)


def load():
    """Return what is known by exercise: a dict of `{"passed", "score", "failed"}`.

    A file that cannot be read is set aside under another name, never written over.
    """
    path, storage = place(), browser()
    there = path is not None and path.is_file()
    known = entries(path.read_text(encoding="utf-8", errors="replace"), path) if there else {}
    if storage is not None:  # a file beside it is from before there was one
        known |= entries(storage.getItem(KEY))
    return {**session, **known}


def entries(text, path=None):
    """Return the entries of a text; the file that holds another is set aside."""
    try:
        known = json.loads(text or "{}")["exercises"] if text else {}
        if not all(isinstance(entry, dict) for entry in known.values()):
            raise ValueError
    except (ValueError, TypeError, KeyError, AttributeError):
        known = {}
        if path is not None:
            now = datetime.datetime.now().strftime("%Y-%m-%d-%H%M%S")
            with contextlib.suppress(OSError):
                path.replace(path.with_name(f"progress-unreadable-{now}.json"))
    return known


def save(known):
    """Write everything, whole or not at all; return whether it will outlast the session."""
    session.update(known)
    text = json.dumps({"version": 1, "exercises": known}, indent=1, sort_keys=True)
    path, storage = place(), browser()
    if path is None:
        return False  # as it was asked for
    if storage is not None or in_a_page():
        return save_in_page(storage, text)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.write_text(text + "\n", encoding="utf-8")
        os.replace(partial, path)
    except OSError as error:  # a full disk, or a folder that is read-only
        with contextlib.suppress(OSError):
            partial.unlink()
        lost.setdefault("why", f"{path.name} could not be written ({error.strerror or error})")
        return False
    return True


def save_in_page(storage, text):
    """Give everything to the browser; return whether it keeps it."""
    try:
        storage.setItem(KEY, text)
    except (
        Exception
    ):  # no storage, or a full one: Pyodide's JsException, which is not to be imported
        lost.setdefault("why", "this browser keeps nothing for this page")
        return False
    return True


def unkept():
    """Return once, after a check that could not be kept, what the learner is to know; else None."""
    if "why" not in lost or "told" in lost:
        return None
    lost["told"] = True
    return f"Your progress is known until Python ends, and then lost: {lost['why']}."


# Checks on the way, in which nothing is wrong yet: none of them opens the solution.
ON_THE_WAY = {"guessed", "no-guess", "unfinished"}


def record(exercise, result, guesses=None):
    """Add one check to what is known, and return the exercise's entry."""
    known = load()  # anew, since another notebook may have written in the meantime
    entry = {"passed": False, "score": 0.0, "failed": 0} | known.get(exercise.id, {})
    if result.diagnosis != "not-started":
        entry["passed"] = bool(entry["passed"] or result.passed)
        entry["score"] = max(float(entry["score"]), result.score)
        missed = not result.passed and result.diagnosis not in ON_THE_WAY
        entry["failed"] = int(entry["failed"]) + missed
        if guesses:
            entry.setdefault("guess", guesses)  # the first one counts
        known[exercise.id] = entry
        save(known)
    return entry
