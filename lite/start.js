// What the notebooks' worker loads in place of Pyodide's own pyodide.js: it starts Pyodide with the course's wheels
// among its packages. Where Pyodide lies, and where the wheels, jupyter-lite.json says; both as full addresses.

self.loadPyodide = async ({ distributionURL, wheelsURL, packages, ...options }) => {
  const [lock, wheels] = await Promise.all(
    [`${distributionURL}pyodide-lock.json`, `${wheelsURL}wheels.json`].map(
      // After an update of the site, none that the browser kept.
      async (address) => (await fetch(address, { cache: "no-cache" })).json(),
    ),
  );
  // Pyodide looks for packages beside itself; ours lie on this site, under whatever address it has.
  for (const [name, wheel] of Object.entries(wheels)) {
    lock.packages[name] = { ...wheel, file_name: new URL(wheel.file_name, wheelsURL).href };
  }
  importScripts(`${distributionURL}pyodide.js`); // replaces this function
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
};
