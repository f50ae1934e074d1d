"""Learners' copies hold no solution and run; an update never loses what a learner wrote.

The merge is tried on small notebooks and random edits, on a full disk, and killed at every line.
"""

import builtins
import copy
import errno
import json
import os
import re
import subprocess
import sys
import zlib
from pathlib import Path

import nbformat
import notebooks
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from merge import BEGINNING, DROPPED, VERSION, digest, merge, recognise
from normal_form import ROOT
from patience import patience

import exercises
from nnlib.checks import EXERCISES
from nnlib.checks.texts import REGION

MASTERS = sorted((ROOT / "exercises").glob("*.ipynb"))
every_master = pytest.mark.parametrize("path", MASTERS, ids=lambda path: path.stem)
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+\.\w+)[^)]*\)")
OUTPUT = {"output_type": "stream", "name": "stdout", "text": ["seen\n"]}
NO_SPACE = OSError(errno.ENOSPC, "No space left on device")


# Small notebooks ----------------------------------------------------------------------------------


def cell(kind, name, source, **grader):
    """Return a cell of a master; `grader` is nbgrader's metadata."""
    new = {"cell_type": kind, "id": name, "metadata": {}, "source": source}
    if grader:
        new["metadata"]["nbgrader"] = {"grade_id": name, "schema_version": 3, **grader}
    return new | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def region(solution):
    """Return a solution as the body of a function, between its marks."""
    return f"    ### BEGIN SOLUTION\n    {solution}\n    ### END SOLUTION"


def exercise(name, text="1", stub="1", check="1"):
    """Return the cells of one exercise; the arguments are versions of its parts."""
    answer = f"def {name}(x{stub}):\n{region(f'return x{stub}')}"
    return [
        cell("markdown", f"text-{name}", f"## {name}\nStatement {text}.", locked=True),
        cell("code", f"hint-{name}", f'hint("{name}")'),
        cell("code", name, answer, solution=True),
        cell("code", f"check-{name}", f'check("{name}", {name})  # {check}', grade=True, points=2),
    ]


def master(*parts):
    """Return a master notebook of an introduction and some exercises."""
    cells = [cell("markdown", "intro", "# Exercises"), *(c for part in parts for c in part)]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def fresh(*parts):
    return exercises.student_copy(copy.deepcopy(master(*parts)))


def by_id(notebook):
    return {cell["id"]: cell for cell in notebook["cells"]}


def ids(notebook):
    """Return the ids in order, those of the learner's own cells as '+'."""
    return [
        "+" if "cell" not in c["metadata"].get("nnlib", {}) else c["id"] for c in notebook["cells"]
    ]


def sources(notebook):
    return [cell["source"] for cell in notebook["cells"]]


def own(source, kind="code"):
    """Return a cell that a learner added."""
    return cell(kind, f"{zlib.crc32(source.encode()):08x}", source)


def reread(notebook):
    """Return a notebook as it comes back from a file."""
    return exercises.parsed(exercises.to_bytes(notebook))


def valid(notebook):
    nbformat.validate(nbformat.reads(exercises.to_bytes(notebook).decode(), 4))
    return True


def brought(theirs, new):
    """Merge, and see that the result is valid and that merging again changes nothing."""
    before = copy.deepcopy(theirs)
    merged = merge(theirs, new)
    assert theirs == before
    assert valid(merged)
    assert merge(reread(merged), new) == merged
    return merged


# What the copies hold -----------------------------------------------------------------------------


@every_master
def test_a_copy_holds_no_solution(path):
    notebook = exercises.parsed(path.read_bytes())
    code = "\n".join(c["source"] + "\n" for c in notebook["cells"] if c["cell_type"] == "code")
    solved = {line.strip() for region in REGION.findall(code) for line in region.splitlines()}
    outside = {line.strip() for line in REGION.sub("", code).splitlines()}
    made = exercises.student_copy(notebook)
    lines = {line.strip() for source in sources(made) for line in source.splitlines()}
    assert {line for line in (solved - outside) & lines if len(line) > 1} == set()
    raw = json.dumps(made, ensure_ascii=False)
    assert "SOLUTION" not in raw
    for entry in EXERCISES.values():
        for secret in (entry.why, *entry.hints, *(wrong.message for wrong in entry.wrongs)):
            assert secret not in raw


@every_master
def test_a_copy_is_valid_and_hides_nothing(path):
    made = exercises.student_copy(exercises.parsed(path.read_bytes()))
    assert valid(made)
    assert reread(made) == made
    for c in made["cells"]:
        assert not {"mystnb", "tags", "jupyter"} & set(c["metadata"])
        assert c["metadata"]["nnlib"] == {"cell": c["id"], "given": digest(c)}
        assert not c.get("outputs")
        assert c.get("execution_count") is None
    there = by_id(made)
    for entry in EXERCISES.values():
        if entry.chapter == path.stem:
            assert there[entry.name]["metadata"]["nbgrader"]["solution"]
            assert there[f"check-{entry.name}"]["metadata"]["nbgrader"]["points"] == entry.points


@every_master
def test_links_lead_somewhere_from_work_too(path):
    made = exercises.student_copy(exercises.parsed(path.read_bytes()))
    links = [link for source in sources(made) for link in LINK.findall(source)]
    assert links
    for link in links:
        target = ROOT / os.path.normpath(os.path.join("work", link))
        if target.parent == ROOT / "work":  # another notebook of exercises
            target = ROOT / "exercises" / target.name
        assert target.exists(), link


