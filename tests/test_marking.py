"""A class in one command: what platforms make of names, marks that survive a kill, and the page.

The class of samples hands in by way of a platform, and its marking is killed in the middle.
"""

import contextlib
import csv
import io
import json
import re
import signal
import subprocess
import sys
import time
import zipfile

import mark
import mark_collect
import mark_page
import mark_table
import pytest
from built_book import ROOT
from class_of_many import HOG, MEDDLES, SLOW, hand_in
from class_of_samples import Builder, samples
from mark_book import Folder
from mark_collect import Choice, Found, Student, choose, collect, missing, roster, who
from patience import patience

from exercises import student_copy

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="kernels are split off on Linux alone")


def master():
    notebook = json.loads((ROOT / "exercises" / "neuron.ipynb").read_text("utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


KNOWN = {
    path.stem: mark_collect.names_in(path.read_bytes())
    for path in (ROOT / "exercises").glob("*.ipynb")
}
RIGHT = (ROOT / "exercises" / "neuron.ipynb").read_bytes()
OTHER = (ROOT / "exercises" / "speed.ipynb").read_bytes()


# Names --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("Ada Lovelace_4711_assignsubmission_file/neuron.ipynb",
         ("Ada Lovelace", "4711", "Moodle", "neuron.ipynb")),
        ("Ada Lovelace_4711_assignsubmission_file_/neuron.ipynb",
         ("Ada Lovelace", "4711", "Moodle", "neuron.ipynb")),
        ("Ada Lovelace_4711_assignsubmission_file_neuron.ipynb",
         ("Ada Lovelace", "4711", "Moodle", "neuron.ipynb")),
        ("course/Ada_B_1_assignsubmission_file_/mine/my neuron.ipynb",
         ("Ada_B", "1", "Moodle", "my neuron.ipynb")),
        ("lovelaceada_12_345_neuron.ipynb", ("lovelaceada", "12", "Canvas", "neuron.ipynb")),
        ("lovelaceada_LATE_12_345_neuron-1.ipynb",
         ("lovelaceada", "12", "Canvas", "neuron-1.ipynb")),
        ("Ada Lovelace/neuron.ipynb", ("Ada Lovelace", "", "", "neuron.ipynb")),
        ("ada/neuron/neuron.ipynb", ("ada", "", "", "neuron.ipynb")),
        ("ada.ipynb", ("ada", "", "", "ada.ipynb")),
    ],
)  # fmt: skip
def test_a_platforms_names_are_read(path, found):
    assert who(path, 0) == found


