"""The slides of one chapter, in the order of its page."""

import html
import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, NavigableString

from bound import syllabus

END = re.compile(r"(?<=[.!?:])\s+(?=[A-Z0-9*(“\"]|$)")
MOST = 2  # displayed formulas on a slide
GONE = "details.hide, .copybtn, .cell-run, .open-lite, .nnlib-room, .start-here, style"
LEAD = 160  # letters: what leads to a cell or a question and stands above it
LISTS = 500  # letters: a longer list is for the notes


@dataclass
class Slide:
    """A slide: what it shows, as HTML, and what is said.

    Attributes
    ----------
    title : str
        Its heading; "" for none.
    shown, notes : list of str
        HTML.
    marked : bool
        Whether it shows a cell that the notebook marks.
    kind : str
        The class of its section.
    """

    title: str
    shown: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    marked: bool = False
    kind: str = ""

    def markup(self, page):
        """Return the slide as reveal.js wants it, with the formulas of its page."""
        heading = f"<h2>{self.title}</h2>" if self.title else ""
        shown = page.filled(f'{heading}<div class="fit"><div>{"".join(self.shown)}</div></div>')
        said = page.filled("".join(self.notes), notes=True)
        notes = f'<aside class="notes">{said}</aside>' if said else ""
        return f'<section class="{self.kind}">{shown}{notes}</section>'


class Deck:
    """Collects slides while a page is gone through."""

    def __init__(self, title):
        self.slides, self.heading = [], title

    @property
    def last(self):
        """The slide that things are put on."""
        return self.slides[-1]

    def begin(self, kind="", marked=False):
        """Begin a slide under the heading of its section."""
        self.slides.append(Slide(self.heading, kind=kind, marked=marked))

    def show(self, markup):
        """Put something on the slide, or on a new one where that is one thing's alone."""
        if self.last.kind:
            self.begin()
        self.last.shown.append(markup)

    def formula(self, markup):
        """Put a displayed formula on a slide that has room for it."""
        shown = sum('<div class="math' in one for one in self.last.shown)
        if self.last.kind or shown >= MOST:
            self.begin()
        self.last.shown.append(markup)

    def alone(self, markup, kind, marked=False):
        """Give something a slide, with no more on it than a sentence that leads to it."""
        leads = "".join(self.last.shown)
        words = BeautifulSoup(leads, "html.parser").get_text()
        if self.last.kind or "<div" in leads or len(words) > LEAD:
            self.begin(kind, marked)
        self.last.kind, self.last.marked = kind, marked
        self.last.shown.append(markup)


def slides(page, sessions, exercises):
    """Return the slides of a chapter.

    Parameters
    ----------
    page : bound.book_pages.Page
        The chapter's page.
    sessions : list of bound.syllabus.Session
        Those of the syllabus, of which this chapter's are taken.
    exercises : bound.book_pages.Exercises
        Where the statements come from.
    """
    for gone in page.body.select(GONE):
        gone.decompose()
    here = [s for s in sessions if page.title in s.begins]
    deck, open_session = Deck(page.title), None
    deck.slides.append(Slide(page.title, kind="title"))
    first = page.body.find("h2").get_text()
    for tag in flow(page.body):
        if tag.name in {"h1", "h2", "h3"}:
            words = tag.decode_contents()
            name = first if tag.name == "h1" else tag.get_text()
            starting = next((s for s in here if name.startswith(s.begins[page.title])), None)
            if starting:
                close(deck, open_session, page.title, exercises)
                deck.slides.append(opening(starting, len(sessions)))
                here.remove(starting)
                open_session = starting
            if tag.name != "h1":
                deck.heading = words
                deck.begin()
        else:
            put(deck, tag)
    close(deck, open_session, page.title, exercises)
    return [slide for slide in deck.slides if slide.shown or slide.kind or slide.notes]


def flow(section):
    """Yield what stands in a page, sections opened."""
    for tag in section.find_all(recursive=False):
        if tag.name == "section":
            yield from flow(tag)
        else:
            yield tag


def put(deck, tag):
    """Put a tag of the page on a slide, or into the notes."""
    classes = set(tag.get("class", []))
    if "cell" in classes:
        if "tag_slide" in classes:
            deck.alone(str(tag), "cell-slide", marked=True)
    elif "math" in classes:
        deck.formula(str(tag))
    elif "prediction" in classes:
        question(deck, tag)
    elif tag.name == "p":
        bold = [s for s in sentences(tag) if "<strong>" in s]
        if bold:
            deck.show(f"<p>{' '.join(bold)}</p>")
        deck.last.notes.append(str(tag))
    elif tag.name in {"ul", "ol"} and len(tag.get_text()) < LISTS:
        deck.show(str(tag))
    elif tag.name != "span":
        deck.last.notes.append(f"<p>{html.escape(tag.get_text(' ', strip=True))}</p>")


def question(deck, tag):
    """Give a prediction a slide: the question and the choices; the verdicts are for the notes."""
    choices = "".join(
        f"<li>{option.summary.decode_contents()}</li>" for option in tag.select("details")
    )
    asked = "".join(str(p) for p in tag.find_all("p", recursive=False))
    number = "number" in tag["class"]
    deck.alone(asked + ("" if number else f'<ol class="letters">{choices}</ol>'), "prediction")
    for option in tag.select("details"):
        said = " ".join(p.decode_contents() for p in option.find_all("p"))
        deck.last.notes.append(f"<p><em>{option.summary.decode_contents()}</em> {said}</p>")


def sentences(paragraph):
    """Yield the sentences of a paragraph, as HTML."""
    made = []
    for child in paragraph.children:
        if not isinstance(child, NavigableString):
            made.append(str(child))
            continue
        first, *others = END.split(html.escape(str(child), quote=False))
        made.append(first)
        for other in others:
            yield "".join(made).strip()
            made = [other]
    if "".join(made).strip():
        yield "".join(made).strip()


def opening(session, count):
    """Return the slide with which a session begins: what is done when, and how it is planned."""
    rows = [("Read before", session.read), ("In the room", session.room), ("At home", session.home)]
    table = "".join(f"<tr><th>{head}</th><td>{marked_up(said)}</td></tr>" for head, said in rows)
    return Slide(
        f"Session {session.number} of {count}",
        [f"<table>{table}</table>"],
        [f"<p>{html.escape(syllabus.plan())}</p>"],
        kind="session",
    )


def marked_up(text):
    """Return the Markdown of a cell of the syllabus as HTML."""
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))
    return re.sub(r"\*([^*]+)\*", r"<em>\1</em>", text)


def close(deck, session, title, exercises):
    """End a session, in the last chapter that is read for it, with what is done in the room."""
    if session is None or title != list(session.begins)[-1]:
        return
    for name, minutes in session.exercises:
        title, address, shown = exercises.statement(name)
        link = (
            f'<p><a href="{address}">Answer on the page</a>, or <code>check("{name}", …)</code></p>'
        )
        words = re.sub(r"^\d+\. ", "", title)
        deck.slides.append(
            Slide(
                f"{html.escape(words)} <small>{minutes} minutes</small>",
                [shown, link],
                [f"<p>In the room, {minutes} minutes: <code>{name}</code>.</p>"],
                kind="exercise",
            )
        )
