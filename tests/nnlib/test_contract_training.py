"""`train` as the contract has it: order, η over time, optimizers, decay, weights, validation, ends.

Where the contract is silent: `eta` as a function is called once an epoch, with the epoch, before
its first step; the loss of the history holds no penalty of `weight_decay` (as in PyTorch); with
weights, the history divides by the weights of all examples of the epoch, and a batch whose weights
are all 0 is passed over; what `train` would have returned stands in `.history` of the error; True
of NumPy counts as True in a callback; `optimizer` and `momentum` together are refused.
"""

import copy
import math
import pickle
import tracemalloc

import numpy as np
import pytest
from cases import MAKERS, PLAIN, data, filled, is_recurrent, named, step_of
from numpy.testing import assert_allclose, assert_array_equal

import nnlib
from nnlib import MLP, RNN, Adam, Momentum, Neuron, datasets, train, train_ensemble


@pytest.fixture(params=PLAIN)
def case(request):
    return filled(request.param)


def twins(case):
    model, X, Y = case
    return model, copy.deepcopy(model), X, Y


def decayed(model):
    """Return a vector like θ: 1 at the weights, 0 at the biases."""
    flags = copy.deepcopy(model)
    for name, view in named(flags).items():
        view[...] = float(not name.startswith("b"))
    return flags.theta


# --- order -------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 4, 5, 6])
def test_without_shuffling_batches_are_taken_in_order(case, size):
    model, same, X, Y = twins(case)
    history = train(model, X, Y, eta=0.3, epochs=3, batch_size=size, shuffle=False)
    expected = []
    for _ in range(3):
        total = 0.0
        for k in range(0, len(X), size):
            rows = slice(k, k + size)
            loss, grad = same.loss_and_grad(X[rows], Y[rows])
            same.theta -= 0.3 * grad
            total += loss * len(X[rows])
        expected.append(total / len(X))
    assert_allclose(model.theta, same.theta, rtol=1e-12)
    assert_allclose(history.loss, expected, rtol=1e-12)


def test_without_shuffling_a_generator_is_neither_needed_nor_used(case):
    model, same, X, Y = twins(case)
    rng = np.random.default_rng(3)
    train(model, X, Y, eta=0.3, epochs=2, batch_size=4, shuffle=False, rng=rng)
    train(same, X, Y, eta=0.3, epochs=2, batch_size=4, shuffle=False)
    assert_array_equal(model.theta, same.theta)
    assert rng.random() == np.random.default_rng(3).random()


def test_minibatches_in_order_need_the_word():
    model, X, Y = filled("mlp")
    with pytest.raises((ValueError, TypeError), match=r"rng.*shuffle=False"):
        train(model, X, Y, eta=0.3, epochs=1, batch_size=2)


@pytest.mark.parametrize("shuffle", ["no", None, np.array([True, False])])
def test_shuffle_is_true_or_false(shuffle):
    model, X, Y = filled("mlp")
    with pytest.raises(TypeError, match="shuffle"):
        train(model, X, Y, eta=0.3, epochs=1, batch_size=1, shuffle=shuffle)


@pytest.mark.parametrize("size", [1, 3, 4, 5])
def test_the_history_is_a_mean_over_examples_not_over_batches(case, size):
    model, X, Y = case
    whole = model.loss_and_grad(X, Y)[0]
    # At η = 1e-300 nothing moves, so an epoch's mean is the loss on all the data.
    for order in ({"shuffle": False}, {"rng": np.random.default_rng(0)}):
        history = train(model, X, Y, eta=1e-300, epochs=2, batch_size=size, **order)
        assert_allclose(history.loss, whole, rtol=1e-12)


# --- an ensemble is as `train` alone -----------------------------------------------------------


@pytest.mark.parametrize("batch_size", [None, 1, 2, 3, 4])
@pytest.mark.parametrize("output", ["sigmoid", "identity"])
def test_an_ensemble_trains_each_network_as_train_in_order_would(batch_size, output):
    X, Y = datasets.xor_gate()
    shared = {"eta": 0.3, "epochs": 15, "batch_size": batch_size}
    rng = np.random.default_rng(2)
    models = [MLP((2, 3, 1), output=output, rng=rng) for _ in range(3)]
    result = train_ensemble(
        (2, 3, 1), X, Y, n_networks=3, rng=np.random.default_rng(2), output=output, **shared
    )
    for k, model in enumerate(models):
        history = train(model, X, Y, shuffle=False, **shared)
        assert_allclose(result.theta[k], model.theta, rtol=1e-11)
        assert_allclose(result.history[:, k], history.loss, rtol=1e-11)
        assert_allclose(result.loss[k], model.loss_and_grad(X, Y)[0], rtol=1e-11)


@pytest.mark.parametrize("batch_size", [None, 1, 3])
def test_an_ensemble_that_diverges_stops_with_the_error_of_train(batch_size):
    X = np.linspace(-3, 3, 10)[:, None]
    start = np.full((4, 10), 0.1)
    start[2] = 100.0  # the others would go on for ever
    with pytest.raises(FloatingPointError, match=r"epoch \d+.*smaller eta.*0\.002") as info:
        train_ensemble(
            (1, 3, 1),
            X,
            X**2,
            eta=0.002,
            epochs=200,
            n_networks=4,
            rng=np.random.default_rng(0),
            activation="identity",  # a relu may die and be saved
            output="identity",
            batch_size=batch_size,
            start=start,
        )
    assert "network 2" in str(info.value)


