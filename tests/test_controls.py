"""Every control of the built pages answers: to the keyboard and the finger, and it says so.

A page is opened once for all that is done to it, at first without the frames of its figures.
"""

import contextlib
import gzip
import json
import re
from html import unescape

import pytest
from browsing import DESK, PHONE, visit
from bs4 import BeautifulSoup
from built_book import ROOT, SITE, articles, report
from patience import milliseconds
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

pytestmark = pytest.mark.browser

WITH_PLAYERS = [
    path.relative_to(ROOT).with_suffix("").as_posix()
    for path in sorted(ROOT.glob("chapters/*.ipynb"))
    if '"application/vnd.jupyter.widget-view+json"' in path.read_text("utf-8")
]
SIZES = {"desk": DESK, "phone": PHONE}
FRAMES = 250e3  # compressed bytes of the frames of a figure
SCRIPT = 2.5e3  # compressed bytes of what moves them
SHIFT = 1  # CSS pixels by which anything may move
# What a player shows: the sources of its pictures and the texts beneath them.
SHOWN = """(player) => [...player.querySelectorAll(".nnlib-screen img")].map((i) => i.src).join()
  + player.querySelector(".nnlib-now").textContent"""
NOTE = """((p) => p.dataset.said ?? p.textContent)(player.querySelector(".nnlib-now p"))"""
SAID = f"""(player) => player.querySelector("[role=status]").textContent === {NOTE}"""
BROUGHT = """(player) => player.querySelector(".nnlib-screen img").src.startsWith("data:")"""
ASKED = """[...document.scripts].some((script) =>
  script.src.includes(player.querySelector("template").dataset.src.split("/").pop()))"""
FOLDED = """[...document.querySelectorAll("article details:not([open]) > summary")]
  .filter((handle) => handle.checkVisibility())
  .filter((handle) => !handle.nextElementSibling.checkVisibility()).length"""
SLIDER = "input[type=range]"
# Where the parts stand that a finger may be on, seen from the top of their player; its height.
# What comes into view is laid out, and the browser then keeps the reader's place.
SETTLED = """() => new Promise(
  (done) => requestAnimationFrame(() => requestAnimationFrame(done)))"""
PLACES = """(player) => [player, ...player.querySelectorAll(".nnlib-controls *")]
  .map((e) => e.getBoundingClientRect())
  .flatMap((r) => [r.x, r.y - player.getBoundingClientRect().y, r.width, r.height])"""


@pytest.fixture(scope="module")
def tab(browser):
    context = browser.new_context(viewport=DESK)
    tab = context.new_page()
    tab.problems = []
    tab.on("pageerror", lambda error: tab.problems.append(f"{tab.url}: script: {error}"))
    yield tab
    context.close()


@pytest.fixture(scope="module", params=WITH_PLAYERS)
def page(tab, base, request):
    """The name of a page, which is open in `tab`."""
    name = f"{request.param}.html"
    assert name in articles()  # fails when the site is older than its sources
    visit(tab, f"{base}/{name}")
    return name


def players(tab, page):
    """Return the players of a page, each with its place for a message."""
    found = tab.locator(".nnlib-player").all()
    assert found
    return [(f"{page}, player {n}", player) for n, player in enumerate(found, 1)]


def soon(tab, player, condition, arg=None, limit=8):
    """Return whether a condition in JavaScript on a player holds soon."""
    with contextlib.suppress(PlaywrightTimeoutError):
        condition = condition if condition.startswith("(player)") else f"(player) => {condition}"
        condition = f"([player, arg]) => ({condition})(player)"
        handle, limit = player.element_handle(), milliseconds(limit)
        tab.wait_for_function(condition, arg=[handle, arg], timeout=limit)
        return True
    return False


def changes(tab, player, control, key):
    """Press a key on a control; return whether the player shows something else soon."""
    before = player.evaluate(SHOWN)
    control.press(key)
    return soon(tab, player, f"({SHOWN})(player) !== arg", before)


def frames(soup, page):
    """Return the files of frames that a page names, by figure."""
    found = {t["data-frames"]: t["data-src"] for t in soup.select("template[data-src]")}
    return {name: (SITE / page).parent / src.partition("?")[0] for name, src in found.items()}


def test_every_widget_of_the_notebooks_is_a_player_and_no_page_loads_a_widget_manager():
    problems = []
    for name, soup in articles().items():
        notebook = (ROOT / name).with_suffix(".ipynb")
        text = notebook.read_text("utf-8") if notebook.exists() else ""
        wanted = text.count('"application/vnd.jupyter.widget-view+json"')
        opening = len(soup.select(".nnlib-player[data-plays]"))  # page/opening.py makes this one
        if (found := len(soup.select(".nnlib-player")) - opening) != wanted:
            problems.append(f"{name}: {found} players for {wanted} widgets")
        if re.search(r"require\.js|embed-amd|widget-(view|state)", str(soup)):
            problems.append(f"{name}: loads what draws widgets")
        if ("player.js" in str(soup)) != (wanted + opening > 0):
            problems.append(f"{name}: player.js is loaded where nothing moves, or is not")
    report(problems)


