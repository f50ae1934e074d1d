"""A browser without a window, folders and pages in it, and what is looked at in many of them."""

import contextlib
import functools
import http.server
import os
import shutil
import threading
from pathlib import Path

import pytest
from patience import milliseconds
from playwright import sync_api

ROOT = Path(__file__).resolve().parents[1]
SCREENSHOTS = ROOT / "_build" / "screenshots"
PYODIDE = ROOT.parent / "shared" / "pyodide-0.27.7"
needs_pyodide = pytest.mark.skipif(
    not PYODIDE.is_dir(), reason=f"needs a Pyodide distribution in ../shared/{PYODIDE.name}"
)
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 780}
CLASSROOM = "classroom.test"


def patient(chromium):
    """Make a browser's tabs wait, for whatever a test wants of them, as long as is fair here."""
    new_context = chromium.new_context

    def context(**options):
        made = new_context(**options)
        made.set_default_timeout(milliseconds(30))
        return made

    chromium.new_context = context
    chromium.new_page = lambda **options: context(**options).new_page()
    return chromium


def program_for(what, names, package):
    """Return where the first of these programs is.

    Without one the test that asked is skipped, and fails where CI is set.
    """
    if found := next(filter(None, map(shutil.which, names)), None):
        return found
    message = f"needs {what}: on Debian and Ubuntu, `apt install {package}`"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@contextlib.contextmanager
def started_browser():
    """Start Chromium; without one the tests are skipped, and fail where CI is set."""
    program = program_for("Chromium", ("chromium", "chromium-browser", "google-chrome"), "chromium")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                # No other host answers, so that a page which needs one fails. One leads here by a
                # name: to a browser it is a server in a classroom, without https.
                f"--host-resolver-rules=MAP {CLASSROOM} 127.0.0.1, MAP * ~NOTFOUND, "
                "EXCLUDE 127.0.0.1",
            ],
        )
        yield patient(chromium)
        chromium.close()


@contextlib.contextmanager
def served(folder, elsewhere=None):
    """Serve a folder on this machine; `elsewhere` maps beginnings of paths to other places.

    It is looked up at each request, so that what it maps may change.
    """

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def end_headers(self):
            self.send_header("Cache-Control", "max-age=600")  # as many hosts of static pages do
            super().end_headers()

        def translate_path(self, path):
            asked = path.partition("?")[0].lstrip("/")
            for prefix, other in (elsewhere or {}).items():
                if asked == prefix or asked.startswith(f"{prefix}/"):
                    return str(other) + asked.removeprefix(prefix)
            return super().translate_path(path)

    handler = functools.partial(Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def visit(tab, address):
    """Open a page, with no change of colours that takes time."""
    tab.goto(address)
    # Colours that fade from light to dark would be judged half-way.
    tab.add_style_tag(content="*, ::before, ::after { transition: none !important; }")


def set_theme(tab, theme):
    """Show a page as readers of light or of dark pages see it."""
    tab.evaluate(f"document.documentElement.dataset.theme = '{theme}'")


def picture(tab, name):
    """Keep a picture of a tab; return where it is."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    tab.screenshot(path=SCREENSHOTS / f"{name}.png")
    return f"_build/screenshots/{name}.png"