def test_a_last_step_of_an_ensemble_that_is_too_long_is_an_error_too():
    with pytest.raises(FloatingPointError, match="smaller eta"):
        train_ensemble(
            (1, 2, 1),
            [[1e10]],
            [[1e10]],
            eta=1e308,
            epochs=1,
            n_networks=2,
            rng=np.random.default_rng(0),
            output="identity",
        )


# --- η over time -------------------------------------------------------------------------------


def test_eta_may_be_a_function_of_the_epoch(case):
    model, same, X, Y = twins(case)
    asked = []

    def eta(epoch):
        asked.append(epoch)
        return 0.5 / (1 + epoch)

    history = train(model, X, Y, eta=eta, epochs=4)
    losses = [train(same, X, Y, eta=0.5 / (1 + k), epochs=1).loss[0] for k in range(4)]
    assert asked == [0, 1, 2, 3]
    assert_array_equal(model.theta, same.theta)
    assert_array_equal(history.loss, losses)


def test_eta_as_a_function_is_asked_once_an_epoch_however_many_batches():
    model, X, Y = filled("mlp")
    asked = []
    train(
        model,
        X,
        Y,
        eta=lambda k: asked.append(k) or np.float32(0.25),
        epochs=3,
        batch_size=2,
        shuffle=False,
    )
    assert asked == [0, 1, 2]


@pytest.mark.parametrize("optimizer", [lambda: Momentum(0.8), Adam])
def test_eta_as_a_constant_function_is_a_number(case, optimizer):
    model, same, X, Y = twins(case)
    train(model, X, Y, eta=lambda _: 0.1, epochs=5, optimizer=optimizer())
    train(same, X, Y, eta=0.1, epochs=5, optimizer=optimizer())
    assert_array_equal(model.theta, same.theta)


@pytest.mark.parametrize("bad", [0.0, -1.0, math.nan, math.inf, "0.1", None, [0.1, 0.2], 1j])
def test_what_eta_returns_is_checked_and_the_epoch_named(bad):
    model, X, Y = filled("mlp")
    with pytest.raises((ValueError, TypeError), match=r"eta.*2") as info:
        train(model, X, Y, eta=lambda k: bad if k == 2 else 0.1, epochs=5)
    assert repr(bad) in str(info.value) or f"{bad}" in str(info.value)


def test_a_divergence_under_a_function_names_the_eta_of_that_epoch():
    model = MLP((1, 1), output="identity")
    with pytest.raises(FloatingPointError, match="512"):
        train(model, [[9.0]], [[1.0]], eta=lambda _: 512.0, epochs=500)


# --- optimizers --------------------------------------------------------------------------------

OPTIMIZERS = {
    "momentum": lambda: Momentum(0.9),
    "adam": Adam,
    "adam, other constants": lambda: Adam(beta1=0.5, beta2=0.9, eps=1e-3),
}


@pytest.mark.parametrize("options", [{}, {"max_norm": 0.05}, {"weight_decay": 0.1}])
@pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_fifty_and_fifty_epochs_are_a_hundred(case, make, options):
    model, same, X, Y = twins(case)
    optimizer = make()
    first = train(model, X, Y, eta=0.05, epochs=50, optimizer=optimizer, **options)
    second = train(model, X, Y, eta=0.05, epochs=50, optimizer=optimizer, **options)
    whole = train(same, X, Y, eta=0.05, epochs=100, optimizer=make(), **options)
    assert_array_equal(model.theta, same.theta)
    assert_array_equal(np.concatenate([first.loss, second.loss]), whole.loss)


@pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_an_optimizer_can_be_put_aside_between_the_calls(case, make):
    model, same, X, Y = twins(case)
    optimizer = make()
    for _ in range(2):
        train(model, X, Y, eta=0.05, epochs=5, optimizer=optimizer)
        optimizer = pickle.loads(pickle.dumps(copy.deepcopy(optimizer)))
    train(same, X, Y, eta=0.05, epochs=10, optimizer=make())
    assert_array_equal(model.theta, same.theta)


def test_momentum_as_a_number_is_short_for_a_fresh_optimizer(case):
    model, same, X, Y = twins(case)
    for _ in range(2):
        train(model, X, Y, eta=0.1, epochs=5, momentum=0.9)
        train(same, X, Y, eta=0.1, epochs=5, optimizer=Momentum(0.9))
    assert_array_equal(model.theta, same.theta)


@pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_two_optimizers_share_nothing(case, make):
    model, same, X, Y = twins(case)
    train(model, X, Y, eta=0.05, epochs=3, optimizer=make())
    train(same, X, Y, eta=0.05, epochs=3, optimizer=make())
    assert_array_equal(model.theta, same.theta)


def momentum_on_paper(theta, grad, state, eta):
    v = 0.9 * state.get("v", 0.0) + grad
    return theta - eta * v, {"v": v}


