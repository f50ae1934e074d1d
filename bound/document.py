"""One HTML document of a book, ready to be printed: cover, contents, parts, numbers of pages."""

import html
import json
import re
from pathlib import Path

import matplotlib as mpl

from bound import listings, tidy
from bound.front import UNKNOWN, contents, cover
from bound.still import fragment

HERE = Path(__file__).parent
ROOT = HERE.parent
NUMBER = re.compile(r'(<span class="page-of" data-to="([^"]*)">)\d*(?=</span>)')
TABLE = 15  # rows: a longer table may be cut by the end of a page
UNKNOWN_PAGE = '<span class="page-of"'
FACES = {
    "Text": ("STIXGeneral", "STIXGeneralBol", "STIXGeneralItalic", "STIXGeneralBolIta"),
    "Code": (
        "DejaVuSansMono", "DejaVuSansMono-Bold", "DejaVuSansMono-Oblique",
        "DejaVuSansMono-BoldOblique",
    ),
    "Signs": ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique"),
}  # fmt: skip
# Higher than a line, the first of a page would reach into the page before it, and be read twice.
HEIGHT = "ascent-override: 90%; descent-override: 25%;"
STYLES = ("normal 400", "normal 700", "italic 400", "italic 700")


def write(book, site, paper, subtitle="", front=True):
    """Return a book as a document to print.

    Parameters
    ----------
    book : bound.parts.Book
        What `bound.book.read` gives, or some parts of it.
    site : pathlib.Path
        The built site, from which pictures and the formulas' style sheet come.
    paper : str
        "A4" or "letter".
    subtitle : str, optional
        What stands below the title on the cover.
    front : bool, optional
        Whether it has a cover and contents.
    """
    for part in book.parts:
        for code in part.body.select("pre"):
            listings.plain(code)
            listings.wrap(code)
            listings.split(code)
        keep_together(part)
        number_links(part)
        for picture in part.body.select("img[src]"):
            if not picture["src"].startswith("data:"):
                picture["src"] = (site / picture["src"]).as_uri()
    parts = "\n".join(
        f'<div class="part" style="page: {part.id}">{part.body}</div>' for part in book.parts
    )
    body = (cover(book, site, subtitle) + contents(book) if front else "") + parts
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{html.escape(book.title)}</title>"
        f"<style>{styles(book, site, paper)}</style></head>"
        f"<body>{book.filled(body, drawn)}</body></html>"
    )


def keep_together(part):
    """Mark what the end of a page shall not part: a short table, a formula and what leads to it."""
    for table in part.body.select("table"):
        if len(table.select("tr")) <= TABLE:
            table["class"] = [*table.get("class", []), "whole"]
    for formula in part.body.select("div.math"):
        before = formula.find_previous_sibling()
        if before is not None and before.name == "p":
            before["class"] = [*before.get("class", []), "leads"]


def drawn(formula):
    """Return a formula as one picture to a reader's machine, with its TeX as the words for it."""
    seen = formula.seen.replace(' aria-hidden="true"', "", 1)
    said = tidy.FORMULA + html.escape(formula.tex)
    return f'<mjx-container jax="CHTML" role="img" aria-label="{said}">{seen}</mjx-container>'


def number_links(part):
    """Add the number of the page to each link that leads to another part."""
    for link in part.body.select('a[href^="#"]'):
        place = link["href"][1:]
        if place == part.id or place.startswith(f"{part.id}--"):
            continue
        words = ", page " if "see" in link.get("class", []) else " (p. "
        end = "" if "see" in link.get("class", []) else ")"
        number = f'<span class="page-of" data-to="{place}">{UNKNOWN}</span>'
        link.append(fragment(f'<span class="page-ref">{words}{number}{end}</span>'))


def with_numbers(document, pages):
    """Return a document with the numbers of pages that are known, by the names of places."""
    return NUMBER.sub(lambda found: found[1] + str(pages.get(found[2], UNKNOWN)), document)


def styles(book, site, paper):
    """Return the style sheet: fonts, formulas, the rules of paper, and a head for each part."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    faces = [
        f'@font-face {{ font-family: "{family}"; font-style: {style.split()[0]}; '
        f'font-weight: {style.split()[1]}; src: url("{(folder / file).as_uri()}.ttf"); {HEIGHT} }}'
        for family, files in FACES.items()
        for file, style in zip(files, STYLES, strict=True)
    ]
    heads = [
        f"@page {part.id} {{ @top-right {{ content: {quoted(part.title)}; }} }}"
        for part in book.parts
    ]
    return "\n".join(
        [
            *faces,
            (site / "_static" / "formulas.css").read_text("utf-8"),
            f"@page {{ size: {paper}; @top-left {{ content: {quoted(book.title)}; }} }}",
            (HERE / "paper.css").read_text("utf-8"),
            *heads,
        ]
    )


def quoted(words):
    """Return words as a string of a style sheet."""
    return json.dumps(words, ensure_ascii=False)
