"""Training against the same loop written out here, and what stops it."""

import copy
import inspect
import math

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import nnlib
from nnlib import MLP, RNN, Neuron, datasets, train

LINE = datasets.linear_separable(10, rng=np.random.default_rng(1))
SEQUENCES = (
    np.random.default_rng(2).normal(size=(7, 3, 2)),
    np.random.default_rng(3).uniform(0.0, 1.0, size=(7, 3, 2)),
)
MODELS = {
    "neuron": (Neuron(2, loss="cross_entropy"), LINE),
    "mlp": (MLP((2, 3, 1)), LINE),
    "rnn": (RNN(2, 3, 2, activation="tanh"), SEQUENCES),
}


@pytest.fixture(params=MODELS)
def case(request):
    model, (X, Y) = MODELS[request.param]
    return copy.deepcopy(model), X, Y


def by_hand(model, X, Y, *, eta, epochs, batches, momentum=0.0, max_norm=math.inf):
    """Gradient descent on a copy; `batches(epoch)` lists the rows of each batch."""
    model, losses = copy.deepcopy(model), []
    velocity = [0.0] * model.theta.size
    for epoch in range(epochs):
        of_batches = []
        for rows in batches(epoch):
            loss, grad = model.loss_and_grad(X[rows], Y[rows])
            norm = math.sqrt(sum(g * g for g in grad))
            if norm > max_norm:
                grad = grad * (max_norm / norm)
            velocity = [momentum * v + g for v, g in zip(velocity, grad, strict=True)]
            model.theta = [p - eta * v for p, v in zip(model.theta, velocity, strict=True)]
            of_batches.append(len(rows) * loss)
        losses.append(sum(of_batches) / len(X))
    return model.theta, losses


def everything(X):
    return lambda _epoch: [list(range(len(X)))]


def in_turn(X):
    return lambda _epoch: [[n] for n in range(len(X))]


def shuffled(X, size, seed):
    """Batches of a new permutation an epoch; the last one may be shorter."""
    rng = np.random.default_rng(seed)

    def batches(_epoch):
        order = rng.permutation(len(X)).tolist()
        return [order[k : k + size] for k in range(0, len(X), size)]

    return batches


def assert_equal_runs(case, batches, by_hand_only=None, **settings):
    model, X, Y = case
    shared = {"eta": 0.2, "epochs": 4} | (by_hand_only or {})
    expected = by_hand(model, X, Y, batches=batches, **shared)
    history = train(model, X, Y, **shared, **settings)
    assert_allclose(model.theta, expected[0], rtol=1e-11, atol=1e-14)
    assert_allclose(history.loss, expected[1], rtol=1e-12)


# --- batches ---------------------------------------------------------------------------------


def test_full_batch(case):
    assert_equal_runs(case, everything(case[1]))


def test_full_batch_needs_no_generator_and_does_not_shuffle(case):
    assert_equal_runs(case, everything(case[1]), rng=np.random.default_rng(0))


def test_one_example_at_a_time_goes_in_the_order_of_x(case):
    assert_equal_runs(case, in_turn(case[1]), batch_size=1)


def test_one_example_at_a_time_with_a_generator_goes_in_a_new_order_each_epoch(case):
    batches = shuffled(case[1], 1, seed=5)
    assert_equal_runs(case, batches, batch_size=1, rng=np.random.default_rng(5))


# 10 and 7 rows: with 3 a last batch of 1 remains, with 4 one of 2 or 3, with 5 none or one of 2.
@pytest.mark.parametrize("size", [2, 3, 4, 5, 7])
def test_minibatches_are_shuffled_and_the_last_may_be_shorter(case, size):
    batches = shuffled(case[1], size, seed=6)
    assert_equal_runs(case, batches, batch_size=size, rng=np.random.default_rng(6))


def test_a_batch_of_all_examples_is_full_batch_up_to_the_order_of_sums(case):
    model, X, Y = case
    same = copy.deepcopy(model)
    train(model, X, Y, eta=0.5, epochs=5)
    train(same, X, Y, eta=0.5, epochs=5, batch_size=len(X), rng=np.random.default_rng(0))
    assert_allclose(model.theta, same.theta, rtol=1e-10)


