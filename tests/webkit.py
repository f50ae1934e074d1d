"""WebKit without a screen, spoken to over WebDriver: as much of it as the tests need.

Debian's WebKitGTK brings a small browser; its driver starts it on a screen that nobody sees. What
is asked and answered is JSON over HTTP: https://www.w3.org/TR/webdriver2/.
"""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import tempfile
import time

from browser_engines import EngineError, Page
from browsing import program_for
from patience import patience

SCREEN = "1280x1024x24"
VALUE = """const done = arguments[arguments.length - 1];
Promise.resolve().then(() => (%s)).then((value) => done(["value", String(value)]),
  (error) => done(["error", String(error)]));"""


class WebKitPage(Page):
    """A page in WebKit's small browser."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience(120))
        self.session = ""
        # A database of one browser is nobody else's: it forgets all when it ends.
        self.session = f"/session/{self.ask('POST', '/session', capabilities={})['sessionId']}"
        limit = int(1000 * patience(90))
        self.ask("POST", "/timeouts", script=limit, pageLoad=limit)

    def ask(self, method, command, **params):
        """Send a command and return its result."""
        body = json.dumps(params) if method == "POST" else None
        self.connection.request(method, self.session + command, body)
        answer = self.connection.getresponse()
        value = json.loads(answer.read())["value"]
        if answer.status != http.client.OK:
            raise EngineError(f"{command}: {value['error']}: {value['message']}")
        return value

    def goto(self, address):
        self.ask("POST", "/url", url=address)

    def reload(self):
        self.ask("POST", "/refresh")

    def evaluate(self, expression):
        kind, text = self.ask("POST", "/execute/async", script=VALUE % expression, args=[])
        if kind == "error":
            raise EngineError(text)
        return text

    def act(self, source):
        self.ask("POST", "/actions", actions=[source])


@contextlib.contextmanager
def ended(command, **options):
    """Run a program and end it when it is no longer needed."""
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, text=True, **options) as process:
        try:
            yield process
        finally:
            process.terminate()


def reachable(port, end):
    """Wait until something listens."""
    while time.monotonic() < end:
        with contextlib.suppress(ConnectionRefusedError):
            return socket.create_connection(("127.0.0.1", port)).close()
    raise EngineError(f"WebKitWebDriver does not listen at port {port}")


@contextlib.contextmanager
def started_webkit():
    """Start WebKit; without one the tests are skipped, and fail where CI is set."""
    driver = program_for("WebKit", ("WebKitWebDriver",), "webkit2gtk-driver")
    screen = program_for("WebKit's screen", ("Xvfb",), "xvfb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    seen = [screen, "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"]
    with tempfile.TemporaryDirectory() as home, ended(seen, stdout=subprocess.PIPE) as display:
        number = display.stdout.readline().strip()
        environment = {**os.environ, "HOME": home, "DISPLAY": f":{number}", "GDK_BACKEND": "x11"}
        # Layers put together without a graphics card cost as much again as all the rest.
        environment |= {"XDG_RUNTIME_DIR": home, "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
        with ended([driver, f"--port={port}"], env=environment, stdout=subprocess.DEVNULL):
            reachable(port, time.monotonic() + patience(30))
            page = WebKitPage(port)
            yield page
            page.ask("DELETE", "")  # ends the browser, too
            page.connection.close()
