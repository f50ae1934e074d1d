"""Exercises of the chapter Two layers: right answers, wrong ones, and what to say of them.

Statements and solutions stand in `exercises/mlp.ipynb`. In x, y and all tables of units an
example is a column; X and Y come in rows.
"""

import copy
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from nnlib.activations import sigmoid, softmax
from nnlib.checks.exercise import Case, Exercise, Wrong
from nnlib.datasets import or_gate, xor_gate
from nnlib.mlp import MLP
from nnlib.numerical import numerical_gradient
from nnlib.training import train


def network(W, b, **options):
    """Return nnlib's network with these tables and biases."""
    model = MLP((W[0].shape[1], *map(len, W)), **options)
    for l, (table, bias) in enumerate(zip(W, b, strict=True)):
        model.W[l][:], model.b[l][:] = table, bias
    return model


def gradients(model, X, Y):
    """Return nnlib's loss, and its gradients by name."""
    loss, grad = model.loss_and_grad(X, Y)
    return loss, model.unpack(grad)


def gives(*answers):
    """Return a rule that recognises answers equal to one of these in every case and every part."""

    def recognise(seen):
        for answer in answers:
            made = [answer(*copy.deepcopy(case.args)) for case, _ in seen]
            pairs = zip(made, (parts for _, parts in seen), strict=True)
            if all(same(theirs, list(parts.values())) for theirs, parts in pairs):
                return True
        return False

    def same(theirs, came):
        theirs = theirs if isinstance(theirs, tuple) else (theirs,)
        return all(
            np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-5, atol=1e-9)
            for a, b in zip(theirs, came, strict=True)
        )

    return recognise


# Count the parameters -----------------------------------------------------------------------------


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


COUNT_PARAMETERS = Exercise(
    id="mlp.count-parameters",
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
    hints=(
        "Draw the 2-3-1 network and count arrows. Then count the units that compute a $z$.",
        "Between a layer of $n$ units and the next of $m$ there is an arrow from each to each. Go "
        "through the neighbouring pairs of `sizes` and add up.",
        "Weights: the sum of `n_in * n_out` over the pairs `zip(sizes[:-1], sizes[1:])`. Biases: "
        "one for each unit of every layer but the first, if there are any.",
    ),
    why="A layer that leads from $n$ units to $m$ has $m\\,n$ weights and $m$ biases, and nearly "
    "all the numbers of a wide network are weights: their count grows with the square of the "
    "width. `nnlib.MLP(sizes).theta.size` counts for you.",
)

# Forward and back with a pencil -------------------------------------------------------------------


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


PAPER_PASS = Exercise(
    id="mlp.paper-pass",
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
    hints=(
        "Forward, row by row: $z^{(1)}_1 = \\lambda (1 \\cdot 1 + 1 \\cdot 2 - 2)$. Keep "
        "$\\lambda$ until the end of the row; it is then 1 or 0 times $\\ln 3$.",
        "Back: $\\delta^{(2)}$ is $2 (a^{(2)} - y)$ times a slope, and $\\delta^{(1)}_j$ is "
        "$\\delta^{(2)}$ times the weight $w^{(2)}_{1j}$ times another slope. The slopes come "
        "from the $a$'s that you have.",
        "$\\delta^{(2)} = 2 \\cdot \\tfrac12 \\cdot \\tfrac14$ and $\\delta^{(1)}_1 = "
        "\\delta^{(2)} \\cdot 4 \\cdot \\tfrac34 \\cdot \\tfrac14$. Every derivative for a weight "
        "is a $\\delta$ times what came in, and for a bias what came in is 1. All nine add up to "
        "$\\tfrac{13}{16}$.",
    ),
    why="The answer was too high, so $\\delta^{(2)}$ is positive. The second hidden unit enters "
    "with the weight $-2$: more of it would lower the answer, so its $\\delta$ has the other sign.",
)

# Rows in, rows out --------------------------------------------------------------------------------


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


FORWARD = Exercise(
    id="mlp.forward",
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
    hints=(
        "The formulas speak of columns, and X comes in rows. Turn it once at the beginning and "
        "turn the answers once at the end.",
        "$z^{(1)}$ has shape $(H, N)$, and $b^{(1)}$, of shape $(H,)$, is to be added to each of "
        "its columns. `b1[:, None]` stands it up as a column.",
        "`sigmoid(W1 @ x + b1[:, None])` is the hidden layer for `x = X.T`. The output layer is "
        "the same line with other letters.",
    ),
    why="Two products and two sigmoids, and each example goes its own way through them: no column "
    "ever looks at another. `nnlib.MLP.predict` does the same.",
)

# The error of the hidden layer --------------------------------------------------------------------


def nudged_delta_hidden(W2, delta2, a1):
    """Nudge z1 and watch δ² · z², which moves as the cost does."""
    z1 = np.log(a1 / (1 - a1))
    return numerical_gradient(lambda z: np.sum(delta2 * (W2 @ sigmoid(z))), z1)


def delta_cases(rng):
    """Return one output and several, and sizes at which a wrong transpose fits."""

    def drawn(C, H, N):
        return rng.normal(size=(C, H)), rng.normal(size=(C, N)), sigmoid(rng.normal(size=(H, N)))

    return [
        Case("one output, one example", drawn(1, 3, 1)),
        Case("one output, four examples", drawn(1, 3, 4)),
        Case("three outputs, four examples", drawn(3, 2, 4)),
        Case("as many outputs as hidden units", drawn(3, 3, 2)),
        Case("three outputs, hidden units and examples", drawn(3, 3, 3)),
    ]


def last_output(W2, delta2, a1):
    """Go through the outputs and keep the last one's blame."""
    for row, delta in zip(W2, delta2, strict=True):
        blame = np.outer(row, delta)
    return blame * a1 * (1 - a1)


