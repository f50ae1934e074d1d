"""The pad on which a digit is drawn: its numbers are nnlib's, its scale is that of the data.

It is put on a page of the built book, as page/live.py puts it there.
"""

import json
from itertools import pairwise

import numpy as np
import pytest
from browsing import DESK, PHONE, set_theme, visit
from built_book import ROOT, SITE, pages, report
from digit_strokes import drawings

import nnlib
from nnlib import viz
from nnlib.viz.live import LIVE
from page import live

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PAGE = "intro.html"
SHARE = 1e-6  # by which a share may differ from nnlib's
HANDS = 10  # that draw each way of writing a digit


@pytest.fixture(scope="module")
def data():
    """The digits: X (N, 64) in [0, 1], and their classes (N,)."""
    return nnlib.datasets.digits()


@pytest.fixture(scope="module")
def network(data):
    """A 64-30-10 that was trained on the first four fifths."""
    X, classes = data
    made = nnlib.MLP((64, 30, 10), output="softmax", loss="cross_entropy")
    rng = np.random.default_rng(0)
    train = X[:1437], nnlib.one_hot(classes[:1437], 10)
    nnlib.train(made, *train, eta=0.5, epochs=30, batch_size=16, rng=rng)
    return made


@pytest.fixture(scope="module")
def address(network, data, tmp_path_factory):
    """A page of the book with the pad on it, opened from the disk: there no server helps."""
    assert pages()[PAGE]  # fails when the site is older than its sources
    pad = viz.digit_pad(network, data[0][1500])
    figure = pad._repr_mimebundle_()[1][LIVE]
    before, after = live.markup("pad", **json.loads(json.dumps(figure)))
    still = '<img src="_static/logo.svg" width="300" height="100" alt="a still">'
    whole = f'<div class="nnlib-live-figure">{before}{still}{after}</div>'
    head, heading, rest = (SITE / PAGE).read_text("utf-8").rpartition("</h1>")
    site = tmp_path_factory.mktemp("site")
    (site / "_static").mkdir()
    for path in (SITE / "_static").iterdir():
        (site / "_static" / path.name).symlink_to(path)
    made = {"pad.html": f"{head}{heading}{whole}{rest}"}
    live.write(made, site)
    (site / "pad.html").write_text(made["pad.html"], "utf-8")
    return (site / "pad.html").as_uri()


@pytest.fixture(scope="module")
def tab(browser, address):
    """The page, open at a desk, with the pad alive."""
    context = browser.new_context(viewport=DESK)
    tab = context.new_page()
    tab.problems = []
    tab.on("pageerror", lambda error: tab.problems.append(str(error)))
    opened(tab, address)
    yield tab
    context.close()
    assert not tab.problems


def opened(tab, address):
    """Open the page and wait until the pad answers."""
    visit(tab, address)
    tab.locator(".nnlib-pad").scroll_into_view_if_needed()
    tab.locator(".nnlib-pad-share").nth(9).wait_for()


def shares(tab):
    """Return the ten shares that are seen."""
    return [float(text) for text in tab.locator(".nnlib-pad-share").all_text_contents()]


def drawn(tab, strokes):
    """Draw strokes in [0, 1]² with the mouse, after what was drawn is cleared."""
    tab.get_by_role("button", name="Clear").click()
    box = tab.locator(".nnlib-pad-paper svg").bounding_box()
    for stroke in strokes:
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        tab.mouse.move(*places[0])
        tab.mouse.down()
        for place in places[1:]:
            tab.mouse.move(*place, steps=5)
        tab.mouse.up()
    tab.evaluate("new Promise(requestAnimationFrame)")


def said(tab):
    """Return what a screen reader hears."""
    return tab.locator(".nnlib-pad [role=status]").text_content()


SEVEN = [[(0.25, 0.2), (0.75, 0.2), (0.45, 0.85)]]


# The data, and what is drawn: the same in everything that can be measured.


def test_the_data_are_as_the_pad_believes(data):
    """Full height, about 310 of 1,024 pixels black, leftmost pixels of top and bottom aligned."""
    images = 16 * data[0].reshape(-1, 8, 8)

    def left(rows):  # the first black pixel of 32, if those of a block stand at its right
        block = (rows > 0).argmax(axis=1)
        black = rows[np.arange(len(rows)), block] / 4
        return 4 * block + 4 - np.minimum(black, 4)

    assert (images[:, [0, -1]].sum(axis=2) > 0).all()
    assert abs(images.sum(axis=(1, 2)).mean() - 310) < 5
    assert images.sum(axis=(1, 2)).std() < 40
    lean = left(images[:, 0]) - left(images[:, -1])
    assert abs(np.median(lean)) < 0.1
    assert np.mean(abs(lean) <= 1) > 0.8


SCALED = """(all) => all.map((strokes) => {
  const black = nnlibAsTheData.normalised(strokes);
  return [nnlibAsTheData.counts(black), [...black]];
})"""
ANSWERS = "([layers, inputs]) => inputs.map((x) => nnlibNetwork.answers(layers, x))"


