"""The notebooks in the browser: JupyterLite as it lies in the built site, used as a reader uses it.

Nothing leaves the machine: Pyodide's public address is answered from ../shared/pyodide-0.27.7, and
for the exercises Pyodide lies on the site itself, as it does after `PYODIDE_DIR=… make book`.
"""

import json
import os
import re
import shutil
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import lite_wheels
import pytest
from browsing import PYODIDE, needs_pyodide, served
from built_book import ROOT, SITE, articles, pages, report
from lite_tab import Tab, texts
from patience import milliseconds
from PIL import ImageColor

import lite
from nnlib.viz import palette

FILES = SITE / "lite" / "files"
LINK = re.compile(r"\]\(([\w./-]+)")
SLIDER = """import ipywidgets
slider = ipywidgets.FloatSlider(description="slope", min=0, max=1, step=0.1, value=0.5)
moved = ipywidgets.Label()
slider.observe(lambda change: setattr(moved, "value", f"moved to {change.new:.1f}"), "value")
ipywidgets.VBox([slider, moved])"""
MOVED = """(to) => [...document.querySelectorAll(".widget-label")].some(
  (e) => e.textContent === `moved to ${to}`)"""
WRONG = """def tanh_delta(z, y):
    return 2 * (np.tanh(z) - y)"""
TRAIN = """import nnlib
from nnlib import news
model = nnlib.MLP((2, 3, 1))
nnlib.train(model, *nnlib.datasets.xor_gate(), eta=1.0, epochs=3, progress=True)
print(news.text)"""
RIGHT = """def tanh_delta(z, y):
    return 2 * (np.tanh(z) - y) / np.cosh(z) ** 2"""


def sources(path):
    """Return the source of each cell of a notebook."""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return {cell["id"]: "".join(cell["source"]) for cell in cells}


def notebooks():
    """Return the notebooks that JupyterLite holds, as paths in it."""
    return sorted(path.relative_to(FILES).as_posix() for path in FILES.rglob("*.ipynb"))


def test_each_page_with_a_notebook_there_has_a_button_that_opens_it():
    problems, opened = [], []
    for page, soup in articles().items():
        links = soup.select(".open-lite a")
        for link in links:
            parts = urlsplit(link["href"])
            file = os.path.normpath(Path(page).parent / parts.path)
            path = parse_qs(parts.query)["path"][0]
            opened.append(path)
            if not (SITE / file).is_file() or path != page.replace(".html", ".ipynb"):
                problems.append(f"{page}: {link['href']} does not open its notebook")
            if not re.search(r"browser", link.get_text()):
                problems.append(f"{page}: the button has no name that says what it does")
    report(problems)
    assert sorted(opened) == notebooks()
    assert pages()["chapters/pytorch.html"].select(".open-lite") == []


def test_every_chapter_and_exercise_but_pytorch_is_there():
    here = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("*/*.ipynb")}
    wanted = {path for path in here if path.startswith(("chapters/", "exercises/"))}
    assert set(notebooks()) == wanted - {"chapters/pytorch.ipynb"}


def test_nothing_there_needs_the_book_or_gives_a_solution_away():
    problems = []
    for name in notebooks():
        for cell, text in sources(FILES / name).items():
            links = [link for link in LINK.findall(text) if "://" not in link]
            links = [s for s in links if not (FILES / name).parent.joinpath(s).is_file()]
            left = re.findall(r"\{cite:\w+\}`[^`]*`|(?:BEGIN|END) SOLUTION", text)
            chapter = Path(name).stem
            other = [s for s in re.findall(r"\{eq\}`eq-(\w+)-", text) if s != chapter]
            problems += [f"{name}: {cell}: {s}" for s in (*links, *left, *other)]
    report(problems)


@pytest.fixture(scope="module")
def own_pyodide(tmp_path_factory):
    """Return what the site holds in other places, or besides, when it has Pyodide too."""
    folder, config = tmp_path_factory.mktemp("lite"), lite.read(SITE / "lite" / "jupyter-lite.json")
    wheels = lite.read(SITE / "lite" / "python" / "wheels.json")
    place, version = lite.at_home(config)
    packages = lite.options_of(config)["packages"]
    with pytest.raises(lite.LiteError, match=r"holds Pyodide 0\.27\.7; the course needs 1\.0"):
        lite.copy_pyodide(PYODIDE, folder / "other", "1.0", packages, wheels)
    lite.copy_pyodide(PYODIDE, folder / place, version, packages, wheels)
    lite.write(folder / "jupyter-lite.json", config)
    return {f"lite/{name}": folder / name for name in (Path(place).name, "jupyter-lite.json")}


@needs_pyodide
def test_a_distribution_of_ones_own_is_copied_as_far_as_it_is_needed(own_pyodide):
    folder = next(iter(own_pyodide.values()))
    copied = lite.read(folder / "pyodide-lock.json")["packages"]
    assert {"numpy", "matplotlib", "pillow", "ipython", "micropip"} <= set(copied)
    assert not {"openssl", "nnlib", "pandas"} & set(copied)
    assert sum(file.stat().st_size for file in folder.iterdir()) < 32e6


@pytest.fixture(scope="module")
def chapter(browser, base):
    pages()  # fails when the site is older than its sources
    return Tab(browser, base, "chapters/neuron.ipynb")


