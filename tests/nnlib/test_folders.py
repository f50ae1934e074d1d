"""Folders of exercises: the course's, a teacher's beside it, and some that are broken."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nnlib import checks
from nnlib.checks import EXERCISES, catalogue, check, crash, folders, grade, memory
from nnlib.checks.folders import FolderError

ROOM = folders.course().room("neuron.tanh-delta")
LIST = '[exam]\ntitle = "Examination"\nexercises = ["slope"]\n'
STATEMENT = "# The slope\n\nWrite `slope(x)`.\n\n" + "".join(
    f"## {section}\n\n{section} of it.\n\n" for section in ("Hint 1", "Hint 2", "Hint 3", "Why")
)
CHECK = """
from nnlib.checks import Case, Exercise, Wrong
from nnlib_exercises.neuron.shared import batch
from ..shared import twice

EXERCISE = Exercise(
    kind="implement", points=2, right=twice,
    cases=lambda rng: [Case("three numbers", (rng.normal(size=3),))],
    wrongs=(Wrong("square", "You give the function and not its slope.", lambda x: x**2),),
)
"""
SOLUTION = "def slope(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION\n"


def written(folder, **files):
    """Write a folder with one exercise, `exam.slope`; a file that is None is left out."""
    room = folder / "exam" / "slope"
    room.mkdir(parents=True)
    there = {
        folder / "order.toml": LIST,
        folder / "exam" / "shared.py": "def twice(x):\n    return 2 * x\n",
        room / "statement.md": STATEMENT,
        room / "check.py": CHECK,
        room / "solution.py": SOLUTION,
    }
    for path, text in there.items():
        said = files.get(path.stem, text)
        if said is not None:
            path.write_text(said, encoding="utf-8")
    return folder


@pytest.fixture
def named(tmp_path, monkeypatch):
    """Return a function that writes a teacher's folder and names it."""

    def name(folder="my exam", **files):
        path = written(tmp_path / folder, **files)
        monkeypatch.setenv("NNLIB_EXERCISES", str(path))
        return path

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NNLIB_PROGRESS", "session")
    monkeypatch.setattr(memory, "session", {})
    return name


# A teacher's folder -------------------------------------------------------------------------------


def test_an_exercise_of_a_teacher_answers_as_the_courses_do(named, capsys):
    named()
    assert grade("exam.slope", lambda x: x + x).passed
    assert grade("exam.slope", lambda x: x**2).diagnosis == "square"
    assert grade("neuron.tanh-delta", ...).diagnosis == "not-started"
    check("exam.slope", lambda x: x**2)
    check("exam.slope", lambda x: x**2)
    checks.hint("exam.slope", 2)
    checks.solution("exam.slope")
    said = capsys.readouterr().out
    assert "You give the function" in said
    assert "Hint 2 of it." in said
    assert "return 2 * x" in said
    assert "SOLUTION" not in said


def test_progress_tells_whose_an_exercise_is(named, capsys):
    named(order=LIST + '[neuron]\ntitle = "More"\nexercises = ["more"]\n')
    shutil.copytree(ROOM, Path(os.environ["NNLIB_EXERCISES"]) / "neuron" / "more")
    checks.progress()
    rows = capsys.readouterr().out.splitlines()
    heads = [row.split("░")[0].split("█")[0].strip() for row in rows if not row.startswith(" ")]
    assert heads[:-1] == [*folders.course().chapters, "exam (my exam)", "neuron (my exam)"]
    checks.progress("exam")
    assert "○ The slope  (exam.slope)" in capsys.readouterr().out
    checks.progress("neuron")
    assert "(neuron.more)" in capsys.readouterr().out


def test_ids_come_in_the_order_of_the_lists(named):
    assert list(EXERCISES) == folders.course().ids
    named()
    assert list(EXERCISES) == [*folders.course().ids, "exam.slope"]
    assert len(EXERCISES) == len(folders.course().ids) + 1
    assert "exam.slope" in EXERCISES


def test_another_folder_takes_the_place_of_the_first(named):
    named("one")
    assert grade("exam.slope", lambda x: 2 * x).passed
    named("two", shared="def twice(x):\n    return 3 * x\n")
    assert grade("exam.slope", lambda x: 3 * x).passed
    named("three", order=LIST.replace("slope", "other"))
    assert "exam.slope" not in EXERCISES


def test_a_folder_may_be_named_relatively_and_from_home(named, monkeypatch, tmp_path):
    named("exam")
    for name in ("exam", "./exam/", "~/exam"):
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("NNLIB_EXERCISES", name)
        assert "exam.slope" in EXERCISES


def test_the_courses_own_folder_may_be_named_and_brings_nothing_twice(monkeypatch):
    monkeypatch.setenv("NNLIB_EXERCISES", str(folders.course().path / ".." / "exercises"))
    assert list(EXERCISES) == folders.course().ids


def test_a_solution_that_the_teacher_kept_back_is_not_missed(named, capsys):
    named(solution=None)
    assert grade("exam.slope", lambda x: 2 * x).passed
    checks.solution("exam.slope", now=True)
    assert "has not handed out the solution" in capsys.readouterr().out


def test_a_check_is_the_courses_code_and_an_answer_is_a_learners(named):
    named()
    for name in ("neuron.tanh-delta", "exam.slope"):
        assert crash.is_library(EXERCISES[name].right.__code__)
    theirs = catalogue.module(folders.course(), "neuron.tanh-delta", "other_answers").ANSWERS[0]
    assert not crash.is_library(theirs.__code__)


# Folders that are not as they must be -------------------------------------------------------------