DELTA_HIDDEN = Exercise(
    id="mlp.delta-hidden",
    kind="derive",
    points=2,
    cases=delta_cases,
    right=nudged_delta_hidden,
    rtol=1e-5,
    wrongs=(
        Wrong(
            "transpose",
            "The transpose is on the wrong side, or missing: W2 has shape (C, H) and δ² has shape "
            "(C, N). Where C = H the product fits all the same, and sums along the wrong arrows.",
            lambda W2, delta2, a1: (W2 @ delta2) * a1 * (1 - a1),
        ),
        Wrong(
            "rows-for-columns",
            "δ²ᵀ W2 has a row for each example, and a1 has a column for each. Where N = H they "
            "fit all the same, and every number meets a stranger.",
            lambda W2, delta2, a1: (delta2.T @ W2) * a1 * (1 - a1),
        ),
        Wrong(
            "slope-of-a",
            "σ′ is applied to a, not to z: you squeeze a once more on the way to the slope.",
            lambda W2, delta2, a1: (W2.T @ delta2) * sigmoid(a1) * (1 - sigmoid(a1)),
        ),
        Wrong(
            "no-slope",
            "Your δ¹ stops at a¹: it is ∂C/∂a¹, and σ′ is missing.",
            lambda W2, delta2, a1: W2.T @ delta2,
        ),
        Wrong(
            "tanh-slope",
            "1 − a² is the slope of the hyperbolic tangent. The hidden units have sigmoids.",
            lambda W2, delta2, a1: (W2.T @ delta2) * (1 - a1**2),
        ),
        Wrong(
            "half-a-slope",
            "Only a stands where the slope of the sigmoid belongs. What is the slope at a = 1, "
            "where the sigmoid is flat?",
            lambda W2, delta2, a1: (W2.T @ delta2) * a1,
        ),
        Wrong(
            "other-half-of-the-slope",
            "Only 1 − a stands where the slope of the sigmoid belongs. What is the slope "
            "at a = 0, where the sigmoid is flat too?",
            lambda W2, delta2, a1: (W2.T @ delta2) * (1 - a1),
        ),
        Wrong(
            "first-output-only",
            "Right for one output only: the blame of the first output comes back, and that of the "
            "others is left out.",
            lambda W2, delta2, a1: np.outer(W2[0], delta2[0]) * a1 * (1 - a1),
        ),
        Wrong(
            "last-output-only",
            "Each output overwrites the blame of the one before, so only the last one's comes "
            "back. Where ways fork, it accumulates.",
            last_output,
        ),
        Wrong(
            "mean-over-outputs",
            "You took the mean over the outputs. Each of them moves the cost by its own part.",
            lambda W2, delta2, a1: (W2.T @ delta2) * a1 * (1 - a1) / len(W2),
        ),
        Wrong(
            "divided-again",
            "You divided by the number of examples. That mean is in δ² already, and it comes back "
            "with it.",
            lambda W2, delta2, a1: (W2.T @ delta2) * a1 * (1 - a1) / a1.shape[1],
        ),
        Wrong(
            "summed-over-examples",
            "You added up the examples. That is for the gradient; δ¹ keeps a column for each "
            "example.",
            lambda W2, delta2, a1: np.sum((W2.T @ delta2) * a1 * (1 - a1), axis=1),
        ),
    ),
    hints=(
        "Stand at hidden unit $j$ and look forward. On which ways does a nudge of $z^{(1)}_j$ "
        "reach the cost, and what does each arrow multiply it by?",
        "The ways over the outputs add up to $\\sum_i \\delta^{(2)}_i w^{(2)}_{ij}$, a sum down "
        "column $j$ of the table. Which product of tables sums down the columns of $W^{(2)}$? "
        "Check its shape: $(H, N)$.",
        "To sum down the columns is to multiply by the transpose, from the left. One factor is "
        "left, the slope of the hidden sigmoid, entry by entry, and it is written with $a^{(1)}$ "
        "alone.",
    ),
    why="Two arrows, two factors:\n\n$$\\delta^{(1)} = \\bigl(W^{(2)\\mathsf T} "
    "\\delta^{(2)}\\bigr) \\odot a^{(1)} \\odot (1 - a^{(1)}).$$\n\nForward, an output sums along "
    "its row of the table; backward, a hidden unit sums down its column. The cost does not "
    "appear: whatever it is, $\\delta^{(2)}$ has brought all that is to be known of it.",
)

# The bias of the first layer ----------------------------------------------------------------------


def nnlib_step(W1, b1, W2, x, y, eta):
    """Let nnlib take the step, with an output bias that stays 0."""
    _, named = gradients(network([W1, W2], [b1, np.zeros(1)]), x.T, y.T)
    return W1 - eta * named["W[0]"], b1 - eta * named["b[0]"], W2 - eta * named["W[1]"]


def mistaken_step(
    W1,
    b1,
    W2,
    x,
    y,
    eta,
    *,
    db=lambda delta, x: delta.sum(axis=1),
    scale=lambda N: 2 / N,
    output=True,
    slope=True,
    used=1.0,
    late=False,
):
    """Take the step with one of the mistakes that the last arguments make."""
    a1 = sigmoid(W1 @ x + used * b1[:, None])
    a2 = sigmoid(W2 @ a1)
    delta2 = scale(y.size) * (a2 - y) * (a2 * (1 - a2) if output else 1.0)
    stepped = W2 - eta * delta2 @ a1.T
    delta1 = (stepped if late else W2).T @ delta2 * (a1 * (1 - a1) if slope else 1.0)
    return W1 - eta * delta1 @ x.T, b1 - eta * db(delta1, x), stepped


def gradients_only(W1, b1, W2, x, y, eta):
    """Return what the step would be taken along."""
    stepped = nnlib_step(W1, b1, W2, x, y, 1.0)
    return tuple(before - after for before, after in zip((W1, b1, W2), stepped, strict=True))


def step_for_each(W1, b1, W2, x, y, eta):
    """Take a step after each example in place of one along the mean."""
    for n in range(y.size):
        W1, b1, W2 = nnlib_step(W1, b1, W2, x[:, [n]], y[:, [n]], eta)
    return W1, b1, W2


bias_averaged = partial(mistaken_step, db=lambda delta, x: delta.mean(axis=1))
bias_uphill = partial(mistaken_step, db=lambda delta, x: -delta.sum(axis=1))


def step_cases(rng):
    """Return OR from the chapter's start, and other sizes with biases that are not 0."""

    def drawn(D, H, N):
        tables = [rng.normal(size=shape) for shape in ((H, D), (H,), (1, H), (D, N))]
        return *tables, rng.integers(0, 2, (1, N)).astype(float), 1.0

    X, Y = or_gate()
    legacy = np.random.RandomState(1)  # the published start
    W1, W2 = legacy.rand(2, 3).T, legacy.rand(3, 1).T
    return [
        Case("OR, from the chapter's start", (W1, np.zeros(3), W2, X.T, Y.T, 0.05), public=True),
        Case("one example", drawn(3, 2, 1)),
        Case("five examples", drawn(2, 4, 5)),
        Case("three of everything", drawn(3, 3, 3)),
    ]


