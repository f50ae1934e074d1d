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
    rows = re.findall(r"(?m)^\| (\d+) \| (?:[ABC]|A, C|B, C) \|", page)
    sections = re.findall(r"(?m)^### (\d+) ", page)
    assert rows == sections == [str(n) for n in range(1, len(rows) + 1)]
    assert len(rows) > 30


def test_each_row_names_the_sources_that_its_section_names(page):
    rows = dict(re.findall(r"(?m)^\| (\d+) \| ([ABC, ]+) \|", page))
    sections = re.split(r"(?m)^### (\d+) ", page)[1:]
    for number, text in zip(sections[::2], sections[1::2], strict=True):
        assert set(re.findall(r"\*\*([ABC])\*\*", text)) == set(rows[number].split(", ")), number


def test_each_number_that_a_section_refers_to_is_a_section(cells):
    text = "\n".join(text for _, text in cells)
    referred = re.findall(r"\bno\. (\d+)", text)
    assert referred
    assert set(referred) <= set(re.findall(r"(?m)^### (\d+) ", text))


def test_each_section_ends_in_a_check(cells):
    checks, section = {}, None
    for kind, text in cells:
        if kind == "markdown":
            for section in re.findall(r"(?m)^### (\d+) ", text):
                checks[section] = False
        elif section is not None:
            calls = {
                ast.unparse(n.func) for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call)
            }
            asserts = any(isinstance(n, ast.Assert) for n in ast.walk(ast.parse(text)))
            checks[section] |= asserts or any("np.testing.assert" in call for call in calls)
    assert [section for section, checked in checks.items() if not checked] == []


# --- A: the OR notebook ------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 4, 5, 9])
def test_no_9_the_factor_is_two_over_n(n, rng):
    model = nnlib.Neuron(2, rng=rng)
    X, Y = rng.normal(size=(n, 2)), rng.integers(0, 2, size=(n, 1)).astype(float)
    trace = model.forward(X)
    delta = model.backward(trace, Y).deltas[1]
    np.testing.assert_allclose(delta, 2 / n * (trace.a - Y.T) * trace.a * (1 - trace.a), rtol=1e-13)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_no_7_without_biases_the_origin_says_the_same_to_every_hidden_unit(activation, rng):
    origin = np.zeros((1, 2))
    bare = nnlib.MLP((2, 3, 1), activation=activation, bias=False, rng=rng).forward(origin)
    assert len(set(bare.A[1].ravel())) == 1
    model = nnlib.MLP((2, 3, 1), activation=activation, rng=rng)
    nnlib.train(model, *nnlib.datasets.or_gate(), eta=0.5, epochs=5)
    assert len(set(model.forward(origin).A[1].ravel())) == 3


def test_no_12_a_shared_bias_collects_from_both_layers(rng):
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


@pytest.mark.parametrize("n", [1, 4, 9])
def test_no_33_a_product_of_matrices_sums_over_the_examples(n, rng):
    g, delta = rng.normal(size=(n, 3)), rng.normal(size=(n, 1))
    for weight in range(3):
        by_hand = sum(delta[k, 0] * g[k, weight] for k in range(n))
        assert (g.T @ delta)[weight, 0] == pytest.approx(by_hand, rel=1e-12)


# --- B: the blog post --------------------------------------------------------------------------


@pytest.mark.parametrize("n_inputs", [1, 2, 7])
def test_no_25_a_neuron_has_a_weight_for_each_input_and_a_bias(n_inputs):
    neuron = nnlib.Neuron(n_inputs)
    assert (neuron.w.shape, neuron.b.shape, neuron.theta.shape) == (
        (n_inputs,),
        (1,),
        (n_inputs + 1,),
    )


@pytest.mark.parametrize("sizes", [(2, 2, 2), (2, 3, 2), (3, 4, 5, 1)])
def test_no_23_a_bias_and_its_gradient_have_one_shape(sizes, rng):
    model = nnlib.MLP(sizes, rng=rng)
    shapes = [b.shape for b in model.b]
    X, Y = rng.normal(size=(4, sizes[0])), rng.uniform(size=(4, sizes[-1]))
    gradient = model.unpack(model.loss_and_grad(X, Y)[1])
    assert [gradient[f"b[{l}]"].shape for l in range(len(sizes) - 1)] == shapes
    nnlib.train(model, X, Y, eta=1.0, epochs=2)
    assert [b.shape for b in model.b] == shapes
    assert model.predict(X).shape == Y.shape


@pytest.mark.parametrize(("loss", "factor"), [("mse", 1.0), ("half_squared_error", 0.5)])
def test_no_10_18_delta_is_the_derivative_of_the_named_cost(loss, factor, rng):
    w, b, x, y = rng.normal(size=2), rng.normal(), rng.normal(size=2), 1.0
    neuron = nnlib.Neuron(2, loss=loss)
    neuron.theta[:] = b, *w
    delta = neuron.backward(neuron.forward([x]), [[y]]).deltas[1].item()
    true = central_difference(lambda z: factor * (sigmoid(z) - y) ** 2, w @ x + b)
    assert delta == pytest.approx(true, rel=1e-8)
    assert np.sign(delta) == -1, "a < y, so raising z lowers the cost"


@pytest.mark.parametrize("n_inputs", [2, 100, 784])
def test_no_6_first_weights_have_both_signs_and_leave_a_slope(n_inputs, rng):
    model = nnlib.MLP((n_inputs, 30, 2), rng=rng)
    assert model.W[0].min() < 0 < model.W[0].max()
    a = model.forward(rng.random((50, n_inputs))).A[1]
    assert np.median(a * (1 - a)) > 0.1


