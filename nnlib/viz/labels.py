"""Labels of points and of curves, put where they cover nothing."""

import matplotlib as mpl
import numpy as np
from matplotlib.transforms import Bbox

# The sides of a point where its label may stand, the usual one first.
SIDES = np.array([(1, 1), (-1, 1), (0, 1), (1, -1), (-1, -1), (0, -1)])


def label_points(ax, X, labels):
    """Write the label of each point, shape (N, 2) or (N, 3), beside it; None is no label."""
    shared = list(_shared(X, labels, _extent(ax, X)))
    if ax.name == "3d":
        for place, text in shared:
            ax.text(*place, f"   {text}", va="bottom", zorder=6)
    else:
        _beside(ax, shared, X)


def _beside(ax, shared, X):
    """Write each text beside its place: on the first side where it covers nothing, if one is."""
    size, to_points = mpl.rcParams["font.size"], 72 / ax.figure.dpi
    inside = Bbox(ax.bbox.get_points() * to_points)
    known = not ax.get_autoscalex_on()  # else the limits will change, and all places with them
    taken = [_box(place, 4, 4) for place in ax.transData.transform(X) * to_points]
    for place, text in shared:
        middle = ax.transData.transform(place) * to_points
        half = 0.32 * size * len(text), 0.5 * size
        boxes = [_box(middle + side * (8 + half[0], 11), *half) for side in SIDES]
        free = [
            n
            for n, box in enumerate(boxes)
            if not box.count_overlaps(taken) and _within(box, inside)
        ]
        side = free[0] if known and free else 0
        taken.append(boxes[side])
        across, up = SIDES[side]
        look = {"ha": ("center", "left", "right")[across], "va": "bottom" if up > 0 else "top"}
        at = {"xytext": (8 * across, 4 * up), "textcoords": "offset points"}
        ax.annotate(text, place, **at, **look, zorder=6)


def _box(middle, width, height):
    x, y = middle
    return Bbox.from_extents(x - width, y - height, x + width, y + height)


def _within(box, outer):
    return all(outer.contains(*corner) for corner in (box.min, box.max))


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