FIRST_LAYER_BIAS = Exercise(
    id="mlp.first-layer-bias",
    kind="implement",
    points=2,
    cases=step_cases,
    parts=("W1", "b1", "W2"),
    right=nnlib_step,
    wrongs=(
        Wrong(
            "gradients-returned",
            "These are the gradients. What is asked for are the weights and biases after a step "
            "along them.",
            gradients_only,
        ),
        Wrong(
            "bias-stays",
            "The biases come back as they went in. They take part in the answers, so they take "
            "part in the blame.",
            partial(mistaken_step, db=lambda delta, x: 0.0),
        ),
        Wrong(
            "bias-not-used",
            "The biases move, but your forward pass knows nothing of them: z⁽¹⁾ is computed "
            "without b⁽¹⁾.",
            partial(mistaken_step, used=0.0),
        ),
        Wrong(
            "one-for-all",
            "All hidden units got the same step for their biases: the sum went over the units too.",
            partial(mistaken_step, db=lambda delta, x: delta.sum()),
        ),
        Wrong(
            "first-example-only",
            "The biases follow the first example alone. One bias serves all examples and moves "
            "every term of the cost.",
            partial(mistaken_step, db=lambda delta, x: delta[:, 0]),
        ),
        Wrong(
            "bias-averaged",
            "The gradient of the biases was divided by N twice: δ⁽¹⁾ carries the mean already, "
            "from δ⁽²⁾.",
            bias_averaged,
            gives(bias_averaged),  # and the weights are right
        ),
        Wrong(
            "divided-twice",
            "All your steps are divided by N twice. The mean comes in once, with δ⁽²⁾, and "
            "everything behind it inherits it.",
            partial(mistaken_step, scale=lambda N: 2 / N**2),
        ),
        Wrong(
            "inputs-kept",
            "In the gradient of the biases you kept the inputs as a factor. What comes in at a "
            "bias?",
            partial(mistaken_step, db=lambda delta, x: (delta @ x.T).sum(axis=1)),
        ),
        Wrong(
            "bias-uphill",
            "The biases walk uphill while the weights walk down.",
            bias_uphill,
            gives(bias_uphill),
        ),
        Wrong(
            "all-uphill",
            "Weights and biases all walk uphill. Either the step goes along the gradient, or a "
            "sign was turned on the way to δ⁽²⁾.",
            partial(mistaken_step, scale=lambda N: -2 / N),
        ),
        Wrong(
            "no-two",
            "Your steps are half of what they should be. What is the derivative of a square?",
            partial(mistaken_step, scale=lambda N: 1 / N),
        ),
        Wrong(
            "no-output-slope",
            "Your δ⁽²⁾ is ∂C/∂a⁽²⁾: the output has a sigmoid too, and its slope is missing.",
            partial(mistaken_step, output=False),
        ),
        Wrong(
            "step-for-each-example",
            "You took a step after each example. Asked for is one step, along the gradient of the "
            "mean over all of them.",
            step_for_each,
        ),
        Wrong(
            "no-hidden-slope",
            "Your δ⁽¹⁾ is ∂C/∂a⁽¹⁾: of the five factors, the slope of the hidden sigmoid is "
            "missing.",
            partial(mistaken_step, slope=False),
        ),
        Wrong(
            "not-divided",
            "The cost is the mean over the examples, and your steps follow the sum.",
            partial(mistaken_step, scale=lambda N: 2),
        ),
        Wrong(
            "weights-moved-first",
            "The blame came back along output weights that had already taken their step. All "
            "gradients belong to the place where you stand; compute them, then move.",
            partial(mistaken_step, late=True),
        ),
    ),
    hints=(
        "Take the five factors of the derivative for a hidden weight. Four of them do not know "
        "whether a weight or a bias was nudged. What is the fifth?",
        "$\\partial z^{(1)}_j / \\partial b^{(1)}_j = 1$, so for one example the derivative is "
        "$\\delta^{(1)}_j$. One bias serves all $N$ examples, so it moves $N$ terms of the cost.",
        "$\\partial C / \\partial b^{(1)}_j = \\sum_n \\delta^{(1)}_{jn}$: the sum along the rows "
        "of a table of shape $(H, N)$. The $\\frac1N$ is in $\\delta^{(2)}$. Compute all three "
        "gradients first, and step afterwards.",
    ),
    why="Four factors are those of a weight and the fifth is 1, so\n\n$$b^{(1)}_j \\leftarrow "
    "b^{(1)}_j - \\eta \\sum_n \\delta^{(1)}_{jn}.$$\n\nThe mean is in it already, because "
    "$\\delta^{(2)}$ carries the $\\frac1N$. With $x = 0$ and no biases every hidden unit answers "
    "$\\frac12$; now it can answer something else, and so can the output.",
)

# Find the bug -------------------------------------------------------------------------------------


def nnlib_gradients(W1, b1, W2, b2, x, y):
    """Return what the function would if it had no fault."""
    loss, named = gradients(network([W1, W2], [b1, b2]), x.T, y.T)
    return loss, *(named[name] for name in ("W[0]", "b[0]", "W[1]", "b[1]"))


def faulty_gradients(W1, b1, W2, b2, x, y, *, turn=np.transpose, table=np.transpose, db=np.sum):
    """Do what the faulty function of the notebook does; the last arguments change it."""
    a1 = sigmoid(W1 @ x + b1[:, None])
    a2 = sigmoid(W2 @ a1 + b2[:, None])
    delta2 = 2 / y.size * (a2 - y) * a2 * (1 - a2)
    delta1 = (table(W2) @ delta2) * a1 * (1 - a1)
    dW1, db1, dW2, db2 = turn(delta1 @ x.T), db(delta1, axis=1), delta2 @ a1.T, db(delta2, axis=1)
    return np.mean((a2 - y) ** 2), dW1, db1, dW2, db2


def other_table_turned(*args):
    """Mend the fault, and make the same one in the output layer."""
    loss, dW1, db1, dW2, db2 = faulty_gradients(*args, turn=np.asarray)
    return loss, dW1, db1, dW2.T, db2


def reshaped(*args):
    """Force the table into the shape of W1."""
    loss, dW1, db1, dW2, db2 = faulty_gradients(*args)
    return loss, dW1.reshape(args[0].shape), db1, dW2, db2


def bug_cases(rng):
    """Return a network of the size that hides the fault, and others."""

    def drawn(D, H, C, N):
        tables = [rng.normal(size=shape) for shape in ((H, D), (H,), (C, H), (C,), (D, N))]
        return *tables, rng.integers(0, 2, (C, N)).astype(float)

    return [
        Case("2-2-1, four examples", drawn(2, 2, 1, 4)),
        Case("2-3-1, five examples", drawn(2, 3, 1, 5)),
        Case("3-2-2, four examples", drawn(3, 2, 2, 4)),
    ]


TRANSPOSED_GRADIENT = Exercise(
    id="mlp.transposed-gradient",
    kind="find the bug",
    points=2,
    cases=bug_cases,
    parts=("loss", "dW1", "db1", "dW2", "db2"),
    right=nnlib_gradients,
    wrongs=(
        Wrong(
            "still-faulty",
            "The fault is still in it: with three hidden units one of the gradients has not the "
            "shape of what it is the gradient of.",
            faulty_gradients,
        ),
        Wrong(
            "reshaped",
            "`reshape` makes the shape fit and leaves the numbers in the order in which they "
            "stood, so most of them are now in the wrong place.",
            reshaped,
        ),
        Wrong(
            "right-line-changed",
            "The line of `delta1` was right as it stood: W2 has shape (C, H), and `delta1` has a "
            "row for each hidden unit. The fault is elsewhere.",
            partial(faulty_gradients, table=np.asarray),
        ),
        Wrong(
            "other-line-changed",
            "`dW1` is mended. The line of `dW2` was right too, and now it has the fault.",
            other_table_turned,
        ),
        Wrong(
            "biases-averaged",
            "`dW1` is mended. The sums of `db1` and `db2` were right, for the mean is in the δ's "
            "already; now they are divided by N twice.",
            partial(faulty_gradients, turn=np.asarray, db=np.mean),
        ),
    ),
    hints=(
        "Write the shape of every factor beside it, with $H$ for the number of hidden units and "
        "$D$ for that of the inputs. Which gradient has not the shape of its table?",
        "$W^{(1)}$ is $(H, D)$, and its gradient must be too. `x` is $(D, N)$ and `delta1` is "
        "$(H, N)$. In which order does their product come out as $(H, D)$, and which of them is "
        "turned?",
        "Only `dW1` is at fault. Compare its line with that of `dW2`, which is right: an error "
        "stands in front, and what came in stands behind it, transposed.",
    ),
    why="`x @ delta1.T` has the shape $(D, H)$, the transpose of what is meant. With $H = D = 2$ "
    "both are $(2, 2)$, and the subtraction goes through; three hidden units would have stopped "
    "it at the first step. The output layer and the biases learn as they should, and that is "
    "enough for OR. A falling loss proves little; a gradient check proves what you need.",
)

# The error of a softmax ---------------------------------------------------------------------------


def nudged_softmax_delta(z, y):
    """Nudge z: the mean over the columns of −Σ y ln a, with ln a = z − ln Σ eᶻ."""

    def cost(v):
        return np.sum(y * (np.log(np.exp(v).sum(axis=0)) - v)) / v.shape[1]

    return numerical_gradient(cost, z)


def softmax_cases(rng):
    """Return two classes and more, one example and several, and targets that are shares."""

    def drawn(C, N):
        return rng.normal(size=(C, N)), np.eye(C)[:, rng.integers(0, C, N)]

    return [
        Case("three classes, four examples", drawn(3, 4)),
        Case("one example", drawn(4, 1)),
        Case("two classes", drawn(2, 3)),
        Case("three classes, three examples", drawn(3, 3)),
        Case(
            "targets that are shares", (rng.normal(size=(3, 4)), softmax(rng.normal(size=(3, 4))))
        ),
    ]


