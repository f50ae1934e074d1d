"""Cases, a right answer and known mistakes of mlp.paper-pass."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Exercise, Wrong


def paper_pass(
    *,
    turned=False,
    bias=1.0,
    output_bias=None,
    log=np.log,
    squash=sigmoid,
    cost=np.square,
    factor=2.0,
    slope=lambda z, a: a * (1 - a),
    hidden=True,
    output=True,
    way=True,
    back=None,
):
    """Return every number of the exercise; the arguments make the mistakes."""
    W1, b1 = log(3) * np.array([[1.0, 1.0], [2.0, -1.0]]), log(3) * np.array([-2.0, 0.0])
    w2, b2 = np.array([4.0, -2.0]), -2.0
    x, y = np.array([1.0, 2.0]), 0.0
    z1 = (W1.T if turned else W1) @ x + bias * b1
    a1 = squash(z1)
    z2 = w2 @ a1 + (bias if output_bias is None else output_bias) * b2
    a2 = squash(z2)
    delta2 = factor * (a2 - y) * (slope(z2, a2) if output else 1.0)
    along = delta2 if back is None else back
    delta1 = along * (w2 if way else 1.0) * (slope(z1, a1) if hidden else 1.0)
    return {
        "z1": z1,
        "a1": a1,
        "z2": z2,
        "a2": a2,
        "C": cost(a2 - y),
        "delta2": delta2,
        "delta1": delta1,
        "dW2": delta2 * a1,
        "db2": delta2,
        "dW1": np.outer(delta1, x),
        "db1": delta1,
    }


def with_derivatives(*, delta1=None, a1=None, x=None, b1=None, b2=None, delta2=None):
    """Return the numbers with derivatives that are made of other factors; None: the right one."""
    right = paper_pass()
    given = {"delta1": delta1, "a1": a1, "delta2": delta2}
    used = {n: right[n] if f is None else np.asarray(f) for n, f in given.items()}
    return right | {
        "dW2": used["delta2"] * used["a1"],
        "db2": right["db2"] if b2 is None else right["db2"] * b2,
        "dW1": np.outer(used["delta1"], [1.0, 2.0] if x is None else x),
        "db1": right["db1"] if b1 is None else right["db1"] * np.array(b1),
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
        Wrong(
            "no-output-bias",
            "`z2`: the bias of the output is missing. What follows from it goes on from there.",
            paper_pass(output_bias=0.0),
        ),
        Wrong(
            "output-bias-sign",
            "`z2`: the bias is −2, and it is added with its sign. What follows from it goes on "
            "from there.",
            paper_pass(output_bias=-1.0),
        ),
        Wrong(
            "no-hidden-biases",
            "`z1`: the biases of the hidden units are missing. What follows from them goes on "
            "from there.",
            paper_pass(bias=0.0, output_bias=1.0),
        ),
        Wrong(
            "hidden-bias-sign",
            "`z1`: the biases are −2λ and 0, and they are added with their signs.",
            paper_pass(bias=-1.0, output_bias=1.0),
        ),
        Wrong(
            "bias-signs",
            "The biases are added with the signs that they have, in both layers, and yours are "
            "turned.",
            paper_pass(bias=-1.0),
        ),
        Wrong(
            "lambda-left-out",
            "`z1`: λ is left out. All of the row is multiplied by it, and it stands for ln 3.",
            paper_pass(log=lambda n: 1.0),
        ),
        Wrong(
            "lambda-is-three",
            "`z1`: λ is ln 3, and not 3.",
            paper_pass(log=float),
        ),
        Wrong(
            "other-logarithm",
            "`z1`: ln is the natural logarithm, `np.log`, and yours is that to the base 10.",
            paper_pass(log=np.log10),
        ),
        Wrong(
            "tanh-for-sigmoid",
            "`a1`: the hyperbolic tangent stands in place of the sigmoid. σ(0) is ½.",
            paper_pass(squash=np.tanh),
        ),
        Wrong(
            "not-squared",
            "`C`: the difference is there, and its square is not.",
            paper_pass(cost=lambda e: e),
        ),
        Wrong(
            "half-of-the-square",
            "`C`: some books put a ½ before the square. This cost has none.",
            paper_pass(cost=lambda e: e**2 / 2),
        ),
        Wrong(
            "slope-of-half",
            "`delta2`: only a stands where the slope of the sigmoid belongs. At a = 1 the sigmoid "
            "is flat, and your factor is not 0 there.",
            paper_pass(slope=lambda z, a: a),
        ),
        Wrong(
            "tanh-slope",
            "`delta2`: 1 − a² is the slope of the hyperbolic tangent, and these units have "
            "sigmoids.",
            paper_pass(slope=lambda z, a: 1 - a**2),
        ),
        Wrong(
            "slope-squared",
            "`delta1`: the slope was taken as (1 − a)². It has two different factors, one for "
            "each end at which the sigmoid is flat. (At a = ½ that makes no difference.)",
            paper_pass(slope=lambda z, a: (1 - a) ** 2),
        ),
        Wrong(
            "slope-a-squared",
            "`delta1`: the slope was taken as a². It has two different factors, one for each end "
            "at which the sigmoid is flat. (At a = ½ that makes no difference.)",
            paper_pass(slope=lambda z, a: a**2),
        ),
        Wrong(
            "weights-alone",
            "`delta1`: the slopes and the weights are there, and δ⁽²⁾, which comes back along the "
            "weights, is not.",
            paper_pass(back=1.0),
        ),
        Wrong(
            "outputs-for-slope",
            "`delta1`: the a's stand where the slopes of the hidden units belong.",
            paper_pass()
            | dict.fromkeys(
                ("delta1", "db1"), 0.25 * np.array([4.0, -2.0]) * np.array([0.75, 0.5])
            ),
        ),
        Wrong(
            "weights-exchanged",
            "`delta1`: the two weights have changed places: w₁ⱼ leads from hidden unit j to the "
            "output.",
            paper_pass()
            | dict.fromkeys(
                ("delta1", "db1"), 0.25 * np.array([-2.0, 4.0]) * np.array([3 / 16, 1 / 4])
            ),
        ),
        Wrong(
            "output-slope-again",
            "`delta1`: the slope of the output is in it once more. δ⁽²⁾ has it already.",
            paper_pass(back=1 / 16),
        ),
        Wrong(
            "inputs-for-answers",
            "`dW2`: this is δ⁽²⁾ times the inputs of the network. What comes in at the output are "
            "the a's of the hidden units.",
            with_derivatives(a1=[1.0, 2.0]),
        ),
        Wrong(
            "sums-for-answers",
            "`dW2`: this is δ⁽²⁾ times the z's of the hidden units. What comes in at the output "
            "are their a's.",
            with_derivatives(a1=[np.log(3), 0.0]),
        ),
        Wrong(
            "delta1-for-delta2",
            "`dW2`: the δ in it is that of the hidden units. The arrows of W⁽²⁾ lead to the "
            "output.",
            with_derivatives(delta2=[3 / 16, -1 / 8]),
        ),
        Wrong(
            "output-bias-multiplied",
            "`db2`: δ⁽²⁾ was multiplied by the bias. What comes in through it is 1.",
            with_derivatives(b2=-2.0),
        ),
        Wrong(
            "inputs-left-out",
            "`dW1`: each row is the δ of its unit, twice. The derivative holds what came in too, "
            "x₁ or x₂.",
            with_derivatives(x=[1.0, 1.0]),
        ),
        Wrong(
            "answers-for-inputs",
            "`dW1`: this is δ⁽¹⁾ times the a's of the hidden units. What comes in at them is x.",
            with_derivatives(x=[0.75, 0.5]),
        ),
        Wrong(
            "delta2-in-the-first-layer",
            "`dW1`: the δ in it is that of the output. The arrows of W⁽¹⁾ lead to the hidden "
            "units.",
            with_derivatives(delta1=[0.25, 0.25]),
        ),
        Wrong(
            "hidden-biases-multiplied",
            "`db1`: the δs were multiplied by the biases. What comes in through a bias is 1.",
            with_derivatives(b1=[-2 * np.log(3), 0.0]),
        ),
        Wrong(
            "answers-left-out",
            "`dW2`: both entries are δ⁽²⁾. The derivative holds what came in through the weight "
            "too.",
            with_derivatives(a1=[1.0, 1.0]),
        ),
        Wrong(
            "no-derivative-of-the-output-bias",
            "`db2`: a bias is a parameter like the others, and has a derivative. What comes in "
            "through it is 1.",
            with_derivatives(b2=0.0),
        ),
        Wrong(
            "no-derivative-of-the-hidden-biases",
            "`db1`: a bias is a parameter like the others, and has a derivative. What comes in "
            "through it is 1.",
            with_derivatives(b1=[0.0, 0.0]),
        ),
        Wrong(
            "hidden-biases-summed",
            "`db1`: the two derivatives are added up. Each unit has a bias of its own.",
            paper_pass() | {"db1": 1 / 16},
        ),
        Wrong(
            "hidden-slope-of-z",
            "`delta1`: the slopes are taken as z (1 − z). They are written with the answers "
            "of the units.",
            paper_pass() | {"delta1": np.array([np.log(3) * (1 - np.log(3)), 0.0])},
        ),
        Wrong(
            "ones-for-the-biases",
            "`db2` and `db1`: this is what came in through the biases. A derivative is δ "
            "times that.",
            paper_pass() | {"db2": 1.0, "db1": np.ones(2)},
        ),
        Wrong(
            "units-exchanged",
            "`a1`: the two units have changed places.",
            paper_pass() | {"a1": np.array([1 / 2, 3 / 4])},
        ),
        Wrong(
            "lambda-on-the-way-back",
            "`delta1`: λ stands in it. It belongs to the first layer, and between z² and a¹ "
            "stand the weights 4 and −2.",
            paper_pass() | {"delta1": np.log(3) * paper_pass()["delta1"]},
        ),
        Wrong(
            "table-in-one-row",
            "`dW1`: the four numbers are right. Write them in two rows, in the places of the "
            "weights.",
            paper_pass() | {"dW1": paper_pass()["dW1"].ravel()},
        ),
    ),
)
