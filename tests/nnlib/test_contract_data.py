"""What comes in: targets out of the output's range, masked arrays, strict settings, and hints.

Where the contract is silent: targets at the ends of the range are allowed, and so is a masked array
that masks nothing; a hint is code, and the code works.
"""

import warnings

import numpy as np
import pandas as pd
import pytest
from cases import MAKERS, PLAIN, data, filled, is_recurrent
from numpy.testing import assert_array_equal

import nnlib
from nnlib import MLP, RNN, Neuron, datasets, train, train_ensemble

RNG = np.random.default_rng(0)

# --- targets that the output cannot reach ------------------------------------------------------

# Output, a target that it cannot reach, and the ends of its range as the message writes them.
OUT_OF_RANGE = [
    ("sigmoid", -1.0, ["[0, 1]"]),
    ("sigmoid", 1.5, ["[0, 1]"]),
    ("sigmoid", -1e-3, ["[0, 1]"]),
    ("tanh", 2.0, ["[-1, 1]"]),
    ("tanh", -1.01, ["[-1, 1]"]),
    ("relu", -0.5, ["0"]),
]
ROOM = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "relu": (0.0, 50.0), "identity": (-9.0, 9.0)}
SQUARED = ("mse", "half_squared_error")
KINDS = {
    "neuron": lambda _, loss: Neuron(2, loss=loss),
    "mlp": lambda output, loss: MLP((2, 3, 2), output=output, loss=loss),
    "rnn": lambda output, loss: RNN(2, 3, 2, output=output, loss=loss),
    "rnn, last": lambda output, loss: RNN(2, 3, 2, output=output, loss=loss, answers="last"),
}


def can_have(kind, output):
    """Tell whether a model of that kind has that output: a neuron is a sigmoid."""
    return kind != "neuron" or output == "sigmoid"


# A gradient at such a target is right, so backward and the check take it; learning it is hopeless.
TAKES_TARGETS = {
    "train": lambda m, X, Y: train(m, X, Y, eta=0.1, epochs=1),
    "train, in batches": lambda m, X, Y: train(m, X, Y, eta=0.1, epochs=1, batch_size=1),
    "validation": lambda m, X, Y: train(
        m, X, np.clip(Y, *ROOM[m.output]), eta=0.1, epochs=1, validation=(X, Y)
    ),
}


@pytest.mark.parametrize("use", TAKES_TARGETS)
@pytest.mark.parametrize("loss", SQUARED)
@pytest.mark.parametrize(
    ("kind", "output", "wrong", "words"),
    [(k, *case) for k in KINDS for case in OUT_OF_RANGE if can_have(k, case[0])],
)
def test_targets_out_of_reach_are_refused(*, kind, output, wrong, words, loss, use):
    model = KINDS[kind](output, loss)
    X, Y = data(model, n=5)
    Y[-1] = wrong
    before = model.theta.copy()
    with pytest.raises(ValueError, match="Y") as info:
        TAKES_TARGETS[use](model, X, Y)
    message = str(info.value)
    for word in [output, f"{wrong:g}", *words]:
        assert word in message
    # A way out: another output, or other targets.
    assert "identity" in message
    assert_array_equal(model.theta, before)


@pytest.mark.parametrize("loss", SQUARED)
@pytest.mark.parametrize(
    ("kind", "output"), [(k, o) for k in KINDS for o in ROOM if can_have(k, o)]
)
def test_targets_at_the_ends_of_the_range_are_fine(kind, output, loss):
    model = KINDS[kind](output, loss)
    X, Y = data(model, n=4)
    Y[0], Y[1] = ROOM[output]
    for use in TAKES_TARGETS.values():
        use(model, X, Y)


def test_plus_and_minus_one_for_a_neuron_name_both_ways_out():
    X, Y = datasets.or_gate()
    with pytest.raises(ValueError, match=r"-1.*1") as info:
        train(Neuron(2), X, 2 * Y - 1, eta=1.0, epochs=10)
    assert "sigmoid" in str(info.value)
    assert "tanh" in str(info.value)  # whose range they are


