// What the notebooks' worker loads in place of Pyodide's own pyodide.js: it starts Pyodide with the course's wheels
// among its packages. Where Pyodide lies, and where the wheels, jupyter-lite.json says; both as full addresses.

const SLOW = 20_000; // milliseconds without an answer, after which the reader hears of it
const KEPT = "nnlib-progress";

// lite/notice.js shows it on the page; an empty text takes it away.
const tell = (nnlibStart) => self.postMessage({ nnlibStart });

// Which address it is, what became of it, and what the reader can do.
function explained(address, what) {
  const here = address.startsWith(self.location.origin);
  const remedy = here
    ? "It belongs to this site: whoever runs it may have to build it again (make book)."
    : `Your network may block ${new URL(address).host}: allow it there, or ask whoever runs this site to put Pyodide on ` +
      "the site itself (PYODIDE_DIR in the README).";
  return `Python could not start: ${address} ${what}. ${remedy} Then reload this page. What you wrote is kept.`;
}

// Fetch as before, and say at once what cannot be had: Pyodide goes on without a package, and waits for ever for itself.
function noting(fetch, miss) {
  return async (asked, ...more) => {
    const address = asked.url ?? String(asked);
    const waiting = setTimeout(() => tell(`Python is still waiting for ${address} …`), SLOW);
    try {
      const answer = await fetch(asked, ...more);
      if (!answer.ok) miss(address, `cannot be had (the server says ${answer.status})`);
      else if (answer.headers.get("content-type")?.includes("html"))
        miss(address, "answers with a web page, perhaps of your network's own, in place of the file");
      return answer;
    } catch (error) {
      miss(address, "cannot be reached, or what comes is not what belongs there");
      throw error;
    } finally {
      clearTimeout(waiting);
    }
  };
}

// nnlib looks for localStorage, which workers lack. The store that the pages of the book keep progress in stands in for it
// (page/static/store.js): what is solved there is solved here. It waits for no answer, so what is known is kept at hand.
async function keeping(home) {
  importScripts(`${home}store.js`); // sets nnlibStore
  const store = self.nnlibStore;
  const texts = new Map([[KEPT, await store.read(KEPT)]]);
  if (!store.kept()) return; // without a database nnlib says that nothing is kept
  store.listen(async (key) => { if (key === KEPT) texts.set(key, await store.read(key)); });
  self.localStorage = {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => {
      store.merge(texts.get(key), text);
      texts.set(key, text);
    },
  };
}

async function read(address, miss) {
  const answer = await fetch(address, { cache: "no-cache" }); // after an update of the site, none that the browser kept
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  try {
    return await answer.json();
  } catch (error) {
    miss(address, "holds something else than it should");
    throw error;
  }
}

// `light`: nnlib without what it needs to draw, as page/static/engine.js begins.
async function started({ distributionURL, wheelsURL, packages, light, ...options }, miss) {
  const [lock, wheels] = await Promise.all([
    read(`${distributionURL}pyodide-lock.json`, miss),
    read(`${wheelsURL}wheels.json`, miss),
  ]);
  // Pyodide looks for packages beside itself; ours lie on this site, under whatever address it has.
  for (const [name, wheel] of Object.entries(wheels)) {
    lock.packages[name] = { ...wheel, file_name: new URL(wheel.file_name, wheelsURL).href };
  }
  if (light) lock.packages.nnlib.depends = ["numpy"];
  const program = `${distributionURL}pyodide.js`;
  try {
    importScripts(program); // replaces loadPyodide below
  } catch (error) {
    miss(program, "cannot be reached, or is no program");
    throw error;
  }
  const python = await self.loadPyodide({
    ...options,
    indexURL: distributionURL,
    lockFileURL: URL.createObjectURL(new Blob([JSON.stringify(lock)])),
    // The kernel asks for ssl at each start, and nothing here needs its 2 MB; `import ssl` still loads it.
    packages: packages.filter((name) => name !== "ssl"),
  });
  // Every first figure would begin with a warning that fonts are being looked for, and every first progress bar with
  // one that there are no threads.
  python.runPython(`import logging, warnings
logging.getLogger("matplotlib.font_manager").setLevel("ERROR")
warnings.filterwarnings("ignore", "tqdm:disabling monitor")`);
  return python;
}

self.loadPyodide = async (options) => {
  let why = "";
  const miss = (address, what) => {
    why ||= explained(address, what); // the first is the cause of the others
    tell(why);
  };
  const fetch = self.fetch;
  self.fetch = noting(fetch.bind(self), miss);
  try {
    await keeping(options.wheelsURL).catch(() => {}); // Python without a memory is better than none
    const python = await started(options, miss);
    if (why) throw new Error(why);
    tell("");
    return python;
  } catch (error) {
    throw why ? new Error(why, { cause: error }) : error;
  } finally {
    self.fetch = fetch;
  }
};
