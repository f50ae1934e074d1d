"""Mistakes that no catalogue knows, told by what stands where something else belongs."""

import ast

import numpy as np
import pytest

from nnlib.activations import sigmoid
from nnlib.checks import EXERCISES, closer, formulas, grade, guesses, slipped, slips, verdict
from nnlib.checks.rebuilt import rebuilt


@pytest.fixture(autouse=True)
def no_catalogue(monkeypatch):
    """Nobody has foreseen these mistakes."""
    monkeypatch.setattr(verdict, "in_catalogue", lambda *_, **__: None)


def one_plus(z, y):
    a = np.tanh(z)
    return 2 * (a - y) * a * (1 + a)


def half_of_cosh(z, y):
    return 2 * (np.tanh(z) - y) / np.cosh(z)


def softmax_twice(z, y):
    shares = np.exp(np.exp(z) / np.exp(z).sum(axis=0))
    return (shares / shares.sum(axis=0) - y) / y.shape[1]


def squashed_inputs(W1, b1, W2, b2, X):
    return sigmoid(sigmoid(sigmoid(X) @ W1.T + b1) @ W2.T + b2)


def last_alone(X, y, w, b):
    for x, target in zip(X, y, strict=True):
        a = sigmoid(x @ w + b)
        delta = 2 / len(y) * (a - target) * a * (1 - a)
        gradient = np.append(delta, delta * x)
    return np.mean((sigmoid(X @ w + b) - y) ** 2), gradient


def cross_entropy(weights, x, y):
    return linear_outputs(weights, x, y, sigmoid, 1)


def linear_outputs(weights, x, y, output=lambda z: z, factor=2):
    W_xh, W_hh, b_h, W_hy, b_y = weights
    h = [np.zeros((len(W_hh), x.shape[2]))]
    for now in x:
        h.append(sigmoid(W_xh @ now + W_hh @ h[-1] + b_h))
    grads, delta = [np.zeros_like(w) for w in weights], np.zeros_like(h[0])
    for t in range(len(x), 0, -1):
        out = factor / y.size * (output(W_hy @ h[t] + b_y) - y[t - 1])
        delta = (W_hy.T @ out + W_hh.T @ delta) * h[t] * (1 - h[t])
        columns = np.ones((x.shape[2], 1))
        sides = (x[t - 1].T, h[t - 1].T, columns, h[t].T, columns)
        for k, error in enumerate((delta, delta, delta, out, out)):
            grads[k] += error @ sides[k]
    return grads


def without_brackets(dC_dh, along, c_before, f, o, g):  # noqa: PLR0917 (as the statement has it)
    c = f * c_before + (1 - f) * g
    error = dC_dh * o * (1 - np.tanh(c) ** 2) + along
    return error * c_before - g * f * (1 - f), error * (1 - f) * (1 - g**2)


def bias_outside(x, W_xh, W_hh, b_h):
    h = [np.zeros((len(W_hh), x.shape[2]))]
    for now in x:
        h.append(sigmoid(W_xh @ now + W_hh @ h[-1]) + b_h)
    return np.array(h)


def gradient_for_theta(model, X, Y, eta, batch_size, rng):  # noqa: PLR0917 (as above)
    order, losses = rng.permutation(len(X)), []
    for k in range(0, len(X), batch_size):
        batch = order[k : k + batch_size]
        loss, gradient = model.loss_and_grad(X[batch], Y[batch])
        model.theta = model.theta - eta * gradient
        losses.append(loss)
    return gradient, np.mean(losses)


@pytest.mark.parametrize(
    ("name", "theirs", "diagnosis", "said"),
    [
        ("gates.forget-delta", without_brackets, "brackets-left-out", "the brackets around a sum"),
        ("rnn.forward", bias_outside, "term-outside", "a term stands behind a function"),
        ("mlp.epoch-of-minibatches", gradient_for_theta, formulas.NAME, "`gradient` of the last"),
        ("neuron.tanh-delta", one_plus, "another-slope", "a slope has a plus for its minus"),
        ("neuron.tanh-delta", half_of_cosh, formulas.NAME, "1 / cosh(`z`)"),
        ("mlp.softmax-delta", softmax_twice, formulas.NAME, "exp(`a`)"),
        ("mlp.forward", squashed_inputs, formulas.NAME, "σ of what belongs there"),
        ("neuron.batch-gradient", last_alone, "some-examples", "the last alone"),
        ("rnn.bptt", cross_entropy, "slope-left-out", "a slope is left out; and a 2 is left out"),
        ("rnn.bptt", linear_outputs, "function-left-out", "two slips in it: a sigmoid is left out; "
         "and a slope is left out"),
    ],
)  # fmt: skip
def test_what_stands_in_a_wrong_place_is_said(name, theirs, diagnosis, said):
    result = grade(name, theirs)
    assert not result.passed
    assert said in result.message
    assert result.diagnosis == diagnosis


