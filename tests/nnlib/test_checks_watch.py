"""What an answer calls is watched: borrowed functions, networks that are none, joined lines."""

import json
import math

import numpy as np
import pytest
from numpy import exp

import nnlib
from nnlib import checks
from nnlib.checks import Case, Exercise, cost, offences, transport, watch
from nnlib.checks.verdict import judge

HINTS = {"id": "toy.toy", "hints": ("one", "two", "three"), "why": "because"}


def cases(rng):
    """Return two numbers with a generator and a network."""
    model = nnlib.RNN(1, 2, 1, rng=rng)
    return [Case("one", (rng.normal(size=3), model, np.random.default_rng(1)))]


def toy(**rules):
    """Return an exercise that asks for the sum of three numbers."""
    return Exercise(
        kind="implement", points=1, cases=cases, right=lambda x, *_: x.sum(), wrongs=(),
        may_change=(1,), **HINTS, **rules,
    )  # fmt: skip


def judged(exercise, answer):
    """Judge an answer as in another process, from what it sent."""
    given = exercise.cases_for(0)
    sent = transport.to_json(checks.outcomes_of(exercise, answer, given))
    return judge(exercise, transport.from_json(sent, len(given) + exercise.asks_twice), given)


def gradient(model):
    return model.loss_and_grad(np.ones((1, 2, 1)), np.ones((1, 2, 1)))


def borrows(x, model, _):
    gradient(model)
    return x.sum()


def borrows_by_name(x, *_):
    return np.log(exp(x.sum()))


def borrows_by_reduce(x, *_):
    np.exp.at(x.copy(), 0)
    return x.sum()


def trains(x, model, _):
    nnlib.train(model, np.ones((1, 2, 1)), np.ones((1, 2, 1)), eta=0.1, epochs=3)
    return x.sum()


@pytest.mark.parametrize(
    ("limits", "answer"),
    [
        ({"nnlib.RNN.loss_and_grad": 0}, borrows),
        ({"numpy.exp": 0}, borrows_by_name),
        ({"numpy.exp": 0}, borrows_by_reduce),
        ({"nnlib.train": 0}, trains),
    ],
)
def test_what_the_statement_excludes_is_refused_by_name(limits, answer):
    result = judged(toy(limits=limits), answer)
    assert (result.passed, result.diagnosis) == (False, "excluded")
    assert result.score <= 0.5
    assert offences.spoken(next(iter(limits))) in result.message
    assert judged(toy(), answer).passed


def test_what_the_library_calls_itself_is_not_the_learners():
    assert judged(toy(limits={"nnlib.RNN.loss_and_grad": 0, "numpy.exp": 0}), trains).passed


def test_a_function_may_be_called_so_often_and_no_more():
    exercise = toy(limits={"nnlib.RNN.loss_and_grad": 1})
    assert judged(exercise, borrows).passed

    def twice(x, model, rng):
        gradient(model)
        return borrows(x, model, rng)

    result = judged(exercise, twice)
    assert result.diagnosis == "called-too-often"
    assert "once" in result.message.lower()


def test_everything_is_put_back():
    before = np.exp, nnlib.train, vars(nnlib.RNN).copy(), exp, math.exp
    limits = {"numpy.exp": 0, "nnlib.train": 0, "nnlib.RNN.backward": 0}

    def stops(*_):
        raise KeyError

    judged(toy(limits=limits, trains=5), stops)
    judged(toy(limits=limits, trains=5), trains)
    assert before == (np.exp, nnlib.train, vars(nnlib.RNN).copy(), exp, math.exp)


def test_a_network_is_trained_or_it_is_none():
    exercise = toy(trains=5)
    assert judged(exercise, trains).passed

    def arithmetic(x, *_):
        return x.sum()

    def hardly(x, *_):
        return math.tanh(x.sum())

    assert judged(exercise, arithmetic).diagnosis == "no-network"
    assert judged(exercise, hardly).diagnosis == "hardly-trained"


def test_an_answer_that_stops_is_told_where_and_not_that_it_trains_too_little():
    def stops(x, *_):
        return np.tanh(x)[99]

    assert judged(toy(trains=5), stops).diagnosis == "past-the-end"


def test_the_courses_own_answers_are_believed():
    exercise = checks.EXERCISES["speed.circle"]
    assert checks.grade("speed.circle", exercise.right).passed


def test_equal_generators_give_equal_answers():
    required = {"one number": lambda _, parts: parts["p"].size == 1}
    exercise = toy(parts=("p",), requires=required)
    assert judged(exercise, lambda *args: args[2].normal()).passed
    own = judged(exercise, lambda *_: np.random.default_rng().normal())
    assert own.diagnosis == "unsteady"


def in_order(steps, rng):
    rng.normal(size=3)
    return float(steps)


def in_a_new_order(steps, rng):
    for _ in range(steps):
        rng.permutation(5)
    return float(steps)


def by_a_child(steps, rng):
    rng.spawn(1)
    return float(steps)


@pytest.mark.parametrize(
    ("answer", "diagnosis"),
    [(in_order, "not-shuffled"), (in_a_new_order, None), (by_a_child, None)],
)
def test_each_epoch_draws_a_new_order(answer, diagnosis):
    def epochs(_):
        return [Case(f"{n}", (n, np.random.default_rng(3)), size=n) for n in (2, 16)]

    exercise = Exercise(
        kind="implement", points=1, cases=epochs, right=lambda n, _: float(n), wrongs=(),
        shuffles=True, **HINTS,
    )  # fmt: skip
    assert judged(exercise, answer).diagnosis == diagnosis


@pytest.mark.parametrize("step", range(30))
def test_the_words_that_a_generator_gave_are_counted(step):
    before, after = np.random.default_rng(5), np.random.default_rng(5)
    after.bit_generator.random_raw(step)
    state = before.bit_generator.state
    assert watch.drawn((1, before), (1, after)) == step
    assert before.bit_generator.state == state


LINES = {
    "a = 1; b = 2; c = 3": 3,
    "a, b = x + 1, x + 2": 2,
    "a, b = x": 1,
    "(a, b), c = x": 1,
    "a, *b = x": 1,
    "f(x); f(x)": 2,
    "(a := x, b := x)": 2,
    "a = f(x, [x for x in x])": 1,
    "a = [p + q for p, q in x]; b = {p: [i for i in f(p)] for p in x}": 2,
    "return [[p * q for q in b] for p in a if p]": 1,
    "a[0] = x; b = x": 2,
    "for a in x: b = a": 1,
    "for a, b in x: f = a": 1,
    "for a, *b in x: f = a": 1,
    "a = x and f(x) or x": 1,
    "a += x": 1,
}


@pytest.mark.parametrize("line", LINES)
def test_joined_statements_are_counted_one_by_one(line):
    space = {}
    exec(f"def g(x, f, a, b):\n    {line}\n", space)
    found = cost.on_lines(space["g"].__code__)
    assert found.get(2, 1) == LINES[line]


FORGED = [[], [[], -1, 0], [[], 0], [[["np.exp"]], 0, 0], [[[1, 2]], 0, 0], [[["a", "b"]], 0, 0], 7]


@pytest.mark.parametrize("seen", FORGED)
def test_a_forged_report_is_refused(seen):
    entry = {"value": 1.0, "changed": [], "ran": [0, 0], "seen": seen}
    with pytest.raises(transport.MalformedError):
        transport.from_json(json.dumps([entry]), 1)
