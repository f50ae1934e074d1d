"""How far an error reaches back: the norm of δ over time, by the scale of the recurrent weights.

On a logarithmic axis a factor per step is a slope, so what the slider turns is a line.
"""

import numpy as np
from matplotlib.figure import Figure

from nnlib.viz import inputs
from nnlib.viz.palette import MUTED
from nnlib.viz.plots import delta_norms
from nnlib.viz.widgets.notation import fixed, number
from nnlib.viz.widgets.player import Control, Player, noted
from nnlib.viz.widgets.svg import svg


def deltas_by_scale(scales, deltas, *, slopes, limits=(1e-30, 1e5), start=0):
    r"""Show the norm of δ at each time step, with a slider for the scale of W_hh.

    Parameters
    ----------
    scales : array_like of shape (S,)
        The scales, in the order of the slider.
    deltas : dict of str to array_like of shape (S, T), (S, T, H) or (S, T, H, N)
        For each curve, by its label, the deltas of the hidden units at each scale.
    slopes : dict of str to float
        For each label the largest slope of the activation: 1/4 for a sigmoid, 1 for tanh. A dotted
        guide falls by slope times scale at each step back.
    limits : tuple of float
        The range of the logarithmic axis.
    start : int
        The place in `scales` in which the slider starts.

    Returns
    -------
    Player
        Its `data` holds the norms (S, T) and the factors per step (S,) of each label.
    """
    scales = inputs.numbers("scales", scales, "S")
    if not deltas or set(slopes) != set(deltas):
        raise ValueError(
            f"slopes must have the labels of deltas, {list(deltas)}, got {list(slopes)}"
        )
    norms = {label: _norms(values, len(scales)) for label, values in deltas.items()}
    factors = {
        label: (norm[:, 0] / norm[:, -1]) ** (1 / (norm.shape[1] - 1))
        for label, norm in norms.items()
    }
    frames = []
    for n, scale in enumerate(scales):
        fig = Figure(figsize=(5.0, 3.8))
        ax = delta_norms(fig.add_subplot(), *(norm[n] for norm in norms.values()), labels=norms)
        for label, norm in norms.items():
            steps = np.arange(norm.shape[1])
            guide = norm[n, -1] * (slopes[label] * scale) ** steps[::-1]
            ax.plot(steps + 1, guide, ":", color=MUTED, linewidth=1.6, zorder=1)
        ax.set_ylim(limits)
        said = ", ".join(f"${fixed(factors[label][n], 3)}$ with {label}" for label in norms)
        seen = ", ".join(f"the line of {label} {_way(factors[label][n])}" for label in norms)
        note = f"Scale ${number(scale)}$. Factor for each step back: {said}."
        alt = f"The norm of delta over the time steps. Going back from the last, {seen}. {note}"
        frames.append(noted(svg(fig), alt, note))
    control = Control("Scale of $W_{hh}$", tuple(number(scale) for scale in scales), start=start)
    return Player(frames, control, data={"norms": norms, "factors": factors})


def _way(factor):
    if 0.98 < factor < 1.02:
        return "stays level"
    return "falls" if factor < 1 else "rises"


def _norms(values, length):
    values = np.asarray(values, dtype=float)
    if values.ndim < 2 or len(values) != length or values.shape[1] < 2:
        raise ValueError(
            f"deltas must have shape ({length}, T, …) with T of 2 or more, got {values.shape}"
        )
    return np.linalg.norm(values.reshape(*values.shape[:2], -1), axis=2)