def labels_by_argmax(z, y):
    """Take 1 from the share of the class with the largest target."""
    return (softmax(z) - np.eye(len(y))[:, y.argmax(axis=0)]) / z.shape[1]


def labels_by_comparing(z, y):
    """Take 1 from the share where the target is 1."""
    return (softmax(z) - (y == 1)) / z.shape[1]


SOFTMAX_DELTA = Exercise(
    id="mlp.softmax-delta",
    kind="derive",
    points=2,
    cases=softmax_cases,
    right=nudged_softmax_delta,
    rtol=1e-5,
    wrongs=(
        Wrong(
            "slope-kept",
            "σ′ is kept with the cross-entropy. ln a takes the exponential back, and no slope is "
            "left.",
            lambda z, y: (softmax(z) - y) * softmax(z) * (1 - softmax(z)) / z.shape[1],
        ),
        Wrong(
            "stops-at-a",
            "−y / a is ∂C/∂a. Between z and a stands the softmax, through which each z moves "
            "every a.",
            lambda z, y: -y / softmax(z) / z.shape[1],
        ),
        Wrong(
            "not-divided",
            "Not divided by N: the cost is the mean over the examples.",
            lambda z, y: softmax(z) - y,
        ),
        Wrong(
            "divided-by-classes",
            "You divided by all entries. The cost adds up the classes and takes the mean over the "
            "examples alone.",
            lambda z, y: (softmax(z) - y) / z.size,
        ),
        Wrong(
            "sign",
            "The sign is flipped. Where a share is too large, more z makes the cost larger.",
            lambda z, y: (y - softmax(z)) / z.shape[1],
        ),
        Wrong(
            "shares-across-examples",
            "Your shares add up to 1 along the rows. The classes of one example compete, and they "
            "stand in its column.",
            lambda z, y: (softmax(z.T).T - y) / z.shape[1],
        ),
        Wrong(
            "shares-of-everything",
            "Your shares add up to 1 over the whole table. Each example has a sum of its own.",
            lambda z, y: (np.exp(z) / np.exp(z).sum() - y) / z.shape[1],
        ),
        Wrong(
            "right-class-only",
            "Only where y is not 0 does your δ say anything. To raise the z of another class "
            "takes share from the right one, so it has a δ too.",
            lambda z, y: y * (softmax(z) - 1) / z.shape[1],
        ),
        Wrong(
            "sigmoids",
            "You took a sigmoid of each z by itself. Here the outputs compete, and their answers "
            "sum to 1.",
            lambda z, y: (sigmoid(z) - y) / z.shape[1],
        ),
        Wrong(
            "labels-only",
            "Your function makes labels of the targets: it looks for the one class that is right. "
            "Targets may be shares, and each of them counts.",
            labels_by_argmax,
            gives(labels_by_argmax, labels_by_comparing),
        ),
    ),
    hints=(
        "Write the cost of one example with $z$ alone, before you differentiate: $\\ln a_i = z_i "
        "- \\ln \\sum_k e^{z_k}$.",
        "The $y_i$ sum to 1, so the cost of one example is $\\ln \\sum_k e^{z_k} - \\sum_i y_i "
        "z_i$. What is the derivative of the first term for $z_i$? You have a name for it.",
        "For one example $\\delta_i = a_i - y_i$, and the mean over the columns brings its "
        "$\\frac1N$. What is left to code is $a$: exponentials, divided by the sum of their own "
        "column.",
    ),
    why="The logarithm takes the exponential back, so the slope is gone: a confident mistake has "
    "a large $\\delta$, where a squared error would have lost it. Add up a column of your "
    "$\\delta$: it is 0, for what one class gains the others lose.",
)

# Back through any depth ---------------------------------------------------------------------------


def nnlib_gradient(W, A, y):
    """Ask nnlib; the biases are those with which the input A[0] gives A[1], A[2] and so on."""
    inverse = [np.arctanh] * (len(W) - 1) + [lambda a: np.log(a / (1 - a))]
    steps = zip(inverse, W, A[1:], A[:-1], strict=True)
    b = [(f(a) - table @ below)[:, 0] for f, table, a, below in steps]
    return network(W, b, activation="tanh").loss_and_grad(A[0].T, y.T)[1]


def mistaken_gradient(
    W,
    A,
    y,
    *,
    scale=lambda y: 2 / y.size,
    out=lambda a: a * (1 - a),
    below=lambda W, l: W[l].T,
    slope=lambda A, l: 1 - A[l] ** 2,
    db=lambda delta: delta.sum(axis=1),
    block=lambda dW, db: np.column_stack([db, dW]).ravel(),
    lowest=lambda L: 0,
):
    """Go back through the layers with one of the mistakes that the last arguments make."""
    delta = scale(y) * (A[-1] - y) * out(A[-1])
    blocks = []
    for l in reversed(range(lowest(len(W)), len(W))):
        blocks.insert(0, block(delta @ A[l].T, db(delta)))
        if l > 0:
            delta = (below(W, l) @ delta) * slope(A, l)
    return np.concatenate(blocks)


def last_first(W, A, y):
    """Put the layers together in the order in which the way back meets them."""
    grad, ends = mistaken_gradient(W, A, y), np.cumsum([w.size + len(w) for w in W])
    return np.concatenate(np.split(grad, ends[:-1])[::-1])


def depth_cases(rng):
    """Return networks of one to four layers, and one where every product fits."""

    def drawn(*sizes, n):
        W = [rng.normal(size=(n_out, n_in)) for n_in, n_out in pairwise(sizes)]
        b = [rng.normal(size=n_out) for n_out in sizes[1:]]
        X, y = rng.normal(size=(n, sizes[0])), rng.integers(0, 2, (sizes[-1], n)).astype(float)
        return W, network(W, b, activation="tanh").forward(X).A, y

    return [
        Case("2-3-1, four examples", drawn(2, 3, 1, n=4)),
        Case("no hidden layer", drawn(3, 2, n=4)),
        Case("two hidden layers, three outputs", drawn(2, 4, 2, 3, n=5)),
        Case("three units in each of five layers", drawn(3, 3, 3, 3, 3, n=3)),
        Case("one example", drawn(2, 2, 3, 2, n=1)),
    ]


