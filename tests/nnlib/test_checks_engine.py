"""The engine behind the exercises, with exercises of its own and with answers of every kind."""

import contextlib
import dataclasses
import functools
import json
import signal
import subprocess
import sys
import time
import types
from collections import OrderedDict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas
import pytest
from patience import patience

import nnlib
from nnlib import checks
from nnlib.checks import EXERCISES, Case, Exercise, Wrong, check, grade, memory, transport
from nnlib.checks.crash import Raised
from nnlib.checks.values import MISSING, Odd, agree, factor, first_difference, parts_of

BACKWARD = "toy.backward"
NUMBERS = "toy.numbers"
GUESS = "toy.guess"
PROJECT = "toy.project"


def backward(W, delta):
    return W.T @ delta


def toy_cases(rng):
    return [
        Case(
            "the example",
            (np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0], [0.0]])),
            public=True,
        ),
        Case("square", (rng.normal(size=(3, 3)), rng.normal(size=(3, 2)))),
        Case("two outputs, three units", (rng.normal(size=(2, 3)), rng.normal(size=(2, 4)))),
        Case("one output", (rng.normal(size=(1, 3)), rng.normal(size=(1, 5)))),
    ]


TOYS = (
    Exercise(
        id=BACKWARD,
        kind="implement",
        points=4,
        cases=toy_cases,
        right=backward,
        wrongs=(
            Wrong("transpose", "The transpose is on the wrong side.", lambda W, delta: W @ delta),
            Wrong(
                "first-only",
                "Only the first example counts.",
                lambda W, delta: W.T @ delta[:, :1] + 0 * (W.T @ delta),
            ),
        ),
        hints=("Look at $W$.", "And `shape`.", "Turn it **round**."),
        why="Because $$W^T$$ fits.",
        seconds=0.5,
    ),
    Exercise(
        id=NUMBERS,
        kind="compute",
        points=2,
        parts=("z", "w", "name"),
        right={"z": 2.0, "w": np.array([1.0, -1.0]), "name": "W_hh"},
        rtol=1e-3,
        wrongs=(
            Wrong(
                "minus", "A sign got lost.", {"z": -2.0, "w": np.array([1.0, -1.0]), "name": "W_hh"}
            ),
            Wrong(
                "both", "Twice the step.", {"z": 2.0, "w": np.array([2.0, -2.0]), "name": "W_hh"}
            ),
        ),
        hints=("a", "b", "c"),
        why="So.",
    ),
    Exercise(
        id=GUESS,
        kind="predict",
        points=1,
        parts=("guess", "steps"),
        predictions={"guess": "steps"},
        right={"guess": 0, "steps": 386},
        wrongs=(),
        hints=("a", "b", "c"),
        why="So.",
    ),
    Exercise(
        id=PROJECT,
        kind="project",
        points=3,
        cases=lambda rng: [Case("new points", (rng.normal(size=(6, 1)),))],
        right=lambda X: 1.0 * (X > 0),
        requires={
            "between 0 and 1": lambda case, parts: np.all((parts[""] >= 0) & (parts[""] <= 1)),
            "all six right": lambda case, parts: np.array_equal(parts[""] > 0.5, case.args[0] > 0),
        },
        wrongs=(
            Wrong(
                "inverted",
                "Upside down.",
                lambda X: 1.0 * (X <= 0),
                when=lambda seen: all(np.array_equal(p[""] > 0.5, c.args[0] <= 0) for c, p in seen),
            ),
        ),
        hints=("a", "b", "c"),
        why="So.",
    ),
)


@pytest.fixture(autouse=True)
def toys(monkeypatch, tmp_path):
    for toy in TOYS:
        monkeypatch.setitem(EXERCISES, toy.id, toy)
    monkeypatch.chdir(tmp_path)
    for name in ("NNLIB_PROGRESS", "NNLIB_SEED", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(memory, "session", {})


# Right, not started, partly right -----------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        backward,
        lambda W, delta: (W.T @ delta).tolist(),
        lambda W, delta: np.asfortranarray(np.einsum("ch,cn->hn", W, delta)),
        functools.partial(np.einsum, "ch,cn->hn"),
    ],
)
def test_right_answers_pass_in_whatever_form(answer):
    for seed in (None, 0, 1, 12345):
        assert grade(BACKWARD, answer, seed=seed) == checks.Result(True, 1.0, "Right.", None)


def stub_with_words(W, delta):
    """Return the delta of the layer before."""
    ...


def stub_that_passes(W, delta):
    pass


def stub_of_nbgrader(W, delta):
    # YOUR CODE HERE
    raise NotImplementedError()


@pytest.mark.parametrize("stub", [stub_with_words, stub_that_passes, stub_of_nbgrader, ...])
def test_stubs_are_not_started(stub):
    result = grade(BACKWARD, stub)
    assert result == checks.Result(False, 0.0, "Not started.", "not-started")


def test_a_form_that_nobody_filled_in_is_not_started():
    assert grade(NUMBERS, {"z": ..., "w": ..., "name": ...}).diagnosis == "not-started"


def test_a_form_filled_in_by_half_says_what_is_right_so_far():
    result = grade(NUMBERS, {"z": 2.0, "w": [9, 9], "name": ...})
    assert (result.score, result.diagnosis) == (0.33, "partly-wrong")
    assert grade(NUMBERS, {"z": 2.0, "w": ..., "name": ...}).diagnosis == "unfinished"
    assert result.message == "Right so far: `z`. Not right yet: `w`. Still open: `name`."
    assert "Still open: `w`" in grade(NUMBERS, {"z": 2.0, "name": "w_hh"}).message


def test_numbers_are_compared_with_a_tolerance_and_words_without_regard_to_case():
    assert grade(NUMBERS, {"z": 2.0005, "w": (1.0, -0.9995), "name": " w_HH "}).passed
    assert grade(NUMBERS, [2, np.array([1, -1]), "W_hh"]).passed
    result = grade(NUMBERS, {"z": 2.01, "w": (1.0, -1.0), "name": "W_hh"})
    assert (result.diagnosis, result.score) == ("wrong", 0.67)
    assert result.message.startswith("Partly right: `w` and `name`. `z` is not right yet.")
    assert "2" not in result.message.partition("`z`")[2]  # the number would give it away


