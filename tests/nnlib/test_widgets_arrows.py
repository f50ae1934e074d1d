"""The numbers on the arrows are nnlib's, every line of arithmetic holds, and each frame says it."""

import math
import re
import xml.etree.ElementTree as ET

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

import nnlib
from nnlib import viz

pytest.importorskip("ipywidgets")

from nnlib.viz.widgets import (
    deltas_by_scale,
    forward_and_back,
    through_gates,
    through_time,
)
from nnlib.viz.widgets.arithmetic import worked
from nnlib.viz.widgets.journey import LOOKS
from nnlib.viz.widgets.notation import (
    SYMBOL,
    fixed,
    mathtext,
    number,
    page,
    spoken,
    tex,
    titled,
)
from nnlib.viz.widgets.svg import address, svg

NUMBERS_ONLY = re.compile(r"[\d.·+−()/² ]*\d[\d.·+−()/² ]*|(?:σ|tanh)\(\(?−?[\d.]+\)?\)")
LETTERS = re.compile(SYMBOL.pattern)
X2, Y2 = [1.0, 0.5], [1.0, 0.0]
X3, Y3 = [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]
X_GATED, Y_GATED = [1.0, 0.5], 1.0


@pytest.fixture(autouse=True)
def _style():
    with mpl.rc_context():
        viz.setup()
        yield


@pytest.fixture(scope="module")
def square():
    network = nnlib.MLP((2, 2, 2))
    network.W[0][:], network.b[0][:] = [[0.4, -0.6], [0.8, 0.2]], [0.1, -0.3]
    network.W[1][:], network.b[1][:] = [[0.7, -0.5], [0.3, 0.9]], [-0.2, 0.1]
    return network


@pytest.fixture(scope="module")
def tiny():
    network = nnlib.RNN(1, 1, 1)
    network.W_xh, network.W_hh, network.b_h, network.W_hy, network.b_y = 1.0, 2.0, -0.5, 2.0, -1.0
    return network


@pytest.fixture(scope="module")
def gated():
    network = nnlib.LSTM(1, 1, 1, answers="last")
    network.theta = np.random.default_rng(2).uniform(-1.5, 1.5, network.theta.shape)
    return network


@pytest.fixture(scope="module")
def gated_walk(gated):
    return through_gates(gated, X_GATED, Y_GATED)


@pytest.fixture(scope="module")
def square_walk(square):
    return forward_and_back(square, X2, Y2)


@pytest.fixture(scope="module")
def tiny_walk(tiny):
    return through_time(tiny, X3, Y3)


def square_truth(network):
    """Every symbol of the 2-2-2 network, by its name in the notation, as nnlib computes it."""
    trace = network.forward([X2])
    back = network.backward(trace, [Y2])
    gradient = network.unpack(back.grad)
    truth = {"C": back.loss}
    for i in (1, 2):
        error = trace.A[2][i - 1, 0] - Y2[i - 1]
        truth |= {f"x_{i}": X2[i - 1], f"y_{i}": Y2[i - 1]}
        truth |= {f"C_{i}": error**2 / 2, f"∂a[2]_{i}": error}
        truth[f"∂a[1]_{i}"] = network.W[1][:, i - 1] @ back.deltas[2][:, 0]
        for layer in (1, 2):
            truth[f"z[{layer}]_{i}"] = trace.Z[layer][i - 1, 0]
            truth[f"a[{layer}]_{i}"] = trace.A[layer][i - 1, 0]
            truth[f"δ[{layer}]_{i}"] = back.deltas[layer][i - 1, 0]
            truth[f"b[{layer}]_{i}"] = network.b[layer - 1][i - 1]
            truth[f"∂b[{layer}]_{i}"] = gradient[f"b[{layer - 1}]"][i - 1]
            for k in (1, 2):
                truth[f"w[{layer}]_{i}{k}"] = network.W[layer - 1][i - 1, k - 1]
                truth[f"∂w[{layer}]_{i}{k}"] = gradient[f"W[{layer - 1}]"][i - 1, k - 1]
    return truth


