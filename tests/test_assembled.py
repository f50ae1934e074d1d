"""The folders of exercises: notebooks are assembled from them, and their list stands once."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import assemble
import mentions
import nbformat
import new_exercise
import notebooks
import pytest
from patience import patience

from nnlib.checks.folders import LIST, course

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = assemble.notebooks_of(course())
TANH = "neuron/tanh-delta"
PAGE = (ROOT / "for-teachers.md").read_text("utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
IGNORED = shutil.ignore_patterns(
    ".git", ".venv*", "node_modules", "_build", "work", ".*cache", "__pycache__"
)


# Notebooks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_of_exercises_is_as_its_folders_say(path):
    assemble.check(path)


def test_every_notebook_of_exercises_is_from_a_folder():
    assert sorted((ROOT / "exercises").glob("*.ipynb")) == sorted(NOTEBOOKS)


@pytest.fixture
def home(tmp_path):
    """A copy of the folders, with their notebooks."""
    shutil.copytree(ROOT / "exercises", tmp_path / "exercises", ignore=IGNORED)
    shutil.copytree(ROOT / "chapters", tmp_path / "chapters", ignore=IGNORED)  # linked to
    return tmp_path / "exercises"


def statement(nb):
    cell(nb, "text-tanh-delta").source += " More."


def solution(nb):
    cell(nb, "tanh-delta").source = "def tanh_delta(z, y):\n    ..."


def points(nb):
    cell(nb, "check-tanh-delta").metadata.nbgrader.points = 3


def hints(nb):
    cell(nb, "hint-tanh-delta").source += "  # three"


def taken_out(nb):
    nb.cells.remove(cell(nb, "check-tanh-delta"))


def given(nb):
    cell(nb, "given-two-bugs").source += "\n1"


def introduction(nb):
    cell(nb, "intro").source = "# Exercises"


def own_cell(nb):
    nb.cells.insert(3, nbformat.v4.new_markdown_cell("A remark.", id="remark"))


def other_order(nb):
    nb.cells[2:10] = [*nb.cells[6:10], *nb.cells[2:6]]


def cell(nb, name):
    return next(cell for cell in nb.cells if cell.id == name)


@pytest.mark.parametrize(
    ("edit", "file"),
    [
        (statement, f"{TANH}/statement.md"),
        (hints, f"{TANH}/statement.md"),
        (solution, f"{TANH}/solution.py"),
        (points, f"{TANH}/check.py"),
        (taken_out, f"{TANH}/check.py"),
        (given, "neuron/two-bugs/given.py"),
        (introduction, "neuron/intro.md"),
        (own_cell, "neuron"),
        (other_order, LIST),
    ],
)
def test_an_edit_by_hand_is_told_with_the_file_to_edit_instead(home, edit, file):
    path = home / "neuron.ipynb"
    assemble.check(path)
    nb = notebooks.read(path)
    edit(nb)
    path.write_bytes(notebooks.to_bytes(nb))
    with pytest.raises(notebooks.NotebookError) as told:
        assemble.check(path)
    assert f"Edit {(home / file).as_posix()}, then: make notebooks" in str(told.value)
    assert len(str(told.value).splitlines()) == 1


def test_assembling_puts_a_notebook_right_and_keeps_the_outputs_of_what_is_unchanged(home):
    path, stored = home / "neuron.ipynb", (ROOT / "exercises" / "neuron.ipynb").read_bytes()
    nb = notebooks.read(path)
    statement(nb)
    taken_out(nb)
    path.write_bytes(notebooks.to_bytes(nb))
    assert assemble.main([str(home)]) == 0
    made = notebooks.read(path)
    assert not cell(made, "check-tanh-delta").outputs
    cell(made, "check-tanh-delta").outputs = cell(
        nbformat.from_dict(json.loads(stored)), "check-tanh-delta"
    ).outputs
    assert notebooks.to_bytes(made) == stored


def test_a_changed_statement_reaches_the_notebook(home):
    path = home / TANH / "statement.md"
    path.write_text(path.read_text("utf-8").replace("Replace the sigmoid", "Exchange the sigmoid"))
    with pytest.raises(notebooks.NotebookError, match=r"tanh-delta/statement.md, then: make"):
        assemble.check(home / "neuron.ipynb")
    assert assemble.main([str(home)]) == 0
    assemble.check(home / "neuron.ipynb")
    assert "Exchange the sigmoid" in (home / "neuron.ipynb").read_text("utf-8")


def test_a_solution_without_its_marks_is_refused(home, capsys):
    path = home / TANH / "solution.py"
    path.write_text(path.read_text("utf-8").replace("    ### END SOLUTION\n", ""))
    assert assemble.main([str(home)]) == 1
    assert "tanh-delta/solution.py must hold the lines" in capsys.readouterr().err


# One list -----------------------------------------------------------------------------------------


def test_every_folder_of_an_exercise_is_listed_and_there():
    there = {f"{p.parent.parent.name}.{p.parent.name}" for p in ROOT.glob("exercises/*/*/check.py")}
    assert there == set(course().ids)


@pytest.mark.parametrize("page", mentions.PAGES, ids=lambda path: path.name)
def test_what_a_page_says_of_the_exercises_is_so(page):
    mentions.check(page)


def test_readme_counts_and_the_longest_syllabus_lists_what_it_has_no_place_for(monkeypatch):
    readme, teachers = (page.read_text("utf-8") for page in mentions.PAGES)
    for wrong in ("7", "145"):
        assert mentions.counted(mentions.COUNT.sub(wrong, readme)) == readme
    place = " | `neuron.boundary` |\n"
    without = teachers.rpartition(place)[0] + " | |\n" + teachers.rpartition(place)[2]
    assert without != teachers
    assert "The table leaves to you: `neuron.boundary`." in mentions.completed(without)
    assert mentions.completed(teachers) == teachers
    lost = ROOT / "README.md"
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: "no number")
    with pytest.raises(notebooks.NotebookError, match="must be there once"):
        mentions.check(lost)


def test_the_contents_and_the_first_page_name_every_chapter_of_exercises():
    contents, first = ((ROOT / name).read_text("utf-8") for name in ("_toc.yml", "intro.md"))
    listed = re.findall(r"file: exercises/(\w+)", contents)
    assert listed == list(course().chapters), f"_toc.yml: in the order of exercises/{LIST}"
    for chapter in course().chapters:
        link = f"(exercises/{chapter}.ipynb)"
        assert link in first, f"intro.md: a link, {link}"


def test_no_code_repeats_the_list_of_chapters():
    said = re.compile(r"\W{1,8}".join(course().chapters))
    files = [ROOT / "Makefile", ROOT / "pyproject.toml"]
    for folder in ("nnlib", "tools", "tests", "lite"):
        files += (ROOT / folder).rglob("*.py")
    assert [p for p in files if said.search(p.read_text("utf-8"))] == []


# A new exercise -----------------------------------------------------------------------------------


GREEN = {  # the tests that look at the list, the notebooks and the pages that name exercises
    "test_assembled.py": "folders_say or listed or page_says or contents or repeats",
    "test_grading.py": "syllabus or page_names or metadata or points_add",
    "test_notebooks.py": "run_leaves and exercises",
}


def recipe():
    """Return (language, text, file that it is for) for each block of the page's recipe."""
    section = PAGE.partition("\n## Add an exercise\n")[2].partition("\n## Exercises of")[0]
    place, steps = 0, []
    for block in FENCE.finditer(section):
        named = re.findall(r"`(exercises/[\w/.-]+)`", section[place : block.start()])
        steps.append((block[1], block[2], named[-1] if named else None))
        place = block.end()
    return steps


