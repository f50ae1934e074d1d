"""What a hidden layer makes of its input: states over time, and points in its own space."""

import numpy as np
from matplotlib.patches import Rectangle

from nnlib.viz import inputs
from nnlib.viz.marks import line, points
from nnlib.viz.palette import ACTIVATIONS, REGIONS, ROLES, tint

_READABLE = 60  # more numbers than that in one table would be too small to read


def hidden_over_time(ax, H, *, labels=None, first=0):
    """Draw hidden states as a table: a row for each unit, a column for each time step.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    H : array_like of shape (T + 1, H) or (T + 1, H, N)
        The states of one sequence, or of N sequences drawn side by side.
    labels : sequence of str, optional
        The name of each sequence, written above it.
    first : int, default 0
        The time step of the first column: 0 when `H` begins with h_0.

    Returns
    -------
    matplotlib.axes.Axes
        The `ax` that came in.
    """
    inputs.axes(ax)
    inputs.array_like("H", H)
    H = inputs.numbers("H", H, "T + 1", "H", *("N",) * (np.ndim(H) == 3))
    steps, units = H.shape[:2]
    H = H.reshape(steps, units, -1)
    labels = inputs.names("labels", labels, H.shape[2])
    bound = max(1, abs(H).max())
    shades = {"cmap": ACTIVATIONS, "vmin": 0, "vmax": bound}
    if H.min() < 0:  # then the middle of the colours is zero
        shades = {"cmap": REGIONS, "vmin": -bound, "vmax": bound}
    written = H.size <= _READABLE
    lefts = np.arange(H.shape[2]) * (steps + 0.5)  # half a column stands between two sequences
    for n, (left, label) in enumerate(zip(lefts, labels, strict=True)):
        edges = left + np.arange(steps + 1), np.arange(units + 1)
        table = ax.pcolormesh(*edges, H[:, :, n].T, **shades, edgecolor="white", linewidth=2)
        if label is not None:
            ax.text(left + steps / 2, -0.1, label, ha="center", va="bottom")
        for t, unit in np.ndindex(steps, units) if written else ():
            number = {"ha": "center", "va": "center", "fontsize": 12}
            ax.text(left + t + 0.5, unit + 0.5, f"{H[t, unit, n]:.2f}", **number)
    if not written:
        ax.figure.colorbar(table, ax=ax, label="activation")
    shown = np.arange(0, steps, 1 + H.shape[2] * steps // 16)
    ax.set_xticks(np.add.outer(lefts, shown + 0.5).ravel(), [*(shown + first)] * H.shape[2])
    # Not h_1, h_2 …: with one index the chapters mean the states of the time steps.
    ax.set_yticks(np.arange(units) + 0.5, [f"unit {unit + 1}" for unit in range(units)])
    ax.set(xlabel="time step $t$", xlim=(0, edges[0][-1]), ylim=(units, 0))
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    return ax


def hidden_space(ax, A, Y, w=None, b=None, *, labels=None):
    """Draw each example where the hidden layer puts it, and what the output unit cuts there.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw; for three hidden units it must be made with ``projection="3d"``.
    A : array_like of shape (2, N) or (3, N)
        The hidden activations in columns, as in a trace: a row for each unit.
    Y : array_like of shape (N,), (N, 1) or (N, 2)
        The targets.
    w, b : array_like of shape (2,) or (3,), and float, optional
        The weights and the bias of the output unit; its line or plane w·a + b = 0 is drawn.
    labels : sequence of str, optional
        A label for each example.

    Returns
    -------
    matplotlib.axes.Axes
        The `ax` that came in.
    """
    solid = inputs.axes(ax).name == "3d"
    units = 3 if solid else 2
    inputs.array_like("A", A)
    if not solid and np.shape(A)[:1] == (3,):
        raise ValueError("ax must be made with projection='3d' for three hidden units, got 2-D")
    A = inputs.numbers("A", A, units, "N")
    if (w is None) != (b is None):
        raise ValueError("w and b must be given together, got only one of them")
    points(ax, A.T, Y, labels=labels)
    low, high = min(0, A.min()), max(1, A.max())
    margin = 0.06 * (high - low)
    limits = (low - margin, high + margin)
    names = dict(zip(("xlabel", "ylabel", "zlabel"), ("$a_1$", "$a_2$", "$a_3$"), strict=True))
    if solid:
        ax.set(xlim=limits, ylim=limits, zlim=limits, **names)
        ax.locator_params(nbins=5)
        for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
            axis.labelpad = 8  # else the name stands on the numbers
    else:
        ax.set(xlim=limits, ylim=limits, aspect="equal", xlabel="$a_1$", ylabel="$a_2$")
    if w is not None and solid:
        _cut(ax, inputs.numbers("w", w, 3), inputs.numbers("b", np.reshape(b, -1), 1)[0], limits)
    elif w is not None:
        line(ax, w, b)
    return ax


def _cut(ax, w, b, limits):
    """Draw the part of the plane w·a + b = 0 that lies in the cube."""
    from mpl_toolkits.mplot3d.art3d import Poly3DCollection  # noqa: PLC0415 - slow, seldom needed

    corners = np.stack(np.meshgrid(*[limits] * 3, indexing="ij"), axis=-1).reshape(8, 3)
    z = corners @ w + b
    met = [
        corners[i] + (corners[j] - corners[i]) * z[i] / (z[i] - z[j])
        for i in range(8)
        for j in range(i + 1, 8)
        if (corners[i] != corners[j]).sum() == 1 and z[i] * z[j] < 0  # an edge that is crossed
    ]
    if not met:
        return
    met = np.array(met)
    # Around the middle, in two directions of the plane, the crossings are put in order.
    across = np.linalg.svd(w.reshape(1, 3))[2][1:]
    angles = np.arctan2(*((met - met.mean(axis=0)) @ across.T).T)
    look = {"facecolor": tint(ROLES["output"], 0.35), "edgecolor": ROLES["output"], "alpha": 0.6}
    ax.add_collection3d(Poly3DCollection([met[np.argsort(angles)]], **look))


def unit_squares(ax, activities):
    """Draw the activities of a layer as squares, the stronger the larger; hollow ones are negative.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    activities : array_like of shape (H,)
        What the units put out, in the order of the squares, row by row.

    Returns
    -------
    matplotlib.axes.Axes
        The `ax` that came in.
    """
    inputs.axes(ax)
    activities = inputs.numbers("activities", activities, "H")
    columns = int(np.ceil(np.sqrt(activities.size)))
    largest = max(1, abs(activities).max())
    for unit, activity in enumerate(activities):
        row, column = divmod(unit, columns)
        side = 0.9 * np.sqrt(abs(activity) / largest)  # the area is the activity
        corner = (column + (1 - side) / 2, row + (1 - side) / 2)
        face = ROLES["hidden"] if activity >= 0 else "none"
        ax.add_patch(Rectangle(corner, side, side, fc=face, ec=ROLES["hidden"]))
    ax.set(xlim=(0, columns), ylim=(-(-activities.size // columns), 0), aspect="equal")
    return ax
