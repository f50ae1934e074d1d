"""Sphinx extension for the figures of the notebooks: numbers, captions, and handles of folded code.

`nnlib.viz.show` puts a caption beneath a figure, as an output of its own that any notebook shows.
Here the two become one numbered figure, to which ``{numref}`` refers.
"""

import html
import re

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.transforms import SphinxTransform

NAME = re.compile(r"<!--\s*(fig-[\w-]+)\s*-->")
WORD = "Figure."  # how a caption begins in a notebook; here the number takes its place
LABEL = re.compile(r"#\s*(?!%|noqa)(\S.*)")
LONGEST = 60  # characters of a handle


class NumberedFigures(SphinxTransform):
    """Join each figure with the caption beneath it, before names and numbers are collected."""

    default_priority = 300

    def apply(self):
        """Look for captions among the outputs of cells."""
        for form in list(self.document.findall(is_caption)):
            bundle, name = form.parent, NAME.match(form[0].rawsource or form[0].astext())[1]
            place = bundle.parent.index(bundle)
            if place == 0:
                raise ValueError(
                    f"{self.document['source']}: the caption {name} stands below no figure"
                )
            picture = bundle.parent[place - 1]
            figure = nodes.figure("", classes=["nnlib-figure"], names=[name])
            figure.source, figure.line = bundle.source, bundle.line
            bundle.parent[place - 1 : place + 1] = [figure]
            figure += [picture, caption(form[1])]
            self.document.note_explicit_target(figure, figure)


def is_caption(node):
    """Return whether a node is the Markdown of a caption, as `nnlib.viz.show` writes it."""
    return (
        isinstance(node, nodes.container)
        and node.get("mime_type") == "text/markdown"
        and len(node) == 2
        and NAME.match(node[0].rawsource or node[0].astext()) is not None
    )


def caption(paragraph):
    """Return the caption of a paragraph without the word at its beginning."""
    parts = [part for part in paragraph.children if part.astext() or part.children]
    if isinstance(parts[0], nodes.strong) and parts[0].astext() == WORD:
        parts = [nodes.Text(parts[1].astext().lstrip()), *parts[2:]]
    return nodes.caption(paragraph.rawsource, "", *parts)


class Handles(SphinxTransform):
    """Say on the handle of folded code what is inside: what the code's first line says."""

    default_priority = 400

    def apply(self):
        """Look for cells whose code is folded."""
        for cell in self.document.findall(nodes.container):
            if cell.get("nb_element") == "cell_code" and cell.get("hide_mode") == "input":
                cell["prompt_show"] = cell["prompt_hide"] = handle(cell)


def begin_handle(translator, node):
    """Open the box of folded code. MyST-NB's own hides from screen readers what the handle says."""
    said, classes = html.escape(node["prompt_show"]), " ".join(node["classes"])
    translator.body.append(f'<details class="hide {classes}"><summary>{said}</summary>\n')


def end_handle(translator, _node):
    """Close the box of folded code."""
    translator.body.append("</details>\n")


def handle(cell):
    """Return what the handle of a cell says."""
    code = next(iter(cell.findall(nodes.literal_block)), None)
    said = code and LABEL.match(code.astext())
    if said:
        return said[1].rstrip(".")
    return "Code of this figure" if any(cell.findall(nodes.image)) else "Code"


def setup(app):
    """Connect to Sphinx."""
    app.add_transform(NumberedFigures)
    app.add_transform(Handles)
    app.add_node(HideCodeCellNode, override=True, html=(begin_handle, end_handle))
    return {"parallel_read_safe": True}
