"""Tell for every general claim of a page which cell or test would show it false.

`tests/claims/<page>.toml` lists the claims of `chapters/<page>.ipynb` or `<page>.md`:

    [[claim]]
    says = "exact words of the page"
    cell = "id of a cell of the page"         # of another notebook: "mlp#id"
    # or: test = "tests/test_neuron_chapter.py::test_one_line_cannot_be_exclusive_or"

`collect` finds the faults that the tests ask about: words that the page does not say, or says more
than once, and a check that does not exist or could not fail.

    python tools/claims.py neuron

prints the sentences of a page that sound general and are on no list: list, weaken or leave them.
"""

import ast
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from course_text import ROOT, cells, notebook_cells, pages, tests_in

FOLDER = Path("tests", "claims")
ASSERTION = re.compile(r"assert(_\w+)?")
UNCOMPARED = ("nbval-ignore-output", "nbval-skip")
GENERAL = re.compile(
    r"\b(all|always|any|as \w+ as|because|cannot|every|everywhere|impossible|must|needs?|never|no"
    r"|nobody|none|nothing|only|whatever|whenever|without)\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\s\|\s|(?<=\.\*\*)\s+")
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


@dataclass
class Claim:
    """A claim, the page that makes it, and its check: a cell, by notebook and number, or a test."""

    says: str
    page: Path
    place: str
    notebook: Path | None = None
    cell: int | None = None
    test: str = ""


def joined(text):
    """Return `text` with each run of white space made one space."""
    return " ".join(text.split())


def said(path, root):
    """Return what a page says, its code and outputs left out, white space normalised."""
    return joined("\n".join(t for kind, _, t in cells(path, root) if kind == "markdown"))


# --- could the check fail? -------------------------------------------------------------------


def asserts(source):
    """Tell whether a cell's code holds an assertion, Python's or NumPy's."""
    # IPython's own lines are not Python.
    tree = ast.parse(re.sub(r"(?m)^[ \t]*[%!].*$", "", source))
    called = (n.func for n in ast.walk(tree) if isinstance(n, ast.Call))
    names = (getattr(f, "attr", getattr(f, "id", "")) for f in called)
    return any(isinstance(n, ast.Assert) for n in ast.walk(tree)) or any(
        ASSERTION.fullmatch(name) for name in names
    )


def prints(cell):
    """Tell whether a cell shows text that the tests compare; pictures are not compared."""
    if set(UNCOMPARED) & set(cell.get("metadata", {}).get("tags", [])):
        return False
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        # What stands beside a picture as text is its description or its caption.
        drawn = {WIDGET_VIEW, "text/markdown"} & set(data) or "image/" in " ".join(data)
        text = output.get("text") or (not drawn and data.get("text/plain"))
        if "".join(text or "").strip() or output["output_type"] == "error":
            return True
    return False


def fault_of_cell(claim, name, found):
    """Find the cell that a claim names and return what is wrong with it, '' if nothing."""
    stem, _, wanted = name.rpartition("#")
    claim.notebook = found.get(stem) if stem else claim.page
    if claim.notebook is None or claim.notebook.suffix != ".ipynb":
        return f'names the cell {name!r}, but no notebook: write "notebook#cell"'
    for number, cell in enumerate(notebook_cells(claim.notebook), 1):
        if cell.get("id") != wanted:
            continue
        claim.cell = number
        if cell["cell_type"] != "code":
            return f"names the cell {name!r}, which holds no code"
        if not prints(cell) and not asserts("".join(cell["source"])):
            return f"names the cell {name!r}, which prints nothing that is compared, nor asserts"
        return ""
    return f"names the cell {name!r}, which {claim.notebook.name} does not have"


def fault_of_test(claim, name, root):
    """Return what is wrong with the test that a claim names, '' if nothing."""
    claim.test = name
    file, _, function = name.partition("::")
    path = root / file
    if not re.fullmatch(r"tests/[\w/]*test_\w+\.py", file) or not path.is_file():
        return f"names the test {name!r}, whose file does not exist"
    collected = [known for known, _ in tests_in(ast.parse(path.read_text(encoding="utf-8")))]
    return "" if function in collected else f"names the test {name!r}, which {file} does not have"


# --- all together ----------------------------------------------------------------------------


def fault_of_words(claim, text):
    """Return what is wrong with the words of a claim, '' if nothing."""
    times = text.count(claim.says)
    if not claim.says:
        return "is empty"
    if times != 1:
        return f"stands {times} times in {claim.page.name}, not once"
    if "](" in claim.says or any(claim.says.count(mark) % 2 for mark in ("**", "$", "`")):
        return "must read well by itself: no link, and no half of a formula or of a bold word"
    return ""


def read(path, root, found):
    """Yield (claim, its fault or '') for each claim of one list; the claim is None without page."""
    place = path.relative_to(root).as_posix()
    page = found.get(path.stem)
    if page is None:
        yield None, f"{place}: the book has no page {path.stem!r}"
        return
    text = said(page, root)
    for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("claim", []):
        claim = Claim(joined(str(entry.get("says", ""))), page, place)
        if set(entry) not in ({"says", "cell"}, {"says", "test"}):
            fault = f"has {', '.join(map(repr, entry))}; wanted: 'says' and either 'cell' or 'test'"
        else:
            fault = fault_of_words(claim, text)
            if "cell" in entry:
                fault = fault_of_cell(claim, entry["cell"], found) or fault
            else:
                fault = fault_of_test(claim, entry["test"], root) or fault
        yield claim, f"{place}: “{claim.says}” {fault}" if fault else ""


def collect(root=ROOT):
    """Return every claim in the order of the book, and a sentence for each fault."""
    found = {path.stem: path for path in pages(root)}
    lists = {path.stem: path for path in sorted((root / FOLDER).glob("*.toml"))}
    in_order = [*(name for name in found if name in lists), *(n for n in lists if n not in found)]
    claims, faults, seen = [], [], set()
    for name in in_order:
        for claim, fault in read(lists[name], root, found):
            faults += [fault] if fault else []
            if claim is None:
                continue
            if (claim.page, claim.says) in seen:
                faults.append(f"{claim.place}: “{claim.says}” is listed twice")
            seen.add((claim.page, claim.says))
            claims.append(claim)
    return claims, faults


def sounding_general(page, root=ROOT):
    """Yield the sentences of a page that use a word such as "never" and hold no listed claim."""
    listed = [claim.says for claim in collect(root)[0] if claim.page == page]
    text = said(page, root)
    for says in listed:
        text = text.replace(says, "✓")
    for sentence in SENTENCE.split(text):
        if GENERAL.search(sentence) and "✓" not in sentence:
            yield sentence


def main(names, root=ROOT):
    """Print what sounds general on the named pages."""
    for path in pages(root):
        if path.stem in names:
            print(*sounding_general(path, root), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
