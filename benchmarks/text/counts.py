"""Letters predicted by counting: with a pseudo-count, and with Kneser-Ney smoothing.

A model of order n knows the n - 1 letters before. Each has `probabilities(context)`, the 27 shares
of what comes after a context, a text of n - 1 symbols; before a name stand dots.
"""

from collections import Counter, defaultdict

import numpy as np

SYMBOLS = ".abcdefghijklmnopqrstuvwxyz"  # the dot is both ends of a name
PLACE = {symbol: n for n, symbol in enumerate(SYMBOLS)}


def contexts(name, order):
    """Return (context, symbol) for each symbol of a name and the dot that ends it."""
    text = "." * (order - 1) + name + "."
    return [(text[n - order + 1 : n], text[n]) for n in range(order - 1, len(text))]


def in_rows(counts):
    """Turn counts of (context, symbol) into rows of 27, one a context."""
    rows = defaultdict(lambda: np.zeros(len(SYMBOLS)))
    for (context, symbol), n in counts.items():
        rows[context][PLACE[symbol]] = n
    return dict(rows)


def counted(names, order):
    """Count how often each symbol comes after each context of order - 1 symbols."""
    return Counter(pair for name in names for pair in contexts(name, order))


class AddA:
    """Every count a little larger: p = (c + a) / (Σ c + 27 a), eq-text-add."""

    def __init__(self, names, order, a):
        self.order, self.a = order, a
        self.rows = in_rows(counted(names, order))

    def probabilities(self, context):
        """Return the 27 shares of what comes after a context."""
        row = self.rows.get(context, 0.0) + np.full(len(SYMBOLS), self.a)
        return row / row.sum()


class KneserNey:
    """Interpolated Kneser-Ney, eq-text-kneser-ney, with one discount d for all orders.

    What is taken off the counts goes to a context that is one symbol shorter, whose counts are of
    another kind: after how many different symbols the shorter text was seen (Kneser and Ney 1995;
    in this form Chen and Goodman 1999).
    """

    def __init__(self, names, order, d):
        self.order, self.d, self.levels = order, d, []
        for length in range(1, order + 1):  # of context and symbol together
            counts = counted(names, length)
            if length < order:
                counts = Counter((c[1:], symbol) for c, symbol in counted(names, length + 1))
            self.levels.append(in_rows(counts))

    def probabilities(self, context):
        """Return the 27 shares of what comes after a context."""
        p = np.full(len(SYMBOLS), 1.0 / len(SYMBOLS))
        for length, rows in enumerate(self.levels):
            row = rows.get(context[len(context) - length :])
            if row is not None:
                freed = self.d * np.count_nonzero(row)
                p = (np.maximum(row - self.d, 0.0) + freed * p) / row.sum()
        return p


def cost(model, names):
    """Return the mean of -ln p over all letters and ends, in nats."""
    steps = [pair for name in names for pair in contexts(name, model.order)]
    known = {context: np.log(model.probabilities(context)) for context in {c for c, _ in steps}}
    return -sum(known[context][PLACE[symbol]] for context, symbol in steps) / len(steps)
