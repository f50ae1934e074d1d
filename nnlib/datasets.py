"""The data of the book: gates, a line, a circle, sequences, and digits that people wrote.

Every function returns `(X, Y)` in rows, float64, new arrays each time; `digits` has labels for Y,
and `reber` weights beside it.
"""

from importlib.resources import files

import numpy as np

from nnlib import grammar, validation

CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))
# Half of the square [-1, 1]² lies within this radius, so that guessing scores 50 %.
RADIUS = np.sqrt(2.0 / np.pi)

reber = grammar.reber


def _gate(*targets):
    return np.array(CORNERS, dtype=np.float64), np.array(targets, dtype=np.float64)[:, None]


def or_gate():
    """X (4, 2), the corners 00, 01, 10, 11; Y (4, 1), 1 where either input is 1."""
    return _gate(0, 1, 1, 1)


def and_gate():
    """X (4, 2), the corners 00, 01, 10, 11; Y (4, 1), 1 where both inputs are 1."""
    return _gate(0, 0, 0, 1)


def nand_gate():
    """X (4, 2), the corners 00, 01, 10, 11; Y (4, 1), 0 where both inputs are 1."""
    return _gate(1, 1, 1, 0)


def xor_gate():
    """X (4, 2), the corners 00, 01, 10, 11; Y (4, 1), 1 where the inputs differ."""
    return _gate(0, 1, 1, 0)


def _square(n, rng):
    n = validation.whole("n", n, 1)
    return validation.generator("rng", rng).uniform(-1.0, 1.0, (n, 2))


def linear_separable(n=100, *, rng):
    """X (n, 2) uniform in [-1, 1]²; Y (n, 1), 1 where x₁ - 1.5 x₂ > 0.4."""
    X = _square(n, rng)
    return X, (X[:, :1] - 1.5 * X[:, 1:] > 0.4).astype(np.float64)


def circle(n, *, rng):
    """X (n, 2) uniform in [-1, 1]²; Y (n, 2), row (0, 1) within `RADIUS` of 0, (1, 0) outside."""
    X = _square(n, rng)
    inside = (X**2).sum(axis=1, keepdims=True) < RADIUS**2
    return X, np.hstack([~inside, inside]).astype(np.float64)


def zero_zero_one():
    """Four sequences of symbols s₁ s₂ s₃: 001, 100, 010, 110; only 0, 0 is followed by 1.

    X (4, 2, 1) holds s₁, s₂ and Y (4, 2, 1) the next symbol of each, s₂, s₃.
    """
    s = np.array([[0, 0, 1], [1, 0, 0], [0, 1, 0], [1, 1, 0]], dtype=np.float64)[:, :, None]
    return s[:, :2].copy(), s[:, 1:].copy()


def digits():
    """1,797 handwritten digits of 8 x 8 pixels, in the order of the file, neighbours by one hand.

    Thirteen people wrote them: the test part of *Optical Recognition of Handwritten Digits*
    (Alpaydin and Kaynak 1998, doi 10.24432/C50P49, CC BY 4.0), as scikit-learn ships it. The file
    comes with nnlib; nothing is downloaded.

    Returns
    -------
    X : ndarray of shape (1797, 64)
        An image in each row, its pixels row by row: the share of ink, 0, 1/16 … 1.
    labels : ndarray of int, shape (1797,)
        What the writer was asked to write, 0 to 9; `one_hot(labels)` makes targets of them.
    """
    with (files("nnlib") / "files" / "digits.npz").open("rb") as file, np.load(file) as stored:
        # The type of an index, which has 32 bits in the browser.
        return stored["counts"] / 16.0, stored["labels"].astype(np.intp)
