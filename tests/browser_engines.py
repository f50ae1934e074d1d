"""One handle for three engines, Chromium, Firefox and WebKit: go, evaluate, click and type."""

import contextlib
import json

from browsing import DESK, started_browser
from patience import patience

# WebDriver's names of keys.
ENTER, CONTROL, HOME, RIGHT = "\ue007", "\ue009", "\ue011", "\ue014"


class EngineError(Exception):
    """What a browser says of a command that it could not do."""


class Page:
    """A page in some engine; what stands here is the same in each.

    An engine has `goto(address)` and `reload()`, which wait until the page is loaded,
    `evaluate(expression)`, which returns a value as text and waits for a promise, and
    `act(source)`, which does what WebDriver calls the actions of an input source.
    """

    def until(self, condition):
        """Wait until an expression in JavaScript is true; before, it may fail."""
        wait = patience(60)
        found = self.evaluate(
            f"""new Promise((resolve) => {{
              const end = performance.now() + {1000 * wait};
              const look = async () => {{
                let held;
                try {{ held = await ({condition}) }} catch (error) {{ held = error }}
                if (held && !(held instanceof Error)) resolve("");
                else if (performance.now() > end) resolve(`${{held}} after {wait:.0f} s`);
                else setTimeout(look, 50);
              }};
              look();
            }})"""
        )
        assert not found, f"{found}: {condition}"

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
        self.act({"type": "pointer", "id": "mouse", "actions": pointer})

    def type(self, text):
        """Type into what has the focus."""
        keys = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        self.act({"type": "key", "id": "keyboard", "actions": keys})

    def chord(self, *keys):
        """Hold keys down, one after another, and let them go."""
        down = [{"type": "keyDown", "value": key} for key in keys]
        up = [{"type": "keyUp", "value": key} for key in reversed(keys)]
        self.act({"type": "key", "id": "keyboard", "actions": [*down, *up]})


PLAYWRIGHT = {ENTER: "Enter", CONTROL: "Control", HOME: "Home", RIGHT: "ArrowRight"}


class ChromiumPage(Page):
    """A page in Chromium, which Playwright drives for all other tests too."""

    def __init__(self, tab):
        self.tab = tab

    def goto(self, address):
        self.tab.goto(address)

    def reload(self):
        self.tab.reload()

    def evaluate(self, expression):
        return self.tab.evaluate(f"Promise.resolve({expression}).then(String)")

    def act(self, source):
        for action in source["actions"]:
            key = PLAYWRIGHT.get(action.get("value"), action.get("value"))
            match action["type"]:
                case "pointerMove":
                    self.tab.mouse.move(action["x"], action["y"])
                case "pointerDown":
                    self.tab.mouse.down()
                case "pointerUp":
                    self.tab.mouse.up()
                case "keyDown":
                    self.tab.keyboard.down(key)
                case "keyUp":
                    self.tab.keyboard.up(key)


@contextlib.contextmanager
def started_chromium():
    """Start Chromium, and one page in it."""
    with started_browser() as chromium:
        yield ChromiumPage(chromium.new_page(viewport=DESK))
