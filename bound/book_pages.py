"""Pages of the built site as a deck of slides needs them: alive, and with links into the site."""

import re
from dataclasses import dataclass, field

from bs4 import Tag

from bound import parts

LINKS = re.compile(
    r'<link rel="stylesheet"[^>]*>|'
    r'<script defer src="[^"]*/(?:player|live)[\w-]*\.js[^"]*"></script>'
)


@dataclass
class Page:
    """A page: its title, its section, what its head loads, and its formulas."""

    title: str
    body: Tag
    links: str
    formulas: list = field(repr=False)

    def filled(self, markup, *, notes=False):
        """Put the formulas into HTML: as the site shows them, or as MathML alone for notes.

        The speaker's notes are shown in a window of their own, which has none of the site's styles.
        """
        form = (lambda formula: formula.mathml) if notes else drawn
        return parts.fill(markup, self.formulas, form)


def drawn(formula):
    """Return a formula as the site shows it and as a screen reader reads it."""
    return (
        f'<mjx-container jax="CHTML">{formula.seen}'
        f"<mjx-assistive-mml>{formula.mathml}</mjx-assistive-mml></mjx-container>"
    )


def read(site, name):
    """Read a page of the site."""
    formulas, listed = [], parts.contents()
    part = parts.page(site, name, "", listed, formulas)
    for picture in part.body.select("img[src]"):
        picture["src"] = parts.within_site(picture["src"], "slides/deck")
        picture.attrs.pop("loading", None)
        if not picture["src"].startswith(("data:", "../")):
            picture["src"] = f"../{picture['src'].removeprefix('slides/')}"
    pages = {parts.anchor(page): page for page in listed}
    for link in part.body.select('a[href^="#"]'):
        page, _, place = link["href"][1:].partition("--")
        link["href"] = f"../{pages[page]}.html" + (f"#{place}" if place else "")
    for image in part.body.select("a.image-reference"):
        image.unwrap()
    head = (site / f"{name}.html").read_text("utf-8").partition("</head>")[0]
    return Page(part.title, part.body, "\n".join(LINKS.findall(head)), formulas)


class Exercises:
    """The statements of the exercises, whose pages are read when they are asked for."""

    def __init__(self, site):
        self.site, self.pages = site, {}

    def statement(self, name):
        """Return an exercise's title, address, statement as HTML, and solution as text."""
        chapter = name.partition(".")[0]
        if chapter not in self.pages:
            self.pages[chapter] = read(self.site, f"exercises/{chapter}")
        page = self.pages[chapter]
        section = page.body.select_one(f'[data-exercise="{name}"]').find_parent("section")
        address = f"../exercises/{chapter}.html#{section['id'].partition('--')[2]}"
        # Where it comes back with other numbers, these lie beside what is given first.
        given = section.select_one(":scope > .practise-given") or section
        shown = [
            str(tag)
            for tag in given.find_all(["p", "ol", "ul", "div"], recursive=False)
            if not {"cell", "pst-js-only"} & set(tag.get("class", []))
        ]
        solution = section.select_one(".practise-solution pre").get_text().strip()
        return section.find("h2").get_text(), address, page.filled("".join(shown)), solution
