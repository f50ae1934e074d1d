"""Check a gradient against central differences: nudge one parameter, watch the loss.

Slow and reliable; the book runs it before it trains anything. It says what it could not judge: a
nudge across a corner of relu, and a derivative that drowns in the rounding of the loss.
"""

import copy
import math
from typing import NamedTuple

import numpy as np

from nnlib import validation
from nnlib.model import checked, given, quiet
from nnlib.numerical import nudged
from nnlib.objective import Objective


class GradientCheck(NamedTuple):
    """Outcome of `check_gradient`, at the entry where the two gradients differ most.

    `max_relative_error` is their difference there, in units of the largest entry of the array that
    `parameter` names, such as "W[0]"; `index` is the place in it. nan: no entry could be judged.
    `corners` counts the entries whose nudge takes a relu unit across z = 0, where there is no
    derivative to compare with; `too_small` those of which the rounding of the loss leaves nothing
    to see. `note` says both in words, and is empty if every entry was judged.
    """

    max_relative_error: float
    parameter: str
    index: tuple
    analytic: float
    numerical: float
    corners: int = 0
    too_small: int = 0
    note: str = ""


@quiet
def check_gradient(model, X, Y, eps=1e-6, *, weights=None):
    """Compare `model.loss_and_grad(X, Y)` with central differences; the model is not changed.

    Parameters
    ----------
    model : Neuron, MLP, RNN or LSTM
        A right gradient gives a `max_relative_error` around 1e-9, a wrong one around 1.
    X, Y : array_like
        Inputs and targets in rows, as in `train`.
    eps : float
        As in `numerical_gradient`.
    weights : array_like, optional
        As in `train`.

    Returns
    -------
    GradientCheck

    Notes
    -----
    A network of relu units whose biases are 0 has z = 0 wherever the input is 0, and a nudge of
    such a bias crosses the corner: the check leaves those entries out and counts them. Give the
    biases other values to have them judged.
    """
    theta, eps = checked(model).theta, validation.real("eps", eps, 0.0)
    if not np.isfinite(theta).all():
        raise validation.wrong("model.theta", "be finite", "nan or infinity: it has diverged")
    loss, grad = model.loss_and_grad(X, Y, **given(weights=weights))
    at = _loss_at(copy.deepcopy(model), X, Y, weights)
    numerical, crosses = np.empty_like(theta), np.zeros(theta.size, dtype=bool)
    _, here = at(theta)
    for i, (up, above), (down, below), distance in nudged(at, theta, eps):
        numerical[i] = (up - down) / distance
        crosses[i] = not (np.array_equal(here, above) and np.array_equal(here, below))
    unseen = _rounding(at, theta, eps) / eps  # what rounding may do to a difference quotient
    return _verdict(model, (grad, numerical), crosses, unseen, max(1e-3 * abs(loss), eps))


def _loss_at(probe, X, Y, weights):
    """Return a function of θ: the loss there, and on which side of 0 each z of a relu unit is."""
    objective, x = Objective(probe, X, Y, weights), probe._inputs(X)
    buffers = probe._buffers(x.shape)
    hidden, last = (name == "relu" for name in (getattr(probe, "activation", ""), probe.output))

    def at(theta):
        probe.theta[:] = theta
        cost, bent = objective.cost(buffers), [np.empty(0)]
        if hidden or last:
            trace = probe._forward(x, buffers)
            bent += [z.ravel() for z in (*trace.hidden * hidden, *trace.answer[:1] * last)]
        return cost, np.sign(np.concatenate(bent))

    return at


def _rounding(at, theta, eps):
    """Measure what rounding does to a loss: move every parameter by its last digit, a few times.

    Returns how far apart two losses beside θ may be that would be the same without rounding.
    """
    rng, last = np.random.default_rng(0), np.finfo(np.float64).eps
    beside = theta + eps  # at θ itself a loss may be 0, and exact
    loss, _ = at(beside)
    moved = [at(beside * (1.0 + last * rng.uniform(-1.0, 1.0, theta.size)))[0] for _ in range(8)]
    # Two losses are off, and so is the one that they are measured from. (Where exp is rounded less
    # well, as in a browser's Python, half of this was too little for a right gradient.)
    return 4.0 * max(*np.abs(np.array(moved) - loss), last * abs(loss))


def _verdict(model, gradients, crosses, unseen, floor):
    """Compare entry by entry, each named array on its own scale.

    A difference that rounding explains, up to `unseen`, is measured by the largest entry of all,
    or by `floor` where all but vanish.
    """
    grad, numerical = gradients
    places = model.unpack(np.arange(grad.size))
    size = np.abs(gradients).max(axis=0)
    scale = np.empty_like(size)
    for entries in places.values():
        scale[entries] = size[entries].max()
    difference = np.abs(grad - numerical)
    errors = difference / np.where(difference <= unseen, max(size.max(), floor), scale)
    errors[np.isnan(errors)] = np.inf
    errors[crosses] = -1.0
    worst = int(errors.argmax())
    name = next(name for name, entries in places.items() if worst in entries)
    index = tuple(int(i) for i in np.argwhere(places[name] == worst)[0])
    error = math.nan if crosses.all() else float(errors[worst])
    numbers = float(grad[worst]), float(numerical[worst])
    corners = int(crosses.sum())
    too_small = int((~crosses & (size <= unseen) & (size > 0.0)).sum())
    notes = [
        f"not judged: {corners} entries whose nudge takes a relu unit across its corner, z is 0 "
        "there (give the biases other values)"
    ] * bool(corners)
    notes += [
        f"too small to judge: {too_small} entries that the rounding of the loss hides"
    ] * bool(too_small)
    return GradientCheck(error, name, index, *numbers, corners, too_small, "; ".join(notes))
