"""Firefox without a window, spoken to over WebDriver BiDi: as much of it as the tests need.

Debian's Firefox speaks it by itself, without a driver beside it. What is asked and answered is JSON
over a web socket: https://w3c.github.io/webdriver-bidi/.
"""

import contextlib
import json
import os
import re
import shutil
import subprocess
import tempfile

import pytest
import websocket
from patience import patience

LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
QUIET = {"MOZ_HEADLESS": "1", "MOZ_CRASHREPORTER_DISABLE": "1"}


class FirefoxError(Exception):
    """What Firefox says of a command that it could not do."""


class Page:
    """A page in Firefox: it goes somewhere, evaluates, and types."""

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
            raise FirefoxError(f"{method}: {answer['error']}: {answer['message']}")
        return answer["result"]

    def goto(self, address):
        """Open an address and wait until the page is loaded."""
        self.ask("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def evaluate(self, expression):
        """Return the value of an expression, as text; a promise is waited for."""
        answer = self.ask(
            "script.evaluate", expression=f"Promise.resolve({expression}).then(String)",
            target={"context": self.context}, awaitPromise=True,
        )  # fmt: skip
        if answer["type"] == "exception":
            raise FirefoxError(answer["exceptionDetails"]["text"])
        return answer["result"]["value"]

    def until(self, condition):
        """Wait until an expression is true: the page looks whenever it has drawn a frame."""
        wait = milliseconds = 1000 * patience(60)
        found = self.evaluate(
            f"""new Promise((resolve) => {{
              const end = performance.now() + {milliseconds};
              const look = async () => {{
                const held = await ({condition});
                if (held || performance.now() > end) resolve(Boolean(held));
                else setTimeout(look, 50);
              }};
              look();
            }})"""
        )
        assert found == "true", f"not within {wait / 1000:.0f} s: {condition}"

    def click(self, element):
        """Click on the middle of an element, given as an expression."""
        place = self.evaluate(
            f"""((element) => {{
              element.scrollIntoView({{ block: "center", behavior: "instant" }});
              const {{ x, y, width, height }} = element.getBoundingClientRect();
              return JSON.stringify([x + width / 2, y + height / 2].map(Math.round));
            }})({element})"""
        )
        x, y = json.loads(place)
        pointer = [
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        actions = [{"type": "pointer", "id": "mouse", "actions": pointer}]
        self.ask("input.performActions", context=self.context, actions=actions)

    def type(self, text):
        """Type into what has the focus."""
        keys = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        actions = [{"type": "key", "id": "keyboard", "actions": keys}]
        self.ask("input.performActions", context=self.context, actions=actions)


@contextlib.contextmanager
def started_firefox():
    """Start Firefox; without one the tests are skipped, and fail where CI is set."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        message = "needs Firefox: on Debian, `apt install firefox-esr`"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with tempfile.TemporaryDirectory() as profile:
        command = [program, "--headless", "--remote-debugging-port=0", "--profile", profile]
        with subprocess.Popen(
            [*command, "about:blank"], env={**os.environ, "HOME": profile, **QUIET},
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            try:
                heard = (LISTENS.search(line) for line in process.stderr)
                page = Page(next(match[1] for match in heard if match))
                yield page
                page.socket.close()
            finally:
                process.terminate()
                process.stderr.close()
