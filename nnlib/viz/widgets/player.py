"""Controls over prepared frames, joined in the browser: they answer without Python.

A page of the book shows them from the notebook's stored state, with no kernel; a running notebook
shows the same. Where neither runs, on paper or without JavaScript, one frame stands in for them.
"""

import base64
import html
import math
import re
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np
from PIL import Image

from nnlib.viz.display import small_png
from nnlib.viz.widgets.frames import SHARPNESS, pack
from nnlib.viz.widgets.svg import address

VIEW = "application/vnd.jupyter.widget-view+json"
_IMG = (
    '<img src="{}" alt="{}" width="{}" height="{}" '
    'style="display:block;max-width:100%;height:auto">'
)


class Frame(NamedTuple):
    """One picture of a player: what is seen, what is said of it, and the line beneath it."""

    picture: np.ndarray | str  # (height, width, 3) bytes, or the text of an SVG
    alt: str  # for those who cannot see it
    note: str = ""  # the numbers of this frame; plain text
    equations: str = ""  # HTML to stand beneath the note
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
        self.widget = _build(self)

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
        size = dict(zip(("width", "height"), _css_size(frame.picture), strict=True))
        picture = base64.b64encode(small_png(Image.fromarray(frame.picture))).decode("ascii")
        data = {VIEW: view, "image/png": picture, "text/plain": frame.alt}
        return data, {"image/png": {**size, "alt": frame.alt}}


def signed(value, digits=None):
    """Write a number as in print, with a minus and not a hyphen, and no negative zero."""
    text = f"{value + 0:g}" if digits is None else f"{round(value, digits) + 0:.{digits}f}"
    return text.replace("-", "−")


def _build(player):
    """Return the widgets: the frames above a row for each control, all joined in the browser."""
    import ipywidgets as w  # noqa: PLC0415 - only who makes a player needs it
    from ipywidgets.widgets.widget_string import HTMLStyle  # noqa: PLC0415

    shared = {"layout": w.Layout(grid_area="frame", margin="0"), "style": HTMLStyle()}
    ground, values = _texts(player.frames)
    views = [w.HTML(value, **shared) for value in values]
    *outer, inner = [_control(w, control) for control in player.controls]
    within = {"layout": shared["layout"], "selected_index": player.controls[-1].start}
    length = len(player.controls[-1].options)
    stacks = [w.Stack(views[i : i + length], **within) for i in range(0, len(views), length)]
    for stack in stacks:
        w.jslink((inner, "index"), (stack, "selected_index"))
    stack = stacks[0]
    if outer:
        within["selected_index"] = player.controls[0].start
        stack = w.Stack(stacks, **within)
        w.jslink((outer[0], "index"), (stack, "selected_index"))
    rows = [*outer, inner]
    if player.interval:
        last = {"max": length - 1, "value": player.controls[-1].start}
        play = w.Play(interval=player.interval, show_repeat=False, **last)
        w.jslink((play, "value"), (inner, "index"))
        rows[-1] = w.HBox([play, inner])
    layered = w.Layout(grid_template_areas='"frame"', grid_template_columns="100%")
    screen = w.GridBox([w.HTML(ground, **shared), stack] if ground else [stack], layout=layered)
    screen.add_class("nnlib-screen")
    below = w.VBox(rows)
    below.add_class("nnlib-controls")
    return w.VBox([screen, below]).add_class("nnlib-player")


def _control(w, control):
    look = {"style": {"description_width": "initial"}, "description": control.name}
    look["layout"] = w.Layout(width="auto", max_width="26em", flex="1 1 auto")
    if control.kind == "slider":
        look["readout"] = False  # the line beneath the frame says it, and this one could be edited
    make = w.SelectionSlider if control.kind == "slider" else w.Dropdown
    options = [(str(option), place) for place, option in enumerate(control.options)]
    return make(options=options, index=control.start, **look)


def _texts(frames):
    """Return the HTML of the common ground, or None, and that of each frame."""
    if isinstance(frames[0].picture, str):
        ground, sources = None, [address(frame.picture) for frame in frames]
        size = re.match(r"<svg [^>]*width='(\d+)' height='(\d+)'", frames[0].picture).groups()
    else:
        size = _css_size(frames[0].picture)
        ground, *sources = map(_source, pack([frame.picture for frame in frames]))
        ground = _IMG.format(ground, "", *size)
    values = []
    for source, frame in zip(sources, frames, strict=True):
        note = f"<p>{html.escape(frame.note)}</p>" if frame.note else ""
        image = _IMG.format(source, html.escape(frame.alt, quote=True), *size)
        values.append(image + note + frame.equations)
    return ground, values


def _source(png):
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")


def _css_size(picture):
    height, width = picture.shape[:2]
    return round(width / SHARPNESS), round(height / SHARPNESS)
