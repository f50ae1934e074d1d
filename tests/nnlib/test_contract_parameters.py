"""θ and its named views: every natural way to write into them, copies, and what is read-only.

Where the contract is silent: an assignment is all or nothing (θ stays as it was when the values are
refused); `m.W[:] = …` is `m.W = …`; sizes are as read-only as the loss; the `__init__` of a
subclass may set attributes of its own.
"""

import copy
import pickle
import re

import numpy as np
import pytest
from cases import MAKERS, data, filled, named
from numpy.testing import assert_array_equal

import nnlib
from nnlib import MLP, RNN, Neuron

# A model, a statement, and what it makes of the arrays it writes into, as a function of `old`.
UPDATES = [
    ("mlp", "m.W[0] -= 0.1", {"W[0]": "old['W[0]'] - 0.1"}),
    ("mlp", "m.W[1] += 0.1", {"W[1]": "old['W[1]'] + 0.1"}),
    ("mlp", "m.W[-1] *= 2", {"W[1]": "old['W[1]'] * 2"}),
    ("mlp", "m.W[-2] /= 2", {"W[0]": "old['W[0]'] / 2"}),
    ("mlp", "m.W[0] **= 2", {"W[0]": "old['W[0]'] ** 2"}),
    ("mlp", "m.b[0] += 1", {"b[0]": "old['b[0]'] + 1"}),
    ("mlp", "m.b[-1] -= [0.5]", {"b[1]": "old['b[1]'] - 0.5"}),
    ("mlp", "m.W[0] -= np.ones((3, 2))", {"W[0]": "old['W[0]'] - 1"}),
    ("mlp", "m.W[0] = np.arange(6).reshape(3, 2)", {"W[0]": "[[0, 1], [2, 3], [4, 5]]"}),
    ("mlp", "m.W[0] = [[1, 2], [3, 4], [5, 6]]", {"W[0]": "[[1, 2], [3, 4], [5, 6]]"}),
    ("mlp", "m.W[1] = 7", {"W[1]": "7"}),
    ("mlp", "m.b[0] = [1, 2, 3]", {"b[0]": "[1, 2, 3]"}),
    ("mlp", "m.b[0] = 0.0", {"b[0]": "0"}),
    ("mlp", "m.W[0][:] = 5", {"W[0]": "5"}),
    ("mlp", "m.W[0][1, 0] -= 1", {"W[0]": "old['W[0]'] - [[0, 0], [1, 0], [0, 0]]"}),
    ("mlp", "m.W[0][:, 1] = 0", {"W[0]": "old['W[0]'] * [1, 0]"}),
    ("mlp", "m.W[np.int64(0)] -= 0.1", {"W[0]": "old['W[0]'] - 0.1"}),
    ("mlp", "m.W = (m.W[0] * 2, m.W[1] + 1)", {"W[0]": "old['W[0]'] * 2", "W[1]": "old['W[1]']+1"}),
    ("mlp", "m.W = [np.zeros((3, 2)), [[1, 2, 3]]]", {"W[0]": "0", "W[1]": "[[1, 2, 3]]"}),
    ("mlp", "m.b = ([1, 2, 3], [4])", {"b[0]": "[1, 2, 3]", "b[1]": "[4]"}),
    ("mlp", "m.W[:] = [W * 2 for W in m.W]", {"W[0]": "old['W[0]']*2", "W[1]": "old['W[1]']*2"}),
    ("mlp", "m.W[1:] = [[[1, 2, 3]]]", {"W[1]": "[[1, 2, 3]]"}),
    ("mlp", "for W in m.W: W *= 2", {"W[0]": "old['W[0]'] * 2", "W[1]": "old['W[1]'] * 2"}),
    ("mlp", "m.W = tuple(m.W)", {}),
    ("mlp", "m.W = m.W", {}),
    ("deep mlp, tanh", "m.W[1] = m.W[1].T", {"W[1]": "old['W[1]'].T"}),
    ("deep mlp, tanh", "m.W[1] -= m.W[1].T", {"W[1]": "old['W[1]'] - old['W[1]'].T"}),
    (
        "deep mlp, tanh",
        "m.b = (m.b[1], m.b[0], m.b[2])",
        {"b[0]": "old['b[1]']", "b[1]": "old['b[0]']"},
    ),
    ("mlp, no biases", "m.W[0] -= 0.1", {"W[0]": "old['W[0]'] - 0.1"}),
    ("mlp, no biases", "m.b = ()", {}),
    ("neuron", "m.w -= 0.1", {"w": "old['w'] - 0.1"}),
    ("neuron", "m.w *= [1, 2]", {"w": "old['w'] * [1, 2]"}),
    ("neuron", "m.w[1] = 4", {"w": "[old['w'][0], 4]"}),
    ("neuron", "m.w = (3, 4)", {"w": "[3, 4]"}),
    ("neuron", "m.b += 1", {"b": "old['b'] + 1"}),
    ("neuron", "m.b = -1.5", {"b": "[-1.5]"}),
    ("neuron", "m.b[0] = 2", {"b": "[2]"}),
    ("rnn", "m.W_hh[:] = 0", {"W_hh": "0"}),
    ("rnn", "m.W_xh += 1", {"W_xh": "old['W_xh'] + 1"}),
    ("rnn", "m.W_hh = m.W_hh.T", {"W_hh": "old['W_hh'].T"}),
    ("rnn", "m.W_hh = np.eye(3)", {"W_hh": "np.eye(3)"}),
    ("rnn", "m.W_hy[0] -= 2", {"W_hy": "old['W_hy'] - [[2], [0]]"}),
    ("rnn", "m.b_h = 0", {"b_h": "0"}),
    ("rnn", "m.b_y *= 3", {"b_y": "old['b_y'] * 3"}),
    ("rnn", "m.b_h[1:] = m.b_h[:-1]", {"b_h": "np.r_[old['b_h'][:1], old['b_h'][:-1]]"}),
]


