"""A pad on which the reader draws a digit, and a trained network answers at once."""

import numpy as np
from matplotlib.figure import Figure

from nnlib.viz import inputs
from nnlib.viz.hidden import unit_squares
from nnlib.viz.live import Live, layers, numbers
from nnlib.viz.palette import ROLES

SIDE, DIGITS, DEPTH = 8, 10, 2


def digit_pad(model, image):
    """Make a pad that reads digits; on a page of the book its reader draws them.

    What is drawn becomes 8×8 numbers as the images of `datasets.digits` are: the full height of
    their 32×32 bitmap, without slant, with as much ink, as counts of black pixels in blocks of 4×4
    (page/live/as-the-data.js). Then come two layers: the hidden units' activities, and ten shares
    by softmax (eq-mlp-softmax). The page computes them itself, from the weights given here.

    Parameters
    ----------
    model : nnlib.MLP
        Of sizes (64, H, 10), with biases and ``output="softmax"``, trained on counts / 16.
    image : array_like of shape (64,)
        Counts / 16, in [0, 1], row by row: what is seen before anything is drawn. Take one that
        the model was not trained on.

    Returns
    -------
    Live
        For `show`. In a notebook it is a still of `image` and the answer to it.

    Raises
    ------
    ValueError
        Where the model has other layers, or the image other numbers.
    """
    sizes = tuple(getattr(model, "sizes", ()))
    good = len(sizes) == DEPTH + 1 and (sizes[0], sizes[-1]) == (SIDE * SIDE, DIGITS)
    if not good or getattr(model, "output", None) != "softmax":
        raise ValueError(
            f"model must be an MLP of sizes (64, H, 10) with output='softmax', got {model!r}"
        )
    image = inputs.numbers("image", image, SIDE * SIDE)
    if image.min() < 0 or image.max() > 1:
        raise ValueError(
            "image must hold numbers from 0 to 1, the counts divided by 16, "
            f"got {image.min():g} to {image.max():g}"
        )
    trace = model.forward(image[None])
    hidden, shares = trace.A[1][:, 0], trace.A[2][:, 0]
    order = np.argsort(-shares, kind="stable")
    data = {"layers": layers(model), "image": numbers(image)}
    words = (
        f"An image of eight by eight pixels, the activities of the {len(hidden)} hidden units that "
        f"it causes, and ten shares: {order[0]} has {shares[order[0]]:.2f}, and next comes "
        f"{order[1]} with {shares[order[1]]:.2f}. In the book you draw the image yourself."
    )
    return Live("digit-pad", data, _still(image, hidden, shares), words)


def _still(image, hidden, shares):
    fig = Figure(figsize=(5, 2.4), layout="constrained")
    seen, units, bars = fig.subplots(1, 3, width_ratios=(4, 4, 3))
    seen.imshow(image.reshape(SIDE, SIDE), cmap="gray_r", vmin=0, vmax=1)
    seen.set_title("input", color=ROLES["input"])
    unit_squares(units, hidden)
    units.set_title("hidden", color=ROLES["hidden"])
    bars.barh(np.arange(DIGITS), shares, color=ROLES["output"])
    bars.set(xlim=(0, 1), ylim=(DIGITS - 0.5, -0.5), yticks=range(DIGITS), xlabel="share")
    bars.set_title("output", color=ROLES["output"])
    bars.grid(visible=False)
    for ax in (seen, units):
        ax.set(xticks=[], yticks=[])
        ax.grid(visible=False)
        ax.spines[:].set_visible(False)
    return fig
