"""An exercise that comes back: statement, hints, solution and why with other numbers.

They are made while the book is built, so their formulas are typeset like all others, and a reader
sees them before Python is there. What is there first stands in `practise-given`, what belongs to a
round in a hidden `practise-round`; page/static/practise.js shows one in the place of the other.
"""

import html
import re

from docutils import nodes

import exercises
from nnlib.checks import show, texts

OTHER_NUMBERS = "Other numbers than the first time, in hints and solution too."
PIECES = re.compile(r"(\$[^$]*\$|`[^`]*`|\ue000\d+\ue001)")


def add(exercise, cells):
    """Put what belongs to each round behind what is there first.

    Parameters
    ----------
    exercise : nnlib.checks.Exercise
        With its rounds.
    cells : dict
        The nodes of its cells, called ``"hints"``, ``"solution"`` and ``"why"``.
    """
    if not exercise.rounds:
        return
    section = cells["hints"].parent  # which holds no box yet
    before = section.children[: section.index(cells["hints"])]
    stub = exercises.without_solution(texts.marked_solution(exercise.room))
    statement = [node for node in before if not isinstance(node, nodes.title)]
    rounds = []
    for this in exercise.rounds:
        seen = []
        copies = [swapped(node.deepcopy(), this, seen) for node in statement]
        refuse_unseen(exercise, this, seen)
        copies.append(nodes.paragraph("", OTHER_NUMBERS))
        rounds.append((copies, f' data-stub="{html.escape(this.swapped(stub))}"'))
    instead(statement, rounds)
    fresh = [exercise.round(number) for number, _ in enumerate(exercise.rounds, 1)]
    words = {
        "hints": [show.folded(each.hints) for each in fresh],
        "why": [show.prose(each.why) for each in fresh],
    }
    for role, made in words.items():
        raw = [node for node in cells[role].findall(nodes.raw) if node["format"] == "html"][-1]
        instead([raw], [([nodes.raw("", text, format="html")], "") for text in made])
    code = next(cells["solution"].findall(nodes.literal_block))
    instead([code], [([another(code, e.swapped)], "") for e in exercise.rounds])


def refuse_unseen(exercise, this, seen):
    """Refuse what a round swaps in a statement and what no part of the page holds in one piece."""
    said = texts.statement(exercise.room)[1]
    for old in this.swaps:
        if old in said and not any(old in line for line in seen):
            raise ValueError(
                f"{exercise.id}: a round swaps {old!r}, which no paragraph holds whole"
            )


def another(block, change):
    """Return a block of code with other numbers."""
    made = block.copy()
    made += nodes.Text(change(block.astext()))
    made.rawsource = made.astext()
    return made


def instead(given, rounds):
    """Put the nodes of each round, and what their tag says besides, behind those given."""
    home = given[0].parent
    place = home.index(given[0])
    made = [open_tag('class="practise-given"'), *given, close_tag()]
    for number, (copies, more) in enumerate(rounds, 1):
        tag = open_tag(f'class="practise-round" data-round="{number}"{more} hidden')
        made += [tag, *copies, close_tag()]
    for node in given:
        home.remove(node)
    home[place:place] = made


def swapped(node, this, seen):
    """Return a part of a statement with the numbers of a round, and without names of its own.

    The lines in which numbers were looked for go to `seen`.
    """
    for part in list(node.findall(nodes.Element)):
        part["ids"], part["names"] = [], []
    for row in list(node.findall(nodes.row)):
        seen += change([list(entry.findall(nodes.paragraph)) for entry in row], this)
    for part in list(node.findall(nodes.paragraph)):
        if not isinstance(part.parent, nodes.entry):
            seen += change([[part]], this)
    for block in (*node.findall(nodes.math_block), *node.findall(nodes.literal_block)):
        seen.append(block.astext())
        block.children = [nodes.Text(this.swapped(block.astext()))]
        block.rawsource = block.astext()
    return node


def change(cells, this):
    """Swap numbers in the paragraphs of a row, or in a single one, as their Markdown says it.

    Returns the lines in which they were looked for.
    """
    kept = []

    def said(child):
        if isinstance(child, nodes.math):
            return f"${child.astext()}$"
        if isinstance(child, nodes.literal):
            return f"`{child.astext()}`"
        if isinstance(child, nodes.Text):
            return child.astext()
        kept.append(child)
        return f"\ue000{len(kept) - 1}\ue001"

    def made(piece):
        if piece.startswith("$"):
            return nodes.math("", piece[1:-1])
        if piece.startswith("`"):
            return nodes.literal("", piece[1:-1])
        return kept[int(piece[1:-1])] if piece.startswith("\ue000") else nodes.Text(piece)

    paragraphs = [(part[0].children if part else []) for part in cells]
    line = " | ".join("".join(map(said, children)) for children in paragraphs)
    line = f"| {line} |" if len(cells) > 1 else line
    fresh = this.swapped(line)
    if fresh != line:
        pieces = fresh[2:-2].split(" | ") if len(cells) > 1 else [fresh]
        for part, piece in zip(cells, pieces, strict=True):
            if part:
                part[0].children = []
                part[0] += [made(bit) for bit in PIECES.split(piece) if bit]
    return [line]


def open_tag(attributes):
    """Return what opens a part of the page; the page's script chooses which part is seen."""
    return nodes.raw("", f"<div {attributes}>", format="html")


def close_tag():
    """Return what closes it."""
    return nodes.raw("", "</div>", format="html")
