"""Controls over prepared frames, joined in the browser: they answer without Python.

A page of the book makes a light player of its own from the notebook's stored state
(page/players.py). Where nothing moves, on paper or without JavaScript, one frame stands in for all.
"""

import base64
import math
import re
from dataclasses import dataclass, replace
from html import escape
from itertools import product
from typing import NamedTuple

import numpy as np
from PIL import Image

from nnlib.viz.png import small_png
from nnlib.viz.widgets.joining import css_size, joined

FORMULA = re.compile(r"\$(.+?)\$")
VIEW = "application/vnd.jupyter.widget-view+json"


class Frame(NamedTuple):
    """One picture of a player: what is seen, what is said of it, and the line beneath it."""

    picture: np.ndarray | str  # (height, width, 3) bytes, or the text of an SVG
    alt: str  # for those who cannot see it
    note: str = ""  # the numbers of this frame; plain text
    equations: str = ""  # HTML beneath the note
    heading: str = ""  # the note as HTML, where it holds formulas


@dataclass
class Control:
    """A slider, or a drop-down list, with a name and a text for each of its places."""

    name: str
    options: tuple
    start: int = 0
    kind: str = "slider"


class Player:
    """Frames with up to three controls, and buttons that play the last of them.

    Parameters
    ----------
    frames : sequence of Frame
        A frame for each place of the control; of several controls the last runs fastest.
    *controls : Control
        One to three of them. Where they start is the frame that is seen first and stands on paper.
    interval : int, optional
        Milliseconds from frame to frame; without it nothing plays.
    still : int, optional
        The place in which the last control starts, if not its own; -1 is the last.
    data : optional
        What was drawn, as arrays: for you, and for the tests.
    """

    def __init__(self, frames, *controls, interval=None, still=None, data=None):
        places = [tuple(map(str, control.options)) for control in controls]
        if len(controls) not in {1, 2, 3} or len(frames) != math.prod(map(len, places)):
            raise ValueError(
                "frames must be one for each place of one control, or for each combination of "
                "places of two or three, "
                f"got {len(frames)} frames for {[len(place) for place in places]} places"
            )
        if still is not None:
            *outer, last = controls
            controls = *outer, replace(last, start=range(len(last.options))[still])
        if not all(frame.alt.strip() for frame in frames):
            raise ValueError("frames must have an alternative text each, got an empty one")
        self.frames, self.controls, self.data = list(frames), controls, data
        self.places, self.interval = list(product(*places)), interval
        self.widget = joined(self)

    @property
    def still(self):
        """The frame in which the player starts, and which stands in for it on paper."""
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


def noted(picture, alt, note):
    """Return a frame whose texts hold formulas between dollars, of signs that can be read aloud."""
    shown = FORMULA.sub(r'<span class="math">\\(\1\\)</span>', escape(note))
    return Frame(picture, alt.replace("$", ""), note.replace("$", ""), heading=shown)


def signed(value, digits=None):
    """Write a number as in print, with a minus and not a hyphen, and no negative zero."""
    text = f"{value + 0:g}" if digits is None else f"{round(value, digits) + 0:.{digits}f}"
    return text.replace("-", "−")