@pytest.mark.parametrize(("name", "statement", "changes"), UPDATES, ids=str)
def test_every_natural_update_writes_into_theta_once(name, statement, changes):
    model, X, _ = filled(name)
    theta, old = model.theta, {k: v.copy() for k, v in named(model).items()}
    exec(statement, {"m": model, "np": np})
    assert model.theta is theta
    for key, values in named(model, theta).items():
        expected = eval(changes.get(key, f"old[{key!r}]"), {"old": old, "np": np})
        assert_array_equal(values, np.broadcast_to(expected, values.shape), err_msg=key)
        assert_array_equal(named(model)[key], values)
    # What is computed follows: a model that was given the same θ whole says the same.
    same = MAKERS[name]()
    same.theta = theta
    assert_array_equal(model.predict(X), same.predict(X))


@pytest.mark.parametrize("name", MAKERS)
def test_named_arrays_are_views_in_both_directions_and_cover_theta(name):
    model, _, _ = filled(name)
    assert sum(view.size for view in named(model).values()) == model.theta.size
    model.theta = np.arange(model.theta.size)
    seen = np.concatenate([view.ravel() for view in named(model).values()])
    assert_array_equal(np.sort(seen), np.arange(model.theta.size))
    for key, view in named(model).items():
        assert np.shares_memory(view, model.theta), key
        view[...] = -1.0
    assert_array_equal(model.theta, -1.0)


@pytest.mark.parametrize(
    "statement",
    [
        "m.theta -= 0.5",
        "m.theta = m.theta - 0.5",
        "m.theta[:] = m.theta - 0.5",
        "np.subtract(m.theta, 0.5, out=m.theta)",
        "m.theta = (m.theta - 0.5).tolist()",
    ],
)
@pytest.mark.parametrize("name", MAKERS)
def test_theta_as_a_whole(name, statement):
    model, _, _ = filled(name)
    theta, old = model.theta, {k: v - 0.5 for k, v in named(model).items()}
    exec(statement, {"m": model, "np": np})
    assert model.theta is theta
    for key, view in named(model).items():
        assert_array_equal(view, old[key])


