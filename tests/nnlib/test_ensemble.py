"""train_ensemble against networks that are trained one after the other."""

import numpy as np
import pytest

import nnlib
from nnlib import networks

X, Y_XOR = nnlib.datasets.xor_gate()
Y_TWO = np.hstack([Y_XOR, 1 - Y_XOR])


def alone(model, Y, *, eta, epochs, size):
    """Theta and mean loss over the examples per epoch, of a loop in the order of X."""
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for k in range(0, len(X), size):
            loss, grad = model.loss_and_grad(X[k : k + size], Y[k : k + size])
            model.theta -= eta * grad
            batch_losses.append(loss * len(X[k : k + size]))
        losses.append(sum(batch_losses) / len(X))
    return model.theta, np.array(losses)


# K = 4 = N would hide an axis of networks taken for an axis of examples.
@pytest.mark.parametrize("n_networks", [1, 4, 7])
@pytest.mark.parametrize("batch_size", [None, 1, 3])
@pytest.mark.parametrize(
    ("sizes", "Y", "options"),
    [
        ((2, 3, 1), Y_XOR, {}),
        ((2, 4, 2), Y_TWO, {"activation": "tanh"}),
        ((2, 2, 2), Y_TWO, {"activation": "relu", "output": "identity"}),
    ],
)
def test_each_network_is_trained_as_if_alone(n_networks, batch_size, sizes, Y, options):
    settings = {"eta": 0.2, "epochs": 30}
    result = nnlib.train_ensemble(
        sizes,
        X,
        Y,
        n_networks=n_networks,
        rng=np.random.default_rng(3),
        batch_size=batch_size,
        **settings,
        **options,
    )
    rng = np.random.default_rng(3)
    for k in range(n_networks):
        model = nnlib.MLP(sizes, rng=rng, **options)
        theta, losses = alone(model, Y, size=batch_size or len(X), **settings)
        np.testing.assert_allclose(result.theta[k], theta, rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(result.history[:, k], losses, rtol=1e-10)
        np.testing.assert_allclose(result.loss[k], model.loss_and_grad(X, Y)[0], rtol=1e-10)


def test_networks_in_several_chunks_keep_their_order(monkeypatch):
    def run():
        rng = np.random.default_rng(0)
        return nnlib.train_ensemble((2, 3, 1), X, Y_XOR, eta=1, epochs=5, n_networks=7, rng=rng)

    together = run()
    monkeypatch.setattr(networks, "CHUNK", 2 * 12)
    for a, b in zip(together, run(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-13)


def test_start_is_used_and_left_alone():
    start = np.random.default_rng(1).normal(size=(5, 13))
    before = start.copy()
    result = nnlib.train_ensemble(
        (2, 3, 1),
        X,
        Y_XOR,
        eta=1,
        epochs=0,
        n_networks=5,
        rng=np.random.default_rng(0),
        start=start,
    )
    np.testing.assert_array_equal(result.theta, before)
    np.testing.assert_array_equal(start, before)
    assert not np.shares_memory(result.theta, start)
    assert result.history.shape == (0, 5)
    assert result.loss.shape == (5,)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"n_networks": 0}, ValueError, "n_networks must be a whole number >= 1, got 0"),
        ({"rng": 5}, TypeError, "rng must be a random generator"),
        ({"sizes": (2, 1)}, ValueError, r"three sizes \(D, H, C\)"),
        ({"bias": False}, ValueError, "biases"),
        ({"loss": "half_squared_error"}, ValueError, "loss='mse'"),
        ({"eta": 0}, ValueError, "eta must be a number > 0"),
        ({"epochs": -1}, ValueError, "epochs must be a whole number >= 0"),
        ({"batch_size": 5}, ValueError, "batch_size must be a whole number >= 1 and <= 4, got 5"),
        ({"start": np.zeros((3, 13))}, ValueError, "start must have n_networks = 2 rows, got 3"),
        ({"start": np.zeros((2, 12))}, ValueError, "start must have P = 13 columns"),
        ({"X": X[:, :1]}, ValueError, "X must have D = 2 columns"),
        ({"Y": Y_XOR[:3]}, ValueError, "same number of examples"),
    ],
)
def test_bad_input_is_named(change, error, message):
    call = {"sizes": (2, 3, 1), "X": X, "Y": Y_XOR, "eta": 1, "epochs": 1, "n_networks": 2}
    call |= {"rng": np.random.default_rng(0)} | change
    with pytest.raises(error, match=message):
        nnlib.train_ensemble(**call)
