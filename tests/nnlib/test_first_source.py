"""The numbers that the first source printed, to every digit that it printed.

It trained a 2-3-1 network without biases on OR, from NumPy's legacy generator with seed 1.
"""

import numpy as np
import pytest

from nnlib import MLP, datasets, train

TRACE = """\
error at step     0: 1.960156e-01
error at step  1000: 1.651662e-01
error at step  2000: 1.593565e-01
error at step  3000: 1.550351e-01
error at step  4000: 1.511067e-01
error at step  5000: 1.465351e-01
error at step  6000: 1.392272e-01
error at step  7000: 1.234844e-01
error at step  8000: 9.350530e-02
error at step  9000: 6.205274e-02"""
HIDDEN = "[ 1.66707072  2.43454525 -1.50667653  1.66659174  2.29166158 -1.50681196]"
OUTPUT = "[ 0.70570663  2.04736287 -4.12867523]"
PREDICTIONS = ["0.334522", "0.846053", "0.849022", "0.925358"]
ERRORS = ["-0.334522", "0.153947", "0.150978", "0.074642"]


def starting_network():
    """Return the network of the source; its weights lead from row to column, ours the other way."""
    random = np.random.RandomState(1)  # the generator that the source used
    model = MLP((2, 3, 1), bias=False)
    model.W[0][:] = random.rand(2, 3).T
    model.W[1][:] = random.rand(3, 1).T
    return model


@pytest.fixture(scope="module")
def trained():
    # The source follows 0.5 (f - f₀), summed over the four examples. The mean of their squares has
    # the derivative 2/4 (f - f₀): the same number, so its learning rate is ours.
    model = starting_network()
    history = train(model, *datasets.or_gate(), eta=0.05, epochs=10_000)
    return model, history


def test_the_start_is_the_printed_one():
    model = starting_network()
    with np.printoptions(precision=8):
        assert str(model.W[1].T) == "[[0.18626021]\n [0.34556073]\n [0.39676747]]"
        assert str(model.W[0].T) == (
            "[[4.17022005e-01 7.20324493e-01 1.14374817e-04]\n"
            " [3.02332573e-01 1.46755891e-01 9.23385948e-02]]"
        )


def test_the_loss_at_every_thousandth_step_is_the_printed_one(trained):
    _, history = trained
    lines = [f"error at step {i:5d}: {history.loss[i]:10.6e}" for i in range(0, 10_000, 1000)]
    assert "\n".join(lines) == TRACE


def test_the_final_weights_are_the_printed_ones(trained):
    model, _ = trained
    with np.printoptions(precision=8, linewidth=100):
        assert str(model.W[0].T.flatten()) == HIDDEN
        assert str(model.W[1].T.flatten()) == OUTPUT


def test_the_predictions_and_errors_are_the_printed_ones(trained):
    model, _ = trained
    X, Y = datasets.or_gate()
    predictions = model.predict(X)
    assert [f"{p:.6f}" for p in predictions[:, 0]] == PREDICTIONS
    assert [f"{e:.6f}" for e in (Y - predictions)[:, 0]] == ERRORS
