"""Every control of the built pages answers: to the keyboard, with no kernel, and it says so."""

import gzip
import json
import re

import pytest
from built_book import ROOT, SITE, articles, report

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VIEW = "script[type='application/vnd.jupyter.widget-view+json']"
STATE = "script[type='application/vnd.jupyter.widget-state+json']"
SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 780}}
FRAMES = 1.5e6  # bytes of all frames of a page
PAGE = 3e6  # bytes of a page, compressed, with the scripts that only pages with widgets load
SHIFT = 12  # CSS pixels by which what follows may move when a player is drawn


def with_players():
    return {page: soup for page, soup in articles().items() if soup.select(VIEW)}


@pytest.fixture
def opened(browser, base):
    """Open a page in a context of its own; what goes wrong there is collected in `complaints`."""
    contexts = []

    def opener(page, *, blocked=None, **options):
        contexts.append(browser.new_context(**{"viewport": SIZES["desk"], **options}))
        tab = contexts[-1].new_page()
        tab.complaints = []
        tab.on("pageerror", lambda error: tab.complaints.append(f"{page}: script: {error}"))
        if blocked:
            tab.route(blocked, lambda route: route.abort())
        tab.goto(f"{base}/{page}")
        tab.wait_for_load_state("networkidle")
        if not blocked and options.get("java_script_enabled", True):
            count = len(articles()[page].select(VIEW))
            tab.wait_for_function(
                "n => document.querySelectorAll('.nnlib-player .nnlib-screen img').length >= n",
                arg=count,
            )
            tab.evaluate("window.MathJax?.startup?.promise")
        return tab

    yield opener
    for context in contexts:
        context.close()


def look(player):
    """What a player shows: the sources of its pictures and the texts beneath them."""
    return player.locator(".nnlib-screen").evaluate(
        "s => [...s.querySelectorAll('img')].map(i => i.src).join() + s.innerText"
    )