def test_frames_are_files_of_their_own_and_light():
    problems = []
    for page in (f"{name}.html" for name in WITH_PLAYERS):
        found = frames(articles()[page], page)
        assert len(found) == len(articles()[page].select(".nnlib-player"))
        for name, path in found.items():
            if (weight := len(gzip.compress(path.read_bytes()))) > FRAMES:
                problems.append(f"{page}: the frames of {name} weigh {weight / 1e3:.0f} kB")
        if "data:image" in str(articles()[page]):
            problems.append(f"{page}: holds frames itself")
    script = gzip.compress((SITE / "_static" / "player.js").read_bytes())
    assert len(script) <= SCRIPT
    report(problems)


def test_a_page_shows_the_frame_that_its_controls_stand_at():
    """The picture of the page is the full one, and moving away and back gives it again."""
    problems = []
    for page in (f"{name}.html" for name in WITH_PLAYERS):
        for player in articles()[page].select(".nnlib-player"):
            name = player.select_one("template")["data-frames"]
            text = frames(articles()[page], page)[name].read_text("utf-8")
            data = json.loads(text.removeprefix(f'nnlibFrames("{name}", ').rstrip()[:-2])
            place = 0
            for control in player.select(".nnlib-controls :is(input, select)"):
                if options := control.select("option"):
                    chosen = (n for n, option in enumerate(options) if option.has_attr("selected"))
                    size, at = len(options), next(chosen)
                else:
                    size, at = int(control["max"]) + 1, int(control["value"])
                place = place * size + at
            picture, words = data["frames"][place]
            still = player.select_one(".nnlib-screen img")
            if f'alt="{still["alt"]}"' not in unescape(picture):
                problems.append(f"{page}, {name}: the still is not frame {place}")
            said = BeautifulSoup(words, "html.parser").p
            if player.select_one(".nnlib-now p").get_text() != said.get_text():
                problems.append(f"{page}, {name}: the words are not those of frame {place}")
    report(problems)


def test_frames_come_when_a_figure_nears_the_view_and_not_before(browser, base):
    context = browser.new_context(viewport=PHONE)
    tab, asked = context.new_page(), []
    tab.on("request", lambda request: asked.append(request.url))
    for name in WITH_PLAYERS:
        asked.clear()
        visit(tab, f"{base}/{name}.html")
        far = [
            player
            for player in tab.locator(".nnlib-player").all()
            if player.bounding_box()["y"] > PHONE["height"] + 1200
        ]
        for player in far:
            frames = player.locator("template[data-src]").get_attribute("data-frames")
            assert not [url for url in asked if f"/{frames}.js" in url]
        for player in far:
            # What is far is not laid out, so where a figure is shows only on the way to it.
            for _ in range(10):
                player.evaluate("(player) => player.scrollIntoView({ block: 'center' })")
                if soon(tab, player, ASKED, limit=300):
                    break
            assert soon(tab, player, ASKED)
    context.close()


