"""A single sigmoid neuron: a weighted sum, a squashing function, and the gradient of its loss.

It is the smallest case of everything that follows: forward to a, back to δ, and a product.
"""

from typing import NamedTuple

import numpy as np

from nnlib import validation
from nnlib.model import Model, Parameter


class NeuronTrace(NamedTuple):
    """Weighted inputs z and outputs a, both (1, N); `x` (1 + D, N) is X below a row of ones."""

    z: np.ndarray
    a: np.ndarray
    x: np.ndarray
    output = property(lambda trace: trace.a)


class Neuron(Model):
    """Sigmoid neuron with D inputs, a = σ(w·x + b).

    Parameters
    ----------
    n_inputs : int
        D, the number of inputs.
    loss : {"mse", "half_squared_error", "cross_entropy"}
        What `backward` differentiates.
    rng : numpy.random.Generator, optional
        Draws the first weights; without one, `default_rng(0)` does. The bias starts at 0.

    Attributes
    ----------
    theta : ndarray of shape (1 + D,)
        The bias, then the weights.
    w, b : ndarray of shape (D,) and (1,)
        Views of `theta`: writing to either changes both.
    """

    w, b = Parameter(), Parameter()

    def __init__(self, n_inputs, *, loss="mse", rng=None):
        n_inputs = validation.whole("n_inputs", n_inputs, 1)
        super().__init__([(1, 1 + n_inputs)], "sigmoid", loss, rng)

    def unpack(self, flat):
        """Return named views of a vector laid out as `theta`, a gradient for instance."""
        return {"w": flat[1:], "b": flat[:1]}

    def _forward(self, x, _room=None):
        z = self._blocks[0].dot(x)  # w·x + b for every column (eq-neuron-z)
        return NeuronTrace(z, self._g(z), x)  # eq-neuron-a

    def _backward(self, trace, y, grad):
        loss, delta = self._loss(trace.z, trace.a, y, self._g_slope)
        delta.dot(trace.x.T, out=grad[0])  # eq-neuron-gradient
        return loss, (None, delta)
