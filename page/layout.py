"""Sphinx extension: the frame around each page's text, from the templates of this folder.

The theme's look is kept, its style sheet too. Its scripts are not: they weigh ten times what the
text weighs, and lay the page out again and again while it opens. static/page.js does what they do.
"""

import hashlib
from pathlib import Path

HERE = Path(__file__).parent
# Of Sphinx and of the theme. The page of search results asks for what it needs itself.
LEFT_OUT = {
    "doctools.js",
    "documentation_options.js",
    "sphinx-book-theme.js",
    "sphinx_highlight.js",
}


def use_folders(app, config):
    """Let Sphinx look for templates and static files here."""
    config.templates_path.append(str(HERE / "templates"))
    config.html_static_path.append(str(HERE / "static"))
    app.add_js_file("page.js", defer="", **{"data-version": version()})


def version():
    """Return what changes whenever a script does that pages load later: it is in its address."""
    files = [*sorted((HERE / "static").glob("*")), HERE / "editor.mjs"]
    files.append(HERE.parent / "package-lock.json")
    contents = b"".join(file.read_bytes() for file in files if file.is_file())
    return hashlib.sha256(contents).hexdigest()[:8]


def choose_files(app, _page, _template, context, _doctree):
    """Leave out scripts that page.js replaces, and what only they read."""
    context["author"] = app.config.author
    context["script_files"] = [
        script
        for script in context["script_files"]
        if Path(script.filename or "").name.partition("?")[0] not in LEFT_OUT
        and not script.attributes.get("body", "").startswith("DOCUMENTATION_OPTIONS")
    ]


def setup(app):
    """Connect to Sphinx's events."""
    app.connect("config-inited", use_folders)
    app.connect("html-page-context", choose_files, priority=900)
    return {"parallel_read_safe": True}
