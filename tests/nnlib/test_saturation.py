"""Weighted inputs of ±800, where e⁸⁰⁰ overflows: right answers, and no warning."""

import numpy as np
import pytest
import reference
from numpy.testing import assert_allclose, assert_array_equal

from nnlib import MLP, RNN, Neuron, activations, train

X = np.array([[1.0], [-1.0]])


def saturated_neuron(loss):
    model = Neuron(1, loss=loss)
    model.w = [800.0]
    return model


# --- exact values ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("z", "y", "loss", "gradient"),
    [
        # The loss of a certain and wrong answer is |z| itself, and its slope is 1.
        (-800.0, 1.0, 800.0, -1.0),
        (800.0, 0.0, 800.0, 1.0),
        (-800.0, 0.0, 0.0, 0.0),
        (800.0, 1.0, 0.0, 0.0),
        (-800.0, 0.25, 200.0, -0.25),
        (1e6, 0.0, 1e6, 1.0),
        (-40.0, 1.0, 40.0, -1.0),
    ],
)
@pytest.mark.parametrize("make", [Neuron, lambda n, loss: MLP((n, 1), loss=loss)])
def test_binary_cross_entropy_is_exact(make, z, y, loss, gradient):
    model = make(1, loss="cross_entropy")
    model.theta = [0.0, z]
    value, grad = model.loss_and_grad([[1.0]], [[y]])
    assert value == pytest.approx(loss, rel=1e-15)
    assert_allclose(grad, [gradient, gradient], rtol=1e-15, atol=1e-15)


def test_binary_cross_entropy_keeps_the_digits_of_a_tiny_loss():
    # -ln σ(50) = ln(1 + e⁻⁵⁰), which 1 - a and ln a have both rounded away.
    model = Neuron(1, loss="cross_entropy")
    model.theta = [0.0, 50.0]
    assert model.loss_and_grad([[1.0]], [[1.0]])[0] == pytest.approx(
        np.exp(-50.0), rel=1e-14, abs=0.0
    )


@pytest.mark.parametrize(
    ("z", "y", "loss", "delta"),
    [
        ((800.0, -800.0), (0.0, 1.0), 1600.0, (1.0, -1.0)),
        ((800.0, -800.0), (1.0, 0.0), 0.0, (0.0, 0.0)),
        ((1e5, 1e5, -1e5), (0.0, 1.0, 0.0), np.log(2.0), (0.5, -0.5, 0.0)),
        ((-1e5, -1e5), (1.0, 0.0), np.log(2.0), (-0.5, 0.5)),
    ],
)
def test_categorical_cross_entropy_is_exact(z, y, loss, delta):
    model = MLP((1, len(z)), output="softmax", loss="cross_entropy")
    model.W[0][:, 0] = z
    value, grad = model.loss_and_grad([[1.0]], [y])
    assert value == pytest.approx(loss, rel=1e-15)
    assert_allclose(model.unpack(grad)["b[0]"], delta, atol=1e-15)


def test_softmax_of_large_z_still_sums_to_1():
    z = np.array([[1e300, -800.0, 5000.0], [0.0, -801.0, 5000.0]])
    a = activations.softmax(z)
    assert_allclose(a.sum(axis=0), 1.0, rtol=1e-15)
    assert_allclose(a[:, 0], [1.0, 0.0])
    assert_allclose(a[0, 1], 1.0 / (1.0 + np.exp(-1.0)), rtol=1e-15)
    assert_array_equal(a[:, 2], [0.5, 0.5])


def test_softmax_is_of_each_column_by_itself():
    # A maximum over all columns would leave nothing but 0/0 in the second.
    a = activations.softmax(np.array([[0.0, -900.0], [0.0, -900.0]]))
    assert_array_equal(a, np.full((2, 2), 0.5))


@pytest.mark.parametrize("loss", ["mse", "half_squared_error"])
def test_a_saturated_neuron_has_outputs_of_0_and_1_and_no_gradient(loss):
    model = saturated_neuron(loss)
    assert_array_equal(model.predict(X), [[1.0], [0.0]])
    value, grad = model.loss_and_grad(X, [[0.0], [1.0]])
    assert value == (1.0 if loss == "mse" else 0.5)
    assert_array_equal(grad, [0.0, 0.0])


# --- every combination -----------------------------------------------------------------------


def targets(output, shape):
    if output == "softmax":
        Y = np.zeros(shape)
        Y[..., 0] = 1.0
        return Y
    return np.tile([0.0, 1.0], (*shape[:-1], shape[-1] // 2))


def use(model, inputs, Y):
    """Call everything that computes; finite numbers are all that is asked."""
    assert np.isfinite(model.predict(inputs)).all()
    value, grad = model.loss_and_grad(inputs, Y)
    assert np.isfinite(value)
    assert np.isfinite(grad).all()
    # A step so short that an identity output of 640,000 does not diverge.
    history = train(model, inputs, Y, eta=1e-12, epochs=2)
    train(model, inputs, Y, eta=1e-12, epochs=2, batch_size=1, momentum=0.5, max_norm=1.0)
    assert np.isfinite(history.loss).all()


@pytest.mark.parametrize("z", [800.0, -800.0])
@pytest.mark.parametrize(("activation", "output", "loss"), reference.COMBINATIONS)
def test_mlp_with_saturated_layers(activation, output, loss, z):
    model = MLP((1, 3, 2), activation=activation, output=output, loss=loss)
    model.W[0][:] = z
    model.W[1][:] = [[800.0] * 3, [-800.0] * 3]
    use(model, X, targets(output, (2, 2)))


@pytest.mark.parametrize("z", [800.0, -800.0])
@pytest.mark.parametrize(("activation", "output", "loss"), reference.COMBINATIONS)
def test_rnn_with_saturated_layers(activation, output, loss, z):
    model = RNN(1, 2, 2, activation=activation, output=output, loss=loss)
    model.W_xh[:] = z
    model.W_hy[:] = [[800.0] * 2, [-800.0] * 2]
    sequences = np.array([[[1.0], [-1.0], [1.0]], [[-1.0], [0.0], [1.0]]])
    use(model, sequences, targets(output, (2, 3, 2)))


@pytest.mark.parametrize("z", [800.0, -800.0])
@pytest.mark.parametrize("loss", ["mse", "half_squared_error", "cross_entropy"])
def test_neuron_with_saturated_outputs(z, loss):
    model = Neuron(1, loss=loss)
    model.theta = [0.0, z]
    use(model, X, [[0.0], [1.0]])


def test_cross_entropy_brings_a_saturated_neuron_back_and_mse_does_not():
    # The point of the cross-entropy: a wrong answer has a gradient however certain it is.
    moved = {}
    for loss in ("mse", "cross_entropy"):
        model = saturated_neuron(loss)
        train(model, X, [[0.0], [1.0]], eta=100.0, epochs=20)
        moved[loss] = float(model.w[0])
    assert moved["mse"] == 800.0
    assert moved["cross_entropy"] < 0.0