def test_a_single_example_is_a_batch():
    for size in (None, 1):
        model = Neuron(2)
        history = train(model, [[1.0, 0.0]], [[1.0]], eta=1.0, epochs=3, batch_size=size)
        assert history.loss.shape == (3,)
        assert (np.diff(history.loss) < 0).all()


# --- momentum and clipping -------------------------------------------------------------------


def test_momentum_adds_to_a_velocity(case):
    assert_equal_runs(case, everything(case[1]), {"momentum": 0.9})


def test_momentum_goes_on_from_batch_to_batch_and_epoch_to_epoch(case):
    batches = shuffled(case[1], 3, seed=7)
    assert_equal_runs(case, batches, {"momentum": 0.5}, batch_size=3, rng=np.random.default_rng(7))


def test_momentum_of_two_steps_on_paper():
    # C = w² has the gradient 2w: w = 1 → 1 - 0.1 · 2 = 0.8, v = 2; then v = ½ · 2 + 1.6 = 2.6.
    model = MLP((1, 1), output="identity", bias=False)
    model.theta = [1.0]
    seen = []
    train(
        model,
        [[1.0]],
        [[0.0]],
        eta=0.1,
        epochs=2,
        momentum=0.5,
        callback=lambda *_: seen.append(float(model.theta[0])),
    )
    assert seen == pytest.approx([0.8, 0.8 - 0.26], rel=1e-14)


@pytest.mark.parametrize("max_norm", [1e-3, 0.05, 1e3])
def test_a_gradient_longer_than_max_norm_is_shortened_to_it(case, max_norm):
    assert_equal_runs(case, everything(case[1]), {"max_norm": max_norm})


def test_clipping_keeps_the_direction_and_leaves_short_gradients_alone():
    X, Y = datasets.or_gate()
    _, grad = Neuron(2).loss_and_grad(X, Y)
    norm = float(np.linalg.norm(grad))
    for max_norm, factor in [(norm / 4, 0.25), (norm * 4, 1.0)]:
        model = Neuron(2)
        start = model.theta.copy()
        train(model, X, Y, eta=1.0, epochs=1, max_norm=max_norm)
        assert_allclose(start - model.theta, factor * grad, rtol=1e-12)


def test_clipping_takes_a_gradient_of_0():
    model = MLP((1, 1), output="identity")
    model.theta = [0.0, 1.0]
    train(model, [[1.0]], [[1.0]], eta=1.0, epochs=2, max_norm=1.0)
    assert_array_equal(model.theta, [0.0, 1.0])


def test_momentum_with_clipping_and_minibatches(case):
    batches = shuffled(case[1], 4, seed=8)
    settings = {"momentum": 0.8, "max_norm": 0.1}
    assert_equal_runs(case, batches, settings, batch_size=4, rng=np.random.default_rng(8))


# --- the history -----------------------------------------------------------------------------


def test_the_loss_is_taken_before_the_update(case):
    model, X, Y = case
    before = model.loss_and_grad(X, Y)[0]
    history = train(model, X, Y, eta=0.5, epochs=1)
    assert history.loss == pytest.approx([before], rel=1e-14)
    assert model.loss_and_grad(X, Y)[0] < before


def test_the_loss_of_an_epoch_is_the_mean_over_its_batches():
    # At η = 1e-300 nothing moves, so the batches' losses can be computed beforehand.
    model, (X, Y) = Neuron(2), datasets.or_gate()
    losses = [model.loss_and_grad(X[n : n + 1], Y[n : n + 1])[0] for n in range(4)]
    history = train(model, X, Y, eta=1e-300, epochs=2, batch_size=1)
    assert history.loss == pytest.approx([sum(losses) / 4] * 2, rel=1e-14)


def test_no_epochs_give_an_empty_history_and_the_same_theta(case):
    model, X, Y = case
    start = model.theta.copy()
    history = train(model, X, Y, eta=1.0, epochs=0)
    assert history.loss.shape == (0,)
    assert history.loss.dtype == np.float64
    assert_array_equal(model.theta, start)


def test_the_history_is_an_array_with_one_number_an_epoch(case):
    model, X, Y = case
    history = train(model, X, Y, eta=0.1, epochs=3)
    assert isinstance(history, nnlib.History)
    assert (history.loss.shape, history.loss.dtype) == ((3,), np.float64)
    with pytest.raises(AttributeError):
        history.loss = None


