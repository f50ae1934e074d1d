"""The code that chapters/rnn.ipynb shows, taken from the notebook and checked at random points.

The library's formulas are checked in tests/nnlib; these are the lines that the reader copies.
"""

import ast
import json
import math
from pathlib import Path

import numpy as np
import pytest

import nnlib

NOTEBOOK = Path(__file__).parents[1] / "chapters" / "rnn.ipynb"
N, T, D, H, C = 3, 4, 2, 3, 2  # no product of one size with another that does not fit


@pytest.fixture(scope="module")
def chapter():
    """The functions that the chapter defines."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    names = {"np": np, "nnlib": nnlib}
    for code in ("".join(c["source"]) for c in cells if c["cell_type"] == "code"):
        functions = [n for n in ast.parse(code).body if isinstance(n, ast.FunctionDef)]
        exec(compile(ast.Module(functions, []), str(NOTEBOOK), "exec"), names)
    return names


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def weights(rng):
    return [rng.normal(size=shape) for shape in ((H, D), (H, H), (H, 1), (C, H), (C, 1))]


@pytest.fixture
def data(rng):
    return rng.normal(size=(T, D, N)), rng.uniform(size=(T, C, N))


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


def dot(row, values):
    return sum(w * v for w, v in zip(row, values, strict=True))


def plain(weights, X, nudge=None, states=None):
    """States and outputs, [n][t][unit], in plain Python; `states` replaces the h that is fed back.

    `nudge=("h" or "y", t, unit, n, eps)` adds eps to one weighted input; t counts from 0.
    """
    W_xh, W_hh, b_h, W_hy, b_y = (w.tolist() for w in weights)
    *place, eps = nudge or (None, 0.0)
    all_h, all_a = [], []
    for n in range(X.shape[-1]):
        h, outputs = [[0.0] * len(W_hh)], []
        for t in range(len(X)):
            before = h[-1] if states is None else states[n][t]
            z = [
                dot(W_xh[i], X[t, :, n].tolist()) + dot(W_hh[i], before) + b_h[i][0]
                for i in range(len(W_hh))
            ]
            z = [v + eps * (place == ["h", t, i, n]) for i, v in enumerate(z)]
            h.append([sigmoid(v) for v in z])
            z = [dot(row, h[-1]) + b[0] for row, b in zip(W_hy, b_y, strict=True)]
            z = [v + eps * (place == ["y", t, c, n]) for c, v in enumerate(z)]
            outputs.append([sigmoid(v) for v in z])
        all_h.append(h)
        all_a.append(outputs)
    return all_h, all_a


def rows(sequences):
    """[n][t][unit] as an array with time first and examples last."""
    return np.array(sequences).transpose(1, 2, 0)


def cost(a, Y, first=0):
    """Mean square, in plain Python, over the steps from `first` on."""
    squares = [
        (p - y) ** 2
        for n, sequence in enumerate(a)
        for t, outputs in enumerate(sequence)
        for p, y in zip(outputs, Y[t, :, n], strict=True)
        if t >= first
    ]
    return sum(squares) / len(squares)


def slopes(f, shape, eps=1e-6):
    """Central differences of f(index, nudge) for every index of an array."""
    found = np.empty(shape)
    for index in np.ndindex(shape):
        found[index] = (f(index, eps) - f(index, -eps)) / (2 * eps)
    return found


def parameter_slopes(f, weights):
    """Central differences of f(weights) along every weight, one array each."""

    def nudged(k):
        def at(index, eps):
            changed = [w.copy() for w in weights]
            changed[k][index] += eps
            return f(changed)

        return at

    return [slopes(nudged(k), w.shape) for k, w in enumerate(weights)]


def assert_all_close(arrays, others, **tolerance):
    for array, other in zip(arrays, others, strict=True):
        np.testing.assert_allclose(array, other, **tolerance)


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


def deltas(chapter, weights, data, loss="mse", back="hidden_deltas"):
    X, Y = data
    h, a = chapter["forward"](weights, X)
    delta_y = chapter[loss](a, Y)[1]
    return h, chapter[back](weights, h, delta_y), delta_y


@pytest.mark.equation("eq-rnn-delta")
def test_deltas_of_the_hidden_units_at_every_step(chapter, weights, data):
    X, Y = data
    _, delta, _ = deltas(chapter, weights, data)
    measured = slopes(
        lambda at, eps: cost(plain(weights, X, nudge=("h", *at, eps))[1], Y), delta.shape
    )
    np.testing.assert_allclose(delta, measured, rtol=1e-6, atol=1e-10)


@pytest.mark.equation("eq-rnn-gradient")
@pytest.mark.equation("eq-rnn-gradient-output")
def test_gradients_of_all_five_arrays(chapter, weights, data):
    X, Y = data
    measured = parameter_slopes(lambda w: cost(plain(w, X)[1], Y), weights)
    found = chapter["gradients"](X, *deltas(chapter, weights, data))
    assert_all_close(found, measured, rtol=1e-6, atol=1e-9)


@pytest.mark.equation("eq-rnn-delta-truncated")
def test_truncated_gradient_takes_the_state_before_as_a_constant(chapter, weights, data):
    X, Y = data
    states = plain(weights, X)[0]
    measured = parameter_slopes(lambda w: cost(plain(w, X, states=states)[1], Y), weights)
    found = chapter["gradients"](X, *deltas(chapter, weights, data, back="truncated_deltas"))
    assert_all_close(found, measured, rtol=1e-6, atol=1e-9)


@pytest.mark.equation("eq-rnn-last-step")
def test_loss_at_the_last_step_only(chapter, weights, data):
    X, Y = data

    def last(a):
        return cost(a, Y, first=T - 1)

    loss, delta_y = chapter["last_step"](chapter["forward"](weights, X)[1], Y)
    assert loss == pytest.approx(last(plain(weights, X)[1]), rel=1e-13)
    assert not delta_y[:-1].any()
    measured = slopes(
        lambda at, eps: last(plain(weights, X, nudge=("y", *at, eps))[1]), delta_y.shape
    )
    np.testing.assert_allclose(delta_y, measured, rtol=1e-6, atol=1e-10)
    found = chapter["gradients"](X, *deltas(chapter, weights, data, loss="last_step"))
    measured = parameter_slopes(lambda w: last(plain(w, X)[1]), weights)
    assert_all_close(found, measured, rtol=1e-6, atol=1e-9)


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


@pytest.mark.equation("eq-rnn-jacobian")
def test_product_of_jacobians_is_the_derivative_from_first_to_last_step(chapter, weights, data):
    X, W_hh = data[0], weights[1]
    h, _ = chapter["forward"](weights, X)

    def z_last(i, eps):
        """Weighted inputs of the last step of the first sequence, z of step 1 nudged."""
        h_before_last = plain(weights, X, nudge=("h", 0, i, 0, eps))[0][0][T - 1]
        return W_hh @ h_before_last + weights[0] @ X[-1, :, 0] + weights[2][:, 0]

    jacobian = np.array([(z_last(i, 1e-6) - z_last(i, -1e-6)) / 2e-6 for i in range(H)]).T
    product = chapter["product_of_jacobians"](chapter["sigmoid_slope"](h[1:, :, 0]), W_hh)
    np.testing.assert_allclose(product, jacobian.T, rtol=1e-6, atol=1e-10)
    _, delta, _ = deltas(chapter, weights, data, loss="last_step")
    np.testing.assert_allclose(product @ delta[-1, :, 0], delta[0, :, 0], rtol=1e-10)


@pytest.mark.equation("eq-rnn-clip")
@pytest.mark.parametrize("share", [0.3, 2.0])
def test_clipping_shortens_what_is_longer_and_nothing_else(share):
    X, Y = nnlib.datasets.zero_zero_one()
    model = nnlib.RNN(1, 3, 1)
    theta, gradient = model.theta.copy(), model.loss_and_grad(X, Y)[1]
    length = math.sqrt(dot(gradient.tolist(), gradient.tolist()))
    nnlib.train(model, X, Y, eta=0.5, epochs=1, max_norm=share * length)
    np.testing.assert_allclose(model.theta, theta - 0.5 * min(1, share) * gradient, rtol=1e-12)


def test_networks_on_a_further_axis_are_each_as_they_would_be_alone(chapter, rng, data):
    X, Y = data
    many = [rng.normal(size=(5, *shape)) for shape in ((H, D), (H, H), (H, 1), (C, H), (C, 1))]
    for loss in ("mse", "last_step"):
        for back in ("hidden_deltas", "truncated_deltas"):
            stacked = X[:, None], Y[:, None]
            together = chapter["gradients"](stacked[0], *deltas(chapter, many, stacked, loss, back))
            for k in range(5):
                one = deltas(chapter, [w[k] for w in many], data, loss, back)
                alone = chapter["gradients"](X, *one)
                assert_all_close([g[k] for g in together], alone, rtol=1e-12, atol=1e-15)


def test_memory_tasks_are_what_the_text_says(chapter):
    X, Y = chapter["repeat_after"](3)
    assert X.shape == Y.shape == (4, 1, 1, 16)
    assert len({tuple(sequence) for sequence in X[:, 0, 0].T}) == 16
    np.testing.assert_array_equal(Y[-1], X[0])
    X, Y = chapter["silence"](3)
    np.testing.assert_array_equal(X[:, 0, 0].T, [[0, 0, 0, 0], [1, 0, 0, 0]])
    np.testing.assert_array_equal(Y[-1, 0, 0], [0, 1])


def test_tanh_deltas_carry_the_slope_of_tanh(chapter, weights, data):
    X, Y = data

    def loss(w):
        return chapter["last_step"](chapter["forward"](w, X, np.tanh)[1], Y)[0]

    h, a = chapter["forward"](weights, X, np.tanh)
    delta_y = chapter["last_step"](a, Y)[1]
    found = chapter["gradients"](X, h, chapter["tanh_deltas"](weights, h, delta_y), delta_y)
    assert_all_close(found, parameter_slopes(loss, weights), rtol=1e-6, atol=1e-9)
