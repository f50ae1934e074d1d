"""Cases, a right answer and known mistakes of mlp.count-parameters."""

from itertools import pairwise

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import gives
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


def layers(sizes, bias, chosen=slice(None)):
    """Count weights and biases of some of the layers."""
    counts = [n_out * (n_in + bool(bias)) for n_in, n_out in pairwise(sizes)]
    return sum(counts[chosen])


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
            gives(lambda sizes, bias: weights(sizes) + sum(sizes[1:])),  # and not only where False
        ),
        Wrong(
            "no-biases",
            "The weights are all there, and the biases are not.",
            lambda sizes, bias: weights(sizes),
            gives(lambda sizes, bias: weights(sizes)),  # and not only where there are biases
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
        Wrong(
            "bias-inverted",
            "`bias` is taken the wrong way round: your count has biases where it is False, and "
            "none where it is True.",
            lambda sizes, bias: layers(sizes, not bias),
        ),
        Wrong(
            "first-layer-only",
            "Only the parameters of the first layer are counted. Is the `return` inside the loop? "
            "It ends the function at once.",
            lambda sizes, bias: layers(sizes, bias, slice(1)),
        ),
        Wrong(
            "last-layer-only",
            "Only the parameters of the last layer are counted: each layer writes over the count "
            "of the one before. Add them up.",
            lambda sizes, bias: layers(sizes, bias, slice(-1, None)),
        ),
        Wrong(
            "first-layer-skipped",
            "The layer that the inputs lead to is not counted. The first of your pairs is missing.",
            lambda sizes, bias: layers(sizes, bias, slice(1, None)),
        ),
        Wrong(
            "last-layer-skipped",
            "The layer of the outputs is not counted. The last of your pairs is missing.",
            lambda sizes, bias: layers(sizes, bias, slice(-1)),
        ),
        Wrong(
            "one-bias-in-all",
            "There is one bias in your count, for the whole network. Each unit that computes a z "
            "has its own.",
            lambda sizes, bias: weights(sizes) + bool(bias),
        ),
        Wrong(
            "biases-only",
            "The biases are all there, and the weights are not: every arrow has one.",
            lambda sizes, bias: bias * sum(sizes[1:]),
        ),
        Wrong(
            "units-counted",
            "These are the units. Asked for are the arrows between them, and the biases.",
            lambda sizes, bias: sum(sizes),
        ),
        Wrong(
            "weights-added",
            "The sizes of two neighbouring layers are added. From each unit of the one there is "
            "an arrow to each of the other.",
            lambda sizes, bias: sum(n_in + n_out + bias * n_out for n_in, n_out in pairwise(sizes)),
        ),
        Wrong(
            "every-layer-below",
            "Your units look at all layers below them. Each of them looks at the layer just "
            "below, and at nothing else.",
            lambda sizes, bias: (
                sum(sum(sizes[:l]) * n for l, n in enumerate(sizes)) + bias * sum(sizes[1:])
            ),
        ),
        Wrong(
            "both-ways",
            "Each arrow is counted twice. It leads one way only.",
            lambda sizes, bias: 2 * weights(sizes) + bias * sum(sizes[1:]),
        ),
        Wrong(
            "bias-for-each-arrow",
            "You gave each arrow a bias as well as a weight. A bias belongs to a unit.",
            lambda sizes, bias: (1 + bool(bias)) * weights(sizes),
        ),
        Wrong(
            "squares",
            "Each size is multiplied by itself. An arrow leads from one layer to the next, not to "
            "its own.",
            lambda sizes, bias: sum(n * n for n in sizes[1:]) + bias * sum(sizes[1:]),
        ),
        Wrong(
            "bias-for-each-layer-and-input",
            "You counted one bias a layer, and one for the inputs as well. Each unit that "
            "computes a z has its own, and an input computes none.",
            lambda sizes, bias: weights(sizes) + bias * len(sizes),
        ),
        Wrong(
            "bias-counted-as-a-unit",
            "You count the bias as one more unit in both layers. It is one more number that "
            "comes in, and nothing comes in at it.",
            lambda sizes, bias=True: sum((n + bias) * (m + bias) for n, m in pairwise(sizes)),
        ),
    ),
)
