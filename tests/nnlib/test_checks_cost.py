"""What an answer costs: every kind of loop is one, and whatever NumPy does in one call is none."""

import dataclasses
import functools
import gc
import itertools
import json
import math
import operator

import numpy as np
import pytest

from nnlib import checks
from nnlib.checks import EXERCISES, Case, Exercise, Wrong, cost, grade, transport
from nnlib.checks.cost import Pace

ID = "toy.dots"


def dots(A, B):
    return (A * B).sum(axis=0)


def slow_dots(A, B):
    return np.array([a @ b for a, b in zip(A.T, B.T, strict=True)])


def cases(rng):
    def drawn(n):
        return rng.normal(size=(3, n)), rng.normal(size=(3, n))

    counted = [Case(f"{n} columns", drawn(n), size=n) for n in (6, 40)]
    return [Case("two columns", drawn(2)), *counted]


TOY = Exercise(
    id=ID,
    kind="implement",
    points=2,
    cases=cases,
    right=dots,
    pace=Pace("column"),
    wrongs=(
        Wrong("rows", "Rows and not columns.", lambda A, B: (A * B).sum(axis=1)),
        Wrong("slow", "Sum along an axis.", slow_dots),
    ),
    hints=("a", "b", "c"),
    why="So.",
    seconds=2.0,
)


@pytest.fixture(autouse=True)
def toy(monkeypatch):
    monkeypatch.setitem(EXERCISES, ID, TOY)


def put(monkeypatch, **other):
    """Put another version of the exercise in its place."""
    monkeypatch.setitem(EXERCISES, ID, dataclasses.replace(TOY, **other))


# Loops, and what is none --------------------------------------------------------------------------


def by_for(A, B):
    out = np.empty(A.shape[1])
    for n in range(len(out)):
        out[n] = A[:, n] @ B[:, n]
    return out


def by_for_on_one_line(A, B):
    out = np.empty(A.shape[1])
    for n in range(len(out)): out[n] = A[:, n] @ B[:, n]  # fmt: skip  # noqa: E701
    return out


def by_while(A, B):
    out = []
    while len(out) < A.shape[1]: out.append(A[:, len(out)] @ B[:, len(out)])  # fmt: skip  # noqa: E701
    return out


def by_comprehension(A, B):
    return [A[:, n] @ B[:, n] for n in range(A.shape[1])]


def by_generator(A, B):
    return np.fromiter((A[:, n] @ B[:, n] for n in range(A.shape[1])), float)


def by_recursion(A, B):
    return np.append(by_recursion(A[:, :-1], B[:, :-1]), A[:, -1] @ B[:, -1]) if A.size else []


def helper(a, b):
    return a @ b


def by_map_of_a_helper(A, B):
    return list(map(helper, A.T, B.T))


def by_map_of_numpy(A, B):
    return list(map(np.dot, A.T, B.T))


def by_map_of_c(A, B):
    return list(map(operator.matmul, A.T, B.T))


def by_starmap(A, B):
    return list(itertools.starmap(operator.matmul, zip(A.T, B.T, strict=True)))


def by_sum_of_numbers(A, B):
    return dots(A, B) + 0 * sum((A * B)[0])


def by_sum_of_arrays(A, B):
    return dots(A, B) + 0 * sum((A * B).T)[0]


def by_reduce(A, B):
    return dots(A, B) + 0 * functools.reduce(operator.add, B.T)[0]


def by_vectorize(A, B):
    return np.vectorize(lambda v: v + 1)(dots(A, B)) - 1


def by_vectorize_of_c(A, B):
    return dots(A, B) + 0 * np.vectorize(math.exp)(A[0])


def by_apply_along_axis(A, B):
    return np.apply_along_axis(lambda ab: ab[:3] @ ab[3:], 0, np.vstack([A, B]))


def by_vectorize_with_a_signature(A, B):
    return np.vectorize(np.dot, signature="(n),(n)->()")(A.T, B.T)


def by_iterating_in_numpy(A, B):
    return dots(A, B) + 0 * len([v for v in np.nditer(A)])  # noqa: C416


def by_exec(A, B):
    there = {"A": A, "B": B}
    exec("out = [a @ b for a, b in zip(A.T, B.T)]", there)
    return there["out"]


LOOPS = [f for name, f in list(globals().items()) if name.startswith("by_")]


@pytest.mark.parametrize("answer", LOOPS, ids=lambda f: f.__name__)
def test_every_loop_over_the_columns_is_seen(answer):
    result = grade(ID, answer)
    assert (result.passed, result.score, result.diagnosis) == (False, 0.5, "slow"), result.message
    assert result.message.startswith("Right, but slow. ")
    assert result.message.endswith("Sum along an axis.")


def in_one_call(A, B):
    return np.einsum("in,in->n", A, B)


def in_lists_and_dicts(A, B):
    parts = {"A": A, "B": B}
    return np.sum(np.multiply(*parts.values()), 0).tolist()


