"""`train_ensemble(…, engine="loops")`: tiles of networks, one after the other or in threads.

A tile's networks fit into the processor's cache, and know nothing of the other tiles: whichever
thread takes them, in whatever order, their numbers are the same.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from nnlib.loops import ensemble
from nnlib.loops.codes import ACTIVATION_CODES
from nnlib.loops.compiling import compiled
from nnlib.loops.engine import PRODUCTS

TILE = 64  # networks


def descend(model, x, y, *, size, eta, theta, losses, n_jobs):
    """Do what `networks.descend` does, in so many threads at once."""
    tiles = Tiles(model, x, y, size=size, eta=eta, theta=theta, losses=losses)
    parts = [slice(first, first + TILE) for first in range(0, len(theta), TILE)]
    if n_jobs == 1:
        for part in parts:
            tiles.train(part)
        return tiles.last()
    with ThreadPoolExecutor(n_jobs) as pool:
        try:
            for _ in pool.map(tiles.train, parts):
                pass
        except BaseException:
            tiles.ends.append(-1)  # nobody begins another call
            raise
    return tiles.last()


class Tiles:
    """A training of networks in loops, tile by tile.

    `ends` are the rows of losses at which it may end: the last one, and that of any divergence.
    """

    def __init__(self, model, x, y, *, size, eta, theta, losses):
        self.x, self.y = (np.ascontiguousarray(columns.T) for columns in (x, y))
        self.sizes, self.size, self.eta = model.sizes, size, eta
        self.codes = ACTIVATION_CODES[model.activation], ACTIVATION_CODES[model.output]
        self.theta, self.losses, self.ends = theta, losses, [len(losses) - 1]
        self.run = compiled(ensemble)

    def last(self):
        """Return the row that all networks go to."""
        return min(self.ends)

    def train(self, part):
        """Train a slice of the networks; many epochs in a call, as in `engine.py`."""
        theta, N, epochs = self.theta[part], len(self.x), len(self.losses) - 1
        networks = ensemble.networks_of(theta, *self.sizes[1:])
        at_once = 1 + PRODUCTS // (N * theta.size)
        row = 0
        while row <= self.last():
            how = self.size, self.eta
            if row == epochs:  # the loss after the last step, which changes θ no more
                theta[...] = networks.theta.T
                how = N, 0.0
            losses = np.empty((min(at_once, epochs - row) or 1, len(theta)))
            with np.errstate(all="ignore"):
                done = self.run(networks, self.x, self.y, *how, *self.codes, losses)
            self.losses[row : row + done, part] = losses[:done]
            if not np.isfinite(losses[done - 1]).all():
                self.ends.append(row + done - 1)
            row += done
