"""The teacher's side: what nbgrader needs of the masters, what the judge believes, and a class.

The judge is asked without nbgrader, with what a tampered kernel could send; the class is run.
"""

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import judge
import nbformat
import numpy as np
import pytest
from class_of_many import SLOW
from class_of_samples import samples
from nbformat import v4
from patience import patience

from nnlib.checks import EXERCISES, outcomes_of, show, transport
from nnlib.checks.folders import course

ROOT = Path(__file__).resolve().parents[1]
MASTERS = {path.stem: path for path in sorted((ROOT / "exercises").glob("*.ipynb"))}
EXERCISE = EXERCISES["neuron.tanh-delta"]
SEED = 5
COUNT = len(EXERCISE.cases_for(SEED)) + 1
pytestmark = pytest.mark.usefixtures("asked_once")
masters = pytest.mark.parametrize("path", MASTERS.values(), ids=MASTERS)


def right(z, y):
    a = np.tanh(z)
    return 2 * (a - y) * (1 - a**2)


def sent(answer, seed=SEED, exercise=EXERCISE):
    """Return what `check` sends for an answer."""
    return transport.to_json(outcomes_of(exercise, answer, exercise.cases_for(seed)))


def with_first(value):
    """Return an honest message with another first value."""
    entries = json.loads(sent(right))
    entries[0]["value"] = value
    return json.dumps(entries)


def grade_cell(*outputs, points=2, source='check("neuron.tanh-delta", tanh_delta)'):
    meta = {"grade": True, "grade_id": "check-tanh-delta", "points": points}
    return v4.new_code_cell(source, metadata={"nbgrader": meta}, outputs=list(outputs))


def display(text, **more):
    return v4.new_output("display_data", data={show.OUTCOMES: text, "text/plain": "✓", **more})


def number(value):
    return v4.new_output("execute_result", data={"text/plain": str(value)}, execution_count=1)


def judged(cell, monkeypatch, seed=SEED):
    """Return the number and the text that the judge leaves in a cell."""
    monkeypatch.setenv("NNLIB_SEED", str(seed))
    cell, _ = judge.Judge().preprocess_cell(cell, {}, 0)
    verdict, result = cell.outputs
    assert result.output_type == "execute_result"
    return float(result.data["text/plain"]), verdict.data["text/plain"]


# The judge ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda e: e.id)
def test_every_right_answer_survives_the_way_to_the_judge(exercise):
    result = judge.mark(exercise.id, [sent(exercise.right, exercise=exercise)], SEED)
    assert result.passed, result.message


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda e: e.id)
def test_a_mistake_keeps_its_name_on_the_way_to_the_judge(exercise):
    for wrong in exercise.wrongs[::2]:  # all of them in test_exercises.py, without the way
        result = judge.mark(exercise.id, [sent(wrong.answer, exercise=exercise)], SEED)
        assert result.diagnosis == wrong.name


def test_points_come_from_the_values_and_not_from_the_number_in_the_cell(monkeypatch):
    def half(z, y):
        return right(z, y) if len(z) == 1 else 0 * z

    assert judged(grade_cell(display(sent(right)), number(0)), monkeypatch)[0] == 2
    assert judged(grade_cell(display(sent(right)), points=7), monkeypatch)[0] == 7
    lied = judged(grade_cell(number(2), display(sent(lambda z, y: z + y)), number(2)), monkeypatch)
    assert lied[0] == 0
    points, text = judged(grade_cell(display(sent(half)), number(2)), monkeypatch)
    assert 0 < points < 2
    assert "Partly right" in text


def test_values_for_another_seed_are_worth_nothing(monkeypatch):
    assert judged(grade_cell(display(sent(right, seed=0))), monkeypatch)[0] == 0


@pytest.mark.parametrize(
    "outputs",
    [
        (),
        (number(2),),
        (v4.new_output("stream", text="2.0\n"),),
        (v4.new_output("display_data", data={"text/plain": "2.0"}),),
        (v4.new_output("error", ename="NameError", evalue="name 'f'", traceback=[]), number(2)),
        (display(sent(right)), display(sent(right))),
        (v4.new_output("execute_result", data={show.OUTCOMES: sent(right)}, execution_count=1),),
    ],
    ids=["nothing", "number", "print", "display", "error", "two answers", "a result"],
)
def test_without_one_set_of_values_there_is_no_mark(outputs, monkeypatch):
    points, text = judged(grade_cell(*outputs), monkeypatch)
    assert points == 0
    assert text.startswith("✗")


