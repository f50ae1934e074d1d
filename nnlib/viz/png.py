"""Pictures as bytes: the same each time, and no larger than a drawing needs."""

import io

import matplotlib as mpl
from PIL import Image

CSS_PIXELS_PER_INCH = 100
SHARPNESS = 2  # picture pixels to one CSS pixel, so that screens of high density stay crisp


WIDEST = 5.0  # inches; a wider figure has letters of less than 11 pixels on a phone


def legible(fig):
    """Make a figure with axes no wider than what a phone can show with letters that are read.

    Its letters stay as large as they are. A diagram, which has no axes to be seen, stays too: there
    the letters must fit their nodes.
    """
    width, height = fig.get_size_inches()
    if width > WIDEST and any(ax.axison for ax in fig.axes):
        fig.set_size_inches(WIDEST, height * WIDEST / width)


def css_size(fig):
    """Return the width and the height of a Matplotlib figure in CSS pixels."""
    return tuple(round(CSS_PIXELS_PER_INCH * inches) for inches in fig.get_size_inches())


def drawn_png(fig):
    """Return the PNG of a Matplotlib figure, on opaque white."""
    # A size or version that follows the reader's settings would change the stored bytes.
    drawn = io.BytesIO()
    with mpl.rc_context({"savefig.bbox": None, "savefig.transparent": False}):
        fig.savefig(
            drawn,
            format="png",
            dpi=CSS_PIXELS_PER_INCH * SHARPNESS,
            facecolor="white",
            metadata={"Software": None},
        )
    with Image.open(drawn) as picture:
        return small_png(picture.convert("RGB"))


def small_png(picture):
    """Return the PNG of an RGB picture, in 256 colours."""
    # A drawing needs no more than that, and with them it takes a third of the room.
    small = io.BytesIO()
    few = picture.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(small, format="png", optimize=True)
    return small.getvalue()
