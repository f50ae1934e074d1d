"""What notation.md and glossary.md say in general, compared with what nnlib does.

The lists that name these tests are tests/claims/notation.toml and glossary.toml.
"""

import numpy as np
import pytest

import nnlib

LOSSES = [
    ("sigmoid", "mse"),
    ("tanh", "mse"),
    ("sigmoid", "half_squared_error"),
    ("sigmoid", "cross_entropy"),
    ("softmax", "cross_entropy"),
]


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def targets(rng, shape, output):
    """Draw targets that any cost accepts: classes for a softmax, else numbers from 0 to 1."""
    if output == "softmax":
        return np.eye(shape[-1])[rng.integers(0, shape[-1], shape[:-1])]
    return rng.uniform(0, 1, shape)


def network(rng, output="sigmoid", loss="mse", sizes=(3, 4, 2)):
    model = nnlib.MLP(sizes, output=output, loss=loss, rng=rng)
    return model, rng.normal(size=(5, sizes[0])), targets(rng, (5, sizes[-1]), output)


# --- notation.md -----------------------------------------------------------------------------


def test_layer_0_has_no_weighted_sum_and_no_error(rng):
    model, X, Y = network(rng)
    trace = model.forward(X)
    deltas = model.backward(trace, Y).deltas
    assert trace.Z[0] is None
    assert deltas[0] is None
    assert np.array_equal(trace.A[0], X.T)


def test_a_row_of_weights_holds_what_flows_into_a_unit(rng):
    model, X, _ = network(rng)
    before = model.forward(X).Z[1].copy()
    model.W[0][2, 1] += 1  # to unit 3 from input 2
    change = model.forward(X).Z[1] - before
    np.testing.assert_allclose(change[2], X[:, 1], rtol=1e-12)
    assert np.array_equal(change[[0, 1, 3]], np.zeros((3, 5)))


def test_states_have_a_slot_more_than_the_other_arrays_over_time(rng):
    T = 6
    model = nnlib.RNN(2, 3, 1, rng=rng)
    X, Y = rng.normal(size=(4, T, 2)), rng.uniform(0, 1, (4, T, 1))
    trace = model.forward(X)
    deltas = model.backward(trace, Y).deltas
    assert len(trace.H) == T + 1
    assert np.array_equal(trace.H[0], np.zeros((3, 4)))
    others = (trace.Z_h, trace.Z_y, trace.A_y, deltas.hidden, deltas.output)
    assert [len(array) for array in others] == [T] * 5
    for t in range(1, T + 1):  # h_t from the state before, and every one of them
        z = model.W_xh @ X[:, t - 1].T + model.W_hh @ trace.H[t - 1] + model.b_h[:, None]
        np.testing.assert_allclose(trace.H[t], 1 / (1 + np.exp(-z)), rtol=1e-12)


def test_theta_holds_block_by_block_each_unit_s_bias_and_weights(rng):
    mlp, rnn, neuron = nnlib.MLP((3, 4, 2), rng=rng), nnlib.RNN(2, 3, 2, rng=rng), nnlib.Neuron(3)
    for model in (mlp, rnn, neuron):
        model.theta[:] = rng.normal(size=model.theta.size)
    layers = [np.column_stack([b, W]).ravel() for W, b in zip(mlp.W, mlp.b, strict=True)]
    assert np.array_equal(mlp.theta, np.concatenate(layers))
    hidden = np.column_stack([rnn.W_xh, rnn.b_h, rnn.W_hh]).ravel()
    output = np.column_stack([rnn.b_y, rnn.W_hy]).ravel()
    assert np.array_equal(rnn.theta, np.concatenate([hidden, output]))
    assert np.array_equal(neuron.theta, np.concatenate([neuron.b, neuron.w]))
    bare = nnlib.MLP((3, 4, 2), bias=False, rng=rng)
    assert np.array_equal(bare.theta, np.concatenate([W.ravel() for W in bare.W]))
    named = mlp.unpack(2 * mlp.theta)
    assert np.array_equal(named["W[1]"], 2 * mlp.W[1])


@pytest.mark.parametrize(("output", "loss"), LOSSES)
def test_the_average_lives_in_delta_and_nowhere_else(rng, output, loss):
    model, X, Y = network(rng, output, loss)
    trace = model.forward(X)
    result = model.backward(trace, Y)
    named = model.unpack(result.grad)
    for l in (1, 2):
        product = result.deltas[l] @ trace.A[l - 1].T
        np.testing.assert_allclose(named[f"W[{l - 1}]"], product, rtol=1e-12)
        np.testing.assert_allclose(named[f"b[{l - 1}]"], result.deltas[l].sum(axis=1), rtol=1e-12)


