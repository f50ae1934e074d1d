"""Every bad input: the type of the error, and a message that says what came and what is expected.

An entry holds a call, the exception, and the words that its message must have: the name of the
argument first, then what is expected, then what came.
"""

import numpy as np
import pytest

import nnlib
from nnlib import LSTM, MLP, RNN, Neuron, datasets

X, Y = datasets.or_gate()
S, R = datasets.zero_zero_one()  # sequences and their targets
RNG = np.random.default_rng(0)
NAN, INF = float("nan"), float("inf")


def with_entry(array, value):
    array = np.array(array, dtype=float)
    array.flat[-1] = value
    return array


def softmax():
    return MLP((2, 3), output="softmax", loss="cross_entropy")


# --- data ------------------------------------------------------------------------------------

# (X, exception, words), for a network of two inputs
BAD_X = {
    "too few features": ([[1.0]], ValueError, ["X", "D = 2", "got 1", "(1, 1)"]),
    "too many features": (np.ones((4, 3)), ValueError, ["X", "D = 2", "got 3", "(4, 3)"]),
    "columns for rows": (np.ones((2, 4)), ValueError, ["X", "D = 2", "got 4", "(N, D)"]),
    "a number": (1.0, ValueError, ["X", "2 dimensions", "(N, D)", "got 0"]),
    "one dimension": ([1.0, 2.0], ValueError, ["X", "2 dimensions", "got 1", "reshape(1, -1)"]),
    "three dimensions": (S, ValueError, ["X", "2 dimensions", "(N, D)", "got 3", "(4, 2, 1)"]),
    "an empty list": ([], ValueError, ["X", "(N, D)", "(0,)"]),
    "no rows": (np.empty((0, 2)), ValueError, ["X", "empty", "(0, 2)"]),
    "no columns": (np.empty((4, 0)), ValueError, ["X", "empty", "(4, 0)"]),
    "NaN": (with_entry(X, NAN), ValueError, ["X", "finite", "nan", "[3, 1]"]),
    "infinity": (with_entry(X, INF), ValueError, ["X", "finite", "inf", "[3, 1]"]),
    "minus infinity": (with_entry(X, -INF), ValueError, ["X", "finite", "-inf", "[3, 1]"]),
    "NaN among objects": (
        np.array([[1, NAN]], dtype=object),
        ValueError,
        ["X", "finite", "nan", "[0, 1]"],
    ),
    "strings": ([["a", "b"]], TypeError, ["X", "real numbers", "U1"]),
    "strings of digits": ([["1", "2"]], TypeError, ["X", "real numbers", "U1"]),
    "a string": ("data.csv", TypeError, ["X", "real numbers", "U8"]),
    "strings among objects": (np.array([[1, "2"]], dtype=object), TypeError, ["X", "real numbers"]),
    "bytes": ([[b"a", b"b"]], TypeError, ["X", "real numbers", "S1"]),
    "complex": ([[1j, 1.0]], TypeError, ["X", "real numbers", "complex128"]),
    "complex among objects": (np.array([[1j, 1]], dtype=object), TypeError, ["X", "real numbers"]),
    "dates": (np.array([["2020", "2021"]], dtype="M8[Y]"), TypeError, ["X", "datetime64"]),
    "None": (None, TypeError, ["X", "real numbers"]),
    "missing": ([[None, 1.0]], TypeError, ["X", "real numbers"]),
    "rows of different lengths": ([[1, 2], [3]], ValueError, ["X", "one length"]),
}
# (Y, exception, words), for four examples and one output
BAD_Y = {
    "fewer examples": (Y[:3], ValueError, ["X and Y", "examples N", "4", "3"]),
    "more examples": (np.ones((5, 1)), ValueError, ["X and Y", "examples N", "4", "5"]),
    "one dimension": (Y[:, 0], ValueError, ["Y", "2 dimensions", "got 1", "reshape(-1, 1)"]),
    "three dimensions": (R, ValueError, ["Y", "2 dimensions", "(N, C)", "got 3"]),
    "too many columns": (np.ones((4, 2)), ValueError, ["Y", "C = 1", "got 2", "(4, 2)"]),
    "empty": (np.empty((0, 1)), ValueError, ["Y", "empty", "(0, 1)"]),
    "NaN": (with_entry(Y, NAN), ValueError, ["Y", "finite", "nan", "[3, 0]"]),
    "infinity": (with_entry(Y, INF), ValueError, ["Y", "finite", "inf", "[3, 0]"]),
    "strings": ([["a"]] * 4, TypeError, ["Y", "real numbers", "U1"]),
    "complex": ([[1j]] * 4, TypeError, ["Y", "real numbers", "complex128"]),
    "None": (None, TypeError, ["Y", "real numbers"]),
    "rows of different lengths": ([[1, 2], [3]], ValueError, ["Y", "one length"]),
}
BAD_SEQUENCES = {
    "two dimensions": (S[:, :, 0], R, ValueError, ["X", "3 dimensions", "(N, T, D)", "got 2"]),
    "one dimension": (S[0, :, 0], R, ValueError, ["X", "3 dimensions", "(N, T, D)", "got 1"]),
    "features": (np.ones((4, 2, 3)), R, ValueError, ["X", "D = 1", "got 3", "(N, T, D)"]),
    "no time": (np.empty((4, 0, 1)), R, ValueError, ["X", "empty", "(4, 0, 1)"]),
    "NaN": (with_entry(S, NAN), R, ValueError, ["X", "finite", "[3, 1, 0]"]),
    "strings": ([[["a"]]], R, TypeError, ["X", "real numbers"]),
    "targets of other time": (S, R[:, :1], ValueError, ["X and Y", "time steps T", "2", "1"]),
    "fewer targets": (S, R[:2], ValueError, ["X and Y", "examples N", "4", "2"]),
    "targets in two dimensions": (S, R[:, :, 0], ValueError, ["Y", "3 dimensions", "got 2"]),
    "target columns": (S, np.ones((4, 2, 2)), ValueError, ["Y", "C = 1", "got 2", "(N, T, C)"]),
}