BACKWARD_ANY_DEPTH = Exercise(
    id="mlp.backward-any-depth",
    kind="implement",
    points=3,
    cases=depth_cases,
    right=nnlib_gradient,
    wrongs=(
        Wrong(
            "sigmoid-slope",
            "a (1 − a) is the slope of the sigmoid. The hidden units have the hyperbolic tangent "
            "here, which has a slope of its own.",
            partial(mistaken_gradient, slope=lambda A, l: A[l] * (1 - A[l])),
        ),
        Wrong(
            "tanh-output",
            "The last layer has a sigmoid, and your δ there has the slope of the hyperbolic "
            "tangent.",
            partial(mistaken_gradient, out=lambda a: 1 - a**2),
        ),
        Wrong(
            "no-output-slope",
            "Your δ of the last layer is ∂C/∂a: the slope of its sigmoid is missing.",
            partial(mistaken_gradient, out=lambda a: 1.0),
        ),
        Wrong(
            "slope-of-another-layer",
            "The slope comes from the layer above the one that δ has reached. Where layers differ "
            "in width NumPy stops you.",
            partial(mistaken_gradient, slope=lambda A, l: 1 - A[l + 1] ** 2),
        ),
        Wrong(
            "table-of-another-layer",
            "The blame comes back along the arrows of the wrong layer: `W[l]` leads from `A[l]` "
            "to `A[l + 1]`.",
            partial(mistaken_gradient, below=lambda W, l: W[l - 1].T),
        ),
        Wrong(
            "no-transpose",
            "A transpose is missing on the way back. Where a table is square nothing stops you.",
            partial(mistaken_gradient, below=lambda W, l: W[l]),
        ),
        Wrong(
            "no-slope",
            "Below the last layer your δ's are ∂C/∂a: the slopes of the hidden units are missing.",
            partial(mistaken_gradient, slope=lambda A, l: 1.0),
        ),
        Wrong(
            "outputs-not-averaged",
            "The cost is the mean over all entries of y. You divided by the number of examples "
            "alone, which is right for one output.",
            partial(mistaken_gradient, scale=lambda y: 2 / y.shape[1]),
        ),
        Wrong(
            "biases-averaged",
            "The gradients of the biases are means over the examples. The mean is in the δ's "
            "already.",
            partial(mistaken_gradient, db=lambda delta: delta.mean(axis=1)),
        ),
        Wrong(
            "biases-behind",
            "The numbers are right, and in each row the bias stands behind its weights. In θ it "
            "stands in front of them.",
            partial(mistaken_gradient, block=lambda dW, db: np.column_stack([dW, db]).ravel()),
        ),
        Wrong(
            "biases-in-front-of-all",
            "The numbers are right, and all biases of a layer stand in front of all its weights. "
            "In θ each bias stands in front of the weights of its own unit.",
            partial(mistaken_gradient, block=lambda dW, db: np.concatenate([db, dW.ravel()])),
        ),
        Wrong(
            "weights-in-front-of-all",
            "The numbers are right, and all weights of a layer stand in front of all its biases. "
            "In θ each unit has its place, with its bias first and its own weights after it.",
            partial(mistaken_gradient, block=lambda dW, db: np.concatenate([dW.ravel(), db])),
        ),
        Wrong(
            "last-layer-first",
            "The numbers are right and the layers are in the order in which you met them on the "
            "way back. θ begins with the first.",
            last_first,
        ),
        Wrong(
            "two-layers-only",
            "Your way back ends after two layers. Below them it goes on in the same way.",
            partial(mistaken_gradient, lowest=lambda L: max(0, L - 2)),
        ),
    ),
    hints=(
        "One loop from the last layer to the first. At its beginning you hold the $\\delta$ of "
        "the layer; what two things do you do with it?",
        "First the gradients: $\\delta$ times what came in, `A[l]`, and the sums of its rows. "
        "Then, unless the layer is the first, $\\delta$ of the layer below: `W[l]` transposed, "
        "and the slope $1 - a^2$ of `A[l]`.",
        "Before the loop: `delta = 2 / y.size * (A[-1] - y) * A[-1] * (1 - A[-1])`. For the "
        "order, `np.column_stack([db, dW]).ravel()` puts each bias in front of its row; put each "
        "layer's numbers in front of those that you have already.",
    ),
    why="Another function in the hidden units changed one factor in one line. That is all that "
    "`nnlib.MLP.backward` knows more than you: it writes $[b \\mid W]$ as one table, so that one "
    "product gives the gradients of both.",
)

# One epoch of minibatches -------------------------------------------------------------------------


def nnlib_epoch(model, X, Y, eta, batch_size, rng):
    """Let nnlib train for one epoch."""
    history = train(model, X, Y, eta=eta, epochs=1, batch_size=batch_size, rng=rng)
    return model.theta, history.loss[0]


def mistaken_epoch(
    model,
    X,
    Y,
    eta,
    batch_size,
    rng,
    *,
    orders=lambda n, rng: (rng.permutation(n),) * 2,
    whole=False,
    wait=False,
    late=False,
    sign=-1.0,
    share=lambda batch, batch_size: 1,
    total=lambda losses, lengths: np.mean(losses),
):
    """Train for one epoch with one of the mistakes that the last arguments make."""
    order, partners = orders(len(X), rng)
    end = len(X) - len(X) % batch_size if whole else len(X)
    losses, lengths, start = [], [], model.theta.copy()
    for k in range(0, end, batch_size):
        x, y = X[order[k : k + batch_size]], Y[partners[k : k + batch_size]]
        here = model.theta.copy()
        if wait:
            model.theta = start
        loss, grad = model.loss_and_grad(x, y)
        model.theta = here + sign * eta * grad / share(x, batch_size)
        lengths.append(len(x))
        losses.append(model.loss_and_grad(x, y)[0] if late else loss)
    return model.theta, total(losses, lengths)


def shuffled_in_place(model, X, Y, eta, batch_size, rng):
    """Put the caller's own X and Y into another order."""
    order = rng.permutation(len(X))
    X[:], Y[:] = X[order], Y[order]
    return mistaken_epoch(
        model, X, Y, eta, batch_size, rng, orders=lambda n, rng: (np.arange(n),) * 2
    )


def seeded(seed):
    """Return the function of somebody who shuffles with a generator of their own."""

    def orders(n, rng):
        return (np.random.default_rng(seed).permutation(n),) * 2

    return partial(mistaken_epoch, orders=orders)


def own_seed(seen):
    """Recognise what one of the usual seeds gives in every case."""
    return any(
        all(
            np.allclose(seeded(seed)(*copy.deepcopy(case.args))[0], parts["theta"], rtol=1e-6)
            for case, parts in seen
        )
        for seed in (0, 1, 2, 42, 123, 1234)
    )


divided_again = partial(mistaken_epoch, share=lambda batch, batch_size: len(batch))
divided_by_batch_size = partial(mistaken_epoch, share=lambda batch, batch_size: batch_size)


def epoch_cases(rng):
    """Return batches that divide N and others; the first generator is one that many would write."""

    def drawn(*sizes, n, batch_size, shuffler):
        model = MLP(sizes, rng=rng)
        X, Y = rng.normal(size=(n, sizes[0])), rng.integers(0, 2, (n, sizes[-1])).astype(float)
        return model, X, Y, 1.0, batch_size, shuffler

    def other():
        return np.random.default_rng(rng.integers(1, 2**32))

    first = np.random.default_rng(0)
    return [
        Case("ten examples, five at a time", drawn(2, 3, 1, n=10, batch_size=5, shuffler=first)),
        Case("nine, three at a time", drawn(2, 3, 1, n=9, batch_size=3, shuffler=other())),
        Case("ten, four at a time", drawn(3, 2, 2, n=10, batch_size=4, shuffler=other())),
        Case("seven, one at a time", drawn(2, 2, 1, n=7, batch_size=1, shuffler=other())),
    ]


