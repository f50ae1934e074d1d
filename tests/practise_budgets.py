"""What practising on the page costs, measured beside JupyterLite in one run.

    python tests/practise_budgets.py [ROUNDS]

Each round starts two browsers that know nothing: one presses Check on a page of exercises, the
other runs the cells of the same exercise in JupyterLite. Both take Pyodide from the same disk. It
is run by hand, as `make bench` is: clocks prove nothing on a machine that others use as well, so
the two take turns and what counts is their ratio.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))  # as pytest does it

from browsing import served, started_browser
from built_book import SITE
from lite_tab import Tab
from practising import PAGE, WRONG, box_of, checked, opened, with_pyodide, write

NAME = "neuron.tanh-delta"
# From the press until what is said is drawn, by the page's own clock. To ask from outside whether
# it is there yet would add up to half a second, the pause between two questions.
SECONDS = """(box) => new Promise((told) => {
  const start = performance.now();
  const drawn = () => requestAnimationFrame(() => told((performance.now() - start) / 1000));
  new MutationObserver((_, observer) => { observer.disconnect(); drawn(); })
    .observe(box.querySelector(".practise-message"), { childList: true });
  box.querySelector("[data-act=check]").click();
})"""
FURTHER = 5  # checks after the first, in each round
DRAWS = "\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])"
AT_MOST = {"first": 0.4, "further": 0.25, "memory": 400e6}


def memory_of(browser):
    """Return the bytes that the largest page of a browser holds, its worker included.

    What processes share is divided among them, as Linux does it (Pss).
    """
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    rollups = (
        Path(f"/proc/{process['id']}/smaps_rollup").read_text("ascii")
        for process in processes
        if process["type"] == "renderer"
    )
    lines = (line.split() for text in rollups for line in text.splitlines())
    return max(1024 * int(line[1]) for line in lines if line[0] == "Pss:")


def on_the_page(site):
    """Return the seconds of the first check, those of further ones, and bytes with Matplotlib."""
    with started_browser() as browser:
        tab = opened(browser, f"{site}/{PAGE}")
        box = box_of(tab, NAME)
        box.locator("textarea").fill(WRONG)  # without the focus that would start Python before
        first, *further = (box.evaluate(SECONDS) for _ in range(1 + FURTHER))
        bare = memory_of(browser)
        write(box, WRONG + DRAWS)
        checked(box)
        return first, further, bare, memory_of(browser)


def in_jupyterlite(site):
    """Return the seconds from opening a notebook to the end of its first cell, and the bytes."""
    with started_browser() as browser:
        opening = []
        start = time.perf_counter()
        opening.append(Tab(browser, site, "exercises/neuron.ipynb", cdn=None))
        opening[0].run("setup")
        return time.perf_counter() - start, memory_of(browser)


def main(rounds):
    """Measure, and print medians with the least and the most."""
    with tempfile.TemporaryDirectory() as folder, served(SITE, with_pyodide(Path(folder))) as site:
        rows = []
        for number in range(rounds):
            order = (on_the_page, in_jupyterlite)[:: 1 if number % 2 else -1]
            found = {act: act(site) for act in order}
            rows.append((*found[on_the_page], *found[in_jupyterlite]))
    firsts, further, bare, drawn, lites, theirs = zip(*rows, strict=True)
    ratios = [first / lite for first, lite in zip(firsts, lites, strict=True)]
    again = [seconds for row in further for seconds in row]
    say("first diagnosis, s", firsts, 1)
    say("JupyterLite's first cell, s", lites, 1)
    say(f"ratio, at most {AT_MOST['first']}", ratios, 1)
    say(f"further checks, s, at most {AT_MOST['further']}", again, 1)
    say(f"memory, MB, at most {AT_MOST['memory'] / 1e6:.0f}", bare, 1e6)
    say("memory once a cell has drawn, MB", drawn, 1e6)
    say("memory of JupyterLite's tab, MB", theirs, 1e6)


def say(what, numbers, unit):
    """Print a median, and from where to where the numbers go."""
    low, middle, high = (
        each / unit for each in (min(numbers), statistics.median(numbers), max(numbers))
    )
    sys.stdout.write(f"{what}: {middle:.3g} ({low:.3g} to {high:.3g}, n = {len(numbers)})\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
