"""The recurrent network in plain Python, and central differences: what the chapters are held to."""

import ast
import json
import math
from pathlib import Path

import numpy as np

import nnlib

CHAPTERS = Path(__file__).parents[1] / "chapters"
N, T, D, H, C = 3, 4, 2, 3, 2  # no product of one size with another that does not fit


def code_cells(name):
    """The code of a chapter, cell by cell."""
    notebook = json.loads((CHAPTERS / f"{name}.ipynb").read_text(encoding="utf-8"))
    return ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]


def functions(name):
    """The definitions of the functions of a chapter."""
    trees = map(ast.parse, code_cells(name))
    return [n for tree in trees for n in tree.body if isinstance(n, ast.FunctionDef)]


def defined(name):
    """The functions that a chapter defines, by name, in the namespace that they share."""
    names = {"np": np, "nnlib": nnlib}
    exec(compile(ast.Module(functions(name), []), f"{name}.ipynb", "exec"), names)
    return names


def random_weights(rng, *more):
    shapes = ((H, D), (H, H), (H, 1), (C, H), (C, 1))
    return [rng.normal(size=(*more, *shape)) for shape in shapes]


def random_data(rng):
    return rng.normal(size=(T, D, N)), rng.uniform(size=(T, C, N))


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


def dot(row, values):
    return sum(w * v for w, v in zip(row, values, strict=True))


def plain(weights, X, nudge=None, states=None):
    """States and outputs, [n][t][unit], in plain Python; `states` replaces the h that is fed back.

    `nudge=("h" or "y", t, unit, n, eps)` adds eps to one weighted input; t counts from 0.
    """
    W_xh, W_hh, b_h, W_hy, b_y = (w.tolist() for w in weights)
    *place, eps = nudge or (None, 0.0)
    all_h, all_a = [], []
    for n in range(X.shape[-1]):
        h, outputs = [[0.0] * len(W_hh)], []
        for t in range(len(X)):
            before = h[-1] if states is None else states[n][t]
            z = [
                dot(W_xh[i], X[t, :, n].tolist()) + dot(W_hh[i], before) + b_h[i][0]
                for i in range(len(W_hh))
            ]
            z = [v + eps * (place == ["h", t, i, n]) for i, v in enumerate(z)]
            h.append([sigmoid(v) for v in z])
            z = [dot(row, h[-1]) + b[0] for row, b in zip(W_hy, b_y, strict=True)]
            z = [v + eps * (place == ["y", t, c, n]) for c, v in enumerate(z)]
            outputs.append([sigmoid(v) for v in z])
        all_h.append(h)
        all_a.append(outputs)
    return all_h, all_a


def rows(sequences):
    """[n][t][unit] as an array with time first and examples last."""
    return np.array(sequences).transpose(1, 2, 0)


def cost(a, Y, first=0):
    """Mean square, in plain Python, over the steps from `first` on."""
    squares = [
        (p - y) ** 2
        for n, sequence in enumerate(a)
        for t, outputs in enumerate(sequence)
        for p, y in zip(outputs, Y[t, :, n], strict=True)
        if t >= first
    ]
    return sum(squares) / len(squares)


def slopes(f, shape, eps=1e-6):
    """Central differences of f(index, nudge) for every index of an array."""
    found = np.empty(shape)
    for index in np.ndindex(shape):
        found[index] = (f(index, eps) - f(index, -eps)) / (2 * eps)
    return found


def parameter_slopes(f, weights):
    """Central differences of f(weights) along every weight, one array each."""

    def nudged(k):
        def at(index, eps):
            changed = [w.copy() for w in weights]
            changed[k][index] += eps
            return f(changed)

        return at

    return [slopes(nudged(k), w.shape) for k, w in enumerate(weights)]


def deltas(chapter, weights, data, loss="mse", back="hidden_deltas"):
    """States, hidden deltas and output deltas as a chapter's functions compute them."""
    X, Y = data
    h, a = chapter["forward"](weights, X)
    delta_y = chapter[loss](a, Y)[1]
    return h, chapter[back](weights, h, delta_y), delta_y


def assert_all_close(arrays, others, **tolerance):
    for array, other in zip(arrays, others, strict=True):
        np.testing.assert_allclose(array, other, **tolerance)