def test_what_follows_from_a_mistake_is_not_blamed():
    message = grade(NUMBERS, {"z": 3.0, "w": (5.0, -1.0), "name": "W_hh"}).message
    assert "`z` is not right yet. What follows from it" in message


def test_right_for_some_cases_names_them():
    def one_output_only(W, delta):
        return W.T @ delta if len(W) == 1 else W.T @ delta + 1

    result = grade(BACKWARD, one_output_only)
    assert result.score == 0.25
    assert result.message.startswith(
        "Partly right: for “one output”, and not for “the example”, “square” and “two"
    )


# The catalogue ------------------------------------------------------------------------------------


def test_a_mistake_is_recognised_by_what_it_answers():
    def theirs(W, delta):
        return np.dot(W, delta)  # stops where W is not square

    result = grade(BACKWARD, theirs)
    assert result.diagnosis == "transpose"
    assert "wrong side" in result.message


def test_that_both_raise_is_no_sign_of_the_same_mistake():
    result = grade(BACKWARD, lambda W, delta: nonsense)  # noqa: F821
    assert result.diagnosis == "name-without-a-value"


def test_a_mistake_in_the_catalogue_that_always_raises_explains_no_crash(monkeypatch):
    always = Wrong("always", "It stops.", lambda W, delta: W.nothing)
    monkeypatch.setitem(EXERCISES, BACKWARD, dataclasses.replace(TOYS[0], wrongs=(always,)))
    assert grade(BACKWARD, lambda W, delta: W.nothing).diagnosis == "raises"


def test_a_catalogued_change_of_the_input_is_that_of_the_same_argument(monkeypatch):
    def spoils(W, delta, which):
        answer = W.T @ delta
        (W, delta)[which][:] = 0
        return answer

    def spoils_and_errs(W, delta):
        return spoils(W, delta, 1) + 1

    first = Wrong("first", "W is lost.", lambda W, delta: spoils(W, delta, 0))
    both = Wrong("both", "δ is lost, and 1 too many.", spoils_and_errs)
    toy = dataclasses.replace(TOYS[0], wrongs=(first, both))
    monkeypatch.setitem(EXERCISES, BACKWARD, toy)
    assert grade(BACKWARD, lambda a, b: spoils(a, b, 0)).diagnosis == "first"
    assert grade(BACKWARD, lambda a, b: spoils(a, b, 1)).diagnosis == "changes-input"
    assert grade(BACKWARD, spoils_and_errs).diagnosis == "both"
    assert grade(BACKWARD, lambda a, b: a.T @ b + 1).diagnosis not in {"first", "both"}


def test_of_two_mistakes_in_a_form_the_one_that_explains_more_is_told():
    result = grade(NUMBERS, {"z": -2.0, "w": np.array([2.0, -2.0]), "name": "W_hh"})
    assert result.diagnosis in {"minus", "both"}
    assert result.score == 0.33


def test_a_symptom_is_recognised_without_equal_numbers():
    assert grade(PROJECT, lambda X: 0.4 + 0.2 * (X <= 0)).diagnosis == "inverted"
    assert grade(PROJECT, lambda X: 0.4 + 0.2 * (X > 0)).passed
    result = grade(PROJECT, lambda X: 0 * X)
    assert (result.diagnosis, result.score) == ("unmet", 0.5)
    assert "Not yet: all six right." in result.message
    assert grade(PROJECT, lambda X: X[:2]).diagnosis == "unmet"  # a rule that cannot be applied


def test_a_guess_comes_before_the_measurement():
    assert grade(GUESS, {"guess": ..., "steps": ...}).diagnosis == "not-started"
    assert grade(GUESS, {"guess": ..., "steps": 386}).diagnosis == "no-guess"
    noted = grade(GUESS, {"guess": 100, "steps": ...})
    assert (noted.diagnosis, noted.message) == (
        "guessed",
        "Noted: `guess` = 100. Now measure `steps`.",
    )
    right = grade(GUESS, {"guess": 100, "steps": 386})
    assert right.passed
    assert right.message == "Right. `steps`: you guessed 100, and it is 386."
    wrong = grade(GUESS, {"guess": 386, "steps": 100})
    assert (wrong.passed, wrong.score, wrong.diagnosis) == (False, 0.0, "wrong")
    assert grade(GUESS, {"guess": ..., "steps": 386}).score == 0.5  # a guess is part of it


def test_one_part_of_another_kind_is_named_alone():
    message = grade(NUMBERS, {"z": [[1], [2, 3]], "w": [1, -1], "name": "W_hh"}).message
    assert "`z` should be numbers, and came as a list with rows of different lengths." in message
    assert "`name` should be a word in quotes, and came as 3." in (
        grade(NUMBERS, {"z": 2, "w": [1, -1], "name": 3}).message
    )


def test_an_answer_that_is_wrong_in_another_way_each_time_is_unsteady():
    rng = np.random.default_rng(0)

    def theirs(W, delta):
        return W.T @ delta + rng.normal()

    result = grade(BACKWARD, theirs)
    assert (result.diagnosis, result.score) == ("unsteady", 0.0)


def test_a_plan_that_is_filled_in_by_half_is_not_called_wrong(monkeypatch):
    toy = Exercise(
        id=PROJECT,
        kind="project",
        points=1,
        parts=("w", "b"),
        right={"w": 1.0, "b": -1.0},
        requires={"fires": lambda case, parts: parts["w"] + parts["b"] >= 0},
        wrongs=(),
        hints=("a", "b", "c"),
        why="So.",
    )
    monkeypatch.setitem(EXERCISES, PROJECT, toy)
    assert grade(PROJECT, {"w": 1, "b": ...}).message == "Still open: `b`."
    assert grade(PROJECT, {"w": 5, "b": -2}).passed
    assert grade(PROJECT, {"w": 5, "b": -7}).message == "Not yet: fires."