def adam_on_paper(theta, grad, state, eta):
    t = state.get("t", 0) + 1
    m = 0.9 * state.get("m", 0.0) + 0.1 * grad
    s = 0.999 * state.get("s", 0.0) + 0.001 * grad**2
    m_hat, s_hat = m / (1 - 0.9**t), s / (1 - 0.999**t)
    return theta - eta * m_hat / (np.sqrt(s_hat) + 1e-8), {"t": t, "m": m, "s": s}


@pytest.mark.parametrize("eta", [0.05, lambda k: 0.2 / (1 + k)], ids=["constant", "over time"])
@pytest.mark.parametrize("max_norm", [None, 0.03])
@pytest.mark.parametrize("weight_decay", [0.0, 0.2])
@pytest.mark.parametrize(
    ("make", "on_paper"),
    [(lambda: Momentum(0.9), momentum_on_paper), (Adam, adam_on_paper)],
    ids=["momentum", "adam"],
)
def test_steps_are_those_on_paper(case, *, make, on_paper, weight_decay, max_norm, eta):
    """Clip, add the decay, step: PyTorch's order, whose optimizer adds the decay to `p.grad`."""
    model, same, X, Y = twins(case)
    options = {"max_norm": max_norm, "weight_decay": weight_decay, "optimizer": make()}
    train(model, X, Y, eta=eta, epochs=6, **options)
    state, flags = {}, decayed(same)
    for epoch in range(6):
        grad = same.loss_and_grad(X, Y)[1]
        norm = math.sqrt(math.fsum(grad**2))
        if max_norm is not None and norm > max_norm:
            grad *= max_norm / norm
        grad += weight_decay * flags * same.theta
        rate = eta(epoch) if callable(eta) else eta
        same.theta, state = on_paper(same.theta, grad, state, rate)
    assert_allclose(model.theta, same.theta, rtol=1e-11, atol=1e-13)


BAD_OPTIMIZERS = {
    "a name": ({"optimizer": "adam"}, TypeError, ["optimizer", "Adam", "'adam'"]),
    "a class": ({"optimizer": Adam}, TypeError, ["optimizer", "Adam()"]),
    "a number": ({"optimizer": 0.9}, TypeError, ["optimizer", "Momentum", "0.9"]),
    "both": ({"optimizer": Adam(), "momentum": 0.9}, ValueError, ["momentum", "optimizer"]),
    "decay below 0": ({"weight_decay": -0.1}, ValueError, ["weight_decay", ">= 0", "-0.1"]),
    "decay of NaN": ({"weight_decay": math.nan}, ValueError, ["weight_decay", "nan"]),
    "decay as text": ({"weight_decay": "0.1"}, TypeError, ["weight_decay", "'0.1'"]),
}


@pytest.mark.parametrize("name", BAD_OPTIMIZERS)
def test_bad_optimizers_are_named(name):
    options, error, words = BAD_OPTIMIZERS[name]
    model, X, Y = filled("mlp")
    before = model.theta.copy()
    with pytest.raises(error) as info:
        train(model, X, Y, eta=0.1, epochs=1, **options)
    for word in words:
        assert word in str(info.value)
    assert_array_equal(model.theta, before)


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: Momentum(1.0), ValueError, ["momentum", "< 1"]),
        (lambda: Momentum(-0.1), ValueError, ["momentum", ">= 0"]),
        (lambda: Momentum("0.9"), TypeError, ["momentum", "'0.9'"]),
        (lambda: Adam(beta1=1.0), ValueError, ["beta1", "< 1"]),
        (lambda: Adam(beta2=-0.5), ValueError, ["beta2", ">= 0"]),
        (lambda: Adam(eps=0.0), ValueError, ["eps", "> 0"]),
        (lambda: Adam(eps=None), TypeError, ["eps", "None"]),
    ],
)
def test_constants_that_cannot_be_are_refused(make, error, words):
    with pytest.raises(error) as info:
        make()
    for word in words:
        assert word in str(info.value)


@pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_an_optimizer_of_another_model_is_refused(make):
    optimizer = make()
    small, X, Y = filled("mlp")
    train(small, X, Y, eta=0.1, epochs=1, optimizer=optimizer)
    large = MLP((2, 4, 1))
    before = large.theta.copy()
    with pytest.raises(ValueError, match="optimizer") as info:
        train(large, X, Y, eta=0.1, epochs=1, optimizer=optimizer)
    assert str(small.theta.size) in str(info.value)
    assert_array_equal(large.theta, before)


# --- weight decay ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MAKERS)
def test_weight_decay_pulls_weights_and_leaves_biases(name):
    model, X, Y = filled(name)
    loss, plain = step_of(model, X, Y)
    decayed_loss, pulled = step_of(model, X, Y, weight_decay=0.25)
    assert decayed_loss == loss
    assert_allclose(pulled - plain, 0.25 * decayed(model) * model.theta, rtol=1e-10, atol=1e-14)


