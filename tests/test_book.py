"""The built book as files: links, pictures, and what its pages load.

`make book` builds it, with every warning an error; these tests read `_build/html`.
"""

import json
import os
import re
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urldefrag, urlsplit

from bs4 import BeautifulSoup
from built_book import ROOT, SITE, articles, forwards, pages, report

import nnlib
import nnlib.checks
import nnlib.viz

# What MyST or TeX would have taken up, had it understood it.
MARKUP = re.compile(r"\{[\w:-]+\}`|:::|\$\$|```|\\[(\[]|\w[_^]\{")
LOADED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src"}
LOADING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect"}
CSS_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")


def is_local(address):
    parts = urlsplit(address)
    return not (parts.scheme or parts.netloc)


def target(page, address):
    """Return the file in the site that an address on a page means, and its fragment."""
    path, fragment = urldefrag(address)
    path = unquote(urlsplit(path).path)
    file = Path(os.path.normpath((SITE / page).parent / path if path else SITE / page))
    return (file / "index.html" if file.is_dir() else file), unquote(fragment)


def show(page, element):
    return f"{page}: {str(element)[:160]}"


def with_attribute(soup, *keys):
    return [(element, element[key]) for key in keys for element in soup.find_all(attrs={key: True})]


def test_links_and_anchors_resolve():
    anchors = {
        SITE / page: {name for _, name in with_attribute(soup, "id", "name")}
        for page, soup in pages().items()
    }
    problems = []
    for page, soup in pages().items():
        for element, address in with_attribute(soup, "href", "src"):
            if not is_local(address) or address in ("", "#"):
                continue
            file, fragment = target(page, address)
            if not file.is_file():
                problems.append(f"{show(page, element)}: no such file in the site")
            elif fragment and file in anchors and fragment not in anchors[file]:
                problems.append(f"{show(page, element)}: no such anchor there")
    report(problems)


def style_sheets():
    """Yield each style sheet that pages use, and the addresses in it."""
    files = {
        target(page, link["href"])[0]
        for page, soup in pages().items()
        for link in soup.select("link[rel=stylesheet]")
    }
    for file in sorted(files):
        css = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
        found = ["".join(pair).strip() for pair in CSS_URL.findall(css)]
        yield file.relative_to(SITE).as_posix(), found


def test_files_named_in_style_sheets_exist():
    report(
        [
            f"{sheet}: {address}: no such file"
            for sheet, addresses in style_sheets()
            for address in addresses
            if is_local(address) and not address.startswith("#")
            if not target(sheet, address)[0].is_file()
        ]
    )


def is_elsewhere(address):
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme not in ("", "data")


def test_nothing_is_loaded_from_another_host():
    problems = [
        f"{sheet}: {address}"
        for sheet, addresses in style_sheets()
        for address in addresses
        if is_elsewhere(address)
    ]
    for page, soup in pages().items():
        for tag, key in LOADED.items():
            for element in soup.find_all(tag, attrs={key: True}):
                only_named = tag == "link" and not LOADING_LINKS & set(element.get("rel", []))
                if is_elsewhere(element[key]) and not only_named:
                    problems.append(show(page, element))
    report(problems)


def drawn_by_widgets(soup):
    """Yield the HTML that a page's widgets hold; the browser draws it.

    Frames lie on a common ground, which is silent: it has no line beneath it, and frames speak.
    """
    for state in soup.select("script[type='application/vnd.jupyter.widget-state+json']"):
        for model in json.loads(state.string)["state"].values():
            value = model["state"].get("value")
            part = BeautifulSoup(value, "html.parser") if isinstance(value, str) else None
            if part is not None and not is_ground(part):
                yield part


def is_ground(part):
    """Whether a widget is the silent ground of a player's frames: one picture, and nothing else."""
    pictures = part.find_all(True)
    return len(pictures) == 1 and pictures[0].name == "img" and pictures[0].get("alt") == ""


def says_something(image):
    """Whether a picture has a text; a link's mark may be silent when the link has words too."""
    link = image.find_parent("a")
    return bool(
        image.get("alt", "").strip() or ("alt" in image.attrs and link and link.get_text().strip())
    )


def test_every_picture_has_alternative_text():
    report(
        [
            show(page, image)
            for page, soup in pages().items()
            for part in (soup, *drawn_by_widgets(soup))
            for image in part.find_all("img")
            if not says_something(image)
        ]
    )


def test_one_search_field_a_page():
    """One in the side bar, which opens the one in the dialog; the page of results has its own."""
    problems = []
    for page, soup in pages().items():
        buttons = len(soup.select(".search-button-field"))
        fields = len(soup.select("input[type=search]"))
        if (buttons, fields) != (1, 2 if page == "search.html" else 1) and not forwards(soup):
            problems.append(f"{page}: {buttons} search buttons, {fields} search fields")
    report(problems)


def test_no_markup_is_left_in_the_text():
    problems = []
    for page, soup in articles().items():
        article = BeautifulSoup(str(soup.find("article")), "html.parser")
        for element in article.select("pre, code, script, style, .math"):
            element.decompose()
        for text in article.find_all(string=MARKUP):
            problems.append(f"{page}: {text.strip()[:120]!r}")
    report(problems)


def test_source_of_every_page_can_be_downloaded():
    problems = []
    for page, soup in articles().items():
        offered = [link["href"] for link in soup.select(".btn-download-source-button")]
        suffix = "ipynb" if (ROOT / page).with_suffix(".ipynb").exists() else "md"
        if not any(href.endswith(f".{suffix}") for href in offered):
            problems.append(f"{page} offers {offered}, not its .{suffix}")
    report(problems)


def public_names():
    """Yield what `nnlib`, its public modules and two packages offer, each under its full name."""
    for package in (nnlib, nnlib.viz, nnlib.checks):
        for thing in (getattr(package, name) for name in package.__all__):
            if isinstance(thing, ModuleType):
                own = [
                    n
                    for n, v in vars(thing).items()
                    if getattr(v, "__module__", 0) == thing.__name__
                ]
                yield from (f"{thing.__name__}.{name}" for name in own if not name.startswith("_"))
            elif hasattr(thing, "__qualname__"):
                yield f"{thing.__module__}.{thing.__qualname__}"


def test_the_library_page_describes_every_public_name():
    described = {name for _, name in with_attribute(pages()["api.html"], "id")}
    missing = sorted(set(public_names()) - described)
    assert not missing, f"api.md does not describe {', '.join(missing)}"


def test_colours_in_equations_end_where_they_should():
    r"""To MathJax, as to LaTeX, \color{c}{x} y colours y too; \textcolor{c}{x} y does not."""
    sources = [*ROOT.glob("*.md"), *ROOT.glob("chapters/*.ipynb"), *ROOT.glob("exercises/*.ipynb")]
    report(
        [
            f"{path.relative_to(ROOT)}: {found}… colours all that follows: write \\textcolor"
            for path in sources
            if path.name != "equations.md"  # repeats the chapters' equations
            for found in re.findall(r"\\color\{[^}]*\}\{.{0,20}", path.read_text("utf-8"))
        ]
    )
