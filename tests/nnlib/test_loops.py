"""`engine="loops"`, uncompiled: the loops as plain Python are the array engine, to the last digits.

Compiled they run in test_loops_compiled.py, which needs Numba; these tests do not.
"""

import copy
import itertools
import math
import sys

import numpy as np
import pytest
from cases import MAKERS, data, filled, named, targets
from engines import assert_engines_agree, train_by
from numpy.testing import assert_allclose, assert_array_equal

from nnlib import MLP, Adam, Momentum, Neuron, train
from nnlib.loops import compiling, engine

KNOWN = [name for name, make in MAKERS.items() if isinstance(make(), tuple(engine.NETWORKS))]
ANSWERS = [
    *itertools.product(("sigmoid", "tanh", "relu", "identity"), ("mse", "half_squared_error")),
    ("sigmoid", "cross_entropy"),
    ("softmax", "cross_entropy"),
]


@pytest.fixture(autouse=True)
def _uncompiled(monkeypatch):
    monkeypatch.setattr(engine, "compiled", compiling.plain)


# --- every choice --------------------------------------------------------------------------------


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "identity"])
@pytest.mark.parametrize(("output", "loss"), ANSWERS)
def test_every_activation_output_and_loss(activation, output, loss):
    model = MLP((2, 3, 2), activation=activation, output=output, loss=loss)
    model.theta = np.random.default_rng(1).uniform(-0.4, 0.9, model.theta.size)
    assert_engines_agree(model, *data(model), batch_size=4, shuffle=False)


@pytest.mark.parametrize("loss", ["mse", "half_squared_error", "cross_entropy"])
def test_every_loss_of_a_neuron(loss):
    model = Neuron(3, loss=loss)
    assert_engines_agree(model, *data(model), eta=0.5)


@pytest.mark.parametrize("sizes", [(1, 1), (3, 2), (2, 3, 1), (2, 1, 4, 3), (4, 6, 7, 1, 3, 2)])
@pytest.mark.parametrize("bias", [True, False])
def test_every_depth_with_and_without_biases(sizes, bias):
    model = MLP(sizes, activation="tanh", bias=bias, rng=np.random.default_rng(2))
    assert_engines_agree(model, *data(model), eta=0.5, epochs=4)


CHOICES = {
    "batches": [
        {},
        {"batch_size": 1},
        {"batch_size": 4, "shuffle": False},
        {"batch_size": 1, "seed": 5},
        {"batch_size": 4, "seed": 5},
    ],
    "rule": [{}, {"momentum": 0.9}, {"optimizer": lambda: Momentum(0.8)}, {"optimizer": Adam}],
    "clipping": [{}, {"max_norm": 0.05}],
    "decay": [{}, {"weight_decay": 0.2}],
    "weights": [{}, {"weights": np.array([1.0, 0.5, 0.0, 2.0, 3.0, 1.5])}],
    "eta": [{}, {"eta": lambda epoch: 0.2 / (1 + epoch)}],
}
COMBINATIONS = [
    (KNOWN[k % len(KNOWN)], {name: value for some in choice for name, value in some.items()})
    for k, choice in enumerate(itertools.product(*CHOICES.values()))
]


@pytest.mark.parametrize("part", range(16))
def test_every_combination_of_options(part):
    for name, options in COMBINATIONS[part::16]:
        model, X, Y = filled(name)
        try:
            assert_engines_agree(model, X, Y, **options)
        except AssertionError as error:
            error.add_note(f"{name}, {options}")
            raise


@pytest.mark.parametrize("name", KNOWN)
def test_every_network_with_everything_at_once(name):
    model, X, Y = filled(name)
    assert_engines_agree(
        model,
        X,
        Y,
        seed=3,
        batch_size=4,
        optimizer=Adam,
        max_norm=0.05,
        weight_decay=0.1,
        weights=np.arange(6.0),
        validation=data(model, n=5, seed=7),
        eta=lambda epoch: 0.05 + 0.01 * epoch,
        epochs=4,
    )


@pytest.mark.parametrize("options", [{}, {"batch_size": 300, "seed": 1}, {"batch_size": 131}])
@pytest.mark.parametrize("weighted", [False, True])
def test_batches_that_are_larger_than_a_tile(options, weighted):
    model = MLP((1, 2, 1))
    X, Y = data(model, n=310)
    if weighted:
        options = options | {"weights": np.random.default_rng(0).uniform(0, 2, 310)}
    assert len(X) > 2 * engine.TILE
    shuffle = "seed" in options
    assert_engines_agree(model, X, Y, eta=2.0, epochs=2, shuffle=shuffle, **options)


