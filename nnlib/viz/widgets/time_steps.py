"""The steps of the walk through time: the arrows of each time step, forward and back.

Each function yields steps from numbers of nnlib; nothing is computed here but the parts of a sum.
"""

from nnlib.viz.widgets.journey import Step
from nnlib.viz.widgets.notation import factor, fixed, number


def forward(t, theta, row, loss):
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


def back(t, T, theta, row):
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


def sums(T, gradient):
    """Yield the two last steps: each weight's shares, summed over time."""

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
