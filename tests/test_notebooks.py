"""The notebooks are stored as tools/notebooks.py leaves them, and that tool does what it says."""

import copy
import json
import subprocess
import sys
from pathlib import Path

import nbformat
import normal_form
import notebooks
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from patience import patience

TOOL = Path(notebooks.__file__)
IMAGE = {"image/png": "iVBORw0KGgo="}
SHOWN = {"image/png": {"alt": "A falling line", "width": 640}}

FIGURE = """
import matplotlib.pyplot as plt
from base64 import b64encode
from io import BytesIO
from IPython.display import display

figure, ax = plt.subplots()
ax.plot([0, 1], [1, 0])
png = BytesIO()
figure.savefig(png, metadata={"Software": None})
plt.close(figure)
print("before")
display(
    {"image/png": b64encode(png.getvalue()).decode()},
    metadata={"image/png": {"alt": "A falling line", "width": 640}},
    raw=True,
)
print("after")
"""
WIDGETS = """
import ipywidgets as w

play, slider = w.Play(max=2), w.IntSlider(max=2)
stack = w.Stack([w.HTML(f"<b>{step}</b>") for step in range(3)], selected_index=0)
links = w.jslink((play, "value"), (slider, "value")), w.jslink(
    (slider, "value"), (stack, "selected_index")
)
w.VBox([w.HBox([play, slider]), stack])
"""
ENVIRONMENT = """
import os
import sys
import matplotlib

print(os.getcwd() == os.path.realpath({folder!r}), sys.executable == {python!r})
print(os.environ["PYTHONHASHSEED"], matplotlib.get_backend())
"""


