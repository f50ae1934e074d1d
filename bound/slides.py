"""Make a deck of slides of each chapter: `python -m bound.slides`.

A deck shows what a chapter marks: its headings, its displayed formulas, the sentences with bold
words, its predictions, and the code cells with the tag `slide`. The rest of the text becomes the
speaker's notes. Each session of the longest syllabus begins with a slide of its own and ends with
the exercises that are done in the room. Figures move as they do on the site, among whose files the
decks stand.
"""

import html
import shutil
from pathlib import Path

from bound import book_pages, deck, offer, syllabus
from bound.parts import contents

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
REVEAL = ROOT / "node_modules" / "reveal.js" / "dist"
TAKEN = ("reveal.js", "reveal.css", "plugin/notes.js")
OURS = ("slides.css", "slides.js")
PAGE = """<!DOCTYPE html>
<html lang="en" data-theme="light"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}: slides</title>
{links}
</head><body>
<div class="reveal"><div class="slides">
{slides}
</div></div>
<script src="reveal/reveal.js"></script><script src="reveal/plugin/notes.js"></script>
<script src="reveal/slides.js"></script>
</body></html>
"""
INDEX = """<h1>Slides</h1><p>Each deck opens in the browser, without a network. <kbd>S</kbd>
opens the speaker's notes, <kbd>Esc</kbd> an overview, <kbd>F</kbd> fills the screen.</p>
<ul>{rows}</ul>"""


def write(site, target):
    """Write a deck of every chapter that has marked cells; return their names and sizes."""
    names = [name for name, group in contents().items() if group == "Chapters"]
    pages = {name: book_pages.read(site, name) for name in names}
    titles = {name: page.title for name, page in pages.items()}
    sessions = syllabus.sessions(list(titles.values()))
    given = book_pages.Exercises(site)
    shutil.rmtree(target, ignore_errors=True)
    (target / "reveal" / "plugin").mkdir(parents=True)
    for file in TAKEN:
        shutil.copy(REVEAL / file, target / "reveal" / file)
    for file in OURS:
        shutil.copy(Path(__file__).parent / file, target / "reveal" / file)
    made = {}
    for name, page in pages.items():
        slides = deck.slides(page, sessions, given)
        if not any(slide.marked for slide in slides):
            continue
        stem = name.rpartition("/")[2]
        text = "\n".join(slide.markup(page) for slide in slides)
        links = page.links + '\n<link rel="stylesheet" href="reveal/reveal.css">'
        links += '\n<link rel="stylesheet" href="reveal/slides.css">'
        whole = PAGE.format(title=html.escape(page.title), links=links, slides=text)
        (target / f"{stem}.html").write_text(whole, "utf-8")
        made[stem] = (page.title, len(slides))
    rows = "".join(
        f'<li><a href="{stem}.html">{html.escape(title)}</a> ({count} slides)</li>'
        for stem, (title, count) in made.items()
    )
    links = '<link rel="stylesheet" href="reveal/slides.css">'
    index = PAGE.partition("<div")[0].format(title="All chapters", links=links)
    (target / "index.html").write_text(
        f'{index}<main class="index">{INDEX.format(rows=rows)}</main></body></html>\n', "utf-8"
    )
    return made


def main():
    """Make the decks beside the site's pages, and offer them there."""
    for stem, (_, count) in write(SITE, SITE / "slides").items():
        print(f"_build/html/slides/{stem}.html: {count} slides")
    offer.main()


if __name__ == "__main__":
    main()
