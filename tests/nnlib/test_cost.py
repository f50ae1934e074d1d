"""What a training step costs, counted and not timed: a slower design cannot slip in unseen.

The numbers are those of today. Whoever makes a step cheaper lowers them here; whoever makes one
dearer has to say in the commit why it is worth it.
"""

import collections
import subprocess
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

import nnlib
from nnlib import MLP, RNN, Neuron, datasets, train, train_ensemble
from nnlib.batches import Batches
from nnlib.model import cut

calls = collections.Counter()


class Counted(np.ndarray):
    """An array that counts what NumPy is asked to do with it."""

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **options):
        calls["ufunc"] += 1
        inputs = [a.view(np.ndarray) if isinstance(a, Counted) else a for a in inputs]
        if out is not None:
            options["out"] = tuple(a.view(np.ndarray) for a in out)
        answer = getattr(ufunc, method)(*inputs, **options)
        if out is not None:
            return out[0]
        return answer.view(Counted) if isinstance(answer, np.ndarray) else answer

    def __array_function__(self, function, types, arguments, options):
        calls["function"] += 1
        return super().__array_function__(function, types, arguments, options)

    def dot(self, other, out=None):
        calls["product"] += 1
        plain = None if out is None else out.view(np.ndarray)
        answer = np.dot(self.view(np.ndarray), np.asarray(other), out=plain)
        return answer.view(Counted)

    def __setitem__(self, place, values):
        calls["copy"] += 1
        self.view(np.ndarray)[place] = values

    def copy(self, order="C"):
        calls["copy"] += 1
        return super().copy(order)

    def reshape(self, *shape):
        answer = super().reshape(*shape)
        calls["copy"] += not np.shares_memory(*(a.view(np.ndarray) for a in (answer, self)))
        return answer


@pytest.fixture
def cost(monkeypatch):
    """Return a function that counts what one epoch costs: the third of three, after two."""
    for name in ("empty", "zeros", "ones", "empty_like", "zeros_like"):
        make = getattr(np, name)
        monkeypatch.setattr(
            np, name, lambda *args, make=make, **options: make(*args, **options).view(Counted)
        )

    def count(model, X, Y, **options):
        model.__setstate__({"_theta": model.theta.copy().view(Counted)})
        counts = []
        for epochs in (2, 3):
            calls.clear()
            train(model, X, Y, eta=0.01, epochs=epochs, **options)
            counts.append(calls.copy())
        return dict(counts[1] - counts[0])

    return count


GATE, LINE = datasets.xor_gate(), datasets.linear_separable(20, rng=np.random.default_rng(0))


def sequences(T):
    rng = np.random.default_rng(0)
    return rng.random((5, T, 2)), rng.random((5, T, 3))


# A sigmoid is 4 calls and its slope 2; the loss with its delta takes 3 more (and 1 function, vdot);
# a hidden delta takes 1 more, and the update of all weights together 2.
NEURON = {"ufunc": 11, "product": 2, "function": 1}
TWO_LAYERS = {"ufunc": 18, "product": 5, "function": 1, "copy": 1}
RECURRENT = {"ufunc": 25, "product": 8, "function": 1, "copy": 8}
STEPS = {
    "neuron": (Neuron(2), LINE, NEURON),
    "two layers": (MLP((2, 3, 1)), GATE, TWO_LAYERS),
    "three layers": (MLP((2, 3, 3, 1)), GATE, {**TWO_LAYERS, "ufunc": 25, "product": 8, "copy": 2}),
    "two outputs": (MLP((2, 3, 2)), (LINE[0], np.hstack([LINE[1], LINE[1]])), TWO_LAYERS),
    "no biases": (MLP((2, 3, 1), bias=False), GATE, TWO_LAYERS),
    "recurrent, T = 2": (RNN(2, 3, 3), sequences(2), RECURRENT),
    "recurrent, T = 9": (
        RNN(2, 3, 3),
        sequences(9),
        {"ufunc": 25 + 7 * 6, "product": 8 + 7 * 2, "function": 1, "copy": 8 + 7},
    ),
}


@pytest.mark.parametrize(("model", "data", "expected"), STEPS.values(), ids=STEPS.keys())
def test_a_step_asks_numpy_no_more_than_today(cost, model, data, expected):
    assert cost(model, *data) == expected


