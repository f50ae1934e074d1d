"""Right answers written otherwise."""

ROUNDED = {
    "z": -0.4,
    "a": 0.4013,
    "C": 0.3584,
    "delta": -0.2877,
    "gradient": [-0.2877, -0.5754, 0.2877],
    "theta_new": (-0.0562, 0.5877, 0.6562),
    "z_new": 0.463,
}


ANSWERS = [ROUNDED, list(ROUNDED.values())]


# Changes to the solution that leave it right, and why.
EQUIVALENT = {
    "line 2: factors of @ swapped": "a dot product",
    "line 14: factors of @ swapped": "a dot product",
}