@every_master
def test_a_copy_runs_from_top_to_bottom_and_nothing_is_started(path, tmp_path, monkeypatch):
    for name in ("NNLIB_PROGRESS", "NNLIB_SEED", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)
    place = tmp_path / path.name
    place.write_bytes(
        exercises.to_bytes(exercises.student_copy(exercises.parsed(path.read_bytes())))
    )
    nb = notebooks.read(place)
    notebooks.run(nb, place, timeout=round(patience(60)))  # raises at an error
    checks = {c.id: c for c in nb.cells if c.id.startswith("check-")}
    expected = {f"check-{e.name}" for e in EXERCISES.values() if e.chapter == path.stem}
    assert set(checks) >= expected
    for c in checks.values():
        said = "".join(o.get("data", {}).get("text/plain", "") for o in c.outputs)
        assert said.startswith("○ Not started"), f"{c.id}: {said}"
        assert len(c.outputs) == 1
    assert all(o.output_type != "error" for c in nb.cells for o in c.get("outputs", []))
    shown = json.dumps(nb, ensure_ascii=False)
    assert not [e.id for e in EXERCISES.values() if json.dumps(e.why, ensure_ascii=False) in shown]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            f"def f(x):\n{region('return x')}",
            "def f(x):\n    ...  # your answer",
        ),
        (
            f'def f(x):\n    """Say (N,)."""\n{region("return x")}\n',
            'def f(x):\n    """Say (N,)."""\n    ...  # your answer',
        ),
        (
            f"def f(x=...):\n{region('return x')}",
            "def f(x=...):\n    ...  # your answer",
        ),
        (
            'd = {\n    "z": ...,\n}\n### BEGIN SOLUTION\nd = {"z": 1}\n### END SOLUTION',
            'd = {\n    "z": ...,\n}',
        ),
        ("### BEGIN SOLUTION\nz = 1\n### END SOLUTION\n", "...  # your answer"),
        (
            f"def f():\n{region('a')}\n\n\ndef g():\n{region('b')}",
            "def f():\n    ...  # your answer\n\n\ndef g():\n    ...  # your answer",
        ),
        ("x = 1", "x = 1"),
    ],
)
def test_stubs(source, expected):
    assert exercises.without_solution(source) == expected
    compile(expected, "stub", "exec")


@pytest.mark.parametrize(
    "source",
    [
        "def f(x):\n    ### BEGIN SOLUTION\n    return x",
        "def f(x):\n    return x\n    ### END SOLUTION",
        "### BEGIN SOLUTION \nx = 1\n### END SOLUTION",
        "## BEGIN SOLUTION\nx = 1\n## END SOLUTION",
    ],
)
def test_a_master_whose_solution_would_show_is_refused(source, tmp_path, capsys):
    notebook = master([cell("code", "f", source)])
    status = put(tmp_path, notebook)
    assert status == 1
    assert "from/one.ipynb: a solution lacks its" in capsys.readouterr().err
    assert not (tmp_path / "into").exists()


def test_a_role_that_only_the_book_resolves_becomes_a_link():
    text = "Use {eq}`eq-mlp-delta-hidden`, not {eq}`eq-rnn-cost`."
    master = {"cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": text}]}
    copy = exercises.student_copy({**master, "metadata": {}})
    assert copy["cells"][0]["source"] == (
        "Use [eq-mlp-delta-hidden](../chapters/mlp.ipynb), "
        "not [eq-rnn-cost](../chapters/rnn.ipynb)."
    )


def test_tags_that_mean_something_in_jupyter_stay():
    c = cell("code", "given-a", "1 / 0")
    c["metadata"] = {"tags": ["raises-exception", "hide-input", "remove-output"]}
    made = exercises.student_copy(master([c]))
    assert by_id(made)["given-a"]["metadata"]["tags"] == ["raises-exception"]


# The merge ----------------------------------------------------------------------------------------


def test_nothing_to_do_gives_the_same():
    theirs = fresh(exercise("f"), exercise("g"))
    cells = by_id(theirs)
    cells["f"]["source"] = "def f(x1):\n    return 7"
    cells["text-g"]["source"] += "\nMy remark."
    cells["check-f"] |= {"outputs": [OUTPUT], "execution_count": 3}
    cells["f"]["metadata"]["tags"] = []
    theirs["cells"].insert(3, own("scratch"))
    theirs["cells"].append(theirs["cells"].pop(2))
    theirs["metadata"]["language_info"] = {"name": "python", "version": "3.11.7"}
    assert brought(theirs, fresh(exercise("f"), exercise("g"))) == theirs


def test_new_text_comes_and_answers_stay():
    theirs = fresh(exercise("f"), exercise("g"))
    cells = by_id(theirs)
    cells["f"] |= {"source": "def f(x1):\n    return 7", "outputs": [OUTPUT], "execution_count": 4}
    cells["check-f"]["outputs"] = [OUTPUT]
    cells["check-g"]["outputs"] = [OUTPUT]
    merged = brought(theirs, fresh(exercise("f", text="2", check="2"), exercise("g", stub="2")))
    now = by_id(merged)
    assert ids(merged) == ids(theirs)
    assert now["text-f"]["source"] == "## f\nStatement 2."
    assert now["f"] == cells["f"]
    assert now["check-f"]["source"].endswith("# 2")
    assert now["check-f"]["outputs"] == []  # of another text
    assert now["check-g"]["outputs"] == [OUTPUT]
    assert now["g"]["source"] == "def g(x2):\n    ...  # your answer"


