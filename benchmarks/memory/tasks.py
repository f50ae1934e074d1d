"""What the networks are to remember: over silence, over noise, and in the embedded Reber grammar.

A task draws batches (x (T, D, N), y (C, M), weights (M,)), M the answers, steps before examples,
and judges the outputs on data that it keeps for that.
"""

import math

import numpy as np

from nnlib import datasets
from nnlib.grammar import NODES, SYMBOLS

SOLVED = 0.1  # nats, where a coin costs 0.69


class Recall:
    """One of two symbols, then k steps of silence or noise, then the question which it was.

    Silence: the symbol is 0 or 1 on the one channel there is, and both sequences are the batch.
    Noise: it is a 1 on one of two channels, and N(0, 1) on a third from the second step on.
    """

    every, C = False, 1

    def __init__(self, k, noisy):
        self.k, self.noisy, self.D = k, noisy, 3 if noisy else 1
        self.updates = 500
        self.test = self.draw(np.random.default_rng(1), 512)

    def draw(self, rng, n=16):
        """Return a batch."""
        if not self.noisy:
            x, which = np.zeros((1 + self.k, 1, 2)), np.array([0, 1])
            x[0, 0] = which
        else:
            x, which = np.zeros((1 + self.k, 3, n)), rng.integers(0, 2, n)
            x[0, which, np.arange(n)] = 1.0
            x[1:, 2] = rng.normal(size=(self.k, n))
        return x, which[None].astype(float), np.full(len(which), 1.0 / len(which))

    def judge(self, loss, _z):
        """Return which networks have solved it."""
        return loss < SOLVED


class Reber:
    """Predict each next symbol of strings of the embedded Reber grammar with m inner strings."""

    every, C, D = True, 7, 7

    def __init__(self, m):
        self.m, self.updates = m, 960
        rng = np.random.default_rng(1)
        self.test = self.draw(rng, 256)
        x, _, weights = self.test
        self.possible = possible(x)
        bits = np.log2(np.maximum(self.possible.sum(axis=1), 1)).ravel() @ weights
        self.floor = float(bits * math.log(2.0))  # of these strings, in nats a symbol

    def draw(self, rng, n=32):
        """Return a batch."""
        X, Y, weights = datasets.reber(n, rng=rng, inner=self.m)
        y = Y.transpose(2, 1, 0).reshape(self.C, -1)
        return X.transpose(1, 2, 0), y, weights.T.ravel() / weights.sum()

    def judge(self, _loss, z):
        """Each possible next symbol more probable than each impossible one, in every string."""
        possible = self.possible.transpose(1, 0, 2).reshape(self.C, -1)
        there = possible.any(axis=0)
        low = np.where(possible, z, np.inf).min(axis=1)
        high = np.where(possible, -np.inf, z).max(axis=1)
        return (low > high)[:, there].all(axis=1)


def possible(x):
    """Return which symbols may follow each step of x (T, 7, N); none where there is no step."""
    T, _, N = x.shape
    found = np.zeros((T, len(SYMBOLS), N), dtype=bool)
    for n in range(N):
        string = "".join(SYMBOLS[s.argmax()] for s in x[:, :, n] if s.any())
        for t, symbols in enumerate(followers(string)):
            found[t, [SYMBOLS.index(s) for s in symbols], n] = True
    return found


def followers(string):
    """Return what may follow each symbol of an embedded string that lacks its last E.

    Its last symbol is the one that was kept, and it is followed by E. Whether another inner string
    follows an inner E depends on m, which is known: the string says it here.
    """
    kept, node = string[1], None
    answer = ["TP", "B"]
    for t, symbol in enumerate(string[2:-1], start=2):
        if symbol == "B":
            node = 0
        elif node == len(NODES) - 1:  # this is the inner E
            answer.append(kept if t == len(string) - 2 else "B")
            node = None
            continue
        else:
            node = dict(NODES[node])[symbol]
        answer.append("".join(s for s, _ in NODES[node]) or "E")
    return [*answer, "E"]
