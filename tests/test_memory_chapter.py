"""The code of chapters/memory.ipynb, and what the page says of its experiments."""

import ast
import math

import numpy as np
import pytest
from recurrent import (
    H,
    T,
    assert_all_close,
    cost,
    defined,
    deltas,
    dot,
    functions,
    parameter_slopes,
    plain,
    random_data,
    random_weights,
    slopes,
)

import nnlib


@pytest.fixture(scope="module")
def chapter():
    return defined("memory")


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def weights(rng):
    return random_weights(rng)


@pytest.fixture
def data(rng):
    return random_data(rng)


def test_the_functions_of_the_last_chapter_are_unchanged():
    last = {f.name: ast.unparse(f) for f in functions("rnn")}
    here = {f.name: ast.unparse(f) for f in functions("memory")}
    repeated = set(last) & set(here) - {"train"}  # memory's trains with any loss and any way back
    assert len(repeated) == 7
    for name in repeated:
        assert here[name] == last[name]


@pytest.mark.equation("eq-rnn-delta-truncated")
def test_truncated_gradient_takes_the_state_before_as_a_constant(chapter, weights, data):
    X, Y = data
    states = plain(weights, X)[0]
    measured = parameter_slopes(lambda w: cost(plain(w, X, states=states)[1], Y), weights)
    found = chapter["gradients"](X, *deltas(chapter, weights, data, back="truncated_deltas"))
    assert_all_close(found, measured, rtol=1e-6, atol=1e-9)
    true = chapter["gradients"](X, *deltas(chapter, weights, data))
    assert [np.allclose(f, t) for f, t in zip(found, true, strict=True)] == 3 * [False] + 2 * [True]
    _, short, _ = deltas(chapter, weights, data, "last_step", "truncated_deltas")
    assert not short[:-1].any()  # no error reaches an earlier step


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


def test_the_part_towards_one_half_is_the_gradient_for_targets_of_one_half(chapter, weights, data):
    X, Y = data
    found = chapter["gradients"](X, *deltas(chapter, weights, data, loss="to_one_half"))
    halves = np.full_like(Y, 0.5)
    measured = parameter_slopes(lambda w: cost(plain(w, X)[1], halves, first=T - 1), weights)
    assert_all_close(found, measured, rtol=1e-6, atol=1e-9)


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
    assert np.linalg.norm(model.theta - theta) <= 0.5 * share * length * (1 + 1e-12)


@pytest.mark.equation("eq-rnn-clip")
def test_each_network_of_a_stack_is_clipped_on_its_own(chapter, rng):
    gradient = random_weights(rng, 3)
    theta = [np.concatenate([g[n].ravel() for g in gradient]) for n in range(3)]
    limit = sorted(math.sqrt(dot(t.tolist(), t.tolist())) for t in theta)[1]
    shorter = chapter["clipped"](gradient, limit)
    for n, whole in enumerate(theta):
        found = np.concatenate([g[n].ravel() for g in shorter])
        length = math.sqrt(dot(whole.tolist(), whole.tolist()))
        np.testing.assert_allclose(found, whole * min(1, limit / length), rtol=1e-12)
    zeros = [np.zeros_like(g) for g in gradient]
    assert not any(g.any() for g in chapter["clipped"](zeros, limit))


def test_with_a_limit_no_step_is_longer_than_eta_times_it(chapter):
    start = chapter["starts"](4, 3, np.random.default_rng(0))
    for limit, at_most in ((1e-3, 1e-3), (None, math.inf)):
        weights = [w.copy() for w in start]
        how = {"eta": 2.0, "epochs": 1, "loss": chapter["last_step"], "max_norm": limit}
        chapter["train"](weights, [chapter["repeat_after"](1)], **how)
        moved = sum(((w - s) ** 2).sum(axis=(1, 2)) for w, s in zip(weights, start, strict=True))
        assert np.all(np.sqrt(moved) <= 2.0 * at_most * (1 + 1e-9))
        assert np.all(np.sqrt(moved) > 1.9e-3)  # all of these gradients are longer