@pytest.mark.parametrize("epochs", [0, 1, 2, 7, 50])
def test_a_call_of_many_epochs_is_many_calls_of_one(epochs, monkeypatch):
    model, X, Y = filled("mlp")
    how = {"epochs": epochs, "optimizer": Adam, "batch_size": 4, "seed": 6}
    for products in (0, 200, 10**9):  # one epoch in a call, a few, and all
        monkeypatch.setattr(engine, "PRODUCTS", products)
        trained = [train_by(engine, model, X, Y, **how) for engine in ("arrays", "loops")]
        assert trained[0].history.loss.shape == trained[1].history.loss.shape == (epochs,)
        assert trained[0].optimizer.steps == trained[1].optimizer.steps == 2 * epochs
        assert trained[0].rng.random() == trained[1].rng.random()
        assert_allclose(trained[1].model.theta, trained[0].model.theta, rtol=0, atol=1e-13)


# --- what goes in --------------------------------------------------------------------------------


def test_arrays_in_any_order_of_memory_and_of_any_kind_of_number():
    model, X, Y = filled("mlp, softmax")
    expected = train_by("loops", model, X, Y, batch_size=2, seed=1)
    for given in ((np.asfortranarray(X), np.asfortranarray(Y)), (X.tolist(), Y.tolist())):
        again = train_by("loops", model, *given, batch_size=2, seed=1)
        assert_array_equal(again.model.theta, expected.model.theta)
    whole = np.round(X).astype(int)
    assert_engines_agree(model, whole, Y)


def test_what_the_caller_gave_stays_as_it_is():
    model, X, Y = filled("mlp")
    weights = np.arange(1.0, 7.0)
    kept = [array.copy() for array in (X, Y, weights)]
    for array in (X, Y, weights):
        array.flags.writeable = False
    train(model, X, Y, eta=0.1, epochs=2, weights=weights, engine="loops")
    for array, copied in zip((X, Y, weights), kept, strict=True):
        assert_array_equal(array, copied)


@pytest.mark.parametrize("name", KNOWN)
def test_theta_changes_in_place_and_all_views_with_it(name):
    model, X, Y = filled(name)
    theta, views = model.theta, named(model)
    train(model, X, Y, eta=0.1, epochs=2, engine="loops")
    assert model.theta is theta
    for view in views.values():
        assert np.shares_memory(view, theta)


@pytest.mark.parametrize("name", KNOWN)
def test_numbers_that_saturate(name):
    model, X, Y = filled(name)
    if {"identity", "relu"} & {model.output, getattr(model, "activation", "")}:
        pytest.skip("its numbers do not saturate, they grow")
    model.theta *= 1000.0
    with np.errstate(all="raise"):
        a, b = (train_by(e, model, X, Y, eta=1e-3, epochs=2) for e in ("arrays", "loops"))
    assert np.isfinite(b.history.loss).all()
    assert_allclose(b.model.theta, a.model.theta, rtol=1e-13)
    assert_allclose(b.history.loss, a.history.loss, rtol=1e-12)


# --- the order of examples -----------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 4])
def test_the_generator_ends_where_the_array_engine_leaves_it(size):
    model, X, Y = filled("mlp")
    ends = []
    for which in ("arrays", "loops"):
        rng = np.random.RandomState(3)
        same = copy.deepcopy(model)
        stop = lambda epoch, _: epoch == 2  # noqa: E731
        options = {"eta": 0.1, "epochs": 50, "batch_size": size, "rng": rng, "callback": stop}
        assert len(train(same, X, Y, engine=which, **options).loss) == 3
        ends.append((rng.randint(10**9), same.theta))
    assert ends[0][0] == ends[1][0]
    assert_allclose(ends[1][1], ends[0][1], rtol=1e-13)


def test_without_shuffling_the_generator_is_not_touched():
    model, X, Y = filled("mlp")
    _, loops = assert_engines_agree(model, X, Y, batch_size=2, seed=4, shuffle=False)
    assert loops.rng.random() == np.random.default_rng(4).random()


# --- optimizers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [lambda: Momentum(0.9), Adam, lambda: Adam(0.5, 0.9, 1e-3)])
@pytest.mark.parametrize("engines", [("loops", "loops"), ("loops", "arrays"), ("arrays", "loops")])
def test_fifty_and_fifty_epochs_are_a_hundred_across_engines(make, engines):
    model, X, Y = filled("mlp")
    same, optimizer = copy.deepcopy(model), make()
    for which in engines:
        train(model, X, Y, eta=0.01, epochs=50, optimizer=optimizer, engine=which)
    train(same, X, Y, eta=0.01, epochs=100, optimizer=make())
    assert optimizer.steps == 100
    assert_allclose(model.theta, same.theta, rtol=0, atol=1e-13)


