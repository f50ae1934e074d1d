"""What chapters/speed.ipynb shows: its code at random points, its claims against what was measured.

The claims are of shape (which bars are long, where a curve is flat), so they hold on any
machine that `make bench` has run on, or the text has to change with the results.
"""

import ast
import inspect
import json
import timeit
from collections import Counter
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

import nnlib.activations
from nnlib import MLP, numerical_gradient, train, viz

NOTEBOOK = Path(__file__).parents[1] / "chapters" / "speed.ipynb"
DEFINITIONS = ast.Import | ast.ImportFrom | ast.FunctionDef
CELLS = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
RESULTS = viz.measured()
STEP = {part["what"]: part["seconds"] for part in RESULTS["step"]}
ROWS = {(row["workload"], row["peer"], row["engine"]): row for row in RESULTS["rows"]}
CROSSING = {line["by"]: line for line in RESULTS["crossing"]}
GROWTH = {line["by"]: line for line in RESULTS["growth"]}


def times_as_fast(row):
    return row["ratio"] if row["ratio_of"] == "other/nnlib" else 1 / row["ratio"]


def as_fast(workload, peer, engine="arrays"):
    return times_as_fast(ROWS[workload, peer, engine])


def the_cell(name):
    (found,) = (c for c in CELLS if c["id"] == name)
    return found


def printed(cell):
    """Return what a cell prints, tables included."""
    return "".join(
        "".join(output.get("text") or output.get("data", {}).get("text/plain", ""))
        for output in the_cell(cell)["outputs"]
    )


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


class Counted(np.ndarray):
    """An array that counts what NumPy is asked to do with it."""

    made: ClassVar = Counter()

    def __array_ufunc__(self, ufunc, method, *inputs, out=(), **options):
        Counted.made[ufunc.__name__] += 1
        plain = [np.asarray(x) if isinstance(x, Counted) else x for x in inputs]
        if out:
            options["out"] = tuple(np.asarray(o) for o in out)
        answer = np.asarray(getattr(ufunc, method)(*plain, **options))
        return out[0] if out else answer.view(Counted)

    def __array_function__(self, function, types, arguments, options):
        Counted.made[function.__name__] += 1
        plain = [np.asarray(x) if isinstance(x, Counted) else x for x in arguments]
        return function(*plain, **options)

    def __setitem__(self, key, value):
        Counted.made["copy"] += 1
        np.asarray(self)[key] = np.asarray(value)

    def dot(self, other, out=None):
        Counted.made["dot"] += 1
        plain = None if out is None else np.asarray(out)
        return np.asarray(self).dot(np.asarray(other), out=plain).view(Counted)


def test_the_calls_of_a_step_are_counted_right(chapter, data):
    X, Y, rng = data
    start = rng.normal(size=13)
    arrays = np.vstack([np.ones(7), X.T]), Y.T.copy(), np.empty(13), np.ones((4, 7))
    x, y, grad, below = (array.view(Counted) for array in arrays)
    theta = start.copy().view(Counted)
    Counted.made.clear()
    loss = chapter["loss_and_grad"](theta, x, y, grad, below)
    theta -= 0.3 * grad
    counted = Counted.made.copy()
    assert f"a step has {counted.total()} calls" in printed("speed-empty")
    assert (counted["exp"], counted["dot"], counted["vdot"], counted["copy"]) == (2, 5, 1, 1)

    plain = chapter["descend"](start, arrays[0], arrays[1], 0.3, 1)
    assert loss == pytest.approx(plain[0], rel=1e-14)
    np.testing.assert_allclose(theta, start, rtol=1e-13)


def test_numbers_shown_multiply_to_the_number_shown():
    first, second = printed("speed-empty").splitlines()
    each, calls = float(first.split()[-2]), int(second.split()[3])
    assert float(second.partition("at least ")[2].split()[0]) == pytest.approx(calls * each)


def test_time_costs_in_proportion():
    assert GROWTH["T"]["slope"] == pytest.approx(1, abs=0.1)
    slopes = {line["by"]: line["slope"] for line in RESULTS["memory"]}
    assert slopes.pop("K") < 1.1  # groups of networks share their buffers
    assert all(slope == pytest.approx(1, abs=0.1) for slope in slopes.values())


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
    assert written_out < whole
    assert 0 < written_out - STEP["the same into prepared arrays"] < whole - written_out


def test_networks_beside_each_other_cost_a_hundredth():
    line = GROWTH["K"]
    each = np.array(line["seconds"]) / line["x"]
    assert each[-2] < each[0] / 100


def test_loops_win_where_calls_are_many_and_not_where_numbers_are():
    assert as_fast("or", "arrays", "loops") > 10
    assert 1 / 2 < as_fast("or", "c", "loops") < 2
    assert as_fast("digits", "arrays", "loops") < 1


