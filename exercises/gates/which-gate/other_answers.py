"""Right answers written otherwise."""

BY_FORMULA = {
    "guess_forget": 0.5,
    "guess_input": 0,
    "guess_output": 0,
    "forget": 0.5**20,
    "input": (1 / (1 + 2.718281828459045**-3)) ** 20,
    "output": 0.3784,
    "shown": 0.00026912,
    "half": 16,
    "gate": "forget",
    "hides": "output",
}
ANSWERS = [BY_FORMULA, BY_FORMULA | {"forget": 9.537e-7, "input": 0.37842, "gate": " Forget "}]


# Changes to the solution that leave it right, and why.
EQUIVALENT = {
    "line 18: 6.0 → 7.0": "the input gate has no share in what is left",
    "line 19: 6.0 → 7.0": "nor has the output gate",
    "line 19: minus dropped": "nor has the output gate",
}
