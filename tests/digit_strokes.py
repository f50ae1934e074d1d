"""Digits as lines, in the ways that people write them, by hands that differ a little.

Drawn by script for the pad, and by nobody who is in the data: tests/test_digit_pad.py counts
what the network makes of them.
"""

from itertools import pairwise

import numpy as np

# Points (x, y), y downwards, in a box one wide and one high. A smooth line goes through those of a
# stroke; one that stands twice is a corner.
OVAL = [(0.5, 0), (0.12, 0.2), (0.05, 0.6), (0.4, 1), (0.85, 0.75), (0.9, 0.35), (0.5, 0)]
EIGHT = [(0.85, 0.12), (0.45, 0), (0.15, 0.22), (0.5, 0.48), (0.88, 0.75), (0.5, 1), (0.1, 0.75)]
LOOP = [(0.85, 0.1), (0.4, 0), (0.1, 0.25), (0.45, 0.5), (0.85, 0.15)]
WAYS = {
    "0": [[OVAL], [[(x * 0.7, y) for x, y in OVAL]]],
    "1 a line": [[[(0.5, 0), (0.5, 1)]]],
    "1 with a flag": [[[(0.2, 0.25), (0.5, 0), (0.5, 0), (0.5, 1)]]],
    "1 with a foot": [
        [[(0.25, 0.2), (0.5, 0), (0.5, 0), (0.5, 1)], [(0.2, 1), (0.8, 1)]],
    ],
    "2": [
        [[(0.1, 0.2), (0.5, 0), (0.85, 0.3), (0.1, 1), (0.1, 1), (0.9, 1)]],
        [[(0.1, 0.2), (0.5, 0), (0.85, 0.3), (0.3, 0.9), (0.1, 0.85), (0.3, 0.8), (0.9, 1)]],
    ],
    "3": [
        [
            [
                (0.1, 0.1),
                (0.5, 0),
                (0.85, 0.22),
                (0.4, 0.47),
                (0.4, 0.47),
                (0.9, 0.72),
                (0.5, 1),
                (0.05, 0.88),
            ]
        ],
        [
            [
                (0.1, 0),
                (0.8, 0),
                (0.8, 0),
                (0.4, 0.4),
                (0.4, 0.4),
                (0.9, 0.7),
                (0.5, 1),
                (0.05, 0.88),
            ]
        ],
    ],
    "4 open": [[[(0.2, 0), (0.1, 0.6), (0.1, 0.6), (0.95, 0.6)], [(0.75, 0.15), (0.65, 1)]]],
    "4 closed": [[[(0.95, 0.7), (0.05, 0.7), (0.05, 0.7), (0.7, 0), (0.7, 0), (0.7, 1)]]],
    "5": [
        [
            [(0.25, 0), (0.2, 0.42), (0.2, 0.42), (0.55, 0.38), (0.85, 0.7), (0.5, 1), (0.1, 0.92)],
            [(0.25, 0), (0.85, 0)],
        ],
        [
            [
                (0.85, 0),
                (0.2, 0),
                (0.2, 0),
                (0.15, 0.45),
                (0.15, 0.45),
                (0.6, 0.42),
                (0.85, 0.72),
                (0.5, 1),
                (0.1, 0.9),
            ]
        ],
    ],
    "6": [
        [
            [
                (0.75, 0),
                (0.25, 0.35),
                (0.1, 0.75),
                (0.45, 1),
                (0.85, 0.78),
                (0.5, 0.55),
                (0.12, 0.75),
            ]
        ],
        [[(0.5, 0), (0.15, 0.6), (0.4, 1), (0.8, 0.8), (0.6, 0.55), (0.2, 0.7)]],
    ],
    "7 plain": [[[(0.1, 0), (0.9, 0), (0.9, 0), (0.35, 1)]]],
    "7 with a bar": [[[(0.1, 0), (0.9, 0), (0.9, 0), (0.35, 1)], [(0.25, 0.5), (0.85, 0.5)]]],
    "8": [
        [[*EIGHT, (0.5, 0.48), (0.85, 0.12)]],
        [
            [(0.5, 0), (0.2, 0.22), (0.5, 0.45), (0.8, 0.22), (0.5, 0)],
            [(0.5, 0.45), (0.1, 0.72), (0.5, 1), (0.9, 0.72), (0.5, 0.45)],
        ],
    ],
    "9 with a straight tail": [[[*LOOP, (0.85, 0.15), (0.75, 1)]]],
    "9 with a hook": [[[*LOOP, (0.85, 0.15), (0.8, 0.8), (0.45, 1), (0.15, 0.9)]]],
}
PER_PIECE = 8  # points of a smooth line between two that are given


def smooth(points):
    """Return points along a smooth line (Catmull and Rom's) through the given ones, (n, 2)."""
    p = np.asarray(points, dtype=float)
    corners = [0, *(n + 1 for n, (a, b) in enumerate(pairwise(p)) if np.array_equal(a, b)), len(p)]
    lines = []
    for start, end in pairwise(corners):
        q = p[start:end]
        q = np.vstack([2 * q[0] - q[1], q, 2 * q[-1] - q[-2]])  # on, beyond its ends
        t = np.linspace(0, 1, PER_PIECE + 1)[:, None]
        for a, b, c, d in zip(q[:-3], q[1:-2], q[2:-1], q[3:], strict=True):
            lines.append(
                b
                + t * (c - a) / 2
                + t**2 * (2 * a - 5 * b + 4 * c - d) / 2
                + t**3 * (3 * b - a - 3 * c + d) / 2
            )
    return np.vstack(lines)


def by_another_hand(way, rng):
    """Return strokes as somebody else draws them: leaning, wide or narrow, turned, unsteady."""
    lean, turn = rng.uniform(-0.1, 0.4), rng.normal(0, 0.08)  # most hands lean to the right
    wide = rng.uniform(0.45, 0.95)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = matrix @ np.array([[1, -lean], [0, 1]]) @ np.diag([wide, 1])
    steady = {}  # a corner is one point, and stays one
    return [
        (smooth([steady.setdefault(p, p + rng.normal(0, 0.03, 2)) for p in map(tuple, stroke)])
         @ matrix.T).tolist()
        for stroke in way
    ]  # fmt: skip


def drawings(each, seed):
    """Yield (name of the way, strokes), each way by so many hands."""
    rng = np.random.default_rng(seed)
    for name, ways in WAYS.items():
        for way in ways:
            for _ in range(each):
                yield name, by_another_hand(way, rng)
