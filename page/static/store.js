// What a reader has done, kept in this browser: one store for the pages of the book and for JupyterLite, in every tab.
//
// It is an IndexedDB database "nnlib-progress" of keys and texts, kept when the site is renewed. The keys:
//   "nnlib-progress"     {"version": 1, "exercises": {id: entry}} as JSON, as nnlib/checks/memory.py writes progress.json.
//                        An entry is {passed, score, failed}, and may have `guess`, `helped` (the solution was open before
//                        it was right), `again`: {step, due}, see below, `seed` (how often it has come back),
//                        `round` (the same, until it is right again) and `begun` (the day for which it was begun again)
//   "answer:ID"          what the reader has written as an answer, Python
//   "again:ID"           the same where it has come back, with other numbers or cases: the answer above stays what is handed in
//   "aside:ID"           a list, as JSON, of answers that another took the place of
//   "cell:PAGE#ID"       what the reader has made of a chapter's cell (page/static/run.js)
//   "setting:NAME"       a choice of the reader's, such as "setting:again" = "off"
//
// Use it as `nnlibStore`; each function returns a promise, and none is ever rejected:
//   read(key)                  the text, or undefined
//   all(prefix)                {key: text} of the keys that begin so
//   change(key, how)           replaces the text by how(text), in one transaction: two tabs lose nothing. Undefined deletes.
//   progress()                 {id: entry} of all exercises that were checked or opened
//   record(id, result)         adds a check, as memory.record does; returns the entry
//   note(id, what)             adds fields to an entry
//   merge(before, after)       adds to the store what changed between two texts of progress (JupyterLite's worker)
//   standing(ids)              {passed, tried, due: [ids]} for some exercises: what a bar of progress shows
//   due(ids)                   the ids that are to be tried again today
//   put(key, text, seen)      writes an answer; see below
//   exported(), imported(text) all of it as one text, for a file; what is there already is merged, not written over
// `kept()` tells, after one of these, whether the browser keeps anything: not in some private windows. Then the store
// lasts as long as the page. `listen(act)` calls act(key) whenever another tab, or this one, has changed something.

{
const NAME = "nnlib-progress";
const DAY = 86_400_000; // milliseconds
const INTERVALS = [1, 7, 21]; // days until an exercise that was missed comes back
const memory = new Map(); // where the browser keeps nothing
let refused = false;

const promised = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = request.onblocked = () => reject(request.error);
});

let opening;
function database() {
  opening ??= (() => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(NAME);
    return promised(request);
  })();
  return opening;
}

// One transaction: other tabs wait. Where there is no database, a map of this page stands in.
async function within(mode, act, instead) {
  try {
    const open = await database();
    const transaction = open.transaction(NAME, mode);
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    const found = await act(transaction.objectStore(NAME));
    await done;
    return found;
  } catch {
    refused = true;
    return instead();
  }
}

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(NAME);
const listeners = new Set();
const hear = (key) => { for (const act of listeners) act(key); };
if (channel) channel.onmessage = ({ data }) => hear(data);

const read = (key) => within("readonly", (store) => promised(store.get(key)), () => memory.get(key));

const all = (prefix) => within("readonly", async (store) => {
  const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
  const [keys, texts] = await Promise.all([promised(store.getAllKeys(range)), promised(store.getAll(range))]);
  return Object.fromEntries(keys.map((key, i) => [key, texts[i]]));
}, () => Object.fromEntries([...memory].filter(([key]) => key.startsWith(prefix))));

async function change(key, how) {
  let before, text;
  const put = (old) => { before = old; text = how(old); return text; };
  await within("readwrite", (store) => new Promise((resolve, reject) => {
    const request = store.get(key);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => { // without waiting, or the transaction would end
      put(request.result);
      if (text === undefined) store.delete(key); else store.put(text, key);
      resolve();
    };
  }), () => {
    put(memory.get(key));
    if (text === undefined) memory.delete(key); else memory.set(key, text);
  });
  if (text !== before) {
    hear(key);
    channel?.postMessage(key);
  }
  return text;
}

// ---- Progress ----
function entries(text) {
  try {
    const known = JSON.parse(text ?? "{}").exercises ?? {};
    return Object.fromEntries(Object.entries(known).filter(([, entry]) => entry && typeof entry === "object"));
  } catch {
    return {};
  }
}

const asText = (known) => JSON.stringify({ version: 1, exercises: known }, null, 1);
const progress = async () => entries(await read(NAME));

async function alter(id, how) {
  const text = await change(NAME, (old) => {
    const known = entries(old);
    known[id] = how({ passed: false, score: 0, failed: 0, ...known[id] });
    return asText(known);
  });
  return entries(text)[id];
}

const note = (id, what) => alter(id, (entry) => ({ ...entry, ...what }));