@pytest.mark.parametrize("output", ["sigmoid", "tanh", "relu"])
def test_an_ensemble_refuses_them_too(output):
    X, Y = datasets.xor_gate()
    with pytest.raises(ValueError, match=rf"Y.*{output}|{output}.*Y"):
        train_ensemble((2, 3, 1), X, Y - 3, eta=1.0, epochs=1, n_networks=2, rng=RNG, output=output)


# --- masked arrays -----------------------------------------------------------------------------


def masked(array):
    """Hide the last entry, with 999 under the mask."""
    array = np.ma.array(array, copy=True)
    array[(-1,) * array.ndim] = 999.0
    array[(-1,) * array.ndim] = np.ma.masked
    return array


def rows_of(array):
    """Write a masked array as a list of masked rows, of which NumPy makes a plain array."""
    return list(masked(array))


def of_model(name, use):
    def call(hide):
        model, X, Y = filled(name)
        use(model, X, Y, hide)

    return call


def ensemble(**changed):
    X, Y = datasets.xor_gate()
    settings = {"eta": 0.1, "epochs": 1, "n_networks": 2, "rng": np.random.default_rng(0)}
    return train_ensemble(**({"sizes": (2, 3, 1), "X": X, "Y": Y} | settings | changed))


def settings(**more):
    return {"eta": 0.1, "epochs": 1} | more


USES = {
    "predict": lambda m, X, _Y, hide: m.predict(hide(X)),
    "forward": lambda m, X, _Y, hide: m.forward(hide(X)),
    "backward": lambda m, X, Y, hide: m.backward(m.forward(X), hide(Y)),
    "loss_and_grad, X": lambda m, X, Y, hide: m.loss_and_grad(hide(X), Y),
    "loss_and_grad, Y": lambda m, X, Y, hide: m.loss_and_grad(X, hide(Y)),
    "check_gradient, X": lambda m, X, Y, hide: nnlib.check_gradient(m, hide(X), Y),
    "check_gradient, Y": lambda m, X, Y, hide: nnlib.check_gradient(m, X, hide(Y)),
    "train, X": lambda m, X, Y, hide: train(m, hide(X), Y, **settings()),
    "train, Y": lambda m, X, Y, hide: train(m, X, hide(Y), **settings()),
    "train, weights": lambda m, X, Y, hide: train(m, X, Y, **settings(weights=hide(np.ones(6)))),
    "validation, X": lambda m, X, Y, hide: train(m, X, Y, **settings(validation=(hide(X), Y))),
    "validation, Y": lambda m, X, Y, hide: train(m, X, Y, **settings(validation=(X, hide(Y)))),
    "accuracy, X": lambda m, X, Y, hide: nnlib.accuracy(m, hide(X), Y),
    "accuracy, Y": lambda m, X, Y, hide: nnlib.accuracy(m, X, hide(Y)),
    "theta": lambda m, _X, _Y, hide: setattr(m, "theta", hide(m.theta)),
}
TAKES_DATA = {
    f"{name}: {use}": of_model(name, call) for name in PLAIN for use, call in USES.items()
} | {
    "rnn: state": of_model("rnn", lambda m, X, _Y, hide: m.forward(X, hide(np.zeros((6, 3))))),
    "rnn: step": of_model("rnn", lambda m, X, _Y, hide: m.step(hide(X[:, 0]))),
    "rnn: step, state": of_model(
        "rnn", lambda m, X, _Y, hide: m.step(X[:, 0], hide(np.zeros((6, 3))))
    ),
    "rnn: weights (N, T)": of_model(
        "rnn", lambda m, X, Y, hide: train(m, X, Y, **settings(weights=hide(np.ones((6, 4)))))
    ),
    "numerical_gradient": lambda hide: nnlib.numerical_gradient(np.sum, hide([1.0, 2.0])),
    "one_hot": lambda hide: nnlib.one_hot(hide(np.arange(3))),
    "ensemble: X": lambda hide: ensemble(X=hide(datasets.xor_gate()[0])),
    "ensemble: Y": lambda hide: ensemble(Y=hide(datasets.xor_gate()[1])),
    "ensemble: start": lambda hide: ensemble(start=hide(np.zeros((2, 13)))),
}