@pytest.mark.parametrize(("output", "loss"), LOSSES)
def test_costs_and_deltas_of_the_output_are_those_of_the_table(rng, output, loss):
    model, X, Y = network(rng, output, loss)
    trace, (N, C) = model.forward(X), Y.shape
    a, y = trace.A[2], Y.T
    slope = 1 - a**2 if output == "tanh" else a * (1 - a)
    if loss == "mse":
        cost, delta = (a - y) ** 2 / C, 2 / (N * C) * (a - y) * slope
    elif loss == "half_squared_error":
        cost, delta = (a - y) ** 2 / 2, (a - y) * slope / N
    else:
        no = (1 - y) * np.log(1 - a) if output == "sigmoid" else 0
        cost, delta = -y * np.log(a) - no, (a - y) / N
    result = model.backward(trace, Y)
    assert result.loss == pytest.approx(cost.sum(axis=0).mean(), rel=1e-12)
    np.testing.assert_allclose(result.deltas[2], delta, rtol=1e-10)


@pytest.mark.parametrize(("output", "loss"), LOSSES)
def test_the_mean_of_a_recurrent_network_runs_over_examples_and_steps(rng, output, loss):
    flat = nnlib.MLP((4, 2), output=output, loss=loss)  # the output layer alone, on the states
    model = nnlib.RNN(3, 4, 2, output=output, loss=loss, rng=rng)
    X, Y = rng.normal(size=(5, 6, 3)), targets(rng, (5, 6, 2), output)
    trace = model.forward(X)
    result = model.backward(trace, Y)
    flat.W[0][:], flat.b[0][:] = model.W_hy, model.b_y
    states = np.concatenate([trace.H[t].T for t in range(1, 7)])
    in_rows = flat.backward(flat.forward(states), np.concatenate([Y[:, t] for t in range(6)]))
    assert result.loss == pytest.approx(in_rows.loss, rel=1e-12)
    named = model.unpack(result.grad)
    np.testing.assert_allclose(named["W_hy"], flat.unpack(in_rows.grad)["W[0]"], rtol=1e-10)


def test_a_softmax_output_depends_on_every_weighted_sum(rng):
    model, X, _ = network(rng, "softmax", "cross_entropy", (3, 4))
    before = model.predict(X)
    model.b[0][0] += 0.1
    assert (model.predict(X) != before).all()


def test_defaults_of_the_others_differ():
    sklearn = pytest.importorskip("sklearn.neural_network")
    torch = pytest.importorskip("torch")
    assert sklearn.MLPClassifier().alpha > 0
    assert torch.nn.RNN(1, 3).nonlinearity == "tanh"
    assert nnlib.RNN(1, 3, 1).activation == "sigmoid"


def test_bce_of_torch_divides_by_the_outputs_too(rng):
    torch = pytest.importorskip("torch")
    model, X, Y = network(rng, "sigmoid", "cross_entropy")
    a, z = model.predict(X), model.forward(X).Z[2].T
    ours = model.loss_and_grad(X, Y)[0]
    of_a = torch.nn.BCELoss()(torch.tensor(a), torch.tensor(Y)).item()
    of_z = torch.nn.BCEWithLogitsLoss()(torch.tensor(z.copy()), torch.tensor(Y)).item()
    assert of_a == pytest.approx(ours / 2, rel=1e-12)
    assert of_z == pytest.approx(ours / 2, rel=1e-12)


# --- glossary.md -----------------------------------------------------------------------------


def test_a_stack_of_layers_without_activation_is_one_layer(rng):
    deep = nnlib.MLP((3, 5, 4, 2), activation="identity", output="identity", rng=rng)
    for b in deep.b:
        b[:] = rng.normal(size=b.size)
    one = nnlib.MLP((3, 2), output="identity")
    one.W[0][:] = deep.W[2] @ deep.W[1] @ deep.W[0]
    one.b[0][:] = deep.W[2] @ (deep.W[1] @ deep.b[0] + deep.b[1]) + deep.b[2]
    X = rng.normal(size=(20, 3))
    np.testing.assert_allclose(one.predict(X), deep.predict(X), rtol=1e-10)


def test_a_dead_relu_gets_no_gradient(rng):
    model = nnlib.MLP((3, 4, 2), activation="relu", rng=rng)
    X, Y = rng.uniform(-1, 1, (20, 3)), rng.uniform(0, 1, (20, 2))
    model.b[0][:] = 5, 5, 5, -5
    assert model.forward(X).Z[1][3].max() < 0
    named = model.unpack(model.loss_and_grad(X, Y)[1])
    assert np.array_equal(named["W[0]"][3], np.zeros(3))
    assert named["b[0]"][3] == 0
    assert np.abs(named["W[0]"][:3]).min() > 0


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "identity"])
def test_a_right_gradient_passes_the_check_to_seven_digits(rng, activation):
    model = nnlib.MLP((3, 4, 2), activation=activation, rng=rng)
    X, Y = rng.normal(size=(10, 3)), rng.uniform(0, 1, (10, 2))
    assert nnlib.check_gradient(model, X, Y).max_relative_error < 1e-7


def test_biases_start_at_0_and_weights_differ(rng):
    mlp, rnn, neuron = nnlib.MLP((3, 4, 2), rng=rng), nnlib.RNN(2, 3, 1, rng=rng), nnlib.Neuron(2)
    for b in (*mlp.b, rnn.b_h, rnn.b_y, neuron.b):
        assert not b.any()
    for W in (*mlp.W, rnn.W_xh, rnn.W_hh, rnn.W_hy):
        assert len(np.unique(W)) == W.size


