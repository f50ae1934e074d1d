"""Statements with other numbers, for an exercise that comes back: made while the book is built.

So their formulas are typeset like all others, and a reader sees them before Python is there. They
are hidden until page/static/practise.js shows one in the place of the first.
"""

from docutils import nodes

OTHER_NUMBERS = (
    "Other numbers than the first time. Hints and solution are worked with the first ones."
)


def add(hints, rounds):
    """Put the statement with the numbers of each round behind the first, which `hints` follows."""
    if not rounds:
        return
    section = hints.parent
    before = section.children[: section.index(hints)]
    statement = [node for node in before if not isinstance(node, nodes.title)]
    fresh = [open_tag('class="practise-given"'), *statement, close_tag()]
    for number, this in enumerate(rounds, 1):
        copies = [swapped(node.deepcopy(), this) for node in statement]
        fresh += [open_tag(f'class="practise-round" data-round="{number}" hidden'), *copies]
        fresh += [nodes.paragraph("", OTHER_NUMBERS), close_tag()]
    for node in statement:
        section.remove(node)
    place = section.index(hints)
    section[place:place] = fresh


def swapped(node, this):
    """Return a part of a statement with the numbers of a round, and without names of its own."""
    for part in list(node.findall(nodes.Element)):
        part["ids"], part["names"] = [], []
    for text in list(node.findall(nodes.Text)):
        text.parent.replace(text, nodes.Text(this.swapped(text.astext())))
    return node


def open_tag(attributes):
    """Return what opens a part of the page; the page's script chooses which part is seen."""
    return nodes.raw("", f"<div {attributes}>", format="html")


def close_tag():
    """Return what closes it."""
    return nodes.raw("", "</div>", format="html")
