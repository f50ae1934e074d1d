"""What a player of `nnlib.viz.widgets` holds, read again from the widgets of a notebook."""

import json
from typing import NamedTuple

STATE = "application/vnd.jupyter.widget-state+json"
REFERENCE = "IPY_MODEL_"
PARTS = 3  # of a player: pictures, controls and words
SLIDER, LIST, PLAY = "SelectionSliderModel", "DropdownModel", "PlayModel"


class Control(NamedTuple):
    """A slider or a list: what it is called, its places, and where it stands."""

    name: str
    options: list
    start: int
    is_list: bool


class Player(NamedTuple):
    """Pictures and words of each frame, as HTML, and the controls that choose among them."""

    ground: str
    pictures: list
    words: list
    controls: list
    interval: int | None

    @property
    def start(self):
        """The frame in which the player starts."""
        place = 0
        for control in self.controls:
            place = place * len(control.options) + control.start
        return place


def taken_out(notebook):
    """Return a notebook's text without the widgets that it stores, and these, by their ids."""
    content = json.loads(notebook)
    widgets = content.get("metadata", {}).pop("widgets", {})
    return json.dumps(content), widgets.get(STATE, {}).get("state", {})


def player(models, name):
    """Read the player whose outermost widget is `name`."""
    parts = _children(models, name)
    if len(parts) != PARTS:
        raise ValueError("a figure was stored by an older nnlib.viz: run `make notebooks`")
    screen, rows, words = parts
    *ground, pictures = _children(models, screen)
    found = list(_below(models, rows))
    kinds = [(models[model]["model_name"], models[model]["state"]) for model in found]
    plays = [state["interval"] for kind, state in kinds if kind == PLAY]
    return Player(
        _value(models, ground[0]) if ground else "",
        [_value(models, leaf) for leaf in _below(models, pictures)],
        [_value(models, leaf) for leaf in _below(models, words)],
        [
            Control(state["description"], state["_options_labels"], state["index"], kind == LIST)
            for kind, state in kinds
            if kind in {SLIDER, LIST}
        ],
        plays[0] if plays else None,
    )


def _children(models, name):
    children = models[name]["state"].get("children", [])
    return [child.removeprefix(REFERENCE) for child in children]


def _below(models, name):
    """Yield the widgets below one that have no children of their own, in their order."""
    children = _children(models, name)
    if not children:
        yield name
    for child in children:
        yield from _below(models, child)


def _value(models, name):
    return models[name]["state"]["value"]