def in_rows(A, B):
    """Loop over what there is not more of."""
    total = 0.0
    for a, b in zip(A, B, strict=True):
        total = total + a * b
    return total


def in_stacks(A, B):
    return np.squeeze(A.T[:, None] @ B.T[:, :, None]) if len(A.T) > 1 else dots(A, B)


def in_blocks_of_a_hundred(A, B):
    blocks = [dots(A[:, k : k + 100], B[:, k : k + 100]) for k in range(0, A.shape[1], 100)]
    return np.concatenate(blocks)


FAST = [f for name, f in list(globals().items()) if name.startswith("in_")]


@pytest.mark.parametrize("answer", [dots, *FAST], ids=lambda f: f.__name__)
def test_what_takes_all_columns_at_once_is_fast(answer):
    result = grade(ID, answer)
    assert result.passed, result.message
    assert result.message == "Right, and Python has no more to do for 40 columns than for 6."


def ran(answer):
    """Return what the cases cost."""
    return [outcome.ran for outcome in checks.outcomes_of(TOY, answer, TOY.cases_for(0))]


def test_the_lines_are_those_that_run():
    def three_each(A, B):
        out = np.empty(A.shape[1])
        for n in range(len(out)):
            p = A[:, n] @ B[:, n]
            out[n] = p
        return out

    plain, few, many, again = ran(three_each)
    assert plain == again == (0, 0)  # not counted, where there is no size
    assert (few[0], many[0]) == (3 * 6 + 3, 3 * 40 + 3)
    said = (
        "For each column it runs 3 lines of Python, NumPy's own among them (21 lines for 6 columns"
    )
    assert said in grade(ID, three_each).message


def test_numpys_own_lines_are_among_them(monkeypatch):
    put(monkeypatch, pace=Pace("column", 2))
    assert grade(ID, by_comprehension).passed  # one line of its own
    assert grade(ID, by_apply_along_axis).diagnosis == "slow"  # one, and many of NumPy's


def test_one_line_is_one_line():
    assert "it runs 1 line of Python, " in grade(ID, by_comprehension).message


def test_two_runs_count_the_same():
    for answer in (*LOOPS, *FAST):
        ran(answer)  # what is loaded at the first call does not count at the second
        assert ran(answer) == ran(answer)


