"""C as a floor: `floor.c`, compiled with -O3 when it is asked for, called through ctypes.

No interpreter, no arrays and no allocation: what is left is arithmetic.
"""

import ctypes
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.row import Outcome, SkippedError

SOURCE = Path(__file__).with_name("floor.c")
VECTOR = np.ctypeslib.ndpointer(np.float64, flags="C_CONTIGUOUS")


def _library():
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if compiler is None:
        raise SkippedError("no C compiler; on Debian and Ubuntu: apt install gcc")
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / "floor.so"
        command = [compiler, "-O3", "-shared", "-fPIC", "-o", built, SOURCE, "-lm"]
        result = subprocess.run(command, check=False, capture_output=True, text=True)
        if result.returncode:
            raise SkippedError(f"{compiler} could not compile {SOURCE.name}: {result.stderr[:200]}")
        return ctypes.CDLL(str(built))  # stays loaded when the file is gone


def trainer(name, task):
    """Prepare a function of `floor.c`; return `run(steps)`."""
    train = getattr(_library(), name)
    train.restype = None
    whole, real = ctypes.c_int, ctypes.c_double
    train.argtypes = [VECTOR, VECTOR, whole, VECTOR, real, whole, VECTOR]

    def run(steps):
        theta, loss = task.make().theta.copy(), np.empty(steps)
        train(task.X, task.Y, len(task.X), theta, task.eta, steps, loss)
        return Outcome(theta, loss)

    return run
