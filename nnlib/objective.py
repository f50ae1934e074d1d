"""What training lowers: the loss of a model on some data, all of them or a batch at a time.

A model whose public methods a reader's subclass overrides is asked by these methods, with batches
in rows; the others by their formulas, with columns that are checked once.
"""

import math

import numpy as np

from nnlib import data
from nnlib.losses import share_of
from nnlib.model import given, in_rows
from nnlib.parameters import views_of
from nnlib.validation import wrong

# Where messages send a reader whose network does not learn.
PAGE = "the page 'If it does not learn' of the book goes through the causes"


class DivergedError(FloatingPointError):
    """A loss, a gradient or θ is no longer finite."""


class Objective:
    """The loss of a model on X, Y and weights; `arrays` are these with the examples last.

    With `to_learn` targets that the outputs cannot reach are refused.
    """

    def __init__(self, model, X, Y, weights=None, *, to_learn=False):
        self.model, self.by_methods = model, model._is_overridden()
        x = model._inputs(X)
        y, w = model._targets(Y, x.shape, weights)
        self.arrays = x, y, w
        if to_learn:
            data.reachable(data.counted(y, w), model.output)
        if self.by_methods:
            rows = [a if a is None else data.floats("X", a) for a in (X, Y, weights)]
            self.arrays = [a if a is None else np.moveaxis(a, 0, -1) for a in rows]

    def buffers(self, shape):
        """Return what the formulas write into, on their way forward and on their way back."""
        model = self.model
        return (None, None) if self.by_methods else (model._buffers(shape), model._scratch(shape))

    def cost(self, buffers=None):
        """Return the loss on all data, for θ as it is."""
        model, (x, y, w) = self.model, self.arrays
        if self.by_methods:
            return float(self._ask(x, y, w)[0])
        trace = model._forward(x, buffers or model._buffers(x.shape))
        return model._loss(*trace.answer, y, model._g_slope, share_of(y, w))[0]

    def gradient_into(self, grad):
        """Return a function of a batch of `Batches` that fills `grad` and returns the loss."""
        blocks = views_of(grad, self.model._shapes)
        forward, backward = self.model._forward, self.model._backward

        def by_formulas(x, y, _weights, share, ahead, back):
            return backward(forward(x, ahead), y, share, blocks, back)[0]

        def by_methods(x, y, weights, *_):
            loss, gradient = self._ask(x, y, weights)
            if np.shape(gradient) != grad.shape:
                name = f"the gradient that loss_and_grad of {type(self.model).__name__} returns"
                raise wrong(name, f"have shape {grad.shape}", np.shape(gradient))
            if not np.isfinite(gradient).all():
                raise DivergedError
            grad[...] = gradient
            return float(loss)

        return by_methods if self.by_methods else by_formulas

    def _ask(self, x, y, weights):
        weights = weights if weights is None else in_rows(weights)
        return self.model.loss_and_grad(in_rows(x), in_rows(y), **given(weights=weights))


def clip(grad, max_norm):
    """Shorten a gradient that is longer than `max_norm` to it.

    The length is taken in units of the largest entry: a square may be too large for a float, or 0.
    """
    largest = np.abs(grad).max()
    if not math.isfinite(largest):
        raise DivergedError
    length = math.sqrt(np.vdot(grad / largest, grad / largest)) if largest else 0.0
    if length * largest > max_norm:
        grad *= max_norm / largest / length


def decay_of(model, weight_decay):
    """Return λ for each weight and 0 for each bias, shaped like θ (eq-digits-decay)."""
    decay = np.full(model.theta.size, weight_decay)
    for name, view in model.unpack(decay).items():
        if name.startswith("b"):
            view[...] = 0.0
    return decay
