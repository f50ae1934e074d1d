"""A thousand 2-3-1 networks learn XOR: all at once, or one after the other.

Who trains them one after the other does ten of them, and its time counts a hundred times.
"""

import numpy as np

import nnlib
from benchmarks.or_gate import first_source
from benchmarks.row import ENGINES, Outcome, Row, Task, ours
from benchmarks.xor import source_epoch
from nnlib import MLP, datasets

SIZES, ETA, K, FEW = (2, 3, 1), 1.0, 1000, 10
X, Y = datasets.xor_gate()


def starts(count, bias=True):
    """List networks, each as `MLP` draws it."""
    rng = np.random.default_rng(0)
    return [MLP(SIZES, bias=bias, rng=rng) for _ in range(count)]


def together(count, engine="arrays"):
    """Train with nnlib, all at once; the outcome has a row of θ for each network."""
    start = np.stack([model.theta for model in starts(count)])

    def run(steps):
        trained = nnlib.train_ensemble(
            SIZES,
            X,
            Y,
            eta=ETA,
            epochs=steps,
            n_networks=count,
            rng=np.random.default_rng(0),
            start=start,
            engine=engine,
        )
        return Outcome(trained.theta, trained.history)

    return run


def one_by_one(bias=True):
    """Train a few with `nnlib.train`."""

    def run(steps):
        runs = [ours(Task(lambda m=m: m, X, Y, ETA))(steps) for m in starts(FEW, bias)]
        theta, losses = (np.stack(part) for part in zip(*runs, strict=True))
        return Outcome(theta, losses.T)

    return run


def source_run(steps):
    """Train a few with the third source's loop; by the sum of halves, where we take the mean."""
    runs = [source_epoch(model, ETA / 2, steps) for model in starts(FEW)]
    theta, losses = (np.stack(part) for part in zip(*runs, strict=True))
    return Outcome(theta, 2.0 * losses.T)


def first_source_run(steps):
    """Train a few with the first source's loop, which has no biases."""
    models = starts(FEW, bias=False)
    for model in models:
        hidden, output = (W.T.copy() for W in model.W)
        first_source(X, Y, hidden, output, ETA, steps)
        model.W[0][:], model.W[1][:] = hidden.T, output.T
    return Outcome(np.stack([model.theta for model in models]))


def _layers(count):
    """Stack W1 (K, 3, 2), b1 (K, 1, 3), W2 (K, 1, 3), b2 (K, 1, 1) of the starts."""
    models = starts(count)
    W1, W2 = (np.stack([model.W[l] for model in models]) for l in (0, 1))
    b1, b2 = (np.stack([model.b[l][None] for model in models]) for l in (0, 1))
    return W1, b1, W2, b2


def _theta(W1, b1, W2, b2):
    model, rows = MLP(SIZES), []
    for parts in zip(W1, b1, W2, b2, strict=True):
        model.W[0][:], model.b[0][:], model.W[1][:], model.b[1][:] = map(np.squeeze, parts)
        rows.append(model.theta.copy())
    return np.stack(rows)


def batched_torch(count):
    """Train with PyTorch, all at once."""
    from benchmarks.peers import pytorch

    run = pytorch.batched_trainer(_layers(count), X, Y, ETA)

    def theta_and_losses(steps):
        parameters, losses = run(steps)
        return Outcome(_theta(*parameters), losses)

    return theta_and_losses


def mapped_jax(count):
    """Train with JAX: the training of one network, mapped over all and compiled."""
    from benchmarks.peers import jitted

    W1, b1, W2, b2 = _layers(count)
    start = [(W1, b1[:, 0]), (W2, b2[:, 0])]

    def run(steps):
        parts, losses = jitted.descend_together(start, X, Y, ETA, steps=steps)
        (W1, b1), (W2, b2) = jitted.jax.tree.map(np.asarray, parts)
        return Outcome(_theta(W1, b1, W2, b2), np.asarray(losses).T)

    return run


def compiled_few():
    """Prepare a few in C, one after the other."""
    from benchmarks.peers import compiled

    trainers = [compiled.trainer(Task(lambda m=m: m, X, Y, ETA)) for m in starts(FEW)]

    def run(steps):
        theta, losses = (np.stack(p) for p in zip(*(t(steps) for t in trainers), strict=True))
        return Outcome(theta, losses.T)

    return run


def _row(peer, label, sides, steps, **more):
    return Row("ensemble", "1,000 networks 2-3-1 on XOR", peer, label, sides, steps, **more)


def _alone(peer, label, side, checked=None, note=""):
    note += f"its time is that of {FEW} networks, a hundredfold"
    pair = checked or (together(FEW), side)
    more = {"share": K // FEW, "checked": lambda: pair, "note": note}
    return _row(peer, label, lambda: (together(K), side), 5000, **more)


def _c(engine):
    return _row(
        "c",
        "C, -O3, one by one",
        lambda: (together(K, engine), compiled_few()),
        5000,
        checked=lambda: (together(FEW, engine), compiled_few()),
        share=K // FEW,
        note=f"its time is that of {FEW} networks, a hundredfold",
        engine=engine,
    )


ROWS = [
    _alone("source", "the third source's loop, one by one", source_run),
    _alone(
        "first-source",
        "the first source's loop, one by one",
        first_source_run,
        checked=(one_by_one(bias=False), first_source_run),
        note="it has no biases and keeps no losses; ",
    ),
    _alone("one-by-one", "nnlib.train, one by one", one_by_one()),
    _row(
        "torch",
        "PyTorch, baddbmm",
        lambda: (together(K), batched_torch(K)),
        3000,
        checked=lambda: (together(FEW), batched_torch(FEW)),
    ),
    _row(
        "jax",
        "JAX, jit and vmap",
        lambda: (together(K), mapped_jax(K)),
        5000,
        checked=lambda: (together(FEW), mapped_jax(FEW)),
    ),
    *map(_c, ENGINES),
    _row(
        "arrays",
        "nnlib, arrays",
        lambda: (together(K, "loops"), together(K)),
        3000,
        checked=lambda: (together(FEW, "loops"), together(FEW)),
        engine="loops",
    ),
]
