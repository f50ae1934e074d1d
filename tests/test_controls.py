"""Every control of the built pages answers: to the keyboard, with no kernel, and it says so.

A page is opened once for all that is done to it, at first without the widget manager.
"""

import contextlib
import gzip
import json

import pytest
from browsing import DESK, PHONE, VIEW, visit
from built_book import ROOT, SITE, articles, report
from patience import milliseconds
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

pytestmark = pytest.mark.browser

STATE = "script[type='application/vnd.jupyter.widget-state+json']"
WITH_PLAYERS = [
    path.relative_to(ROOT).with_suffix("").as_posix()
    for path in sorted(ROOT.glob("chapters/*.ipynb"))
    if '"application/vnd.jupyter.widget-view+json"' in path.read_text("utf-8")
]
SIZES = {"desk": DESK, "phone": PHONE}
FRAMES = 1.5e6  # bytes of all frames of a page
PAGE = 3e6  # bytes of a page, compressed, with the scripts that only pages with widgets load
SHIFT = 12  # CSS pixels by which what follows may move when a player is drawn
HEIGHTS = f"""() => [...document.querySelectorAll("{VIEW}")].map(
  (s) => s.closest(".cell_output").getBoundingClientRect().height)"""
# What a player shows: the sources of its pictures and the texts beneath them.
SHOWN = """(player) => [...player.querySelectorAll(".nnlib-screen img")].map((i) => i.src).join()
  + player.querySelector(".nnlib-screen").innerText"""

# A screen reader hears of itself what the line beneath the picture says.
SAID = """(player) => player.querySelector(":scope > [role=status]").textContent
  === player.querySelector(".nnlib-screen p").textContent"""


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
    """The name of a page, which is open in `tab`; `tab.heights` says how its figures grew."""
    name = f"{request.param}.html"
    assert name in articles()  # fails when the site is older than its sources
    tab.heights = {}
    tab.route("**/embed-amd.js*", lambda route: route.abort())
    tab.goto(f"{base}/{name}")
    measure(tab, "before")
    tab.unroute_all()
    visit(tab, f"{base}/{name}")
    measure(tab, "after")
    return name


def measure(tab, when):
    """Note how high the outputs with widgets are, at a desk and on a phone."""
    for size, viewport in reversed(SIZES.items()):
        tab.set_viewport_size(viewport)
        tab.heights[when, size] = tab.evaluate(HEIGHTS)


def players(tab, page):
    """Return the players of a page, each with its place for a message."""
    found = tab.locator(".nnlib-player").all()
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


def test_all_widgets_are_players():
    with_widgets = {page for page, soup in articles().items() if soup.select(VIEW)}
    assert with_widgets == {f"{name}.html" for name in WITH_PLAYERS}
    problems = []
    for page in sorted(with_widgets):
        soup = articles()[page]
        state = json.loads(soup.select_one(STATE).string)["state"]
        for script in soup.select(VIEW):
            view = state[json.loads(script.string)["model_id"]]
            if "nnlib-player" not in view["state"].get("_dom_classes", []):
                problems.append(
                    f"{page}: {view['model_name']} is not a player of nnlib.viz.widgets"
                )
    report(problems)


def test_pages_without_widgets_load_no_widget_manager():
    loaders = {page for page, soup in articles().items() if "embed-amd" in str(soup)}
    assert loaders == {f"{name}.html" for name in WITH_PLAYERS}


def test_frames_and_pages_are_light():
    manager = SITE / "vendor" / "@jupyter-widgets" / "html-manager" / "dist" / "embed-amd.js"
    scripts = len(gzip.compress(manager.read_bytes()))
    problems = []
    for page in (f"{name}.html" for name in WITH_PLAYERS):
        soup = articles()[page]
        state = soup.select_one(STATE).string
        html = len(gzip.compress((SITE / page).read_bytes()))
        pictures = {i["src"] for i in soup.select("article img[src]") if ":" not in i["src"]}
        images = sum(((SITE / page).parent / source).stat().st_size for source in pictures)
        if len(state) > FRAMES:
            problems.append(f"{page}: its frames weigh {len(state) / 1e6:.2f} MB")
        if html + images + scripts > PAGE:
            problems.append(f"{page}: weighs {(html + images + scripts) / 1e6:.2f} MB compressed")
    report(problems)


