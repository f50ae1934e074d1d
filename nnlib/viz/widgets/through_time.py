"""Backpropagation through time, one arrow at a time over the unrolled network with one unit.

First the states, the answers and their costs; then δ on its way back, and at each state the two
arrows that meet there. Every number drawn is one of nnlib's.
"""

from functools import partial

import numpy as np

from nnlib.viz.widgets import time_steps
from nnlib.viz.widgets.choices import at_each
from nnlib.viz.widgets.journey import Diagram, Step, walk
from nnlib.viz.widgets.notation import number

ROLES = {"x": "input", "h": "hidden", "a": "output", "δ": "error", "δ[y]": "error"}
ROLES |= {"∂": "gradient"}
ACROSS, UP = 2.6, 1.7


def through_time(network, x, y, *, others=(), weights=None):
    """Walk through the forward and the backward pass of a recurrent network with one unit.

    Parameters
    ----------
    network : nnlib.RNN
        A network with one input, one hidden unit and one output, sigmoids and the loss ``"mse"``.
    x, y : array_like of shape (T,)
        One sequence and its targets; up to four steps are readable.
    others : sequence of pairs (x, y), optional
        More sequences as long, among which a list lets the reader choose.
    weights : dict of str to array_like of shape (P,), optional
        ``network.theta`` to choose among, by names; without it the network's own.

    Returns
    -------
    Player
        A frame for each arrow, forward and then back; `data` holds the steps with their numbers.
    """
    kind = [getattr(network, name, None) for name in ("loss", "activation", "output")]
    if np.size(getattr(network, "W_hh", ())) != 1 or kind != ["mse", "sigmoid", "sigmoid"]:
        raise ValueError(
            "network must be an RNN(1, 1, 1) with sigmoids and loss 'mse', "
            f"got {network!r} with loss, activation and output {kind}"
        )
    lengths = {len(row) for pair in ((x, y), *others) for row in pair}
    if len(lengths) > 1:
        raise ValueError(f"others must have sequences as long as x and y, got {sorted(lengths)}")
    walks, lists = at_each(network, weights, partial(_walk, network), [(x, y), *others])
    return walk(walks, lists)


def _walk(network, x, y):
    """Return the diagram of the unrolled network and the steps for one sequence."""
    x, y = (np.asarray(row, dtype=float) for row in (x, y))
    trace = network.forward(x[None, :, None])
    back = network.backward(trace, y[None, :, None])
    theta = {name: view.item() for name, view in network.unpack(network.theta).items()}
    gradient = {name: view.item() for name, view in network.unpack(back.grad).items()}
    row = {name: [None, *column] for name, column in (("x", x), ("y", y))}
    row |= {"h": trace.H[:, 0, 0], "a": [None, *trace.A_y[:, 0, 0]]}
    row |= {"z": [None, *trace.Z_h[:, 0, 0]], "z_y": [None, *trace.Z_y[:, 0, 0]]}
    row |= {"delta": [None, *back.deltas.hidden[:, 0, 0], 0.0]}
    row |= {"delta_y": [None, *back.deltas.output[:, 0, 0]]}
    T = len(x)
    given = {f"x_{t}": number(x[t - 1]) for t in range(1, T + 1)} | {"h_0": "0"}
    targets = {f"C_{t}": (f"y_{t}", number(y[t - 1]), "ink") for t in range(1, T + 1)}
    title = "What is given: the inputs, the state before the first step, and the targets"
    steps = [Step(title, (), values=given, beside=targets)]
    for t in range(1, T + 1):
        steps += time_steps.forward(t, theta, row, back.loss if t == T else None)
    for t in range(T, 0, -1):
        steps += time_steps.back(t, T, theta, row)
    steps += time_steps.sums(T, gradient)
    return _diagram(T), steps


def _diagram(T):
    nodes, beside, arrows = {"h_0": (0, 0, "hidden")}, {}, {}
    for t in range(1, T + 1):
        at = ACROSS * t
        rows = (
            ("x", -UP, "input"),
            ("h", 0, "hidden"),
            ("a", UP, "output"),
            ("C", 2 * UP, "error"),
        )
        nodes |= {f"{name}_{t}": (at, up, role) for name, up, role in rows}
        beside[f"h_{t}"] = (at - 0.88, -0.62, "center")
        beside[f"a_{t}"] = (at - 1.18, UP, "center")
        beside[f"C_{t}"] = (at - 0.68, 2 * UP, "right")
        right = at + 0.12
        arrows[f"x_{t}", f"h_{t}"] = ("$w_{xh}$", right, -UP / 2, "left")
        arrows[f"h_{t - 1}", f"h_{t}"] = ("$w_{hh}$", at - ACROSS / 2, 0.3, "center")
        arrows[f"h_{t}", f"a_{t}"] = ("$w_{hy}$", right, UP / 2, "left")
        arrows[f"a_{t}", f"C_{t}"] = (None, 0, 0, "left")
    limits = ((-0.68, ACROSS * T + 1.2), (-UP - 0.68, 2 * UP + 0.68))
    size = tuple(0.57 * (high - low) for low, high in limits)
    return Diagram(size, limits, nodes, beside, arrows, ROLES)
