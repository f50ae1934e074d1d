"""The decks of slides: what is marked is there, alive, and a teacher is told what to say."""

import re

import notebook_files
import pytest
from bs4 import BeautifulSoup
from built_book import ROOT, SITE, built, report
from patience import milliseconds

from bound import deck, slides, syllabus
from bound.still import fragment

TITLES = ("One neuron", "Two layers", "Real handwriting", "What memory costs")


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


def test_every_marked_cell_is_on_a_slide_and_no_other(decks):
    problems = []
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        cells = [c for c in notebook_files.read(path).cells if c.cell_type == "code"]
        marked = sum("slide" in c.metadata.get("tags", ()) for c in cells)
        shown = len(decks[path.stem].select("div.cell")) if path.stem in decks else 0
        if shown != marked:
            problems.append(f"{path.stem}: {marked} cells are marked, {shown} are on slides")
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
    page.goto((home / "neuron.html").as_uri())
    page.wait_for_function("Reveal.isReady()")
    over = page.evaluate(
        """() => [...document.querySelectorAll(".slides > section")].flatMap((slide, n) => {
            Reveal.slide(n);
            const box = slide.querySelector(".fit > div");
            const { bottom, right } = box.getBoundingClientRect();
            return bottom > innerHeight || right > innerWidth ? [`${n}: ${bottom}, ${right}`] : [];
        })"""
    )
    assert over == []
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
    said = fragment("<p>One. A <strong>neuron</strong> adds <em>a. b</em> up. Then 3.5 < 4.</p>")
    assert list(deck.sentences(said)) == [
        "One.",
        "A <strong>neuron</strong> adds <em>a. b</em> up.",
        "Then 3.5 &lt; 4.",
    ]
