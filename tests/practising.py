"""An exercise on its page as a reader has it, in Chromium: what test_practise.py does with it."""

from browsing import DESK, PYODIDE
from built_book import SITE
from patience import milliseconds

import lite

PAGE = "exercises/neuron.html"
WRONG = "def tanh_delta(z, y):\n    return 2 * (np.tanh(z) - y)"
RIGHT = "def tanh_delta(z, y):\n    return 2 * (np.tanh(z) - y) / np.cosh(z) ** 2"


def with_pyodide(folder):
    """Return what a site holds besides that has Pyodide too, as `PYODIDE_DIR=… make book` makes."""
    config = lite.read(SITE / "lite" / "jupyter-lite.json")
    lite.options_of(config)["distributionURL"] = "../pyodide/"
    lite.write(folder / "jupyter-lite.json", config)
    return {"pyodide": PYODIDE, "lite/jupyter-lite.json": folder / "jupyter-lite.json"}


def opened(browser, address, *, before="", **options):
    """Open a page in a browser that knows nothing yet; its `problems` are errors of scripts."""
    context = browser.new_context(**{"viewport": DESK, "accept_downloads": True, **options})
    if before:
        context.add_init_script(before)
    return visited(context, address)


def visited(context, address):
    """Open a page in another tab of a browser."""
    tab = context.new_page()
    tab.problems, tab.asked = [], []
    tab.on("pageerror", lambda error: tab.problems.append(str(error)))
    tab.on("request", lambda request: tab.asked.append(request.url))
    tab.goto(address)
    return tab


def box_of(tab, name):
    """Return the box of an exercise on the page."""
    return tab.locator(f"[data-exercise='{name}']")


def write(box, text):
    """Put an answer into the editor, by hand."""
    box.locator("textarea, .cm-content").locator("visible=true").first.focus()
    editor = box.locator(".cm-content")
    editor.wait_for()
    editor.fill(text)


def press(box, act):
    """Press one of the buttons of a box."""
    box.locator(f"[data-act={act}]").click()


def checked(box):
    """Press Check and return what is said."""
    press(box, "check")
    box.locator("[data-act=check]:not([aria-disabled])").wait_for(timeout=milliseconds(60))
    return box.locator(".practise-message").inner_text()


def stored(tab, key):
    """Return what the store holds."""
    return tab.evaluate("(key) => nnlibStore.read(key)", key)


def entry(tab, name):
    """Return what is known of an exercise."""
    return tab.evaluate("async (id) => (await nnlibStore.progress())[id]", name)


def until(tab, holds, arg):
    """Wait until something holds of the store: it is written when the keys have rested."""
    found = tab.evaluate(
        """([holds, arg, patience]) => new Promise((resolve) => {
          const look = async () => { if (await eval(holds)(arg)) resolve(true); };
          nnlibStore.listen(look);
          setTimeout(() => resolve(false), patience);
          look();
        })""",
        [holds, arg, milliseconds(20)],
    )
    assert found, f"the store does not come to hold {arg}"


def until_kept(tab, name, text):
    """Wait until an answer is in the store."""
    until(tab, "async ([key, text]) => (await nnlibStore.read(key)) === text",
          [f"answer:{name}", text])  # fmt: skip
