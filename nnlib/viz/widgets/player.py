"""Controls over prepared frames, joined in the browser: they answer without Python.

A page of the book shows them from the notebook's stored state, with no kernel; a running notebook
shows the same. Where neither runs, on paper or without JavaScript, one frame stands in for them.
"""

import base64
import math
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np
from PIL import Image

from nnlib.viz.png import small_png
from nnlib.viz.widgets.joining import css_size, joined

VIEW = "application/vnd.jupyter.widget-view+json"


class Frame(NamedTuple):
    """One picture of a player: what is seen, what is said of it, and the line beneath it."""

    picture: np.ndarray | str  # (height, width, 3) bytes, or the text of an SVG
    alt: str  # for those who cannot see it
    note: str = ""  # the numbers of this frame; plain text
    equations: str = ""  # HTML beneath the note


@dataclass
class Control:
    """A slider, or a drop-down list, with a name and a text for each of its places."""

    name: str
    options: tuple
    start: int = 0
    kind: str = "slider"


class Player:
    """Frames with one control, or two, and buttons that play the last of them.

    Parameters
    ----------
    frames : sequence of Frame
        A frame for each place of the control; of two controls the second runs fastest.
    *controls : Control
        One or two of them. Where they start is the frame that stands on paper.
    interval : int, optional
        Milliseconds from frame to frame; without it nothing plays.
    still : int, optional
        The frame that stands on paper, where it is not the one in which the controls start.
    data : optional
        What was drawn, as arrays: for you, and for the tests.
    """

    def __init__(self, frames, *controls, interval=None, still=None, data=None):
        places = [tuple(map(str, control.options)) for control in controls]
        if len(controls) not in {1, 2} or len(frames) != math.prod(map(len, places)):
            raise ValueError(
                "frames must be one for each place of one control, or for each pair of places of "
                f"two, got {len(frames)} frames for {[len(place) for place in places]} places"
            )
        if not all(frame.alt.strip() for frame in frames):
            raise ValueError("frames must have an alternative text each, got an empty one")
        self.frames, self.controls, self.data = list(frames), controls, data
        self.places, self.interval, self._still = list(product(*places)), interval, still
        self.widget = joined(self)

    @property
    def still(self):
        """The frame which stands in for the player on paper; by default it starts there."""
        if self._still is not None:
            return self.frames[self._still]
        place = 0
        for control in self.controls:
            place = place * len(control.options) + control.start
        return self.frames[place]

    def _repr_mimebundle_(self, **_):
        frame = self.still
        view = {"model_id": self.widget.model_id, "version_major": 2, "version_minor": 0}
        if isinstance(frame.picture, str):
            data = {VIEW: view, "image/svg+xml": frame.picture, "text/plain": frame.alt}
            return data, {"image/svg+xml": {"alt": frame.alt}}
        size = dict(zip(("width", "height"), css_size(frame.picture), strict=True))
        picture = base64.b64encode(small_png(Image.fromarray(frame.picture))).decode("ascii")
        data = {VIEW: view, "image/png": picture, "text/plain": frame.alt}
        return data, {"image/png": {**size, "alt": frame.alt}}


def signed(value, digits=None):
    """Write a number as in print, with a minus and not a hyphen, and no negative zero."""
    text = f"{value + 0:g}" if digits is None else f"{round(value, digits) + 0:.{digits}f}"
    return text.replace("-", "−")
