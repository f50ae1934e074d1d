"""Right answers written otherwise."""

COUNTED = {
    "guess_squared": 100,
    "guess_entropy": 3.5,
    "guess_slope_left": 1e6,
    "steps_squared": 214,
    "steps_entropy": 7,
    "steps_slope_left": 426,
    "eta": 1,
}


ANSWERS = [COUNTED, list(COUNTED.values())]


# Changes to the solution that leave it right, and why.
EQUIVALENT = {
    "line 3: 1000 → 1001": "the loop ends long before",
    "line 12: 212 → 213": "a guess is not judged",
    "line 13: 7 → 8": "a guess is not judged",
    "line 14: 424 → 425": "a guess is not judged",
}
