"""The gradient check: corners of relu, a scale for each array, entries too small to judge.

Where the contract is silent: `str(check)` says what it found in words, "z is 0 there" among them
where a nudge crossed a corner; `too_small` counts entries that rounding hides.
"""

import numpy as np
import pytest
from cases import MAKERS, filled, named

import nnlib
from nnlib import LSTM, MLP, RNN, Neuron, check_gradient, datasets

GATES = [datasets.or_gate, datasets.and_gate, datasets.nand_gate, datasets.xor_gate]


def on_corners():
    """Return models and data where units of relu stand at 0 before anything is trained."""
    return {
        "mlp on XOR": (MLP((2, 3, 1), activation="relu"), *datasets.xor_gate()),
        "no biases": (MLP((2, 3, 1), activation="relu", bias=False), *datasets.or_gate()),
        "deep": (MLP((2, 4, 3, 1), activation="relu"), *datasets.and_gate()),
        "relu at the output": (MLP((2, 3, 1), activation="relu", output="relu"),
                               *datasets.xor_gate()),
        "output alone": (MLP((2, 1), output="relu"), *datasets.or_gate()),
        "rnn": (RNN(1, 3, 1, activation="relu"), *datasets.zero_zero_one()),
        "rnn, output": (RNN(1, 3, 1, output="relu", activation="relu"),
                        *datasets.zero_zero_one()),
        "rnn, last": (RNN(1, 3, 1, activation="relu", answers="last"),
                      datasets.zero_zero_one()[0], datasets.zero_zero_one()[1][:, -1]),
    }  # fmt: skip


@pytest.mark.parametrize("name", on_corners())
def test_a_right_gradient_on_a_corner_is_not_called_wrong(name):
    model, X, Y = on_corners()[name]
    check = check_gradient(model, X, Y)
    assert check.max_relative_error < 1e-6
    # Without biases z stays 0 where the input is 0, whatever the nudge.
    assert ("z is 0 there" in str(check)) == (name != "no biases")


def test_a_corner_that_only_a_nudge_crosses_is_seen_too():
    model = MLP((1, 1, 1), activation="relu")
    model.theta = [2e-7, 1.0, 0.3, 0.8]  # b, w of the unit: z = 2e-7, within reach of 1e-6
    check = check_gradient(model, [[0.0]], [[1.0]])
    assert check.max_relative_error < 1e-6
    assert "z is 0 there" in str(check)
    model.theta = [0.5, 1.0, 0.3, 0.8]
    assert "z is 0" not in str(check_gradient(model, [[0.0]], [[1.0]]))


@pytest.mark.parametrize("name", [name for name in MAKERS if "relu" not in name])
def test_without_corners_nothing_is_said_of_them(name):
    model, X, Y = filled(name)
    check = check_gradient(model, X, Y)
    assert check.max_relative_error < 1e-6
    assert "z is 0" not in str(check)
    assert "too small" not in str(check)


def wrong(base, change):
    """Return a class of models whose gradient is `change`d, array by array."""

    class Wrong(base):
        def loss_and_grad(self, X, Y):
            loss, grad = super().loss_and_grad(X, Y)
            for name, places in self._places().items():
                grad[places] = change(name, grad[places])
            return loss, grad

        def _places(self):
            if not hasattr(type(self), "found"):
                type(self).found = {
                    name: indices.astype(int)
                    for name, indices in named(self, np.arange(self.theta.size)).items()
                }
            return type(self).found

    return Wrong


def twelve_layers(change):
    model = wrong(MLP, change)((3,) * 14)
    return model, np.random.default_rng(0).uniform(0, 1, (2, 5, 3))


# The first layer's gradient, 1e-10, is so near the rounding of the loss that 1 % of it is not seen.
@pytest.mark.parametrize(
    ("array", "factor"),
    [("W[0]", -1.0), ("W[0]", 2.0), ("b[0]", -1.0), ("W[6]", 1.01), ("b[12]", 1.01)],
)
def test_a_small_gradient_that_is_wrong_is_seen(array, factor):
    model, (X, Y) = twelve_layers(lambda name, g: factor * g if name == array else g)
    check = check_gradient(model, X, Y)
    assert check.parameter == array
    assert check.max_relative_error > 0.9 * abs(factor - 1.0) / max(1.0, abs(factor))


def test_nor_is_a_small_gradient_that_is_right_called_wrong():
    model, (X, Y) = twelve_layers(lambda _, g: g)
    assert check_gradient(model, X, Y).max_relative_error < 1e-6