def changes(tab, player, control, key, limit=4000):
    """Press a key on a control; return whether the player shows something else soon."""
    control.focus()
    before = look(player)
    control.press(key)
    for _ in range(limit // 50):
        tab.wait_for_timeout(50)
        if look(player) != before:
            return True
    return False


def test_some_pages_have_players_and_all_widgets_are_players():
    assert "chapters/neuron.html" in with_players()
    problems = []
    for page, soup in with_players().items():
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
    assert loaders == set(with_players())


def test_frames_and_pages_are_light():
    manager = SITE / "vendor" / "@jupyter-widgets" / "html-manager" / "dist" / "embed-amd.js"
    scripts = len(gzip.compress(manager.read_bytes()))
    problems = []
    for page, soup in with_players().items():
        state = soup.select_one(STATE).string
        html = len(gzip.compress((SITE / page).read_bytes()))
        pictures = {i["src"] for i in soup.select("article img[src]") if ":" not in i["src"]}
        images = sum(((SITE / page).parent / source).stat().st_size for source in pictures)
        if len(state) > FRAMES:
            problems.append(f"{page}: its frames weigh {len(state) / 1e6:.2f} MB")
        if html + images + scripts > PAGE:
            problems.append(f"{page}: weighs {(html + images + scripts) / 1e6:.2f} MB compressed")
    report(problems)


def test_every_control_is_moved_by_the_keyboard_and_changes_what_is_shown(opened):
    problems = []
    for page in with_players():
        tab = opened(page)
        for n, player in enumerate(tab.locator(".nnlib-player").all(), 1):
            where = f"{page}, player {n}"
            handles = player.locator("[role=slider]").all()
            for handle in handles:
                name = handle.get_attribute("aria-label")
                handle.focus()
                said = handle.get_attribute("aria-valuetext")
                back = (
                    "ArrowLeft"
                    if handle.get_attribute("aria-valuenow")
                    != handle.get_attribute("aria-valuemin")
                    else "ArrowRight"
                )
                if not changes(tab, player, handle, back):
                    problems.append(f"{where}: {back} on the slider {name!r} changes nothing")
                if handle.get_attribute("aria-valuetext") == said:
                    problems.append(f"{where}: the slider {name!r} says the same, {said!r}")
            for choice in player.locator("select").all():
                if not changes(tab, player, choice, "ArrowUp"):
                    problems.append(f"{where}: the list {choice.inner_text()!r} changes nothing")
            if not handles:
                problems.append(f"{where}: has no slider")
        problems += tab.complaints
    report(problems)


def test_play_plays_pauses_and_goes_back(opened):
    problems, played = [], 0
    for page in with_players():
        tab = opened(page)
        for n, player in enumerate(tab.locator(".nnlib-player").all(), 1):
            if not player.locator(".widget-play").count():
                continue
            played += 1
            where = f"{page}, player {n}"
            play, stop = player.locator(".widget-play button").all()[:2]
            stop.press("Enter")
            tab.wait_for_timeout(200)
            if not changes(tab, player, play, "Enter", 8000):
                problems.append(f"{where}: Play changes nothing")
            if (name := play.get_attribute("aria-label")) != "Pause":
                problems.append(f"{where}: while it plays the button is called {name!r}")
            play.press("Enter")
            if not changes(tab, player, stop, "Enter"):
                problems.append(f"{where}: Stop does not go back to the first frame")
        problems += tab.complaints
    assert played
    report(problems)


def test_nothing_plays_for_readers_who_asked_for_less_motion(opened):
    tab = opened("chapters/neuron.html", reduced_motion="reduce")
    assert tab.locator(".widget-play").count() > 0
    assert not any(play.is_visible() for play in tab.locator(".widget-play").all())
    player = tab.locator(".nnlib-player").last
    before = look(player)
    tab.wait_for_timeout(1500)
    assert look(player) == before


def test_a_picture_is_there_without_javascript_and_on_paper(opened):
    problems = []
    for page, soup in with_players().items():
        count = len(soup.select(VIEW))
        for way, options in (
            ("without JavaScript", {"java_script_enabled": False}),
            ("on paper", {}),
        ):
            tab = opened(page, **options)
            if not options:
                tab.emulate_media(media="print")
            stills = tab.locator(".nnlib-still img")
            seen = [image for image in stills.all() if image.is_visible()]
            if len(seen) != count:
                problems.append(f"{page}, {way}: {len(seen)} pictures for {count} players")
            if not all((image.get_attribute("alt") or "").strip() for image in seen):
                problems.append(f"{page}, {way}: a picture without alternative text")
            if any(player.is_visible() for player in tab.locator(".nnlib-player").all()):
                problems.append(f"{page}, {way}: controls that cannot move are shown")
    report(problems)


@pytest.mark.parametrize("size", SIZES)
def test_the_page_does_not_jump_when_a_player_is_drawn(opened, size):
    """Each output has the same room with the widget manager kept away, and with it."""
    measure = f"""() => [...document.querySelectorAll("{VIEW}")].map(
      (s) => s.closest(".cell_output").getBoundingClientRect().height)"""
    problems = []
    for page in with_players():
        before = opened(page, blocked="**/embed-amd.js", viewport=SIZES[size]).evaluate(measure)
        after = opened(page, viewport=SIZES[size]).evaluate(measure)
        for n, (old, new) in enumerate(zip(before, after, strict=True), 1):
            if abs(old - new) > SHIFT:
                problems.append(f"{page}, {size}, player {n}: {old:.0f} px become {new:.0f} px")
    report(problems)


AXE = """(rules) => axe.run(
  { include: [".nnlib-player"] }, { resultTypes: ["violations"], runOnly: rules })"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_a_player(opened, theme):
    axe = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    problems = []
    for page in with_players():
        tab = opened(page)
        tab.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        tab.evaluate(axe)
        found = tab.evaluate(AXE, ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
        problems += [
            f"{page}, {theme}: {fault['id']}: {re.sub('base64,[^ ]*', '…', node['html'])[:200]}"
            for fault in found["violations"]
            for node in fault["nodes"]
        ]
    report(problems)