def test_a_mistake_against_requirements_is_known_by_the_values_behind_them(monkeypatch):
    """A requirement is no part and has no value: what nobody can compare is no likeness either."""
    toy = Exercise(
        id=PROJECT,
        kind="project",
        points=1,
        parts=("w", "b"),
        right={"w": 1.0, "b": -1.0},
        requires={
            "fires": lambda case, parts: parts["w"] + parts["b"] >= 0,
            "rests": lambda case, parts: parts["b"] < 0,
        },
        wrongs=(Wrong("turned", "Both signs are turned.", {"w": -1.0, "b": 1.0}),),
        hints=("a", "b", "c"),
        why="So.",
    )
    monkeypatch.setitem(EXERCISES, PROJECT, toy)
    assert grade(PROJECT, {"w": -1, "b": 1}).diagnosis == "turned"
    assert grade(PROJECT, {"w": 5, "b": 2}).diagnosis != "turned"  # it rests as little
    assert grade(PROJECT, {"w": 0, "b": -7}).diagnosis != "turned"
    assert grade(PROJECT, {"w": -1, "b": ...}).message == "Still open: `b`."


def test_a_mistake_in_some_cases_alone_is_not_taken_for_another(monkeypatch):
    cases = [Case("low", (np.array([-1.0]),)), Case("high", (np.array([1.0]),))]
    toy = dataclasses.replace(
        TOYS[3],
        cases=lambda rng: cases,
        requires={"above 0": lambda case, parts: np.all(parts[""] > 0)},
        right=np.ones_like,
        wrongs=(Wrong("kept", "Handed on as it came.", lambda X: X),),
    )
    monkeypatch.setitem(EXERCISES, PROJECT, toy)
    assert grade(PROJECT, lambda X: X).diagnosis == "kept"
    assert grade(PROJECT, lambda X: 3 * X + 1).diagnosis != "kept"  # it misses the same case


# Mistakes that can be made anywhere ---------------------------------------------------------------


def changes_input(W, delta):
    answer = W.T @ delta
    delta *= 2
    return answer


def keeps_something(W, delta, seen=[]):  # noqa: B006
    seen.append(1)
    return W.T @ delta + (len(seen) > 4)


def fitted_to_the_example(W, delta, W_seen=np.array([[1.0, 2.0], [3.0, 4.0]])):  # noqa: B008
    return (
        (W_seen.T @ delta[:2])[: W.shape[1]]
        if delta.shape == (2, 1)
        else np.zeros((W.T @ delta).shape)
    )


@pytest.mark.parametrize(
    ("answer", "diagnosis", "said"),
    [
        (changes_input, "changes-input", "`delta`"),
        (keeps_something, "unsteady", "two different answers"),
        (fitted_to_the_example, "only-the-example", "numbers of the statement"),
        (lambda W, delta: -backward(W, delta), "sign", "wrong sign"),
        (lambda W, delta: backward(W, delta) / 2, "half", "half of what"),
        (lambda W, delta: backward(W, delta) / delta.shape[1], "averaged", "axis 1 of `delta`"),
        (lambda W, delta: backward(W, delta) * 1.7, "factor", "1.7 times"),
        (lambda W, delta: backward(W, delta).T, "transposed", "(1, 2)"),
        (lambda W, delta: backward(W, delta)[None], "other-shape", "the right numbers"),
        (lambda W, delta: backward(W, delta)[:1], "one-number", "expected"),
        (lambda W, delta: backward(W, delta) * np.nan, "not-finite", "nan"),
        (lambda W, delta: backward(W, delta) / 0, "not-finite", "infinity"),
        (lambda W, delta: backward(W, delta).astype("f4"), "wrong-type", "float64"),
        (lambda W, delta: backward(W, delta) * 1j, "wrong-type", "complex"),
        (lambda W, delta: print(W), "returns-none", "return"),
        (lambda W, delta: "W.T @ delta", "text-for-numbers", "number"),
        (lambda W, delta: [[1], [2, 3]], "wrong-type", "different lengths"),
        (lambda W, delta: backward, "wrong-type", "function backward"),
        (lambda W, delta: object(), "wrong-type", "an object"),
        (lambda W, delta: (x for x in W), "wrong-type", "generator"),
        (lambda W, delta: np, "wrong-type", "module"),
        (lambda W, delta: {"W": W}, "wrong-type", "a dict of 1"),
        (lambda W, delta: 1 / 0, "raises", "ZeroDivisionError"),
        (lambda W, delta: sys.exit(), "raises", "SystemExit"),
        (lambda W: W, "number-of-arguments", "called with 2 arguments"),
        (lambda W, delta: (_ for _ in ()).throw(KeyboardInterrupt), "raises", "KeyboardInterrupt"),
        (lambda W, delta: backward(W, delta) + np.arange(delta.shape[1]) + 1, "wrong", "yours is"),
        (lambda W, delta: W.T @ delta + np.ones(W.shape[1]), "flat-column", "b[:, None]"),
        (3.0, "not-a-function", "without brackets"),
        (None, "not-a-function", "None"),
        (np.ones((2, 2)), "not-a-function", "an array of shape (2, 2)"),
    ],
)
def test_an_answer_of_any_kind_gets_an_answer(answer, diagnosis, said):
    result = grade(BACKWARD, answer)
    assert result.diagnosis == diagnosis, result.message
    assert said in result.message
    assert not result.passed
    assert result.score < 1


def test_a_return_that_is_missing_in_one_branch_is_named_with_its_case():
    def theirs(W, delta):
        if len(W) == 1:
            return W.T @ delta
        W.T @ delta
        return None

    def silent(W, delta):
        W.T @ delta

    assert "is None (case: the example). Is" in grade(BACKWARD, theirs).message
    assert "is None. Is" in grade(BACKWARD, silent).message


