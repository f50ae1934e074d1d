"""The built book in a browser: what a reader sees at a desk and on a phone, by day and by night."""

import http
import io

import pytest
from built_book import ROOT, articles, forwards, pages, report
from PIL import Image

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 780}
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


@pytest.fixture
def tab(browser):
    context = browser.new_context(
        viewport=DESK, permissions=["clipboard-read", "clipboard-write"], color_scheme="light"
    )
    yield context.new_page()
    context.close()


def visit(tab, address):
    """Open a page and wait until mathematics and widgets are drawn."""
    tab.goto(address)
    tab.wait_for_load_state("networkidle")
    tab.evaluate("window.MathJax?.startup?.promise")


def set_theme(tab, theme):
    tab.evaluate(f"document.documentElement.dataset.theme = '{theme}'")


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
    tab.on("requestfailed", lambda r: problems.append(f"{where()}: {r.url}: {r.failure}"))


def test_pages_are_silent_and_complete_and_fit_a_phone(tab, base):
    """One test, since opening every page is what takes the time."""
    problems = []
    complaints(tab, base, problems)
    for page, soup in pages().items():
        if forwards(soup):
            continue
        visit(tab, f"{base}/{page}")
        formulas, drawn = (tab.locator(s).count() for s in (".math", ".math mjx-container"))
        if drawn < formulas:
            problems.append(f"{page}: {drawn} of {formulas} formulas are drawn")
        for error in tab.locator("mjx-merror").all():
            problems.append(f"{page}: MathJax: {error.get_attribute('title')}")
        views = tab.locator("script[type='application/vnd.jupyter.widget-view+json']").count()
        widgets = tab.locator(".widget-subarea").count()
        if widgets < views:
            problems.append(f"{page}: {widgets} of {views} widgets are drawn")
        tab.set_viewport_size(PHONE)
        for theme in ("light", "dark"):
            set_theme(tab, theme)
            if wide := tab.evaluate(WIDE):
                problems.append(f"{page}, {theme}, on a phone: scrolls sideways: {wide}")
        tab.set_viewport_size(DESK)
    report(problems)


# The frame and code's colours are the theme's, lists of references docutils', formulas MathJax's.
AXE = """(rules) => axe.run(
  { include: ["article"], exclude: [".highlight", ".citation-list", ".math"] },
  { resultTypes: ["violations"], runOnly: rules }
)"""


def test_axe_finds_nothing_serious(tab, base):
    """Names of controls, contrast and the like in what we write, by axe-core's rules."""
    axe = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    problems = []
    for page in articles():
        visit(tab, f"{base}/{page}")
        tab.evaluate(axe)
        for theme, rules in (("light", ["wcag2a", "wcag2aa"]), ("dark", ["color-contrast"])):
            set_theme(tab, theme)
            problems += [
                f"{page}, {theme}: {fault['id']}: {node['html'][:200]}"
                for fault in tab.evaluate(AXE, rules)["violations"]
                if fault["impact"] in ("serious", "critical")
                for node in fault["nodes"][:3]
            ]
    report(problems)


def test_search_finds_a_word(tab, base):
    tab.goto(f"{base}/search.html?q=neuron")
    tab.wait_for_selector("#search-results li a")
    found = tab.locator("#search-results li a").evaluate_all("all => all.map((a) => a.href)")
    assert any("chapters/neuron.html" in link for link in found), found


def test_copy_buttons_copy(tab, base):
    problems = []
    for page, soup in articles().items():
        blocks = soup.select("div.highlight pre")
        if not blocks:
            continue
        visit(tab, f"{base}/{page}")
        buttons = tab.locator("button.copybtn")
        if buttons.count() != len(blocks):
            problems.append(f"{page}: {buttons.count()} copy buttons for {len(blocks)} code blocks")
            continue
        buttons.first.focus()
        buttons.first.press("Enter")
        copied = tab.evaluate("navigator.clipboard.readText()")
        if copied.strip() != blocks[0].get_text().strip():
            problems.append(f"{page}: the first copy button copies {copied[:60]!r}")
    report(problems)


def test_figures_lie_on_the_ground_of_a_dark_page(tab, base):
    problems = []
    for page, soup in articles().items():
        if not soup.select("article img"):
            continue
        visit(tab, f"{base}/{page}")
        set_theme(tab, "dark")
        for figure in tab.locator("article .cell_output img, article figure img").all():
            if not figure.is_visible():
                continue
            figure.scroll_into_view_if_needed()
            box = figure.bounding_box()
            clip = {k: box[k] - 4 for k in "xy"} | {k: box[k] + 8 for k in ("width", "height")}
            picture = Image.open(io.BytesIO(tab.screenshot(clip=clip))).convert("RGB")
            ground, corner = picture.getpixel((1, 1)), picture.getpixel((8, 8))
            if ground != corner:
                alt = figure.get_attribute("alt")[:60]
                problems.append(f"{page}: {corner} on a page of {ground}: {alt!r}")
    report(problems)


def test_a_dark_page_is_printed_light(tab, base):
    tab.goto(f"{base}/intro.html")
    set_theme(tab, "dark")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.evaluate("document.documentElement.dataset.theme") == "light"
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.evaluate("document.documentElement.dataset.theme") == "dark"
