"""Every formula of the core against plain floats and central differences, on a few fixed networks.

Quick and without Hypothesis: `test_seeded_bugs.py` runs this file on broken copies of nnlib.
Gradients on random shapes are in `test_gradients.py`.
"""

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
import reference
from numpy.testing import assert_allclose, assert_array_equal

import nnlib
from nnlib import LSTM, MLP, RNN, Neuron

COMBINATIONS = reference.COMBINATIONS
# Above rounding (about 1e-11 here), far below what any wrong formula gives.
TOLERANCE = 1e-8


def a_neuron(loss="mse"):
    model = Neuron(2, loss=loss)
    return model, *reference.filled(model, (5,), np.random.default_rng(1))


def an_mlp(activation="sigmoid", output="sigmoid", loss="mse", bias=True, sizes=(2, 4, 3, 2)):
    model = MLP(sizes, activation=activation, output=output, loss=loss, bias=bias)
    return model, *reference.filled(model, (3,), np.random.default_rng(2))


def an_rnn(activation="sigmoid", output="sigmoid", loss="mse", leading=(3, 4)):
    model = RNN(2, 3, 2, activation=activation, output=output, loss=loss)
    return model, *reference.filled(model, leading, np.random.default_rng(3))


def an_lstm(output="sigmoid", loss="mse", leading=(3, 4)):
    model = LSTM(2, 3, 2, output=output, loss=loss)
    return model, *reference.filled(model, leading, np.random.default_rng(4))


# --- activations -----------------------------------------------------------------------------


@pytest.mark.equation("eq-neuron-sigmoid")
def test_sigmoid_has_its_exact_values():
    z = np.array([0.0, math.log(3.0), -math.log(3.0), 1.5])
    assert_allclose(
        nnlib.activations.sigmoid(z), [0.5, 0.75, 0.25, 1.0 / (1.0 + math.exp(-1.5))], rtol=1e-15
    )


@pytest.mark.equation("eq-neuron-sigmoid-slope")
def test_sigmoid_slope_is_a_quarter_at_zero_and_the_measured_slope_elsewhere():
    assert nnlib.activations.sigmoid_slope(0.5) == 0.25
    for z in (-3.0, -0.5, 1.0, 2.5):
        measured = reference.five_point(lambda h, z=z: 1.0 / (1.0 + math.exp(-z - h)), 1e-3)
        a = nnlib.activations.sigmoid(z)
        assert nnlib.activations.sigmoid_slope(a) == pytest.approx(measured, rel=1e-10)


def test_sigmoid_slope_keeps_its_digits_where_a_is_nearly_0_or_1():
    # a - a·a would round a·a first and lose half of the digits of a small difference.
    for z in (-18.0, 18.0):
        a = float(nnlib.activations.sigmoid(z))
        exact = float(Fraction(a) * (1 - Fraction(a)))
        assert nnlib.activations.sigmoid_slope(a) == pytest.approx(exact, rel=1e-15, abs=0.0)


@pytest.mark.parametrize("name", reference.ACTIVATIONS)
def test_each_activation_and_its_slope_match_the_reference(name):
    function, slope = nnlib.activations.ACTIVATIONS[name]
    for z in (-2.0, -0.3, 0.4, 3.0):
        a = function(np.array([z]))
        assert_allclose(a, reference.FUNCTIONS[name](z), rtol=1e-14)
        assert_allclose(slope(a), reference.SLOPES[name](z), rtol=1e-12)


def test_relu_has_slope_0_at_its_corner():
    function, slope = nnlib.activations.ACTIVATIONS["relu"]
    assert_array_equal(slope(function(np.array([-1.0, 0.0, 1.0]))), [0.0, 0.0, 1.0])


def test_softmax_of_a_column_is_e_to_z_over_their_sum():
    z = np.log([[1.0, 2.0], [3.0, 2.0]])
    assert_allclose(nnlib.activations.softmax(z), [[0.25, 0.5], [0.75, 0.5]], rtol=1e-15)


# --- one neuron ------------------------------------------------------------------------------


@pytest.mark.equation("eq-neuron-z")
def test_neuron_z_is_the_weighted_sum_of_the_inputs_and_the_bias():
    model, X, _ = a_neuron()
    (w_1, w_2), (b,) = model.w.tolist(), model.b.tolist()
    expected = [w_1 * x_1 + w_2 * x_2 + b for x_1, x_2 in X.tolist()]
    assert_allclose(model.forward(X).z, [expected], rtol=1e-14)


