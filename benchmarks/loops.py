"""The same workloads with `engine="loops"`: each beside C, beside nnlib's arrays, and its peers.

Compiling is left out, as it is for JAX: the warm-up does it, or finds it done on disk. What the
first call of a new process takes is measured by `first_call.py`.
"""

from functools import partial

from benchmarks import (
    circle,
    digits,
    lstm_long,
    neuron,
    or_gate,
    rnn_long,
    rnn_short,
    xor,
)
from benchmarks.row import Row, ours

MODULES = (or_gate, neuron, circle, xor, rnn_short, rnn_long, lstm_long, digits)
TITLES = {row.workload: row.title for module in MODULES for row in reversed(module.ROWS)}
# workload: a task with the mean squared error or a softmax, as C has it, and epochs to time
TASKS = {
    "or": (or_gate.task, 10_000),
    "neuron": (neuron.task, 3000),
    "circle": (circle.task, 200),
    "xor-each": (partial(xor.task, 1, "mse"), 5000),
    "xor-epoch": (partial(xor.task, None, "mse"), 10_000),
    "rnn2": (partial(rnn_short.task, loss="mse"), 5000),
    "rnn50": (rnn_long.task, 100),
    "lstm50": (lstm_long.task, 50),
    "small": (partial(digits.task, "small"), 50),
    "digits": (partial(digits.task, "digits"), 5),
}
TANH = partial(rnn_short.task, loss="mse", activation="tanh")  # which nn.RNN has


def _c(task, flags=()):
    from benchmarks.peers import compiled

    return ours(task(), "loops"), compiled.trainer(task(), flags)


def _fast(task):
    from benchmarks.peers import compiled

    return _c(task, compiled.FAST)


def _arrays(task):
    return ours(task(), "loops"), ours(task())


def _torch(task):
    from benchmarks.peers import pytorch, pytorch_recurrent

    peer = pytorch_recurrent if task().X.ndim == 3 else pytorch
    return ours(task(), "loops"), peer.trainer(task())


def _jax(task):
    from benchmarks.peers import jitted

    peer = jitted.recurrent_trainer if task().X.ndim == 3 else jitted.trainer
    return ours(task(), "loops"), peer(task())


UNITS = dict.fromkeys(("circle", "xor-each", "xor-epoch", "rnn2", "small", "digits"), "epoch")


def _row(workload, peer, label, sides, task=None, note=""):
    usual, steps = TASKS[workload]
    return Row(
        workload,
        TITLES[workload],
        peer,
        label,
        partial(sides, task or usual),
        steps,
        UNITS.get(workload, "step"),
        note=note,
        check_steps=3,
        engine="loops",
    )


ROWS = [
    *(_row(name, "c", "C, -O3", _c) for name in TASKS),
    *(
        _row(
            name,
            "c-fast",
            "C, -O3 for this processor, sums reordered",
            _fast,
            note="-march=native -ffast-math",
        )
        for name in ("rnn50", "lstm50", "small")
    ),
    *(_row(name, "arrays", "nnlib, arrays", _arrays) for name in TASKS),
    *(
        _row(name, "torch", "PyTorch, eager", _torch)
        for name in ("or", "neuron", "circle", "xor-each", "xor-epoch", "rnn50", "lstm50", "small")
    ),
    _row("rnn2", "torch", "PyTorch, nn.RNN", _torch, task=TANH, note="both with tanh"),
    *(_row(name, "jax", "JAX, jit and scan", _jax) for name in ("or", "neuron", "rnn50")),
    _row("rnn2", "jax", "JAX, jit and scan", _jax, task=TANH, note="both with tanh"),
]
