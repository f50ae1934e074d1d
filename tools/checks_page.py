"""Write `equations.md`, the page of the book that lists equations and claims with their checks.

python tools/checks_page.py
"""

from collections import defaultdict
from pathlib import PurePosixPath

import claims
import equations
from course_text import PAGE_OF_CHECKS, ROOT, section, titled
from myst_parser.mdit_to_docutils.base import default_slugify

INTRODUCTION = """\
# Equations and their checks

Every equation that the code relies on is here, with a link to where it is derived, the code that
computes it and the test that compares the two. [](#claims-and-their-checks) follow: what the pages
say in general, and the cell or the test that would show it false. When one of these is missing,
`make test` fails.
"""
CLAIMS = """\
(claims-and-their-checks)=
## Claims and their checks
"""


def plain_title(label):
    """Return a label as words: eq-neuron-delta-cross-entropy is "δ cross entropy"."""
    _, *words = label.split("-")[1:]
    words = ["δ" if word == "delta" else f"${word}$" if len(word) == 1 else word for word in words]
    title = " ".join(words)
    return title if title.startswith(("δ", "$")) else title[:1].upper() + title[1:]


def link_to_cell(file, number, root):
    """Return a link to the section of a notebook in which its cell `number` stands."""
    heading = section(root / file, root, number)
    anchor = f"#{default_slugify(heading)}" if heading else ""
    return f"[{heading or titled(root / file, root)}]({file}{anchor})"


def plain_test(place):
    """Return a test as the sentence that its name is, with its file."""
    file, _, name = place.partition("::")
    sentence = name.rpartition("::")[2].removeprefix("test_").replace("_", " ")
    return f"{sentence}, `{file}`"


def plain_citation(place, root):
    """Return a place that cites a label: a function of nnlib, or a section of a notebook."""
    file, _, name = place.partition("::")
    file, _, cell = file.partition(", cell ")
    if cell:
        return (f"`{name}` in " if name else "") + link_to_cell(file, int(cell), root)
    return (f"`{name}` in " if name else "") + f"`{file}`"


def listed_equations(root):
    """Yield the lines about the equations, page by page."""
    page = None
    for equation in equations.collect(root).equations:
        if equation.page != page:
            page = equation.page
            file = PurePosixPath(equation.place.partition(",")[0])
            yield f"## {titled(root / file, root)}\n"
        yield f"**{plain_title(equation.label)}** {{eq}}`{equation.label}`\n"
        yield f"$$\n{equation.latex}\n$$\n"
        code = (plain_citation(place, root) for place in equation.citations)
        yield f"- Code: {'; '.join(code) or 'none'}"
        yield f"- Check: {'; '.join(map(plain_test, equation.checks)) or 'none'}\n"


def listed_claims(root):
    """Yield the lines about the claims, page by page."""
    by_page = defaultdict(list)
    for claim in claims.collect(root)[0]:
        by_page[claim.page].append(claim)
    for page, made in by_page.items():
        yield f"### {titled(page, root)}\n"
        for claim in made:
            check = "none"
            if claim.test:
                check = f"Test: {plain_test(claim.test)}"
            elif claim.cell:
                file = claim.notebook.relative_to(root).as_posix()
                check = f"Code: {link_to_cell(file, claim.cell, root)}"
            yield f"- “{claim.says}”<br>{check}"
        yield ""


def as_page(root=ROOT):
    """Return the text of the page."""
    made = list(listed_claims(root))
    introduction = INTRODUCTION if made else INTRODUCTION.partition(" [](")[0] + "\n"
    return "\n".join([introduction, *listed_equations(root), *([CLAIMS, *made] if made else [])])


def main(root=ROOT):
    """Write the page, or leave it alone if it is the same, so that the book need not be rebuilt."""
    target, text = root / PAGE_OF_CHECKS, as_page(root)
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
