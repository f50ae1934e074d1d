"""What is said of mistakes that no catalogue knows: where they are, and by which factor or term."""

import dataclasses

import numpy as np
import pytest

from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.ask import ask
from nnlib.checks.places import near
from nnlib.checks.values import parts_of
from nnlib.checks.verdict import judge

NAMES = ("upper gate", "middle gate", "lower gate")


def layered(a, b, W, X):
    """Return a δ of a gate's kind, and a product whose rows lie in three blocks."""
    return a * (1 - b**2) + 0 * W[:2, :1], W @ X


def layer_cases(rng):
    """Return errors, outputs, six rows of weights and inputs; those of the last case are 0."""
    shapes = {"several": (2, 3), "another size": (2, 5), "no input": (2, 4)}
    cases = []
    for name, shape in shapes.items():
        a, b, W, X = (rng.normal(size=s) for s in (shape, shape, (6, 2), shape))
        cases.append(Case(name, (a, b, W, 0 * X if name == "no input" else X)))
    return cases


LAYERED = Exercise(
    kind="implement",
    points=1,
    parts=("delta", "rows"),
    blocks=NAMES,
    cases=layer_cases,
    right=layered,
    wrongs=(),
    function="layered",
    id="toy.layered",
)
FORM = dataclasses.replace(
    LAYERED,
    kind="compute",
    parts=("sums", "share"),
    right={"sums": np.array([1.0, -2.0, 3.0]), "share": 0.37842},
    cases=lambda rng: [Case("your answer")],  # noqa: ARG005
    rtol=1e-3,
)


def said(exercise, answer):
    """Return what is said of an answer."""
    cases = exercise.cases_for(0)
    return judge(exercise, ask(answer, cases, twice=exercise.asks_twice), cases)


@pytest.mark.parametrize(
    ("delta", "diagnosis", "message"),
    [
        (lambda a, b: a + 0 * b, "lacks-a-factor", "`delta` is the right one divided by 1 − b²"),
        (lambda a, b: a * b * (1 - b**2), "a-factor-too-many", "the right one times b:"),
        (lambda a, b: a * b * (1 - b), "another-factor", "has b (1 − b) where 1 − b² belongs"),
        (lambda a, b: a * (1 - b**2) - b, "lacks-a-term", "less `b`"),
        (lambda a, b: a * (1 - b**2) + a, "a-term-too-many", "plus `a`"),
        (lambda a, b: np.sin(a * b), "wrong", "entry [0, 0]"),
    ],
)
def test_a_factor_or_a_term_made_of_an_argument_is_named(delta, diagnosis, message):
    result = said(LAYERED, lambda a, b, W, X: (delta(a, b), W @ X))
    assert result.diagnosis == diagnosis
    assert message in result.message


def test_it_is_said_for_which_cases_and_in_which_rows_a_part_is_right():
    def last_rows_off(a, b, W, X):
        delta, rows = layered(a, b, W, X)
        rows[4:] += np.sin(rows[4:])
        return delta, rows

    message = said(LAYERED, last_rows_off).message
    assert "It is right for “no input”." in message
    assert "the rows of the upper gate and the middle gate; not yet: the lower gate." in message
    everywhere = said(LAYERED, lambda a, b, W, X: (layered(a, b, W, X)[0], np.cos(W @ X)))
    assert everywhere.diagnosis == "wrong"
    assert "Right in it" not in everywhere.message
    assert "It is right for" not in everywhere.message


@pytest.mark.parametrize(
    ("sums", "share", "diagnosis", "message"),
    [
        ([1, -2, 4], 0.37842, "wrong", "the upper gate and the middle gate; not yet: the lower"),
        ([-1, 2, -3], 0.37842, "sign", "`sums` has the wrong sign"),
        ([1, -2, 3], 37.8, "percent", "`share` is in percent"),
        ([0.5, -1, 1.5], 0.37842, "half", "half of what it should be, throughout"),
        ([1, -2, 3], 0.18921, "wrong", "`share` is not right yet."),  # one number is half of any
        ([1, -2, 3], 0.38, "rounded", "too few digits"),
        ([1, -2, 3], 0.37, "rounded", "too few digits"),  # cut off
        ([1, -2, 3], 0.39, "wrong", "`share` is not right yet."),
        ([1, -2, 3], 0.4, "wrong", "`share` is not right yet."),  # one digit proves nothing
    ],
)
def test_numbers_that_miss_by_their_form_alone_are_told_how(sums, share, diagnosis, message):
    result = said(FORM, {"sums": sums, "share": share})
    assert not result.passed
    assert result.diagnosis == diagnosis
    assert message in result.message


