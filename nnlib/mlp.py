"""A multilayer perceptron of any depth: the forward pass, and the deltas that flow back.

Two lines of `_backward` are the whole of backpropagation: an error times an input is a gradient,
and the weights, transposed, carry the error one layer down.
"""

from collections import namedtuple
from itertools import pairwise

import numpy as np

from nnlib import validation
from nnlib.activations import ACTIVATIONS
from nnlib.attributes import Setting
from nnlib.model import Model
from nnlib.parameters import Layers, Parameter


class MLPTrace(namedtuple("MLPTrace", ("Z", "A", "padded"))):
    """What a forward pass computes, in lists: `Z` and `A` of L + 1 entries, `padded` of L.

    `A[l]` is a⁽ˡ⁾ of shape (n_l, N), `A[0]` the input; `Z[l]` is z⁽ˡ⁾ of the same shape, and `Z[0]`
    is None. `padded[l]` is A[l] below a row of ones (below none where the network has no biases).
    """

    answer = property(lambda trace: (trace.Z[-1], trace.A[-1]))
    output = property(lambda trace: trace.A[-1])
    hidden = property(lambda trace: trace.Z[1:-1])
    x = property(lambda trace: trace.padded[0])


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
    W, b : sequence of ndarray
        Views of `theta`: `W[l]` (n_{l+1}, n_l) and `b[l]` (n_{l+1},) for l = 0 … L-1; `b` is
        empty without biases. `W[0] -= …`, `W[0] = …` and `W = (…)` write into them.
    """

    W, b = Parameter(), Parameter()
    sizes, activation, bias = Setting(), Setting(), Setting()
    n_inputs, n_outputs = (property(lambda model, end=end: model.sizes[end]) for end in (0, -1))

    def __init__(
        self, sizes, *, activation="sigmoid", output="sigmoid", loss="mse", bias=True, rng=None
    ):
        sizes, bias = validation.sizes(sizes), bool(bias)
        validation.one_of("activation", activation, ACTIVATIONS)
        (f, self._f_slope), self._pad = ACTIVATIONS[activation], int(bias)
        settings = {"sizes": sizes, "activation": activation, "output": output}
        shapes = [(n_out, bias + n_in) for n_in, n_out in pairwise(sizes)]
        super().__init__(settings | {"loss": loss, "bias": bias}, shapes, rng)
        self._activations = [None, *[f] * len(sizes[1:-1]), self._g]

    def _named(self, blocks):
        W = Layers("W", [block[:, self._pad :] for block in blocks])
        b = Layers("b", [block[:, 0] for block in blocks if self.bias])
        return {"W": W, "b": b}

    def _padded(self, rows):
        return super()._padded(rows) if self.bias else rows

    def _buffers(self, shape):
        """Return a trace to write into, for as many columns; rows of ones stand in it already."""
        padded = [np.ones((self._pad + n, shape[-1])) for n in self.sizes[1:-1]]
        A = [below[self._pad :] for below in padded] + self._columns(shape, self.sizes[-1:])
        return MLPTrace([None, *map(np.empty_like, A)], [None, *A], [None, *padded])

    def _forward(self, x, buffers):
        Z, A, padded = buffers
        padded[0], A[0] = x, x[self._pad :]
        for l, block in enumerate(self._blocks, 1):
            z = block.dot(padded[l - 1], Z[l])  # [b | W] times [1; a] is W a + b (eq-mlp-forward)
            self._activations[l](z, A[l])
        return buffers

    def _scratch(self, shape):
        """Return the deltas of every layer, and memory for the slopes of every layer."""
        deltas, slopes = (self._columns(shape, self.sizes[1:]) for _ in range(2))
        return [None, *deltas], [None, *slopes]

    def _columns(self, shape, sizes):
        return [np.empty((n, shape[-1])) for n in sizes]

    def _backward(self, trace, y, share, grad, scratch):
        (Z, A, padded), W, (deltas, slopes) = trace, self.W, scratch
        # eq-mlp-delta-output
        loss, delta = self._loss(Z[-1], A[-1], y, self._g_slope, share, out=deltas[-1])
        for l in range(len(W) - 1, 0, -1):
            delta.dot(padded[l].T, out=grad[l])  # eq-mlp-gradient
            delta = W[l].T.dot(delta, deltas[l])  # eq-mlp-delta-hidden
            delta *= self._f_slope(A[l], slopes[l])
        delta.dot(padded[0].T, out=grad[0])
        return loss, tuple(deltas)
