"""Print the book, the answers and the work sheets: `python -m bound.pdf [a4|letter]`."""

import sys
from pathlib import Path

from bound import book, document, offer, printing, sheets, tidy

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
HOME = ROOT / "_build" / "print"
PAPERS = {"a4": "A4", "letter": "letter"}


def documents(whole, paper):
    """Yield each file to print: its name and its document. What is small comes first."""
    for chapter, sheet in sheets.for_pencils(whole):
        yield f"sheet-{chapter}", document.write(sheet, SITE, paper, front=False)
    yield "answers", document.write(sheets.answers(whole), SITE, paper, "Answers, for teachers")
    yield "book", document.write(whole, SITE, paper)


def main(paper="a4"):
    """Print every file on one size of paper and put them into the site."""
    if paper not in PAPERS:
        sys.exit(f"PAPER must be one of {', '.join(PAPERS)}; got {paper!r}")
    HOME.mkdir(parents=True, exist_ok=True)
    whole = book.read(SITE)
    try:
        with printing.browser() as chromium:
            for name, text in documents(whole, PAPERS[paper]):
                raw, target = HOME / f"{name}.raw.pdf", HOME / f"{name}-{paper}.pdf"
                printing.printed(chromium, text, raw)
                pages = tidy.write(raw, target, whole.title, whole.author)
                raw.unlink()
                raw.with_suffix(".html").unlink()
                print(f"{target.relative_to(ROOT)}: {pages} pages, {offer.size(target)}")
    except printing.CannotPrintError as problem:
        sys.exit(str(problem))
    offer.main()


if __name__ == "__main__":
    main(*sys.argv[1:])
