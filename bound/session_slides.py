"""The slides with which a session begins and ends: its plan, and what is done in the room."""

import html
import re

from bound import syllabus
from bound.slide import Slide

ITEM = re.compile(r", (?![^(]*\))")
MINUTES = re.compile(r" \((\d+)\)")


def opening(session, count, exercises):
    """Return the slide with which a session begins: what is done when, and how it is planned."""
    together = f"{session.talk} minutes: the reading, on the slides that follow"
    rows = [
        ("Read before", marked_up(session.read)),
        ("Together", together),
        ("In the room", listed(session.room, exercises)),
        ("At home", listed(session.home, exercises)),
    ]
    table = "".join(f"<tr><th>{head}</th><td>{said}</td></tr>" for head, said in rows)
    return Slide(
        f"Session {session.number} of {count}",
        [f"<table>{table}</table>"],
        [f"<p>{html.escape(syllabus.plan())}</p>"],
        kind="session",
    )


def listed(cell, exercises):
    """Return what is done in a session as a list, exercises by their titles."""

    def named(found):
        title, address, *_ = exercises.statement(found[1])
        return f'<a href="{address}">{html.escape(without_number(title))}</a>'

    items = []
    for item in ITEM.split(cell):
        words = syllabus.NAME.sub(named, marked_up(item, code=False))
        items.append(MINUTES.sub(r", \1 minutes", words))
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def marked_up(text, code=True):
    """Return the Markdown of a cell of the syllabus as HTML."""
    text = html.escape(text, quote=False)
    if code:
        text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    return re.sub(r"\*([^*]+)\*", r"<em>\1</em>", text)


def without_number(title):
    """Return the title of an exercise without its number on the page."""
    return re.sub(r"^\d+\. ", "", title)


def closing(session, exercises):
    """Yield a slide for each exercise that is done in the room; the notes have a solution."""
    for name, minutes in session.exercises:
        title, address, shown, solution = exercises.statement(name)
        link = (
            f'<p><a href="{address}">Answer on the page</a>, or <code>check("{name}", …)</code></p>'
        )
        yield Slide(
            f"{html.escape(without_number(title))} <small>{minutes} minutes</small>",
            [shown, link],
            [
                f"<p>In the room, {minutes} minutes: <code>{name}</code>. Its page has three hints"
                " for who is stuck. A solution:</p>",
                f"<pre>{html.escape(solution)}</pre>",
            ],
            kind="exercise",
        )


def with_index(slides, title):
    """Give a deck its first slide, from which each session is one press away."""
    starts = [n for n, slide in enumerate(slides, 1) if slide.kind == "session"]
    links, plan = [], []
    for start, end in zip(starts, [*starts[1:], len(slides) + 1], strict=False):
        name = slides[start - 1].title.partition(" of ")[0]
        links.append(f'<a href="#/{start}">{name}</a>')
        plan.append(f"<p>{name}: slides {start + 1} to {end}.</p>")
    shown = [f"<p>{' · '.join(links)}</p>"] if links else []
    return [Slide(title, shown, plan, kind="title"), *slides]
