"""The training of a network with one hidden layer, to be walked through epoch by epoch."""

import numpy as np
from matplotlib.figure import Figure

from nnlib.viz import inputs
from nnlib.viz.hidden import hidden_space
from nnlib.viz.marks import line, points
from nnlib.viz.palette import INK
from nnlib.viz.planes import decision_regions, plane
from nnlib.viz.plots import loss_curve
from nnlib.viz.widgets.frames import film
from nnlib.viz.widgets.player import Control, Frame, Player

GRID = 61  # points along each axis of the shaded plane
_STYLES = ("-", "--", "-.")


def training(
    model,
    X,
    Y,
    *,
    thetas,
    epochs,
    losses,
    limits=(-1, 1),
    labels=None,
    shown=None,
    view=-62,
    still=-1,
):
    """Walk through a training: the loss, the decision in the plane, and the hidden space.

    Parameters
    ----------
    model : nnlib.MLP
        A network with two inputs, two or three hidden units and one or two outputs. Its
        parameters are what they were, afterwards.
    X, Y : array_like of shape (N, 2) and (N, C)
        The examples it learned from.
    thetas : array_like of shape (S, P)
        ``model.theta`` at each epoch that is shown.
    epochs : array_like of shape (S,)
        Which epochs they are: how many had been made before.
    losses : array_like of shape (E,)
        The loss of every epoch, as in ``history.loss``.
    limits : array_like of shape (2,) or (2, 2), default (-1, 1)
        The part of the plane that is drawn.
    labels : sequence of str, optional
        A label for each example.
    shown : int, optional
        How many of the examples are drawn, if not all.
    view : float, default -62
        From where a hidden space of three units is seen, in degrees.
    still : int, default -1
        Which of the epochs stands on paper; -1 is the last.

    Returns
    -------
    Player
        Its `data` has ``outputs`` of shape (S, n * n) or (S, n * n, 2), the answers over the
        plane; ``hidden`` (S, H, N); ``right`` (S,), how many examples it gets right; ``loss`` (S,).
    """
    thetas = inputs.numbers("thetas", thetas, "S", model.theta.size)
    epochs = inputs.numbers("epochs", epochs, len(thetas)).astype(int)
    losses = inputs.numbers("losses", losses, "E")
    before, shots = model.theta.copy(), []
    try:
        for theta in thetas:
            model.theta[:] = theta
            shots.append(_Shot(model, X, Y, plane(limits, GRID)))
    finally:
        model.theta[:] = before
    fig, (curve, square, space) = _axes(losses, len(shots[0].hidden), view)
    drawn = slice(shown)

    def draw(n):
        shot, X1, Y1 = shots[n], X[drawn], Y[drawn]
        curve.plot([epochs[n]], [shot.loss], "o", markersize=9, color=INK, zorder=5)
        curve.axvline(epochs[n], color=INK, linestyle=":", linewidth=1.4)
        decision_regions(square, shot.outputs, limits=limits)
        square.locator_params(axis="x", nbins=3)  # else the numbers touch
        points(square, X1, Y1, labels=labels)
        for w, b, style in zip(shot.w, shot.b, _STYLES, strict=False):
            line(square, w, b, role="hidden", style=style)
        room = labels is not None and space.name != "3d"
        if room:  # before the labels, which share a text where they would lie over each other
            space.set(xlim=(-0.06, 1.3), ylim=(-0.06, 1.3))
        hidden_space(space, shot.hidden[:, drawn], Y1, shot.normal, shot.offset, labels=labels)
        if space.name == "3d":  # numbers of one digit leave the names room to come close
            for axis in (space.xaxis, space.yaxis, space.zaxis):
                axis.labelpad = 0
        if room:
            space.set(xlim=(-0.06, 1.3), ylim=(-0.06, 1.3))

    words = [
        f"epoch {epoch:,}: loss {shot.loss:.4f}, {shot.right} of {len(X)} points right"
        for epoch, shot in zip(epochs, shots, strict=True)
    ]
    frames = [
        Frame(picture, f"Loss, decision regions and hidden space at {text}.", text)
        for picture, text in zip(film(fig, draw, range(len(shots))), words, strict=True)
    ]
    names = ("outputs", "hidden", "right", "loss")
    data = {name: np.stack([getattr(shot, name) for shot in shots]) for name in names}
    steps = Control("epoch", [f"{epoch:,}" for epoch in epochs])
    return Player(frames, steps, interval=500, still=still, data=data)


class _Shot:
    """What a network computes and where it cuts, at one moment of its training."""

    def __init__(self, model, X, Y, grid):
        self.outputs, self.loss = model.predict(grid), model.loss_and_grad(X, Y)[0]
        self.hidden = np.array(model.forward(X).A[1])
        self.w, self.b = model.W[0].copy(), model.b[0].copy()
        W, b = model.W[1].copy(), model.b[1].copy()
        # Two outputs are equal on the plane that one output of their difference would draw.
        self.normal, self.offset = (W[1] - W[0], b[1] - b[0]) if len(W) == 2 else (W[0], b[0])
        decided = self.normal @ self.hidden + self.offset > 0
        self.right = int((decided == inputs.targets("Y", Y, len(X))).sum())


def _axes(losses, units, view):
    """Return a figure with the loss above and the two spaces beneath, in fixed places."""
    fig = Figure(figsize=(5.0, 4.9), layout="none")
    curve = fig.add_axes((0.15, 0.74, 0.81, 0.24))
    loss_curve(curve, losses)
    curve.set_ylim(top=1.1 * losses.max())
    square = fig.add_axes((0.17, 0.1, 0.36, 0.46))
    if units == 3:
        space = fig.add_axes((0.56, 0.08, 0.42, 0.5), projection="3d")
        space.patch.set_visible(False)  # it would cover the square's last number
        space.view_init(elev=22, azim=view)
        space.set_box_aspect(None, zoom=0.76)
        space.set(zticks=[0, 1])
    else:
        space = fig.add_axes((0.67, 0.1, 0.31, 0.46))
    space.set(xticks=[0, 1], yticks=[0, 1])
    return fig, (curve, square, space)
