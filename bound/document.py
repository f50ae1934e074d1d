"""One HTML document of a book, ready to be printed: cover, contents, parts, numbers of pages."""

import html
import json
import re
import tomllib
from pathlib import Path

import matplotlib as mpl
from bs4 import NavigableString

from bound import tidy
from bound.still import fragment

HERE = Path(__file__).parent
ROOT = HERE.parent
LONG = 24  # lines of code that may be cut in two by the end of a page
COLUMNS = 88  # of code: what a line of A4 holds at the size that paper.css gives it
CONTINUES = "↪ "
UNKNOWN = "100"  # stands for a page's number until the pages have been counted
NUMBER = re.compile(r'(<span class="page-of" data-to="([^"]*)">)\d*(?=</span>)')
UNKNOWN_PAGE = '<span class="page-of"'
LOOKS = {"k", "kn", "kc", "kd", "ow", "nf", "nc", "c", "c1", "cm", "sd"}  # what paper.css sets off
FACES = {
    "Text": ("STIXGeneral", "STIXGeneralBol", "STIXGeneralItalic", "STIXGeneralBolIta"),
    "Code": (
        "DejaVuSansMono", "DejaVuSansMono-Bold", "DejaVuSansMono-Oblique",
        "DejaVuSansMono-BoldOblique",
    ),
    "Signs": ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique"),
}  # fmt: skip
STYLES = ("normal 400", "normal 700", "italic 400", "italic 700")
ABOUT = """<section class="about"><p>This is the book of the course, made of the same build as its
site and of the same stored outputs. Figures that move on the site stand still here, in their last
frame. Hints, solutions and the answers to predictions are in the appendix, with links both ways.
The code that draws a figure is in the notebooks; so is what you need to run and change the
rest.</p>{licence}</section>"""


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
            plain(code)
            wrap(code)
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
        f"<style>{styles(book, site, paper)}</style></head><body>{book.filled(body, drawn)}</body></html>"
    )


def drawn(formula):
    """Return a formula as one picture to a reader's machine, with its TeX as the words for it."""
    seen = formula.seen.replace(' aria-hidden="true"', "", 1)
    said = tidy.FORMULA + html.escape(formula.tex)
    return f'<mjx-container jax="CHTML" role="img" aria-label="{said}">{seen}</mjx-container>'


def plain(block):
    """Keep of a block's colours what is seen in black on white: an element less for every word."""
    for span in block.select("span"):
        if not LOOKS & set(span.get("class", [])):
            span.unwrap()
    block.smooth()
    if block.get_text().count("\n") > LONG:
        block["class"] = ["long-block"]


def wrap(block, columns=COLUMNS):
    """Break the lines of a block that are longer than a line of paper, with a mark."""
    column = 0
    for text in list(block.find_all(string=True)):
        pieces, room = [], str(text)
        for line in re.split(r"(\n)", room):
            if line == "\n":
                pieces.append(line)
                column = 0
                continue
            while column + len(line) > columns:
                cut = columns - column
                pieces.append(line[:cut] + "\n" + CONTINUES)
                line, column = line[cut:], len(CONTINUES)
            pieces.append(line)
            column += len(line)
        if (broken := "".join(pieces)) != room:
            text.replace_with(NavigableString(broken))


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


def cover(book, site, subtitle):
    """Return the title page, and what is to be known about the file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    licence = next(
        (
            f"<p>{paragraph.decode_contents()}</p>"
            for part in book.parts
            if not part.group
            for paragraph in part.body.select("p")
            if "CC BY" in paragraph.get_text()
        ),
        "",
    )
    logo = (site / "_static" / "logo.svg").as_uri()
    return (
        f'<div class="cover"><img src="{logo}" alt="">'
        f'<p class="book-title">{html.escape(book.title)}</p>'
        f'<p class="book-subtitle">{html.escape(subtitle)}</p>'
        f'<p class="book-author">{html.escape(book.author)}</p>'
        f'<p class="book-version">Version {project["version"]}</p></div>'
        + (ABOUT.format(licence=licence) if licence else "")
    )


def contents(book):
    """Return the contents: each part with its sections, and their pages."""
    made, group = [], ""
    for part in book.parts:
        if part.group != group:
            group = part.group
            made.append(f'<p class="contents-group">{group}</p>')
        made.append(line("contents-part", part.id, part.title))
        for heading in part.body.select("h2"):
            section = heading.find_parent("section")
            if section.get("id"):
                made.append(line("contents-section", section["id"], heading.decode_contents()))
    return f'<nav class="contents"><h1>Contents</h1>{"".join(made)}</nav>'


def line(kind, place, words):
    """Return a line of the contents."""
    number = f'<span class="page-of" data-to="{place}">{UNKNOWN}</span>'
    return f'<p class="{kind}"><a href="#{place}"><span>{words}</span>{number}</a></p>'


def styles(book, site, paper):
    """Return the style sheet: fonts, formulas, the rules of paper, and a head for each part."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    faces = [
        f'@font-face {{ font-family: "{family}"; font-style: {style.split()[0]}; '
        f'font-weight: {style.split()[1]}; src: url("{(folder / file).as_uri()}.ttf"); }}'
        for family, files in FACES.items()
        for file, style in zip(files, STYLES, strict=True)
    ]
    heads = [
        f"@page {part.id} {{ @top-right {{ content: {json.dumps(part.title, ensure_ascii=False)}; }} }}"
        for part in book.parts
    ]
    return "\n".join(
        [
            *faces,
            (site / "_static" / "formulas.css").read_text("utf-8"),
            f"@page {{ size: {paper}; @top-left {{ content: {json.dumps(book.title)}; }} }}",
            (HERE / "paper.css").read_text("utf-8"),
            *heads,
        ]
    )
