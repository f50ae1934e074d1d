# ruff: noqa: ARG005 -- an answer has the arguments of its exercise
"""Wrong answers that no catalogue knows, recognised by what they would be right for."""

import dataclasses

import numpy as np
import pytest

from nnlib.checks import Case, Exercise
from nnlib.checks.ask import ask
from nnlib.checks.exercise import Wrong
from nnlib.checks.verdict import judge


def step(W, dW, eta, n):
    """Take n steps of plain descent, and count them."""
    return W - n * eta * dW, np.arange(n) + 3.5 * eta


def cases(rng):
    return [
        Case(f"n = {n}", (rng.normal(size=(2, 3)), rng.normal(size=(2, 3)), eta, n))
        for n, eta in ((4, 0.3), (5, 0.7), (7, 0.2))
    ]


NEVER = Wrong("never", "Never.", lambda W, dW, eta, n: (W - 99, np.zeros(n)))
EXERCISE = Exercise(
    kind="implement", points=1, right=step, parts=("W", "t"), wrongs=(NEVER,), cases=cases
)


def said(answer, exercise=EXERCISE):
    drawn = exercise.cases(np.random.default_rng(0))
    outcomes = ask(answer, drawn, twice=exercise.asks_twice)
    result = judge(exercise, outcomes, drawn)
    assert not result.passed
    return result


def like(**changed):
    """Return the right answer, with one part made by another function."""

    def answer(W, dW, eta, n):
        parts = dict(zip(("W", "t"), step(W, dW, eta, n), strict=True))
        parts |= {name: make(W, dW, eta, n) for name, make in changed.items()}
        return parts["W"], parts["t"]

    return answer


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda W, dW, eta, n: step(dW, W, eta, n), "`W` and `dW` changed places"),
        (lambda W, dW, eta, n: step(W, dW, eta, 4), "`n` were always 4"),
        (lambda W, dW, eta, n: step(W, dW, eta, n + 1), "`n` + 1 in place of `n`"),
        (lambda W, dW, eta, n: step(W, dW, 1 / eta, n), "1 / `eta` in place of `eta`"),
        (lambda W, dW, eta, n: step(W, np.abs(dW), eta, n), "`dW` had no signs"),
        (
            like(W=lambda W, dW, eta, n: -n * eta * dW),
            "`W` is the right one less `W`: is that term missing",
        ),
        (like(W=lambda W, dW, eta, n: W + n * eta * dW), "in the wrong direction"),
        (like(W=lambda W, dW, eta, n: W - n * dW), "lacks the factor `eta`"),
        (like(W=lambda W, dW, eta, n: W - eta * n * eta * dW), "the factor `eta` once too often"),
        (like(W=lambda W, dW, eta, n: W), "`W` is `W` as it came"),
        (like(W=lambda W, dW, eta, n: (W - n * eta * dW) ** 2), "`W` is the square"),
        (like(W=lambda W, dW, eta, n: (W - n * eta * dW).sum(axis=1)), "the sum along axis 1"),
        (like(W=lambda W, dW, eta, n: (W - n * eta * dW).round(2)), "rounded to 2 decimals"),
        (like(W=lambda W, dW, eta, n: np.roll(W - n * eta * dW, 1)), "in another order"),
        (like(t=lambda W, dW, eta, n: step(W, dW, eta, n)[1][::-1]), "from the last to the first"),
        (like(t=lambda W, dW, eta, n: np.cumsum(step(W, dW, eta, n)[1])), "running sums"),
        (
            lambda W, dW, eta, n: step(W, dW, eta, n)[::-1],
            "`W` and `t` stand in one another's places",
        ),
    ],
)
def test_what_an_answer_would_be_right_for_is_said(answer, words):
    result = said(answer)
    assert words in result.message, result.message
    assert result.diagnosis != "wrong"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda x, b, tau: np.exp(x / tau), "`b` were 0 throughout: is it left out"),
        (lambda x, b, tau: np.exp(x / tau + 1), "`b` were 1 throughout"),
        (lambda x, b, tau: np.exp(x / tau - b), "`b` had the other sign"),
        (lambda x, b, tau: np.exp(x + b), "`tau` were always 1"),
        (lambda x, b, tau: np.exp(x * tau + b), "1 / `tau` in place of `tau`"),
        (lambda x, b, tau: x / tau + b, "the logarithm of what is asked for"),
        (lambda x, b, tau: np.exp(-x / tau - b), "upside down"),
    ],
)
def test_an_argument_left_out_or_turned_is_seen(answer, words):
    def drawn(rng):
        return [
            Case(f"{tau}", (rng.normal(size=5), rng.normal(size=5), tau)) for tau in (0.4, 0.7, 2.5)
        ]

    def right(x, b, tau):
        return np.exp(x / tau + b)

    toy = dataclasses.replace(EXERCISE, parts=(), right=right, cases=drawn, wrongs=())
    assert words in said(answer, toy).message


def test_whole_numbers_one_off_are_seen():
    counting = dataclasses.replace(EXERCISE, parts=(), right=lambda W, dW, eta, n: np.arange(n))
    assert "one too large" in said(lambda W, dW, eta, n: np.arange(n) + 1, counting).message


def test_a_number_that_was_written_for_another_is_named():
    paper = Exercise(
        kind="compute", points=1, right={"m": 2.5, "n": 7.25}, parts=("m", "n"), wrongs=(NEVER,)
    )
    drawn = [Case("your answer")]
    result = judge(paper, ask({"m": 2.5, "n": 2.5}, drawn), drawn)
    assert "`n` holds what belongs to `m`" in result.message


def test_an_answer_that_changes_its_arguments_and_is_wrong_hears_of_it():
    def answer(W, dW, eta, n):
        for _ in range(n):
            dW += 0.1
            W = W - eta * dW
        return W, np.arange(n) + 3.5 * eta

    assert "changes `dW` in place" in said(answer).message


def test_what_is_no_such_slip_is_not_said_to_be_one():
    result = said(lambda W, dW, eta, n: (np.sin(W) * dW, np.arange(n) + 3.5 * eta))
    assert result.diagnosis == "wrong"
    assert said(like(W=lambda W, dW, eta, n: W[0])).diagnosis == "axis-gone"
    ones = dataclasses.replace(EXERCISE, parts=(), right=lambda W, dW, eta, n: np.arange(2.0))
    assert said(lambda W, dW, eta, n: np.array([1.0, 1.0]), ones).diagnosis == "wrong"
