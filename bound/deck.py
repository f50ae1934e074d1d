"""The slides of one chapter, in the order of its page."""

from bound import said, session_slides
from bound.slide import Slide

MOST = 2  # displayed formulas on a slide
GONE = "details.hide, .copybtn, .cell-run, .open-lite, .nnlib-room, .start-here, style"
LEAD = 160  # letters: what leads to a cell or a question and stands above it
LISTS = 900  # letters: of a longer list each item shows its first sentence
CODE = 16  # lines: of a longer cell that only answers a question, what it prints is shown


class Deck:
    """Collects slides while a page is gone through."""

    def __init__(self, title):
        self.slides, self.heading = [], title
        self.lead, self.asked = "", False  # the sentence just said; a question that is still open

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
            words = not self.last.kind and self.last.shown[-1].startswith("<p>")
            leading = [self.last.shown.pop()] if words else []
            self.begin()
            self.last.shown += leading
        if self.lead and len(said.words(self.lead)) <= said.LONG:
            self.last.shown.append(f"<p>{self.lead}</p>")
        self.last.shown.append(markup)

    def alone(self, markup, kind, marked=False):
        """Give something a slide, with no more on it than a sentence that leads to it."""
        leads = "".join(self.last.shown)
        if self.last.kind or "<div" in leads or len(said.words(leads)) > LEAD:
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
    deck.begin()
    first = page.body.find("h2").get_text()
    for tag in flow(page.body):
        if tag.name in {"h1", "h2", "h3"}:
            words = tag.decode_contents()
            name = first if tag.name == "h1" else tag.get_text()
            starting = next((s for s in here if name.startswith(s.begins[page.title])), None)
            if starting:
                close(deck, open_session, page.title, exercises)
                deck.slides.append(session_slides.opening(starting, len(sessions), exercises))
                here.remove(starting)
                open_session = starting
            if tag.name != "h1":
                deck.heading = words
                deck.begin()
            deck.lead = ""
        else:
            put(deck, tag)
    close(deck, open_session, page.title, exercises)
    made = [with_words(slide) for slide in deck.slides if slide.shown or slide.notes]
    return session_slides.with_index(made, page.title)


def close(deck, session, title, exercises):
    """End a session, in the last chapter that is read for it, with what is done in the room."""
    if session is not None and title == list(session.begins)[-1]:
        deck.slides.extend(session_slides.closing(session, exercises))


def with_words(slide):
    """Return a slide; one that would be empty shows how what is said begins."""
    if not slide.shown:
        slide.shown.append(f"<p>{said.beginning(slide.notes[0], LEAD)}</p>")
    return slide


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
        cell(deck, tag, marked="tag_slide" in classes)
    elif "math" in classes:
        deck.formula(str(tag))
    elif "prediction" in classes:
        question(deck, tag)
    elif tag.name == "p":
        spoken = list(said.sentences(tag))
        shown = said.headlines(spoken, deck.lead)
        if shown:
            deck.show(f"<p>{' '.join(shown)}</p>")
        deck.last.notes.append(str(tag))
        deck.lead = "" if spoken[-1] in shown else spoken[-1]
        return
    elif tag.name in {"ul", "ol"}:
        whole = len(tag.get_text()) < LISTS
        deck.show(str(tag if whole else said.in_short(tag)))
        if not whole:
            deck.last.notes.append(str(tag))
    elif tag.name != "span":
        deck.last.notes.append(str(tag))
    deck.lead = ""


def cell(deck, tag, marked):
    """Put a cell on a slide of its own if it is marked, or answers the question just asked."""
    if not (marked or deck.asked):
        return
    code = tag.select_one(".cell_input")
    if not marked and code and code.get_text().count("\n") > CODE:
        code.decompose()
    deck.alone(str(tag), "cell-slide", marked)
    deck.asked = False


def question(deck, tag):
    """Give a prediction a slide: the question and the choices; the verdicts are for the notes."""
    choices = "".join(
        f"<li>{option.summary.decode_contents()}</li>" for option in tag.select("details")
    )
    asked = "".join(str(p) for p in tag.find_all("p", recursive=False))
    number = "number" in tag["class"]
    deck.alone(asked + ("" if number else f'<ol class="letters">{choices}</ol>'), "prediction")
    for option in tag.select("details"):
        verdict = " ".join(p.decode_contents() for p in option.find_all("p"))
        deck.last.notes.append(f"<p><em>{option.summary.decode_contents()}</em> {verdict}</p>")
    deck.asked = True
