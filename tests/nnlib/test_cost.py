"""What a training costs, counted and not timed: a slower design cannot slip in unseen.

Each number is what the library needed when it was written; a fifth more is allowed, and less is
welcome. Whoever makes a step dearer than that says in the commit why it is worth it.
"""

import collections
import subprocess
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

import nnlib
from nnlib import MLP, RNN, Adam, Momentum, Neuron, check_gradient, datasets, train, train_ensemble

MARGIN = 1.2

# --- what NumPy is asked to do -----------------------------------------------------------------

calls = collections.Counter()


class Counted(np.ndarray):
    """An array that counts what NumPy is asked to do with it."""

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **options):
        calls["product" if ufunc is np.matmul else "ufunc"] += 1
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
def counting(monkeypatch):
    """Let every array that is made count from now on: those of a model made in the test too."""
    for name in ("empty", "zeros", "ones", "empty_like", "zeros_like", "ascontiguousarray"):
        make = getattr(np, name)
        monkeypatch.setattr(
            np, name, lambda *args, make=make, **options: make(*args, **options).view(Counted)
        )
    calls.clear()


def an_epoch(model, X, Y, **options):
    """Count what one epoch costs: the third of three, after two."""
    counts = []
    for epochs in (2, 3):
        fresh = {k: make() if callable(make) else make for k, make in options.items()}
        calls.clear()
        train(model, X, Y, eta=0.01, epochs=epochs, **fresh)
        counts.append(calls.copy())
    return counts[1] - counts[0]


@pytest.mark.usefixtures("counting")
def test_the_counter_counts():
    a = np.ones((2, 2))
    assert isinstance(a, Counted)
    a @ a
    a.dot(a, out=np.empty((2, 2)))
    -a * a + 1.0
    np.vdot(a, a)
    a[0] = 2.0
    assert calls == {"product": 2, "ufunc": 3, "function": 1, "copy": 1}


GATE, LINE = datasets.xor_gate(), datasets.linear_separable(20, rng=np.random.default_rng(0))
TWO = LINE[0], np.hstack([LINE[1], 1.0 - LINE[1]])


def sequences(T):
    rng = np.random.default_rng(0)
    return rng.random((5, T, 2)), rng.random((5, T, 3))


# What an epoch asks of NumPy: matrix products, and everything together.
EPOCHS = {
    "neuron": (lambda: Neuron(2), LINE, {}, (2, 15)),
    "two layers": (lambda: MLP((2, 3, 1)), GATE, {}, (5, 26)),
    "three layers": (lambda: MLP((2, 3, 3, 1)), GATE, {}, (8, 38)),
    "two outputs": (lambda: MLP((2, 3, 2)), TWO, {}, (5, 27)),
    "no biases": (lambda: MLP((2, 3, 1), bias=False), GATE, {}, (5, 27)),
    "momentum": (lambda: MLP((2, 3, 1)), GATE, {"optimizer": lambda: Momentum(0.9)}, (5, 29)),
    "adam": (lambda: MLP((2, 3, 1)), GATE, {"optimizer": Adam}, (5, 39)),
    "clipping": (lambda: MLP((2, 3, 1)), GATE, {"max_norm": 1.0}, (5, 32)),
    "decay": (lambda: MLP((2, 3, 1)), GATE, {"weight_decay": 0.1}, (5, 29)),
    "recurrent, T = 2": (lambda: RNN(2, 3, 3), sequences(2), {}, (8, 45)),
    "recurrent, T = 9": (lambda: RNN(2, 3, 3), sequences(9), {}, (22, 122)),
    "four batches": (
        lambda: MLP((2, 3, 1)),
        LINE,
        {"batch_size": 5, "rng": lambda: np.random.default_rng(0)},
        (20, 106),
    ),
}


@pytest.mark.usefixtures("counting")
@pytest.mark.parametrize("name", EPOCHS)
def test_an_epoch_asks_numpy_for_little_more_than_when_it_was_written(name):
    make, data, options, (products, together) = EPOCHS[name]
    found = an_epoch(make(), *data, **options)
    assert found["product"] <= MARGIN * products
    assert found.total() <= MARGIN * together, found
    assert found["product"] > 0  # else nothing was counted


# --- what Python does --------------------------------------------------------------------------


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


def another_epoch(start):
    """Count the instructions of the third epoch of `start(epochs)`.

    From Python 3.12 on the first call of a function is not counted: what asks for its instructions
    comes too late for it. So everything is called once before.
    """
    instructions(lambda: start(1))
    two, three = (instructions(lambda epochs=epochs: start(epochs)) for epochs in (2, 3))
    return three - two


@pytest.mark.parametrize(
    ("model", "data", "written"),
    [(Neuron(2), LINE, 217), (MLP((2, 3, 1)), GATE, 386), (RNN(2, 3, 3), sequences(2), 769)],
    ids=["neuron", "mlp", "rnn"],
)
def test_a_step_takes_little_more_instructions_than_when_it_was_written(model, data, written):
    found = another_epoch(lambda epochs: train(model, *data, eta=0.01, epochs=epochs))
    assert 0 < found <= MARGIN * written