@pytest.mark.equation("eq-neuron-a")
def test_neuron_a_is_the_sigmoid_of_z():
    model, X, _ = a_neuron()
    trace = model.forward(X)
    expected = [1.0 / (1.0 + math.exp(-z)) for z in trace.z[0].tolist()]
    assert_allclose(trace.a, [expected], rtol=1e-14)
    assert_array_equal(model.predict(X), trace.a.T)


@pytest.mark.equation("eq-neuron-cost-batch")
def test_mse_is_the_mean_over_the_batch_of_squared_errors():
    model, X, Y = a_neuron()
    total = sum((a - y) ** 2 for (_, a), (y,) in zip(neuron_outputs(model, X), Y, strict=True))
    assert model.loss_and_grad(X, Y)[0] == pytest.approx(total / 5, rel=1e-14)


@pytest.mark.equation("eq-neuron-delta")
def test_neuron_delta_is_twice_the_error_times_the_slope_over_n():
    model, X, Y = a_neuron()
    _, delta = model.backward(model.forward(X), Y).deltas
    expected = [
        2.0 * (a - y) * a * (1.0 - a) / 5
        for (_, a), (y,) in zip(neuron_outputs(model, X), Y.tolist(), strict=True)
    ]
    assert_allclose(delta, [expected], rtol=1e-13)
    assert reference.difference(delta[0], reference.delta(model, X, Y, (5,), ())) < TOLERANCE


@pytest.mark.equation("eq-neuron-delta-cross-entropy")
def test_neuron_delta_of_the_cross_entropy_is_the_error_over_n():
    model, X, Y = a_neuron("cross_entropy")
    _, delta = model.backward(model.forward(X), Y).deltas
    expected = [
        (a - y) / 5 for (_, a), (y,) in zip(neuron_outputs(model, X), Y.tolist(), strict=True)
    ]
    assert_allclose(delta, [expected], rtol=1e-13)
    assert reference.difference(delta[0], reference.delta(model, X, Y, (5,), ())) < TOLERANCE


@pytest.mark.equation("eq-neuron-gradient")
@pytest.mark.parametrize("loss", ["mse", "half_squared_error", "cross_entropy"])
def test_neuron_gradient_is_the_sum_of_delta_times_input(loss):
    model, X, Y = a_neuron(loss)
    _, grad, (_, delta) = model.backward(model.forward(X), Y)
    parts = model.unpack(grad)
    for j in range(2):
        assert parts["w"][j] == pytest.approx(sum(delta[0, n] * X[n, j] for n in range(5)))
    assert parts["b"][0] == pytest.approx(sum(delta[0]))
    assert reference.difference(grad, reference.gradient(model, X, Y)) < TOLERANCE


def neuron_outputs(model, X):
    return reference.neuron(model.theta, X)


@pytest.mark.equation("eq-neuron-update")
def test_one_step_subtracts_eta_times_the_gradient():
    model, X, Y = a_neuron()
    Y = np.abs(Y)  # train refuses what a sigmoid cannot reach
    before, grad = model.theta.copy(), model.loss_and_grad(X, Y)[1]
    nnlib.train(model, X, Y, eta=0.25, epochs=1)
    expected = [p - 0.25 * g for p, g in zip(before.tolist(), grad.tolist(), strict=True)]
    assert_allclose(model.theta, expected, rtol=1e-15)


# --- losses ----------------------------------------------------------------------------------


def test_losses_of_one_example_on_paper():
    # w = 0 and b = 0, so every output is ½ whatever the input.
    X, Y = [[1.0]], [[1.0, 0.0, 0.25]]
    for loss, expected in [
        ("mse", (0.25 + 0.25 + 0.0625) / 3),
        ("half_squared_error", (0.25 + 0.25 + 0.0625) / 2),
        ("cross_entropy", 3 * math.log(2.0)),
    ]:
        model = MLP((1, 3), loss=loss)
        model.theta = np.zeros(6)
        assert model.loss_and_grad(X, Y)[0] == pytest.approx(expected, rel=1e-15)


