"""What chapters/speed.ipynb shows: its code at random points, its claims against what was measured.

The claims are of shape (which bars are long, where a curve is flat), so they hold on any
machine that `make bench` has run on, or the text has to change with the results.
"""

import ast
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from nnlib import MLP, numerical_gradient, train, viz

sys.path.append(str(Path(__file__).parent / "nnlib"))
from test_cost import TWO_LAYERS

NOTEBOOK = Path(__file__).parents[1] / "chapters" / "speed.ipynb"
DEFINITIONS = ast.Import | ast.ImportFrom | ast.FunctionDef
CELLS = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
RESULTS = viz.measured()
STEP = {part["what"]: part["seconds"] for part in RESULTS["step"]}
ROWS = {(row["workload"], row["peer"]): row for row in RESULTS["rows"]}
GROWTH = {line["by"]: line for line in RESULTS["growth"]}


def as_fast(workload, peer):
    row = ROWS[workload, peer]
    return row["ratio"] if row["ratio_of"] == "other/nnlib" else 1 / row["ratio"]


def printed(cell):
    (stored,) = (c for c in CELLS if c["id"] == cell)
    return "".join("".join(output.get("text", "")) for output in stored["outputs"])


@pytest.fixture(scope="module")
def chapter():
    """Names that the chapter imports and defines."""
    names = {"ONE": np.array(1.0)}
    for cell in CELLS:
        if cell["cell_type"] == "code":
            kept = [
                n for n in ast.parse("".join(cell["source"])).body if isinstance(n, DEFINITIONS)
            ]
            exec(compile(ast.Module(kept, []), NOTEBOOK.name, "exec"), names)
    return names


@pytest.fixture
def data():
    rng = np.random.default_rng(3)
    return rng.normal(size=(7, 2)), rng.random((7, 1)), rng


def test_the_step_by_hand_has_the_gradient_of_its_loss(chapter, data):
    X, Y, rng = data
    x, y, theta = np.vstack([np.ones(7), X.T]), Y.T, rng.normal(size=13)

    def loss(t, grad=None):
        grad = np.empty(13) if grad is None else grad
        return chapter["loss_and_grad"](t, x, y, grad, np.ones((4, 7)))

    grad = np.empty(13)
    loss(theta, grad)
    np.testing.assert_allclose(grad, numerical_gradient(loss, theta), atol=1e-8)


def test_all_three_descents_are_the_same(chapter, data):
    X, Y, rng = data
    model = MLP((2, 3, 1), rng=rng)
    start, slow = model.theta.copy(), chapter["parameters"](model)
    by_hand = chapter["descend"](start, np.vstack([np.ones(7), X.T]), Y.T, 0.7, 20)
    first_try = chapter["first_try"](*slow, X, Y, 0.7, 20)
    history = train(model, X, Y, eta=0.7, epochs=20)
    np.testing.assert_allclose(by_hand, history.loss, rtol=1e-12)
    np.testing.assert_allclose(first_try, history.loss, rtol=1e-12)
    np.testing.assert_allclose(start, model.theta, rtol=1e-10)
    np.testing.assert_allclose(slow[2], model.W[1], rtol=1e-10)


def test_the_multiplications_are_counted_right(chapter):
    made = []

    class Counting(np.ndarray):
        def dot(self, other, out=None):
            made.append(self.shape[0] * self.shape[1] * other.shape[1])
            return super().dot(other) if out is None else super().dot(other, out=out)

    arrays = np.zeros(13), np.ones((3, 4)), np.ones((1, 4)), np.zeros(13), np.ones((4, 4))
    chapter["loss_and_grad"](*(array.view(Counting) for array in arrays))
    assert made == [36, 16, 12, 36, 16]
    assert f"{sum(made)} multiplications" in printed("speed-count")


def test_a_step_takes_about_a_hundred_times_its_multiplications():
    assert 60 < STEP["a step of nnlib.train"] / 116e-9 < 160


def test_the_calls_are_those_that_are_counted_elsewhere():
    assert f"a step has {sum(TWO_LAYERS.values())} calls" in printed("speed-empty")


