"""Measure two sides in turn and say how they compare.

A machine's speed drifts by more than what is to be measured, so A and B alternate in one process,
each round gives one ratio, and the median of the ratios counts.
"""

import gc
import time

import numpy as np


def interleave(a, b, *, budget=6.0, at_least=3, at_most=15, clock=time.process_time):
    """Time two functions in turn, A B, B A, A B and so on.

    Parameters
    ----------
    a, b : callable
        Called without arguments.
    budget : float
        Begin no further round after that many seconds.
    at_least, at_most : int
        Rounds.
    clock : callable
        `time.process_time` counts what the process works, not what it waits for.

    Returns
    -------
    ndarray of shape (rounds, 2)
        Seconds of A and of B in each round.
    """
    rounds, begin = [], clock()
    gc.disable()  # as timeit does: nobody tidies up after the other
    try:
        while len(rounds) < at_least or (len(rounds) < at_most and clock() - begin < budget):
            seconds = {}
            for side in ((a, b), (b, a))[len(rounds) % 2]:
                started = clock()
                side()
                seconds[side] = clock() - started
            rounds.append((seconds[a], seconds[b]))
    finally:
        gc.enable()
    return np.array(rounds)


def spread(values):
    """Give median and quartiles, to the four digits that a clock deserves."""
    quartiles = np.quantile(values, (0.5, 0.25, 0.75))
    return dict(zip(("median", "low", "high"), map(rounded, quartiles), strict=True))


def rounded(value):
    """Keep four significant digits, as a Python float."""
    return float(f"{value:.4g}")


def slope(x, y, points):
    """Fit a line to the last `points` of log y over log x; return its slope."""
    return rounded(np.polyfit(np.log(x[-points:]), np.log(y[-points:]), 1)[0])