EPOCH_OF_MINIBATCHES = Exercise(
    id="mlp.epoch-of-minibatches",
    kind="implement",
    points=2,
    cases=epoch_cases,
    parts=("theta", "loss"),
    right=nnlib_epoch,
    may_change=(0,),  # the model
    wrongs=(
        Wrong(
            "own-seed",
            "You made a generator of your own with a seed of its own, and `rng` goes unused. "
            "Every epoch would shuffle in the same way.",
            seeded(0),
            own_seed,
        ),
        Wrong(
            "not-shuffled",
            "The examples come in the order of X: nothing was shuffled.",
            partial(mistaken_epoch, orders=lambda n, rng: (np.arange(n),) * 2),
        ),
        Wrong(
            "with-replacement",
            "You drew examples as from an urn into which each one is put back: in an epoch some "
            "come twice and some not at all.",
            partial(mistaken_epoch, orders=lambda n, rng: (rng.choice(n, n),) * 2),
        ),
        Wrong(
            "pairs-torn",
            "X and Y were shuffled each in an order of its own, so the examples have lost their "
            "targets.",
            partial(mistaken_epoch, orders=lambda n, rng: (rng.permutation(n), rng.permutation(n))),
        ),
        Wrong(
            "targets-not-shuffled",
            "X was shuffled and Y was not, so the examples have lost their targets.",
            partial(mistaken_epoch, orders=lambda n, rng: (rng.permutation(n), np.arange(n))),
        ),
        Wrong(
            "divided-again",
            "You divided the gradient by the length of the batch. `loss_and_grad` has taken the "
            "mean already.",
            divided_again,
            gives(divided_again, divided_by_batch_size),
        ),
        Wrong(
            "short-batch-dropped",
            "Where `batch_size` does not divide N, the last batch is shorter, and yours is left "
            "out.",
            partial(mistaken_epoch, whole=True),
        ),
        Wrong(
            "steps-saved-up",
            "All your gradients belong to the place where the epoch began. Step after each batch, "
            "and take the next gradient from where you then stand.",
            partial(mistaken_epoch, wait=True),
        ),
        Wrong(
            "no-step",
            "The losses are measured, and θ stays where it is.",
            partial(mistaken_epoch, sign=0.0),
        ),
        Wrong(
            "uphill",
            "Your steps go uphill, along the gradient. Downhill is the other way.",
            partial(mistaken_epoch, sign=1.0),
        ),
        Wrong(
            "losses-summed",
            "The losses were added up, and their mean is wanted.",
            partial(mistaken_epoch, total=lambda losses, lengths: np.sum(losses)),
        ),
        Wrong(
            "last-loss-only",
            "You returned the loss of the last batch. Keep that of every batch, for the mean.",
            partial(mistaken_epoch, total=lambda losses, lengths: losses[-1]),
        ),
        Wrong(
            "losses-weighted",
            "You took the mean over the examples: a short batch counts for less in it. Asked for "
            "is the mean over the batches.",
            partial(
                mistaken_epoch,
                total=lambda losses, lengths: np.average(losses, weights=lengths),
            ),
        ),
        Wrong(
            "loss-after-the-step",
            "The losses were measured after each step. Take them where the gradients are taken, "
            "before it.",
            partial(mistaken_epoch, late=True),
        ),
        Wrong(
            "shuffled-in-place",
            "The numbers are right, and X and Y themselves are in another order afterwards. They "
            "belong to whoever called your function: shuffle numbers of examples, not the "
            "examples.",
            shuffled_in_place,
        ),
    ),
    hints=(
        "Shuffle the numbers 0 to N − 1, not the examples. Then a batch is a handful of these "
        "numbers.",
        "`order = rng.permutation(len(X))`, once. `order[k : k + batch_size]` is the batch that "
        "begins at `k`, and NumPy makes the last one shorter by itself.",
        "For `k` in `range(0, len(X), batch_size)`: take the batch, call "
        "`model.loss_and_grad(X[batch], Y[batch])`, keep the loss, and set `model.theta` to "
        "itself minus `eta` times the gradient. Return it with the mean of the losses.",
    ),
    why="Steps, not epochs, move a network, and an epoch of minibatches holds many. The noise "
    "that shuffling brings is part of the method, and the generator in the argument makes it "
    "repeatable: the same `rng`, the same training, digit for digit as `nnlib.train`.",
)

# Three equal units are one ------------------------------------------------------------------------


def measured_rates(H, eta):
    """Compare what a step moves in H equal units with the gradients of the small network."""
    w, b, v = np.array([1.0, 0.5]), 0.25, 0.75
    big = network([np.tile(w, (H, 1)), np.full((1, H), v)], [np.full(H, b), np.zeros(1)])
    small = network([w[None], np.full((1, 1), H * v)], [np.array([b]), np.zeros(1)])
    _, moves = gradients(big, *xor_gate())
    _, slopes = gradients(small, *xor_gate())
    inward = eta * moves["W[0]"][0, 0] / slopes["W[0]"][0, 0]
    outward = eta * moves["W[1]"].sum() / slopes["W[1]"].sum()
    return inward, outward, eta * moves["b[1]"][0] / slopes["b[1]"][0]


EQUAL_UNITS = Exercise(
    id="mlp.equal-units",
    kind="derive",
    points=3,
    cases=lambda rng: [
        Case("three units, rate 1", (3, 1.0), public=True),
        Case("one unit", (1, float(rng.uniform(0.1, 2)))),
        Case("two units", (2, float(rng.uniform(0.1, 2)))),
        Case("more units", (int(rng.integers(5, 20)), float(rng.uniform(0.1, 2)))),
    ],
    parts=("inward", "outward", "bias"),
    right=measured_rates,
    wrongs=(
        Wrong(
            "upside-down",
            "Two of the rates are upside down. Which gradient holds the large weight V as a "
            "factor, and which number moves H times over?",
            lambda H, eta: (H * eta, eta / H, eta),
        ),
        Wrong(
            "v-as-one-weight",
            "The gradients of v and of V are equal, that is true. But V = H v, and every one of "
            "the H weights takes a step.",
            lambda H, eta: (eta / H, eta, eta),
        ),
        Wrong(
            "hidden-delta-not-compared",
            "The δ of the hidden unit comes back along V in the small network and along v in the "
            "big one. So their gradients differ, and w must move equally far in both.",
            lambda H, eta: (eta, H * eta, eta),
        ),
        Wrong(
            "output-bias-too",
            "The output bias has no copies: its gradient is the sum of δ⁽²⁾ in both networks, and "
            "δ⁽²⁾ is the same.",
            lambda H, eta: (eta / H, H * eta, H * eta),
        ),
        Wrong(
            "three-only",
            "Right for three units and no others: where you wrote 3, their number H belongs.",
            lambda H, eta: (eta / 3, 3 * eta, eta),
        ),
    ),
    hints=(
        "$\\delta^{(2)}$ is the same in both networks, as the answers are. So compare what hangs "
        "on it: first the gradients of $v$ and of $V$, then $\\delta^{(1)}$.",
        "$v$ and $V$ have the same gradient. By how much does $H v$ change when each $v$ takes "
        "its step? And $\\delta^{(1)}$ has the factor $v$ in the big network and $V = H v$ in the "
        "small one.",
        "The rate of $V$ must make up for $H$ steps in place of one. The gradient of $w$ is $H$ "
        "times too large in the small network, and the step must not be. The output bias sees no "
        "difference.",
    ),
    why="So $H$ equal units buy nothing but other rates, $\\eta / H$ for what leads in, $H \\eta$ "
    "for what leads out, and $\\eta$ for the output's bias; and one unit draws one line. Networks "
    "must start uneven.",
)

# Two loss curves ----------------------------------------------------------------------------------

# Epochs to solve exclusive or, medians over twenty starts, as the notebook measures them.
SLOW = {1: 735.5, 2: 1457.0, 4: 2896.5}  # by examples a step, at η = 0.25
FAST = {1: 269.5, 4: 726.0}  # at η = 1


def loss_curves(each, two, large):
    """Return an answer; what was guessed counts for nothing."""
    guesses = {"guess_each": 4, "guess_two": 2, "guess_large": 4}
    return guesses | {"each": each, "two": two, "large": large}


EACH, TWO, LARGE = SLOW[4] / SLOW[1], SLOW[4] / SLOW[2], FAST[4] / FAST[1]

