"""Where the time of one OR step goes: each operation of a step by hand, timed alone.

The lines are the step that the chapter on speed writes out for two layers, with every saving that
it tells of; run in order they do what a step of nnlib does, which is checked first.
"""

import json
import time
import timeit

import numpy as np

from benchmarks.or_gate import ETA, X, Y, task
from benchmarks.row import Outcome, ours
from benchmarks.timing import rounded
from nnlib import train

# (what, code) in the order of a step; g1, g2 are views of grad, W2 of theta.
LINES = [
    ("z⁽¹⁾ = [b | W] [1; x]", "z1 = B1.dot(x)"),
    ("a⁽¹⁾ = σ(z⁽¹⁾)", "a1[...] = ONE / (ONE + np.exp(-z1))"),
    ("z⁽²⁾ = [b | W] [1; a⁽¹⁾]", "z2 = B2.dot(below)"),
    ("a⁽²⁾ = σ(z⁽²⁾)", "a2 = ONE / (ONE + np.exp(-z2))"),
    ("a⁽²⁾ − y", "error = a2 - y"),
    ("the loss", "loss = float(np.vdot(error, error)) / error.size"),
    ("δ⁽²⁾", "delta2 = half * error * (a2 * (ONE - a2))"),
    ("∂C/∂[b | W]⁽²⁾ = δ⁽²⁾ [1; a⁽¹⁾]ᵀ", "delta2.dot(below.T, out=g2)"),
    ("δ⁽¹⁾", "delta1 = W2T.dot(delta2) * (a1 * (ONE - a1))"),
    ("∂C/∂[b | W]⁽¹⁾ = δ⁽¹⁾ [1; x]ᵀ", "delta1.dot(x.T, out=g1)"),
    ("θ ← θ − η ∂C/∂θ", "grad *= eta; theta -= grad"),
]
# The same step when every result has an array prepared for it.
PREPARED = """
B1.dot(x, a1); np.negative(a1, a1); np.exp(a1, a1); np.add(a1, ONE, a1); np.divide(ONE, a1, a1)
B2.dot(below, a2); np.negative(a2, a2); np.exp(a2, a2); np.add(a2, ONE, a2); np.divide(ONE, a2, a2)
np.subtract(a2, y, delta2); loss = float(np.vdot(delta2, delta2)) / 4
np.multiply(delta2, half, delta2)
np.subtract(ONE, a2, s2); np.multiply(a2, s2, s2); np.multiply(delta2, s2, delta2)
delta2.dot(below.T, g2); W2T.dot(delta2, delta1)
np.subtract(ONE, a1, s1); np.multiply(a1, s1, s1); np.multiply(delta1, s1, delta1)
delta1.dot(x.T, g1); grad *= eta; theta -= grad
"""
CALLS = 10_000
EMPTY = ("a ufunc call on nothing", "np.negative(nothing, out=nothing)")


def names():
    """Prepare the arrays that the lines speak of."""
    model = task().make()
    theta, grad, below = model.theta.copy(), np.empty_like(model.theta), np.ones((4, 4))
    parts = {"theta": theta, "grad": grad, "eta": np.array(ETA), "np": np, "nothing": np.empty(0)}
    parts |= {"x": np.vstack([np.ones(4), X.T]), "y": Y.T.copy(), "below": below, "a1": below[1:]}
    parts |= {"B1": theta[:9].reshape(3, 3), "B2": theta[9:].reshape(1, 4), "ONE": np.array(1.0)}
    parts |= {"half": np.array(0.5), "W2T": parts["B2"][:, 1:].T}  # 2 / N for N = 4, and a view
    return parts | {"g1": grad[:9].reshape(3, 3), "g2": grad[9:].reshape(1, 4)}


def prepared():
    """Prepare one more array for each intermediate result."""
    parts = names()
    parts |= {name: np.empty((1, 4)) for name in ("a2", "delta2", "s2")}
    return parts | {name: np.empty((3, 4)) for name in ("delta1", "s1")}


def by_calls(steps):
    """Train by the prepared lines alone, in a function as a reader would write it."""
    arrays = prepared()
    code = "".join(f"        {line}\n" for line in PREPARED.strip().splitlines())
    needed = [name for name in arrays if not name.startswith("_")]
    exec(f"def run(steps, {', '.join(needed)}):\n    for _ in range(steps):\n{code}", arrays)
    arrays["run"](steps, *(arrays[name] for name in needed))
    return Outcome(arrays["theta"])


def check(steps=20):
    """Raise AssertionError unless the lines, in order, do what nnlib does."""
    model = task().make()
    train(model, X, Y, eta=ETA, epochs=steps)
    for arrays, lines in ((names(), [code for _, code in LINES]), (prepared(), [PREPARED])):
        for _ in range(steps):
            for code in lines:
                exec(code, arrays)
        np.testing.assert_allclose(arrays["theta"], model.theta, rtol=1e-10)


def seconds(code, arrays=None):
    """Time a piece of code, with every name a local variable as it is inside a function."""
    if arrays is None:
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
        {
            "what": "the same into prepared arrays",
            "code": "",
            "seconds": seconds(PREPARED, prepared()),
        },
        {"what": "a step of nnlib.train", "code": "", "seconds": whole_step()},
        {"what": EMPTY[0], "code": EMPTY[1], "seconds": seconds(EMPTY[1])},
    ]


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False))
