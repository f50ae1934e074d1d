"""Slips that are told in any exercise: a loop cut short, parts exchanged, nudges for a formula."""

import numpy as np
import pytest

from nnlib import checks
from nnlib.checks import Case, Exercise, Wrong, loops, transport
from nnlib.checks.recognise import EXACT, exact_gradient, nudged
from nnlib.checks.verdict import judge
from nnlib.numerical import numerical_gradient

HINTS = {"id": "toy.toy", "hints": ("one", "two", "three"), "why": "because"}


def toy(right, **more):
    """Return an exercise whose answer gets three numbers, then four."""
    return Exercise(
        kind="derive", points=1, right=right, **{"wrongs": ()} | more, **HINTS,
        cases=lambda rng: [Case("three", (rng.normal(size=3),)), Case("four", (np.arange(4.0),))],
    )  # fmt: skip


def judged(exercise, answer):
    """Judge an answer as in another process, from what it sent."""
    given = exercise.cases_for(0)
    sent = transport.to_json(checks.outcomes_of(exercise, answer, given))
    return judge(exercise, transport.from_json(sent, len(given) + exercise.asks_twice), given)


def returns_in_the_loop(x):
    total = 0.0
    for number in x:
        total += number
        return total
    return total


def breaks_in_an_inner_function(x):
    def added(numbers):
        total = 0.0
        for number in numbers:
            total += number
            break
        return total

    return added(x)


def comes_round(x):
    """Leave loops early now and then, in every way that is no slip."""
    for number in x:
        if number > 10:
            return number
    for number in x:
        if number == 10:
            break
        if number < 10:
            continue
    while True:
        try:
            return sum(number for number in x) + [2 * number for number in x][-1]
        except IndexError:
            return 0.0


@pytest.mark.parametrize(
    ("answer", "line"),
    [(returns_in_the_loop, 3), (breaks_in_an_inner_function, 4), (comes_round, 0), (len, 0)],
)
def test_a_loop_that_ends_in_its_first_round_is_found(answer, line):
    assert loops.cut_short(answer) == line


def test_a_long_loop_that_comes_round_is_no_loop_cut_short():
    """Its first instruction is prepared by another, to which the jump back leads."""
    body = "".join(f"        total = total + x * {k}\n" for k in range(200))
    namespace = {}
    exec(f"def answer(many, total):\n    for x in many:\n{body}    return total", namespace)
    assert loops.cut_short(namespace["answer"]) == 0


def test_a_loop_cut_short_is_told_of_a_wrong_answer_alone():
    result = judged(toy(np.sum), returns_in_the_loop)
    assert (result.passed, result.diagnosis) == (False, "loop-cut-short")
    assert "line 3" in result.message
    assert judged(toy(lambda x: x[0]), returns_in_the_loop).passed


def test_a_mistake_of_the_catalogue_goes_before_the_loop():
    known = Wrong("first-alone", "Only the first.", lambda x: x[0])
    assert judged(toy(np.sum, wrongs=(known,)), returns_in_the_loop).diagnosis == "first-alone"


def parts(*order):
    """Return an answer that gives sum, largest and count in some order."""
    return lambda x: tuple((x.sum(), 7.0 + x.max(), 20.0 + x.size)[k] for k in order)


@pytest.mark.parametrize("order", [(1, 0, 2), (2, 0, 1)])
def test_parts_in_another_order_are_told(order):
    exercise = toy(parts(0, 1, 2), parts=("sum", "largest", "count"))
    result = judged(exercise, parts(*order))
    assert (result.passed, result.diagnosis) == (False, "exchanged")
    assert "The order is `sum`, `largest` and `count`." in result.message
    assert ("Partly right: `count`" in result.message) == (order[2] == 2)


def test_a_part_that_is_wrong_besides_is_no_other_order():
    exercise = toy(parts(0, 1, 2), parts=("sum", "largest", "count"))
    assert judged(exercise, lambda x: (x.sum(), x.size + 20.0, 0.0)).diagnosis != "exchanged"


def steep(x, gradient=exact_gradient):
    return gradient(lambda v: np.sum(np.tanh(v) ** 2), x)


@pytest.mark.parametrize("eps", [1e-7, 1e-6, 1e-5, 1e-4])
def test_nudges_are_told_from_a_formula(eps):
    exercise = toy(steep, wrongs=(nudged(lambda x: steep(x, numerical_gradient), steep),), **EXACT)
    by_nudges = judged(
        exercise, lambda x: (np.tanh(x + eps) ** 2 - np.tanh(x - eps) ** 2) / (2 * eps)
    )
    assert (by_nudges.passed, by_nudges.diagnosis) == (False, "nudged")
    for formula in (
        lambda x: 2 * np.tanh(x) * (1 - np.tanh(x) ** 2),
        lambda x: 2 * np.sinh(x) / np.cosh(x) ** 3,
        lambda x: [8 * (p - m) / (p + m) ** 3 for p, m in zip(np.exp(x), np.exp(-x), strict=True)],
    ):
        assert judged(exercise, formula).passed


def test_what_is_excluded_may_come_with_a_reason_of_its_own():
    exercise = toy(np.sum, limits={"numpy.cumsum": "One loop is asked for."})
    result = judged(exercise, lambda x: np.cumsum(x)[-1])
    assert (result.passed, result.diagnosis) == (False, "excluded")
    assert result.message.endswith("One loop is asked for.")
    assert judged(exercise, lambda x: x.sum()).passed
