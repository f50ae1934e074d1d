"""Figures that a reader moves: prepared frames with sliders, joined in the browser.

Each takes arrays or a trained model, as the pictures of `nnlib.viz` do, and returns a `Player`. The
last line of a cell shows it; what was drawn is in its `data`.
"""

from nnlib.viz.widgets.arrows import forward_and_back
from nnlib.viz.widgets.descent import descent
from nnlib.viz.widgets.gates import through_gates
from nnlib.viz.widgets.neuron import direction_and_offset, slope_and_bias
from nnlib.viz.widgets.player import Control, Frame, Player
from nnlib.viz.widgets.scale import deltas_by_scale
from nnlib.viz.widgets.through_time import through_time
from nnlib.viz.widgets.training import training

__all__ = [
    "Control",
    "Frame",
    "Player",
    "deltas_by_scale",
    "descent",
    "direction_and_offset",
    "forward_and_back",
    "slope_and_bias",
    "through_gates",
    "through_time",
    "training",
]
