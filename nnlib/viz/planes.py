"""Pictures over a plane: a model's answer over its two inputs, a loss over two weights."""

import numpy as np
from matplotlib.patheffects import withStroke

from nnlib.viz import inputs
from nnlib.viz.marks import points
from nnlib.viz.palette import INK, LOSSES, MUTED, PAPER, REGIONS, ROLES


def plane(limits=(-1, 1), n=200):
    """Make a grid of points over a plane, for a model or a loss to be evaluated at.

    Parameters
    ----------
    limits : array_like of shape (2,) or (2, 2), default (-1, 1)
        ``(low, high)`` for both axes, or one such pair for each.
    n : int, default 200
        The number of points along each axis.

    Returns
    -------
    ndarray of shape (n * n, 2)
        The points, as rows; the first coordinate runs fastest.
    """
    if not isinstance(n, int | np.integer) or n < 2:
        raise ValueError(f"n must be an integer of at least 2, got {n!r}")
    across, up = np.meshgrid(*(np.linspace(*pair, n) for pair in inputs.pairs("limits", limits)))
    return np.column_stack([across.ravel(), up.ravel()])


def decision_regions(ax, outputs, X=None, Y=None, *, limits=(-1, 1)):
    """Draw what a model answers over the plane of its two inputs, and the data it learned from.

    The line between the regions is where one output is 0.5, or where two outputs are equal.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    outputs : array_like of shape (n * n,), (n * n, 1) or (n * n, 2)
        ``model.predict(plane(limits, n))``.
    X : array_like of shape (N, 2), optional
        The inputs of the examples.
    Y : array_like of shape (N,), (N, 1) or (N, 2), required with `X`
        Their targets: a circle is drawn for 0 and a filled square for 1.
    limits : array_like of shape (2,) or (2, 2), default (-1, 1)
        The limits that were given to `plane`.

    Returns
    -------
    matplotlib.axes.Axes
        The `ax` that came in.
    """
    inputs.axes(ax)
    inputs.array_like("outputs", outputs)
    if np.ndim(outputs) == 2 and np.shape(outputs)[1] == 2:
        outputs = inputs.numbers("outputs", outputs, "n * n", 2)
        score = 0.5 + (outputs[:, 1] - outputs[:, 0]) / 2
    else:
        columns = (1,) if np.ndim(outputs) == 2 else ()
        score = inputs.numbers("outputs", outputs, "n * n", *columns).ravel()
    grid, across, up = _grid("outputs", score, limits)
    if (X is None) != (Y is None):
        raise ValueError("X and Y must be given together, got only one of them")
    ax.contourf(across, up, grid, np.linspace(0, 1, 11), cmap=REGIONS, extend="both")
    ax.contour(across, up, grid, [0.5], colors=ROLES["output"], linewidths=2.4)
    if X is not None:
        points(ax, X, Y)
    return _bounded(ax, across, up, aspect="equal", xlabel="$x_1$", ylabel="$x_2$")


def loss_surface(ax, losses, *, limits, path=None, xlabel="$w_1$", ylabel="$w_2$"):
    """Draw a loss over two parameters, and the path of a descent on it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    losses : array_like of shape (n * n,)
        The loss at each point of ``plane(limits, n)``.
    limits : array_like of shape (2,) or (2, 2)
        The limits that were given to `plane`.
    path : array_like of shape (S, 2), optional
        The two parameters at each step; a ring marks the first.
    xlabel, ylabel : str
        The names of the two parameters.

    Returns
    -------
    matplotlib.axes.Axes
        The `ax` that came in.
    """
    inputs.axes(ax)
    grid, across, up = _grid("losses", inputs.numbers("losses", losses, "n * n"), limits)
    # Levels at equal shares of the plane keep the valley visible beside a steep wall.
    levels = np.unique(np.quantile(grid, np.linspace(0, 1, 13)))
    if len(levels) < 3:
        raise ValueError("losses must differ over the plane, got a constant")
    ax.contourf(across, up, grid, levels, cmap=LOSSES)
    rings = ax.contour(across, up, grid, levels[1:-1], colors=MUTED, linewidths=0.8)
    for text in ax.clabel(rings, rings.levels[::2], fmt="%.3g", fontsize=11, colors=INK):
        text.set(path_effects=[withStroke(linewidth=3, foreground=PAPER)], zorder=5)
    if path is not None:
        descent_path(ax, path)
    return _bounded(ax, across, up, aspect="auto", xlabel=xlabel, ylabel=ylabel)


def descent_path(ax, path):
    """Draw the steps of a descent, shape (S, 2), as joined dots; a ring marks the first."""
    path = inputs.numbers("path", path, "S", 2)
    dots = {"color": INK, "linestyle": "-", "linewidth": 1.4, "marker": "o", "markersize": 5}
    ax.plot(*path.T, label="descent", **dots)
    ax.plot(*path[:1].T, "o", markersize=13, markerfacecolor="none", color=INK)


def _grid(name, values, limits):
    """Return the values of `plane` as rows and columns, with the coordinates of both."""
    n = round(np.sqrt(len(values)))
    if n * n != len(values) or n < 2:
        raise ValueError(f"{name} must hold one value for each point of plane, got {len(values)}")
    low_high = inputs.pairs("limits", limits)
    return values.reshape(n, n), np.linspace(*low_high[0], n), np.linspace(*low_high[1], n)


def _bounded(ax, across, up, **settings):
    ax.set(xlim=(across[0], across[-1]), ylim=(up[0], up[-1]), **settings)
    ax.locator_params(nbins=6)
    ax.grid(visible=False)
    return ax
