"""Right answers written otherwise."""

import numpy as np

BY_FORMULA = {
    "guess_half": 10,
    "guess_more": 10,
    "guess_sigmoid": 1,
    "guess_shear": 0,
    "guess_shear_long": 100,
    "sigmoid_at_most": 1,
    "half": 1 / 1024,
    "more": 1.5**10,
    "sigmoid": 0.0041846,
    "shear": np.hypot(0.9**10, 20 * 0.9**9),
    "shear_long": np.hypot(0.9**100, 200 * 0.9**99),
}


ANSWERS = [
    BY_FORMULA,
    BY_FORMULA
    | {"half": 9.766e-4, "more": 57.67, "shear": 7.756, "shear_long": [[0.005904]][0][0]},
]


# Changes to the solution that leave it right, and why.
EQUIVALENT = {
    "line 7: 0.001 → 1.001": "a guess is not judged",
    "line 8: 58 → 59": "a guess is not judged",
    "line 9: 0.1 → 1.1": "a guess is not judged",
    "line 10: 0.35 → 1.35": "a guess is not judged",
    "line 11: 3e-05 → 1.00003": "a guess is not judged",
    "line 12: 10 → 11": "a power of 1",
}
