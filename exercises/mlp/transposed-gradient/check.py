"""Cases, a right answer and known mistakes of mlp.transposed-gradient."""

from functools import partial

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong

from ..shared import gradients, network


def nnlib_gradients(W1, b1, W2, b2, x, y):
    """Return what the function would if it had no fault."""
    loss, named = gradients(network([W1, W2], [b1, b2]), x.T, y.T)
    return loss, *(named[name] for name in ("W[0]", "b[0]", "W[1]", "b[1]"))


def faulty_gradients(W1, b1, W2, b2, x, y, *, turn=np.transpose, table=np.transpose, db=np.sum):
    """Do what the faulty function of the notebook does; the last arguments change it."""
    a1 = sigmoid(W1 @ x + b1[:, None])
    a2 = sigmoid(W2 @ a1 + b2[:, None])
    delta2 = 2 / y.size * (a2 - y) * a2 * (1 - a2)
    delta1 = (table(W2) @ delta2) * a1 * (1 - a1)
    dW1, db1, dW2, db2 = turn(delta1 @ x.T), db(delta1, axis=1), delta2 @ a1.T, db(delta2, axis=1)
    return np.mean((a2 - y) ** 2), dW1, db1, dW2, db2


def other_table_turned(*args):
    """Mend the fault, and make the same one in the output layer."""
    loss, dW1, db1, dW2, db2 = faulty_gradients(*args, turn=np.asarray)
    return loss, dW1, db1, dW2.T, db2


def reshaped(*args):
    """Force the table into the shape of W1."""
    loss, dW1, db1, dW2, db2 = faulty_gradients(*args)
    return loss, dW1.reshape(args[0].shape), db1, dW2, db2


def bug_cases(rng):
    """Return a network of the size that hides the fault, and others."""

    def drawn(D, H, C, N):
        tables = [rng.normal(size=shape) for shape in ((H, D), (H,), (C, H), (C,), (D, N))]
        return *tables, rng.integers(0, 2, (C, N)).astype(float)

    return [
        Case("2-2-1, four examples", drawn(2, 2, 1, 4)),
        Case("2-3-1, five examples", drawn(2, 3, 1, 5)),
        Case("3-2-2, four examples", drawn(3, 2, 2, 4)),
    ]


EXERCISE = Exercise(
    kind="find the bug",
    points=2,
    cases=bug_cases,
    parts=("loss", "dW1", "db1", "dW2", "db2"),
    right=nnlib_gradients,
    wrongs=(
        Wrong(
            "still-faulty",
            "The fault is still in it: with three hidden units one of the gradients has not the "
            "shape of what it is the gradient of.",
            faulty_gradients,
        ),
        Wrong(
            "reshaped",
            "`reshape` makes the shape fit and leaves the numbers in the order in which they "
            "stood, so most of them are now in the wrong place.",
            reshaped,
        ),
        Wrong(
            "right-line-changed",
            "The line of `delta1` was right as it stood: W2 has shape (C, H), and `delta1` has a "
            "row for each hidden unit. The fault is elsewhere.",
            partial(faulty_gradients, table=np.asarray),
        ),
        Wrong(
            "other-line-changed",
            "`dW1` is mended. The line of `dW2` was right too, and now it has the fault.",
            other_table_turned,
        ),
        Wrong(
            "biases-averaged",
            "`dW1` is mended. The sums of `db1` and `db2` were right, for the mean is in the δ's "
            "already; now they are divided by N twice.",
            partial(faulty_gradients, turn=np.asarray, db=np.mean),
        ),
    ),
)
