"""Exercises answered on their page, as a reader does it: written, checked, helped, kept.

Pyodide lies on the site, as after `PYODIDE_DIR=… make book`. One page serves most tests, each with
an exercise of its own, so Python starts once.
"""

import json
import re
import time

import nbformat
import pytest
from browsing import DESK, PHONE, needs_pyodide, served
from built_book import SITE, pages, report
from merge import KEY
from patience import milliseconds, patience
from practising import (
    PAGE,
    RIGHT,
    WRONG,
    box_of,
    checked,
    entry,
    opened,
    press,
    stored,
    until,
    until_kept,
    visited,
    with_pyodide,
    write,
)

import exercises
from nnlib.checks import EXERCISES, texts
from nnlib.checks.folders import course

pytestmark = [pytest.mark.browser, needs_pyodide]

HOSTILE = '<img src=x onerror="window.harmed = 1"><script>window.harmed = 1</script>'
# A mistake of the catalogue is a function of its check.py; an answer hands it over under its name.
MISTAKE = """from nnlib.checks import EXERCISES
{} = next(w.answer for w in EXERCISES[{!r}].wrongs if w.name == {!r})"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of the book with its own Pyodide."""
    pages()  # fails when the site is older than its sources
    with served(SITE, with_pyodide(tmp_path_factory.mktemp("site"))) as address:
        yield address


@pytest.fixture(scope="module")
def tab(browser, site):
    tab = opened(browser, f"{site}/{PAGE}")
    yield tab
    tab.context.close()
    report(tab.problems)


# What the boxes hold ------------------------------------------------------------------------------


def test_every_exercise_has_a_box_on_its_page():
    problems = []
    for chapter, listed in course().chapters.items():
        soup = pages()[f"exercises/{chapter}.html"]
        for name in listed.exercises:
            exercise = EXERCISES[f"{chapter}.{name}"]
            box = soup.select_one(f"[data-exercise='{exercise.id}']")
            stub = exercises.without_solution(texts.marked_solution(exercise.room))
            if box is None or box["data-stub"] != stub:
                problems.append(f"{exercise.id}: no box with its stub")
                continue
            section = box.find_parent("section")
            for role, needed in (("hints", "details"), ("solution", "pre"), ("why", ".output")):
                if not section.select(f".practise-{role} {needed}"):
                    problems.append(f"{exercise.id}: no {role} beside its box")
            if not exercise.wants_function:
                fields = {f["data-part"] for f in box.select("[data-part]")}
                if fields != set(exercise.parts):
                    problems.append(f"{exercise.id}: fields for {fields}, not {exercise.parts}")
    report(problems)


def test_nothing_comes_before_the_first_touch(browser, base):
    tab = opened(browser, f"{base}/{PAGE}")
    tab.wait_for_load_state("networkidle")
    late = ("editor.js", "python.js", "engine.js", "pyodide", ".whl", ".wasm")
    assert [url for url in tab.asked if any(part in url for part in late)] == []
    tab.context.close()


# Check, hint, solution ----------------------------------------------------------------------------


def test_a_wrong_answer_is_told_what_is_wrong_and_a_right_one_why(tab):
    name = "neuron.tanh-delta"
    box = box_of(tab, name)
    write(box, WRONG)
    assert "one factor of the chain rule is missing" in checked(box)
    assert box.locator(".practise-message").evaluate("e => e === document.activeElement")
    assert "open now" not in box.locator(".practise-message").text_content()
    assert "The solution is open now" in checked(box)
    assert entry(tab, name)["failed"] == 2
    write(box, RIGHT)
    said = checked(box)
    assert said.startswith("✓")
    assert box.locator(".practise-because mjx-container").count()
    assert entry(tab, name)["passed"] is True
    assert box.get_attribute("data-state") == "passed"
    assert tab.locator(".practise-count").text_content() == "1 of 12 right"


def test_hints_open_one_by_one_and_the_solution_when_it_is_asked_for_twice(tab):
    box = box_of(tab, "neuron.boundary")
    section = tab.locator("section:has(> [data-exercise='neuron.boundary'])")
    hints, solution = (
        section.locator(".practise-hints details"),
        section.locator(".practise-solution"),
    )
    assert hints.locator("visible=true").count() == 0
    for number in (1, 2, 3):
        press(box, "hint")
        assert hints.locator("visible=true").count() == number
        assert hints.nth(number - 1).get_attribute("open") is not None
    assert not solution.is_visible()
    press(box, "solution")
    assert "two checks that fail" in box.locator(".practise-message").text_content()
    press(box, "solution")
    solution.locator("pre").wait_for()
    assert entry(tab, "neuron.boundary")["helped"] is True


