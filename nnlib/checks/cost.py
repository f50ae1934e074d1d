"""What an answer costs, counted and never timed: the same on every machine, however busy it is.

One function is counted on a small and on a larger case. First the lines of Python that ran, its own
and those of what it calls, so that a comprehension, a recursion and `np.vectorize` are the loops
that they are; a line of the learner's with several assignments counts as so many. Then what NumPy
hands over, one array or number after another, for loops that no line of Python shows, such as
`sum(map(np.multiply, A, B))`. A fast answer needs no more of either.

Two loops stay unseen: over a list of numbers, by functions written in C alone, and over an array
that was turned into a plain one. Neither is how somebody writes who has not read this.
"""

import dis
from dataclasses import dataclass

import numpy as np

from nnlib.checks.crash import is_library

COUNTED, MOST_CODES = {}, 1_000  # statements on the lines of a piece of code
SOME = 0.5  # for each unit: less than one is no loop over all of them


@dataclass(frozen=True)
class Pace:
    """How much Python an answer may need for each more of something.

    Attributes
    ----------
    per : str
        What the cases with a `size` have more or less of: ``"example"``.
    lines : int
        How many lines it may run for each of them. 0: the loop is NumPy's alone, so what NumPy
        hands over is counted as well.
    """

    per: str
    lines: int = 0


class Watched(np.ndarray):
    """An array that is seen when another one is made of it or when it is gone through, in C too.

    The methods do what they always do; the trace function of `ask` counts their calls.
    """

    def __array_finalize__(self, source):
        """Do nothing: here `self` has come into being."""

    def __iter__(self):
        """Go through the rows, or the numbers."""
        return super().__iter__()


SEEN = {Watched.__array_finalize__.__code__, Watched.__iter__.__code__}


def statements(frame):
    """Count the statements of the line that a frame is about to run.

    Those of the learner's lines: joined by `;` or made in one assignment to several places, they
    are as many steps of Python. A line of a library is one.
    """
    code = frame.f_code
    if is_library(code):
        return 1
    if code not in COUNTED:
        if len(COUNTED) > MOST_CODES:
            COUNTED.clear()
        COUNTED[code] = on_lines(code)
    return COUNTED[code].get(frame.f_lineno, 1)


def on_lines(code):
    """Return the number of statements of each line with more than one, read from the bytecode.

    A statement ends by storing what it made, or by dropping what a call returned. What one value
    is unpacked into is stored by one statement, and so is the variable of a loop with its header.
    From Python 3.12 on a comprehension is no function of its own: it sets the variables aside that
    it uses, and puts each back in two places, of which one runs where it fails.
    """
    counts, line, before, spared = {}, None, "", 0
    for step in dis.get_instructions(code):
        line = step.positions.lineno or line
        name = step.opname
        if name == "UNPACK_SEQUENCE":
            spared += step.arg - 1 + (before == "FOR_ITER")
        elif name == "UNPACK_EX":
            spared += (step.arg & 0xFF) + (step.arg >> 8) + (before == "FOR_ITER")
        elif name == "LOAD_FAST_AND_CLEAR":
            counts[line] = counts.get(line, 0) - 2
        stores = name.count("STORE_") - (before == "FOR_ITER")
        if stores > 0:
            counts[line] = counts.get(line, 0) + max(0, stores - spared)
            spared = max(0, spared - stores)
        elif name == "POP_TOP" and before.startswith("CALL"):
            counts[line] = counts.get(line, 0) + 1
        before = name if name not in {"CACHE", "RESUME"} else before
    return {line: count for line, count in counts.items() if count > 1}


def handed_over(frame):
    """Count what comes with a call of a method of `Watched`.

    That is one array; many numbers, where an array of numbers is gone through; and as many objects
    as there are in an array of objects, which is how `np.vectorize` hands over what it loops over.
    """
    array = frame.f_locals["self"]
    if frame.f_code.co_name == "__iter__":
        return len(array) if array.ndim == 1 else 0  # rows are arrays, which are counted anyway
    return array.size if array.dtype == object else 1


def watched(value):
    """Return arguments with the arrays in them, also in lists and dicts, being watched."""
    if type(value) is np.ndarray:
        return value.view(Watched)
    if type(value) in {tuple, list}:
        return type(value)(watched(part) for part in value)
    if type(value) is dict:
        return {name: watched(part) for name, part in value.items()}
    return value


def excess(exercise, cases, outcomes):
    """Say what an answer needs for each unit beyond what it may; "" if it is fast enough."""
    if exercise.pace is None:
        return ""
    few, many = sizes(cases)
    ran_few, ran_many = (
        outcomes[[case.size for case in cases].index(size)].ran for size in (few, many)
    )
    lines, things = ((b - a) / (many - few) for a, b in zip(ran_few, ran_many, strict=True))
    per = exercise.pace.per
    if lines > exercise.pace.lines + SOME:
        allowed = f"; at most {exercise.pace.lines} are allowed" if exercise.pace.lines else ""
        return (
            f"For each {per} it runs {about(lines)} of Python, NumPy's own among them "
            f"({ran_few[0]} lines for {few} {per}s, {ran_many[0]} for {many}){allowed}."
        )
    if exercise.pace.lines == 0 and things > SOME:
        return (
            f"It runs no more lines for more {per}s, and yet NumPy hands over something for each: "
            f"{ran_few[1]} arrays or numbers for {few} {per}s and {ran_many[1]} for {many}. A loop "
            "inside of `sum`, `map` or the like is one too."
        )
    return ""


def praise(exercise, cases):
    """Return what a right answer hears that is fast enough."""
    pace, (few, many) = exercise.pace, sizes(cases)
    if pace.lines:
        return f"Right, and with at most {pace.lines} lines of Python for each {pace.per}."
    return f"Right, and Python has no more to do for {many} {pace.per}s than for {few}."


def sizes(cases):
    """Return the smallest and the largest size among the cases that have one."""
    given = [case.size for case in cases if case.size is not None]
    return min(given), max(given)


def about(lines):
    """Return "1 line", "about 12 lines", "1.5 lines"."""
    text = f"{lines:.3g}"
    return f"{text} line" if text == "1" else f"{text} lines"
