"""What several exercises share.

Time comes first and an example is a column. The four are stacked in the order i, f, o, g, H rows
each, as in the chapter: `W_x` (4H, D), `W_h` (4H, H), `b` (4H, 1).
"""

import numpy as np

from nnlib.checks import Case
from nnlib.lstm import LSTM

FOUR = "ifog"
BLOCKS = ("input gate", "forget gate", "output gate", "candidate")
TELLS = (
    "look at what one step does not have: what comes back from step t + 1, a memory and a state "
    "from before, the sum over the steps"
)
SIZES = {  # N, T, D, H, C
    "several of everything": (6, 5, 2, 3, 4),
    "one sequence with one output": (1, 4, 2, 3, 1),
    "one step": (3, 1, 1, 2, 2),
    "all sizes alike": (3, 3, 3, 3, 3),
}


def sized(name, args):
    """Return a case by the name of its sizes; where one step alone is right, that says where."""
    return Case(name, args, tells=TELLS if name == "one step" else "")


def network(rng, D, H, C):
    """Draw an LSTM of the library with biases that are not zero."""
    model = LSTM(D, H, C, rng=rng)
    model.theta = rng.normal(size=model.theta.size)
    return model


def with_weights(W_x, W_h, b):
    """Put stacked weights into an LSTM of the library, with one output."""
    model = LSTM(W_x.shape[1], W_h.shape[1], 1)
    parts = zip(FOUR, *(np.split(w, 4) for w in (W_x, W_h, b)), strict=True)
    for name, w_x, w_h, bias in parts:
        setattr(model, f"W_x{name}", w_x)
        setattr(model, f"W_h{name}", w_h)
        setattr(model, f"b_{name}", bias[:, 0])
    return model


def stacked(named):
    """Stack what belongs to the four, of a dict such as `model.unpack` makes: W_x, W_h and b."""
    return {
        part.rstrip("_"): np.concatenate([named[f"{part}{name}"] for name in FOUR])
        for part in ("W_x", "W_h", "b_")
    }


def sequences(rng, sizes):
    """Draw X (N, T, D) and Y (N, T, C)."""
    N, T, D, _, C = sizes
    return rng.normal(size=(N, T, D)), rng.integers(0, 2, (N, T, C)).astype(float)
