"""A thousand 2-3-1 networks learn XOR: all at once, or one after the other.

Who trains them one after the other does ten of them, and its time counts a hundred times.
"""

import numpy as np

import nnlib
from benchmarks.or_gate import first_source
from benchmarks.row import Outcome, Row, Task, ours
from nnlib import MLP, datasets

SIZES, ETA, K, FEW = (2, 3, 1), 1.0, 1000, 10
X, Y = datasets.xor_gate()


def starts(count, bias=True):
    """List networks, each as `MLP` draws it."""
    rng = np.random.default_rng(0)
    return [MLP(SIZES, bias=bias, rng=rng) for _ in range(count)]


def together(count):
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
    """Train with PyTorch: `baddbmm` over a leading axis of networks, eager autograd."""
    import torch

    torch.set_num_threads(1)
    x = torch.tensor(X).expand(count, -1, -1)
    y = torch.tensor(Y)

    def run(steps):
        parameters = [torch.tensor(p, requires_grad=True) for p in _layers(count)]
        W1, b1, W2, b2 = parameters
        optimizer = torch.optim.SGD(parameters, lr=ETA)
        history = np.empty((steps, count))
        for step in range(steps):
            a1 = torch.sigmoid(torch.baddbmm(b1, x, W1.transpose(1, 2)))
            a2 = torch.sigmoid(torch.baddbmm(b2, a1, W2.transpose(1, 2)))
            loss = ((a2 - y) ** 2).mean(dim=(1, 2))
            optimizer.zero_grad()
            loss.sum().backward()  # no network's loss depends on another's parameters
            optimizer.step()
            history[step] = loss.detach().numpy()
        return Outcome(_theta(*(p.detach().numpy() for p in parameters)), history)

    return run


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


def _row(peer, label, sides, steps, **more):
    return Row("ensemble", "1,000 networks 2-3-1 on XOR", peer, label, sides, steps, **more)


ALONE = f"its time is that of {FEW} networks, a hundredfold"
ROWS = [
    _row(
        "source",
        "the first source's loop, one by one",
        lambda: (together(K), source_run),
        5000,
        share=K // FEW,
        checked=lambda: (one_by_one(bias=False), source_run),
        note=f"it has no biases and keeps no losses; {ALONE}",
    ),
    _row(
        "one-by-one",
        "nnlib.train, one by one",
        lambda: (together(K), one_by_one()),
        5000,
        share=K // FEW,
        checked=lambda: (together(FEW), one_by_one()),
        note=ALONE,
    ),
    _row("torch", "PyTorch, baddbmm", lambda: (together(K), batched_torch(K)), 3000),
    _row("jax", "JAX, jit and vmap", lambda: (together(K), mapped_jax(K)), 5000),
]
