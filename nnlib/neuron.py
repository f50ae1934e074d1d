"""A single sigmoid neuron: a weighted sum, a squashing function, and the gradient of its loss.

It is the smallest case of everything that follows: forward to a, back to δ, and a product.
"""

from collections import namedtuple

import numpy as np

from nnlib import validation
from nnlib.attributes import Setting
from nnlib.model import Model
from nnlib.parameters import Parameter


class NeuronTrace(namedtuple("NeuronTrace", ("z", "a", "x"))):
    """Weighted inputs z and outputs a, both (1, N); `x` (1 + D, N) is X below a row of ones."""

    answer = property(lambda trace: (trace.z, trace.a))
    output = property(lambda trace: trace.a)
    hidden = ()


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
    n_inputs = Setting()
    output, n_outputs = (property(lambda _, fixed=fixed: fixed) for fixed in ("sigmoid", 1))

    def __init__(self, n_inputs, *, loss="mse", rng=None):
        n_inputs = validation.whole("n_inputs", n_inputs, 1)
        super().__init__({"n_inputs": n_inputs, "loss": loss}, [(1, 1 + n_inputs)], rng)

    def _named(self, blocks):
        (row,) = blocks[0]
        return {"w": row[1:], "b": row[:1]}

    def _buffers(self, shape):
        """Return z and a to write into."""
        return tuple(np.empty((2, 1, shape[-1])))

    def _scratch(self, shape):
        """Return δ to write into."""
        return np.empty((1, shape[-1]))

    def _forward(self, x, buffers):
        z, a = buffers
        self._blocks[0].dot(x, z)  # w·x + b for every column (eq-neuron-z)
        return NeuronTrace(z, self._g(z, a), x)  # eq-neuron-a

    def _backward(self, trace, y, share, grad, scratch):
        loss, delta = self._loss(trace.z, trace.a, y, self._g_slope, share, out=scratch)
        delta.dot(trace.x.T, out=grad[0])  # eq-neuron-gradient
        return loss, (None, delta)
