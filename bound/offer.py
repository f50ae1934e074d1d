"""Put the files made of the book into its site, and links to them on its pages.

`python -m bound.offer` runs after each such file is made. A page says where the links belong by an
empty box of the class "downloads". What is older than the site was made of another book, and is
left out.
"""

import re
import shutil
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
HOME = ROOT / "_build" / "print"
FOLDER = "print"
SPHINX_WROTE = "objects.inv"  # and nobody touches later
KINDS = {  # by the name of a file: for whom it is, and what it is called
    r"book-a4\.pdf": ("readers", "PDF, A4"),
    r"book-letter\.pdf": ("readers", "PDF, letter"),
    r"book\.epub": ("readers", "EPUB"),
    r"answers-(\w+)\.pdf": ("teachers", "answers, {0}"),
    r"sheet-(\w+)-(\w+)\.pdf": ("teachers", "work sheet “{0}”, {1}"),
}
WORDS = {"readers": "The whole book in one file:", "teachers": "To print:"}
DECKS = "slides/index.html"  # bound.slides makes them in the site itself
TO_SHOW = f'<p>To show: <a href="{DECKS}">a deck of slides for each chapter</a>.</p>'
BOX = re.compile(r'(<div class="downloads" id="for-(\w+)">).*?(</div>)', re.DOTALL)


def size(file):
    """Return the size of a file, in words."""
    number = file.stat().st_size
    return f"{number / 1e6:.1f} MB" if number >= 1e6 else f"{number / 1e3:.0f} kB"


def name(word):
    """Return what a word of a file's name stands for: a chapter's title, a size of paper."""
    chapters = tomllib.loads((ROOT / "exercises" / "order.toml").read_text("utf-8"))
    return chapters[word]["title"] if word in chapters else word.replace("a4", "A4")


def files(home=HOME, site=SITE):
    """Yield the files that belong to the built site: for whom, what they are called, and where."""
    built = (site / SPHINX_WROTE).stat().st_mtime
    for file in sorted(home.glob("*")):
        for pattern, (audience, words) in KINDS.items():
            match = re.fullmatch(pattern, file.name)
            if match and file.stat().st_mtime >= built:
                yield audience, words.format(*map(name, match.groups())), file


def main(home=HOME, site=SITE):
    """Copy the files and write the links."""
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    (site / FOLDER).mkdir()
    links = {audience: [] for audience in WORDS}
    for audience, words, file in files(home, site):
        shutil.copy(file, site / FOLDER)
        links[audience].append(f'<a href="{FOLDER}/{file.name}">{words}</a> ({size(file)})')

    def filled(box):
        found = links[box[2]]
        text = f"<p>{WORDS[box[2]]} {', '.join(found)}.</p>" if found else ""
        if box[2] == "teachers" and (site / DECKS).exists():
            text += TO_SHOW
        return f"{box[1]}{text}{box[3]}"

    for page in site.glob("*.html"):
        text = page.read_text("utf-8")
        if BOX.search(text):
            page.write_text(BOX.sub(filled, text), "utf-8")


if __name__ == "__main__":
    if not (SITE / SPHINX_WROTE).exists():
        sys.exit("There is no built book: run `make book` first.")
    main()