def test_softmax_cross_entropy_of_one_example_on_paper():
    model = MLP((1, 3), output="softmax", loss="cross_entropy")
    model.theta = np.zeros(6)
    value, grad = model.loss_and_grad([[2.0]], [[0.0, 1.0, 0.0]])
    assert value == pytest.approx(math.log(3.0), rel=1e-15)
    # Rows of [b | W]: the error 1/3, -2/3, 1/3, and twice that, for the input is 2.
    assert_allclose(grad, np.array([1, 2, -2, -4, 1, 2]) / 3, rtol=1e-15)


@pytest.mark.parametrize(("output", "loss"), reference.HEADS)
def test_the_loss_is_a_mean_so_repeated_examples_change_neither_loss_nor_gradient(output, loss):
    model, X, Y = an_mlp("tanh", output, loss)
    once, twice = model.loss_and_grad(X, Y), model.loss_and_grad([*X, *X], [*Y, *Y])
    assert twice[0] == pytest.approx(once[0], rel=1e-14)
    assert_allclose(twice[1], once[1], rtol=1e-12, atol=1e-16)


def test_loss_is_a_python_float():
    for model, X, Y in (a_neuron(), an_mlp(), an_rnn(), an_lstm()):
        for loss in ("mse", "half_squared_error", "cross_entropy"):
            same = type(model)(*arguments(model), loss=loss)
            assert type(same.loss_and_grad(X, abs(Y))[0]) is float


def arguments(model):
    if isinstance(model, MLP):
        return (model.sizes,)
    hidden = (model.n_hidden, model.n_outputs) if isinstance(model, (RNN, LSTM)) else ()
    return (model.n_inputs, *hidden)


# --- the multilayer perceptron ---------------------------------------------------------------


@pytest.mark.equation("eq-mlp-forward")
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize(("activation", "output", "loss"), COMBINATIONS)
def test_mlp_trace_matches_the_reference(activation, output, loss, bias):
    model, X, _ = an_mlp(activation, output, loss, bias)
    trace = model.forward(X)
    assert trace.Z[0] is None
    for n, (z, a) in enumerate(reference.mlp(model, model.theta, X)):
        for l in range(1, 4):
            assert_allclose(trace.Z[l][:, n], z[l], rtol=1e-12, atol=1e-14)
            assert_allclose(trace.A[l][:, n], a[l], rtol=1e-12, atol=1e-14)
        assert_array_equal(trace.A[0][:, n], X[n])
        assert_array_equal(model.predict(X)[n], trace.A[3][:, n])


@pytest.mark.equation("eq-mlp-delta-output")
@pytest.mark.parametrize(("output", "loss"), reference.HEADS)
def test_mlp_delta_of_the_output_is_slope_of_the_loss_times_slope_of_the_output(output, loss):
    model, X, Y = an_mlp("tanh", output, loss)
    trace = model.forward(X)
    delta = model.backward(trace, Y).deltas[3]
    for k, n in np.ndindex(2, 3):
        z, error = float(trace.Z[3][k, n]), float(trace.A[3][k, n] - Y[n, k])
        if loss == "mse":
            expected = 2.0 * error * reference.SLOPES[output](z) / (3 * 2)
        elif loss == "half_squared_error":
            expected = error * reference.SLOPES[output](z) / 3
        else:
            expected = error / 3
        assert delta[k, n] == pytest.approx(expected, rel=1e-11, abs=1e-15)
    assert reference.difference(delta, reference.delta(model, X, Y, (2, 3), (3,))) < TOLERANCE


@pytest.mark.equation("eq-mlp-delta-hidden")
@pytest.mark.parametrize("activation", reference.ACTIVATIONS)
def test_mlp_delta_of_a_hidden_unit_collects_every_path_to_the_loss(activation):
    model, X, Y = an_mlp(activation)
    trace = model.forward(X)
    deltas = model.backward(trace, Y).deltas
    assert deltas[0] is None
    assert len(deltas) == 4
    for l in (1, 2):
        for i, n in np.ndindex(deltas[l].shape):
            # W[l] leads from layer l to layer l + 1: row k, column i.
            paths = sum(model.W[l][k, i] * d for k, d in enumerate(deltas[l + 1][:, n]))
            slope = reference.SLOPES[activation](float(trace.Z[l][i, n]))
            assert deltas[l][i, n] == pytest.approx(paths * slope, rel=1e-11, abs=1e-15)
        measured = reference.delta(model, X, Y, deltas[l].shape, (l,))
        assert reference.difference(deltas[l], measured) < TOLERANCE