def test_new_metadata_come_with_the_old_text():
    theirs = fresh(exercise("f"))
    by_id(theirs)["f"]["source"] = "mine"
    by_id(theirs)["f"]["metadata"]["collapsed"] = True
    new = exercise("f")
    new[3]["metadata"]["nbgrader"]["points"] = 5
    del new[0]["metadata"]["nbgrader"]
    merged = by_id(brought(theirs, fresh(new)))
    assert merged["check-f"]["metadata"]["nbgrader"]["points"] == 5
    assert "nbgrader" not in merged["text-f"]["metadata"]
    assert merged["f"]["metadata"]["collapsed"]


def test_an_answer_to_a_stub_that_changed_stays_beside_the_new_one():
    theirs = fresh(exercise("f"))
    by_id(theirs)["f"]["source"] = "def f(x1):\n    return 7"
    theirs["cells"].insert(4, own("scratch"))
    merged = brought(theirs, fresh(exercise("f", stub="2")))
    note = BEGINNING.format("def f(x2):\n    ...  # your answer")
    assert sources(merged)[3:6] == ["def f(x1):\n    return 7", note, "scratch"]
    # Another update: its note takes the place of the one before, unless the learner wrote there.
    again = brought(reread(merged), fresh(exercise("f", stub="3")))
    note = BEGINNING.format("def f(x3):\n    ...  # your answer")
    assert sources(again)[3:6] == ["def f(x1):\n    return 7", note, "scratch"]
    again["cells"][4]["source"] += "\nI shall look at it."
    third = brought(reread(again), fresh(exercise("f", stub="4")))
    assert note + "\nI shall look at it." in sources(third)
    assert BEGINNING.format("def f(x4):\n    ...  # your answer") in sources(third)


def test_an_edited_statement_that_changed_comes_twice():
    theirs = fresh(exercise("f"))
    by_id(theirs)["text-f"]["source"] += "\nMy remark."
    by_id(theirs)["hint-f"] |= {"source": 'hint("f", 2)', "outputs": [OUTPUT]}
    new = exercise("f", text="2")
    new[1]["source"] = 'hint("f")  # new'
    merged = brought(theirs, fresh(new))
    assert ids(merged) == ["intro", "text-f", "+", "+", "hint-f", "+", "+", "f", "check-f"]
    assert sources(merged)[1:4] == ["## f\nStatement 2.", VERSION, "## f\nStatement 1.\nMy remark."]
    assert sources(merged)[4:7] == ['hint("f")  # new', VERSION, 'hint("f", 2)']
    assert merged["cells"][6]["outputs"] == [OUTPUT]
    assert "nbgrader" not in merged["cells"][3]["metadata"]


REMARKED = {
    "at the start": "My remark.\n## f\nStatement 1.",
    "in the middle": "## f\nMy remark.\nStatement 1.",
    "in a line": "## f\nStatement (my remark) 1.",
    "at the end": "## f\nStatement 1.\n\nMy remark.",
    "in place of the statement": "My remark.",
    "twice": "My remark.\n## f\nStatement 1.\nMy second remark.",
    "a word struck out": "## f\n1.",
}


@pytest.mark.parametrize("remarked", REMARKED.values(), ids=REMARKED)
@pytest.mark.parametrize("name", ["f", "renamed"])
@pytest.mark.parametrize("statement", ["2", "1, and more", ""], ids=["new", "longer", "shorter"])
def test_a_remark_in_a_statement_outlives_every_update(remarked, name, statement):
    """Whatever became of the statement, twice, and in both a learner's remark on the other's."""
    theirs = fresh(exercise("f"), exercise("g"))
    by_id(theirs)["text-f"]["source"] = remarked
    first = reread(brought(theirs, fresh(exercise(name, text=statement), exercise("g"))))
    assert remarked in sources(first)
    by_id(first)[f"text-{name}"]["source"] += "\nMy later remark."
    later = by_id(first)[f"text-{name}"]["source"]
    second = brought(first, fresh(exercise(name, text="3"), exercise("g")))
    assert {remarked, later, f"## {name}\nStatement 3."} <= set(sources(second))
    third = brought(second, fresh(exercise("g")))  # and the exercise is dropped
    assert {remarked, later} <= set(sources(third))


def test_cells_that_were_deleted_come_back():
    theirs = fresh(exercise("f"), exercise("g"))
    deleted = {"intro", "f", "text-g", "check-g"}
    theirs["cells"] = [c for c in theirs["cells"] if c["id"] not in deleted]
    theirs["cells"].insert(2, own("def f(x1):\n    return 7"))
    theirs["cells"].insert(0, own("at the top"))
    merged = brought(theirs, fresh(exercise("f"), exercise("g")))
    assert ids(merged) == [
        *("+", "intro", "text-f", "hint-f", "f", "+", "check-f"),  # the learner's f comes last
        *("text-g", "hint-g", "g", "check-g"),
    ]
    assert by_id(merged)["f"]["source"].endswith("...  # your answer")