# --- weights -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MAKERS)
def test_whole_weights_are_repetitions(name):
    model, X, Y = filled(name)
    times = np.array([1, 3, 0, 2, 1, 4])
    loss, grad = step_of(model, X, Y, weights=times)
    expected = model.loss_and_grad(np.repeat(X, times, axis=0), np.repeat(Y, times, axis=0))
    assert loss == pytest.approx(expected[0], rel=1e-12)
    assert_allclose(grad, expected[1], rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("name", MAKERS)
def test_only_the_ratios_of_weights_count(name):
    model, X, Y = filled(name)
    weights = np.random.default_rng(1).uniform(0.1, 2.0, len(X))
    for same in (np.full(len(X), 0.3), np.ones(len(X), dtype=int), [1] * len(X)):
        loss, grad = step_of(model, X, Y, weights=same)
        assert loss == pytest.approx(model.loss_and_grad(X, Y)[0], rel=1e-12)
        assert_allclose(grad, model.loss_and_grad(X, Y)[1], rtol=1e-11, atol=1e-14)
    a, b = step_of(model, X, Y, weights=weights), step_of(model, X, Y, weights=1e6 * weights)
    assert a[0] == pytest.approx(b[0], rel=1e-12)
    assert_allclose(a[1], b[1], rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("name", [name for name in MAKERS if name.startswith("rnn")])
def test_weights_of_steps_are_a_weighted_mean(name):
    model, X, Y = filled(name)
    if getattr(model, "answers", "each") == "last":
        with pytest.raises(ValueError, match="weights"):
            step_of(model, X, Y, weights=np.ones(X.shape[:2]))
        return
    weights = np.random.default_rng(2).uniform(0.0, 2.0, X.shape[:2])
    # The loss is linear in the weights: put them on one step at a time.
    total, losses, grads = weights.sum(), [], []
    for place in np.ndindex(weights.shape):
        only = np.zeros_like(weights)
        only[place] = 1.0
        loss, grad = step_of(model, X, Y, weights=only)
        losses.append(weights[place] / total * loss)
        grads.append(weights[place] / total * grad)
    loss, grad = step_of(model, X, Y, weights=weights)
    assert loss == pytest.approx(sum(losses), rel=1e-12)
    assert_allclose(grad, sum(grads), rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("name", ["rnn", "rnn, tanh", "rnn, softmax"])
def test_padded_and_masked_sequences_are_the_sequences_one_by_one(name):
    model, X, Y = filled(name, n=5, time=7)
    lengths = np.array([7, 3, 1, 5, 2])
    weights = (np.arange(7) < lengths[:, None]).astype(float)
    padded_X, padded_Y = X * weights[:, :, None], Y * weights[:, :, None]  # rows of 0, one-hot too
    loss, grad = step_of(model, padded_X, padded_Y, weights=weights)
    parts = [model.loss_and_grad(X[n : n + 1, :T], Y[n : n + 1, :T]) for n, T in enumerate(lengths)]
    share = lengths / lengths.sum()
    expected = sum(s * part[1] for s, part in zip(share, parts, strict=True))
    assert loss == pytest.approx(sum(s * part[0] for s, part in zip(share, parts, strict=True)))
    assert_allclose(grad, expected, rtol=1e-11, atol=1e-14)
    # What stands in the padding is never looked at, be it out of the output's range.
    rng = np.random.default_rng(5)
    other_X = np.where(weights[:, :, None] > 0, X, rng.normal(size=X.shape) * 50)
    other_Y = np.where(weights[:, :, None] > 0, Y, -7.0)
    again = step_of(model, other_X, other_Y, weights=weights)
    assert again[0] == pytest.approx(loss, rel=1e-13)
    assert_allclose(again[1], grad, rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("size", [1, 2, 4])
@pytest.mark.parametrize("name", ["mlp", "rnn", "rnn, last", "mlp, softmax"])
def test_weights_go_with_their_examples_into_batches(name, size):
    model, X, Y = filled(name)
    weights = np.random.default_rng(3).uniform(0.5, 2.0, len(X))
    same, total = copy.deepcopy(model), 0.0
    order = np.random.default_rng(9).permutation(len(X))
    for k in range(0, len(X), size):
        rows = order[k : k + size]
        loss, grad = step_of(same, X[rows], Y[rows], weights=weights[rows])
        same.theta -= 0.4 * grad
        total += loss * weights[rows].sum()
    history = train(
        model,
        X,
        Y,
        eta=0.4,
        epochs=1,
        batch_size=size,
        rng=np.random.default_rng(9),
        weights=weights,
    )
    assert_allclose(model.theta, same.theta, rtol=1e-10)
    assert history.loss[0] == pytest.approx(total / weights.sum(), rel=1e-11)


def test_a_batch_without_weight_is_passed_over():
    model, X, Y = filled("mlp")
    same = copy.deepcopy(model)
    weights = np.array([1.0, 0.0, 0.0, 0.0, 2.0, 0.0])
    options = {"eta": 0.4, "epochs": 3, "batch_size": 2, "shuffle": False}
    loss = train(model, X, Y, weights=weights, **options).loss
    assert np.isfinite(loss).all()
    kept = np.array([0, 1, 4, 5])
    expected = train(same, X[kept], Y[kept], weights=weights[kept], **options).loss
    assert_array_equal(model.theta, same.theta)
    assert_allclose(loss, expected, rtol=1e-13)


BAD_WEIGHTS = {
    "too few": (np.ones(5), ["(6,)", "(5,)"]),
    "a column": (np.ones((6, 1)), ["(6,)", "(6, 1)"]),
    "a number": (2.0, ["(6,)", "()"]),
    "below 0": (np.array([1.0, 1, 1, 1, 1, -1]), ["-1"]),
    "all 0": (np.zeros(6), ["0"]),
    "NaN": (np.array([1.0, 1, 1, 1, 1, np.nan]), ["nan"]),
    "infinite": (np.array([1.0, 1, 1, 1, 1, np.inf]), ["inf"]),
}


@pytest.mark.parametrize("bad", BAD_WEIGHTS)
@pytest.mark.parametrize("name", PLAIN)
def test_bad_weights_are_named(name, bad):
    weights, words = BAD_WEIGHTS[bad]
    model, X, Y = filled(name)
    before = model.theta.copy()
    with pytest.raises(ValueError, match="weights") as info:
        train(model, X, Y, eta=0.1, epochs=1, weights=weights)
    for word in words:
        assert word in str(info.value)
    assert_array_equal(model.theta, before)


def test_weights_of_another_type_or_for_other_steps_are_refused():
    model, X, Y = filled("rnn")
    for weights in ("ones", [["a"]], [1j] * 6):
        with pytest.raises(TypeError, match="weights"):
            train(model, X, Y, eta=0.1, epochs=1, weights=weights)
    with pytest.raises(ValueError, match=r"weights.*\(6, 4\)"):
        train(model, X, Y, eta=0.1, epochs=1, weights=np.ones((6, 3)))


# --- validation --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MAKERS)
def test_the_validation_loss_is_taken_after_each_epoch(name):
    model, X, Y = filled(name)
    others = data(model, n=9, seed=5)
    expected = []
    history = train(
        model,
        X,
        Y,
        eta=0.1,
        epochs=4,
        batch_size=4,
        rng=np.random.default_rng(0),
        validation=others,
        callback=lambda *_: expected.append(model.loss_and_grad(*others)[0]),
    )
    assert history.validation.shape == history.loss.shape == (4,)
    assert history.validation.dtype == np.float64
    assert_allclose(history.validation, expected, rtol=1e-12)
    assert train(model, X, Y, eta=0.1, epochs=1).validation is None


def test_validation_changes_nothing_else(case):
    model, same, X, Y = twins(case)
    others = data(model, n=3, seed=5)
    shared = {"eta": 0.1, "epochs": 4, "batch_size": 4, "max_norm": 0.1, "momentum": 0.5}
    a = train(model, X, Y, rng=np.random.default_rng(0), validation=others, **shared)
    b = train(same, X, Y, rng=np.random.default_rng(0), **shared)
    assert_array_equal(model.theta, same.theta)
    assert_array_equal(a.loss, b.loss)
    assert len(train(model, X, Y, eta=1.0, epochs=0, validation=others).validation) == 0


def test_sequences_for_validation_may_have_another_length():
    model, X, Y = filled("rnn")
    others = data(model, n=3, time=9, seed=5)
    history = train(model, X, Y, eta=1e-300, epochs=1, validation=others)
    assert history.validation[0] == pytest.approx(model.loss_and_grad(*others)[0], rel=1e-12)


@pytest.mark.parametrize(
    ("bad", "error", "words"),
    [
        (lambda X, Y: (X, Y, X), (ValueError, TypeError), ["validation"]),
        (lambda X, _: X, (ValueError, TypeError), ["validation"]),
        (lambda *_: 3, (ValueError, TypeError), ["validation", "(X, Y)", "3"]),
        (lambda X, Y: (X[:3], Y), ValueError, ["validation", "3", "6"]),
        (lambda X, Y: (X[:, :1], Y), ValueError, ["validation", "D = 2"]),
        (lambda X, Y: (X * np.nan, Y), ValueError, ["validation", "finite"]),
    ],
)
def test_bad_validation_data_are_named(bad, error, words):
    model, X, Y = filled("mlp")
    before = model.theta.copy()
    with pytest.raises(error) as info:
        train(model, X, Y, eta=0.1, epochs=1, validation=bad(X, Y))
    for word in words:
        assert word in str(info.value)
    assert_array_equal(model.theta, before)


# --- how it ends -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [1, 0.1, "stop", [True], np.array([1.0, 2.0]), np.array([]), {"stop": 1}, object(), np.ones(1)],
)
def test_only_true_stops_a_training(answer):
    model, X, Y = filled("mlp")
    assert len(train(model, X, Y, eta=0.1, epochs=4, callback=lambda *_: answer).loss) == 4


def test_a_callback_that_answers_the_loss_does_not_stop_it():
    model, X, Y = filled("mlp")
    assert len(train(model, X, Y, eta=0.1, epochs=4, callback=lambda _, loss: loss).loss) == 4


@pytest.mark.parametrize("answer", [True, np.True_])
def test_true_stops_it_and_so_does_a_comparison_with_numpy(answer):
    model, X, Y = filled("mlp")
    stop = lambda epoch, _: answer if epoch == 1 else None  # noqa: E731
    history = train(model, X, Y, eta=0.1, epochs=4, callback=stop, validation=(X, Y))
    assert len(history.loss) == len(history.validation) == 2


def test_the_callback_gets_plain_numbers():
    model, X, Y = filled("mlp")
    seen = []
    train(model, X, Y, eta=0.1, epochs=2, callback=lambda *given: seen.extend(map(type, given)))
    assert seen == [int, float, int, float]


DIVERGING = {
    "mlp": (lambda: MLP((1, 1), output="identity"), np.linspace(-3, 3, 10)[:, None], 1.0),
    "relu": (
        lambda: MLP((1, 3, 1), activation="relu", output="identity"),
        np.linspace(0.5, 3, 10)[:, None],
        10.0,
    ),
    "rnn": (
        lambda: RNN(1, 2, 1, activation="identity", output="identity"),
        np.linspace(-3, 3, 12).reshape(4, 3, 1),
        1.0,
    ),
    "last": (
        lambda: RNN(1, 2, 1, activation="identity", output="identity", answers="last"),
        np.linspace(-3, 3, 12).reshape(4, 3, 1),
        1.0,
    ),
}
HOW = {
    "full batch": {},
    "momentum": {"momentum": 0.9},
    "adam": {"optimizer": "adam"},
    "decay": {"weight_decay": 1e-3},
    "weights": {"weights": True},
    "validation": {"validation": True},
    "one by one": {"batch_size": 1},
    "shuffled": {"batch_size": 3, "rng": np.random.default_rng(0)},
}


def diverging(name, how):
    make, X, eta = DIVERGING[name]
    Y, options = 2 * X, dict(HOW[how])
    model = make()
    if getattr(model, "answers", "each") == "last":
        Y = Y[:, -1]
    if how == "adam":  # Adam's steps are bounded by η: only a huge one leaves the floats
        options["optimizer"], eta = Adam(), 1e200
    if how == "weights":
        options["weights"] = np.ones(len(X))
    if how == "validation":
        options["validation"] = (X, Y)
    return model, X, Y, eta, options


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("name", DIVERGING)
def test_after_a_divergence_theta_is_the_last_finite_one(name, how):
    model, X, Y, eta, options = diverging(name, how)
    theta = model.theta
    with pytest.raises(FloatingPointError, match="last finite") as info:
        train(model, X, Y, eta=eta, epochs=5000, **options)
    assert f"{eta:g}" in str(info.value)
    assert model.theta is theta
    assert np.isfinite(model.theta).all()
    assert np.isfinite(info.value.history.loss).all()
    if "batch_size" not in options:
        assert np.isfinite(model.loss_and_grad(X, Y)[0])


def test_a_line_recovers_from_a_divergence_with_a_smaller_eta():
    """The case that was reported: the same call once more with η = 0.001."""
    x = np.linspace(-3, 3, 10)[:, None]
    model = MLP((1, 1), output="identity")
    with pytest.raises(FloatingPointError, match="last finite"):
        train(model, x, 2 * x, eta=1.0, epochs=5000)
    loss = train(model, x, 2 * x, eta=0.001, epochs=200).loss
    assert loss[-1] < loss[0]
    assert np.isfinite(loss).all()


@pytest.mark.parametrize("how", ["full batch", "momentum", "one by one", "shuffled"])
@pytest.mark.parametrize("name", DIVERGING)
def test_the_last_finite_theta_is_of_the_last_epochs_and_not_the_start(name, how):
    model, X, Y, eta, options = diverging(name, how)
    thetas = [model.theta.copy()]
    with pytest.raises(FloatingPointError):
        train(
            model,
            X,
            Y,
            eta=eta,
            epochs=5000,
            callback=lambda *_: thetas.append(model.theta.copy()),
            **options,
        )
    # The one after the last epoch may have overflowed, and the loss from the one before that.
    assert any(np.array_equal(model.theta, theta) for theta in thetas[-3:])


@pytest.mark.parametrize("batch_size", [None, 2])
def test_the_last_finite_theta_is_the_one_before_the_step_that_left_the_floats(batch_size):
    model = MLP((1, 1), output="identity", bias=False)
    model.theta = 1e150
    options = {"batch_size": batch_size, "shuffle": False}
    with pytest.raises(FloatingPointError, match="last finite"):
        train(model, [[1e3], [1e3]], [[0.0], [0.0]], eta=1e160, epochs=1, **options)
    assert_array_equal(model.theta, 1e150)


class StoppedError(Exception):
    pass


@pytest.mark.parametrize("error", [KeyboardInterrupt, StoppedError, ValueError("mine")])
def test_what_stops_a_training_carries_the_history_so_far(case, error):
    model, same, X, Y = twins(case)

    def callback(epoch, _loss):
        if epoch == 2:
            raise error

    with pytest.raises(error if isinstance(error, type) else type(error)) as info:
        train(model, X, Y, eta=0.1, epochs=9, callback=callback, validation=(X, Y))
    expected = train(same, X, Y, eta=0.1, epochs=3, validation=(X, Y))
    assert isinstance(info.value.history, nnlib.History)
    assert_array_equal(info.value.history.loss, expected.loss)
    assert_array_equal(info.value.history.validation, expected.validation)
    assert_array_equal(model.theta, same.theta)


def test_an_interrupt_in_the_middle_of_an_epoch_keeps_what_was_whole():
    model, X, Y = filled("mlp")
    same, calls = copy.deepcopy(model), []

    class Interrupted(MLP):
        def loss_and_grad(self, X, Y):
            calls.append(1)
            if len(calls) == 8:  # the second batch of the third epoch
                raise KeyboardInterrupt
            return super().loss_and_grad(X, Y)

    model = Interrupted((2, 3, 1))
    model.theta = same.theta
    with pytest.raises(KeyboardInterrupt) as info:
        train(model, X, Y, eta=0.1, epochs=9, batch_size=2, shuffle=False)
    expected = train(same, X, Y, eta=0.1, epochs=2, batch_size=2, shuffle=False)
    assert_allclose(info.value.history.loss, expected.loss, rtol=1e-12)


def test_a_divergence_carries_the_history_so_far():
    model = MLP((1, 1), output="identity")
    same, seen = copy.deepcopy(model), []
    data = [[1.0], [2.0]], [[1.0], [3.0]]
    with pytest.raises(FloatingPointError) as info:
        train(model, *data, eta=2.0, epochs=2000, callback=lambda _, loss: seen.append(loss))
    assert info.value.history.loss.tolist() == seen
    assert len(seen) > 10
    with pytest.warns(RuntimeWarning, match="far above"):
        assert train(same, *data, eta=2.0, epochs=5).loss.tolist() == seen[:5]


def test_a_failing_eta_carries_it_too():
    model, X, Y = filled("mlp")
    with pytest.raises(ZeroDivisionError) as info:
        train(model, X, Y, eta=lambda k: 1 / (2 - k), epochs=9)
    assert len(info.value.history.loss) == 2


# --- clipping ----------------------------------------------------------------------------------


def with_gradient(base, gradient, loss=1.0):
    """Return a class whose loss is as given and whose gradient is too."""

    class Given(base):
        def loss_and_grad(self, X, Y):  # noqa: ARG002
            return loss, np.array(gradient, dtype=float)

    return Given


@pytest.mark.parametrize("size", [1e200, 5e307, 1.0, 1e-150, 1e-200, 1e-300])
def test_clipping_scales_before_it_takes_the_norm(size):
    model = with_gradient(Neuron, [3 * size, 0.0, -1.5 * size])(2)
    model.theta = 0.0
    max_norm = 1.0 if size >= 1.0 else size / 10
    train(model, [[1.0, 2.0]], [[1.0]], eta=1.0, epochs=1, max_norm=max_norm)
    expected = max_norm * np.array([-2.0, 0.0, 1.0]) / math.sqrt(5.0)
    assert_allclose(model.theta, expected, rtol=1e-12)


def test_clipping_works_in_a_long_recurrent_network_that_grows():
    model = RNN(1, 20, 1, activation="relu", rng=np.random.default_rng(0))
    model.W_hh = np.abs(model.W_hh) + 0.05
    rng = np.random.default_rng(1)
    X, Y = rng.uniform(0, 1, (1, 300, 1)), np.zeros((1, 300, 1))
    scale = np.abs(np.linalg.eigvals(model.W_hh)).max()
    model.W_hh *= 10 ** (200 / 300) / scale  # states near 1e200: squares of gradients overflow
    model.W_hy *= 1e-200
    theta = model.theta.copy()
    with np.errstate(all="ignore"):
        grad = model.loss_and_grad(X, Y)[1]
    assert np.isfinite(grad).all()
    train(model, X, Y, eta=0.5, epochs=1, max_norm=1.0)
    assert np.linalg.norm(theta - model.theta) == pytest.approx(0.5, rel=1e-9)


@pytest.mark.parametrize("max_norm", [None, 1.0])
@pytest.mark.parametrize("bad", [np.inf, -np.inf, np.nan])
def test_a_gradient_that_is_not_finite_stops_it(bad, max_norm):
    model = with_gradient(Neuron, [1.0, bad, 0.0])(2)
    before = model.theta.copy()
    with pytest.raises(FloatingPointError, match="last finite"):
        train(model, [[1.0, 2.0]], [[1.0]], eta=1.0, epochs=3, max_norm=max_norm)
    assert_array_equal(model.theta, before)


# --- models of one's own -----------------------------------------------------------------------


def decayed_model(base):
    class Decayed(base):
        def loss_and_grad(self, X, Y):
            loss, grad = super().loss_and_grad(X, Y)
            return loss + 0.05 * float(self.theta @ self.theta), grad + 0.1 * self.theta

    return Decayed


def own(name):
    plain, X, Y = filled(name)
    arguments = {"neuron": (2,), "mlp": ((2, 3, 1),), "rnn": (2, 3, 2)}[name]
    model = decayed_model(type(plain))(*arguments, loss=plain.loss)
    model.theta = plain.theta
    return model, X, Y


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"batch_size": 1},
        {"batch_size": 4, "shuffle": False},
        {"momentum": 0.9},
        {"max_norm": 0.1},
    ],
    ids=["full batch", "one by one", "in order", "momentum", "clipped"],
)
@pytest.mark.parametrize("name", PLAIN)
def test_training_follows_a_gradient_that_a_subclass_returns(name, options):
    model, X, Y = own(name)
    same = copy.deepcopy(model)
    assert nnlib.check_gradient(model, X, Y).max_relative_error < 1e-6
    history = train(model, X, Y, eta=0.2, epochs=3, **options)
    size, velocity, losses = options.get("batch_size", len(X)), 0.0, []
    for _ in range(3):
        total = 0.0
        for k in range(0, len(X), size):
            loss, grad = same.loss_and_grad(X[k : k + size], Y[k : k + size])
            if "max_norm" in options:
                grad *= min(1.0, 0.1 / np.linalg.norm(grad))
            velocity = options.get("momentum", 0.0) * velocity + grad
            same.theta -= 0.2 * velocity
            total += loss * len(X[k : k + size])
        losses.append(total / len(X))
    assert_allclose(model.theta, same.theta, rtol=1e-11)
    assert_allclose(history.loss, losses, rtol=1e-11)


