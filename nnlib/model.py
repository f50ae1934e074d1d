"""What all models share: one flat θ, the border where rows become columns, forward and back.

A subclass says which blocks θ consists of and what they are called, and brings the formulas.
"""

from typing import NamedTuple

import numpy as np

from nnlib import data, traces, validation
from nnlib.activations import OUTPUTS
from nnlib.attributes import Setting, Written
from nnlib.losses import loss_for, share_of
from nnlib.parameters import one_by_one, views_of, write

# On its way to a right answer, 0, the sigmoid's exponential may overflow (activations.py), and
# small numbers vanish: neither is an error, whatever the caller has asked NumPy to raise.
quiet = np.errstate(over="ignore", under="ignore")


class Backward(NamedTuple):
    """The loss C (float), the gradient ∂C/∂θ of shape (P,), and every δ = ∂C/∂z."""

    loss: float
    grad: np.ndarray
    deltas: tuple


def in_rows(a):
    """Turn columns (..., C, N) into rows, (N, ..., C), in memory of their own."""
    return np.ascontiguousarray(np.moveaxis(a, -1, 0))


def given(**options):
    """Return the options that are not None: a reader's own method need not know the others."""
    return {name: value for name, value in options.items() if value is not None}


class Model(Written):
    """θ and the public methods. `copy.deepcopy` gives a model of its own; `copy.copy` shares θ.

    A subclass brings `_named`, `_buffers`, `_forward` and `_backward`. Its traces have `answer`,
    the weighted inputs and the outputs of the last layer, and `hidden`, the z of the others.
    """

    ndim = answer_ndim = 2  # axes of X and of Y
    output, loss = Setting(), Setting()

    def __init__(self, settings, shapes, rng):
        self._settings, self._shapes = settings, shapes
        self._loss = loss_for(self.output, self.loss)
        self._g, self._g_slope = OUTPUTS[self.output]
        self._view(np.zeros(sum(r * c for r, c in shapes)))
        self._draw(np.random.default_rng(0) if rng is None else validation.generator("rng", rng))

    def _draw(self, rng):
        """Draw new weights, as Glorot and Bengio (2010); biases stay 0. Returns a copy of θ."""
        for name, view in self.unpack(self.theta).items():
            if not name.startswith("b"):
                bound = np.sqrt(6.0 / sum((1, *view.shape)[-2:]))
                view[...] = rng.uniform(-bound, bound, view.shape)
        return self.theta.copy()

    def _view(self, theta):
        """Take θ, and views of it by block and by name."""
        self._theta, self._blocks = theta, views_of(theta, self._shapes)
        self._views = self._named(self._blocks)

    def __getstate__(self):
        """Leave out the views: a copy takes views of its own θ."""
        return {k: v for k, v in self.__dict__.items() if k not in {"_blocks", "_views"}}

    def __setstate__(self, state):
        self.__dict__.update(state)
        self._view(self._theta)

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

    def unpack(self, flat):
        """Return named views of a vector laid out as `theta`, a gradient for instance."""
        return one_by_one(self._named(views_of(flat, self._shapes)))

    def _padded(self, rows):
        """Put a 1 before each row, which makes a bias one more weight."""
        return np.concatenate([np.ones((*rows.shape[:-1], 1)), rows], axis=-1)

    def _inputs(self, X):
        """Turn rows X into columns with the ones of the biases; examples along the last axis."""
        rows = self._padded(data.rows("X", X, self.ndim, self.n_inputs, "D"))
        return np.moveaxis(rows, 0, -1)  # an example's numbers stay side by side in memory

    def _targets(self, Y, shape, weights=None):
        """Turn rows Y into columns, for columns of that shape, and weights with them."""
        rows = data.rows("Y", Y, self.answer_ndim, self.n_outputs, "C")
        y = np.ascontiguousarray(np.moveaxis(rows, 0, -1))
        data.same_examples(shape, y.shape)
        weights = weights if weights is None else data.weights(weights, y.shape)
        if self.loss == "cross_entropy":
            data.probabilities(data.counted(y, weights), self.output)
        return y, weights

    def _scratch(self, _shape):
        """Return what the way back writes into, if its arrays are large; the deltas lie in it."""

    @quiet
    def forward(self, X):
        """Run the network on X in rows; the trace holds every z and a, in columns."""
        x = self._inputs(X)
        return traces.sign(self._forward(x, self._buffers(x.shape)), self)

    def predict(self, X):
        """Compute outputs in rows, (N, C) or (N, T, C), from X in rows, (N, D) or (N, T, D)."""
        return in_rows(self.forward(X).answer[1])

    @quiet
    def backward(self, trace, Y, *, weights=None):
        """Return `(loss, grad, deltas)` for a trace and targets Y in rows; θ stays as it is."""
        traces.recognise(trace, self)
        y, weights = self._targets(Y, trace.answer[1].shape, weights)
        grad = np.empty_like(self.theta)
        into = views_of(grad, self._shapes), self._scratch(trace.x.shape)
        loss, deltas = self._backward(trace, y, share_of(y, weights), *into)
        return Backward(loss, grad, deltas)

    def loss_and_grad(self, X, Y, *, weights=None):
        """Return the loss, a float, and its gradient (P,), a new array, for X and Y in rows."""
        return self.backward(self.forward(X), Y, **given(weights=weights))[:2]

    def _is_overridden(self):
        """Tell whether a subclass of the reader's computes the loss and gradient in its own way."""
        methods = (getattr(self, name) for name in ("forward", "backward", "loss_and_grad"))
        return any(not str(method.__module__).startswith("nnlib.") for method in methods)


def checked(model):
    """Return a model, or raise TypeError."""
    hint = ""
    if any(kind.__module__ == __name__ for kind in type(model).__mro__):
        hint = "; it was made before nnlib was loaded anew: restart the kernel"
    elif isinstance(model, type):
        hint = f"; {model.__name__} is the class: put its arguments behind it in brackets"
    if not isinstance(model, Model):
        raise TypeError(f"model must be a Neuron, MLP, RNN or LSTM, got {model!r}{hint}")
    return model
