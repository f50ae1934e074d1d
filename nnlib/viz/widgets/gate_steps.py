"""The steps of the walk through an LSTM: gates, memory and state, and the errors on their way back.

Each function yields steps from numbers of nnlib; nothing is computed here but the parts of a sum.
`s_t` is short for tanh c_t.
"""

import math

from nnlib.activations import sigmoid
from nnlib.viz.widgets.arithmetic import worked
from nnlib.viz.widgets.journey import Step
from nnlib.viz.widgets.notation import fixed, number

NAMES = {"i": "the input gate", "f": "the forget gate", "o": "the output gate"}
NAMES |= {"g": "the candidate"}


def forward(t, theta, row):
    """Yield the steps of step t: the three gates and the candidate, the memory, the state."""
    h, c, x = row["h"][t - 1], row["c"][t - 1], row["x"][t]
    for k in "fiog":
        terms = theta[f"W_x{k}"], x, theta[f"W_h{k}"], h, theta[f"b_{k}"]
        numbers = worked("{} · {} + {} · {} + {}", terms, lambda w, x, u, h, b: w * x + u * h + b)
        total = f"z[{k}]_{t} = w_x{k} · x_{t} + w_h{k} · h_{t - 1} + b_{k} = {numbers}"
        name, function = ("tanh", math.tanh) if k == "g" else ("σ", sigmoid)
        numbers = worked(f"{name}({{}})", (row[f"z_{k}"][t],), function)
        value = f"{k}_{t} = {name}(z[{k}]_{t}) = {numbers}"
        arrows = {"arrow": (f"x_{t}", f"{k}_{t}"), "also": ((f"h_{t - 1}", f"{k}_{t}"),)}
        title = f"Forward, step {t}: {NAMES[k]}"
        yield Step(title, (total, value), **arrows, values={f"{k}_{t}": fixed(row[k][t], 3)})
    terms = row["f"][t], c, row["i"][t], row["g"][t]
    numbers = worked("{} · {} + {} · {}", terms, lambda f, c, i, g: f * c + i * g)
    text = f"c_{t} = f_{t} · c_{t - 1} + i_{t} · g_{t} = {numbers}"
    also = tuple((f"{k}_{t}", f"c_{t}") for k in "fig")
    title = f"Forward, step {t}: what is kept of the old memory, and what is new in it"
    values = {f"c_{t}": fixed(row["c"][t], 3)}
    yield Step(title, (text,), (f"c_{t - 1}", f"c_{t}"), also=also, values=values)
    squashed = f"s_{t} = tanh(c_{t}) = {worked('tanh({})', (row['c'][t],), math.tanh)}"
    numbers = worked("{} · {}", (row["o"][t], row["s"][t]), _product)
    text = f"h_{t} = o_{t} · s_{t} = {numbers}"
    title, also = f"Forward, step {t}: the state shows a part of it", ((f"o_{t}", f"h_{t}"),)
    values = {f"h_{t}": fixed(row["h"][t], 3)}
    yield Step(title, (squashed, text), (f"c_{t}", f"h_{t}"), also=also, values=values)


def answer(T, theta, row, ends):
    """Yield the answer with its cost, and the error with which the way back begins."""
    y, a, terms = ends["y"], ends["a"], (theta["W_hy"], row["h"][T], theta["b_y"])
    numbers = worked("{} · {} + {}", terms, lambda w, h, b: w * h + b)
    lines = (f"z[y] = w_hy · h_{T} + b_y = {numbers}",)
    lines += (f"a_{T} = σ(z[y]) = {worked('σ({})', (ends['z'],), sigmoid)}",)
    lines += (f"C = (a_{T} − y)² = {worked('({} − {})²', (a, y), lambda a, y: (a - y) ** 2)}",)
    arrow, values = (f"h_{T}", f"a_{T}"), {f"a_{T}": fixed(a, 3)}
    yield Step("Forward: the answer after the last step, and its cost", lines, arrow, values=values)
    numbers = worked("2 · {} · {}", (a - y, a * (1 - a)), lambda e, s: 2 * e * s)
    lines = (f"δ[y] = 2 · (a_{T} − y) · a_{T} (1 − a_{T}) = {numbers}",)
    lines += (f"∂h_{T} = w_hy · δ[y] = {worked('{} · {}', (terms[0], ends['delta']), _product)}",)
    beside = {f"h_{T}": (f"∂h_{T}", fixed(terms[0] * ends["delta"], 3), "error")}
    title = f"Back: the error of the answer reaches the state {{h_{T}}}"
    yield Step(title, lines, arrow, back=True, beside=beside)


