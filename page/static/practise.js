// Exercises on their page: write, press Check, read what went wrong. page/exercise_pages.py makes the boxes; the answers and
// what became of them are kept by store.js; python.js runs them, and is asked for nothing before the first focus or press.
{
const store = nnlibStore;
const WAIT = 300; // milliseconds without a key, after which an answer is written down
const MARKS = { passed: "✓", partly: "◐", failed: "✗", open: "○" }; // as nnlib/checks/show.py
const make = (tag, text = "", options = {}) => Object.assign(document.createElement(tag), { textContent: text }, options);
const part = nnlibPart;
const python = () => part.load("python.js").then(() => nnlibPython);

// ---- What is said: text alone. `code` in backquotes and indented lines become elements; nothing else is interpreted. ----
function shown(message) {
  const box = make("div");
  for (const [i, piece] of message.split(/\n {4}(.*)(?:\n|$)/).entries()) {
    if (i % 2) box.append(make("pre", piece, { tabIndex: 0 }));
    else for (const [k, words] of piece.split(/`([^`\n]*)`/).entries()) {
      if (words) box.append(k % 2 ? make("code", words) : words);
    }
  }
  return box;
}

async function printed(outputs) {
  await part.load("prose.js");
  return outputs.map(({ text, prose }) => {
    if (text) return make("pre", text, { className: "practise-printed", tabIndex: 0 });
    const paragraph = make("p", "", { className: "cell-prose" });
    paragraph.append(...nnlibProse(prose));
    return paragraph;
  });
}

const stateOf = ({ passed, score, diagnosis }) => {
  if (passed) return "passed";
  return ["not-started", "guessed"].includes(diagnosis) ? "open" : score ? "partly" : "failed";
};

class Exercise {
  constructor(box) {
    this.box = box;
    this.id = box.dataset.exercise;
    this.answer = box.querySelector(".practise-fields") ? new Form(this) : new Code(this);
    this.message = box.querySelector(".practise-message");
    this.state = box.querySelector(".practise-state");
    this.section = box.parentElement.closest("section");
    this.seen = undefined; // the answer in the store, as far as this page knows
    this.buttons = new Map([...box.querySelectorAll("[data-act]")].map((button) => [button.dataset.act, button]));
    for (const [act, button] of this.buttons) button.addEventListener("click", () => this[act]());
    box.addEventListener("focusin", () => this.wake(), { once: true });
    // Not where a button is pressed: the editor is as high as it likes, and the button would slip away from the finger.
    box.querySelector("textarea").addEventListener("focus", () => this.answer.wake(), { once: true });
  }

  async open(texts, entry) {
    const typed = this.round === undefined && this.timer; // before the store had answered: it stays
    this.entry = entry;
    this.turn(entry?.round ?? 0);
    if (!typed) this.show(texts[this.key]);
    this.mark();
  }

  // The exercise as it comes back for the n-th time: an answer of its own, and other numbers where there are some, in
  // statement, hints, solution and why. What was opened with the numbers before is folded again.
  turn(round) {
    const others = this.all(".practise-round");
    const last = Math.max(0, ...others.map((other) => Number(other.dataset.round)));
    const shown = round && last ? 1 + (round - 1) % last : 0;
    if (this.round !== undefined && this.round !== round) this.fold();
    this.round = round;
    for (const other of others) other.hidden = Number(other.dataset.round) !== shown;
    for (const first of this.all(".practise-given")) first.hidden = Boolean(shown);
    this.stub = others.find((other) => !other.hidden && other.dataset.stub)?.dataset.stub ?? this.box.dataset.stub;
    if (last) this.answer.remark?.(this.stub);
  }

  fold() {
    this.asked = false;
    for (const open of this.all(".reached")) {
      open.classList.remove("reached");
      for (const fold of [open, ...open.querySelectorAll("details")]) if (fold.open) fold.open = false;
    }
  }

  // The parts of the exercise's section, and those that belong to the numbers shown.
  all(name) { return [...this.section.querySelectorAll(name)]; }
  current(name) { return this.all(name).filter((part) => !part.closest(".practise-given[hidden], .practise-round[hidden]")); }

  get key() { return `${this.round ? "again" : "answer"}:${this.id}`; }

  // What the store holds is shown; `undefined` is the beginning.
  show(text) {
    this.seen = text;
    this.answer.set(text ?? this.stub);
  }

  wake() {
    python().then((it) => it.warm((text) => this.say(text)));
  }

  say(text) {
    this.state.textContent = text;
  }

  // The reader's hand has changed the answer.
  changed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), WAIT);
  }

  // What is handed in: the answer with the first numbers.
  async first() {
    return this.round ? await store.read(`answer:${this.id}`) ?? this.box.dataset.stub : this.answer.text();
  }

  async keep() {
    clearTimeout(this.timer);
    this.timer = undefined;
    const text = this.answer.text();
    const kept = text === this.stub ? undefined : text;
    if (kept === this.seen) return;
    const seen = this.seen;
    this.seen = kept;
    await store.put(this.key, kept, seen);
    if (!store.kept()) tellUnkept();
  }

  // Another tab has written: show it, unless the reader is writing here.
  async refresh() {
    const text = await store.read(this.key);
    if (this.timer === undefined && text !== this.seen && !this.box.contains(document.activeElement)) this.show(text);
  }

  mark() {
    const state = !this.entry ? "" : this.entry.passed ? "passed" : this.entry.score ? "partly" : this.entry.failed ? "failed" : "";
    this.box.dataset.state = state;
  }

  // ---- Buttons ----
  async check() {
    if (this.busy) return;
    const comma = this.answer.comma?.();
    if (comma) {
      this.answer.remind(comma, `A number is written with a point here: \`${comma.value.trim().replace(",", ".")}\` in place ` +
        `of \`${comma.value.trim()}\`.`);
      return;
    }
    this.busy = true;
    this.buttons.get("check").setAttribute("aria-disabled", "true");
    await this.keep();
    this.say("Checking …");
    let stop;
    try {
      const source = this.answer.text();
      const it = await python();
      running = this;
      it.slow((slow) => running.stopping(slow));
      const limit = Number(this.box.dataset.seconds) + 3; // Python itself stops a loop of several lines in time
      const result = await it.ask(
        { ask: "check", exercise: this.id, source, seed: this.round },
        { says: (text) => this.say(text || "Checking …"), limit });
      await this.judged(result);
    } catch (error) {
      this.tell("failed", shown(error.message));
    } finally {
      this.say("");
      this.stopping(false);
      this.busy = false;
      this.buttons.get("check").removeAttribute("aria-disabled");
    }
  }

  async judged(result) {
    if (result.diagnosis !== "stopped") {
      this.entry = await store.record(this.id, result);
      if (!store.kept()) tellUnkept();
    }
    const said = shown(result.message);
    if (result.printed.length) said.append(make("p", "Your code prints:"), ...await printed(result.printed));
    if (result.passed) {
      const why = this.section.querySelectorAll(".practise-why .output");
      for (const output of [...why].slice(1)) {
        const copy = make("div", "", { className: "practise-because" });
        copy.append(...output.cloneNode(true).childNodes);
        said.append(copy);
      }
    } else if (this.entry?.failed >= 2 && !["not-started", "stopped", "guessed", "no-guess", "unfinished"].includes(result.diagnosis)) {
      said.append(make("p", "Stuck? Press Hint. The solution is open now, too."));
    }
    this.tell(stateOf(result), said);
    this.answer.point(result.message);
    this.mark();
    bar.show();
  }

  tell(state, content) {
    this.message.className = `practise-message ${state}`;
    const mark = make("strong", MARKS[state]);
    // Read aloud, a mark would be "ballot X"; most messages say themselves what it says.
    if (state === "failed") Object.assign(mark, { role: "img", ariaLabel: "Not right yet:" });
    else mark.ariaHidden = "true";
    this.message.replaceChildren(mark, " ", content);
    this.message.focus({ preventScroll: true });
    // All of it if there is room. If not, its beginning: the verdict comes first.
    const room = innerHeight - parseFloat(getComputedStyle(this.message).scrollMarginTop);
    this.message.scrollIntoView({ block: this.message.offsetHeight > room ? "start" : "nearest" });
  }

  stopping(slow) {
    this.box.querySelector("[data-act=stop]").hidden = !slow;
  }

  async stop() {
    (await python()).stop();
  }

  hint() {
    const hints = this.current(".practise-hints details");
    const next = hints.find((hint) => !hint.classList.contains("reached")) ?? hints.at(-1);
    next.classList.add("reached");
    next.open = true;
    next.querySelector("summary").focus(); // the last one again, if all are open: no button takes this one's place
  }

  async solution() {
    const open = this.entry?.passed || this.entry?.failed >= 2 || this.asked;
    if (!open) {
      this.asked = true;
      const left = this.entry?.failed === 1 ? "one more check that fails" : "two checks that fail";
      this.tell("open", shown(`The solution opens after ${left}. To see it now, press Solution once more.`));
      this.buttons.get("solution").focus();
      return;
    }
    if (!this.entry?.passed || this.round) this.entry = await store.note(this.id, { helped: true });
    for (const cell of this.section.querySelectorAll(".practise-solution, .practise-why")) {
      cell.classList.add("reached");
      for (const fold of cell.querySelectorAll("details")) fold.open = true;
    }
    this.section.querySelector(".practise-solution summary").focus();
  }

  over() {
    this.replace(this.stub);
  }

  begin() {
    this.replace(this.box.dataset.start);
  }

  // Put something else in the place of the answer, which is put aside.
  async replace(text) {
    await this.keep();
    const before = this.answer.text();
    if (before === text) return;
    this.answer.set(text);
    await this.keep();
    if (before === this.stub) {
      this.answer.focus();
      return;
    }
    const back = make("button", "Bring it back", { type: "button", className: "btn btn-sm btn-outline-primary" });
    back.addEventListener("click", () => { this.replace(before); });
    const said = shown("What you had written is put aside. ");
    said.append(back);
    this.tell("open", said);
  }

  ascode() {
    this.answer.turn();
    this.buttons.get("ascode").textContent = this.answer.asCode ? "As fields" : "As code";
  }

  // It is tried once more from the beginning, once for each time that it is due.
  async again() {
    await this.keep();
    const { seed = 0, again, begun } = this.entry;
    if (begun !== again.due) {
      this.entry = await store.note(this.id, { seed: seed + 1, round: seed + 1, begun: again.due });
      this.turn(seed + 1);
      await store.put(this.key, undefined);
      this.show(undefined);
      const what = this.section.querySelector(".practise-round") ? "numbers" : "cases";
      this.tell("open", shown(`Once more from the beginning, with other ${what}. What you wrote before is kept, and is ` +
        "what your notebook holds."));
    }
    this.section.scrollIntoView({ block: "start" });
  }
}