def everything(folder):
    """Return what every file holds, without what Python and the tests leave behind."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not {"__pycache__", ".pytest_cache", ".venv"} & {*path.parts}
    }


def test_the_recipe_for_a_new_exercise_ends_green(tmp_path):
    """Every block of the page, as it stands there, in a copy of the project."""
    copy = tmp_path / "course"
    shutil.copytree(ROOT, copy, ignore=IGNORED)
    (copy / ".venv").symlink_to(sys.prefix)
    environment = {**os.environ, "PYTHONPATH": str(copy), "NNLIB_PROGRESS": "session"}

    def run(command):
        done = subprocess.run(
            command, cwd=copy, env=environment, shell=True, check=False, capture_output=True,
            text=True, timeout=patience(300),
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout

    before = everything(copy)
    commands = 0
    for language, text, file in recipe():
        if language == "sh":
            commands += 1
            run(text)
        else:
            assert (copy / file).is_file(), f"new_exercise.py did not make {file}"
            (copy / file).write_text(text, encoding="utf-8")
    assert commands == 3
    after = everything(copy)
    mine = "exercises/neuron/bias-step/"
    changed = {name for name in after if after[name] != before.get(name)}
    made_by_a_tool = {"exercises/neuron.ipynb", "README.md", "for-teachers.md"}
    by_hand = {name for name in changed - made_by_a_tool if not name.startswith(mine)}
    assert by_hand == {"exercises/order.toml"}
    lists = (files["exercises/order.toml"].split(b"\n") for files in (after, before))
    assert set(next(lists)) - set(next(lists)) == {b'    "bias-step",'}
    look = "from nnlib.checks import *; solution('neuron.bias-step', now=True); progress('neuron')"
    said = run(f'.venv/bin/python -c "{look}"')
    assert "return b - eta * np.mean(delta)" in said
    assert "○ A step for the bias" in said
    run(".venv/bin/python tools/notebooks.py --check")
    for file, names in GREEN.items():
        run(f".venv/bin/python -m pytest -q -p no:cacheprovider tests/{file} -k '{names}'")
    for style in ("check", "format --check"):
        run(f".venv/bin/python -m ruff {style} --quiet .")


A = '[a]\ntitle = "A"\nexercises = '
B = '[b]\ntitle = "B"\nexercises = ["y"]\n'


@pytest.mark.parametrize(
    ("listing", "wanted"),
    [
        (A + '[\n    "x",\n]\n', '[\n    "x",\n    "new",\n]'),
        (A + '[\n    "x"\n]\n', '[\n    "x",\n    "new",\n]'),
        (A + '["x"]\n', '["x",\n    "new",\n]'),
        (A + "[]\n\n" + B, '[\n    "new",\n]'),
        (B + A + "[]", '[\n    "new",\n]'),
    ],
)
def test_a_name_is_added_to_the_list_of_its_chapter(listing, wanted):
    made = new_exercise.with_name(listing, "a", "new")
    assert wanted in made.partition("[a]")[2].partition("[b]")[0]
    assert made.count('"y"') == listing.count('"y"')


def test_what_is_there_already_is_not_made_again(tmp_path, capsys):
    mine = tmp_path / "mine"
    assert new_exercise.main(["exam.f", "F", "--in", str(mine)]) == 0
    before = everything(mine)
    assert new_exercise.main(["exam.f", "Again", "--in", str(mine)]) == 1
    assert "exam.f is there already" in capsys.readouterr().err
    (mine / "exam" / "g").mkdir()
    (mine / "exam" / "g" / "check.py").write_text("# mine")
    assert new_exercise.main(["exam.g", "G", "--in", str(mine)]) == 1
    assert "check.py" in capsys.readouterr().err
    (mine / "exam" / "g" / "check.py").unlink()
    assert everything(mine) == before
    assert new_exercise.main(["neuron.tanh-delta", "T", "--in", str(mine)]) == 1
    assert "neuron.tanh-delta is an exercise of the course" in capsys.readouterr().err
