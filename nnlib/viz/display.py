"""Figures on the page: one look, the same bytes each time, and words for those who cannot see."""

import base64
import io
import sys
from importlib.resources import as_file, files

import matplotlib as mpl
from matplotlib import style
from matplotlib.figure import Figure
from PIL import Image

CSS_PIXELS_PER_INCH = 100
SHARPNESS = 2  # picture pixels to one CSS pixel, so that screens of high density stay crisp


def setup():
    """Put the course's style on Matplotlib; every chapter calls this once, at its top.

    Settings of the reader's own are set aside for the session, so that the same code draws the
    same picture on every machine.
    """
    mpl.rcdefaults()
    with as_file(files("nnlib.viz") / "nnlib.mplstyle") as path:
        style.use(path)


def show(fig, *, alt):
    """Show a figure in the notebook, with a text that says what it shows, and close it.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure. It is drawn on opaque white, at 100 CSS pixels to the inch.
    alt : str
        The alternative text, for readers who cannot see the picture: what is drawn, and what is
        to be noticed in it.
    """
    if not isinstance(fig, Figure):
        raise ValueError(f"fig must be a Matplotlib figure, got {type(fig).__name__}")
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError(f"alt must be a sentence that says what the figure shows, got {alt!r}")
    try:
        from IPython.display import display  # noqa: PLC0415 - the library runs without IPython
    except ImportError as error:
        message = "show needs IPython; outside a notebook, use fig.savefig('figure.png') instead"
        raise ImportError(message) from error

    alt = " ".join(alt.split())
    width, height = (round(CSS_PIXELS_PER_INCH * inches) for inches in fig.get_size_inches())
    picture = base64.b64encode(_png(fig)).decode("ascii")
    if "matplotlib.pyplot" in sys.modules:  # else nothing could have registered the figure
        sys.modules["matplotlib.pyplot"].close(fig)
    display(
        {"image/png": picture, "text/plain": alt},
        metadata={"image/png": {"width": width, "height": height, "alt": alt}},
        raw=True,
    )


def _png(fig):
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
