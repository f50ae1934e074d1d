"""The loop of a training: every epoch, every batch, one step; and a θ that is finite at the end."""

import math
import warnings

import numpy as np

from nnlib.objective import PAGE, DivergedError

FAR_ABOVE = 10.0  # a last loss that is so many times the first gets a warning


@np.errstate(over="ignore", under="ignore", invalid="ignore")
def descend(objective, batches, step, *, changes, rate, epochs, recorder):
    """Go through the batches again and again.

    Parameters
    ----------
    objective : Objective
        Has the model, whose θ the steps change.
    batches : Batches
        Their `epoch()` is asked for again and again.
    step : callable
        `step(theta, grad, eta)` of an optimizer.
    changes : sequence of callable
        `change(grad)` before each step.
    rate : float or callable
        η, or η of an epoch.
    epochs : iterable of int
        Their numbers.
    recorder : Recorder
        Gets the mean loss over the examples of each epoch, and may end the loop.

    Raises
    ------
    DivergedError
        When a loss, a gradient or θ is no longer finite. θ is then put back to where the last epoch
        began whose losses were all finite.
    """
    theta = objective.model.theta
    grad = np.empty_like(theta)
    gradient = objective.gradient_into(grad)
    losses = recorder.losses
    safe, before = theta.copy(), np.empty_like(theta)
    loss = 0.0
    try:
        for epoch in epochs:
            eta = rate(epoch) if callable(rate) else rate
            before[...] = theta
            loss = seen = 0.0
            for batch, counts in batches.epoch():
                loss += counts * gradient(*batch)
                for change in changes:
                    change(grad)
                step(theta, grad, eta)
                seen += counts
            if not math.isfinite(loss):
                raise DivergedError
            safe, before = before, safe
            losses.append(loss / seen)
            if recorder.has_more_to_do and recorder.after_epoch(epoch, losses[-1]):
                break
        if not np.isfinite(theta).all():
            raise DivergedError
    except DivergedError:
        theta[...] = safe
        raise diverged(loss, epoch, eta) from None


def diverged(loss, epoch, eta):
    """Return the error of a training whose numbers are no longer finite; θ is put back already."""
    return DivergedError(
        f"the loss is {loss} at epoch {epoch}, or the step from there too long for a float; "
        f"try a smaller eta (now {eta:g}), inputs near [-1, 1], or max_norm=1; theta is the "
        f"last finite one again; {PAGE}"
    )


def warn_if_hopeless(losses, eta):
    """Warn of a training that ended far above where it began, with numbers that were finite."""
    if len(losses) and losses[-1] > max(FAR_ABOVE * losses[0], 1.0):
        now = "" if callable(eta) else f" (now {eta:g})"
        warnings.warn(
            f"the last loss, {losses[-1]:.3g}, is far above the first, {losses[0]:.3g}: try a "
            f"smaller eta{now}, or inputs and targets near [-1, 1]; {PAGE}",
            RuntimeWarning,
            stacklevel=3,
        )