def test_added_cells_stay_where_they_are():
    theirs = fresh(exercise("f"), exercise("h"))
    for place, text in ((9, "last"), (5, "after check-f"), (5, "before it"), (2, "after text-f")):
        theirs["cells"].insert(place, own(text, "markdown" if place == 2 else "code"))
    theirs["cells"][2]["attachments"] = {"a.png": {"image/png": "iVBORw0KGgo="}}
    merged = brought(theirs, fresh(exercise("f", text="2"), exercise("g"), exercise("h")))
    assert ids(merged) == [
        *("intro", "text-f", "+", "hint-f", "f", "check-f", "+", "+"),
        *("text-g", "hint-g", "g", "check-g"),
        *("text-h", "hint-h", "h", "check-h", "+"),
    ]
    assert [s for s in sources(merged) if s in {"before it", "after check-f"}] == [
        "before it",
        "after check-f",
    ]
    assert {c["id"] for c in theirs["cells"]} < {c["id"] for c in merged["cells"]}


def test_the_course_may_change_its_order():
    theirs = fresh(exercise("f"), exercise("g"))
    by_id(theirs)["f"]["source"] = "mine"
    theirs["cells"].insert(4, own("scratch"))
    merged = brought(theirs, fresh(exercise("g"), exercise("f")))
    assert ids(merged) == [
        *("intro", "text-g", "hint-g", "g", "check-g"),
        *("text-f", "hint-f", "f", "+", "check-f"),
    ]
    assert by_id(merged)["f"]["source"] == "mine"


def test_who_moved_cells_keeps_the_order():
    theirs = fresh(exercise("f"), exercise("g"))
    theirs["cells"] = [*theirs["cells"][:1], *theirs["cells"][5:], *theirs["cells"][1:5]]
    theirs["cells"].insert(5, own("after check-g"))
    update = fresh(exercise("f", text="2"), exercise("g"), exercise("h"))
    merged = brought(theirs, update)
    assert ids(merged) == [
        *("intro", "text-g", "hint-g", "g", "check-g", "+", "text-h", "hint-h", "h", "check-h"),
        *("text-f", "hint-f", "f", "check-f"),
    ]
    both = brought(theirs, fresh(exercise("h"), exercise("f"), exercise("g")))
    assert [i for i in ids(both) if i in {"f", "g"}] == ["g", "f"]
    del theirs["cells"][0]
    assert ids(brought(theirs, update)) == ids(merged)


def test_cells_that_the_course_dropped_stay_if_somebody_wrote_there():
    theirs = fresh(exercise("f"), exercise("g"))
    by_id(theirs)["f"] |= {"source": "mine", "outputs": [OUTPUT]}
    theirs["cells"].insert(4, own("scratch"))
    merged = brought(theirs, fresh(exercise("g")))
    assert ids(merged) == ["intro", "+", "text-g", "hint-g", "g", "check-g", "+", "+"]
    assert sources(merged)[1] == "scratch"
    assert sources(merged)[-2:] == [DROPPED, "mine"]
    assert merged["cells"][-1]["outputs"] == [OUTPUT]
    assert "nbgrader" not in merged["cells"][-1]["metadata"]


def test_copies_of_cells_stay_and_no_grade_id_comes_twice():
    theirs = fresh(exercise("f"))
    by_id(theirs)["f"]["source"] = "first try"
    pasted = copy.deepcopy(by_id(theirs)["f"]) | {"id": "1234abcd", "source": "second try"}
    same_id = copy.deepcopy(by_id(theirs)["f"]) | {"source": "third try"}
    theirs["cells"][4:4] = [pasted, same_id]
    merged = brought(theirs, fresh(exercise("f")))
    assert sources(merged)[3:6] == ["first try", "second try", "third try"]
    assert ids(merged) == ["intro", "text-f", "hint-f", "f", "+", "+", "check-f"]
    assert [c["id"] for c in merged["cells"] if "nbgrader" in c["metadata"]] == [
        *("text-f", "f", "check-f"),
    ]


@pytest.mark.parametrize("marks", [True, False])
def test_editors_that_drop_ids(marks):
    """Format 4.4 has no ids; Jupyter gives a pasted cell another."""
    theirs = fresh(exercise("f"))
    by_id(theirs)["f"]["source"] = "mine"
    by_id(theirs)["hint-f"]["source"] += "  # mine"
    for c in theirs["cells"]:
        c.pop("id")
        if not marks:
            c["metadata"].pop("nnlib")
    theirs["nbformat_minor"] = 4
    same = brought(theirs, fresh(exercise("f")))
    assert set(sources(theirs)) <= set(sources(same))
    assert same == theirs or not marks
    assert not any("id" in c for c in same["cells"])
    merged = brought(theirs, fresh(exercise("f", text="2")))
    assert merged["cells"][1]["source"] == "## f\nStatement 2."
    assert sources(merged).count("mine") == 1
    assert merged["nbformat_minor"] == 4
    new_ids = copy.deepcopy(theirs) | {"nbformat_minor": 5}
    for n, c in enumerate(new_ids["cells"]):
        c["id"] = f"{n}aaaaaaa"
    merged = brought(new_ids, fresh(exercise("f", text="2")))
    assert by_id(merged)["text-f"]["source"] == "## f\nStatement 2."
    assert by_id(merged)["f"]["source"] == "mine"