def test_a_list_without_names_counts_its_numbers():
    nameless = dataclasses.replace(FORM, blocks=())
    message = said(nameless, {"sums": [1, 5, 3], "share": 0.37842}).message
    assert "the first number and the third number; not yet: the second number." in message


def test_nothing_near_is_said_of_what_cannot_be_compared():
    for got in (np.array([1.0, 2.0]), np.array(np.nan), "word"):
        assert near(got, np.array(1.5)) is None
    assert near(np.array(0.0), np.array(0.0)) is None


def test_one_number_that_fills_a_part_is_no_factor():
    """One bias in all rows is a multiple of any other: that says nothing about it."""
    one = dataclasses.replace(
        LAYERED,
        parts=(),
        cases=lambda rng: [Case(f"{n}", (n, float(rng.normal()))) for n in (3, 6)],
        right=lambda n, bias: np.append(np.zeros(n), np.full(n, bias)),
    )
    message = said(one, lambda n, bias: np.append(np.zeros(n), np.full(n, bias**3 - 1))).message
    assert "factor" not in message


def test_nested_answers_are_unpacked_and_one_array_is_not_counted_by_its_rows():
    a, b = np.ones((3, 2)), np.zeros(4)
    assert list(parts_of((a, [b, a]), ("x", "y", "z"))) == ["x", "y", "z"]
    assert np.array_equal(parts_of((a, [b, a]), ("x", "y", "z"))["y"], b)
    assert parts_of((a, [b]), ("x", "y", "z"))["x"].what == "2 values"
    assert parts_of(a, ("x", "y"))["x"].what == "an array of shape (3, 2) and type float64"


def test_of_many_cases_the_wrong_ones_are_named_and_the_others_counted():
    many = dataclasses.replace(
        LAYERED,
        parts=(),
        cases=lambda rng: [Case(f"case {n}", (n,)) for n in range(9)],  # noqa: ARG005
        right=float,
    )
    message = said(many, lambda n: n if n != 4 else n + 0.5).message
    assert message.startswith("Partly right: for 8 of 9 cases, and not for “case 4”. ")
    message = said(many, lambda n: n if n < 3 else n + 1 / (n + 1)).message
    assert "for 3 of 9 cases, and not for “case 3”, “case 4”, “case 5” and 3 more. " in message


def test_the_case_that_alone_is_right_says_where_to_look():
    alone = dataclasses.replace(
        LAYERED,
        cases=lambda rng: [
            dataclasses.replace(c, tells="look behind it" if c.name == "no input" else "")
            for c in layer_cases(rng)
        ],
    )
    message = said(alone, lambda a, b, W, X: (layered(a, b, W, X)[0], np.sin(W @ X))).message
    assert "It is right for “no input”, so look behind it." in message


def test_rows_that_are_right_in_one_case_are_named_where_none_is_in_all():
    def rows_mixed_elsewhere(a, b, W, X):
        delta, rows = layered(a, b, W, X)
        rows[4:] += 1.0
        return delta, rows if rows.shape[1] == 5 else rows + 1.0

    message = said(LAYERED, rows_mixed_elsewhere).message
    assert "Right in it, for “another size”: the rows of the upper gate and the middle" in message


def test_a_word_among_others_and_a_rounded_array_are_told():
    words = dataclasses.replace(FORM, right={"sums": np.array([1.0]), "share": "forget"})
    for came, wanted in (("forget gate", "one word, without the others"), (["forget"], "one word")):
        assert wanted in said(words, {"sums": [1.0], "share": came}).message
    result = said(LAYERED, lambda *args: (layered(*args)[0], np.array(rounded_to_three(args))))
    assert result.diagnosis == "rounded"


def rounded_to_three(args):
    """Return the product with three digits in each number."""
    return [[float(f"{v:.2e}") for v in row] for row in layered(*args)[1]]


def test_a_mistake_that_would_have_spoilt_what_is_right_is_not_named():
    swapped = Wrong("swapped", "The two changed places.", lambda a, b, W, X: (a * b, 0 * W @ X))
    known = dataclasses.replace(LAYERED, wrongs=(swapped,))
    same_first = said(known, lambda a, b, W, X: (a * b, W @ X))
    assert same_first.diagnosis != "swapped"
    assert said(known, lambda a, b, W, X: (a * b, W @ X + 1)).diagnosis == "swapped"