DEEP = "[" * 100_000 + "]" * 100_000
MALFORMED = {
    "no JSON": "not JSON",
    "empty": "",
    "null": "null",
    "an object": "{}",
    "no outcomes": "[]",
    "not a text": {"value": 1},
    "a list": [1],
    "cut off": sent(right)[:-5],
    "too few": json.dumps(json.loads(sent(right))[:-1]),
    "too many": json.dumps(json.loads(sent(right)) * 2),
    "only one": json.dumps(json.loads(sent(right))[:1]),
    "other keys": json.dumps(
        [{"value": 1.0, "changed": [], "ran": [0, 0], "passed": True}] * COUNT
    ),
    "deep": DEEP,
    "huge": sent(right) + " " * transport.LONGEST_JSON,
    "changed": json.dumps([{"value": 1.0, "changed": [[]], "ran": [0, 0]}] * COUNT),
    "changed names": json.dumps([{"value": 1.0, "changed": [[0, 0]], "ran": [0, 0]}] * COUNT),
    "no cost": json.dumps([{"value": 1.0, "changed": []}] * COUNT),
    "a cost below 0": json.dumps([{"value": 1.0, "changed": [], "ran": [-1, 0]}] * COUNT),
    "changed places": json.dumps([{"value": 1.0, "changed": [["z", "z"]], "ran": [0, 0]}] * COUNT),
    "nested": with_first([[[[[[[[[[1.0]]]]]]]]]]),
    "unknown": with_first({"pickle": "gASVCAAAAAAAAACMBG1haW6ULg=="}),
    "two kinds": with_first({"open": True, "odd": "x"}),
    "raised": with_first({"raised": ["TooSlow"]}),
    "raised types": with_first({"raised": [1, 2, 3, 4]}),
    "parts": with_first({"parts": [1]}),
    "odd": with_first({"odd": 3}),
    "dtype object": with_first({"array": [1.0], "dtype": "O", "shape": [1]}),
    "dtype bytes": with_first({"array": [1.0], "dtype": "V4000000000", "shape": [1]}),
    "dtype list": with_first({"array": [1.0], "dtype": [["a", "f8"]], "shape": [1]}),
    "shape": with_first({"array": [1.0], "dtype": "float64", "shape": [2]}),
    "shape below 0": with_first({"array": [1.0], "dtype": "float64", "shape": [-1]}),
    "shape huge": with_first({"array": [], "dtype": "float64", "shape": [0, 10**30]}),
    "shape text": with_first({"array": [1.0], "dtype": "float64", "shape": "1"}),
    "ragged": with_first({"array": [[1.0], [1.0, 2.0]], "dtype": "float64", "shape": [3]}),
    "entries": with_first({"array": [{}], "dtype": "float64", "shape": [1]}),
    "too large": with_first({"array": [10**400], "dtype": "int64", "shape": [1]}),
}


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED)
def test_what_check_never_sends_is_refused(text, monkeypatch):
    points, said = judged(grade_cell(display(text), number(2)), monkeypatch)
    assert points == 0
    assert "cannot be read" in said


@pytest.mark.parametrize(
    "value",
    [
        None, True, "1.0", 10**300, float("nan"), [], [None], [[1.0], [1.0, 2.0]], {"open": True},
        {"odd": "<b>x</b>"}, {"parts": {}}, {"raised": ["TooSlow", "", "", ""]},
        {"raised": ["NotAFunction", "", "", ""]}, {"array": 1, "dtype": "bool", "shape": []},
        {"array": [], "dtype": "float64", "shape": [0, 7]},
        {"array": ["1"], "dtype": "float64", "shape": [1]},
    ],
)  # fmt: skip
def test_odd_values_are_wrong_and_stop_nothing(value, monkeypatch):
    for exercise in {e.kind: e for e in EXERCISES.values()}.values():
        cases = len(exercise.cases_for(SEED))
        text = json.dumps(
            [{"value": value, "changed": [[0, "z"]], "ran": [9, 9]}] * (cases + exercise.asks_twice)
        )
        result = judge.mark(exercise.id, [text], SEED)
        assert not result.passed
        assert result.score < 1
    text = json.dumps([{"value": value, "changed": [], "ran": [0, 0]}] * COUNT)
    assert judged(grade_cell(display(text)), monkeypatch)[0] == 0


