"""Right answers written otherwise."""

ANSWERS = [
    {
        "guess_best": 1,
        "guess_ratio": 1,
        "guess_longer": 1,
        "best": 1,
        "ratio": 1.33,
        "longer": 0.1,
    },
    ["no idea", "ten", 10, 1.0, 4 / 3, 1 / 10],
]


# Changes to the solution that leave it right, and why.
EQUIVALENT = {
    "line 1: 30 → 31": "one epoch more",
    "line 3: 100 → 101": "one epoch more",
    "line 9: 10 → 11": "a rate a little smaller",
    "line 9: 30 → 31": "one epoch more",
}