@pytest.mark.parametrize("size", SIZES)
def test_nothing_moves_when_frames_come_and_go(tab, page, size):
    """Neither the controls, which may be under a finger, nor the text below, at any frame."""
    problems = []
    tab.set_viewport_size(SIZES[size])
    for where, player in players(tab, page):
        player.scroll_into_view_if_needed()
        player.evaluate(SETTLED)
        before, slider = player.evaluate(PLACES), player.locator(SLIDER).last
        last = int(slider.get_attribute("max"))
        for n in range(0, last + 1, max(1, last // 6)):
            slider.evaluate("(e, n) => { e.value = n; e.dispatchEvent(new Event('input')); }", n)
            if not soon(tab, player, BROUGHT):
                problems.append(f"{where}: its frames do not come")
                break
            after = player.evaluate(PLACES)
            moved = max(abs(a - b) for a, b in zip(before, after, strict=True))
            if moved > SHIFT:
                problems.append(f"{where}, {size}: moves by {moved:.0f} px at place {n}")
    tab.set_viewport_size(DESK)
    report(problems)


def test_every_control_is_moved_by_the_keyboard_and_changes_what_is_shown(tab, page):
    problems = []
    for where, player in players(tab, page):
        for handle in player.locator(SLIDER).all():
            said = handle.get_attribute("aria-valuetext")
            label = player.locator(f"label[for='{handle.get_attribute('id')}']").text_content()
            key = "ArrowRight" if handle.input_value() == "0" else "ArrowLeft"
            if not label.strip():
                problems.append(f"{where}: a slider without a name")
            if not changes(tab, player, handle, key):
                problems.append(f"{where}: {key} on the slider {label!r} changes nothing")
            if handle.get_attribute("aria-valuetext") == said:
                problems.append(f"{where}: the slider {label!r} says the same, {said!r}")
        for choice in player.locator("select").all():
            key = "ArrowUp" if choice.evaluate("(e) => e.selectedIndex") else "ArrowDown"
            if not changes(tab, player, choice, key):
                problems.append(f"{where}: the list {choice.inner_text()!r} changes nothing")
            elif not soon(tab, player, SAID):
                problems.append(f"{where}: nothing says what the list chose")
        steps = player.locator("[data-step]").all()
        if len({step.get_attribute("aria-label") for step in steps} - {None}) < len(steps):
            problems.append(f"{where}: buttons without names, or of one name")
        on = player.locator("[data-step='-1']").last
        player.locator(SLIDER).last.press("End")
        if not changes(tab, player, on, "Enter") or not soon(tab, player, SAID):
            problems.append(f"{where}: the button back changes nothing, or says nothing")
    report([*problems, *tab.problems])


def test_play_plays_from_the_start_and_pauses(tab, page):
    problems = []
    for where, player in players(tab, page):
        play, slider = player.locator(".nnlib-play"), player.locator(SLIDER).last
        if not play.count():
            continue
        slider.press("End")
        if not changes(tab, player, play, "Enter"):
            problems.append(f"{where}: Play changes nothing")
        if int(slider.input_value()) > 1:
            problems.append(f"{where}: Play does not begin at the start")
        if (name := play.text_content().strip()) != "Pause":
            problems.append(f"{where}: while it plays the button is called {name!r}")
        if player.locator("[role=status]").text_content():
            problems.append(f"{where}: each frame is said while it plays")
        play.press("Enter")
        if play.text_content().strip() != "Play" or not soon(tab, player, SAID):
            problems.append(f"{where}: nothing says where Play has come to")
        at = slider.input_value()
        tab.wait_for_timeout(int(play.get_attribute("data-interval")) + 200)
        if slider.input_value() != at:
            problems.append(f"{where}: it plays on after Pause")
    report([*problems, *tab.problems])


def test_nothing_plays_for_readers_who_asked_for_less_motion(tab, page):
    tab.emulate_media(reduced_motion="reduce")
    before = [player.evaluate(SHOWN) for _, player in players(tab, page)]
    shown = [play for play in tab.locator(".nnlib-play").all() if play.is_visible()]
    assert not shown, f"{page}: Play is offered"
    tab.evaluate("document.querySelectorAll('.nnlib-play').forEach((play) => play.click())")
    tab.wait_for_timeout(1000)  # what must not happen cannot be waited for
    assert [player.evaluate(SHOWN) for _, player in players(tab, page)] == before
    tab.emulate_media(reduced_motion="no-preference")


def stills(tab, page, way):
    """Return what is wrong with the pictures that stand in for players."""
    problems, count = [], len(articles()[page].select(".nnlib-player"))
    images = tab.locator(".nnlib-screen img:not([alt=''])").all()
    seen = [image for image in images if image.is_visible()]
    if len(seen) != count:
        problems.append(f"{page}, {way}: {len(seen)} pictures for {count} players")
    if any(c.is_visible() for c in tab.locator(".nnlib-controls, .nnlib-room").all()):
        problems.append(f"{page}, {way}: controls that cannot move, or room for them, are shown")
    return problems


def test_a_picture_is_there_on_paper(tab, page):
    tab.emulate_media(media="print")
    problems = stills(tab, page, "on paper")
    if tab.evaluate(FOLDED):
        problems.append(f"{page}, on paper: handles that nobody can pull")
    tab.emulate_media(media="screen")
    report(problems)


def test_a_picture_is_there_without_javascript(browser, base):
    context = browser.new_context(viewport=DESK, java_script_enabled=False)
    tab, problems = context.new_page(), []
    for name in WITH_PLAYERS:
        tab.goto(f"{base}/{name}.html")
        problems += stills(tab, f"{name}.html", "without JavaScript")
    context.close()
    report(problems)


def test_figures_move_on_a_page_opened_from_the_disk(browser):
    context = browser.new_context(viewport=DESK)
    tab, problems = context.new_page(), []
    for name in WITH_PLAYERS:
        tab.goto((SITE / f"{name}.html").as_uri())
        for where, player in players(tab, name):
            slider = player.locator(SLIDER).last
            slider.press("ArrowRight" if slider.input_value() == "0" else "ArrowLeft")
            if not soon(tab, player, BROUGHT):
                problems.append(f"{where}: its frames do not come")
    context.close()
    report(problems)


def test_a_figure_whose_frames_do_not_come_says_so_and_asks_again(browser, base):
    context = browser.new_context(viewport=DESK)
    tab = context.new_page()
    tab.route("**/_frames/*", lambda route: route.abort())
    tab.goto(f"{base}/{WITH_PLAYERS[0]}.html")
    player = tab.locator(".nnlib-player").first
    status = "player.querySelector('[role=status]').textContent"
    player.locator(SLIDER).last.press("ArrowLeft")
    assert soon(tab, player, f"{status}.includes('could not be loaded')")
    tab.unroute_all()
    player.locator(SLIDER).last.press("ArrowRight")
    assert soon(tab, player, BROUGHT)
    context.close()