def test_an_error_of_the_judge_is_no_mark(monkeypatch):
    def stumble(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(judge, "judge", stumble)
    assert judged(grade_cell(display(sent(right))), monkeypatch)[0] == 0


def test_what_the_learner_wrote_is_text_on_the_page(monkeypatch):
    text = json.dumps(
        [{"value": {"raised": ["<script>", "<b>", "<i>", "", ""]}, "changed": [], "ran": [0, 0]}]
        * COUNT
    )
    monkeypatch.setenv("NNLIB_SEED", str(SEED))
    cell, _ = judge.Judge().preprocess_cell(grade_cell(display(text)), {}, 0)
    assert "&lt;script&gt;" in cell.outputs[0].data["text/html"]
    assert not re.search(r"<(script|b|i)>", cell.outputs[0].data["text/html"])


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('check("neuron.tanh-delta", f)', "neuron.tanh-delta"),
        ('# it was missing\n\ncheck("neuron.tanh-delta", f)', "neuron.tanh-delta"),
        ("assert f(1) == 2", None),
        ("2.0", None),
        ("", None),
        ("def f(:", None),
        ("check()", None),
        ('check("a", f); check("b", f)', None),
    ],
)
def test_the_exercise_is_read_from_the_locked_cell(source, found):
    assert judge.exercise_in(source) == found


def test_a_check_of_an_exercise_that_is_nowhere_says_what_to_set(monkeypatch):
    cell = grade_cell(display(sent(right)), number(2), source='check("exam.unknown", f)')
    points, text = judged(cell, monkeypatch)
    assert points == 0
    assert "no exercise exam.unknown here" in text
    assert "NNLIB_EXERCISES" in text


def test_cells_of_others_are_left_alone():
    for cell in (
        grade_cell(number(1), source="assert f(1) == 2"),
        grade_cell(number(1), source='check("my own", f)'),
        v4.new_code_cell("1", outputs=[number(1)]),
        v4.new_markdown_cell("check"),
    ):
        before = nbformat.from_dict(json.loads(json.dumps(cell)))
        assert judge.Judge().preprocess_cell(cell, {}, 0)[0] == before


def test_a_teacher_is_asked_about_what_no_exercise_needs_and_about_nothing_else():
    for line in (
        "from nnlib.checks import EXERCISES",
        "from nnlib.checks.neuron import tanh_delta",
        "import nnlib.checks as c",
        "from nnlib import checks",
        "os.environ['NNLIB_SEED'] = '0'",
        "sys.modules['numpy']",
        'solution("neuron.tanh-delta", now=True)',
        "open('../exercises/neuron.ipynb')",
        "import nnlib_exercises.neuron",
        "NNLIB_EXERCISES = 1",
    ):
        assert judge.worth_a_look([v4.new_code_cell(f"x = 1\n{line}")]) == [line]
    locked = {"nbgrader": {"locked": True}}
    assert judge.worth_a_look([v4.new_code_cell("import ctypes", metadata=locked)]) == []
    for path in MASTERS.values():
        assert judge.worth_a_look(nbformat.read(path, as_version=4).cells) == []


# The masters --------------------------------------------------------------------------------------


@masters
def test_the_metadata_are_what_nbgrader_wants(path):
    validator = pytest.importorskip("nbgrader.nbgraderformat").MetadataValidator()
    notebook = nbformat.read(path, as_version=4)
    validator.validate_nb(notebook)
    cells = [c for c in notebook.cells if "nbgrader" in c.metadata]
    names = [c.metadata.nbgrader.grade_id for c in cells]
    assert len(names) == len(set(names))
    for cell in cells:
        assert cell.metadata.nbgrader.grade_id == cell.id
        solution = cell.metadata.nbgrader.solution
        assert ("### BEGIN SOLUTION" in cell.source) == solution
        assert cell.metadata.nbgrader.locked != solution


@masters
def test_the_points_add_up(path):
    cells = nbformat.read(path, as_version=4).cells
    found = {
        judge.exercise_in(c.source): c.metadata.nbgrader.points
        for c in cells
        if c.metadata.get("nbgrader", {}).get("grade")
    }
    assert found == {e.id: e.points for e in EXERCISES.values() if e.chapter == path.stem}


def solution_lines(source):
    """Return the lines between the marks that say something of their own."""
    inside = re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", source, re.DOTALL)
    lines = (line.strip() for line in "".join(inside).splitlines())
    return [line for line in lines if len(line) > 12 and not line.startswith("#")]


