"""The code that chapters/pytorch.ipynb shows, taken from the notebook and checked at random points.

Only its imports, functions and classes are run here; the trainings have their own assertions in
the notebook, which `make test` runs as well.
"""

import ast
import json
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

import nnlib

NOTEBOOK = Path(__file__).parents[1] / "chapters" / "pytorch.ipynb"
DEFINITIONS = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef


@pytest.fixture(scope="module")
def cells():
    stored = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return ["".join(c["source"]) for c in stored if c["cell_type"] == "code"]


@pytest.fixture(scope="module")
def chapter(cells):
    """Names that the chapter imports and defines."""
    names = {"torch": torch}
    for source in cells:
        kept = [node for node in ast.parse(source).body if isinstance(node, DEFINITIONS)]
        exec(compile(ast.Module(kept, []), NOTEBOOK.name, "exec"), names)
    return names


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def the_cell(cells, text):
    (found,) = (source for source in cells if text in source)
    return found


def central_difference(f, at, eps=1e-6):
    return (f(at + eps) - f(at - eps)) / (2 * eps)


def central_gradient(loss, parameters):
    """Derivatives of `loss()` by every entry of every parameter, in one flat array."""
    found = []
    with torch.no_grad():
        for entries in (p.view(-1) for p in parameters):
            for k in range(len(entries)):
                before = entries[k].item()

                def nudged(value, entries=entries, k=k):
                    entries[k] = value
                    return loss().item()

                found.append(central_difference(nudged, before))
                entries[k] = before
    return np.array(found)


def test_without_torch_the_first_cell_says_what_to_do(cells, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ImportError, match="pip install torch") as caught:
        exec(cells[0], {})
    assert "no other, needs PyTorch" in str(caught.value)
    assert caught.value.__suppress_context__, "the reader would see two errors"


@pytest.mark.equation("eq-pytorch-chain")
def test_the_walk_over_the_record_ends_at_the_gradient(cells, rng, capsys):
    source = the_cell(cells, "# eq-pytorch-chain")
    for _ in range(5):
        x, start, bias = rng.normal(size=2), rng.normal(size=2), rng.normal()
        w = torch.tensor(start, requires_grad=True)
        b = torch.tensor(bias, requires_grad=True)
        (1 / (1 + torch.exp(-(w @ torch.tensor(x) + b)))).square().backward()
        names = {"torch": torch, "np": np, "x": torch.tensor(x), "w": w, "b": b}
        exec(source, names)

        def cost(nudge, k, x=x, start=start, bias=bias):
            return 1 / (1 + np.exp(-(start @ x + nudge * x[k] + bias))) ** 2

        slopes = [central_difference(lambda nudge, k=k: cost(nudge, k), 0.0) for k in range(2)]
        np.testing.assert_allclose(names["derivative"].numpy(), slopes, rtol=1e-7, atol=1e-10)
    assert capsys.readouterr().out.count("SigmoidBackward0") == 5


@pytest.mark.equation("eq-pytorch-accumulate")
def test_the_pile_is_the_sum_of_all_gradients(chapter):
    class Bowl:
        """The cost θ²/2, whose gradient is θ: the pile makes it an oscillator."""

        theta = np.array([1.0, -3.0])

        def loss_and_grad(self, *_):
            return 0.5 * self.theta @ self.theta, self.theta.copy()

    losses = chapter["piled_up"](Bowl(), None, None, 0.5, steps=6)
    theta, gradients, expected = np.array([1.0, -3.0]), [], []
    for _ in range(6):
        expected.append(0.5 * theta @ theta)
        gradients.append(theta.copy())
        theta = theta - 0.5 * sum(gradients)
    np.testing.assert_allclose(losses, expected, rtol=1e-14)


def test_without_zero_grad_torch_follows_the_pile(chapter, rng):
    X, Y = rng.normal(size=(7, 2)), rng.integers(0, 2, size=(7, 1)).astype(float)
    model = nnlib.Neuron(2, rng=rng)
    network = torch.nn.Sequential(chapter["linear"](2, 1), torch.nn.Sigmoid())
    chapter["copy_start"](model, "w b", network)
    theirs = chapter["train_without_zero_grad"](network, X, Y, 0.3, 50)
    np.testing.assert_allclose(theirs, chapter["piled_up"](model, X, Y, 0.3, 50), rtol=1e-10)


