"""Right answers written otherwise."""

RIGHT = {
    "guess_one": 0,
    "guess_four": "all of them",
    "guess_cold": 0.5,
    "one": 0.056,
    "four": 0.709,
    "cold": 0.126,
    "one_unseen": 0.051,
    "four_unseen": 0.062,
    "by_heart": "four",
}
ANSWERS = [RIGHT, RIGHT | {"one": 56 / 1000, "by_heart": " Four"}, list(RIGHT.values())]


# Changes to the solution that leave it right, and why.
EQUIVALENT = {
    "line 5: 1000 → 1001": "one name more",
    "line 6: 1000 → 1001": "one name more",
    "line 13: 1000 → 1001": "one name more",
}