def tiny_truth(network):
    """Every symbol of the unrolled network, as nnlib computes it."""
    trace = network.forward([[[x] for x in X3]])
    back = network.backward(trace, [[[y] for y in Y3]])
    parameters, gradient = network.unpack(network.theta), network.unpack(back.grad)
    truth = {"C": back.loss, "h_0": 0.0}
    for name in parameters:
        symbol = name.lower()
        truth |= {symbol: parameters[name].item(), f"∂{symbol}": gradient[name].item()}
    for t in (1, 2, 3):
        truth |= {f"x_{t}": X3[t - 1], f"y_{t}": Y3[t - 1]}
        truth |= {f"z[h]_{t}": trace.Z_h[t - 1, 0, 0], f"z[y]_{t}": trace.Z_y[t - 1, 0, 0]}
        truth |= {f"h_{t}": trace.H[t, 0, 0], f"a_{t}": trace.A_y[t - 1, 0, 0]}
        truth[f"δ_{t}"] = back.deltas.hidden[t - 1, 0, 0]
        truth[f"δ[y]_{t}"] = back.deltas.output[t - 1, 0, 0]
        truth[f"C_{t}"] = (truth[f"a_{t}"] - Y3[t - 1]) ** 2
    return truth


def gated_truth(network):
    """Every symbol of the LSTM over two steps, as nnlib computes it."""
    trace = network.forward([[[x] for x in X_GATED]])
    back = network.backward(trace, [[Y_GATED]])
    parameters, gradient = network.unpack(network.theta), network.unpack(back.grad)
    truth = {"C": back.loss, "h_0": 0.0, "c_0": 0.0, "y": Y_GATED}
    truth |= {"z[y]": trace.Z_y.item(), "a_2": trace.A_y.item()}
    truth["δ[y]"] = back.deltas.output.item()
    truth["∂h_2"] = network.W_hy.item() * truth["δ[y]"]
    errors = back.deltas.gates[1, :, 0, 0]
    truth["∂h_1"] = sum(network.unpack(network.theta)[f"W_h{k}"].item() * d
                        for k, d in zip("ifog", errors, strict=True))  # fmt: skip
    for name in parameters:
        symbol = name.lower()
        truth |= {symbol: parameters[name].item(), f"∂{symbol}": gradient[name].item()}
    for t in (1, 2):
        truth |= {f"x_{t}": X_GATED[t - 1], f"h_{t}": trace.H[t, 0, 0]}
        truth |= {f"c_{t}": trace.C[t, 0, 0], f"s_{t}": trace.tanh_c[t - 1, 0, 0]}
        truth[f"∂c_{t}"] = back.deltas.cell[t - 1, 0, 0]
        for k, name in enumerate("ifog"):
            truth |= {f"{name}_{t}": trace.gates[t - 1, k, 0, 0]}
            truth |= {f"z[{name}]_{t}": trace.Z[t - 1, k, 0, 0]}
            truth[f"δ[{name}]_{t}"] = back.deltas.gates[t - 1, k, 0, 0]
    return truth


def value(side, truth):
    """Work out one side of an equation, its symbols being looked up."""

    def symbol(match):
        return "sigmoid" if match[0] == "σ" else f"truth[{match[0]!r}]"

    code = "tanh".join(LETTERS.sub(symbol, part) for part in side.split("tanh"))
    for sign, python in (("·", "*"), ("−", "-"), ("²", "**2")):
        code = code.replace(sign, python)
    code = re.sub(r"(\]) \(", r"\1 * (", code)  # a (1 − a)
    names = {"truth": truth, "tanh": math.tanh, "sigmoid": lambda z: 1 / (1 + math.exp(-z))}
    return eval(code, {"__builtins__": {}}, names)


def equations(walk):
    return [text for step in walk.data for text in step.equations]


TRUTHS = {"square": square_truth, "tiny": tiny_truth, "gated": gated_truth}


