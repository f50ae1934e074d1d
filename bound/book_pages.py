"""Pages of the built site as a deck of slides needs them: alive, and with links into the site."""

import re
from dataclasses import dataclass, field
from pathlib import Path

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

    def filled(self, markup):
        """Put the formulas into HTML, as the site shows them."""
        return parts.PLACE.sub(lambda place: drawn(self.formulas[int(place[1])]), markup)


def drawn(formula):
    """Return a formula as the site shows it and as a screen reader reads it."""
    return (
        f'<mjx-container jax="CHTML">{formula.seen}'
        f"<mjx-assistive-mml>{formula.mathml}</mjx-assistive-mml></mjx-container>"
    )


def read(site, name, formulas=None):
    """Read a page of the site; formulas are added to a list, if one is given."""
    formulas = [] if formulas is None else formulas
    listed = parts.contents()
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
    """The statements of the exercises, each read when it is asked for."""

    def __init__(self, site):
        self.site, self.known = Path(site), {}

    def statement(self, name, formulas):
        """Return an exercise's title, its address in the site, and the tags of its statement."""
        chapter = name.partition(".")[0]
        page = read(self.site, f"exercises/{chapter}", formulas)
        box = page.body.select_one(f'[data-exercise="{name}"]')
        section = box.find_parent("section")
        place = section["id"].partition("--")[2]
        shown = []
        for tag in section.find_all(recursive=False):
            if tag.name == "section":
                break
            if tag.name in {"p", "ol", "ul", "div"} and not {"cell", "pst-js-only"} & set(
                tag.get("class", [])
            ):
                shown.append(tag)
        return section.find("h2").get_text(), f"../exercises/{chapter}.html#{place}", shown
