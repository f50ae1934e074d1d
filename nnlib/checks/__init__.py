"""Exercises that check themselves and say what went wrong.

`check` looks at an answer, `hint` and `solution` help, `progress` shows how far you are. Tests and
graders call `grade`, which shows nothing. NumPy and the standard library are enough for all of it.
"""

import copy
import os
import re

from nnlib.checks import folders, memory, remarks, show, texts, transport
from nnlib.checks.ask import Outcome, ask, is_stub, open_line
from nnlib.checks.catalogue import Catalogue
from nnlib.checks.crash import Raised
from nnlib.checks.exercise import Case, Exercise, Wrong
from nnlib.checks.result import Result
from nnlib.checks.rounds import Round
from nnlib.checks.values import described, parts_of
from nnlib.checks.verdict import judge

__all__ = [
    "EXERCISES",
    "Case",
    "Exercise",
    "Result",
    "Round",
    "Wrong",
    "case",
    "check",
    "grade",
    "hint",
    "progress",
    "solution",
]

EXERCISES = Catalogue()
FAILURES_BEFORE_SOLUTION = 2


def find(exercise_id):
    """Return the exercise of this id, or raise ValueError that names the nearest ones."""
    if isinstance(exercise_id, str) and exercise_id in EXERCISES:
        return EXERCISES[exercise_id]
    chapter, _, wanted = str(exercise_id).rpartition(".")
    near = [name for name in EXERCISES if wanted and wanted in name] or list(EXERCISES)
    raise ValueError(
        f"exercise_id must be the name of an exercise, got {exercise_id!r}; "
        f"there are {', '.join(near)}.{remark_on_folders(chapter, wanted)}"
    )


def remark_on_folders(chapter, name):
    """Say why an exercise may be missing: its folder is not listed, or nobody named its folder."""
    for folder in folders.present():
        room = folder.path / chapter / name
        if re.fullmatch("[a-z0-9]+", chapter) and name and room.is_dir():
            return f" There is {room}, but {folder.path / folders.LIST} does not list it."
    known = {name for folder in folders.present() for name in folder.chapters}
    if chapter and chapter not in known:
        return f" If it is your teacher's, set {folders.VARIABLE} to their folder of exercises."
    return ""


def grade(exercise_id, answer, *, seed=None):
    """Judge an answer without showing anything.

    Parameters
    ----------
    exercise_id : str
        For example ``"mlp.delta-hidden"``.
    answer : callable, dict, array_like or str
        The learner's function, or what they worked out.
    seed : int, optional
        Draws the cases that a function is asked; None is 0, what `check` takes.

    Returns
    -------
    Result
        ``(passed, score, message, diagnosis)``, whatever the learner's code does.

    Raises
    ------
    ValueError
        If there is no such exercise.
    """
    exercise = find(exercise_id)
    cases = exercise.cases_for(0 if seed is None else seed)
    return judge(exercise, outcomes_of(exercise, answer, cases), cases)


def check(exercise_id, answer):
    """Look at an answer, say what is right and what went wrong, and remember it.

    In a notebook that nbgrader runs it shows the message and returns the points.

    Parameters
    ----------
    exercise_id : str
        For example ``"mlp.delta-hidden"``.
    answer : callable, dict, array_like or str
        Your function itself, without brackets, or what you worked out.

    Raises
    ------
    ValueError
        If there is no such exercise.
    """
    exercise = find(exercise_id)
    seed = int(os.environ.get("NNLIB_SEED", "0"))
    cases = exercise.cases_for(seed)
    outcomes = outcomes_of(exercise, answer, cases)
    grader = os.environ.get("NBGRADER_EXECUTION")
    if grader == "autograde" and os.environ.get("NNLIB_JUDGE") == "elsewhere":
        sent = {show.OUTCOMES: transport.to_json(outcomes), "text/plain": "Handed to the judge."}
        show.publish(sent)
        return None
    result = judge(exercise, outcomes, cases)
    if grader == "autograde":
        show.publish({show.OUTCOMES: transport.to_json(outcomes), **show.verdict(result)})
        return round(result.score * exercise.points, 2)
    entry = memory.record(exercise, result, guesses_in(exercise, outcomes[0].value))
    show.publish(show.verdict(result))
    if result.passed:
        show.words(exercise.why)
    elif entry["failed"] >= FAILURES_BEFORE_SOLUTION and result.diagnosis != "not-started":
        show.aside(
            f'Stuck? `hint("{exercise.id}")` helps, and `solution("{exercise.id}")` is open now.'
        )
    if remark := memory.unkept():
        show.aside(remark)
    if grader == "validate" and not result.passed:
        raise AssertionError(result.message)
    return None


