"""What chapters/errata.ipynb says about the sources, checked once more by other means.

The notebook asserts each point in the open, mostly against nnlib; here the judges are plain Python,
central differences and PyTorch. Its cells themselves are run by `make test` like all others.
"""

import ast
import json
import re
from pathlib import Path

import numpy as np
import pytest
import torch

import nnlib

NOTEBOOK = Path(__file__).parents[1] / "chapters" / "errata.ipynb"
WITHOUT_CODE = {"B17"}  # the numbering of figures


@pytest.fixture(scope="module")
def cells():
    stored = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return [(cell["cell_type"], "".join(cell["source"])) for cell in stored]


@pytest.fixture(scope="module")
def page(cells):
    return "\n".join(text for kind, text in cells if kind == "markdown")


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def central_difference(f, at, eps=1e-6):
    return (f(at + eps) - f(at - eps)) / (2 * eps)


# --- the page ----------------------------------------------------------------------------------


def test_each_row_of_the_overview_has_a_section_and_each_section_a_row(page):
    rows = re.findall(r"(?m)^\| ([ABC]\d+) \|", page)
    sections = re.findall(r"(?m)^### ([ABC]\d+) ", page)
    assert rows == sections
    assert len(set(rows)) == len(rows) > 30
    for letter in "ABC":
        numbers = [int(row[1:]) for row in rows if row[0] == letter]
        assert numbers == list(range(1, len(numbers) + 1))


def test_each_section_ends_in_a_check(cells):
    checks, section = {}, None
    for kind, text in cells:
        if kind == "markdown":
            for section in re.findall(r"(?m)^### ([ABC]\d+) ", text):
                checks[section] = False
        elif section is not None:
            calls = {
                ast.unparse(n.func) for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call)
            }
            asserts = any(isinstance(n, ast.Assert) for n in ast.walk(ast.parse(text)))
            checks[section] |= asserts or any("np.testing.assert" in call for call in calls)
    assert {section for section, checked in checks.items() if not checked} == WITHOUT_CODE


# --- A: the OR notebook ------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 4, 5, 9])
def test_a1_the_factor_is_two_over_n(n, rng):
    model = nnlib.Neuron(2, rng=rng)
    X, Y = rng.normal(size=(n, 2)), rng.integers(0, 2, size=(n, 1)).astype(float)
    trace = model.forward(X)
    delta = model.backward(trace, Y).deltas[1]
    np.testing.assert_allclose(delta, 2 / n * (trace.a - Y.T) * trace.a * (1 - trace.a), rtol=1e-13)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_a2_without_biases_the_origin_says_the_same_to_every_hidden_unit(activation, rng):
    origin = np.zeros((1, 2))
    bare = nnlib.MLP((2, 3, 1), activation=activation, bias=False, rng=rng).forward(origin)
    assert len(set(bare.A[1].ravel())) == 1
    model = nnlib.MLP((2, 3, 1), activation=activation, rng=rng)
    nnlib.train(model, *nnlib.datasets.or_gate(), eta=0.5, epochs=5)
    assert len(set(model.forward(origin).A[1].ravel())) == 3


def test_a3_a_shared_bias_collects_from_both_layers(rng):
    X, Y = (torch.tensor(table) for table in nnlib.datasets.or_gate())
    v, w = (torch.tensor(rng.random(shape)) for shape in ((2, 3), (3, 1)))
    bias = torch.tensor(0.0, dtype=torch.float64, requires_grad=True)
    hidden = X @ v + bias
    output = torch.sigmoid(hidden) @ w + bias
    hidden.retain_grad()
    output.retain_grad()
    (torch.sigmoid(output) - Y).square().mean().backward()
    both = output.grad.sum() + hidden.grad.sum()
    assert bias.grad.item() == pytest.approx(both.item(), rel=1e-12)
    assert abs(output.grad.sum().item() / bias.grad.item() - 1) > 0.1


def test_a7_torch_refuses_to_mix_32_and_64_bits():
    with pytest.raises(RuntimeError, match="dtype"):
        torch.ones(4, 2, dtype=torch.float32) @ torch.ones(2, 3, dtype=torch.float64)
    assert (np.ones((4, 2), dtype="float32") @ np.ones((2, 3))).dtype == np.float64


def test_a7_nnlib_computes_in_64_bits_whatever_comes_in():
    X = np.full((1, 2), 0.1, dtype=np.float32)
    assert nnlib.Neuron(2).forward(X).x.dtype == np.float64


