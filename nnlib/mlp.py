"""A multilayer perceptron of any depth: the forward pass, and the deltas that flow back.

Two lines of `_backward` are the whole of backpropagation: an error times an input is a gradient,
and the weights, transposed, carry the error one layer down.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from nnlib import validation
from nnlib.activations import ACTIVATIONS
from nnlib.model import Model, cut


class MLPTrace(NamedTuple):
    """What a forward pass computes, in lists: `Z` and `A` of L + 1 entries, `padded` of L.

    `A[l]` is a⁽ˡ⁾ of shape (n_l, N), `A[0]` the input; `Z[l]` is z⁽ˡ⁾ of the same shape, and `Z[0]`
    is None. `padded[l]` is A[l] below a row of ones (below none where the network has no biases).
    """

    Z: list
    A: list
    padded: list
    output = property(lambda trace: trace.A[-1])


class MLP(Model):
    """Multilayer perceptron with layers of `sizes` units.

    Parameters
    ----------
    sizes : sequence of int
        n_0 (inputs), the hidden layers, n_L (outputs).
    activation : {"sigmoid", "tanh", "relu", "identity"}
        Of every hidden layer.
    output : {"sigmoid", "tanh", "relu", "identity", "softmax"}
        Activation of the last layer; "softmax" goes with `loss="cross_entropy"` only.
    loss : {"mse", "half_squared_error", "cross_entropy"}
        What `backward` differentiates; "cross_entropy" needs a sigmoid or softmax output.
    bias : bool
        Whether the layers have biases.
    rng : numpy.random.Generator, optional
        Draws the first weights; without one, `default_rng(0)` does. Biases start at 0.

    Attributes
    ----------
    theta : ndarray of shape (P,)
        For each layer in turn the rows of [b | W].
    W, b : tuple of ndarray
        Views of `theta`: `W[l]` (n_{l+1}, n_l) and `b[l]` (n_{l+1},) for l = 0 … L-1; `b` is
        empty without biases. Write into them: `W[0][:] = …`.
    """

    def __init__(
        self, sizes, *, activation="sigmoid", output="sigmoid", loss="mse", bias=True, rng=None
    ):
        self.sizes = validation.sizes(sizes)
        validation.one_of("activation", activation, ACTIVATIONS)
        self.activation, (self._f, self._f_slope) = activation, ACTIVATIONS[activation]
        self.pad = int(bool(bias))
        shapes = [(n_out, self.pad + n_in) for n_in, n_out in pairwise(self.sizes)]
        super().__init__(shapes, output, loss, rng)

    def __setstate__(self, state):
        super().__setstate__(state)
        self._W_T = [W.T for W in self.W]  # views, for the way back

    @property
    def W(self):
        """Weights of each layer, views of `theta`."""
        return tuple(block[:, self.pad :] for block in self._blocks)

    @property
    def b(self):
        """Biases of each layer, views of `theta`."""
        return tuple(block[:, 0] for block in self._blocks) if self.pad else ()

    def unpack(self, flat):
        """Return named views of a vector laid out as `theta`, a gradient for instance."""
        blocks = cut(flat, self._shapes)
        views = {f"W[{l}]": block[:, self.pad :] for l, block in enumerate(blocks)}
        biases = {f"b[{l}]": block[:, 0] for l, block in enumerate(blocks) if self.pad}
        return views | biases

    def _room(self, shape):
        """Return a trace to write into, for as many columns; rows of ones stand in it already."""
        padded = [np.ones((self.pad + n, shape[1])) for n in self.sizes[1:-1]]
        A = [below[self.pad :] for below in padded]
        return MLPTrace([None] * len(self.sizes), [None, *A, None], [None, *padded])

    def _forward(self, x, room):
        Z, A, padded = room
        padded[0], A[0] = x, x[self.pad :]
        for l, block in enumerate(self._blocks[:-1], 1):
            Z[l] = block.dot(padded[l - 1])  # [b | W] times [1; a] is W a + b (eq-mlp-forward)
            A[l][...] = self._f(Z[l])
        Z[-1] = self._blocks[-1].dot(padded[-1])
        A[-1] = self._g(Z[-1])
        return room

    def _backward(self, trace, y, grad):
        Z, A, padded = trace
        loss, delta = self._loss(Z[-1], A[-1], y, self._g_slope)  # eq-mlp-delta-output
        deltas = [None] * len(Z)
        deltas[-1] = delta
        for l in range(len(self._blocks) - 1, 0, -1):
            delta.dot(padded[l].T, out=grad[l])  # eq-mlp-gradient
            delta = self._W_T[l].dot(delta) * self._f_slope(A[l])  # eq-mlp-delta-hidden
            deltas[l] = delta
        delta.dot(padded[0].T, out=grad[0])
        return loss, tuple(deltas)
