"""200 steps of every optimizer against `torch.optim`, and weighted gradients, on random shapes."""

import numpy as np
import pytest

from nnlib import LSTM, MLP, RNN, Adam, Momentum, Neuron, train

torch = pytest.importorskip("torch")

from torch_models import cost, fill, gradients_differ, named, step_of, tensors  # noqa: E402

STEPS = 200


def models():
    """Return one of each kind and of each loss, of random shapes."""
    a, b, c = (int(v) for v in np.random.default_rng(7).integers(2, 6, size=3))
    softmax = {"output": "softmax", "loss": "cross_entropy"}
    return {
        "neuron": (Neuron(a), (b + 3,)),
        "neuron, cross-entropy": (Neuron(b, loss="cross_entropy"), (c + 3,)),
        "mlp": (MLP((a, b, c)), (7,)),
        "mlp, deep": (MLP((b, c, a, 2), activation="tanh", output="identity"), (5,)),
        "mlp, softmax": (MLP((c, a, b), activation="tanh", **softmax), (6,)),
        "mlp, no biases": (
            MLP((a, c, 1), output="tanh", loss="half_squared_error", bias=False),
            (4,),
        ),
        "rnn": (RNN(a, b, c), (3, 4)),
        "rnn, tanh": (RNN(b, c, a, activation="tanh", output="identity"), (4, 3)),
        "rnn, softmax": (RNN(c, a, b, **softmax), (2, 5)),
        "rnn, last": (RNN(a, c, b, activation="tanh", answers="last", **softmax), (5, 4)),
        "lstm": (LSTM(a, b, c), (3, 4)),
        "lstm, last": (LSTM(c, a, b, answers="last", **softmax), (5, 4)),
    }


# nnlib's optimizer, torch's, and η.
OPTIMIZERS = {
    "sgd": (lambda: None, lambda groups, lr: torch.optim.SGD(groups, lr=lr), 0.2),
    "momentum": (
        lambda: Momentum(0.9),
        lambda groups, lr: torch.optim.SGD(groups, lr=lr, momentum=0.9),
        0.05,
    ),
    "momentum of a half": (
        lambda: Momentum(0.5),
        lambda groups, lr: torch.optim.SGD(groups, lr=lr, momentum=0.5),
        0.1,
    ),
    "adam": (Adam, lambda groups, lr: torch.optim.Adam(groups, lr=lr), 0.01),
    # A long step with so large an eps makes rounding grow a millionfold: this one is short.
    "adam, other constants": (
        lambda: Adam(beta1=0.8, beta2=0.95, eps=1e-4),
        lambda groups, lr: torch.optim.Adam(groups, lr=lr, betas=(0.8, 0.95), eps=1e-4),
        0.003,
    ),
}


def clip(parameters, max_norm):
    """Shorten the gradients together; `clip_grad_norm_` divides by the norm plus 1e-6."""
    gradients = [p.grad for p in parameters.values()]
    norm = torch.linalg.vector_norm(torch.cat([g.flatten() for g in gradients]))
    if norm > max_norm:
        for gradient in gradients:
            gradient.mul_(max_norm / norm)


def torch_training(model, X, Y, optimizer, *, lr, weight_decay=0.0, max_norm=None, batches=None):
    """Return the parameters after STEPS epochs; `lr(epoch)`, and `batches(epoch)` lists rows."""
    parameters = tensors(model)
    groups = [
        {"params": [p], "weight_decay": 0.0 if name.startswith("b") else weight_decay}
        for name, p in parameters.items()
    ]
    optimizer = optimizer(groups, lr(0))
    for epoch in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = lr(epoch)
        for rows in batches(epoch) if batches else [slice(None)]:
            optimizer.zero_grad()
            cost(model, parameters, X[rows], Y[rows]).backward()
            if max_norm is not None:
                clip(parameters, max_norm)
            optimizer.step()
    return parameters


def assert_same(model, parameters):
    for name, view in named(model).items():
        expected = parameters[name].detach().numpy()
        assert np.abs(view - expected).max() <= 1e-10 * max(1.0, np.abs(expected).max()), name


