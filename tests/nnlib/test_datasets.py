"""The data of the book, value by value or by their rule written out again."""

import math
import re

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from nnlib import datasets

GATES = {
    "or_gate": lambda p, q: p or q,
    "and_gate": lambda p, q: p and q,
    "nand_gate": lambda p, q: not (p and q),
    "xor_gate": lambda p, q: p != q,
}
DRAWN = {"linear_separable": 1, "circle": 2}  # number of target columns


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.mark.parametrize("name", GATES)
def test_gates_hold_the_four_corners_in_order_and_their_truth(name):
    X, Y = getattr(datasets, name)()
    assert_array_equal(X, [[0, 0], [0, 1], [1, 0], [1, 1]])
    assert_array_equal(Y, [[int(GATES[name](p == 1, q == 1))] for p, q in X])


def test_zero_zero_one_holds_each_sequence_and_its_next_symbols():
    X, Y = datasets.zero_zero_one()
    assert_array_equal(X[:, :, 0], [[0, 0], [1, 0], [0, 1], [1, 1]])
    assert_array_equal(Y[:, :, 0], [[0, 1], [0, 0], [1, 0], [1, 0]])
    # What the network is to find out: only 0, 0 is followed by 1.
    assert_array_equal(Y[:, 1, 0] == 1, (X[:, :, 0] == 0).all(axis=1))
    # The first target is the second symbol.
    assert_array_equal(Y[:, 0], X[:, 1])


def test_linear_separable_has_the_labels_of_its_line():
    X, Y = datasets.linear_separable(500, rng=rng())
    assert_array_equal(Y[:, 0], [float(x_1 - 1.5 * x_2 > 0.4) for x_1, x_2 in X.tolist()])
    assert 0 < Y.sum() < 500


def test_linear_separable_has_100_points_unless_told():
    X, Y = datasets.linear_separable(rng=rng())
    assert (X.shape, Y.shape) == ((100, 2), (100, 1))


def test_circle_has_one_column_a_class_outside_first():
    X, Y = datasets.circle(500, rng=rng())
    # Half the square's area: π r² = 2.
    radius = math.sqrt(2.0 / math.pi)
    inside = [math.hypot(x_1, x_2) < radius for x_1, x_2 in X.tolist()]
    assert_array_equal(Y[:, 1], np.array(inside, dtype=float))
    assert_array_equal(Y.sum(axis=1), np.ones(500))


def test_about_half_the_points_of_the_circle_are_inside():
    _, Y = datasets.circle(20_000, rng=rng())
    # Five standard deviations of a fair coin.
    assert abs(Y[:, 1].mean() - 0.5) < 5 * 0.5 / math.sqrt(20_000)


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("n", [1, 7, 1000])
def test_points_are_uniform_in_the_square(name, n):
    X, Y = getattr(datasets, name)(n, rng=rng())
    assert (X.shape, Y.shape) == ((n, 2), (n, DRAWN[name]))
    assert (np.abs(X) <= 1.0).all()
    assert set(np.unique(Y)) <= {0.0, 1.0}
    if n == 1000:
        assert (np.abs(X.mean(axis=0)) < 0.1).all()
        assert (np.abs(X).max(axis=0) > 0.99).all()


@pytest.mark.parametrize("name", DRAWN)
def test_equal_generators_give_equal_points_and_the_next_call_gives_others(name):
    draw = getattr(datasets, name)
    generator = rng()
    first = draw(20, rng=generator)
    assert_array_equal(first[0], draw(20, rng=rng())[0])
    assert_array_equal(first[1], draw(20, rng=rng())[1])
    assert (draw(20, rng=generator)[0] != first[0]).any()


@pytest.mark.parametrize("name", [*GATES, "zero_zero_one", *DRAWN])
def test_every_call_gives_new_float64_arrays_that_may_be_written_to(name):
    settings = {"n": 10, "rng": rng()} if name in DRAWN else {}
    X, Y = getattr(datasets, name)(**settings)
    for array in (X, Y):
        assert array.dtype == np.float64
        assert array.flags.writeable
    assert not np.shares_memory(X, Y)
    saved = X.copy(), Y.copy()
    X[:], Y[:] = 7.0, 7.0
    if name not in DRAWN:
        again = getattr(datasets, name)()
        assert_array_equal(again[0], saved[0])
        assert_array_equal(again[1], saved[1])


