"""Cases, a right answer and known mistakes of mlp.forward."""

import numpy as np

from nnlib.activations import sigmoid, softmax
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


def by_layers(*, hidden=sigmoid, output=sigmoid, first=1.0, second=1.0, squeezed=False):
    """Return an answer in rows; the arguments make the mistakes."""

    def answer(W1, b1, W2, b2, X):
        a1 = hidden((sigmoid(X) if squeezed else X) @ W1.T + first * b1)
        return output(a1 @ W2.T + second * b2)

    return answer


EXERCISE = Exercise(
    kind="implement",
    points=1,
    cases=forward_cases,
    right=lambda W1, b1, W2, b2, X: network([W1, W2], [b1, b2]).predict(X),
    limits={"nnlib.MLP.predict": 0, "nnlib.MLP.forward": 0},
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
        Wrong(
            "biases-subtracted",
            "The biases are subtracted, as a threshold would be. A bias is added.",
            by_layers(first=-1.0, second=-1.0),
        ),
        Wrong(
            "hidden-biases-subtracted",
            "The biases of the hidden units are subtracted, as a threshold would be. A bias is "
            "added.",
            by_layers(first=-1.0),
        ),
        Wrong(
            "output-biases-subtracted",
            "The biases of the outputs are subtracted, as a threshold would be. A bias is added.",
            by_layers(second=-1.0),
        ),
        Wrong(
            "tanh-hidden",
            "Your hidden units have the hyperbolic tangent. Here they have the sigmoid.",
            by_layers(hidden=np.tanh),
        ),
        Wrong(
            "tanh-output",
            "Your outputs have the hyperbolic tangent. Here they have the sigmoid.",
            by_layers(output=np.tanh),
        ),
        Wrong(
            "tanh-throughout",
            "Both of your layers have the hyperbolic tangent. Here both have the sigmoid.",
            by_layers(hidden=np.tanh, output=np.tanh),
        ),
        Wrong(
            "relu-hidden",
            "Your hidden units cut off below 0, as relu does. Here they have the sigmoid.",
            by_layers(hidden=lambda z: np.maximum(z, 0)),
        ),
        Wrong(
            "output-squeezed-twice",
            "The output goes through the sigmoid twice.",
            by_layers(output=lambda z: sigmoid(sigmoid(z))),
        ),
        Wrong(
            "hidden-squeezed-twice",
            "The hidden layer goes through the sigmoid twice.",
            by_layers(hidden=lambda z: sigmoid(sigmoid(z))),
        ),
        Wrong(
            "inputs-squeezed",
            "The inputs go through a sigmoid of their own. They are handed to the hidden layer as "
            "they are.",
            by_layers(squeezed=True),
        ),
        Wrong(
            "softmax-output",
            "Your outputs compete, their answers add up to 1. Here each output has a sigmoid of "
            "its own.",
            by_layers(output=lambda z: softmax(z.T).T),
        ),
        Wrong(
            "sign-of-z",
            "The exponent has the wrong sign in your output: the answers are 1 minus what they "
            "should be.",
            by_layers(output=lambda z: sigmoid(-z)),
        ),
        Wrong(
            "labels",
            "Your answers are 0 and 1, rounded. Asked for is what the outputs say before that.",
            by_layers(output=lambda z: np.round(sigmoid(z))),
        ),
        Wrong(
            "hidden-layer-returned",
            "These are the answers of the hidden units, in rows. The output layer is still to "
            "come.",
            lambda W1, b1, W2, b2, X: sigmoid(X @ W1.T + b1),
        ),
        Wrong(
            "hidden-layer-returned-in-columns",
            "These are the answers of the hidden units, in columns. The output layer is still to "
            "come, and the turn back into rows.",
            lambda W1, b1, W2, b2, X: sigmoid(W1 @ X.T + b1[:, None]),
        ),
        Wrong(
            "both-layers-returned",
            "Two tables came, those of both layers it seems. Return the answers of the output "
            "alone.",
            lambda W1, b1, W2, b2, X: (sigmoid(X @ W1.T + b1), by_layers()(W1, b1, W2, b2, X)),
        ),
        Wrong(
            "one-bias-for-all",
            "One number is added to all hidden units, the sum of their biases. Each unit has its "
            "own.",
            lambda W1, b1, W2, b2, X: by_layers()(W1, np.full_like(b1, b1.sum()), W2, b2, X),
        ),
        Wrong(
            "first-bias-for-all",
            "The bias of the first hidden unit is added to all of them. Each unit has its own.",
            lambda W1, b1, W2, b2, X: by_layers()(W1, np.full_like(b1, b1[0]), W2, b2, X),
        ),
        Wrong(
            "examples-averaged",
            "One row came, the mean over the examples. Each example has a row of its own.",
            lambda *args: by_layers()(*args).mean(axis=0),
        ),
        Wrong(
            "only-hidden-turned",
            "`X @ W1` goes along the columns of `W1`, where a row leads to a unit. Where both "
            "have the same length NumPy does not notice.",
            lambda W1, b1, W2, b2, X: sigmoid(sigmoid(X @ W1 + b1) @ W2.T + b2),
        ),
        Wrong(
            "only-output-turned",
            "`W2` is turned: its row i, of H numbers, leads to output i. Where C = H NumPy does "
            "not notice.",
            lambda W1, b1, W2, b2, X: sigmoid(sigmoid(X @ W1.T + b1) @ W2 + b2),
        ),
        Wrong(
            "x-not-turned",
            "X is used as it comes, in rows, where the formula wants columns. Where N = D NumPy "
            "does not notice.",
            lambda W1, b1, W2, b2, X: by_layers()(W1, b1, W2, b2, X.T),
        ),
        Wrong(
            "flat",
            "The answers came in one flat row. They should come in a table, a row for each "
            "example.",
            lambda *args: by_layers()(*args).ravel(),
        ),
        Wrong(
            "both-layers-in-columns",
            "Two tables came, and the first seems to be that of the hidden layer, in columns. "
            "Return the answers of the output alone.",
            lambda W1, b1, W2, b2, X: (sigmoid(X @ W1.T + b1).T, by_layers()(W1, b1, W2, b2, X)),
        ),
        Wrong(
            "biases-behind-the-sigmoids",
            "The biases are added behind the sigmoids. They belong in the weighted sums.",
            lambda W1, b1, W2, b2, X: sigmoid((sigmoid(X @ W1.T) + b1) @ W2.T) + b2,
        ),
        Wrong(
            "reshaped-for-transposed",
            "`reshape` gave W1 another shape, and put its numbers into other places. To lay a "
            "table on its side is `.T`.",
            lambda W1, b1, W2, b2, X: sigmoid(
                sigmoid(X @ W1.reshape(X.shape[1], -1) + b1) @ W2.T + b2
            ),
        ),
    ),
)
