"""Right answers written otherwise."""

import numpy as np

COUNTED = {
    "W_xh": [10, 4],
    "W_hh": np.array([10, 10]),
    "W_hy": (3.0, 10.0),
    "parameters": 183,
    "parameters_T_40": 183.0,
    "states": np.int64(1260),
}


ANSWERS = [COUNTED, tuple(COUNTED.values())]