def test_where_most_is_right_the_rest_is_named(monkeypatch):
    names = tuple("abcde")
    toy = dataclasses.replace(TOYS[1], parts=names, right=dict.fromkeys(names, 1.0), wrongs=())
    monkeypatch.setitem(EXERCISES, NUMBERS, toy)
    one, two = (grade(NUMBERS, {**toy.right, **dict.fromkeys(wrong, 3)}) for wrong in ("c", "cd"))
    assert one.message.startswith("All but `c` is right.")
    assert two.message.startswith("Partly right: `a`, `b` and `e`.")


class HostileError(Exception):
    def __str__(self):
        raise RuntimeError("no text")


def raises_hostile(W, delta):
    raise HostileError


def loops_on_one_line(W, delta):
    while True:
        pass


def catches_everything(W, delta):
    while True:
        try:
            W = W + 1
        except BaseException:
            W = W - 1


def gives_up(W, delta):
    try:
        while True:
            W = W + 1
    except BaseException:
        return W


@pytest.mark.parametrize("answer", [loops_on_one_line, catches_everything, gives_up])
def test_no_loop_gets_past_the_alarm(answer):
    start = time.monotonic()
    assert grade(BACKWARD, answer).diagnosis == "too-slow"
    assert time.monotonic() - start < patience(3)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_spoilt_arguments_of_every_kind_are_noticed():
    def theirs(W, delta):
        return raises_hostile(W, delta)

    assert grade(BACKWARD, theirs).message.startswith("Your function stops with HostileError (case")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"z": None, "w": [1, -1], "name": "W_hh"}, "`z` is None. Write what you have found"),
        ({"z": "2", "w": [1, -1], "name": "W_hh"}, "`z` should be a number, and came as text in"),
        ({"z": 2, "w": "1, -1", "name": "W_hh"}, "`w` should be an array of numbers, and came as"),
        ({"z": 2, "w": [1, ...], "name": "W_hh"}, "Still open: `w`."),
        ({"z": ..., "w": [..., ...], "name": ...}, "Not started."),
        ({"z": 2, "w": [np.ones(2), np.ones(3)], "name": "W_hh"}, "2 arrays of different shapes"),
        ({"z": 2, "w": np.ma.array([1.0, -1.0], mask=True), "name": "W_hh"}, "a masked array"),
    ],
)
def test_what_a_form_may_be_filled_in_with(form, said):
    result = grade(NUMBERS, form)
    assert said in result.message
    assert not result.passed


@pytest.mark.parametrize("guess", [None, "", float("nan"), [1, ...], abs])
def test_a_guess_that_says_nothing_is_none(guess):
    assert grade(GUESS, {"guess": guess, "steps": 386}).diagnosis == "no-guess"


def test_a_crash_in_a_helper_is_shown_where_the_answer_calls_it():
    helper, answer = (
        "def helper(a):\n    return a[99]\n",
        "def theirs(W, delta):\n    return helper(W)\n",
    )
    namespace = {}
    for name, source in (("helper.py", helper), ("theirs.py", answer)):
        Path(name).write_text(source, encoding="utf-8")
        exec(compile(source, str(Path(name).resolve()), "exec"), namespace)
    message = grade(BACKWARD, namespace["theirs"]).message
    assert "line 2: return helper(W)" in message
    assert "Shapes there: W (2, 2)." in message


def test_a_long_message_is_cut():
    def theirs(W, delta):
        raise ValueError("x" * 10**6)

    assert len(grade(BACKWARD, theirs).message) < 600


class Trap(dict):
    def get(self, *_):
        raise RuntimeError("no get")

    items = keys = __iter__ = __getitem__ = get


class Snare(list):
    def __iter__(self):
        raise RuntimeError("no entries")

    __len__ = __getitem__ = __iter__


def test_containers_of_the_learners_own_do_no_harm():
    assert grade(NUMBERS, Trap(z=1)) == grade(NUMBERS, {"z": 1})
    assert grade(NUMBERS, Snare([1, 2, 3])).diagnosis == "wrong-type"


def test_a_sign_is_seen_in_single_numbers_too(monkeypatch):
    def cases(rng):
        return [Case("one", (np.float64(rng.normal()),)), Case("two", (np.float64(rng.normal()),))]

    toy = dataclasses.replace(TOYS[0], cases=cases, right=lambda x: 3 * x, wrongs=())
    monkeypatch.setitem(EXERCISES, BACKWARD, toy)
    assert "wrong sign" in grade(BACKWARD, lambda x: -3 * x).message
    assert "twice" in grade(BACKWARD, lambda x: 6 * x).message
    assert grade(BACKWARD, lambda x: x + 1).diagnosis == "wrong"


def test_a_product_that_does_not_fit_is_told_in_plain_words():
    message = grade(BACKWARD, lambda W, delta: np.ones((2, 3)) @ np.ones((4, 2))).message
    assert "do not fit, 3 on the left, 4 on the right" in message
    assert "gufunc" not in message


def test_right_numbers_in_the_wrong_shape_are_right_in_every_case():
    def first_output(W, delta):
        return (W[:1].T @ delta[:1])[None] if len(W) > 1 else (W.T @ delta)[None]

    assert "numbers are right" not in grade(BACKWARD, first_output).message


class Hostile:
    """An object on which everything that may be asked of it fails."""

    def __array__(self, *args, **kwargs):
        raise RuntimeError("no array")

    def __eq__(self, other):
        raise RuntimeError("no comparison")

    def __hash__(self):
        raise RuntimeError("no hash")

    def __repr__(self):
        raise RuntimeError("no repr")

    def __deepcopy__(self, memo):
        raise RuntimeError("no copy")

    def __len__(self):
        raise RuntimeError("no length")


def holds_itself():
    rows = []
    rows.append(rows)
    return rows


@pytest.mark.parametrize(
    "value",
    [Hostile(), holds_itself(), 10**5000, np.ma.masked, type, "…" * 9999],
    ids=["hostile", "holds itself", "huge", "masked", "type", "long"],
)
def test_hostile_objects_are_described_and_not_believed(value):
    for answer in (lambda W, delta: value, value):
        assert not grade(BACKWARD, answer).passed
        assert not grade(NUMBERS, {"z": answer, "w": answer, "name": answer}).passed
        assert not grade(NUMBERS, answer).passed
    outcomes = checks.outcomes_of(TOYS[0], lambda W, delta: value, TOYS[0].cases_for(0))
    transport.from_json(transport.to_json(outcomes), len(outcomes))


