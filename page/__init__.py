"""What makes a built page light and alive: Sphinx extensions, scripts, styles.

The modules with a function `setup` are Sphinx extensions. `page` itself is the one that
_config.yml names: it starts the others, and when Sphinx has written the pages it hands them all to
`finish`.
"""

EXTENSIONS = ["layout", "exercise_pages", "lite_button", "figures", "players", "live", "finish"]


def setup(app):
    """Start the extensions of this folder."""
    for name in EXTENSIONS:
        app.setup_extension(f"page.{name}")
    return {"parallel_read_safe": True}
