"""Frames of a figure that moves: drawn once each, and stored in little room.

What no frame changes is drawn and stored once, as a ground; a frame then holds only the pixels in
which it differs from that ground. Laid over each other, the two are the whole picture again.
"""

import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from nnlib.viz.display import CSS_PIXELS_PER_INCH

SHARPNESS = 1.5  # picture pixels to one CSS pixel; two would weigh half as much again
CLEAR = 0  # the place in the palette that lets the ground through
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
    ground : bytes
        A PNG of what most frames have at each place.
    differences : list of bytes
        For each frame a PNG that is clear where the frame is like the ground.
    """
    pictures = np.asarray(pictures, dtype=np.uint8)
    some = pictures[:: -(-len(pictures) // _SAMPLED)]
    sheet = Image.fromarray(some.reshape(-1, *pictures.shape[2:]))
    palette = sheet.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    indices = np.stack(
        [
            # One place up, so that the first is free for what is clear.
            1 + np.asarray(Image.fromarray(p).quantize(palette=palette, dither=Image.Dither.NONE))
            for p in pictures
        ]
    )
    # Where more than half of the frames agree, the middle one in order is what they agree on.
    ground = np.sort(indices, axis=0)[len(indices) // 2]
    table = [255, 255, 255, *palette.getpalette()[: 3 * colours]]
    differences = np.where(indices == ground, CLEAR, indices)
    return _png(ground, table), [_png(frame, table) for frame in differences]


def _png(indices, table):
    picture = Image.fromarray(indices.astype(np.uint8))
    picture.putpalette(table)
    stored = io.BytesIO()
    picture.save(stored, format="png", optimize=True, transparency=CLEAR)
    return stored.getvalue()
