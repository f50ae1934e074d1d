"""What a reader does, in each engine: move a figure, answer on the page, run a notebook's cell.

Chromium, Firefox and WebKit do the same things with the same site, which has Pyodide on it.
"""

import pytest
from browser_engines import CONTROL, ENTER, HOME, RIGHT, started_chromium
from browsing import needs_pyodide, served
from built_book import SITE, built
from firefox import started_firefox
from practising import PAGE, WRONG, with_pyodide
from practising import RIGHT as SOLVED
from webkit import WebKitPage, started_webkit

pytestmark = [pytest.mark.browser, needs_pyodide]

ENGINES = {"chromium": started_chromium, "firefox": started_firefox, "webkit": started_webkit}
CHAPTER = "chapters/neuron.html"
PLAYER = "document.querySelector('.nnlib-player:has(.nnlib-play)')"
SLIDER = f"[...{PLAYER}.querySelectorAll('input[type=range]')].at(-1)"
SHOWN = f"[...{PLAYER}.querySelectorAll('.nnlib-screen img')].map((i) => i.src).join()"
NOTEBOOK = "jupyterapp.shell.currentWidget.content"
CELLS = f"{NOTEBOOK}.model.toJSON().cells"
BOX = "document.querySelector('[data-exercise=\"neuron.tanh-delta\"]')"
SAID = f"{BOX}.querySelector('.practise-message').textContent"
FORM = "document.querySelector('[data-exercise=\"neuron.paper-step\"]')"
ENDLESS = "while True:\n    try:\n        1 / 0\n    except BaseException: pass"


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """The address of the book with its own Pyodide."""
    built()  # fails when the site is older than its sources
    with served(SITE, with_pyodide(tmp_path_factory.mktemp("site"))) as address:
        yield address


@pytest.fixture(scope="module", params=ENGINES)
def page(request):
    """A page in each engine."""
    with ENGINES[request.param]() as page:
        yield page


def test_keys_move_a_figure_and_it_plays(page, base):
    page.goto(f"{base}/{CHAPTER}")
    page.evaluate(f"{SLIDER}.focus()")
    page.type(HOME)
    page.until(f"{SHOWN}.startsWith('data:') && {SLIDER}.value === '0'")
    page.evaluate(f"window.first = {SHOWN}")
    page.type(RIGHT)
    page.until(f"{SHOWN} !== first && {SLIDER}.value === '1'")
    page.click(f"{PLAYER}.querySelector('.nnlib-play')")
    page.until(f"Number({SLIDER}.value) > 2")  # to its end in test_controls.py


def pressed(page, act):
    page.click(f"{BOX}.querySelector('[data-act={act}]')")


def set_answer(page, text):
    """Let the store hold an answer, and open the page anew, which shows it."""
    page.evaluate(f"nnlibStore.put('answer:neuron.tanh-delta', {text!r})")
    page.reload()
    page.until(f"{BOX}.querySelector('textarea').value.startsWith({text[:9]!r})")


def test_an_answer_is_typed_checked_and_kept(page, base):
    page.goto(f"{base}/{PAGE}")
    page.click(f"{BOX}.querySelector('textarea')")
    page.until("document.activeElement.classList.contains('cm-content')")
    page.evaluate("document.execCommand('selectAll')")
    page.type(WRONG.replace("\n    ", ENTER))  # the editor indents
    page.until(f"{BOX}.querySelector('.cm-content').textContent.includes('- y)')")
    pressed(page, "check")
    page.until(f"{SAID}.includes('one factor of the chain rule is missing')")
    assert page.evaluate("document.activeElement.className").startswith("practise-message")
    set_answer(page, SOLVED)
    pressed(page, "check")
    page.until(f"{SAID}.startsWith('✓')")
    page.until("document.querySelector('.practise-count').textContent.startsWith('1 ')")


def test_a_number_is_checked(page):
    page.click(f"{FORM}.querySelector('[data-part=z]')")
    page.type("-0.4")
    page.click(f"{FORM}.querySelector('[data-act=check]')")
    page.until(f"{FORM}.querySelector('.practise-message').textContent.includes('Right so far')")


def test_a_notebook_runs_a_cell(page, base):
    """JupyterLite's Python knows nnlib and finds what the page above has kept."""
    page.goto(f"{base}/lite/notebooks/index.html?path=exercises/neuron.ipynb")
    page.until("document.querySelector('.jp-KernelName').textContent.includes('Pyodide')")
    for name in ("setup", "progress"):
        place = page.evaluate(f"{CELLS}.findIndex((cell) => cell.id === {name!r})")
        page.evaluate(f"{NOTEBOOK}.scrollToItem({place})")
        editor = f"document.querySelector('[data-windowed-list-index=\"{place}\"] .cm-content')"
        page.until(f"{editor}.checkVisibility()")
        page.click(editor)
        page.chord(CONTROL, ENTER)
        page.until(f"{CELLS}[{place}].execution_count")
    page.until(f"JSON.stringify({CELLS}[{place}].outputs).includes('✓ A neuron that answers')")


def test_a_loop_is_stopped(page, base):
    page.goto(f"{base}/{PAGE}")
    set_answer(page, ENDLESS)
    pressed(page, "check")
    page.until(f"!{BOX}.querySelector('[data-act=stop]').hidden")
    pressed(page, "stop")
    page.until(f"{SAID}.includes('You stopped it')")
    runs_on = page.evaluate(f"{SAID}.includes('until the tab is closed')")
    assert (runs_on == "true") == isinstance(page, WebKitPage)
    assert page.evaluate(f"{BOX}.querySelector('textarea').value") == ENDLESS
