"""Curves: a loss over the epochs or over one weight, a delta over time."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from nnlib.viz import inputs
from nnlib.viz.labels import label_ends
from nnlib.viz.marks import legend
from nnlib.viz.palette import INK, ROLES

_STYLES = ("-", "--", "-.", ":", (0, (6, 2, 1, 2, 1, 2)))


def loss_curve(ax, *losses, labels=None, log=False, xlabel="epoch", ylabel="loss"):
    """Draw one or more losses over the epochs.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    *losses : array_like of shape (epochs,)
        Each a history of losses, such as ``history.loss``. They may differ in length.
    labels : sequence of str, optional
        One label for each curve, written at the curve's end.
    log : bool, default False
        Whether the loss has a logarithmic axis; every loss must then be positive.
    xlabel, ylabel : str
        The names of the axes.

    Returns
    -------
    matplotlib.axes.Axes
        The `ax` that came in.
    """
    curves = [inputs.numbers("losses", loss, "epochs") for loss in losses]
    _curves(ax, curves, labels, first=0, role="error", log=log, names=(xlabel, ylabel))
    if labels is not None:
        label_ends(ax, ax.lines[-len(curves) :])
        # The labels take room from the axis, whose numbers would run together.
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=3))
    return ax


def delta_norms(ax, *deltas, labels=None):
    r"""Draw how large the delta of a recurrent layer is at each time step, on a logarithmic axis.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    *deltas : array_like of shape (T,), (T, H) or (T, H, N)
        Each the norms :math:`\|\delta_t\|` for t = 1 … T, or the deltas themselves, of which
        the norm over everything but time is taken. A norm of zero leaves a gap.
    labels : sequence of str, optional
        One label for each curve, written above the axes.

    Returns
    -------
    matplotlib.axes.Axes
        The `ax` that came in.
    """
    curves = []
    for delta in deltas:
        inputs.array_like("deltas", delta)
        array = inputs.numbers("deltas", delta, "T", *("H", "N")[: np.ndim(delta) - 1])
        curves.append(np.linalg.norm(array.reshape(len(array), -1), axis=1))
    names = ("time step $t$", r"$\Vert\delta_t\Vert$")
    _curves(ax, curves, labels, first=1, role="error", log=True, names=names)
    # All curves begin at about the same δ_T, so their right ends are no place for labels.
    return ax if labels is None else legend(ax)


def loss_slice(ax, weights, losses, *, steps=None, tangent=None, xlabel="$w$", ylabel="loss"):
    """Draw the loss against one weight, with the dots of a descent and a tangent.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    weights, losses : array_like of shape (n,)
        The curve: the loss at each value of the weight.
    steps : array_like of shape (S, 2), optional
        The descent: a row (weight, loss) for each step, the first ringed as the start.
    tangent : tuple of float, optional
        ``(weight, loss, slope)`` of the point where a tangent is drawn; the slope is the gradient.
    xlabel, ylabel : str
        The names of the axes.

    Returns
    -------
    matplotlib.axes.Axes
        The `ax` that came in.
    """
    inputs.axes(ax)
    weights = inputs.numbers("weights", weights, "n")
    losses = inputs.numbers("losses", losses, len(weights))
    ax.plot(weights, losses, color=ROLES["error"], linestyle="-")
    limits = ax.get_ylim()
    if tangent is not None:
        w, loss, slope = inputs.numbers("tangent", tangent, 3)
        reach = 0.18 * np.ptp(weights) * np.array([-1, 1])
        line = {"color": ROLES["gradient"], "linestyle": "--", "zorder": 3}
        ax.plot(w + reach, loss + slope * reach, label=f"slope {slope:.3g}", **line)
    if steps is not None:
        steps = inputs.numbers("steps", steps, "S", 2)
        dots = {"color": INK, "linestyle": ":", "linewidth": 1.2, "marker": "o", "markersize": 7}
        ax.plot(*steps.T, zorder=4, label="descent", **dots)
        ax.plot(*steps[:1].T, "o", markersize=14, markerfacecolor="none", color=INK, zorder=4)
    ax.set(xlabel=xlabel, ylabel=ylabel, ylim=limits)  # a steep tangent must not squeeze the curve
    return ax


def _curves(ax, curves, labels, *, first, role, log, names):
    inputs.axes(ax)
    if not curves:
        raise ValueError("at least one curve is needed after ax, got none")
    labels = inputs.names("labels", labels, len(curves))
    if log and not all((curve > 0).any() for curve in curves):
        raise ValueError("a logarithmic axis needs values above 0, got a curve without one")
    roles = [role, *(other for other in ROLES if other != role)]
    for n, curve in enumerate(curves):
        line = {"color": ROLES[roles[n % 5]], "linestyle": _STYLES[n % 5], "label": labels[n]}
        # A few steps are measurements and get a dot each; a thousand epochs are a line.
        line |= {"marker": "o" if len(curve) <= 25 else None, "markersize": 6}
        ax.plot(np.arange(first, first + len(curve)), curve, **line)
    ax.set(xlabel=names[0], ylabel=names[1], yscale="log" if log else "linear")
    if not log:
        ax.set_ylim(bottom=min(0, *(curve.min() for curve in curves)))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
