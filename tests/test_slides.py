"""The decks of slides: what is marked is there, alive, and a teacher is told what to say."""

import re
from itertools import pairwise

import notebook_files
import pytest
from bs4 import BeautifulSoup
from built_book import ROOT, SITE, built, report
from patience import milliseconds

from bound import deck, said, slides, syllabus
from bound.still import fragment

TITLES = ("One neuron", "Two layers", "Real handwriting", "What memory costs")

# The slides on which something is cut, or stands where the slide's number does.
OVER = """() => [...document.querySelectorAll(".slides > section")].flatMap((slide, n) => {
    Reveal.slide(n);
    const box = slide.querySelector(".fit > div"), low = document.querySelector(".slide-number");
    const { bottom } = box.getBoundingClientRect();
    const shown = [...box.querySelectorAll("img, figcaption, pre, table, p, li")];
    const right = Math.max(0, ...shown.map((one) => one.getBoundingClientRect().right));
    const cut = [...box.querySelectorAll("pre, .output, div.math")].some((one) =>
        getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 2);
    const over = bottom > low.getBoundingClientRect().top + 8 || right > innerWidth;
    return over || cut ? [`${n + 1}: ${bottom}, ${right}, ${cut}`] : [];
})"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Make the decks in a site of their own, whose other folders are those of the built one."""
    built()
    site = tmp_path_factory.mktemp("site")
    for folder in SITE.iterdir():
        if folder.name not in {"slides", "lite"}:
            (site / folder.name).symlink_to(folder)
    slides.write(SITE, site / "slides")
    return site / "slides"


@pytest.fixture(scope="module")
def decks(home):
    """Return the decks, parsed, by chapter."""
    return {
        path.stem: BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in home.glob("*.html")
        if path.stem != "index"
    }


def test_cells_that_are_marked_or_answer_a_prediction_are_on_slides_and_no_others(decks):
    """A class that has been asked wants to know."""
    problems = []
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        wanted, asked = 0, False
        for cell in notebook_files.read(path).cells:
            marked = "slide" in cell.metadata.get("tags", ())
            if cell.cell_type == "code":
                wanted += marked or (asked and path.stem in decks)
                asked = False
            asked = asked or 'class="prediction' in cell.source
        shown = len(decks[path.stem].select("div.cell")) if path.stem in decks else 0
        if shown != wanted:
            problems.append(f"{path.stem}: {wanted} cells are wanted, {shown} are on slides")
    problems += [
        f"{name}: other numbers" for name, d in decks.items() if d.select(".practise-round")
    ]
    assert "neuron" in decks
    report(problems)


def test_every_session_begins_with_its_plan_and_ends_with_its_exercises(decks):
    titles = {
        path.stem: notebook_files.read(path).cells[0].source.partition("\n")[0].removeprefix("# ")
        for path in (ROOT / "chapters").glob("*.ipynb")
    }
    sessions = list(syllabus.sessions(list(titles.values())))
    for session in sessions:
        for name in (name for name in decks if titles[name] in session.begins):
            sections = decks[name].select(".slides > section")
            heads = [s.h2.get_text() if s.h2 else "" for s in sections]
            assert heads.count(f"Session {session.number} of {len(sessions)}") == 1
            after = sections[heads.index(f"Session {session.number} of {len(sessions)}") + 1 :]
            ends = next((n for n, s in enumerate(after) if "session" in s["class"]), len(after))
            given = [s for s in after[:ends] if "exercise" in s["class"]]
            wanted = session.exercises if titles[name] == list(session.begins)[-1] else []
            assert len(given) == len(wanted)
            for slide, (exercise, minutes) in zip(given, wanted, strict=True):
                assert f"{minutes} minutes" in slide.h2.get_text()
                assert exercise in slide.select_one("aside.notes").get_text()
                assert len(slide.select_one(".fit").get_text()) > 100


def test_the_text_of_a_chapter_is_in_its_notes(decks):
    """What a reader reads the teacher says, so no paragraph is lost."""
    page = BeautifulSoup((SITE / "chapters" / "neuron.html").read_text("utf-8"), "html.parser")
    for gone in page.select(f"{deck.GONE}, mjx-math"):
        gone.decompose()
    plain = [re.sub(r"\W+", "", p.get_text()) for p in page.select("article section > p")]
    said = re.sub(r"\W+", "", " ".join(n.get_text() for n in decks["neuron"].select("aside.notes")))
    assert len(plain) > 50
    assert [words for words in plain if words not in said] == []


def test_the_notes_need_no_styles(decks):
    """Their window has none, so a formula there is MathML, once."""
    for name, page in decks.items():
        notes = page.select("aside.notes")
        assert notes, name
        assert not [note for note in notes if note.select("mjx-container, mjx-place")]
    assert decks["neuron"].select("aside.notes math")


