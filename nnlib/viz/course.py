"""The map of the course: each chapter's answer, and the limit that opens the next one."""

from matplotlib.patches import FancyBboxPatch

from nnlib.viz import inputs
from nnlib.viz.palette import INK, MUTED, tint

_STATIONS = (
    ("ink", "The question", "How does a machine learn a rule from examples?"),
    ("input", "The neuron", "It weighs its inputs and draws one line."),
    ("hidden", "The network", "A hidden layer bends space until a line fits."),
    ("output", "The recurrent network", "A layer fed its own past reads sequences."),
    ("gradient", "PyTorch", "The same gradients, found by the machine."),
)
_LIMITS = (
    "begin with the smallest machine that learns",
    "no single line answers XOR",
    "it has no memory of what came before",
    "every new model needs new derivatives",
)


def course_map(ax):
    """Draw the way through the course: what each chapter finds, and what it cannot do.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw; made for a figure of 6.4 by 6.4 inches.

    Returns
    -------
    matplotlib.axes.Axes
        The `ax` that came in.
    """
    inputs.axes(ax).set(xlim=(0, 6.4), ylim=(0, 6.4), aspect="equal")
    ax.axis("off")
    for n, (role, title, answer) in enumerate(_STATIONS):
        colour, y = inputs.colour("role", role), 5.46 - 1.34 * n
        look = {"facecolor": tint(colour, 0.1), "edgecolor": colour, "linewidth": 2}
        shape = "round,pad=0,rounding_size=0.12"
        ax.add_patch(FancyBboxPatch((0.1, y), 6.2, 0.86, boxstyle=shape, **look))
        ax.text(0.32, y + 0.6, title, color=colour, weight="bold", fontsize=14, va="center")
        ax.text(0.32, y + 0.26, answer, color=INK, va="center")
        if n < len(_LIMITS):
            arrow = {
                "arrowstyle": "-|>",
                "color": MUTED,
                "linewidth": 2,
                "shrinkA": 2,
                "shrinkB": 2,
            }
            ax.annotate("", (0.75, y - 0.48), (0.75, y), arrowprops=arrow)
            ax.text(1.05, y - 0.24, _LIMITS[n], color=MUTED, style="italic", va="center")
    return ax
