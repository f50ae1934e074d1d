"""Right answers written otherwise."""

import numpy as np

SYMBOLS = ".abcd"


def name_by_name(model, names):
    costs = []
    for name in names:
        numbers = [SYMBOLS.index(s) for s in f".{name}."]
        a = model.predict(np.eye(5)[numbers[:-1]][None])[0]
        costs.append(-np.log(a[range(len(a)), numbers[1:]]).mean())
    return costs


def all_names_at_once(model, names):
    T = 1 + max(map(len, names))
    numbers = np.zeros((len(names), T + 1), dtype=int)
    for row, name in zip(numbers, names, strict=True):
        row[1 : 1 + len(name)] = [SYMBOLS.index(s) for s in name]
    a = model.predict(np.eye(5)[numbers[:, :-1]])
    each = -np.log(np.take_along_axis(a, numbers[:, 1:, None], axis=2)[:, :, 0])
    lengths = np.array([len(name) + 1 for name in names])
    return np.where(np.arange(T) < lengths[:, None], each, 0).sum(axis=1) / lengths


ANSWERS = [name_by_name, all_names_at_once]
