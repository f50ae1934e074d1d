"""What a reader of a walk chooses among: the weights of the network, and its examples."""

import numpy as np

from nnlib.viz.widgets.notation import number


def at_each(network, weights, walk_of, examples):
    """Return the walk of each example with each of the weights, and the lists that choose.

    Parameters
    ----------
    network : nnlib.MLP or nnlib.RNN
        Its parameters are afterwards what they were.
    weights : dict of str to array_like of shape (P,), or None
        By a name, ``network.theta``; without it the network's own.
    walk_of : callable
        ``walk_of(x, y)`` gives the diagram and the steps of one example.
    examples : sequence of pairs of array_like
        Inputs and targets.
    """
    own = network.theta.copy()
    thetas = {"": own} if weights is None else weights
    walks = []
    try:
        for name, theta in thetas.items():
            if np.shape(theta) != own.shape:
                wanted = f"as network.theta, got {np.shape(theta)} for {name!r}"
                raise ValueError(f"weights must have shape {own.shape}, {wanted}")
            network.theta[:] = theta
            walks += [walk_of(x, y) for x, y in examples]
    finally:
        network.theta[:] = own
    written = [f"x = {_row(x)}, y = {_row(y)}" for x, y in examples]
    return walks, {"weights": list(thetas), "example": written}


def _row(values):
    return f"({', '.join(number(value) for value in values)})"
