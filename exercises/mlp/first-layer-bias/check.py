"""Cases, a right answer and known mistakes of mlp.first-layer-bias."""

from functools import partial

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import gives
from nnlib.datasets import or_gate

from ..shared import BORROWED, gradients, network


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
    slope=lambda a: a * (1 - a),
    used=1.0,
    late=False,
    way=lambda W2, delta2: W2.T @ delta2,
    bias=lambda b1: b1[:, None],
    rate=lambda eta: eta,
    dW1=lambda delta1, x: delta1 @ x.T,
    dW2=lambda delta2, a1: delta2 @ a1.T,
):
    """Take the step with one of the mistakes that the last arguments make."""
    eta = rate(eta)
    a1 = sigmoid(W1 @ x + used * bias(b1))
    a2 = sigmoid(W2 @ a1)
    delta2 = scale(y.size) * (a2 - y) * (a2 * (1 - a2) if output else 1.0)
    stepped = W2 - eta * dW2(delta2, a1)
    delta1 = way(stepped if late else W2, delta2) * slope(a1)
    return W1 - eta * dW1(delta1, x), b1 - eta * db(delta1, x), stepped


def reordered(*places):
    """Return the right parts in another order, or some of them."""
    return lambda *args: tuple(nnlib_step(*args)[place] for place in places)


def keeping(place):
    """Return an answer that leaves one of W1, b1, W2 as it was."""

    def answer(*args):
        stepped = nnlib_step(*args)
        return tuple(args[i] if i == place else part for i, part in enumerate(stepped))

    return answer


def output_delta(W1, b1, W2, x, y):
    """Return δ of the output."""
    a2 = sigmoid(W2 @ sigmoid(W1 @ x + b1[:, None]))
    return 2 / y.size * (a2 - y) * a2 * (1 - a2)


def bias_times_bias(W1, b1, W2, x, y, eta):
    """Treat the bias as if it were what came in."""
    stepped = nnlib_step(W1, b1, W2, x, y, eta)
    return stepped[0], b1 - (b1 - stepped[1]) * b1, stepped[2]


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


