"""accuracy, one_hot, save and load.

Where the contract is silent: `accuracy` of sequences counts every step; ties go to the first class
in both; `one_hot` takes whole numbers of any integer dtype, a Series too, and no floats with a
fraction; `save` writes exactly at the path it was given.
"""

import zipfile

import numpy as np
import pandas as pd
import pytest
from cases import MAKERS, filled, named
from numpy.testing import assert_array_equal

import nnlib
from nnlib import MLP, RNN, Neuron, accuracy, load, one_hot, save

# --- accuracy ----------------------------------------------------------------------------------


def constant(outputs, **options):
    """Return a network whose outputs are these, whatever comes in."""
    model = MLP((1, len(outputs)), output="identity", **options)
    model.W[0][:] = 0.0
    model.b = (outputs,)
    return model


def test_accuracy_of_classes_is_the_share_of_rows_whose_largest_answer_is_right():
    model = constant([0.2, 0.9, 0.3])
    X = np.zeros((4, 1))
    assert accuracy(model, X, one_hot([1, 1, 0, 2], 3)) == 0.5
    assert accuracy(model, X, one_hot([1, 1, 1, 1], 3)) == 1.0
    assert accuracy(model, X, one_hot([0, 2, 0, 2], 3)) == 0.0
    assert isinstance(accuracy(model, X, one_hot([1, 1, 0, 2], 3)), float)


@pytest.mark.parametrize(("answer", "right"), [(0.4, 0.75), (0.6, 0.25), (1.2, 0.25), (-0.3, 0.75)])
def test_accuracy_with_one_output_rounds(answer, right):
    assert accuracy(constant([answer]), np.zeros((4, 1)), [[0], [1], [0], [0]]) == right


@pytest.mark.parametrize("name", MAKERS)
def test_accuracy_of_every_model(name):
    model, X, Y = filled(name)
    outputs = model.predict(X)
    if outputs.shape[-1] == 1:
        expected = (np.round(outputs) == np.round(Y)).mean()
        if Y.min() < 0 or Y.max() > 1:
            return  # not a question of yes and no
    else:
        expected = (outputs.argmax(axis=-1) == Y.argmax(axis=-1)).mean()
    assert accuracy(model, X, Y) == pytest.approx(float(expected))


def test_accuracy_of_sequences_counts_steps_or_the_last_one():
    each, last = RNN(1, 2, 2), RNN(1, 2, 2, answers="last")
    for model in (each, last):
        model.theta = 0.0
        model.b_y = [1.0, 0.0]
    X = np.zeros((2, 3, 1))
    Y = one_hot([0, 0, 1, 0, 1, 1]).reshape(2, 3, 2)
    assert accuracy(each, X, Y) == 0.5
    assert accuracy(last, X, Y[:, -1]) == 0.0


@pytest.mark.parametrize(
    ("X", "Y", "words"),
    [
        (np.zeros((4, 1)), one_hot([0, 1, 2], 3), ["X and Y", "4", "3"]),
        (np.zeros((4, 2)), one_hot([0, 1, 2, 0], 3), ["X", "D = 1"]),
        (np.zeros((4, 1)), np.zeros((4, 2)), ["Y", "C = 3"]),
        (np.zeros((4, 1)), np.array([0, 1, 2, 0]), ["Y", "one_hot("]),
        (np.full((4, 1), np.nan), one_hot([0, 1, 2, 0], 3), ["X", "finite"]),
    ],
)
def test_bad_input_of_accuracy_is_named(X, Y, words):
    with pytest.raises(ValueError, match=words[0]) as info:
        accuracy(constant([0.2, 0.9, 0.3]), X, Y)
    for word in words:
        assert word in str(info.value)


@pytest.mark.parametrize("model", [3, None, MLP, "model"])
def test_accuracy_needs_a_model(model):
    with pytest.raises(TypeError, match="model"):
        accuracy(model, [[1.0]], [[1.0]])


# --- one_hot -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "labels",
    [
        [2, 0, 1],
        (2, 0, 1),
        np.array([2, 0, 1], dtype=np.uint8),
        np.array([2, 0, 1], dtype=np.int32),
        np.array([2.0, 0.0, 1.0]),
        pd.Series([2, 0, 1]),
    ],
    ids=["list", "tuple", "uint8", "int32", "whole floats", "series"],
)
def test_one_hot_of_labels(labels):
    Y = one_hot(labels)
    assert_array_equal(Y, [[0, 0, 1], [1, 0, 0], [0, 1, 0]])
    assert Y.dtype == np.float64
    assert Y.flags.writeable


def test_one_hot_with_more_classes_than_labels():
    assert_array_equal(one_hot([1], 3), [[0, 1, 0]])
    assert_array_equal(one_hot([0, 0]), [[1], [1]])
    assert_array_equal(one_hot([1, 0], n_classes=2), [[0, 1], [1, 0]])
    assert_array_equal(one_hot([True, False]), [[0, 1], [1, 0]])


