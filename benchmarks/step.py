"""Where the time of one OR step goes: each operation of nnlib's step, timed alone.

The lines are those that nnlib runs, with the arrays of the 2-3-1 network; run in order they are a
step, which is checked first.
"""

import json
import time
import timeit

import numpy as np

from benchmarks.or_gate import ETA, X, Y, task
from benchmarks.row import ours
from benchmarks.timing import rounded
from nnlib import train

# (what, code) in the order of a step; g1, g2 are views of grad, W2 of theta.
LINES = [
    ("z⁽¹⁾ = [b | W] [1; x]", "z1 = B1.dot(x)"),
    ("room for [1; a⁽¹⁾]", "below = np.empty((1 + z1.shape[0], z1.shape[1]))"),
    ("its row of ones", "below[:1] = 1.0"),
    ("a⁽¹⁾ = σ(z⁽¹⁾)", "a1 = below[1:]; a1[...] = 1.0 / (1.0 + np.exp(-z1))"),
    ("z⁽²⁾ = [b | W] [1; a⁽¹⁾]", "z2 = B2.dot(below)"),
    ("a⁽²⁾ = σ(z⁽²⁾)", "a2 = 1.0 / (1.0 + np.exp(-z2))"),
    ("a⁽²⁾ − y", "error = a2 - y"),
    ("the loss", "loss = float(np.vdot(error, error)) / error.size"),
    ("δ⁽²⁾", "delta2 = (2.0 / error.size) * error * (a2 * (1.0 - a2))"),
    ("∂C/∂[b | W]⁽²⁾ = δ⁽²⁾ [1; a⁽¹⁾]ᵀ", "delta2.dot(below.T, out=g2)"),
    ("δ⁽¹⁾", "delta1 = B2[:, 1:].T.dot(delta2) * (a1 * (1.0 - a1))"),
    ("∂C/∂[b | W]⁽¹⁾ = δ⁽¹⁾ [1; x]ᵀ", "delta1.dot(x.T, out=g1)"),
    ("θ ← θ − η ∂C/∂θ", "theta -= eta * grad"),
]
CALLS = 10_000
EMPTY = ("a ufunc call on nothing", "np.negative(nothing, out=nothing)")


def names():
    """Prepare the arrays that the lines speak of."""
    model = task().make()
    theta, grad = model.theta.copy(), np.empty_like(model.theta)
    parts = {"theta": theta, "grad": grad, "eta": ETA, "np": np, "nothing": np.empty(0)}
    parts |= {"x": np.vstack([np.ones(4), X.T]), "y": Y.T.copy()}
    parts |= {"B1": theta[:9].reshape(3, 3), "B2": theta[9:].reshape(1, 4)}
    return parts | {"g1": grad[:9].reshape(3, 3), "g2": grad[9:].reshape(1, 4)}


def check(steps=20):
    """Raise AssertionError unless the lines, in order, do what nnlib does."""
    arrays, model = names(), task().make()
    for _ in range(steps):
        for _, code in LINES:
            exec(code, arrays)
    train(model, X, Y, eta=ETA, epochs=steps)
    np.testing.assert_allclose(arrays["theta"], model.theta, rtol=1e-10)


def seconds(code):
    """Time a piece of code, with every name a local variable as it is inside a function."""
    arrays = names()
    exec("\n".join(code for _, code in LINES), arrays)  # now every name stands for its array
    local = [name for name in arrays if not name.startswith("_")]
    setup = "\n".join(f"{name} = arrays[{name!r}]" for name in local)
    timer = timeit.Timer(code, setup, timer=time.process_time, globals={"arrays": arrays})
    return rounded(np.median(timer.repeat(9, CALLS)) / CALLS)


def whole_step():
    """Time a step of `train`: the median of nine trainings."""

    def one():
        begin = time.process_time()
        ours(task())(CALLS)
        return time.process_time() - begin

    return rounded(np.median([one() for _ in range(9)]) / CALLS)


def measure():
    """List what, code and seconds of each line, and of what they are to be compared with."""
    check()
    measured = [{"what": what, "code": code, "seconds": seconds(code)} for what, code in LINES]
    together = {
        "what": "their sum",
        "code": "",
        "seconds": rounded(sum(m["seconds"] for m in measured)),
    }
    in_a_row = seconds("\n".join(code for _, code in LINES))
    return [
        *measured,
        together,
        {"what": "all of them in a row", "code": "", "seconds": in_a_row},
        {"what": "a step of nnlib.train", "code": "", "seconds": whole_step()},
        {"what": EMPTY[0], "code": EMPTY[1], "seconds": seconds(EMPTY[1])},
    ]


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False))
