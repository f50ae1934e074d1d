"""Gradient descent in steps, on the surface of a loss over two parameters, at several rates."""

from itertools import product

import numpy as np
from matplotlib.figure import Figure

from nnlib.viz import inputs
from nnlib.viz.planes import descent_path, loss_surface
from nnlib.viz.widgets.frames import film
from nnlib.viz.widgets.player import Control, Player, noted, signed


def descent(surface, paths, losses, *, limits, etas, start=(0, 0)):
    """Walk down a loss step by step, with the learning rate of your choice.

    Parameters
    ----------
    surface : array_like of shape (n * n,)
        The loss at each point of ``nnlib.viz.plane(limits, n)``.
    paths : array_like of shape (R, S, 2)
        The two parameters at each of S steps, for each of R learning rates.
    losses : array_like of shape (R, S)
        The loss at each step.
    limits : array_like of shape (2,) or (2, 2)
        The limits that were given to `plane`.
    etas : array_like of shape (R,)
        The learning rates.
    start : tuple of int, default (0, 0)
        The rate and the step that are shown at first.

    Returns
    -------
    Player
        Its `data` has ``paths`` and ``losses``.
    """
    etas = inputs.numbers("etas", etas, "R")
    paths = inputs.numbers("paths", paths, len(etas), "S", 2)
    losses = inputs.numbers("losses", losses, *paths.shape[:2])
    fig = Figure(figsize=(5.0, 3.8))
    ax = loss_surface(fig.add_subplot(), surface, limits=limits)
    places = list(product(range(len(etas)), range(paths.shape[1])))
    film_of = film(fig, lambda at: descent_path(ax, paths[at[0], : at[1] + 1]), places)

    def words(rate, step):
        w1, w2 = (signed(w, 2) for w in paths[rate, step])
        loss = f"loss ${losses[rate, step]:.4f}$"
        return f"$η = {etas[rate]:g}$, after step {step}: $w = ({w1}, {w2})$, {loss}"

    frames = [
        noted(picture, f"The path of the descent on the loss. {words(*place)}", words(*place))
        for picture, place in zip(film_of, places, strict=True)
    ]
    rates = Control("learning rate $η$", [f"{eta:g}" for eta in etas], start[0], "dropdown")
    steps = Control("step", range(paths.shape[1]), start[1])
    data = {"paths": np.array(paths), "losses": np.array(losses)}
    return Player(frames, rates, steps, interval=700, data=data)
