"""Sphinx extension: the last hand on the pages that Sphinx has written.

What a page shows comes from many places: Sphinx's nodes, outputs stored in notebooks, templates.
Only the finished HTML has it all, so here each step gets every page as text and changes what is
its own.
"""

from pathlib import Path

from page import (
    cells,
    course_map,
    formulas,
    live,
    markup,
    opening,
    pictures,
    players,
    predictions,
    styles,
)

# Not ours to change: the theme's and the vendor's own files, and JupyterLite.
OTHERS = {"_static", "vendor", "lite"}


def finish(app, error):
    """Read the pages, let each step work on them, and write those that changed."""
    if error or app.builder.format != "html":
        return
    site = Path(app.outdir)
    before = {
        path.relative_to(site).as_posix(): path.read_text("utf-8")
        for path in sorted(site.rglob("*.html"))
        if not OTHERS & set(path.relative_to(site).parts)
    }
    pages = dict(before)
    opening.write(pages)
    course_map.write(pages)
    cells.write(pages)
    markup.write(pages)
    pictures.write(pages, site)
    formulas.write(pages, site)
    styles.write(pages, site)
    predictions.write(pages, site)
    players.write(pages, site)  # last: what these put into files no other step sees
    live.write(pages, site)
    for name, text in pages.items():
        if text != before[name]:
            (site / name).write_text(text, "utf-8")


def setup(app):
    """Connect to Sphinx's events."""
    formulas.register(app)
    app.connect("build-finished", finish, priority=900)
    return {"parallel_read_safe": True}
