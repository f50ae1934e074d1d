"""What a page brings before a reader scrolls: counted, not timed, so the same on every machine."""

import gzip
import os
import re
from pathlib import Path

import pytest
from built_book import SITE, articles, forwards, pages, report

FIRST_VIEW = 150_000  # compressed bytes of a page and of all that it asks for by itself
REQUESTS = 8
PICTURE = 60_000
LOADING = "link[rel=stylesheet], link[rel=icon], link[rel=preload], script[src]"
SEARCH = "search.html"  # brings Sphinx's search


def weight(file):
    """Bytes of a file as a host sends it: text compressed, pictures as they are."""
    data = file.read_bytes()
    return len(data if file.suffix in {".webp", ".png"} else gzip.compress(data, 6))


def target(page, address):
    return Path(os.path.normpath(SITE / Path(page).parent / address.partition("?")[0]))


def asked(page, soup):
    """Return the files that a page asks for by itself; lazy pictures wait for the reader."""
    found = [e.get("href") or e["src"] for e in soup.select(LOADING)]
    found += [e["src"] for e in soup.select("img[src]:not([loading=lazy])")]
    return {target(page, address) for address in found if not address.startswith("data:")}


def own_pages():
    return {page: soup for page, soup in pages().items() if not forwards(soup)}


def test_the_first_view_of_a_page_is_light():
    problems = []
    for page, soup in own_pages().items():
        files = {SITE / page, *asked(page, soup)}
        total = sum(map(weight, files))
        if total > FIRST_VIEW:
            problems.append(f"{page}: {total:,} bytes compressed, at most {FIRST_VIEW:,}")
        if len(files) > REQUESTS and page != SEARCH:
            problems.append(f"{page}: {len(files)} requests, at most {REQUESTS}")
    report(problems)


def test_nothing_but_two_style_sheets_holds_the_first_paint():
    problems = []
    for page, soup in own_pages().items():
        for script in soup.select("script[src]"):
            if not script.has_attr("defer") and not script.has_attr("async"):
                problems.append(f"{page}: {script['src']} blocks")
        inline = sum(len(s.get_text()) for s in soup.select("script:not([src])"))
        if inline > 1000:
            problems.append(f"{page}: {inline} bytes of scripts within the page")
        if len(soup.select("link[rel=stylesheet]")) > 2:
            problems.append(f"{page}: more than two style sheets")
    report(problems)


def test_pictures_have_sizes_and_come_late_and_light():
    problems = []
    for page, soup in own_pages().items():
        for picture in soup.select("img"):
            what = f"{page}: {picture.get('src', '')[:80]}"
            if not (picture.get("width", "").isdigit() and picture.get("height", "").isdigit()):
                problems.append(f"{what}: no width and height")
            if picture.get("loading") != "lazy" and picture.find_parent("article"):
                problems.append(f"{what}: not lazy")
            if not picture["src"].startswith("data:"):
                size = target(page, picture["src"]).stat().st_size
                if size > PICTURE:
                    problems.append(f"{what}: {size:,} bytes, at most {PICTURE:,}")
    report(problems)


def test_only_the_page_of_results_brings_the_search():
    bringing = {
        page
        for page, soup in own_pages().items()
        if any("searchindex" in e["src"] for e in soup.select("script[src]"))
    }
    assert bringing == {SEARCH}


def test_icons_are_drawn_in_the_page():
    problems = [
        f"{page}: {e}" for page, soup in own_pages().items() for e in soup.select("[class*='fa-']")
    ]
    sheet = (SITE / "_static" / "page.css").read_text("utf-8")
    problems += re.findall(r".{40}(?:Font ?Awesome|var\(--fa-).{40}", sheet)
    report(problems)


@pytest.mark.parametrize(
    "name", ["sidebar", "theme-switch", "search-button", "copybtn", "dropdown"]
)
def test_the_one_style_sheet_knows_what_pages_show(name):
    """A rule that is cut away by mistake changes the look and nothing else."""
    assert name in (SITE / "_static" / "page.css").read_text("utf-8")


def test_every_class_of_the_theme_that_a_page_uses_keeps_its_rules():
    theme = (SITE / "_static" / "styles" / "pydata-sphinx-theme.css").read_text("utf-8")
    kept = (SITE / "_static" / "page.css").read_text("utf-8")
    used = {
        name
        for soup in articles().values()
        for element in soup.select("body [class]")
        for name in element["class"]
    }
    simple = {rule for rule in re.findall(r"[}](\.[a-zA-Z][\w-]*)\{", theme) if rule[1:] in used}
    assert len(simple) > 20
    report(
        [
            f"page.css lacks the rule for {rule}"
            for rule in sorted(simple)
            if f"{rule}{{" not in kept
        ]
    )