def test_numbers_are_written_into_fields_and_kept_as_python(tab):
    box = box_of(tab, "neuron.paper-step")
    solved = {"z": ["-0.4"], "a": ["0.4013"], "C": ["0.3584"], "delta": ["-0.2877"]}
    box.locator("[data-part=z]").fill("-0,4")
    press(box, "check")
    assert "with a point" in box.locator(".practise-message").text_content()
    box.locator("[data-part=z]").fill("-4/10")
    assert "Right so far: z" in checked(box)
    for part, values in solved.items():
        for place, value in enumerate(values):
            box.locator(f"[data-part={part}]").nth(place).fill(value)
    box.locator("[data-part=gradient]").nth(1).fill("-0.5754")
    assert "Still open: gradient" in checked(box)
    assert '"gradient": [..., -0.5754, ...],  # three' in stored(tab, "answer:neuron.paper-step")
    press(box, "ascode")
    assert '"z": -0.4' in box.locator(".cm-content").text_content()
    press(box, "ascode")
    assert box.locator("[data-part=gradient]").nth(1).input_value() == "-0.5754"


@pytest.mark.parametrize("chapter", course().chapters)
def test_the_catalogue_is_told_on_the_page_as_everywhere(tab, chapter):
    """Stub, solution and every mistake; in CPython test_exercises.py asks for the same names."""
    work, wanted = [], []
    for exercise in (e for e in EXERCISES.values() if e.chapter == chapter):
        solution = texts.marked_solution(exercise.room)
        name = texts.answer_name(solution)
        answers = {"not-started": exercises.without_solution(solution), None: solution}
        answers |= {w.name: MISTAKE.format(name, exercise.id, w.name) for w in exercise.wrongs}
        work += [{"exercise": exercise.id, "source": source} for source in answers.values()]
        wanted += answers
    results = tab.evaluate(
        "async (work) => { await nnlibPart.load('python.js');"
        " return nnlibPython.ask({ ask: 'grade', work }); }",
        work,
    )
    problems = [
        f"{asked['exercise']}: {want} is told as {got['diagnosis']}: {got['message']}"
        for asked, want, got in zip(work, wanted, results, strict=True)
        if got["diagnosis"] != want or got["passed"] != (want is None)
    ]
    report(problems)


# What goes wrong ----------------------------------------------------------------------------------


def test_an_error_shows_the_readers_own_line(tab):
    box = box_of(tab, "neuron.batch-gradient")
    write(box, "a = 1\nb = a +")
    assert "line 2: b = a +" in checked(box)
    assert "b = a +" in box.locator(".practise-line").text_content()
    write(box, "a = 1\nunheard(a)")
    said = checked(box)
    assert "NameError" in said
    assert "line 2: unheard(a)" in said
    assert entry(tab, "neuron.batch-gradient") is None  # nothing was checked


def test_what_a_reader_types_is_text_on_the_page(tab):
    box = box_of(tab, "neuron.stable-cross-entropy")
    write(box, f"print({HOSTILE!r})\nraise ValueError({HOSTILE!r})")
    said = checked(box)
    assert said.count("onerror") >= 2
    assert box.locator("img, script").count() == 0
    assert tab.evaluate("window.harmed") is None


def test_a_flood_is_cut(tab):
    box = box_of(tab, "neuron.stable-cross-entropy")
    write(box, "for i in range(300_000):\n    print(i)")
    assert "cut here" in checked(box)
    assert len(box.locator(".practise-printed").text_content()) < 30_000


def test_a_loop_without_end_can_be_stopped_and_ends_by_itself(tab):
    box = box_of(tab, "neuron.batch-gradient")
    # Python stops a loop between two lines; one that catches that is ended with its worker.
    write(box, "while True:\n    try:\n        1 / 0\n    except BaseException: pass")
    press(box, "check")
    box.locator("[data-act=stop]").click(timeout=milliseconds(30))
    box.locator(".practise-message", has_text="You stopped it").wait_for()
    assert not box.locator("[data-act=stop]").is_visible()
    assert "Stopped after" in checked(box)
    assert box.locator(".cm-content").text_content().startswith("while True:")
    write(box, "def gradient_of(): pass")
    assert checked(box).startswith("✗")  # Python is there again


