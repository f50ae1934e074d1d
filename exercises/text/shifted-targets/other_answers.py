"""Right answers written otherwise."""

import numpy as np

SYMBOLS = ".abcd"


def by_padding_texts(names, T):
    rows = [f".{name}".ljust(T + 1, ".") for name in names]
    hot = np.array([[[s == symbol for symbol in SYMBOLS] for s in row] for row in rows])
    exists = [[1] * (len(name) + 1) + [0] * (T - len(name) - 1) for name in names]
    return hot[:, :-1].astype(float), hot[:, 1:].astype(float), exists


def by_rolling(names, T):
    X = np.zeros((len(names), T, 5))
    X[:, :, 0] = 1
    for row, name in zip(X, names, strict=True):
        for t, symbol in enumerate(name, 1):
            row[t] = np.eye(5)[SYMBOLS.index(symbol)]
    lengths = np.array([len(name) for name in names])
    return X, np.roll(X, -1, axis=1), (np.arange(T) <= lengths[:, None]).astype(float)


ANSWERS = [by_padding_texts, by_rolling]
