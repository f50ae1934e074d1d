"""The loop of a training as on paper: every epoch, every batch, every tile of it, one step.

A tile is as many examples as a pass has memory for; a gradient is a sum over examples, so a large
batch is gone through tile by tile.
"""

from typing import NamedTuple

import numpy as np

from nnlib.loops.steps import add_decay, clip, finite, step


class Numbers(NamedTuple):
    """Constants of a training; `beta1` is the momentum where the rule is momentum."""

    factor: float
    max_norm: float
    beta1: float
    beta2: float
    eps: float


class Codes(NamedTuple):
    """What was chosen: activations f and g, loss and rule (codes.py), clipping, weight decay."""

    f: int
    g: int
    loss: int
    rule: int
    clips: bool
    decays: bool


class Progress(NamedTuple):
    """How far a call came. `loss` is that of its last epoch, added up and not divided yet.

    `turn` says which row of `kept` the next epoch writes its first θ to: the other is the last one
    that is safe. `steps` counts those that the optimizer has taken.
    """

    done: int
    loss: float
    turn: int
    steps: int


class Data(NamedTuple):
    """Examples in rows: x (N, …), y (N, steps, C), and weights (N, steps), or (0, 0) for none."""

    x: np.ndarray
    y: np.ndarray
    weights: np.ndarray


class State(NamedTuple):
    """What a training changes: θ, its gradient, θ of two epochs, what an optimizer remembers."""

    theta: np.ndarray
    grad: np.ndarray
    kept: np.ndarray
    remembered: np.ndarray


def shares(share, weights, steps, order, begin, n, whole):
    """Write what each column of a tile counts, 1 or its weight over `whole`."""
    for s in range(steps):
        for i in range(n):
            weight = weights[order[begin + i], s] if len(weights) else 1.0
            share[s, i] = weight / whole


def counts_of(weights, steps, order, begin, end):
    """Return what a batch counts in its epoch, and what its shares are parts of."""
    if len(weights) == 0:
        return float(end - begin), float((end - begin) * steps)
    total = 0.0
    for i in range(begin, end):
        for s in range(steps):
            total += weights[order[i], s]
    return total, total if total > 0.0 else 1.0


def trainer(take, gradient, digest):
    """Return the function that trains a network of one kind.

    `take` and `gradient` belong to the network (layers.py); `digest` stands for the text of these
    loops, so that no other text's machine code is taken for it.
    """

    def descend(
        state, memory, data, orders, size, share, codes, numbers, decay, etas, losses, so_far
    ):
        """Go through the batches once for each of `etas`; write the mean losses into `losses`."""
        digest  # noqa: B018  (part of what identifies the compiled function)
        theta, grad, kept = state.theta, state.grad, state.kept
        N, tile, steps = len(data.x), share.shape[1], share.shape[0]
        turn, t, loss, whole = so_far.turn, so_far.steps, 0.0, 0.0
        for epoch in range(len(etas)):
            for p in range(len(theta)):
                kept[turn, p] = theta[p]
            order = orders[min(epoch, len(orders) - 1)]
            loss = seen = 0.0
            begin = 0
            while begin < N:  # by hand: a range with a step would begin with a division
                end = min(begin + size, N)
                shared = whole
                counts, whole = counts_of(data.weights, steps, order, begin, end)
                part = 0.0
                while begin < end:
                    n = min(tile, end - begin)
                    if min(size, tile) < N or epoch == 0:  # else it is there already
                        take(memory, data.x, data.y, order, begin, n)
                        if whole != shared or len(data.weights):
                            shares(share, data.weights, steps, order, begin, n, whole)
                    part += gradient(memory, theta, grad, share, n, codes, numbers.factor)
                    begin += n
                loss += counts * part
                if codes.clips and not clip(grad, numbers.max_norm):
                    return Progress(epoch, loss, turn, t)
                if codes.decays:
                    add_decay(grad, decay, theta)
                t += 1
                step(theta, grad, etas[epoch], codes.rule, numbers, state.remembered, t)
                seen += counts
            if not finite(loss):
                return Progress(epoch, loss, turn, t)
            turn = 1 - turn
            losses[epoch] = loss / seen
        return Progress(len(etas), loss, turn, t)

    return descend