def test_an_id_in_two_folders_is_refused_and_both_are_named(named):
    own = LIST + '[neuron]\ntitle = "One neuron"\nexercises = ["tanh-delta"]\n'
    folder = named(order=own)
    with pytest.raises(FolderError) as told:
        list(EXERCISES)
    for part in ("neuron.tanh-delta is in two folders", str(ROOM), str(folder / "neuron")):
        assert part in str(told.value)


def asked_for_everything():
    """Ask for each exercise of the teacher, and for its solution."""
    for name in EXERCISES:
        if name.startswith("exam"):
            grade(name, lambda x: 2 * x)
            checks.solution(name, now=True)


@pytest.mark.parametrize(
    ("files", "file", "wanted"),
    [
        ({"order": None}, "order.toml", "is missing, the list of the exercises in it"),
        ({"order": "[exam"}, "order.toml", "cannot be read"),
        ({"order": ""}, "order.toml", "lists no exercise"),
        ({"order": '[exam]\ntitle = "A"\n'}, "order.toml", "the chapter exam is not as it must be"),
        ({"order": "exam = 3"}, "order.toml", "the chapter exam is not as it must be"),
        ({"order": LIST + "x = 1\n"}, "order.toml", "the chapter exam is not as it must be"),
        ({"order": LIST.replace("exam", "Ex-am")}, "order.toml", "the chapter Ex-am is not"),
        ({"order": LIST.replace('"slope"', "3")}, "order.toml", "3 is no name of an exercise"),
        ({"order": LIST.replace("slope", "../x")}, "order.toml", "'../x' is no name"),
        ({"order": LIST.replace('"slope"', '"slope", "slope"')}, "order.toml", "stands twice"),
        ({"order": LIST.replace("slope", "gone")}, "gone", "is missing"),
        ({"statement": None}, "statement.md", "is missing"),
        (
            {"statement": STATEMENT.replace("# The slope\n", "")},
            "statement.md",
            "must hold a title",
        ),
        ({"statement": STATEMENT.replace("## Hint 2\n", "")}, "statement.md", "'## Hint 2'"),
        ({"statement": STATEMENT.replace("Why of it.", "")}, "statement.md", "'## Why'"),
        ({"statement": STATEMENT.replace("Hint 1", "Hint 2")}, "statement.md", "'## Hint 1'"),
        ({"check": None}, "check.py", "is missing"),
        ({"check": "1 +"}, "check.py", "cannot be loaded: SyntaxError"),
        ({"check": "import no_such_module"}, "check.py", "No module named 'no_such_module'"),
        ({"check": "raise SystemExit(3)"}, "check.py", "cannot be loaded: SystemExit"),
        ({"check": "EXERCISES = 3"}, "check.py", "must set EXERCISE = Exercise("),
        ({"check": CHECK.replace("points=2,", "")}, "check.py", "points"),
        ({"shared": None}, "check.py", "shared"),
        ({"solution": "def slope(x):\n    return 2 * x\n"}, "solution.py", "### BEGIN SOLUTION"),
    ],
)
def test_a_broken_folder_is_told_with_its_file_and_what_it_must_hold(named, files, file, wanted):
    folder = named(**files)
    with pytest.raises(FolderError) as told:
        asked_for_everything()
    assert str(folder) in str(told.value)
    assert file in str(told.value)
    assert wanted in str(told.value)


def test_what_is_named_must_be_a_folder(monkeypatch, tmp_path):
    for path, wanted in ((tmp_path / "none", "does not exist"), (Path(__file__), "is a file")):
        monkeypatch.setenv("NNLIB_EXERCISES", str(path))
        with pytest.raises(FolderError, match=f"NNLIB_EXERCISES must name a folder.*{wanted}"):
            grade("neuron.tanh-delta", ...)


def test_a_broken_exercise_stops_no_other(named):
    named(check="1 +")
    assert grade("neuron.tanh-delta", ...).diagnosis == "not-started"
    with pytest.raises(FolderError):
        grade("exam.slope", ...)


def test_a_name_that_no_folder_has_is_told_with_what_may_be_missing(named):
    with pytest.raises(ValueError, match=r"got 'exam.slope'.*set NNLIB_EXERCISES to their folder"):
        grade("exam.slope", ...)
    folder = named()
    shutil.copytree(folder / "exam" / "slope", folder / "exam" / "forgotten")
    with pytest.raises(ValueError, match=r"forgotten, but .*order.toml does not list it"):
        grade("exam.forgotten", ...)
    for nothing in (["neuron.tanh-delta"], None, "", ".", "../..", "neuron."):
        with pytest.raises(ValueError, match="exercise_id must be the name of an exercise, got"):
            grade(nothing, ...)


# Loading ------------------------------------------------------------------------------------------


LAZY = """
import sys
from nnlib.checks import EXERCISES, grade, progress
checks = lambda: [name for name in sys.modules if name.endswith(".check")]
progress()
assert "mlp.forward" in EXERCISES and len(EXERCISES) > 40
assert checks() == [], checks()
grade("neuron.tanh-delta", ...)
print(*checks())
"""


def test_an_exercise_is_loaded_when_it_is_asked_for_and_no_other():
    done = subprocess.run(
        [sys.executable, "-c", LAZY], cwd=Path(checks.__file__).parents[2], check=False,
        capture_output=True, text=True, env={**os.environ, "NNLIB_PROGRESS": "session"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "nnlib_exercises.neuron.tanh-delta.check"


def test_a_loaded_exercise_is_kept():
    assert EXERCISES["neuron.tanh-delta"] is EXERCISES["neuron.tanh-delta"]
    assert catalogue.load(folders.course(), "neuron.tanh-delta").room == ROOM
    assert np.all(EXERCISES["neuron.tanh-delta"].right(np.zeros(1), np.zeros(1)) == 0)
