"""Cases, a right answer and known mistakes of mlp.forward."""

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong

from ..shared import network


def layers(rng, D, H, C, N):
    """Draw W1, b1, W2, b2 and X; no bias is 0, which would hide mistakes."""
    shapes = ((H, D), (H,), (C, H), (C,), (N, D))
    return tuple(rng.normal(size=shape) for shape in shapes)


def forward_cases(rng):
    """Return different sizes, and one where a wrong transpose fits."""
    return [
        Case("one example, one output", layers(rng, 3, 4, 1, 1)),
        Case("five examples, two outputs", layers(rng, 2, 3, 2, 5)),
        Case("three of everything", layers(rng, 3, 3, 3, 3)),
    ]


EXERCISE = Exercise(
    kind="implement",
    points=1,
    cases=forward_cases,
    right=lambda W1, b1, W2, b2, X: network([W1, W2], [b1, b2]).predict(X),
    wrongs=(
        Wrong(
            "columns-out",
            "The answers come in columns, a row for each output. They should leave as X came, a "
            "row for each example.",
            lambda W1, b1, W2, b2, X: network([W1, W2], [b1, b2]).predict(X).T,
        ),
        Wrong(
            "reshaped",
            "`reshape` makes the shape fit and leaves the numbers in the order in which they "
            "stood, so the answers of different examples get mixed. To turn a table is to "
            "transpose it.",
            lambda W1, b1, W2, b2, X: (
                network([W1, W2], [b1, b2]).predict(X).T.reshape(len(X), len(b2))
            ),
        ),
        Wrong(
            "first-output-only",
            "One number came for each example, the answer of the first output. Each example has a "
            "row with as many answers as there are outputs.",
            lambda W1, b1, W2, b2, X: network([W1, W2], [b1, b2]).predict(X)[:, 0],
        ),
        Wrong(
            "first-example-only",
            "The answers to the first example came, and X has a row for each of N.",
            lambda W1, b1, W2, b2, X: network([W1, W2], [b1, b2]).predict(X)[0],
        ),
        Wrong(
            "w-turned",
            "`X @ W1` goes along the columns of `W1`. Row j of `W1`, which has shape (H, D), "
            "holds what leads to unit j.",
            lambda W1, b1, W2, b2, X: sigmoid(sigmoid(X @ W1 + b1) @ W2 + b2),
        ),
        Wrong(
            "bias-by-example",
            "The biases went to the examples and not to the units: NumPy lays a list of numbers "
            "along a row, and a row holds the examples here. It stops you only where the lengths "
            "differ.",
            lambda W1, b1, W2, b2, X: sigmoid(W2 @ sigmoid(W1 @ X.T + b1) + b2).T,
        ),
        Wrong(
            "no-biases",
            "The biases are missing.",
            lambda W1, b1, W2, b2, X: sigmoid(W2 @ sigmoid(W1 @ X.T)).T,
        ),
        Wrong(
            "no-hidden-biases",
            "The outputs have their biases, and the hidden units have none.",
            lambda W1, b1, W2, b2, X: sigmoid(sigmoid(X @ W1.T) @ W2.T + b2),
        ),
        Wrong(
            "no-output-biases",
            "The hidden units have their biases, and the outputs have none.",
            lambda W1, b1, W2, b2, X: sigmoid(sigmoid(X @ W1.T + b1) @ W2.T),
        ),
        Wrong(
            "hidden-not-squeezed",
            "Your hidden layer hands on z and not a. Without a function in between, two layers "
            "are no more than one.",
            lambda W1, b1, W2, b2, X: sigmoid((X @ W1.T + b1) @ W2.T + b2),
        ),
        Wrong(
            "output-not-squeezed",
            "Your answers are z⁽²⁾ and not a⁽²⁾: the output has a sigmoid too.",
            lambda W1, b1, W2, b2, X: sigmoid(X @ W1.T + b1) @ W2.T + b2,
        ),
        Wrong(
            "nothing-squeezed",
            "There is no sigmoid in either layer: both hand on their z.",
            lambda W1, b1, W2, b2, X: (X @ W1.T + b1) @ W2.T + b2,
        ),
    ),
)
