"""A diagram that is walked one arrow at a time: what each step adds, and the frames of it all.

A step travels along one arrow and fills in what is then known. Everything drawn earlier stays, so a
frame is the sum of the steps up to it.
"""

from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.patches import Circle

from nnlib.viz.graph import arrow, canvas, node
from nnlib.viz.inputs import colour
from nnlib.viz.palette import INK, PAPER
from nnlib.viz.widgets.notation import mathtext, page, spoken, titled
from nnlib.viz.widgets.player import Control, Frame, Player
from nnlib.viz.widgets.svg import svg

RADIUS = 0.56
# The role and the line of an arrow, by what has travelled on it.
LOOKS = {None: ("ink", ":"), "forward": ("ink", "-"), "back": ("error", "--")}
LOOKS |= {"kept": ("gradient", "-")}


class Step(NamedTuple):
    """One step: the arrow that is walked, and what is known after it.

    Names of nodes and of the symbols beside them are in the notation of `notation`.
    """

    title: str  # symbols in it stand between braces
    equations: tuple = ()
    arrow: tuple = ()  # (tail, head) as the forward pass goes, also on the way back
    back: bool = False
    values: dict = {}  # a node's number, by its name  # noqa: RUF012
    beside: dict = {}  # (symbol, number) beside a node, by its name  # noqa: RUF012
    labels: dict = {}  # (number, role) on an arrow, from now on  # noqa: RUF012
    with_it: tuple = ()  # arrows that are lit up with this one
    also: tuple = ()  # arrows that are walked together with it, the same way
    kept: tuple = ()  # arrows that keep a gradient, from now on; nothing travels on them any more


class Diagram(NamedTuple):
    """Where everything stands: nodes (x, y, role), places beside them, arrows and their labels."""

    size: tuple  # of the figure, in inches
    limits: tuple
    nodes: dict
    beside: dict  # by node: where a number of its own stands, (x, y, alignment)
    arrows: dict  # by (tail, head): a text, and where it stands, (text, x, y, alignment)
    roles: dict  # of symbols in equations


def walk(walks, lists):
    """Make a player of a diagram and its steps, or of several among which lists choose.

    Parameters
    ----------
    walks : list of pairs of Diagram and list of Step
        Diagrams with nothing filled in, and their steps, as many for each; the first has no arrow
        and shows what is given. The last is seen first, since it has all the numbers.
    lists : dict of str to sequence of str
        By its name, the places of each list; of two lists the second runs fastest. Where there is
        nothing to choose there is no list.

    Returns
    -------
    Player
        Its `data` holds the steps, or a list of steps for each walk.
    """
    frames = [frame for diagram, steps in walks for frame in _frames(diagram, steps)]
    chosen = [
        Control(name, tuple(of), kind="dropdown") for name, of in lists.items() if len(of) > 1
    ]
    last = Control("step", tuple(range(len(walks[0][1]))))
    data = [steps for _, steps in walks] if len(walks) > 1 else walks[0][1]
    return Player(frames, *chosen, last, interval=2500, still=-1, data=data)


def _frames(diagram, steps):
    """Yield a frame for each step."""
    for n, step in enumerate(steps):
        title, heading = titled(step.title, diagram.roles)
        said = ". ".join([title, *map(spoken, step.equations)])
        lines = "".join(f"<div>{page(text, diagram.roles)}</div>" for text in step.equations)
        place = f"{n} of {len(steps) - 1}. "
        words = {"note": place + title, "heading": place + heading}
        words["equations"] = f'<div class="nnlib-equations">{lines}</div>'
        yield Frame(svg(picture(diagram, steps[: n + 1])), f"{said}.", **words)


def picture(diagram, steps):
    """Draw the diagram after `steps`, the last of which is lit up.

    An arrow that is not walked yet is dotted, one walked forward solid, one walked back dashed and
    in the colour of δ, which it carries; one that keeps a gradient is solid, in that one's colour.
    """
    fig = Figure(figsize=diagram.size, layout="none")
    ax = canvas(fig.add_axes((0, 0, 1, 1)), *diagram.limits)
    values, beside, labels, walked = {}, {}, {}, {}
    for step in steps:
        values |= step.values
        beside |= step.beside
        labels |= step.labels
        pairs = (step.arrow, *step.also) if step.arrow else ()
        walked |= dict.fromkeys(pairs, "back" if step.back else "forward")
        walked |= dict.fromkeys(step.kept, "kept")
    nodes = {
        name: node(ax, (x, y), mathtext(name), role, value=values.get(name), radius=RADIUS)
        for name, (x, y, role) in diagram.nodes.items()
    }
    lit = {steps[-1].arrow, *steps[-1].also, *steps[-1].with_it, *steps[-1].kept}
    for pair, (text, *place) in diagram.arrows.items():
        _arrow(ax, nodes, pair, walked.get(pair), pair in lit)
        _text(ax, place, *labels.get(pair, (text, "ink")))
    for name, (symbol, value, role) in beside.items():
        _beside(ax, diagram.beside[name], mathtext(symbol), value, role)
    if steps[-1].arrow:
        goal = nodes[steps[-1].arrow[0 if steps[-1].back else 1]]
        ax.add_patch(Circle(goal.center, 1.17 * RADIUS, fill=False, color=INK, linewidth=1.4))
    return fig


def _arrow(ax, nodes, pair, way, lit):
    tail, head = (nodes[name] for name in (pair[::-1] if way == "back" else pair))
    role, style = LOOKS[way]
    width = 1.0 if way is None else 3.4 if lit else 1.6
    arrow(ax, tail, head, width=width, role=role, style=style)


def _beside(ax, place, symbol, value, role):
    """Write a symbol and its number beside a node: in two lines where they are centred."""
    x, y, align = place
    if align == "center":
        _text(ax, (x, y + 0.2, align), symbol, role)
        _text(ax, (x, y - 0.22, align), value, role)
    else:
        _text(ax, place, f"{symbol} = {value}", role)


def _text(ax, place, text, role):
    if text is not None:
        x, y, align = place
        box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1}
        look = {"color": colour("role", role), "ha": align, "va": "center", "zorder": 3}
        ax.text(x, y, text, fontsize=12, bbox=box, **look)
