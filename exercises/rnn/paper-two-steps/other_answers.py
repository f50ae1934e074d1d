"""Right answers written otherwise."""

import numpy as np

ON_PAPER = {
    "h": (1, 3.5),
    "a": np.array([1, 6]),
    "C": 45 / 2,
    "delta_y": [-6, 3],
    "delta": (-3, 6),
    "dw_xh": 9,
    "dw_hh": 6,
    "db_h": 3,
    "dw_hy": 4.5,
    "db_y": -3,
    "dw_xh_truncated": 0,
    "then": "Stays ",
}


ANSWERS = [ON_PAPER, list(ON_PAPER.values())]
