"""Minibatches: the examples in a new order each epoch, handed out in pieces.

A batch comes with buffers, the arrays that the model's forward pass writes into; batches of one
size share them for as long as the training lasts, so a step need not fetch large memory anew.
"""

import numpy as np


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
        sizes, make = {size, x.shape[-1] % size or size}, objective.buffers
        self.buffers = {n: make and make((*x.shape[:-1], n)) for n in sizes}

    def epoch(self):
        """Yield (x, y, weights, buffers); buffers last a batch, the others an epoch."""
        x, y, weights = self.drawn
        n, size = x.shape[-1], self.size
        if self.rng is not None:
            order = self.rng.permutation(n)
            for columns, drawn in zip(self.given, self.drawn, strict=True):
                if columns is not None:  # "clip" spares NumPy a buffer, and clips nothing here
                    np.take(
                        np.moveaxis(columns, -1, 0), order, 0, np.moveaxis(drawn, -1, 0), "clip"
                    )
        for k in range(0, n, size):
            w = weights if weights is None else weights[..., k : k + size]
            yield x[..., k : k + size], y[..., k : k + size], w, self.buffers[min(size, n - k)]
