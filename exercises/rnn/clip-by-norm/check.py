"""Cases, a right answer and known mistakes of rnn.clip-by-norm."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import gives

from ..shared import GRADIENTS, SIZES, problem


def clip_cases(rng):
    """Return gradients of which some are too long, alone or together."""

    def drawn(length, sizes):
        grads = problem(rng, sizes)[0]
        factor = length / np.sqrt(sum(np.vdot(g, g) for g in grads))
        return [factor * g for g in grads]

    sizes = SIZES["several of everything"]
    return [
        Case("a long gradient", (drawn(12.0, sizes), 1.0)),
        Case("a gradient below the limit", (drawn(0.6, sizes), 1.0)),
        Case("five short arrays that are too long together", (drawn(2.4, sizes), 2.3)),
        Case("a gradient of zeros", ([np.zeros_like(g) for g in drawn(1.0, sizes)], 1.0)),
        Case("a gradient below a limit of 2", (drawn(1.5, sizes), 2.0)),
        Case("one unit", (drawn(3.0, (1, 1, 1, 1, 1)), 0.5)),
    ]


def norm(grads):
    """Return the length of all arrays together."""
    return np.linalg.norm(np.concatenate([g.ravel() for g in grads]))


def shortened(grads, max_norm):
    """Return the gradient, or the vector of its direction that is as long as the limit."""
    length = norm(grads)
    return [g if length <= max_norm else max_norm * (g / length) for g in grads]


def shortened_in_place(grads, max_norm):
    """Change the arrays of the caller."""
    scale = min(1.0, max_norm / max(norm(grads), 1e-300))
    for g in grads:
        np.multiply(g, scale, out=g)
    return grads


def rescaled(grads, length, max_norm):
    """Divide by any length, if it is above the limit."""
    return [g * min(1.0, max_norm / max(length, 1e-300)) for g in grads]


def stretched(grads, max_norm):
    """Make every gradient as long as the limit."""
    return tuple(g * (max_norm / max(norm(grads), 1e-300)) for g in grads)


def untouched(grads, max_norm):
    """Shorten nothing."""
    return tuple(g.copy() for g in grads)


def squares_compared(grads, max_norm):
    """Compare the sum of the squares with the limit, and shorten by the length."""
    too_long = norm(grads) ** 2 > max_norm
    return tuple(g * (max_norm / norm(grads)) if too_long else g for g in grads)


EXERCISE = Exercise(
    kind="implement",
    points=2,
    parts=GRADIENTS,
    cases=clip_cases,
    right=shortened,
    wrongs=(
        Wrong(
            "entry-by-entry",
            "You clip each entry by itself. That bends the gradient: large entries lose, "
            "small ones do not, and the direction is another one.",
            lambda grads, c: [np.clip(g, -c, c) for g in grads],
        ),
        Wrong(
            "array-by-array",
            "Each array is shortened by its own length. There is one gradient in five pieces: its "
            "length is that of all of them together, and all shrink by the same factor.",
            lambda grads, c: [rescaled([g], np.linalg.norm(g), c)[0] for g in grads],
        ),
        Wrong(
            "always",
            "A gradient below the limit should stay as it is, and yours is stretched up to the "
            "limit.",
            stretched,
            when=gives(stretched),
        ),
        Wrong(
            "in-place",
            "Whoever called your function still needs the list and the arrays that it was given, "
            "and your function changes them. Make new arrays, in a new list.",
            shortened_in_place,
        ),
        Wrong(
            "no-root",
            "What you compare with the limit, and divide by, is the sum of the squares. The root "
            "is missing.",
            lambda grads, c: rescaled(grads, norm(grads) ** 2, c),
        ),
        Wrong(
            "sum-of-lengths",
            "You add up the lengths of the five arrays. The pieces of a vector stand at right "
            "angles: it is their squares that add up.",
            lambda grads, c: rescaled(grads, sum(np.linalg.norm(g) for g in grads), c),
        ),
        Wrong(
            "largest-entry",
            "You measure the gradient by its largest entry. Its length takes all entries into "
            "account.",
            lambda grads, c: rescaled(grads, max(np.abs(g).max() for g in grads), c),
        ),
        Wrong(
            "sum-of-entries",
            "You measure the gradient by the sum of its entries without their signs. Its length "
            "is the root of the sum of their squares.",
            lambda grads, c: rescaled(grads, sum(np.abs(g).sum() for g in grads), c),
        ),
        Wrong(
            "no-limit",
            "A long gradient comes out with length 1, whatever the limit is.",
            lambda grads, c: [g if norm(grads) <= c else g / norm(grads) for g in grads],
        ),
        Wrong(
            "larger-factor",
            "Yours stretches what is short and leaves what is long. The factor is at most 1: of "
            "the two, `min` takes the right one.",
            lambda grads, c: [g * max(1.0, c / max(norm(grads), 1e-300)) for g in grads],
        ),
        Wrong(
            "untouched",
            "Nothing is shortened: what your function returns is as long as what it was given.",
            untouched,
            when=gives(untouched),
        ),
        Wrong(
            "zero-over-zero",
            "A gradient of zeros has length 0, and your function divides by it. Divide only where "
            "the length is above the limit.",
            lambda grads, c: [g / norm(grads) * min(norm(grads), c) for g in grads],
        ),
        Wrong(
            "thrown-away",
            "A long gradient comes out as zeros. It should keep its direction.",
            lambda grads, c: [g * (norm(grads) <= c) for g in grads],
        ),
        Wrong(
            "mean-of-squares",
            "You take the root of the mean of the squares. A length is the root of their sum, "
            "however many entries there are.",
            lambda grads, c: rescaled(grads, norm(grads) / np.sqrt(sum(map(np.size, grads))), c),
        ),
        Wrong(
            "longest-array",
            "You measure the gradient by the longest of its five arrays. The pieces make one "
            "vector, and all of them count.",
            lambda grads, c: rescaled(grads, max(np.linalg.norm(g) for g in grads), c),
        ),
        Wrong(
            "first-array",
            "You measure the gradient by the first of its five arrays. The pieces make one vector.",
            lambda grads, c: rescaled(grads, np.linalg.norm(grads[0]), c),
        ),
        Wrong(
            "limit-forgotten",
            "A long gradient is divided by its length and no more, or multiplied by the limit and "
            "no more. Which length should it have in the end?",
            lambda grads, c: [g if norm(grads) <= c else c * g for g in grads],
        ),
        Wrong(
            "compared-with-squares",
            "You shorten well, and at the wrong time: it is the sum of the squares that you "
            "compare with the limit, and not the length.",
            squares_compared,
            when=gives(squares_compared),
        ),
        Wrong(
            "quotient-upside-down",
            "The quotient stands upside down: a gradient that is too long gets longer.",
            lambda grads, c: [g if norm(grads) <= c else norm(grads) / c * g for g in grads],
        ),
        Wrong(
            "means-for-sums",
            "The length is taken from means of squares. It is the root of their sum, over all "
            "entries.",
            lambda grads, c: rescaled(grads, np.sqrt(np.mean([np.mean(g**2) for g in grads])), c),
        ),
        Wrong(
            "largest-stretch",
            "The length is taken from the norms of the matrices, which say how far they "
            "stretch a vector. Here the entries are the vector.",
            lambda grads, c: rescaled(
                grads, np.sqrt(sum(np.linalg.norm(g, 2) ** 2 for g in grads)), c
            ),
        ),
        Wrong(
            "biases-not-counted",
            "The biases are not in your length. All five arrays are.",
            lambda grads, c: rescaled(grads, norm([grads[k] for k in (0, 1, 3)]), c),
        ),
        Wrong(
            "first-array-only",
            "Only the first of the five arrays is shortened. One factor serves all of them.",
            lambda grads, c: [shortened(grads, c)[0], *grads[1:]],
        ),
        Wrong(
            "mean-of-lengths",
            "The length is taken as the mean of the five arrays' lengths.",
            lambda grads, c: rescaled(grads, np.mean([np.linalg.norm(g) for g in grads]), c),
        ),
    ),
)
