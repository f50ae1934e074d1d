"""The 2-2-2 network, one arrow at a time: forward to the costs, and the blame on its way back.

Every number drawn is one of nnlib's: an entry of a trace, of the deltas or of the gradient.
"""

import numpy as np

from nnlib.viz.widgets.journey import Diagram, Step, walk
from nnlib.viz.widgets.notation import factor, fixed, number

ROLES = {"x": "input", "a[1]": "hidden", "a[2]": "output", "δ[1]": "error", "δ[2]": "error"}
UNITS = (1, 2)


def forward_and_back(network, x, y):
    """Walk through the forward and the backward pass of a 2-2-2 network, one arrow at a time.

    Parameters
    ----------
    network : nnlib.MLP
        A network of sizes (2, 2, 2) with biases, sigmoids and the loss ``"mse"``.
    x, y : array_like of shape (2,)
        One example and its target.

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
        steps += _sums(layer, network.W[layer - 1], network.b[layer - 1], A[layer - 1], z)
        steps += _activations(layer, z, A[layer])
    steps += _costs(A[2], y, back.loss)
    deltas = [None, *(delta[:, 0] for delta in back.deltas[1:])]
    gradient = network.unpack(back.grad)
    steps += _cost_slopes(A[2], y)
    steps += _slopes(2, A[2] - y, A[2], deltas[2])
    steps += _branches(network.W[1], A[1], deltas[2], gradient["W[1]"])
    steps += _slopes(1, network.W[1].T @ deltas[2], A[1], deltas[1])
    steps += _first_weights(A[0], deltas[1], gradient["W[0]"])
    return walk(_diagram(network.W), steps, still=len(steps) - 1)


def _sums(layer, W, b, a, z):
    """Yield a step for each weight of a layer: the sum z grows by one term at each arrow."""
    below = "x" if layer == 1 else "a[1]"
    for j in UNITS:
        goal = f"z[{layer}]_{j}"
        w = [factor(weight) for weight in W[j - 1]]
        first = f"w[{layer}]_{j}1 · {below}_1"
        terms = f"{w[0]} · {factor(a[0])}"
        begun = W[j - 1, 0] * a[0]
        yield Step(
            f"Forward, layer {layer}: the first term of z{j}",
            (f"{first} = {terms} = {number(begun)}",),
            (f"{below}_1", goal),
            values={goal: "…"},
        )
        yield Step(
            f"Forward, layer {layer}: the second term and the bias make z{j}",
            (
                f"{goal} = {first} + w[{layer}]_{j}2 · {below}_2 + b[{layer}]_{j} "
                f"= {number(begun)} + {w[1]} · {factor(a[1])} + {factor(b[j - 1])} "
                f"= {number(z[j - 1])}",
            ),
            (f"{below}_2", goal),
            values={goal: fixed(z[j - 1], 2)},
        )


def _activations(layer, z, a):
    for j in UNITS:
        tail, goal = f"z[{layer}]_{j}", f"a[{layer}]_{j}"
        text = f"{goal} = σ({tail}) = σ({number(z[j - 1])}) = {number(a[j - 1])}"
        title = f"Forward, layer {layer}: the sigmoid of z{j}"
        yield Step(title, (text,), (tail, goal), values={goal: fixed(a[j - 1], 2)})


def _costs(a, y, loss):
    for i in UNITS:
        cost = (a[i - 1] - y[i - 1]) ** 2 / 2
        text = (
            f"C_{i} = (a[2]_{i} − y_{i})² / 2 = ({number(a[i - 1])} − {number(y[i - 1])})² / 2 "
            f"= {number(cost)}"
        )
        lines = (text, f"C = C_1 + C_2 = {number(loss)}") if i == 2 else (text,)
        title = f"Forward: the part of the cost that output {i} has"
        yield Step(title, lines, (f"a[2]_{i}", f"C_{i}"), values={f"C_{i}": fixed(cost, 2)})


def _cost_slopes(a, y):
    for i in UNITS:
        error = a[i - 1] - y[i - 1]
        symbol, unit = f"∂a[2]_{i}", f"a[2]_{i}"
        numbers = f"{number(a[i - 1])} − {number(y[i - 1])} = {number(error)}"
        text = f"{symbol} = {unit} − y_{i} = {numbers}"
        beside = {unit: (symbol, fixed(error, 3), "error")}
        title = f"Back: how the cost moves with output {i}"
        yield Step(title, (text,), (unit, f"C_{i}"), back=True, beside=beside)


def _slopes(layer, slope_at_a, a, delta):
    for j in UNITS:
        symbol, unit = f"δ[{layer}]_{j}", f"a[{layer}]_{j}"
        text = (
            f"{symbol} = ∂{unit} · {unit} (1 − {unit}) "
            f"= {factor(slope_at_a[j - 1])} · {number(a[j - 1] * (1 - a[j - 1]))} "
            f"= {number(delta[j - 1])}"
        )
        bias = f"∂b[{layer}]_{j} = {symbol} = {number(delta[j - 1])}"
        goal = f"z[{layer}]_{j}"
        beside = {goal: (symbol, fixed(delta[j - 1], 3), "error")}
        title = f"Back, layer {layer}: the slope of the sigmoid makes it δ{j}"
        yield Step(title, (text, bias), (goal, unit), back=True, beside=beside)


def _branches(W, a, delta, gradient):
    """Yield a step for each weight of layer 2: its gradient, and the branch it carries back."""
    for j in UNITS:
        unit, come = f"a[1]_{j}", 0.0
        for i in UNITS:
            w, d = f"w[2]_{i}{j}", f"δ[2]_{i}"
            branch = delta[i - 1] * W[i - 1, j - 1]
            carried = f"{d} · {w} = {factor(delta[i - 1])} · {factor(W[i - 1, j - 1])}"
            carried += f" = {number(branch)}"
            come += branch
            if i == 2:
                carried = (
                    f"∂{unit} = δ[2]_1 · w[2]_1{j} + {d} · {w} "
                    f"= {number(come - branch)} + {factor(branch)} = {number(come)}"
                )
            got = gradient[i - 1, j - 1]
            own = (
                f"∂{w} = {d} · {unit} = {factor(delta[i - 1])} · {number(a[j - 1])} = {number(got)}"
            )
            beside = {unit: (f"∂{unit}", fixed(come, 3) if i == 2 else "…", "error")}
            place = "first branch" if i == 1 else "second branch, and the two add up"
            arrow = (unit, f"z[2]_{i}")
            yield Step(
                f"Back to hidden unit {j}: the {place}",
                (carried, own),
                arrow,
                back=True,
                beside=beside,
                labels={arrow: (fixed(got, 3), "gradient")},
            )


def _first_weights(x, delta, gradient):
    for j in UNITS:
        for k in UNITS:
            got = gradient[j - 1, k - 1]
            text = (
                f"∂w[1]_{j}{k} = δ[1]_{j} · x_{k} = {factor(delta[j - 1])} · {factor(x[k - 1])} "
                f"= {number(got)}"
            )
            arrow = (f"x_{k}", f"z[1]_{j}")
            title = f"Back, layer 1: δ{j} times what came in from x{k}"
            labels = {arrow: (fixed(got, 3), "gradient")}
            yield Step(title, (text,), arrow, back=True, labels=labels)


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
