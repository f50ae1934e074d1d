"""What the chapters say of their figures that move, compared with the frames that are stored."""

import json
import math
import re
from pathlib import Path

from bs4 import BeautifulSoup

from page import widget_state

CHAPTERS = Path(__file__).parents[1] / "chapters"
VIEW = "application/vnd.jupyter.widget-view+json"


def chapter(name):
    """Return a chapter's prose, and the line and the equations beneath each stored frame."""
    text = (CHAPTERS / f"{name}.ipynb").read_text(encoding="utf-8")
    notebook, (_, models) = json.loads(text), widget_state.taken_out(text)
    prose = "\n".join(
        "".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "markdown"
    )
    outputs = [out for cell in notebook["cells"] for out in cell.get("outputs", [])]
    views = [out["data"][VIEW]["model_id"] for out in outputs if VIEW in out.get("data", {})]
    words = [text for view in views for text in widget_state.player(models, view).words]
    soups = [BeautifulSoup(text, "html.parser") for text in words]
    notes = [soup.p.get("data-said", soup.p.get_text()) for soup in soups]
    equations = [soup.select_one(".nnlib-equations") for soup in soups]
    return prose, notes, [found.get_text() if found else "" for found in equations]


def step(notes, number, of):
    """Return where the frame of a step stands."""
    return next(i for i, note in enumerate(notes) if note.startswith(f"{number} of {of}."))


def test_the_first_gradient_is_known_where_the_chapter_says():
    prose, notes, equations = chapter("mlp")
    number = int(
        re.search(r"The first gradient is there at step (\d+) and belongs to a bias", prose)[1]
    )
    first, place = step(notes, 0, 29), step(notes, number, 29)
    gradient = re.compile(r"\\partial C\}\{\\partial ([wb])")
    assert not any(gradient.search(text) for text in equations[first:place])
    assert gradient.findall(equations[place]) == ["b"]


def test_the_two_arrows_meet_where_the_chapter_says():
    prose, notes, equations = chapter("rnn")
    number = int(re.search(r"Before you go on from step (\d+): two terms", prose)[1])
    place = step(notes, number, 25)
    assert "the two arrows meet" in notes[place + 1]
    own, later = re.search(r"own output sends \$(.+?)\$ and step 3 only \$(.+?)\$", prose).groups()
    assert re.search(rf"= {own}\d*", equations[place])
    assert re.search(rf"= {later}\d*", equations[place + 1])


def test_what_comes_from_step_3_has_been_through_one_unit_more():
    prose, *_ = chapter("rnn")
    together = re.search(r"the slope of \$h_3\$ and by \$w_\{hh\}\$, together \$(.+?)\$", prose)[1]
    h = 0.0
    for x in (1, 0, 1):  # w_xh, w_hh and b_h as in the chapter: 1, 2, -1/2
        h = 1 / (1 + math.exp(-(x + 2 * h - 0.5)))
    assert together == f"{h * (1 - h) * 2:.2f}"


def test_the_scales_are_those_of_which_the_chapter_speaks():
    prose, notes, _ = chapter("memory")
    form = r"Scale (\S+)\. Factor for each step back: (\S+) with sigmoid, (\S+) with tanh\."
    scales = [tuple(map(float, m.groups())) for m in map(re.compile(form).match, notes) if m]
    level = float(re.search(r"not stay level at \$\\rho = 1\$ but near (\d\.\d)", prose)[1])
    assert min(scales, key=lambda row: abs(row[2] - 1))[0] == level
    assert "the sigmoid still vanishes at $\\rho = 4$" in prose
    assert scales[-1][0] == 4
    assert scales[-1][1] < 1