@pytest.mark.parametrize("name", ["square", "tiny", "gated"])
def test_every_side_of_every_equation_is_the_number_that_nnlib_has(name, request):
    walk, network = (request.getfixturevalue(part) for part in (f"{name}_walk", name))
    truth = TRUTHS[name](network)
    written = equations(walk)
    assert len(written) > 30
    for text in written:
        sides = text.split(" = ")
        exact = value(sides[0], truth)
        for side in sides[1:]:
            assert value(side, truth) == pytest.approx(exact, abs=2.5e-5), text
        assert sides[-1] == number(exact), text  # the last side is the number itself
        assert NUMBERS_ONLY.fullmatch(sides[-1]), text


def test_a_reader_chooses_weights_and_examples_from_lists(square, tiny):
    """Each choice is the walk that this network and this example have alone."""
    theta, doubled = square.theta.copy(), 2 * square.theta
    other = [0.0, 1.0], [0.0, 1.0]
    weights = {"as here": theta, "twice as large": doubled}
    player = forward_and_back(square, X2, Y2, others=[other], weights=weights)
    np.testing.assert_array_equal(square.theta, theta)
    assert [control.name for control in player.controls] == ["weights", "example", "step"]
    assert player.controls[0].options == ("as here", "twice as large")
    assert player.controls[1].options == ("x = (1, 0.5), y = (1, 0)", "x = (0, 1), y = (0, 1)")
    alone = []
    for parameters in (theta, doubled):
        square.theta[:] = parameters
        alone += [forward_and_back(square, *pair).frames for pair in ((X2, Y2), other)]
    square.theta[:] = theta
    assert player.frames == [frame for frames in alone for frame in frames]
    assert player.still is player.frames[29]
    pair = through_time(tiny, X3, Y3, others=[([0, 0, 1], [1, 1, 0])])
    assert [control.name for control in pair.controls] == ["example", "step"]
    assert pair.frames[26:] == through_time(tiny, [0, 0, 1], [1, 1, 0]).frames


@pytest.mark.parametrize("name", ["square", "tiny", "gated"])
def test_what_is_shown_comes_out_as_shown(name, request):
    """A reader who works out the numbers on the page gets the result on the page, digit for digit.

    −0.09308 + 0.04411 shown as −0.04898 would be right, and look wrong.
    """
    sides = [text.split(" = ")[-2:] for text in equations(request.getfixturevalue(f"{name}_walk"))]
    sums = [side for side in sides if NUMBERS_ONLY.fullmatch(side[0])]
    assert len(sums) > 25
    for shown, result in sums:
        assert number(value(shown, {})) == result, f"{shown} = {result}"


def test_a_sum_shows_a_digit_more_where_rounding_would_belie_it():
    parts = -0.0930849, 0.0441051
    assert [number(part) for part in parts] == ["−0.09308", "0.04411"]
    assert worked("{} + {}", parts, lambda a, b: a + b) == "−0.093085 + 0.044105 = −0.04898"
    assert worked("{} · {}", (-0.5, -2.0), lambda a, b: a * b) == "−0.5 · (−2) = 1"
    assert worked("σ({})", (-0.5,), lambda z: z * z) == "σ(−0.5) = 0.25"


@pytest.mark.parametrize("name", ["square", "tiny"])
def test_what_stands_in_a_node_or_beside_it_is_the_number_that_nnlib_has(name, request):
    walk, network = (request.getfixturevalue(part) for part in (f"{name}_walk", name))
    truth = {"square": square_truth, "tiny": tiny_truth}[name](network)
    digits = 2 if name == "square" else 3
    inside, beside = {}, {}
    for step in walk.data:
        inside |= step.values
        beside |= {symbol: text for symbol, text, _ in step.beside.values()}
    for symbol, text in inside.items():
        given = symbol[0] == "x" or symbol == "h_0"
        assert text == (number(truth[symbol]) if given else fixed(truth[symbol], digits)), symbol
    for symbol, text in beside.items():
        assert text == (number(truth[symbol]) if symbol[0] == "y" else fixed(truth[symbol], 3))
    wanted = {s for s in truth if s[0] in "xzahC" and len(s) > 1}
    wanted -= {s for s in wanted if name == "tiny" and s[0] == "z"}  # inside the states
    assert set(inside) == wanted
    assert {s for s in truth if s[0] == "δ"} <= set(beside)


