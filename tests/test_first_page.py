"""The first page: a figure that learns, one button, the map with the reader's progress."""

import json
import re

import pytest
from browsing import PHONE
from built_book import SITE, articles

pytestmark = pytest.mark.browser

FIRST, CHAPTER = "intro.html", "chapters/neuron.html"
SCREENS = 2
# What page.js and store.js offer, with a reader who has passed three and is to try two again.
STORE = """
Object.defineProperty(window, "nnlibPart", { value: { load: async () => {} } });
window.nnlibStore = { standing: async (ids) => ({
  passed: ids.filter((id) => id.startsWith("neuron.")).slice(0, 3).length,
  due: ids.filter((id) => id.startsWith("mlp.")).slice(0, 2),
}) };
"""
LOWEST = """() => Math.max(...[".course-map", ".try-again", ".start-here"].map(
  (name) => document.querySelector(name)?.getBoundingClientRect().bottom ?? 0))"""


@pytest.fixture
def tab(browser):
    context = browser.new_context(viewport=PHONE, color_scheme="light")
    tab, problems = context.new_page(), []
    tab.on("pageerror", lambda error: problems.append(str(error)))
    yield tab
    assert not problems
    context.close()


def test_all_of_it_stands_in_two_screens_of_a_phone_and_is_the_readers_own(tab, base):
    tab.add_init_script(STORE)
    tab.goto(f"{base}/{FIRST}")
    answers = {"predict-neuron-nudge": "?", "predict-neuron-sure": "7", "never cover": True}
    tab.evaluate("(said) => localStorage.setItem('nnlib.predictions', said)", json.dumps(answers))
    tab.reload()
    tab.locator(".try-again a").first.wait_for()
    assert tab.evaluate(LOWEST) <= SCREENS * PHONE["height"]
    counts = tab.locator(".map-progress").all_inner_texts()
    assert re.fullmatch(r"3 of \d+ exercises, 2 of \d+ predictions", counts[0])
    assert re.fullmatch(r"\d+ exercises, \d+ predictions", counts[1])  # nothing done: no "0 of"
    assert tab.locator(".try-again").inner_text().startswith("2 to try again today:")
    address = tab.locator(".try-again a").first.get_attribute("href")
    page, _, place = address.partition("#")
    assert page in articles()
    assert place.startswith("answer-")


def test_the_counts_are_those_of_the_lists():
    soup = articles()[FIRST]
    stops = soup.select(".course-map [data-chapter]")
    assert len(stops) >= 5
    for stop in stops:
        page = articles()[f"chapters/{stop['data-chapter']}.html"]
        assert int(stop["data-questions"]) == len(page.select(".prediction"))
        if json.loads(stop["data-exercises"]):
            assert f"exercises/{stop['data-chapter']}.html" in articles()


def test_the_figure_learns_before_the_readers_eyes_and_ends_as_in_the_chapter(tab, base):
    tab.goto(f"{base}/{FIRST}")
    now, slider = tab.locator(".opening .nnlib-now"), tab.locator(".opening input")
    tab.wait_for_function("document.querySelector('.opening input').value === '3'")
    seen = int(re.search(r"(\d+) of 500", now.inner_text())[1])
    tab.wait_for_function("document.querySelector('.opening input').value === '14'")
    assert slider.get_attribute("max") == "14"
    tab.wait_for_function("!document.querySelector('.opening [data-playing]')")
    epoch, right = re.search(r"epoch (\d+): (\d+) of 500", now.inner_text()).groups()
    assert int(right) > seen
    chapter = "".join(f.read_text("utf-8") for f in (SITE / "_frames").glob("chapters-mlp-*.js"))
    same = f"epoch {epoch}: loss [.\\d]+, {right} of 500"  # the same network, trained alike
    assert re.search(same, chapter)


def test_it_stands_still_for_those_who_asked_for_that(tab, base):
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(f"{base}/{FIRST}")
    tab.wait_for_function("[...document.scripts].some((e) => e.src.includes('opening'))")
    tab.locator(".opening [data-step='-1']").click()  # moved by hand, so the frames are there
    tab.wait_for_function("document.querySelector('.opening .nnlib-now').innerText.includes('200')")
    assert tab.locator(".opening input").input_value() == "13"
    assert not tab.locator(".opening [data-playing]").count()


def test_one_button_leads_to_the_beginning_and_then_to_where_the_reader_was(tab, base):
    tab.goto(f"{base}/{FIRST}")
    button = tab.locator(".start-here a")
    assert button.get_attribute("href") == CHAPTER
    tab.goto(f"{base}/{CHAPTER}#downhill")
    tab.wait_for_function("localStorage.getItem('nnlib.place')?.includes('#downhill')")
    tab.goto(f"{base}/{FIRST}")
    assert button.inner_text() == "Go on: One neuron"
    assert button.get_attribute("href") == f"{CHAPTER}#downhill"
    # What stands in the store is no address of ours unless it looks like one.
    hostile = json.dumps({"page": "javascript:alert(1)", "title": "<b>x</b>"})
    tab.evaluate("(place) => localStorage.setItem('nnlib.place', place)", hostile)
    tab.reload()
    assert button.get_attribute("href") == CHAPTER


def test_without_a_script_the_page_says_the_same(browser, base):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{base}/{FIRST}")
    assert tab.locator(".opening img").first.is_visible()
    assert not tab.locator(".opening .nnlib-controls").is_visible()
    assert re.search(
        r"\d+ exercises, \d+ predictions", tab.locator(".course-map").first.inner_text()
    )
    assert (SITE / tab.locator(".start-here a").get_attribute("href")).is_file()
    context.close()
