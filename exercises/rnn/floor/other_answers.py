"""Right answers written otherwise."""

import numpy as np


def floor_by_counting(X, Y):
    N, T = X.shape[:2]
    mse = cross_entropy = 0.0
    for t in range(T):
        counts = {}
        for x, y in zip(X[:, :, 0].tolist(), Y[:, t, 0], strict=True):
            counts.setdefault(tuple(x[: t + 1]), []).append(y)
        for followed in counts.values():
            n, p = len(followed), sum(followed) / len(followed)
            mse += n * p * (1 - p) / (N * T)
            for q in (p, 1 - p):
                cross_entropy -= n * q * np.log(q) / (N * T) if q > 0 else 0.0
    return {"cross_entropy": cross_entropy, "mse": mse}


def floor_by_groups(X, Y):
    by_step = []
    for t in range(X.shape[1]):
        number = X[:, : t + 1, 0] @ 2.0 ** np.arange(t + 1)
        same = number == number[:, None]
        p = same @ Y[:, t, 0] / same.sum(axis=1)
        q = np.abs(Y[:, t, 0] - 1 + p)
        by_step.append((np.mean(p - p**2), np.mean(-np.log(q))))
    return np.mean(by_step, axis=0)


ANSWERS = [floor_by_counting, floor_by_groups]
