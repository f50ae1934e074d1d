"""The code of chapters/gates.ipynb, and what the page says of its measurements."""

import ast
import json
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from recurrent import code_cells, defined

import nnlib

RESULTS = json.loads((Path(__file__).parents[1] / "benchmarks" / "memory.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def chapter():
    return defined("gates")


def source(word):
    """Return the cell of the chapter that has a word in its first line."""
    return next(cell for cell in code_cells("gates") if word in cell.partition("\n")[0])


def memory_alone(T, H, N, rng, weights=True):
    """Return an LSTM and data; without weights from h nothing but the memory joins the steps."""
    model = nnlib.LSTM(2, H, 1, output="identity", answers="last")
    model.theta = rng.uniform(-1.0, 1.0, model.theta.shape)
    if not weights:
        model.W_hi = model.W_hf = model.W_ho = model.W_hg = 0.0
    return model, rng.normal(size=(N, T, 2)), rng.normal(size=(N, 1))


def test_the_memory_alone_passes_an_error_through_the_forget_gate_and_nothing_else():
    model, X, Y = memory_alone(6, 3, 4, np.random.default_rng(0), weights=False)
    trace = model.forward(X)
    cell = model.backward(trace, Y).deltas.cell
    for t in range(5):
        np.testing.assert_allclose(cell[t], cell[t + 1] * trace.f[t + 1], rtol=1e-12)
    model, X, Y = memory_alone(6, 3, 4, np.random.default_rng(0))
    trace = model.forward(X)
    cell = model.backward(trace, Y).deltas.cell
    assert np.abs(cell[0] / (cell[1] * trace.f[1]) - 1).max() > 0.01  # with them there is more


@pytest.mark.equation("eq-gates-decay")
def test_the_memory_alone_decays_as_the_forget_gate_to_the_number_of_steps():
    for bias in (0.0, 1.0, 3.0):
        model = nnlib.LSTM(1, 1, 1, output="identity", answers="last", forget_bias=bias)
        model.W_xf = model.W_hi = model.W_hf = model.W_ho = model.W_hg = 0.0
        cell = model.backward(model.forward(np.ones((1, 21, 1))), [[9.0]]).deltas.cell[:, 0, 0]
        f = 1 / (1 + np.exp(-bias))
        assert cell[0] / cell[20] == pytest.approx(f**20, rel=1e-9)


@pytest.mark.equation("eq-gates-forward", "eq-gates-cell", "eq-gates-state")
@pytest.mark.equation("eq-gates-delta-state", "eq-gates-delta-cell", "eq-gates-delta")
@pytest.mark.equation("eq-gates-gradient")
def test_the_functions_of_the_page_are_the_librarys(chapter):
    """On other sizes than the page's, so nothing fits by chance."""
    D, H, C, T, N = 3, 2, 1, 4, 5
    rng = np.random.default_rng(1)
    model = nnlib.LSTM(D, H, C)
    model.theta = rng.uniform(-1.0, 1.0, model.theta.shape)
    X, Y = rng.normal(size=(N, T, D)), rng.uniform(size=(N, T, C))
    parts = [[getattr(model, f"{kind}{k}") for k in "ifog"] for kind in ("W_x", "W_h", "b_")]
    W_x, W_h, b = (np.concatenate(rows) for rows in parts)
    weights = [W_x, W_h, b[:, None], model.W_hy, model.b_y[:, None]]
    chapter["sigmoid"] = nnlib.activations.sigmoid
    h, c, gates, a = chapter["forward"](weights, X.transpose(1, 2, 0))
    loss, delta_y = chapter["mse"](a, Y.transpose(1, 2, 0))
    delta = chapter["deltas"](weights, c, gates, delta_y)
    trace = model.forward(X)
    result = model.backward(trace, Y)
    assert loss == pytest.approx(result.loss, rel=1e-13)
    np.testing.assert_allclose(h, trace.H, rtol=1e-12)
    np.testing.assert_allclose(delta.reshape(T, 4, H, N), result.deltas.gates, rtol=1e-10)
    grads = chapter["gradients"](X.transpose(1, 2, 0), h, delta, delta_y)
    by_name = model.unpack(result.grad)
    for grad, kind in zip(grads, ("W_x", "W_h", "b_"), strict=False):
        expected = np.concatenate([by_name[f"{kind}{k}"] for k in "ifog"])
        np.testing.assert_allclose(grad.reshape(expected.shape), expected, rtol=1e-9)


@pytest.mark.equation("eq-gates-floor")
@pytest.mark.parametrize("m", [1, 3])
def test_the_floor_is_what_the_coins_of_the_strings_cost(chapter, m):
    """Counted in strings, coin by coin; one more for whoever forgot the second symbol."""
    chapter["Fraction"] = Fraction
    low, high = (float(bits) for bits in chapter["floors"](m))
    X, Y, weights = nnlib.datasets.reber(4_000, rng=np.random.default_rng(5), inner=m)
    symbols = np.array(list("BTSXPVE"))
    coins, predictions = 0, weights.sum()
    for x, there in zip(X, weights, strict=True):
        string = "".join(symbols[x[there > 0].argmax(axis=1)])
        for inner in string[2:-1].split("E")[:-1]:  # each symbol but B and E is a coin
            coins += len(inner) - 1
        coins += 1
    assert coins / predictions == pytest.approx(low, rel=0.01)
    assert (coins + len(X)) / predictions == pytest.approx(high, rel=0.01)
    assert Y.shape == X.shape


@pytest.fixture(scope="module")
def middle():
    """The medians of the cell that measures the errors, run once more."""
    names = {"np": np, "nnlib": nnlib, "viz": nnlib}
    tree = ast.parse(source("Measure the error over forty"))
    exec(compile(ast.Module(tree.body[:-2], []), "gates", "exec"), names)
    return names


def test_the_errors_over_forty_steps_are_as_the_text_says(middle):
    found = middle["middle"]
    first = {key: sizes[0] for key, sizes in found.items()}
    assert first["silence", "sigmoid"] < first["silence", "tanh, halved"] < 1e-9
    assert first["silence", "tanh"] > 10 * first["silence", "LSTM, 1"]
    assert first["silence", "LSTM, 3"] > 10
    assert first["silence", "LSTM, 1"] > 1e3 * first["silence", "LSTM, 0"]
    assert first["noise", "LSTM, 3"] > 100 * first["noise", "tanh"]
    assert first["noise", "tanh"] < 0.01 * first["silence", "tanh"]


def test_the_way_through_the_gates_is_what_makes_the_error_grow(middle):
    silence = np.zeros((2, 40, 1))
    silence[1, 0] = 1.0
    for seed in range(5):
        model = middle["kinds"](1, seed)["LSTM, 3"]
        whole = middle["error_sizes"](model, silence, [[0], [1]])
        model.W_hi = model.W_hf = model.W_ho = model.W_hg = 0.0
        alone = middle["error_sizes"](model, silence, [[0], [1]])
        assert alone[0] < alone[-1] < whole[0]


def test_tanh_starts_with_a_radius_of_about_one_and_stays_straight_in_silence(middle):
    radii, slopes = [], []
    for seed in range(20):
        model = middle["kinds"](1, seed)["tanh"]
        radii.append(np.abs(np.linalg.eigvals(model.W_hh)).max())
        H = model.forward(middle["silence"]).H[1:]
        slopes.append(np.mean(1 - H**2))
    assert 0.9 < np.median(radii) < 1.2
    assert np.median(slopes) > 0.9


def solved(task, net):
    return max(RESULTS["tasks"][task]["nets"][net]["solved"])


def test_the_shares_are_as_the_text_says():
    text = " ".join(
        "".join(c["source"])
        for c in json.loads(
            (Path(__file__).parents[1] / "chapters" / "gates.ipynb").read_text("utf-8")
        )["cells"]
        if c["cell_type"] == "markdown"
    )
    lstm, others = ("LSTM, 0", "LSTM, 1", "LSTM, 3"), ("tanh", "tanh, halved")
    for task in ("reber 1", "reber 3"):
        assert solved(task, "sigmoid") == 0
    assert solved("silence 64", "tanh") == solved("silence 64", "LSTM, 1") == 20
    assert solved("silence 64", "LSTM, 0") == 1
    assert (solved("noise 40", "LSTM, 3"), solved("noise 40", "LSTM, 0")) == (20, 1)
    numbers = re.search(
        r"(\d+) starts with bias 3, (\d+) with 1, (\d+) with 0, against (\d+) and (\d+)", text
    )
    said = [int(n) for n in numbers.groups()]
    assert said == [solved("reber 3", n) for n in (*lstm[::-1], *others)]
    numbers = re.search(r"at 80 it is (\d+) of 20 against (\d+) with bias 1", text)
    assert [int(n) for n in numbers.groups()] == [solved("noise 80", n) for n in lstm[:0:-1]]
    assert "falls behind at 40, where 9 of its starts learn it and all of $\\tanh$" in text
    assert (solved("noise 20", "LSTM, 1"), solved("noise 40", "LSTM, 1")) == (20, 9)
    assert solved("noise 20", "tanh") == solved("noise 40", "tanh") == 20
    numbers = re.search(r"learns it from all (\d+) starts, the LSTMs from (\d+) or (\d+)", text)
    said = [int(n) for n in numbers.groups()]
    assert said[0] == solved("reber 1", "tanh")
    assert set(said[1:]) == {solved("reber 1", n) for n in lstm}
    numbers = re.search(
        r"noise from (\d+) of 20 starts, where the two \$\\tanh\$ networks managed (\d+) and (\d+)",
        text,
    )
    said = [int(n) for n in numbers.groups()]
    assert said == [solved("noise 80", n) for n in ("LSTM, 3", *others)]


def test_the_best_rate_lies_inside_the_list_but_for_the_two_cells_that_are_named():
    """Where some starts learn and others do not; where all do, no rate could be better."""
    rates, at_an_end = RESULTS["rates"], set()
    for task, found in RESULTS["tasks"].items():
        for name, net in found["nets"].items():
            best = max(net["solved"])
            n = net["solved"].index(best)
            if 0 < best < RESULTS["starts"] and n in {0, len(rates) - 1}:
                at_an_end.add((task, name, rates[n]))
    assert at_an_end == {("silence 16", "sigmoid", 0.3), ("noise 40", "LSTM, 0", 0.3)}


def test_adam_learns_from_a_faint_error_where_plain_descent_does_not(monkeypatch):
    """The halved network over 32 silent steps, ten starts, each way at its own best rate."""
    from benchmarks.memory import __main__ as memory  # noqa: PLC0415
    from benchmarks.memory.tasks import Recall  # noqa: PLC0415

    class Plain(memory.Adam):
        def update(self, grad, share):
            length = np.sqrt((grad * grad).sum(axis=1, keepdims=True))
            self.theta -= share * self.eta * grad * np.minimum(1.0, 1.0 / np.maximum(length, 1e-30))

    halved = [memory.NETS[2]]
    adam = memory.train(Recall(32, False), 8, halved, rates=(0.01,), n=10)
    monkeypatch.setattr(memory, "Adam", Plain)
    plain = memory.train(Recall(32, False), 8, halved, rates=(0.1, 0.3, 1.0), n=10)
    assert adam["tanh, halved"]["solved"] == [10]
    assert max(plain["tanh, halved"]["solved"]) == 0


def test_most_of_what_comes_back_comes_along_the_memory():
    """In the network of the check: what reaches c_t from step t + 1, by each of the two ways."""
    rng = np.random.default_rng(0)
    model = nnlib.LSTM(2, 3, 4)
    X = rng.normal(size=(5, 2, 6)).transpose(2, 0, 1)
    Y = rng.integers(0, 2, (5, 4, 6)).transpose(2, 0, 1).astype(float)
    W_x, W_h, b, model.W_hy, b_y = (
        rng.normal(size=shape) for shape in ((12, 2), (12, 3), (12, 1), (4, 3), (4, 1))
    )
    model.b_y = b_y[:, 0]
    for k, gate in enumerate("ifog"):
        rows = slice(3 * k, 3 * k + 3)
        setattr(model, f"W_x{gate}", W_x[rows])
        setattr(model, f"W_h{gate}", W_h[rows])
        setattr(model, f"b_{gate}", b[rows, 0])
    trace = model.forward(X)
    deltas = model.backward(trace, Y).deltas
    for t in range(4):  # slot t is step t + 1
        along = deltas.cell[t + 1] * trace.f[t + 1]
        back = W_h.T @ deltas.gates[t + 1].reshape(12, 6)
        through = back * trace.o[t] * (1 - np.tanh(trace.C[t + 1]) ** 2)
        own = (model.W_hy.T @ deltas.output[t]) * trace.o[t] * (1 - np.tanh(trace.C[t + 1]) ** 2)
        np.testing.assert_allclose(own + through + along, deltas.cell[t], rtol=1e-10)
        assert np.linalg.norm(along) > np.linalg.norm(through)


def test_on_three_inner_strings_one_rate_serves_tanh_and_four_the_lstm():
    solved = {name: net["solved"] for name, net in RESULTS["tasks"]["reber 3"]["nets"].items()}
    assert np.count_nonzero(solved["tanh"]) == 1
    assert np.count_nonzero(solved["LSTM, 3"]) == 4


def test_the_losses_say_how_far_each_is_from_having_forgotten(chapter):
    tasks = RESULTS["tasks"]
    above = {
        (task, name): min(np.median(net["loss"], axis=1)) - tasks[task]["floor"]
        for task in ("reber 1", "reber 3")
        for name, net in tasks[task]["nets"].items()
    }
    apart = {}
    for m in (1, 3):
        low, high = chapter["floors"](m)
        apart[m] = float(high - low) * np.log(2)
    assert round(apart[1], 3) == 0.063
    assert round(apart[3], 3) == 0.026
    assert above["reber 1", "sigmoid"] == pytest.approx(apart[1], rel=0.05)
    assert round(above["reber 3", "tanh"], 3) == 0.011
    assert max(above["reber 3", "LSTM, 1"], above["reber 3", "LSTM, 3"]) < 0.002
