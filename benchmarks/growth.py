"""How the time of a step, and the memory it needs, grow with N, H, T, K and P.

On a log-log line a cost that is proportional has slope 1. Small sizes cost what a NumPy call costs,
so the slope is fitted to the upper part of each line, where sizes are within a factor of 16.
"""

import json
import sys
import time
import tracemalloc

import numpy as np

import nnlib
from benchmarks.timing import rounded, slope
from nnlib import MLP, RNN, datasets

REACH = 16  # the slope is fitted to sizes from the largest down to this part of it


def _trained(model, X, Y):
    def run(steps):
        nnlib.train(model(), X, Y, eta=0.01, epochs=steps)

    return run


def _perceptron(sizes, n):
    rng = np.random.default_rng(0)
    X, Y = rng.uniform(0, 1, (n, sizes[0])), rng.uniform(0, 1, (n, sizes[-1]))
    return _trained(lambda: MLP(sizes), X, Y)


def _recurrent(T):
    rng = np.random.default_rng(0)
    X, Y = (rng.integers(0, 2, (8, T, 1)).astype(float) for _ in range(2))
    return _trained(lambda: RNN(1, 8, 1), X, Y)


def _ensemble(K):
    def run(steps):
        rng = np.random.default_rng(0)
        X, Y = datasets.xor_gate()
        nnlib.train_ensemble((2, 3, 1), X, Y, eta=0.01, epochs=steps, n_networks=K, rng=rng)

    return run


def parameters(width):
    """Count the parameters of a network of three layers of `width` units."""
    return 2 * width * (width + 1)


# by: what grows, and how a step of that size is made; memory grows along the first four.
LINES = {
    "N": ("examples, 2-3-1", [2**k for k in range(2, 17, 2)], lambda n: _perceptron((2, 3, 1), n)),
    "H": (
        "hidden units, 2-H-1, 32 examples",
        [2**k for k in range(2, 15, 2)],
        lambda H: _perceptron((2, H, 1), 32),
    ),
    "T": ("time steps, recurrent 1-8-1, 8 sequences", [2**k for k in range(1, 10)], _recurrent),
    "K": ("networks at once, 2-3-1 on XOR", [4**k for k in range(7)], _ensemble),
    "P": (
        "parameters, three layers of equal width, 32 examples",
        [2**k for k in range(2, 10)],
        lambda width: _perceptron((width, width, width), 32),
    ),
}


def seconds_per_step(run, *, budget=0.03, clock=time.process_time):
    """Time a step without what comes before the first: the median of five differences."""

    def timed(steps):
        started = clock()
        run(steps)
        return clock() - started

    steps = 1
    while timed(1 + steps) < timed(1) + budget:
        steps *= 2
    return rounded(np.median([(timed(1 + steps) - timed(1)) / steps for _ in range(5)]))


def peak_bytes(run):
    """Measure the largest memory that two steps hold at once, beyond what was there before."""
    run(1)
    tracemalloc.start()
    run(2)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def measure(part):
    """Return the lines of "growth" or "memory"."""
    lines = []
    for by, (title, sizes, make) in LINES.items():
        if part == "memory" and by == "P":
            continue
        x = [parameters(size) if by == "P" else size for size in sizes]
        cost, unit = (seconds_per_step, "seconds") if part == "growth" else (peak_bytes, "bytes")
        values = [cost(make(size)) for size in sizes]
        points = sum(size * REACH >= x[-1] for size in x)
        fitted = {"slope": slope(x, values, points), "slope_points": points}
        lines.append({"by": by, "title": title, "x": x, unit: values} | fitted)
    return lines


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
