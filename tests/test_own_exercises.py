"""A teacher's folder of exercises, from the page's example to the list of marks.

NNLIB_EXERCISES names it; nothing in the course is changed.
"""

import csv
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import assemble
import judge
import lite_wheels
import nbformat
import new_exercise
import patient_run
import pytest
from patience import patience
from test_assembled import recipe

import exercises
from nnlib.checks import EXERCISES, outcomes_of, transport
from nnlib.checks.folders import course
from nnlib.checks.texts import without_marks

ROOT = Path(__file__).resolve().parents[1]
NAME = "exam.bias-step"
RIGHT = "def bias_step(b, delta, eta):\n    return b - eta * np.mean(delta)"
SUMMED = "def bias_step(b, delta, eta):\n    return b - eta * np.sum(delta)"
LOOKS = """import os
from pathlib import Path

exam = Path(os.environ["NNLIB_EXERCISES"])
found = sorted(path.name for path in exam.rglob("*") if path.is_file())
print("FOUND", *found)


def bias_step(b, delta, eta):
    return b"""


@pytest.fixture(scope="module")
def exam(tmp_path_factory):
    """The exercise that the page for teachers adds, in a folder of the teacher's own."""
    folder = tmp_path_factory.mktemp("teacher") / "my exam"
    assert new_exercise.main([NAME, "A step for the bias", "--in", str(folder)]) == 0
    for language, text, file in recipe():
        if language != "sh":
            (folder / file.replace("exercises/neuron", "exam")).write_text(text, encoding="utf-8")
    assert assemble.main([str(folder)]) == 0
    return folder


@pytest.fixture
def named(exam, monkeypatch):
    """Name that folder, as a teacher's shell does."""
    monkeypatch.setenv("NNLIB_EXERCISES", str(exam))


def answered(notebook, source):
    """Return a copy of a notebook with an answer in it."""
    made = nbformat.from_dict(json.loads(json.dumps(notebook)))
    next(cell for cell in made.cells if cell.id == "bias-step").source = source
    return made


def test_the_tests_of_an_exercise_run_for_a_folder_of_ones_own(exam):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider",
         "tests/nnlib/test_exercises.py", "-k", "exam"],
        cwd=ROOT, check=False, capture_output=True, text=True, timeout=patience(300),
        env={**os.environ, "NNLIB_EXERCISES": str(exam)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) >= 10


@pytest.mark.usefixtures("named")
def test_a_learners_copy_holds_no_solution_and_stands_beside_the_courses(tmp_path, capsys):
    assert exercises.main(["--into", str(tmp_path)]) == 0
    assert "exam.ipynb: written" in capsys.readouterr().out
    courses = {f"{chapter}.ipynb" for chapter in course().chapters}
    assert {path.name for path in tmp_path.glob("*.ipynb")} == {"exam.ipynb", *courses}
    copy = (tmp_path / "exam.ipynb").read_text("utf-8")
    assert "...  # your answer" in copy
    assert "np.mean" not in copy
    theirs = tmp_path / "exam.ipynb"
    theirs.write_text(copy.replace("...  # your answer", "return 7"), encoding="utf-8")
    assert exercises.main(["--into", str(tmp_path)]) == 0
    assert "return 7" in theirs.read_text("utf-8")


def test_a_notebook_called_like_one_of_the_courses_is_kept_apart(tmp_path, monkeypatch):
    mine = tmp_path / "mine"
    assert new_exercise.main(["neuron.more", "More", "--in", str(mine)]) == 0
    monkeypatch.setenv("NNLIB_EXERCISES", str(mine))
    names = [name for _, name in exercises.offered()]
    assert names[-1] == "mine-neuron.ipynb"
    assert len(names) == len(set(names))


def test_a_copy_that_is_not_assembled_says_how(tmp_path, monkeypatch, capsys):
    assert new_exercise.main(["exam.more", "More", "--in", str(tmp_path / "mine")]) == 0
    monkeypatch.setenv("NNLIB_EXERCISES", str(tmp_path / "mine"))
    assert exercises.main(["--into", str(tmp_path / "work")]) == 1
    assert (
        "exam.ipynb is not assembled yet; run: python tools/assemble.py" in capsys.readouterr().err
    )


@pytest.mark.usefixtures("named")
def test_the_judge_knows_the_exercise():
    exercise = EXERCISES[NAME]
    for answer, name in [(exercise.right, None), *((w.answer, w.name) for w in exercise.wrongs)]:
        cases = exercise.cases_for(5)
        sent = transport.to_json(outcomes_of(exercise, answer, cases))
        assert judge.mark(NAME, [sent], 5).diagnosis == name


# Marked by nbgrader -------------------------------------------------------------------------------