@pytest.mark.parametrize("hide", [masked, rows_of], ids=["masked", "a list of masked rows"])
@pytest.mark.parametrize("use", TAKES_DATA)
def test_masked_entries_are_refused_like_missing_ones(use, hide):
    with pytest.raises(ValueError, match="mask"):
        TAKES_DATA[use](hide)


@pytest.mark.parametrize("use", TAKES_DATA)
def test_a_masked_array_that_masks_nothing_is_an_array(use):
    TAKES_DATA[use](np.ma.array)


@pytest.mark.parametrize(
    "draw",
    [
        lambda viz, ax, hide: viz.loss_curve(ax, hide([3.0, 2.0, 1.0])),
        lambda viz, ax, hide: viz.points(ax, hide(np.ones((3, 2))), [0, 1, 1]),
        lambda viz, ax, hide: viz.points(ax, np.ones((3, 2)), hide([0.0, 1.0, 1.0])),
        lambda viz, ax, hide: viz.line(ax, hide([1.0, 2.0]), 0.5),
        lambda viz, ax, hide: viz.hidden_over_time(ax, hide(np.ones((3, 2)))),
    ],
    ids=["loss_curve", "points, X", "points, Y", "line", "hidden_over_time"],
)
def test_a_drawing_refuses_masked_entries(draw):
    from matplotlib.figure import Figure  # noqa: PLC0415  (the core needs no Matplotlib)

    from nnlib import viz  # noqa: PLC0415

    with pytest.raises(ValueError, match="mask"):
        draw(viz, Figure().add_subplot(), masked)
    draw(viz, Figure().add_subplot(), np.asarray)


# --- the floating-point settings of the user ---------------------------------------------------

EXTREMES = (1e6, -1e6, 1e-200, 1e-310, 0.0)
SQUASHED = {name: MAKERS[name] for name in MAKERS if "relu" not in name and "identity" not in name}


def in_extremes(name, x):
    model, X, Y = filled(name)
    return model, np.full_like(X, x), Y


def every_public_call(model, X, Y, rng):
    """Run what a user may, each on extreme inputs."""
    model.predict(X)
    model.backward(model.forward(X), Y)
    model.loss_and_grad(X, Y)
    nnlib.check_gradient(model, X, Y)
    nnlib.accuracy(model, X, Y)
    if is_recurrent(model):
        model.step(X[:, 0], model.forward(X).state)
    for options in (
        {"optimizer": nnlib.Adam()},
        {"momentum": 0.9, "max_norm": 1.0},
        {"batch_size": 4, "rng": rng, "weight_decay": 0.01, "validation": (X, Y)},
        {"weights": np.full(len(X), 1e-300), "batch_size": 1},
    ):
        train(model, X, Y, eta=1e-9, epochs=2, **options)


@pytest.mark.parametrize("setting", ["raise", "warn", "ignore"])
@pytest.mark.parametrize("x", EXTREMES)
@pytest.mark.parametrize("name", SQUASHED)
def test_strict_floating_point_settings_do_not_raise_inside(name, x, setting):
    model, X, Y = in_extremes(name, x)
    with np.errstate(all=setting), warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        before = np.geterr()
        every_public_call(model, X, Y, np.random.default_rng(0))
        assert np.geterr() == before


@pytest.mark.parametrize("name", ["mlp, relu", "mlp, no biases", "rnn, tanh"])
def test_nor_where_outputs_have_no_bound(name):
    model, X, Y = in_extremes(name, 1e-160)  # products of two such numbers underflow
    with np.errstate(all="raise"):
        every_public_call(model, X, Y, np.random.default_rng(0))


def test_nor_in_an_ensemble_or_where_numbers_are_drawn():
    with np.errstate(all="raise"):
        for x in EXTREMES:
            ensemble(X=np.full((4, 2), x))
        datasets.circle(5, rng=np.random.default_rng(0))
        datasets.linear_separable(5, rng=np.random.default_rng(0))
        nnlib.numerical_gradient(np.sum, [1e-300, 1.0])