def test_networks_beside_each_other_cost_no_more_instructions():
    def run(n_networks, n_examples):
        X, Y = datasets.circle(n_examples, rng=np.random.default_rng(0))
        options = {"eta": 0.1, "n_networks": n_networks, "rng": np.random.default_rng(0)}
        return another_epoch(
            lambda epochs: train_ensemble((2, 3, 2), X, Y, epochs=epochs, **options)
        )

    assert run(2, 10) == run(40, 10) == run(2, 50)


def test_a_check_takes_two_passes_forward_for_a_parameter_and_little_else():
    """Not a validation and a way back for each nudge, which made it four times as long."""

    def check(n_hidden):
        model = MLP((2, n_hidden, 1))
        return model.theta.size, instructions(lambda: check_gradient(model, *GATE))

    (few, cheap), (many, dear) = check(3), check(23)
    model = MLP((2, 3, 1))
    forward = instructions(lambda: model.predict(GATE[0]))
    assert (dear - cheap) / (many - few) <= 3.0 * forward


# --- memory ------------------------------------------------------------------------------------


def peak_of_a_step(model, X, Y):
    """Return the most memory that an epoch of one step holds above what the training keeps."""
    peaks = []

    def callback(_epoch, _loss):
        now, peak = tracemalloc.get_traced_memory()
        peaks.append(peak - now)
        tracemalloc.reset_peak()

    tracemalloc.start()
    train(model, X, Y, eta=1e-3, epochs=4, callback=callback)
    tracemalloc.stop()
    return max(peaks[1:])


def test_a_large_step_needs_little_memory_besides_what_it_keeps():
    """784-100-10: beside θ, its gradient, the columns and the buffers."""
    rng = np.random.default_rng(0)
    model = MLP((784, 100, 10), output="softmax", loss="cross_entropy", rng=rng)
    X, Y = rng.random((128, 784)), np.eye(10)[rng.integers(0, 10, 128)]
    a_layer = 100 * 128 * 8  # a hidden layer's z, a or δ
    assert 0 < peak_of_a_step(model, X, Y) <= MARGIN * 3.1 * a_layer


def test_so_does_a_long_sequence():
    """32 sequences of 50 steps through 32 units: beside the states and what they come from."""
    rng = np.random.default_rng(0)
    model = RNN(4, 32, 2, rng=rng)
    X, Y = rng.random((32, 50, 4)), rng.random((32, 50, 2))
    states = 50 * 32 * 32 * 8
    assert 0 < peak_of_a_step(model, X, Y) <= MARGIN * 4.2 * states


FAULTS = """
import resource, sys
import numpy as np
from nnlib import LSTM, MLP, RNN, Neuron, train

rng = np.random.default_rng(0)
make, shape, n_outputs = {
    "neuron": (lambda: Neuron(2), (16384, 2), 1),
    "many examples": (lambda: MLP((2, 3, 1)), (16384, 2), 1),
    "an output without sigmoid": (lambda: MLP((2, 3, 1), output="identity"), (16384, 2), 1),
    "categories": (
        lambda: MLP((8, 16, 4), output="softmax", loss="cross_entropy"), (8192, 8), 4
    ),
    "relu": (lambda: MLP((2, 16, 16, 1), activation="relu"), (8192, 2), 1),
    "sequences": (lambda: RNN(32, 50, 32), (32, 50, 32), 32),
    "gates": (lambda: LSTM(32, 50, 32), (32, 50, 32), 32),
    "one answer": (lambda: RNN(32, 50, 32, answers="last"), (32, 50, 32), 32),
}[sys.argv[1]]
model, X = make(), rng.random(shape)
Y = np.eye(n_outputs)[rng.integers(0, n_outputs, shape[:-1])]
if n_outputs == 1:
    Y *= rng.integers(0, 2, Y.shape)
if getattr(model, "answers", "each") == "last":
    Y = Y[:, -1]
trace = model.forward(X)
written = sum(a.nbytes for a in (*trace.hidden, *trace.hidden, *trace.answer))
seen = []
train(model, X, Y, eta=1e-3, epochs=40, validation=(X, Y) if "held out" in sys.argv else None,
      callback=lambda *_: seen.append(resource.getrusage(resource.RUSAGE_SELF).ru_minflt))
print((seen[-1] - seen[9]) / (len(seen) - 10) / (written / resource.getpagesize()))
"""


@pytest.mark.parametrize(
    "case",
    [
        "neuron",
        "many examples",
        "an output without sigmoid",
        "categories",
        "relu",
        "sequences",
        "gates",
        "one answer",
        "many examples, held out",
        "sequences, held out",
    ],
)
def test_a_step_does_not_fetch_its_memory_anew(case):
    """Page faults a step, as a part of the pages of z and a, in a process that did nothing else.

    A large array that is thrown away in each step goes back to the system, and each of its pages
    comes back as a fault: a step then takes up to twice as long.
    """
    pytest.importorskip("resource", reason="this system counts no page faults")
    command = [sys.executable, "-c", FAULTS, *case.split(", ")]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert float(run.stdout) < 0.05
