"""Right answers written otherwise."""

import numpy as np


def clip_by_minimum(grads, max_norm):
    length = np.linalg.norm([np.linalg.norm(G) for G in grads])
    return tuple(min(1.0, max_norm / (length + 1e-300)) * G for G in grads)


def clip_flat(grads, max_norm):
    flat = np.concatenate([G.ravel() for G in grads])
    if flat @ flat > max_norm**2:
        flat /= np.sqrt(flat @ flat) / max_norm
    ends = np.cumsum([G.size for G in grads])[:-1]
    pieces = np.split(flat, ends)
    return [piece.reshape(G.shape) for piece, G in zip(pieces, grads, strict=True)]


ANSWERS = [clip_by_minimum, clip_flat]
