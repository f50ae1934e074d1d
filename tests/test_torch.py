"""Losses, gradients and every δ against PyTorch's autograd in float64, on random shapes."""

import numpy as np
import pytest

from nnlib import MLP, RNN, Neuron

torch = pytest.importorskip("torch")

from torch_models import (  # noqa: E402
    COMBINATIONS,
    HEADS,
    cost,
    fill,
    flat,
    gradients_differ,
    loss_of,
    recurrent,
    tensors,
)

# The sums are the same and their order is not, so a few units in the last place remain.
TOLERANCE = 1e-12


def assert_close(actual, expected):
    """Compare to 1e-12 of the largest entry."""
    expected = expected.detach().numpy() if isinstance(expected, torch.Tensor) else expected
    assert actual.shape == expected.shape
    # Where all units of relu are off, both are exactly 0.
    assert np.abs(actual - expected).max() <= TOLERANCE * np.abs(expected).max()


def compare_flat(model, X, Y):
    parameters = tensors(model)
    z, a = flat(model, parameters, X)
    loss = loss_of(model, z[-1], a, Y)
    loss.backward()

    value, grad, deltas = model.backward(model.forward(X), Y)
    assert value == pytest.approx(loss.item(), rel=TOLERANCE)
    assert_close(model.predict(X), a)
    assert gradients_differ(model, grad, parameters) <= TOLERANCE
    for l, z_l in enumerate(z, start=1):
        assert_close(deltas[l].T, z_l.grad)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("activation", "output", "loss"), COMBINATIONS)
def test_mlp(activation, output, loss, seed):
    rng = np.random.default_rng(seed)
    # One to four layers of weights, one example with the first seed, no biases with the last two.
    sizes = rng.integers(1, 7, size=2 + seed % 4)
    n = 1 if seed == 0 else int(rng.integers(2, 9))
    model = MLP(sizes, activation=activation, output=output, loss=loss, bias=seed < 4)
    compare_flat(model, *fill(model, (n,), rng))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("loss", ["mse", "half_squared_error", "cross_entropy"])
def test_neuron(loss, seed):
    rng = np.random.default_rng(seed)
    model = Neuron(int(rng.integers(1, 6)), loss=loss)
    compare_flat(model, *fill(model, (1 + 3 * seed,), rng))


def a_recurrent_network(seed, **options):
    rng = np.random.default_rng(seed)
    n_in, n_hidden, n_out, n, time = (int(v) for v in rng.integers(1, 6, size=5))
    if seed == 0:
        time = 1
    if seed == 1:
        n, time = 1, 6
    model = RNN(n_in, n_hidden, n_out, **options)
    return model, *fill(model, (n, time), rng)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("activation", "output", "loss"), COMBINATIONS)
def test_rnn(activation, output, loss, seed):
    model, X, Y = a_recurrent_network(seed, activation=activation, output=output, loss=loss)
    parameters = tensors(model)
    z_h, z_y, outputs, _ = recurrent(model, parameters, X)
    columns = [torch.cat(steps) for steps in (z_y, outputs)]
    expected = loss_of(model, *columns, np.concatenate(list(Y.swapaxes(0, 1))))
    expected.backward()

    value, grad, deltas = model.backward(model.forward(X), Y)
    assert value == pytest.approx(expected.item(), rel=TOLERANCE)
    assert_close(model.predict(X), torch.stack(outputs, dim=1))
    assert gradients_differ(model, grad, parameters) <= TOLERANCE
    assert_close(deltas.hidden, torch.stack([z.grad.T for z in z_h]))
    assert_close(deltas.output, torch.stack([z.grad.T for z in z_y]))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "identity"])
@pytest.mark.parametrize(("output", "loss"), HEADS)
def test_the_last_answer_is_the_last_step_cut_out(activation, output, loss, seed):
    options = {"activation": activation, "output": output, "loss": loss, "answers": "last"}
    model, X, Y = a_recurrent_network(seed, **options)
    parameters = tensors(model)
    z_h, z_y, outputs, _ = recurrent(model, parameters, X)
    every = torch.stack(z_y, dim=1), torch.stack(outputs, dim=1)
    expected = loss_of(model, every[0][:, -1], every[1][:, -1], Y)
    expected.backward()

    value, grad, deltas = model.backward(model.forward(X), Y)
    assert value == pytest.approx(expected.item(), rel=TOLERANCE)
    assert_close(model.predict(X), outputs[-1])
    assert gradients_differ(model, grad, parameters) <= TOLERANCE
    assert_close(deltas.hidden, torch.stack([z.grad.T for z in z_h]))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("activation", "output", "loss"), COMBINATIONS[::3])
def test_a_pass_from_a_state(activation, output, loss, seed):
    model, X, Y = a_recurrent_network(seed, activation=activation, output=output, loss=loss)
    state = np.random.default_rng(seed).uniform(-1.0, 1.0, (len(X), len(model.b_h)))
    parameters = tensors(model)
    _, z_y, outputs, states = recurrent(model, parameters, X, state)
    columns = [torch.cat(steps) for steps in (z_y, outputs)]
    expected = loss_of(model, *columns, np.concatenate(list(Y.swapaxes(0, 1))))
    expected.backward()

    trace = model.forward(X, state)
    value, grad, _ = model.backward(trace, Y)
    assert value == pytest.approx(expected.item(), rel=TOLERANCE)
    assert gradients_differ(model, grad, parameters) <= TOLERANCE
    assert_close(trace.state, states[-1])
    output, after = model.step(X[:, 0], state)
    assert_close(output, outputs[0])
    assert_close(after, states[0])


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_rnn_against_the_recurrent_layer_of_pytorch(activation):
    rng = np.random.default_rng(9)
    model = RNN(3, 4, 2, activation=activation, output="identity")
    X, Y = fill(model, (5, 7), rng)
    layer = torch.nn.RNN(3, 4, nonlinearity=activation, batch_first=True, dtype=torch.float64)
    head = torch.nn.Linear(4, 2, dtype=torch.float64)
    pairs = {
        "W_xh": layer.weight_ih_l0,
        "W_hh": layer.weight_hh_l0,
        "b_h": layer.bias_ih_l0,
        "W_hy": head.weight,
        "b_y": head.bias,
    }
    with torch.no_grad():
        layer.bias_hh_l0.zero_()  # PyTorch has two biases on one sum, nnlib one
        for name, parameter in pairs.items():
            parameter.copy_(torch.tensor(getattr(model, name)))
    states, last = layer(torch.tensor(X))
    expected = torch.nn.MSELoss()(head(states), torch.tensor(Y))
    expected.backward()

    value, grad = model.loss_and_grad(X, Y)
    assert value == pytest.approx(expected.item(), rel=TOLERANCE)
    assert gradients_differ(model, grad, pairs) <= TOLERANCE
    assert_close(model.forward(X).state, last[0])


def test_the_cost_of_any_model_is_that_of_its_parts():
    """`cost`, which the tests of training use, against the losses above."""
    for model, leading in [(MLP((2, 3, 2)), (4,)), (Neuron(2), (4,)), (RNN(2, 3, 2), (4, 3))]:
        X, Y = fill(model, leading, np.random.default_rng(0))
        expected = model.loss_and_grad(X, Y)[0]
        assert cost(model, tensors(model), X, Y).item() == pytest.approx(expected, rel=TOLERANCE)
        same = cost(model, tensors(model), X, Y, weights=np.full(4, 0.3)).item()
        assert same == pytest.approx(expected, rel=TOLERANCE)