def test_ids_alone_are_enough():
    theirs = fresh(exercise("f"))
    theirs["metadata"] = {}
    for c in theirs["cells"]:
        c["metadata"] = {}
        c["source"] += "\n# mine"
    merged = brought(theirs, fresh(exercise("f")))
    assert [i for i in ids(merged) if i != "+"] == ids(fresh(exercise("f")))
    assert by_id(merged)["f"]["source"] == "def f(x1):\n    ...  # your answer\n# mine"
    assert sources(merged).count("# Exercises\n# mine") == 1


def test_no_cell_stands_for_two():
    theirs = fresh(exercise("f"), exercise("g"))
    by_id(theirs)["hint-f"]["source"] = by_id(theirs)["hint-g"]["source"]
    theirs["cells"] = [c for c in theirs["cells"] if c["id"] != "hint-g"]
    new = by_id(fresh(exercise("f"), exercise("g")))
    found = recognise(theirs["cells"], new, list(new))
    assert found["hint-f"] == 2
    assert "hint-g" not in found


def test_a_second_cell_of_the_same_id_does_not_take_it():
    theirs = fresh(exercise("f"), exercise("g"))
    theirs["cells"].append(own("scratch") | {"id": "f"})
    merged = brought(theirs, fresh(exercise("g"), exercise("f")))
    assert by_id(merged)["f"]["source"] == "def f(x1):\n    ...  # your answer"
    assert "scratch" in sources(merged)


def test_an_answer_cell_turned_into_text():
    theirs = fresh(exercise("f"))
    turned = by_id(theirs)["f"] | {"cell_type": "markdown", "source": "I think that x is 7."}
    del turned["outputs"], turned["execution_count"]
    theirs["cells"][3] = turned
    assert brought(theirs, fresh(exercise("f"))) == theirs
    merged = brought(theirs, fresh(exercise("f", stub="2")))
    assert by_id(merged)["f"]["source"] == "def f(x2):\n    ...  # your answer"
    assert sources(merged)[4:6] == [VERSION, "I think that x is 7."]


# Random edits, random updates ---------------------------------------------------------------------


ONE_CELL = ("write", "rewrite", "clear", "run", "turn", "split", "join")
ALL_CELLS = ("drop-ids", "new-ids", "drop-marks", "drop-metadata")
MOVES = {"move", "paste", "split", "drop-marks", "drop-metadata"}


def edits():
    """Return a strategy for what a learner does: (what, a place, another place)."""
    what = st.sampled_from([*ONE_CELL, *ALL_CELLS, "delete", "add", "add-text", "move", "paste"])
    return st.lists(st.tuples(what, st.integers(0, 30), st.integers(0, 30)), max_size=8)


def courses():
    """Return a strategy for states of the course: some exercises, each part in some version."""
    part = st.tuples(st.sampled_from("abcd"), *[st.sampled_from("12")] * 3)
    return st.lists(part, max_size=4, unique_by=lambda p: p[0]).map(
        lambda parts: fresh(*(exercise(*part) for part in parts))
    )


def single(cells, place, what, line):
    """Change one cell as a learner may."""
    c = cells[place]
    if what == "write":
        c["source"] += f"\n{line}"
    elif what == "rewrite":
        c["source"] = line
    elif what == "clear":
        c["source"] = ""
    elif what == "run" and c["cell_type"] == "code":
        c |= {"outputs": [OUTPUT | {"text": [line]}], "execution_count": 1}
    elif what == "turn" and c["cell_type"] == "code":
        cells[place] = {k: v for k, v in c.items() if k not in {"outputs", "execution_count"}}
        cells[place]["cell_type"] = "markdown"
    elif what == "split":
        first, _, rest = c["source"].partition("\n")
        cells.insert(place, copy.deepcopy(c) | {"source": first, "id": line.replace(" ", "-")})
        c["source"] = rest
    elif what == "join" and place + 1 < len(cells):
        c["source"] += "\n" + cells.pop(place + 1)["source"]


def whole(notebook, what, line):
    """Change all cells as some editors do."""
    for n, c in enumerate(notebook["cells"]):
        if what == "drop-ids":
            c.pop("id", None)
            notebook["nbformat_minor"] = 4
        elif what == "new-ids":
            c["id"] = f"{line.replace(' ', '-')}-{n}"
            notebook["nbformat_minor"] = 5
        elif what == "drop-marks":
            c["metadata"].pop("nnlib", None)
            notebook["metadata"].pop("nnlib", None)
        elif what == "drop-metadata":
            c["metadata"] = {}


def edit(notebook, what, place, to, line):
    """Do one thing to a notebook, as a learner or their editor may."""
    cells = notebook["cells"]
    if what in ALL_CELLS:
        whole(notebook, what, line)
    elif what.startswith("add") or not cells:
        kind = "markdown" if what == "add-text" else "code"
        cells.insert(place % (len(cells) + 1), cell(kind, line.replace(" ", "-"), line))
    elif what == "delete":
        cells.pop(place % len(cells))
    elif what == "move":
        cells.insert(to % len(cells), cells.pop(place % len(cells)))
    elif what == "paste":
        pasted = copy.deepcopy(cells[place % len(cells)]) | {"id": line.replace(" ", "-")}
        cells.insert(to % len(cells), pasted)
    else:
        single(cells, place % len(cells), what, line)
    if notebook["nbformat_minor"] == 4:
        for c in cells:
            c.pop("id", None)


def written(notebook):
    """Return type, source and outputs of each cell that is not as the course gave it."""
    return [
        (c["cell_type"], c["source"], c.get("outputs"))
        for c in notebook["cells"]
        if c["metadata"].get("nnlib", {}).get("given") != digest(c)
    ]


