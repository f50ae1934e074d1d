"""Losses, gradients and every δ against PyTorch's autograd in float64, on random shapes."""

import numpy as np
import pytest

import nnlib
from nnlib import MLP, RNN, Neuron

torch = pytest.importorskip("torch")

# The sums are the same and their order is not, so a few units in the last place remain.
TOLERANCE = 1e-12
FUNCTIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "identity": lambda z: z * 1.0,
    "softmax": lambda z: torch.softmax(z, dim=-1),
}
ACTIVATIONS = ("sigmoid", "tanh", "relu", "identity")
HEADS = [
    *((output, loss) for output in ACTIVATIONS for loss in ("mse", "half_squared_error")),
    ("sigmoid", "cross_entropy"),
    ("softmax", "cross_entropy"),
]
COMBINATIONS = [(activation, *head) for activation in ACTIVATIONS for head in HEADS]


def torch_loss(model, z, a, Y):
    """C from outputs in rows (columns of the mathematics), by PyTorch's own losses."""
    functional = torch.nn.functional
    if model.loss == "mse":
        return torch.nn.MSELoss()(a, Y)
    if model.loss == "half_squared_error":
        return 0.5 * functional.mse_loss(a, Y, reduction="sum") / len(Y)
    if model.output == "softmax":
        return functional.cross_entropy(z, Y)
    return functional.binary_cross_entropy_with_logits(z, Y, reduction="sum") / len(Y)


def tensors(model):
    """Each named parameter as a tensor of its own, which collects a gradient."""
    parts = model.unpack(model.theta)
    return {k: torch.tensor(view, requires_grad=True) for k, view in parts.items()}


def kept(z):
    """A weighted input whose gradient, δ, autograd is to keep."""
    z.retain_grad()
    return z


def fill(model, leading, rng):
    """Random θ, X and Y in [-1.5, 1.5]; probabilities where the loss is the cross-entropy."""
    model.theta = rng.uniform(-1.5, 1.5, model.theta.shape)
    X = rng.uniform(-1.5, 1.5, (*leading, model.n_inputs))
    shape = (*leading, model.n_outputs)
    if model.loss != "cross_entropy":
        return X, rng.uniform(-1.5, 1.5, shape)
    Y = rng.uniform(0.0, 1.0, shape)
    return X, Y / Y.sum(axis=-1, keepdims=True) if model.output == "softmax" else Y


def assert_close(actual, expected):
    """Compare to 1e-12 of the largest entry."""
    expected = expected.numpy() if isinstance(expected, torch.Tensor) else expected
    assert actual.shape == expected.shape
    # Where all units of relu are off, both are exactly 0.
    assert np.abs(actual - expected).max() <= TOLERANCE * np.abs(expected).max()


def assert_gradient(model, grad, parameters):
    largest = max(p.grad.abs().max().item() for p in parameters.values())
    for name, part in model.unpack(grad).items():
        expected = parameters[name].grad.numpy()
        assert part.shape == expected.shape
        assert np.abs(part - expected).max() <= TOLERANCE * largest, name


def compare_mlp(model, X, Y):
    parameters = tensors(model)
    a, z = torch.tensor(X), []
    last = len(model.W) - 1
    for l in range(last + 1):
        bias = parameters.get(f"b[{l}]")
        z.append(kept(torch.nn.functional.linear(a, parameters[f"W[{l}]"], bias)))
        a = FUNCTIONS[model.output if l == last else model.activation](z[l])
    loss = torch_loss(model, z[-1], a, torch.tensor(Y))
    loss.backward()

    value, grad, deltas = model.backward(model.forward(X), Y)
    assert value == pytest.approx(loss.item(), rel=TOLERANCE)
    assert_close(model.predict(X), a.detach())
    assert_gradient(model, grad, parameters)
    for l in range(last + 1):
        assert_close(deltas[l + 1].T, z[l].grad)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("activation", "output", "loss"), COMBINATIONS)
def test_mlp(activation, output, loss, seed):
    rng = np.random.default_rng(seed)
    # One to four layers of weights, one example with the first seed, no biases with the last two.
    sizes = rng.integers(1, 7, size=2 + seed % 4)
    n = 1 if seed == 0 else int(rng.integers(2, 9))
    model = MLP(sizes, activation=activation, output=output, loss=loss, bias=seed < 4)
    compare_mlp(model, *fill(model, (n,), rng))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("loss", ["mse", "half_squared_error", "cross_entropy"])