def test_a_crash_shows_the_learners_own_line_and_the_shapes_in_it():
    source = "def theirs(W, delta):\n    step = 1\n    return helper(W, delta)\n\n\n"
    source += "def helper(W, delta):\n    return np.matmul(W, delta.T) + step\n"
    namespace = {"np": np}
    path = Path("their_notebook.py")
    path.write_text(source, encoding="utf-8")
    exec(compile(source, str(path.resolve()), "exec"), namespace)
    message = grade(BACKWARD, namespace["theirs"]).message
    assert "line 7: return np.matmul(W, delta.T) + step" in message
    assert "Shapes there: W (2, 2), delta (2, 1)." in message
    assert "case: the example" in message
    assert "nnlib" not in message


def test_a_function_that_loops_is_stopped_where_it_loops():
    def theirs(W, delta):
        while True:
            W = W + 1

    start = time.monotonic()
    result = grade(BACKWARD, theirs)
    assert time.monotonic() - start < patience(1.5)
    assert result.diagnosis == "too-slow"
    assert "0.5 seconds" in result.message


@pytest.mark.parametrize("name", ["neuron.full-adder", "neuron.numerical-gradient"])
def test_a_loop_is_not_the_mistake_that_crashes(name, monkeypatch):
    """Each has a mistake in its catalogue that raises in some cases: that is no loop."""
    monkeypatch.setitem(EXERCISES, name, dataclasses.replace(EXERCISES[name], seconds=0.1))

    def theirs(*_):
        while True:
            pass

    assert grade(name, theirs).diagnosis == "too-slow"


def test_a_loop_that_catches_exceptions_is_stopped_too():
    def theirs(W, delta):
        while True:
            with contextlib.suppress(Exception):
                W = W + 1

    assert grade(BACKWARD, theirs).diagnosis == "too-slow"


def test_endless_recursion_is_an_exception_like_any_other():
    def theirs(W, delta):
        return theirs(W, delta)

    assert "RecursionError" in grade(BACKWARD, theirs).message


def test_a_debugger_that_watches_is_left_in_place():
    before = sys.gettrace()

    def watch(frame, event, arg):
        return None

    try:
        sys.settrace(watch)
        grade(BACKWARD, backward)
        after = sys.gettrace()
    finally:
        sys.settrace(before)
    assert after is watch


def test_nothing_that_the_learner_prints_or_warns_of_comes_through(capsys, recwarn):
    def theirs(W, delta):
        print("here")
        sys.stderr.write("there")
        np.log(np.zeros(3))
        return W.T @ delta

    assert grade(BACKWARD, theirs).passed
    assert capsys.readouterr() == ("", "")
    assert not recwarn.list


def test_each_call_gets_arguments_of_its_own():
    seen = []

    def theirs(W, delta):
        seen.append(W)
        return W.T @ delta

    grade(BACKWARD, theirs)
    assert len({id(W) for W in seen}) == len(seen) == 5
    seen.clear()

    def spoils(W, delta):
        answer = W.T @ delta
        W[:] = 0
        return answer

    assert grade(BACKWARD, spoils).message.startswith("The numbers are right, but your function")
    assert "changes `W` in place" in grade(BACKWARD, spoils).message


def test_an_argument_that_is_there_to_be_changed_may_be():
    toy = dataclasses.replace(TOYS[0], id="toy.inplace", may_change=(1,))
    EXERCISES[toy.id] = toy
    try:
        assert grade(toy.id, changes_input).passed
    finally:
        del EXERCISES[toy.id]


def test_a_model_that_is_changed_is_noticed():
    def cases(rng):
        return [Case("a network", (nnlib.MLP((2, 1), rng=rng),))]

    toy = dataclasses.replace(TOYS[0], cases=cases, right=lambda m: m.theta.copy(), wrongs=())
    EXERCISES[BACKWARD] = toy

    def theirs(model):
        theta = model.theta.copy()
        model.theta[:] = 0
        return theta

    assert grade(BACKWARD, lambda model: model.theta.copy()).passed
    assert grade(BACKWARD, theirs).diagnosis == "changes-input"


def test_what_hangs_below_an_argument_is_watched_too(monkeypatch):
    inside = {"W": [np.zeros(2), np.ones(2)], "name": "x"}
    toy = dataclasses.replace(
        TOYS[0],
        cases=lambda rng: [Case("a", (inside,))],
        right=lambda p: p["W"][1].copy(),
        wrongs=(),
    )
    monkeypatch.setitem(EXERCISES, BACKWARD, toy)

    def leaves_it(p):
        p = dict(p, more=1)
        return p["W"][1] + 0

    def into(change):
        def theirs(p):
            answer = p["W"][1].copy()
            change(p)
            return answer

        return grade(BACKWARD, theirs).diagnosis

    assert grade(BACKWARD, leaves_it).passed
    assert into(lambda p: p["W"][0].fill(1)) == "changes-input"
    assert into(lambda p: p["W"].append(0)) == "changes-input"
    assert into(lambda p: p.update(more=1)) == "changes-input"
    assert inside["W"][0].sum() == 0


def test_an_argument_without_a_name_is_counted(monkeypatch):
    toy = dataclasses.replace(
        TOYS[0],
        cases=lambda rng: [Case("a", (np.array([2.0, 1.0]),))],
        right=lambda a: None,
        wrongs=(),
    )
    monkeypatch.setitem(EXERCISES, BACKWARD, toy)
    outcome = checks.outcomes_of(toy, np.ndarray.sort, toy.cases_for(0))[0]
    assert [place for place, _ in outcome.changed] == [0]
    outcome = checks.outcomes_of(toy, lambda *all_of_them: all_of_them[0].sort(), toy.cases_for(0))[
        0
    ]
    assert outcome.changed == ((0, "all_of_them"),)


