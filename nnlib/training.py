"""Training: gradient descent in full batch, minibatches or one example at a time, for every model.

Here the arguments are checked, once; the loop is in `descent.py`.
"""

from contextlib import nullcontext
from functools import partial

import numpy as np

from nnlib.batches import Batches
from nnlib.descent import descend, warn_if_hopeless
from nnlib.history import Recorder
from nnlib.model import checked
from nnlib.objective import DivergedError, Objective, clip, decay_of
from nnlib.optimizers import optimizer_for
from nnlib.validation import generator, instance, one_of, real, whole


def train(
    model,
    X,
    Y,
    *,
    eta,
    epochs,
    batch_size=None,
    rng=None,
    shuffle=True,
    optimizer=None,
    momentum=0.0,
    weight_decay=0.0,
    max_norm=None,
    weights=None,
    validation=None,
    callback=None,
    progress=False,
    engine="arrays",
):
    """Train a model in place by gradient descent, θ ← θ - η ∂C/∂θ (eq-neuron-update).

    Parameters
    ----------
    model : Neuron, MLP, RNN or LSTM
        Its `theta` changes. A subclass that overrides `loss_and_grad`, `forward` or `backward` is
        trained with the gradient that its `loss_and_grad` returns.
    X, Y : array_like
        Inputs (N, D) and targets (N, C) in rows; sequences (N, T, D) and (N, T, C).
    eta : float or callable
        Learning rate η > 0, or `eta(epoch)`, the rate of an epoch, counted from 0.
    epochs : int
        How often to go through the data.
    batch_size : int, optional
        Examples per step: None is all of them, 1 is stochastic (in the order of X without `rng`).
    rng : numpy.random.Generator, optional
        Shuffles the examples anew each epoch; minibatches need it, or `shuffle=False`.
    shuffle : bool
        False keeps the order of X.
    optimizer : Momentum, Adam or an object with `step(theta, grad, eta)` and `forget()`, optional
        What it remembers outlives the call. Without one: plain gradient descent.
    momentum : float
        Short for `optimizer=Momentum(momentum)`, a fresh one.
    weight_decay : float
        λ ≥ 0: adds λ times each weight (not the biases) to the gradient, after clipping.
    max_norm : float, optional
        A gradient longer than this is shortened to it (clipping).
    weights : array_like of shape (N,) or (N, T), optional
        What each example, or each step, counts in the mean, which is divided by their sum. A step
        that does not exist has weight 0, so sequences of several lengths can be padded.
    validation : tuple (X, Y) or (X, Y, weights), optional
        Data to take the loss of after each epoch, and not to train on.
    callback : callable, optional
        `callback(epoch, loss)` after each epoch, counted from 0; the answer True ends the training.
    progress : bool
        Show a progress bar.
    engine : {"arrays", "loops"}
        How the steps are computed: by NumPy, with products of whole arrays, or in loops over units
        and examples that Numba compiles (`nnlib.loops`), with the library's own formulas only.

    Returns
    -------
    History

    Raises
    ------
    ValueError, TypeError
        For bad input; the message names it.
    ImportError
        For `engine="loops"` without Numba; the message says what to install.
    FloatingPointError
        When the loss, or θ after the last step, is no longer finite. θ is then what it was before
        the last epoch whose losses were all finite.

    Warns
    -----
    RuntimeWarning
        When the last loss is far above the first.

    Notes
    -----
    Whatever exception ends a training, an interrupt by the keyboard too, has the epochs so far as
    `exception.history`; in a notebook that is `sys.last_value.history`.
    """
    theta = checked(model).theta
    objective = Objective(model, X, Y, weights, to_learn=True)
    rate = (lambda k: real(f"eta({k})", eta(k), 0.0)) if callable(eta) else real("eta", eta, 0.0)
    epochs = whole("epochs", epochs, 0)
    n = objective.arrays[0].shape[-1]
    size = n if batch_size is None else whole("batch_size", batch_size, 1, n)
    shuffle = instance("shuffle", shuffle, (bool, np.bool_), "True or False")
    shuffle = shuffle and batch_size is not None and (rng is not None or size > 1)
    if shuffle or rng is not None:
        generator("rng (minibatches are shuffled, unless shuffle=False)", rng)
    optimizer = optimizer_for(optimizer, momentum)
    max_norm = None if max_norm is None else real("max_norm", max_norm, 0.0)
    decay = decay_of(model, real("weight_decay", weight_decay, 0.0, low_included=True))
    one_of("engine", engine, ("arrays", "loops"))
    order = size, rng if shuffle else None
    if engine == "loops":
        from nnlib.loops.engine import Loops  # noqa: PLC0415  (only who asks for them loads them)

        run = Loops(objective, *order, optimizer, max_norm=max_norm, decay=decay).descend
    else:
        changes = [] if max_norm is None else [partial(clip, max_norm=max_norm)]
        if decay.any():
            changes.append(lambda grad: np.add(grad, decay * theta, out=grad))
        batches = Batches(objective, *order)
        run = partial(descend, objective, batches, optimizer.step, changes=changes)
    recorder = Recorder(model, validation, callback)
    try:
        with _counted(epochs, progress) as numbers:
            run(epochs=numbers, rate=rate, recorder=recorder)
    except BaseException as error:
        if isinstance(error, DivergedError):
            optimizer.forget()
        error.history = recorder.history()
        error.add_note(f"{len(error.history.loss)} epochs were finished: .history has their losses")
        raise
    warn_if_hopeless(recorder.losses, eta)
    return recorder.history()


def _counted(epochs, progress):
    """Return the numbers of the epochs, to be used with `with`; a progress bar if asked for."""
    if not progress:
        return nullcontext(range(epochs))
    from tqdm.auto import tqdm  # noqa: PLC0415  (importing nnlib loads NumPy only)

    return tqdm(range(epochs), unit="epoch")
