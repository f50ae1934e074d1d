"""Cases, a right answer and known mistakes of mlp.transposed-gradient."""

from functools import partial

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong

from ..shared import BORROWED, gradients, network


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


def mended_and(**changed):
    """Mend the fault, and change some of the five values; a change gets the value and the args."""

    def answer(*args):
        named = dict(zip(("loss", "dW1", "db1", "dW2", "db2"), nnlib_gradients(*args), strict=True))
        return tuple(changed.get(n, lambda v, _: v)(value, args) for n, value in named.items())

    return answer


def output_delta(W1, b1, W2, b2, x, y):
    """Return δ of the outputs."""
    a2 = sigmoid(W2 @ sigmoid(W1 @ x + b1[:, None]) + b2[:, None])
    return 2 / y.size * (a2 - y) * a2 * (1 - a2)


def hidden_delta(W1, b1, W2, b2, x, y, slope=lambda a: a * (1 - a)):
    """Return δ of the hidden units."""
    return W2.T @ output_delta(W1, b1, W2, b2, x, y) * slope(sigmoid(W1 @ x + b1[:, None]))


def with_hidden_slope(slope):
    """Mend the fault, and put another slope into δ of the hidden units."""

    def answer(*args):
        loss, _, _, dW2, db2 = nnlib_gradients(*args)
        delta1 = hidden_delta(*args, slope)
        return loss, delta1 @ args[4].T, delta1.sum(axis=1), dW2, db2

    return answer


def with_answers(value, args):
    """Multiply δ of the hidden units by their own answers."""
    W1, b1, W2, _, x, _ = args
    a1 = sigmoid(W1 @ x + b1[:, None])
    return (W2.T @ output_delta(*args)) * a1 * (1 - a1) @ a1.T


def per_example(value, args):
    """Divide by the number of examples."""
    return value / args[4].shape[1]


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
    limits=BORROWED,
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
        Wrong(
            "averaged-again",
            "`dW1` is mended, and divided by the number of examples once more. The mean is in "
            "`delta2` already, and comes back with it.",
            mended_and(dW1=per_example),
        ),
        Wrong(
            "sign",
            "All gradients have the wrong sign. `a2 - y` was right as it stood.",
            mended_and(**dict.fromkeys(("dW1", "db1", "dW2", "db2"), lambda v, _: -v)),
        ),
        Wrong(
            "two-struck-out",
            "All gradients are half of what they should be: the 2 is what the square leaves "
            "behind.",
            mended_and(**dict.fromkeys(("dW1", "db1", "dW2", "db2"), lambda v, _: v / 2)),
        ),
        Wrong(
            "outputs-not-averaged",
            "All gradients are divided by the number of examples alone. The cost is the mean over "
            "all entries, which `y.size` counts.",
            mended_and(
                **dict.fromkeys(("dW1", "db1", "dW2", "db2"), lambda v, args: v * len(args[5]))
            ),
        ),
        Wrong(
            "dw1-with-the-wrong-delta",
            "`dW1`: `delta2` stands in it. The arrows of W1 lead to the hidden units, whose error "
            "is `delta1`.",
            mended_and(
                dW1=lambda v, args: (
                    np.ones((len(v), 1)) * (output_delta(*args).sum(axis=0) @ args[4].T)
                )
            ),
        ),
        Wrong(
            "dw1-with-answers",
            "`dW1`: `a1` stands in it, and what came in at the hidden units is `x`.",
            mended_and(dW1=with_answers),
        ),
        Wrong(
            "loss-summed",
            "`loss`: it is a mean over all entries, and was right as it stood.",
            mended_and(loss=lambda v, args: v * args[5].size),
        ),
        Wrong(
            "loss-missing",
            "Four gradients came. The loss comes before them, as in `faulty`.",
            lambda *args: nnlib_gradients(*args)[1:],
        ),
        Wrong(
            "right-line-turned",
            "The line of `delta1` was right as it stood. W2 has a column for each hidden unit, so "
            "its transpose has a row for each.",
            partial(faulty_gradients, turn=np.asarray, table=np.asarray),
        ),
        Wrong(
            "weights-for-inputs",
            "`dW1`: W1 itself stands in it. The gradient of a table is δ times what came in, x.",
            mended_and(dW1=lambda v, args: args[0].T @ hidden_delta(*args)),
        ),
        Wrong(
            "half-a-slope",
            "`dW1`: the slope in `delta1` has lost a factor. That line was right as it stood.",
            with_hidden_slope(lambda a: a),
        ),
        Wrong(
            "other-half-of-the-slope",
            "`dW1`: the slope in `delta1` has lost its a. That line was right as it stood.",
            with_hidden_slope(lambda a: 1 - a),
        ),
        Wrong(
            "no-hidden-slope",
            "`dW1`: the slope in `delta1` is gone. That line was right as it stood.",
            with_hidden_slope(np.ones_like),
        ),
    ),
)