def test_the_last_frame_has_the_gradient_of_each_weight_on_its_arrow(square_walk, square):
    truth, labels = square_truth(square), square_walk.data[-1].labels
    assert set(square_walk.data[-1].kept) == set(labels)
    assert square_walk.still is square_walk.frames[-1]
    assert len(labels) == 8
    for (tail, head), (text, role) in labels.items():
        symbol = f"∂w{head[1:]}{tail[-1]}"
        assert (text, role) == (fixed(truth[symbol], 3), "gradient")


@pytest.mark.parametrize("name", ["square", "tiny"])
def test_a_number_on_a_dashed_arrow_is_a_weight_times_a_delta(name, request):
    """And it has the colour of δ, as the arrow has; a gradient is on a solid arrow of its own."""
    walk, network = (request.getfixturevalue(part) for part in (f"{name}_walk", name))
    truth = {"square": square_truth, "tiny": tiny_truth}[name](network)
    deltas = [v for s, v in truth.items() if s[0] == "δ"]
    products = {fixed(w * d, 3) for s, w in truth.items() if s[0] == "w" for d in deltas}
    carried = [step for step in walk.data if step.back and step.labels]
    assert len(carried) >= 4
    for step in carried:
        for arrow, (text, role) in step.labels.items():
            assert arrow == step.arrow
            assert (text in products, role) == (True, "error")
    for step in walk.data:
        if any(role == "gradient" for _, role in step.labels.values()):
            assert not step.back
            assert set(step.labels) == set(step.kept)
    assert LOOKS["back"] == ("error", "--")
    assert LOOKS["kept"] == ("gradient", "-")


def test_two_arrows_meet_at_each_state_but_the_last(tiny_walk, tiny):
    truth = tiny_truth(tiny)
    meetings = [step for step in tiny_walk.data if step.with_it]
    assert [step.arrow for step in meetings] == [("h_2", "h_3"), ("h_1", "h_2")]
    labels = {}
    for step in tiny_walk.data:
        labels |= step.labels
    for t in (1, 2, 3):
        down = truth["w_hy"] * truth[f"δ[y]_{t}"]
        assert labels[f"h_{t}", f"a_{t}"] == (fixed(down, 3), "error")
        share = truth[f"δ_{t}"] * truth[f"x_{t}"]
        assert labels[f"x_{t}", f"h_{t}"] == (fixed(share, 3), "gradient")
    for t, step in zip((2, 1), meetings, strict=True):
        along = truth["w_hh"] * truth[f"δ_{t + 1}"]
        assert step.with_it == ((f"h_{t}", f"a_{t}"),)
        assert step.labels == {step.arrow: (fixed(along, 3), "error")}


@pytest.mark.parametrize("walk", ["square_walk", "tiny_walk"])
def test_each_arrow_is_walked_forward_and_then_back(walk, request):
    steps = request.getfixturevalue(walk).data
    turn = next(n for n, step in enumerate(steps) if step.back)
    forward = [step.arrow for step in steps[1:turn]]
    back = [step.arrow for step in steps[turn:] if step.back]
    kept = {arrow for step in steps[turn:] for arrow in step.kept}
    assert len(set(forward)) == len(forward)
    # Nothing is carried on to an input, nor to h_0, which is given: no weight lies before them.
    ends = {arrow for arrow in forward if arrow[0][0] == "x"}
    assert ends <= kept
    assert set(forward) - set(back) - ends <= {("h_0", "h_1")}
    assert set(back) <= set(forward)
    assert len(set(back)) == len(back)


