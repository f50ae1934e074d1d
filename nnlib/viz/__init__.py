"""The course's pictures, each made by a function that takes arrays and axes and returns the axes.

Nothing here trains a model or opens a window, and nothing in the core of nnlib needs it.
"""

from nnlib.viz import widgets
from nnlib.viz.cost import bars, growth, measured, race
from nnlib.viz.diagrams import neuron, unrolled
from nnlib.viz.digit_pad import digit_pad
from nnlib.viz.display import setup, show
from nnlib.viz.graph import arrow, canvas, node
from nnlib.viz.hidden import hidden_over_time, hidden_space, unit_squares
from nnlib.viz.live import Live
from nnlib.viz.marks import legend, line, points
from nnlib.viz.network import network
from nnlib.viz.palette import ROLES
from nnlib.viz.planes import decision_regions, loss_surface, plane
from nnlib.viz.plots import delta_norms, loss_curve, loss_slice
from nnlib.viz.table import table

__all__ = [
    "ROLES",
    "Live",
    "arrow",
    "bars",
    "canvas",
    "decision_regions",
    "delta_norms",
    "digit_pad",
    "growth",
    "hidden_over_time",
    "hidden_space",
    "legend",
    "line",
    "loss_curve",
    "loss_slice",
    "loss_surface",
    "measured",
    "network",
    "neuron",
    "node",
    "plane",
    "points",
    "race",
    "setup",
    "show",
    "table",
    "unit_squares",
    "unrolled",
    "widgets",
]
