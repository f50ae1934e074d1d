"""What an answer costs, counted and never timed: the same on every machine, however busy it is.

One function is counted on a small and on a larger case. First the lines of Python that ran, its own
and those of what it calls, so that a comprehension, a recursion and `np.vectorize` are the loops
that they are. Then the arrays that NumPy made of the arguments, for loops that no line of Python
shows, such as `sum(map(np.multiply, A, B))`. A fast answer needs no more of either.
"""

from dataclasses import dataclass

import numpy as np

SOME = 0.5  # lines or arrays for each unit: less than one is no loop over all of them


@dataclass(frozen=True)
class Pace:
    """How much Python an answer may need for each more of something.

    Attributes
    ----------
    per : str
        What the cases with a `size` have more or less of: ``"example"``.
    lines : int
        How many lines it may run for each of them. 0: the loop is NumPy's alone, so that the
        arrays it makes are counted as well.
    """

    per: str
    lines: int = 0


class Watched(np.ndarray):
    """An array that is seen whenever another one is made of it, in C too: a row of a loop, a sum.

    The trace function of `ask` counts the calls of the one method here.
    """

    def __array_finalize__(self, source):
        """Do nothing."""


MADE = Watched.__array_finalize__.__code__


def arrays_in(made):
    """Count an array as one, and one of Python's objects, as `np.vectorize` makes, by its size."""
    return made.size if made.dtype == object else 1


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
    lines, arrays = ((b - a) / (many - few) for a, b in zip(ran_few, ran_many, strict=True))
    per = exercise.pace.per
    if lines > exercise.pace.lines + SOME:
        allowed = f"; at most {exercise.pace.lines} are allowed" if exercise.pace.lines else ""
        return (
            f"For each {per} it runs {about(lines)} of Python, NumPy's own among them "
            f"({ran_few[0]} lines for {few} {per}s, {ran_many[0]} for {many}){allowed}."
        )
    if exercise.pace.lines == 0 and arrays > SOME:
        return (
            f"It runs no more lines for more {per}s, and yet NumPy is called for each {per}: it "
            f"makes {ran_few[1]} arrays for {few} {per}s and {ran_many[1]} for {many}. A loop "
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