def test_networks_on_a_further_axis_are_each_as_they_would_be_alone(chapter, rng, data):
    X, Y = data
    many = random_weights(rng, 5)
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
    others = 2 * X[1:, 0, 0] - 1
    np.testing.assert_array_equal(others @ (2 * Y[-1, 0, 0] - 1), 0)  # they tell nothing
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


# --- what the page says ----------------------------------------------------------------------


def test_frozen_arrays_stay_and_the_others_descend(chapter):
    start = chapter["starts"](4, 3, np.random.default_rng(0))
    weights = [w.copy() for w in start]
    task = [chapter["repeat_after"](1)]
    chapter["train"](weights, task, eta=1.0, epochs=3, loss=chapter["last_step"], trained=2)
    moved = [not np.array_equal(w, s) for w, s in zip(weights, start, strict=True)]
    assert moved == [False, False, False, True, True]


def test_a_state_without_the_symbol_is_not_readable(chapter):
    weights = chapter["starts"](5, 3, np.random.default_rng(0))
    assert chapter["best_readers"](weights, 1)[0].all()
    weights[1][:] = 0  # W_hh = 0: nothing of the first symbol is left
    assert not chapter["best_readers"](weights, 1)[0].any()


def test_shuffled_labels_are_read_where_sequences_are_few_and_seldom_elsewhere(chapter):
    rng = np.random.default_rng(0)
    few = chapter["starts"](20, 3, np.random.default_rng(1))
    assert chapter["best_readers"](few, 1, rng)[0].all()  # 4 sequences, 4 numbers to fit
    weights = chapter["starts"](20, 8, np.random.default_rng(1))
    assert chapter["best_readers"](weights, 3)[0].all()  # 16 sequences, 9 numbers
    assert chapter["best_readers"](weights, 3, rng)[0].mean() < 0.5


def test_in_silence_every_slope_of_tanh_is_one_until_a_one_comes(chapter):
    X, _ = chapter["silence"](16)
    h, _ = chapter["forward"](chapter["starts_at"](1.5, 16), X, np.tanh)
    assert not h[..., 0].any()  # so every slope 1 - h * h is 1
    assert np.all(np.mean(1 - h[-1, ..., 1] ** 2, axis=1) < 0.9)


def test_what_comes_back_from_two_steps_away_and_further_has_faded(chapter):
    """Cut off after two steps and not one, the gradient misses less than half as much."""

    def after_two(weights, h, delta_y):
        own = chapter["truncated_deltas"](weights, h, delta_y)
        slope = chapter["sigmoid_slope"](h[1:])
        later = np.concatenate([own[1:], np.zeros_like(own[:1])])
        return own + (weights[1].mT @ later) * slope

    rng = np.random.default_rng(5)
    weights = chapter["starts"](100, 3, rng)
    X, Y = rng.integers(0, 2, (2, 20, 100, 1, 20))
    ways = [chapter["hidden_deltas"], chapter["truncated_deltas"], after_two]
    true, one, two = (
        chapter["hidden_gradient"](weights, X, Y, chapter["mse"], back) for back in ways
    )
    missed_of_one, missed_of_two = (
        np.median(np.linalg.norm(g - true, axis=1) / np.linalg.norm(true, axis=1))
        for g in (one, two)
    )
    assert missed_of_two < missed_of_one / 2


@pytest.fixture(scope="module")
def scaled(chapter):
    """The errors over forty steps at every scale of the moving figure, as the page makes them."""
    rng = np.random.default_rng(1)
    W = rng.normal(size=(20, 20))
    chapter["W"] = W / np.abs(np.linalg.eigvals(W)).max()
    chapter["X_long"] = rng.integers(0, 2, (10, 40, 1)) - 0.5
    scales = np.arange(1, 17) / 4
    return {
        (f, rho): np.linalg.norm(chapter["deltas_over_time"](rho, f)[0], axis=(1, 2))
        for f in ("sigmoid", "tanh")
        for rho in scales
    }