// ---- An answer in Python: a text field, and CodeMirror in its place from the first focus on ----
class Code {
  constructor(exercise) {
    this.exercise = exercise;
    this.field = exercise.box.querySelector("textarea");
    this.field.addEventListener("input", () => { this.grow(); exercise.changed(); });
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
      event.preventDefault();
      exercise.check();
    });
  }

  text() { return this.editor ? this.editor.text() : this.field.value; }
  set(text) {
    this.field.value = text;
    this.editor?.set(text);
    this.grow();
  }
  grow() { this.field.rows = Math.max(3, this.field.value.split("\n").length); }
  focus() { (this.editor ?? this.field).focus(); }

  async wake() {
    try {
      await part.load("editor.js");
    } catch {
      return; // the text field does it, too
    }
    if (this.editor) return;
    const focused = document.activeElement === this.field;
    this.editor = nnlibEditor.make({
      parent: this.field.parentElement,
      text: this.field.value,
      label: this.field.getAttribute("aria-label"),
      selected: [this.field.selectionStart, this.field.selectionEnd],
      changed: () => this.exercise.changed(),
      submit: () => this.exercise.check(),
    });
    this.field.hidden = true;
    if (focused) this.editor.focus();
  }

  // Show the line that a message names.
  point(message) {
    const line = /^ {4}line (\d+)/m.exec(message);
    this.editor?.mark(line ? Number(line[1]) : 0);
  }
}

