"""Nodes and arrows: what the course's diagrams are drawn with."""

import numpy as np
from matplotlib.patches import Circle, ConnectionStyle, FancyArrowPatch

from nnlib.viz import inputs
from nnlib.viz.palette import PAPER, tint

RADIUS = 0.46
LONG = 6  # characters; wider numbers would touch the nodes


def canvas(ax, xlim, ylim):
    """Turn axes into an empty sheet to draw a diagram on.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes. Distances become equal in both directions, and the frame goes.
    xlim, ylim : tuple of float
        The limits of the sheet; the radius of a node is 0.46.

    Returns
    -------
    matplotlib.axes.Axes
        The `ax` that came in.
    """
    xlim, ylim = inputs.pairs("limits", (xlim, ylim))
    inputs.axes(ax).set(xlim=xlim, ylim=ylim, aspect="equal")
    ax.axis("off")
    return ax


def node(ax, at, text, role, *, value=None, radius=RADIUS):
    """Draw a node, coloured by its role and named by its text.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    at : tuple of float
        The centre.
    text : str
        The name, such as ``"$z$"``.
    role : str
        A key of `ROLES`, or ``"ink"``.
    value : float or str, optional
        What the node holds, written below its name.
    radius : float, default 0.46
        The radius.

    Returns
    -------
    matplotlib.patches.Circle
        The node, for `arrow` to start or end at.
    """
    colour = inputs.colour("role", role)
    look = {"facecolor": tint(colour, 0.12), "edgecolor": colour, "linewidth": 2.2, "zorder": 2}
    circle = inputs.axes(ax).add_patch(Circle(tuple(at), radius, **look))
    centred = {"ha": "center", "va": "center", "zorder": 4}
    if value is None:
        ax.text(*at, text, **centred)
    else:
        ax.text(at[0], at[1] + 0.36 * radius, text, **centred)
        ax.text(at[0], at[1] - 0.42 * radius, written(value), fontsize=12, **centred)
    return circle


def arrow(
    ax,
    tail,
    head,
    text=None,
    *,
    role="ink",
    text_role=None,
    style="-",
    width=1.8,
    bend=0.0,
    shift=0.0,
    at=0.5,
):
    """Draw an arrow from one node to another.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    tail, head : matplotlib.patches.Circle
        Two nodes.
    text : float or str, optional
        A label, written onto the arrow.
    role : str, default "ink"
        A key of `ROLES`, ``"ink"``, or a sign: ``"plus"`` or ``"minus"``.
    text_role : str, optional
        The role of the label, where it is another one than the arrow's.
    style : str, default "-"
        The Matplotlib line style.
    width : float, default 1.8
        The width of the line, in points.
    bend : float, default 0
        How far the arrow curves to its own right, as a share of its length.
    shift : float, default 0
        How far the arrow is moved to its own right, so that two can run side by side.
    at : float, default 0.5
        Where the label stands, from 0 at the tail to 1 at the head.

    Returns
    -------
    matplotlib.axes.Axes
        The `ax` that came in.
    """
    colour = inputs.colour("role", role)
    along = np.subtract(head.center, tail.center)
    right = np.array([along[1], -along[0]])
    aside = shift * right / np.hypot(*right)
    start, end = tail.center + aside, head.center + aside
    inputs.axes(ax).add_patch(
        FancyArrowPatch(
            tuple(start),
            tuple(end),
            arrowstyle="-|>",
            connectionstyle=_Arc(bend),
            mutation_scale=15,
            patchA=tail,
            patchB=head,
            shrinkA=1,
            shrinkB=2,
            color=colour,
            linestyle=style,
            linewidth=width,
            zorder=1,
        )
    )
    if text is not None:
        colour = inputs.colour("text_role", text_role or role)
        # A quadratic Bézier curve, its control point moved aside by bend times its length.
        place = start + at * along + 2 * at * (1 - at) * bend * right
        box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
        centred = {"ha": "center", "va": "center", "zorder": 3}
        ax.text(*place, written(text), color=colour, fontsize=12, bbox=box, **centred)
    return ax


class _Arc(ConnectionStyle.Arc3):
    """Matplotlib's arc, which remembers where it leaves one node and meets the other.

    That is found by halving, again at each drawing, and was three quarters of a moving figure's
    time: its frames draw the same arrows a hundred times, and in a browser's Python that is felt.
    """

    found = {}  # noqa: RUF012 - one for all arcs
    most = 2000

    def __call__(self, start, end, shrinkA, shrinkB, patchA, patchB):  # noqa: PLR0917
        ends = [tuple(np.ravel(self._corners(patch))) for patch in (patchA, patchB)]
        key = (*start, *end, self.rad, shrinkA, shrinkB, *ends)
        if key not in self.found:
            if len(self.found) >= self.most:
                self.found.clear()
            self.found[key] = super().__call__(start, end, shrinkA, shrinkB, patchA, patchB)
        return self.found[key]

    @staticmethod
    def _corners(circle):
        """Return the box around a node, in pixels: its place and its size."""
        (x, y), r = circle.center, circle.radius
        return circle.get_data_transform().transform([(x - r, y - r), (x + r, y + r)])


def written(value):
    """Write a number with three significant digits, two where it is long, and a true minus."""
    if isinstance(value, str):
        return value
    text = f"{value:.3g}"
    return (text if len(text) <= LONG else f"{value:.2g}").replace("-", "−")