def test_start_over_puts_aside_and_brings_back(tab):
    box = box_of(tab, "neuron.full-adder")
    write(box, "mine = 1")
    press(box, "over")
    assert "your answer" in box.locator(".cm-content").text_content()
    box.get_by_role("button", name="Bring it back").click()
    assert box.locator(".cm-content").text_content() == "mine = 1"


# Kept, in this browser and beyond it --------------------------------------------------------------


def test_answers_and_progress_are_there_again(tab, site):
    """In another tab, and after a reload: the store is the same."""
    name = "neuron.cross-entropy-delta"
    box = box_of(tab, name)
    write(box, "kept = 1")
    until_kept(tab, name, "kept = 1")
    other = visited(tab.context, f"{site}/{PAGE}")
    theirs = box_of(other, name)
    other.wait_for_function(f"document.querySelector('[data-exercise=\"{name}\"] textarea').value")
    assert theirs.locator("textarea").input_value() == "kept = 1"
    assert other.locator(".practise-count").text_content().endswith("of 12 right")
    other.close()


def test_two_tabs_lose_nothing(tab, site):
    name = "neuron.circle-by-features"
    other = visited(tab.context, f"{site}/{PAGE}")
    write(box_of(tab, name), "here = 1")
    until_kept(other, name, "here = 1")
    other.wait_for_function(
        f"document.querySelector('[data-exercise=\"{name}\"] textarea').value === 'here = 1'"
    )
    other.evaluate(
        "nnlibStore.put = ((put) => (id, text) => put(id, text, 'unseen'))(nnlibStore.put)"
    )
    box_of(other, name).locator("textarea").fill("there = 2")
    until_kept(tab, name, "there = 2")
    until(tab, "async (key) => (await nnlibStore.read(key))?.includes('here = 1')", f"aside:{name}")
    for page, failed in ((tab, 1), (other, 2), (tab, 3)):
        page.evaluate(
            "(id) => nnlibStore.record(id, { passed: false, score: 0, diagnosis: 'x' })", name
        )
        assert entry(tab, name)["failed"] == failed
    other.close()


def test_a_check_in_a_notebook_counts_on_the_page_and_the_other_way_round(tab):
    """JupyterLite's Python and this one have the same start, python/start.js, and so one store."""
    source = (
        "from nnlib.checks import check, progress\ncheck('rnn.count-parameters', {})\nprogress()"
    )
    tab.evaluate("nnlibStore.record('rnn.floor', { passed: true, score: 1, diagnosis: null })")
    ask = "(source) => nnlibPython.ask({ ask: 'run', cells: [{ name: 'a', source }] })"
    end, shown = time.monotonic() + patience(5), ""
    # Python hears of it a moment later, as JupyterLite does: it waits for no answer of the store.
    while not re.search(r"✓ .*\(rnn\.floor\)", shown):
        assert time.monotonic() < end, shown
        shown = tab.evaluate(ask, source)["cells"][0]["outputs"][0]["text"]
    until(tab, "async (id) => id in (await nnlibStore.progress())", "rnn.count-parameters")


def test_a_notebook_goes_out_and_comes_back(tab, site, browser, tmp_path):
    name = "neuron.tanh-delta"
    write(box_of(tab, name), RIGHT)
    tab.locator(".practise-bar summary").click()
    with tab.expect_download() as loading:
        tab.locator("[data-bar=download]").click()
    path = tmp_path / "neuron.ipynb"
    loading.value.save_as(path)
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    cells = {cell.id: cell for cell in notebook.cells}
    assert cells["tanh-delta"].source == RIGHT
    assert cells["tanh-delta"].metadata[KEY]
    master = exercises.parsed((course().path / "neuron.ipynb").read_bytes())
    fresh = exercises.student_copy(master)
    assert exercises.merge(exercises.parsed(path.read_bytes()), fresh) == exercises.parsed(
        path.read_bytes()
    )
    assert {c["id"] for c in fresh["cells"]} == set(cells)
    with tab.expect_download() as loading:
        tab.locator("[data-bar=export]").click()
    saved = tmp_path / "progress.json"
    loading.value.save_as(saved)
    assert json.loads(saved.read_text("utf-8"))["nnlib"] == 1

    fresh = opened(browser, f"{site}/{PAGE}")
    chooser = fresh.locator(".practise-bar input[type=file]")
    field = box_of(fresh, name).locator("textarea")
    chooser.set_input_files(path)
    fresh.locator(".practise-said", has_text="taken from neuron.ipynb").wait_for()
    assert field.input_value() == RIGHT
    chooser.set_input_files(saved)
    fresh.locator(".practise-said", has_text="progress and your answers").wait_for()
    assert entry(fresh, name)["passed"] is True
    (tmp_path / "other.txt").write_text("nothing")
    chooser.set_input_files(tmp_path / "other.txt")
    fresh.locator(".practise-said", has_text="holds no answers").wait_for()
    fresh.context.close()


