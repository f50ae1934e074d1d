"""The map on the first page: what each chapter gives to do, counted where the lists are.

static/first.js turns the counts into the reader's progress.
"""

import html
import json
import re

from nnlib.checks import folders, texts
from page.predictions import BOX

MAP = re.compile(r'<div class="course-map">.*?</div>', re.DOTALL)
STOP = re.compile(
    r'<li>(<p>)?(<a class="reference internal" href="chapters/([\w-]+)\.html">)'
    r"(.*?)(</p>)?(?=</li>)",
    re.DOTALL,
)
SCRIPT = '<script defer src="_static/first.js"></script>\n</head>'


def write(pages):
    """Add the counts to each map, and to its page the script that reads them."""
    asked = {name: len(BOX.findall(text)) for name, text in pages.items()}
    course = folders.course()

    def with_counts(stop):
        paragraph, link, chapter, words, end = stop.groups()
        listed = course.chapters.get(chapter)
        ids = [f"{chapter}.{name}" for name in listed.exercises] if listed else []
        titles = {each: texts.title(course.room(each)) for each in ids}
        questions = asked.get(f"chapters/{chapter}.html", 0)
        data = html.escape(json.dumps(titles, ensure_ascii=False))
        return (
            f'<li data-chapter="{chapter}" data-exercises="{data}" data-questions="{questions}">'
            f"{paragraph or ''}{link}{words}{counts(len(ids), questions)}{end or ''}"
        )

    for name, text in pages.items():
        if MAP.search(text):
            counted = MAP.sub(lambda found: STOP.sub(with_counts, found[0]), text)
            pages[name] = counted.replace("</head>", SCRIPT, 1)


def counts(exercises, questions):
    """Return what there is to do, in words: "12 exercises, 7 predictions"."""
    parts = [
        f"{number} {name}{'' if number == 1 else 's'}"
        for number, name in ((exercises, "exercise"), (questions, "prediction"))
        if number
    ]
    return f' <span class="map-progress">{", ".join(parts)}</span>' if parts else ""