def test_every_address_of_a_deck_is_there_and_none_is_elsewhere(decks, home):
    problems = []
    for name, page in decks.items():
        for tag in page.select("[src], link[href], template[data-src], .slides a[href]"):
            address = tag.get("src") or tag.get("href") or tag.get("data-src")
            file = re.split(r"[?#]", address)[0]
            if tag.name != "a" and ":" in file and not file.startswith("data:"):
                problems.append(f"{name}: {address} needs a network")
            elif ":" not in file and file and not (home / file).exists():
                problems.append(f"{name}: {address} is not there")
    report(problems)


@pytest.mark.browser
def test_a_deck_runs_from_the_disk_and_its_figures_move(home, browser):
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.set_default_timeout(milliseconds(30))
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("requestfailed", lambda request: problems.append(request.url))
    over = {}
    for name in ("memory", "gates", "neuron"):  # a wide line, a wide figure
        page.goto((home / f"{name}.html").as_uri())
        page.wait_for_function("Reveal.isReady()")
        over[name] = page.evaluate(OVER)
    assert not any(over.values()), over
    place = page.evaluate(
        """() => [...document.querySelectorAll(".slides > section")]
            .findIndex((slide) => slide.querySelector(".nnlib-player"))"""
    )
    page.evaluate(f"Reveal.slide({place})")
    player = page.locator("section.present .nnlib-player")
    before = player.locator("img").get_attribute("src")
    player.locator("[data-step='-1']").first.click()
    page.wait_for_function(
        "(before) => document.querySelector('section.present .nnlib-player img').src !== before",
        arg=page.evaluate("(a) => new URL(a, location).href", before),
    )
    assert player.locator(".nnlib-now").inner_text().strip()
    page.close()
    assert problems == []


def test_where_the_reading_of_each_chapter_begins():
    assert syllabus.begins("One neuron: *From a threshold* to *Downhill*", TITLES) == {
        "One neuron": "From a threshold"
    }
    assert syllabus.begins("Real handwriting, to *Choosing η*", TITLES) == {"Real handwriting": ""}
    both = "Two layers, from *Two outputs*, and What memory costs, *The term*"
    assert syllabus.begins(both, TITLES) == {
        "Two layers": "Two outputs",
        "What memory costs": "The term",
    }


def test_a_sentence_is_kept_with_what_stands_in_it():
    text = fragment("<p>One. A <strong>neuron</strong> adds <em>a. b</em> up. Then 3.5 < 4.</p>")
    assert list(said.sentences(text)) == [
        "One.",
        "A <strong>neuron</strong> adds <em>a. b</em> up.",
        "Then 3.5 &lt; 4.",
    ]


def test_a_sentence_that_points_back_brings_the_one_before():
    before = "You could draw that line by eye."
    text = ["<strong>Can it find one</strong>, too?", "It is <strong>saturated</strong>: it waits."]
    assert said.headlines(text, before) == [before, *text]
    assert said.headlines(["A <strong>unit</strong> adds.", "So do these."], before) == [
        "A <strong>unit</strong> adds."
    ]
    heading = "<strong>What it cannot do.</strong> It learns nothing."
    assert said.headlines([heading], before) == [heading]
    colon = fragment("<p>Each is <strong>alike</strong>: The same rule holds.</p>")
    assert len(list(said.sentences(colon))) == 1, "what a colon leads to belongs to it"


def test_no_slide_is_empty_and_each_formula_has_the_words_that_lead_to_it(decks):
    problems = []
    for name, page in decks.items():
        for n, slide in enumerate(page.select(".slides > section"), 1):
            box = slide.select_one(".fit > div")
            if not box.get_text(strip=True) and not box.select("img, svg"):
                problems.append(f"{name}, {n}: nothing but {slide.h2.get_text()!r}")
        boxes = page.select(".slides > section > .fit > div")
        for before, after in pairwise(boxes):
            ends = before.find_all(recursive=False)[-1:]
            if ends and ends[0].name == "p" and ends[0].get_text().strip()[-1] in ":,":
                first = after.find(True)
                if first is not None and "math" in first.get("class", []):
                    problems.append(f"{name}: {ends[0].get_text()!r} has lost its formula")
    report(problems)
    sigmoid = decks["neuron"].select_one('.slides div.math[id$="eq-neuron-sigmoid-slope"]')
    assert sigmoid.find_previous_sibling("p").get_text(strip=True) == "So"


def test_a_session_says_what_the_class_does_when(decks):
    first = decks["neuron"].select_one(".slides > section.session")
    rows = {row.th.get_text(): row.td.get_text() for row in first.select("tr")}
    assert list(rows) == ["Read before", "Together", "In the room", "At home"]
    assert rows["Together"].startswith("30 minutes")
    assert "Two gates by thought, 20 minutes" in rows["In the room"]
    title = decks["neuron"].select_one(".slides > section.title")
    sections = decks["neuron"].select(".slides > section")
    for link in title.select("a"):
        there = sections[int(link["href"].removeprefix("#/"))].h2.get_text()
        assert there.startswith(f"{link.get_text()} of")
    for slide in decks["neuron"].select(".slides > section.exercise"):
        assert slide.select_one("aside.notes pre").get_text(strip=True), (
            "a solution for the teacher"
        )
