"""One step of training: the gradient of a batch, shortened and decayed where that is asked for.

`train` calls these in its loop; which of them run is decided before it begins.
"""

import math

import numpy as np

from nnlib import data
from nnlib.losses import share_of
from nnlib.parameters import views_of

# Where messages send a reader whose network does not learn.
PAGE = "'If it does not learn' in the book goes through the causes"


class DivergedError(FloatingPointError):
    """A loss, a gradient or θ is no longer finite."""


def gradient_of(model, X, Y, weights, grad):
    """Return the data in columns, and a function of a batch of them.

    The function takes (x, y, weights, buffers), fills `grad`, and returns the loss. A model of the
    reader's own that overrides the public methods is asked by them, and gets its batches in rows.
    """
    x, y, w = model._data(X, Y, weights)
    data.reachable("Y", data.counted(y, w), model.output)
    blocks = views_of(grad, model._shapes)

    def by_formulas(x, y, weights, buffers):
        return model._backward(model._forward(x, buffers), y, share_of(y, weights), blocks)[0]

    def by_public_methods(*batch):
        X, Y, weights = (part if part is None else np.moveaxis(part, -1, 0) for part in batch[:3])
        weighted = {} if weights is None else {"weights": weights}
        loss, gradient = model.loss_and_grad(X, Y, **weighted)
        if np.shape(gradient) != grad.shape:
            raise ValueError(
                f"loss_and_grad of {type(model).__name__} must return a gradient of shape "
                f"{grad.shape}, got {np.shape(gradient)}"
            )
        grad[...] = gradient
        return float(loss)

    if not model._is_overridden():
        return (x, y, w), by_formulas
    given = X, Y, weights
    columns = [a if a is None else np.moveaxis(data.floats("X", a), 0, -1) for a in given]
    return columns, by_public_methods


def columns_in(y, weights):
    """Return what a batch counts in the mean of an epoch: its columns, or their weights."""
    return y.size / y.shape[-2] if weights is None else weights.sum()


def cost_of(model, X, Y, weights=None):
    """Return a function without arguments: the loss on these data, of the model as it is then."""
    x, y, w = model._data(X, Y, weights)
    if model._is_overridden():
        weighted = {} if weights is None else {"weights": weights}
        return lambda: float(model.loss_and_grad(X, Y, **weighted)[0])
    share, buffers = share_of(y, w), model._buffers(x.shape)
    return lambda: model._cost(model._forward(x, buffers), y, share)


def clip(grad, max_norm):
    """Shorten a gradient that is longer than `max_norm` to it.

    A length whose square is too large for a float is taken of the gradient over its largest entry.
    """
    norm = math.sqrt(np.vdot(grad, grad))
    if norm == math.inf:
        grad /= np.abs(grad).max()
        norm = math.sqrt(np.vdot(grad, grad))
    if not math.isfinite(norm):
        raise DivergedError("the gradient is not finite")
    if norm > max_norm:
        grad *= max_norm / norm


def decay_of(model, weight_decay):
    """Return λ for each weight and 0 for each bias, shaped like θ; None without decay."""
    if not weight_decay:
        return None
    decay = np.full(model.theta.size, weight_decay)
    for name, view in model.unpack(decay).items():
        if name.startswith("b"):
            view[...] = 0.0
    return decay