@needs_pyodide
@pytest.mark.browser
def test_a_chapter_prints_there_what_is_stored(chapter):
    chapter.run_all()
    stored = json.loads((ROOT / chapter.path).read_text("utf-8"))["cells"]
    pairs = enumerate(zip(stored, chapter.cells(), strict=True), 1)
    problems = [
        f"{chapter.path}: cell {n} ({cell['id']}) shows {texts(there)}, not {texts(cell)}"
        for n, (cell, there) in pairs
        if cell["cell_type"] == "code" and texts(cell) != texts(there)
    ]
    report([*problems, *chapter.problems])


@needs_pyodide
@pytest.mark.browser
def test_a_link_to_another_notebook_opens_it(chapter):
    title = "Exercises: One neuron"
    last = chapter.cell(chapter.cells()[-1]["id"])
    with chapter.context.expect_page(timeout=milliseconds(60)) as opened:
        last.get_by_role("link", name=title).click()
    opened.value.wait_for_url("**/notebooks/index.html?path=exercises*neuron.ipynb")
    opened.value.locator(".jp-Notebook").get_by_text(title).first.wait_for(timeout=milliseconds(60))
    opened.value.close()
    report(chapter.problems)


@needs_pyodide
@pytest.mark.browser
def test_a_slider_moves_there(chapter):
    """By mouse and by keyboard; Python hears of it, and answers."""
    first = next(cell["id"] for cell in chapter.cells() if cell["cell_type"] == "code")
    chapter.write(first, SLIDER)
    chapter.run(first)
    track = chapter.cell(first).locator(".noUi-target")
    track.wait_for()
    box = track.bounding_box()
    chapter.tab.mouse.click(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2)
    chapter.wait(f"cell {first}: Python does not hear of the slider", MOVED, "1.0")
    track.get_by_role("slider").press("ArrowLeft")
    chapter.wait(f"cell {first}: ArrowLeft does not move the slider", MOVED, "0.9")
    report(chapter.problems)


@needs_pyodide
@pytest.mark.browser
def test_colours_of_equations_are_light_on_a_dark_page(chapter):
    chapter.theme("JupyterLab Dark")
    coloured = [c["id"] for c in chapter.cells() if r"\textcolor{#" in "".join(c["source"])]
    symbols = chapter.cell(coloured[0]).locator(".katex .mord[style*='color:#']")
    symbols.first.wait_for()
    seen = symbols.evaluate_all("all => all.map((e) => getComputedStyle(e).color)")
    light = {ImageColor.getrgb(colour) for colour in palette.ROLES_DARK.values()}
    assert {ImageColor.getrgb(colour) for colour in seen} <= light
    chapter.theme("JupyterLab Light")


def renewed(folder):
    """Return what a newer site holds: another nnlib of the same version, and another notebook."""
    old = SITE / "lite" / "python"
    wheels = lite.read(old / "wheels.json")
    shutil.copytree(old, folder / "python")
    new = folder / "python" / Path(wheels["nnlib"]["file_name"]).name
    shutil.move(folder / "python" / wheels["nnlib"]["file_name"], new)
    with zipfile.ZipFile(new, "a") as archive:
        archive.writestr("nnlib/news.py", "text = 'new'")
    wheels["nnlib"] = lite_wheels.placed("nnlib", new)
    lite.write(folder / "python" / "wheels.json", wheels)
    notebook = (FILES / "exercises" / "neuron.ipynb").read_text("utf-8")
    (folder / "neuron.ipynb").write_text(notebook.replace("# Exercises", "# New: exercises"))
    return {
        "lite/python": folder / "python",
        "lite/files/exercises/neuron.ipynb": folder / "neuron.ipynb",
    }


@pytest.fixture
def exercises(browser, own_pyodide):
    """Exercises on a site with its own Pyodide; `places` says what it holds in other places."""
    places = dict(own_pyodide)
    with served(SITE, places) as base:
        tab = Tab(browser, base, "exercises/neuron.ipynb", cdn=None)
        tab.places = places
        yield tab
        tab.context.close()


@needs_pyodide
@pytest.mark.browser
def test_an_answer_and_the_progress_stay_when_the_site_is_renewed(exercises, tmp_path):
    """Reloaded, a notebook holds what was written, and Python is the new site's."""
    exercises.run("setup")
    exercises.write("tanh-delta", WRONG)
    exercises.run("tanh-delta")
    assert "one factor of the chain rule is missing" in exercises.run("check-tanh-delta")
    exercises.write("tanh-delta", RIGHT)
    exercises.run("tanh-delta")
    assert exercises.run("check-tanh-delta").startswith("✓ Right.")
    exercises.save()
    exercises.places |= renewed(tmp_path)
    exercises.open()
    cell = exercises.cells()[exercises.place("tanh-delta")]
    assert "".join(cell["source"]) == RIGHT
    exercises.run("setup")
    assert "✓ A neuron that answers" in exercises.run("progress")
    exercises.write("progress", TRAIN)
    said = exercises.run("progress")
    assert "/3 [" in said  # the bar
    assert "Warning" not in said
    assert said.endswith("new\n")
    report(exercises.problems)
