"""Minibatches: columns cut into pieces once, and filled with examples in a new order each epoch.

A batch comes with its room, the arrays that the model's forward pass writes into; batches of one
shape share one, so a step need not make them anew.
"""

import numpy as np

# glibc returns large memory that is freed to the system, and the next step fetches it page by page,
# which took half of its time. Freeing one large array raises the size from which that happens
# (mallopt(3), M_MMAP_THRESHOLD). Nothing is written into this one: it costs µs, and harms nobody.
np.empty(2_000_000)


class Batches:
    """The batches of a training, `size` examples each, the last perhaps shorter.

    Parameters
    ----------
    model : Neuron, MLP or RNN
        Makes the rooms.
    x, y : ndarray
        Inputs and targets in columns, the examples along the last axis.
    size : int
        Examples in a batch.
    rng : numpy.random.Generator, optional
        Shuffles the examples for each epoch; without one they stay in order.
    """

    def __init__(self, model, x, y, size, rng=None):
        self.rng, self.all = rng, (x, y)
        if rng is not None:
            x, y = np.empty_like(x), np.empty_like(y)
        self.drawn, rooms, self.triples = (x, y), {}, []
        for k in range(0, x.shape[-1], size):
            part = x[..., k : k + size]
            if part.shape not in rooms:
                rooms[part.shape] = model._room(part.shape)
            self.triples.append((part, y[..., k : k + size], rooms[part.shape]))

    def __len__(self):
        """Return the number of batches."""
        return len(self.triples)

    def epoch(self):
        """Return the batches as (x, y, room): a room lasts a batch, x and y last an epoch."""
        if self.rng is not None:
            order = self.rng.permutation(self.all[0].shape[-1])
            for columns, drawn in zip(self.all, self.drawn, strict=True):
                # "clip" changes nothing here; without it NumPy would write into a buffer first.
                np.take(columns.T, order, axis=0, out=drawn.T, mode="clip")
        return self.triples