@pytest.mark.equation("eq-mlp-gradient")
def test_mlp_gradient_is_delta_times_the_activation_below_summed_over_the_batch():
    model, X, Y = an_mlp()
    trace = model.forward(X)
    _, grad, deltas = model.backward(trace, Y)
    parts = model.unpack(grad)
    for l in range(3):
        for i, j in np.ndindex(model.W[l].shape):
            expected = sum(deltas[l + 1][i, n] * trace.A[l][j, n] for n in range(3))
            assert parts[f"W[{l}]"][i, j] == pytest.approx(expected, rel=1e-12)
        for i in range(len(model.b[l])):
            assert parts[f"b[{l}]"][i] == pytest.approx(sum(deltas[l + 1][i]), rel=1e-12)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize(("activation", "output", "loss"), COMBINATIONS)
def test_mlp_loss_and_gradient_match_the_measured_ones(activation, output, loss, bias):
    model, X, Y = an_mlp(activation, output, loss, bias, sizes=(2, 3, 2))
    check_loss_and_gradient(model, X, Y)


def check_loss_and_gradient(model, X, Y):
    value, grad = model.loss_and_grad(X, Y)
    assert value == pytest.approx(reference.loss(model, model.theta, X, Y), rel=1e-12)
    assert reference.difference(grad, reference.gradient(model, X, Y)) < TOLERANCE


# --- the recurrent network -------------------------------------------------------------------


@pytest.mark.equation("eq-rnn-forward", "eq-rnn-output")
@pytest.mark.parametrize(("activation", "output", "loss"), COMBINATIONS)
def test_rnn_trace_matches_the_reference(activation, output, loss):
    model, X, _ = an_rnn(activation, output, loss)
    trace = model.forward(X)
    assert_array_equal(trace.H[0], np.zeros((3, 3)))
    for n, (z_h, h, z_y, a) in enumerate(reference.rnn(model, model.theta, X)):
        assert_allclose(trace.Z_h[:, :, n], z_h, rtol=1e-12, atol=1e-14)
        assert_allclose(trace.H[:, :, n], h, rtol=1e-12, atol=1e-14)
        assert_allclose(trace.Z_y[:, :, n], z_y, rtol=1e-12, atol=1e-14)
        assert_allclose(trace.A_y[:, :, n], a, rtol=1e-12, atol=1e-14)
        assert_array_equal(model.predict(X)[n], trace.A_y[:, :, n])


@pytest.mark.equation("eq-rnn-delta")
@pytest.mark.parametrize("activation", reference.ACTIVATIONS)
@pytest.mark.parametrize("leading", [(3, 4), (1, 2), (2, 1)])
def test_rnn_delta_has_a_term_from_the_output_and_a_term_from_the_next_step(activation, leading):
    model, X, Y = an_rnn(activation, leading=leading)
    N, T = leading
    trace = model.forward(X)
    deltas = model.backward(trace, Y).deltas
    assert deltas.hidden.shape == (T, 3, N)
    for t, i, n in np.ndindex(T, 3, N):
        paths = sum(model.W_hy[k, i] * deltas.output[t, k, n] for k in range(2))
        if t + 1 < T:
            paths += sum(model.W_hh[j, i] * deltas.hidden[t + 1, j, n] for j in range(3))
        slope = reference.SLOPES[activation](float(trace.Z_h[t, i, n]))
        assert deltas.hidden[t, i, n] == pytest.approx(paths * slope, rel=1e-11, abs=1e-15)
    for layer, delta in deltas._asdict().items():
        measured = reference.delta(model, X, Y, (*delta.shape[:2], N), (layer,))
        assert reference.difference(delta, measured) < TOLERANCE