def test_behind_the_first_wrong_part_another_mistake_may_hide():
    def both(dC_dh, along, c_before, f, o, g):  # noqa: PLR0917 (as the statement has it)
        c = f * c_before + (1 - f) * g
        error = dC_dh * o * (1 - np.tanh(c) ** 2) + along
        return error * c_before * f * (1 - f), np.sin(error + g)

    result = grade("gates.forget-delta", both)
    assert result.diagnosis == "term-left-out"
    assert slips.IN_PART.format("delta_f", "the term `g` of a sum is left out") in result.message


@pytest.mark.parametrize("name", ["neuron.tanh-delta", "mlp.softmax-delta", "mlp.delta-hidden"])
def test_numbers_that_nothing_explains_are_not_explained(name):
    def noise(*args):
        made = EXERCISES[name].right(*args)
        return made * np.random.default_rng(made.size).uniform(0.5, 2, made.shape)

    assert grade(name, noise).diagnosis == "wrong"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"z_new": -0.4 + 0.16105}, "`z_new` is `z` + `C`"),
        ({"z_new": 0.777}, "is not right yet"),
        ({"theta_new": [0.0877, 0.8754, -0.5123]}, "The third number of `theta_new` has the wrong"),
    ],
)
def test_a_number_of_a_form_is_told_if_it_has_digits_enough(written, said):
    exercise = EXERCISES["neuron.paper-step"]
    right = dict(exercise.right)
    if "theta_new" in written:
        b, w1, w2 = right["theta_new"]
        written = {"theta_new": [b, w1, -w2]}
    elif written["z_new"] < 0:
        written = {"z_new": float(right["z"] + right["C"])}
    assert said in grade("neuron.paper-step", right | written).message


def test_right_numbers_of_a_form_in_another_order_are_told():
    right = EXERCISES["rnn.count-parameters"].right
    result = grade("rnn.count-parameters", dict(right) | {"W_hy": right["W_hy"][::-1]})
    assert result.diagnosis == "other-order"


@pytest.mark.parametrize(
    ("came", "right", "name"),
    [
        ((), (3, 4), "one-number"),
        ((3,), (3, 4), "axis-gone"),
        ((1, 4), (3, 4), "axis-gone"),
        ((3, 4, 5), (3, 4), "axis-left"),
        ((3, 5), (3, 4), "one-entry-off"),
        ((4, 3), (3, 4), "axes-exchanged"),
        ((7, 9), (3, 4), None),
    ],
)
def test_a_shape_is_told_by_how_it_comes_about(came, right, name):
    numbers = np.random.default_rng(0).normal
    found = closer.relation(numbers(size=came) + np.zeros(came), numbers(size=right))
    assert (found and found[0]) == name


def test_a_formula_is_worked_out_for_many_guesses_as_for_each():
    source = "np.append((W @ a).sum(axis=1), np.mean(sigmoid(a.T) ** 2 / 3 - a[0, 1]))"
    rng = np.random.default_rng(0)
    values = {"W": rng.normal(size=(2, 3)), "a": rng.normal(size=(3, 4))}
    many = rng.normal(size=(5, 3, 4))
    made, has_axis = rebuilt(ast.parse(source, mode="eval").body, values, "a", many, {})
    assert has_axis
    for guess, row in zip(many, made, strict=True):
        space = {"np": np, "sigmoid": sigmoid, "W": values["W"], "a": guess}
        assert np.allclose(row, eval(source, space))


def test_guesses_say_what_they_are():
    q = {"a": np.array([0.2, 0.7, 1.5]), "b": np.array([3.0, -1.0, 2.0])}
    for make in (guesses.singles, guesses.doubles):
        with np.errstate(all="ignore"):
            labels, arrays = make(q, (3,))
        assert len(labels) == len(arrays) > 50
    at = {words.format(*texts): array for (words, texts), array in zip(labels, arrays, strict=True)}
    assert np.allclose(at["a · (1 − b)"], q["a"] * (1 - q["b"]))
    assert np.allclose(at["b / a"], q["b"] / q["a"])


def test_two_slips_are_tried_for_a_bounded_time():
    exercise = EXERCISES["rnn.bptt"]
    pairs = slipped.pairs_of(exercise.room, exercise.function)
    assert slipped.nth(pairs, 3) is slipped.nth(pairs, 3) is not slipped.nth(pairs, 0)
    assert len(pairs[1]) <= slips.PAIRS // slips.A_SLIP
