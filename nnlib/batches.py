"""Minibatches: the examples in a new order each epoch, handed out in pieces.

A batch comes with buffers, the arrays that the model's forward pass writes into; batches of one
size share them for as long as the training lasts, so a step need not fetch large memory anew.
"""

import numpy as np


class Batches:
    """The batches of a training, `size` examples each, the last perhaps shorter.

    Parameters
    ----------
    model : Model
        Makes the buffers.
    arrays : tuple of ndarray or None
        Inputs, targets and weights in columns, the examples along the last axis.
    size : int
        Examples in a batch.
    rng : numpy.random.Generator, optional
        Shuffles the examples for each epoch; without one they stay in order.
    """

    def __init__(self, model, arrays, size, rng=None):
        self.size, self.rng, self.given = size, rng, arrays
        x, self.drawn = arrays[0], arrays
        if rng is not None:
            self.drawn = [a if a is None else np.empty_like(a) for a in arrays]
        last = x.shape[-1] % size or size
        self.buffers = {n: model._buffers((*x.shape[:-1], n)) for n in {size, last}}

    def epoch(self):
        """Yield (x, y, weights, buffers); buffers last a batch, the others an epoch."""
        n = self.given[0].shape[-1]
        if self.rng is not None:
            order = self.rng.permutation(n)
            for columns, drawn in zip(self.given, self.drawn, strict=True):
                if columns is not None:
                    _take(columns, order, drawn)
        x, y, weights = self.drawn
        for k in range(0, n, self.size):
            part = slice(k, k + self.size)
            yield (
                x[..., part],
                y[..., part],
                weights if weights is None else weights[..., part],
                self.buffers[min(self.size, n - k)],
            )


def _take(columns, order, out):
    # "clip" changes nothing here; without it NumPy would write into a buffer first.
    first = np.moveaxis(columns, -1, 0), np.moveaxis(out, -1, 0)
    np.take(first[0], order, axis=0, out=first[1], mode="clip")