def test_the_lines_cross_below_a_hundred_units():
    for by, line in CROSSING.items():
        if by.startswith("mlp"):
            assert 20 < line["crossing"] < 60  # "thirty to fifty", says nnlib/loops/__init__.py
        else:
            assert (line["crossing"] or 128) > 60  # "about 75 … up to 128, where it ended"
        assert all(ratio > 1 for x, ratio in zip(line["x"], line["ratio"], strict=True) if x < 20)
    drawn = CROSSING["mlp, 32"]
    assert drawn["ratio"][0] > 10
    assert max(drawn["ratio"][drawn["x"].index(128) :]) < 1


def test_what_the_loops_docstring_says_was_measured():
    measured = {name: as_fast(name, "arrays", "loops") for name in ("or", "circle", "small")}
    assert measured["or"] > 40
    assert 15 < measured["circle"] < 30
    assert 1.7 < measured["small"] < 2
    assert 2 < 1 / as_fast("digits", "arrays", "loops") < 2.5
    assert 60 < CROSSING["rnn"]["crossing"] < 90
    assert CROSSING["lstm"]["crossing"] is None


def test_the_formulas_unit_by_unit_are_those_of_the_arrays_and_slow_in_python(chapter, data):
    X, Y, rng = data
    x, y, theta = np.vstack([np.ones(7), X.T]), Y.T, rng.normal(size=13)
    grads, below = np.empty((2, 13)), np.ones((4, 7))
    by_unit, by_arrays = chapter["by_unit"], chapter["loss_and_grad"]
    loss = by_arrays(theta, x, y, grads[0], below)
    assert by_unit(theta, x, y, grads[1]) == pytest.approx(loss, rel=1e-13)
    np.testing.assert_allclose(grads[1], grads[0], rtol=0, atol=1e-15)
    slow, fast = (
        min(timeit.repeat(work, number=20, repeat=5))
        for work in (
            lambda: by_unit(theta, x, y, grads[1]),
            lambda: by_arrays(theta, x, y, grads[0], below),
        )
    )
    assert slow > 3 * fast


def test_pytorch_loses_the_race_of_thirteen_parameters_and_little_on_the_digits():
    assert as_fast("or", "torch") > 5
    assert 0.5 < as_fast("digits", "torch") < 2


def in_words(times):
    if times >= 1:
        return f"{times:,.1f} times as fast"
    return f"takes {1 / times:.1f} times as long"


def test_the_tables_are_those_of_the_store():
    by_engine = {
        "speed-table": [row for row in RESULTS["rows"] if row["engine"] == "arrays"],
        "speed-floor": [ROWS[key] for key in ROWS if key[1:] == ("c", "loops")],
    }
    for cell, wanted in by_engine.items():
        shown = [
            line
            for line in printed(cell).splitlines()
            if " times as " in line or line.rstrip().endswith("as long")
        ]
        assert len(shown) == len(wanted) > 0
        for row, line in zip(wanted, shown, strict=True):
            assert line.rstrip().endswith(in_words(times_as_fast(row)))
            assert not {"xor-each", "xor-epoch", "rnn2", "rnn50", "or", "lstm50"} & set(
                line.split()
            )
            assert "goal" not in line
            if cell == "speed-floor":
                assert f"{row['nnlib']['median'] * 1e6:,.2f}" in line
                beside = as_fast(row["workload"], "arrays", "loops")
                assert in_words(beside) in line


def test_the_crossings_and_the_first_call_are_those_of_the_store():
    *lines, first = printed("speed-crossings").splitlines()
    assert [line.split(maxsplit=1) for line in lines] == [
        [str(line["crossing"] or f">{line['x'][-1]}"), line["title"]] for line in CROSSING.values()
    ]
    for part in RESULTS["first_call"]:
        assert f"{part['seconds']:.1f} s" in first


def test_nnlib_makes_its_product_and_loss_as_told_and_writes_the_slope_like_its_formula():
    assert "np.subtract(1.0, a, out)" in inspect.getsource(nnlib.activations.sigmoid_slope)
    assert "np.exp(np.negative(z, out), out)" in inspect.getsource(nnlib.activations.sigmoid)
    step = inspect.getsource(MLP._forward) + inspect.getsource(MLP._backward)
    assert ".dot(" in step
    assert " @ " not in step


def test_fewer_steps_beat_faster_steps():
    plain, momentum, long_steps = (
        int(line.split()[-7]) for line in printed("speed-fewer").splitlines()
    )
    assert plain > 5 * momentum > 5 * long_steps
    first, *_ = (float(line.split()[-4]) for line in printed("speed-race-here").splitlines())
    fastest = STEP["the same into prepared arrays"] * 1e6
    assert plain / long_steps > 2 * first / fastest  # "no trick with arrays"
