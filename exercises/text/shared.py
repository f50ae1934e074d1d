"""What several exercises share: symbols as numbers, and names as one-hot rows with their mask.

Sequences come in rows, X (N, T, K); the dot, which begins and ends a name, is symbol 0.
"""

import numpy as np

SYMBOLS = ".abcd"  # of the exercises with small alphabets


def some_names(rng, n, symbols=SYMBOLS, shortest=1, longest=5):
    """Draw n names of different lengths; the first is long and the second short."""
    lengths = rng.integers(shortest, longest + 1, n)
    lengths[: min(n, 2)] = (longest, shortest)[: min(n, 2)]
    return ["".join(rng.choice(list(symbols[1:]), k)) for k in lengths]


def numbers(name, symbols=SYMBOLS):
    """Return a name with its two dots as numbers."""
    return np.array([symbols.index(symbol) for symbol in f".{name}."])


def encode(names, T, symbols=SYMBOLS):
    """Return X, Y (N, T, K) and weights (N, T), as the chapter does."""
    codes, weights = np.zeros((len(names), T + 1), dtype=int), np.zeros((len(names), T))
    for row, there, name in zip(codes, weights, names, strict=True):
        row[: len(name) + 2] = numbers(name, symbols)
        there[: len(name) + 1] = 1.0
    one_hot = np.eye(len(symbols))[codes]
    return one_hot[:, :-1], one_hot[:, 1:], weights


def softmax(z):
    """Return shares of the last axis."""
    grown = np.exp(z - z.max(axis=-1, keepdims=True))
    return grown / grown.sum(axis=-1, keepdims=True)