# Nbgrader's cycle ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """Run the class once; return the folder and what was printed.

    It is the class of one chapter, and the right answers of another: that all are right is seen by
    the judge, above, and when their notebooks run. Of the class it is those whom `make mark` does
    not mark in test_marking.py, and two more.
    """
    pytest.importorskip("nbgrader")
    folder = tmp_path_factory.mktemp("grading")
    few = ",".join([*SLOW, "right", "patching"])
    tool = ROOT / "tools" / "grade_demo.py"
    command = [sys.executable, tool, f"--only={few}", folder, "neuron", "rnn"]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=patience(600),
        env={**os.environ, "NNLIB_PATIENCE": str(patience(0.5))},
    )  # fmt: skip
    return folder, done


def test_every_student_of_the_sample_class_gets_the_mark_that_is_due(demonstration):
    _, done = demonstration
    assert done.returncode == 0, done.stdout + done.stderr


@masters
def test_what_is_handed_out_holds_no_solution(path, demonstration):
    folder, _ = demonstration
    handed_out = nbformat.read(folder / "release" / path.stem / path.name, as_version=4)
    others = {c.id: c.source for c in handed_out.cells}
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            left = [s for s in solution_lines(cell.source) if s in others[cell.id]]
            stub = re.sub(
                r"### BEGIN SOLUTION.*?### END SOLUTION", "", cell.source, flags=re.DOTALL
            )
            assert [s for s in left if s not in stub] == []
            assert "...  # your answer" in others[cell.id]
            ast.parse(others[cell.id])
    assert "SOLUTION" not in "".join(others.values())
    assert not any(c.get("outputs") for c in handed_out.cells)


def test_the_settings_are_those_that_the_demonstration_used(demonstration):
    folder, _ = demonstration
    used = (folder / "nbgrader_config.py").read_text("utf-8")
    assert used == (ROOT / "tools" / "nbgrader_config.py").read_text("utf-8")


def test_settings_that_cannot_be_read_stop_nbgrader(tmp_path):
    """Otherwise nbgrader would mark with its defaults: it would believe what the kernel prints."""
    config = (ROOT / "tools" / "nbgrader_config.py").read_text("utf-8")
    (tmp_path / "nbgrader_config.py").write_text(config.replace("from judge", "from no_judge"))
    nbgrader = Path(sys.executable).with_name("nbgrader")
    done = subprocess.run(
        [nbgrader, "autograde", "neuron"], cwd=tmp_path, check=False, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "no_judge" in done.stderr
    assert not (tmp_path / "gradebook.db").exists()


# The page for teachers ----------------------------------------------------------------------------


PAGE = (ROOT / "for-teachers.md").read_text("utf-8")
SYLLABI = re.split(r"^### .* sessions$", PAGE.partition("\n## Hand out")[0], flags=re.MULTILINE)[1:]


def test_every_exercise_that_the_page_names_exists():
    named = set(re.findall(rf"`((?:{'|'.join(course().chapters)})\.[a-z0-9-]+)`", PAGE))
    assert named <= set(course().ids)


def test_no_syllabus_gives_an_exercise_twice_and_the_longest_gives_all():
    given = [re.findall(r"`([a-z]+\.[a-z0-9-]+)`", syllabus) for syllabus in SYLLABI]
    assert [text.count("\n| ") - 1 for text in SYLLABI] == [3, 6, 18]
    for names in given:
        assert len(names) == len(set(names))
    assert set(given[-1]) == set(course().ids), "run: make notebooks"


def test_a_session_has_an_hour_of_exercises():
    for row in re.findall(r"^\| \d+ \|.*$", "".join(SYLLABI), re.MULTILINE):
        assert sum(map(int, re.findall(r"\((\d+)\)", row))) == 60, row


def test_every_section_that_a_syllabus_names_exists():
    headings = {
        line.lstrip("# ")
        for path in (ROOT / "chapters").glob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        for line in cell.source.splitlines()
        if cell.cell_type == "markdown" and line.startswith("#")
    }
    for named in re.findall(r"\*([^*]+)\*", "".join(SYLLABI)):
        assert any(heading.startswith(named) for heading in headings), named


def test_every_make_target_and_script_that_the_page_names_exists():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"^make ([a-z-]+)", PAGE, re.MULTILINE):
        assert re.search(rf"^{target}:.*## ", makefile, re.MULTILINE), target
    for script in re.findall(r"\btools/[a-z_]+\.(?:py|sh)\b", PAGE):
        assert (ROOT / script).is_file(), script


def test_the_page_counts_the_samples_right(demonstration):
    folder, _ = demonstration
    versions = (folder / at / "neuron" / "neuron.ipynb" for at in ("source", "release"))
    class_ = samples(*(json.loads(path.read_text("utf-8")) for path in versions))
    assert f"a class of {len(class_)} samples" in PAGE


def test_nbgrader_is_for_teachers_alone():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    with_it = [k for k, v in extras["optional-dependencies"].items() if "nbgrader" in " ".join(v)]
    assert with_it == ["grade"]