def raises(call, exception, words):
    with pytest.raises(exception) as info:
        call()
    assert type(info.value) is exception
    for word in words:
        assert word in str(info.value)
    # An argument is named first, so that the reader of a long traceback sees it.
    assert str(info.value).startswith(words[0])


@pytest.mark.parametrize("name", BAD_X)
@pytest.mark.parametrize("make", [lambda: Neuron(2), lambda: MLP((2, 1))], ids=["Neuron", "MLP"])
@pytest.mark.parametrize(
    "use",
    [
        lambda model, bad: model.predict(bad),
        lambda model, bad: model.forward(bad),
        lambda model, bad: model.loss_and_grad(bad, Y),
        lambda model, bad: nnlib.train(model, bad, Y, eta=1.0, epochs=1),
        lambda model, bad: nnlib.check_gradient(model, bad, Y),
    ],
    ids=["predict", "forward", "loss_and_grad", "train", "check_gradient"],
)
def test_bad_x_is_named(name, make, use):
    bad, exception, words = BAD_X[name]
    raises(lambda: use(make(), bad), exception, words)


@pytest.mark.parametrize("name", BAD_Y)
@pytest.mark.parametrize("make", [lambda: Neuron(2), lambda: MLP((2, 1))], ids=["Neuron", "MLP"])
@pytest.mark.parametrize(
    "use",
    [
        lambda model, bad: model.backward(model.forward(X), bad),
        lambda model, bad: model.loss_and_grad(X, bad),
        lambda model, bad: nnlib.train(model, X, bad, eta=1.0, epochs=1),
        lambda model, bad: nnlib.check_gradient(model, X, bad),
    ],
    ids=["backward", "loss_and_grad", "train", "check_gradient"],
)
def test_bad_y_is_named(name, make, use):
    bad, exception, words = BAD_Y[name]
    raises(lambda: use(make(), bad), exception, words)


@pytest.mark.parametrize("name", BAD_SEQUENCES)
@pytest.mark.parametrize("use", ["loss_and_grad", "train"])
def test_bad_sequences_are_named(name, use):
    bad_X, bad_Y, exception, words = BAD_SEQUENCES[name]
    model = RNN(1, 2, 1)
    if use == "train":
        raises(lambda: nnlib.train(model, bad_X, bad_Y, eta=1.0, epochs=1), exception, words)
    else:
        raises(lambda: model.loss_and_grad(bad_X, bad_Y), exception, words)


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        (Y[:3], ["X and Y", "examples N", "4", "3"]),
        (np.ones((4, 2)), ["Y", "C = 1", "got 2"]),
    ],
)
def test_backward_finds_targets_that_do_not_fit_the_trace(targets, words):
    for model in (Neuron(2), MLP((2, 3, 1))):
        raises(lambda model=model: model.backward(model.forward(X), targets), ValueError, words)


