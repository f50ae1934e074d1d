"""Gradient descent: full batch, minibatches or one example at a time, the same for every model.

A step subtracts η times the gradient from θ, in place; the rest is bookkeeping.
"""

import math
from dataclasses import dataclass

import numpy as np

from nnlib import validation
from nnlib.batches import Batches
from nnlib.model import Model, cut


@dataclass(frozen=True)
class History:
    """What `train` returns: `loss`, the mean batch loss of each epoch that was run."""

    loss: np.ndarray


def train(
    model,
    X,
    Y,
    *,
    eta,
    epochs,
    batch_size=None,
    rng=None,
    momentum=0.0,
    max_norm=None,
    callback=None,
    progress=False,
):
    """Train a model in place by gradient descent, θ ← θ - η ∂C/∂θ (eq-neuron-update).

    Parameters
    ----------
    model : Neuron, MLP or RNN
        Its `theta` changes.
    X, Y : array_like
        Inputs (N, D) and targets (N, C) in rows; sequences (N, T, D) and (N, T, C).
    eta : float
        Learning rate η > 0.
    epochs : int
        How often to go through the data.
    batch_size : int, optional
        Examples per step: None is all of them, 1 is stochastic (in the order of X without `rng`).
    rng : numpy.random.Generator, optional
        Shuffles the examples anew each epoch; minibatches need it.
    momentum : float
        In [0, 1): θ ← θ - v, with v ← momentum · v + η ∂C/∂θ.
    max_norm : float, optional
        A gradient longer than this is shortened to it (clipping).
    callback : callable, optional
        `callback(epoch, loss)` after each epoch, counted from 0; a true answer ends the training.
    progress : bool
        Show a progress bar.

    Returns
    -------
    History
        `.loss`: for each epoch the mean loss of its batches, each taken before its update.

    Raises
    ------
    ValueError, TypeError
        For bad input; the message names it.
    FloatingPointError
        When the loss, or θ after the last step, is no longer finite.
    """
    if not isinstance(model, Model):
        raise TypeError(f"model must be a Neuron, MLP or RNN, got {model!r}")
    x = model._inputs(X)
    y = model._targets(Y, x.shape)
    n = x.shape[-1]
    eta = validation.real("eta", eta, 0.0)
    epochs = validation.whole("epochs", epochs, 0)
    momentum = validation.real("momentum", momentum, 0.0, 1.0, low_included=True)
    if max_norm is not None:
        max_norm = validation.real("max_norm", max_norm, 0.0)
    size = n if batch_size is None else validation.whole("batch_size", batch_size, 1, n)
    shuffle = batch_size is not None and (rng is not None or size > 1)
    if shuffle or rng is not None:
        validation.generator("rng (minibatches are shuffled)", rng)
    if callback is not None and not callable(callback):
        raise TypeError(f"callback must be a function of (epoch, loss), got {callback!r}")

    theta, losses = model.theta, []
    rate = np.array(eta)  # an array, for the reason given beside ONE in activations.py
    grad, velocity = np.empty_like(theta), np.zeros_like(theta)
    blocks = cut(grad, model._shapes)
    batches = Batches(model, x, y, size, rng if shuffle else None)
    n_batches = len(batches)
    with np.errstate(over="ignore", invalid="ignore"):  # an infinite loss raises an error below
        for epoch in _epochs(epochs, progress):
            total = 0.0
            for x_batch, y_batch, room in batches.epoch():
                total += model._backward(model._forward(x_batch, room), y_batch, blocks)[0]
                if max_norm is not None:
                    grad *= min(1.0, max_norm / max(np.sqrt(np.vdot(grad, grad)), 1e-300))
                grad *= rate
                if momentum:
                    velocity *= momentum
                    velocity += grad
                theta -= velocity if momentum else grad
            losses.append(total / n_batches)
            if not math.isfinite(total) or (callback is not None and callback(epoch, losses[-1])):
                break
    if losses and not (math.isfinite(total) and np.isfinite(theta).all()):
        raise FloatingPointError(
            f"the loss is {total} at epoch {epoch}, or the step from there too long for a float; "
            f"try a smaller eta (now {eta:g}), inputs near [-1, 1], or max_norm=1"
        )
    return History(np.array(losses))


def _epochs(epochs, progress):
    """Count the epochs, with a progress bar if asked for."""
    if not progress:
        return range(epochs)
    from tqdm.auto import tqdm  # noqa: PLC0415  (importing nnlib loads NumPy only)

    return tqdm(range(epochs), unit="epoch")