def test_a_subclass_sees_rows_as_the_caller_passed_them():
    seen = []

    class Looks(RNN):
        def loss_and_grad(self, X, Y):
            seen.append((X.shape, Y.shape))
            return super().loss_and_grad(X, Y)

    model, (X, Y) = Looks(2, 3, 2), data(RNN(2, 3, 2))
    train(model, X, Y, eta=0.1, epochs=1)
    train(model, X, Y, eta=0.1, epochs=1, batch_size=4, shuffle=False)
    assert seen == [((6, 4, 2), (6, 4, 2)), ((4, 4, 2), (4, 4, 2)), ((2, 4, 2), (2, 4, 2))]


def test_a_gradient_that_is_no_vector_like_theta_is_named():
    for bad in ([1.0, 2.0], [[1.0, 2.0, 3.0]], None, "grad"):

        class Wrong(Neuron):
            def loss_and_grad(self, X, Y):  # noqa: ARG002
                return 1.0, bad  # noqa: B023

        with pytest.raises((ValueError, TypeError), match="loss_and_grad"):
            train(Wrong(2), [[1.0, 2.0]], [[1.0]], eta=0.1, epochs=1)


@pytest.mark.parametrize("method", ["backward", "forward"])
def test_an_overridden_step_on_the_way_is_used_or_refused(method):
    """Dropout in `forward`, a penalty in `backward`: what is checked is what is trained with."""

    class Own(MLP):
        def forward(self, X):
            return super().forward(np.asarray(X) * (2.0 if method == "forward" else 1.0))

        def backward(self, trace, Y):
            result = super().backward(trace, Y)
            extra = 0.1 * self.theta if method == "backward" else 0.0
            return result._replace(grad=result.grad + extra)

    plain, X, Y = filled("mlp")
    model = Own((2, 3, 1))
    model.theta = plain.theta
    same = copy.deepcopy(model)
    try:
        train(model, X, Y, eta=0.2, epochs=2)
    except (TypeError, NotImplementedError) as error:
        assert method in str(error)  # noqa: PT017  (either answer is right)
        assert_array_equal(model.theta, same.theta)
        return
    for _ in range(2):
        same.theta -= 0.2 * same.loss_and_grad(X, Y)[1]
    assert_allclose(model.theta, same.theta, rtol=1e-11)


