"""Sphinx extension for pages with widgets: the picture that stands in for a widget comes along.

MyST-NB shows one form of an output, the widget. The picture stored with it is what a reader sees on
paper, without JavaScript, and until the widget is drawn; _static/style.css chooses between the two.
"""

from docutils import nodes

VIEW = "application/vnd.jupyter.widget-view+json"


def keep_pictures(_app, doctree):
    """Put the picture of an output that is a widget too into a box of its own, before it."""
    for bundle in list(doctree.findall(nodes.container)):
        forms = {form.get("mime_type", ""): form for form in bundle.children}
        pictures = [forms[kind] for kind in ("image/png", "image/svg+xml") if kind in forms]
        if VIEW in forms and pictures:
            bundle.remove(pictures[0])
            place = bundle.parent.index(bundle)
            still = nodes.container("", pictures[0], classes=["nnlib-still"], is_div=True)
            bundle.parent.insert(place, still)


def setup(app):
    """Connect to Sphinx's events."""
    app.connect("doctree-read", keep_pictures)
    return {"parallel_read_safe": True}
