"""Through an LSTM of one unit and back, one arrow at a time.

Forward the gates, the memory and the state of each step; then the error of the last answer on its
two ways back, along the memory and through the gates. Every number drawn is one of nnlib's.
"""

from functools import partial

import numpy as np

from nnlib.viz.widgets import gate_steps
from nnlib.viz.widgets.choices import at_each
from nnlib.viz.widgets.journey import Diagram, Step, walk
from nnlib.viz.widgets.notation import number

ROLES = {"x": "input", "h": "hidden", "c": "hidden", "a": "output", "∂": "gradient"}
ROLES |= {f"δ[{mark}]": "error" for mark in "ifogy"}
ACROSS, APART = 5.8, 1.38  # from step to step, and from gate to gate
MEMORY, GATES, INPUT = 3.7, 1.95, -1.75  # heights, of which that of the states is 0
ORDER = "figo"  # from left to right


def through_gates(network, x, y, *, others=(), weights=None):
    """Walk through the forward and the backward pass of an LSTM with one unit.

    Parameters
    ----------
    network : nnlib.LSTM
        A network with one input, one hidden unit and one output, the output a sigmoid, the loss
        ``"mse"`` and ``answers="last"``.
    x : array_like of shape (T,)
        One sequence; two steps are readable.
    y : float
        Its target.
    others : sequence of pairs (x, y), optional
        More sequences as long, among which a list lets the reader choose.
    weights : dict of str to array_like of shape (P,), optional
        ``network.theta`` to choose among, by names; without it the network's own.

    Returns
    -------
    Player
        A frame for each step, forward and then back; `data` holds the steps with their numbers.
    """
    kind = [getattr(network, name, None) for name in ("loss", "output", "answers")]
    if np.size(getattr(network, "W_hf", ())) != 1 or kind != ["mse", "sigmoid", "last"]:
        raise ValueError(
            "network must be an LSTM(1, 1, 1) with a sigmoid, loss 'mse' and answers 'last', "
            f"got {network!r} with loss, output and answers {kind}"
        )
    lengths = {len(sequence) for sequence, _ in ((x, y), *others)}
    if len(lengths) > 1:
        raise ValueError(f"others must have sequences as long as x, got {sorted(lengths)}")
    examples = [(sequence, [target]) for sequence, target in ((x, y), *others)]
    walks, lists = at_each(network, weights, partial(_walk, network), examples)
    return walk(walks, lists)


def _walk(network, x, y):
    """Return the diagram and the steps for one sequence."""
    x, y = np.asarray(x, dtype=float), float(y[0])
    trace = network.forward(x[None, :, None])
    back = network.backward(trace, [[y]])
    theta = {name: view.item() for name, view in network.unpack(network.theta).items()}
    gradient = {name: view.item() for name, view in network.unpack(back.grad).items()}
    row = {"x": [None, *x], "h": trace.H[:, 0, 0], "c": trace.C[:, 0, 0]}
    row |= {"s": [None, *trace.tanh_c[:, 0, 0]], "dC_dc": [None, *back.deltas.cell[:, 0, 0]]}
    for k, name in enumerate("ifog"):
        row |= {name: [None, *trace.gates[:, k, 0, 0]], f"z_{name}": [None, *trace.Z[:, k, 0, 0]]}
        row[f"delta_{name}"] = [None, *back.deltas.gates[:, k, 0, 0]]
    ends = {"y": y, "z": trace.Z_y.item(), "a": trace.A_y.item(), "C": back.loss}
    ends["delta"] = back.deltas.output.item()
    T = len(x)
    given = {f"x_{t}": number(x[t - 1]) for t in range(1, T + 1)} | {"h_0": "0", "c_0": "0"}
    title = "What is given: the inputs, and memory and state before the first step"
    steps = [Step(title, (), values=given, beside={f"a_{T}": ("y", number(y), "ink")})]
    for t in range(1, T + 1):
        steps += gate_steps.forward(t, theta, row)
    steps += gate_steps.answer(T, theta, row, ends)
    dC_dh = theta["W_hy"] * ends["delta"]
    for t in range(T, 0, -1):
        steps += gate_steps.back(t, T, theta, row, dC_dh)
        dC_dh = sum(theta[f"W_h{k}"] * row[f"delta_{k}"][t] for k in "ifog")
    steps += gate_steps.sums(T, gradient)
    return _diagram(T), steps


def _diagram(T):
    nodes = {"h_0": (0, 0, "hidden"), "c_0": (0, MEMORY, "hidden")}
    beside, arrows = {}, {}
    for t in range(1, T + 1):
        at = ACROSS * t
        nodes |= {f"h_{t}": (at, 0, "hidden"), f"c_{t}": (at, MEMORY, "hidden")}
        nodes[f"x_{t}"] = (at - ACROSS / 2, INPUT, "input")
        beside |= {f"c_{t}": (at, MEMORY + 0.98, "center"), f"h_{t}": (at, -0.98, "center")}
        arrows[f"c_{t - 1}", f"c_{t}"] = (None, at - ACROSS / 2, MEMORY + 0.3, "center")
        for k, gate in enumerate(ORDER):
            name, x = f"{gate}_{t}", at - ACROSS / 2 + APART * (k - 1.5)
            nodes[name] = (x, GATES, "ink")
            beside[name] = (x, GATES - 0.98, "center")
            arrows[f"x_{t}", name] = (None, 0, 0, "left")
            arrows[f"h_{t - 1}", name] = (None, 0, 0, "left")
            arrows[name, f"{'h' if gate == 'o' else 'c'}_{t}"] = (None, 0, 0, "left")
        arrows[f"c_{t}", f"h_{t}"] = (None, 0, 0, "left")
    nodes[f"a_{T}"] = (ACROSS * T, INPUT - 0.6, "output")
    beside[f"a_{T}"] = (ACROSS * T - 0.75, INPUT - 0.6, "right")
    beside[f"h_{T}"] = (ACROSS * T + 1.15, 0, "center")
    arrows[f"h_{T}", f"a_{T}"] = (None, 0, 0, "left")
    limits = ((-0.68, ACROSS * T + 1.75), (INPUT - 1.25, MEMORY + 1.45))
    size = tuple(0.52 * (high - low) for low, high in limits)
    return Diagram(size, limits, nodes, beside, arrows, ROLES)
