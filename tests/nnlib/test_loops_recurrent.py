"""RNN and LSTM with `engine="loops"`, uncompiled: time, masks and answers as the array engine has.

What holds for every network (options, batches, how it ends) is in test_loops.py.
"""

import copy
import itertools

import numpy as np
import pytest
from cases import data
from engines import assert_engines_agree

from nnlib import LSTM, RNN, Adam, train
from nnlib.loops import compiling, engine

HEADS = [
    *itertools.product(("sigmoid", "tanh", "relu", "identity"), ("mse", "half_squared_error")),
    ("sigmoid", "cross_entropy"),
    ("softmax", "cross_entropy"),
]
MASK = np.array([[1, 1, 1, 1], [1, 1, 0, 0], [0, 0, 0, 0], [2, 0.5, 0, 1]])


@pytest.fixture(autouse=True)
def _uncompiled(monkeypatch):
    monkeypatch.setattr(engine, "compiled", compiling.plain)


def networks(D=2, H=3, C=2, **options):
    """Return both kinds, with every entry of θ set."""
    for kind in (RNN, LSTM):
        model = kind(D, H, C, **options)
        model.theta = np.random.default_rng(1).uniform(-0.9, 0.9, model.theta.size)
        yield model


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "identity"])
@pytest.mark.parametrize("answers", ["each", "last"])
@pytest.mark.parametrize(("output", "loss"), HEADS)
def test_every_activation_output_and_loss_of_an_rnn(activation, answers, output, loss):
    model = RNN(2, 3, 2, activation=activation, output=output, loss=loss, answers=answers)
    model.theta = np.random.default_rng(1).uniform(-0.4, 0.6, model.theta.size)
    assert_engines_agree(model, *data(model), batch_size=4, shuffle=False)


@pytest.mark.parametrize("answers", ["each", "last"])
@pytest.mark.parametrize(("output", "loss"), HEADS)
def test_every_output_and_loss_of_an_lstm(answers, output, loss):
    model = LSTM(2, 3, 2, output=output, loss=loss, answers=answers)
    model.theta = np.random.default_rng(1).uniform(-0.6, 0.8, model.theta.size)
    assert_engines_agree(model, *data(model), batch_size=4, shuffle=False)


@pytest.mark.parametrize("answers", ["each", "last"])
@pytest.mark.parametrize(
    ("T", "D", "H", "C"), [(1, 1, 1, 1), (1, 3, 2, 1), (2, 1, 1, 3), (40, 1, 2, 1), (3, 6, 10, 5)]
)
def test_every_length_and_size(answers, T, D, H, C):
    for model in networks(D, H, C, answers=answers):
        assert_engines_agree(model, *data(model, n=3, time=T), eta=0.5)


@pytest.mark.parametrize("batch_size", [None, 1, 3])
@pytest.mark.parametrize("loss", ["mse", "cross_entropy"])
def test_masks_of_steps(batch_size, loss):
    for model in networks(loss=loss):
        X, Y = data(model, n=4)
        options = {"seed": 2, "max_norm": 0.1, "optimizer": Adam}
        assert_engines_agree(model, X, Y, weights=MASK, batch_size=batch_size, **options)


def test_what_lies_behind_a_mask_plays_no_part():
    for model in networks():
        X, Y = data(model, n=4)
        other = copy.deepcopy(model)
        X_other, Y_other = X.copy(), Y.copy()
        X_other[1, 2:], Y_other[1, 2:], X_other[2], Y_other[2] = 7.0, 0.5, -3.0, 0.25
        for this, *rows in ((model, X, Y), (other, X_other, Y_other)):
            train(this, *rows, eta=0.5, epochs=3, weights=MASK, engine="loops")
        np.testing.assert_allclose(other.theta, model.theta, rtol=0, atol=1e-15)


def test_weights_of_sequences_that_are_answered_once():
    for model in networks(answers="last"):
        X, Y = data(model, n=4)
        assert_engines_agree(model, X, Y, weights=[1.0, 0.0, 2.0, 0.5], batch_size=3, seed=0)


def test_a_batch_larger_than_a_tile():
    n = 2 * engine.TILE + 5
    weights = np.random.default_rng(0).uniform(0, 2, (n, 2))
    for model in networks(1, 1, 1):
        X, Y = data(model, n=n, time=2)
        assert_engines_agree(model, X, Y, weights=weights, epochs=2)


def test_each_training_begins_with_a_state_of_zero():
    """What the sequences of the last batch left behind must not be where the next begin."""
    for model in networks():
        X, Y = data(model, n=5)
        assert_engines_agree(model, X, Y, batch_size=2, shuffle=False, epochs=4)


def test_gates_that_saturate():
    for model in networks():
        model.theta *= 40.0
        with np.errstate(all="raise"):
            assert_engines_agree(model, *data(model, time=6), eta=3.0)
