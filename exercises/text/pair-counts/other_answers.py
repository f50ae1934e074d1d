"""Right answers written otherwise."""

from collections import Counter

import numpy as np


def with_a_counter(names, symbols, a):
    text = "".join(f".{name}" for name in names) + "."
    pairs = Counter(text[k : k + 2] for k in range(len(text) - 1))
    rows = []
    for given in symbols:
        row = [pairs[given + comes] + a for comes in symbols]
        rows.append([count / sum(row) for count in row])
    return rows


def by_one_hot(names, symbols, a):
    K = len(symbols)
    table = np.zeros((K, K))
    for name in names:
        rows = np.eye(K)[[symbols.index(s) for s in f".{name}."]]
        table += rows[:-1].T @ rows[1:]
    return (table + a) / (table.sum(axis=1)[:, None] + K * a)


ANSWERS = [with_a_counter, by_one_hot]
