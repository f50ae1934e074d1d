"""Put the files made of the book into its site, and links to them on its pages.

`python -m bound.offer` runs after each such file is made. A page says where the links belong by an
empty box of the class "downloads". What is older than the site was made of another book, and is
left out.
"""

import re
import shutil
import sys
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
    r"answers-(\w+)\.pdf": ("teachers", "Answers, {0}"),
    r"sheet-(\w+)-(\w+)\.pdf": ("teachers", "Work sheet *{0}*, {1}"),
}
WORDS = {"readers": "The whole book in one file:", "teachers": "To print:"}
BOX = re.compile(r'(<div class="downloads" id="for-(\w+)">).*?(</div>)', re.DOTALL)


def size(file):
    """Return the size of a file, in words."""
    return f"{file.stat().st_size / 1e6:.1f} MB"


def files(home=HOME, site=SITE):
    """Yield the files that belong to the built site: for whom, what they are called, and where."""
    built = (site / SPHINX_WROTE).stat().st_mtime
    for file in sorted(home.glob("*")):
        for pattern, (audience, words) in KINDS.items():
            match = re.fullmatch(pattern, file.name)
            if match and file.stat().st_mtime >= built:
                yield audience, words.format(*match.groups()), file


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
        return f"{box[1]}{text}{box[3]}"

    for page in site.glob("*.html"):
        text = page.read_text("utf-8")
        if BOX.search(text):
            page.write_text(BOX.sub(filled, text), "utf-8")


if __name__ == "__main__":
    if not (SITE / SPHINX_WROTE).exists():
        sys.exit("There is no built book: run `make book` first.")
    main()
