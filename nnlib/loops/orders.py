"""In which order an epoch takes the examples: drawn as `batches.py` draws it, epochs ahead."""

import numpy as np

AHEAD = 200_000  # numbers that are drawn for one call, at most


class Orders:
    """Orders of n examples: those of X, or a permutation for each epoch where there is an rng."""

    def __init__(self, n, rng):
        self.n, self.rng, self.before = n, rng, None

    def draw(self, epochs):
        """Return the orders of some epochs in rows; one row for all where nothing is shuffled."""
        if self.rng is None:
            return np.arange(self.n)[None]
        self.before = self._state()
        return np.array([self.rng.permutation(self.n) for _ in range(epochs)], np.int64)

    def keep(self, epochs):
        """Leave the generator as if only so many had been drawn, the rest of them never."""
        if self.rng is not None:
            self._state(self.before)
            self.draw(epochs)

    def _state(self, new=None):
        """Return the state of the generator, or set it; those of both kinds of NumPy have one."""
        if isinstance(self.rng, np.random.RandomState):
            return self.rng.get_state(legacy=False) if new is None else self.rng.set_state(new)
        bits = self.rng.bit_generator
        if new is not None:
            bits.state = new
        return bits.state