TWO_LOSS_CURVES = Exercise(
    id="mlp.two-loss-curves",
    kind="predict",
    points=2,
    parts=("guess_each", "guess_two", "guess_large", "each", "two", "large"),
    predictions={"guess_each": "each", "guess_two": "two", "guess_large": "large"},
    right=loss_curves(EACH, TWO, LARGE),
    rtol=0.05,  # the last digits of a long training differ between processors
    wrongs=(
        Wrong(
            "upside-down",
            "Your factors are below 1: they are upside down. They say how many times as many "
            "epochs the whole batch needs.",
            loss_curves(1 / EACH, 1 / TWO, 1 / LARGE),
        ),
        Wrong(
            "counted-in-steps",
            "You counted steps and not epochs. An epoch is one step for the whole batch, two or "
            "four for the others.",
            loss_curves(EACH / 4, TWO / 2, LARGE / 4),
        ),
        Wrong(
            "swapped",
            "`each` and `two` have changed places: `each` compares the whole batch with one "
            "example at a time.",
            loss_curves(TWO, EACH, LARGE),
        ),
        Wrong(
            "difference",
            "You subtracted. A factor is a quotient.",
            loss_curves(SLOW[4] - SLOW[1], SLOW[4] - SLOW[2], FAST[4] - FAST[1]),
        ),
        Wrong(
            "epochs",
            "These are numbers of epochs. A factor is wanted: those of the whole batch divided by "
            "those of the other way.",
            loss_curves(SLOW[1], SLOW[2], FAST[1]),
        ),
        Wrong(
            "not-measured-at-1",
            "`large` is what the small rate gives. At η = 1 the answer is another one: measure "
            "it, both ways.",
            loss_curves(EACH, TWO, EACH),
        ),
    ),
    hints=(
        "While the steps are short, the weights hardly move within an epoch. Then all four single "
        "steps are taken from nearly the same place. Add them up.",
        "Compare the sum of four gradients with their mean. With two at a time an epoch holds two "
        "steps, each along a mean of two. And what do long steps change in all of this?",
        "`median_epochs(0.25, 4) / median_epochs(0.25, 1)` is the first factor; the second has "
        "batches of 2 below the line, and the third is the first at a rate of 1.",
    ),
    why="It is the same curve, stretched to four times its width. Four short steps from nearly "
    "the same place make the sum of four gradients; the step of the whole batch is their mean, a "
    "quarter of that. With two at a time there are two steps in an epoch, each along the mean of "
    "two, so half as far. What looks like a slow method is a short step. Where the steps are "
    "longer, each single step has moved the weights before the next one looks, and the factor "
    "leaves four: on these examples the single steps lose part of their lead.",
)

# Project: two spiral arms -------------------------------------------------------------------------


@dataclass(frozen=True)
class Fresh(Case):
    """A case whose right labels the learner's function does not get to see."""

    Y_new: np.ndarray | None = None


ENOUGH, CALM = 0.92, 0.3  # the accuracy that is asked for, and the cross-entropy