def case(exercise_id, number):
    """Return the arguments of a case that `check` tries, numbered from 0, as a message names it.

    Raises
    ------
    ValueError
        If there is no such exercise, or no such case.
    """
    exercise = find(exercise_id)
    cases = exercise.cases_for(int(os.environ.get("NNLIB_SEED", "0")))
    if number not in range(len(cases)):
        raise ValueError(f"number must be a case from 0 to {len(cases) - 1}, got {number!r}")
    return copy.deepcopy(cases[number].args)


def hint(exercise_id, level=None):
    """Show the hints of an exercise, folded, or the one of level 1, 2 or 3.

    Raises
    ------
    ValueError
        If there is no such exercise, or no such level.
    """
    exercise = find(exercise_id)
    if level is None:
        show.hints(exercise)
    elif level in {1, 2, 3}:
        show.words(exercise.hints[level - 1])
    else:
        raise ValueError(f"level must be 1, 2 or 3, got {level!r}")


def solution(exercise_id, *, now=False):
    """Show the solution, once two checks have failed, or with ``now=True``.

    Raises
    ------
    ValueError
        If there is no such exercise.
    """
    exercise = find(exercise_id)
    entry = memory.load().get(exercise.id, {})
    missing = FAILURES_BEFORE_SOLUTION - entry.get("failed", 0)
    if missing > 0 and not now and not entry.get("passed"):
        checks = "one more check" if missing == 1 else "two checks"
        show.aside(
            f"The solution opens after {checks}. To see it at once: "
            f'`solution("{exercise.id}", now=True)`.'
        )
    else:
        show.words(exercise.why, solution_of(exercise))


def solution_of(exercise):
    """Return the code of a solution; words in its place where the teacher has kept it back."""
    if exercise.room is None or not (exercise.room / texts.SOLUTION).is_file():
        return "# Your teacher has not handed out the solution."
    return texts.solution(exercise.room)


def progress(chapter=None):
    """Show which exercises are right, partly right, not yet right and open.

    Parameters
    ----------
    chapter : str, optional
        The name of one, such as ``"neuron"``; default: all of them.

    Raises
    ------
    ValueError
        If there is no such chapter.
    """
    groups = {}  # by chapter and whose it is: a teacher's folder may add to a chapter of the course
    for name in EXERCISES:
        groups.setdefault((name.partition(".")[0], EXERCISES.origin(name)), []).append(name)
    chapters = list(dict.fromkeys(name for name, _ in groups))
    if chapter is not None and chapter not in chapters:
        raise ValueError(f"chapter must be one of {', '.join(chapters)}; got {chapter!r}")
    known = memory.load()
    rows = []
    for (name, origin), ids in groups.items():
        if chapter in {None, name}:
            entries = [(EXERCISES.title(i), i, show.state_of(**known.get(i, {}))) for i in ids]
            rows.append((f"{name} ({origin})" if origin else name, entries))
    show.overview(rows)


def guesses_in(exercise, answer):
    """Return what a learner has guessed so far, as they wrote it."""
    parts = parts_of(answer, exercise.parts) if exercise.predictions else {}
    guesses = {name: parts[name] for name in exercise.predictions}
    return {name: remarks.shown(guess) for name, guess in guesses.items() if remarks.usable(guess)}


def outcomes_of(exercise, answer, cases):
    """Return what an answer gives for the cases; one that cannot be asked gives a `Raised`."""
    if is_stub(answer):
        return [Outcome(Raised("NotImplementedError", ""))]
    if not exercise.wants_function:
        return [Outcome(answer)]
    if not callable(answer):
        return [Outcome(Raised("NotAFunction", described(answer)))]
    if line := open_line(answer):
        return [Outcome(Raised("Unfinished", str(line)))]
    return ask(
        answer,
        cases,
        seconds=exercise.seconds,
        may_change=exercise.may_change,
        twice=exercise.asks_twice,
        rules=exercise.rules,
    )