def test_time_costs_in_proportion():
    assert GROWTH["T"]["slope"] == pytest.approx(1, abs=0.1)
    assert all(line["slope"] == pytest.approx(1, abs=0.1) for line in RESULTS["memory"])


def test_the_longest_bars_are_sigmoids_and_deltas_and_products_are_short():
    lines = {p["what"]: (p["seconds"], p["code"]) for p in RESULTS["step"] if p["code"]}
    four = sorted(lines, key=lambda what: -lines[what][0])[:4]
    assert {what.partition(" ")[0] for what in four} == {"a⁽¹⁾", "a⁽²⁾", "δ⁽²⁾", "δ⁽¹⁾"}
    products = [
        s
        for w, (s, code) in lines.items()
        if code.startswith(("z", "delta", "B")) and w not in four
    ]
    assert len(products) == 4
    assert max(products) < 0.6 * min(lines[what][0] for what in four)


def test_examples_are_free_up_to_some_hundred_and_then_cost_in_proportion():
    line = GROWTH["N"]
    assert line["x"][3] == 256
    assert line["seconds"][3] < 2 * line["seconds"][0]
    assert line["slope"] == pytest.approx(1, abs=0.15)


def test_each_way_of_asking_more_cheaply_was_cheaper():
    lines = [line.split() for line in printed("speed-forms").splitlines()]
    dear, cheap = ([float(line[-2]) for line in lines[k::2]] for k in (0, 1))
    assert len(dear) == 3
    assert all(a > b for a, b in zip(dear, cheap, strict=True))
    in_columns, in_rows = (
        float(part.split()[-2]) for part in printed("speed-columns").split("1000 x 3:")
    )
    assert in_columns < in_rows


def test_both_fast_steps_beat_the_first_try():
    first, library, by_hand = (
        float(line.split()[-4]) for line in printed("speed-race-here").splitlines()
    )
    assert max(library, by_hand) < 0.7 * first


def test_the_library_pays_for_being_general_and_prepared_arrays_save_little_more():
    whole, written_out = STEP["a step of nnlib.train"], STEP["all of them in a row"]
    assert 0.7 < written_out / whole < 0.9  # "cheaper by a fifth or so"
    assert 0.8 < STEP["the same into prepared arrays"] / written_out < 1


def test_networks_beside_each_other_cost_a_hundredth():
    line = GROWTH["K"]
    each = np.array(line["seconds"]) / line["x"]
    assert each[-2] < each[0] / 100


def test_a_compiler_wins_where_calls_are_many_and_not_where_numbers_are():
    assert as_fast("or", "c") < 1 / 10
    assert as_fast("or", "jax") < 1 / 10
    for peer in (("ensemble", "jax"), ("rnn50", "jax"), ("digits", "products")):
        assert 1 / 1.5 < as_fast(*peer) < 1.5


def test_pytorch_loses_the_race_of_thirteen_parameters_and_little_on_the_digits():
    assert as_fast("or", "torch") > 5
    assert 0.5 < as_fast("digits", "torch") < 2


def test_the_table_and_the_goals_are_those_of_the_store():
    *lines, count = printed("speed-table").splitlines()[1:]
    assert len(lines) == len(RESULTS["rows"])
    met = [row["met"] for row in RESULTS["rows"] if row["goal"]]
    assert count == f"{sum(met)} of {len(met)} goals were met"
    assert sum(met) < len(met) / 2  # "most of them were missed"
    for row, line in zip(RESULTS["rows"], lines, strict=True):
        assert f" {row['workload']}: " in line
        assert (" met " in line) is (row["met"] is True)
        assert (" missed " in line) is (row["met"] is False)
    assert {row["met"] for row in RESULTS["rows"]} == {True, False, None}  # "which are missed"


def test_fewer_steps_beat_faster_steps():
    plain, momentum, long_steps = (
        int(line.split()[-7]) for line in printed("speed-fewer").splitlines()
    )
    assert plain > 5 * momentum > 5 * long_steps
