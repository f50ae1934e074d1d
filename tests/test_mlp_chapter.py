"""The code that chapters/mlp.ipynb shows, taken from the notebook and checked at random points.

The library's formulas are checked in tests/nnlib; these are the lines that the reader copies.
"""

import ast
import contextlib
import io
import json
import math
from pathlib import Path

import numpy as np
import pytest

import nnlib

NOTEBOOK = Path(__file__).parents[1] / "chapters" / "mlp.ipynb"


@pytest.fixture(scope="module")
def cells():
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]


@pytest.fixture(scope="module")
def chapter(cells):
    """The functions that the chapter defines."""
    names = {"np": np, "nnlib": nnlib}
    for code in cells:
        functions = [n for n in ast.parse(code).body if isinstance(n, ast.FunctionDef)]
        exec(compile(ast.Module(functions, []), str(NOTEBOOK), "exec"), names)
    return names


@pytest.fixture
def run(cells, chapter):
    """Return a function that runs the cell with a label, on numbers of the test's own."""

    def run(label, **numbers):
        (code,) = [code for code in cells if f"# {label}\n" in f"{code}\n" and "def " not in code]
        names = {**chapter, **numbers}
        with contextlib.redirect_stdout(io.StringIO()):
            exec(code, names)
        return names

    return run


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


def plain_layer(W, b, a):
    """z and a of a layer for one example, in plain Python."""
    z = [sum(w * v for w, v in zip(row, a, strict=True)) + c for row, c in zip(W, b, strict=True)]
    return z, [sigmoid(v) for v in z]


def slopes(f, at, eps=1e-6):
    """Central differences of f at each entry of `at`."""
    at = np.array(at, dtype=float)
    found = np.empty_like(at)
    for i in np.ndindex(at.shape):
        up, down = at.copy(), at.copy()
        up[i] += eps
        down[i] -= eps
        found[i] = (f(up) - f(down)) / (2 * eps)
    return found


# --- 2-3-1 without biases ----------------------------------------------------------------------


@pytest.fixture
def network_231(run, rng):
    """The chapter's two cells, forward and back, on random weights and inputs."""
    numbers = {"W1": rng.normal(size=(3, 2)), "W2": rng.normal(size=(1, 3)), "y": 0.3}
    names = run("eq-mlp-hidden-unit", x=rng.normal(size=2), **numbers)
    return run("eq-mlp-hidden-weight", **names)


def cost_231(W1, W2, x, y):
    a1 = plain_layer(W1, [0, 0, 0], x)[1]
    return (plain_layer(W2, [0], a1)[1][0] - y) ** 2


@pytest.mark.equation("eq-mlp-hidden-unit")
@pytest.mark.equation("eq-mlp-output-unit")
def test_units_of_the_231_network(network_231):
    n = network_231
    z1, a1 = plain_layer(n["W1"], [0, 0, 0], n["x"])
    [z2], [a2] = plain_layer(n["W2"], [0], a1)
    np.testing.assert_allclose(n["z1"], z1, rtol=1e-13)
    np.testing.assert_allclose(n["a1"], a1, rtol=1e-13)
    assert (n["z2"], n["a2"]) == (pytest.approx(z2, rel=1e-13), pytest.approx(a2, rel=1e-13))


@pytest.mark.equation("eq-mlp-output-weight")
def test_three_factors_of_an_output_weight(network_231):
    n = network_231
    nudged = slopes(lambda W2: cost_231(n["W1"], W2, n["x"], n["y"]), n["W2"])
    np.testing.assert_allclose([n["dC_dW2"]], nudged, rtol=1e-6, atol=1e-10)


@pytest.mark.equation("eq-mlp-hidden-weight")
def test_five_factors_of_a_hidden_weight(network_231):
    n = network_231
    nudged = slopes(lambda W1: cost_231(W1, n["W2"], n["x"], n["y"]), n["W1"])
    np.testing.assert_allclose(n["dC_dW1"], nudged, rtol=1e-6, atol=1e-10)


