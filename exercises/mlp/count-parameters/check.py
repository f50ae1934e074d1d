"""Cases, a right answer and known mistakes of mlp.count-parameters."""

from itertools import pairwise

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.mlp import MLP


def count_cases(rng):
    """Return shallow and deep networks, with biases and without."""
    deep = tuple(int(n) for n in rng.integers(2, 8, 5))
    flat = tuple(int(n) for n in rng.integers(2, 8, 2))
    return [
        Case("2-3-1 with biases", ((2, 3, 1), True), public=True),
        Case("2-3-1 without biases", ((2, 3, 1), False), public=True),
        Case("no hidden layer", (flat, True)),
        Case("three hidden layers", (deep, True)),
        Case("three hidden layers without biases", (deep, False)),
    ]


def weights(sizes):
    """Count the weights alone."""
    return sum(n_in * n_out for n_in, n_out in pairwise(sizes))


EXERCISE = Exercise(
    kind="implement",
    points=1,
    cases=count_cases,
    right=lambda sizes, bias: MLP(sizes, bias=bias).theta.size,
    wrongs=(
        Wrong(
            "input-biases",
            "You gave a bias to every unit, the inputs among them. An input computes nothing: it "
            "has no z that a bias could be added to.",
            lambda sizes, bias: weights(sizes) + bias * sum(sizes),
        ),
        Wrong(
            "one-bias-a-layer",
            "You counted one bias a layer. Units that share one all move their lines together; "
            "here each unit has its own.",
            lambda sizes, bias: weights(sizes) + bias * (len(sizes) - 1),
        ),
        Wrong(
            "no-output-biases",
            "The hidden units have their biases, and the outputs have none. An output is a neuron "
            "too.",
            lambda sizes, bias: weights(sizes) + bias * sum(sizes[1:-1]),
        ),
        Wrong(
            "sender-biases",
            "You gave each layer as many biases as it has units below it. A bias belongs to the "
            "unit that the arrows lead to.",
            lambda sizes, bias: weights(sizes) + bias * sum(sizes[:-1]),
        ),
        Wrong(
            "bias-ignored",
            "The biases are counted even where `bias` is False.",
            lambda sizes, bias: weights(sizes) + sum(sizes[1:]),
        ),
        Wrong(
            "no-biases",
            "The weights are all there, and the biases are not.",
            lambda sizes, bias: weights(sizes),
        ),
        Wrong(
            "product",
            "You multiplied all sizes with one another. That counts the ways through the network "
            "from an input to an output; a weight belongs to one arrow, between two neighbouring "
            "layers.",
            lambda sizes, bias: int(np.prod(sizes)) + bias * sum(sizes[1:]),
        ),
        Wrong(
            "two-layers-only",
            "Your count knows two layers of weights and no more. `sizes` may be longer, or "
            "shorter.",
            lambda sizes, bias: (
                sizes[0] * sizes[1] + sizes[1] * sizes[2] + bias * (sizes[1] + sizes[2])
            ),
        ),
    ),
)
