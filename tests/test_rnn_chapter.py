"""The code that chapters/rnn.ipynb shows, taken from the notebook and checked at random points.

The library's formulas are checked in tests/nnlib; these are the lines that the reader copies.
"""

import numpy as np
import pytest
from recurrent import (
    assert_all_close,
    cost,
    defined,
    deltas,
    parameter_slopes,
    plain,
    random_data,
    random_weights,
    rows,
    slopes,
)

import nnlib

NAMES = ("w_xh", "w_hh", "b_h", "w_hy", "b_y")


@pytest.fixture(scope="module")
def chapter():
    return defined("rnn")


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def weights(rng):
    return random_weights(rng)


@pytest.fixture
def data(rng):
    return random_data(rng)


@pytest.mark.equation("eq-rnn-forward")
@pytest.mark.equation("eq-rnn-output")
def test_forward_is_the_recurrence_written_out(chapter, weights, data):
    h, a = chapter["forward"](weights, data[0])
    plain_h, plain_a = plain(weights, data[0])
    np.testing.assert_allclose(h, rows(plain_h), rtol=1e-13)
    np.testing.assert_allclose(a, rows(plain_a), rtol=1e-13)


@pytest.mark.equation("eq-rnn-cost")
@pytest.mark.equation("eq-rnn-delta-output")
def test_cost_and_the_deltas_of_the_outputs(chapter, weights, data):
    X, Y = data
    loss, delta_y = chapter["mse"](chapter["forward"](weights, X)[1], Y)
    assert loss == pytest.approx(cost(plain(weights, X)[1], Y), rel=1e-13)
    measured = slopes(
        lambda at, eps: cost(plain(weights, X, nudge=("y", *at, eps))[1], Y), delta_y.shape
    )
    np.testing.assert_allclose(delta_y, measured, rtol=1e-6, atol=1e-10)


@pytest.mark.equation("eq-rnn-delta")
def test_deltas_of_the_hidden_units_at_every_step(chapter, weights, data):
    X, Y = data
    _, delta, _ = deltas(chapter, weights, data)
    measured = slopes(
        lambda at, eps: cost(plain(weights, X, nudge=("h", *at, eps))[1], Y), delta.shape
    )
    np.testing.assert_allclose(delta, measured, rtol=1e-6, atol=1e-10)


@pytest.mark.equation("eq-rnn-copies")
def test_each_copy_alone_moves_the_cost_by_its_share_and_all_by_the_sum(chapter, rng):
    x, y = rng.normal(size=3), rng.uniform(size=3)
    model = nnlib.RNN(1, 1, 1, rng=rng)
    model.b_h, model.b_y = rng.normal(size=(2, 1))
    named = model.unpack(model.theta)
    here = {n: named["W" + n[1:] if n[0] == "w" else n].item() for n in NAMES}
    chapter.update(here, x=[None, *x], y=[None, *y])
    trace = model.forward(x[None, :, None])
    back = model.backward(trace, y[None, :, None])
    shares = back.deltas.hidden[:, 0, 0] * trace.H[:-1, 0, 0]
    found = [chapter["nudged"]([t]) for t in (1, 2, 3)]
    np.testing.assert_allclose(found, shares, rtol=1e-6, atol=1e-10)
    together = chapter["nudged"]([1, 2, 3])
    assert together == pytest.approx(model.unpack(back.grad)["W_hh"].item(), rel=1e-6)
    assert together == pytest.approx(sum(shares), rel=1e-6)
    w = here["w_hh"]
    assert chapter["cost_of"]([None, 99.0, w, w]) == chapter["cost_of"]([None, w, w, w])


@pytest.mark.equation("eq-rnn-gradient")
@pytest.mark.equation("eq-rnn-gradient-output")
def test_gradients_of_all_five_arrays(chapter, weights, data):
    X, Y = data
    measured = parameter_slopes(lambda w: cost(plain(w, X)[1], Y), weights)
    found = chapter["gradients"](X, *deltas(chapter, weights, data))
    assert_all_close(found, measured, rtol=1e-6, atol=1e-9)


def test_with_cross_entropy_the_delta_of_the_outputs_changes_and_nothing_else(chapter, data):
    X, Y = data
    model = nnlib.RNN(2, 3, 2, loss="cross_entropy", rng=np.random.default_rng(1))
    weights = chapter["arrays_of"](model)
    h, a = chapter["forward"](weights, X)
    delta_y = (a - Y) / (Y.shape[0] * Y.shape[2])  # 1 / NT, and no slope
    delta = chapter["hidden_deltas"](weights, h, delta_y)
    X_rows, Y_rows = X.transpose(2, 0, 1), Y.transpose(2, 0, 1)
    theirs = model.unpack(model.loss_and_grad(X_rows, Y_rows)[1])
    names = ["W_xh", "W_hh", "b_h", "W_hy", "b_y"]
    for name, ours in zip(names, chapter["gradients"](X, h, delta, delta_y), strict=True):
        np.testing.assert_allclose(ours.ravel(), theirs[name].ravel(), rtol=1e-11, atol=1e-15)