def test_backward_finds_targets_of_another_number_of_time_steps_than_the_trace():
    model = RNN(1, 2, 1)
    trace = model.forward(S)
    for bad, what in [(R[:, :1], "time steps T"), (R[:1], "examples N")]:
        raises(lambda bad=bad: model.backward(trace, bad), ValueError, ["X and Y", what])


CROSS_ENTROPY = {
    "above 1": (lambda: Neuron(2, loss="cross_entropy"), 2 * Y, ["Y", "[0, 1]", "from 0 to 2"]),
    "below 0": (lambda: Neuron(2, loss="cross_entropy"), Y - 1, ["Y", "[0, 1]", "from -1 to 0"]),
    "-1 and 1 as with tanh": (
        lambda: MLP((2, 1), loss="cross_entropy"),
        2 * Y - 1,
        ["Y", "[0, 1]", "from -1 to 1"],
    ),
    "rows that sum to 2": (softmax, np.tile([1.0, 1.0, 0.0], (4, 1)), ["Y", "sum to 1", "from 2"]),
    "rows that sum to 0": (softmax, np.zeros((4, 3)), ["Y", "sum to 1", "from 0 to 0"]),
    "class numbers": (softmax, Y, ["Y", "C = 3", "got 1"]),
    "entries above 1": (softmax, np.tile([2.0, -1.0, 0.0], (4, 1)), ["Y", "[0, 1]", "from -1"]),
}


@pytest.mark.parametrize("name", CROSS_ENTROPY)
def test_targets_of_the_cross_entropy_are_probabilities(name):
    make, targets, words = CROSS_ENTROPY[name]
    raises(lambda: make().loss_and_grad(X, targets), ValueError, words)
    raises(lambda: nnlib.train(make(), X, targets, eta=1.0, epochs=1), ValueError, words)


# --- models ----------------------------------------------------------------------------------

