"""What the learner has done so far, kept in `progress.json` beside the notebook.

In a browser without a disk it is kept in the browser's storage, and where neither is there, for the
session. A write replaces the whole file at once, so an interruption leaves the old one.
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


def browser():
    """Return the browser's storage where Python runs in a page and has no disk there, else None."""
    if sys.platform != "emscripten" or Path.cwd().is_relative_to("/drive"):  # JupyterLite's disk
        return None
    import js  # noqa: PLC0415 (Pyodide's window to the page)

    return getattr(js, "localStorage", None)


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
    if storage is not None:
        text = storage.getItem(KEY)
    elif path is None or not path.is_file():
        return dict(session)
    else:
        text = path.read_text(encoding="utf-8", errors="replace")
    try:
        known = json.loads(text or "{}")["exercises"] if text else {}
        if not all(isinstance(entry, dict) for entry in known.values()):
            raise ValueError
    except (ValueError, TypeError, KeyError, AttributeError):
        known = {}
        if storage is None:
            now = datetime.datetime.now().strftime("%Y-%m-%d-%H%M%S")
            with contextlib.suppress(OSError):
                path.replace(path.with_name(f"progress-unreadable-{now}.json"))
    return {**session, **known}


def save(known):
    """Write everything, whole or not at all; return whether it will outlast the session."""
    session.update(known)
    text = json.dumps({"version": 1, "exercises": known}, indent=1, sort_keys=True)
    path, storage = place(), browser()
    if storage is not None:
        storage.setItem(KEY, text)
        return True
    if path is None:
        return False
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.write_text(text + "\n", encoding="utf-8")
        os.replace(partial, path)
    except OSError:  # a full disk, or a folder that is read-only
        with contextlib.suppress(OSError):
            partial.unlink()
        return False
    return True


def record(exercise, result, guesses=None):
    """Add one check to what is known, and return the exercise's entry."""
    known = load()  # anew, since another notebook may have written in the meantime
    entry = {"passed": False, "score": 0.0, "failed": 0} | known.get(exercise.id, {})
    if result.diagnosis != "not-started":
        entry["passed"] = bool(entry["passed"] or result.passed)
        entry["score"] = max(float(entry["score"]), result.score)
        entry["failed"] = int(entry["failed"]) + (
            not result.passed and result.diagnosis != "guessed"
        )
        if guesses:
            entry.setdefault("guess", guesses)  # the first one counts
        known[exercise.id] = entry
        save(known)
    return entry