def test_what_was_missed_comes_back_after_1_7_and_21_days(browser, base):
    tab = opened(browser, f"{base}/{PAGE}")
    name = "neuron.tanh-delta"
    now = tab.evaluate("Date.now()")

    def on(day, result=None):
        """Go to a day, add a check if there is one, and tell whether the exercise is due."""
        tab.clock.set_fixed_time((now + day * 86_400_000) / 1000)
        if result is not None:
            tab.evaluate(
                "([id, passed]) => nnlibStore.record(id, { passed, score: 0, diagnosis: 'x' })",
                [name, result],
            )
        return tab.evaluate("(id) => nnlibStore.due([id])", name) == [name]

    assert not on(0, False)
    assert not on(0, True)
    assert [on(1), on(1, True)] == [True, False]
    assert [on(7), on(8), on(8, False)] == [False, True, False]  # missed again: from the beginning
    assert [on(9), on(9, True)] == [True, False]
    assert [on(15), on(16), on(16, True)] == [False, True, False]
    assert [on(36), on(37), on(37, True)] == [False, True, False]
    assert not on(400)
    other = "neuron.boundary"
    tab.evaluate("(id) => nnlibStore.record(id, { passed: true, score: 1 })", other)
    assert tab.evaluate("(id) => nnlibStore.due([id])", other) == []  # right at once
    tab.context.close()


# Where it cannot work -----------------------------------------------------------------------------


def test_a_blocked_download_is_told_in_words(browser, base):
    tab = opened(browser, f"{base}/{PAGE}")
    box = box_of(tab, "neuron.tanh-delta")
    write(box, WRONG)
    press(box, "check")
    said = box.locator(".practise-message", has_text="Python could not start")
    said.wait_for(timeout=milliseconds(30))
    assert "cdn.jsdelivr.net" in said.text_content()
    assert stored(tab, "answer:neuron.tanh-delta") == WRONG
    tab.context.close()


def test_from_the_disk_it_says_what_to_do(browser):
    tab = opened(browser, (SITE / PAGE).as_uri())
    box = box_of(tab, "neuron.tanh-delta")
    write(box, WRONG)
    press(box, "check")
    box.locator(".practise-message", has_text="make serve").wait_for()
    tab.context.close()


def test_where_the_browser_keeps_nothing_it_says_so_and_works(browser, base):
    tab = opened(
        browser, f"{base}/{PAGE}",
        before="Object.defineProperty(self, 'indexedDB', { get() { throw new Error('no'); } })",
    )  # fmt: skip
    write(box_of(tab, "neuron.tanh-delta"), WRONG)
    tab.locator(".practise-said", has_text="keeps nothing").wait_for()
    assert stored(tab, "answer:neuron.tanh-delta") == WRONG
    report(tab.problems)
    tab.context.close()


def test_without_javascript_the_page_is_as_readable_as_before(browser, base):
    tab = opened(browser, f"{base}/{PAGE}", java_script_enabled=False)
    assert tab.locator(".practise").locator("visible=true").count() == 0
    for role in ("hints", "solution", "why"):
        assert tab.locator(f".practise-{role}").locator("visible=true").count() == 12
    tab.context.close()


def test_on_a_phone_nothing_is_wider_than_the_screen(tab):
    tab.set_viewport_size(PHONE)
    try:
        assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        small = tab.locator(".practise-buttons button").evaluate_all(
            "all => all.filter((e) => e.offsetHeight && e.offsetHeight < 32).length"
        )
        assert small == 0
    finally:
        tab.set_viewport_size(DESK)
