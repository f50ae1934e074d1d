"""Many two-layer networks trained at once, to ask what holds for most starts and not for one.

Here the arguments are checked; the formulas are in `networks.py`, and in `loops/ensemble.py`.
"""

from functools import partial
from typing import NamedTuple

import numpy as np

from nnlib import data, validation
from nnlib.descent import warn_if_hopeless
from nnlib.mlp import MLP
from nnlib.networks import descend
from nnlib.objective import PAGE, DivergedError


class Ensemble(NamedTuple):
    """K trained networks of P parameters each.

    `theta` (K, P) has a row for each network, laid out as `MLP(sizes).theta`; `loss` (K,) is the
    loss of each on all the data; `history` (epochs, K) is what `train` would have recorded of each.
    """

    theta: np.ndarray
    loss: np.ndarray
    history: np.ndarray


def train_ensemble(
    sizes,
    X,
    Y,
    *,
    eta,
    epochs,
    n_networks,
    rng,
    batch_size=None,
    start=None,
    engine="arrays",
    n_jobs=1,
    **options,
):
    """Train K two-layer networks at once on the mean squared error, each as `train` would alone.

    Parameters
    ----------
    sizes : sequence of three int
        D, H and C.
    X, Y : array_like
        Inputs (N, D) and targets (N, C) in rows, the same for all networks.
    eta, epochs : float, int
        Learning rate and number of passes over the data, as in `train`.
    n_networks : int
        How many, K.
    rng : numpy.random.Generator
        Draws the starts: network k starts as the k-th `MLP(sizes, rng=rng)` would.
    batch_size : int, optional
        Examples per step, in the order of X; None is all of them.
    start : array_like of shape (K, P), optional
        Where the networks start instead.
    engine : {"arrays", "loops"}
        As in `train`: NumPy, or loops that Numba compiles (`nnlib.loops.ensemble`).
    n_jobs : int
        In how many threads the loops run at once; their results do not depend on it. Arrays have
        one.
    **options
        `activation` and `output`, as in `MLP`.

    Returns
    -------
    Ensemble

    Raises
    ------
    ValueError, TypeError
        For bad input; the message names it.
    ImportError
        For `engine="loops"` without Numba; the message says what to install.
    FloatingPointError
        When the loss, or θ, of one of the networks is no longer finite; the message names the first
        one.
    """
    K = validation.whole("n_networks", n_networks, 1)
    model = MLP(sizes, rng=validation.generator("rng", rng), **options)
    if len(model.sizes) != 3 or not model.bias or model.loss != "mse":
        raise ValueError(
            f"train_ensemble trains networks with three sizes (D, H, C), biases and loss='mse', "
            f"got sizes {model.sizes} and options {options}"
        )
    x = model._inputs(X)
    y, _ = model._targets(Y, x.shape)
    data.reachable(y, model.output)
    n = x.shape[1]
    eta, epochs = validation.real("eta", eta, 0.0), validation.whole("epochs", epochs, 0)
    size = n if batch_size is None else validation.whole("batch_size", batch_size, 1, n)
    drawn = [model.theta.copy(), *(model._draw(rng) for _ in range(K - 1))]
    start = drawn if start is None else start
    start = data.rows("start", start, 2, model.theta.size, "P")
    if len(start) != K:
        raise ValueError(f"start must have n_networks = {K} rows, got {len(start)}")
    validation.one_of("engine", engine, ("arrays", "loops"))
    n_jobs = validation.whole("n_jobs", n_jobs, 1)
    if n_jobs > 1 and engine == "arrays":
        hint = "write engine='loops', which can train in several threads"
        raise validation.wrong("n_jobs", "be 1 with engine='arrays'", n_jobs, hint)

    theta, losses = np.array(start), np.zeros((epochs + 1, K))
    run = descend
    if engine == "loops":
        from nnlib.loops.ensemble_engine import descend as in_loops  # noqa: PLC0415  (as in `train`)

        run = partial(in_loops, n_jobs=n_jobs)
    last = run(model, x, y, size=size, eta=eta, theta=theta, losses=losses)
    if not np.isfinite(losses[last]).all():
        k = int(np.isfinite(losses[last]).argmin())
        raise DivergedError(
            f"the loss of network {k} is {losses[last, k]} at epoch {last}; try a smaller eta "
            f"(now {eta:g}) or inputs near [-1, 1]; {PAGE}"
        )
    if epochs:
        warn_if_hopeless(losses[:-1, losses[-2].argmax()], eta)
    return Ensemble(theta, losses[-1].copy(), losses[:-1])