ACTIVATIONS = "'sigmoid', 'tanh', 'relu', 'identity'"
BAD_MODELS = {
    "no sizes": (lambda: MLP(()), ValueError, ["sizes", "inputs and outputs", "()"]),
    "one size": (lambda: MLP((2,)), ValueError, ["sizes", "inputs and outputs", "(2,)"]),
    "a size of 0": (lambda: MLP((2, 0, 1)), ValueError, ["sizes[1]", "whole number >= 1", "0"]),
    "no inputs": (lambda: MLP((0, 1)), ValueError, ["sizes[0]", "whole number >= 1", "got 0"]),
    "a negative size": (lambda: MLP((2, -3)), ValueError, ["sizes[1]", "got -3"]),
    "half a unit": (lambda: MLP((2, 1.5)), TypeError, ["sizes[1]", "whole number", "1.5"]),
    "a number for sizes": (lambda: MLP(3), TypeError, ["sizes", "(2, 3, 1)", "got 3"]),
    "sizes as text": (lambda: MLP("231"), TypeError, ["sizes", "whole number", "'2'"]),
    "sizes of text": (lambda: MLP(("2", "1")), TypeError, ["sizes[0]", "whole number", "'2'"]),
    "no sizes given": (lambda: MLP(None), TypeError, ["sizes", "got None"]),
    "unknown activation": (
        lambda: MLP((2, 1), activation="swish"),
        ValueError,
        ["activation", ACTIVATIONS, "'swish'"],
    ),
    "softmax hidden": (
        lambda: MLP((2, 2, 1), activation="softmax"),
        ValueError,
        ["activation", ACTIVATIONS, "'softmax'"],
    ),
    "a function for an activation": (
        lambda: MLP((2, 1), activation=np.tanh),
        ValueError,
        ["activation", ACTIVATIONS, "tanh"],
    ),
    "unknown output": (
        lambda: MLP((2, 1), output="linear"),
        ValueError,
        ["output", ACTIVATIONS, "'softmax'", "'linear'"],
    ),
    "unknown loss": (
        lambda: MLP((2, 1), loss="rmse"),
        ValueError,
        ["loss", "'mse'", "'half_squared_error'", "'cross_entropy'", "'rmse'"],
    ),
    "no loss": (lambda: MLP((2, 1), loss=None), ValueError, ["loss", "'mse'", "None"]),
    "softmax with mse": (
        lambda: MLP((2, 2), output="softmax"),
        ValueError,
        ["output", "loss='mse'", ACTIVATIONS, "'softmax'"],
    ),
    "softmax with half the squared error": (
        lambda: RNN(2, 2, 2, output="softmax", loss="half_squared_error"),
        ValueError,
        ["output", "loss='half_squared_error'", ACTIVATIONS, "'softmax'"],
    ),
    "cross-entropy with tanh": (
        lambda: MLP((2, 1), output="tanh", loss="cross_entropy"),
        ValueError,
        ["output", "loss='cross_entropy'", "'sigmoid', 'softmax'", "'tanh'"],
    ),
    "a seed for a generator": (lambda: MLP((2, 1), rng=0), TypeError, ["rng", "default_rng", "0"]),
    "neuron: no inputs": (lambda: Neuron(0), ValueError, ["n_inputs", ">= 1", "got 0"]),
    "neuron: minus one": (lambda: Neuron(-1), ValueError, ["n_inputs", ">= 1", "got -1"]),
    "neuron: text": (lambda: Neuron("2"), TypeError, ["n_inputs", "whole number", "'2'"]),
    "neuron: half an input": (lambda: Neuron(2.5), TypeError, ["n_inputs", "whole number", "2.5"]),
    "neuron: sizes": (lambda: Neuron((2, 1)), TypeError, ["n_inputs", "whole number", "(2, 1)"]),
    "neuron: unknown loss": (lambda: Neuron(2, loss="mae"), ValueError, ["loss", "'mse'", "'mae'"]),
    "neuron: a seed": (lambda: Neuron(2, rng=1), TypeError, ["rng", "default_rng", "got 1"]),
    "rnn: no inputs": (lambda: RNN(0, 1, 1), ValueError, ["n_inputs", ">= 1", "got 0"]),
    "rnn: no hidden units": (lambda: RNN(1, 0, 1), ValueError, ["n_hidden", ">= 1", "got 0"]),
    "rnn: no outputs": (lambda: RNN(1, 1, 0), ValueError, ["n_outputs", ">= 1", "got 0"]),
    "rnn: a float": (lambda: RNN(1, 1.0, 1), TypeError, ["n_hidden", "whole number", "1.0"]),
    "rnn: unknown activation": (
        lambda: RNN(1, 1, 1, activation="gelu"),
        ValueError,
        ["activation", ACTIVATIONS, "'gelu'"],
    ),
    "rnn: unknown output": (
        lambda: RNN(1, 1, 1, output="gelu"),
        ValueError,
        ["output", ACTIVATIONS, "'gelu'"],
    ),
    "rnn: unknown loss": (lambda: RNN(1, 1, 1, loss="x"), ValueError, ["loss", "'mse'", "'x'"]),
    "rnn: a seed": (lambda: RNN(1, 1, 1, rng=1), TypeError, ["rng", "default_rng", "got 1"]),
}


@pytest.mark.parametrize("name", BAD_MODELS)
def test_a_model_that_cannot_be_is_refused(name):
    raises(*BAD_MODELS[name])


# --- training and checking -------------------------------------------------------------------

