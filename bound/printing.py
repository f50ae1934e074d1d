"""Chromium prints a document until each number of a page in it is that of the page."""

import contextlib
import shutil

import pikepdf
from playwright import sync_api

from bound import document

NAMES = ("chromium", "chromium-browser", "google-chrome")
OLDEST = 131  # the first Chromium that prints running heads which a style sheet asks for
PASSES = 5  # the numbers of pages settle in the second or third


class CannotPrintError(Exception):
    """There is no Chromium that can print the book."""


@contextlib.contextmanager
def browser():
    """Start Chromium without a window."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise CannotPrintError(
            "The book is printed by Chromium, and there is none: on Debian and Ubuntu, "
            "`apt install chromium`"
        )
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        if int(chromium.version.partition(".")[0]) < OLDEST:
            raise CannotPrintError(
                f"The book is printed by Chromium {OLDEST} or newer, for its running heads; "
                f"{program} is {chromium.version}."
            )
        yield chromium
        chromium.close()


def printed(chromium, text, target):
    """Print a document; return the pages of the places in it that links lead to.

    The numbers of pages in it are right: it is printed until none changes.
    """
    source, pages = target.with_suffix(".html"), {}
    for _ in range(PASSES):
        source.write_text(document.with_numbers(text, pages), "utf-8")
        once(chromium, source, target)
        found = places(target)
        if found == pages or document.UNKNOWN_PAGE not in text:
            return found
        pages = found
    raise CannotPrintError(f"{target.name}: the numbers of its pages do not settle")


def once(chromium, source, target):
    """Print an HTML file."""
    tab = chromium.new_page()
    tab.set_default_timeout(0)  # hundreds of pages take as long as they take
    tab.goto(source.as_uri())
    tab.evaluate("document.fonts.ready")
    tab.pdf(
        path=target, prefer_css_page_size=True, print_background=True, outline=True, tagged=True
    )
    tab.close()


def places(printed):
    """Return the page, counted from 1, of each place in a PDF that a link leads to."""
    with pikepdf.open(printed) as pdf:
        number = {page.objgen: n for n, page in enumerate(pdf.pages, 1)}
        named = pdf.Root.get("/Dests", {})
        return {name.removeprefix("/"): number[place[0].objgen] for name, place in named.items()}