# --- B: the blog post --------------------------------------------------------------------------


@pytest.mark.parametrize("n_inputs", [1, 2, 7])
def test_b1_a_neuron_has_a_weight_for_each_input_and_a_bias(n_inputs):
    neuron = nnlib.Neuron(n_inputs)
    assert (neuron.w.shape, neuron.b.shape, neuron.theta.shape) == (
        (n_inputs,),
        (1,),
        (n_inputs + 1,),
    )


@pytest.mark.parametrize("sizes", [(2, 2, 2), (2, 3, 2), (3, 4, 5, 1)])
def test_b5_a_bias_and_its_gradient_have_one_shape(sizes, rng):
    model = nnlib.MLP(sizes, rng=rng)
    shapes = [b.shape for b in model.b]
    X, Y = rng.normal(size=(4, sizes[0])), rng.uniform(size=(4, sizes[-1]))
    gradient = model.unpack(model.loss_and_grad(X, Y)[1])
    assert [gradient[f"b[{l}]"].shape for l in range(len(sizes) - 1)] == shapes
    nnlib.train(model, X, Y, eta=1.0, epochs=2)
    assert [b.shape for b in model.b] == shapes
    assert model.predict(X).shape == Y.shape


@pytest.mark.parametrize(("loss", "factor"), [("mse", 1.0), ("half_squared_error", 0.5)])
def test_b9_b10_delta_is_the_derivative_of_the_named_cost(loss, factor, rng):
    w, b, x, y = rng.normal(size=2), rng.normal(), rng.normal(size=2), 1.0
    neuron = nnlib.Neuron(2, loss=loss)
    neuron.theta[:] = b, *w
    delta = neuron.backward(neuron.forward([x]), [[y]]).deltas[1].item()
    true = central_difference(lambda z: factor * (sigmoid(z) - y) ** 2, w @ x + b)
    assert delta == pytest.approx(true, rel=1e-8)
    assert np.sign(delta) == -1, "a < y, so raising z lowers the cost"


@pytest.mark.parametrize("n_inputs", [2, 100, 784])
def test_b11_first_weights_have_both_signs_and_leave_a_slope(n_inputs, rng):
    model = nnlib.MLP((n_inputs, 30, 2), rng=rng)
    assert model.W[0].min() < 0 < model.W[0].max()
    a = model.forward(rng.random((50, n_inputs))).A[1]
    assert np.median(a * (1 - a)) > 0.1


@pytest.mark.parametrize("sizes", [(2, 3, 2), (4, 5, 6, 3), (20, 30, 20)])
def test_b13_the_count_of_multiplications(cells, sizes):
    (source,) = (text for kind, text in cells if "def multiplications" in text)
    definition = [n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)]
    names = {}
    exec("from itertools import pairwise", names)
    exec(compile(ast.Module(definition, []), NOTEBOOK.name, "exec"), names)

    counted = 0
    for l in range(1, len(sizes)):
        for _ in range(sizes[l] * sizes[l - 1]):
            counted += 2  # weight times input, delta times input
            counted += l > 1  # weight times delta
    assert names["multiplications"](sizes) == counted


# --- C: the notebook with the recurrent network ------------------------------------------------


@pytest.mark.parametrize("z", [-3.0, -0.5, 1.5, 4.0])
def test_c1_the_slope_takes_the_output(z):
    a, true = sigmoid(z), central_difference(sigmoid, z)
    assert nnlib.activations.sigmoid_slope(a) == pytest.approx(true, rel=1e-7)
    assert nnlib.activations.sigmoid_slope(z) < 0 < true


def test_c2_a_step_of_train_goes_down():
    model, (X, Y) = nnlib.MLP((2, 3, 1)), nnlib.datasets.xor_gate()
    before = model.loss_and_grad(X, Y)[0]
    nnlib.train(model, X, Y, eta=0.1, epochs=1)
    assert model.loss_and_grad(X, Y)[0] < before


