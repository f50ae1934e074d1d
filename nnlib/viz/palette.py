"""The course's colours: one for each role, the same in equations, diagrams and plots.

The five role colours keep a contrast of at least 4.5:1 on white, and stay apart for readers with
protanopia, deuteranopia or tritanopia (tests/nnlib/test_viz.py measures both). Colour is still
never the only cue: line styles, markers and labels repeat what it says.
"""

from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb

ROLES = {
    "input": "#0a3a94",
    "hidden": "#9163ac",
    "output": "#2a8558",
    "error": "#82120a",
    "gradient": "#956400",
}

# What `filter: invert(.93) hue-rotate(180deg)` makes of ROLES. The book's dark pages put that
# filter on figures and these colours on equations, so a role looks the same in both.
ROLES_DARK = {
    "input": "#98c2ff",
    "hidden": "#a67ebd",
    "output": "#53a27b",
    "error": "#ffb6af",
    "gradient": "#bc923c",
}

PAPER = "#ffffff"
INK = "#1c2127"
MUTED = "#565f69"
GRID = "#dde1e6"

# Targets 0 and 1, told apart by marker and filling too; the signs of numbers by line style too.
CLASS0 = "#2470b3"
CLASS1 = "#bf4d0a"
SIGNS = {"minus": CLASS0, "plus": CLASS1}


def tint(colour, amount):
    """Mix a colour with white.

    Parameters
    ----------
    colour : str
        Any Matplotlib colour.
    amount : float
        How much of the colour to keep: 0 gives white, 1 the colour itself.

    Returns
    -------
    str
        The mixed colour, as ``"#rrggbb"``.
    """
    return to_hex([1 - amount * (1 - part) for part in to_rgb(colour)])


def _light_map(name, *colours):
    return LinearSegmentedColormap.from_list(name, colours)


# Light throughout, so that points, lines and numbers drawn on top stay readable.
REGIONS = _light_map("nnlib_regions", tint(CLASS0, 0.42), "#f7f7f7", tint(CLASS1, 0.42))
LOSSES = _light_map("nnlib_losses", PAPER, tint(ROLES["error"], 0.38))
ACTIVATIONS = _light_map(
    "nnlib_activations", tint(ROLES["hidden"], 0.06), tint(ROLES["hidden"], 0.54)
)
