"""Right answers written otherwise."""

import numpy as np

ANSWERS = [
    {"b_nand": 5, "w": [100, -100], "b": 0},  # z may be 0 where the unit is silent
    {"b_nand": np.array([3.01]), "w": (0.6, -7), "b": -0.5},
    [4, np.array([3, -5]), -2],
]


# Changes to the solution that leave it right, and why.
EQUIVALENT = {
    "line 3: 1 → 2": "q may hold p back by more than it has brought",
}