def test_neuron(loss, seed):
    rng = np.random.default_rng(seed)
    model = Neuron(int(rng.integers(1, 6)), loss=loss)
    X, Y = fill(model, (1 + 3 * seed,), rng)
    w = torch.tensor(model.w, requires_grad=True)
    b = torch.tensor(model.b, requires_grad=True)
    z = kept(torch.tensor(X) @ w[:, None] + b)
    a = torch.sigmoid(z)
    expected = torch_loss(model, z, a, torch.tensor(Y))
    expected.backward()

    value, grad, (_, delta) = model.backward(model.forward(X), Y)
    assert value == pytest.approx(expected.item(), rel=TOLERANCE)
    assert_close(model.predict(X), a.detach())
    assert_gradient(model, grad, {"w": w, "b": b})
    assert_close(delta.T, z.grad)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("activation", "output", "loss"), COMBINATIONS)
def test_rnn(activation, output, loss, seed):
    rng = np.random.default_rng(seed)
    n_in, n_hidden, n_out, n, time = (int(v) for v in rng.integers(1, 6, size=5))
    if seed == 0:
        time = 1
    if seed == 1:
        n, time = 1, 6
    model = RNN(n_in, n_hidden, n_out, activation=activation, output=output, loss=loss)
    X, Y = fill(model, (n, time), rng)
    parameters = tensors(model)
    linear = torch.nn.functional.linear
    h, z_h, z_y, outputs = torch.zeros(n, n_hidden, dtype=torch.float64), [], [], []
    for t in range(time):
        from_input = linear(torch.tensor(X[:, t]), parameters["W_xh"], parameters["b_h"])
        z_h.append(kept(from_input + linear(h, parameters["W_hh"])))
        h = FUNCTIONS[activation](z_h[-1])
        z_y.append(kept(linear(h, parameters["W_hy"], parameters["b_y"])))
        outputs.append(FUNCTIONS[output](z_y[-1]))
    columns = [torch.cat(steps) for steps in (z_y, outputs)]
    targets = torch.tensor(np.concatenate(list(Y.swapaxes(0, 1))))
    expected = torch_loss(model, *columns, targets)
    expected.backward()

    value, grad, deltas = model.backward(model.forward(X), Y)
    assert value == pytest.approx(expected.item(), rel=TOLERANCE)
    assert_close(model.predict(X), torch.stack(outputs, dim=1).detach())
    assert_gradient(model, grad, parameters)
    assert_close(deltas.hidden, torch.stack([z.grad.T for z in z_h]))
    assert_close(deltas.output, torch.stack([z.grad.T for z in z_y]))


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
    states, _ = layer(torch.tensor(X))
    expected = torch.nn.MSELoss()(head(states), torch.tensor(Y))
    expected.backward()

    value, grad = model.loss_and_grad(X, Y)
    assert value == pytest.approx(expected.item(), rel=TOLERANCE)
    assert_gradient(model, grad, pairs)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("max_norm", [None, 0.05])
def test_train_against_the_optimiser_of_pytorch(momentum, max_norm):
    X, Y = nnlib.datasets.xor_gate()
    model = MLP((2, 3, 1), rng=np.random.default_rng(2))
    parameters = tensors(model)
    nnlib.train(model, X, Y, eta=0.5, epochs=200, momentum=momentum, max_norm=max_norm)

    optimiser = torch.optim.SGD(parameters.values(), lr=0.5, momentum=momentum)
    X, Y = torch.tensor(X), torch.tensor(Y)
    for _ in range(200):
        optimiser.zero_grad()
        hidden = torch.sigmoid(X @ parameters["W[0]"].T + parameters["b[0]"])
        output = torch.sigmoid(hidden @ parameters["W[1]"].T + parameters["b[1]"])
        torch.nn.MSELoss()(output, Y).backward()
        if max_norm is not None:
            torch.nn.utils.clip_grad_norm_(parameters.values(), max_norm)
        optimiser.step()
    # PyTorch divides by the norm plus 1e-6 when it clips.
    tolerance = 1e-11 if max_norm is None else 1e-3
    for name, view in model.unpack(model.theta).items():
        np.testing.assert_allclose(view, parameters[name].detach(), rtol=tolerance)