@pytest.fixture(scope="module")
def scaled(tab):
    """The digit, the way of writing it, counts (8, 8) and bitmap (32, 32) of each drawing."""
    named = list(drawings(HANDS, seed=1))
    found = tab.evaluate(SCALED, [strokes for _, strokes in named])
    counts, bitmaps = (np.array(part, float) for part in zip(*found, strict=True))
    return [name for name, _ in named], counts.reshape(-1, 8, 8), bitmaps.reshape(-1, 32, 32)


@pytest.mark.browser
def test_a_drawing_is_scaled_as_the_data_are(scaled):
    _, counts, bitmaps = scaled
    blocks = bitmaps.reshape(-1, 8, 4, 8, 4).sum(axis=(2, 4))
    np.testing.assert_array_equal(counts, blocks)
    assert counts.max() == 16
    ink = bitmaps.sum(axis=(1, 2))
    assert abs(ink - 310).max() < 25
    rows, columns = bitmaps.any(axis=2), bitmaps.any(axis=1)
    assert rows[:, [0, -1]].mean() > 0.95  # the pen is round, and its rim may miss a row
    assert rows[:, [1, -2]].all()
    middle = [np.flatnonzero(c)[[0, -1]].mean() for c in columns]
    np.testing.assert_allclose(middle, 15.5, atol=1.01)


@pytest.mark.browser
def test_neither_size_nor_place_nor_slant_of_a_drawing_matters(tab):
    """A 1 with a flag, moved, made smaller, and sheared with its leftmost points kept below."""
    _, strokes = next(d for d in drawings(1, seed=3) if d[0] == "7 plain")
    points = np.array(strokes[0])
    others = [points * 0.2 + 3, points * 40, points @ [[1, 0], [0.5, 1]]]
    first, *rest = tab.evaluate(SCALED, [[p.tolist()] for p in (points, *others)])
    for other in rest:
        assert abs(np.subtract(first[0], other[0])).sum() <= 24  # of 310 black pixels


@pytest.mark.browser
def test_the_network_reads_most_of_what_is_drawn_and_a_foot_misleads_it(network, scaled):
    names, counts, _ = scaled
    right = network.predict(counts.reshape(-1, 64) / 16).argmax(axis=1) == [
        int(name[0]) for name in names
    ]
    by_way = {name: right[np.array(names) == name].mean() for name in names}
    usual = right[np.array(names) != "1 with a foot"]
    assert usual.mean() > 0.9, by_way
    # Nobody in the data wrote a 1 so: what was not seen is not known.
    assert by_way["1 with a foot"] < 0.6, by_way


@pytest.fixture(scope="module")
def in_the_chapter():
    """The weights that the pad of the chapter has: what a reader's drawing is answered with."""
    cells = json.loads((ROOT / "chapters" / "digits.ipynb").read_text("utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    figures = [o["metadata"][LIVE] for o in outputs if LIVE in o.get("metadata", {})]
    (pad,) = [figure for figure in figures if figure["kind"] == "digit-pad"]
    return pad["data"]["layers"]


@pytest.mark.browser
def test_the_network_of_the_chapter_often_takes_a_1_with_a_foot_for_a_2(
    tab, scaled, in_the_chapter
):
    def answers(counts):
        inputs = (np.reshape(counts, (-1, 64)) / 16).tolist()
        return np.array([np.argmax(a) for _, a in tab.evaluate(ANSWERS, [in_the_chapter, inputs])])

    names, counts, _ = scaled
    others = np.array(names) != "1 with a foot"
    right = answers(counts) == [int(name[0]) for name in names]
    assert right[others].mean() > 0.9
    feet = [strokes for name, strokes in drawings(50, seed=2) if name == "1 with a foot"]
    said = answers([counts for counts, _ in tab.evaluate(SCALED, feet)])
    assert np.mean(said == 2) > 0.5, np.bincount(said)


@pytest.mark.browser
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "identity"])
def test_the_page_computes_what_nnlib_computes(tab, data, activation):
    rng = np.random.default_rng(5)
    made = nnlib.MLP((64, 30, 10), activation=activation, output="softmax", loss="cross_entropy")
    made.theta += rng.normal(0, 0.3, made.theta.size)
    X = data[0][:40]
    layers = viz.digit_pad(made, X[0]).data["layers"]
    trace = made.forward(X)
    for n, (hidden, answer) in enumerate(tab.evaluate(ANSWERS, [layers, X.tolist()])):
        np.testing.assert_allclose(hidden, trace.A[1][:, n], rtol=0, atol=SHARE)
        np.testing.assert_allclose(answer, trace.A[2][:, n], rtol=0, atol=SHARE)


# The pad in a reader's hands.


