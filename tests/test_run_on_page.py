"""Cells of a chapter, run in its page: what comes out, and what becomes of changed ones."""

import json
import re

import pytest
from browsing import PHONE, ROOT, needs_pyodide, served
from built_book import SITE, pages
from practising import opened, with_pyodide

from nnlib.checks.folders import course

pytestmark = [pytest.mark.browser, needs_pyodide]

CHAPTER = "chapters/rnn"
CELL = "5766cf37"  # three steps on paper: it needs two cells above
FORMULA = re.compile(r"\$([^$]+)\$")
TYPESET = """async (texts) => {
  await nnlibPart.load("prose.js");
  return texts.map((text) => {
    const box = document.createElement("div");
    box.append(...nnlibProse(text));
    return [box.textContent.includes("$"), box.querySelectorAll("mjx-container").length];
  });
}"""
ALL = """async () => {
  await nnlibPart.load("run.js");
  await nnlibRun.ready;
  await nnlibPart.load("python.js");
  const cells = nnlibRun.cells.filter((cell) => cell.runs);
  const asked = cells.map((cell) => ({ name: cell.id, source: cell.source() }));
  return (await nnlibPython.ask({ ask: "run", cells: asked }, { limit: 600 })).cells;
}"""


def cells_of(chapter):
    return json.loads((ROOT / f"{chapter}.ipynb").read_text("utf-8"))["cells"]


def captions_of(cell):
    """Return the captions of a cell's figures, as text."""
    outputs = [output.get("data", {}) for output in cell.get("outputs", [])]
    return ["".join(data["text/plain"]) for data in outputs if "text/markdown" in data]


def stored():
    """Return what each cell of the chapter shows: its text, how many pictures, its captions."""
    shown = {}
    for cell in cells_of(CHAPTER):
        text, pictures = "", 0
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            pictures += "image/png" in data
            if "text/markdown" not in data and "image/png" not in data:
                text += "".join(output.get("text") or [*data.get("text/plain", ""), "\n"])
        shown[cell["id"]] = text.strip(), pictures, captions_of(cell)
    return shown


@pytest.fixture(scope="module")
def tab(browser, tmp_path_factory):
    pages()  # fails when the site is older than its sources
    with served(SITE, with_pyodide(tmp_path_factory.mktemp("site"))) as site:
        tab = opened(browser, f"{site}/{CHAPTER}.html", viewport=PHONE)
        yield tab
        tab.context.close()
    assert not tab.problems


def test_nothing_of_it_is_loaded_before_the_first_press(tab):
    assert not [url for url in tab.asked if re.search(r"run\.js|python\.js|editor|pyodide", url)]


def test_a_chapter_run_from_top_to_bottom_shows_what_is_stored(tab):
    known = stored()
    done = tab.evaluate(ALL)
    runs = tab.locator("[data-run]").count()
    assert len(done) == runs > len(known) / 4
    for cell in done:
        assert not cell["error"], f"{cell['name']}: {cell['error']}"
        text = "".join(output.get("text", "") for output in cell["outputs"])
        pictures = sum("picture" in output for output in cell["outputs"])
        prose = [output["prose"] for output in cell["outputs"] if "prose" in output]
        assert (text.strip(), pictures, prose) == known[cell["name"]], cell["name"]
    captions = [text for cell in done for text in known[cell["name"]][2]]
    formulas = [len(FORMULA.findall(text)) for text in captions]
    assert sum(formulas)
    assert tab.evaluate(TYPESET, captions) == [[False, count] for count in formulas]


@pytest.mark.parametrize("chapter", course().chapters)
def test_each_formula_that_a_caption_holds_is_typeset_on_its_page(chapter):
    """There prose.js finds it, when the cell is run again."""
    page = pages()[f"chapters/{chapter}.html"]
    typeset = {element["data-tex"] for element in page.select("mjx-container")}
    captions = [text for cell in cells_of(f"chapters/{chapter}") for text in captions_of(cell)]
    wanted = {" ".join(tex.split()) for text in captions for tex in FORMULA.findall(text)}
    assert wanted <= typeset


def test_a_cell_is_changed_fails_is_kept_and_restored(tab):
    cell = tab.locator(f"[data-cell='{CELL}']")
    before = cell.locator(".cell_output").first.text_content()
    run, fresh = cell.get_by_role("button", name="Run"), cell.locator(".cell-fresh")
    status = cell.get_by_role("status")
    assert status.count() == 1  # before it speaks, or nobody hears it
    run.click()
    fresh.wait_for()
    assert status.inner_text() == "Done, 2 above ran first."
    assert fresh.inner_text().strip() == stored()[CELL][0]
    cell.locator(".cm-content").click()
    tab.keyboard.press("Control+a")
    tab.keyboard.type("print(np.pi, '<b>7</b>')\n1 / 0")
    run.click()
    cell.locator(".cell-error").wait_for()
    assert "3.14159" in fresh.inner_text()
    assert "<b>7</b>" in fresh.inner_text()  # text, and no HTML
    assert "line 2: 1 / 0" in fresh.inner_text()  # the reader's own line
    assert not cell.locator(".cell_output:not(.cell-fresh)").first.is_visible()
    tab.reload()
    cell.locator(".cm-content").wait_for()
    assert "<b>7</b>" in cell.locator(".cm-content").inner_text()
    cell.get_by_role("button", name="Restore").click()
    cell.locator(".cell_input pre").wait_for()
    assert not cell.locator(".cm-content").count()
    assert cell.locator(".cell_output").first.text_content() == before
    assert cell.locator(".prediction-cover").is_visible()  # to run it was no answer
    tab.reload()
    assert not cell.locator(".cm-content").count()


def test_what_moves_stays_and_says_so(tab):
    moving = tab.locator("[data-cell]:has(.nnlib-player)").first
    assert not moving.locator("[data-run]").count()
    assert "runs in Jupyter" in moving.locator(".cell-run").text_content()
