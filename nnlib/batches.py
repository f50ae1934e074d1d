"""Minibatches: the examples in a new order each epoch, handed out in pieces.

A batch comes with buffers, the arrays that the model's formulas write into; batches of one size
share them for as long as the training lasts, so a step need not fetch large memory anew.
"""

import numpy as np

from nnlib.losses import share_of

FEW = 100  # batches that are cut once and kept; more are cut as they are needed


class Batches:
    """The batches of a training, `size` examples each, the last perhaps shorter.

    Parameters
    ----------
    objective : Objective
        Has the arrays, examples along the last axis, and makes the buffers.
    size : int
        Examples in a batch.
    rng : numpy.random.Generator, optional
        Shuffles the examples for each epoch; without one they stay in order.
    """

    def __init__(self, objective, size, rng=None):
        self.size, self.rng, self.given = size, rng, objective.arrays
        x, *_ = self.drawn = self.given
        if rng is not None:
            self.drawn = [a if a is None else np.empty_like(a) for a in self.given]
        self.n = x.shape[-1]
        sizes = {size, self.n % size or size}
        self.buffers = {n: objective.buffers((*x.shape[:-1], n)) for n in sizes}
        self.kept = None
        if self.n <= FEW * size and self.drawn[2] is None:
            self.kept = list(self._cut())

    def epoch(self):
        """Return batches (x, y, weights, share, *buffers), and what each counts in the epoch.

        `share` is what a column counts in the batch's mean; the batch counts as many as it has
        examples, or the sum of their weights. The buffers last for a batch.
        """
        if self.rng is not None:
            order = self.rng.permutation(self.n)
            for columns, drawn in zip(self.given, self.drawn, strict=True):
                if columns is not None:
                    first = np.moveaxis(columns, -1, 0), np.moveaxis(drawn, -1, 0)
                    np.take(first[0], order, 0, first[1], "clip")  # which spares NumPy a buffer
        return self.kept or self._cut()

    def _cut(self):
        x, y, weights = self.drawn
        for k in range(0, self.n, self.size):
            part = np.s_[..., k : k + self.size]
            buffers = self.buffers[min(self.size, self.n - k)]
            w, n = (None, x[part].shape[-1]) if weights is None else (weights[part], None)
            yield (x[part], y[part], w, share_of(y[part], w), *buffers), n or float(w.sum())
