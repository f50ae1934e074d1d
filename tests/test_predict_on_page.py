"""Predictions as readers meet them: with a script and without, by keyboard, on paper."""

import re

import pytest
from browsing import DESK, PHONE, picture
from built_book import articles

pytestmark = pytest.mark.browser

PAGE = "chapters/neuron.html"
NUDGE, SURE = "#predict-neuron-nudge", "#predict-neuron-sure"
STATES = """() => [...document.querySelectorAll(".prediction + .cell .cell_output")].map(
  (output) => output.checkVisibility({contentVisibilityAuto: true, contentVisibility: true}))"""
REFUSE = (
    """Object.defineProperty(window, "localStorage", {get() { throw new DOMException("no"); }})"""
)


@pytest.fixture(scope="module")
def context(browser):
    context = browser.new_context(viewport=PHONE, color_scheme="light", reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def tab(context, base):
    tab = context.new_page()
    tab.problems = []
    tab.on("pageerror", lambda error: tab.problems.append(str(error)))
    tab.goto(f"{base}/{PAGE}")
    tab.evaluate("localStorage.clear()")
    tab.reload()
    yield tab
    assert not tab.problems
    tab.close()


def output_of(tab, box):
    return tab.locator(f"{box} + .cell .cell_output")


def hidden(output):
    return output.get_attribute("hidden")


def test_every_prediction_comes_to_the_page_whole():
    boxes = 0
    for page, soup in articles().items():
        for box in soup.select(".prediction"):
            boxes += 1
            where = f"{page}#{box.get('id')}"
            assert box.find("p").get_text().startswith("Predict."), where
            assert len(box.find_all("details", recursive=False)) >= 2, where
            assert not re.search(r"\*\*|\$|</?details", box.get_text()), where
            assert "cell" in box.find_next_sibling().get("class", []), where
    assert boxes >= 30


def test_an_answer_uncovers_the_output_refutes_and_stays(tab):
    box, output = tab.locator(NUDGE), output_of(tab, NUDGE)
    assert hidden(output) == "until-found"
    assert box.get_attribute("role") == "group"
    wrong = box.locator("summary").nth(1)
    wrong.focus()
    wrong.press("Enter")
    output.wait_for()
    refutation = box.locator("details").nth(1).locator("p")
    assert refutation.is_visible()
    assert refutation.text_content().startswith("No.")
    status = box.locator("[role=status]")
    assert "You said: C shrinks by about 0.0003" in status.text_content()
    assert "the output says: C grows by about 0.0003" in status.text_content()
    assert wrong.evaluate("e => e === document.activeElement")  # what opens is read on from there
    picture(tab, "prediction-answered")
    tab.reload()
    assert "is-answered" in box.get_attribute("class")
    assert refutation.is_visible()
    assert hidden(output) is None
    box.get_by_role("button", name="Ask me again").click()
    assert hidden(output) == "until-found"
    assert not refutation.is_visible()
    assert box.locator("summary").first.evaluate("e => e === document.activeElement")
    tab.reload()
    assert "is-answered" not in box.get_attribute("class")


@pytest.mark.parametrize(
    ("typed", "opened", "said"),
    [
        ("210", "Yes.", "so says the output"),  # near enough
        ("28", "No.", "the output says: 214"),
        ("1,000", "Yes.", "You said: 1,000; the output says: 214"),  # that nobody foresaw
    ],
)
def test_a_number_is_typed_and_compared(tab, typed, opened, said):
    box, field = tab.locator(SURE), tab.get_by_label("Your number")
    assert not box.locator("summary").first.is_visible()
    figure = tab.locator(f"{SURE} + .cell + .cell .cell_output")  # it draws what is asked
    assert hidden(figure) == "until-found"
    field.fill("many")
    field.press("Enter")
    assert "Type a number" in box.locator("[role=status]").text_content()
    field.fill(typed)
    field.press("Enter")
    assert said in box.locator("[role=status]").text_content()
    [shown] = [d for d in box.locator("details").all() if d.evaluate("e => e.open")]
    assert shown.locator("p").text_content().startswith(opened)
    assert box.locator("summary").first.is_visible()
    tab.reload()
    assert said in box.locator("[role=status]").text_content()
    assert figure.is_visible()


def test_who_does_not_want_to_play_sees_everything(tab):
    cover = tab.locator(f"{NUDGE} + .cell .prediction-cover")
    cover.get_by_role("button", name="Show it").click()
    assert hidden(output_of(tab, NUDGE)) is None
    assert sum(tab.evaluate(STATES)) == 1
    other = tab.locator(".prediction-cover:not([hidden])").first
    other.get_by_role("button", name="Never cover outputs").click()
    tab.reload()
    assert not tab.locator(".cell_output[hidden]").count()
    tab.get_by_role("button", name="Cover them").first.click()
    assert hidden(output_of(tab, NUDGE)) == "until-found"


def test_a_search_in_the_page_finds_what_is_covered_and_answers_nothing(tab):
    output = output_of(tab, NUDGE)
    output.evaluate("e => e.dispatchEvent(new Event('beforematch', {bubbles: true}))")
    tab.locator(f"{NUDGE} details").first.evaluate("e => { e.open = true; }")
    assert hidden(output) is None
    assert "is-answered" not in tab.locator(NUDGE).get_attribute("class")


def test_paper_has_all_options_with_their_answers_and_all_outputs(tab):
    tab.emulate_media(media="print")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    for place in (*tab.locator(f"{NUDGE} details p").all(), *tab.locator(f"{SURE} p").all()[:1]):
        assert place.is_visible()
    assert all(tab.evaluate(STATES))
    assert not tab.locator(".prediction-cover").first.is_visible()
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not tab.locator(f"{NUDGE} details[open]").count()


def test_a_browser_that_keeps_nothing_asks_all_the_same(browser, base):
    tab = browser.new_page(viewport=DESK)
    problems = []
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.add_init_script(REFUSE)
    tab.goto(f"{base}/{PAGE}")
    tab.locator(f"{NUDGE} summary").nth(2).click()
    assert "so says the output" in tab.locator(f"{NUDGE} [role=status]").text_content()
    assert hidden(output_of(tab, NUDGE)) is None
    assert not problems
    tab.close()


def test_without_a_script_options_fold_out_and_nothing_is_covered(browser, base):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{base}/{PAGE}")
    output_of(tab, NUDGE).wait_for()
    option = tab.locator(f"{SURE} details").first  # a number is an option like any other then
    assert not option.locator("p").is_visible()
    option.locator("summary").click()
    option.locator("p").wait_for()
    context.close()