def test_weights_are_drawn_from_a_range_that_narrows_with_the_layer(rng):
    ranges = [np.abs(nnlib.MLP((n, 50), rng=rng).W[0]).max() for n in (2, 20, 200, 2000)]
    assert ranges == sorted(ranges, reverse=True)
    assert ranges[-1] < ranges[0] / 4


def test_the_mean_gradient_of_all_minibatches_is_that_of_the_whole_batch(rng):
    model, X, Y = network(rng)
    X, Y = np.concatenate([X, -X, X + 1]), np.concatenate([Y, 1 - Y, Y])
    parts = [model.loss_and_grad(X[k::3], Y[k::3])[1] for k in range(3)]
    whole = model.loss_and_grad(X, Y)[1]
    np.testing.assert_allclose(np.mean(parts, axis=0), whole, rtol=1e-10)
    assert np.abs(parts[0] - whole).max() > 0.01 * np.abs(whole).max()


def test_momentum_adds_steps_of_one_direction_and_cancels_those_to_and_fro():
    def moved(signs):
        model = nnlib.MLP((1, 1), output="identity", loss="half_squared_error", bias=False)
        before = model.theta[0]
        Y = -1e9 * np.array(signs)[:, None]  # so far away that each gradient is its sign times 1e9
        nnlib.train(model, np.ones_like(Y), Y, eta=1e-9, epochs=1, batch_size=1, momentum=0.5)
        return before - model.theta[0]

    # Each step keeps half of the one before: 1, 1.5, 1.75 against 1, -0.5, 0.75.
    assert moved([1, 1, 1]) == pytest.approx(1 + 1.5 + 1.75)
    assert moved([1, -1, 1]) == pytest.approx(1 - 0.5 + 0.75)


def test_the_norm_is_the_most_a_matrix_lengthens_and_at_least_the_spectral_radius(rng):
    for _ in range(50):
        W = rng.normal(size=(6, 6))
        norm, rho = np.linalg.norm(W, 2), np.abs(np.linalg.eigvals(W)).max()
        lists = rng.normal(size=(6, 1000))
        lengthened = np.linalg.norm(W @ lists, axis=0) / np.linalg.norm(lists, axis=0)
        assert lengthened.max() <= norm
        assert np.linalg.norm(W @ np.linalg.svd(W)[2][0]) == pytest.approx(norm)
        assert rho <= norm * (1 + 1e-12)
    sheared = np.array([[0.5, 10.0], [0.0, 0.5]])
    assert np.linalg.norm(sheared, 2) > 10 > np.abs(np.linalg.eigvals(sheared)).max() == 0.5


def test_in_the_long_run_a_matrix_lengthens_by_its_spectral_radius(rng):
    W = rng.normal(size=(6, 6))
    rho = np.abs(np.linalg.eigvals(W)).max()
    length = np.linalg.norm(np.linalg.matrix_power(W / rho, 400) @ rng.normal(size=6))
    assert length ** (1 / 400) == pytest.approx(1, abs=0.01)


def test_tanh_is_a_stretched_sigmoid_and_relu_has_its_slopes():
    z = np.linspace(-3, 3, 13)
    np.testing.assert_allclose(np.tanh(z), 2 / (1 + np.exp(-2 * z)) - 1, rtol=1e-12, atol=1e-15)
    unit = nnlib.MLP((1, 1), output="relu")
    unit.W[0][:] = 1
    a = unit.predict(z[:, None])[:, 0]
    assert np.array_equal(a, np.maximum(0, z))
    slopes = [unit.backward(unit.forward([[v]]), [[-1.0]]).deltas[1].item() for v in z]
    np.testing.assert_allclose(slopes, 2 * (a + 1) * (z > 0), rtol=1e-12)


def test_equal_hidden_units_stay_equal_and_random_ones_part(rng):
    X, Y = nnlib.datasets.xor_gate()
    equal, drawn = nnlib.MLP((2, 3, 1)), nnlib.MLP((2, 3, 1), rng=rng)
    equal.W[0][:], equal.W[1][:] = [0.3, -0.2], 0.5
    for model in (equal, drawn):
        nnlib.train(model, X, Y, eta=1.0, epochs=1000)
    np.testing.assert_allclose(equal.W[0], np.tile(equal.W[0][0], (3, 1)), rtol=1e-9)
    assert np.ptp(drawn.W[0], axis=0).min() > 0.01


def test_the_state_is_all_that_later_steps_know_of_the_past(rng):
    model = nnlib.RNN(2, 3, 1, rng=rng)
    X = rng.normal(size=(4, 6, 2))
    trace = model.forward(X)
    h = trace.H[3]
    for t in (3, 4, 5):  # from the state alone, without steps 1 to 3
        z = model.W_xh @ X[:, t].T + model.W_hh @ h + model.b_h[:, None]
        h = 1 / (1 + np.exp(-z))
    np.testing.assert_allclose(h, trace.H[6], rtol=1e-12)