def test_c3_all_gradients_belong_to_the_weights_of_the_forward_pass(rng):
    model = nnlib.MLP((2, 3, 1), loss="half_squared_error", rng=rng)
    X, Y = nnlib.datasets.xor_gate()
    start = model.theta.copy()
    v, c, w, d = (
        torch.tensor(np.array(p)) for p in (model.W[0], model.b[0], model.W[1], model.b[1])
    )
    for parameter in (v, c, w, d):
        parameter.requires_grad_()
    hidden = torch.sigmoid(torch.tensor(X) @ v.T + c)
    (0.5 * (torch.sigmoid(hidden @ w.T + d) - torch.tensor(Y)) ** 2).mean().backward()
    nnlib.train(model, X, Y, eta=10.0, epochs=1)
    moved = model.unpack((start - model.theta) / 10.0)
    np.testing.assert_allclose(moved["W[0]"], v.grad, rtol=1e-10, atol=1e-15)
    np.testing.assert_allclose(moved["W[1]"], w.grad, rtol=1e-10, atol=1e-15)


def test_c5_the_gradient_of_the_sum_is_n_times_that_of_the_mean(rng):
    model = nnlib.RNN(1, 3, 1, rng=rng)
    X, Y = nnlib.datasets.zero_zero_one()
    single = [model.loss_and_grad(X[n : n + 1], Y[n : n + 1])[1] for n in range(4)]
    np.testing.assert_allclose(sum(single), 4 * model.loss_and_grad(X, Y)[1], rtol=1e-11)


@pytest.mark.parametrize("n_outputs", [1, 2, 5])
def test_c8_outputs_may_be_many(n_outputs, rng):
    model = nnlib.RNN(1, 3, n_outputs, rng=rng)
    X = rng.normal(size=(4, 2, 1))
    assert model.predict(X).shape == (4, 2, n_outputs)
    assert nnlib.check_gradient(model, X, rng.uniform(size=(4, 2, n_outputs)))[0] < 1e-7


def test_c9_without_the_term_it_is_the_gradient_of_a_network_with_frozen_states(cells, rng):
    """Nudge each weight while every h_{t-1} stays what it was: that is what is computed there."""
    (source,) = (text for kind, text in cells if "def without_the_term" in text)
    definitions = [n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)]
    names = {"np": np, "nnlib": nnlib}
    exec(compile(ast.Module(definitions, []), NOTEBOOK.name, "exec"), names)

    model = nnlib.RNN(2, 3, 1, rng=rng)
    X, Y = rng.normal(size=(4, 5, 2)), rng.uniform(size=(4, 5, 1))
    frozen = model.forward(X).H[:-1].copy()

    def loss_at(theta):
        p = model.unpack(theta)
        total = 0.0
        for t in range(5):
            z = p["W_xh"] @ X[:, t].T + p["W_hh"] @ frozen[t] + p["b_h"][:, None]
            a = sigmoid(p["W_hy"] @ sigmoid(z) + p["b_y"][:, None])
            total += np.sum((a - Y[:, t].T) ** 2)
        return total / Y.size

    frozen_gradient = model.unpack(
        np.array(
            [
                central_difference(
                    lambda entry, k=k: loss_at(
                        np.where(np.arange(len(model.theta)) == k, entry, model.theta)
                    ),
                    model.theta[k],
                )
                for k in range(len(model.theta))
            ]
        )
    )
    for name, part in names["without_the_term"](model, X, Y).items():
        np.testing.assert_allclose(part, frozen_gradient[name], rtol=1e-6, atol=1e-9)
    right = model.unpack(model.loss_and_grad(X, Y)[1])["W_hh"]
    off = np.linalg.norm(frozen_gradient["W_hh"] - right) / np.linalg.norm(right)
    assert off > 0.01


def test_c12_the_floor_of_the_notebooks_error_is_a_sixteenth():
    X, Y = nnlib.datasets.zero_zero_one()
    seen, total = {}, 0.0
    for sequence, targets in zip(X[:, :, 0], Y[:, :, 0], strict=True):
        for t, target in enumerate(targets):
            seen.setdefault(tuple(sequence[: t + 1]), []).append(target)
    for targets in seen.values():  # the best answer to what was seen so far is the mean
        total += sum(0.5 * (target - np.mean(targets)) ** 2 for target in targets)
    assert total / Y.size == 1 / 16


def test_c13_slots_of_states_and_outputs(rng):
    model = nnlib.RNN(1, 3, 1, rng=rng)
    trace = model.forward(rng.normal(size=(4, 5, 1)))
    assert (len(trace.H), len(trace.A_y)) == (6, 5)
    for k in range(5):
        z = model.W_hy @ trace.H[k + 1] + model.b_y[:, None]
        np.testing.assert_allclose(trace.A_y[k], sigmoid(z), rtol=1e-12)