@pytest.mark.parametrize(("activation", "largest"), [("sigmoid", 0.25), ("tanh", 1.0)])
def test_at_step_1_the_error_is_below_its_guide_and_further_with_large_weights(
    scaled, activation, largest
):
    below = []
    for rho in np.arange(1, 17) / 4:
        size = scaled[activation, rho]
        below.append((size[0] / size[-1]) ** (1 / 39) / (largest * rho))
    assert max(below) < 1
    assert below[-1] < 0.8 * below[3]  # at the scales 4 and 1


@pytest.mark.parametrize("eta", [0.03, 0.3])
def test_the_radius_decides_at_other_learning_rates_too(chapter, eta):
    """The page's rate is 0.1."""
    shares = {}
    for rho in (0.5, 1.0):
        weights = chapter["starts_at"](rho, 16)
        how = {"loss": chapter["last_step"], "f": np.tanh, "back": chapter["tanh_deltas"]}
        task = [chapter["silence"](16)]
        losses = chapter["train"](weights, task, eta=eta, epochs=1000, **how)
        shares[rho] = np.mean(losses[-1] < 0.05)
    assert shares[0.5] == 0
    assert shares[1.0] > 0.5


def test_starts_have_the_radius_that_they_are_asked_for(chapter):
    W_hh = chapter["starts_at"](1.5, 3)[1]
    np.testing.assert_allclose(np.abs(np.linalg.eigvals(W_hh)).max(axis=1), 1.5, rtol=1e-12)


def test_a_difference_in_the_last_digits_grows_with_the_truncated_gradient_only(chapter):
    def ends(back, eps):
        weights = chapter["starts"](20, 3, np.random.default_rng(2))
        weights[1] += eps
        how = {"loss": chapter["last_step"], "back": chapter[back]}
        return chapter["train"](weights, [chapter["repeat_after"](2)], eta=2.0, epochs=5000, **how)[
            -1
        ]

    for back, grows in (("hidden_deltas", False), ("truncated_deltas", True)):
        apart = np.abs(ends(back, 0) - ends(back, 1e-14)) > 1e-3
        assert apart.mean() > 0.1 if grows else not apart.any()


def test_slopes_are_at_most_a_quarter_and_one():
    z = np.linspace(-9, 9, 1801)
    for f, most in ((lambda z: 1 / (1 + np.exp(-z)), 0.25), (np.tanh, 1.0)):
        slope = (f(z + 1e-6) - f(z - 1e-6)) / 2e-6
        assert slope.max() == pytest.approx(most)
        assert z[np.argmax(slope)] == pytest.approx(0, abs=1e-9)


def test_a_matrix_stretches_no_vector_by_more_than_its_norm_and_its_transpose_has_the_same(rng):
    W = rng.normal(size=(5, 5))
    norm = np.linalg.norm(W, 2)
    v = rng.normal(size=(5, 1000))
    stretch = np.linalg.norm(W @ v, axis=0) / np.linalg.norm(v, axis=0)
    assert stretch.max() <= norm
    best = np.linalg.svd(W)[2][0]
    assert np.linalg.norm(W @ best) == pytest.approx(norm)
    assert np.linalg.norm(W.T, 2) == pytest.approx(norm)


def test_larger_weights_push_the_units_to_where_they_are_flat(chapter, scaled):
    for activation in ("sigmoid", "tanh"):
        slopes_at = [
            np.mean(chapter["deltas_over_time"](rho, activation)[1] ** 2) for rho in (0.5, 1, 2, 4)
        ]
        assert slopes_at == sorted(slopes_at, reverse=True)
    above = [
        size[-3] / size[-1] > rho**2 for (f, rho), size in scaled.items() if f == "tanh"
    ]  # a curve above its guide in the first two steps back
    assert any(above)
