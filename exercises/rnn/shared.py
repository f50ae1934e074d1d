"""What several exercises share.

Time comes first and an example is a column: `x` (T, D, N), `y` (T, C, N), `h` (T + 1, H, N) with
`h[0]` before the first step.
"""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case
from nnlib.rnn import RNN

GRADIENTS = ("dW_xh", "dW_hh", "db_h", "dW_hy", "db_y")
BORROWED = {  # what hands over a gradient that the statement asks for
    "nnlib.RNN.loss_and_grad": 0,
    "nnlib.RNN.backward": 0,
    "nnlib.numerical_gradient": 0,
}
SIZES = {  # N, T, D, H, C
    "several of everything": (6, 5, 2, 3, 4),
    "one sequence with one output": (1, 4, 2, 3, 1),
    "one step": (3, 1, 1, 2, 2),
    "all sizes alike": (3, 3, 3, 3, 3),
}


def problem(rng, sizes):
    """Draw the five weight arrays, inputs and targets."""
    N, T, D, H, C = sizes
    weights = [rng.normal(size=shape) for shape in ((H, D), (H, H), (H, 1), (C, H), (C, 1))]
    return weights, rng.normal(size=(T, D, N)), rng.integers(0, 2, (T, C, N)).astype(float)


def rows(a):
    """Turn time first and examples in columns into the rows of the library."""
    return a.transpose(2, 0, 1)


def network(rng, D, H, C):
    """Draw a network of the library with biases that are not zero."""
    model = RNN(D, H, C, rng=rng)
    model.theta = rng.normal(size=model.theta.size)
    return model


def with_weights(weights):
    """Put weights into a network of the library."""
    W_xh, _, _, W_hy, _ = weights
    model = RNN(W_xh.shape[1], W_xh.shape[0], W_hy.shape[0])
    model.W_xh, model.W_hh, model.b_h, model.W_hy, model.b_y = (
        w[:, 0] if name.startswith("b") else w
        for name, w in zip(("W_xh", "W_hh", "b_h", "W_hy", "b_y"), weights, strict=True)
    )
    return model


def fed(delta, came):
    """Sum over steps and examples: error times what came in."""
    return np.einsum("tin,tjn->ij", delta, came)


def summed(delta):
    """Sum errors over steps and examples, as a column."""
    return np.einsum("tin->i", delta)[:, None]


def plain_step(x_t, h, W_xh, W_hh, b_h):
    """Make one step, from the state before."""
    return sigmoid(W_xh @ x_t + W_hh @ h[-1] + b_h)


def model_cases(rng):
    """Return networks of the library with data in rows."""
    cases = []
    for name, sizes in SIZES.items():
        model = network(rng, *sizes[2:])
        _, x, y = problem(rng, sizes)
        cases.append(Case(name, (model, rows(x), rows(y))))
    return cases


def swept(h, from_output, back, *, slope=None):
    """Return δ of all steps; the slope may be asked for at other states."""
    h_slope = (h * (1 - h))[1:] if slope is None else slope
    delta = np.zeros_like(h)
    for t in range(len(from_output), 0, -1):
        delta[t - 1] = (from_output[t - 1] + back @ delta[t]) * h_slope[t - 1]
    return delta[:-1]