def test_with_one_step_what_is_left_is_a_network_of_two_layers(chapter):
    rng = np.random.default_rng(3)
    flat, recurrent = nnlib.MLP((2, 3, 2), rng=rng), nnlib.RNN(2, 3, 2)
    recurrent.W_xh, recurrent.b_h, recurrent.W_hy, recurrent.b_y = (
        flat.W[0],
        flat.b[0],
        flat.W[1],
        flat.b[1],
    )
    X, Y = rng.normal(size=(5, 2)), rng.uniform(size=(5, 2))
    trace = flat.forward(X)
    weights = chapter["arrays_of"](recurrent)
    data = X.T[None], Y.T[None]
    _, delta, delta_y = deltas(chapter, weights, data)
    theirs = flat.backward(trace, Y).deltas
    np.testing.assert_allclose(delta[0], theirs[1], rtol=1e-12)
    np.testing.assert_allclose(delta_y[0], theirs[2], rtol=1e-12)


def test_a_network_without_a_state_answers_the_same_whatever_came_before():
    network = nnlib.MLP((1, 4, 1), rng=np.random.default_rng(0))
    today = network.predict([[0.0]])
    network.predict([[1.0]])
    np.testing.assert_array_equal(network.predict([[0.0]]), today)


def test_the_best_answer_to_a_coin_toss_is_one_half_for_both_costs():
    p = np.linspace(0.001, 0.999, 999)
    squares = (p**2 + (1 - p) ** 2) / 2
    cross_entropy = -(np.log(p) + np.log(1 - p)) / 2
    for costs, least in ((squares, 1 / 4), (cross_entropy, np.log(2))):
        assert p[np.argmin(costs)] == pytest.approx(1 / 2)
        assert costs.min() == pytest.approx(least)


@pytest.mark.equation("eq-rnn-floor")
def test_floor_is_exact_and_no_answers_lie_below_it(chapter, rng):
    X, Y = nnlib.datasets.zero_zero_one()
    assert chapter["floor"](X, Y) == 1 / 8
    bits, targets = rng.integers(0, 2, (2, 30, 3, 1)).astype(float)
    found = chapter["floor"](bits, targets)
    followers = {}
    for sequence, wanted in zip(bits[:, :, 0], targets[:, :, 0], strict=True):
        for t in range(3):
            followers.setdefault(tuple(sequence[: t + 1]), []).append(wanted[t])
    best = sum(len(y) * np.var(y) for y in followers.values()) / targets.size
    assert found == pytest.approx(best, rel=1e-12)
    # The cost of any other answers, one for each history, is above it.
    for _ in range(20):
        answers = {history: rng.uniform() for history in followers}
        said = [[answers[tuple(row[: t + 1])] for t in range(3)] for row in bits[:, :, 0]]
        assert np.mean((said - targets[:, :, 0]) ** 2) > found


def test_dice_that_fall_well_go_below_the_floor(chapter):
    X, Y = nnlib.datasets.zero_zero_one()
    rng = np.random.default_rng(0)
    lucky = min(np.mean((rng.integers(0, 2, Y.shape) - Y) ** 2) for _ in range(2000))
    assert lucky < chapter["floor"](X, Y)


@pytest.mark.parametrize(
    "fault",
    [
        "no term from step t+1",
        "W_hh not transposed",
        "slope of the step before",
        "h_t for h_(t-1)",
    ],
)
def test_each_fault_is_one_and_without_a_fault_the_gradient_is_right(chapter, weights, data, fault):
    X, Y = data
    h, a = chapter["forward"](weights, X)
    delta_y = chapter["mse"](a, Y)[1]
    right = chapter["gradients"](X, h, chapter["hidden_deltas"](weights, h, delta_y), delta_y)
    same = chapter["faulty_gradients"]("none", weights, X, h, delta_y)
    assert_all_close(same, right, rtol=1e-12)
    wrong = chapter["faulty_gradients"](fault, weights, X, h, delta_y)
    off = [
        np.linalg.norm(w - r) > 0.001 * np.linalg.norm(r) for w, r in zip(wrong, right, strict=True)
    ]
    assert off == {"h_t for h_(t-1)": [False, True, False, False, False]}.get(
        fault, [True, True, True, False, False]
    )


def test_two_biases_move_their_sum_twice_as_far_as_one(chapter, weights, data):
    X, Y = data
    h, delta, delta_y = deltas(chapter, weights, data)
    one = chapter["gradients"](X, h, delta, delta_y)[2]

    def at(first, second):
        W_xh, W_hh, _, W_hy, b_y = weights
        return cost(plain([W_xh, W_hh, first + second, W_hy, b_y], X)[1], Y)

    first, second = 0.3 * weights[2], 0.7 * weights[2]
    along_first = slopes(lambda i, e: at(_nudged(first, i, e), second), first.shape)
    along_second = slopes(lambda i, e: at(first, _nudged(second, i, e)), first.shape)
    eta = 0.5
    moved = (first - eta * along_first) + (second - eta * along_second)
    np.testing.assert_allclose(moved, weights[2] - 2 * eta * one, rtol=1e-6)


def _nudged(array, index, eps):
    changed = array.copy()
    changed[index] += eps
    return changed