def tool(*arguments, **environment):
    """Run the tool as `make notebooks` does."""
    return subprocess.run(
        [sys.executable, TOOL, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=patience(60),
        env={**notebooks.os.environ, **environment},
    )


def written(path, *cells):
    """Write a notebook that was never run; a text stands for a code cell."""
    cells = [new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    nbformat.write(new_notebook(cells=cells), path)
    return path


def normal(*cells):
    """Return a notebook in normal form, as if it had been run."""
    nb = new_notebook(cells=copy.deepcopy(list(cells)))
    nb.metadata["nnlib"] = {"source_hash": notebooks.source_hash(nb)}
    return normal_form.normalise(nb)


def checked(path, nb):
    """Return what `--check` says of a notebook stored at `path`, '' if nothing."""
    path.write_bytes(notebooks.to_bytes(nb))
    try:
        notebooks.check(path)
    except notebooks.NotebookError as error:
        return str(error)
    return ""


def timing():
    """Return a cell that prints something else at every run."""
    tags = {"tags": [notebooks.TIMING]}
    return new_code_cell("import time\nprint(time.perf_counter_ns())", metadata=tags)


def picture(metadata=SHOWN):
    """Return the output that a figure leaves."""
    return new_output("display_data", data=dict(IMAGE), metadata=copy.deepcopy(metadata))


# --- the course itself -----------------------------------------------------------------------


@pytest.mark.parametrize("path", notebooks.every_notebook(), ids=notebooks.shown)
def test_the_notebook_is_stored_as_a_run_leaves_it(path):
    notebooks.check(path)


# --- running ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """Run a notebook with a figure, widgets and a set twice; return its path and both texts."""
    folder = tmp_path_factory.mktemp("run")
    last = ENVIRONMENT.format(folder=str(folder), python=sys.executable)
    path = written(folder / "a.ipynb", new_markdown_cell("# A"), FIGURE, WIDGETS, timing(), last)
    namesake = folder / "kernels" / "python3" / "kernel.json"
    namesake.parent.mkdir(parents=True)
    namesake.write_text(json.dumps({"argv": ["false"], "display_name": "x", "language": "python"}))
    leaked = {"JUPYTER_PATH": str(folder), "MPLBACKEND": "agg", "PYTHONHASHSEED": "random"}
    texts = []
    for said in ("written", "unchanged"):
        result = tool(path, **leaked)
        assert (result.returncode, result.stderr) == (0, "")
        assert result.stdout == f"{notebooks.shown(path)}: {said}\n"
        texts.append(path.read_bytes())
    return path, texts


def test_two_runs_in_a_row_write_the_same_bytes(ran):
    _, (first, second) = ran
    assert first == second


def test_a_timing_is_kept_only_while_the_code_is_the_same_and_its_output_is_there():
    cell = timing()
    cell.outputs = [new_output("stream", text="1234")]
    nb = normal(cell, new_code_cell("print(1)", outputs=[new_output("stream", text="1")]))
    assert notebooks.measured(nb) == {nb.cells[0].id: nb.cells[0].outputs}
    nb.cells[1].source = "print(2)"
    assert notebooks.measured(nb) == {}
    cell.outputs = []
    assert notebooks.measured(normal(cell)) == {}


def test_a_notebook_that_was_run_passes_the_check(ran):
    path, _ = ran
    result = tool("--check", path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_the_kernel_is_of_this_environment_and_sees_no_leaked_settings(ran):
    path, _ = ran
    output = notebooks.read(path).cells[-1].outputs[0].text
    assert output == "True True\n0 module://matplotlib_inline.backend_inline\n"


def test_text_before_and_after_a_figure_stays_there(ran):
    path, _ = ran
    figure = notebooks.read(path).cells[1]
    assert [output.get("text") for output in figure.outputs] == ["before\n", None, "after\n"]
    assert figure.metadata == {"mystnb": {"image": {"alt": "A falling line"}}}


def test_widgets_are_numbered_and_every_reference_leads_to_one(ran):
    path, (text, _) = ran
    nb = notebooks.read(path)
    state = nb.metadata.widgets[normal_form.WIDGET_STATE]["state"]
    assert list(state) == [f"{n:032x}" for n in range(1, len(state) + 1)]
    view = nb.cells[2].outputs[0].data[normal_form.WIDGET_VIEW]["model_id"]
    assert state[view]["model_name"] == "VBoxModel"
    references = text.decode().split(normal_form.WIDGET_REFERENCE)[1:]
    assert {reference[:32] for reference in references} <= set(state)
    (link, _) = (m["state"] for m in state.values() if m["model_name"] == "LinkModel")
    ends = [state[link[end][0].removeprefix("IPY_MODEL_")] for end in ("source", "target")]
    assert [end["model_name"] for end in ends] == ["PlayModel", "IntSliderModel"]


def test_a_cell_that_fails_is_named_and_nothing_is_written(tmp_path):
    path = written(tmp_path / "a.ipynb", new_markdown_cell("# A"), "x = 0", "1 / x")
    before = path.read_bytes()
    result = tool(path)
    assert result.returncode == 1
    assert f"{notebooks.shown(path)}: cell 3 (In [2]) failed." in result.stderr
    assert "ZeroDivisionError: division by zero" in result.stderr
    assert "\x1b" not in result.stderr
    assert path.read_bytes() == before


def test_a_cell_that_takes_too_long_is_named(tmp_path):
    path = written(tmp_path / "a.ipynb", "import time\ntime.sleep(60)")
    result = tool("--timeout", 1, path)
    assert result.returncode == 1
    assert f"{notebooks.shown(path)}: cell 1 (In [1]) failed." in result.stderr
    assert "after 1 seconds" in result.stderr


def test_what_is_refused_is_not_written_and_an_error_that_is_meant_is_kept(tmp_path):
    meant = new_code_cell("1 / 0", metadata={"tags": ["raises-exception"]})
    path = written(tmp_path / "a.ipynb", meant)
    assert tool(path).returncode == 0
    (output,) = notebooks.read(path).cells[0].outputs
    assert output.traceback == ["ZeroDivisionError: division by zero"]

    before = written(path, meant, "import sys\nprint('careful', file=sys.stderr)").read_bytes()
    result = tool(path)
    assert result.returncode == 1
    assert result.stderr == f"{notebooks.shown(path)}: cell 2 (In [2]) writes to stderr: careful\n"
    assert path.read_bytes() == before


# --- storing ---------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path, monkeypatch):
    """Return a notebook whose run is replaced by one that leaves a known output."""

    def instead(nb, *_):
        nb.cells[0].outputs = [new_output("stream", text="1\n")]

    monkeypatch.setattr(notebooks, "run", instead)
    return written(tmp_path / "a.ipynb", "print(1)")


def test_a_crash_while_writing_leaves_the_old_notebook_and_no_rest(path, monkeypatch):
    def crash(*_):
        raise OSError("no space left")

    before = path.read_bytes()
    monkeypatch.setattr(notebooks.os, "replace", crash)
    with pytest.raises(OSError, match="no space left"):
        notebooks.store(path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_notebook_that_is_the_same_is_not_touched(path, monkeypatch):
    assert notebooks.store(path)
    monkeypatch.setattr(notebooks.os, "replace", None)
    assert not notebooks.store(path)


# --- the normal form -------------------------------------------------------------------------


def messy():
    """Return a notebook with everything that Jupyter, chance and the machine leave behind."""
    code = new_code_cell(
        "print(1)",
        execution_count=7,
        metadata={"execution": {"iopub.status.busy": "now"}, "collapsed": True, "tags": []},
    )
    code.outputs = [
        new_output("stream", text="1"),
        new_output("stream", text="2\n"),
        new_output("stream", name="stderr", text="3\n"),
        new_output("stream", text="4\n"),
        new_output("execute_result", data={"text/plain": "5"}, execution_count=7),
    ]
    kept = new_code_cell("x = 1", metadata={"tags": ["a"], "jupyter": {"source_hidden": True}})
    cells = [new_markdown_cell("same"), new_markdown_cell("same"), code, kept]
    nb = new_notebook(cells=cells)
    nb.metadata = nbformat.from_dict({"language_info": {"version": "3.9"}, "toc": {"base": 1}})
    nb.cells[0].id = nb.cells[1].id = "twice"
    nb.cells[2].id = "not well formed"
    del nb.cells[3]["id"]
    return nb


def test_normalising_twice_changes_nothing_more():
    once = normal_form.normalise(messy())
    assert normal_form.normalise(once) == once
    nbformat.validate(once)


def test_normalising_leaves_its_argument_alone():
    nb, same = messy(), messy()
    normal_form.normalise(nb)
    assert nb == same


def test_the_bytes_are_those_that_nbformat_writes(tmp_path):
    nb = normal_form.normalise(messy())
    nbformat.write(nb, tmp_path / "a.ipynb")
    assert notebooks.to_bytes(nb) == (tmp_path / "a.ipynb").read_bytes()


def test_ids_are_kept_where_they_can_be_and_otherwise_follow_from_the_content():
    first, second = (normal_form.normalise(messy()) for _ in range(2))
    ids = [cell.id for cell in first.cells]
    assert ids == [cell.id for cell in second.cells]
    assert ids[0] == "twice"
    assert len(set(ids)) == len(ids)
    moved = messy()
    moved.cells.insert(2, new_code_cell("new"))
    moved.cells[2].id = "not well formed"
    assert [cell.id for cell in normal_form.normalise(moved).cells if cell.source != "new"] == ids


def test_counts_run_from_one():
    cells = normal_form.normalise(messy()).cells
    assert [cell.execution_count for cell in cells[2:]] == [1, 2]
    assert cells[2].outputs[-1].execution_count == 1


def test_only_neighbours_of_one_stream_are_joined():
    outputs = normal_form.normalise(messy()).cells[2].outputs
    assert [output.get("text") for output in outputs] == ["12\n", "3\n", "4\n", None]


def test_metadata_that_means_nothing_is_dropped():
    nb = normal_form.normalise(messy())
    assert [cell.metadata for cell in nb.cells] == [
        {},
        {},
        {},
        {"tags": ["a"], "jupyter": {"source_hidden": True}},
    ]
    assert nb.metadata == {
        "kernelspec": normal_form.KERNELSPEC,
        "language_info": normal_form.LANGUAGE_INFO,
    }


def test_the_alternative_text_follows_the_picture_and_spares_other_options():
    options = {"mystnb": {"image": {"alt": "old", "classes": "wide"}, "code_prompt_show": "Show"}}
    cell = new_code_cell("show()", metadata=options, outputs=[picture()])
    (with_picture,) = normal_form.normalise(new_notebook(cells=[cell])).cells
    assert with_picture.metadata.mystnb == {
        "image": {"alt": "A falling line", "classes": "wide"},
        "code_prompt_show": "Show",
    }
    cell.outputs = []
    (without,) = normal_form.normalise(new_notebook(cells=[cell])).cells
    assert without.metadata.mystnb == {"image": {"classes": "wide"}, "code_prompt_show": "Show"}


# --- the check -------------------------------------------------------------------------------


def test_a_notebook_in_normal_form_passes(tmp_path):
    nb = normal(new_markdown_cell("# A"), new_code_cell("show()", outputs=[picture()]))
    assert checked(tmp_path / "a.ipynb", nb) == ""


def change_source(nb):
    nb.cells[0].source = "x = 2"


def change_order(nb):
    nb.cells.reverse()


def forget_the_count(nb):
    nb.cells[0].execution_count = None


def forget_the_hash(nb):
    del nb.metadata["nnlib"]


def add_a_time(nb):
    nb.cells[0].metadata["execution"] = {"iopub.status.busy": "now"}


def edit_the_alt(nb):
    nb.cells[1].metadata.mystnb.image.alt = "Something else"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (change_source, "its code has changed since it was run"),
        (change_order, "its code has changed since it was run"),
        (forget_the_hash, "its code has changed since it was run"),
        (forget_the_count, "holds a cell that has not been run"),
        (add_a_time, "is not in its normal form"),
        (edit_the_alt, "is not in its normal form"),
    ],
)
def test_a_stale_notebook_is_told_with_the_command_that_mends_it(tmp_path, change, reason):
    nb = normal(new_code_cell("x = 1"), new_code_cell("show()", outputs=[picture()]))
    change(nb)
    path = tmp_path / "a.ipynb"
    assert checked(path, nb) == f"{path.as_posix()}: {reason}; run: make notebooks"


def test_other_bytes_of_the_same_notebook_are_stale(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(normal(new_code_cell("x = 1"))))
    result = tool("--check", path)
    assert result.returncode == 1
    assert result.stderr == f"{path.as_posix()}: is not in its normal form; run: make notebooks\n"


ERROR = new_output("error", ename="ValueError", evalue="no", traceback=[])


@pytest.mark.parametrize(
    ("source", "outputs", "fault"),
    [
        ("f()", [ERROR], "ends in ValueError; if that is meant, tag the cell raises-exception"),
        ("f();", [], "ends with ';', which nbval does not honour; assign the value to a name"),
        ("f()  ;\n", [], "ends with ';', which nbval does not honour; assign the value to a name"),
        (" \n", [], "is empty; delete it"),
        ("f()", [new_output("stream", name="stderr", text="a\n")], "writes to stderr: a"),
        (
            "f()",
            [picture({})],
            "shows a picture with no alternative text: nnlib.viz.show(fig, alt=…)",
        ),
        (
            "f()",
            [picture({"image/png": {"alt": " "}})],
            "shows a picture with no alternative text: nnlib.viz.show(fig, alt=…)",
        ),
        (
            "f()",
            [picture(), picture({"image/png": {"alt": "Another"}})],
            "shows pictures with different alternative texts; give each its own cell",
        ),
        (
            "f()",
            [new_output("execute_result", data={"text/plain": "<Axes at 0x7f34226684a0>"})],
            "shows a memory address, which differs at every run; assign the value to a name",
        ),
        (
            "f()",
            [new_output("stream", text=f"{notebooks.ROOT}/nnlib")],
            "shows a folder of this machine",
        ),
    ],
)
def test_what_must_not_reach_a_reader_is_refused(tmp_path, source, outputs, fault):
    nb = normal(new_markdown_cell("# A"), new_code_cell(source, outputs=outputs))
    path = tmp_path / "a.ipynb"
    assert checked(path, nb) == f"{path.as_posix()}: cell 2 (In [1]) {fault}"


def test_an_error_that_is_meant_passes(tmp_path):
    cell = new_code_cell("f()", outputs=[ERROR], metadata={"tags": ["raises-exception"]})
    assert checked(tmp_path / "a.ipynb", normal(cell)) == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "no such notebook"),
        ("<<<<<<< HEAD", "not a notebook that can be read"),
        ("[]", "not a notebook that can be read"),
        (
            '{"nbformat": 3, "metadata": {}, "cells": []}',
            "notebook format 4 expected, this one has 3",
        ),
    ],
)
def test_a_file_that_is_no_notebook_is_told(tmp_path, capsys, text, message):
    path = tmp_path / "a.ipynb"
    if text is not None:
        path.write_text(text)
    assert notebooks.main(["--check", str(path)]) == 1
    assert f"{path.as_posix()}: {message}" in capsys.readouterr().err


def test_every_notebook_leaves_out_the_copies_that_jupyter_keeps(tmp_path):
    for name in ("chapters/b", "chapters/.ipynb_checkpoints/b", "exercises/a", "lite/c"):
        path = (tmp_path / name).with_suffix(".ipynb")
        path.parent.mkdir(parents=True)
        path.touch()
    found = [path.relative_to(tmp_path).as_posix() for path in notebooks.every_notebook(tmp_path)]
    assert found == ["chapters/b.ipynb", "exercises/a.ipynb"]