@settings(max_examples=200, deadline=None)
@given(start=courses(), rounds=st.lists(st.tuples(edits(), courses()), min_size=1, max_size=3))
def test_random_edits_and_updates_lose_nothing(start, rounds):
    theirs, handed, number, moved = reread(start), start, 0, False
    for changes, update in rounds:
        for what, place, to in changes:
            number += 1
            edit(theirs, what, place, to, f"learner line {number}")
        valid(theirs)
        merged = brought(theirs, update)
        everything = [(c["cell_type"], c["source"], c.get("outputs")) for c in merged["cells"]]
        for thing in written(theirs):
            assert thing in everything
        marks = [c["metadata"].get("nnlib", {}) for c in merged["cells"]]
        names = [mark["cell"] for mark in marks if "cell" in mark]
        assert sorted(names) == sorted(by_id(update))
        graders = [c["metadata"].get("nbgrader", {}) for c in merged["cells"]]
        graded = [grader["grade_id"] for grader in graders if grader]
        assert len(graded) == len(set(graded))
        kinds = {what for what, *_ in changes}
        moved = moved or bool(kinds & MOVES)
        assert moved or names == list(by_id(update))
        if update == handed and kinds <= {"write", "rewrite", "add", "add-text", "run"}:
            assert merged == theirs
        theirs, handed = reread(merged), update


# Files --------------------------------------------------------------------------------------------


SOUND = (
    b'{"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [{"cell_type": "code", '
    b'"execution_count": null, "metadata": {}, "outputs": [], "source": ""}]}'
)