@pytest.mark.parametrize("layers", [2, 3, 4, 5, 6])
def test_a_negated_first_layer_is_called_wrong_at_any_usual_depth(layers):
    def change(name, g):
        return -g if name == "W[0]" else g

    model = wrong(MLP, change)((3,) * (layers + 1))
    X, Y = np.random.default_rng(0).uniform(0, 1, (2, 5, 3))
    check = check_gradient(model, X, Y)
    assert check.parameter == "W[0]"
    assert check.max_relative_error == pytest.approx(2.0, rel=0.05) or (
        check.max_relative_error == pytest.approx(1.0, rel=0.05)
    )


@pytest.mark.parametrize("name", ["neuron", "mlp", "rnn", "rnn, last", "mlp, softmax"])
def test_each_array_is_judged_and_named(name):
    plain, X, Y = filled(name)
    options = {"loss": plain.loss} if name != "rnn, last" else {}
    arguments = {
        "neuron": ((2,), {}),
        "mlp": (((2, 3, 1),), {}),
        "rnn": ((2, 3, 2), {}),
        "rnn, last": ((2, 3, 2), {"activation": "tanh", "answers": "last"}),
        "mlp, softmax": (((2, 4, 3),), {"output": "softmax"}),
    }[name]
    for array in named(plain):

        def change(key, g, array=array):
            g = g.copy()
            if key == array:
                g.flat[-1] *= 1.02
            return g

        positional, more = arguments
        model = wrong(type(plain), change)(*positional, **options, **more)
        model.theta = plain.theta
        check = check_gradient(model, X, Y)
        assert check.parameter == array
        assert check.max_relative_error > 1e-5
        assert check.index == tuple(n - 1 for n in named(plain)[array].shape)


def test_entries_that_rounding_hides_are_counted():
    model, (X, Y) = twelve_layers(lambda _, g: g)
    check = check_gradient(model, X, Y)
    assert 0 < check.too_small < model.theta.size
    assert "too small" in str(check)
    assert str(check.too_small) in str(check)


def test_a_wrong_gradient_beside_a_corner_is_still_wrong():
    """The excuse holds for the entries whose nudge crosses, and for no other."""

    def change(name, g):
        return -g if name == "W[1]" else g  # above the corner: no nudge of it crosses

    model = wrong(MLP, change)((2, 3, 1), activation="relu")
    model.theta = np.random.default_rng(3).uniform(0.2, 0.9, model.theta.shape)
    model.b[0] = 0.0
    check = check_gradient(model, *datasets.xor_gate())
    assert check.parameter == "W[1]"
    assert check.max_relative_error > 0.5


def test_a_wrong_gradient_of_one_example_off_its_corner_is_seen():
    """Only one of two examples stands on the corner, and the gradient lacks the other."""

    def change(name, g):
        return 0.0 * g if name == "b[0]" else g

    model = wrong(MLP, change)((1, 2, 1), activation="relu")
    model.W[0][:] = 0.7
    X, Y = [[1.0], [0.5]], [[0.3], [0.9]]
    check = check_gradient(model, X, Y)
    assert check.parameter == "b[0]"
    assert check.max_relative_error > 0.5


@pytest.mark.parametrize("name", MAKERS)
def test_it_leaves_the_model_alone_and_judges_its_public_gradient(name):
    model, X, Y = filled(name)
    theta = model.theta.copy()
    check_gradient(model, X, Y)
    np.testing.assert_array_equal(model.theta, theta)


def test_the_loss_of_a_subclass_is_what_is_nudged():
    class Decayed(Neuron):
        def loss_and_grad(self, X, Y):
            loss, grad = super().loss_and_grad(X, Y)
            return loss + 0.5 * float(self.theta @ self.theta), grad + self.theta

    assert check_gradient(Decayed(2), *datasets.or_gate()).max_relative_error < 1e-6


def test_the_docstring_speaks_of_corners():
    assert "corner" in check_gradient.__doc__
    assert nnlib.GradientCheck.__doc__


@pytest.mark.parametrize("make", GATES)
@pytest.mark.parametrize("seed", range(5))
def test_on_the_courses_own_gates_with_any_start(make, seed):
    model = MLP((2, 3, 1), activation="relu", rng=np.random.default_rng(seed))
    assert check_gradient(model, *make()).max_relative_error < 1e-6


def test_what_rounding_does_is_not_held_against_a_right_gradient():
    """A start at which the rounding of two losses adds up; in a browser's Python most do."""
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(5, 2, 6)).transpose(2, 0, 1), rng.integers(0, 2, (5, 4, 6))
    model = LSTM(2, 3, 4)
    model.theta[:] = np.random.default_rng(7).normal(size=model.theta.size)
    Y = Y.transpose(2, 0, 1).astype(float)
    assert check_gradient(model, X, Y).max_relative_error < 1e-7
