"""Slips that no catalogue knows are told by what they are, in whatever words they were made."""

import itertools
import warnings

import numpy as np
import pytest

from nnlib import checks
from nnlib.checks import EXERCISES, grade, slipped, slips, verdict


@pytest.fixture(autouse=True)
def no_catalogue(monkeypatch):
    """Nobody has foreseen these mistakes."""
    monkeypatch.setattr(verdict, "in_catalogue", lambda *_, **__: None)


def half_a_slope(z, y):
    a = np.tanh(z)
    return 2 * (a - y) * (1 - a)


def uphill(model, X, Y, eta, batch_size, rng):  # noqa: PLR0917 (as the statement has it)
    order, losses = rng.permutation(len(X)), []
    for start in range(0, len(X), batch_size):
        those = order[start : start + batch_size]
        loss, slope = model.loss_and_grad(X[those], Y[those])
        model.theta = model.theta + slope * eta
        losses += [loss]
    return model.theta, sum(losses) / len(losses)


@pytest.mark.parametrize(
    ("name", "theirs", "said"),
    [
        ("neuron.tanh-delta", half_a_slope, "a square is left out"),
        ("mlp.epoch-of-minibatches", uphill, "a term has the wrong sign"),
    ],
)
def test_a_slip_is_told_whatever_the_code(name, theirs, said):
    result = grade(name, theirs)
    assert not result.passed
    assert slips.MESSAGE.format(said) in result.message


def made_and_to_come(exercise):
    """Return all slips of a solution."""
    every = (slipped.nth_slip(exercise.room, exercise.function, n) for n in itertools.count())
    return list(itertools.takewhile(lambda slip: slip is not None, every))


@pytest.mark.parametrize("name", ["neuron.tanh-delta", "rnn.delta-earlier-step"])
def test_who_makes_a_slip_hears_of_it_or_of_one_with_its_numbers(name):
    """Or of something that says more, as that the sign is wrong."""
    exercise, told = EXERCISES[name], 0
    for _, slip, said, theirs in made_and_to_come(exercise)[::2]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = grade(name, theirs) if theirs is not None else None
        if result is None or result.passed or result.diagnosis in {"raises", "shape", "wrong-type"}:
            continue
        assert result.diagnosis not in {"wrong", "only-the-example"}, said
        told += slips.MESSAGE.format(said) in result.message and result.diagnosis == slip
    assert told > 9


def test_in_a_form_one_number_that_fits_by_chance_tells_nothing():
    exercise = EXERCISES["neuron.paper-step"]
    right = dict(exercise.right)
    told = {}
    for rank, slip, _, form in made_and_to_come(exercise):
        if form and np.size(form["C"]) == 1 and form["C"] != right["C"]:
            result = grade(exercise.id, right | {"C": form["C"]})
            told.setdefault(rank > slipped.LIKELY, set()).add(result.diagnosis == slip)
    assert told == {False: {True, False}, True: {False}}


def test_a_slip_that_makes_a_loop_endless_ends():
    space = {}
    exec(compile("def f(x):\n    for k in x:\n        x.append(k)\n", slipped.HERE, "exec"), space)
    with pytest.raises(RuntimeError):
        slipped.limited(space["f"], ([1],), 1_000)
    assert slipped.limited(space["f"], ([],), 1_000)[1] == 1


def test_where_the_numbers_are_others_no_slip_is_looked_for():
    """As when an exercise comes back: the solution's text has the first ones."""
    first = EXERCISES["neuron.paper-step"]
    label_left_out = next(f for *_, said, f in made_and_to_come(first) if "`y`" in said)

    def told(exercise):
        cases = exercise.cases_for(0)
        mine = dict(exercise.right) | {"C": label_left_out["C"]}
        return verdict.judge(exercise, checks.outcomes_of(exercise, mine, cases), cases).message

    assert "one slip" in told(first)
    assert "one slip" not in told(first.round(1))
