"""What a table of numbers may come as: every form gives the results of a plain float64 array."""

from fractions import Fraction

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from nnlib import MLP, RNN, Neuron, check_gradient, datasets, train


def closed(array):
    array = np.array(array, dtype=float)
    array.setflags(write=False)
    return array


def spaced(array):
    """Every other entry of a larger array, so that neighbours are not next to each other."""
    large = np.full([2 * n for n in np.shape(array)], np.nan)
    part = large[tuple(slice(None, None, 2) for _ in np.shape(array))]
    part[...] = array
    return part


# The gates and sequences hold 0 and 1, which every one of these can hold.
FORMS = {
    "list": lambda array: array.tolist(),
    "list of int": lambda array: array.astype(int).tolist(),
    "list of arrays": list,
    "tuple": lambda array: tuple(map(tuple, array.tolist())),
    "int64": lambda array: array.astype(np.int64),
    "uint8": lambda array: array.astype(np.uint8),
    "bool": lambda array: array.astype(bool),
    "float32": lambda array: array.astype(np.float32),
    "float16": lambda array: array.astype(np.float16),
    "long double": lambda array: array.astype(np.longdouble),
    "big-endian": lambda array: array.astype(">f8"),
    "read-only": closed,
    "Fortran order": np.asfortranarray,
    "not contiguous": spaced,
    "reversed": lambda array: array[::-1].copy()[::-1],
    "object of float": lambda array: array.astype(object),
    "object of int and float": lambda array: np.where(array > 0.5, 1, 0.0).astype(object),
    "object of Fraction": np.vectorize(Fraction, otypes=[object]),
    "object of NumPy floats": lambda array: as_objects(array, np.float64),
    "object of NumPy bools": lambda array: as_objects(array, np.bool_),
}
MODELS = {
    "neuron": (Neuron(2), datasets.or_gate()),
    "mlp": (MLP((2, 3, 1), activation="tanh"), datasets.xor_gate()),
    "mlp without biases": (MLP((2, 3, 1), bias=False, loss="cross_entropy"), datasets.or_gate()),
    "rnn": (RNN(1, 3, 1), datasets.zero_zero_one()),
}


def as_objects(array, kind):
    objects = np.empty(array.shape, dtype=object)
    for place in np.ndindex(array.shape):
        objects[place] = kind(array[place])
    return objects


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", MODELS)
def test_every_form_of_x_and_y_gives_the_same_numbers(name, form):
    model, (X, Y) = MODELS[name]
    X_form, Y_form = FORMS[form](X), FORMS[form](Y)
    start = model.theta.copy()
    try:
        assert_same(model.predict(X_form), model.predict(X))
        assert_same(model.loss_and_grad(X_form, Y_form)[1], model.loss_and_grad(X, Y)[1])
        trained = []
        for inputs, targets in [(X_form, Y_form), (X, Y)]:
            model.theta = start
            rng = np.random.default_rng(0)
            train(model, inputs, targets, eta=0.5, epochs=2, batch_size=3, rng=rng)
            trained.append(model.theta.copy())
        assert_same(*trained)
    finally:
        model.theta = start


def assert_same(actual, expected):
    # The order of the sums in a product may depend on the layout in memory, so not bit for bit.
    assert_allclose(actual, expected, rtol=1e-13)


@pytest.mark.parametrize("form", ["Fortran order", "not contiguous", "read-only", "reversed"])
def test_the_data_are_not_changed_whatever_their_layout(form):
    model, (X, Y) = MODELS["mlp"]
    X_form, Y_form = FORMS[form](X), FORMS[form](Y)
    check_gradient(model, X_form, Y_form)
    assert_array_equal(X_form, X)
    assert_array_equal(Y_form, Y)


def test_float32_is_computed_in_float64():
    X = np.array([[0.1, 0.7]], dtype=np.float32)
    outputs = Neuron(2).predict(X)
    assert outputs.dtype == np.float64
    assert_array_equal(outputs, Neuron(2).predict(X.astype(np.float64)))


def test_outputs_come_in_rows():
    assert MLP((2, 3, 4)).predict([[0, 1], [1, 1], [1, 0]]).shape == (3, 4)
    assert Neuron(2).predict([[0, 1], [1, 1], [1, 0]]).shape == (3, 1)
    assert RNN(2, 3, 4).predict(np.zeros((5, 6, 2))).shape == (5, 6, 4)


def test_rows_are_independent_of_each_other():
    X = np.random.default_rng(0).normal(size=(4, 3, 2))
    for model, inputs in [(RNN(2, 3, 2), X), (MLP((2, 3, 2)), X[:, 0]), (Neuron(2), X[:, 0])]:
        rows = [model.predict(inputs[n : n + 1])[0] for n in range(4)]
        assert_allclose(model.predict(inputs), rows, rtol=1e-14)


def test_outputs_of_a_step_do_not_depend_on_later_steps():
    X = np.random.default_rng(0).normal(size=(2, 5, 2))
    model = RNN(2, 3, 2)
    assert_allclose(model.predict(X[:, :3]), model.predict(X)[:, :3], rtol=1e-14)


class TestPandas:
    """Data frames, which are optional: the reader may not have pandas."""

    pd = pytest.importorskip("pandas")

    @pytest.mark.parametrize("dtype", [float, int, bool, "float32", "Int64", "boolean", object])
    def test_a_frame_of_one_dtype(self, dtype):
        X, Y = datasets.or_gate()
        model = MLP((2, 3, 1))
        frames = [self.pd.DataFrame(values).astype(bool).astype(dtype) for values in (X, Y)]
        self.compare(model, frames, (X, Y))

    def test_a_frame_of_bool_int_and_float_columns_with_names_and_an_index(self):
        frame = self.pd.DataFrame(
            {"wet": [True, False, True], "count": [1, 2, 3], "size": [0.5, 0.25, -1.0]},
            index=["a", "b", "c"],
        )
        X = np.array([[1.0, 1.0, 0.5], [0.0, 2.0, 0.25], [1.0, 3.0, -1.0]])
        Y = self.pd.DataFrame({"target": [True, False, True]}, index=["a", "b", "c"])
        self.compare(MLP((3, 2, 1)), (frame, Y), (X, np.array([[1.0], [0.0], [1.0]])))
        assert frame.dtypes.tolist() == [bool, "int64", "float64"]

    def test_a_frame_read_from_a_csv_file(self):
        from io import StringIO  # noqa: PLC0415

        frame = self.pd.read_csv(StringIO("x1,x2,y\n0,0,0\n0,1,1\n1,0,1\n1,1,1\n"))
        self.compare(Neuron(2), (frame[["x1", "x2"]], frame[["y"]]), datasets.or_gate())

    @staticmethod
    def compare(model, frames, plain):
        value, grad = model.loss_and_grad(*frames)
        assert value == model.loss_and_grad(*plain)[0]
        assert_same(grad, model.loss_and_grad(*plain)[1])
        assert_same(model.predict(frames[0]), model.predict(plain[0]))