// ---- An answer in numbers: a field for each. What is kept is the same Python that a notebook holds. ----
class Form {
  constructor(exercise) {
    this.exercise = exercise;
    this.fields = [...exercise.box.querySelectorAll(".practise-fields [data-part]")];
    for (const field of this.fields) {
      field.addEventListener("input", () => exercise.changed());
      field.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); exercise.check(); } });
    }
    // What is said beside fields is said of each of them.
    for (const remark of exercise.box.querySelectorAll(".practise-remark")) {
      const fields = [...remark.closest(".practise-part").querySelectorAll("[data-part]")];
      remark.id = `remark-${exercise.id}-${fields[0].dataset.part}`;
      for (const field of fields) field.setAttribute("aria-describedby", remark.id);
    }
    this.plain = new Code(exercise);
  }

  // The dots of each part, filled in: the stub's line `"z1": ...,  # two numbers` becomes `"z1": [1, 2],  # two numbers`.
  text() {
    if (this.asCode) return this.plain.text();
    const values = new Map();
    for (const field of this.fields) {
      if (!values.has(field.dataset.part)) values.set(field.dataset.part, []);
      values.get(field.dataset.part).push(field);
    }
    return this.exercise.stub.replace(/^( *"(\w+)": )\.\.\.(?=,)/gm, (line, before, name) => {
      const fields = values.get(name);
      if (!fields || fields.every((field) => !field.value.trim())) return line;
      return before + nested(fields.map(written), JSON.parse(fields[0].dataset.shape));
    });
  }

  set(text) {
    const stub = this.exercise.stub.split("\n");
    const lines = text.split("\n");
    const found = new Map();
    const fits = lines.length === stub.length && lines.every((line, i) => {
      const open = /^ *"(\w+)": \.\.\.,(.*)$/.exec(stub[i]);
      if (!open) return line === stub[i];
      const filled = /^ *"(\w+)": (.*)$/.exec(line);
      if (!filled || filled[1] !== open[1] || !filled[2].endsWith(`,${open[2]}`)) return false;
      found.set(open[1], values(filled[2].slice(0, filled[2].length - open[2].length - 1)));
      return true;
    });
    const full = fits && this.fields.every((field) => {
      const of = found.get(field.dataset.part);
      return of.length === 0 || of.length === this.fields.filter((other) => other.dataset.part === field.dataset.part).length;
    });
    this.show(full ? "form" : "code");
    if (!full) return this.plain.set(text);
    const taken = new Map();
    for (const field of this.fields) {
      const place = taken.get(field.dataset.part) ?? 0;
      taken.set(field.dataset.part, place + 1);
      const value = found.get(field.dataset.part)[place] ?? "";
      field.value = value === "..." ? "" : field.dataset.kind === "words" ? unquoted(value) : value;
    }
    return undefined;
  }

  // Code of the reader's own, from a notebook, is more than fields can show.
  show(what) {
    this.asCode = what === "code";
    this.exercise.box.querySelector(".practise-fields").hidden = this.asCode;
    this.exercise.box.querySelector(".practise-code").hidden = !this.asCode;
  }

  // What is said beside the fields stands in the stub, with the numbers of the round.
  remark(stub) {
    for (const [, name, words] of stub.matchAll(/^ *"(\w+)": \.\.\., *# *(.*)$/gm)) {
      this.exercise.box.querySelector(`[data-part="${name}"]`).closest(".practise-part").querySelector(".practise-remark")
        .textContent = words;
    }
  }

  wake() { return this.plain.wake(); }
  focus() { if (this.asCode) this.plain.focus(); else this.fields[0].focus(); }
  point(message) { this.plain.point(message); }

  // The first field with a decimal comma, which Python would take for two numbers.
  comma() { return this.asCode ? undefined : this.fields.find((field) => /^\s*[-+]?\d+,\d+\s*$/.test(field.value)); }

  // Say beneath a field what is wrong with it, where the reader looks who goes on writing there.
  remind(field, words) {
    this.forget();
    const said = shown(words);
    said.className = "practise-reminder";
    said.id = `reminder-${this.exercise.box.id}`;
    field.closest(".practise-part").append(said);
    field.setAttribute("aria-invalid", "true");
    this.described = field.getAttribute("aria-describedby");
    field.setAttribute("aria-describedby", `${said.id} ${this.described ?? ""}`.trim());
    field.focus();
    said.scrollIntoView({ block: "nearest" });
    field.addEventListener("input", () => this.forget(), { once: true });
  }

  forget() {
    this.exercise.box.querySelector(".practise-reminder")?.remove();
    const field = this.fields.find((each) => each.hasAttribute("aria-invalid"));
    field?.removeAttribute("aria-invalid");
    if (this.described) field?.setAttribute("aria-describedby", this.described);
    else field?.removeAttribute("aria-describedby");
  }

  // From fields to code and back; code that is more than fields can show stays code.
  turn() {
    const text = this.text();
    if (this.asCode) {
      this.set(text);
      if (this.asCode) this.exercise.tell("open", shown("Fields cannot show this code; it counts as it is."));
    } else {
      this.show("code");
      this.plain.set(text);
    }
    this.focus();
  }
}