@pytest.mark.parametrize(
    ("labels", "classes", "error", "words"),
    [
        ([0, 3], 3, ValueError, ["labels", "3"]),
        ([-1, 0], None, ValueError, ["labels", "-1"]),
        ([0.5, 1], None, ValueError, ["labels", "whole", "0.5"]),
        ([0, np.nan], None, ValueError, ["labels", "nan"]),
        ([], None, ValueError, ["labels", "(0,)"]),
        ([[[0]], [[1]]], None, ValueError, ["labels", "(N,)", "(2, 1, 1)"]),
        (["a", "b"], None, TypeError, ["labels"]),
        ([1j], None, TypeError, ["labels"]),
        (None, None, TypeError, ["labels"]),
        ([0, 1], 0, ValueError, ["n_classes", ">= 1", "0"]),
        ([0, 1], 2.5, TypeError, ["n_classes", "2.5"]),
    ],
)
def test_labels_that_cannot_be_are_named(labels, classes, error, words):
    with pytest.raises(error) as info:
        one_hot(labels, classes)
    for word in words:
        assert word in str(info.value)


# --- save and load -----------------------------------------------------------------------------


@pytest.mark.parametrize("text", [False, True], ids=["Path", "str"])
@pytest.mark.parametrize("name", MAKERS)
def test_a_model_comes_back_as_it_was(name, text, tmp_path):
    model, X, Y = filled(name)
    path = tmp_path / "Kürs und ähnliches" / "model.npz"
    path.parent.mkdir()
    save(model, str(path) if text else path)
    again = load(str(path) if text else path)
    assert type(again) is type(model)
    assert_array_equal(again.theta, model.theta)
    assert repr(again) == repr(model)
    for attribute in ("loss", "output", "activation", "sizes", "answers"):
        assert getattr(again, attribute, None) == getattr(model, attribute, None)
    assert_array_equal(again.predict(X), model.predict(X))
    a, b = again.loss_and_grad(X, Y), model.loss_and_grad(X, Y)
    assert a[0] == b[0]
    assert_array_equal(a[1], b[1])
    # Its own: training it leaves the first alone and works through its views.
    before = model.theta.copy()
    nnlib.train(again, X, Y, eta=0.1, epochs=1)
    assert_array_equal(model.theta, before)
    for view in named(again).values():
        assert np.shares_memory(view, again.theta)


@pytest.mark.parametrize("name", ["neuron", "mlp", "rnn"])
def test_a_saved_model_is_one_npz_without_pickles(name, tmp_path):
    model, _, _ = filled(name)
    path = tmp_path / "model.npz"
    save(model, path)
    assert [p.name for p in tmp_path.iterdir()] == ["model.npz"]
    assert zipfile.is_zipfile(path)
    with np.load(path, allow_pickle=False) as arrays:
        kinds = {arrays[key].dtype.kind for key in arrays.files}
    assert "O" not in kinds
    save(model, path)  # a second time over the first
    load(path)


def test_the_path_is_the_one_that_was_given(tmp_path):
    model, _, _ = filled("mlp")
    save(model, tmp_path / "net.npz")
    assert (tmp_path / "net.npz").exists()
    save(model, tmp_path / "net")
    load(tmp_path / "net")  # under whichever name, the same words find it


def test_what_is_no_saved_model_is_refused(tmp_path):
    missing = tmp_path / "nothing.npz"
    with pytest.raises(FileNotFoundError):
        load(missing)
    other = tmp_path / "other.npz"
    np.savez(other, a=np.arange(3))
    text = tmp_path / "text.npz"
    text.write_text("not a zip", encoding="utf-8")
    pickled = tmp_path / "pickled.npz"
    np.savez(pickled, theta=np.array([{"a": 1}], dtype=object))
    empty = tmp_path / "empty.npz"
    empty.write_bytes(b"")
    for path in (other, text, pickled, empty):
        with pytest.raises(ValueError, match="save") as info:
            load(path)
        assert path.name in str(info.value)


def test_a_truncated_file_is_refused(tmp_path):
    path = tmp_path / "model.npz"
    save(MLP((20, 30, 10)), path)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(ValueError, match="save"):
        load(path)


@pytest.mark.parametrize("thing", [None, 3, np.zeros(3), MLP])
def test_only_models_are_saved(thing, tmp_path):
    with pytest.raises(TypeError, match="model"):
        save(thing, tmp_path / "model.npz")
    assert not list(tmp_path.iterdir())


def test_a_model_of_ones_own_is_refused_rather_than_changed(tmp_path):
    """What `load` cannot build again, a subclass with a loss of its own, is not written."""

    class Own(Neuron):
        pass

    with pytest.raises(TypeError, match="Own"):
        save(Own(2), tmp_path / "model.npz")
