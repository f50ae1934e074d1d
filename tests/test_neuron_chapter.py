"""The code that chapters/neuron.ipynb shows, taken from the notebook and checked at random points.

The library's formulas are checked in tests/nnlib; these are the lines that the reader copies.
"""

import contextlib
import io
import json
import math
from pathlib import Path

import numpy as np
import pytest

import nnlib
from nnlib import viz

NOTEBOOK = Path(__file__).parents[1] / "chapters" / "neuron.ipynb"


@pytest.fixture(scope="module")
def chapter():
    """Names that the chapter's code defines; its cells that draw are left out."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    names = {"np": np, "nnlib": nnlib, "viz": viz}
    with contextlib.redirect_stdout(io.StringIO()):
        for code in ("".join(c["source"]) for c in cells if c["cell_type"] == "code"):
            exec(code.split("fig, ")[0] if "import" not in code else "", names)
    return names


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def central_difference(f, at, eps=1e-6):
    return (f(at + eps) - f(at - eps)) / (2 * eps)


def draw(rng, n_inputs=3, n_examples=7):
    X1 = np.vstack([np.ones(n_examples), rng.normal(size=(n_inputs, n_examples))])
    return rng.normal(size=n_inputs + 1), X1, rng.integers(0, 2, n_examples).astype(float)


def plain_forward(theta, X1):
    """z and a of every example, in plain Python."""
    z = [sum(t * x for t, x in zip(theta, column, strict=True)) for column in X1.T]
    return z, [1 / (1 + math.exp(-v)) for v in z]


@pytest.mark.equation("eq-neuron-sigmoid")
@pytest.mark.equation("eq-neuron-sigmoid-slope")
def test_sigmoid_and_its_slope(chapter, rng):
    for z in rng.normal(size=20) * 3:
        a = chapter["sigmoid"](z)
        assert a == pytest.approx(1 / (1 + math.exp(-z)), rel=1e-14)
        assert chapter["sigmoid_slope"](a) == pytest.approx(
            central_difference(chapter["sigmoid"], z), rel=1e-7
        )


@pytest.mark.equation("eq-neuron-cost")
@pytest.mark.equation("eq-neuron-chain-rule")
@pytest.mark.equation("eq-neuron-delta")
def test_three_factors_multiply_to_the_derivative_of_the_cost(chapter, rng):
    theta, X1, y = draw(rng, n_examples=1)
    _, [a] = plain_forward(theta, X1)
    delta = 2 * (a - y[0]) * chapter["sigmoid_slope"](a)

    def cost(parameter, k):
        return (plain_forward(np.where(np.arange(4) == k, parameter, theta), X1)[1][0] - y[0]) ** 2

    for k in range(4):
        slope = central_difference(lambda parameter, k=k: cost(parameter, k), theta[k])
        assert delta * X1[k, 0] == pytest.approx(slope, rel=1e-7, abs=1e-10)
    loss, gradient = chapter["loss_and_gradient"](theta, X1, y)
    assert loss == pytest.approx(cost(theta[0], 0), rel=1e-13)
    np.testing.assert_allclose(gradient, delta * X1[:, 0], rtol=1e-12)


@pytest.mark.equation("eq-neuron-z")
@pytest.mark.equation("eq-neuron-a")
@pytest.mark.equation("eq-neuron-cost-batch")
@pytest.mark.equation("eq-neuron-delta-batch")
@pytest.mark.equation("eq-neuron-gradient")
def test_batch_code_is_the_sum_over_examples(chapter, rng):
    theta, X1, y = draw(rng)
    _, a = plain_forward(theta, X1)
    loss, gradient = chapter["loss_and_gradient"](theta, X1, y)
    assert loss == pytest.approx(sum((a - y) ** 2) / len(y), rel=1e-13)
    delta = [2 / len(y) * (p - t) * p * (1 - p) for p, t in zip(a, y, strict=True)]
    by_sums = [sum(d * x for d, x in zip(delta, row, strict=True)) for row in X1]
    np.testing.assert_allclose(gradient, by_sums, rtol=1e-12)
    np.testing.assert_allclose(
        gradient,
        [
            central_difference(
                lambda t, k=k: np.mean(
                    (np.array(plain_forward([*theta[:k], t, *theta[k + 1 :]], X1)[1]) - y) ** 2
                ),
                theta[k],
            )
            for k in range(4)
        ],
        rtol=1e-6,
        atol=1e-9,
    )


@pytest.mark.equation("eq-neuron-central-difference")
def test_nudged_gradient_is_exact_for_a_parabola(chapter):
    # A central difference has no error on a polynomial of degree 2, but for rounding.
    gradient = chapter["nudged_gradient"](
        lambda t: t[0] ** 2 + 3 * t[0] * t[1], np.array([0.5, -2.0])
    )
    np.testing.assert_allclose(gradient, [2 * 0.5 + 3 * -2.0, 3 * 0.5], rtol=1e-8)


@pytest.mark.equation("eq-neuron-cross-entropy")
@pytest.mark.equation("eq-neuron-delta-cross-entropy")
def test_cross_entropy_loses_its_slope(chapter, rng):
    theta, X1, y = draw(rng)

    def cost(t):
        a = plain_forward(t, X1)[1]
        terms = [-math.log(p) if t else -math.log(1 - p) for p, t in zip(a, y, strict=True)]
        return sum(terms) / len(y)

    loss, gradient = chapter["cross_entropy_and_gradient"](theta, X1, y)
    assert loss == pytest.approx(cost(theta), rel=1e-13)
    for k in range(4):
        slope = central_difference(lambda t, k=k: cost([*theta[:k], t, *theta[k + 1 :]]), theta[k])
        assert gradient[k] == pytest.approx(slope, rel=1e-6, abs=1e-9)


@pytest.mark.equation("eq-neuron-update")
def test_one_step_of_train_subtracts_eta_times_the_gradient(chapter, rng):
    theta, X1, y = draw(rng)
    neuron = nnlib.Neuron(3)
    neuron.theta = theta
    nnlib.train(neuron, X1[1:].T, y[:, None], eta=0.7, epochs=1)
    gradient = chapter["loss_and_gradient"](theta, X1, y)[1]
    np.testing.assert_allclose(neuron.theta, theta - 0.7 * gradient, rtol=1e-12)


@pytest.mark.equation("eq-neuron-threshold")
def test_gates_and_half_adder_are_right(chapter):
    tables = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "NAND": (1, 1, 1, 0)}
    for gate, (w, b) in chapter["GATES"].items():
        corners = [(p, q) for p in (0, 1) for q in (0, 1)]
        assert tuple(chapter["perceptron"](x, w, b) for x in corners) == tables[gate]
    for p in (0, 1):
        for q in (0, 1):
            assert chapter["half_adder"](p, q) == (p ^ q, p & q)
            assert chapter["nand"](p, q) == 1 - (p & q)