@pytest.mark.parametrize("batch_size", [None, 1])
@pytest.mark.parametrize("setting", ["raise", "warn"])
def test_a_divergence_is_told_in_our_words_whatever_the_settings(setting, batch_size):
    model = MLP((1, 1), output="identity")
    with np.errstate(all=setting), pytest.raises(FloatingPointError, match="smaller eta"):
        train(model, [[1.0], [2.0]], [[1.0], [3.0]], eta=9.0, epochs=3000, batch_size=batch_size)


# --- hints that can be followed ----------------------------------------------------------------

FRAME = pd.DataFrame({"a": [0.0, 0, 1, 1], "b": [0.0, 1, 0, 1], "y": [0.0, 1, 1, 1]})


@pytest.mark.parametrize("use", ["train", "loss_and_grad", "check_gradient", "validation"])
def test_a_series_is_told_to_be_a_frame_of_one_column(use):
    X, model = FRAME[["a", "b"]], Neuron(2)
    calls = {
        "train": lambda Y: train(model, X, Y, eta=1.0, epochs=1),
        "loss_and_grad": lambda Y: model.loss_and_grad(X, Y),
        "check_gradient": lambda Y: nnlib.check_gradient(model, X, Y),
        "validation": lambda Y: train(model, X, FRAME[["y"]], **settings(validation=(X, Y))),
    }
    with pytest.raises(ValueError, match="Y") as info:
        calls[use](FRAME["y"])
    assert 'df[["y"]]' in str(info.value)
    assert "reshape" not in str(info.value)  # a Series has none
    calls[use](FRAME[["y"]])


def test_a_series_for_x_is_told_the_same_by_its_name():
    with pytest.raises(ValueError, match="X") as info:
        Neuron(1).predict(FRAME["a"])
    assert 'df[["a"]]' in str(info.value)
    Neuron(1).predict(FRAME[["a"]])


def test_a_series_without_a_name_gets_a_hint_that_works_too():
    series = pd.Series([0.0, 1.0])
    with pytest.raises(ValueError, match=r"to_frame\(\)"):
        Neuron(1).predict(series)
    Neuron(1).predict(series.to_frame())


@pytest.mark.parametrize(
    "labels",
    [
        np.array([0, 1, 2, 1]),
        [0, 1, 2, 1],
        np.array([[0], [1], [2], [1]]),
        np.array([0.0, 1.0, 2.0, 1.0]),
        pd.Series([0, 1, 2, 1], name="label"),
    ],
    ids=["integers", "a list", "a column", "floats", "a series"],
)
def test_classes_for_a_softmax_are_told_of_one_hot(labels):
    model = MLP((2, 4, 3), output="softmax", loss="cross_entropy")
    X = FRAME[["a", "b"]]
    for call in (
        lambda Y: model.loss_and_grad(X, Y),
        lambda Y: train(model, X, Y, eta=0.1, epochs=1),
        lambda Y: nnlib.check_gradient(model, X, Y),
    ):
        with pytest.raises(ValueError, match="Y") as info:
            call(labels)
        assert "one_hot(" in str(info.value)
        assert "reshape" not in str(info.value)
        call(nnlib.one_hot(np.ravel(labels).astype(int), 3))


def test_classes_for_a_recurrent_softmax_too():
    model = RNN(2, 3, 4, output="softmax", loss="cross_entropy", answers="last")
    X, labels = RNG.uniform(-1, 1, (4, 5, 2)), np.array([0, 3, 1, 2])
    with pytest.raises(ValueError, match=r"one_hot\("):
        model.loss_and_grad(X, labels)
    model.loss_and_grad(X, nnlib.one_hot(labels, 4))


@pytest.mark.parametrize("arguments", [(2, 3, 1), (2, 1), (4, 3, 3, 2)])
def test_sizes_as_separate_numbers_are_told_how_to_write_them(arguments):
    with pytest.raises(TypeError) as info:
        MLP(*arguments)
    written = f"MLP({arguments})"
    assert written in str(info.value)
    assert eval(written, {"MLP": MLP}).sizes == arguments


