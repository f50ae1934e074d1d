"""Sphinx extension: a button under the title of a page, which opens its notebook in the browser.

The link is relative, so that it works wherever the site lies.
"""

from docutils import nodes
from lite_notebooks import LEFT_OUT
from sphinx.util.osutil import relative_uri

BUTTON = """<p class="open-lite">
<a class="btn btn-outline-primary" href="{}"><span aria-hidden="true">▶</span> {}</a>
<span>Nothing to install. What you write is kept in this browser;
<em>File</em>, <em>Download</em> there gives you a copy of your own.</span>
</p>"""
WORDS = {"chapters": "Run this chapter in the browser", "exercises": "Work on it in the browser"}


def add_button(app, doctree, docname):
    """Put the button below the title of a chapter or a page of exercises."""
    folder, _, name = docname.partition("/")
    if app.builder.format != "html" or folder not in WORDS or name in LEFT_OUT:
        return
    start = f"lite/notebooks/index.html?path={docname}.ipynb"
    address = relative_uri(app.builder.get_target_uri(docname), start)
    title = next(doctree.findall(nodes.title))
    place = title.parent.index(title) + 1
    title.parent.insert(place, nodes.raw("", BUTTON.format(address, WORDS[folder]), format="html"))


def setup(app):
    """Connect to Sphinx's events."""
    app.connect("doctree-resolved", add_button)
    return {"parallel_read_safe": True}