def put(folder, notebook, name="one"):
    """Write a master below `folder` and run the tool as make does; return its status."""
    (folder / "from").mkdir(exist_ok=True)
    (folder / "from" / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return run(folder)


def run(folder):
    return exercises.main(["--from", str(folder / "from"), "--into", str(folder / "into")])


def state(folder):
    """Return what every file below a folder holds."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def answered(tmp_path, monkeypatch):
    """A folder where a learner answered, and the course has changed since."""
    monkeypatch.chdir(tmp_path)
    put(tmp_path, master(exercise("f")))
    path = tmp_path / "into" / "one.ipynb"
    theirs = exercises.parsed(path.read_bytes())
    by_id(theirs)["f"]["source"] = "def f(x1):\n    return 7  # σ, 𝜎"
    path.write_bytes(exercises.to_bytes(theirs))
    changed = json.dumps(master(exercise("f", text="2", stub="2"), exercise("g")))
    (tmp_path / "from" / "one.ipynb").write_text(changed, encoding="utf-8")
    return tmp_path


def test_first_and_second_time(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert put(tmp_path, master(exercise("f"))) == 0
    path = tmp_path / "into" / "one.ipynb"
    said = "into/one.ipynb: written\nTo begin: make lab, then open into/one.ipynb\n"
    assert capsys.readouterr().out == said
    text = path.read_text("utf-8")
    assert nbformat.v4.writes(nbformat.reads(text, 4)) + "\n" == text  # as Jupyter writes it
    os.utime(path, ns=(1, 1))
    assert run(tmp_path) == 0
    assert capsys.readouterr().out.startswith("into/one.ipynb: unchanged\n")
    assert path.stat().st_mtime_ns == 1
    # Another layout of the same notebook is no reason to write it.
    path.write_text(json.dumps(json.loads(text)), "utf-8")
    assert run(tmp_path) == 0
    assert set(state(tmp_path / "into")) == {"one.ipynb"}
    assert path.read_text("utf-8") == json.dumps(json.loads(text))


def test_an_update_backs_up_and_says_so(answered, capsys):
    path = answered / "into" / "one.ipynb"
    before = path.read_bytes()
    path.chmod(0o640)
    assert run(answered) == 0
    out = capsys.readouterr().out
    done = re.search(
        r"^into/one.ipynb: brought up to date, your answers kept; before: (into/backup/one-\d{4}-"
        r"\d\d-\d\d-\d{6}.ipynb)$",
        out,
        re.MULTILINE,
    )
    assert "Reload Notebook from Disk" in out
    assert (answered / done[1]).read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o640
    merged = exercises.parsed(path.read_bytes())
    assert by_id(merged)["f"]["source"] == "def f(x1):\n    return 7  # σ, 𝜎"
    assert "g" in by_id(merged)
    after = state(answered)
    assert run(answered) == 0
    assert state(answered) == after
    assert "Reload" not in capsys.readouterr().out.partition("To begin")[2]
    # What Jupyter still had in memory may be saved over it: the next run merges that.
    path.write_bytes(before)
    assert run(answered) == 0
    assert path.read_bytes() == after["into/one.ipynb"]
    assert len(list((answered / "into" / "backup").iterdir())) == 2


def test_two_backups_in_one_second_are_two(tmp_path):
    path = tmp_path / "one.ipynb"
    kept = {exercises.backup(path, b"first"), exercises.backup(path, b"second")}
    kept.add(exercises.backup(path, b"third"))
    assert {p.read_bytes() for p in kept} == {b"first", b"second", b"third"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b'{"cells": [',
        b"\xff\xfe\xfa",
        b"[]",
        b"7",
        b"{}",
        b"[" * 100_000,
        b'{"nbformat": 4, "metadata": {}, "cells": {"a": 1}}',
        b'{"nbformat": 4, "metadata": [], "cells": []}',
        b'{"nbformat": 4, "metadata": {}, "cells": [7]}',
        SOUND.replace(b'""', b"[7]"),
        SOUND.replace(b'"code"', b'"other"'),
        SOUND.replace(b'"source"', b'"text"'),
        b'{"nbformat": 3, "metadata": {}, "worksheets": []}',
        b'{"nbformat": 5, "metadata": {}, "cells": []}',
    ],
    ids=lambda data: data[:60].decode("latin-1"),
)
def test_what_is_no_notebook_stays_and_a_fresh_copy_comes_beside(answered, capsys, data):
    path, other = (answered / "into" / name for name in ("one.ipynb", "one-fresh.ipynb"))
    path.write_bytes(data)
    other.write_bytes(b"the learner's")
    assert run(answered) == 1
    said = capsys.readouterr().err
    assert said.startswith("into/one.ipynb: left as it is (")
    assert "into/one-fresh-2.ipynb" in said
    assert ("format 4 expected" in said) == (b"nbformat" in data and b": 4" not in data)
    after = state(answered / "into")
    assert after["one.ipynb"] == data
    assert after["one-fresh.ipynb"] == b"the learner's"
    assert set(after) == {"one.ipynb", "one-fresh.ipynb", "one-fresh-2.ipynb"}
    valid(exercises.parsed(after["one-fresh-2.ipynb"]))
    assert run(answered) == 1  # and not a third
    assert state(answered / "into") == after


def test_a_notebook_of_an_older_editor_is_merged(answered):
    path = answered / "into" / "one.ipynb"
    path.write_bytes(SOUND)
    assert run(answered) == 0
    assert "Statement 2." in path.read_text("utf-8")
    assert valid(exercises.parsed(path.read_bytes()))


def test_one_bad_file_does_not_stop_the_others(answered):
    (answered / "into" / "one.ipynb").write_bytes(b"{")
    (answered / "from" / "aaa.ipynb").write_bytes(b"{")
    assert put(answered, master(exercise("f")), "zzz") == 1
    assert (answered / "into" / "zzz.ipynb").exists()
    assert not (answered / "into" / "aaa.ipynb").exists()


def test_no_masters(tmp_path, capsys):
    assert run(tmp_path) == 1
    assert "no notebooks there" in capsys.readouterr().err


def test_half_a_character_is_kept(answered):
    path = answered / "into" / "one.ipynb"
    theirs = exercises.parsed(path.read_bytes())
    by_id(theirs)["f"]["source"] = "x = '\ud83d'"
    path.write_bytes(exercises.to_bytes(theirs))
    assert run(answered) == 0
    assert "x = '\ud83d'" in sources(exercises.parsed(path.read_bytes()))


def test_a_link_stays_a_link(answered):
    path, elsewhere = answered / "into" / "one.ipynb", answered / "synced.ipynb"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert run(answered) == 0
    assert path.is_symlink()
    assert "Statement 2." in elsewhere.read_text("utf-8")


@pytest.mark.parametrize("moment", ["backup", "replace"])
def test_a_notebook_saved_meanwhile_is_not_replaced(answered, monkeypatch, capsys, moment):
    path = answered / "into" / "one.ipynb"
    saved = path.read_bytes().replace(b"return 7", b"return 8")
    if moment == "backup":
        monkeypatch.setattr(exercises, "backup", lambda *_: path.write_bytes(saved))
    else:
        monkeypatch.setattr(exercises.shutil, "copymode", lambda *_: path.write_bytes(saved))
    assert run(answered) == 1
    assert "run `make exercises` again" in capsys.readouterr().err
    assert path.read_bytes() == saved
    monkeypatch.undo()
    assert run(answered) == 0
    assert "return 8" in path.read_text("utf-8")


def test_an_interruption_is_no_traceback(answered, monkeypatch, capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(exercises, "backup", interrupted)
    try:
        status = run(answered)
    except KeyboardInterrupt:  # it would end the whole test run
        pytest.fail("KeyboardInterrupt came through")
    assert status == 130
    assert "Every file is whole" in capsys.readouterr().err


# Full disks and interruptions ---------------------------------------------------------------------


class Full:
    """A file on a disk that is full after half of what is written."""

    def __init__(self, file):
        self.file = file

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def write(self, data):
        self.file.write(data[: len(data) // 2])
        raise NO_SPACE


def test_a_full_disk_at_any_step_loses_nothing(answered, monkeypatch, capsys):
    path = answered / "into" / "one.ipynb"
    before = path.read_bytes()
    left, places = [0], []

    def fails(function, where, instead=None):
        def failing(*args, **named):
            left[0] -= 1
            if left[0]:
                return function(*args, **named)
            places.append(where)
            if instead:
                return instead(function(*args, **named))
            raise NO_SPACE

        return failing

    monkeypatch.setattr(Path, "mkdir", fails(Path.mkdir, "mkdir"))
    monkeypatch.setattr(exercises, "open", fails(builtins.open, "write", Full), raising=False)
    for name in ("fsync", "replace"):
        monkeypatch.setattr(os, name, fails(getattr(os, name), name))
    for step in range(1, 30):
        left[0] = step
        status = run(answered)
        after = state(answered / "into")
        assert not [name for name in after if Path(name).name.startswith(".")]
        kept = {name: data for name, data in after.items() if name.startswith("backup")}
        assert set(kept.values()) <= {before}
        if status == 0:
            break
        assert "No space left on device. Nothing is lost" in capsys.readouterr().err
        assert path.read_bytes() == before
    assert places[:5] == ["mkdir", "write", "fsync", "replace", "fsync"]  # the last: of the folder
    assert "Statement 2." in path.read_text("utf-8")


def test_a_disk_that_gives_back_something_else(answered, monkeypatch, capsys):
    before = (answered / "into" / "one.ipynb").read_bytes()
    monkeypatch.setattr(exercises.os, "fsync", lambda number: os.ftruncate(number, 10))
    assert run(answered) == 1
    assert "something else than was written" in capsys.readouterr().err
    assert (answered / "into" / "one.ipynb").read_bytes() == before


DRIVER = """
import contextlib, io, json, os, resource, shutil, signal, sys
from pathlib import Path

tools, folder, how = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
sys.path.insert(0, tools)
import exercises

into, start = folder / "into", folder / "start"
PURE = {"parsed", "to_bytes", "student_copy", "without_solution", "<listcomp>", "<dictcomp>"}
arguments = ["--from", str(folder / "from"), "--into", str(into)]


def run():
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return exercises.main(arguments)


def stop_at(step):
    count = 0

    def trace(frame, event, _):
        nonlocal count
        if frame.f_code.co_filename != exercises.__file__ or frame.f_code.co_name in PURE:
            return None
        if event == "line":
            count += 1
            if count == step and how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            if count == step:
                raise KeyboardInterrupt
        return trace

    return trace


def reset():
    shutil.rmtree(into, ignore_errors=True)
    if start.exists():
        shutil.copytree(start, into)


def seen():
    return {str(p.relative_to(into)): p.read_text("utf-8") for p in into.rglob("*") if p.is_file()}


reset()
run()
goal = seen()["one.ipynb"]
step = 0
while True:
    step += 1
    reset()
    child = os.fork()
    if child == 0:
        status = 3
        try:
            if how == "limit":  # no file may grow beyond this: a write fails half way
                resource.setrlimit(resource.RLIMIT_FSIZE, (97 * step, 97 * step))
            else:
                sys.settrace(stop_at(step))
            status = run()
        finally:
            sys.settrace(None)
            os._exit(status)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    after = seen()
    run()
    print(json.dumps([code, after, seen()["one.ipynb"] == goal]))
    if code == 0:
        break
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("how", ["kill", "interrupt", "limit"])
@pytest.mark.parametrize("there", [True, False], ids=["update", "first copy"])
def test_whatever_stops_it_every_file_is_whole(answered, how, there):
    """Stopped at each line of the tool in turn, until it comes through."""
    old = (answered / "into" / "one.ipynb").read_text("utf-8") if there else None
    if there:
        (answered / "into").rename(answered / "start")
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, str(ROOT / "tools"), str(answered), how],
        capture_output=True,
        text=True,
        check=True,
        timeout=patience(60),
    )
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    new = runs[-1][1]["one.ipynb"]
    assert len(runs) > 25
    for code, files, mended in runs[:-1]:
        assert code in {"kill": {-9}, "interrupt": {130, 3, 1}, "limit": {1}}[how]
        assert files.get("one.ipynb") in {old, new}
        assert all(text == old for name, text in files.items() if name.startswith("backup/one-"))
        assert mended
        if how == "limit":
            assert not [name for name in files if Path(name).name.startswith(".")]
    assert {files.get("one.ipynb") for _, files, _ in runs} == {old, new}


