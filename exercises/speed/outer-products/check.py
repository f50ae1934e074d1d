"""Cases, a right answer and known mistakes of speed.outer-products."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.cost import Pace

from ..shared import LAYERS, sized, with_ones


def outer_cases(rng):
    """Return errors and inputs of a layer."""

    def drawn(H, D, N):
        return rng.normal(size=(H, N)), rng.normal(size=(D, N))

    named = [Case(name, drawn(*sizes)) for name, sizes in LAYERS.items()]
    square = Case("all sizes alike", drawn(3, 3, 3))
    return [*named, square, *sized(lambda N: drawn(3, 2, N))]


def block(delta, a):
    """Sum over the examples, with einsum."""
    return np.einsum("hn,dn->hd", delta, with_ones(a))


def block_one_by_one(delta, a):
    """Add up outer products."""
    total = np.zeros((len(delta), 1 + len(a)))
    for n in range(delta.shape[1]):
        total[:, 0] += delta[:, n]
        total[:, 1:] += np.outer(delta[:, n], a[:, n])
    return total


EXERCISE = Exercise(
    kind="derive",
    points=2,
    cases=outer_cases,
    right=block,
    pace=Pace("example"),
    wrongs=(
        Wrong(
            "slow",
            "The outer products are still made one after the other. Row i and column j of their "
            "sum is Σ δ_i a_j over the examples: a row of one matrix times a row of another.",
            block_one_by_one,
        ),
        Wrong(
            "sums-multiplied",
            "You add up the errors, add up the inputs, and then multiply. So the error of each "
            "example meets the inputs of all others: Σ δ aᵀ is not (Σ δ)(Σ a)ᵀ.",
            lambda delta, a: np.outer(delta.sum(axis=1), with_ones(a).sum(axis=1)),
        ),
        Wrong(
            "no-biases",
            "The column of the biases is missing. What is the input of a bias?",
            lambda delta, a: delta @ a.T,
        ),
        Wrong(
            "biases-last",
            "The biases' column stands last. It belongs in front, as in [b | W].",
            lambda delta, a: np.roll(block(delta, a), -1, axis=1),
        ),
        Wrong(
            "turned",
            "Your block lies on its side: a row for each unit, as W has.",
            lambda delta, a: block(delta, a).T,
        ),
        Wrong(
            "mean",
            "You divide by the number of examples. δ holds that factor already.",
            lambda delta, a: block(delta, a) / delta.shape[1],
        ),
        Wrong(
            "ones-for-all",
            "Every column of your block is that of the biases: the inputs have got lost.",
            lambda delta, a: block(delta, np.ones_like(a)),
        ),
        Wrong(
            "one-sum-for-all-biases",
            "All your biases have the same gradient, the sum of every error there is. Each unit "
            "has its own bias, and the sum runs over the examples alone.",
            lambda delta, a: np.hstack([np.full((len(delta), 1), delta.sum()), delta @ a.T]),
        ),
        Wrong(
            "biases-averaged",
            "The gradients of your biases are means. δ holds that factor already, so what is left "
            "to do is to add up.",
            lambda delta, a: np.hstack([delta.mean(axis=1, keepdims=True), delta @ a.T]),
        ),
        Wrong(
            "ones-for-biases",
            "The column of your biases is filled with ones. That is the input of a bias; its "
            "gradient is error times input, summed over the examples.",
            lambda delta, a: np.hstack([np.ones((len(delta), 1)), delta @ a.T]),
        ),
        Wrong(
            "zeros-for-biases",
            "The column of your biases is empty. The input of a bias is 1.",
            lambda delta, a: np.hstack([np.zeros((len(delta), 1)), delta @ a.T]),
        ),
        Wrong(
            "biases-of-one-example",
            "In the column of your biases stand the errors of one example alone.",
            lambda delta, a: np.hstack([delta[:, -1:], delta @ a.T]),
        ),
        Wrong(
            "last-example",
            "Your block is that of the last example alone: it is overwritten and not added to.",
            lambda delta, a: block(delta[:, -1:], a[:, -1:]),
        ),
        Wrong(
            "first-example",
            "Your block is that of the first example alone. All of them take part.",
            lambda delta, a: block(delta[:, :1], a[:, :1]),
        ),
        Wrong(
            "weights-averaged",
            "The gradients of your weights are means, and those of the biases are sums. δ holds "
            "the factor of the average already, for both.",
            lambda delta, a: np.hstack(
                [delta.sum(axis=1, keepdims=True), delta @ a.T / delta.shape[1]]
            ),
        ),
    ),
)