def test_a_folder_a_zip_and_a_zip_in_a_zip_say_the_same(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("neuron.ipynb", RIGHT)
        archive.writestr("__MACOSX/._neuron.ipynb", b"")
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr("week 1/Ada_1_assignsubmission_file/work.zip", inner.getvalue())
        archive.writestr("week 1/../../../Bob_2_assignsubmission_file/neuron.ipynb", RIGHT)
        archive.writestr("week 1/Eve_3_assignsubmission_file/neuron.zip", b"no zip")
    found = collect(tmp_path / "class.zip")
    assert list(found) == ["Ada_1", "Bob_2", "Eve_3"]
    assert [f.data == RIGHT for name in ("Ada_1", "Bob_2") for f in found[name].files] == [True] * 2
    assert choose(found["Eve_3"], "neuron", KNOWN).state == "not readable"
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["class.zip"]


def test_what_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(mark_collect, "LARGEST", 1000)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Ada/neuron.ipynb", b"0" * 1001)
    (student,) = collect(tmp_path / "bomb.zip").values()
    assert choose(student, "neuron", KNOWN).state == "not readable"


@pytest.mark.parametrize(
    ("files", "state", "taken", "says"),
    [
        ({"neuron.ipynb": RIGHT}, "", "neuron.ipynb", ""),
        ({"my.ipynb": RIGHT}, "other file name", "my.ipynb", "my.ipynb"),
        ({"neuron.ipynb": RIGHT, "neuron (1).ipynb": RIGHT + b" "}, "", "neuron.ipynb", "also"),
        ({"a.ipynb": RIGHT, "b.ipynb": RIGHT + b" "}, "other file name", None, "which one"),
        ({"a.ipynb": RIGHT, "b.ipynb": RIGHT}, "other file name", "a.ipynb", ""),
        ({"neuron.ipynb": OTHER}, "needs a look", None, "the notebook of speed"),
        ({"neuron.ipynb": b"{"}, "not readable", "neuron.ipynb", ""),
        ({"neuron.ipynb": b"[" * 100_000}, "not readable", "neuron.ipynb", ""),
        ({"neuron.pdf": None}, "not readable", None, "neuron.pdf"),
        ({"speed.ipynb": OTHER, "neuron.ipynb": RIGHT}, "", "neuron.ipynb", "also there"),
    ],
)  # fmt: skip
def test_the_notebook_is_chosen_by_its_cells(files, state, taken, says):
    student = Student("ada", files=[Found(name, name, data) for name, data in files.items()])
    choice = choose(student, "neuron", KNOWN)
    assert (choice.state, choice.path or None) == (state, taken)
    assert says in choice.remark


def test_on_canvas_the_last_of_several_counts():
    versions = {"neuron.ipynb": RIGHT, "neuron-10.ipynb": RIGHT + b"\n", "neuron-9.ipynb": RIGHT}
    files = [Found(f"a_1_2_{name}", name, data) for name, data in versions.items()]
    choice = choose(Student("a", "1", "Canvas", files), "neuron", KNOWN)
    assert (choice.state, choice.path) == ("", "a_1_2_neuron-10.ipynb")


def test_who_is_on_the_roster_and_handed_nothing_in_is_told(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes("First name;Last name;ID\nAda;Lovelace;1\nZoë;O'Neil;2\nJo;Doe;3".encode())
    students = {s.id: s for s in (Student("ADA lovelace", "88"), Student("oneilzoe", "2"),
                                  Student("Eve", "9"))}  # fmt: skip
    absent, strangers = missing(roster(path), students)
    assert absent == [["Jo", "Doe", "3"]]
    assert strangers == ["Eve_9"]


# What a student wrote is text ---------------------------------------------------------------------


def verdicts(message, diagnosis="raises"):
    said = {"passed": False, "score": 0.0, "message": message, "diagnosis": diagnosis}
    return {"verdicts": {"neuron.tanh-delta": said}}


def test_what_a_student_wrote_does_not_run_on_the_teachers_page(tmp_path):
    attack, name = "<script>alert(1)</script><img src=x onerror=y>", '"><b>Bob</b>'
    row = {"student": name, "name": name, "marked": True, "state": "needs a look",
           "remark": attack}  # fmt: skip
    text = mark_page.page(Folder(tmp_path, "neuron"), [row], {name: verdicts(attack)})
    assert "alert(1)" in text
    assert not re.search(r"<(script|img|b)\b", text)
    assert "script-src" in text or "default-src 'none'" in text


def test_the_page_counts_mistakes_and_says_the_catalogues_words(tmp_path):
    slope = next(w for w in mark_page.EXERCISES["neuron.tanh-delta"].wrongs
                 if w.name == "sigmoid-slope")  # fmt: skip
    records = {f"s{n}": verdicts(f"Partly right. {slope.message}", slope.name) for n in range(3)}
    records["s3"] = verdicts("Your function stops.")
    table = [{"student": s, "name": s, "marked": True, "state": "marked", "remark": ""}
             for s in records]  # fmt: skip
    text = mark_page.page(Folder(tmp_path, "neuron"), table, records)
    assert text.index("3 of 4 (75 %)") < text.index("1 of 4 (25 %)")
    assert mark_page.show.as_html(slope.message) in text
    assert "Partly right" not in text
    assert "feedback/s0/neuron/neuron.html" in text


def test_a_name_is_no_formula_in_the_list_of_marks(tmp_path):
    record = {"look": ["=1+1"], **verdicts("")}
    ones = {"=cmd": Student("=cmd")}, {"=cmd": Choice(b"", "", "", "-x.ipynb")}
    record = {"=cmd": {"grades": {}, **record}}
    table = mark_table.rows(*ones, record, points={}, absent=([], []))
    mark_table.write_csv(tmp_path / "marks.csv", table)
    text = (tmp_path / "marks.csv").read_text("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert [v for v in row.values() if v.startswith(("=", "-"))] == []


# A class ------------------------------------------------------------------------------------------


def command(place, *options):
    return [sys.executable, ROOT / "tools" / "mark.py", place, *options]


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """Kill the marking of a class in the middle and go on; return folder, samples, what was there.

    The answers hold what must not spread: memory without end, a Python that ends, other marks.
    """
    pytest.importorskip("nbgrader")
    root = tmp_path_factory.mktemp("marking")
    given = master()
    release = student_copy(given)
    made = [s for s in samples(given, release) if s.student not in SLOW]
    build, place = Builder(given, release), root / "class"
    others = {
        f"{s.student}_{n}_assignsubmission_file": ("neuron.ipynb", s.notebook)
        for n, s in enumerate(made)
    }
    others["hog_90_assignsubmission_file"] = (
        "neuron.ipynb", build.notebook(build.solutions, first=HOG))  # fmt: skip
    others["meddling_91_assignsubmission_file"] = ("neuron.ipynb", build.notebook(first=MEDDLES))
    others["renamed_92_assignsubmission_file"] = ("my.ipynb", build.notebook(build.solutions))
    for folder, (name, notebook) in others.items():
        (place / folder).mkdir(parents=True)
        (place / folder / name).write_text(json.dumps(notebook), encoding="utf-8")
    (place / "broken_93_assignsubmission_file_neuron.ipynb").write_bytes(RIGHT[:1000])
    (root / "list.csv").write_text("id,name\n95,absent\n", encoding="utf-8")
    options = ("--roster", root / "list.csv", "--seconds", str(int(patience(10))))
    records = root / "class-marked" / "records" / "neuron"
    with (root / "log").open("w") as log:
        process = subprocess.Popen(command(place, *options, "--jobs", "2"), stdout=log, stderr=log)
        end = time.monotonic() + patience(120)
        while len(list(records.glob("[!.]*.json"))) < 3:
            assert time.monotonic() < end, (root / "log").read_text("utf-8")
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
                break
        process.send_signal(signal.SIGKILL)
        process.wait()
    before = {path.name: path.stat().st_mtime_ns for path in records.glob("[!.]*.json")}
    done = subprocess.run(
        command(place, *options, "--jobs", "1"), check=False, capture_output=True, text=True,
        encoding="utf-8", timeout=patience(300),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return root / "class-marked", made, before, done


def table(folder):
    text = (folder / "marks.csv").read_text("utf-8-sig")
    return {row["student"].rpartition("_")[0] or row["student"]: row
            for row in csv.DictReader(io.StringIO(text))}  # fmt: skip


def test_every_sample_gets_the_mark_that_is_due(marked):
    folder, made, _, _ = marked
    rows = table(folder)
    got = {s.student: float(rows[s.student]["score"]) for s in made}
    assert got == pytest.approx({s.student: s.expected for s in made})
    look = {s.student for s in made if rows[s.student]["state"] == "needs a look"}
    assert look == {s.student for s in made if s.flagged}


def test_the_feedback_says_what_it_must(marked):
    folder, made, _, _ = marked
    for number, sample in enumerate(made):
        path = Folder(folder, "neuron").nbgraders("feedback", f"{sample.student}_{number}", "html")
        text = path.read_text("utf-8")
        assert [said for said in sample.says if said not in text] == []
        assert [said for said in sample.never if said in text] == []


def test_what_is_no_mark_is_told_apart(marked):
    rows = table(marked[0])
    assert rows["broken"]["state"] == "not readable"
    assert rows["broken"]["score"] == ""
    assert rows["renamed"]["state"] == "other file name"
    assert float(rows["renamed"]["score"]) == float(rows["right"]["score"])
    assert (rows["95"]["state"], rows["95"]["score"]) == ("not handed in", "0")
    assert rows["empty"]["state"] == "marked"


def test_killed_and_gone_on_nothing_is_lost_and_nothing_marked_twice(marked):
    folder, made, before, done = marked
    records = folder / "records" / "neuron"
    assert 3 <= len(before) < len(made), "killed too late to show anything"
    after = {path.name: path.stat().st_mtime_ns for path in records.glob("[!.]*.json")}
    assert {name: after[name] for name in before} == before
    assert len(after) == len(made) + 4
    assert f"{len(before)} of {len(after)} are marked already" in done.stderr


def test_the_gradebook_holds_what_the_list_says(marked):
    from nbgrader.api import Gradebook  # noqa: PLC0415

    folder, made, _, _ = marked
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        submissions = book.assignment_submissions("neuron")
        names = {s.student.id.rpartition("_")[0]: s for s in submissions}
        assert len(submissions) == len(names) == len(made) + 3
        for sample in made:
            assert names[sample.student].score == pytest.approx(sample.expected)
            assert names[sample.student].needs_manual_grade == sample.flagged


@LINUX
def test_what_a_student_does_to_files_memory_and_the_check_harms_nobody(marked):
    folder = marked[0]
    rows = table(folder)
    assert float(rows["hog"]["score"]) == float(rows["right"]["score"])
    assert float(rows["meddling"]["score"]) == 0
    assert rows["meddling"]["state"] == "needs a look"
    assert (folder / "gradebook.db").read_bytes()[:6] == b"SQLite"


def test_a_teachers_points_stay_and_a_second_run_marks_nothing(marked, capsys):
    from nbgrader.api import Gradebook  # noqa: PLC0415

    folder = marked[0]
    student = next(p.name for p in (folder / "submitted").glob("mistaken_*"))
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        grade = book.find_grade("check-tanh-delta", "neuron", "neuron", student)
        grade.manual_score = 1.5
        book.db.commit()
    before = float(table(folder)["mistaken"]["score"])
    place = folder.with_name("class")
    assert mark.main([str(place)]) == 0
    assert " marked in " not in capsys.readouterr().err
    assert float(table(folder)["mistaken"]["score"]) == before + 1.5


def test_the_class_of_many_is_handed_in_as_platforms_do(tmp_path):
    for form in ("moodle", "canvas", "plain"):
        hand_in(tmp_path / f"{form}.zip", 5, form)
        students = collect(tmp_path / f"{form}.zip")
        assert len(students) == 5
        states = {choose(student, "neuron", KNOWN).state for student in students.values()}
        assert states == {""}


def test_a_class_that_is_not_there_is_named(tmp_path, capsys):
    for place, says in ((tmp_path / "no", "no such folder"), (tmp_path, "nobody has handed in")):
        assert mark.main([str(place)]) == 1
        assert says in capsys.readouterr().err
