// Run on a chapter's cells: a cell becomes an editor; what it needs from above runs first; what comes out stands in the
// place of the stored output until the reader restores it. page/cells.py writes which cells are needed, and page.js
// loads this script at the first press, or where the reader has left a cell that was changed.

{
const PAGE = location.href.slice(new URL(document.documentElement.dataset.content_root, location).href.length)
  .replace(/[?#].*/, "").replace(/\.html$/, "");
const CHANGED = "nnlib.cells"; // the pages with changed cells, so that the others load nothing

const cells = [...document.querySelectorAll("[data-cell]")].map((element) => new Cell(element));

function made(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function Cell(element) {
  const code = element.querySelector(".cell_input pre");
  const bar = element.querySelector(".cell-run");
  const runs = Boolean(bar?.querySelector("[data-run]"));
  const stored = code.textContent.replace(/\n$/, "");
  const id = element.dataset.cell;
  const needs = element.dataset.needs.split(" ").filter(Boolean).map(Number);
  const key = `cell:${PAGE}#${id}`;
  const status = bar?.querySelector("[role=status]");
  let editor, fresh, buttons;
  let text = stored;

  Object.assign(this, { element, id, runs, needs, stored, key, show, open, source: () => text });

  // The editor stands in the place of the code; the code stays in the page for when it is restored.
  async function open(words = text) {
    if (editor) return;
    text = words;
    await nnlibPart.load("editor.js");
    if (editor) return;
    const place = made("div", { className: "practise cell-editor" });
    code.closest(".highlight").before(place);
    code.closest(".highlight").hidden = true;
    element.querySelector("details.hide")?.setAttribute("open", "");
    editor = nnlibEditor.make({ parent: place, text, label: "Code of this cell", changed, submit: () => press(element) });
    buttons = [button("Stop", () => nnlibPython.stop()), button("Restore", restore)];
    buttons[0].hidden = true;
    status.before(...buttons);
  }

  function button(words, act) {
    const pressed = made("button", { type: "button", className: "btn btn-sm", textContent: words });
    pressed.addEventListener("click", act);
    return pressed;
  }

  function changed() {
    text = editor.text();
    nnlibPart.load("store.js").then(() => nnlibStore.change(key, () => (text === stored ? undefined : text)));
    remember();
  }

  this.run = async () => {
    await open();
    await Promise.all([nnlibPart.load("python.js"), nnlibPart.load("prose.js")]);
    const first = needs.map((n) => cells[n]);
    const asked = [...first, this].map((cell) => ({ name: cell.id, source: cell.source() }));
    const how = first.length ? ` after ${first.length} above that it needs` : "";
    const says = (words) => { status.textContent = words || `Running this cell${how} …`; };
    nnlibPython.slow((slow) => { buttons[0].hidden = !slow; });
    says("");
    try {
      const { cells: done } = await nnlibPython.ask({ ask: "run", cells: asked }, { says, limit: 120 });
      const last = done.at(-1);
      show(last.name === id ? last : { outputs: [], error: above(last) });
      status.textContent = last.error ? "Ended in an error." : `Done${first.length ? `, ${first.length} above ran first` : ""}.`;
    } catch (error) {
      status.textContent = error.message;
    }
    buttons[0].hidden = true;
  };

  function above({ name, error }) {
    const where = cells.find((cell) => cell.id === name);
    return `A cell above ended in an error, so this one did not run${where.source() === where.stored ? "" : " (you changed that cell)"}:\n${error}`;
  }

  // What code prints is text: no HTML of it is read.
  function show({ outputs, error }) {
    const parts = outputs.map(({ text: printed, prose, picture, words }) => {
      if (picture) return made("img", { src: `data:image/png;base64,${picture}`, alt: words });
      if (prose) return made("p", { className: "cell-prose" }, ...nnlibProse(prose));
      return made("pre", { textContent: printed, tabIndex: 0 });
    });
    if (error) parts.push(made("pre", { textContent: error, className: "cell-error", tabIndex: 0 }));
    if (!parts.length) parts.push(made("p", { textContent: "This cell shows nothing." }));
    fresh?.remove();
    fresh = made("div", { className: "cell-fresh cell_output" }, ...parts);
    element.append(fresh);
  }

  function restore() {
    fresh?.remove();
    fresh = undefined;
    element.querySelector(".cell-editor")?.remove();
    code.closest(".highlight").hidden = false;
    for (const each of buttons) each.remove();
    status.textContent = "";
    editor = undefined;
    text = stored;
    nnlibPart.load("store.js").then(() => nnlibStore.change(key, () => undefined));
    remember();
    bar.querySelector("[data-run]").focus();
  }
}

function remember() {
  const changed = cells.some((cell) => cell.source() !== cell.stored);
  try {
    const kept = JSON.parse(localStorage.getItem(CHANGED)) ?? {};
    localStorage.setItem(CHANGED, JSON.stringify({ ...kept, [PAGE]: changed || undefined }));
  } catch { /* a browser that keeps nothing */ }
}

function press(element) {
  return cells.find((cell) => cell.element === element).run();
}

// What was changed in another visit, or in another tab, stands here again.
const ready = nnlibPart.load("store.js").then(async () => {
  const changed = await nnlibStore.all(`cell:${PAGE}#`);
  for (const cell of cells) if (cell.runs && cell.key in changed) await cell.open(changed[cell.key]);
});

self.nnlibRun = { cells, press, ready };
}
