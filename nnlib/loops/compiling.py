"""From plain Python to machine code, by Numba: once for each kind of network, kept on disk."""

import importlib
import types
import zlib
from functools import cache
from pathlib import Path

from nnlib.loops import (
    blocks,
    ensemble,
    epochs,
    exponential,
    layers,
    lstm,
    outputs,
    rnn,
    sequences,
    single,
    steps,
    sums,
    units,
)

NETWORKS = [layers, rnn, lstm, ensemble]
# Whose functions become part of the one that is compiled. The order of a sum may be changed, which
# lets the processor add several numbers at once; not so in e^x, where the order is the point. NaN
# and infinity stay what they are everywhere: a training must notice them.
MODULES = [units, outputs, sums, blocks, single, sequences, steps, epochs, *NETWORKS]
IN_ORDER = [exponential]
# These are called: a copy in each place that needs them would take the compiler twice as long, and
# beside what they do a call costs nothing.
CALLED = {blocks.sums_by_four, blocks.add_by_four, blocks.products_by_two}
# Nothing is allocated in the loops, so nobody need count who uses an array (`_nrt`): that would
# cost more than the arithmetic of a small layer.
OPTIONS = {"error_model": "numpy", "boundscheck": False, "_nrt": False}
FAST = {"fastmath": {"reassoc", "contract", "nsz"}} | OPTIONS
EXACT = {"fastmath": {"contract"}} | OPTIONS


def missing():
    """Return the error that says what is missing."""
    return ImportError(
        "engine='loops' needs Numba, which compiles the loops: in a terminal, "
        'pip install "nnlib[loops]"; in the browser, where it does not exist, and wherever you '
        "can wait, engine='arrays' computes the same"
    )


def loaded():
    """Import Numba, or raise ImportError."""
    try:
        return importlib.import_module("numba")
    except ImportError as error:
        raise missing() from error


@cache
def digest():
    """Return a number that changes with any file of these loops.

    Numba looks at the file of the compiled function alone, and would go on with the old code of
    another.
    """
    files = sorted(Path(__file__).parent.glob("*.py"))
    return zlib.crc32(b"".join(file.read_bytes() for file in files))


@cache
def known():
    """Tell Numba, once, that the functions of the loops may be compiled into whoever calls them."""
    register = importlib.import_module("numba.extending").register_jitable
    for module in MODULES + IN_ORDER:
        options = EXACT if module in IN_ORDER else FAST
        for function in vars(module).values():
            if isinstance(function, types.FunctionType) and function.__module__ == module.__name__:
                register(forceinline=function not in CALLED, **options)(function)


@cache
def compiled(network):
    """Return the trainer of a network's module compiled when it is first called.

    Where no folder can be written to, it is compiled anew in each process.
    """
    numba = loaded()
    known()
    function = _trainer(network, digest())
    try:
        return numba.njit(function, cache=True, nogil=True, **FAST)
    except RuntimeError:
        return numba.njit(function, nogil=True, **FAST)


def plain(network):
    """Return the same trainer as it stands: for tests, and for whoever wants to step through."""
    return _trainer(network, 0)


def _trainer(network, number):
    """Return the trainer of a network's module; many networks at once have one of their own."""
    if network is ensemble:
        return ensemble.trainer(number)
    return epochs.trainer(network.take, network.gradient, number)
