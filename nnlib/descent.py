"""The loop of a training, and what must hold however it ends.

After a divergence θ is finite again, and whatever exception ends it, the epochs so far are kept.
"""

import math
import warnings
from dataclasses import dataclass

import numpy as np

from nnlib.steps import PAGE, DivergedError, columns_in

FAR_ABOVE = 10.0  # a last loss that is so many times the first gets a warning


@dataclass(frozen=True)
class History:
    """What `train` returns, an entry for each epoch that was run.

    `loss` is the mean over the epoch's examples, each taken before its update; `validation` the
    loss on the validation set after the epoch, or None without one.
    """

    loss: np.ndarray
    validation: np.ndarray | None = None


def descend(theta, batches, step, *, epochs, rate, held_out, callback, optimizer):
    """Go through the batches again and again; return the `History`.

    Parameters
    ----------
    theta : ndarray of shape (P,)
        What `step` changes.
    batches : Batches
        An epoch of them is asked for again and again.
    step : callable
        `step(batch, eta)` takes one step and returns the loss before it.
    epochs : iterable of int
        Their numbers.
    rate : callable
        η of an epoch.
    held_out : callable or None
        Returns the loss on the validation set.
    callback : callable or None
        As in `train`.
    optimizer : object
        Forgets what it remembers after a divergence.

    Raises
    ------
    DivergedError
        When a loss, a gradient or θ is no longer finite.
    """
    losses, validations = [], []
    safe, before = theta.copy(), np.empty_like(theta)

    def history():
        return History(np.array(losses), None if held_out is None else np.array(validations))

    try:
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            for epoch in epochs:
                eta = rate(epoch)
                before[:] = theta
                loss = _epoch(batches, step, eta)
                if not math.isfinite(loss):
                    raise DivergedError(f"the loss is {loss}")
                safe, before = before, safe  # every loss from there on was finite
                losses.append(loss)
                if held_out is not None:
                    validations.append(held_out())
                if callback is not None and _is_true(callback(epoch, loss)):
                    break
            if losses and not np.isfinite(theta).all():
                raise DivergedError(f"the loss is {losses[-1]}")
    except BaseException as error:
        if isinstance(error, DivergedError):
            theta[:] = safe
            optimizer.forget()
            error.args = (
                f"{error} at epoch {epoch}, or the step from there too long for a float; try a "
                f"smaller eta (now {eta:g}), inputs near [-1, 1], or max_norm=1; theta is the last "
                f"finite one again, and {PAGE}",
            )
        error.history = history()
        error.add_note(f"{len(losses)} epochs were finished: see sys.last_value.history")
        raise
    if losses and losses[-1] > max(FAR_ABOVE * losses[0], 1.0):
        warnings.warn(
            f"the last loss, {losses[-1]:.3g}, is far above the first, {losses[0]:.3g}: try a "
            f"smaller eta (now {eta:g}), or inputs and targets near [-1, 1]; {PAGE}",
            RuntimeWarning,
            stacklevel=3,
        )
    return history()


def _epoch(batches, step, eta):
    """Take one step a batch; return the mean loss over the examples."""
    total = seen = 0.0
    for batch in batches.epoch():
        columns = columns_in(*batch[1:3])
        total += columns * step(batch, eta)
        seen += columns
    return total / seen


def _is_true(answer):
    """Tell whether a callback said True, and not only something that counts as true."""
    return isinstance(answer, (bool, np.bool_)) and bool(answer)