def back(t, T, theta, row, dC_dh):
    """Yield the ways back in step t, whose ∂C/∂h is known by then or comes from step t + 1."""
    i, f, o, g, s = (row[k][t] for k in "ifogs")
    c, dC_dc = row["c"][t - 1], row["dC_dc"][t]
    if t < T:
        terms = [v for k in "fiog" for v in (theta[f"W_h{k}"], row[f"delta_{k}"][t + 1])]
        form = " + ".join(["{} · {}"] * 4)
        numbers = worked(form, terms, lambda a, b, c, d, e, f, g, h: a * b + c * d + e * f + g * h)
        total = " + ".join(f"w_h{k} · δ[{k}]_{t + 1}" for k in "fiog")
        first, *also = ((f"h_{t}", f"{k}_{t + 1}") for k in "fiog")
        beside = {f"h_{t}": (f"∂h_{t}", fixed(dC_dh, 3), "error")}
        title = f"Back, step {t}: four arrows left {{h_{t}}}, so four errors meet there"
        text = f"∂h_{t} = {total} = {numbers}"
        yield Step(title, (text,), first, back=True, also=tuple(also), beside=beside)
    down, along = (f"c_{t}", f"h_{t}"), (f"c_{t}", f"c_{t + 1}")
    beside = {f"c_{t}": (f"∂c_{t}", fixed(dC_dc, 3), "error")}
    if t == T:
        numbers = worked("{} · {} · {}", (dC_dh, o, 1 - s * s), lambda d, o, s: d * o * s)
        text = f"∂c_{t} = ∂h_{t} · o_{t} · (1 − s_{t}²) = {numbers}"
        title = f"Back, step {t}: from the state up into the memory"
        yield Step(title, (text,), down, back=True, beside=beside)
    else:
        terms = dC_dh, o, 1 - s * s, row["dC_dc"][t + 1], row["f"][t + 1]
        numbers = worked("{} · {} · {} + {} · {}", terms, lambda d, o, s, e, f: d * o * s + e * f)
        text = f"∂c_{t} = ∂h_{t} · o_{t} · (1 − s_{t}²) + ∂c_{t + 1} · f_{t + 1} = {numbers}"
        title = f"Back, step {t}: along the memory nothing stands in the way but {{f_{t + 1}}}"
        yield Step(title, (text,), along, back=True, also=(down,), beside=beside)
    ways = {
        "o": (f"∂h_{t} · s_{t} · o_{t} (1 − o_{t})", (dC_dh, s, o * (1 - o))),
        "f": (f"∂c_{t} · c_{t - 1} · f_{t} (1 − f_{t})", (dC_dc, c, f * (1 - f))),
        "i": (f"∂c_{t} · g_{t} · i_{t} (1 − i_{t})", (dC_dc, g, i * (1 - i))),
        "g": (f"∂c_{t} · i_{t} · (1 − g_{t}²)", (dC_dc, i, 1 - g * g)),
    }
    for k, (rule, terms) in ways.items():
        numbers = worked("{} · {} · {}", terms, lambda d, a, s: d * a * s)
        found = {f"{k}_{t}": (f"δ[{k}]_{t}", fixed(row[f"delta_{k}"][t], 3), "error")}
        arrow, title = (
            (f"{k}_{t}", f"{'h' if k == 'o' else 'c'}_{t}"),
            f"Back, step {t}: {NAMES[k]}",
        )
        yield Step(title, (f"δ[{k}]_{t} = {rule} = {numbers}",), arrow, back=True, beside=found)


def sums(T, gradient):
    """Yield the last step: what the weights of the forget gate get, summed over time."""
    lines = ()
    for name, came in (("xf", "x"), ("hf", "h"), ("f", None)):
        terms = (
            f"δ[f]_{t}" + (f" · {came}_{t - (came == 'h')}" if came else "")
            for t in range(1, T + 1)
        )
        symbol = f"w_{name}" if came else f"b_{name}"
        value = gradient[f"W_{name}" if came else f"b_{name}"]
        lines += (f"∂{symbol} = {' + '.join(terms)} = {number(value)}",)
    yield Step(
        "One weight, used at every step: the shares of the forget gate's three add up", lines
    )


def _product(first, second):
    return first * second
