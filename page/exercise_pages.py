"""Sphinx extension for the pages of exercises: solutions come without nbgrader's marks.

The marks stay in the notebook, where they say what a student's copy leaves out.
"""

from docutils import nodes

from nnlib.checks.masters import MARKER, without_marks


def unmark(_app, doctree):
    """Take the lines with marks out of each block of code."""
    for block in doctree.findall(nodes.literal_block):
        text = block.astext()
        if MARKER.search(text):
            block.children = [nodes.Text(without_marks(text))]
            block.rawsource = without_marks(text)


def setup(app):
    """Connect to Sphinx's events."""
    app.connect("doctree-read", unmark)
    return {"parallel_read_safe": True}