OPTIONS = {
    "plain": {},
    "decay and clipping": {"weight_decay": 0.01, "max_norm": 0.05},
    "decay": {"weight_decay": 0.05},
    "clipping": {"max_norm": 0.02},
}


@pytest.mark.parametrize(
    ("name", "options"),
    [(name, o) for name in models() for o in list(OPTIONS)[: 4 if name in {"mlp", "rnn"} else 2]],
)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_two_hundred_steps(name, optimizer, options):
    model, leading = models()[name]
    X, Y = fill(model, leading, np.random.default_rng(len(name)))
    (mine, theirs, eta), options = OPTIMIZERS[optimizer], OPTIONS[options]
    expected = torch_training(model, X, Y, theirs, lr=lambda _: eta, **options)
    start = model.theta.copy()
    train(model, X, Y, eta=eta, epochs=STEPS, optimizer=mine(), **options)
    assert np.abs(model.theta - start).max() > 1e-3
    assert_same(model, expected)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("name", ["mlp", "rnn", "rnn, last"])
def test_two_hundred_steps_with_a_learning_rate_that_falls(name, optimizer):
    model, leading = models()[name]
    X, Y = fill(model, leading, np.random.default_rng(3))
    mine, theirs, eta = OPTIMIZERS[optimizer]

    def rate(epoch):
        return eta / (1 + 0.05 * epoch)

    expected = torch_training(model, X, Y, theirs, lr=rate, weight_decay=0.02)
    train(model, X, Y, eta=rate, epochs=STEPS, optimizer=mine(), weight_decay=0.02)
    assert_same(model, expected)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("name", ["neuron", "mlp, softmax", "rnn"])
def test_minibatches_in_the_same_order(name, optimizer):
    model, leading = models()[name]
    X, Y = fill(model, leading, np.random.default_rng(4))
    mine, theirs, eta = OPTIMIZERS[optimizer]
    rng = np.random.default_rng(11)

    def batches(_epoch):
        order = rng.permutation(len(X))
        return [order[k : k + 2] for k in range(0, len(X), 2)]

    expected = torch_training(model, X, Y, theirs, lr=lambda _: eta, batches=batches)
    train(
        model,
        X,
        Y,
        eta=eta,
        epochs=STEPS,
        optimizer=mine(),
        batch_size=2,
        rng=np.random.default_rng(11),
    )
    assert_same(model, expected)


# --- weights -----------------------------------------------------------------------------------


def compare_with_weights(model, X, Y, weights):
    parameters = tensors(model)
    expected = cost(model, parameters, X, Y, weights)
    expected.backward()
    loss, grad = step_of(model, X, Y, weights=weights)
    assert loss == pytest.approx(expected.item(), rel=1e-12)
    assert gradients_differ(model, grad, parameters) <= 1e-12


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", models())
def test_weights_of_examples(name, seed):
    model, leading = models()[name]
    rng = np.random.default_rng(seed)
    X, Y = fill(model, leading, rng)
    compare_with_weights(model, X, Y, rng.uniform(0.1, 3.0, leading[0]))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", ["rnn", "rnn, tanh", "rnn, softmax"])
def test_weights_of_steps(name, seed):
    model, leading = models()[name]
    rng = np.random.default_rng(seed)
    X, Y = fill(model, leading, rng)
    compare_with_weights(model, X, Y, rng.uniform(0.0, 3.0, leading))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", ["rnn", "rnn, tanh", "rnn, softmax"])
def test_a_padded_batch_is_its_sequences_one_by_one(name, seed):
    model, _ = models()[name]
    rng = np.random.default_rng(seed)
    X, Y = fill(model, (6, 9), rng)
    lengths = rng.integers(1, 10, size=6)
    inside = np.arange(9) < lengths[:, None]
    parameters = tensors(model)
    total = sum(
        T * cost(model, parameters, X[n : n + 1, :T], Y[n : n + 1, :T])
        for n, T in enumerate(lengths)
    ) / int(lengths.sum())
    total.backward()
    padded = X * inside[:, :, None], Y * inside[:, :, None]
    loss, grad = step_of(model, *padded, weights=inside)
    assert loss == pytest.approx(total.item(), rel=1e-12)
    assert gradients_differ(model, grad, parameters) <= 1e-12
