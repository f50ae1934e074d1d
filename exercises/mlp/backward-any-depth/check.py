"""Cases, a right answer and known mistakes of mlp.backward-any-depth."""

from functools import partial
from itertools import pairwise

import numpy as np

from nnlib.checks import Case, Exercise, Wrong

from ..shared import BORROWED, network


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
    came=lambda A, l: A[l],
    early=False,
):
    """Go back through the layers with one of the mistakes that the last arguments make."""
    delta = scale(y) * (A[-1] - y) * out(A[-1])
    blocks = []
    for l in reversed(range(lowest(len(W)), len(W))):
        if not early:
            blocks.insert(0, block(delta @ came(A, l).T, db(delta)))
        if l > 0:
            delta = (below(W, l) @ delta) * slope(A, l)
        if early:  # its δ is that of the layer below by now
            blocks.insert(0, block(delta @ came(A, max(l - 1, 0)).T, db(delta)))
    return np.concatenate(blocks)


def by_layers(W, A, y, pair=lambda weights, biases: (weights, biases)):
    """Return the gradients of each layer by themselves."""
    found = []
    mistaken_gradient(W, A, y, block=lambda dW, db: found.insert(0, pair(dW, db)) or db)
    return found


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
    limits=BORROWED,
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
        Wrong(
            "no-biases",
            "The derivatives for the biases are missing. Each unit has one bias, and its "
            "derivative is the sum of its δ over the examples.",
            partial(mistaken_gradient, block=lambda dW, db: dW.ravel()),
        ),
        Wrong(
            "biases-only",
            "The derivatives for the weights are missing: δ times what came in, summed over the "
            "examples.",
            partial(mistaken_gradient, block=lambda dW, db: db),
        ),
        Wrong(
            "delta-too-early",
            "δ goes down to the layer below before the gradient is taken: every layer but the "
            "last gets the numbers of another one, or the first one twice. Take the gradient, and "
            "then go down.",
            partial(mistaken_gradient, early=True),
        ),
        Wrong(
            "list-of-pairs",
            "A list came, with a pair for each layer. Asked for is one flat array, in the order "
            "of θ.",
            by_layers,
        ),
        Wrong(
            "list-of-tables",
            "A list came, with a table for each layer. Asked for is one flat array, in the order "
            "of θ.",
            partial(by_layers, pair=lambda weights, biases: np.column_stack([biases, weights])),
        ),
        Wrong(
            "answers-of-the-layer-itself",
            "δ meets the answers of its own layer. What came in at it are those of the layer "
            "below: `W[l]` leads from `A[l]` to `A[l + 1]`.",
            partial(mistaken_gradient, came=lambda A, l: A[l + 1]),
        ),
        Wrong(
            "first-layer-left-out",
            "The first layer is missing: its weights and biases have a gradient as well. Does the "
            "loop end a round too early?",
            partial(mistaken_gradient, lowest=lambda L: min(1, L - 1)),
        ),
        Wrong(
            "last-layer-only",
            "Only the gradient of the last layer came. Go on down, from layer to layer.",
            partial(mistaken_gradient, lowest=lambda L: L - 1),
        ),
        Wrong(
            "sign",
            "The whole gradient has the wrong sign: more of an answer that is too high makes the "
            "cost larger.",
            partial(mistaken_gradient, scale=lambda y: -2 / y.size),
        ),
        Wrong(
            "no-two",
            "The gradient is half of what it should be. The square leaves a 2 behind.",
            partial(mistaken_gradient, scale=lambda y: 1 / y.size),
        ),
        Wrong(
            "not-averaged",
            "The cost is a mean over all entries of y, and your gradient is that of a sum.",
            partial(mistaken_gradient, scale=lambda y: 2.0),
        ),
        Wrong(
            "examples-not-averaged",
            "The cost is the mean over all entries of y. You divided by the number of outputs "
            "alone.",
            partial(mistaken_gradient, scale=lambda y: 2 / len(y)),
        ),
        Wrong(
            "slope-squared",
            "The slope of the hidden units was taken as (1 − a)². It has two different factors, "
            "one for each end at which tanh is flat.",
            partial(mistaken_gradient, slope=lambda A, l: (1 - A[l]) ** 2),
        ),
        Wrong(
            "half-a-slope",
            "The slope of the hidden units was taken as 1 − a. It is a² that is taken from 1.",
            partial(mistaken_gradient, slope=lambda A, l: 1 - A[l]),
        ),
        Wrong(
            "slope-of-the-layer-below",
            "The slope comes from the layer below the one that δ has reached.",
            partial(mistaken_gradient, slope=lambda A, l: 1 - A[l - 1] ** 2),
        ),
        Wrong(
            "slope-twice-squeezed",
            "tanh is applied once more on the way to the slope: `A` holds the answers already.",
            partial(mistaken_gradient, slope=lambda A, l: 1 - np.tanh(A[l]) ** 2),
        ),
        Wrong(
            "cross-entropys-delta",
            "The δ of your last layer is that of the cross-entropy. Here the cost is the mean "
            "squared error.",
            partial(mistaken_gradient, scale=lambda y: 1 / y.size, out=lambda a: 1.0),
        ),
        Wrong(
            "averaged-again",
            "All derivatives are divided by the number of examples once more. The mean is in δ "
            "already.",
            lambda W, A, y: mistaken_gradient(W, A, y) / y.shape[1],
        ),
        Wrong(
            "tables-turned",
            "The numbers are right, and the weights of each layer run down the columns. In θ the "
            "row of a unit stands together.",
            partial(mistaken_gradient, block=lambda dW, db: np.column_stack([db, dW]).T.ravel()),
        ),
        Wrong(
            "sums-over-units",
            "The derivatives for the biases are summed over the units. Each unit has its own; the "
            "sum runs over the examples.",
            partial(mistaken_gradient, db=lambda delta: np.full(len(delta), delta.sum())),
        ),
        Wrong(
            "one-column",
            "The numbers are right, and they stand in a column. One flat array has the shape (n,).",
            lambda W, A, y: mistaken_gradient(W, A, y)[:, None],
        ),
        Wrong(
            "slope-sign",
            "A plus stands in the slope of tanh where a minus belongs: it is largest where a is 0.",
            partial(mistaken_gradient, slope=lambda A, l: 1 + A[l] ** 2),
        ),
        Wrong(
            "biases-summed-over-units",
            "The sum for the biases runs down the units: of δ, a row is a unit and a column an "
            "example.",
            partial(mistaken_gradient, db=lambda delta: delta.sum(axis=0)),
        ),
        Wrong(
            "rows-turned",
            "The table of a layer is turned before the biases are put in front. Its rows are the "
            "units, one bias for each.",
            partial(mistaken_gradient, block=lambda dW, db: np.column_stack([db, dW.T]).ravel()),
        ),
    ),
)
