"""What stands before the first part: the cover, words on the file, and the contents."""

import html
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UNKNOWN = "100"  # stands for a page's number until the pages have been counted
ABOUT = """<section class="about"><p>This is the book of the course, made of the same build as its
site and of the same stored outputs. Where the text asks you to press, to type, to unfold or to move
a slider, it speaks of the site; figures that move there stand still here, in one frame. Hints,
solutions and the answers to predictions are in the appendix, with links both ways. The code that
draws a figure is in the notebooks; so is what you need to run and change the rest.</p>
{licence}</section>"""


def cover(book, site, subtitle):
    """Return the title page, and what is to be known about the file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    licence = next(
        (
            f"{paragraph}{paragraph.find_next_sibling() or ''}"  # how to cite it stands below
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
