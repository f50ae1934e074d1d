"""The widgets of a player: frames as HTML, and controls that are linked to them in the browser.

Frames share a layout and a style, and lie on a common ground, so that a hundred weigh little.
"""

import base64
import html
import re

from nnlib.viz.widgets.frames import SHARPNESS, pack
from nnlib.viz.widgets.svg import address

_IMG = (
    '<img src="{}" alt="{}" width="{}" height="{}" '
    'style="display:block;max-width:100%;height:auto">'
)


def joined(player):
    """Return the widgets of a player: its frames above a row for each control."""
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
        size = css_size(frames[0].picture)
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


def css_size(picture):
    """Return the width and the height of a picture in CSS pixels."""
    height, width = picture.shape[:2]
    return round(width / SHARPNESS), round(height / SHARPNESS)