def test_the_arrows_of_an_lstm_are_all_walked_and_its_numbers_stand_beside_them(gated_walk, gated):
    truth, steps = gated_truth(gated), gated_walk.data
    turn = next(n for n, step in enumerate(steps) if step.back)
    forward = [pair for step in steps[1:turn] for pair in (step.arrow, *step.also)]
    back = [pair for step in steps[turn:] if step.back for pair in (step.arrow, *step.also)]
    # Of each step eight arrows into the four, three from them and one along into the memory, one
    # from the output gate and one from the memory into the state; and one to the answer.
    assert len(set(forward)) == len(forward) == 2 * 14 + 1
    assert len(set(back)) == len(back)
    # Nothing is carried on to what is given.
    given = {pair for pair in forward if pair[0][0] == "x" or pair[0] in {"h_0", "c_0"}}
    assert set(forward) - set(back) == given
    inside, beside = {}, {}
    for step in steps:
        inside |= step.values
        beside |= {symbol: text for symbol, text, _ in step.beside.values()}
    for symbol, text in inside.items():
        shown = symbol[0] == "x" or symbol in {"h_0", "c_0"}
        assert text == (number if shown else lambda v: fixed(v, 3))(truth[symbol])
    assert {s for s in truth if s[0] in "ifoghcx" and s[1] == "_"} <= set(inside)
    assert {"∂h_1", "∂h_2", "∂c_1", "∂c_2"} <= set(beside)
    for symbol, text in beside.items():
        assert text == (number(truth[symbol]) if symbol == "y" else fixed(truth[symbol], 3))


@pytest.mark.parametrize("walk", ["square_walk", "tiny_walk", "gated_walk"])
def test_a_frame_shows_and_says_what_its_step_is(walk, request):
    player = request.getfixturevalue(walk)
    assert len(player.frames) == len(player.data)
    inside, weight = {}, 0
    for frame, step in zip(player.frames, player.data, strict=True):
        inside |= step.values
        picture = ET.fromstring(frame.picture)
        texts = ["".join(node.itertext()) for node in picture.iter() if node.tag[-4:] == "text"]
        for shown in [*inside.values(), *(text for text, _ in step.labels.values())]:
            assert shown in texts
        for symbol, text, _ in step.beside.values():
            letter = symbol.lstrip("∂")[0]
            assert any(text in t for t in texts)
            assert any(letter in t for t in texts)
        plain, heading = titled(step.title, {})
        assert plain in frame.alt
        assert plain in frame.note
        assert "{" not in plain
        assert heading.count("<span") == step.title.count("{")
        for equation in step.equations:
            assert spoken(equation) in frame.alt
            last = equation.rsplit("= ", 1)[1]
            assert f"{last.replace('−', '-')}\\)</span></div>" in frame.equations
        ET.fromstring(frame.equations)
        weight += len(address(frame.picture)) + len(frame.alt) + len(frame.equations)
    assert weight < 16_000 * len(player.frames)


def test_a_number_is_written_with_five_decimals_or_as_it_was_given():
    written = [number(v) for v in (0.1988, -0.13297, 0.4, -0.0, 1, -0.5, 1e-9)]
    assert written == ["0.19880", "−0.13297", "0.4", "0", "1", "−0.5", "0.00000"]
    assert fixed(-0.0001, 3) == "0.000"


def test_the_notation_is_written_in_three_ways():
    assert mathtext("δ[y]_3") == "$δ^{y}_{3}$"
    assert mathtext("∂a[1]_2") == "$∂C/∂a^{(1)}_{2}$"
    assert spoken("∂w[1]_12 = δ[1]_1 · x_2 = −0.5") == (
        "∂C/∂w12 of layer 1 = δ1 of layer 1 times x2 = minus 0.5"
    )
    sides = tex("∂h_2 = (−0.5) · w_hh · h_1² < δ[y]_3", {"h": "hidden", "∂": "gradient"})
    assert sides == [
        r"\textcolor{#956400}{\frac{\partial C}{\partial h_{2}}}",
        r"= (-0.5) \cdot w_{hh} \cdot \textcolor{#9163ac}{h_{1}}^2 < \delta^{y}_{3}",
    ]
    text = page("h_2 < 1 = a", {})
    assert text == r'<span class="math">\(h_{2} &lt; 1\)</span> <span class="math">\(= a\)</span>'
    assert titled("the sum {z[1]_2}", {})[0] == "the sum z2 of layer 1"


