"""The steps of the walk through the 2-2-2 network: one for each arrow, with its sums.

Each function yields steps from arrays of nnlib; nothing is computed here but the parts of a sum.
"""

from nnlib.viz.widgets.journey import Step
from nnlib.viz.widgets.notation import factor, fixed, number

UNITS = (1, 2)


def sums(layer, W, b, a, z):
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


def activations(layer, z, a):
    """Yield a step for each unit of a layer: the sigmoid of its z."""
    for j in UNITS:
        tail, goal = f"z[{layer}]_{j}", f"a[{layer}]_{j}"
        text = f"{goal} = σ({tail}) = σ({number(z[j - 1])}) = {number(a[j - 1])}"
        title = f"Forward, layer {layer}: the sigmoid of z{j}"
        yield Step(title, (text,), (tail, goal), values={goal: fixed(a[j - 1], 2)})


def costs(a, y, loss):
    """Yield a step for each output: its part of the cost."""
    for i in UNITS:
        cost = (a[i - 1] - y[i - 1]) ** 2 / 2
        text = (
            f"C_{i} = (a[2]_{i} − y_{i})² / 2 = ({number(a[i - 1])} − {number(y[i - 1])})² / 2 "
            f"= {number(cost)}"
        )
        lines = (text, f"C = C_1 + C_2 = {number(loss)}") if i == 2 else (text,)
        title = f"Forward: the part of the cost that output {i} has"
        yield Step(title, lines, (f"a[2]_{i}", f"C_{i}"), values={f"C_{i}": fixed(cost, 2)})


def cost_slopes(a, y):
    """Yield the first step back for each output: how the cost moves with it."""
    for i in UNITS:
        error = a[i - 1] - y[i - 1]
        symbol, unit = f"∂a[2]_{i}", f"a[2]_{i}"
        numbers = f"{number(a[i - 1])} − {number(y[i - 1])} = {number(error)}"
        text = f"{symbol} = {unit} − y_{i} = {numbers}"
        beside = {unit: (symbol, fixed(error, 3), "error")}
        title = f"Back: how the cost moves with output {i}"
        yield Step(title, (text,), (unit, f"C_{i}"), back=True, beside=beside)


def slopes(layer, slope_at_a, a, delta):
    """Yield a step back for each unit of a layer: through its slope, to its δ."""
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


def branches(W, a, delta, gradient):
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


def first_weights(x, delta, gradient):
    """Yield a step for each weight of layer 1: its gradient."""
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
