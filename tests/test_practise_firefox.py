"""The core of practising on the page, in Firefox: write, check, fields, stop, reload."""

import pytest
from browsing import needs_pyodide, served
from built_book import SITE, pages
from firefox import started_firefox
from practising import PAGE, RIGHT, WRONG, with_pyodide

pytestmark = [pytest.mark.browser, needs_pyodide]

BOX = "document.querySelector('[data-exercise=\"neuron.tanh-delta\"]')"
SAID = f"{BOX}.querySelector('.practise-message').textContent"
FORM = "document.querySelector('[data-exercise=\"neuron.paper-step\"]')"
ENTER = "\ue007"
ENDLESS = "while True:\n    try:\n        1 / 0\n    except BaseException: pass"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    pages()  # fails when the site is older than its sources
    places = with_pyodide(tmp_path_factory.mktemp("site"))
    with served(SITE, places) as base, started_firefox() as page:
        page.goto(f"{base}/{PAGE}")
        yield page


def pressed(page, act):
    page.click(f"{BOX}.querySelector('[data-act={act}]')")


def set_answer(page, text):
    """Let the store hold an answer, and open the page anew, which shows it."""
    page.evaluate(f"nnlibStore.put('answer:neuron.tanh-delta', {text!r})")
    page.ask("browsingContext.reload", context=page.context, wait="complete")
    page.until(f"{BOX}.querySelector('textarea').value.startsWith({text[:9]!r})")


def test_an_answer_is_typed_checked_and_kept(page):
    page.click(f"{BOX}.querySelector('textarea')")
    page.until("document.activeElement.classList.contains('cm-content')")
    page.evaluate("document.execCommand('selectAll')")
    page.type(WRONG.replace("\n    ", ENTER))  # the editor indents
    page.until(f"{BOX}.querySelector('.cm-content').textContent.includes('- y)')")
    pressed(page, "check")
    page.until(f"{SAID}.includes('one factor of the chain rule is missing')")
    assert page.evaluate("document.activeElement.className").startswith("practise-message")
    set_answer(page, RIGHT)
    pressed(page, "check")
    page.until(f"{SAID}.startsWith('✓')")
    page.until("document.querySelector('.practise-count').textContent.startsWith('1 ')")


def test_a_number_is_checked(page):
    page.click(f"{FORM}.querySelector('[data-part=z]')")
    page.type("-0.4")
    page.click(f"{FORM}.querySelector('[data-act=check]')")
    page.until(f"{FORM}.querySelector('.practise-message').textContent.includes('Right so far')")


def test_a_loop_is_stopped(page):
    set_answer(page, ENDLESS)
    pressed(page, "check")
    page.until(f"!{BOX}.querySelector('[data-act=stop]').hidden")
    pressed(page, "stop")
    page.until(f"{SAID}.includes('You stopped it')")
    assert page.evaluate(f"{BOX}.querySelector('textarea').value") == ENDLESS
