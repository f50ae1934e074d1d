"""The steps of the walk through time: the arrows of each time step, forward and back.

Each function yields steps from numbers of nnlib; nothing is computed here but the parts of a sum.
"""

from nnlib.activations import sigmoid
from nnlib.viz.widgets.arithmetic import worked
from nnlib.viz.widgets.journey import Step
from nnlib.viz.widgets.notation import fixed, number


def forward(t, theta, row, loss):
    """Yield the four arrows of step t: into its state, from the state before, out, and its cost."""
    x, y, a, h, z, z_y = (row[name][t] for name in ("x", "y", "a", "h", "z", "z_y"))
    before, brought = row["h"][t - 1], theta["W_xh"] * x
    numbers = worked("{} · {}", (theta["W_xh"], x), _product)
    title = f"Forward, step {t}: what the input brings"
    text = f"w_xh · x_{t} = {numbers}"
    yield Step(title, (text,), (f"x_{t}", f"h_{t}"), values={f"h_{t}": "…"})
    terms = brought, theta["W_hh"], before, theta["b_h"]
    numbers = worked("{} + {} · {} + {}", terms, lambda u, w, h, b: u + w * h + b)
    total = f"z[h]_{t} = w_xh · x_{t} + w_hh · h_{t - 1} + b_h = {numbers}"
    state = f"h_{t} = σ(z[h]_{t}) = {worked('σ({})', (z,), sigmoid)}"
    title = f"Forward, step {t}: what the state before it brings; the new state"
    arrow, values = (f"h_{t - 1}", f"h_{t}"), {f"h_{t}": fixed(h, 3)}
    yield Step(title, (total, state), arrow, values=values)
    terms = theta["W_hy"], h, theta["b_y"]
    numbers = worked("{} · {} + {}", terms, lambda w, h, b: w * h + b)
    total = f"z[y]_{t} = w_hy · h_{t} + b_y = {numbers}"
    answer = f"a_{t} = σ(z[y]_{t}) = {worked('σ({})', (z_y,), sigmoid)}"
    title = f"Forward, step {t}: the answer"
    yield Step(title, (total, answer), (f"h_{t}", f"a_{t}"), values={f"a_{t}": fixed(a, 3)})
    numbers = worked("({} − {})²", (a, y), lambda a, y: (a - y) ** 2)
    lines = (f"C_{t} = (a_{t} − y_{t})² = {numbers}",)
    if loss is not None:
        costs = " + ".join(f"C_{s}" for s in range(1, t + 1))
        lines += (f"C = ({costs}) / {t} = {number(loss)}",)
    values = {f"C_{t}": fixed((a - y) ** 2, 3)}
    yield Step(f"Forward, step {t}: its cost", lines, (f"a_{t}", f"C_{t}"), values=values)


def back(t, T, theta, row):
    """Yield the arrows back at step t: from its cost, its output and the later state."""
    x, y, a, h, d, d_y = (row[name][t] for name in ("x", "y", "a", "h", "delta", "delta_y"))
    later, down, along = row["delta"][t + 1], (f"h_{t}", f"a_{t}"), (f"h_{t}", f"h_{t + 1}")
    slope, carried, from_later = h * (1 - h), theta["W_hy"] * d_y, theta["W_hh"] * later
    numbers = worked(f"2 / {T} · {{}} · {{}}", (a - y, a * (1 - a)), lambda e, s: 2 / T * e * s)
    text = f"δ[y]_{t} = 2 / {T} · (a_{t} − y_{t}) · a_{t} (1 − a_{t}) = {numbers}"
    beside = {f"a_{t}": (f"δ[y]_{t}", fixed(d_y, 3), "error")}
    title = f"Back, step {t}: the error of the output"
    yield Step(title, (text,), (f"a_{t}", f"C_{t}"), back=True, beside=beside)
    text = f"w_hy · δ[y]_{t} = {worked('{} · {}', (theta['W_hy'], d_y), _product)}"
    share = f"δ[y]_{t} · h_{t} = {worked('{} · {}', (d_y, h), _product)}"
    found = {f"h_{t}": (f"δ_{t}", fixed(d, 3), "error")}
    labels = {down: (fixed(carried, 3), "error")}
    if t == T:
        numbers = worked("{} · {}", (carried, slope), _product)
        last = f"δ_{t} = w_hy · δ[y]_{t} · h_{t} (1 − h_{t}) = {numbers}"
        title = f"Back, step {t}: nothing comes from later, so this alone makes {{δ_{t}}}"
        yield Step(title, (text, last, share), down, back=True, beside=found, labels=labels)
    else:
        title = f"Back, step {t}: down from its output; and this step's share of {{∂w_hy}}"
        yield Step(title, (text, share), down, back=True, labels=labels)
        text = f"w_hh · δ_{t + 1} = {worked('{} · {}', (theta['W_hh'], later), _product)}"
        terms = carried, from_later, slope
        numbers = worked("({} + {}) · {}", terms, lambda own, late, s: (own + late) * s)
        meet = f"δ_{t} = (w_hy · δ[y]_{t} + w_hh · δ_{t + 1}) · h_{t} (1 − h_{t}) = {numbers}"
        share = f"δ_{t + 1} · h_{t} = {worked('{} · {}', (later, h), _product)}"
        title = f"Back, step {t}: from step {t + 1}; the two arrows meet"
        labels = {along: (fixed(from_later, 3), "error")}
        look = {"back": True, "beside": found, "labels": labels, "with_it": (down,)}
        yield Step(title, (text, meet, share), along, **look)
    share = f"δ_{t} · x_{t} = {worked('{} · {}', (d, x), _product)}"
    arrow = f"x_{t}", f"h_{t}"
    title = f"Step {t}: its share of {{∂w_xh}}; nothing is carried on to the input"
    labels = {arrow: (fixed(d * x, 3), "gradient")}
    yield Step(title, (share,), arrow, kept=(arrow,), labels=labels)


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


def _product(first, second):
    return first * second