def test_matrix_code_is_the_mean_over_examples(chapter, rng):
    W1, W2 = rng.normal(size=(3, 2)), rng.normal(size=(1, 3))
    x, y = rng.normal(size=(2, 5)), rng.uniform(size=(1, 5))

    def cost(W1, W2):
        return np.mean([cost_231(W1, W2, *example) for example in zip(x.T, y[0], strict=True)])

    loss, dW1, dW2 = chapter["loss_and_gradients"](W1, W2, x, y)
    assert loss == pytest.approx(cost(W1, W2), rel=1e-13)
    np.testing.assert_allclose(dW1, slopes(lambda W: cost(W, W2), W1), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(dW2, slopes(lambda W: cost(W1, W), W2), rtol=1e-6, atol=1e-9)


# --- 2-2-2, a node for each operation ----------------------------------------------------------


@pytest.fixture
def network_222(run, rng):
    weights = {name: rng.normal(size=(2, 2)) for name in ("W1", "W2")}
    vectors = {name: rng.normal(size=2) for name in ("x", "y", "b1", "b2")}
    return run("eq-mlp-cost", **weights, **vectors)


def cost_222(n, a2):
    return sum((a - y) ** 2 for a, y in zip(a2, n["y"], strict=True)) / 2


def cost_from_a1(n, a1):
    return cost_222(n, plain_layer(n["W2"], n["b2"], a1)[1])


@pytest.mark.equation("eq-mlp-cost")
def test_cost_is_the_mean_of_two_squares_in_two_parts(network_222):
    n = network_222
    a2 = plain_layer(n["W2"], n["b2"], plain_layer(n["W1"], n["b1"], n["x"])[1])[1]
    assert sum(n["C"]) == pytest.approx(np.mean((np.array(a2) - n["y"]) ** 2), rel=1e-13)
    for part, a, y in zip(n["C"], a2, n["y"], strict=True):
        assert part == pytest.approx((a - y) ** 2 / 2, rel=1e-13)


@pytest.mark.equation("eq-mlp-delta-output-unit")
def test_delta_of_an_output_unit(network_222):
    n = network_222
    nudged = slopes(lambda z2: cost_222(n, [sigmoid(z) for z in z2]), n["z2"])
    np.testing.assert_allclose(n["delta2"], nudged, rtol=1e-6)


@pytest.mark.equation("eq-mlp-branches")
def test_two_branches_add_up(network_222):
    n = network_222
    np.testing.assert_allclose(
        n["dC_da1"], slopes(lambda a1: cost_from_a1(n, a1), n["a1"]), rtol=1e-6
    )


@pytest.mark.equation("eq-mlp-delta-hidden-unit")
def test_delta_of_a_hidden_unit_and_all_twelve_derivatives(network_222):
    n = network_222
    nudged = slopes(lambda z1: cost_from_a1(n, [sigmoid(z) for z in z1]), n["z1"])
    np.testing.assert_allclose(n["delta1"], nudged, rtol=1e-6)

    def cost(**changed):
        m = {**n, **changed}
        return cost_from_a1(m, plain_layer(m["W1"], m["b1"], m["x"])[1])

    written = {
        "W1": np.outer(n["delta1"], n["x"]),
        "b1": n["delta1"],
        "W2": np.outer(n["delta2"], n["a1"]),
        "b2": n["delta2"],
    }
    for name, gradient in written.items():
        nudged = slopes(lambda value, name=name: cost(**{name: value}), n[name])
        np.testing.assert_allclose(gradient, nudged, rtol=1e-6, atol=1e-10)


# --- any depth ---------------------------------------------------------------------------------


def draw(rng, sizes, n_examples):
    shapes = list(zip(sizes[1:], sizes[:-1], strict=True))
    W, b = [rng.normal(size=shape) for shape in shapes], [rng.normal(size=n) for n in sizes[1:]]
    return W, b, rng.normal(size=(sizes[0], n_examples)), rng.uniform(size=(sizes[-1], n_examples))


@pytest.mark.equation("eq-mlp-forward")
def test_forward_is_a_stack_of_plain_layers(chapter, rng):
    W, b, x, _ = draw(rng, (3, 4, 2, 3), 5)
    A = chapter["forward"](W, b, x)
    for n in range(5):
        a = x[:, n]
        for l in range(3):
            a = plain_layer(W[l], b[l], a)[1]
            np.testing.assert_allclose(A[l + 1][:, n], a, rtol=1e-13)


@pytest.mark.equation("eq-mlp-delta-output")
@pytest.mark.equation("eq-mlp-delta-hidden")
@pytest.mark.equation("eq-mlp-gradient")
@pytest.mark.parametrize("sizes", [(2, 1), (2, 3, 1), (2, 2, 2), (3, 4, 2, 3), (1, 2, 2, 2, 2)])
@pytest.mark.parametrize("n_examples", [1, 6])
def test_backward_against_nudges(chapter, rng, sizes, n_examples):
    W, b, x, y = draw(rng, sizes, n_examples)
    gradients = chapter["backward"](W, chapter["forward"](W, b, x), y)

    def cost(W, b):
        costs = []
        for n in range(n_examples):
            a = x[:, n]
            for layer in zip(W, b, strict=True):
                a = plain_layer(*layer, a)[1]
            costs.append(np.mean((a - y[:, n]) ** 2))
        return np.mean(costs)

    for l, (dW, db) in enumerate(gradients):
        nudged = slopes(lambda value, l=l: cost([*W[:l], value, *W[l + 1 :]], b), W[l])
        np.testing.assert_allclose(dW, nudged, rtol=1e-5, atol=1e-9)
        # With one example the gradient of a bias is the unit's delta itself.
        nudged = slopes(lambda value, l=l: cost(W, [*b[:l], value, *b[l + 1 :]]), b[l])
        np.testing.assert_allclose(db, nudged, rtol=1e-5, atol=1e-9)


@pytest.mark.parametrize("batch_size", [1, 3, 7])
def test_sgd_takes_the_library_s_path(chapter, rng, batch_size):
    network = nnlib.MLP((2, 3, 2), rng=rng)
    W, b = [w.copy() for w in network.W], [b.copy() for b in network.b]
    X, Y = nnlib.datasets.circle(7, rng=rng)
    way = {"eta": 0.7, "epochs": 3, "batch_size": batch_size}
    chapter["sgd"](W, b, X.T, Y.T, rng=np.random.default_rng(1), **way)
    nnlib.train(network, X, Y, rng=np.random.default_rng(1), **way)
    for l in range(2):
        np.testing.assert_allclose(network.W[l], W[l], rtol=1e-10)
        np.testing.assert_allclose(network.b[l], b[l], rtol=1e-10)


# --- softmax -----------------------------------------------------------------------------------


@pytest.mark.equation("eq-mlp-softmax")
def test_softmax_are_shares(chapter, rng):
    z = rng.normal(size=4) * 3
    exact = [math.exp(v) / sum(math.exp(u) for u in z) for v in z]
    for k in range(4):
        y = np.eye(4)[k]
        cost, delta = chapter["softmax_cost_and_delta"](z, y)
        np.testing.assert_allclose(delta + y, exact, rtol=1e-12)
        assert cost == pytest.approx(-math.log(exact[k]), rel=1e-12)
    assert chapter["softmax_cost_and_delta"](z + 1000, y)[0] == pytest.approx(cost, rel=1e-9)


@pytest.mark.equation("eq-mlp-delta-softmax")
def test_softmax_loses_its_slope(chapter, rng):
    z, y = rng.normal(size=4), rng.dirichlet(np.ones(4))
    nudged = slopes(lambda v: chapter["softmax_cost_and_delta"](v, y)[0], z)
    np.testing.assert_allclose(chapter["softmax_cost_and_delta"](z, y)[1], nudged, rtol=1e-6)


@pytest.mark.parametrize("raised", range(3))
def test_a_share_grows_at_the_cost_of_every_other_one(chapter, rng, raised):
    y = np.zeros(3)
    z = rng.normal(size=3)
    before = chapter["softmax_cost_and_delta"](z, y)[1]
    z[raised] += 0.5
    grew = chapter["softmax_cost_and_delta"](z, y)[1] > before
    np.testing.assert_array_equal(grew, np.arange(3) == raised)
    assert before.min() > 0
    assert before.sum() == pytest.approx(1)


# --- what the prose says -----------------------------------------------------------------------


def drawn(theta, sizes=(2, 3, 1), **options):
    """Return a network with these parameters."""
    network = nnlib.MLP(sizes, **options)
    network.theta = theta
    return network


def best_line(X, inside, rng):
    """Return the best score of 5,000 lines, either side being called inside."""
    w, b = rng.normal(size=(5000, 2)), rng.uniform(-1.5, 1.5, size=5000)
    right = ((X @ w.T + b > 0) == inside[:, None]).mean(axis=0)
    return np.maximum(right, 1 - right).max()


def test_no_line_separates_exclusive_or_or_a_circle(rng):
    X, Y = nnlib.datasets.xor_gate()
    assert best_line(X, Y[:, 0] == 1, rng) == 0.75
    X, Y = nnlib.datasets.circle(500, rng=rng)
    assert best_line(X, Y[:, 1] == 1, rng) < 0.75


def test_without_biases_the_hidden_weights_do_not_reach_the_answer_to_00(rng):
    network = drawn(rng.normal(size=9), bias=False)
    answer = network.predict([[0, 0]])
    np.testing.assert_array_equal(network.forward([[0, 0]]).A[1], 0.5)
    network.W[0][:] = rng.normal(size=(3, 2))
    np.testing.assert_array_equal(network.predict([[0, 0]]), answer)


def test_where_layers_differ_numpy_refuses_the_forgotten_transpose(cells, chapter, rng):
    (code,) = [code for code in cells if "def backward" in code]
    assert "W[l].T @ delta" in code
    names = dict(chapter)
    exec(code.replace("W[l].T @ delta", "W[l] @ delta"), names)
    for sizes in ((2, 3, 1), (2, 3, 2), (2, 2, 3)):
        W, b, x, y = draw(rng, sizes, 4)
        with pytest.raises(ValueError, match="matmul"):
            names["backward"](W, chapter["forward"](W, b, x), y)
    W, b, x, y = draw(rng, (2, 2, 2), 4)
    names["backward"](W, chapter["forward"](W, b, x), y)


def test_points_creep_apart_while_the_loss_hardly_moves(cells):
    (code,) = [code for code in cells if "pair = nnlib.MLP" in code]
    X, Y = nnlib.datasets.xor_gate()
    names = {"np": np, "nnlib": nnlib, "X_xor": X, "Y_xor": Y}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(code, names)
    thetas = dict(zip(names["moments"], names["thetas"], strict=True))
    at = {epoch: drawn(thetas[epoch], (2, 2, 1)) for epoch in (100, 700, 1600)}
    loss = {epoch: network.loss_and_grad(X, Y)[0] for epoch, network in at.items()}
    hidden = {epoch: network.forward(X).A[1].copy() for epoch, network in at.items()}
    assert loss[100] - loss[700] < 0.01
    assert np.abs(hidden[700] - hidden[100]).max() > 0.1
    np.testing.assert_allclose(hidden[1600][:, 1], hidden[1600][:, 2], atol=0.02)
    # The first is OR and the second is AND.
    np.testing.assert_array_equal(hidden[1600] > 0.5, [[0, 1, 1, 1], [0, 0, 0, 1]])


def test_equal_units_are_one_unit_bought_three_times(rng):
    w, b, v, c = rng.normal(size=2), rng.normal(), rng.normal(), rng.normal()
    three, one = nnlib.MLP((2, 3, 1)), nnlib.MLP((2, 1, 1))
    for network, out in ((three, v), (one, 3 * v)):
        network.W[0][:], network.b[0][:] = w, b
        network.W[1][:], network.b[1][:] = out, c
    X = rng.normal(size=(20, 2))
    np.testing.assert_allclose(three.predict(X), one.predict(X), rtol=1e-12)
    nnlib.train(three, X, rng.uniform(size=(20, 1)), eta=1.0, epochs=50)
    np.testing.assert_allclose(three.W[0], three.W[0][[0, 0, 0]], rtol=1e-12)


def test_from_zero_nothing_moves_because_yeses_and_noes_balance():
    network = drawn(np.zeros(13))
    np.testing.assert_array_equal(network.loss_and_grad(*nnlib.datasets.xor_gate())[1], 0)
    grad = network.unpack(network.loss_and_grad(*nnlib.datasets.or_gate())[1])
    assert np.abs(grad["W[1]"]).min() > 0  # three yeses and a no: the output moves
    np.testing.assert_array_equal(grad["W[0]"], 0)


def first_slope(r, rng):
    """Return the mean slope of the hidden units over 200 starts."""
    X = nnlib.datasets.xor_gate()[0]
    starts = r * rng.uniform(-1, 1, (200, 13))
    a = np.stack([drawn(theta).forward(X).A[1] for theta in starts])
    return (a * (1 - a)).mean()


def test_large_starts_have_no_slope(rng):
    assert first_slope(0.1, rng) > 0.24  # small ones have
    assert first_slope(16, rng) < 0.05


def share_solved(starts, eta):
    way = {"eta": eta, "epochs": 5000, "n_networks": len(starts), "start": starts}
    way["rng"] = np.random.default_rng(0)
    found = nnlib.train_ensemble((2, 3, 1), *nnlib.datasets.xor_gate(), **way)
    return (found.loss < 1 / 16).mean()


def test_tiny_numbers_fail_in_the_first_layer_and_not_in_the_second(rng):
    solved = []
    for layer in (0, 1):
        starts = rng.uniform(-1, 1, (100, 13))
        for theta in starts:
            network = drawn(theta)
            network.W[layer][:] *= 0.01
            network.b[layer][:] *= 0.01
            theta[:] = network.theta
        solved.append(share_solved(starts, 1.0))
    assert solved[0] < 0.2
    assert solved[1] > 0.95


def test_at_zero_a_step_overshoots_above_a_rate_of_nine_and_a_seventh(rng):
    X, Y = nnlib.datasets.xor_gate()
    hessian = slopes_of_gradient(drawn(np.zeros(13)), X, Y)
    steepest = np.linalg.eigvalsh(hessian)[-1]
    # Along a bend h the distance from the flat place is multiplied by 1 - ηh at each step.
    assert 2 / steepest == pytest.approx(9 + 1 / 7, rel=1e-6)
    starts = 0.01 * rng.uniform(-1, 1, (50, 13))
    assert [share_solved(starts, eta) for eta in (9.0, 10.0)] == [0, 1]


def slopes_of_gradient(network, X, Y, eps=1e-5):
    """Return the second derivatives of the loss, by central differences of its gradient."""
    at, rows = network.theta.copy(), []
    for nudge in eps * np.eye(len(at)):
        up, down = drawn(at + nudge), drawn(at - nudge)
        rows.append((up.loss_and_grad(X, Y)[1] - down.loss_and_grad(X, Y)[1]) / (2 * eps))
    return np.array(rows)


def test_the_library_starts_with_both_signs_smaller_in_wide_layers_and_biases_at_zero():
    narrow, wide = nnlib.MLP((2, 3, 1)), nnlib.MLP((200, 300, 1))
    assert (wide.W[0] > 0).mean() == pytest.approx(0.5, abs=0.01)
    assert np.abs(wide.W[0]).max() < np.abs(narrow.W[0]).max() / 5
    assert not any(b.any() for network in (narrow, wide) for b in network.b)


def test_the_same_input_gets_the_same_answer_and_two_symbols_at_once_do(rng):
    X, Y = nnlib.datasets.zero_zero_one()
    for sizes in ((1, 3, 1), (1, 50, 1), (1, 5, 5, 5, 1)):
        network = nnlib.MLP(sizes, rng=rng)
        nnlib.train(network, X[:, 1], Y[:, 1], eta=1.0, epochs=200)
        saw_00, saw_10 = network.predict(X[:2, 1])[:, 0]
        assert saw_00 == saw_10
    network = nnlib.MLP((2, 3, 1), rng=rng)
    nnlib.train(network, X[:, :, 0], Y[:, 1], eta=2.0, epochs=5000)
    np.testing.assert_array_equal(network.predict(X[:, :, 0]) > 0.5, Y[:, 1] == 1)


def test_a_sigmoid_multiplies_by_a_quarter_at_most(rng):
    a = np.array([sigmoid(z) for z in [0.0, *rng.normal(size=1000) * 5]])
    assert (a * (1 - a)).max() == 0.25


def test_below_a_sixteenth_all_four_answers_are_right(rng):
    Y = nnlib.datasets.xor_gate()[1]
    answers = rng.uniform(size=(20_000, 4, 1))
    below = ((answers - Y) ** 2).mean(axis=(1, 2)) < 1 / 16
    assert below.any()
    assert ((answers[below] > 0.5) == (Y > 0.5)).all()


def test_best_single_answer_for_two_yeses_and_a_no():
    answers = np.linspace(0, 1, 3001)
    losses = (2 * (answers - 1) ** 2 + answers**2) / 4
    assert answers[losses.argmin()] == pytest.approx(2 / 3)
    assert losses.min() == pytest.approx(1 / 6)


def test_rates_of_the_other_notebook_are_the_same_steps_here(rng):
    # Its η = 0.1 with ½(a − y)²: 0.05 after each example, 0.2 for the mean where it has the sum.
    X, Y = nnlib.datasets.xor_gate()
    network, theirs = nnlib.MLP((2, 3, 1)), nnlib.MLP((2, 3, 1), loss="half_squared_error")
    network.theta = theirs.theta = rng.uniform(-1, 1, 13)
    one = [theirs.loss_and_grad(X[[n]], Y[[n]])[1] for n in range(4)]
    np.testing.assert_allclose(0.05 * network.loss_and_grad(X[[2]], Y[[2]])[1], 0.1 * one[2])
    np.testing.assert_allclose(0.2 * network.loss_and_grad(X, Y)[1], 0.1 * sum(one), rtol=1e-12)


def test_tanh_is_a_sigmoid_stretched_and_moved(chapter):
    """The formula from which the chapter takes the slope, and its two steps."""
    z = np.linspace(-4, 4, 81)
    a, s = np.tanh(z), chapter["sigmoid"](2 * z)
    np.testing.assert_allclose(a, 2 * s - 1, atol=1e-14)
    np.testing.assert_allclose(4 * s * (1 - s), 1 - a**2, atol=1e-14)


def test_the_sheet_is_a_flat_strip_at_first_and_bends():
    """Length, width and thickness of the sheet in the cube, at the start and after 100 epochs."""
    X, Y = nnlib.datasets.circle(500, rng=np.random.default_rng(0))
    network = nnlib.MLP((2, 3, 2), rng=np.random.default_rng(0))

    def extent():
        A = network.forward(X).A[1]
        return np.linalg.svd(A - A.mean(axis=1, keepdims=True), compute_uv=False)

    first = extent()
    way = {"eta": 1.0, "batch_size": 10, "rng": np.random.default_rng(1)}
    nnlib.train(network, X, Y, epochs=100, **way)
    then = extent()
    assert first[2] < 0.05 * first[1] < 0.05 * first[0] / 2  # flat, and narrow
    assert then[1] > 0.8 * then[0]
    assert then[2] > 0.3 * then[0]  # a third direction: it is bent
