"""A browser without a window, a folder served to it, and the Python that runs there."""

import contextlib
import functools
import http.server
import os
import shutil
import threading
from pathlib import Path

import pytest
from playwright import sync_api

PYODIDE = Path(__file__).resolve().parents[2] / "shared" / "pyodide-0.27.7"
needs_pyodide = pytest.mark.skipif(
    not PYODIDE.is_dir(), reason=f"needs a Pyodide distribution in ../shared/{PYODIDE.name}"
)


@contextlib.contextmanager
def started_browser():
    """Start Chromium; without one the tests are skipped, and fail where CI is set."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        message = "needs Chromium: on Debian and Ubuntu, `apt install chromium`"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@contextlib.contextmanager
def served(folder, elsewhere=None):
    """Serve a folder on this machine; `elsewhere` maps first names of paths to other folders."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def translate_path(self, path):
            for prefix, other in (elsewhere or {}).items():
                if path.startswith(f"/{prefix}/"):
                    return str(other / path.removeprefix(f"/{prefix}/").partition("?")[0])
            return super().translate_path(path)

    handler = functools.partial(Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