@pytest.mark.parametrize("sizes", [(2, 3, 2), (4, 5, 6, 3), (20, 30, 20)])
def test_no_35_the_count_of_multiplications(cells, sizes):
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


def test_no_29_the_cross_entropy_of_these_points_is_strictly_convex():
    """Its second derivative is positive in every direction, here at a hundred places."""
    points, _ = nnlib.datasets.linear_separable(n=100, rng=np.random.default_rng(0))
    inputs = np.column_stack([np.ones(100), points])
    for seed in range(100):
        theta = np.random.default_rng(seed).normal(scale=3, size=3)
        a = sigmoid(inputs @ theta)
        curvature = (inputs.T * (a * (1 - a))) @ inputs / 100  # whatever the labels are
        assert np.linalg.eigvalsh(curvature).min() > 0


# --- C: the notebook with the recurrent network ------------------------------------------------


def test_no_16_what_comes_last_is_remembered_best():
    """Plain Python on one input that says nothing: the last class is what the neuron answers."""

    def answer_after(targets, eta=1.0):
        b = 0.0
        for target in targets:
            a = 1 / (1 + np.exp(-b))
            b -= eta * 2 * (a - target) * a * (1 - a)
        return 1 / (1 + np.exp(-b))

    zeros, ones = [0.0] * 50, [1.0] * 50
    assert answer_after(zeros + ones) > 0.5 > answer_after(ones + zeros)


@pytest.mark.parametrize("z", [-3.0, -0.5, 1.5, 4.0])
def test_no_3_the_slope_takes_the_output(z):
    a, true = sigmoid(z), central_difference(sigmoid, z)
    assert nnlib.activations.sigmoid_slope(a) == pytest.approx(true, rel=1e-7)
    assert nnlib.activations.sigmoid_slope(z) < 0 < true


def test_no_4_a_step_of_train_goes_down():
    model, (X, Y) = nnlib.MLP((2, 3, 1)), nnlib.datasets.xor_gate()
    before = model.loss_and_grad(X, Y)[0]
    nnlib.train(model, X, Y, eta=0.1, epochs=1)
    assert model.loss_and_grad(X, Y)[0] < before


def test_no_5_all_gradients_belong_to_the_weights_of_the_forward_pass(rng):
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


def test_no_14_the_gradient_of_the_sum_is_n_times_that_of_the_mean(rng):
    model = nnlib.RNN(1, 3, 1, rng=rng)
    X, Y = nnlib.datasets.zero_zero_one()
    single = [model.loss_and_grad(X[n : n + 1], Y[n : n + 1])[1] for n in range(4)]
    np.testing.assert_allclose(sum(single), 4 * model.loss_and_grad(X, Y)[1], rtol=1e-11)


def test_no_2_the_last_target_reaches_the_first_state_only_through_time(rng):
    """PyTorch's derivative by the first state, its path to the next step kept and cut."""
    W, V = torch.tensor(rng.normal(size=(3, 3))), torch.tensor(rng.normal(size=(1, 3)))
    start, targets = torch.tensor(rng.random(3)), torch.tensor([0.0, 1.0])
    moved = {}
    for cut in (True, False):
        found = []
        for last in (targets[1], 1 - targets[1]):
            first = start.clone().requires_grad_()
            second = torch.sigmoid(W @ (first.detach() if cut else first))
            outputs = torch.sigmoid(torch.cat([V @ first, V @ second]))
            (outputs - torch.stack([targets[0], last])).square().mean().backward()
            found.append(first.grad)
        moved[cut] = (found[1] - found[0]).abs().max().item()
    assert moved[True] == 0 < moved[False]


@pytest.mark.parametrize("n_outputs", [1, 2, 5])
def test_no_28_outputs_may_be_many(n_outputs, rng):
    model = nnlib.RNN(1, 3, n_outputs, rng=rng)
    X = rng.normal(size=(4, 2, 1))
    assert model.predict(X).shape == (4, 2, n_outputs)
    assert nnlib.check_gradient(model, X, rng.uniform(size=(4, 2, n_outputs)))[0] < 1e-7


def test_no_1_without_the_term_it_is_the_gradient_of_a_network_with_frozen_states(cells, rng):
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


def test_no_15_the_floor_of_the_notebooks_error_is_a_sixteenth():
    X, Y = nnlib.datasets.zero_zero_one()
    seen, total = {}, 0.0
    for sequence, targets in zip(X[:, :, 0], Y[:, :, 0], strict=True):
        for t, target in enumerate(targets):
            seen.setdefault(tuple(sequence[: t + 1]), []).append(target)
    for targets in seen.values():  # the best answer to what was seen so far is the mean
        total += sum(0.5 * (target - np.mean(targets)) ** 2 for target in targets)
    assert total / Y.size == 1 / 16


def test_no_36_slots_of_states_and_outputs(rng):
    model = nnlib.RNN(1, 3, 1, rng=rng)
    trace = model.forward(rng.normal(size=(4, 5, 1)))
    assert (len(trace.H), len(trace.A_y)) == (6, 5)
    for k in range(5):
        z = model.W_hy @ trace.H[k + 1] + model.b_y[:, None]
        np.testing.assert_allclose(trace.A_y[k], sigmoid(z), rtol=1e-12)