def test_a_first_import_does_not_count(tmp_path, monkeypatch):
    """Nor what it imports: else a module that the smaller case loads would hide a loop."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "loaded_late.py").write_text("import loaded_later\na = 1\n" + "a += 1\n" * 99)
    (tmp_path / "loaded_later.py").write_text("a = 1\n" + "a += 1\n" * 99)

    def importing(A, B):
        if A.shape[1] > 2:
            import loaded_late  # noqa: F401, PLC0415
        return (A * B).sum(axis=0)

    first = ran(importing)
    assert ran(importing) == first
    assert first[1] == first[2]


def test_a_collection_of_garbage_does_not_count():
    """Others look on: Hypothesis does, and whoever gave an object a `__del__` of their own."""
    collected = []

    def looks_on(phase, info):
        collected.append(phase)
        collected.append(info)

    def many_lists(A, B):
        kept = [[n] for n in range(5000)]
        return (A * B).sum(axis=0) + 0 * len(kept)

    alone = ran(many_lists)
    gc.callbacks.append(looks_on)
    try:
        gc.collect()
        watched = ran(many_lists)
    finally:
        gc.callbacks.remove(looks_on)
    assert collected
    assert watched == alone
    assert gc.isenabled()


def test_lines_around_the_answer_do_not_count():
    assert ran(lambda A, B: A is B)[1] == (1, 0)


# What is said -------------------------------------------------------------------------------------


def test_without_a_slow_answer_in_the_catalogue_the_advice_is_general(monkeypatch):
    put(monkeypatch, wrongs=TOY.wrongs[:1])
    result = grade(ID, by_for)
    assert result.diagnosis == "slow"
    assert result.message.endswith(
        "One call of NumPy can take all of them: which axis is the loop's?"
    )


def test_numbers_come_first():
    def slow_and_wrong(A, B):
        return slow_dots(A, B) + 1

    def slow_rows(A, B):
        return [a @ b for a, b in zip(A, B, strict=True)]

    assert grade(ID, slow_and_wrong).diagnosis == "wrong"
    assert "slow" not in grade(ID, slow_and_wrong).message
    assert grade(ID, slow_rows).diagnosis == "rows"


def test_a_spoilt_argument_comes_before_the_cost():
    def spoils(A, B):
        out = slow_dots(A, B)
        A *= 2
        return out

    message = grade(ID, spoils).message
    assert "changes `A` in place" in message
    assert "slow" not in message


def test_an_argument_spoilt_in_a_counted_case_alone_is_seen():
    def spoils(A, B):
        if A.shape[1] > 5:
            A[0, 0] += 1
            return (A * B).sum(axis=0) - B[0] * (np.arange(A.shape[1]) == 0)
        return dots(A, B)

    assert grade(ID, spoils).diagnosis == "changes-input"


def test_a_crash_or_an_endless_loop_in_a_counted_case_is_told_as_ever():
    def crashes(A, B):
        return dots(A, B) if A.shape[1] < 6 else 1 / 0

    def loops(A, B):
        while A.shape[1] == 40: pass  # fmt: skip  # noqa: E701
        return dots(A, B)

    assert "division by zero (case: 6 columns)" in grade(ID, crashes).message
    assert grade(ID, loops).diagnosis == "too-slow"


def test_so_many_lines_are_allowed_and_not_one_more(monkeypatch):
    def two_each(A, B):
        for n in range(A.shape[1]):
            A[:, n] @ B[:, n]
        return dots(A, B)

    put(monkeypatch, pace=Pace("column", 2))
    assert grade(ID, two_each).message == (
        "Right, and with at most 2 lines of Python for each column."
    )
    put(monkeypatch, pace=Pace("column", 1))
    result = grade(ID, two_each)
    assert result.diagnosis == "slow"
    assert "; at most 1 are allowed" in result.message


def test_where_lines_are_allowed_a_loop_in_c_is_too(monkeypatch):
    put(monkeypatch, pace=Pace("column", 2))
    assert grade(ID, by_map_of_c).passed


def test_an_exercise_without_a_pace_is_not_judged_by_it(monkeypatch):
    put(monkeypatch, pace=None)
    result = grade(ID, by_for)
    assert (result.passed, result.message) == (True, "Right.")


def test_a_requirement_and_a_pace_go_together(monkeypatch):
    requires = {"as many as columns": lambda case, parts: parts[""].shape == case.args[0].shape[1:]}
    put(monkeypatch, requires=requires, wrongs=())

    def first(A, _):
        return A

    assert grade(ID, dots).passed
    assert grade(ID, by_for).diagnosis == "slow"
    assert "Not yet: as many as columns." in grade(ID, first).message


# What the answer gets -----------------------------------------------------------------------------


def test_arrays_are_watched_only_where_they_are_counted():
    seen = []

    def theirs(A, B):
        seen.append((type(A), A.shape[1]))
        return dots(A, B)

    grade(ID, theirs)
    assert seen == [(np.ndarray, 2), (cost.Watched, 6), (cost.Watched, 40), (np.ndarray, 2)]


def test_arrays_in_lists_and_dicts_are_watched():
    value = {"a": [np.ones(2), (np.zeros(3), "x")], "n": 3}
    made = cost.watched(value)
    assert made["n"] == 3
    assert isinstance(made["a"][0], cost.Watched)
    assert isinstance(made["a"][1][0], cost.Watched)
    assert isinstance(made["a"][1], tuple)
    assert type(value["a"][0]) is np.ndarray
    assert np.shares_memory(made["a"][0], value["a"][0])  # a change is noticed


def test_a_watched_array_is_an_array_like_any_other():
    made = cost.watched(np.arange(6.0).reshape(2, 3))
    assert [list(row) for row in made] == [[0, 1, 2], [3, 4, 5]]
    assert made.sum() == 15
    assert f"{made.mean():.1f} {made[1, 2]:.1f}" == "2.5 5.0"
    made += 1
    np.testing.assert_array_equal(np.asarray(made), np.arange(1.0, 7.0).reshape(2, 3))


# On the way to the judge --------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [dots, by_for, by_map_of_c, np.add])
def test_the_cost_travels_with_the_values(answer):
    cases = TOY.cases_for(3)
    outcomes = checks.outcomes_of(TOY, answer, cases)
    again = transport.from_json(transport.to_json(outcomes), len(outcomes))
    assert [o.ran for o in again] == [o.ran for o in outcomes]
    assert checks.judge(TOY, again, cases) == checks.judge(TOY, outcomes, cases)


@pytest.mark.parametrize(
    "absurd",
    [
        *(None, 3, {"lines": 1}),
        *([], [1], [1, 2, 3]),
        *([1.0, 2], ["1", "2"], [True, False], [[1], [2]]),
        *([-1, 0], [0, -1], [10**10, 0]),
    ],
    ids=str,
)
def test_a_cost_that_check_never_sends_is_refused(absurd):
    outcomes = checks.outcomes_of(TOY, dots, TOY.cases_for(3))
    entries = json.loads(transport.to_json(outcomes))
    assert transport.from_json(json.dumps(entries), len(entries))
    for place in (0, -1):
        forged = [dict(entry) for entry in entries]
        forged[place]["ran"] = absurd
        with pytest.raises(transport.MalformedError):
            transport.from_json(json.dumps(forged), len(entries))
    del entries[0]["ran"]
    with pytest.raises(transport.MalformedError):
        transport.from_json(json.dumps(entries), len(entries))
