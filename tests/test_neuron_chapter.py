"""The code that chapters/neuron.ipynb shows, taken from the notebook and checked at random points.

The library's formulas are checked in tests/nnlib; these are the lines that the reader copies.
"""

import contextlib
import io
import json
import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import nnlib
from nnlib import viz

NOTEBOOK = Path(__file__).parents[1] / "chapters" / "neuron.ipynb"


@pytest.fixture(scope="module")
def chapter():
    """Names that the chapter's code defines; of its folded cells, which draw, the first alone."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    names = {"np": np, "nnlib": nnlib, "viz": viz}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in (c for c in cells if c["cell_type"] == "code"):
            code = "".join(cell["source"])
            folded = "hide-input" in cell["metadata"].get("tags", [])
            if "import" in code or (folded and "X, Y = " not in code):
                continue
            exec(code.split("fig, ")[0], names)
    return names


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def central_difference(f, at, eps=1e-6):
    return (f(at + eps) - f(at - eps)) / (2 * eps)


def draw(rng, n_inputs=3, n_examples=7):
    X1 = np.vstack([np.ones(n_examples), rng.normal(size=(n_inputs, n_examples))])
    return rng.normal(size=n_inputs + 1), X1, rng.integers(0, 2, n_examples).astype(float)


def plain_forward(theta, X1):
    """z and a of every example, in plain Python."""
    z = [sum(t * x for t, x in zip(theta, column, strict=True)) for column in X1.T]
    return z, [1 / (1 + math.exp(-v)) for v in z]


@pytest.mark.equation("eq-neuron-sigmoid")
@pytest.mark.equation("eq-neuron-sigmoid-slope")
def test_sigmoid_and_its_slope(chapter, rng):
    for z in rng.normal(size=20) * 3:
        a = chapter["sigmoid"](z)
        assert a == pytest.approx(1 / (1 + math.exp(-z)), rel=1e-14)
        assert chapter["sigmoid_slope"](a) == pytest.approx(
            central_difference(chapter["sigmoid"], z), rel=1e-7
        )


@pytest.mark.equation("eq-neuron-cost")
@pytest.mark.equation("eq-neuron-chain-rule")
@pytest.mark.equation("eq-neuron-delta")
def test_three_factors_multiply_to_the_derivative_of_the_cost(chapter, rng):
    theta, X1, y = draw(rng, n_examples=1)
    _, [a] = plain_forward(theta, X1)
    delta = 2 * (a - y[0]) * chapter["sigmoid_slope"](a)

    def cost(parameter, k):
        return (plain_forward(np.where(np.arange(4) == k, parameter, theta), X1)[1][0] - y[0]) ** 2

    for k in range(4):
        slope = central_difference(lambda parameter, k=k: cost(parameter, k), theta[k])
        assert delta * X1[k, 0] == pytest.approx(slope, rel=1e-7, abs=1e-10)
    loss, gradient = chapter["loss_and_gradient"](theta, X1, y)
    assert loss == pytest.approx(cost(theta[0], 0), rel=1e-13)
    np.testing.assert_allclose(gradient, delta * X1[:, 0], rtol=1e-12)


@pytest.mark.equation("eq-neuron-z")
@pytest.mark.equation("eq-neuron-a")
@pytest.mark.equation("eq-neuron-cost-batch")
@pytest.mark.equation("eq-neuron-delta-batch")
@pytest.mark.equation("eq-neuron-gradient")
def test_batch_code_is_the_sum_over_examples(chapter, rng):
    theta, X1, y = draw(rng)
    _, a = plain_forward(theta, X1)
    loss, gradient = chapter["loss_and_gradient"](theta, X1, y)
    assert loss == pytest.approx(sum((a - y) ** 2) / len(y), rel=1e-13)
    delta = [2 / len(y) * (p - t) * p * (1 - p) for p, t in zip(a, y, strict=True)]
    by_sums = [sum(d * x for d, x in zip(delta, row, strict=True)) for row in X1]
    np.testing.assert_allclose(gradient, by_sums, rtol=1e-12)
    np.testing.assert_allclose(
        gradient,
        [
            central_difference(
                lambda t, k=k: np.mean(
                    (np.array(plain_forward([*theta[:k], t, *theta[k + 1 :]], X1)[1]) - y) ** 2
                ),
                theta[k],
            )
            for k in range(4)
        ],
        rtol=1e-6,
        atol=1e-9,
    )


@pytest.mark.equation("eq-neuron-central-difference")
def test_nudged_gradient_is_exact_for_a_parabola(chapter):
    # A central difference has no error on a polynomial of degree 2, but for rounding.
    gradient = chapter["nudged_gradient"](
        lambda t: t[0] ** 2 + 3 * t[0] * t[1], np.array([0.5, -2.0])
    )
    np.testing.assert_allclose(gradient, [2 * 0.5 + 3 * -2.0, 3 * 0.5], rtol=1e-8)


@pytest.mark.equation("eq-neuron-cross-entropy")
@pytest.mark.equation("eq-neuron-delta-cross-entropy")
def test_cross_entropy_loses_its_slope(chapter, rng):
    theta, X1, y = draw(rng)

    def cost(t):
        a = plain_forward(t, X1)[1]
        terms = [-math.log(p) if t else -math.log(1 - p) for p, t in zip(a, y, strict=True)]
        return sum(terms) / len(y)

    loss, gradient = chapter["cross_entropy_and_gradient"](theta, X1, y)
    assert loss == pytest.approx(cost(theta), rel=1e-13)
    for k in range(4):
        slope = central_difference(lambda t, k=k: cost([*theta[:k], t, *theta[k + 1 :]]), theta[k])
        assert gradient[k] == pytest.approx(slope, rel=1e-6, abs=1e-9)


@pytest.mark.equation("eq-neuron-update")
def test_one_step_of_train_subtracts_eta_times_the_gradient(chapter, rng):
    theta, X1, y = draw(rng)
    neuron = nnlib.Neuron(3)
    neuron.theta = theta
    nnlib.train(neuron, X1[1:].T, y[:, None], eta=0.7, epochs=1)
    gradient = chapter["loss_and_gradient"](theta, X1, y)[1]
    np.testing.assert_allclose(neuron.theta, theta - 0.7 * gradient, rtol=1e-12)


@pytest.mark.equation("eq-neuron-threshold")
def test_gates_and_half_adder_are_right(chapter):
    tables = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "NAND": (1, 1, 1, 0)}
    for gate, (w, b) in chapter["GATES"].items():
        corners = [(p, q) for p in (0, 1) for q in (0, 1)]
        assert tuple(chapter["perceptron"](x, w, b) for x in corners) == tables[gate]
    for p in (0, 1):
        for q in (0, 1):
            assert chapter["half_adder"](p, q) == (p ^ q, p & q)
            assert chapter["nand"](p, q) == 1 - (p & q)


# --- what the chapter claims (tests/claims/neuron.toml) --------------------------------------


@pytest.fixture
def points():
    """The hundred points of the chapter: a row of ones above the inputs, and the labels."""
    X, Y = nnlib.datasets.linear_separable(n=100, rng=np.random.default_rng(0))
    return np.vstack([np.ones(len(X)), X.T]), Y[:, 0]


def trained(chapter, points, *, eta=1.0, epochs=1500, factor=2):
    """θ after a descent from zero with δ = `factor` / N · (a - y) a (1 - a)."""
    X1, y = points
    theta = np.zeros(len(X1))
    for _ in range(epochs):
        a = chapter["sigmoid"](theta @ X1)
        theta = theta - eta * (factor / y.size * (a - y) * a * (1 - a)) @ X1.T
    return theta


def test_nands_compute_every_function_of_three_bits(chapter):
    nand = chapter["nand"]
    bits = [(p, q, r) for p in (0, 1) for q in (0, 1) for r in (0, 1)]

    def negated(p):
        return nand(p, p)

    def both(*terms):
        return terms[0] if len(terms) == 1 else negated(nand(terms[0], both(*terms[1:])))

    def either(*terms):
        return negated(both(*map(negated, terms)))

    for wanted in range(256):
        ones = [row for n, row in enumerate(bits) if wanted >> n & 1]
        for n, row in enumerate(bits):
            never = both(row[0], negated(row[0]))
            matches = [
                both(*(bit if one else negated(bit) for bit, one in zip(row, target, strict=True)))
                for target in ones
            ]
            assert either(never, *matches) == wanted >> n & 1


def test_the_output_lies_between_0_and_1_and_the_slope_is_a_quarter_at_most(chapter, rng):
    z = rng.normal(size=10_000) * 8
    a = chapter["sigmoid"](z)
    assert a.min() > 0
    assert a.max() < 1
    slopes = chapter["sigmoid_slope"](a)
    assert slopes.max() <= 0.25 == chapter["sigmoid_slope"](chapter["sigmoid"](0.0))


@pytest.mark.parametrize("w", [-4.0, -1.0, 2.0, 0.5])
def test_the_weight_makes_the_step_steep_and_the_bias_moves_it(chapter, w):
    x = np.linspace(-9, 9, 41)
    for b in (-3.0, 0.0, 1.0):
        step = chapter["sigmoid"](w * x + b)
        middle = central_difference(lambda at, b=b: chapter["sigmoid"](w * at + b), -b / w)
        assert middle == pytest.approx(w / 4, rel=1e-8)
        np.testing.assert_allclose(step, chapter["sigmoid"](w * (x + b / w)), rtol=1e-9)
    assert chapter["sigmoid"](0 * x + 1).std() == 0


def test_delta_times_what_came_in_holds_in_a_hundred_layers(rng):
    deep = nnlib.MLP([2] * 101, activation="tanh", rng=rng)
    turn = [[np.cos(0.3), -np.sin(0.3)], [np.sin(0.3), np.cos(0.3)]]
    for W in deep.W:
        W[:] = turn  # keeps lengths, so that δ survives the way down
    trace = deep.forward([[0.5, -0.3]])
    result = deep.backward(trace, [[0.2, 0.7]])
    gradients = deep.unpack(result.grad)

    def loss_with(weight, layer):
        before = deep.W[layer][0, 1]
        deep.W[layer][0, 1] = weight
        loss = deep.backward(deep.forward([[0.5, -0.3]]), [[0.2, 0.7]]).loss
        deep.W[layer][0, 1] = before
        return loss

    for layer in (0, 49, 99):
        delta, came_in = result.deltas[layer + 1], trace.A[layer]
        np.testing.assert_allclose(gradients[f"W[{layer}]"], delta @ came_in.T, rtol=1e-12)
        slope = central_difference(
            lambda weight, layer=layer: loss_with(weight, layer), deep.W[layer][0, 1]
        )
        assert slope == pytest.approx(delta[0, 0] * came_in[1, 0], rel=1e-5)


def test_nudges_cost_two_runs_for_every_parameter(chapter):
    runs = []
    chapter["nudged_gradient"](lambda t: runs.append(t) or t.sum(), np.zeros(7))
    assert len(runs) == 2 * 7


def test_two_lines_are_right_about_the_hundred_points(chapter, points):
    X1, y = points
    learned = trained(chapter, points)
    for line in (learned, np.array([-0.4, 1.0, -1.5])):
        assert np.array_equal(line @ X1 > 0, y == 1)
    assert np.abs(learned / learned[1] - [-0.4, 1.0, -1.5]).max() > 0.02


def test_a_forgotten_2_halves_the_learning_rate(chapter, points):
    without, halved = trained(chapter, points, factor=1), trained(chapter, points, eta=0.5)
    np.testing.assert_allclose(without, halved, rtol=1e-9)


def test_a_step_that_is_far_too_long_lands_where_every_slope_is_zero(chapter, points):
    X1, y = points
    theta = trained(chapter, points, eta=10_000, epochs=1)
    with np.errstate(over="ignore"):
        a = chapter["sigmoid"](theta @ X1)
    assert chapter["sigmoid_slope"](a).max() < 1e-8
    assert 0 < ((a > 0.5) != (y == 1)).sum() < 10


def test_the_cross_entropy_of_a_wrong_answer_grows_without_bound():
    neuron = nnlib.Neuron(1, loss="cross_entropy")
    for z in (10.0, 100.0, 700.0):
        neuron.theta[:] = [z, 0]
        assert neuron.loss_and_grad([[0]], [[0]])[0] == pytest.approx(z, rel=1e-5)


def test_a_slope_left_in_the_cross_entropy_fails_the_check(chapter, rng):
    theta, X1, y = draw(rng)
    a = chapter["sigmoid"](theta @ X1)
    left_in = ((a - y) / y.size * a * (1 - a)) @ X1.T
    judge = chapter["nudged_gradient"](
        lambda t: chapter["cross_entropy_and_gradient"](t, X1, y)[0], theta
    )
    assert np.abs(left_in - judge).max() > 0.1 * np.abs(judge).max()


def test_the_forgotten_slope_is_twice_the_gradient_of_the_cross_entropy(chapter, rng):
    theta, X1, y = draw(rng)
    forgotten = (2 / y.size * (chapter["sigmoid"](theta @ X1) - y)) @ X1.T
    judge = chapter["nudged_gradient"](
        lambda t: chapter["cross_entropy_and_gradient"](t, X1, y)[0], theta
    )
    np.testing.assert_allclose(forgotten, 2 * judge, rtol=1e-6)


CORNERS = np.array([[1, 1, 1, 1], [0, 0, 1, 1], [0, 1, 0, 1]])
EXCLUSIVE_OR = np.array([0, 1, 1, 0])


def test_no_line_separates_exclusive_or(rng):
    # Right about three corners is common, so the draw is no empty one.
    right = ((rng.normal(size=(100_000, 3)) @ CORNERS > 0) == EXCLUSIVE_OR).sum(axis=1)
    assert right.max() == 3
    # The middle two and the outer two sum to the same, so their signs cannot differ.
    assert np.array_equal(CORNERS[:, 1] + CORNERS[:, 2], CORNERS[:, 0] + CORNERS[:, 3])


def test_at_zero_every_way_leads_uphill_for_exclusive_or(chapter, rng):
    loss, gradient = chapter["loss_and_gradient"](np.zeros(3), CORNERS, EXCLUSIVE_OR)
    assert loss == 0.25
    assert np.array_equal(gradient, np.zeros(3))
    for direction in rng.normal(size=(1000, 3)):
        away = 0.01 * direction / np.linalg.norm(direction)
        assert chapter["loss_and_gradient"](away, CORNERS, EXCLUSIVE_OR)[0] > loss


def test_where_it_is_undecided_is_flat(rng):
    for n_inputs in (2, 3, 10):
        theta = rng.normal(size=1 + n_inputs)
        free = rng.normal(size=(2, n_inputs - 1))
        last = -(theta[0] + free @ theta[1:-1]) / theta[-1]
        undecided = np.column_stack([free, last])  # two points with z = 0
        for share in (-3.0, 0.5, 7.0):
            between = share * undecided[0] + (1 - share) * undecided[1]
            assert theta[0] + between @ theta[1:] == pytest.approx(0, abs=1e-9)


def test_larger_weights_lower_the_loss_when_a_line_separates_the_classes(chapter, points):
    X1, y = points
    theta = trained(chapter, points)
    losses = [chapter["loss_and_gradient"](s * theta, X1, y)[0] for s in (1, 2, 4, 8, 16)]
    assert all(later < earlier / 2 for earlier, later in pairwise(losses))
    assert losses[-1] > 0


def test_the_best_line_by_hand_is_the_one_that_the_text_names():
    pytest.importorskip("ipywidgets")
    X, Y = nnlib.datasets.linear_separable(100, rng=np.random.default_rng(0))
    angles, offsets = np.arange(-180, 180, 30), np.linspace(-0.2, 0.4, 4)
    right = viz.widgets.direction_and_offset(X, Y, angles, offsets, start=(5, 0)).data["right"]
    place = np.unravel_index(right.argmax(), right.shape)
    assert (right == right.max()).sum() == 1
    best = (
        f"{abs(angles[place[0]])}° with offset {offsets[place[1]]:.1f}, and it gets {right.max()}"
    )
    assert f"The best place here is −{best}" in NOTEBOOK.read_text(encoding="utf-8")


def test_around_zero_the_loss_of_exclusive_or_rises_by_a_sixteenth_of_z_squared(rng):
    """The level ground at w = 0, b = 0 is a hollow and no saddle."""
    X, Y = nnlib.datasets.xor_gate()
    for way in rng.normal(size=(20, 3)):
        neuron = nnlib.Neuron(2)
        neuron.theta[:] = 0.01 * way
        z = neuron.forward(X).z
        rise = neuron.loss_and_grad(X, Y)[0] - 1 / 4
        np.testing.assert_allclose(rise, np.mean(z**2) / 16, rtol=1e-2)
