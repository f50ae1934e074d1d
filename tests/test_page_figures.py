"""Figures of notebooks on a page: numbered, captioned, referred to, and folded code with a name.

A book of two pages is run and built for it, with the project's own extensions.
"""

import base64
import io
import json
import re

import lite_notebooks
import nbformat
import notebooks
import numpy as np
import pytest
from bs4 import BeautifulSoup
from matplotlib.figure import Figure
from nbformat import v4
from PIL import Image
from sphinx.application import Sphinx

from nnlib.viz.png import drawn_png
from page import players

CONF = """
extensions = ["myst_nb", "page.figures", "page.players"]
numfig, numfig_format = True, {"figure": "Figure %s"}
nb_execution_mode, nb_render_markdown_format = "off", "myst"
myst_enable_extensions = ["dollarmath"]
html_theme = "basic"
"""
FOLDED = {"tags": ["hide-input"]}
PICTURE = """{comment}fig = Figure(figsize=(2, 1))
fig.add_subplot().plot([1, 2])
viz.show(fig, alt="A line.", caption="Where $z = 0$ and **more**.", name="fig-{page}-line")
print("printed after it")"""
PLAYER = """player = viz.widgets.slope_and_bias([-1, 1, 2], [0, 1], start=(2, 1))
viz.show(player, caption="$w$ turns it.", name="fig-{page}-turn")"""
TABLE = 'viz.table(("rule", "loss"), [("a < b", "0.5")])'