# A model, a statement with values that cannot be, and words of the message.
REFUSED = [
    ("mlp", "m.W[0] = np.zeros((2, 3))", ValueError, ["W[0]", "(3, 2)", "(2, 3)"]),
    ("mlp", "m.W[1] = np.zeros(3)", ValueError, ["W[1]", "(1, 3)", "(3,)"]),
    ("mlp", "m.b[0] = np.zeros((3, 1))", ValueError, ["b[0]", "(3,)", "(3, 1)"]),
    ("mlp", "m.W[-1] = [[1, 2]]", ValueError, ["W", "(1, 3)", "(1, 2)"]),
    ("mlp", "m.W[0] = 'a'", TypeError, ["W[0]"]),
    ("mlp", "m.W[0] = np.full((3, 2), np.nan)", ValueError, ["W[0]", "finite"]),
    ("mlp", "m.W[0] = np.full((3, 2), 1j)", TypeError, ["W[0]", "real"]),
    ("mlp", "m.W[0] = np.ma.masked_equal(np.eye(3, 2), 0)", ValueError, ["W[0]", "mask"]),
    ("mlp", "m.W = (np.ones((3, 2)),)", ValueError, ["W", "2", "1"]),
    ("mlp", "m.W = (np.ones((3, 2)), np.ones((1, 3)), 1)", ValueError, ["W", "2", "3"]),
    ("mlp", "m.W = (np.ones((3, 2)), np.ones((3, 1)))", ValueError, ["W[1]", "(1, 3)", "(3, 1)"]),
    ("mlp", "m.W = np.ones((3, 2))", ValueError, ["W"]),
    ("mlp", "m.W = 1.0", (ValueError, TypeError), ["W"]),
    ("mlp", "m.W = None", (ValueError, TypeError), ["W"]),
    ("mlp", "m.b = ([1, 2, 3],)", ValueError, ["b", "2", "1"]),
    ("mlp", "m.b = ([1, 2, 3], [1, 2])", ValueError, ["b[1]", "(1,)", "(2,)"]),
    ("mlp", "m.W[2] = 0", IndexError, []),
    ("mlp", "m.W[0] -= np.ones((2, 3))", ValueError, []),
    ("mlp", "m.W[0] -= 1j", TypeError, []),
    ("mlp, no biases", "m.b = ([1, 2, 3], [1])", ValueError, ["b"]),
    ("neuron", "m.w = [1, 2, 3]", ValueError, ["w", "(2,)", "(3,)"]),
    ("neuron", "m.w = [[1, 2]]", ValueError, ["w", "(2,)", "(1, 2)"]),
    ("neuron", "m.b = [1, 2]", ValueError, ["b", "(1,)", "(2,)"]),
    ("neuron", "m.b = np.inf", ValueError, ["b", "finite"]),
    ("neuron", "m.w = np.ma.array([1, 2], mask=[0, 1])", ValueError, ["w", "mask"]),
    ("rnn", "m.W_hh = np.eye(2)", ValueError, ["W_hh", "(3, 3)", "(2, 2)"]),
    ("rnn", "m.W_xh = np.zeros((2, 3))", ValueError, ["W_xh", "(3, 2)", "(2, 3)"]),
    ("rnn", "m.W_xh = None", TypeError, ["W_xh"]),
    ("rnn", "m.b_h = ['a', 'b', 'c']", TypeError, ["b_h"]),
    ("rnn", "m.theta = np.ma.masked_less(m.theta, 0)", ValueError, ["theta", "mask"]),
    ("neuron", "m.theta = [1, 2]", ValueError, ["theta", "(3,)", "(2,)"]),
]


