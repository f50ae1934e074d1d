"""Cases, a right answer and known mistakes of speed.layer."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.cost import Pace

from ..shared import LAYERS, sized


def layer_cases(rng):
    """Return weights, biases and inputs."""

    def drawn(H, D, N):
        return rng.normal(size=(H, D)), rng.normal(size=H), rng.normal(size=(D, N))

    named = [Case(name, drawn(*sizes)) for name, sizes in LAYERS.items()]
    return [*named, *sized(lambda N: drawn(3, 2, N))]


def layer(W, b, x):
    """Compute the outputs of a layer, summing with einsum."""
    return sigmoid(np.einsum("hd,dn->hn", W, x) + b[:, None])


def layer_one_by_one(W, b, x):
    """Go through the examples."""
    a = np.empty((len(W), x.shape[1]))
    for n in range(x.shape[1]):
        a[:, n] = sigmoid(W @ x[:, n] + b)
    return a


EXERCISE = Exercise(
    kind="implement",
    points=2,
    cases=layer_cases,
    right=layer,
    pace=Pace("example"),
    wrongs=(
        Wrong(
            "slow",
            "Somewhere the examples still come one at a time. `W @ x` multiplies W by every column "
            "of x in one call, and the rest of the formula takes whole arrays as well.",
            layer_one_by_one,
        ),
        Wrong(
            "bias-across",
            "b is added along the wrong axis. NumPy lines the last axes up, and the last axis of "
            "`W @ x` is that of the examples: make b a column.",
            lambda W, b, x: sigmoid(W @ x + b),
        ),
        Wrong(
            "no-bias",
            "The biases are not in it.",
            lambda W, b, x: layer(W, 0 * b, x),
        ),
        Wrong(
            "no-sigmoid",
            "These are the weighted sums z. The sigmoid is still to come.",
            lambda W, b, x: W @ x + b[:, None],
        ),
        Wrong(
            "rows",
            "You return an example in each row. Columns came in, and columns are asked for.",
            lambda W, b, x: layer(W, b, x).T,
        ),
        Wrong(
            "one-bias",
            "All units have the same bias in yours, the sum of all. Each has its own.",
            lambda W, b, x: layer(W, np.full_like(b, b.sum()), x),
        ),
        Wrong(
            "bias-subtracted",
            "The bias is subtracted. In this book it is added to the weighted sum.",
            lambda W, b, x: layer(W, -b, x),
        ),
        Wrong(
            "sign-in-exp",
            "The sign in the exponent is lost: what comes out falls where the sigmoid rises.",
            lambda W, b, x: 1 - layer(W, b, x),
        ),
        Wrong(
            "tanh",
            "These are the outputs of hyperbolic tangents. The units of this layer are sigmoids.",
            lambda W, b, x: np.tanh(W @ x + b[:, None]),
        ),
        Wrong(
            "bias-outside",
            "The bias is added to the output of the sigmoid. It belongs into the weighted sum.",
            lambda W, b, x: sigmoid(W @ x) + b[:, None],
        ),
        Wrong(
            "bias-multiplied",
            "The bias multiplies the weighted sum. It is added to it.",
            lambda W, b, x: sigmoid((W @ x) * b[:, None]),
        ),
        Wrong(
            "first-example",
            "Every column of yours is that of the first example.",
            lambda W, b, x: layer(W, b, x[:, :1] + 0 * x),
        ),
    ),
)
