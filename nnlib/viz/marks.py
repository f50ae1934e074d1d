"""Marks that are put onto other pictures: points of two classes, a line, labels, a legend."""

import numpy as np

from nnlib.viz import inputs
from nnlib.viz.labels import label_points
from nnlib.viz.palette import CLASS0, CLASS1, PAPER
from nnlib.viz.png import WIDEST

_ROOM = 0.9  # of a figure's width; a legend stands over the axes, which are not in its middle


def points(ax, X, Y, *, labels=None):
    """Draw examples as points: a circle for target 0, a filled square for target 1.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw; for three columns it must be made with ``projection="3d"``.
    X : array_like of shape (N, 2) or (N, 3)
        The examples' coordinates.
    Y : array_like of shape (N,), (N, 1) or (N, 2)
        Their targets, 0 or 1; two columns are taken as one-hot.
    labels : sequence of str, optional
        A label for each example. Examples that lie close together share a text.

    Returns
    -------
    matplotlib.axes.Axes
        The `ax` that came in.
    """
    solid = inputs.axes(ax).name == "3d"
    X = inputs.numbers("X", X, "N", 3 if solid else 2)
    classes = inputs.targets("Y", Y, len(X))
    labels = inputs.names("labels", labels, len(X))
    looks = (("o", PAPER, CLASS0, "$y = 0$"), ("s", CLASS1, PAPER, "$y = 1$"))
    for k, (marker, face, edge, label) in enumerate(looks):
        if (classes == k).any():
            look = {"marker": marker, "facecolor": face, "edgecolor": edge, "label": label}
            look |= {"s": 52 if k == 0 else 58, "linewidth": 2 if k == 0 else 1, "zorder": 4}
            ax.scatter(*X[classes == k].T, **look, **({"depthshade": False} if solid else {}))
    if not solid:
        ax.margins(0.12)  # else a marker at the edge of the data is cut in half
    label_points(ax, X, labels)
    return ax


def line(ax, w, b, *, label=None, role="output", style="-"):
    """Draw the line w_1 x_1 + w_2 x_2 + b = 0, where a neuron's z changes its sign.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw; its limits stay as they are.
    w : array_like of shape (2,)
        The weights.
    b : float
        The bias.
    label : str, optional
        The line's name in `legend`.
    role : str, default "output"
        The role that gives the colour, or ``"ink"`` for none.
    style : str, default "-"
        The Matplotlib line style; tell two lines apart by it.

    Returns
    -------
    matplotlib.axes.Axes
        The `ax` that came in.
    """
    inputs.axes(ax)
    w = inputs.numbers("w", w, 2)
    b = inputs.numbers("b", np.reshape(b, -1), 1)[0]
    if not w.any():
        raise ValueError("w must not be all zeros: z then changes its sign nowhere")
    foot = -b * w / w.dot(w)  # the point of the line that is nearest to the origin
    along = foot + np.array([-w[1], w[0]]) / np.linalg.norm(w)
    look = {"color": inputs.colour("role", role), "linestyle": style, "zorder": 3}
    ax.axline(tuple(foot), tuple(along), label=label, **look)
    return ax


def legend(ax):
    """Put a legend above the axes, where it covers no data: in one row if the page has the room.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes whose lines and points have labels.

    Returns
    -------
    matplotlib.axes.Axes
        The `ax` that came in.
    """
    handles, labels = inputs.axes(ax).get_legend_handles_labels()
    if not handles:
        raise ValueError("ax must hold something with a label for a legend, got none")
    look = {"handletextpad": 0.4, "columnspacing": 1.2, "borderpad": 0}
    look |= {"loc": "lower center", "bbox_to_anchor": (0.5, 1.01)}
    room = _ROOM * min(ax.figure.bbox.width, WIDEST * ax.figure.dpi)
    for rows in range(1, len(handles) + 1):
        drawn = ax.legend(handles, labels, ncols=-(-len(handles) // rows), **look)
        if drawn.get_window_extent().width <= room:
            break
    return ax
