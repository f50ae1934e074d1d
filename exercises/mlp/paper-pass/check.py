"""Cases, a right answer and known mistakes of mlp.paper-pass."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Exercise, Wrong
from nnlib.checks.rounds import anew, code, minus, tex


@dataclass(frozen=True)
class Given:
    """The numbers of the statement; one z of the hidden layer is λ and the other 0, and so is z2.

    W1 and b1 are multiplied by λ = ln `n`, so that the sigmoid of λ is the fraction n / (n + 1).
    """

    n: int = 3
    W1: tuple = ((1, 1), (2, -1))
    b1: tuple = (-2, 0)
    w2: tuple = (4, -2)
    b2: int = -2
    x: tuple = (1, 2)


def paper_pass(
    given,
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
    W1, b1 = log(given.n) * np.array(given.W1), log(given.n) * np.array(given.b1)
    w2, b2, x, y = np.array(given.w2), given.b2, np.array(given.x), 0.0
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


def with_derivatives(given, *, delta1=None, a1=None, x=None, b1=None, b2=None, delta2=None):
    """Return the numbers with derivatives that are made of other factors; None: the right one."""
    right = paper_pass(given)
    factors = {"delta1": delta1, "a1": a1, "delta2": delta2}
    used = {n: right[n] if f is None else np.asarray(f) for n, f in factors.items()}
    return right | {
        "dW2": used["delta2"] * used["a1"],
        "db2": right["db2"] if b2 is None else right["db2"] * b2,
        "dW1": np.outer(used["delta1"], given.x if x is None else x),
        "db1": right["db1"] if b1 is None else right["db1"] * np.array(b1),
    }


def swapped_table(numbers):
    """Return the numbers of the exercise with the table of the first layer on its side."""
    return numbers | {"dW1": numbers["dW1"].T}


def without_minus(numbers):
    """Return the numbers of the exercise with all errors of the hidden units positive."""
    return numbers | {name: np.abs(numbers[name]) for name in ("delta1", "dW1", "db1")}


def mistakes(given):
    """Return the catalogue, made with the numbers of the statement or with others."""
    made, derived = partial(paper_pass, given), partial(with_derivatives, given)
    right, w2 = made(), np.array(given.w2)
    delta2, slopes = right["delta2"], right["a1"] * (1 - right["a1"])
    biases = " and ".join(f"{minus(b)}λ" if b else "0" for b in given.b1)
    return (
        Wrong(
            "columns-of-w",
            "Forward, you went down the columns of W⁽¹⁾. What leads to unit j stands in row j.",
            made(turned=True),
        ),
        Wrong("no-biases", "The biases are missing from your z's.", made(bias=0.0)),
        Wrong(
            "no-two",
            "The derivative of the square is there only in part: your δ⁽²⁾ is half of what it "
            "should be, and everything behind it too.",
            made(factor=1.0),
        ),
        Wrong(
            "sign",
            "All your δ's have the wrong sign. The answer is too high, so more z⁽²⁾ makes C "
            "larger.",
            made(factor=-2.0),
        ),
        Wrong(
            "slope-of-z",
            "The slope of the sigmoid was taken as z (1 − z). It is written with what comes out "
            "of the sigmoid, not with what goes in.",
            made(slope=lambda z, a: z * (1 - z)),
        ),
        Wrong(
            "no-slope",
            "No sigmoid has a slope in your way back: δ is ∂C/∂z, and you have ∂C/∂a.",
            made(slope=lambda z, a: 1.0),
        ),
        Wrong(
            "no-output-slope",
            "Your δ⁽²⁾ stops at a⁽²⁾, and everything behind it goes on from there. Between z⁽²⁾ "
            "and a⁽²⁾ stands a sigmoid too.",
            made(output=False),
        ),
        Wrong(
            "no-hidden-slope",
            "Your δ⁽¹⁾ stops at a⁽¹⁾. Between z⁽¹⁾ and a⁽¹⁾ stands a sigmoid, and it has a slope "
            "at each hidden unit.",
            made(hidden=False),
        ),
        Wrong(
            "no-way-back",
            "Your δ⁽¹⁾ takes the blame over as it is. On its way from z⁽²⁾ to a⁽¹⁾ it passes an "
            "arrow that has a weight on it.",
            made(way=False),
        ),
        Wrong(
            "minus-lost",
            "The second hidden unit enters with a negative weight, and on the way back your minus "
            "is lost: more of this unit lowers the answer.",
            without_minus(right),
        ),
        Wrong(
            "weights-for-answers",
            "Your derivatives for W⁽²⁾ are δ⁽²⁾ times the weights. That is what goes back to the "
            "hidden units; the derivative for a weight is δ times what came in at it.",
            right | {"dW2": delta2 * w2},
        ),
        Wrong(
            "table-on-its-side",
            "The four derivatives for W⁽¹⁾ are the right ones, and two of them have changed "
            "places. ∂C/∂w_jk stands in row j and column k, like w_jk.",
            swapped_table(right),
        ),
        Wrong(
            "no-output-bias",
            "`z2`: the bias of the output is missing. What follows from it goes on from there.",
            made(output_bias=0.0),
        ),
        Wrong(
            "output-bias-sign",
            f"`z2`: the bias is {minus(given.b2)}, and it is added with its sign. What follows "
            "from it goes on from there.",
            made(output_bias=-1.0),
        ),
        Wrong(
            "no-hidden-biases",
            "`z1`: the biases of the hidden units are missing. What follows from them goes on "
            "from there.",
            made(bias=0.0, output_bias=1.0),
        ),
        Wrong(
            "hidden-bias-sign",
            f"`z1`: the biases are {biases}, and they are added with their signs.",
            made(bias=-1.0, output_bias=1.0),
        ),
        Wrong(
            "bias-signs",
            "The biases are added with the signs that they have, in both layers, and yours are "
            "turned.",
            made(bias=-1.0),
        ),
        Wrong(
            "lambda-left-out",
            "`z1`: λ is left out. All of the row is multiplied by it, and it stands for "
            f"ln {given.n}.",
            made(log=lambda n: 1.0),
        ),
        Wrong(
            "lambda-is-three",
            f"`z1`: λ is ln {given.n}, and not {given.n}.",
            made(log=float),
        ),
        Wrong(
            "other-logarithm",
            "`z1`: ln is the natural logarithm, `np.log`, and yours is that to the base 10.",
            made(log=np.log10),
        ),
        Wrong(
            "tanh-for-sigmoid",
            "`a1`: the hyperbolic tangent stands in place of the sigmoid. σ(0) is ½.",
            made(squash=np.tanh),
        ),
        Wrong(
            "not-squared",
            "`C`: the difference is there, and its square is not.",
            made(cost=lambda e: e),
        ),
        Wrong(
            "half-of-the-square",
            "`C`: some books put a ½ before the square. This cost has none.",
            made(cost=lambda e: e**2 / 2),
        ),
        Wrong(
            "slope-of-half",
            "`delta2`: only a stands where the slope of the sigmoid belongs. At a = 1 the sigmoid "
            "is flat, and your factor is not 0 there.",
            made(slope=lambda z, a: a),
        ),
        Wrong(
            "tanh-slope",
            "`delta2`: 1 − a² is the slope of the hyperbolic tangent, and these units have "
            "sigmoids.",
            made(slope=lambda z, a: 1 - a**2),
        ),
        Wrong(
            "slope-squared",
            "`delta1`: the slope was taken as (1 − a)². It has two different factors, one for "
            "each end at which the sigmoid is flat. (At a = ½ that makes no difference.)",
            made(slope=lambda z, a: (1 - a) ** 2),
        ),
        Wrong(
            "slope-a-squared",
            "`delta1`: the slope was taken as a². It has two different factors, one for each end "
            "at which the sigmoid is flat. (At a = ½ that makes no difference.)",
            made(slope=lambda z, a: a**2),
        ),
        Wrong(
            "weights-alone",
            "`delta1`: the slopes and the weights are there, and δ⁽²⁾, which comes back along the "
            "weights, is not.",
            made(back=1.0),
        ),
        Wrong(
            "outputs-for-slope",
            "`delta1`: the a's stand where the slopes of the hidden units belong.",
            right | dict.fromkeys(("delta1", "db1"), delta2 * w2 * right["a1"]),
        ),
        Wrong(
            "weights-exchanged",
            "`delta1`: the two weights have changed places: w₁ⱼ leads from hidden unit j to the "
            "output.",
            right | dict.fromkeys(("delta1", "db1"), delta2 * w2[::-1] * slopes),
        ),
        Wrong(
            "output-slope-again",
            "`delta1`: the slope of the output is in it once more. δ⁽²⁾ has it already.",
            made(back=delta2 / 4),
        ),
        Wrong(
            "inputs-for-answers",
            "`dW2`: this is δ⁽²⁾ times the inputs of the network. What comes in at the output are "
            "the a's of the hidden units.",
            derived(a1=given.x),
        ),
        Wrong(
            "sums-for-answers",
            "`dW2`: this is δ⁽²⁾ times the z's of the hidden units. What comes in at the output "
            "are their a's.",
            derived(a1=right["z1"]),
        ),
        Wrong(
            "delta1-for-delta2",
            "`dW2`: the δ in it is that of the hidden units. The arrows of W⁽²⁾ lead to the "
            "output.",
            derived(delta2=right["delta1"]),
        ),
        Wrong(
            "output-bias-multiplied",
            "`db2`: δ⁽²⁾ was multiplied by the bias. What comes in through it is 1.",
            derived(b2=given.b2),
        ),
        Wrong(
            "inputs-left-out",
            "`dW1`: each row is the δ of its unit, twice. The derivative holds what came in too, "
            "x₁ or x₂.",
            derived(x=[1.0, 1.0]),
        ),
        Wrong(
            "answers-for-inputs",
            "`dW1`: this is δ⁽¹⁾ times the a's of the hidden units. What comes in at them is x.",
            derived(x=right["a1"]),
        ),
        Wrong(
            "delta2-in-the-first-layer",
            "`dW1`: the δ in it is that of the output. The arrows of W⁽¹⁾ lead to the hidden "
            "units.",
            derived(delta1=[delta2, delta2]),
        ),
        Wrong(
            "hidden-biases-multiplied",
            "`db1`: the δs were multiplied by the biases. What comes in through a bias is 1.",
            derived(b1=np.log(given.n) * np.array(given.b1)),
        ),
        Wrong(
            "answers-left-out",
            "`dW2`: both entries are δ⁽²⁾. The derivative holds what came in through the weight "
            "too.",
            derived(a1=[1.0, 1.0]),
        ),
        Wrong(
            "no-derivative-of-the-output-bias",
            "`db2`: a bias is a parameter like the others, and has a derivative. What comes in "
            "through it is 1.",
            derived(b2=0.0),
        ),
        Wrong(
            "no-derivative-of-the-hidden-biases",
            "`db1`: a bias is a parameter like the others, and has a derivative. What comes in "
            "through it is 1.",
            derived(b1=[0.0, 0.0]),
        ),
        Wrong(
            "hidden-biases-summed",
            "`db1`: the two derivatives are added up. Each unit has a bias of its own.",
            right | {"db1": right["db1"].sum()},
        ),
        Wrong(
            "hidden-slope-of-z",
            "`delta1`: the slopes are taken as z (1 − z). They are written with the answers "
            "of the units.",
            right | {"delta1": delta2 * w2 * right["z1"] * (1 - right["z1"])},
        ),
        Wrong(
            "ones-for-the-biases",
            "`db2` and `db1`: this is what came in through the biases. A derivative is δ "
            "times that.",
            right | {"db2": 1.0, "db1": np.ones(2)},
        ),
        Wrong(
            "units-exchanged",
            "`a1`: the two units have changed places.",
            right | {"a1": right["a1"][::-1]},
        ),
        Wrong(
            "lambda-on-the-way-back",
            "`delta1`: λ stands in it. It belongs to the first layer, and between z² and a¹ "
            f"stand the weights {minus(w2[0])} and {minus(w2[1])}.",
            right | {"delta1": np.log(given.n) * right["delta1"]},
        ),
        Wrong(
            "table-in-one-row",
            "`dW1`: the four numbers are right. Write them in two rows, in the places of the "
            "weights.",
            right | {"dW1": right["dW1"].ravel()},
        ),
    )


def ratio(number):
    """Return a fraction as a remark has it, ``3/4``."""
    return code(number).replace(" / ", "/")


def added(*terms):
    """Return a sum as a remark has it, without what is 0: ``1 + 2 - 2``."""
    first, *rest = (term for term in terms if term)
    return f"{first}" + "".join(f" {'-' if term < 0 else '+'} {abs(term)}" for term in rest)


def times(dot, *pairs, last=0):
    """Return a sum of products and a number, such as ``4 · 3/4 - 2 · 1/2 - 2``."""
    (w, a), (v, b) = pairs
    more = f" {'-' if last < 0 else '+'} {abs(last)}" if last else ""
    return f"{w} {dot} {a} {'-' if v < 0 else '+'} {abs(v)} {dot} {b}{more}"


def phrases(given):
    """Return the pieces of text in which the numbers stand."""
    right = {name: np.asarray(numbers).tolist() for name, numbers in paper_pass(given).items()}
    a, slopes = right["a1"], [a * (1 - a) for a in right["a1"]]
    (w11, w12), (w21, w22) = given.W1
    b1, b2, (v1, v2), (x1, x2) = given.b1, given.b2, given.w2, given.x
    derivatives = [right[name] for name in ("dW2", "db2", "dW1", "db1")]
    total = sum(np.sum(each) for each in derivatives)
    logs = ", ".join(f"np.log({given.n})" if z else "0" for z in right["z1"])

    def fractions(numbers):
        inner = [fractions(n) if isinstance(n, list) else code(n) for n in numbers]
        return f"[{', '.join(inner)}]"

    return [
        rf"\begin{{pmatrix}} {w11} & {w12} \\ {w21} & {w22} \end{{pmatrix}}",
        rf"\begin{{pmatrix}} {b1[0]} \\ {b1[1]} \end{{pmatrix}}",
        rf"\begin{{pmatrix}} {v1} & {v2} \end{{pmatrix}}",
        f"b^{{(2)}} &= {b2}",
        rf"x = ({x1},\ {x2})",
        rf"\ln {given.n}",
        rf"\sigma(\ln {given.n}) = {tex(max(a))}",
        rf"\ln {given.n} = {np.log(given.n):.4f}",
        times(r"\cdot", (w11, x1), (w12, x2), last=b1[0]),
        rf"\delta^{{(2)}} \cdot {v1} \cdot {tex(a[0])} \cdot {tex(1 - a[0])}",
        f"add up to ${tex(total)}$",
        f"with the weight ${v2}$",
        f"for the weights {v1} and {v2}",
        f'"z1": [{logs}],  # λ ({added(w11 * x1, w12 * x2, b1[0])}) '
        f"and λ ({added(w21 * x1, w22 * x2, b1[1])})",
        f'"a1": {fractions(a)}',
        "# " + times("·", (v1, ratio(a[0])), (v2, ratio(a[1])), last=b2),
        f'"delta1": {fractions(right["delta1"])},  # 1/4 · {v1} · {ratio(slopes[0])} and '
        f"1/4 · ({v2}) · {ratio(slopes[1])}",
        *(f'"{name}": {fractions(right[name])}' for name in ("dW2", "dW1", "db1")),
    ]


def other(**numbers):
    """Return the exercise with other numbers."""
    return anew(Given(**numbers), FIRST, phrases=phrases, right=paper_pass, wrongs=mistakes)


FIRST = Given()
EXERCISE = Exercise(
    kind="compute",
    points=2,
    parts=tuple(paper_pass(FIRST)),
    right=paper_pass(FIRST),
    rtol=2e-3,  # three digits are enough
    atol=2e-4,
    wrongs=mistakes(FIRST),
    rounds=(
        other(n=2, W1=((1, 2), (1, -1)), b1=(-3, -1), w2=(3, -2), b2=-1, x=(2, 1)),
        other(n=4, W1=((2, -1), (1, 1)), b1=(2, -4), w2=(5, -4), b2=-2, x=(1, 3)),
        other(n=5, W1=((1, -2), (-1, 2)), b1=(-1, 2), w2=(4, -6), b2=3, x=(3, 1)),
    ),
)
