"""What is told of an exception: the learner's own line, and the shapes of the arrays in it.

The lines of nnlib, of NumPy and of Python that it came through are of no use to a learner.
"""

import linecache
import os
import re
import sysconfig
from dataclasses import dataclass

import numpy as np

from nnlib.checks.advice import on_error

LONGEST = 300  # characters of a message that are shown
LIBRARIES = (
    *{path for key, path in sysconfig.get_paths().items() if key.endswith(("lib", "stdlib"))},
    os.path.dirname(os.__file__),
    os.path.dirname(os.path.dirname(__file__)),
    "<frozen",
    "<__array_function__",
)
COURSES_OWN = set()  # folders of exercises, whose checks are the course's code and not a learner's
CHECKS = tuple(os.sep + name for name in ("check.py", "shared.py"))


@dataclass(frozen=True)
class Raised:
    """What stands in place of a value when the function raised an exception.

    Attributes
    ----------
    kind, text : str
        The exception's type and message.
    place : str
        The learner's own line, with its number; empty if it is not known.
    shapes : str
        The shapes of the arrays that the line names.
    advice : str
        What to do about it, where that is certain.
    """

    kind: str
    text: str
    place: str = ""
    shapes: str = ""
    advice: str = ""


def is_library(code):
    """Tell whether code belongs to Python, to an installed package, to nnlib or to a check."""
    name = code.co_filename
    return name.startswith(LIBRARIES) or (
        name.endswith(CHECKS) and name.startswith(tuple(COURSES_OWN))
    )


def raised(error, function=None):
    """Describe an exception by the last line of the learner's own that it came through.

    That is a line of the cell with their function, if there is one, and not of a helper elsewhere.
    """
    frame, number, step = None, 0, error.__traceback__
    home = getattr(getattr(function, "__code__", None), "co_filename", None)
    while step is not None:
        code = step.tb_frame.f_code
        at_home = frame is not None and frame.f_code.co_filename == home
        if not is_library(code) and (code.co_filename == home or not at_home):
            frame, number = step.tb_frame, step.tb_lineno
        step = step.tb_next
    kind, text = type(error).__name__, said_by(error)
    if frame is None:
        return Raised(kind, text)
    line = linecache.getline(frame.f_code.co_filename, number, frame.f_globals).strip()
    place = f"line {number}: {line}" if line else f"line {number}"
    names = {**frame.f_globals, **frame.f_locals}
    return Raised(kind, text, place, shapes(frame, line), on_error(error, kind, text, line, names))


def said_by(error):
    """Return the message of an exception, in plainer words where NumPy's frighten."""
    try:
        text = str(error)
    except Exception:  # an exception of the learner's own may do anything here
        return ""
    sizes = re.search(r"gufunc signature.*size (\d+) is different from (\d+)", text)
    if sizes:
        right, left = sizes.groups()
        text = (
            f"the two sides of a product (`@`) do not fit, {left} on the left, {right} on the right"
        )
    if isinstance(error, SystemExit) and text == "None":
        return ""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def shapes(frame, line):
    """Say the shapes of the arrays that a line names, as they were when it ran."""
    names = dict.fromkeys(re.findall(r"[A-Za-z_]\w*", line))
    arrays = {name: frame.f_locals.get(name) for name in names}
    said = [f"{name} {a.shape}" for name, a in arrays.items() if isinstance(a, np.ndarray)]
    return ", ".join(said)