@pytest.mark.parametrize(("name", "statement", "error", "words"), REFUSED, ids=str)
def test_values_that_cannot_be_are_refused_and_theta_stays(name, statement, error, words):
    model, _, _ = filled(name)
    before = model.theta.copy()
    with pytest.raises(error) as info:
        exec(statement, {"m": model, "np": np})
    assert_array_equal(model.theta, before)
    for word in words:
        assert word in str(info.value)


def test_the_arrays_of_an_mlp_are_a_sequence():
    model = MLP((2, 4, 3, 1))
    assert len(model.W) == len(model.b) == 3
    assert [W.shape for W in model.W] == [(4, 2), (3, 4), (1, 3)]
    assert [b.shape for b in reversed(model.b)] == [(1,), (3,), (4,)]
    assert [W.shape for W in model.W[1:]] == [(3, 4), (1, 3)]
    first, *rest = model.W
    assert (first.shape, len(rest)) == ((4, 2), 2)
    assert len(MLP((2, 1), bias=False).b) == 0
    assert not MLP((2, 1), bias=False).b


# --- attributes ------------------------------------------------------------------------------

READ_ONLY = [
    ("neuron", ["loss", "output"]),
    ("mlp", ["loss", "activation", "output", "sizes"]),
    ("rnn", ["loss", "activation", "output", "answers", "n_hidden"]),
]


@pytest.mark.parametrize(
    ("name", "attribute"), [(name, a) for name, attributes in READ_ONLY for a in attributes]
)
def test_what_a_model_was_made_with_cannot_be_changed(name, attribute):
    model, X, Y = filled(name)
    value, loss = getattr(model, attribute), model.loss_and_grad(X, Y)[0]
    for other in ("cross_entropy", "tanh", value, None):
        with pytest.raises(AttributeError, match=attribute):
            setattr(model, attribute, other)
    with pytest.raises(AttributeError):
        delattr(model, attribute)
    assert getattr(model, attribute) == value
    assert model.loss_and_grad(X, Y)[0] == loss


# An attribute that no model has, and the one that was meant; None where none is near.
MISSPELT = [
    ("rnn", "Whh", "W_hh"),
    ("rnn", "Wxh", "W_xh"),
    ("rnn", "W_Hy", "W_hy"),
    ("rnn", "bh", "b_h"),
    ("rnn", "w_hh", "W_hh"),
    ("rnn", "answer", "answers"),
    ("mlp", "losss", "loss"),
    ("mlp", "w", "W"),
    ("mlp", "B", "b"),
    ("mlp", "Theta", "theta"),
    ("mlp", "thetas", "theta"),
    ("mlp", "activations", "activation"),
    ("mlp", "ouput", "output"),
    ("neuron", "W", "w"),
    ("neuron", "thta", "theta"),
    ("neuron", "eta", None),
    ("mlp", "learning_rate", None),
]


@pytest.mark.parametrize(("name", "wrong", "near"), MISSPELT)
def test_an_attribute_that_does_not_exist_cannot_be_set(name, wrong, near):
    model, _, _ = filled(name)
    before = model.theta.copy()
    with pytest.raises(AttributeError) as info:
        setattr(model, wrong, 1.0)
    assert wrong in str(info.value)
    assert type(model).__name__ in str(info.value)
    if near:
        assert re.search(rf"\b{near}\b", str(info.value))
    assert not hasattr(model, wrong)
    assert_array_equal(model.theta, before)


@pytest.mark.parametrize("make", [lambda: nnlib.Momentum(0.9), nnlib.Adam])
def test_optimizers_do_not_take_just_any_attribute_either(make):
    thing = make()
    for wrong in ("momentumm", "beta_1", "eta"):
        with pytest.raises(AttributeError):
            setattr(thing, wrong, 0.5)


