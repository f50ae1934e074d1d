"""What truncated backpropagation costs: names as one stream, cut into pieces of w steps.

The state is carried from piece to piece, the error is not. Every training reads the same letters
equally often and takes a step of Adam after 240 of them: short pieces are read in more lanes.
"""

import numpy as np

import nnlib
from benchmarks.text import letters
from benchmarks.text.counts import PLACE, SYMBOLS

WINDOWS = (1, 2, 3, 5, 8, 15, 30)
RATES = (0.003, 0.01, 0.03)
LETTERS, EPOCHS, STARTS = 240, 16, 3


def stream(names, lanes, rng):
    """Return numbers (lanes, T + 1): the names in a random order, each ended by its dot."""
    text = "".join(names[n] + "." for n in rng.permutation(len(names)))
    T = (len(text) - 1) // lanes
    numbers = np.array([PLACE[symbol] for symbol in text])
    starts = np.arange(lanes)[:, None] * T
    return numbers[starts + np.arange(T + 1)]


def learn(model, names, window, rate, epochs, rng):
    """Train on pieces of a stream that is drawn anew for each epoch."""
    adam, eye = nnlib.Adam(), np.eye(len(SYMBOLS))
    eta = letters.falling(rate, epochs)
    for epoch in range(epochs):
        numbers, state = stream(names, LETTERS // window, rng), None
        for start in range(0, numbers.shape[1] - 1, window):
            piece = eye[numbers[:, start : start + window + 1]]
            trace = model.forward(piece[:, :-1], state)
            grad = model.backward(trace, piece[:, 1:]).grad
            grad *= min(1.0, 5.0 / np.linalg.norm(grad))  # eq-rnn-clip
            adam.step(model.theta, grad, eta(epoch))
            state = trace.state
    return model


def pieces(windows=WINDOWS, rates=RATES, epochs=EPOCHS, starts=STARTS):
    """Return costs by window, each at the rate that does best in validation."""
    train, validation, test = letters.split(nnlib.datasets.names(), 516)
    coded = [letters.encode(some) for some in (validation, test)]
    rows = []
    for window in windows:
        runs = {}
        for rate in rates:
            rng = np.random.default_rng(100)
            model = learn(letters.network("RNN", 100), train, window, rate, epochs, rng)
            runs[rate] = letters.cost(model, coded[0])
        rate, costs = min(runs, key=runs.get), []
        for seed in range(starts):
            rng = np.random.default_rng(seed)
            model = learn(letters.network("RNN", seed), train, window, rate, epochs, rng)
            costs.append([round(letters.cost(model, some), 5) for some in coded])
        rows.append({"window": window, "rate": rate, "costs": costs})
        rows[-1]["rates"] = {str(r): round(v, 5) for r, v in runs.items()}
        print(rows[-1], flush=True)
    return rows
