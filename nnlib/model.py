"""What the three models share: one flat vector θ, and the border where rows become columns.

Every parameter lives in θ, block after block. A block [b | W] holds a layer's biases as a column,
the weights of a constant input 1, so one product gives W a + b and another both gradients.
"""

from typing import NamedTuple

import numpy as np

from nnlib import validation
from nnlib.activations import OUTPUTS
from nnlib.losses import loss_for

# The sigmoid's exponential may overflow on its way to the right answer, 0 (activations.py).
quiet = np.errstate(over="ignore")


class Backward(NamedTuple):
    """The loss C (float), the gradient ∂C/∂θ of shape (P,), and every δ = ∂C/∂z."""

    loss: float
    grad: np.ndarray
    deltas: tuple


class Parameter:
    """A named view of θ: reading gives the view, assigning writes into it."""

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, model, owner=None):
        return self if model is None else model.unpack(model.theta)[self.name]

    def __set__(self, model, value):
        write(self.name, model.unpack(model.theta)[self.name], value)


def write(name, view, values):
    """Write values into a view of θ: numbers of its shape, or one number for all entries."""
    values = validation.floats(name, values)
    if values.shape not in (view.shape, ()):
        raise ValueError(f"{name} must have shape {view.shape}, got {values.shape}")
    view[...] = values


def cut(flat, shapes):
    """Return views of consecutive pieces of a flat array, one of each of the 2-D shapes."""
    ends = np.cumsum([r * c for r, c in shapes])
    return [flat[e - r * c : e].reshape(r, c) for e, (r, c) in zip(ends, shapes, strict=True)]


class Model:
    """θ and the public methods; a subclass brings `unpack`, `_room`, `_forward`, `_backward`."""

    ndim = 2  # axes of X and of Y
    pad = 1  # rows of ones above the input of a layer, which make biases weights

    def __init__(self, shapes, output, loss, rng):
        self.output, self.loss = output, loss
        self._loss, (self._g, self._g_slope) = loss_for(output, loss), OUTPUTS[output]
        self._shapes, self.n_inputs, self.n_outputs = shapes, shapes[0][1] - self.pad, shapes[-1][0]
        self.__setstate__({"_theta": np.zeros(sum(r * c for r, c in shapes))})
        rng = np.random.default_rng(0) if rng is None else validation.generator("rng", rng)
        for name, view in self.unpack(self.theta).items():
            if not name.startswith("b"):  # weights as Glorot and Bengio (2010); biases stay 0
                bound = np.sqrt(6.0 / sum((1, *view.shape)[-2:]))
                view[...] = rng.uniform(-bound, bound, view.shape)

    def __setstate__(self, state):
        """Take a state and cut θ anew: a copied or pickled model must view its own θ."""
        self.__dict__.update(state)
        self._blocks = cut(self._theta, self._shapes)

    def __repr__(self):
        """Class, number of parameters, and the name and shape of each array."""
        parts = ", ".join(f"{k} {view.shape}" for k, view in self.unpack(self.theta).items())
        return f"<{type(self).__name__} with {self.theta.size} parameters: {parts}>"

    @property
    def theta(self):
        """Every parameter, in one array of shape (P,); assigning writes into it."""
        return self._theta

    @theta.setter
    def theta(self, values):
        write("theta", self._theta, values)

    def _room(self, shape):
        """Return what forward passes over columns of that shape write into; None if nothing."""

    def _inputs(self, X):
        """Turn rows X into columns: (N, D) to (pad + D, N), (N, T, D) to (pad + D, T, N)."""
        rows = validation.rows("X", X, self.ndim, self.n_inputs, "D")
        padded = np.ones((*rows.shape[:-1], self.pad + self.n_inputs))
        padded[..., self.pad :] = rows
        return padded.T  # an example's numbers stay side by side in memory: a batch is one piece

    def _targets(self, Y, shape):
        """Turn rows Y into columns (C, N) or (C, T, N), for columns X of the given shape."""
        y = np.ascontiguousarray(validation.rows("Y", Y, self.ndim, self.n_outputs, "C").T)
        validation.same_examples(shape, y.shape)
        if self.loss == "cross_entropy":
            validation.probabilities(y, self.output)
        return y

    @quiet
    def forward(self, X):
        """Run the network on X in rows; the trace holds every z and a, in columns."""
        x = self._inputs(X)
        return self._forward(x, self._room(x.shape))

    def predict(self, X):
        """Compute outputs in rows, (N, C) or (N, T, C), from X in rows, (N, D) or (N, T, D)."""
        return np.ascontiguousarray(self.forward(X).output.T)

    @quiet
    def backward(self, trace, Y):
        """Return `(loss, grad, deltas)` for a trace and targets Y in rows; θ stays as it is."""
        if not hasattr(trace, "output"):
            raise TypeError(f"trace must be what forward(X) returned, got {type(trace).__name__}")
        y, grad = self._targets(Y, trace.output.shape), np.empty_like(self.theta)
        loss, deltas = self._backward(trace, y, cut(grad, self._shapes))
        return Backward(loss, grad, deltas)

    def loss_and_grad(self, X, Y):
        """Return the loss, a float, and its gradient (P,), a new array, for X and Y in rows."""
        return self.backward(self.forward(X), Y)[:2]
