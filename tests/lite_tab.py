"""A notebook of JupyterLite in a tab, and what a reader does with it: run, write, save, come back.

Whatever does not happen in time fails with the notebook's path and the cell's name.
"""

import pytest
from browsing import DESK, PYODIDE, picture
from patience import milliseconds
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

CDN = "https://cdn.jsdelivr.net/pyodide/v0.27.7/full/"
NOTEBOOK = "jupyterapp.shell.currentWidget.content"
MODEL = f"{NOTEBOOK}.model"
HAS_RUN = "(cell) => cell.execution_count && cell.executionState === 'idle'"
# A new kernel counts from 1 again, so it takes the event to see that a cell has run.
COUNT = f"""(n) => {{
  window.counted = false;
  {MODEL}.sharedModel.cells[n].changed.connect((_, change) => {{
    window.counted ||= Boolean(change.executionCountChange?.newValue);
  }});
}}"""


def texts(cell):
    """Return what a cell shows, without its pictures and counts."""
    found = []
    for output in cell["outputs"]:
        data = output.get("data", {})
        text = output.get("text") or data.get("text/plain") or output.get("evalue") or ""
        found.append((output.get("name", output["output_type"]), "".join(text)))
    return found


class Tab:
    """A notebook in a browser that knows nothing else yet.

    `cdn` is the address that is answered from ../shared; None where the site holds Pyodide itself.
    `problems` holds what it asks for in vain, or elsewhere. Errors in scripts are not among them:
    JupyterLab has some of its own, when cells scroll out of sight while they run.
    """

    def __init__(self, browser, base, path, *, cdn=CDN):
        self.base, self.path, self.problems = base, path, []
        self.here = tuple(filter(None, (base, cdn, "data:", "blob:")))
        self.context = browser.new_context(viewport=DESK)
        if cdn:  # a route costs the browser its cache
            self.context.route(f"{cdn}*", self.answer)
        self.context.on("request", self.asked)
        self.context.on("response", self.answered)
        self.tab = self.context.new_page()
        self.open()

    def answer(self, route):
        """Give what Pyodide's public address would give."""
        file = PYODIDE / route.request.url.removeprefix(CDN).partition("?")[0]
        if file.is_file():
            route.fulfill(path=file, headers={"Access-Control-Allow-Origin": "*"})
        else:
            self.problems.append(f"{self.path}: asks Pyodide for {file.name}, which is not there")
            route.abort()

    def asked(self, request):
        if not request.url.startswith(self.here):
            self.problems.append(f"{self.path}: asks another host: {request.url}")

    def answered(self, response):
        if response.status >= 400:
            self.problems.append(f"{self.path}: {response.status} for {response.url}")

    def wait(self, what, condition, arg=None):
        """Wait until a condition in JavaScript holds; `what` says for whom and for what."""
        limit = milliseconds(90)
        try:
            self.tab.wait_for_function(condition, arg=arg, timeout=limit)
        except PlaywrightTimeoutError:
            name = self.path.replace("/", "-")
            pytest.fail(f"{self.path}: {what} after {limit:.0f} ms; see {picture(self.tab, name)}")

    def open(self):
        """Open the notebook, or open it again, and wait for its kernel to be named."""
        self.tab.goto(f"{self.base}/lite/notebooks/index.html?path={self.path}")
        self.wait(
            "no kernel",
            "document.querySelector('.jp-KernelName')?.textContent.includes('Pyodide')",
        )

    def cells(self):
        """Return the cells as they would be stored."""
        return self.tab.evaluate(f"{MODEL}.toJSON()")["cells"]

    def place(self, name):
        """Return where the cell with this id stands."""
        return [cell["id"] for cell in self.cells()].index(name)

    def cell(self, name):
        """Return the cell with this id, in view."""
        place = self.place(name)  # cells far away are not drawn
        self.tab.evaluate(f"(n) => {NOTEBOOK}.scrollToItem(n)", place)
        return self.tab.locator(f".jp-Cell[data-windowed-list-index='{place}']")

    def run_all(self):
        """Run every cell, as the menu does."""
        self.tab.get_by_role("menuitem", name="Run", exact=True).click()
        self.tab.get_by_text("Run All Cells", exact=True).click()
        for number, cell in enumerate(self.cells(), 1):
            if cell["cell_type"] == "code":
                condition = f"(n) => ({HAS_RUN})({MODEL}.sharedModel.cells[n - 1])"
                self.wait(f"cell {number} ({cell['id']}) has not run", condition, number)

    def write(self, name, text):
        """Type over what a cell holds."""
        self.cell(name).locator(".cm-content").click()
        self.tab.keyboard.press("Control+a")
        self.tab.keyboard.insert_text(text)

    def run(self, name):
        """Run one cell; return the text that it shows."""
        place = self.place(name)
        self.tab.evaluate(COUNT, place)
        self.cell(name).locator(".cm-content").click()
        self.tab.keyboard.press("Control+Enter")
        condition = f"(n) => window.counted && ({HAS_RUN})({MODEL}.sharedModel.cells[n])"
        self.wait(f"cell {place + 1} ({name}) has not run", condition, place)
        return "\n".join(text for _, text in texts(self.cells()[place]))

    def save(self):
        """Save with the keyboard."""
        self.tab.keyboard.press("Control+s")
        self.wait("not saved", f"!{MODEL}.dirty")

    def theme(self, name):
        """Change the look of all pages there."""
        self.tab.evaluate(
            "(theme) => jupyterapp.commands.execute('apputils:change-theme', { theme })", name
        )
        self.wait(f"not in {name}", "(n) => document.body.dataset.jpThemeName === n", name)
