// The worker that runs a reader's Python: Pyodide, NumPy and nnlib as JupyterLite has them on this site, without a notebook.
// page/static/python.js starts it and speaks with it; page/static/engine.py is its other half. What is asked:
//   {id, ask: "check", exercise, source, seed}   judges an answer → {passed, score, message, diagnosis, guesses}
//   {id, ask: "run", cells: [{name, source}], limit}   runs cells in order in one new namespace
//                                 → {cells: [{name, outputs, error}]}, up to the first error; engine.py's `run` says more
//   {id, ask: "grade", work: [{exercise, source}]}   many checks in one call, for the tests → [result]
// And what it says meanwhile:
//   {id, loading: "…"}            what is being fetched, and how many parts are left
//   {id, phase: "running"}        the reader's own code begins: from here their time counts
//   {id, phase: "judging"}        it has ended
//   {id, result} or {id, failed}  the last word: what was asked for, or why Python could not do it, in words
"use strict";

const site = new URL("..", self.location.href);
const lite = new URL("lite/", site);
const PICTURES = ["matplotlib"];
let python, current;

const say = (what) => self.postMessage({ id: current, ...what });

// ---- Loading: what is fetched is counted, so that a reader sees how much is left ----
const parts = { asked: 0, here: 0, bytes: 0 };

function counting(fetch, wanted) {
  return async (...asked) => {
    parts.asked += 1;
    const answer = await fetch(...asked);
    if (!answer.ok || !answer.body) return answer;
    const whole = answer.clone().arrayBuffer().then((data) => {
      parts.here += 1;
      parts.bytes += data.byteLength;
      const left = Math.max(wanted, parts.asked) - parts.here;
      if (left > 0) say({ loading: `Loading Python, once: ${(parts.bytes / 1e6).toFixed(1)} MB are here, ` +
        `${left} ${left === 1 ? "part is" : "parts are"} left.` });
    });
    whole.catch(() => {});
    return answer;
  };
}

async function settings() {
  const config = await (await fetch(new URL("jupyter-lite.json", lite), { cache: "no-cache" })).json();
  const { loadPyodideOptions } = config["jupyter-config-data"].litePluginSettings["@jupyterlite/pyodide-kernel-extension:kernel"];
  const { distributionURL, wheelsURL } = loadPyodideOptions;
  return { distributionURL: new URL(distributionURL, lite).href, wheelsURL: new URL(wheelsURL, lite).href };
}

async function start() {
  say({ loading: "Loading Python, once …" });
  const honest = self.fetch;
  self.fetch = counting(honest.bind(self), 8);
  try {
    importScripts(new URL("python/start.js", lite).href); // JupyterLite's own: it sets loadPyodide, and explains what fails
    const own = fetch(new URL(`engine.py${self.location.search}`, self.location.href)).then((answer) => answer.text());
    const pyodide = await self.loadPyodide({ ...await settings(), packages: ["numpy", "nnlib"], light: true });
    pyodide.FS.writeFile("engine.py", await own);
    say({ loading: "Starting Python …" });
    python = pyodide.pyimport("engine");
    python.pyodide = pyodide;
    self.python = pyodide;
  } finally {
    self.fetch = honest;
  }
}

async function withPictures(source) {
  if (!python.wants_pictures(source)) return;
  say({ loading: "Loading Matplotlib, once …" });
  await self.python.loadPackage(PICTURES);
}

const acts = {
  async check({ exercise, source, seed }) {
    await withPictures(source);
    return python.check(exercise, source, seed ?? 0, (phase) => say({ phase }));
  },
  async run({ cells }) {
    await withPictures(cells.map((cell) => cell.source).join("\n"));
    return python.run(JSON.stringify(cells), (phase) => say({ phase }));
  },
  async grade({ work }) {
    return python.grade_all(JSON.stringify(work));
  },
  async ready() { return "null"; },
};

let before = Promise.resolve();
self.onmessage = ({ data }) => {
  if (!acts[data.ask]) return; // Pyodide's own messages
  before = before.then(async () => {
    current = data.id;
    try {
      if (!python) await start();
      say({ result: JSON.parse(await acts[data.ask](data)) });
    } catch (error) {
      const said = String(error.message ?? error).trim();
      say(python
        ? { failed: `The course's own code stumbled (${said.split("\n").at(-1)}). That is our mistake and not yours; your ` +
            "answer is kept. Please tell us.", started: true }
        : { failed: said, started: false });
    }
  });
};
