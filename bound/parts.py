"""The book as one thing: the pages of the built site, in their order, ready to be joined.

What a file for paper or for a reading device is made of comes from the finished HTML, so it shows
what the site shows. Every id carries the name of its page and every link between pages leads to
such an id, so that parts can stand in one document or in many.
"""

import copy
import html
import posixpath
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import yaml
from bs4 import BeautifulSoup, Tag

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = re.compile(r'<article class="bd-article">(.*)</article>', re.DOTALL)
FORMULA = re.compile(
    r'<mjx-container[^>]* data-tex="([^"]*)"[^>]*>(.*?)'
    r"<mjx-assistive-mml>(.*?)</mjx-assistive-mml></mjx-container>",
    re.DOTALL,
)
PLACE = re.compile(r'<mjx-place n="(\d+)"></mjx-place>')
# To a browser a formula is a picture, after which a line may end: but not before a full stop.
HERE = r'<mjx-place n="\d+"></mjx-place>'
SIGNED = re.compile(rf'((?:<span class="math[^>]*>{HERE}</span>|{HERE})[,.;:!?)\]’”]+)')
REFERS = ("for", "aria-labelledby", "aria-describedby", "headers")


class Formula(NamedTuple):
    """A formula as TeX, as the HTML that is seen and as the MathML that is read aloud."""

    tex: str
    seen: str
    mathml: str


class Part(NamedTuple):
    """A page of the book.

    Attributes
    ----------
    name : str
        The page in the site, without its ending: "chapters/neuron".
    group : str
        What the table of contents calls its part: "Chapters"; "" for the first page.
    title : str
        Its heading, as plain text.
    body : bs4.Tag
        Its section. ``<mjx-place n="7">`` stands for formula 7; `Book.filled` puts it in. Sources
        of pictures are paths within the site.
    """

    name: str
    group: str
    title: str
    body: Tag

    @property
    def id(self):
        """The id of its section, with which the ids in it begin."""
        return anchor(self.name)


class Book(NamedTuple):
    """All pages, and the formulas in them."""

    title: str
    author: str
    parts: list
    formulas: list

    def filled(self, markup, form):
        """Return HTML with its formulas put in, each as ``form(formula)``."""
        return fill(markup, self.formulas, form)

    def of(self, parts):
        """Return a book of some parts, copied; a link to what is not in it becomes plain text."""
        copied = [part._replace(body=copy.copy(part.body)) for part in parts]
        places = {tag["id"] for part in copied for tag in part.body.find_all(id=True)}
        for part in copied:
            for link in part.body.select('a[href^="#"]'):
                if link["href"][1:] not in places:
                    link.unwrap()
        return self._replace(parts=copied)


def fill(markup, formulas, form):
    """Return HTML with formulas put in, each as ``form(formula)``."""
    joined = SIGNED.sub(r'<span class="signed">\1</span>', markup)
    return PLACE.sub(lambda place: form(formulas[int(place[1])]), joined)


def read(site):
    """Read the pages of a built site that its table of contents names."""
    settings = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    listed, formulas = contents(), []
    parts = [page(site, name, group, listed, formulas) for name, group in listed.items()]
    return Book(settings["title"], settings["author"], parts, formulas)


def contents():
    """Return the pages of the table of contents, in order, each with the part it belongs to."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    listed = {toc["root"]: ""}
    for part in toc["parts"]:
        listed |= {chapter["file"]: part["caption"] for chapter in part["chapters"]}
    return listed


def page(site, name, group, listed, formulas):
    """Read one page; its formulas are added to `formulas`."""

    def taken_out(found):
        tex, seen, mathml = found.groups()
        formulas.append(Formula(html.unescape(tex), seen, mathml))
        return f'<mjx-place n="{len(formulas) - 1}"></mjx-place>'

    text = (site / f"{name}.html").read_text("utf-8")
    article = FORMULA.sub(taken_out, ARTICLE.search(text)[1])
    body = BeautifulSoup(article, "html.parser").find("section")
    for mark in body.select("a.headerlink, .viewcode-link"):
        mark.decompose()
    title = body.find("h1").get_text().strip()
    with_global_ids(body, name)
    for link in body.select("a[href]"):
        relink(link, name, listed)
    for picture in body.select("img[src]"):
        if not picture["src"].startswith("data:"):
            picture["src"] = within_site(picture["src"], name)
    return Part(name, group, title, body)


def anchor(name, place=""):
    """Return the id of a page in the whole book, or of a place in it."""
    return name.replace("/", "-") + (f"--{place}" if place else "")


def within_site(address, name):
    """Return an address of page `name` as a path from the site's first page."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), address))


def with_global_ids(body, name):
    """Let each id of a page begin with the page's name."""
    for tag in body.parent.find_all(id=True):  # the page's own section, too
        tag["id"] = anchor(name, tag["id"])
    for key in REFERS:
        for tag in body.find_all(attrs={key: True}):
            said = tag[key] if isinstance(tag[key], list) else tag[key].split()
            tag[key] = " ".join(anchor(name, each) for each in said)
    # A page's first section has its heading's id; the page itself is what links to it ask for.
    body.insert(0, BeautifulSoup(f'<span id="{anchor(name)}"></span>', "html.parser").span)


def relink(link, name, listed):
    """Lead a link to a place in the whole book; what is in the site alone becomes plain text."""
    address = urlsplit(link["href"])
    if address.scheme:
        return
    page = within_site(address.path, name).removesuffix(".html") if address.path else name
    if page in listed:
        link["href"] = "#" + anchor(page, address.fragment)
    else:
        link.unwrap()
