"""The 2-2-2 network, one arrow at a time: forward to the costs, and the blame on its way back.

Every number drawn is one of nnlib's: an entry of a trace, of the deltas or of the gradient.
"""

from functools import partial

import numpy as np

from nnlib.viz.widgets import arrow_steps
from nnlib.viz.widgets.arrow_steps import UNITS
from nnlib.viz.widgets.choices import at_each
from nnlib.viz.widgets.journey import Diagram, Step, walk
from nnlib.viz.widgets.notation import number

ROLES = {"x": "input", "a[1]": "hidden", "a[2]": "output", "δ[1]": "error", "δ[2]": "error"}


def forward_and_back(network, x, y, *, others=(), weights=None):
    """Walk through the forward and the backward pass of a 2-2-2 network, one arrow at a time.

    Parameters
    ----------
    network : nnlib.MLP
        A network of sizes (2, 2, 2) with biases, sigmoids and the loss ``"mse"``.
    x, y : array_like of shape (2,)
        One example and its target.
    others : sequence of pairs (x, y), optional
        More examples, among which a list lets the reader choose.
    weights : dict of str to array_like of shape (P,), optional
        ``network.theta`` to choose among, by names; without it the network's own.

    Returns
    -------
    Player
        A frame for each arrow, forward and then back; `data` holds the steps with their numbers.
    """
    kind = getattr(network, "sizes", None), getattr(network, "loss", None)
    kind += getattr(network, "activation", None), getattr(network, "output", None)
    if tuple(kind[0] or ()) != (2, 2, 2) or kind[1:] != ("mse", "sigmoid", "sigmoid"):
        raise ValueError(
            "network must be an MLP of sizes (2, 2, 2) with sigmoids and loss 'mse', "
            f"got sizes, loss, activation and output {kind}"
        )
    if not network.b:
        raise ValueError("network must have biases, got none")
    walks, lists = at_each(network, weights, partial(_walk, network), [(x, y), *others])
    return walk(walks, lists)


def _walk(network, x, y):
    """Return the diagram of the network and the steps for one example."""
    trace = network.forward([x])
    back = network.backward(trace, [y])
    A = [column[:, 0] for column in trace.A]
    y = np.asarray(y, dtype=float)
    steps = [
        Step(
            "What is given: the inputs, and a weight on each arrow",
            values={f"x_{k}": number(A[0][k - 1]) for k in UNITS},
        )
    ]
    for layer in UNITS:
        z = trace.Z[layer][:, 0]
        steps += arrow_steps.sums(
            layer, network.W[layer - 1], network.b[layer - 1], A[layer - 1], z
        )
        steps += arrow_steps.activations(layer, z, A[layer])
    steps += arrow_steps.costs(A[2], y)
    deltas = [None, *(delta[:, 0] for delta in back.deltas[1:])]
    gradient = network.unpack(back.grad)
    steps += arrow_steps.cost_slopes(A[2], y)
    steps += arrow_steps.slopes(2, A[2] - y, A[2], deltas[2])
    steps += arrow_steps.branches(network.W[1], A[1], deltas[2])
    steps += arrow_steps.slopes(1, network.W[1].T @ deltas[2], A[1], deltas[1])
    steps += arrow_steps.first_weights(A[0], deltas[1])
    steps += arrow_steps.gradients(gradient, deltas)
    return _diagram(network.W), steps


def _diagram(W):
    columns = {"x": (0, "input"), "z[1]": (2.3, "hidden"), "a[1]": (3.8, "hidden")}
    columns |= {"z[2]": (6.1, "output"), "a[2]": (7.6, "output"), "C": (9.1, "error")}
    nodes, beside, arrows = {}, {}, {}
    for name, (across, role) in columns.items():
        for unit, up in zip(UNITS, (1.2, -1.2), strict=True):
            nodes[f"{name}_{unit}"] = (across, up, role)
            beside[f"{name}_{unit}"] = (across, 1.9 * up, "center")
    for layer, below in ((1, "x"), (2, "a[1]")):
        for i, k in np.ndindex(2, 2):
            tail, head = f"{below}_{k + 1}", f"z[{layer}]_{i + 1}"
            (left, high, _), (right, low, _) = nodes[tail], nodes[head]
            share = 0.5 if i == k else 0.32  # where two cross, their labels stand apart
            up = high + share * (low - high) + (0.28 if i == k == 0 else -0.28 if i == k else 0)
            text = number(W[layer - 1][i, k])
            arrows[tail, head] = (text, left + share * (right - left), up, "center")
    for tail, head in (("z[1]", "a[1]"), ("z[2]", "a[2]"), ("a[2]", "C")):
        arrows |= {(f"{tail}_{i}", f"{head}_{i}"): (None, 0, 0, "center") for i in UNITS}
    return Diagram((6.0, 3.2), ((-0.7, 9.8), (-2.8, 2.8)), nodes, beside, arrows, ROLES)