// When an exercise is to be tried again: a day after it was missed, or solved with help; then after a week, then after
// three. Days are the reader's own, as the calendar on the wall has them.
function inDays(days) {
  const day = new Date(Date.now() + days * DAY);
  const two = (number) => String(number).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
const isDue = (entry) => Boolean(entry?.again) && entry.again.due <= inDays(0);
const round = (step) => (step < INTERVALS.length ? { step, due: inDays(INTERVALS[step]) } : undefined);

function again(entry, passed) {
  const missed = passed ? entry.helped : !entry.passed || isDue(entry);
  if (missed) return round(0);
  return passed && isDue(entry) ? round(entry.again.step + 1) : entry.again;
}

// As nnlib/checks/memory.py's `record`, and what comes back later.
function record(id, { passed, score, diagnosis, guesses }) {
  if (diagnosis === "not-started") return alter(id, (entry) => entry);
  const onTheWay = ["guessed", "no-guess", "unfinished"].includes(diagnosis); // nothing is wrong yet, as memory.py has it
  return alter(id, (entry) => {
    const after = {
      ...entry,
      passed: entry.passed || passed,
      score: Math.max(entry.score, score),
      failed: entry.failed + (passed || onTheWay ? 0 : 1),
    };
    if (guesses && Object.keys(guesses).length) after.guess ??= guesses;
    if (!onTheWay) after.again = again(entry, passed);
    if (passed) delete after.helped;
    if (passed) delete after.round;
    return JSON.parse(JSON.stringify(after)); // without what is undefined
  });
}

function merge(before, after) {
  const [old, fresh] = [entries(before), entries(after)];
  return change(NAME, (text) => {
    const known = entries(text);
    for (const [id, entry] of Object.entries(fresh)) {
      if (JSON.stringify(entry) === JSON.stringify(old[id])) continue;
      const here = known[id];
      known[id] = here === undefined ? entry : {
        ...entry, ...here,
        passed: Boolean(here.passed || entry.passed),
        score: Math.max(here.score ?? 0, entry.score ?? 0),
        failed: (here.failed ?? 0) + Math.max(0, (entry.failed ?? 0) - (old[id]?.failed ?? 0)),
      };
    }
    return asText(known);
  });
}

async function due(ids) {
  if (await read("setting:again") === "off") return [];
  const known = await progress();
  return ids.filter((id) => isDue(known[id]));
}

async function standing(ids) {
  const known = await progress();
  return {
    passed: ids.filter((id) => known[id]?.passed).length,
    tried: ids.filter((id) => known[id]).length,
    due: await due(ids),
  };
}

// ---- A file to take along ----
async function exported() {
  return JSON.stringify({ nnlib: 1, texts: await all("") }, null, 1);
}

// What stands in a file may be anything: an entry is taken for what it is to be, or left out.
const whole = (number) => (Number.isInteger(number) && number >= 0 ? number : 0);
function sound([id, entry]) {
  const { passed, score, failed, again: { step, due } = {}, ...rest } = { ...entry, again: entry.again ?? {} };
  const back = Number.isInteger(step) && INTERVALS[step] && /^\d{4}-\d\d-\d\d$/.test(due) ? { again: { step, due } } : {};
  const share = Math.min(Math.max(Number(score) || 0, 0), 1);
  return [id, { ...rest, ...back, passed: passed === true, score: share, failed: whole(failed) }];
}

async function imported(text) {
  let texts;
  try {
    const file = JSON.parse(text);
    if (file.nnlib !== 1) return false;
    texts = Object.entries(file.texts);
    if (typeof file.texts !== "object" || Array.isArray(file.texts)) return false; // texts and lists have entries, too
    if (texts.some(([, each]) => typeof each !== "string")) return false;
  } catch {
    return false;
  }
  for (const [key, value] of texts) {
    if (key === NAME) await merge("", asText(Object.fromEntries(Object.entries(entries(value)).map(sound))));
    else if (/^(answer|again):/.test(key)) await put(key, value);
    else if (/^(cell|aside|setting):/.test(key)) await change(key, (old) => old ?? value);
  }
  return true;
}

// ---- Answers ----
function list(text) {
  try {
    const found = JSON.parse(text ?? "[]");
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

// Writes an answer. One that the writer has not seen (of another tab, or one that an import takes the place of) is put
// aside. `seen` is what the writer knew to be there; the key is "answer:ID" or "again:ID".
async function put(key, text, seen) {
  let lost;
  await change(key, (old) => {
    lost = old !== undefined && old !== seen && old !== text ? old : undefined;
    return text;
  });
  if (lost !== undefined) {
    await change(key.replace(/^\w+/, "aside"), (old) => JSON.stringify([...new Set([...list(old), lost])].slice(-9)));
  }
}

self.nnlibStore = {
  read, all, change, progress, record, note, merge, standing, due, exported, imported, put,
  kept: () => !refused,
  listen: (act) => listeners.add(act),
};
}