// What stands in a field, as Python: a number or an expression as it is, words in quotes.
function written(field) {
  const value = field.value.trim();
  if (!value) return "...";
  const bare = field.dataset.kind === "words" && !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(value);
  return bare ? JSON.stringify(value) : value;
}

const unquoted = (text) => { try { return String(JSON.parse(text)); } catch { return text; } };

function nested(values, shape) {
  if (!shape.length) return values[0];
  const each = values.length / shape[0];
  const rows = Array.from({ length: shape[0] }, (_, i) => nested(values.slice(i * each, (i + 1) * each), shape.slice(1)));
  return `[${rows.join(", ")}]`;
}

// The entries of a written value, in order, with their brackets taken off; none for dots.
function values(text) {
  const trimmed = text.trim();
  if (trimmed === "...") return [];
  if (!/^\[.*\]$/s.test(trimmed)) return [trimmed];
  const entries = [];
  let depth = 0;
  let entry = "";
  for (const letter of trimmed.slice(1, -1)) {
    if ("([{".includes(letter)) depth += 1;
    if (")]}".includes(letter)) depth -= 1;
    if (letter === "," && depth === 0) { entries.push(entry); entry = ""; } else entry += letter;
  }
  return [...entries, entry].flatMap((each) => (each.trim().startsWith("[") ? values(each) : [each.trim()]));
}

