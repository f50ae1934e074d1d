"""Where a notebook in the browser cannot start, or nothing of it would be kept, the page says so.

From the disk, behind a network that blocks Pyodide's host, and in a classroom without https.
"""

import re

import pytest
from browsing import CLASSROOM, PYODIDE, needs_pyodide, served
from built_book import SITE, pages
from lite_tab import CDN, Tab
from patience import milliseconds

START = "lite/notebooks/index.html?path=chapters/neuron.ipynb"
RIGHT = """def tanh_delta(z, y):
    return 2 * (np.tanh(z) - y) / np.cosh(z) ** 2"""
LOCK = "pyodide-lock.json"

pytestmark = pytest.mark.browser


@pytest.fixture
def tab(browser):
    pages()  # fails when the site is older than its sources
    context = browser.new_context()
    yield context.new_page()
    context.close()


def notice(tab):
    """Wait for what the page has to say; return it."""
    said = tab.get_by_role("alert").filter(has_text=re.compile("disk|could not start"))
    said.wait_for(timeout=milliseconds(60))
    return said.inner_text()


def at(address):
    """Return where the built site's page lies on the disk."""
    return (SITE / address.partition("?")[0]).as_uri() + address[len(address.partition("?")[0]) :]


@pytest.mark.parametrize("page", ["chapters/neuron.html", "exercises/mlp.html"])
def test_a_page_read_from_the_disk_names_the_command_and_offers_no_white_page(tab, page):
    tab.goto(at(page))
    place = tab.locator(".open-lite")
    assert "make serve" in place.inner_text()
    assert place.get_by_role("link").count() == 0


def test_a_served_page_keeps_its_button(tab, base):
    tab.goto(f"{base}/chapters/neuron.html")
    place = tab.locator(".open-lite")
    assert "make serve" not in place.inner_text()
    assert place.get_by_role("link").count() == 1


@pytest.mark.parametrize("page", [START, "lite/tree/index.html", "lite/edit/index.html"])
def test_a_notebook_opened_from_the_disk_names_the_command(tab, page):
    tab.goto(at(page))
    assert "make serve" in notice(tab)


def test_the_front_door_of_the_notebooks_is_no_white_page_from_the_disk(tab):
    tab.goto(at("lite/index.html"))
    assert "make serve" in notice(tab)


def refused(route):
    route.abort()


def forbidden(route):
    route.fulfill(status=403, body="", headers={"Access-Control-Allow-Origin": "*"})


def portal(route):
    body = "<h1>Please sign in to this network</h1>"
    allow = {"Access-Control-Allow-Origin": "*"}
    route.fulfill(body=body, content_type="text/html", headers=allow)


def given(route):
    """Answer as Pyodide's host would."""
    file = PYODIDE / route.request.url.removeprefix(CDN).partition("?")[0]
    route.fulfill(path=file, headers={"Access-Control-Allow-Origin": "*"})


@pytest.mark.parametrize("answer", [refused, forbidden, portal])
def test_where_the_host_of_pyodide_is_blocked_the_page_says_which_address(tab, base, answer):
    tab.context.route(f"{CDN}*", answer)
    tab.goto(f"{base}/{START}")
    said = notice(tab)
    assert CDN + LOCK in said
    assert "PYODIDE_DIR" in said
    tab.get_by_role("button", name="Close").click()
    assert tab.locator(".nnlib-notice").count() == 0


@needs_pyodide
@pytest.mark.parametrize(
    ("answer", "blocked"),
    [(refused, "pyodide.js"), (portal, "pyodide.asm.wasm"), (refused, "numpy-*.whl")],
)
def test_one_blocked_file_is_named_too(tab, base, answer, blocked):
    """A filter may let text pass and stop programs."""
    tab.context.route(f"{CDN}*", given)
    tab.context.route(f"{CDN}{blocked}", answer)
    tab.goto(f"{base}/{START}")
    assert CDN + blocked.partition("*")[0] in notice(tab)


def empty(route):
    route.fulfill(body="{}", headers={"Access-Control-Allow-Origin": "*"})


def test_a_site_that_is_not_complete_says_who_can_mend_it(tab):
    tab.context.route(f"{CDN}*", empty)
    with served(SITE, {"lite/python/wheels.json": SITE / "nowhere"}) as incomplete:
        tab.goto(f"{incomplete}/{START}")
        said = notice(tab)
    assert "wheels.json" in said
    assert "make book" in said


@needs_pyodide
def test_progress_is_kept_in_a_classroom_without_https(browser):
    """A browser gives such a page no service worker, so Python has no disk that lasts there."""
    with served(SITE) as base:
        tab = Tab(browser, base.replace("127.0.0.1", CLASSROOM), "exercises/neuron.ipynb")
        assert tab.tab.evaluate("window.isSecureContext") is False
        tab.run("setup")
        tab.write("tanh-delta", RIGHT)
        tab.run("tanh-delta")
        said = tab.run("check-tanh-delta")
        assert said.startswith("✓ Right.")
        assert "is known until Python ends" not in said
        tab.save()
        tab.open()
        tab.run("setup")
        assert "✓ A neuron that answers" in tab.run("progress")
        tab.context.close()
    assert tab.problems == []