def test_an_optimizer_of_another_model_is_refused():
    optimizer = Adam()
    train(*filled("neuron"), eta=0.1, epochs=1, optimizer=optimizer, engine="loops")
    model, X, Y = filled("mlp")
    before = model.theta.copy()
    with pytest.raises(ValueError, match=r"optimizer.*3 parameters") as info:
        train(model, X, Y, eta=0.1, epochs=1, optimizer=optimizer, engine="loops")
    assert_array_equal(model.theta, before)
    assert info.value.history.loss.shape == (0,)


def test_what_a_callback_changes_counts_from_the_next_epoch_on():
    model, X, Y = filled("mlp")

    def trained(which):
        same, optimizer = copy.deepcopy(model), Adam()

        def meddle(epoch, _):
            if epoch == 1:
                optimizer.forget()
                optimizer.beta1 = 0.5
                same.theta *= 0.5

        options = {"eta": 0.1, "epochs": 4, "optimizer": optimizer, "callback": meddle}
        train(same, X, Y, engine=which, **options)
        return same.theta, optimizer.steps

    (a, steps_a), (b, steps_b) = trained("arrays"), trained("loops")
    assert steps_a == steps_b == 2
    assert_allclose(b, a, rtol=0, atol=1e-14)


# --- how it ends ---------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [True, np.True_, 1, "stop", None])
def test_true_stops_it_and_nothing_else_does(answer):
    model, X, Y = filled("mlp")
    seen = []

    def callback(*given):
        seen.append(tuple(map(type, given)))
        return answer if len(seen) == 2 else None

    history = train(
        model, X, Y, eta=0.1, epochs=4, callback=callback, validation=(X, Y), engine="loops"
    )
    stops = isinstance(answer, (bool, np.bool_))
    assert len(history.loss) == len(history.validation) == len(seen) == (2 if stops else 4)
    assert set(seen) == {(int, float)}


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_an_exception_takes_the_history_and_theta_so_far_along(error):
    model, X, Y = filled("mlp")
    expected = train_by("arrays", model, X, Y, epochs=3, optimizer=Adam)
    optimizer = Adam()

    def callback(epoch, _):
        if epoch == 2:
            raise error

    options = {"eta": 0.1, "epochs": 9, "optimizer": optimizer, "callback": callback}
    with pytest.raises(error) as info:
        train(model, X, Y, engine="loops", **options)
    assert_allclose(info.value.history.loss, expected.history.loss, rtol=1e-13)
    assert_allclose(model.theta, expected.model.theta, rtol=0, atol=1e-14)
    assert optimizer.steps == 3
    assert "3 epochs" in info.value.__notes__[0]


def test_what_eta_returns_is_checked_and_the_epoch_named():
    model, X, Y = filled("mlp")
    asked = []
    with pytest.raises(ValueError, match=r"eta\(2\)") as info:
        train(
            model,
            X,
            Y,
            eta=lambda k: asked.append(k) or (-1.0 if k == 2 else 0.1),
            epochs=5,
            engine="loops",
        )
    assert asked == [0, 1, 2]
    assert len(info.value.history.loss) == 2


def test_a_progress_bar_counts_the_epochs(capsys):
    model, X, Y = filled("mlp")
    train(model, X, Y, eta=0.1, epochs=7, progress=True, engine="loops")
    assert "7/7" in capsys.readouterr().err


HOW = {
    "full batch": {},
    "momentum": {"momentum": 0.9},
    "adam": {"optimizer": Adam, "eta": 1e200},
    "decay": {"weight_decay": 1e-3},
    "clipping": {"max_norm": 1e300},
    "weights": {"weights": np.ones(10)},
    "validation": {"validation": (np.ones((2, 1)), np.ones((2, 1)))},
    "one by one": {"batch_size": 1},
    "shuffled": {"batch_size": 3, "seed": 0},
}
DIVERGING = {
    "line": (MLP((1, 1), output="identity"), 1.0),
    "relu": (MLP((1, 3, 1), activation="relu", output="identity"), 10.0),
    "last step": (MLP((1, 1), output="identity"), 1e308),
}


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("name", DIVERGING)
def test_a_divergence_is_the_same_error_and_theta_the_last_safe_one(name, how):
    start, eta = DIVERGING[name]
    if (name, how) == ("last step", "adam"):
        pytest.skip("its first step is as long as η, which is a float")
    options = HOW[how] | {"epochs": 1 if name == "last step" else 3000}
    options = {"eta": eta} | options
    X = np.linspace(0.5 if name == "relu" else -3, 3, 10)[:, None]
    make, seed = options.pop("optimizer", None), options.pop("seed", None)
    ended, ends = [], []
    for which in ("arrays", "loops"):
        model, optimizer = copy.deepcopy(start), make and make()
        rng = None if seed is None else np.random.default_rng(seed)
        options |= {"rng": rng, "optimizer": optimizer}
        if how == "one by one":
            options["shuffle"] = False
        with pytest.raises(FloatingPointError) as info:
            train(model, X, 2 * X, engine=which, **options)
        loss, _, words = str(info.value).removeprefix("the loss is ").partition(" ")
        ended.append((words, math.isfinite(float(loss)), model.theta, info.value.history.loss))
        ends.append(rng and rng.random())
        if optimizer:
            assert optimizer.theta is None
            assert optimizer.steps == 0
    assert ends[0] == ends[1], "the generator went further than the training"
    a, b = ended
    assert a[:2] == b[:2]  # the same epoch, η and advice
    for mine, other in zip(a[2:], b[2:], strict=True):
        assert np.isfinite(other).all()
        assert_allclose(other, mine, rtol=1e-9, atol=1e-9 * abs(mine).max(initial=0.0))


