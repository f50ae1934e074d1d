"""Figures that compute in the page: what a script needs travels with a still picture.

A notebook shows the still. A page of the book makes the live figure of it (page/live.py), from the
data in the output's metadata and from files of the same name in page/live/.
"""

import base64
import re

import numpy as np
from matplotlib.figure import Figure

from nnlib.viz import inputs
from nnlib.viz.png import css_size, drawn_png

LIVE = "application/vnd.nnlib.live+json"
KIND = re.compile(r"[a-z]+(-[a-z]+)*")
DIGITS = 9  # significant; what is lost in a weight is a hundredth of what a share may differ by


class Live:
    """A figure that answers its reader on a page of the book, and is a still anywhere else.

    Parameters
    ----------
    kind : str
        What it is, in lower case with hyphens: ``"digit-pad"``. ``page/live`` has its files.
    data : dict
        What its script needs: texts, numbers, and lists of them.
    still : matplotlib.figure.Figure
        What is seen in a notebook, on paper, and where no script runs.
    words : str
        The still's alternative text.
    """

    def __init__(self, kind, data, still, words):
        if not isinstance(kind, str) or not KIND.fullmatch(kind):
            raise ValueError(f"kind must be words in lower case with hyphens, got {kind!r}")
        if not isinstance(still, Figure):
            raise ValueError(f"still must be a Matplotlib figure, got {type(still).__name__}")
        if not isinstance(words, str) or not words.strip():
            raise ValueError(f"words must be a sentence that says what is seen, got {words!r}")
        self.kind, self.data, self.still, self.words = kind, data, still, " ".join(words.split())

    def _repr_mimebundle_(self, **_):
        picture = base64.b64encode(drawn_png(self.still)).decode("ascii")
        size = dict(zip(("width", "height"), css_size(self.still), strict=True))
        # In the metadata, which no comparison of outputs reads: the last digits of trained weights
        # are others on another machine.
        return (
            {"image/png": picture, "text/plain": self.words},
            {
                "image/png": {**size, "alt": self.words},
                LIVE: {"kind": self.kind, "data": self.data},
            },
        )


def numbers(array):
    """Return an array as lists of numbers with nine significant digits, for the data of a `Live`.

    Parameters
    ----------
    array : array_like
        Numbers of any shape.

    Returns
    -------
    list
        Nested as the array is.
    """
    array = inputs.numbers("array", array, *np.shape(array))
    return np.vectorize(lambda value: float(f"{value:.{DIGITS}g}"), otypes=[float])(array).tolist()


def layers(model):
    """Return the layers of a network, as ``page/live/network.js`` reads them.

    Parameters
    ----------
    model : nnlib.MLP
        With biases.

    Returns
    -------
    list of dict
        For each layer its weights ``W`` (n_l, n_{l-1}), biases ``b`` (n_l,) and ``activation``.
    """
    settings = getattr(model, "activation", None), getattr(model, "output", None)
    if None in settings or not getattr(model, "bias", False):
        raise ValueError(f"model must be an MLP with biases, got {model!r}")
    names = [settings[0]] * (len(model.W) - 1) + [settings[1]]
    return [
        {"W": numbers(W), "b": numbers(b), "activation": name}
        for W, b, name in zip(model.W, model.b, names, strict=True)
    ]
