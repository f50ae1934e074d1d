"""Gradients and deltas of every model, activation, output and loss on random shapes.

The shapes come from Hypothesis, always the same ones; what they are compared with is measured in
`reference.py` and shares no code with nnlib.
"""

import numpy as np
import pytest
import reference
from hypothesis import given, settings
from hypothesis import strategies as st

from nnlib import LSTM, MLP, RNN, Neuron, check_gradient

few_examples = settings(derandomize=True, deadline=None, database=None, max_examples=8)
seeds = st.integers(0, 2**32 - 1)
counts = st.integers(1, 4)
# One to four layers of weights.
layers = st.lists(counts, min_size=2, max_size=5)


def check(model, leading, seed):
    X, Y = reference.filled(model, leading, np.random.default_rng(seed))
    value, grad = model.loss_and_grad(X, Y)
    assert value == pytest.approx(reference.loss(model, model.theta, X, Y), rel=1e-11, abs=1e-14)
    assert grad.shape == model.theta.shape
    assert reference.difference(grad, reference.gradient(model, X, Y)) <= 1e-7
    return model.backward(model.forward(X), Y).deltas, X, Y


def check_delta(delta, model, X, Y, layer):
    measured = reference.delta(model, X, Y, delta.shape, layer)
    assert reference.difference(delta, measured) <= 1e-7


@pytest.mark.parametrize("loss", [*reference.SQUARED, "cross_entropy"])
@few_examples
@given(n_inputs=counts, n_examples=counts, seed=seeds)
def test_neuron(loss, n_inputs, n_examples, seed):
    model = Neuron(n_inputs, loss=loss)
    (_, delta), X, Y = check(model, (n_examples,), seed)
    check_delta(delta[0], model, X, Y, ())


@pytest.mark.parametrize(("activation", "output", "loss"), reference.COMBINATIONS)
@few_examples
@given(sizes=layers, n_examples=counts, bias=st.booleans(), seed=seeds)
def test_mlp(activation, output, loss, *, sizes, n_examples, bias, seed):
    if "relu" in (activation, output):
        # Without biases, units of relu that are all off put the next layer exactly on its corner.
        bias = True
    if output == "softmax":
        sizes[-1] += 1  # one class has probability 1 and gradient 0 whatever θ is
    model = MLP(sizes, activation=activation, output=output, loss=loss, bias=bias)
    deltas, X, Y = check(model, (n_examples,), seed)
    for l in range(1, len(sizes)):
        check_delta(deltas[l], model, X, Y, (l,))


@pytest.mark.parametrize(("activation", "output", "loss"), reference.COMBINATIONS)
@few_examples
@given(n_in=counts, n_hidden=counts, n_out=counts, n=counts, time=counts, seed=seeds)
def test_rnn(activation, output, loss, *, n_in, n_hidden, n_out, n, time, seed):
    n_out += output == "softmax"
    model = RNN(n_in, n_hidden, n_out, activation=activation, output=output, loss=loss)
    deltas, X, Y = check(model, (n, time), seed)
    check_delta(deltas.hidden, model, X, Y, ("hidden",))
    check_delta(deltas.output, model, X, Y, ("output",))


@pytest.mark.parametrize(("output", "loss"), reference.HEADS)
@few_examples
@given(n_in=counts, n_hidden=counts, n_out=counts, n=counts, time=counts, seed=seeds)
def test_lstm(output, loss, *, n_in, n_hidden, n_out, n, time, seed):
    n_out += output == "softmax"
    model = LSTM(n_in, n_hidden, n_out, output=output, loss=loss)
    deltas, X, Y = check(model, (n, time), seed)
    for place, delta in deltas._asdict().items():
        check_delta(delta, model, X, Y, (place,))


@pytest.mark.parametrize(
    ("model", "leading"),
    [
        (Neuron(1), (1,)),
        (MLP((1, 1)), (1,)),
        (MLP((3, 2, 4), bias=False), (1,)),
        (MLP((2, 2, 2, 2, 3), activation="relu", output="identity", bias=False), (2,)),
        (RNN(1, 1, 1), (1, 1)),
        (LSTM(1, 1, 1), (1, 1)),
        (LSTM(2, 1, 3, output="softmax", loss="cross_entropy"), (1, 6)),
        (RNN(2, 3, 2, activation="tanh"), (3, 1)),
        (RNN(2, 3, 2, activation="tanh", output="softmax", loss="cross_entropy"), (1, 6)),
    ],
    ids=repr,
)
def test_the_smallest_and_the_oddest_shapes(model, leading):
    check(model, leading, seed=1)


def test_a_softmax_of_one_class_has_no_gradient():
    model = MLP((2, 3, 1), output="softmax", loss="cross_entropy")
    value, grad = model.loss_and_grad([[1.0, 2.0]], [[1.0]])
    assert value == 0.0
    assert not grad.any()


@few_examples
@given(sizes=layers, n_examples=counts, seed=seeds)
def test_check_gradient_is_content_with_every_shape(sizes, n_examples, seed):
    model = MLP(sizes, activation="tanh", loss="half_squared_error")
    X, Y = reference.filled(model, (n_examples,), np.random.default_rng(seed))
    assert check_gradient(model, X, Y).max_relative_error <= 1e-7


def test_check_gradient_is_content_where_the_loss_and_its_gradient_are_exactly_0():
    # What the differences see there is rounding, a few 1e-16, and nothing to compare it with.
    model = MLP((1, 1), output="identity")
    model.theta = [0.0, 1.0]
    assert check_gradient(model, [[1.0], [2.0]], [[1.0], [2.0]]).max_relative_error < 1e-3