def test_weights_are_not_dropped_on_the_way_to_a_subclass():
    """Its `loss_and_grad(X, Y)` knows of none, so it is refused rather than ignored."""
    model, X, Y = own("mlp")
    before = model.theta.copy()
    with pytest.raises((TypeError, ValueError), match="weights"):
        train(model, X, Y, eta=0.2, epochs=2, weights=np.arange(1.0, 7.0))
    assert_array_equal(model.theta, before)


def test_validation_uses_the_loss_of_a_subclass():
    model, X, Y = own("mlp")
    history = train(model, X, Y, eta=0.2, epochs=2, validation=(X, Y))
    assert history.validation[-1] == pytest.approx(model.loss_and_grad(X, Y)[0], rel=1e-12)


# --- memory ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "order",
    [{}, {"rng": np.random.default_rng(0)}, {"shuffle": False}],
    ids=["as is", "shuffled", "in order"],
)
@pytest.mark.parametrize("batch_size", [1, 7])
def test_an_epoch_of_small_batches_is_not_listed_beforehand(order, batch_size):
    if batch_size > 1 and not order:
        order = {"shuffle": False}
    n = 6_000
    X, Y = np.ones((n, 1)), np.ones((n, 1))
    model = Neuron(1)
    train(model, X[:10], Y[:10], eta=0.1, epochs=1, batch_size=1)
    tracemalloc.start()
    train(model, X, Y, eta=0.1, epochs=1, batch_size=batch_size, **order)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # X below ones and Y in columns, both once more in another order, the order: 56 bytes each;
    # half again for what is on its way. A list of batches took 328 and more.
    assert peak / n < 90


@pytest.mark.parametrize("make", [lambda: RNN(1, 2, 1), lambda: MLP((1, 2, 1))])
def test_so_it_is_for_sequences_and_weights(make):
    model, n = make(), 3_000
    X = Y = np.ones((n, 3, 1) if is_recurrent(model) else (n, 1))
    tracemalloc.start()
    train(model, X, Y, eta=0.1, epochs=1, batch_size=1, weights=np.ones(n))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * (X.nbytes + Y.nbytes + 8 * n)