def test_training_in_two_parts_is_training_in_one(case):
    model, X, Y = case
    whole = copy.deepcopy(model)
    loss = train(whole, X, Y, eta=0.3, epochs=6).loss
    parts = [train(model, X, Y, eta=0.3, epochs=n).loss for n in (2, 4)]
    assert_array_equal(model.theta, whole.theta)
    assert_array_equal(np.concatenate(parts), loss)


def test_theta_is_changed_in_place(case):
    model, X, Y = case
    theta, start = model.theta, model.theta.copy()
    view = next(iter(model.unpack(model.theta).values()))
    train(model, X, Y, eta=0.3, epochs=1)
    assert model.theta is theta
    assert (theta != start).all()
    assert np.shares_memory(view, model.theta)


def a_classifier():
    return MLP((2, 8, 2), activation="relu", output="softmax", loss="cross_entropy")


@pytest.mark.parametrize(
    ("make", "data"),
    [
        (lambda: Neuron(2, loss="cross_entropy"), datasets.or_gate()),
        (lambda: MLP((2, 4, 1), activation="tanh", loss="cross_entropy"), datasets.xor_gate()),
        (a_classifier, datasets.circle(40, rng=np.random.default_rng(0))),
    ],
    ids=["neuron on OR", "MLP on XOR", "softmax on the circle"],
)
def test_training_learns(make, data):
    model, (X, Y) = make(), data
    train(model, X, Y, eta=0.5, epochs=1500)
    right = (model.predict(X) > 0.5) == (Y > 0.5)
    assert right.mean() >= 0.95


# --- the callback and the progress bar -------------------------------------------------------


def test_the_callback_sees_each_epoch_and_its_loss_after_the_update(case):
    model, X, Y = case
    seen, thetas = [], []

    def callback(epoch, loss):
        seen.append((epoch, loss))
        thetas.append(model.theta.copy())

    history = train(model, X, Y, eta=0.3, epochs=3, callback=callback)
    assert seen == list(enumerate(history.loss.tolist()))
    assert_array_equal(thetas[-1], model.theta)
    assert (thetas[0] != thetas[1]).any()


@pytest.mark.parametrize("answer", [True, np.bool_(True)])
def test_a_callback_that_answers_true_ends_the_training(case, answer):
    model, X, Y = case
    same = copy.deepcopy(model)
    history = train(
        model, X, Y, eta=0.3, epochs=9, callback=lambda epoch, _: answer if epoch == 2 else None
    )
    assert history.loss.shape == (3,)
    assert_array_equal(history.loss, train(same, X, Y, eta=0.3, epochs=3).loss)
    assert_array_equal(model.theta, same.theta)


def test_a_callback_does_not_change_the_results(case):
    model, X, Y = case
    same = copy.deepcopy(model)
    train(model, X, Y, eta=0.3, epochs=3, callback=lambda *_: False)
    train(same, X, Y, eta=0.3, epochs=3)
    assert_array_equal(model.theta, same.theta)


def test_progress_shows_a_bar_and_changes_nothing(case, capsys):
    pytest.importorskip("tqdm")
    model, X, Y = case
    same = copy.deepcopy(model)
    loud = train(model, X, Y, eta=0.3, epochs=3, progress=True)
    shown = capsys.readouterr()
    quiet = train(same, X, Y, eta=0.3, epochs=3)
    assert "3/3" in shown.err
    assert "epoch" in shown.err
    assert shown.out == ""
    assert capsys.readouterr() == ("", "")
    assert_array_equal(loud.loss, quiet.loss)
    assert_array_equal(model.theta, same.theta)


def test_a_bar_that_a_callback_ends_leaves_no_bar_open(capsys):
    tqdm = pytest.importorskip("tqdm")
    X, Y = datasets.or_gate()
    history = train(
        Neuron(2), X, Y, eta=1.0, epochs=9, progress=True, callback=lambda epoch, _: epoch == 1
    )
    assert len(history.loss) == 2
    assert not [bar for bar in getattr(tqdm.tqdm, "_instances", ()) if not bar.disable]
    assert capsys.readouterr().err.endswith("\n")