def test_digits_are_images_in_rows_with_a_label_each():
    X, labels = datasets.digits()
    assert (X.shape, labels.shape) == ((1797, 64), (1797,))
    assert (X.dtype, labels.dtype) == (np.float64, np.intp)
    # Shares of ink in sixteenths, so that X times 16 is whole; every digit comes about as often.
    assert_array_equal(X * 16, np.round(X * 16))
    assert (X.min(), X.max()) == (0.0, 1.0)
    assert_array_equal(np.unique(labels), np.arange(10))
    assert np.bincount(labels).min() > 170
    # In the order of the file, which begins with 0 1 2 … 9, and row by row: the first, a zero, has
    # a hole, so the middle of its fifth row is empty between two inked pixels.
    assert_array_equal(labels[:20], [*range(10)] * 2)
    assert_array_equal(X[0].reshape(8, 8)[4] * 16, [0, 5, 8, 0, 0, 9, 8, 0])


def test_digits_are_new_arrays_each_time():
    first, labels = datasets.digits()
    first[:], labels[:] = -1.0, -1
    again, labels_again = datasets.digits()
    assert again.min() == 0.0
    assert labels_again.min() == 0


# --- the embedded Reber grammar ----------------------------------------------------------------

SYMBOLS = "BTSXPVE"
# An inner string as a regular expression, from the picture of the grammar and not from its table: T
# leads to the loop of S, P to the loop of T, and X and P from one branch to the other.
TOP, LOW = "S*X", "T*V"
INNER = rf"B(?:T{TOP}|P{LOW}P)(?:X{LOW}P)*(?:S|X{LOW}V)E|BP{LOW}VE"


def strings(X, weights):
    """Return the strings of one-hot rows, without the last symbol of each."""
    return [
        "".join(SYMBOLS[k] for k in x[there > 0].argmax(axis=1))
        for x, there in zip(X, weights, strict=True)
    ]


@pytest.mark.parametrize("inner", [1, 3])
def test_reber_strings_are_those_of_the_grammar_and_keep_their_second_symbol(inner):
    X, Y, weights = datasets.reber(300, rng=rng(), inner=inner)
    assert X.shape == Y.shape == (*weights.shape, 7)
    found = strings(X, weights)
    for string in found:
        outside = re.fullmatch(rf"B(?P<kept>[TP])(?:{INNER}){{{inner}}}(?P=kept)", string)
        assert outside, string
    # Y is the next symbol, and E the last of all.
    assert [s[1:] + "E" for s in found] == strings(Y, weights)
    lengths = weights.sum(axis=1)
    assert lengths.max() == weights.shape[1]  # as long as the longest, no longer
    assert_array_equal(X.sum(axis=2), weights)
    assert_array_equal(Y.sum(axis=2), weights)
    assert_array_equal(weights, np.arange(weights.shape[1]) < lengths[:, None])


def test_reber_strings_have_the_length_that_the_grammar_expects_and_fair_coins():
    """11 predictions on average for one inner string and 27 for three; half of the coins are T."""
    for inner, expected in ((1, 11.0), (3, 27.0)):
        X, _, weights = datasets.reber(2_000, rng=rng(), inner=inner)
        lengths = weights.sum(axis=1)
        assert abs(lengths.mean() - expected) < 5 * lengths.std() / math.sqrt(2_000)
        assert abs(X[:, 1, SYMBOLS.index("T")].mean() - 0.5) < 5 * 0.5 / math.sqrt(2_000)


def test_equal_generators_give_equal_strings_and_the_old_kind_of_generator_will_do():
    first, again = (datasets.reber(20, rng=rng()) for _ in range(2))
    for a, b in zip(first, again, strict=True):
        assert_array_equal(a, b)
    datasets.reber(3, rng=np.random.RandomState(0))
