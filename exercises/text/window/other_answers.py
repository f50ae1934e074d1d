"""Right answers written otherwise."""

import numpy as np


def with_a_while(model, text, w):
    X, Y = text[:, :-1], text[:, 1:]
    at, state, total = 0, None, 0.0
    while at < X.shape[1]:
        piece, targets = X[:, at : at + w], Y[:, at : at + w]
        trace = model.forward(piece, state)
        total = total + len(piece[0]) * model.backward(trace, targets).grad
        state, at = trace.state, at + w
    return total / X.shape[1]


def from_the_full_pass(model, text, w):
    """Read all of it once, and start each piece from the state that was there."""
    X, Y = text[:, :-1], text[:, 1:]
    full, T = model.forward(X), X.shape[1]
    slots = [full.H, full.C] if hasattr(full, "C") else [full.H]
    parts = []
    for at in range(0, T, w):
        state = tuple(slot[at].T for slot in slots)
        trace = model.forward(X[:, at : at + w], state if len(slots) > 1 else state[0])
        share = min(w, T - at) / T
        parts.append(share * model.backward(trace, Y[:, at : at + w]).grad)
    return np.sum(parts, axis=0)


ANSWERS = [with_a_while, from_the_full_pass]
