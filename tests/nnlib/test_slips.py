"""Answers as students hand them in: slips that no single wrong number shows, and right ones."""

import numpy as np
import pytest

from nnlib.checks import EXERCISES, grade


def nudged_as_a_list(f, theta, eps):
    gradient = np.zeros(theta.size)
    for i in range(theta.size):
        e = np.zeros(theta.size)
        e[i] = eps
        gradient[i] = (f(theta + e) - f(theta - e)) / (2 * eps)
    return gradient


def pairs_of_each_layer(W, A, y):
    delta, pairs = 2 / y.size * (A[-1] - y) * A[-1] * (1 - A[-1]), []
    for l in reversed(range(len(W))):
        pairs.insert(0, (delta @ A[l].T, delta.sum(axis=1)))
        if l > 0:
            delta = (W[l].T @ delta) * (1 - A[l] ** 2)
    return pairs


def epoch_without_eta(model, X, Y, *more):
    _, batch_size, rng = more
    order, losses = rng.permutation(len(X)), []
    for k in range(0, len(X), batch_size):
        batch = order[k : k + batch_size]
        loss, gradient = model.loss_and_grad(X[batch], Y[batch])
        model.theta = model.theta - gradient
        losses.append(loss)
    return model.theta, np.mean(losses)


def nearest(X, Y, X_new):
    near = ((X_new[:, None] - X) ** 2).sum(axis=2).argsort(axis=1)[:, :5]
    return np.clip(Y[near, 0].mean(axis=1, keepdims=True), 0.05, 0.95)


def by_least_squares(X, Y, X_new):
    F, F_new = (np.hstack([np.ones((len(A), 1)), A, A**2]) for A in (X, X_new))
    return 1 / (1 + np.exp(-8 * F_new @ np.linalg.lstsq(F, 2 * Y - 1, rcond=None)[0]))


@pytest.mark.parametrize(
    ("exercise_id", "answer", "name"),
    [
        ("neuron.numerical-gradient", nudged_as_a_list, "lists-only"),  # it raises for tables
        ("mlp.backward-any-depth", pairs_of_each_layer, "list-of-pairs"),  # it is no array
        ("mlp.epoch-of-minibatches", epoch_without_eta, "eta-left-out"),
        ("neuron.full-adder", lambda p, q, r: divmod(p + q + r, 2), "no-units"),
        ("neuron.nand-threshold", {"b_nand": -4, "w": ..., "b": ...}, "sign-of-the-threshold"),
    ],
)
def test_a_slip_is_named(exercise_id, answer, name):
    for seed in range(3):
        result = grade(exercise_id, answer, seed=seed)
        assert not result.passed
        assert result.diagnosis == name, result.message


def test_the_first_slip_of_a_form_is_named_though_what_follows_was_computed_otherwise():
    form = dict(EXERCISES["neuron.paper-step"].right)
    form["gradient"] = np.roll(form["gradient"], -1)  # the bias comes last
    form["theta_new"] = np.array([-0.2, 0.3, 0.8]) - 0.5 * form["gradient"]
    form["z_new"] = form["theta_new"] @ [1.0, 2.0, -1.0]
    assert grade("neuron.paper-step", form).diagnosis == "bias-last"


def test_a_step_in_place_is_a_step():
    right = EXERCISES["mlp.first-layer-bias"].right

    def step(W1, b1, W2, *more):
        W1[:], b1[:], W2[:] = right(W1, b1, W2, *more)
        return W1, b1, W2

    assert grade("mlp.first-layer-bias", step).passed


@pytest.mark.parametrize(
    ("exercise_id", "answer"),
    [
        ("neuron.stable-cross-entropy", lambda z, y: np.mean(np.logaddexp(0, z) - y * z)),
        ("mlp.spiral", lambda *args: nearest(*args[:3])),
        ("neuron.circle-by-features", by_least_squares),
    ],
)
def test_what_the_statement_excludes_is_refused(exercise_id, answer):
    assert grade(exercise_id, answer).diagnosis in {"excluded", "no-network"}


OPEN = dict.fromkeys(EXERCISES["neuron.paper-step"].parts, ...)


@pytest.mark.parametrize(
    ("exercise_id", "answer", "said"),
    [
        ("neuron.paper-step", OPEN | {"z": 0.4}, "`z` has the wrong sign"),
        (
            "neuron.paper-step",
            OPEN | {"z": -0.4, "a": 0.4013, "C": 0.3584, "delta": -0.2877, "gradient": -0.2877},
            "`gradient`: 3 numbers are asked for, and 1 came",
        ),
        ("mlp.paper-pass", {"z1": [1.0986, 0.0], "C": ..., "a1": [0.75]}, "2 numbers are asked"),
        ("rnn.count-parameters", {"W_xh": [10, 4], "parameters": [183, 2]}, "one number is asked"),
        (
            "digits.paper-steps",
            {"velocity": [4, 6, 1], "v_hat": [16, 16, 11]},
            "is right as far as it goes, with too few digits",
        ),
        ("digits.decay-step", lambda W, *_: W, "came an array of shape (3, 2)"),
        (
            "mlp.softmax-delta",
            lambda z, _: np.exp(z) / np.exp(z).sum(axis=1),
            "Is it the axis that you mean?",
        ),
        ("text.temperature", lambda z, _, u: (u > z, u), "`b[:, None]`"),
        ("gates.embedded", lambda strings: [s[1] == s[-2] for s in strings], "” and 10 more"),
    ],
)
def test_what_is_seen_of_a_slip_is_said(exercise_id, answer, said):
    assert said in grade(exercise_id, answer).message
