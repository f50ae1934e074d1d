"""What computing costs: the parts of a step, how cost grows, and who is how much faster.

The numbers come from `make bench`, which stores them; `measured` reads what was stored.
"""

import json
from pathlib import Path

import numpy as np
from matplotlib.transforms import blended_transform_factory

from nnlib.viz import inputs
from nnlib.viz.marks import legend
from nnlib.viz.palette import GRID, INK, MUTED, ROLES, tint

HERE = Path(__file__).parent
# In an installed nnlib the results lie beside this file, in the repository with the benchmarks.
PLACES = (HERE, HERE.parents[1] / "benchmarks")
_MARKERS = "osD^vP"


def measured(name="results"):
    """Return what a long measurement stored, with its machine and date.

    Parameters
    ----------
    name : {"results", "digits", "memory"}
        "results" is what `make bench` writes: rows of the race, growth, parts of a step; times are
        in seconds, memory in bytes. "digits" is what `python -m benchmarks.handwriting` writes,
        "memory" what `python -m benchmarks.memory` does.

    Returns
    -------
    dict
        As `benchmarks/<name>.json` holds it.

    Raises
    ------
    FileNotFoundError
        When nothing was measured yet.
    """
    for place in (folder / f"{name}.json" for folder in PLACES):
        if place.is_file():
            return json.loads(place.read_text(encoding="utf-8"))
    raise FileNotFoundError(f"no {name}.json was found; `make bench` and its like write them")


def bars(ax, values, labels, *, role="hidden", xlabel="time in µs"):
    """Draw one bar below the other, the first at the top, each with its number at its end.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    values : array_like of shape (n,)
        The lengths.
    labels : sequence of str
        What stands beside each bar.
    role : str
        The colour of the bars.
    xlabel : str
        The name of the axis.

    Returns
    -------
    matplotlib.axes.Axes
        The `ax` that came in.
    """
    inputs.axes(ax)
    values = inputs.numbers("values", values, "n")
    labels = inputs.names("labels", labels, len(values))
    places = np.arange(len(values))
    colour = inputs.colour("role", role)
    drawn = ax.barh(places, values, height=0.66, color=tint(colour, 0.4), edgecolor=colour)
    ax.bar_label(drawn, fmt="%.2f", padding=4, fontsize=12)
    ax.set(xlabel=xlabel, ylim=(len(values) - 0.4, -0.6))
    ax.set_yticks(places, labels)
    ax.grid(visible=False, axis="y")
    ax.margins(x=0.12)
    return ax


def growth(ax, x, values, *, last=3, xlabel="N", ylabel="time in s", role="hidden"):
    """Draw how a cost grows, both axes logarithmic, with a line through its last points.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    x, values : array_like of shape (n,)
        A size and what it costs, all positive.
    last : int
        How many points at the right end the line is fitted to; its slope, written beside it, is
        the power of x with which the cost grows there. With 0 there is no line.
    xlabel, ylabel : str
        The names of the axes.
    role : str
        The colour of the points.

    Returns
    -------
    matplotlib.axes.Axes
        The `ax` that came in.
    """
    inputs.axes(ax)
    x = inputs.numbers("x", x, "n")
    values = inputs.numbers("values", values, len(x))
    if (x <= 0).any() or (values <= 0).any():
        raise ValueError("x and values must be positive, for both axes are logarithmic")
    if last != 0 and not 2 <= last <= len(x):
        raise ValueError(f"last must be 0, or between 2 and the {len(x)} points, got {last}")
    ax.plot(x, values, "o-", color=inputs.colour("role", role), markersize=6)
    if last:
        slope, height = np.polyfit(np.log(x[-last:]), np.log(values[-last:]), 1)
        ends = x[[-last, -1]]
        ax.plot(ends, np.exp(height) * ends**slope, "--", color=INK, linewidth=1.6)
        text = {"ha": "right", "va": "center", "textcoords": "offset points"}
        ax.annotate(f"slope {slope:.2f}", (x[-1], values[-1]), (-12, 0), **text)
    ax.set(xscale="log", yscale="log", xlabel=xlabel, ylabel=ylabel)
    return ax


def race(ax, ratios, *, xlabel="times as fast as the other side"):
    """Draw how many times as fast one side is as others, a row for each task.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    ratios : dict of dict
        For each task, from the top, how many times as fast this side is as each of up to six
        others, by their names.
    xlabel : str
        The name of the axis, which is logarithmic.

    Returns
    -------
    matplotlib.axes.Axes
        The `ax` that came in.
    """
    inputs.axes(ax)
    others = list(dict.fromkeys(name for row in ratios.values() for name in row))
    if not others or len(others) > len(_MARKERS):
        raise ValueError(f"ratios must name 1 to {len(_MARKERS)} others, got {len(others)}")
    for other, marker, colour in zip(others, _MARKERS, [*ROLES.values(), MUTED], strict=False):
        places = [k for k, row in enumerate(ratios.values()) if other in row]
        values = [row[other] for row in ratios.values() if other in row]
        values = inputs.numbers(f"ratios of {other}", values, "n")
        if (values <= 0).any():
            raise ValueError(f"ratios must be positive, got {values.min():g} for {other}")
        dots = {"color": colour, "markersize": 9, "markeredgecolor": "white", "label": other}
        ax.plot(values, places, marker, **dots, zorder=3)
    ax.axvline(1.0, color=INK, linewidth=1.2)
    ax.hlines(
        range(len(ratios)), 0, 1, transform=ax.get_yaxis_transform(), color=GRID, linewidth=1.0
    )
    ax.set(xscale="log", xlabel=xlabel, ylim=(len(ratios) - 0.5, -0.5))
    ax.set_yticks(range(len(ratios)), list(ratios))
    ax.xaxis.set_major_formatter("{x:g}")
    ax.grid(visible=False, axis="y")
    legend(ax)
    # In the middle of the figure: long names push the axes to the right.
    middle = blended_transform_factory(ax.figure.transSubfigure, ax.transAxes)
    ax.get_legend().set_bbox_to_anchor((0.5, 1.01), transform=middle)
    return ax