BAD_SETTINGS = {
    "eta of 0": ({"eta": 0}, ValueError, ["eta", "> 0", "got 0"]),
    "eta below 0": ({"eta": -0.5}, ValueError, ["eta", "> 0", "got -0.5"]),
    "eta of NaN": ({"eta": NAN}, ValueError, ["eta", "> 0", "got nan"]),
    "eta of infinity": ({"eta": INF}, ValueError, ["eta", "> 0", "got inf"]),
    "eta as text": ({"eta": "0.1"}, TypeError, ["eta", "> 0", "'0.1'"]),
    "no eta": ({"eta": None}, TypeError, ["eta", "> 0", "None"]),
    "epochs below 0": ({"epochs": -1}, ValueError, ["epochs", ">= 0", "got -1"]),
    "epochs as a float": ({"epochs": 1e3}, TypeError, ["epochs", "whole number", "1000.0"]),
    "epochs as text": ({"epochs": "9"}, TypeError, ["epochs", "whole number", "'9'"]),
    "batches of 0": ({"batch_size": 0}, ValueError, ["batch_size", ">= 1", "<= 4", "got 0"]),
    "batches below 0": ({"batch_size": -2}, ValueError, ["batch_size", ">= 1", "got -2"]),
    "batches above N": ({"batch_size": 5}, ValueError, ["batch_size", "<= 4", "got 5"]),
    "batches as a float": ({"batch_size": 2.0}, TypeError, ["batch_size", "whole number", "2.0"]),
    "no generator": ({"batch_size": 2, "rng": None}, (ValueError, TypeError), ["rng", "minibatch"]),
    "a seed": ({"batch_size": 2, "rng": 0}, TypeError, ["rng", "default_rng", "got 0"]),
    "a seed, one by one": ({"batch_size": 1, "rng": 0}, TypeError, ["rng", "default_rng", "0"]),
    "momentum of 1": ({"momentum": 1}, ValueError, ["momentum", ">= 0", "< 1", "got 1"]),
    "momentum below 0": ({"momentum": -0.1}, ValueError, ["momentum", ">= 0", "got -0.1"]),
    "momentum of NaN": ({"momentum": NAN}, ValueError, ["momentum", ">= 0", "got nan"]),
    "momentum as text": ({"momentum": "0.9"}, TypeError, ["momentum", ">= 0", "'0.9'"]),
    "max_norm of 0": ({"max_norm": 0}, ValueError, ["max_norm", "> 0", "got 0"]),
    "max_norm below 0": ({"max_norm": -1}, ValueError, ["max_norm", "> 0", "got -1"]),
    "max_norm as text": ({"max_norm": "1"}, TypeError, ["max_norm", "> 0", "'1'"]),
    "a class for a model": (
        {"model": MLP},
        TypeError,
        ["model", "Neuron, MLP, RNN or LSTM", "MLP"],
    ),
    "a number for a model": (
        {"model": 3},
        TypeError,
        ["model", "Neuron, MLP, RNN or LSTM", "got 3"],
    ),
    "X of features": ({"X": [[1.0]]}, ValueError, ["X", "D = 2", "got 1"]),
    "Y of examples": ({"Y": Y[:2]}, ValueError, ["X and Y", "4", "2"]),
}


@pytest.mark.parametrize("name", BAD_SETTINGS)
def test_bad_settings_of_train_are_named(name):
    changed, exception, words = BAD_SETTINGS[name]
    settings = {"model": Neuron(2), "X": X, "Y": Y, "eta": 1.0, "epochs": 2} | changed
    with pytest.raises(exception) as info:
        nnlib.train(**settings)
    assert str(info.value).startswith(words[0])
    for word in words:
        assert word in str(info.value)


@pytest.mark.parametrize("missing", ["eta", "epochs"])
def test_train_has_no_default_for_eta_and_epochs(missing):
    settings = {"eta": 1.0, "epochs": 1}
    del settings[missing]
    with pytest.raises(TypeError, match=missing):
        nnlib.train(Neuron(2), X, Y, **settings)