CLASS = {"right": (RIGHT, 2), "summed": (SUMMED, None), "open": (None, 0), "looks": (LOOKS, 0)}


@pytest.fixture(scope="module")
def marked(exam, tmp_path_factory):
    """A class's folder, laid out and marked by the commands that the page gives."""
    pytest.importorskip("nbgrader")
    folder = tmp_path_factory.mktemp("my class")
    page = (ROOT / "tools" / "nbgrader_config.py").read_text("utf-8")
    (folder / "nbgrader_config.py").write_text(page, encoding="utf-8")
    source = folder / "source" / "exam" / "exam.ipynb"
    source.parent.mkdir(parents=True)
    source.write_bytes((exam / "exam.ipynb").read_bytes())

    def nbgrader(command, **more):
        program = Path(sys.executable).with_name("nbgrader")
        # The folder is named as one types it: from where one stands.
        named = {
            "NNLIB_EXERCISES": os.path.relpath(exam, folder),
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
        }
        done = subprocess.run(
            [program, *command.split()], cwd=folder, check=False, capture_output=True, text=True,
            timeout=patience(300), env={**os.environ, **named, **more},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stderr

    nbgrader("generate_assignment exam")
    release = nbformat.read(folder / "release" / "exam" / "exam.ipynb", as_version=4)
    for student, (answer, _) in CLASS.items():
        path = folder / "submitted" / student / "exam" / "exam.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(answered(release, answer) if answer else release, path)
    said = nbgrader("autograde exam")
    nbgrader("generate_feedback exam")
    nbgrader("export")
    with (folder / "grades.csv").open(encoding="utf-8", newline="") as table:
        marks = {row["student_id"]: float(row["score"]) for row in csv.DictReader(table)}
    return folder, marks, said, nbgrader


def test_what_is_handed_out_holds_no_solution(marked):
    folder, *_ = marked
    release = (folder / "release" / "exam" / "exam.ipynb").read_text("utf-8")
    assert "np.mean" not in release
    assert "...  # your answer" in release


def test_each_student_gets_the_mark_that_is_due_and_hears_why(marked):
    folder, marks, *_ = marked
    assert {student: marks[student] for student in ("right", "open", "looks")} == {
        student: CLASS[student][1] for student in ("right", "open", "looks")
    }
    assert 0 < marks["summed"] < 2  # a sum is a mean where there is one example
    page = (folder / "feedback" / "summed" / "exam" / "exam.html").read_text("utf-8")
    assert "a sum where the mean belongs" in page


def test_who_looks_for_the_folder_is_reported(marked):
    _, _, said, _ = marked
    assert "Look at exam of looks" in said
    assert "NNLIB_EXERCISES" in said


def test_in_the_box_a_student_finds_no_solution(marked):
    if not patient_run.box_works():
        pytest.skip("no box can be made here: it needs bubblewrap")
    folder, *_ = marked
    page = (folder / "feedback" / "looks" / "exam" / "exam.html").read_text("utf-8")
    found = re.search(r"FOUND ([\w. ]+)", page)[1].split()
    assert set(found) == {"check.py", "order.toml", "setup.py", "statement.md"}


def test_without_the_folder_nobody_is_marked_in_silence(marked):
    _, _, _, nbgrader = marked
    said = nbgrader("autograde exam --student=right --force", NNLIB_EXERCISES="")
    assert "There is no exercise exam.bias-step here" in said


# In a wheel ---------------------------------------------------------------------------------------


INSTALLED = f"""
from nnlib.checks import EXERCISES, grade, hint, progress, solution
import nnlib
print(nnlib.__file__)
assert all(grade(e.id, e.right).passed for e in EXERCISES.values() if e.kind == "compute")
progress(); hint("rnn.bptt", 1); solution("neuron.tanh-delta", now=True)
print(len(EXERCISES), grade("{NAME}", EXERCISES["{NAME}"].right).passed)
"""


def test_an_installed_wheel_brings_the_exercises_and_takes_a_teachers(exam, tmp_path):
    wheel = lite_wheels.build_nnlib(ROOT, tmp_path)
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(site)
    assert "nnlib/exercises/order.toml" in names
    assert not [name for name in names if "other_answers" in name or name.endswith(".ipynb")]
    done = subprocess.run(
        [sys.executable, "-c", INSTALLED], cwd=tmp_path, check=False, capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(site), "NNLIB_EXERCISES": str(exam),
             "NNLIB_PROGRESS": "session"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(site))
    solution = (ROOT / "exercises" / "neuron" / "tanh-delta" / "solution.py").read_text("utf-8")
    assert without_marks(solution) in done.stdout
    assert done.stdout.splitlines()[-1] == f"{len(course().ids) + 1} True"
