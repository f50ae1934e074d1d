"""Cases, a right answer and known mistakes of mlp.paper-pass."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Exercise, Wrong


def paper_pass(
    *,
    turned=False,
    bias=1.0,
    factor=2.0,
    slope=lambda z, a: a * (1 - a),
    hidden=True,
    output=True,
    way=True,
):
    """Return every number of the exercise; the arguments make the mistakes."""
    W1, b1 = np.log(3) * np.array([[1.0, 1.0], [2.0, -1.0]]), np.log(3) * np.array([-2.0, 0.0])
    w2, b2 = np.array([4.0, -2.0]), -2.0
    x, y = np.array([1.0, 2.0]), 0.0
    z1 = (W1.T if turned else W1) @ x + bias * b1
    a1 = sigmoid(z1)
    z2 = w2 @ a1 + bias * b2
    a2 = sigmoid(z2)
    delta2 = factor * (a2 - y) * (slope(z2, a2) if output else 1.0)
    delta1 = delta2 * (w2 if way else 1.0) * (slope(z1, a1) if hidden else 1.0)
    return {
        "z1": z1,
        "a1": a1,
        "z2": z2,
        "a2": a2,
        "C": (a2 - y) ** 2,
        "delta2": delta2,
        "delta1": delta1,
        "dW2": delta2 * a1,
        "db2": delta2,
        "dW1": np.outer(delta1, x),
        "db1": delta1,
    }


def swapped_table(numbers):
    """Return the numbers of the exercise with the table of the first layer on its side."""
    return numbers | {"dW1": numbers["dW1"].T}


def without_minus(numbers):
    """Return the numbers of the exercise with all errors of the hidden units positive."""
    return numbers | {name: np.abs(numbers[name]) for name in ("delta1", "dW1", "db1")}


EXERCISE = Exercise(
    kind="compute",
    points=2,
    parts=("z1", "a1", "z2", "a2", "C", "delta2", "delta1", "dW2", "db2", "dW1", "db1"),
    right=paper_pass(),
    rtol=2e-3,  # three digits are enough
    atol=2e-4,
    wrongs=(
        Wrong(
            "columns-of-w",
            "Forward, you went down the columns of W⁽¹⁾. What leads to unit j stands in row j.",
            paper_pass(turned=True),
        ),
        Wrong("no-biases", "The biases are missing from your z's.", paper_pass(bias=0.0)),
        Wrong(
            "no-two",
            "The derivative of the square is there only in part: your δ⁽²⁾ is half of what it "
            "should be, and everything behind it too.",
            paper_pass(factor=1.0),
        ),
        Wrong(
            "sign",
            "All your δ's have the wrong sign. The answer is too high, so more z⁽²⁾ makes C "
            "larger.",
            paper_pass(factor=-2.0),
        ),
        Wrong(
            "slope-of-z",
            "The slope of the sigmoid was taken as z (1 − z). It is written with what comes out "
            "of the sigmoid, not with what goes in.",
            paper_pass(slope=lambda z, a: z * (1 - z)),
        ),
        Wrong(
            "no-slope",
            "No sigmoid has a slope in your way back: δ is ∂C/∂z, and you have ∂C/∂a.",
            paper_pass(slope=lambda z, a: 1.0),
        ),
        Wrong(
            "no-output-slope",
            "Your δ⁽²⁾ stops at a⁽²⁾, and everything behind it goes on from there. Between z⁽²⁾ "
            "and a⁽²⁾ stands a sigmoid too.",
            paper_pass(output=False),
        ),
        Wrong(
            "no-hidden-slope",
            "Your δ⁽¹⁾ stops at a⁽¹⁾. Between z⁽¹⁾ and a⁽¹⁾ stands a sigmoid, and it has a slope "
            "at each hidden unit.",
            paper_pass(hidden=False),
        ),
        Wrong(
            "no-way-back",
            "Your δ⁽¹⁾ takes the blame over as it is. On its way from z⁽²⁾ to a⁽¹⁾ it passes an "
            "arrow that has a weight on it.",
            paper_pass(way=False),
        ),
        Wrong(
            "minus-lost",
            "The second hidden unit enters with a negative weight, and on the way back your minus "
            "is lost: more of this unit lowers the answer.",
            without_minus(paper_pass()),
        ),
        Wrong(
            "weights-for-answers",
            "Your derivatives for W⁽²⁾ are δ⁽²⁾ times the weights. That is what goes back to the "
            "hidden units; the derivative for a weight is δ times what came in at it.",
            paper_pass() | {"dW2": 0.25 * np.array([4.0, -2.0])},
        ),
        Wrong(
            "table-on-its-side",
            "The four derivatives for W⁽¹⁾ are the right ones, and two of them have changed "
            "places. ∂C/∂w_jk stands in row j and column k, like w_jk.",
            swapped_table(paper_pass()),
        ),
    ),
)
