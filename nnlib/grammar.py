"""Strings of the embedded Reber grammar, whose last choice was made near their beginning.

B, then T or P, then inner strings B … E of Reber's grammar (1967), then the same T or P, then E:
Hochreiter and Schmidhuber (1997). Each choice is a fair coin.
"""

import numpy as np

from nnlib import validation

SYMBOLS = "BTSXPVE"
# Reber's grammar: from each node two arrows, (symbol, next node), and from the last one none.
NODES = (
    (("T", 1), ("P", 2)),
    (("S", 1), ("X", 3)),
    (("T", 2), ("V", 4)),
    (("X", 2), ("S", 5)),
    (("P", 3), ("V", 5)),
    (),
)


def _coin(rng):
    return int(rng.uniform() < 0.5)


def _inner(rng):
    node, string = 0, "B"
    while NODES[node]:
        symbol, node = NODES[node][_coin(rng)]
        string += symbol
    return string + "E"


def _string(rng, inner):
    kept = "TP"[_coin(rng)]
    return f"B{kept}{''.join(_inner(rng) for _ in range(inner))}{kept}E"


def reber(n, *, rng, inner=1):
    """Draw strings of the embedded Reber grammar and what comes next after each symbol.

    Parameters
    ----------
    n : int
        How many strings.
    rng : numpy.random.Generator
        Draws the choices.
    inner : int
        Inner strings in a row, between the symbol that is to be kept and its return.

    Returns
    -------
    X, Y : ndarray of shape (n, T, 7)
        One-hot symbols in the order of "BTSXPVE", and the next of each; T is one less than the
        longest string, and shorter ones are padded with rows of 0.
    weights : ndarray of shape (n, T)
        1 for a step that exists and 0 for one that does not, as `train` takes them.
    """
    n, inner = validation.whole("n", n, 1), validation.whole("inner", inner, 1)
    rng = validation.generator("rng", rng)
    strings = [_string(rng, inner) for _ in range(n)]
    one_hot = np.zeros((n, max(map(len, strings)), len(SYMBOLS)))
    for row, string in zip(one_hot, strings, strict=True):
        row[range(len(string)), [SYMBOLS.index(s) for s in string]] = 1.0
    X, Y = one_hot[:, :-1].copy(), one_hot[:, 1:].copy()
    weights = Y.sum(axis=-1)
    X *= weights[..., None]  # the last symbol has no next, so it is no input
    return X, Y, weights