@pytest.mark.equation("eq-pytorch-spread")
def test_a_flat_target_meets_every_output(cells, rng):
    source = the_cell(cells, "# eq-pytorch-spread")
    lines = [line.strip() for line in source.splitlines()]
    start = next(k for k, line in enumerate(lines) if "eq-pytorch-spread" in line)
    a = torch.tensor(rng.uniform(size=(5, 1)), requires_grad=True)
    y = rng.integers(0, 2, size=5).astype(float)
    names = {"network": lambda X: X, "X": a, "flat": torch.tensor(y)}
    exec("\n".join(lines[start : start + 2]), names)

    outputs = a.detach().numpy()[:, 0]
    by_sums = sum((p - t) ** 2 for p in outputs for t in y) / 25
    assert names["loss"].item() == pytest.approx(by_sums, rel=1e-14)
    names["loss"].backward()
    np.testing.assert_allclose(a.grad[:, 0], 2 / 5 * (outputs - y.mean()), rtol=1e-12)


def test_flat_targets_are_warned_of_or_refused():
    with pytest.warns(UserWarning, match="target size"):
        torch.nn.functional.mse_loss(torch.zeros(5, 1), torch.zeros(5))
    with pytest.raises(ValueError, match="Y must have 2 dimensions"):
        nnlib.Neuron(2).loss_and_grad(np.zeros((5, 2)), np.zeros(5))


@pytest.fixture
def sequences(rng):
    return [torch.tensor(rng.normal(size=(4, 5, 1))) for _ in range(2)]


def test_the_loop_of_the_chapter_has_the_whole_gradient(chapter, sequences):
    network = chapter["Recurrent"]()
    chapter["copy_start"](nnlib.RNN(1, 3, 1), "W_xh b_h W_hh W_hy b_y", network)
    loss, gradient = chapter["gradient_of"](network, *sequences)
    X, Y = sequences
    slopes = central_gradient(lambda: (network(X) - Y).square().mean(), network.parameters())
    assert loss == pytest.approx((network(X) - Y).square().mean().item(), rel=1e-14)
    np.testing.assert_allclose(gradient, slopes, rtol=1e-7, atol=1e-9)


def test_the_cut_gradient_lacks_what_comes_back_from_the_next_step(chapter, sequences):
    model, network = nnlib.RNN(1, 3, 1), chapter["Cut"]()
    chapter["copy_start"](model, "W_xh b_h W_hh W_hy b_y", network)
    _, gradient = chapter["gradient_of"](network, *sequences)

    X, Y = (table.numpy() for table in sequences)
    trace = model.forward(X)
    delta_y = model.backward(trace, Y).deltas.output
    H = trace.H
    delta = np.einsum("ch,tcn->thn", model.W_hy, delta_y) * H[1:] * (1 - H[1:])  # no δ_{t+1}
    by_hand = [
        np.einsum("thn,ntd->hd", delta, X),
        delta.sum(axis=(0, 2)),
        np.einsum("thn,tkn->hk", delta, H[:-1]),
        np.einsum("tcn,thn->ch", delta_y, H[1:]),
        delta_y.sum(axis=(0, 2)),
    ]
    np.testing.assert_allclose(gradient, np.concatenate([g.ravel() for g in by_hand]), rtol=1e-11)


@pytest.mark.parametrize(("kind", "right"), [("Recurrent", True), ("Cut", False)])
def test_a_gradient_check_finds_the_cut(chapter, sequences, kind, right):
    network = chapter[kind]()
    chapter["copy_start"](nnlib.RNN(1, 3, 1), "W_xh b_h W_hh W_hy b_y", network)
    X, Y = sequences

    def cost(*parameters):
        names = dict(zip(dict(network.named_parameters()), parameters, strict=True))
        return (torch.func.functional_call(network, names, (X,)) - Y).square().mean()

    start = [p.detach().clone().requires_grad_() for p in network.parameters()]
    assert torch.autograd.gradcheck(cost, start, raise_exception=False) is right