def test_a_picture_keeps_its_parts_and_cuts_lines_off_at_the_axes():
    fig = Figure(figsize=(4, 3), layout="none")
    ax = fig.add_subplot()
    viz.canvas(ax, (-1, 4), (-1, 1))
    nodes = viz.node(ax, (0, 0), "$a_1$", "hidden"), viz.node(ax, (3, 0), "b<c", "output")
    viz.arrow(ax, *nodes, "0.5", style="--")
    picture = svg(fig)
    root = ET.fromstring(picture)
    tags = [node.tag.rpartition("}")[2] for node in root.iter()]
    assert tags.count("circle") == 2
    assert "stroke-dasharray" in picture
    assert {"a1", "b<c", "0.5"} <= {
        "".join(node.itertext()) for node in root.iter() if node.tag.endswith("text")
    }
    assert (root.get("width"), root.get("height")) == ("400", "300")
    assert '"' not in address(picture)
    assert "#" not in address(picture)
    fig = Figure(figsize=(4, 3))
    fig.add_subplot().plot([0, 1], [0, 9])
    fig.axes[0].set_ylim(0, 1)
    line = next(part for part in svg(fig).split("<path") if "#0a3a94" in part)
    assert "clip-path='url(#c0)'" in line


def test_the_norms_and_factors_by_scale_are_nnlibs():
    rng = np.random.default_rng(0)
    W, X = rng.normal(size=(3, 3)) / 2, rng.normal(size=(4, 9, 1))

    def deltas(scale):
        model = nnlib.RNN(1, 3, 1)
        model.W_hh = scale * W
        trace, Y = model.forward(X), model.predict(X)
        Y[:, -1] = 1.0
        return model.backward(trace, Y).deltas.hidden

    scales = [0.5, 1.0, 2.0]
    given = {"sigmoid": [deltas(scale) for scale in scales]}
    player = deltas_by_scale(scales, given, slopes={"sigmoid": 0.25}, start=1)
    for n, scale in enumerate(scales):
        size = np.sqrt((deltas(scale) ** 2).sum(axis=(1, 2)))
        np.testing.assert_allclose(player.data["norms"]["sigmoid"][n], size)
        ratio = (size[0] / size[-1]) ** (1 / 8)
        assert f"{ratio:.3f} with sigmoid" in player.frames[n].note
        assert ("falls" if ratio < 0.98 else "rises") in player.frames[n].alt
        ET.fromstring(player.frames[n].picture)
    assert player.still is player.frames[1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: forward_and_back(nnlib.MLP((2, 3, 2)), X2, Y2), "sizes"),
        (lambda: forward_and_back(nnlib.MLP((2, 2, 2), bias=False), X2, Y2), "biases"),
        (lambda: forward_and_back(nnlib.MLP((2, 2, 2), activation="tanh"), X2, Y2), "sigmoids"),
        (lambda: forward_and_back("network", X2, Y2), "MLP"),
        (lambda: through_time(nnlib.RNN(1, 2, 1), X3, Y3), "RNN\\(1, 1, 1\\)"),
        (lambda: through_time(nnlib.RNN(1, 1, 1, output="identity"), X3, Y3), "sigmoids"),
        (
            lambda: forward_and_back(nnlib.MLP((2, 2, 2)), X2, Y2, weights={"a": [1.0]}),
            r"weights must have shape \(12,\), as network.theta, got \(1,\) for 'a'",
        ),
        (lambda: through_time(nnlib.RNN(1, 1, 1), X3, Y3, others=[([1], [0])]), "others must"),
        (lambda: through_gates(nnlib.LSTM(1, 1, 1), X_GATED, 1.0), r"LSTM\(1, 1, 1\)"),
        (lambda: through_gates(nnlib.RNN(1, 1, 1), X_GATED, 1.0), r"LSTM\(1, 1, 1\)"),
        (
            lambda: through_gates(
                nnlib.LSTM(1, 1, 1, answers="last"), X_GATED, 1.0, others=[([1], 0)]
            ),
            "others must",
        ),
        (lambda: deltas_by_scale([1.0], {"a": [[1.0, 2.0]]}, slopes={}), "slopes"),
        (lambda: deltas_by_scale([1.0], {"a": [[1.0]]}, slopes={"a": 1}), "T of 2"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