@pytest.mark.equation("eq-rnn-gradient")
def test_rnn_gradient_is_summed_over_examples_and_time():
    model, X, Y = an_rnn()
    trace = model.forward(X)
    _, grad, deltas = model.backward(trace, Y)
    parts = model.unpack(grad)
    steps = list(product(range(4), range(3)))  # (t, n)
    for i, j in np.ndindex(3, 3):
        # Slot t of H is the state before the step of slot t.
        expected = sum(deltas.hidden[t, i, n] * trace.H[t, j, n] for t, n in steps)
        assert parts["W_hh"][i, j] == pytest.approx(expected, rel=1e-11)
    for i, j in np.ndindex(3, 2):
        expected = sum(deltas.hidden[t, i, n] * X[n, t, j] for t, n in steps)
        assert parts["W_xh"][i, j] == pytest.approx(expected, rel=1e-11)
    for k, i in np.ndindex(2, 3):
        expected = sum(deltas.output[t, k, n] * trace.H[t + 1, i, n] for t, n in steps)
        assert parts["W_hy"][k, i] == pytest.approx(expected, rel=1e-11)
    assert_allclose(parts["b_h"], deltas.hidden.sum(axis=(0, 2)), rtol=1e-12)
    assert_allclose(parts["b_y"], deltas.output.sum(axis=(0, 2)), rtol=1e-12)


@pytest.mark.parametrize(("activation", "output", "loss"), COMBINATIONS)
def test_rnn_loss_and_gradient_match_the_measured_ones(activation, output, loss):
    check_loss_and_gradient(*an_rnn(activation, output, loss))


def test_rnn_gradient_is_not_that_of_one_step_back():
    # Without the term from t + 1 only the state that a step is given is unaccounted for.
    model, X, Y = an_rnn("tanh")
    trace = model.forward(X)
    _, grad, deltas = model.backward(trace, Y)
    slope = 1.0 - trace.H[1:] ** 2
    truncated = np.einsum("ki,tkn,tin->tin", model.W_hy, deltas.output, slope)
    gradient = np.einsum("tin,tjn->ij", truncated, trace.H[:-1])
    full = model.unpack(grad)["W_hh"]
    assert reference.difference(gradient, full) > 0.1
    assert_allclose(deltas.hidden[-1], truncated[-1], rtol=1e-12)  # the last step has no next


def test_with_one_time_step_the_recurrent_weights_have_no_gradient():
    model, X, Y = an_rnn(leading=(3, 1))
    value, grad = model.loss_and_grad(X, Y)
    assert_array_equal(model.unpack(grad)["W_hh"], np.zeros((3, 3)))
    # One step is a network with one hidden layer.
    flat = MLP((2, 3, 2))
    flat.W[0][:], flat.b[0][:], flat.W[1][:], flat.b[1][:] = (
        model.W_xh,
        model.b_h,
        model.W_hy,
        model.b_y,
    )
    assert flat.loss_and_grad(X[:, 0], Y[:, 0])[0] == pytest.approx(value, rel=1e-14)


def test_a_neuron_is_an_mlp_without_hidden_layers():
    model, X, Y = a_neuron()
    same = MLP((2, 1))
    same.theta = model.theta
    assert_array_equal(same.predict(X), model.predict(X))
    assert_array_equal(same.loss_and_grad(X, Y)[1], model.loss_and_grad(X, Y)[1])


# --- the long short-term memory --------------------------------------------------------------


@pytest.mark.equation("eq-gates-forward", "eq-gates-cell", "eq-gates-state")
@pytest.mark.parametrize(("output", "loss"), reference.HEADS)
def test_lstm_trace_matches_the_reference(output, loss):
    model, X, _ = an_lstm(output, loss)
    trace = model.forward(X)
    assert_array_equal(trace.C[0], np.zeros((3, 3)))
    assert_array_equal(trace.H[0], np.zeros((3, 3)))
    for n, (z, c, h, z_y, a) in enumerate(reference.lstm(model, model.theta, X)):
        assert_allclose(trace.Z[..., n], z, rtol=1e-12, atol=1e-14)
        assert_allclose(trace.C[..., n], c, rtol=1e-12, atol=1e-14)
        assert_allclose(trace.H[..., n], h, rtol=1e-12, atol=1e-14)
        assert_allclose(trace.Z_y[..., n], z_y, rtol=1e-12, atol=1e-14)
        assert_allclose(trace.A_y[..., n], a, rtol=1e-12, atol=1e-14)
        assert_array_equal(model.predict(X)[n], trace.A_y[..., n])
    assert_allclose(trace.tanh_c, np.tanh(trace.C[1:]), rtol=1e-14)
    assert_array_equal(trace.o * trace.tanh_c, trace.H[1:])