@pytest.mark.parametrize(
    ("options", "more"),
    [({"momentum": 0.9}, {"ufunc": 2}), ({"max_norm": 1.0}, {"ufunc": 1, "function": 1})],
    ids=["momentum", "clipping"],
)
def test_what_an_option_costs(cost, options, more):
    expected = collections.Counter(TWO_LAYERS) + collections.Counter(more)
    assert cost(MLP((2, 3, 1)), *GATE, **options) == expected


def test_an_epoch_shuffles_all_examples_in_two_calls(cost):
    batches = {"batch_size": 5, "rng": np.random.default_rng(0)}
    expected = {name: 4 * count for name, count in TWO_LAYERS.items()}
    expected["function"] += 2
    assert cost(MLP((2, 3, 1)), *LINE, **batches) == expected


def test_batches_of_one_shape_share_one_room():
    model = MLP((2, 3, 1))
    x, y = np.ones((3, 11)), np.ones((1, 11))
    triples = Batches(model, x, y, 4).epoch()
    assert [part.shape[1] for part, _, _ in triples] == [4, 4, 3]
    assert triples[0][2] is triples[1][2]
    assert all(np.shares_memory(part, x) for part, _, _ in triples)


def instructions(action):
    """Count the instructions of Python's machine that nnlib's own code executes meanwhile."""
    folder, count = str(Path(nnlib.__file__).parent), 0

    def trace(frame, event, _):
        nonlocal count
        if not frame.f_code.co_filename.startswith(folder):
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    ("model", "data", "today"),
    [(Neuron(2), LINE, 154), (MLP((2, 3, 1)), GATE, 308), (RNN(2, 3, 3), sequences(2), 644)],
    ids=["neuron", "mlp", "rnn"],
)
def test_a_step_takes_no_more_instructions_than_today(model, data, today):
    two, three = (
        instructions(lambda epochs=epochs: train(model, *data, eta=0.01, epochs=epochs))
        for epochs in (2, 3)
    )
    # Versions of Python differ by some per cent in how they put the same lines.
    assert three - two <= 1.15 * today
    assert three - two >= 0.75 * today, "cheaper: lower the number here"


def test_networks_beside_each_other_cost_no_more_instructions():
    def run(n_networks, n_examples):
        X, Y = datasets.circle(n_examples, rng=np.random.default_rng(0))
        options = {"eta": 0.1, "n_networks": n_networks, "rng": np.random.default_rng(0)}
        two, three = (
            instructions(
                lambda epochs=epochs: train_ensemble((2, 3, 2), X, Y, epochs=epochs, **options)
            )
            for epochs in (2, 3)
        )
        return three - two

    assert run(2, 10) == run(40, 10) == run(2, 50)


def test_a_large_step_needs_little_memory_besides_its_room():
    """784-100-10: what a step makes, beside θ, its gradient, the columns and the room."""
    rng = np.random.default_rng(0)
    model = MLP((784, 100, 10), output="softmax", loss="cross_entropy", rng=rng)
    x = model._inputs(rng.random((128, 784)))
    y = model._targets(np.eye(10)[rng.integers(0, 10, 128)], x.shape)
    room, blocks = model._room(x.shape), cut(np.empty_like(model.theta), model._shapes)
    model._backward(model._forward(x, room), y, blocks)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    model._backward(model._forward(x, room), y, blocks)
    peak = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    assert peak < 4.5 * model.W[0].shape[0] * 128 * 8  # a hidden layer's z, a or δ: 128 columns


FAULTS = """
import resource
import numpy as np
from nnlib import RNN, train

def faults(epochs):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    train(model, X, Y, eta=0.01, epochs=epochs)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

rng = np.random.default_rng(0)
X, Y = rng.random((32, 50, 4)), rng.random((32, 50, 2))
model = RNN(4, 32, 2, rng=rng)
faults(5)
print((faults(45) - faults(5)) / 40)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="counts pages as Linux does")
def test_a_large_step_does_not_fetch_its_memory_anew():
    """In a process that loads nothing else: a library such as PyTorch would hide it."""
    root = str(Path(nnlib.__file__).parents[1])
    command = [sys.executable, "-c", FAULTS]
    answer = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert float(answer.stdout) < 50  # pages of 4 KiB; 500 without the large array of batches.py
