"""Figures on the page: one look, a caption beneath, and words for those who cannot see."""

import base64
import re
import sys
from importlib.resources import as_file, files

import matplotlib as mpl
from matplotlib import style
from matplotlib.figure import Figure

from nnlib.viz.live import Live
from nnlib.viz.png import css_size, drawn_png, legible
from nnlib.viz.widgets.player import Player

NAME = re.compile(r"fig-[a-z0-9]+(-[a-z0-9]+)*")


def setup():
    """Put the course's style on Matplotlib; every chapter calls this once, at its top.

    Settings of the reader's own are set aside for the session, so that the same code draws the
    same picture on every machine.
    """
    mpl.rcdefaults()
    with as_file(files("nnlib.viz") / "nnlib.mplstyle") as path:
        style.use(path)


def show(fig, *, alt=None, caption=None, name=None):
    """Show a figure in the notebook, with its caption and a text that says what it shows.

    Parameters
    ----------
    fig : matplotlib.figure.Figure, nnlib.viz.widgets.Player or nnlib.viz.Live
        The figure. A Matplotlib figure is drawn on opaque white, at 100 CSS pixels to the inch,
        and closed. With axes it becomes at most 5 inches wide, so that a phone shows its letters
        large enough to read.
    alt : str
        The alternative text, for readers who cannot see the picture: what is drawn, and what is
        to be noticed in it. A figure that moves has one for each of its frames, a live one
        has its own, and neither takes one here.
    caption : str, optional
        One paragraph of Markdown that stands beneath.
    name : str
        What the text calls a figure with a caption: ``"fig-neuron-line"``. The book numbers such
        figures, and ``{numref}`fig-neuron-line``` becomes that number.
    """
    if not isinstance(fig, Figure | Player | Live):
        raise ValueError(
            f"fig must be a Matplotlib figure or a player of nnlib.viz.widgets, or a live one, "
            f"got {type(fig).__name__}"
        )
    if isinstance(fig, Player | Live) and alt is not None:
        raise ValueError(f"alt must be left out for a figure that moves, got {alt!r}")
    if isinstance(fig, Figure) and (not isinstance(alt, str) or not alt.strip()):
        raise ValueError(f"alt must be a sentence that says what the figure shows, got {alt!r}")
    beneath = None if caption is None and name is None else _caption(caption, name)
    try:
        from IPython.display import display  # noqa: PLC0415 - the library runs without IPython
    except ImportError as error:
        message = "show needs IPython; outside a notebook, use fig.savefig('figure.png') instead"
        raise ImportError(message) from error

    if isinstance(fig, Player | Live):
        display(fig)
    else:
        legible(fig)
        picture, size = _picture(fig), dict(zip(("width", "height"), css_size(fig), strict=True))
        alt = " ".join(alt.split())
        display(
            {"image/png": picture, "text/plain": alt},
            metadata={"image/png": {**size, "alt": alt}},
            raw=True,
        )
    if beneath:
        display(beneath, raw=True)


def _picture(fig):
    picture = base64.b64encode(drawn_png(fig)).decode("ascii")
    if "matplotlib.pyplot" in sys.modules:  # else nothing could have registered the figure
        sys.modules["matplotlib.pyplot"].close(fig)
    return picture


def _caption(caption, name):
    """Return the output that stands beneath a figure; page/figures.py makes it a numbered one."""
    if not isinstance(caption, str) or not caption.strip():
        raise ValueError(f"caption must be a sentence wherever a name is given, got {caption!r}")
    if "\n\n" in caption.strip():
        raise ValueError("caption must be one paragraph, got an empty line in it")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise ValueError(
            "name must be 'fig-' and words in lower case, such as 'fig-neuron-line', "
            f"wherever a caption is given, got {name!r}"
        )
    caption = " ".join(caption.split())
    # What no reader sees, the comment, tells the book which figure this is.
    markdown = f"<!-- {name} -->\n\n**Figure.** {caption}"
    return {"text/markdown": markdown, "text/plain": f"Figure. {caption}"}