def test_lstm_begins_with_the_state_that_it_is_given():
    model, X, _ = an_lstm()
    state = tuple(np.random.default_rng(1).uniform(-1, 1, (2, 3, 3)).tolist())
    trace = model.forward(X, state)
    for n, (_, c, h, _, _) in enumerate(reference.lstm(model, model.theta, X, state=state)):
        assert_allclose(trace.C[..., n], c, rtol=1e-12, atol=1e-14)
        assert_allclose(trace.H[..., n], h, rtol=1e-12, atol=1e-14)


@pytest.mark.equation("eq-gates-delta-state", "eq-gates-delta-cell", "eq-gates-delta")
@pytest.mark.parametrize("leading", [(3, 4), (1, 2), (2, 1)])
def test_lstm_deltas_collect_every_path_to_the_loss(leading):
    model, X, Y = an_lstm(leading=leading)
    N, T = leading
    trace = model.forward(X)
    deltas = model.backward(trace, Y).deltas
    slopes = [reference.SLOPES[name] for name in ("sigmoid", "sigmoid", "sigmoid", "tanh")]
    W_h = [model.W_hi, model.W_hf, model.W_ho, model.W_hg]
    for t, j, n in np.ndindex(T, 3, N):
        dC_dh = sum(model.W_hy[k, j] * deltas.output[t, k, n] for k in range(2))
        dC_dc = 0.0
        if t + 1 < T:
            dC_dh += sum(
                W_h[k][m, j] * deltas.gates[t + 1, k, m, n] for k in range(4) for m in range(3)
            )
            dC_dc = deltas.cell[t + 1, j, n] * trace.f[t + 1, j, n]
        i, _, o, g = trace.gates[t, :, j, n]
        tanh_c = math.tanh(trace.C[t + 1, j, n])
        dC_dc += dC_dh * o * (1.0 - tanh_c**2)
        assert deltas.cell[t, j, n] == pytest.approx(dC_dc, rel=1e-11, abs=1e-15)
        through = dC_dc * g, dC_dc * trace.C[t, j, n], dC_dh * tanh_c, dC_dc * i
        for k in range(4):
            expected = through[k] * slopes[k](float(trace.Z[t, k, j, n]))
            assert deltas.gates[t, k, j, n] == pytest.approx(expected, rel=1e-11, abs=1e-15)
    for place, delta in deltas._asdict().items():
        measured = reference.delta(model, X, Y, (*delta.shape[:-1], N), (place,))
        assert reference.difference(delta, measured) < TOLERANCE


@pytest.mark.equation("eq-gates-gradient")
def test_lstm_gradient_is_summed_over_examples_and_time():
    model, X, Y = an_lstm()
    trace = model.forward(X)
    _, grad, deltas = model.backward(trace, Y)
    parts = model.unpack(grad)
    for name in "ifog":
        delta = getattr(deltas, name)
        # Slot t of H is the state before the step of slot t.
        assert_allclose(parts[f"W_h{name}"], np.einsum("tin,tjn->ij", delta, trace.H[:-1]))
        assert_allclose(parts[f"W_x{name}"], np.einsum("tin,ntj->ij", delta, X))
        assert_allclose(parts[f"b_{name}"], delta.sum(axis=(0, 2)))
    assert_allclose(parts["W_hy"], np.einsum("tkn,tin->ki", deltas.output, trace.H[1:]))
    assert_allclose(parts["b_y"], deltas.output.sum(axis=(0, 2)))


@pytest.mark.parametrize(("output", "loss"), reference.HEADS)
def test_lstm_loss_and_gradient_match_the_measured_ones(output, loss):
    check_loss_and_gradient(*an_lstm(output, loss))


@pytest.mark.parametrize("forget_bias", [0.0, 1.0, -2.5, 3])
def test_lstm_starts_with_its_forget_bias_and_no_other(forget_bias):
    model = LSTM(2, 3, 2, forget_bias=forget_bias, rng=np.random.default_rng(5))
    assert_array_equal(model.b_f, np.full(3, float(forget_bias)))
    for name in ("b_i", "b_o", "b_g", "b_y"):
        assert_array_equal(getattr(model, name), np.zeros_like(getattr(model, name)))
    same = LSTM(2, 3, 2, rng=np.random.default_rng(5))
    assert_array_equal(same.b_f, np.ones(3))
    assert_array_equal(same.W_hf, model.W_hf)
    for name, view in model.unpack(model.theta).items():
        if name.startswith("W"):  # Glorot, for each matrix by itself
            bound = math.sqrt(6.0 / sum(view.shape))
            assert 0.5 * bound < np.abs(view).max() <= bound


