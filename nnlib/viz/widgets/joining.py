"""The widgets of a player: pictures, controls, and the words beneath, linked in the browser.

Frames share a layout and a style, and lie on a common ground, so that a hundred weigh little. The
controls stand between picture and words: what changes its height never moves them.
page/players.py reads the widgets again where it makes them a figure of the book.
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
    """Return the widgets of a player."""
    import ipywidgets as w  # noqa: PLC0415 - only who makes a player needs it
    from ipywidgets.widgets.widget_string import HTMLMathStyle, HTMLStyle  # noqa: PLC0415

    controls = [_control(w, control) for control in player.controls]
    layered = {"layout": w.Layout(grid_area="frame", margin="0")}
    ground, pictures = _pictures(player.frames)
    look = {"style": HTMLStyle(), **layered}
    views = [w.HTML(picture, **look) for picture in pictures]
    screen = [w.HTML(ground, **look)] if ground else []
    screen += [_stacked(w, views, player.controls, controls, layered)]
    layout = w.Layout(grid_template_areas='"frame"', grid_template_columns="100%")
    screen = w.GridBox(screen, layout=layout).add_class("nnlib-screen")
    flow = {"layout": w.Layout(margin="0")}
    look = {"style": HTMLMathStyle(), **flow}
    words = [w.HTMLMath(text(frame), **look) for frame in player.frames]
    words = _stacked(w, words, player.controls, controls, flow).add_class("nnlib-words")
    rows = w.VBox(_rows(w, player, controls)).add_class("nnlib-controls")
    return w.VBox([screen, rows, words]).add_class("nnlib-player")


def _stacked(w, views, controls, handles, look):
    """Return views of which one is seen: the one at the places of the controls."""
    (control, *inner), (handle, *handles_within) = controls, handles
    if inner:
        size = len(views) // len(control.options)
        parts = [views[i : i + size] for i in range(0, len(views), size)]
        views = [_stacked(w, part, inner, handles_within, look) for part in parts]
    stack = w.Stack(views, selected_index=control.start, **look)
    w.jslink((handle, "index"), (stack, "selected_index"))
    return stack


def _rows(w, player, controls):
    """Return a row for each control; the last has the button that plays it."""
    if not player.interval:
        return controls
    last = player.controls[-1]
    places = {"max": len(last.options) - 1, "value": last.start}
    play = w.Play(interval=player.interval, show_repeat=False, **places)
    w.jslink((play, "value"), (controls[-1], "index"))
    return [*controls[:-1], w.HBox([play, controls[-1]])]


def _control(w, control):
    look = {"style": {"description_width": "initial"}, "description": control.name}
    look["layout"] = w.Layout(width="auto", max_width="26em", flex="1 1 auto")
    if control.kind == "slider":
        look["readout"] = False  # the line beneath the frame says it, and this one could be edited
    make = w.SelectionSlider if control.kind == "slider" else w.Dropdown
    options = [(str(option), place) for place, option in enumerate(control.options)]
    return make(options=options, index=control.start, **look)


def _pictures(frames):
    """Return the HTML of the common ground, or None, and that of the picture of each frame."""
    if isinstance(frames[0].picture, str):
        ground, sources = None, [address(frame.picture) for frame in frames]
        size = re.match(r"<svg [^>]*width='(\d+)' height='(\d+)'", frames[0].picture).groups()
    else:
        size = css_size(frames[0].picture)
        ground, *sources = map(_source, pack([frame.picture for frame in frames]))
        ground = _IMG.format(ground, "", *size)
    return ground, [
        _IMG.format(source, html.escape(frame.alt, quote=True), *size)
        for source, frame in zip(sources, frames, strict=True)
    ]


def text(frame):
    """Return the HTML of what stands beneath the picture of a frame."""
    note, said = html.escape(frame.note), ""
    if frame.heading:  # a screen reader says the note, where a formula would be spelt out
        note, said = frame.heading, f' data-said="{html.escape(frame.note, quote=True)}"'
    return (f"<p{said}>{note}</p>" if note else "") + frame.equations


def _source(png):
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")


def css_size(picture):
    """Return the width and the height of a picture in CSS pixels."""
    height, width = picture.shape[:2]
    return round(width / SHARPNESS), round(height / SHARPNESS)
