"""Firefox without a window, spoken to over WebDriver BiDi: as much of it as the tests need.

Debian's Firefox speaks it by itself, without a driver beside it. What is asked and answered is JSON
over a web socket: https://w3c.github.io/webdriver-bidi/.
"""

import contextlib
import json
import os
import re
import subprocess
import tempfile

import websocket
from browser_engines import EngineError, Page
from browsing import program_for
from patience import patience

LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
QUIET = {"MOZ_HEADLESS": "1", "MOZ_CRASHREPORTER_DISABLE": "1"}


class FirefoxPage(Page):
    """A page in Firefox."""

    def __init__(self, address):
        self.socket = websocket.create_connection(
            f"{address}/session", timeout=patience(60), suppress_origin=True
        )
        self.asked = 0
        self.ask("session.new", capabilities={})
        # The tab that is there already never has the focus, where nobody sees it.
        self.context = self.ask("browsingContext.create", type="tab")["context"]

    def ask(self, method, **params):
        """Send a command and return its result; events in between are not looked at."""
        self.asked += 1
        self.socket.send(json.dumps({"id": self.asked, "method": method, "params": params}))
        while (answer := json.loads(self.socket.recv())).get("id") != self.asked:
            pass
        if answer["type"] == "error":
            raise EngineError(f"{method}: {answer['error']}: {answer['message']}")
        return answer["result"]

    def goto(self, address):
        self.ask("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def reload(self):
        self.ask("browsingContext.reload", context=self.context, wait="complete")

    def evaluate(self, expression):
        answer = self.ask(
            "script.evaluate", expression=f"Promise.resolve({expression}).then(String)",
            target={"context": self.context}, awaitPromise=True,
        )  # fmt: skip
        if answer["type"] == "exception":
            raise EngineError(answer["exceptionDetails"]["text"])
        return answer["result"]["value"]

    def act(self, source):
        self.ask("input.performActions", context=self.context, actions=[source])


@contextlib.contextmanager
def started_firefox():
    """Start Firefox; without one the tests are skipped, and fail where CI is set."""
    program = program_for("Firefox", ("firefox-esr", "firefox"), "firefox-esr")
    with tempfile.TemporaryDirectory() as profile:
        command = [program, "--headless", "--remote-debugging-port=0", "--profile", profile]
        with subprocess.Popen(
            [*command, "about:blank"], env={**os.environ, "HOME": profile, **QUIET},
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            try:
                heard = (LISTENS.search(line) for line in process.stderr)
                page = FirefoxPage(next(match[1] for match in heard if match))
                yield page
                page.socket.close()
            finally:
                process.terminate()
                process.stderr.close()