def test_lstm_of_one_unit_on_paper():
    """One step from c_0 = 0: every weight 0 but those of g, so every gate is ½."""
    model = LSTM(1, 1, 1, output="identity", forget_bias=0.0)
    model.theta = 0.0
    model.W_xg, model.W_hy = 1.0, 2.0
    trace = model.forward([[[0.5], [0.5]]])
    c_1 = 0.5 * math.tanh(0.5)
    c_2 = 0.5 * c_1 + 0.5 * math.tanh(0.5)
    assert_allclose(trace.C[:, 0, 0], [0.0, c_1, c_2], rtol=1e-15)
    assert_allclose(trace.A_y[:, 0, 0], [math.tanh(c_1), math.tanh(c_2)], rtol=1e-15)


# --- the gradient check ----------------------------------------------------------------------


@pytest.mark.equation("eq-neuron-central-difference")
def test_numerical_gradient_is_exact_for_a_parabola_and_measures_a_cubic():
    theta = np.array([[1.0, -2.0], [0.5, 3.0]])
    parabola = nnlib.numerical_gradient(lambda v: float((v**2).sum()), theta, eps=0.5)
    assert_array_equal(parabola, 2.0 * theta)
    # ((x + ε)³ - (x - ε)³) / 2ε = 3x² + ε²: the error of the formula itself.
    cubic = nnlib.numerical_gradient(lambda v: float((v**3).sum()), theta, eps=0.25)
    assert_allclose(cubic, 3.0 * theta**2 + 0.0625, rtol=1e-15)


def test_numerical_gradient_nudges_by_a_millionth_unless_told():
    steps = set()
    nnlib.numerical_gradient(lambda v: steps.add(float(v[0])) or 0.0, [0.0])
    assert steps == {1e-6, -1e-6}


def test_numerical_gradient_nudges_one_entry_at_a_time():
    theta, seen = np.array([1.0, 2.0, 3.0]), []
    nnlib.numerical_gradient(lambda v: float(seen.append(v.copy()) or 0.0), theta, eps=0.5)
    nudges = sorted((v - theta).tolist() for v in seen)
    assert nudges == sorted(
        (sign * 0.5 * np.eye(3)[i]).tolist() for i in range(3) for sign in (1, -1)
    )


def test_numerical_gradient_of_each_model_is_near_its_own():
    for model, X, Y in (a_neuron(), an_mlp(), an_rnn(), an_lstm()):

        def f(theta, model=model, X=X, Y=Y):
            return reference.loss(model, theta, X, Y)

        numerical = nnlib.numerical_gradient(f, model.theta)
        assert numerical.shape == model.theta.shape
        assert reference.difference(numerical, reference.gradient(model, X, Y)) < 1e-7


def test_check_gradient_finds_nothing_wrong_and_says_how_near():
    for model, X, Y in (a_neuron(), an_mlp(), an_rnn(), an_lstm()):
        result = nnlib.check_gradient(model, X, Y)
        assert 0.0 < result.max_relative_error < 1e-7
        entry = model.unpack(model.loss_and_grad(X, Y)[1])[result.parameter][result.index]
        assert result.analytic == entry
        assert result.numerical == pytest.approx(entry, abs=1e-7)


@pytest.mark.parametrize(
    ("parameter", "index"),
    [("W_xh", (2, 1)), ("W_hh", (0, 2)), ("b_h", (1,)), ("W_hy", (1, 0)), ("b_y", (1,))],
)
def test_check_gradient_names_the_entry_that_is_wrong(parameter, index):
    class Wrong(RNN):
        def backward(self, trace, Y):
            answer = super().backward(trace, Y)
            self.unpack(answer.grad)[parameter][index] += 1.0
            return answer

    model = Wrong(2, 3, 2)
    X, Y = reference.filled(model, (3, 4), np.random.default_rng(3))
    result = nnlib.check_gradient(model, X, Y)
    assert (result.parameter, result.index) == (parameter, index)
    assert result.max_relative_error > 0.5
    assert result.analytic - result.numerical == pytest.approx(1.0, abs=1e-6)
