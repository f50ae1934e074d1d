"""C as a floor: `floor*.c`, compiled with -O3 when they are asked for, called through ctypes.

No interpreter, no arrays and no allocation: what is left is arithmetic. `FAST` is for the question
how much of that the compiler saves where it may use all of this processor and reorder sums; the
floors keep to what the formulas say, on any processor, with exp from the system's libm.
"""

import ctypes
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.row import Outcome, SkippedError
from nnlib import LSTM, MLP, RNN, Neuron

FOLDER = Path(__file__).parent
VECTOR = np.ctypeslib.ndpointer(np.float64, flags="C_CONTIGUOUS")
WHOLE = np.ctypeslib.ndpointer(np.intc, flags="C_CONTIGUOUS")
FAST = ("-march=native", "-ffast-math")

# model: its file, its function
FLOORS = {
    Neuron: ("floor.c", "neuron"),
    MLP: ("floor.c", "two_layers"),
    RNN: ("floor_recurrent.c", "rnn"),
    LSTM: ("floor_recurrent.c", "lstm"),
}


def _sizes(model):
    """Return D, H and C; a neuron has no hidden units."""
    if isinstance(model, (RNN, LSTM)):
        return model.n_inputs, model.n_hidden, model.n_outputs
    if isinstance(model, Neuron):
        return len(model.w), 1, 1
    (H, D), (C, _) = (W.shape for W in model.W)
    return D, H, C


def _function(model, flags):
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if compiler is None:
        raise SkippedError("no C compiler; on Debian and Ubuntu: apt install gcc")
    file, name = FLOORS[type(model)]
    known = [f"-D{letter}={size}" for letter, size in zip("DHC", _sizes(model), strict=True)]
    known.append(f"-DTANH={int(getattr(model, 'activation', '') == 'tanh')}")
    known.append(f"-DSOFTMAX={int(model.output == 'softmax')}")
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / "floor.so"
        how = ["-O3", *flags, *known, "-shared", "-fPIC"]
        command = [compiler, *how, "-o", built, FOLDER / file, "-lm"]
        result = subprocess.run(command, check=False, capture_output=True, text=True)
        if result.returncode:
            raise SkippedError(f"{compiler} could not compile {file}: {result.stderr[:200]}")
        return getattr(ctypes.CDLL(str(built)), name)  # stays loaded when the file is gone


def trainer(task, flags=()):
    """Prepare the floor of a task's model; return `run(steps)`.

    A shuffled order is drawn by the generator that nnlib draws it from, within the run: C gets it
    as numbers, and its time holds the drawing as nnlib's does.
    """
    model = task.make()
    assert model.loss == ("cross_entropy" if model.output == "softmax" else "mse"), model.loss
    train, n = _function(model, flags), len(task.X)
    train.restype = None
    whole, real = ctypes.c_int, ctypes.c_double
    train.argtypes = [VECTOR, VECTOR, whole, VECTOR, real, whole, VECTOR]
    if isinstance(model, MLP):
        train.argtypes += [whole, WHOLE, whole]
    elif task.batch_size:
        raise ValueError("this floor takes all examples in each step")
    elif isinstance(model, (RNN, LSTM)):
        train.argtypes += [whole]

    def more(steps):
        if isinstance(model, MLP):
            rng = task.rng()
            order = np.arange(n) if rng is None else [rng.permutation(n) for _ in range(steps)]
            return task.batch_size or n, np.array(order, np.intc).ravel(), 0 if rng is None else n
        return (task.X.shape[1],) if isinstance(model, (RNN, LSTM)) else ()

    def run(steps):
        theta, loss = task.make().theta.copy(), np.empty(steps)
        train(task.X, task.Y, n, theta, task.eta, steps, loss, *more(steps))
        return Outcome(theta, loss)

    return run
