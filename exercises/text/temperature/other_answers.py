"""Right answers written otherwise."""

import numpy as np


def row_by_row(z, tau, u):
    shares, symbols = [], []
    for row, place in zip(z, u, strict=True):
        log_sum = np.logaddexp.reduce(row / tau)
        p = np.exp(row / tau - log_sum)
        shares.append(p)
        k, end = 0, p[0]
        while place >= end and k < len(p) - 1:
            k += 1
            end += p[k]
        symbols.append(k)
    return np.array(shares), symbols


def by_searching(z, tau, u):
    p = np.exp((z - np.max(z, axis=1)[:, None]) / tau)
    p /= np.sum(p, axis=1)[:, None]
    return p, [
        np.searchsorted(np.cumsum(row), place, side="right")
        for row, place in zip(p, u, strict=True)
    ]


def by_first_end(z, tau, u):
    cooled = z / tau - (z / tau).max(axis=1, keepdims=True)
    p = np.exp(cooled) / np.exp(cooled).sum(axis=1, keepdims=True)
    return p, np.argmax(np.cumsum(p, axis=1) > u[:, None], axis=1)


ANSWERS = [row_by_row, by_searching, by_first_end]