def test_the_first_difference_is_shown_with_its_place():
    right = np.array([[1.0, 2.0], [3.0, 4.0]])
    said = first_difference(right + np.array([[0, 0], [0.5, 1]]), right, 1e-6, 0)
    assert said == "entry [1, 0], yours is 3.5"
    assert first_difference(np.array(2.0), np.array(-2.0), 0, 0) == "yours is 2"


def test_seeds_draw_other_cases_and_the_same_ones_again():
    def drawn(seed):
        return TOYS[0].cases_for(seed)[1].args[0]

    np.testing.assert_array_equal(drawn(3), drawn(3))
    assert not np.array_equal(drawn(3), drawn(4))
    memory_of = {case.args[0].tobytes(): backward(*case.args) for case in TOYS[0].cases_for(0)}

    def memorised(W, delta):
        return memory_of.get(W.tobytes(), np.zeros((W.shape[1], delta.shape[1])))

    assert grade(BACKWARD, memorised).passed
    assert not grade(BACKWARD, memorised, seed=1).passed


def test_an_unknown_exercise_is_named_with_its_neighbours():
    with pytest.raises(ValueError, match=r"got 'rnn.backward'; there are .*toy.backward"):
        grade("rnn.backward", backward)
    for call in (check, checks.hint, checks.solution):
        with pytest.raises(ValueError, match="exercise_id must be"):
            call("nothing", *([backward] if call is check else []))


# Values -------------------------------------------------------------------------------------------


def test_parts_are_cut_out_of_tuples_dicts_and_lists():
    assert list(parts_of((1, [2, 3]), ("a", "b"))["b"]) == [2, 3]
    assert parts_of({"a": 1}, ("a", "b"))["b"] is MISSING
    assert parts_of((1, 2, 3), ("a", "b"))["a"].what == "3 values"
    assert parts_of(None, ("a", "b"))["a"].what == "None"
    assert parts_of(5.0, ("a",))["a"] == 5
    raised = Raised("ValueError", "no")
    assert parts_of(raised, ("a", "b")) == {"a": raised, "b": raised}


def test_agreement_is_measured_against_the_largest_entry():
    right = np.array([1000.0, 0.0])
    assert agree(right + 1e-4, right, 1e-6, 0)
    assert not agree(right + 1e-2, right, 1e-6, 0)
    assert not agree(right[:, None], right, 1e-6, 0)
    assert agree(np.array([np.inf, np.nan]), np.array([np.inf, np.nan]), 1e-6, 0)
    assert not agree(np.array(np.nan), np.array(1.0), 1e-6, 1e-6)
    assert not agree(np.array(np.inf), np.array(1.0), 1e-6, 1e-6)
    assert agree(Odd("a"), Odd("a"), 0, 0)
    assert not agree(Odd("a"), Odd("b"), 0, 0)
    assert not agree("a", np.array(1.0), 0, 0)


def test_a_common_factor_is_found_only_where_there_is_one():
    right = np.array([1.0, -2.0, 3.0])
    assert factor(3 * right, right) == pytest.approx(3)
    assert factor(right + 1, right) is None
    assert factor(0 * right, right) is None
    assert factor(right, 0 * right) is None
    assert factor(right[:2], right) is None


class Pair(NamedTuple):
    loss: float
    gradient: np.ndarray


class Vector(np.ndarray):
    pass


ANYTHING = {
    "a float": 1.5,
    "a float of NumPy": np.float64(1.5),
    "an int": 3,
    "an int of NumPy": np.int32(3),
    "too large for 64 bits": 2**64,
    "too large for a float": 10**400,
    "bool": True,
    "bool of NumPy": np.bool_(True),
    "fraction": Fraction(1, 3),
    "decimal": Decimal(1),
    "complex": 1j,
    "complex of NumPy": np.complex128(1j),
    "single precision": np.float32(1),
    "more than double precision": np.longdouble(1),
    "an array of one number": np.array(2.5),
    "an array": np.arange(6.0).reshape(2, 3),
    "ints": np.arange(3),
    "unsigned": np.array([2**63 + 1], dtype=np.uint64),
    "bools": np.array([True, False]),
    "half precision": np.ones(2, "f2"),
    "long doubles": np.ones(2, np.longdouble),
    "complex numbers": np.array([1j, 2.0]),
    "empty": np.zeros((0, 3)),
    "nan and infinity": np.array([np.nan, np.inf, -np.inf, -0.0]),
    "masked": np.ma.array([1.0, 2.0], mask=[False, True]),
    "masked in a list": [np.ma.array([1.0, 2.0], mask=[False, True])],
    "objects": np.array([1, Fraction(1, 2)], dtype=object),
    "an array in an object": np.array([1.0, np.ones(3)], dtype=object),
    "words": np.array(["a", "b"]),
    "a word of NumPy": np.str_("a"),
    "dates": np.array(["2026-11-28"], dtype="M8[D]"),
    "bytes": b"ab",
    "an array of the learner's own": np.ones(2).view(Vector),
    "range": range(2),
    "endless range": range(10**12),
    "set": {1, 2},
    "frame": pandas.DataFrame({"a": [1.0, 2.0]}),
    "column": pandas.Series([1.0, 2.0]),
    "None": None,
    "open": ...,
    "text": "W",
    "long text": "…" * 9999,
    "half a character": "\ud800",
    "lists": [[1, 2], [3, 4]],
    "uneven lists": [[1], [2, 3]],
    "a list with a hole": [1, None],
    "a list with dots": [1, ...],
    "tuple": (1.0, 2.0),
    "tuple of tuples": ((1.0, 2.0), (3.0, 4.0)),
    "a tuple with a hole": (np.ones(2), None),
    "arrays of different shapes": (np.ones(2), np.ones((3, 1))),
    "named tuple": Pair(1.0, np.ones(3)),
    "dict": {"loss": 1.0, "gradient": [1, 2]},
    "other keys": {1: 2},
    "ordered": OrderedDict(loss=np.float64(1)),
    "deep": [[[[[[[[[[1]]]]]]]]]],
    "wide": [[[0] * 400] * 400] * 400,
    "large": np.zeros(10**6),
    "function": backward,
    "generator": (x for x in "ab"),
    "module": np,
    "type": int,
    "an exception": ValueError("no"),
}


