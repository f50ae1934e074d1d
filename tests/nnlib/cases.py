"""Small models of every kind, data that suit them, and their arrays by name."""

import copy

import numpy as np

from nnlib import LSTM, MLP, RNN, Neuron, train

MAKERS = {
    "neuron": lambda: Neuron(2),
    "neuron, cross-entropy": lambda: Neuron(2, loss="cross_entropy"),
    "mlp": lambda: MLP((2, 3, 1)),
    "deep mlp, tanh": lambda: MLP((2, 3, 3, 2), activation="tanh", output="tanh"),
    "mlp, no biases": lambda: MLP((2, 3, 1), activation="tanh", output="identity", bias=False),
    "mlp, relu": lambda: MLP((2, 5, 2), activation="relu", output="relu"),
    "mlp, softmax": lambda: MLP((2, 4, 3), output="softmax", loss="cross_entropy"),
    "rnn": lambda: RNN(2, 3, 2, loss="half_squared_error"),
    "rnn, tanh": lambda: RNN(2, 2, 1, activation="tanh", output="identity"),
    "rnn, softmax": lambda: RNN(2, 3, 4, output="softmax", loss="cross_entropy"),
    "rnn, last": lambda: RNN(2, 3, 2, activation="tanh", answers="last"),
    "lstm": lambda: LSTM(2, 3, 2, loss="half_squared_error"),
    "lstm, softmax": lambda: LSTM(2, 2, 4, output="softmax", loss="cross_entropy"),
    "lstm, last": lambda: LSTM(2, 3, 1, output="tanh", answers="last", forget_bias=-0.5),
}
# Three inputs are enough to tell all apart where every kind of model would say the same.
PLAIN = ("neuron", "mlp", "rnn")
RNN_NAMES = ("W_xh", "W_hh", "b_h", "W_hy", "b_y")
FOUR = (f"{kind}{gate}" for gate in "ifog" for kind in ("W_x", "W_h", "b_"))
LSTM_NAMES = (*FOUR, "W_hy", "b_y")
RANGES = {"sigmoid": (0, 1), "tanh": (-1, 1), "relu": (0, 2), "identity": (-2, 2)}


def is_recurrent(model):
    return isinstance(model, (RNN, LSTM))


def named(model, flat=None):
    """Return the arrays of a model by name; of a vector laid out as θ where one is given."""
    if flat is not None:
        model = copy.deepcopy(model)
        model.theta = flat
    if isinstance(model, Neuron):
        return {"w": model.w, "b": model.b}
    if isinstance(model, MLP):
        weights = {f"W[{l}]": W for l, W in enumerate(model.W)}
        return weights | {f"b[{l}]": b for l, b in enumerate(model.b)}
    names = LSTM_NAMES if isinstance(model, LSTM) else RNN_NAMES
    return {name: getattr(model, name) for name in names}


def n_outputs(model):
    """Return C, from the shapes of the arrays."""
    arrays = named(model)
    if isinstance(model, Neuron):
        return 1
    return len(arrays[f"W[{len(model.W) - 1}]"] if isinstance(model, MLP) else arrays["W_hy"])


def n_inputs(model):
    """Return D, from the shapes of the arrays."""
    return next(iter(named(model).values())).shape[-1]


def targets(model, shape, rng):
    """Draw targets that the model's output can reach; the last axis holds the outputs."""
    if model.output == "softmax":
        Y = rng.uniform(0.1, 1.0, shape)
        return Y / Y.sum(axis=-1, keepdims=True)
    low, high = RANGES[model.output]
    return rng.uniform(low, high, shape)


def data(model, n=6, time=4, seed=0):
    """Draw X and Y in rows."""
    rng = np.random.default_rng(seed)
    leading = (n, time) if is_recurrent(model) else (n,)
    X = rng.uniform(-1.5, 1.5, (*leading, n_inputs(model)))
    if getattr(model, "answers", "each") == "last":
        leading = (n,)
    return X, targets(model, (*leading, n_outputs(model)), rng)


def filled(name, seed=0, **sizes):
    """Return a model of `MAKERS` with every entry of θ set, biases too, and its X and Y."""
    model = MAKERS[name]()
    model.theta = np.random.default_rng(seed + 100).uniform(-0.8, 0.8, model.theta.shape)
    return model, *data(model, seed=seed, **sizes)


def step_of(model, X, Y, **options):
    """Return the loss and the gradient that a full-batch epoch used, from how far θ went."""
    probe = copy.deepcopy(model)
    eta = 1024.0  # a long step, so that θ's own digits do not hide the last ones of the gradient
    history = train(probe, X, Y, eta=eta, epochs=1, **options)
    return float(history.loss[0]), (model.theta - probe.theta) / eta
