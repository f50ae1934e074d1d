"""Backpropagation through time, one arrow at a time over the unrolled network with one unit.

First the states, the answers and their costs; then δ on its way back, and at each state the two
arrows that meet there. Every number drawn is one of nnlib's.
"""

import numpy as np

from nnlib.viz.widgets.journey import Diagram, Step, walk
from nnlib.viz.widgets.notation import factor, fixed, number

ROLES = {"x": "input", "h": "hidden", "a": "output", "δ": "error", "δ[y]": "error"}
ROLES |= {"∂": "gradient"}
ACROSS, UP = 2.6, 1.7


def through_time(network, x, y):
    """Walk through the forward and the backward pass of a recurrent network with one unit.

    Parameters
    ----------
    network : nnlib.RNN
        A network with one input, one hidden unit and one output, sigmoids and the loss ``"mse"``.
    x, y : array_like of shape (T,)
        One sequence and its targets; up to four steps are readable.

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
        steps += _forward(t, theta, row, back.loss if t == T else None)
    for t in range(T, 0, -1):
        steps += _back(t, T, theta, row)
    steps += _sums(T, gradient)
    return walk(_diagram(T), steps, still=len(steps) - 1)


def _forward(t, theta, row, loss):
    """Yield the four arrows of step t: into its state, from the state before, out, and its cost."""
    x, y, a, h = (row[name][t] for name in "xyah")
    before = row["h"][t - 1]
    brought = theta["W_xh"] * x
    terms = f"{factor(theta['W_xh'])} · {factor(x)} = {number(brought)}"
    arrow = f"x_{t}", f"h_{t}"
    title = f"Forward, step {t}: what the input brings"
    yield Step(title, (f"w_xh · x_{t} = {terms}",), arrow, values={f"h_{t}": "…"})
    arrow = f"h_{t - 1}", f"h_{t}"
    total = (
        f"z[h]_{t} = w_xh · x_{t} + w_hh · h_{t - 1} + b_h = {number(brought)} "
        f"+ {factor(theta['W_hh'])} · {number(before)} + {factor(theta['b_h'])} "
        f"= {number(row['z'][t])}"
    )
    state = f"h_{t} = σ(z[h]_{t}) = σ({number(row['z'][t])}) = {number(h)}"
    title = f"Forward, step {t}: what the state before it brings; the new state"
    yield Step(title, (total, state), arrow, values={f"h_{t}": fixed(h, 3)})
    total = (
        f"z[y]_{t} = w_hy · h_{t} + b_y = {factor(theta['W_hy'])} · {number(h)} "
        f"+ {factor(theta['b_y'])} = {number(row['z_y'][t])}"
    )
    answer = f"a_{t} = σ(z[y]_{t}) = σ({number(row['z_y'][t])}) = {number(a)}"
    title = f"Forward, step {t}: the answer"
    yield Step(title, (total, answer), (f"h_{t}", f"a_{t}"), values={f"a_{t}": fixed(a, 3)})
    cost = f"C_{t} = (a_{t} − y_{t})² = ({number(a)} − {number(y)})² = {number((a - y) ** 2)}"
    lines = (cost,)
    if loss is not None:
        costs = " + ".join(f"C_{s}" for s in range(1, t + 1))
        lines += (f"C = ({costs}) / {t} = {number(loss)}",)
    title = f"Forward, step {t}: its cost"
    values = {f"C_{t}": fixed((a - y) ** 2, 3)}
    yield Step(title, lines, (f"a_{t}", f"C_{t}"), values=values)


def _back(t, T, theta, row):
    """Yield the arrows back at step t: from its cost, its output, the later state, to its input."""
    x, y, a, h, d, d_y = (row[name][t] for name in ("x", "y", "a", "h", "delta", "delta_y"))
    later = row["delta"][t + 1]
    slope, carried, from_later = h * (1 - h), theta["W_hy"] * d_y, theta["W_hh"] * later
    text = (
        f"δ[y]_{t} = 2 / {T} · (a_{t} − y_{t}) · a_{t} (1 − a_{t}) "
        f"= 2 / {T} · {factor(a - y)} · {number(a * (1 - a))} = {number(d_y)}"
    )
    beside = {f"a_{t}": (f"δ[y]_{t}", fixed(d_y, 3), "error")}
    title = f"Back, step {t}: the error of the output"
    yield Step(title, (text,), (f"a_{t}", f"C_{t}"), back=True, beside=beside)
    down, along = (f"h_{t}", f"a_{t}"), (f"h_{t}", f"h_{t + 1}")
    text = f"w_hy · δ[y]_{t} = {factor(theta['W_hy'])} · {factor(d_y)} = {number(carried)}"
    share = f"δ[y]_{t} · h_{t} = {factor(d_y)} · {number(h)} = {number(d_y * h)}"
    found = {f"h_{t}": (f"δ_{t}", fixed(d, 3), "error")}
    labels = {down: (fixed(carried, 3), "error")}
    title = f"Back, step {t}: down from its output; and this step's share of ∂C/∂w_hy"
    if t == T:
        last = f"δ_{t} = w_hy · δ[y]_{t} · h_{t} (1 − h_{t}) = {factor(carried)} · {number(slope)}"
        lines = (text, f"{last} = {number(d)}", share)
        title = f"Back, step {t}: nothing comes from later, so this alone makes δ{t}"
        yield Step(title, lines, down, back=True, beside=found, labels=labels)
    else:
        yield Step(title, (text, share), down, back=True, labels=labels)
        text = (
            f"w_hh · δ_{t + 1} = {factor(theta['W_hh'])} · {factor(later)} = {number(from_later)}"
        )
        meet = (
            f"δ_{t} = (w_hy · δ[y]_{t} + w_hh · δ_{t + 1}) · h_{t} (1 − h_{t}) "
            f"= ({number(carried)} + {factor(from_later)}) · {number(slope)} = {number(d)}"
        )
        share = f"δ_{t + 1} · h_{t} = {factor(later)} · {number(h)} = {number(later * h)}"
        title = f"Back, step {t}: from step {t + 1}; the two arrows meet"
        labels = {along: (fixed(from_later, 3), "error")}
        look = {"back": True, "beside": found, "labels": labels, "with_it": (down,)}
        yield Step(title, (text, meet, share), along, **look)
    arrow = f"x_{t}", f"h_{t}"
    share = f"δ_{t} · x_{t} = {factor(d)} · {factor(x)} = {number(d * x)}"
    title = f"Back, step {t}: its share of ∂C/∂w_xh"
    labels = {arrow: (fixed(d * x, 3), "gradient")}
    yield Step(title, (share,), arrow, back=True, labels=labels)


def _sums(T, gradient):
    def total(weight, error, came=None):
        steps = range(1, T + 1)
        terms = (f"{error}_{t} · {came(t)}" if came else f"{error}_{t}" for t in steps)
        name = f"{'b' if came is None else 'w'}_{weight}"
        value = gradient[f"{name[0].upper() if came else 'b'}_{weight}"]
        return f"∂{name} = {' + '.join(terms)} = {number(value)}"

    lines = (total("hy", "δ[y]", lambda t: f"h_{t}"), total("y", "δ[y]"))
    yield Step("One weight, used at every step: its shares add up. The output's two", lines)
    lines = (total("xh", "δ", lambda t: f"x_{t}"), total("hh", "δ", lambda t: f"h_{t - 1}"))
    yield Step("And the three of the hidden unit", (*lines, total("h", "δ")))


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