def test_sizes_for_a_recurrent_network_are_told_how_to_write_them():
    with pytest.raises(TypeError, match=r"RNN\(1, 2, 1\)"):
        RNN((1, 2, 1))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("name", MAKERS)
def test_a_check_of_a_ruined_model_blames_the_model(name, bad):
    model, X, Y = filled(name)
    model.theta[0] = bad
    with pytest.raises((ValueError, FloatingPointError), match="theta") as info:
        nnlib.check_gradient(model, X, Y)
    assert "fill the missing" not in str(info.value)
    # So does training from there: its η is not to blame.
    with pytest.raises((ValueError, FloatingPointError), match="theta"):
        train(model, X, Y, eta=1e-3, epochs=1)


def test_a_history_in_a_drawing_is_told_to_be_its_loss():
    from matplotlib.figure import Figure  # noqa: PLC0415

    from nnlib import viz  # noqa: PLC0415

    history = train(Neuron(2), *datasets.or_gate(), eta=1.0, epochs=3)
    with pytest.raises((ValueError, TypeError), match=r"history\.loss"):
        viz.loss_curve(Figure().add_subplot(), history)
    viz.loss_curve(Figure().add_subplot(), history.loss)


def test_a_hint_to_reshape_works():
    model = MLP((2, 3, 1))
    for X in ([1.0, 2.0], np.arange(2.0)):
        with pytest.raises(ValueError, match=r"reshape\(1, -1\)"):
            model.predict(X)
    X, Y = datasets.or_gate()
    with pytest.raises(ValueError, match=r"reshape\(-1, 1\)"):
        model.loss_and_grad(X, Y[:, 0])
    model.loss_and_grad(X, Y[:, 0].reshape(-1, 1))


def test_a_list_is_not_told_to_call_a_method_it_does_not_have():
    with pytest.raises(ValueError, match="X") as info:
        MLP((2, 3, 1)).predict([1.0, 2.0])
    # np.reshape(X, (1, -1)) and np.array(X).reshape(1, -1) both work on a list; X.reshape does not.
    hint = str(info.value)
    assert "np." in hint


# --- what a warning is for ---------------------------------------------------------------------


FAR = np.linspace(-100, 100, 21)[:, None]
LINE = np.linspace(-1, 1, 8).reshape(2, 4, 1)
# Finite to the last, and hopeless: inputs or targets far from 1 with a step that suits 1.
HOPELESS = {
    "mlp": (lambda: MLP((1, 1), output="identity"), FAR, FAR**4, 1e-2, 20),
    "half the squared error": (
        lambda: MLP((1, 1), output="identity", loss="half_squared_error"),
        FAR,
        FAR**4,
        1e-2,
        20,
    ),
    "rnn": (lambda: RNN(1, 2, 1, output="identity"), LINE, 100 * LINE, 5.0, 20),
}


@pytest.mark.parametrize("name", HOPELESS)
def test_a_loss_that_ends_far_above_its_start_is_warned_of(name):
    make, X, Y, eta, epochs = HOPELESS[name]
    with pytest.warns((UserWarning, RuntimeWarning), match="loss") as record:
        history = train(make(), X, Y, eta=eta, epochs=epochs)
    assert history.loss[-1] > 1e6 * history.loss[0]
    assert len(record) == 1
    assert "eta" in str(record[0].message)
    assert record[0].filename == __file__  # it points at the caller's line


def test_an_ensemble_warns_too():
    with pytest.warns((UserWarning, RuntimeWarning), match="loss") as record:
        ensemble(sizes=(1, 2, 1), X=FAR / 100, Y=FAR, eta=5.0, epochs=20, output="identity")
    assert len(record) == 1


@pytest.mark.parametrize("name", MAKERS)
def test_training_that_goes_well_warns_of_nothing(name):
    model, X, Y = filled(name)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        train(model, X, Y, eta=0.05, epochs=20)
        train(model, X, Y, eta=0.05, epochs=5, batch_size=2, rng=np.random.default_rng(0))