// ---- The page's bar: how far, what to try again, the notebook and the file to take along ----
const exercises = new Map([...document.querySelectorAll(".practise")].map((box) => {
  const exercise = new Exercise(box);
  return [exercise.id, exercise];
}));
let running;

const bar = {
  box: document.querySelector(".practise-bar"),
  async show() {
    const ids = [...exercises.keys()];
    const { passed, due } = await store.standing(ids);
    const progress = this.box.querySelector("progress");
    progress.max = ids.length;
    progress.value = passed;
    this.box.querySelector(".practise-count").textContent = `${passed} of ${ids.length} right`;
    const list = this.box.querySelector(".practise-due");
    list.replaceChildren();
    if (due.length) list.append(due.length === 1 ? "One to try again: " : `${due.length} to try again: `);
    due.forEach((id, i) => {
      const { box } = exercises.get(id);
      const link = make("a", box.dataset.title, { href: `#${box.id}` });
      link.addEventListener("click", (event) => {
        event.preventDefault();
        exercises.get(id).again();
      });
      list.append(i ? ", " : "", link);
    });
    const off = (await store.read("setting:again")) === "off";
    const known = Object.values(await store.progress()).some((entry) => entry.again);
    const toggle = this.box.querySelector("[data-bar=again]");
    toggle.closest("label").hidden = !known && !off;
    toggle.checked = !off;
  },
  say(text) {
    this.box.querySelector(".practise-said").textContent = text;
  },
};

function tellUnkept() {
  bar.say("This browser keeps nothing for this page (a private window?): what you write is gone when you close it. " +
    "Download your notebook before you leave.");
}