def test_the_second_bias_doubles_the_step(chapter, rng):
    X, Y = rng.normal(size=(4, 5, 1)), rng.uniform(size=(4, 5, 1))
    network = chapter["ReadyMade"]()
    first, second = network.rnn.bias_ih_l0, network.rnn.bias_hh_l0
    before = (first + second).detach()
    chapter["train"](network, X, Y, 0.7, 1)
    np.testing.assert_allclose(first.grad, second.grad, rtol=1e-12)
    moved = (first + second).detach() - before
    np.testing.assert_allclose(moved, -2 * 0.7 * first.grad, rtol=1e-9)


def test_nn_rnn_has_two_biases_and_no_sigmoid():
    layer = torch.nn.RNN(1, 3)
    assert [n for n, _ in layer.named_parameters() if "bias" in n] == ["bias_ih_l0", "bias_hh_l0"]
    torch.nn.RNN(1, 3, nonlinearity="relu")
    with pytest.raises(ValueError, match="sigmoid"):
        torch.nn.RNN(1, 3, nonlinearity="sigmoid")


def test_on_the_separated_points_larger_weights_cost_less():
    X, Y = nnlib.datasets.linear_separable(n=100, rng=np.random.default_rng(0))
    model = nnlib.Neuron(2)
    nnlib.train(model, X, Y, eta=10.0, epochs=3000, momentum=0.9)
    assert np.all((model.predict(X) > 0.5) == (Y == 1)), "a line separates them"
    losses = []
    for _ in range(6):
        losses.append(model.loss_and_grad(X, Y)[0])
        model.theta *= 2
    assert all(np.diff(losses) < 0)


@pytest.fixture
def gated(chapter, rng):
    """An LSTM, PyTorch's layers with its numbers, and two sequences of 12 steps."""
    twin = nnlib.LSTM(1, 3, 1, rng=rng)
    X, Y = rng.normal(size=(2, 12, 1)), rng.uniform(size=(2, 12, 1))
    return twin, chapter["ready_gates"](twin), X, Y


@pytest.mark.parametrize("w", [1, 4, 5, 12])
def test_pieces_have_the_gradient_of_a_state_that_comes_from_outside(chapter, gated, w):
    twin, model, X, Y = gated
    theirs = chapter["in_pieces"](*model, torch.tensor(X), torch.tensor(Y), w).numpy()
    state, total = None, 0.0
    for start in range(0, 12, w):
        trace = twin.forward(X[:, start : start + w], state)
        targets = Y[:, start : start + w]
        total = total + twin.backward(trace, targets).grad * targets.shape[1] / 12
        state = trace.state
    ours = twin.unpack(total)
    by_hand = np.concatenate([ours[f"W_h{gate}"] for gate in "ifgo"])
    np.testing.assert_allclose(theirs, by_hand, rtol=1e-10, atol=1e-15)
    whole = twin.unpack(twin.loss_and_grad(X, Y)[1])["W_hf"]
    assert np.allclose(whole, ours["W_hf"], rtol=1e-9) is (w == 12)


def test_without_detach_the_second_piece_ends_in_an_error(gated):
    _, (layer, _), X, _ = gated
    H, state = layer(torch.tensor(X))
    H.sum().backward()
    H, _ = layer(torch.tensor(X), state)
    with pytest.raises(RuntimeError, match="second time"):
        H.sum().backward()


def test_the_more_open_the_forget_gate_the_more_pieces_miss(chapter):
    """With other starts than the page's."""
    windows = (1, 5, 20)
    found = [
        np.median([chapter["missed"](bias, seed, windows) for seed in range(20, 26)], axis=0)
        for bias in (0.0, 1.0, 3.0)
    ]
    assert np.all(np.diff(found, axis=0) > 0)


def test_packed_a_sequence_ends_where_it_ends_and_padded_it_runs_on(gated):
    _, (layer, _), X, _ = gated
    X = torch.tensor(X)
    pack = torch.nn.utils.rnn.pack_padded_sequence
    _, (alone, _) = layer(X[:1, :7])
    _, (packed, _) = layer(pack(X, torch.tensor([7, 12]), batch_first=True, enforce_sorted=False))
    H, (padded, _) = layer(X)
    assert torch.allclose(packed[0, 0], alone[0, 0], rtol=0, atol=1e-15)
    assert torch.allclose(H[0, 6], alone[0, 0], rtol=0, atol=1e-15)
    assert not torch.allclose(padded[0, 0], alone[0, 0], atol=1e-3)