@pytest.mark.parametrize("size", SIZES)
def test_the_page_does_not_jump_when_a_player_is_drawn(tab, page, size):
    """Each output has the same room with the widget manager kept away, and with it."""
    before, after = tab.heights["before", size], tab.heights["after", size]
    problems = [
        f"{page}, {size}, player {n}: {old:.0f} px become {new:.0f} px"
        for n, (old, new) in enumerate(zip(before, after, strict=True), 1)
        if abs(old - new) > SHIFT
    ]
    report(problems)


def test_every_control_is_moved_by_the_keyboard_and_changes_what_is_shown(tab, page):
    problems = []
    for where, player in players(tab, page):
        handles = player.locator("[role=slider]").all()
        for handle in handles:
            name, said = (handle.get_attribute(a) for a in ("aria-label", "aria-valuetext"))
            first = handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemin")
            key = "ArrowRight" if first else "ArrowLeft"
            if not changes(tab, player, handle, key):
                problems.append(f"{where}: {key} on the slider {name!r} changes nothing")
            if handle.get_attribute("aria-valuetext") == said:
                problems.append(f"{where}: the slider {name!r} says the same, {said!r}")
        for choice in player.locator("select").all():
            if not changes(tab, player, choice, "ArrowUp"):
                problems.append(f"{where}: the list {choice.inner_text()!r} changes nothing")
            elif not soon(tab, player, SAID):
                problems.append(
                    f"{where}: nothing says what the list {choice.inner_text()!r} chose"
                )
        if not handles:
            problems.append(f"{where}: has no slider")
    report([*problems, *tab.problems])


def test_play_plays_pauses_and_goes_back(tab, page):
    problems, played = [], 0
    for where, player in players(tab, page):
        if not player.locator(".widget-play").count():
            continue
        played += 1
        play, stop = player.locator(".widget-play button").all()[:2]
        handle = player.locator(".widget-play ~ * [role=slider]")
        at = "player.querySelector('.widget-play ~ * [role=slider]').getAttribute('aria-valuenow')"
        stop.press("Enter")
        if not soon(tab, player, f"{at} == arg", handle.get_attribute("aria-valuemin")):
            problems.append(f"{where}: Stop does not go back to the first frame")
        if not changes(tab, player, play, "Enter"):
            problems.append(f"{where}: Play changes nothing")
        if (name := play.get_attribute("aria-label")) != "Pause":
            problems.append(f"{where}: while it plays the button is called {name!r}")
        if player.evaluate(SAID):
            problems.append(f"{where}: each frame is said while it plays")
        play.press("Enter")
        if not soon(tab, player, SAID):
            problems.append(f"{where}: nothing says where Play has come to")
        if not changes(tab, player, stop, "Enter"):
            problems.append(f"{where}: Stop does not go back from where Play came to")
    assert played
    report([*problems, *tab.problems])


def test_nothing_plays_for_readers_who_asked_for_less_motion(tab, page):
    tab.emulate_media(reduced_motion="reduce")
    before = [player.evaluate(SHOWN) for _, player in players(tab, page)]
    shown = [play for play in tab.locator(".widget-play").all() if play.is_visible()]
    assert not shown, f"{page}: Play is offered"
    tab.wait_for_timeout(1000)  # what must not happen cannot be waited for
    assert [player.evaluate(SHOWN) for _, player in players(tab, page)] == before
    tab.emulate_media(reduced_motion="no-preference")


def stills(tab, page, way):
    """Return what is wrong with the pictures that stand in for players."""
    problems, count = [], len(articles()[page].select(VIEW))
    seen = [image for image in tab.locator(".nnlib-still img").all() if image.is_visible()]
    if len(seen) != count:
        problems.append(f"{page}, {way}: {len(seen)} pictures for {count} players")
    if not all((image.get_attribute("alt") or "").strip() for image in seen):
        problems.append(f"{page}, {way}: a picture without alternative text")
    if any(player.is_visible() for _, player in players(tab, page)):
        problems.append(f"{page}, {way}: controls that cannot move are shown")
    return problems


def test_a_picture_is_there_on_paper(tab, page):
    tab.emulate_media(media="print")
    problems = stills(tab, page, "on paper")
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