function save(name, text, type) {
  const link = make("a", "", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const lines = (text) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
const chapter = bar.box.dataset.chapter;
const chapters = bar.box.dataset.chapters.split(" ");
const LARGEST = 20e6; // bytes of a file that is read; a notebook with its pictures has a few million

async function download() {
  await Promise.all([...exercises.values()].map((exercise) => exercise.keep()));
  let notebook;
  try {
    notebook = await (await fetch(new URL(`copies/${chapter}.ipynb?v=${part.version}`, part.base))).json();
  } catch {
    bar.say("The empty notebook cannot be fetched: from the disk, or without a network, there is none. Your answers are kept here.");
    return;
  }
  for (const cell of notebook.cells) {
    const exercise = exercises.get(`${chapter}.${cell.metadata.nbgrader?.solution ? cell.id : ""}`);
    if (exercise) cell.source = lines(await exercise.first());
  }
  save(`${chapter}.ipynb`, `${JSON.stringify(notebook, null, 1)}\n`, "application/x-ipynb+json");
  bar.say(`Saved as ${chapter}.ipynb, with your answers in it.`);
}

// The answers in a notebook, by exercise: its cells are known by what checks them.
function answersIn(notebook) {
  const source = (cell) => (Array.isArray(cell.source) ? cell.source.join("") : String(cell.source));
  const checked = notebook.cells.map((cell) => /^check\("([a-z0-9]+)\.([a-z0-9-]+)"/m.exec(source(cell))).filter(Boolean);
  const chapterOf = new Map(checked.map(([, home, name]) => [name, home]));
  const found = new Map();
  for (const cell of notebook.cells) {
    const name = [cell.id, cell.metadata?.nnlib?.cell, cell.metadata?.nbgrader?.grade_id].find((each) => chapterOf.has(each));
    if (name && cell.cell_type === "code") found.set(`${chapterOf.get(name)}.${name}`, source(cell));
  }
  return found;
}

// Take answers from a file, and say in words what came of it.
async function take(file) {
  if (file.size > LARGEST) {
    bar.say(`${file.name} has ${Math.round(file.size / 1e6)} MB, and what this page reads has at most ${LARGEST / 1e6}. ` +
      "In Jupyter, clear the outputs of your notebook and save it; then open it here.");
    return;
  }
  let text;
  try {
    text = await file.text();
  } catch {
    bar.say(`${file.name} cannot be read: expected is one file, no folder.`);
    return;
  }
  if (await store.imported(text)) {
    await refresh();
    bar.say("Your progress and your answers from that file are here. What it took the place of is put aside.");
    return;
  }
  let answers;
  try {
    answers = answersIn(JSON.parse(text));
  } catch {
    answers = new Map();
  }
  const before = await store.all("answer:");
  const elsewhere = new Map(); // how many answers belong to other chapters
  for (const [id, answer] of answers) {
    const home = id.split(".")[0];
    const known = home === chapter ? exercises.has(id) : chapters.includes(home);
    if (!known || answer.trim() === "" || answer === exercises.get(id)?.box.dataset.stub) {
      answers.delete(id);
      continue;
    }
    await store.put(`answer:${id}`, answer, before[`answer:${id}`] === answer ? answer : undefined);
    if (home !== chapter) elsewhere.set(home, (elsewhere.get(home) ?? 0) + 1);
  }
  await refresh();
  bar.say(answers.size
    ? `${counted(answers.size)} taken from ${file.name}. What was here before is put aside.`
    : `${file.name} holds no answers: expected is a notebook of these exercises (.ipynb), or a file that “Save my progress” made.`);
  for (const [home, count] of elsewhere) {
    const link = make("a", `exercises of the chapter “${home}”`, { href: `${home}.html` });
    bar.box.querySelector(".practise-said").append(` ${counted(count)} of them ${count === 1 ? "belongs" : "belong"} to the `, link, ".");
  }
}

const counted = (count) => `${count} ${count === 1 ? "answer" : "answers"}`;

async function refresh() {
  const [first, again, known] = await Promise.all([store.all("answer:"), store.all("again:"), store.progress()]);
  for (const exercise of exercises.values()) await exercise.open({ ...first, ...again }, known[exercise.id]);
  await bar.show();
}

const acts = {
  download,
  async export() { save("neural-networks-by-hand.json", await store.exported(), "application/json"); },
  import() { bar.box.querySelector("input[type=file]").click(); },
};
for (const button of bar.box.querySelectorAll("button[data-bar]")) button.addEventListener("click", () => acts[button.dataset.bar]());
bar.box.querySelector("input[type=file]").addEventListener("change", ({ target }) => {
  if (target.files[0]) take(target.files[0]);
  target.value = "";
});
bar.box.querySelector("[data-bar=again]").addEventListener("change", async ({ target }) => {
  await store.change("setting:again", () => (target.checked ? undefined : "off"));
  bar.show();
});
addEventListener("dragover", (event) => { if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); });
addEventListener("drop", async (event) => {
  const files = [...event.dataTransfer?.files ?? []];
  if (!files.length) return;
  event.preventDefault();
  for (const file of files) await take(file);
});
addEventListener("pagehide", () => { for (const exercise of exercises.values()) if (exercise.timer !== undefined) exercise.keep(); });
store.listen(async (key) => {
  const id = /^(?:answer|again):(.*)/.exec(key)?.[1];
  if (exercises.has(id)) exercises.get(id).refresh();
  if (key === "nnlib-progress") {
    const known = await store.progress();
    for (const exercise of exercises.values()) { exercise.entry = known[exercise.id]; exercise.mark(); }
    bar.show();
  }
});
refresh().then(async () => { // the first page and the bar lead here with what is to be tried again
  const called = [...exercises.values()].find(({ box }) => location.hash === `#${box.id}`);
  if (called && (await store.due([called.id])).length) called.again();
});
}