EXERCISE = Exercise(
    kind="implement",
    points=2,
    cases=step_cases,
    parts=("W1", "b1", "W2"),
    right=nnlib_step,
    may_change=(0, 1, 2),  # a step in place is a step
    limits=BORROWED,
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
            partial(mistaken_step, slope=lambda a: 1.0),
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
        Wrong(
            "bias-by-example",
            "The biases are added along the examples: NumPy lays a flat array along the last "
            "axis, and the units are the first. It stops you only where the lengths differ.",
            partial(mistaken_step, bias=lambda b1: b1),
        ),
        Wrong(
            "bias-times-bias",
            "The gradient of each bias is multiplied by the bias. What comes in at a bias is 1.",
            bias_times_bias,
        ),
        Wrong(
            "bias-subtracted",
            "In the forward pass the biases are subtracted, as a threshold would be. A bias is "
            "added.",
            partial(mistaken_step, used=-1.0),
        ),
        Wrong(
            "eta-left-out",
            "Your step is the whole gradient. η says how much of it to go.",
            partial(mistaken_step, rate=lambda eta: 1.0),
        ),
        Wrong(
            "bias-without-eta",
            "The biases take the whole of their gradient. η says how much of it to go, for them "
            "as for the weights.",
            lambda W1, b1, W2, x, y, eta: (
                nnlib_step(W1, b1, W2, x, y, eta)[0],
                nnlib_step(W1, b1, W2, x, y, 1.0)[1],
                nnlib_step(W1, b1, W2, x, y, eta)[2],
            ),
        ),
        Wrong(
            "w1-stays",
            "`W1` comes back as it went in. All three take the step.",
            keeping(0),
        ),
        Wrong(
            "w2-stays",
            "`W2` comes back as it went in. All three take the step.",
            keeping(2),
        ),
        Wrong(
            "order",
            "The three come in another order: `return W1, b1, W2`.",
            reordered(0, 2, 1),
        ),
        Wrong(
            "biases-not-returned",
            "Two tables came, and the biases did not: `return W1, b1, W2`.",
            reordered(0, 2),
        ),
        Wrong(
            "slope-squared",
            "The slope of the hidden sigmoids was taken as (1 − a)². It has two different "
            "factors, one for each end at which the sigmoid is flat.",
            partial(mistaken_step, slope=lambda a: (1 - a) ** 2),
        ),
        Wrong(
            "tanh-slope",
            "1 − a² is the slope of the hyperbolic tangent. The hidden units have sigmoids.",
            partial(mistaken_step, slope=lambda a: 1 - a**2),
        ),
        Wrong(
            "half-a-slope",
            "Only a stands where the slope of the hidden sigmoids belongs, and at a = 1 they are "
            "flat.",
            partial(mistaken_step, slope=lambda a: a),
        ),
        Wrong(
            "other-half-of-the-slope",
            "Only 1 − a stands where the slope of the hidden sigmoids belongs, and at a = 0 they "
            "are flat.",
            partial(mistaken_step, slope=lambda a: 1 - a),
        ),
        Wrong(
            "weights-left-out",
            "The blame of the output comes back as it is, whatever weight is on the arrow.",
            partial(mistaken_step, way=lambda W2, delta2: np.repeat(delta2, W2.size, axis=0)),
        ),
        Wrong(
            "biases-in-a-column",
            "`b1` is right and came as a column, shape (H, 1). It should keep its shape, (H,).",
            lambda *args: (
                nnlib_step(*args)[0],
                nnlib_step(*args)[1][:, None],
                nnlib_step(*args)[2],
            ),
        ),
        Wrong(
            "dw1-turned",
            "`W1`: its gradient is turned on its side, x δ⁽¹⁾ᵀ and not δ⁽¹⁾ xᵀ. Where H = D "
            "nothing stops you.",
            partial(mistaken_step, dW1=lambda delta1, x: x @ delta1.T),
        ),
        Wrong(
            "bias-of-the-output",
            "The step of the biases is that of an output bias: δ⁽²⁾ stands in it, where δ⁽¹⁾ "
            "belongs.",
            lambda *args: mistaken_step(
                *args,
                db=lambda delta, x: np.full(len(delta), output_delta(*args[:5]).sum()),
            ),
        ),
        Wrong(
            "w2-with-inputs",
            "`W2`: the sums z⁽¹⁾ stand in its gradient. What came in at the output are the "
            "answers a⁽¹⁾.",
            partial(mistaken_step, dW2=lambda delta2, a1: delta2 @ np.log(a1 / (1 - a1)).T),
        ),
        Wrong(
            "bias-not-summed",
            "δ⁽¹⁾ itself stands in the step of the biases, a column for each example. One bias "
            "serves all examples: sum over them.",
            partial(mistaken_step, db=lambda delta, x: delta),
        ),
        Wrong(
            "bias-summed-over-units",
            "The sum for the biases runs down the units and not along the examples. Where N = H "
            "NumPy does not notice.",
            partial(mistaken_step, db=lambda delta, x: delta.sum(axis=0)),
        ),
        Wrong(
            "all-inputs-kept",
            "In the gradient of the biases you kept the sum of the inputs as a factor. What comes "
            "in at a bias?",
            partial(mistaken_step, db=lambda delta, x: delta.sum(axis=1) * x.sum()),
        ),
        Wrong(
            "slope-and-a",
            "One a too many stands in the slope of the hidden sigmoids: it is a (1 − a).",
            partial(mistaken_step, slope=lambda a: a * a * (1 - a)),
        ),
        Wrong(
            "w2-doubled",
            "`W2` takes a step twice as long as it should. The 2 of the square is in δ⁽²⁾ already.",
            partial(mistaken_step, dW2=lambda delta2, a1: 2 * delta2 @ a1.T),
        ),
        Wrong(
            "last-example-only",
            "`b1` follows the last example alone. One bias serves all of them.",
            partial(mistaken_step, db=lambda delta, x: delta[:, -1]),
        ),
        Wrong(
            "two-steps",
            "Two steps were taken. One is asked for.",
            lambda W1, b1, W2, *rest: nnlib_step(*nnlib_step(W1, b1, W2, *rest), *rest),
        ),
        Wrong(
            "largest-for-the-sum",
            "`b1` follows the largest δ of its row. One bias serves all examples, and their "
            "δs add up.",
            partial(mistaken_step, db=lambda delta, x: delta.max(axis=1)),
        ),
        Wrong(
            "inputs-left-out",
            "`W1` moves as if every input were 1. The gradient of a weight is δ times what "
            "came in.",
            partial(mistaken_step, dW1=lambda delta1, x: delta1 @ np.ones_like(x.T)),
        ),
    ),
)