# Copies of an earlier version ---------------------------------------------------------------------


def test_a_copy_made_before_the_exercises_had_folders_is_brought_up_to_date(tmp_path, monkeypatch):
    """Written by `make exercises` when statements stood in the notebooks; then answered by hand."""
    monkeypatch.chdir(tmp_path)
    old = (ROOT / "tests" / "copies" / "neuron-of-2026-11-28.json").read_bytes()
    path = tmp_path / "work" / "neuron.ipynb"
    path.parent.mkdir()
    path.write_bytes(old)
    before = by_id(exercises.parsed(old))
    assert exercises.main(["--into", str(path.parent)]) == 0
    merged = exercises.parsed(path.read_bytes())
    assert valid(merged)
    after = by_id(merged)
    for name in ("tanh-delta", "paper-step", "0a1b2c3d"):  # two answers, and a cell of their own
        assert after[name]["source"] == before[name]["source"]
    order = [c["id"] for c in merged["cells"]]
    assert order.index("0a1b2c3d") == order.index("check-tanh-delta") + 1
    # A remark in a statement, which the course has renewed since: both stand there, one below the
    # other.
    place = order.index("text-boundary")
    assert sources(merged)[place + 1 : place + 3] == [VERSION, before["text-boundary"]["source"]]
    master = exercises.parsed((ROOT / "exercises" / "neuron.ipynb").read_bytes())
    answered = {"tanh-delta", "paper-step"}
    for c in exercises.student_copy(master)["cells"]:  # all else is today's
        assert c["id"] in answered or after[c["id"]]["source"] == c["source"]
    backups = (path.parent / "backup").iterdir()
    assert [kept.read_bytes() for kept in backups] == [old]
    once = path.read_bytes()
    assert exercises.main(["--into", str(path.parent)]) == 0
    assert path.read_bytes() == once
