"""Marks that are put onto other pictures: points of two classes, a line, labels, a legend."""

import matplotlib as mpl
import numpy as np

from nnlib.viz import inputs
from nnlib.viz.palette import CLASS0, CLASS1, PAPER


SIDES = np.array([(1, 1), (-1, 1), (1, -1), (-1, -1)])  # of a point: where its label may stand


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
    shared = list(_shared(X, labels, _extent(ax, X)))
    if solid:
        for place, text in shared:
            ax.text(*place, f"   {text}", va="bottom", zorder=6)
    else:
        _beside(ax, shared, X)
    return ax


def _beside(ax, shared, X):
    """Write each text beside its place: on the first side where it covers nothing, if one is."""
    size = mpl.rcParams["font.size"]
    to_points = 72 / ax.figure.dpi
    taken = [_box(place, 4, 4) for place in ax.transData.transform(X) * to_points]
    for place, text in shared:
        middle = ax.transData.transform(place) * to_points
        half = 0.32 * size * len(text), 0.5 * size
        boxes = [_box(middle + side * (8 + half[0], 10), *half) for side in SIDES]
        known = not ax.get_autoscalex_on()  # else the limits will change, and all places with them
        free = [n for n, box in enumerate(boxes) if not any(_meet(box, other) for other in taken)]
        side = free[0] if known and free else 0
        taken.append(boxes[side])
        across, up = SIDES[side]
        look = {"ha": "left" if across > 0 else "right", "va": "bottom" if up > 0 else "top"}
        at = {"xytext": (8 * across, 4 * up), "textcoords": "offset points"}
        ax.annotate(text, place, **at, **look, zorder=6)


def _box(middle, width, height):
    """Return the left, lower, right and upper end of a box, from its middle and half its sizes."""
    return (*(middle - (width, height)), *(middle + (width, height)))


def _meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _extent(ax, X):
    """Return how far the axes reach: as the data does, or further where limits are set already."""
    data = np.ptp(X, axis=0).max()
    return data if ax.get_autoscalex_on() else max(data, np.ptp(ax.get_xlim()))


def _shared(X, labels, extent):
    """Yield a place and a text for each group of examples too close for a label each."""
    near = 0.08 * extent
    groups = []
    for place, label in zip(X, labels, strict=True):
        if label is None:
            continue
        for anchor, texts in groups:
            if np.linalg.norm(place - anchor) <= near:
                texts.append(label)
                break
        else:
            groups.append((place, [label]))
    for anchor, texts in groups:
        yield anchor, "  ".join(texts)


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
    """Put a legend in one row above the axes, where it covers no data.

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
    row = {"ncols": len(handles), "handletextpad": 0.4, "columnspacing": 1.2, "borderpad": 0}
    ax.legend(handles, labels, loc="lower center", bbox_to_anchor=(0.5, 1.01), **row)
    return ax


def label_ends(ax, lines):
    """Write the label of each line at its last point, moved up where two would meet."""
    points_per_pixel = 72 / ax.figure.dpi
    room = 1.3 * mpl.rcParams["font.size"]
    ends = [line.get_xydata()[-1] for line in lines]
    heights = [ax.transData.transform(end)[1] * points_per_pixel for end in ends]
    lowest = -np.inf
    for n in np.argsort(heights):
        lowest = max(heights[n], lowest + room)
        ax.annotate(
            lines[n].get_label(),
            ends[n],
            xytext=(8, lowest - heights[n]),
            textcoords="offset points",
            va="center",
            color=lines[n].get_color(),
            annotation_clip=False,
        )
