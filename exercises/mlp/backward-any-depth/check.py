"""Cases, a right answer and known mistakes of mlp.backward-any-depth."""

from functools import partial
from itertools import pairwise

import numpy as np

from nnlib.checks import Case, Exercise, Wrong

from ..shared import network


def nnlib_gradient(W, A, y):
    """Ask nnlib; the biases are those with which the input A[0] gives A[1], A[2] and so on."""
    inverse = [np.arctanh] * (len(W) - 1) + [lambda a: np.log(a / (1 - a))]
    steps = zip(inverse, W, A[1:], A[:-1], strict=True)
    b = [(f(a) - table @ below)[:, 0] for f, table, a, below in steps]
    return network(W, b, activation="tanh").loss_and_grad(A[0].T, y.T)[1]


def mistaken_gradient(
    W,
    A,
    y,
    *,
    scale=lambda y: 2 / y.size,
    out=lambda a: a * (1 - a),
    below=lambda W, l: W[l].T,
    slope=lambda A, l: 1 - A[l] ** 2,
    db=lambda delta: delta.sum(axis=1),
    block=lambda dW, db: np.column_stack([db, dW]).ravel(),
    lowest=lambda L: 0,
):
    """Go back through the layers with one of the mistakes that the last arguments make."""
    delta = scale(y) * (A[-1] - y) * out(A[-1])
    blocks = []
    for l in reversed(range(lowest(len(W)), len(W))):
        blocks.insert(0, block(delta @ A[l].T, db(delta)))
        if l > 0:
            delta = (below(W, l) @ delta) * slope(A, l)
    return np.concatenate(blocks)


def last_first(W, A, y):
    """Put the layers together in the order in which the way back meets them."""
    grad, ends = mistaken_gradient(W, A, y), np.cumsum([w.size + len(w) for w in W])
    return np.concatenate(np.split(grad, ends[:-1])[::-1])


def depth_cases(rng):
    """Return networks of one to four layers, and one where every product fits."""

    def drawn(*sizes, n):
        W = [rng.normal(size=(n_out, n_in)) for n_in, n_out in pairwise(sizes)]
        b = [rng.normal(size=n_out) for n_out in sizes[1:]]
        X, y = rng.normal(size=(n, sizes[0])), rng.integers(0, 2, (sizes[-1], n)).astype(float)
        return W, network(W, b, activation="tanh").forward(X).A, y

    return [
        Case("2-3-1, four examples", drawn(2, 3, 1, n=4)),
        Case("no hidden layer", drawn(3, 2, n=4)),
        Case("two hidden layers, three outputs", drawn(2, 4, 2, 3, n=5)),
        Case("three units in each of five layers", drawn(3, 3, 3, 3, 3, n=3)),
        Case("one example", drawn(2, 2, 3, 2, n=1)),
    ]


EXERCISE = Exercise(
    kind="implement",
    points=3,
    cases=depth_cases,
    right=nnlib_gradient,
    wrongs=(
        Wrong(
            "sigmoid-slope",
            "a (1 − a) is the slope of the sigmoid. The hidden units have the hyperbolic tangent "
            "here, which has a slope of its own.",
            partial(mistaken_gradient, slope=lambda A, l: A[l] * (1 - A[l])),
        ),
        Wrong(
            "tanh-output",
            "The last layer has a sigmoid, and your δ there has the slope of the hyperbolic "
            "tangent.",
            partial(mistaken_gradient, out=lambda a: 1 - a**2),
        ),
        Wrong(
            "no-output-slope",
            "Your δ of the last layer is ∂C/∂a: the slope of its sigmoid is missing.",
            partial(mistaken_gradient, out=lambda a: 1.0),
        ),
        Wrong(
            "slope-of-another-layer",
            "The slope comes from the layer above the one that δ has reached. Where layers differ "
            "in width NumPy stops you.",
            partial(mistaken_gradient, slope=lambda A, l: 1 - A[l + 1] ** 2),
        ),
        Wrong(
            "table-of-another-layer",
            "The blame comes back along the arrows of the wrong layer: `W[l]` leads from `A[l]` "
            "to `A[l + 1]`.",
            partial(mistaken_gradient, below=lambda W, l: W[l - 1].T),
        ),
        Wrong(
            "no-transpose",
            "A transpose is missing on the way back. Where a table is square nothing stops you.",
            partial(mistaken_gradient, below=lambda W, l: W[l]),
        ),
        Wrong(
            "no-slope",
            "Below the last layer your δ's are ∂C/∂a: the slopes of the hidden units are missing.",
            partial(mistaken_gradient, slope=lambda A, l: 1.0),
        ),
        Wrong(
            "outputs-not-averaged",
            "The cost is the mean over all entries of y. You divided by the number of examples "
            "alone, which is right for one output.",
            partial(mistaken_gradient, scale=lambda y: 2 / y.shape[1]),
        ),
        Wrong(
            "biases-averaged",
            "The gradients of the biases are means over the examples. The mean is in the δ's "
            "already.",
            partial(mistaken_gradient, db=lambda delta: delta.mean(axis=1)),
        ),
        Wrong(
            "biases-behind",
            "The numbers are right, and in each row the bias stands behind its weights. In θ it "
            "stands in front of them.",
            partial(mistaken_gradient, block=lambda dW, db: np.column_stack([dW, db]).ravel()),
        ),
        Wrong(
            "biases-in-front-of-all",
            "The numbers are right, and all biases of a layer stand in front of all its weights. "
            "In θ each bias stands in front of the weights of its own unit.",
            partial(mistaken_gradient, block=lambda dW, db: np.concatenate([db, dW.ravel()])),
        ),
        Wrong(
            "weights-in-front-of-all",
            "The numbers are right, and all weights of a layer stand in front of all its biases. "
            "In θ each unit has its place, with its bias first and its own weights after it.",
            partial(mistaken_gradient, block=lambda dW, db: np.concatenate([dW.ravel(), db])),
        ),
        Wrong(
            "last-layer-first",
            "The numbers are right and the layers are in the order in which you met them on the "
            "way back. θ begins with the first.",
            last_first,
        ),
        Wrong(
            "two-layers-only",
            "Your way back ends after two layers. Below them it goes on in the same way.",
            partial(mistaken_gradient, lowest=lambda L: max(0, L - 2)),
        ),
    ),
)
