"""Right answers written otherwise."""

ANSWERS = [
    {"guess_each": 1, "guess_two": 1, "guess_large": 1, "each": 3.94, "two": 1.99, "large": 2.69},
    ["no idea", "fewer", 16, 4, 2, 2.7],
]
