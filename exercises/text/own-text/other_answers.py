"""Right answers written otherwise."""

import numpy as np

from nnlib.lstm import LSTM
from nnlib.optimizers import Adam
from nnlib.rnn import RNN
from nnlib.training import train

WAY = {"output": "softmax", "loss": "cross_entropy"}


def carried_along(text, text_new, rng):
    """Read the text in lanes, piece by piece, with the state carried along."""
    symbols = sorted(set(text))
    K = len(symbols)
    place = {symbol: k for k, symbol in enumerate(symbols)}
    numbers = np.array([place[symbol] for symbol in text])
    cut = int(0.8 * len(numbers))
    long = (cut - 1) // 8
    lanes = np.eye(K)[[numbers[k * long : (k + 1) * long + 1] for k in range(8)]]
    model, optimizer = RNN(K, 20, K, activation="tanh", **WAY, rng=rng), Adam()
    for _ in range(12):
        state = None
        for at in range(0, long, 20):
            piece = lanes[:, at : at + 21]
            trace = model.forward(piece[:, :-1], state)
            grad = model.backward(trace, piece[:, 1:]).grad
            grad *= min(1, 5 / np.linalg.norm(grad))
            optimizer.step(model.theta, grad, 0.03)
            state = trace.state
    held = np.eye(K)[numbers[cut:]]
    a = model.predict(held[None, :-1])[0]
    new = np.eye(K)[[place[symbol] for symbol in text_new[:-1]]]
    return model.predict(new[None])[0], -np.log((a * held[1:]).sum(axis=1)).mean()


def with_gates_and_masks(text, text_new, rng):
    """Train an LSTM, with steps at the end of the rectangle that do not exist."""
    symbols = sorted(set(text))
    K, T = len(symbols), 20
    rows = np.eye(K)[[symbols.index(symbol) for symbol in text]]
    cut = 3 * len(rows) // 4
    count = -(-(cut - 1) // T)
    X, Y = np.zeros((2, count * T, K))
    X[: cut - 1], Y[: cut - 1] = rows[: cut - 1], rows[1:cut]
    Y[cut - 1 :, 0] = 1.0
    weights = (np.arange(count * T) < cut - 1).astype(float)
    X, Y, weights = X.reshape(count, T, K), Y.reshape(count, T, K), weights.reshape(count, T)
    model = LSTM(K, 16, K, **WAY, rng=rng)
    how = {"epochs": 20, "batch_size": 8, "max_norm": 5.0, "rng": rng, "weights": weights}
    train(model, X, Y, eta=0.03, optimizer=Adam(), **how)
    a = model.predict(rows[None, cut:-1])[0]
    new = np.eye(K)[[symbols.index(symbol) for symbol in text_new[:-1]]]
    return model.predict(new[None])[0], np.mean(-np.log(a[rows[cut + 1 :] == 1]))


ANSWERS = [carried_along, with_gates_and_masks]


# Changes to the solution that leave it right, and why.
EQUIVALENT = {
    "line 3: 20 → 21": "pieces of one step more",
    "line 8: 5 → 6": "a sixth is kept back in place of a fifth",
    "line 10: 1 → 2": "a piece less, now and then",
    "line 14: 16 → 17": "one unit more",
    "line 15: 15 → 16": "one epoch more",
    "line 15: 10 → 11": "one piece more in a batch",
    "line 15: 5.0 → 6.0": "a limit that is hardly ever reached",
}
