// The forward pass of a network of dense layers, in the page: what nnlib.MLP.forward does for one example.
// A test compares the two. layers: [{ W: rows of weights, b: biases, activation: name }, …]

window.nnlibNetwork = (() => {
  const each = (f) => (z) => z.map(f);
  const activations = {
    sigmoid: each((z) => 1 / (1 + Math.exp(-z))),
    tanh: each(Math.tanh),
    relu: each((z) => Math.max(z, 0)),
    identity: each((z) => z),
    softmax(z) {
      const highest = Math.max(...z); // taken off, so that no exponential overflows
      const e = z.map((v) => Math.exp(v - highest));
      const sum = e.reduce((a, v) => a + v, 0);
      return e.map((v) => v / sum);
    },
  };

  // Return the outputs of every layer: the hidden units' activities, then the answer.
  function answers(layers, x) {
    let a = x;
    return layers.map(({ W, b, activation }) => {
      const z = W.map((row, j) => row.reduce((sum, w, k) => sum + w * a[k], b[j]));
      a = activations[activation](z);
      return a;
    });
  }

  return { answers };
})();
