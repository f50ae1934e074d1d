"""One neuron to take in hand: its slope and bias, and its line in the plane.

Each figure draws the prepared frames of a `Player` with the static plots of `nnlib.viz`.
"""

from itertools import product

import numpy as np
from matplotlib.figure import Figure

from nnlib.neuron import Neuron
from nnlib.viz import inputs
from nnlib.viz.palette import INK, ROLES
from nnlib.viz.planes import decision_regions, plane
from nnlib.viz.widgets.frames import film
from nnlib.viz.widgets.player import Control, Player, noted, signed
from nnlib.viz.widgets.svg import svg

GRID = 61  # points along each axis of a shaded plane


def slope_and_bias(weights, biases, *, reach=4.0, start=(0, 0)):
    r"""Move the sigmoid of a neuron with one input: :math:`a = \sigma(w x + b)`.

    Parameters
    ----------
    weights, biases : array_like of shape (n,) and (m,)
        The places of the two sliders.
    reach : float, default 4
        The input runs from minus to plus this.
    start : tuple of int, default (0, 0)
        The places in which the sliders stand at first.

    Returns
    -------
    Player
        Its `data` has ``x`` of shape (k,) and ``a`` of shape (n, m, k).
    """
    weights, biases = inputs.numbers("weights", weights, "n"), inputs.numbers("biases", biases, "m")
    neuron, x = Neuron(1), np.linspace(-reach, reach, 121)
    pairs = list(product(weights, biases))
    a = [_answers(neuron, (b, w), x[:, None]) for w, b in pairs]
    fig = Figure(figsize=(5.0, 3.2))
    ax = fig.add_subplot()
    ax.set(xlim=(-reach, reach), ylim=(-0.04, 1.04), xlabel="input $x$", ylabel="output $a$")

    def draw(n):
        (w, b), slope = pairs[n], pairs[n][0] / 4
        ax.plot(x, a[n], color=ROLES["output"], linestyle="-")
        if w:
            near = -b / w + np.array([-0.9, 0.9]) / np.hypot(1, 4 * slope)
            tangent = 0.5 + slope * (near + b / w)
            ax.plot(near, tangent, color=ROLES["gradient"], linestyle="--", zorder=3)
            ax.plot([-b / w], [0.5], "o", color=INK, zorder=4)

    def words(w, b):
        half = f"$a = 1/2$ at $x = {signed(-b / w, 2)}$" if w else ""
        where = f"{half}, with slope ${signed(w / 4, 2)}$" if w else "$a$ is the same for every $x$"
        return f"$w = {signed(w)}$, $b = {signed(b)}$: {where}"

    frames = [
        noted(picture, f"The sigmoid for {words(*pair)}.", words(*pair))
        for picture, pair in zip(film(fig, draw, range(len(pairs))), pairs, strict=True)
    ]
    data = {"x": x, "a": np.reshape(a, (len(weights), len(biases), -1))}
    controls = Control("$w$", _places(weights), start[0]), Control("$b$", _places(biases), start[1])
    return Player(frames, *controls, data=data)


def direction_and_offset(X, Y, angles, offsets, *, size=6.0, start=(0, 0)):
    """Turn and shift the line of a neuron with two inputs, to part the points of two classes.

    Parameters
    ----------
    X, Y : array_like of shape (N, 2) and (N, 1)
        The examples.
    angles : array_like of shape (n,)
        The places of the first slider: where the weights point, in degrees.
    offsets : array_like of shape (m,)
        Those of the second: how far the line is from the origin, in that direction.
    size : float, default 6
        The length of the weights; the bias follows from it and the offset.
    start : tuple of int, default (0, 0)
        The places in which the sliders stand at first.

    Returns
    -------
    Player
        Its `data` has ``theta`` of shape (n, m, 3) and ``right`` of shape (n, m), the number of
        examples on their side of the line.
    """
    angles, offsets = inputs.numbers("angles", angles, "n"), inputs.numbers("offsets", offsets, "m")
    neuron, pairs = Neuron(2), list(product(np.radians(angles), offsets))
    thetas = [size * np.array([-c, np.cos(turn), np.sin(turn)]) for turn, c in pairs]
    right = [int(((_answers(neuron, t, X) > 0.5) == (np.ravel(Y) > 0.5)).sum()) for t in thetas]

    def draw(n):
        turn, offset = pairs[n]
        fig = Figure(figsize=(4.6, 4.2))
        ax = fig.add_subplot()
        toward = np.array([np.cos(turn), np.sin(turn)])
        decision_regions(ax, _answers(neuron, thetas[n], plane(n=GRID)), X, Y)
        arrow = {"arrowstyle": "-|>", "color": INK, "lw": 2.2, "mutation_scale": 16}
        ax.annotate("", toward * (offset + 0.4), toward * offset, arrowprops=arrow, zorder=6)
        return svg(fig)  # straight lines throughout: a tenth of the weight of a bitmap

    def words(n):
        b, w1, w2 = (signed(t, 1) for t in thetas[n])
        return f"$w = ({w1}, {w2})$, $b = {b}$: {right[n]} of {len(X)} points right"

    frames = [
        noted(picture, f"The line of the neuron with {words(n)}.", words(n))
        for n, picture in enumerate(map(draw, range(len(pairs))))
    ]
    shape = len(angles), len(offsets)
    data = {"theta": np.reshape(thetas, (*shape, 3)), "right": np.reshape(right, shape)}
    first = Control("direction", [f"{signed(angle)}°" for angle in angles], start[0])
    return Player(frames, first, Control("offset", _places(offsets), start[1]), data=data)


def _answers(neuron, theta, X):
    neuron.theta[:] = theta
    return neuron.predict(X)[:, 0]


def _places(values):
    return [signed(value) for value in values]