@pytest.mark.browser
def test_before_anything_is_drawn_an_image_is_read(tab, network, data):
    tab.get_by_role("button", name="Clear").click()
    tab.evaluate("new Promise(requestAnimationFrame)")
    answer = network.predict(data[0][1500:1501])[0]
    np.testing.assert_allclose(shares(tab), answer, rtol=0, atol=0.0051)
    assert "Nothing is drawn yet" in tab.locator(".nnlib-pad-answer").text_content()


@pytest.mark.browser
def test_what_is_drawn_is_read_and_said(tab):
    drawn(tab, SEVEN)
    assert np.argmax(shares(tab)) == 7
    assert tab.locator(".nnlib-pad-output [data-first] .nnlib-pad-digit").text_content() == "7"
    assert "reads 7, with a share of" in said(tab)
    widths = tab.locator(".nnlib-pad-bar > span").evaluate_all("all => all.map(e => e.style.width)")
    np.testing.assert_allclose(
        [float(w.rstrip("%")) / 100 for w in widths], shares(tab), rtol=0, atol=0.0051
    )
    tab.get_by_role("button", name="Undo").click()
    tab.evaluate("new Promise(requestAnimationFrame)")
    assert "Nothing is drawn yet" in tab.locator(".nnlib-pad-answer").text_content()


@pytest.mark.browser
def test_a_dot_is_answered_too(tab):
    drawn(tab, [[(0.5, 0.5)]])
    assert abs(sum(shares(tab)) - 1) < 0.051


@pytest.mark.browser
def test_the_keyboard_draws(tab):
    tab.get_by_role("button", name="Clear").click()
    paper = tab.get_by_role("application", name="Draw a digit")
    paper.focus()
    for key in [*["ArrowLeft"] * 4, " ", *["ArrowRight"] * 9, *["ArrowDown"] * 14, " "]:
        paper.press(key)
    tab.evaluate("new Promise(requestAnimationFrame)")
    assert np.argmax(shares(tab)) == 7
    assert "reads 7" in said(tab)
    paper.press("ArrowUp")
    assert "column 15, row 16" in said(tab)
    lines = tab.locator(".nnlib-pad-lines polyline")
    assert lines.count() == 1
    paper.press("Delete")
    tab.evaluate("new Promise(requestAnimationFrame)")
    assert lines.count() == 0
    paper.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Undo"  # the pad is no trap


@pytest.mark.browser
def test_a_finger_draws_on_a_phone_and_does_not_scroll(browser, address):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    tab = context.new_page()
    opened(tab, address)
    paper = tab.locator(".nnlib-pad-paper svg")
    paper.scroll_into_view_if_needed()
    box, before = paper.bounding_box(), tab.evaluate("scrollY")
    assert box["width"] >= 240
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    touch = context.new_cdp_session(tab)

    def finger(kind, *places):
        points = [
            {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"], "radiusX": 20}
            for x, y in places
        ]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    stroke = np.array(SEVEN[0])
    finger("touchStart", stroke[0])
    for start, end in pairwise(stroke):
        for part in np.linspace(0, 1, 12):
            finger("touchMove", start + part * (end - start))
    finger("touchEnd")
    tab.evaluate("new Promise(requestAnimationFrame)")
    assert np.argmax(shares(tab)) == 7
    assert tab.evaluate("scrollY") == before
    for button in tab.locator(".nnlib-pad-buttons button").all():
        assert button.bounding_box()["height"] >= 44
    wide = tab.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_pad(tab, theme):
    tab.evaluate(AXE.read_text("utf-8"))
    set_theme(tab, theme)
    drawn(tab, SEVEN)
    found = tab.evaluate("axe.run('.nnlib-pad')")["violations"]
    set_theme(tab, "light")
    assert not [(fault["id"], fault["nodes"][0]["html"]) for fault in found]


@pytest.mark.browser
def test_without_a_script_the_still_and_a_sentence_are_seen(browser, address):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address)
    assert tab.locator(".nnlib-still img").is_visible()
    assert not tab.locator(".nnlib-pad").is_visible()
    assert tab.get_by_text("With JavaScript you would draw a digit here").is_visible()
    context.close()


def test_each_live_figure_of_the_notebooks_is_on_its_page_with_its_data():
    problems = []
    for path in sorted(ROOT.glob("chapters/*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        wanted = [o["metadata"][LIVE] for o in outputs if LIVE in o.get("metadata", {})]
        page = f"chapters/{path.stem}.html"
        if not wanted:
            continue
        templates = pages()[page].select(".nnlib-live-figure > template[data-src]")
        found = []
        for template in templates:
            file = (SITE / page).parent / template["data-src"].partition("?")[0]
            text = file.read_text("utf-8").removeprefix(f'nnlibLive("{template["data-live"]}", ')
            found.append({"kind": template["data-kind"], "data": json.loads(text.rstrip()[:-2])})
        if found != wanted:
            problems.append(f"{page}: {len(found)} live figures, or other data, for {len(wanted)}")
    report(problems)