@pytest.mark.parametrize("value", ANYTHING.values(), ids=ANYTHING)
def test_what_an_answer_gave_is_the_same_behind_the_way_to_the_judge(value):
    """So the verdict is: it depends on nothing else."""
    before = checks.Outcome(value)
    assert repr(before) == repr(checks.Outcome(before.value))
    sent = transport.to_json([before])
    assert len(sent) < 50_000
    (after,) = transport.from_json(sent, 1)
    assert repr(after) == repr(before)
    for names in ((), ("loss",), ("loss", "gradient"), tuple("abc")):
        here, there = (parts_of(outcome.value, names) for outcome in (before, after))
        assert all(same_part(there[name], part) for name, part in here.items())


def same_part(part, other):
    return part is other or agree(part, other, 0, 0)


def test_right_numbers_are_right_in_whatever_they_come():
    pair = ("loss", "gradient")
    for value in (
        np.array([0.5, np.ones(3)], dtype=object),
        Pair(np.float64(0.5), np.ones(3)),
        OrderedDict(gradient=range(1, 2), loss=Fraction(1, 2)),
        [np.longdouble(0.5), pandas.Series([1.0, 1.0, 1.0])],
    ):
        parts = parts_of(checks.Outcome(value).value, pair)
        assert parts["loss"] == 0.5
        assert (parts["gradient"] == 1).all()
    masked = parts_of(checks.Outcome(ANYTHING["masked"]).value, ())
    assert masked[""].what == "a masked array"


# What a learner sees ------------------------------------------------------------------------------


def test_check_shows_the_verdict_and_remembers_it(capsys):
    assert check(BACKWARD, lambda W, delta: W @ delta) is None
    said = capsys.readouterr().out
    assert said.startswith("✗ ")
    assert "wrong side" in said
    assert "solution" not in said
    check(BACKWARD, lambda W, delta: W @ delta)
    assert f'`solution("{BACKWARD}")` is open now' in capsys.readouterr().out
    check(BACKWARD, backward)
    assert capsys.readouterr().out == "✓ Right.\nBecause $$W^T$$ fits.\n"
    known = json.loads(Path("progress.json").read_text(encoding="utf-8"))["exercises"]
    assert known == {BACKWARD: {"failed": 2, "passed": True, "score": 1.0}}
    check(BACKWARD, stub_with_words)  # what was right stays right
    assert memory.load()[BACKWARD]["passed"] is True


def test_not_started_leaves_no_trace():
    check(BACKWARD, stub_with_words)
    assert not Path("progress.json").exists()


def test_the_first_guess_is_the_one_that_is_kept():
    for guess in (100, 386):
        check(GUESS, {"guess": guess, "steps": ...})
    assert memory.load()[GUESS] == {
        "failed": 0,
        "guess": {"guess": "100"},
        "passed": False,
        "score": 0.0,
    }


def test_the_solution_opens_after_two_failed_checks_or_on_request(capsys):
    name = "neuron.tanh-delta"
    code = checks.texts.solution(EXERCISES[name].room)
    assert "return" in code
    assert "### " not in code
    for missing in ("two checks", "one more check"):
        checks.solution(name)
        said = capsys.readouterr().out
        assert missing in said
        assert code not in said
        check(name, lambda z, y: z)
        capsys.readouterr()
    checks.solution(name)
    assert code in capsys.readouterr().out
    Path("progress.json").unlink()
    memory.session.clear()
    checks.solution(name, now=True)
    assert code in capsys.readouterr().out


def test_hints_come_in_three_levels(capsys):
    checks.hint(BACKWARD)
    assert capsys.readouterr().out == f'Look at $W$.\n(More: hint("{BACKWARD}", 2).)\n'
    checks.hint(BACKWARD, 3)
    assert capsys.readouterr().out == "Turn it **round**.\n"
    for level in (0, 4, "1"):
        with pytest.raises(ValueError, match="level must be 1, 2 or 3, got"):
            checks.hint(BACKWARD, level)


def test_progress_counts_what_is_right(capsys):
    check("neuron.tanh-delta", lambda z, y: z)
    check("neuron.paper-step", EXERCISES["neuron.paper-step"].right)
    capsys.readouterr()
    checks.progress("neuron")
    said = capsys.readouterr().out
    total = sum(e.chapter == "neuron" for e in EXERCISES.values())
    assert f"1 of {total}" in said
    assert "✓ One step on paper" in said
    assert "✗ A neuron that answers between −1 and 1" in said
    with pytest.raises(ValueError, match="chapter must be one of neuron"):
        checks.progress("pytorch")


def test_in_a_notebook_verdicts_and_hints_are_html(monkeypatch):
    shown = []
    notebook = types.ModuleType("IPython")
    notebook.get_ipython = object
    notebook.display = types.SimpleNamespace(display=lambda data, raw: shown.append(data))
    monkeypatch.setitem(sys.modules, "IPython", notebook)
    check(BACKWARD, lambda W, delta: W > [1])
    checks.hint(BACKWARD)
    checks.progress()
    verdict, hints, table = (data["text/html"] for data in shown)
    assert verdict.startswith("<div")
    assert "✗" in verdict
    assert hints.count("<details>") == 3
    assert r"<span class=\"math notranslate\">\(W\)</span>".replace('\\"', '"') in hints
    assert "<code>shape</code>" in hints
    assert "<em>round</em>" in hints
    assert "<progress" in table
    assert all("text/plain" in data for data in shown)


def test_what_a_learner_wrote_is_shown_and_not_run():
    assert "<script>" not in checks.show.as_html("came <script>alert(1)</script>")
    assert "<script>" not in checks.show.prose("<script>alert(1)</script>")