# --- what goes wrong -------------------------------------------------------------------------


@pytest.mark.parametrize("batch_size", [None, 1])
@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize(
    ("model", "X", "Y"),
    [
        (MLP((1, 1), output="identity"), [[1.0], [2.0]], [[1.0], [3.0]]),
        (MLP((1, 2, 1), activation="relu", output="identity"), [[1.0], [2.0]], [[1.0], [3.0]]),
        (RNN(1, 2, 1, activation="identity", output="identity"), *datasets.zero_zero_one()),
    ],
    ids=["line", "relu", "rnn"],
)
def test_a_loss_that_is_no_longer_finite_stops_it_and_says_what_to_try(
    model, X, Y, batch_size, momentum
):
    model, seen = copy.deepcopy(model), []
    model.theta = np.full(model.theta.shape, 0.5)  # no relu unit is off
    with pytest.raises(FloatingPointError) as info:
        train(
            model,
            X,
            Y,
            eta=1e4,
            epochs=2000,
            batch_size=batch_size,
            momentum=momentum,
            callback=lambda _, loss: seen.append(loss),
        )
    message = str(info.value)
    # Each epoch before was reported, so the one that failed is the next.
    assert f"epoch {len(seen)}" in message
    assert "eta" in message
    assert "10000" in message
    assert "max_norm" in message
    assert np.isfinite(seen).all()


def test_clipping_as_the_message_says_helps():
    # The same network and data whose loss overflows above.
    model = MLP((1, 1), output="identity")
    history = train(model, [[1.0], [2.0]], [[1.0], [3.0]], eta=0.5, epochs=2000, max_norm=1.0)
    assert np.isfinite(history.loss).all()
    with pytest.raises(FloatingPointError):
        train(MLP((1, 1), output="identity"), [[1.0], [2.0]], [[1.0], [3.0]], eta=0.5, epochs=2000)


def test_training_does_not_change_how_numpy_treats_errors():
    before = np.geterr()
    train(Neuron(2), *datasets.or_gate(), eta=1.0, epochs=1)
    with pytest.raises(FloatingPointError):
        train(MLP((1, 1), output="identity"), [[9.0]], [[1.0]], eta=1e9, epochs=500)
    Neuron(2).predict([[1.0, 2.0]])
    assert np.geterr() == before


def test_bad_input_is_found_before_theta_changes():
    X, Y = datasets.or_gate()
    for bad in ({"epochs": -1}, {"batch_size": 9}, {"momentum": 1.0}, {"batch_size": 2}):
        model = Neuron(2)
        start = model.theta.copy()
        with pytest.raises((ValueError, TypeError)):
            train(model, X, Y, **({"eta": 1.0, "epochs": 3} | bad))
        assert_array_equal(model.theta, start)


def test_the_signature_is_the_published_one():
    parameters = inspect.signature(train).parameters
    assert list(parameters)[:3] == ["model", "X", "Y"]
    defaults = {
        name: parameter.default
        for name, parameter in parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY
    }
    required = inspect.Parameter.empty
    assert defaults == {
        "eta": required,
        "epochs": required,
        "batch_size": None,
        "rng": None,
        "shuffle": True,
        "optimizer": None,
        "momentum": 0.0,
        "weight_decay": 0.0,
        "max_norm": None,
        "weights": None,
        "validation": None,
        "callback": None,
        "progress": False,
        "engine": "arrays",
    }


def test_a_last_step_that_overflows_is_an_error_too():
    # The loss of the only epoch was finite; the parameters it led to are not.
    model = MLP((1, 1), output="identity")
    with pytest.raises(FloatingPointError, match=r"epoch 0.*smaller eta"):
        train(model, [[1e10]], [[1e10]], eta=1e308, epochs=1)


def test_weights_that_are_infinite_are_told_however_the_training_ends():
    model = MLP((1, 1), output="identity", bias=False)
    for ended_by in ({"epochs": 1}, {"epochs": 9, "callback": lambda *_: True}):
        model.theta = 1e150
        with pytest.raises(FloatingPointError, match="or the step from there too long for a float"):
            train(model, [[1e3]], [[0.0]], eta=1e160, **ended_by)
