// A page's way to the worker (engine.js): one for the page, started at the first question, and started again after a stop.
//   nnlibPython.ask({ask, …}, {says, limit})   asks as engine.js's first lines tell; returns a promise of the result.
//       says(text)    hears what is being loaded, and "" when the code begins to run
//       limit         seconds that the reader's own code may run; then the worker is ended and a new one started
//       It is rejected with an Error whose message is for the reader; `error.kind` is "stopped", "limit", "disk" or "blocked".
//   nnlibPython.stop()      ends what runs now, as the limit does
//   nnlibPython.warm()      starts Python without asking anything, so that the first question waits less
//   nnlibPython.slow(act)   act(true) when something has run for two seconds, act(false) when it has ended
{
const SLOW = 2_000; // milliseconds after which there is something to press
const FROM_DISK = "This page was opened from the disk, and Python runs only where a web server shows it. In the folder of the " +
  "course, run “make serve” (without make: python tools/serve.py _build/html 8000) and open the address that it prints. " +
  "What you write here is kept in any case.";
// Seen in WebKit 2.50: a worker that is ended within WebAssembly goes on, and no page can do more about it.
const RUNS_ON = navigator.vendor.startsWith("Apple")
  ? " In Safari, and in other browsers made of WebKit, what was stopped may keep the machine busy until the tab is closed."
  : "";
const { base, version } = nnlibPart;

let worker = null;
let next = 0;
const waiting = new Map(); // questions by their numbers
const observers = new Set();
let slowly = false;

function told(now) {
  if (now === slowly) return;
  slowly = now;
  for (const act of observers) act(now);
}

function fault(kind, text) {
  return Object.assign(new Error(text), { kind });
}

function settle(id) {
  const question = waiting.get(id);
  waiting.delete(id);
  clearTimeout(question?.timer);
  clearTimeout(question?.slowTimer);
  if (!waiting.size) told(false);
  return question;
}

function heard({ data }) {
  if (data.nnlibStart) for (const question of waiting.values()) question.says(data.nnlibStart);
  const question = waiting.get(data.id);
  if (!question) return;
  if (data.loading) question.says(data.loading);
  if (data.phase === "running") {
    question.says("");
    question.slowTimer = setTimeout(() => told(true), SLOW);
    question.timer = setTimeout(() => end("limit", question.limit), 1000 * question.limit);
  }
  if (data.phase === "judging") {
    clearTimeout(question.timer);
  }
  if ("result" in data) settle(data.id).resolve(data.result);
  if ("failed" in data) {
    settle(data.id).reject(fault(data.started ? "failed" : "blocked", data.failed));
    if (!data.started) discard();
  }
}

function discard() {
  worker?.terminate();
  worker = null;
}

function started() {
  if (worker) return worker;
  worker = new Worker(new URL(`engine.js?v=${version}`, base));
  worker.onmessage = heard;
  worker.onerror = (event) => {
    event.preventDefault();
    discard();
    const why = "Python could not start: the worker of this page cannot be loaded. Reload the page; what you wrote is kept.";
    for (const id of [...waiting.keys()]) settle(id).reject(fault("blocked", why));
  };
  return worker;
}

function end(kind, seconds) {
  discard();
  const why = kind === "limit"
    ? `Stopped after ${seconds} seconds: is there a loop that never ends, or one with far more steps than it needs? ` +
      `Python starts anew; what you wrote is still here.${RUNS_ON}`
    : `You stopped it. Python starts anew; what you wrote is still here.${RUNS_ON}`;
  for (const id of [...waiting.keys()]) settle(id).reject(fault(kind === "limit" ? "limit" : "stopped", why));
  warm();
}

function ask(what, { says = () => {}, limit = 60 } = {}) {
  if (location.protocol === "file:") return Promise.reject(fault("disk", FROM_DISK));
  next += 1;
  const id = next;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject, says, limit });
    started().postMessage({ ...what, id });
  });
}

const warm = (says) => ask({ ask: "ready" }, { says }).catch(() => {});

self.nnlibPython = { ask, warm, stop: () => end("stopped"), slow: (act) => observers.add(act) };
}
