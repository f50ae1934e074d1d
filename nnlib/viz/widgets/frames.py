"""Frames of a figure that moves: drawn once each, and stored in little room.

What no frame changes is drawn and stored once, as a ground; a frame then holds only the pixels in
which it differs from that ground. Laid over each other, the two are the whole picture again.
"""

import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image, ImageFilter

from nnlib.viz.png import CSS_PIXELS_PER_INCH, legible

SHARPNESS = 1.5  # picture pixels to one CSS pixel; two would weigh half as much again
CLEAR = 0  # the place in the palette that lets the ground through
RADIX = np.array([1 << 16, 1 << 8, 1], dtype=np.uint32)  # a colour as one number
MARGIN = ImageFilter.MaxFilter(7)  # three pixels to each side
_SAMPLED = 12  # frames that the palette is made from


def film(fig, draw, steps):
    """Draw a figure once and what moves in it once for each step.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure with everything that stays: axes, limits, labels, legends.
    draw : callable
        ``draw(step)`` adds to the axes what belongs to one step. It must not change what is
        there; limits and labels that it sets must be the same in every step.
    steps : sequence
        What `draw` is called with, one after the other.

    Returns
    -------
    ndarray of shape (len(steps), height, width, 3)
        The pictures, as bytes of red, green and blue.
    """
    legible(fig)
    canvas = FigureCanvasAgg(fig)
    fig.set_dpi(CSS_PIXELS_PER_INCH * SHARPNESS)
    _clear(_added(fig, draw, steps[0]))  # sets the limits and labels that plots bring along
    canvas.draw()
    fig.set_layout_engine("none")  # what is added must not move what is there
    ground = canvas.copy_from_bbox(fig.bbox)
    pictures = []
    for step in steps:
        added = _added(fig, draw, step)
        if any(ax.name == "3d" for ax, _ in added):  # depth is sorted anew each time
            canvas.draw()
        else:  # ten times as fast as drawing the figure again
            canvas.restore_region(ground)
            for ax, artist in added:
                ax.draw_artist(artist)
        pictures.append(np.asarray(canvas.buffer_rgba())[..., :3].copy())
        _clear(added)
    return np.stack(pictures)


def _added(fig, draw, step):
    """Call `draw` and return what it added as pairs of axes and artist, from back to front."""
    there = {id(artist) for ax in fig.axes for artist in ax.get_children()}
    draw(step)
    all_ = [(ax, artist) for ax in fig.axes for artist in ax.get_children()]
    return sorted((pair for pair in all_ if id(pair[1]) not in there), key=_depth)


def _depth(pair):
    return pair[1].get_zorder()


def _clear(added):
    for _, artist in added:
        artist.remove()


def pack(pictures, colours=32):
    """Return the PNG of a common ground, and of each picture what differs from it.

    Parameters
    ----------
    pictures : array_like of shape (n, height, width, 3)
        The frames, as `film` returns them.
    colours : int, default 32
        How many colours all frames share, at most 255.

    Returns
    -------
    list of bytes
        A PNG of what most frames have at each place, their ground; then for each frame a PNG that
        is clear where the frame is like the ground.
    """
    codes = [np.asarray(picture, dtype=np.uint32) @ RADIX for picture in pictures]
    seen = np.zeros(1 << 24, dtype=bool)
    for code in codes:
        seen[code] = True
    palette = _palette(codes, colours)
    nearest = np.zeros(1 << 24, dtype=np.uint8)
    for code in np.array_split(np.flatnonzero(seen), 1 + seen.sum() // 10_000):
        distances = ((_rgb(code)[:, None] - palette) ** 2).sum(axis=2)
        nearest[code] = 1 + distances.argmin(axis=1)  # 0 is CLEAR
    indices = np.stack([nearest[code] for code in codes])
    # Where more than half of the frames agree, the middle one in order is what they agree on.
    ground = np.sort(indices, axis=0)[len(indices) // 2]
    return [_png(ground, palette), *(_png(_difference(i, ground), palette) for i in indices)]


def _difference(indices, ground):
    """Return what differs, with a margin: else a browser that scales would let the ground shine."""
    differs = Image.fromarray((indices != ground).astype(np.uint8)).filter(MARGIN)
    return np.where(differs, indices, CLEAR)


def _palette(codes, colours):
    """Choose colours one by one: each time the one that most, and most wrongly, lacks its like."""
    some = [code[::2, ::2].ravel() for code in codes[:: -(-len(codes) // _SAMPLED)]]
    found, counts = np.unique(np.concatenate(some), return_counts=True)
    found, weights = _rgb(found), np.sqrt(counts)
    chosen, lack = [], np.full(len(found), np.inf)
    while len(chosen) < min(colours, len(found)):
        # At first all lack alike, and the most frequent colour is taken.
        chosen.append(found[np.argmax(weights * np.minimum(lack, 1e9))])
        lack = np.minimum(lack, ((found - chosen[-1]) ** 2).sum(axis=1))
    return np.stack(chosen)


def _rgb(codes):
    return np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=-1).astype(np.int64)


def _png(indices, palette):
    picture = Image.fromarray(indices.astype(np.uint8))
    picture.putpalette([255, 255, 255, *palette.ravel().tolist()])
    stored = io.BytesIO()
    picture.save(stored, format="png", optimize=True, transparency=CLEAR)
    return stored.getvalue()
