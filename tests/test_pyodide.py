"""nnlib in the browser's own Python: the exercises answer there, and remember without a disk."""

import zipfile
from pathlib import Path

import pytest
from browsing import PYODIDE, needs_pyodide, served
from patience import milliseconds

ROOT = Path(__file__).resolve().parents[1]

pytestmark = [pytest.mark.browser, needs_pyodide]
PAGE = """<!DOCTYPE html><title>nnlib</title><script type="module">
import { loadPyodide } from "/pyodide/pyodide.mjs";
try {
  const python = await loadPyodide();
  await python.loadPackage("numpy");
  python.unpackArchive(await (await fetch("/nnlib.zip")).arrayBuffer(), "zip");
  window.python = python;
} catch (error) { window.failure = String(error); }
</script>"""
CHECK = """
import io, contextlib
from nnlib.checks import check, progress, solution
said = io.StringIO()
with contextlib.redirect_stdout(said):
    {}
said.getvalue()
"""
WRONG = """
    import numpy as np
    def theirs(z, y):
        return 2 * (np.tanh(z) - y)
    check("neuron.tanh-delta", theirs)"""
LOOPS = """
    def theirs(z, y):
        while True:
            z = z + 1
    check("neuron.tanh-delta", theirs)"""
RIGHT = """
    import numpy as np
    def theirs(z, y):
        return 2 * (np.tanh(z) - y) / np.cosh(z) ** 2
    check("neuron.tanh-delta", theirs)"""

FAST = """
    import numpy as np
    check("speed.layer", lambda W, b, x: {})"""


@pytest.fixture(scope="module")
def tab(browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    with zipfile.ZipFile(folder / "nnlib.zip", "w") as archive:  # laid out as the wheel is
        for path in (ROOT / "nnlib").rglob("*"):
            if path.suffix in {".py", ".npz"}:
                archive.write(path, path.relative_to(ROOT))
        for path in (ROOT / "exercises").rglob("*"):
            if path.suffix in {".md", ".py", ".toml"}:
                archive.write(path, Path("nnlib", path.relative_to(ROOT)))
    with served(folder, {"pyodide": PYODIDE}) as base:
        page = browser.new_page()
        page.base = base
        yield page


def python(tab, code):
    """Run code in the page's Python and return its last value."""
    return tab.evaluate("code => window.python.runPython(code)", code)


def opened(tab):
    """Open the page, or open it again, and wait for Python."""
    tab.goto(tab.base)
    tab.wait_for_function("window.python || window.failure", timeout=milliseconds(60))
    assert tab.evaluate("window.failure") is None


def test_an_exercise_answers_in_the_browser_and_is_remembered(tab):
    opened(tab)
    assert "one factor of the chain rule is missing" in python(tab, CHECK.format(WRONG))
    looping = python(tab, CHECK.format(LOOPS))
    assert "Stopped after 5 seconds" in looping
    assert "is open now" in looping
    assert "return 2 *" in python(tab, CHECK.format('solution("neuron.tanh-delta")'))
    assert python(tab, CHECK.format(RIGHT)).startswith("✓ Right.")
    assert python(tab, "import os; os.path.exists('progress.json')") is False
    opened(tab)  # the page is loaded anew, and with it Python
    assert "✓ A neuron that answers" in python(tab, CHECK.format('progress("neuron")'))


def test_the_digits_are_there_in_the_browser_and_can_be_counted(tab):
    if not tab.evaluate("Boolean(window.python)"):
        opened(tab)
    counted = "np.bincount(nnlib.datasets.digits()[1]).sum().item()"
    assert python(tab, f"import nnlib, numpy as np; {counted}") == 1797


def test_a_right_gradient_passes_its_check_in_the_browser(tab):
    """Its exp is rounded less well than ours, and a chapter stops where the check says no."""
    if not tab.evaluate("Boolean(window.python)"):
        opened(tab)
    worst = python(
        tab,
        """
import nnlib, numpy as np
rng = np.random.default_rng(0)
X, Y = rng.normal(size=(5, 2, 6)).transpose(2, 0, 1), rng.integers(0, 2, (5, 4, 6))
def error(seed):
    model = nnlib.LSTM(2, 3, 4, rng=np.random.default_rng(seed))
    return nnlib.check_gradient(model, X, Y.transpose(2, 0, 1)).max_relative_error
max(map(error, range(8)))
""",
    )
    assert worst < 1e-7


def test_every_solution_passes_in_the_browser(tab):
    opened(tab)
    failed = python(
        tab,
        """
import json
from nnlib.checks import EXERCISES, grade
json.dumps([e.id for e in EXERCISES.values() if not grade(e.id, e.right).passed])
""",
    )
    assert failed == "[]"


def test_a_loop_is_counted_in_the_browser(tab):
    """Its Python is another version than ours, and lines are counted by other means there."""
    opened(tab)
    for answer in (
        "np.array([1 / (1 + np.exp(-(W @ column + b))) for column in x.T]).T",
        "np.array(list(map(lambda column: 1 / (1 + np.exp(-(W @ column + b))), x.T))).T",
        "1 / (1 + np.exp(-np.array(list(map(W.__matmul__, x.T))).T - b[:, None]))",
    ):
        said = python(tab, CHECK.format(FAST.format(answer)))
        assert said.startswith("◐ Right, but slow."), said
    said = python(tab, CHECK.format(FAST.format("1 / (1 + np.exp(-(W @ x + b[:, None])))")))
    assert said.startswith("✓ Right, and Python has no more to do for 64 examples than for 8.")
