"""LSTM against torch.nn.LSTM in float64: losses, gradients, states, masks, long sequences."""

import numpy as np
import pytest

from nnlib import LSTM, train

torch = pytest.importorskip("torch")

from torch_models import (  # noqa: E402
    HEADS,
    cost,
    fill,
    gradients_differ,
    loss_of,
    tensors,
    with_gates,
)

TOLERANCE = 1e-12
SOFTMAX = {"output": "softmax", "loss": "cross_entropy"}


def assert_close(actual, expected):
    """Compare to 1e-12 of the largest entry; where all units of relu are off, both are 0."""
    expected = expected.detach().numpy()
    assert actual.shape == expected.shape
    assert np.abs(actual - expected).max() <= TOLERANCE * np.abs(expected).max()


def compare(model, X, Y, weights=None):
    """Compare loss, gradient and answers with those of torch from the same numbers."""
    parameters = tensors(model)
    expected = cost(model, parameters, X, Y, weights)
    expected.backward()
    value, grad = model.loss_and_grad(X, Y, weights=weights)
    assert value == pytest.approx(expected.item(), rel=TOLERANCE)
    assert gradients_differ(model, grad, parameters) <= TOLERANCE
    a = with_gates(model, parameters, X)[1]
    assert_close(model.predict(X), a[:, -1] if model.answers == "last" else a)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("answers", ["each", "last"])
@pytest.mark.parametrize(("output", "loss"), HEADS)
def test_losses_gradients_and_answers(output, loss, answers, seed):
    rng = np.random.default_rng(seed)
    n_in, n_hidden, n_out, n, time = (int(v) for v in rng.integers(1, 6, size=5))
    options = {"output": output, "loss": loss, "answers": answers}
    model = LSTM(n_in, n_hidden, n_out + (output == "softmax"), **options)
    compare(model, *fill(model, (1, 6) if seed == 0 else (n, time), rng))


@pytest.mark.parametrize("answers", ["each", "last"])
@pytest.mark.parametrize(("time", "forget_bias"), [(40, 0.0), (120, 3.0), (300, 1.0), (300, 5.0)])
def test_long_sequences(time, forget_bias, answers):
    rng = np.random.default_rng(time)
    model = LSTM(3, 5, 4, answers=answers, forget_bias=forget_bias, rng=rng, **SOFTMAX)
    started = model.theta.copy()
    X, Y = fill(model, (4, time), rng)
    model.theta = started
    compare(model, X, Y)


@pytest.mark.parametrize("seed", range(3))
def test_sequences_of_several_lengths(seed):
    rng = np.random.default_rng(seed)
    model = LSTM(3, 4, 5, **SOFTMAX)
    X, Y = fill(model, (6, 9), rng)
    lengths = rng.integers(1, 10, 6)
    mask = (np.arange(9) < lengths[:, None]).astype(float)
    compare(model, X, Y, weights=mask)
    # What stands in steps that do not exist changes nothing.
    loss, grad = model.loss_and_grad(X, Y, weights=mask)
    other = X + 3.0 * (1.0 - mask[..., None])
    same = model.loss_and_grad(other, Y, weights=mask)
    assert (loss, grad.tolist()) == (same[0], same[1].tolist())
    # Nor do they cost anything: each sequence by itself, cut where it ends.
    alone = [
        model.loss_and_grad(X[n : n + 1, :length], Y[n : n + 1, :length])
        for n, length in enumerate(lengths)
    ]
    share = lengths / lengths.sum()
    assert loss == pytest.approx(sum(w * a[0] for w, a in zip(share, alone, strict=True)))
    together = sum(w * a[1] for w, a in zip(share, alone, strict=True))
    assert np.abs(grad - together).max() <= TOLERANCE * np.abs(grad).max()


def test_ten_steps_of_training_with_masks():
    """Optimizers are tested on other models; here `train` gives an LSTM its gradient."""
    rng = np.random.default_rng(4)
    model = LSTM(3, 4, 5, **SOFTMAX)
    X, Y = fill(model, (6, 9), rng)
    mask = (np.arange(9) < rng.integers(1, 10, (6, 1))).astype(float)
    parameters = tensors(model)
    for _ in range(10):
        gradients = torch.autograd.grad(cost(model, parameters, X, Y, mask), parameters.values())
        with torch.no_grad():
            for parameter, gradient in zip(parameters.values(), gradients, strict=True):
                parameter.sub_(0.5 * gradient)
    train(model, X, Y, eta=0.5, epochs=10, weights=mask)
    for name, parameter in parameters.items():
        assert_close(getattr(model, name), parameter)


@pytest.mark.parametrize("answers", ["each", "last"])
@pytest.mark.parametrize("seed", range(3))
def test_a_pass_from_a_state(seed, answers):
    rng = np.random.default_rng(seed)
    model = LSTM(2, 3, 4, answers=answers, **SOFTMAX)
    X, Y = fill(model, (5, 7), rng)
    state = tuple(rng.uniform(-1.0, 1.0, (2, 5, 3)))
    parameters = tensors(model)
    z, a, (h, c) = with_gates(model, parameters, X, state)
    loss_of(model, z.flatten(0, 1), a.flatten(0, 1), Y.reshape(-1, 4)).backward()

    trace = model.forward(X, state)
    assert gradients_differ(model, model.backward(trace, Y).grad, parameters) <= TOLERANCE
    assert_close(trace.state[0], h[0])
    assert_close(trace.state[1], c[0])
    going_on = state
    for t in range(7):
        output, going_on = model.step(X[:, t], going_on)
    assert_close(output, a[:, -1])
    assert_close(going_on[1], c[0])


def test_its_parameters_are_those_of_torch_in_another_order_and_with_one_bias():
    """Handed over by name, as the chapter on PyTorch does."""
    layer = torch.nn.LSTM(3, 4, batch_first=True, dtype=torch.float64)
    head = torch.nn.Linear(4, 2, dtype=torch.float64)
    model = LSTM(3, 4, 2, output="identity")
    parts = [p.detach().numpy() for p in layer.parameters()]
    for k, gate in enumerate("ifgo"):
        rows = slice(4 * k, 4 * k + 4)
        setattr(model, f"W_x{gate}", parts[0][rows])
        setattr(model, f"W_h{gate}", parts[1][rows])
        setattr(model, f"b_{gate}", parts[2][rows] + parts[3][rows])
    model.W_hy, model.b_y = (p.detach().numpy() for p in head.parameters())
    X = np.random.default_rng(0).normal(size=(5, 9, 3))
    assert_close(model.predict(X), head(layer(torch.tensor(X))[0]))