@pytest.mark.parametrize("attribute", ["loss", "validation", "losses"])
def test_a_history_is_read_only(attribute):
    model, X, Y = filled("mlp")
    history = nnlib.train(model, X, Y, eta=0.1, epochs=1)
    with pytest.raises(AttributeError):
        setattr(history, attribute, 1.0)


def test_a_subclass_has_attributes_of_its_own():
    class Decayed(MLP):
        def __init__(self, sizes, strength, **options):
            super().__init__(sizes, **options)
            self.strength = strength

    model = Decayed((2, 3, 1), 0.5, loss="half_squared_error")
    assert (model.strength, model.loss) == (0.5, "half_squared_error")
    assert copy.deepcopy(model).strength == 0.5


# --- copies ----------------------------------------------------------------------------------


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("name", MAKERS)
def test_a_pickled_model_is_the_same_and_its_own(name, protocol):
    model, X, Y = filled(name)
    again = pickle.loads(pickle.dumps(model, protocol))
    assert_same_and_apart(model, again, X, Y)


@pytest.mark.parametrize("name", MAKERS)
def test_a_deep_copy_is_the_same_and_its_own(name):
    model, X, Y = filled(name)
    model.forward(X)  # whatever a pass keeps for the next one is not shared
    assert_same_and_apart(model, copy.deepcopy(model), X, Y)


def assert_same_and_apart(model, again, X, Y):
    before, outputs = model.theta.copy(), model.predict(X)
    assert type(again) is type(model)
    assert_array_equal(again.theta, model.theta)
    assert_array_equal(again.predict(X), outputs)
    assert_array_equal(again.loss_and_grad(X, Y)[1], model.loss_and_grad(X, Y)[1])
    assert (again.loss, again.output) == (model.loss, model.output)
    for view in named(again).values():
        assert np.shares_memory(view, again.theta)
    nnlib.train(again, X, Y, eta=0.5, epochs=2)
    for view in named(again).values():
        view[...] = 0.5
    assert_array_equal(model.theta, before)
    assert_array_equal(model.predict(X), outputs)
    assert (again.theta != before).all()
    with pytest.raises(AttributeError):
        again.losss = 1


@pytest.mark.parametrize(
    "make",
    [lambda: Neuron(20_000), lambda: MLP((100, 200, 10)), lambda: RNN(20, 140, 10)],
    ids=["neuron", "mlp", "rnn"],
)
def test_a_pickle_carries_theta_once(make):
    model = make()
    model.predict(data(model, n=3)[0])
    assert len(pickle.dumps(model)) < model.theta.nbytes + 5_000


@pytest.mark.parametrize("name", MAKERS)
def test_a_shallow_copy_is_consistent_with_itself(name):
    """Whether it shares θ with the original or not, its arrays are those of its θ."""
    model, X, _ = filled(name)
    again = copy.copy(model)
    assert_array_equal(again.predict(X), model.predict(X))
    again.theta = np.random.default_rng(1).uniform(-0.5, 0.5, model.theta.shape)
    same = MAKERS[name]()
    same.theta = again.theta
    assert_array_equal(again.predict(X), same.predict(X))
    for key, view in named(again).items():
        assert_array_equal(view, named(same)[key])
        assert np.shares_memory(view, again.theta)


def test_what_a_shallow_copy_shares_is_documented():
    assert any("copy.copy" in (c.__doc__ or "") for c in MLP.__mro__)


def test_results_can_be_pickled():
    model, X, Y = filled("mlp")
    history = nnlib.train(model, X, Y, eta=0.1, epochs=2, validation=(X, Y))
    again = pickle.loads(pickle.dumps(history))
    assert_array_equal(again.loss, history.loss)
    assert_array_equal(again.validation, history.validation)
    check = nnlib.check_gradient(model, X, Y)
    assert pickle.loads(pickle.dumps(check)).parameter == check.parameter
    trace = pickle.loads(pickle.dumps(model.forward(X)))
    assert_array_equal(trace.A[-1], model.forward(X).A[-1])