BAD_CALLS = {
    "numerical_gradient: theta as text": (
        lambda: nnlib.numerical_gradient(np.sum, "a"),
        TypeError,
        ["theta", "real numbers", "U1"],
    ),
    "numerical_gradient: NaN in theta": (
        lambda: nnlib.numerical_gradient(np.sum, [1.0, NAN]),
        ValueError,
        ["theta", "finite", "[1]"],
    ),
    "numerical_gradient: f returns an array": (
        lambda: nnlib.numerical_gradient(lambda t: t, [1.0, 2.0]),
        TypeError,
        ["f", "one number", "(2,)"],
    ),
    "numerical_gradient: f returns None": (
        lambda: nnlib.numerical_gradient(RNG.shuffle, [1.0]),
        TypeError,
        ["f(theta)", "real numbers", "None"],
    ),
    "theta of another length": (
        lambda: setattr(Neuron(2), "theta", [1.0, 2.0]),
        ValueError,
        ["theta", "(3,)", "got (2,)"],
    ),
    "theta with NaN": (
        lambda: setattr(Neuron(2), "theta", [1.0, 2.0, NAN]),
        ValueError,
        ["theta", "finite", "[2]"],
    ),
    "a parameter of another shape": (
        lambda: setattr(RNN(1, 3, 1), "W_hh", np.eye(2)),
        ValueError,
        ["W_hh", "(3, 3)", "got (2, 2)"],
    ),
    "backward: None for a trace": (
        lambda: Neuron(2).backward(None, Y),
        TypeError,
        ["trace", "forward(X)", "NoneType"],
    ),
    "backward: arguments swapped": (
        lambda: Neuron(2).backward(Y, Neuron(2).forward(X)),
        TypeError,
        ["trace", "forward(X)", "ndarray"],
    ),
    "train: a callback that cannot be called": (
        lambda: nnlib.train(Neuron(2), X, Y, eta=1, epochs=1, callback=3),
        TypeError,
        ["callback", "(epoch, loss)", "3"],
    ),
    "train: a number for rng with a full batch": (
        lambda: nnlib.train(Neuron(2), X, Y, eta=1, epochs=1, rng=3),
        TypeError,
        ["rng", "default_rng(0)", "3"],
    ),
    "numerical_gradient: eps of 0": (
        lambda: nnlib.numerical_gradient(np.sum, [1.0], eps=0),
        ValueError,
        ["eps", "> 0", "got 0"],
    ),
    "numerical_gradient: eps below 0": (
        lambda: nnlib.numerical_gradient(np.sum, [1.0], eps=-1e-6),
        ValueError,
        ["eps", "> 0", "got -1e-06"],
    ),
    "numerical_gradient: eps as text": (
        lambda: nnlib.numerical_gradient(np.sum, [1.0], eps="small"),
        TypeError,
        ["eps", "> 0", "'small'"],
    ),
    "check_gradient: a number for a model": (
        lambda: nnlib.check_gradient(3, X, Y),
        TypeError,
        ["model", "Neuron, MLP, RNN or LSTM", "got 3"],
    ),
    "check_gradient: a class for a model": (
        lambda: nnlib.check_gradient(Neuron, X, Y),
        TypeError,
        ["model", "Neuron, MLP, RNN or LSTM", "Neuron"],
    ),
    "check_gradient: eps of 0": (
        lambda: nnlib.check_gradient(Neuron(2), X, Y, eps=0.0),
        ValueError,
        ["eps", "> 0", "got 0"],
    ),
    "linear_separable: no points": (
        lambda: datasets.linear_separable(0, rng=RNG),
        ValueError,
        ["n must", ">= 1", "got 0"],
    ),
    "linear_separable: a float": (
        lambda: datasets.linear_separable(1e2, rng=RNG),
        TypeError,
        ["n must", "whole number", "100.0"],
    ),
    "linear_separable: a seed": (
        lambda: datasets.linear_separable(rng=0),
        TypeError,
        ["rng", "default_rng", "got 0"],
    ),
    "circle: fewer than no points": (
        lambda: datasets.circle(-3, rng=RNG),
        ValueError,
        ["n must", ">= 1", "got -3"],
    ),
    "circle: text": (
        lambda: datasets.circle("9", rng=RNG),
        TypeError,
        ["n must", "whole number", "'9'"],
    ),
    "reber: no strings": (
        lambda: datasets.reber(0, rng=RNG),
        ValueError,
        ["n", ">= 1", "got 0"],
    ),
    "reber: no inner string": (
        lambda: datasets.reber(3, rng=RNG, inner=0),
        ValueError,
        ["inner", ">= 1", "got 0"],
    ),
    "reber: a seed": (
        lambda: datasets.reber(3, rng=5),
        TypeError,
        ["rng", "default_rng", "got 5"],
    ),
    "LSTM: forget_bias as text": (
        lambda: LSTM(1, 2, 1, forget_bias="1"),
        TypeError,
        ["forget_bias", "a number", "'1'"],
    ),
    "LSTM: forget_bias of nan": (
        lambda: LSTM(1, 2, 1, forget_bias=NAN),
        ValueError,
        ["forget_bias", "a number", "nan"],
    ),
    "circle: no generator": (
        lambda: datasets.circle(3, rng=None),
        TypeError,
        ["rng", "default_rng", "None"],
    ),
}


@pytest.mark.parametrize("name", BAD_CALLS)
def test_bad_calls_are_named(name):
    raises(*BAD_CALLS[name])


@pytest.mark.parametrize("draw", [datasets.circle, datasets.linear_separable])
def test_random_data_have_no_default_generator(draw):
    with pytest.raises(TypeError, match="rng"):
        draw(5)


def test_a_trace_of_another_network_does_not_give_a_gradient():
    # The message is Python's or NumPy's here; what matters is that no number comes out.
    with pytest.raises((ValueError, TypeError, AttributeError)):
        MLP((2, 3, 1)).backward(MLP((2, 5, 1)).forward(X), Y)
    with pytest.raises((ValueError, TypeError, AttributeError)):
        MLP((2, 3, 1)).backward(Neuron(2).forward(X), Y)
