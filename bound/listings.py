"""Code and what it prints, as a column of paper holds them."""

import copy
import re

from bs4 import NavigableString

LONG = 14  # lines that may be cut in two by the end of a page
COLUMNS = 88  # what a line of A4 holds at the size that paper.css gives it
WORD = 30  # letters: a longer word is cut where the line ends
CONTINUES = "↪ "
LOOKS = {"k", "kn", "kc", "kd", "ow", "nf", "nc", "c", "c1", "cm", "sd"}  # what paper.css sets off
AFTER_BLANK = re.compile(r"(?<=\n\n)(?!\n)")


def plain(block):
    """Keep of a block's colours what is seen in black on white: an element less for every word."""
    for span in block.select("span"):
        if not LOOKS & set(span.get("class", [])):
            span.unwrap()
    block.smooth()
    mark(block)


def mark(block):
    """Let a long block be cut by the end of a page."""
    block["class"] = [name for name in block.get("class", []) if name != "long-block"]
    if block.get_text().count("\n") > LONG:
        block["class"].append("long-block")
    if not block["class"]:
        del block["class"]


def wrap(block, columns=COLUMNS):
    """Break the lines of a block that are longer than a line of paper, with a mark."""
    column = 0
    for text in list(block.find_all(string=True)):
        lines = []
        for n, line in enumerate(text.split("\n")):
            column, rest = (0 if n else column), line
            broken = ""
            while column + len(rest) > columns:
                cut = end_of_word(rest, columns - column, column > len(CONTINUES))
                broken += rest[:cut] + "\n" + CONTINUES
                column, rest = len(CONTINUES), rest[cut:]
            lines.append(broken + rest)
            column += len(rest)
        if (broken := "\n".join(lines)) != text:
            text.replace_with(NavigableString(broken))


def end_of_word(line, fits, begun):
    """Return how much of a line is taken: up to a space, of nothing if there are words before."""
    space = line.rfind(" ", 0, fits)
    if space >= fits - WORD and line[:space].strip():
        return space + 1
    if begun and len(line.partition(" ")[0]) <= WORD:
        return 0
    return fits


def split(block):
    """Part a long block where it has blank lines: there a page may end, and a function stays whole.

    Returns
    -------
    list of bs4.Tag
        The pieces, which stand in the place of the block; a short block is one.
    """
    if "long-block" not in block.get("class", []):
        return [block]
    pieces = [[]]
    for child in list(block.children):
        if not isinstance(child, NavigableString):
            pieces[-1].append(child)
            continue
        first, *others = AFTER_BLANK.split(str(child))
        pieces[-1].append(NavigableString(first))
        pieces.extend([NavigableString(other)] for other in others)
    made = []
    for piece in (p for p in pieces if "".join(c.get_text() for c in p)):
        part = copy.copy(block)
        part.clear()
        part.extend(piece)
        mark(part)
        part["class"] = [*part.get("class", []), "piece"]
        made.append(part)
    block.replace_with(*made)
    return made
