"""Half-done answers, which a page offers: unfinished as they stand, and right when completed."""

import re

import pytest
from exercise_answers import answer

from nnlib.checks import EXERCISES, grade, texts
from nnlib.checks.ask import open_line

STARTS = [e for e in EXERCISES.values() if texts.start(e.room)]
HARD = 3  # points
DOTS = re.compile(r"^( *(?:\w+ = |return ))\.\.\.(?:  # .*)?$", re.MULTILINE)
# What a start writes otherwise than the solution does; the rest is found in the solution.
OTHERWISE = {
    ("speed.lost-update", "        theta = "): (
        "        theta -= eta * (delta @ ones_and_x.T).ravel()"
    ),
    ("rnn.two-faults", "    came_in = "): "    came_in = h[:-1]",
    ("digits.own-table", "    labels = "): (
        "    labels = np.unique([word for *_, word in lines], return_inverse=True)[1]"
    ),
    ("digits.own-table", "    mean = "): "    mean = np.nanmean(raw[train], axis=0)",
    ("digits.own-table", "    std = "): "    std = np.nanstd(raw[train], axis=0)",
}
starts = pytest.mark.parametrize("exercise", STARTS, ids=lambda e: e.id)


def completed(exercise):
    """Return the start with the solution's lines in the places that are open."""
    solution = texts.solution(exercise.room)

    def line(match):
        key = exercise.id, match[1]
        found = re.search(rf"^{re.escape(match[1])}.*$", solution, re.MULTILINE)
        return OTHERWISE.get(key) or found[0]

    return DOTS.sub(line, texts.start(exercise.room))


def test_a_dozen_exercises_have_one_and_they_are_hard():
    assert len(STARTS) >= 12
    assert all(e.points >= HARD for e in STARTS)


@starts
def test_a_start_is_unfinished_and_nothing_else(exercise):
    result = grade(exercise.id, answer(exercise, texts.start(exercise.room)))
    assert (result.passed, result.diagnosis) == (False, "unfinished")
    assert (
        "..."
        in texts.start(exercise.room).splitlines()[int(re.search(r"\d+", result.message)[0]) - 1]
    )


@starts
def test_a_start_is_right_when_it_is_completed(exercise):
    source = completed(exercise)
    assert not re.search(r"= \.\.\.|return \.\.\.", source)
    result = grade(exercise.id, answer(exercise, source))
    assert result.passed, result.message


def half_done(x):
    def inner(y):
        return ...

    return inner(x)


def with_a_value(x):
    rows = x[..., 0]
    rows[...] = 1
    return np_like(rows, ...)


def np_like(rows, _):
    return rows


@pytest.mark.parametrize(
    ("function", "open_at"),
    [(half_done, 3), (with_a_value, None), (lambda x: ..., 1), (len, None), (3, None)],
)
def test_dots_for_a_value_are_told_from_dots_in_an_index(function, open_at):
    line = open_line(function)
    first = getattr(getattr(function, "__code__", None), "co_firstlineno", 1)
    assert line == (None if open_at is None else first + open_at - 1)
