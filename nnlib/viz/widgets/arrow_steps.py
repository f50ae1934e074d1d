"""The steps of the walk through the 2-2-2 network: one for each arrow, with its sums.

Each function yields steps from arrays of nnlib; nothing is computed here but the parts of a sum.
"""

from nnlib.activations import sigmoid
from nnlib.viz.widgets.arithmetic import worked
from nnlib.viz.widgets.journey import Step
from nnlib.viz.widgets.notation import fixed, number

UNITS = (1, 2)


def sums(layer, W, b, a, z):
    """Yield a step for each weight of a layer: the sum z grows by one term at each arrow."""
    below = "x" if layer == 1 else "a[1]"
    for j in UNITS:
        goal, w, begun = f"z[{layer}]_{j}", W[j - 1], W[j - 1, 0] * a[0]
        first = f"w[{layer}]_{j}1 · {below}_1"
        yield Step(
            f"Forward, layer {layer}: the first term of {{{goal}}}",
            (f"{first} = {worked('{} · {}', (w[0], a[0]), _product)}",),
            (f"{below}_1", goal),
            values={goal: "…"},
        )
        total = worked("{} + {} · {} + {}", (begun, w[1], a[1], b[j - 1]), _two_terms)
        yield Step(
            f"Forward, layer {layer}: the second term and the bias make {{{goal}}}",
            (f"{goal} = {first} + w[{layer}]_{j}2 · {below}_2 + b[{layer}]_{j} = {total}",),
            (f"{below}_2", goal),
            values={goal: fixed(z[j - 1], 2)},
        )


def activations(layer, z, a):
    """Yield a step for each unit of a layer: the sigmoid of its z."""
    for j in UNITS:
        tail, goal = f"z[{layer}]_{j}", f"a[{layer}]_{j}"
        text = f"{goal} = σ({tail}) = {worked('σ({})', (z[j - 1],), sigmoid)}"
        title = f"Forward, layer {layer}: the sigmoid of {{{tail}}}"
        yield Step(title, (text,), (tail, goal), values={goal: fixed(a[j - 1], 2)})


def costs(a, y):
    """Yield a step for each output: its part of the cost."""
    parts = (a - y) ** 2 / 2
    for i in UNITS:
        numbers = worked("({} − {})² / 2", (a[i - 1], y[i - 1]), lambda a, y: (a - y) ** 2 / 2)
        lines = (f"C_{i} = (a[2]_{i} − y_{i})² / 2 = {numbers}",)
        if i == 2:
            lines += (f"C = C_1 + C_2 = {worked('{} + {}', parts, lambda c, d: c + d)}",)
        title = f"Forward: the part of the cost that output {i} has"
        yield Step(title, lines, (f"a[2]_{i}", f"C_{i}"), values={f"C_{i}": fixed(parts[i - 1], 2)})


def cost_slopes(a, y):
    """Yield the first step back for each output: how the cost moves with it."""
    for i in UNITS:
        symbol, unit = f"∂a[2]_{i}", f"a[2]_{i}"
        numbers = worked("{} − {}", (a[i - 1], y[i - 1]), lambda a, y: a - y)
        beside = {unit: (symbol, fixed(a[i - 1] - y[i - 1], 3), "error")}
        title = f"Back: how the cost moves with output {i}"
        text = f"{symbol} = {unit} − y_{i} = {numbers}"
        yield Step(title, (text,), (unit, f"C_{i}"), back=True, beside=beside)


def slopes(layer, slope_at_a, a, delta):
    """Yield a step back for each unit of a layer: through its slope, to its δ."""
    for j in UNITS:
        symbol, unit, goal = f"δ[{layer}]_{j}", f"a[{layer}]_{j}", f"z[{layer}]_{j}"
        slope = a[j - 1] * (1 - a[j - 1])
        numbers = worked("{} · {}", (slope_at_a[j - 1], slope), _product)
        text = f"{symbol} = ∂{unit} · {unit} (1 − {unit}) = {numbers}"
        bias = f"∂b[{layer}]_{j} = {symbol} = {number(delta[j - 1])}"
        beside = {goal: (symbol, fixed(delta[j - 1], 3), "error")}
        title = f"Back, layer {layer}: the slope of the sigmoid makes it {{{symbol}}}"
        yield Step(title, (text, bias), (goal, unit), back=True, beside=beside)


def branches(W, a, delta):
    """Yield a step for each weight of layer 2: the branch it carries back, and its gradient."""
    for j in UNITS:
        unit, (w1, w2), (d1, d2) = f"a[1]_{j}", W[:, j - 1], delta
        first = f"δ[2]_1 · w[2]_1{j}"
        both = worked("{} + {} · {}", (d1 * w1, d2, w2), lambda b, d, w: b + d * w)
        carried = (
            f"{first} = {worked('{} · {}', (d1, w1), _product)}",
            f"∂{unit} = {first} + δ[2]_2 · w[2]_2{j} = {both}",
        )
        come = "…", fixed(d1 * w1 + d2 * w2, 3)
        places = "first branch", "second branch, and the two add up"
        for i, branch in zip(UNITS, (d1 * w1, d2 * w2), strict=True):
            numbers = worked("{} · {}", (delta[i - 1], a[j - 1]), _product)
            own = f"∂w[2]_{i}{j} = δ[2]_{i} · {unit} = {numbers}"
            arrow = (unit, f"z[2]_{i}")
            yield Step(
                f"Back to hidden unit {j}: the {places[i - 1]}",
                (carried[i - 1], own),
                arrow,
                back=True,
                beside={unit: (f"∂{unit}", come[i - 1], "error")},
                labels={arrow: (fixed(branch, 3), "error")},
            )


def first_weights(x, delta):
    """Yield a step for each weight of layer 1: its gradient. Nothing is carried on from there."""
    for j in UNITS:
        for k in UNITS:
            numbers = worked("{} · {}", (delta[j - 1], x[k - 1]), _product)
            text = f"∂w[1]_{j}{k} = δ[1]_{j} · x_{k} = {numbers}"
            arrow = (f"x_{k}", f"z[1]_{j}")
            title = f"Layer 1: {{δ[1]_{j}}} times what came in from {{x_{k}}}"
            labels = {arrow: (fixed(delta[j - 1] * x[k - 1], 3), "gradient")}
            yield Step(title, (text,), arrow, kept=(arrow,), labels=labels)


def gradients(gradient, deltas):
    """Yield the last step: the gradient of each weight on its arrow, and that of each bias."""
    labels = {
        (f"{below}_{k}", f"z[{layer}]_{j}"): (fixed(W[j - 1, k - 1], 3), "gradient")
        for layer, below, W in ((1, "x", gradient["W[0]"]), (2, "a[1]", gradient["W[1]"]))
        for j in UNITS
        for k in UNITS
    }
    lines = tuple(
        f"∂b[{layer}]_{j} = δ[{layer}]_{j} = {number(deltas[layer][j - 1])}"
        for layer in UNITS
        for j in UNITS
    )
    title = "What it was for: the gradient of each weight, on its arrow, and of each bias"
    yield Step(title, lines, kept=tuple(labels), labels=labels)


def _product(first, second):
    return first * second


def _two_terms(begun, w, a, b):
    return begun + w * a + b