def chapter(page, other, comment):
    """Return a notebook with a picture, a figure that moves and a table."""
    text = f"# Page {page}\n\nSee {{numref}}`fig-{page}-turn` and {{numref}}`fig-{other}-line`."
    return v4.new_notebook(
        cells=[
            v4.new_markdown_cell(text),
            v4.new_code_cell("from matplotlib.figure import Figure\n\nfrom nnlib import viz"),
            v4.new_code_cell(PICTURE.format(page=page, comment=comment), metadata=dict(FOLDED)),
            v4.new_code_cell(PLAYER.format(page=page), metadata=dict(FOLDED)),
            v4.new_code_cell(TABLE, metadata=dict(FOLDED)),
        ]
    )


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Run and build the two pages; return the folder, and the pages as they are written."""
    root = tmp_path_factory.mktemp("book")
    (root / "chapters").mkdir()
    for page, other, comment in (("one", "two", "# Draw a line, < 2.\n"), ("two", "one", "")):
        path = root / "chapters" / f"{page}.ipynb"
        nbformat.write(chapter(page, other, comment), path)
        notebooks.store(path)
    (root / "conf.py").write_text(CONF)
    (root / "index.md").write_text("# Book\n\n```{toctree}\nchapters/one\nchapters/two\n```\n")
    (root / "_toc.yml").write_text(
        "parts: [{chapters: [{file: chapters/one}, {file: chapters/two}]}]"
    )
    site = root / "site"
    app = Sphinx(root, root, site, root / "trees", "html", status=None, warningiserror=True)
    app.build()
    names = [f"chapters/{name}.html" for name in ("one", "two")]
    pages = {name: (site / name).read_text("utf-8") for name in names}
    written = dict(pages)
    players.write(written, site)
    return root, pages, {n: BeautifulSoup(text, "html.parser") for n, text in written.items()}


def test_pictures_and_figures_that_move_are_numbered_through_the_book(book):
    found = []
    for soup in book[2].values():
        for figure in soup.select("figure"):
            number = figure.select_one("figcaption .caption-number").get_text().strip()
            kind = "turn" if figure.select_one(".nnlib-player") else "line"
            assert figure["id"].endswith(kind)
            assert figure.select_one("img[alt]")
            found.append((figure["id"], number))
    assert found == [
        ("fig-one-line", "Figure 1"),
        ("fig-one-turn", "Figure 2"),
        ("fig-two-line", "Figure 3"),
        ("fig-two-turn", "Figure 4"),
    ]


def test_a_caption_is_typeset_and_its_word_gives_way_to_the_number(book):
    caption = book[2]["chapters/one.html"].select_one("#fig-one-line figcaption .caption-text")
    assert caption.get_text() == r"Where \(z = 0\) and more."
    assert caption.select_one(".math")
    assert "fig-one-line -->" not in str(book[2]["chapters/one.html"])


def test_references_say_the_number_across_pages(book):
    links = book[2]["chapters/two.html"].select("p > a.reference.internal")
    assert [(link["href"], link.get_text()) for link in links] == [
        ("#fig-two-turn", "Figure 4"),
        ("one.html#fig-one-line", "Figure 1"),
    ]


def test_what_a_cell_prints_beside_its_figure_stays(book):
    assert "printed after it" in book[2]["chapters/one.html"].get_text()


def test_the_notebook_shows_the_caption_too_and_jupyterlite_its_number(book):
    root = book[0]
    numbers = lite_notebooks.figure_numbers(root)
    names = ("fig-one-line", "fig-one-turn", "fig-two-line", "fig-two-turn")
    assert numbers == dict(zip(names, (1, 2, 3, 4), strict=True))
    path = root / "chapters" / "two.ipynb"
    stored = json.loads(path.read_text())
    captions = [data["text/markdown"] for data in lite_notebooks.captions(stored)]
    assert ["**Figure.** Where" in "".join(text) for text in captions] == [True, False]
    copy = json.loads(lite_notebooks.chapter_copy(path, {}, {"one", "two"}, numbers))
    assert "See Figure 4 and Figure 1." in "".join(copy["cells"][0]["source"])
    captions = ["".join(data["text/markdown"]) for data in lite_notebooks.captions(copy)]
    assert captions == []  # they have their numbers
    text = json.dumps(copy)
    assert "**Figure 3.** Where" in text
    assert "**Figure 4.** $w$ turns it." in text


def test_a_handle_says_what_is_folded_and_nothing_hides_it_from_a_screen_reader(book):
    handles = {
        page: [summary.get_text() for summary in soup.select("details > summary")]
        for page, soup in book[2].items()
    }
    assert handles["chapters/one.html"] == ["Draw a line, < 2", "Code of this figure", "Code"]
    assert handles["chapters/two.html"] == ["Code of this figure", "Code of this figure", "Code"]
    assert not [s for soup in book[2].values() for s in soup.select("summary[aria-label]")]


def test_a_table_is_a_real_one(book):
    table = book[2]["chapters/one.html"].select_one("table.nnlib-table")
    assert [cell.get_text() for cell in table.select("th, td")] == ["rule", "loss", "a < b", "0.5"]


def test_frames_wait_in_the_page_for_the_other_steps_and_are_files_then(book):
    root, before, after = book
    assert before["chapters/one.html"].count("<!--frame-->") == 6
    player = after["chapters/one.html"].select_one(".nnlib-player")
    template = player.select_one("template[data-src]")
    assert template.get_text() == ""
    file = root / "site" / "chapters" / template["data-src"].partition("?")[0]
    data = json.loads(re.fullmatch(r"nnlibFrames\(\"[\w-]+\", (.*)\);\n", file.read_text())[1])
    assert data["ground"].startswith("<img")
    assert len(data["frames"]) == 6
    said = player.select_one(".nnlib-now p")["data-said"]
    assert said == "w = 2, b = 1: a = 1/2 at x = −0.50, with slope 0.50"
    assert f'data-said="{said}"' in data["frames"][5][1]
    controls = player.select("input")
    assert [control["value"] for control in controls] == ["2", "1"]
    assert [control["aria-label"] for control in controls] == ["w", "b"]
    scripts = after["chapters/one.html"].select("head script[src*='player.js']")
    assert [script.has_attr("defer") for script in scripts] == [True]


def test_a_caption_without_a_figure_stops_the_build(tmp_path):
    lone = v4.new_output("display_data", {"text/markdown": "<!-- fig-a-b -->\n\n**Figure.** No."})
    cells = [v4.new_markdown_cell("# Page"), v4.new_code_cell("1", outputs=[lone])]
    nbformat.write(v4.new_notebook(cells=cells), tmp_path / "index.ipynb")
    (tmp_path / "conf.py").write_text(CONF)
    app = Sphinx(tmp_path, tmp_path, tmp_path / "out", tmp_path / "trees", "html", status=None)
    with pytest.raises(Exception, match="fig-a-b stands below no figure"):
        app.build()


CHAPTERS = sorted((notebooks.ROOT / "chapters").glob("*.ipynb"))
CAPTIONED = [path for path in CHAPTERS if "<!-- fig-" in path.read_text("utf-8")]


@pytest.mark.parametrize("path", CAPTIONED, ids=lambda path: path.stem)
def test_every_figure_of_a_chapter_has_a_caption_and_the_text_refers_to_it(path):
    """Beginning with the chapters that have a caption at all."""
    notebook = json.loads(path.read_text("utf-8"))
    problems, names = [], []
    for cell in notebook["cells"]:
        forms = [set(output.get("data", {})) for output in cell.get("outputs", [])]
        pictures = sum(any(kind.startswith("image/") for kind in form) for form in forms)
        found = list(lite_notebooks.captions({"cells": [cell]}))
        names += [lite_notebooks.CAPTION.match("".join(d["text/markdown"]))[1] for d in found]
        if pictures != len(found):
            problems.append(f"{cell['id']}: {pictures} pictures, {len(found)} captions")
    texts = [c["source"] for c in notebook["cells"] if c["cell_type"] == "markdown"]
    text = "\n".join(map("".join, texts))
    referred = set(re.findall(r"\{numref\}`(fig-[\w-]+)`", text))
    problems += [f"{name}: the text does not refer to it" for name in names if name not in referred]
    assert len(names) == len(set(names))
    assert not problems, problems


def test_chapters_have_captions():
    assert len(CAPTIONED) >= 3


STORED = CHAPTERS + sorted((notebooks.ROOT / "exercises").glob("*.ipynb"))


def dark_at_the_edge(picture):
    """Say whether a PNG has anything but light pixels in its outermost rows and columns."""
    with Image.open(io.BytesIO(picture)) as image:
        light = np.asarray(image.convert("RGB")).min(axis=2) >= 200
    return not all(edge.all() for edge in (light[0], light[-1], light[:, 0], light[:, -1]))


def test_a_text_that_runs_out_of_its_picture_is_found():
    fig = Figure(figsize=(3, 2))
    fig.text(0.5, 0.5, "inside", ha="center")
    assert not dark_at_the_edge(drawn_png(fig))
    fig.text(0.98, 0.5, "outside")
    assert dark_at_the_edge(drawn_png(fig))


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_no_picture_of_a_notebook_is_cut(path):
    cut = [
        cell["id"]
        for cell in json.loads(path.read_text("utf-8"))["cells"]
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
        and dark_at_the_edge(base64.b64decode("".join(output["data"]["image/png"])))
    ]
    assert not cut, f"{path.name}: something is cut at the edge of the pictures of {cut}"
