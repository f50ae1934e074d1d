"""What a learning platform or an editor does to a notebook on its way to the teacher.

It is marked, or told apart from an empty one: in what nbgrader says and in the list of marks.
"""

import copy
import csv
import json
import shutil
import subprocess
import sys

import handed_in
import pytest
from built_book import ROOT
from patience import patience

EXERCISE = "tanh-delta"
RENAMED = ("neuron (1).ipynb", "neuron_student123.ipynb", "Neuron.ipynb", "neuron-1.ipynb",
           "neuron.ipynb.ipynb", "anna_4711_assignsubmission_file_neuron.IPYNB",
           "neuron/neuron.ipynb")  # fmt: skip
OTHER_BYTES = {
    "mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "markcrlf": lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    "sixteen": lambda text: text.encode("utf-16"),
    "crlfcells": lambda text: text.replace(r"\n", r"\r\n").encode(),
}


def master():
    """Return the exercises on the neuron, cut down to what is set up and one exercise."""
    nb = json.loads((ROOT / "exercises" / "neuron.ipynb").read_text("utf-8"))
    wanted = {"setup", f"text-{EXERCISE}", f"given-{EXERCISE}", EXERCISE, f"check-{EXERCISE}"}
    nb["cells"] = [cell for cell in nb["cells"] if cell["id"] in wanted]
    return nb


def nbgrader(folder, command):
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *command.split()], cwd=folder, check=False,
        capture_output=True, text=True, encoding="utf-8", timeout=patience(300),
    )  # fmt: skip


def submitted(folder, student, name="neuron.ipynb"):
    """Return where a student's notebook goes, in a folder that is there."""
    path = folder / "submitted" / student / "neuron" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory):
    """Return a class's folder and the notebook that it handed out."""
    folder = tmp_path_factory.mktemp("class")
    shutil.copy(ROOT / "tools" / "nbgrader_config.py", folder)
    place = folder / "source" / "neuron" / "neuron.ipynb"
    place.parent.mkdir(parents=True)
    place.write_text(json.dumps(master()), encoding="utf-8")
    done = nbgrader(folder, "generate_assignment neuron")
    assert done.returncode == 0, done.stderr
    return folder, json.loads((folder / "release/neuron/neuron.ipynb").read_text("utf-8"))


@pytest.fixture(scope="module")
def marked(handed_out):
    """Mark a class of which each did something else; return its marks and what nbgrader said."""
    folder, release = handed_out
    right = json.dumps(master(), indent=1, ensure_ascii=False)
    submitted(folder, "plain").write_text(right, encoding="utf-8")
    submitted(folder, "empty").write_text(json.dumps(release), encoding="utf-8")
    submitted(folder, "renamed", RENAMED[0]).write_text(right, encoding="utf-8")
    submitted(folder, "twice").write_text(right, encoding="utf-8")
    submitted(folder, "twice", RENAMED[0]).write_text(right, encoding="utf-8")
    submitted(folder, "broken").write_text(right[: len(right) // 2], encoding="utf-8")
    for student, encode in OTHER_BYTES.items():
        submitted(folder, student).write_bytes(encode(right))
    said = nbgrader(folder, "autograde neuron --Execute.timeout=60")
    exported = nbgrader(folder, "export")
    assert exported.returncode == 0, exported.stderr
    with (folder / "grades.csv").open(encoding="utf-8", newline="") as table:
        return {row["student_id"]: row for row in csv.DictReader(table)}, said.stderr


def test_a_notebook_in_another_unicode_is_marked(marked):
    marks, said = marked
    most = marks["plain"]["max_score"]
    assert float(most) > 0
    got = {student: marks[student]["score"] for student in ("plain", *OTHER_BYTES)}
    assert got == dict.fromkeys(got, most), said
    assert {marks[student]["remark"] for student in got} == {""}


def test_a_renamed_notebook_is_told_from_an_empty_one(marked):
    marks, said = marked
    assert (marks["empty"]["score"], marks["empty"]["remark"]) == ("0.0", "")
    assert marks["renamed"]["score"] == "0.0"
    wanted = f"not marked: handed in as “{RENAMED[0]}”, not as “neuron.ipynb”"
    assert marks["renamed"]["remark"] == wanted
    assert f"submitted/renamed/neuron: {wanted}" in said


def test_a_second_copy_and_a_damaged_file_are_told(marked):
    marks, said = marked
    assert marks["twice"]["score"] == marks["plain"]["score"]
    assert f"also there, and not marked: “{RENAMED[0]}”" in marks["twice"]["remark"]
    assert "submitted/twice/neuron: also there" in said
    assert marks["broken"]["remark"].startswith("not marked: see what nbgrader autograde says")
    assert "submitted/broken" in said


@pytest.mark.parametrize("name", RENAMED)
def test_what_is_beyond_doubt_gets_its_name_back(name, handed_out, tmp_path):
    folder, release = handed_out
    shutil.copytree(folder / "source", tmp_path / "source")
    path = submitted(tmp_path, "anna", name)
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(release), encoding="utf-8")
    place = submitted(tmp_path, "anna").parent
    assert handed_in.remark(place, ["neuron.ipynb"]).startswith("not marked: handed in as")
    assert handed_in.main([str(tmp_path), "--rename"]) == 0
    assert [p.name for p in handed_in.notebooks_in(place)] == ["neuron.ipynb"]
    assert handed_in.remark(place, ["neuron.ipynb"]) == ""


def test_what_is_in_doubt_keeps_its_name(handed_out, tmp_path):
    """Two that may be it, one of another chapter, one that cannot be read, one that is there."""
    folder, release = handed_out
    shutil.copytree(folder / "source", tmp_path / "source")
    foreign = copy.deepcopy(release)
    for cell in foreign["cells"]:
        cell["metadata"].pop("nbgrader", None)
    for student, name, notebook in (
        ("two", "neuron (1).ipynb", release), ("two", "neuron (2).ipynb", release),
        ("foreign", "mlp.ipynb", foreign), ("damaged", "neuron (1).ipynb", None),
        ("there", "neuron.ipynb", release), ("there", "neuron (1).ipynb", release),
        ("pdf", "neuron.pdf", None),
    ):  # fmt: skip
        submitted(tmp_path, student, name).write_text(json.dumps(notebook), encoding="utf-8")
    before = sorted(p for p in tmp_path.rglob("*") if p.is_file())
    assert handed_in.main([str(tmp_path), "--rename"]) == 1
    assert sorted(p for p in tmp_path.rglob("*") if p.is_file()) == before
    place = submitted(tmp_path, "pdf").parent
    assert "The folder holds “neuron.pdf”" in handed_in.remark(place, ["neuron.ipynb"])
    assert handed_in.remark(tmp_path / "no", ["neuron.ipynb"]) == "nothing was handed in"


def test_names_with_commas_and_accents_stay_whole_in_the_list_of_marks(tmp_path):
    row = dict.fromkeys(handed_in.COLUMNS, "") | {"last_name": "Kürş, Jr.", "remark": "“a”, “b”"}
    handed_in.write_marks(tmp_path / "grades.csv", [row])
    with (tmp_path / "grades.csv").open(encoding="utf-8", newline="") as table:
        assert list(csv.DictReader(table)) == [row]


def test_a_folder_that_is_no_class_is_named(tmp_path, capsys):
    assert handed_in.main([str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err