def test_a_loss_far_above_the_first_is_warned_of():
    model = MLP((1, 1), output="identity", bias=False)
    model.theta = [2.1]
    with pytest.warns(RuntimeWarning, match="far above the first"):
        train(model, [[1.0]], [[2.0]], eta=1.5, epochs=9, engine="loops")


# --- what the loops cannot do --------------------------------------------------------------------


class WithItsOwnGradient(MLP):
    def loss_and_grad(self, X, Y):
        return super().loss_and_grad(X, Y)


class WithItsOwnForward(MLP):
    def _forward(self, x, buffers):
        return super()._forward(x, buffers)


class OfTheReader(MLP):
    """Changes nothing that the loops would have to know."""

    def __init__(self):
        super().__init__((2, 3, 1))

    def describe(self):
        return "mine"


class Custom:
    def step(self, theta, grad, eta):
        theta -= eta * grad

    def forget(self):
        pass


class OwnStep(Adam):
    def step(self, theta, grad, eta):
        theta -= eta * grad


@pytest.mark.parametrize("kind", [WithItsOwnGradient, WithItsOwnForward])
def test_a_model_with_formulas_of_its_own_is_refused(kind):
    model = kind((2, 3, 1))
    before = model.theta.copy()
    with pytest.raises(TypeError, match=rf"{kind.__name__}.*engine='arrays'"):
        train(model, *data(model), eta=0.1, epochs=1, engine="loops")
    assert_array_equal(model.theta, before)


def test_so_is_one_that_got_a_method_later():
    model, X, Y = filled("mlp")
    object.__setattr__(model, "loss_and_grad", lambda *_: (0.0, np.zeros(13)))
    with pytest.raises(TypeError, match=r"loss_and_grad.*engine='arrays'"):
        train(model, X, Y, eta=0.1, epochs=1, engine="loops")


def test_a_subclass_that_keeps_the_formulas_is_trained():
    assert_engines_agree(OfTheReader(), *data(OfTheReader()), eta=1.0)


@pytest.mark.parametrize("make", [Custom, OwnStep])
def test_an_optimizer_with_a_rule_of_its_own_is_refused(make):
    model, X, Y = filled("mlp")
    with pytest.raises(TypeError, match=r"optimizer.*Adam.*engine='arrays'"):
        train(model, X, Y, eta=0.1, epochs=1, optimizer=make(), engine="loops")


def test_an_engine_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match=r"engine.*'arrays', 'loops'.*'loop'"):
        train(*filled("mlp"), eta=0.1, epochs=1, engine="loop")


def test_without_numba_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.setattr(engine, "compiled", compiling.compiled.__wrapped__)
    model, X, Y = filled("mlp")
    before = model.theta.copy()
    with pytest.raises(ImportError, match=r'pip install "nnlib\[loops\]".*engine=\'arrays\''):
        train(model, X, Y, eta=0.1, epochs=1, engine="loops")
    assert_array_equal(model.theta, before)


def test_bad_data_are_named_as_by_the_array_engine():
    model, X, Y = filled("mlp")
    for bad in ((X[:3], Y), (X * np.nan, Y), (X, Y + 7.0)):
        said = []
        for which in ("arrays", "loops"):
            with pytest.raises(ValueError, match=r"X|Y") as info:
                train(model, *bad, eta=0.1, epochs=1, engine=which)
            said.append(str(info.value))
        assert said[0] == said[1]


@pytest.mark.parametrize("name", KNOWN)
def test_targets_of_examples_that_do_not_count_do_not_count(name):
    model, X, Y = filled(name)
    weights = np.array([1.0, 0, 2, 0, 1, 1])
    other = np.where(
        weights.reshape(-1, *[1] * (Y.ndim - 1)) > 0,
        Y,
        targets(model, Y.shape, np.random.default_rng(9)),
    )
    a, b = (train_by("loops", model, X, y, weights=weights) for y in (Y, other))
    assert_array_equal(a.model.theta, b.model.theta)
