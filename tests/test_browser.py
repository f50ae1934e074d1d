"""The built book in a browser: what a reader sees at a desk and on a phone, by day and by night.

Opening a page is what takes the time, so each is opened once, for all tests that look at it.
"""

import contextlib
import http
import io
import re

import pytest
from browsing import DESK, PHONE, set_theme, visit
from built_book import ROOT, articles, forwards, pages, report
from patience import milliseconds
from PIL import Image
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

pytestmark = pytest.mark.browser

TALL = 40_000  # pixels: with as many again below, the longest page is near the view
NAMES = re.findall(r"(?:root|file):\s*(\S+)", (ROOT / "_toc.yml").read_text("utf-8"))
# What sticks out of the window, if anything does, unless a box around it scrolls or clips it.
WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return null;
  const boxed = (e) => {
    for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
      if (getComputedStyle(p).overflowX !== "visible") return true;
    return false;
  };
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > width + 1 && !boxed(e))
    .slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(" ") || "something";
}"""


@pytest.fixture(scope="module")
def tab(browser, base):
    context = browser.new_context(
        viewport=DESK, permissions=["clipboard-read", "clipboard-write"], color_scheme="light"
    )
    tab = context.new_page()
    tab.problems = []
    complaints(tab, base, tab.problems)
    yield tab
    context.close()


@pytest.fixture(scope="module", params=NAMES)
def page(tab, base, request):
    """The name of a page, which is open in `tab`."""
    name = f"{request.param}.html"
    assert name in articles()  # fails when the site is older than its sources
    visit(tab, f"{base}/{name}")
    return name


def complaints(tab, base, problems):
    """Collect what goes wrong on a page, from now on."""
    where = lambda: tab.url.removeprefix(base)  # noqa: E731

    def heard(message):
        if message.type == "error":
            problems.append(f"{where()}: console: {message.text}")

    def answered(response):
        if response.status >= http.HTTPStatus.BAD_REQUEST:
            problems.append(f"{where()}: {response.status} for {response.url}")

    def asked(request):
        if not request.url.startswith((base, "data:", "blob:")):
            problems.append(f"{where()}: asks another host: {request.url}")

    tab.on("console", heard)
    tab.on("pageerror", lambda error: problems.append(f"{where()}: script: {error}"))
    tab.on("response", answered)
    tab.on("request", asked)

    def failed(request):
        if request.failure != "net::ERR_ABORTED":  # a page that is left ends what it asked for
            problems.append(f"{where()}: {request.url}: {request.failure}")

    tab.on("requestfailed", failed)


# Boxes that scroll and are no tab stop, and tab stops that do not scroll.
STOPS = """() => [...document.querySelectorAll("article *")].flatMap((box) => {
  if (!box.checkVisibility()) return [];
  const { overflowX, overflowY } = getComputedStyle(box);
  const scrolls = (overflow, much) => ["auto", "scroll"].includes(overflow) && much > 1;
  const wanted = scrolls(overflowX, box.scrollWidth - box.clientWidth)
    || scrolls(overflowY, box.scrollHeight - box.clientHeight);
  const made = box.matches("pre, div, mjx-container, table") && box.tabIndex === 0;
  const own = box.matches("textarea") && box.tabIndex === 0; // a stop by nature
  const inside = own || box.querySelector("a[href], button, input, select");
  return wanted === made || (wanted && inside) ? []
    : [`${made ? "does not scroll" : "is out of reach"}: ${box.outerHTML.slice(0, 120)}`];
})"""


# Wide formulas of which the first thing to be seen is not their beginning.
HEADLESS = """() => [...document.querySelectorAll("div.math")].flatMap((box) => {
  const marks = [...box.querySelectorAll("mjx-mi, mjx-mo, mjx-mn, mjx-mtext, mjx-mfrac")];
  const lefts = marks.map((mark) => mark.getBoundingClientRect()).filter(({ width }) => width);
  const begin = Math.min(...lefts.map(({ left }) => left));
  const cut = box.getBoundingClientRect().left - begin;
  return cut > 2 ? [`lacks its first ${Math.round(cut)} px: ${box.id || box.innerText}`] : [];
})"""


def stops(tab, page):
    """Return what is wrong with what scrolls on a phone, all of it in view."""
    tab.set_viewport_size(PHONE | {"height": TALL})
    tab.evaluate("scrollTo(0, 0)")  # an earlier test has left the page at its end
    with contextlib.suppress(PlaywrightTimeoutError):
        limit = milliseconds(15)
        tab.wait_for_function(f"() => !({STOPS})().length", timeout=limit, polling=200)
    headless = [f"{page}, on a phone: a formula {fault}" for fault in tab.evaluate(HEADLESS)]
    return headless + [f"{page}, on a phone: a box {fault}" for fault in tab.evaluate(STOPS)]


def judged(tab, page):
    """Return what is too wide for a phone on a page, and what went wrong."""
    problems = []
    tab.set_viewport_size(PHONE)
    for theme in ("light", "dark"):
        set_theme(tab, theme)
        if wide := tab.evaluate(WIDE):
            problems.append(f"{page}, {theme}, on a phone: scrolls sideways: {wide}")
    problems += stops(tab, page)
    tab.set_viewport_size(DESK)
    problems += tab.problems
    tab.problems.clear()
    return problems


# Formulas are drawn for the eye alone: axe cannot judge the drawing, and takes long to say so. The
# MathML beside it stays; axe does not read it, so a header that holds nothing else is empty to it.
AXE = """async (options) => {
  axe.configure({ rules: [{ id: "empty-table-header", selector: "th:not(:has(mjx-container))" }] });
  const drawn = [...document.querySelectorAll("mjx-math")];
  const places = drawn.map(() => document.createComment(""));
  drawn.forEach((formula, n) => formula.replaceWith(places[n]));
  try {
    return await axe.run(document, { resultTypes: ["violations"], ...options });
  } finally {
    drawn.forEach((formula, n) => places[n].replaceWith(formula));
  }
}"""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What Lighthouse looks at besides, and axe itself holds back as an experiment.
MORE = [
    "identical-links-same-purpose",
    "label-content-name-mismatch",
    "table-fake-caption",
    "td-has-header",
]
ALL = {"runOnly": TAGS, "rules": {rule: {"enabled": True} for rule in MORE}}
OF_A_THEME = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def test_axe_finds_nothing(tab, page):
    """Names of controls, contrast and the like: axe-core's rules for WCAG 2.2 AA, and more."""
    tab.evaluate((ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8"))
    problems = []
    for theme, options in (("light", ALL), ("dark", OF_A_THEME)):
        set_theme(tab, theme)
        problems += [
            f"{page}, {theme}: {fault['id']}: {re.sub('base64,[^ ]*', '…', node['html'])[:200]}"
            for fault in tab.evaluate(AXE, options)["violations"]
            for node in fault["nodes"][:3]
        ]
    report(problems)


def test_copy_buttons_copy(tab, page):
    blocks = articles()[page].select("div.highlight pre")
    buttons = tab.locator("button.copybtn")
    assert buttons.count() == len(blocks), f"{page}: not every block of code has a copy button"
    if blocks:
        fold = buttons.first.locator("xpath=ancestor::details[not(@open)]/summary")
        if fold.count():  # what is folded away has no button until somebody opens it
            fold.press("Enter")
        buttons.first.focus()
        buttons.first.press("Enter")
        copied = tab.evaluate("navigator.clipboard.readText()")
        assert copied.strip() == blocks[0].get_text().strip(), f"{page}: the first copy button"


def test_figures_lie_on_the_ground_of_a_dark_page(tab, page):
    problems = []
    set_theme(tab, "dark")
    tab.wait_for_function("!document.querySelector('[data-playing]')")  # frames come and go
    for figure in tab.locator("article .cell_output img, article figure img").all():
        if not figure.is_visible():
            continue
        figure.scroll_into_view_if_needed()
        figure.evaluate("image => image.decode()")
        figure.scroll_into_view_if_needed()  # what came into view has its height only now
        box = figure.bounding_box()
        clip = {k: box[k] - 4 for k in "xy"} | {k: box[k] + 8 for k in ("width", "height")}
        picture = Image.open(io.BytesIO(tab.screenshot(clip=clip))).convert("RGB")
        ground, corner = picture.getpixel((1, 1)), picture.getpixel((8, 8))
        if ground != corner:
            alt = figure.get_attribute("alt")[:60]
            problems.append(f"{page}: {corner} on a page of {ground}: {alt!r}")
    report(problems)


def test_a_page_is_silent_and_complete_and_fits_a_phone(tab, page):
    """The last that looks at a page: all was silent that was done before, too."""
    report(judged(tab, page))


def test_so_are_the_pages_that_sphinx_adds(tab, base):
    added = {p: s for p, s in pages().items() if p not in articles() and not forwards(s)}
    # Many, and of one kind:
    sources = [page for page in added if page.startswith("_modules/nnlib/")]
    longest = sorted(sources, key=lambda page: len(added[page].get_text()))[-4:]
    problems = []
    for page in [*(added.keys() - sources), *longest]:
        visit(tab, f"{base}/{page}")
        problems += judged(tab, page)
    report(problems)


def test_search_finds_a_word(tab, base):
    tab.goto(f"{base}/search.html?q=neuron")
    tab.locator("#search-results li a[href*='chapters/neuron.html']").first.wait_for()


def test_a_dark_page_is_printed_light(tab, base):
    tab.goto(f"{base}/intro.html")
    set_theme(tab, "dark")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.evaluate("document.documentElement.dataset.theme") == "light"
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.evaluate("document.documentElement.dataset.theme") == "dark"