def test_a_role_that_only_the_book_resolves_is_not_shown(capsys):
    checks.show.words("With 1 the truncated one of {eq}`eq-rnn-delta-truncated`.")
    assert capsys.readouterr().out == "With 1 the truncated one of `eq-rnn-delta-truncated`.\n"
    checks.hint("gates.step")
    assert "{eq}" not in capsys.readouterr().out


def test_under_nbgrader_check_returns_points_and_leaves_no_file(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert check(BACKWARD, backward) == 4
    assert check(BACKWARD, lambda W, delta: W @ delta) == 0
    assert check(NUMBERS, {"z": 2, "w": [1, -1], "name": "b_h"}) == 1.34
    assert not Path("progress.json").exists()
    memory_of = {case.args[0].tobytes(): backward(*case.args) for case in TOYS[0].cases_for(0)}

    def memorised(W, delta):
        return memory_of.get(W.tobytes(), np.zeros((W.shape[1], delta.shape[1])))

    assert check(BACKWARD, memorised) == 4
    monkeypatch.setenv("NNLIB_SEED", "77")
    assert check(BACKWARD, memorised) < 4
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(AssertionError, match="wrong side"):
        check(BACKWARD, lambda W, delta: W @ delta)


# What is remembered -------------------------------------------------------------------------------


def test_progress_that_cannot_be_read_is_set_aside_and_not_written_over():
    for text in ("{", "[]", '{"exercises": {"a": 3}}', ""):
        Path("progress.json").write_text(text, encoding="utf-8")
        memory.session.clear()
        check(BACKWARD, backward)
        assert memory.load()[BACKWARD]["passed"]
    aside = list(Path().glob("progress-unreadable-*.json"))
    assert aside
    assert "{" in {path.read_text(encoding="utf-8") for path in aside} or len(aside) < 3


def test_two_notebooks_write_to_one_file():
    check(BACKWARD, backward)
    memory.session.clear()  # another kernel
    check(NUMBERS, TOYS[1].right)
    assert set(memory.load()) == {BACKWARD, NUMBERS}


def test_a_full_disk_loses_nothing(monkeypatch):
    check(BACKWARD, backward)
    before = Path("progress.json").read_bytes()

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    for name in ("write_text", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(memory.Path if name == "write_text" else memory.os, name, full)
            check(NUMBERS, TOYS[1].right)
        assert Path("progress.json").read_bytes() == before
        assert memory.load()[NUMBERS]["passed"]  # for the session
    assert [path.name for path in Path().iterdir()] == ["progress.json"]


def test_where_nothing_may_be_written_the_session_remembers(monkeypatch):
    monkeypatch.setenv("NNLIB_PROGRESS", "session")
    check(BACKWARD, backward)
    assert memory.load()[BACKWARD]["passed"]
    assert not list(Path().iterdir())


def test_the_browsers_storage_serves_where_there_is_no_disk(monkeypatch):
    kept = {}
    storage = types.SimpleNamespace(getItem=kept.get, setItem=kept.__setitem__)
    monkeypatch.setitem(sys.modules, "js", types.SimpleNamespace(localStorage=storage))
    monkeypatch.setattr(memory.sys, "platform", "emscripten")
    check(BACKWARD, backward)
    memory.session.clear()
    assert memory.load()[BACKWARD]["passed"]
    assert not list(Path().iterdir())


def test_checks_needs_numpy_and_the_standard_library_alone():
    code = (
        "import sys, numpy; before = {m.partition('.')[0] for m in sys.modules}\n"
        "import nnlib.checks\n"
        "names = {m.partition('.')[0] for m in sys.modules if m[0] != '_'} - before\n"
        "print(*(names - set(sys.stdlib_module_names) - {'nnlib', 'cython_runtime'}))"
    )
    root = str(Path(nnlib.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("", "")


def test_a_generic_failure_shows_a_call_that_runs_and_not_the_answer():
    def delta_hidden(W2, delta2, a1):
        return W2.T @ delta2 * np.cos(a1)

    result = grade("mlp.delta-hidden", delta_hidden)
    assert result.diagnosis == "wrong"
    call = result.message.rpartition("\n")[2].strip()
    assert call.startswith("from nnlib.checks import case; delta_hidden(*case(")
    names = {"delta_hidden": delta_hidden}
    exec(call.replace("; ", "; came = "), names)
    right = EXERCISES["mlp.delta-hidden"].right(*checks.case("mlp.delta-hidden", 0))
    assert names["came"].shape == right.shape
    for number in right.flat:
        assert f"{number:.4g}"[:5] not in result.message


@pytest.mark.parametrize("number", [-1, 99, "one"])
def test_a_case_that_is_not_there_is_refused(number):
    with pytest.raises(ValueError, match="number must be a case from 0 to 4"):
        checks.case("mlp.delta-hidden", number)


def test_the_first_mistake_of_a_form_is_named_while_the_rest_is_open():
    right = EXERCISES["mlp.paper-pass"].right
    halved = dict.fromkeys(right, ...) | {n: right[n] for n in ("z1", "a1", "z2", "a2", "C")}
    result = grade("mlp.paper-pass", halved | {"delta2": right["delta2"] / 2})
    assert result.diagnosis == "no-two"
    assert "Right so far" in result.message
    assert "Still open" in result.message


def test_of_two_mistakes_the_first_is_named():
    right = EXERCISES["mlp.paper-pass"].right
    both = right | {"delta2": right["delta2"] / 2, "dW1": np.asarray(right["dW1"]) + 1}
    assert grade("mlp.paper-pass", both).diagnosis == "no-two"


def test_forms_take_fractions_and_axes_of_one():
    from fractions import Fraction  # noqa: PLC0415

    right = EXERCISES["mlp.paper-pass"].right
    written = right | {"dW2": np.asarray(right["dW2"])[None], "C": Fraction(1, 16)}
    result = grade("mlp.paper-pass", written)
    assert result.passed == (abs(float(right["C"]) - 1 / 16) < 1e-4), result.message