def spiral(n, rng, start=0.0):
    """Draw points along two arms that wind around each other once; as in the notebook."""
    arm = rng.integers(0, 2, n)
    r = np.sqrt(rng.uniform(0.04, 1.0, n))
    angle = start + 2 * np.pi * r + np.pi * arm
    X = r[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return X + 0.1 * rng.normal(size=(n, 2)), arm[:, None].astype(float)


def spiral_cases(rng):
    """Return fresh points of the spiral, of another one, and the points of the training."""

    def drawn(name, start, seen=False):
        X, Y = spiral(200, rng, start)
        X_new, Y_new = (X, Y) if seen else spiral(400, rng, start)
        return Fresh(name, (X, Y, X_new, np.random.default_rng(rng.integers(2**32))), False, Y_new)

    turned, seen = rng.uniform(1, 2 * np.pi - 1, 2)
    return [
        drawn("fresh points", 0.0),
        drawn("fresh points of a spiral that is turned", turned),
        drawn("the points of the training", seen, seen=True),
    ]


def neighbours(X, Y, X_new, rng):
    """Ask the nine nearest points of the training, which takes no network."""
    distances = ((X_new[:, None] - X[None]) ** 2).sum(axis=2)
    near = np.argsort(distances, axis=1)[:, :9]
    return (Y[near, 0].sum(axis=1, keepdims=True) + 0.5) / 10


def fitted(X, Y, X_new, rng, *, sizes=(2, 48, 1), activation="relu", eta=0.1, epochs=100):
    """Train a network and return what it makes of X_new, as a trace."""
    model = MLP(sizes, activation=activation, loss="cross_entropy", rng=rng)
    train(model, X, Y, eta=eta, epochs=epochs, batch_size=20, rng=rng, momentum=0.9)
    return model.forward(X_new)


def probabilities(case, parts):
    """Tell whether there is a number in [0, 1] for each new point, and not labels alone."""
    p = parts[""]
    inside = p.shape == case.Y_new.shape and np.all((p >= 0) & (p <= 1))
    return bool(inside and np.any((p > 0) & (p < 1)))


def accuracy(case, parts):
    """Return the share of the points that are on the right side of one half."""
    return np.mean((parts[""] > 0.5) == (case.Y_new > 0.5))


def surprise(case, parts):
    """Return the mean cross-entropy; what is held for impossible costs −ln 10⁻¹²."""
    p = np.where(case.Y_new > 0.5, parts[""], 1 - parts[""])
    return -np.mean(np.log(np.maximum(p, 1e-12)))


def no_numbers(seen):
    """Recognise answers with nan or infinity among them."""
    return not all(np.isfinite(parts[""]).all() for _, parts in seen)


def in_rows(seen):
    """Tell whether a finite number came for each new point, in rows."""
    return not no_numbers(seen) and all(p[""].shape == case.Y_new.shape for case, p in seen)


def one_class(seen):
    """Recognise answers that are all on one side."""
    sides = [parts[""] > 0.5 for _, parts in seen]
    return in_rows(seen) and all(np.all(side) or not np.any(side) for side in sides)


def scores(seen):
    """Return the accuracies, the last one on the points of the training; [] if there are none."""
    if one_class(seen) or not in_rows(seen):
        return []
    return [accuracy(case, parts) for case, parts in seen]


def not_probabilities(seen):
    """Recognise numbers below 0 or above 1."""
    outside = [np.any((parts[""] < 0) | (parts[""] > 1)) for _, parts in seen]
    return bool(scores(seen)) and any(outside)


def labels_only(seen):
    """Recognise zeros and ones that are mostly right."""
    hard = [np.all((parts[""] == 0) | (parts[""] == 1)) for _, parts in seen]
    return bool(scores(seen)) and all(hard) and min(scores(seen)) > 0.8


def judged(seen):
    """Return the accuracies of answers that are probabilities; [] for others."""
    return scores(seen) if all(probabilities(*pair) for pair in seen) else []


def one_line(seen):
    """Recognise a single neuron: ln (p / (1 − p)), its z, is a weighted sum of the inputs."""
    if not judged(seen):
        return False
    for case, parts in seen:
        p, inputs = parts[""], np.column_stack([np.ones(len(case.Y_new)), case.args[2]])
        with np.errstate(divide="ignore"):
            z = np.log(p / (1 - p))
        if not np.isfinite(z).all():
            return False
        if np.abs(inputs @ np.linalg.lstsq(inputs, z)[0] - z).max() > 1e-6 * np.abs(z).max():
            return False
    return True


def upside_down(seen):
    """Recognise labels that were mixed up."""
    return bool(judged(seen)) and max(judged(seen)) < 0.2


def by_heart(seen):
    """Recognise answers that are right for the points of the training and not for others."""
    *fresh, trained = judged(seen) or [1.0, 0.0]
    return trained > 0.95 and max(fresh) < 0.85


def some_spirals_only(seen):
    """Recognise answers that are right for one spiral and not for another."""
    *fresh, trained = judged(seen) or [0.0, 0.0]
    return max(fresh) >= ENOUGH > min(*fresh, trained)


def half_trained(seen):
    """Recognise bent borders that fail on the points of the training too."""
    found = judged(seen)
    return bool(found) and max(found) < ENOUGH and max(found) >= 0.2 and not one_line(seen)


def too_sure(seen):
    """Recognise answers that are mostly right, and certain where they are wrong."""
    found = judged(seen)
    return bool(found) and min(found) >= ENOUGH and any(surprise(*s) >= CALM for s in seen)


def other_shape(shape):
    """Return a rule that recognises answers of a shape, which depends on X and X_new."""

    def recognise(seen):
        return all(parts[""].shape == shape(case.args[0], case.args[2]) for case, parts in seen)

    return recognise


def drawn_by_hand(X, Y, X_new, rng):
    """Draw the border where it lies in the picture."""
    r, angle = np.hypot(*X_new.T), np.arctan2(X_new[:, 1], X_new[:, 0])
    return (0.5 - 0.45 * np.sign(np.cos(angle - 2 * np.pi * r)))[:, None]


def certain(*args):
    """Say 1 or 0, up to a hair."""
    return np.clip(np.round(fitted(*args).output.T), 1e-12, 1 - 1e-12)


def learnt_by_heart(X, Y, X_new, rng):
    """Look the point up, and toss a coin if it is not there."""
    known = dict(zip(map(tuple, X), Y[:, 0], strict=True))
    labels = [known.get(tuple(x), rng.integers(0, 2)) for x in X_new]
    return 0.01 + 0.98 * np.array(labels, dtype=float)[:, None]


SPIRAL = Exercise(
    id="mlp.spiral",
    kind="project",
    points=4,
    cases=spiral_cases,
    right=neighbours,
    seconds=30.0,  # a browser takes its time
    requires={
        "a probability for each row of X_new, shape (N_new, 1), and not labels": probabilities,
        "at least 92 % of the points on the right side of one half": lambda case, parts: (
            parts[""].shape == case.Y_new.shape and accuracy(case, parts) >= ENOUGH
        ),
        "no false certainty, a mean cross-entropy below 0.3": lambda case, parts: (
            probabilities(case, parts) and surprise(case, parts) < CALM
        ),
    },
    wrongs=(
        Wrong(
            "flat",
            "Your answers have shape (N_new,), a plain list. They should come in rows, like Y.",
            lambda *args: fitted(*args).output[0],
            other_shape(lambda X, X_new: (len(X_new),)),
        ),
        Wrong(
            "columns",
            "Your answers stand side by side, shape (1, N_new). They should come in rows, like Y.",
            lambda *args: fitted(*args).output,
            other_shape(lambda X, X_new: (1, len(X_new))),
        ),
        Wrong(
            "two-columns",
            "Your answers have two columns, one for each class. One is wanted, that of class 1.",
            lambda *args: np.hstack([1 - fitted(*args).output.T, fitted(*args).output.T]),
            other_shape(lambda X, X_new: (len(X_new), 2)),
        ),
        Wrong(
            "other-points",
            "You answered for X, the points of the training, and were asked about `X_new`.",
            lambda X, Y, X_new, rng: fitted(X, Y, X, rng).output.T,
            other_shape(lambda X, X_new: (len(X), 1)),
        ),
        Wrong(
            "no-numbers",
            "Some of your answers are nan or infinite. A rate that is far too large does that, or "
            "the logarithm of 0. Print the loss over the epochs.",
            lambda X, Y, X_new, rng: np.full((len(X_new), 1), np.nan),
            no_numbers,
        ),
        Wrong(
            "one-class",
            "Every point gets the same class. Either nothing was learnt, as from equal weights or "
            "with a rate far too small, or the rate was so large that the units are saturated. "
            "Print the loss over the epochs.",
            lambda X, Y, X_new, rng: np.full((len(X_new), 1), 0.4),
            one_class,
        ),
        Wrong(
            "one-line",
            "Your network draws one straight line, whatever its size: there is no hidden layer in "
            "it, or one whose function is the identity.",
            lambda *args: fitted(*args, sizes=(2, 1)).output.T,
            one_line,
        ),
        Wrong(
            "z-not-a",
            "Some of your answers are below 0 or above 1. They are z's, or come from an output "
            "without a sigmoid.",
            lambda *args: fitted(*args).Z[-1].T,
            not_probabilities,
        ),
        Wrong(
            "labels-not-probabilities",
            "Your answers are 0 and 1 and nothing in between: labels, where probabilities are "
            "wanted. Hand over what the output says, before it is compared with one half.",
            lambda *args: np.round(fitted(*args).output.T),
            labels_only,
        ),
        Wrong(
            "upside-down",
            "Nearly every point is on the wrong side: somewhere 0 and 1 have been mixed up.",
            lambda *args: 1 - fitted(*args).output.T,
            upside_down,
        ),
        Wrong(
            "by-heart",
            "Right for the points of the training and not for fresh ones: it learnt the points by "
            "heart and not the arms.",
            learnt_by_heart,
            by_heart,
        ),
        Wrong(
            "some-spirals-only",
            "Right for one spiral and not for another. Either the start was unlucky, and some "
            "spare hidden units or more steps would help, or your function relies on where the "
            "arms lie in the picture. `score(fit, seed)` with several seeds shows the first.",
            drawn_by_hand,
            some_spirals_only,
        ),
        Wrong(
            "too-sure",
            "Right nearly everywhere, and certain where it is wrong: each such point costs as "
            "much as all the others together. Weights that go on growing after the points are "
            "learnt do that.",
            certain,
            too_sure,
        ),
        Wrong(
            "half-trained",
            "Too many of the points of the training itself are on the wrong side, so it is the "
            "training that fails. Look at the loss over the epochs: is it still falling, or on a "
            "plateau, or jumping? Steps, their length, the number of hidden units and their "
            "function are yours to change.",
            lambda *args: fitted(*args, sizes=(2, 3, 1), activation="tanh", epochs=5).output.T,
            half_trained,
        ),
    ),
    hints=(
        "Draw lines with a pencil between the two arms. How many does it take at least? You need "
        "more hidden units than that, and some to spare for an unlucky start.",
        '`loss="cross_entropy"` keeps $\\delta$ alive where the answer is far off, minibatches '
        "bring many steps, and `momentum=0.9` makes them longer where the slope stays. Hidden "
        'units with "tanh" or "relu" pass on more slope than sigmoids.',
        'Fifty "relu" units in one hidden layer, minibatches of 20, a rate of 0.1, '
        "`momentum=0.9` and a hundred epochs are enough, in a tenth of a second. Hand `rng` to "
        "both `nnlib.MLP` and `nnlib.train`, and return `predict(X_new)`.",
    ),
    why="Each hidden unit draws a line, and the output bends them into a border that follows the "
    "arms. Which numbers you chose matters little; that you asked points that were not in the "
    "training matters much. See where the lines went: `viz.decision_regions` draws what a network "
    "answers over the plane.",
)

EXERCISES = (
    COUNT_PARAMETERS,
    PAPER_PASS,
    FORWARD,
    DELTA_HIDDEN,
    FIRST_LAYER_BIAS,
    TRANSPOSED_GRADIENT,
    SOFTMAX_DELTA,
    BACKWARD_ANY_DEPTH,
    EPOCH_OF_MINIBATCHES,
    EQUAL_UNITS,
    TWO_LOSS_CURVES,
    SPIRAL,
)
