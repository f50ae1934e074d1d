// A recurrent network that writes in the page: what nnlib.RNN.step does for one sequence, with the softmax of the z
// divided by the temperature. A test compares the shares. The weights are those of the chapter's network.

window.nnlibWriter = (() => {
  const NAMES = 8, LONGEST = 30;
  const times = (W, v) => W.map((row) => row.reduce((sum, w, k) => sum + w * v[k], 0));

  // Read one symbol: the next state, and the z of the output layer.
  function step({ W_xh, W_hh, b_h, W_hy, b_y }, symbol, state) {
    const before = times(W_hh, state);
    const h = b_h.map((b, i) => Math.tanh(b + W_xh[i][symbol] + before[i]));
    return [h, times(W_hy, h).map((z, k) => z + b_y[k])];
  }

  function shares(z, temperature) {
    const highest = Math.max(...z);
    const e = z.map((v) => Math.exp((v - highest) / temperature));
    const sum = e.reduce((a, v) => a + v, 0);
    return e.map((v) => v / sum);
  }

  // What comes after these letters: state and z, once the dot and all of them have been read.
  function read(network, letters) {
    let state = network.b_h.map(() => 0), z;
    for (const symbol of [0, ...[...letters].map((s) => network.symbols.indexOf(s))]) {
      [state, z] = step(network, symbol, state);
    }
    return [state, z];
  }

  function after(network, letters, temperature) {
    return shares(read(network, letters)[1], temperature);
  }

  function drawn(p) {
    let left = Math.random() * p.reduce((a, v) => a + v, 0), k = 0;
    while (k < p.length - 1 && (left -= p[k]) > 0) k++;
    return k;
  }

  function write(network, first, temperature) {
    let [state, z] = read(network, first), text = first;
    while (text.length < LONGEST) {
      const symbol = drawn(shares(z, temperature));
      if (symbol === 0) break;
      text += network.symbols[symbol];
      [state, z] = step(network, symbol, state);
    }
    return text;
  }

  function start(element, network) {
    const [first, heat] = element.querySelectorAll(".nnlib-writer input");
    const shown = element.querySelector(".nnlib-writer output"), names = element.querySelector(".nnlib-writer-names");
    function go() {
      const known = [...first.value.toLowerCase()].filter((s) => network.symbols.indexOf(s) > 0).join("");
      const wrote = Array.from({ length: NAMES }, () => write(network, known, Number(heat.value)));
      names.textContent = wrote.join("  ");
    }
    heat.addEventListener("input", () => (shown.value = Number(heat.value).toFixed(1)));
    heat.addEventListener("change", go);
    first.addEventListener("keydown", (event) => { if (event.key === "Enter") go(); });
    element.querySelector(".nnlib-writer button").addEventListener("click", go);
    go();
  }

  return { after, start, write };
})();

nnlibLiveReady("letter-writer", window.nnlibWriter.start);
