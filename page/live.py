"""Sphinx extension: figures that compute in the page, such as a pad that reads what is drawn.

`nnlib.viz.Live` leaves a still and, in the metadata of its output, what a script needs. Here the
still gets the live figure beside it, page/live/KIND.html, moved by page/live/KIND.js; the needs,
weights for instance, wait in a template of the page until `write` makes a file of them. A script
brings it, since a page opened from the disk may load no other file.
"""

import html
import json
import re
from pathlib import Path

from docutils import nodes
from sphinx.transforms import SphinxTransform

from page.players import raw, versioned

LIVE = "application/vnd.nnlib.live+json"  # nnlib.viz.live writes it
HERE = Path(__file__).with_name("live")
SHARED = "live"  # the script of all kinds: it brings the data when a figure nears the view
# What else of page/live a kind's script uses.
NEEDS = {"digit-pad": ["network", "as-the-data"], "letter-writer": []}
MARK = re.compile(r"<!-- nnlib-live (\d+) -->")
TEMPLATE = re.compile(r'<template data-live="([\w-]+)" data-kind="([\w-]+)">(.*?)</template>', re.S)


def take_live(app, docname, source):
    """Take the data of live figures out of a notebook, and mark their outputs."""
    if not app.env.doc2path(docname).endswith(".ipynb"):
        return
    notebook, found = json.loads(source[0]), []
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if figure := output.get("metadata", {}).pop(LIVE, None):
                # A form of the output that MyST-NB keeps beside the picture.
                output["data"]["text/html"] = f"<!-- nnlib-live {len(found)} -->"
                found.append(figure)
    source[0], app.env.temp_data["nnlib_live"] = json.dumps(notebook), found


class LiveFigures(SphinxTransform):
    """Put the live figure beside each still."""

    default_priority = 290  # before captions are joined with their figures

    def apply(self):
        """Look for marked outputs of cells."""
        found = self.env.temp_data.get("nnlib_live", [])
        for bundle in list(self.document.findall(nodes.container)):
            forms = {form.get("mime_type", ""): form for form in bundle.children if form.children}
            mark = "text/html" in forms and MARK.search(forms["text/html"].astext())
            if not mark or "image/png" not in forms:
                continue
            name = f"{self.env.docname.replace('/', '-')}-live-{int(mark[1]) + 1}"
            before, after = markup(name, **found[int(mark[1])])
            figure = nodes.container(classes=["nnlib-live-figure"], is_div=True)
            figure += [raw(before), *forms["image/png"].children, raw(after)]
            bundle.replace_self(figure)


def markup(name, kind, data):
    """Return the HTML of a live figure before and after its still."""
    figure = (HERE / f"{kind}.html").read_text("utf-8").replace("{name}", name)
    kept = html.escape(json.dumps(data, separators=(",", ":"), ensure_ascii=False), quote=False)
    template = f'<template data-live="{name}" data-kind="{kind}">{kept}</template>'
    return '<div class="nnlib-still">', f"</div>{figure}{template}"


def write(pages, site):
    """Write what each live figure needs into a file, and let their pages load the scripts."""
    for name, text in pages.items():
        if "<template data-live=" in text:
            pages[name] = with_files(text, site, "../" * name.count("/"))


def with_files(text, site, root):
    """Return a page whose live figures have their data in files."""
    kinds = set()

    def file(match):
        name, kind, data = match[1], match[2], html.unescape(match[3])
        kinds.add(kind)
        address = versioned(site, f"_live/{name}.js", f"nnlibLive({json.dumps(name)}, {data});\n")
        known = f'data-live="{name}" data-kind="{kind}"'
        return f'<template {known} data-src="{root}{address}"></template>'

    text = TEMPLATE.sub(file, text)
    # One file for all that a page's live figures do: each more would be a request more.
    scripts = dict.fromkeys([SHARED, *(s for kind in sorted(kinds) for s in NEEDS[kind])])
    content = "\n".join((HERE / f"{s}.js").read_text("utf-8") for s in [*scripts, *sorted(kinds)])
    address = versioned(site, f"_static/{'-'.join([SHARED, *sorted(kinds)])}.js", content)
    return text.replace("</head>", f'<script defer src="{root}{address}"></script>\n</head>', 1)


def setup(app):
    """Connect to Sphinx's events."""
    app.connect("source-read", take_live)
    app.add_transform(LiveFigures)
    return {"parallel_read_safe": True}
