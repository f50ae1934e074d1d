"""Cases, a right answer and known mistakes of neuron.batch-gradient."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import same
from nnlib.neuron import Neuron

from ..shared import BORROWED, batch, batch_with


def batch_scaled(by):
    """Return an answer whose loss and gradient belong together and are both off by a factor."""
    return lambda X, y, w, b: tuple(by(y) * part for part in batch(X, y, w, b))


def alone(part, by):
    """Return a symptom: this part is off by a factor in each case, and not both parts are."""

    def found(seen):
        off = {"loss": True, "gradient": True}
        for case, parts in seen:
            for name, right in zip(off, batch(*case.args), strict=True):
                off[name] &= same(parts[name], by(case.args[1]) * right)
        return off[part] and not all(off.values())

    return found


def batch_transposed(X, y, w, b):
    """Put X on the other side of δ, which fits where there are as many examples as inputs."""
    loss, gradient = batch(X, y, w, b)
    return loss, np.append(gradient[0], X @ (batch_delta(X, y, w, b)))


def batch_delta(X, y, w, b):
    """Return the δ of each example, read off from the trace of the library."""
    neuron = Neuron(w.size)
    neuron.theta[:] = [b, *w]
    return neuron.backward(neuron.forward(X), y[:, None]).deltas[1][0]


def batch_cases(rng):
    """Return tables of several shapes, a square one among them."""

    def case(name, N, D):
        X, y = rng.normal(size=(N, D)), rng.integers(0, 2, N).astype(float)
        return Case(name, (X, y, rng.normal(size=D), float(rng.uniform(0.3, 1.0))))

    return [
        case("six examples, two inputs", 6, 2),
        case("three examples, three inputs", 3, 3),
        case("one example", 1, 4),
        case("five examples, one input", 5, 1),
    ]


def batch_of_weights(X, y, w, b):
    """Multiply the errors by the weights where the inputs belong."""
    loss, gradient = batch(X, y, w, b)
    return loss, np.append(gradient[0], gradient[0] * w)


EXERCISE = Exercise(
    kind="implement",
    points=2,
    parts=("loss", "gradient"),
    cases=batch_cases,
    right=batch,
    limits=BORROWED,
    wrongs=(
        Wrong(
            "sum-of-squares",
            "Loss and gradient belong together, and both are those of a sum over the examples. "
            "Asked for is the mean.",
            batch_scaled(lambda y: y.size),
        ),
        Wrong(
            "half-of-the-square",
            "Loss and gradient belong together, and both are half of what they should be. Some "
            "books put a ½ before the square so that the 2 cancels; this loss has none.",
            batch_scaled(lambda y: 0.5),
        ),
        Wrong(
            "order",
            "Both are right and they come in the wrong order: the loss first, then the gradient.",
            lambda X, y, w, b: batch(X, y, w, b)[::-1],
        ),
        Wrong(
            "cross-entropys-delta",
            "`gradient`: a − y, divided by N, is the δ of the cross-entropy. Here the loss is the "
            "squared error.",
            batch_with(slope=lambda z, a: 1.0, factor=1.0),
        ),
        Wrong(
            "not-averaged",
            "`gradient`: the loss is a mean and your gradient is that of a sum. Where is the 1/N?",
            batch_with(per=lambda y: 1),
            alone("gradient", lambda y: y.size),
        ),
        Wrong(
            "averaged-twice",
            "`gradient`: divided by N twice. Once δ carries the 1/N, the gradient is a plain sum "
            "over the examples.",
            batch_with(per=lambda y: y.size**2),
        ),
        Wrong(
            "bias-averaged-twice",
            "`gradient`: the weights' part is right. The bias has the mean of the δs where it "
            "needs their sum, since δ carries the 1/N already.",
            lambda X, y, w, b: (
                batch(X, y, w, b)[0],
                batch(X, y, w, b)[1] / np.append(y.size, np.ones_like(w)),
            ),
        ),
        Wrong(
            "weights-not-averaged",
            "`gradient`: the entry of the bias is right. Those of the weights are sums over the "
            "examples without the 1/N.",
            lambda X, y, w, b: (
                batch(X, y, w, b)[0],
                batch(X, y, w, b)[1] * np.append(1.0, np.full_like(w, y.size)),
            ),
        ),
        Wrong(
            "slope-of-z",
            "`gradient`: the slope of the sigmoid was taken as z (1 − z). Which of the two "
            "numbers, what goes in or what comes out, is it written with?",
            batch_with(slope=lambda z, a: z * (1 - z)),
        ),
        Wrong(
            "no-slope",
            "`gradient`: your δ is ∂C/∂a. The slope of the sigmoid is missing.",
            batch_with(slope=lambda z, a: 1.0),
        ),
        Wrong(
            "no-two",
            "`gradient`: half of what it should be. The square has left its 2 behind.",
            batch_with(factor=1.0),
            alone("gradient", lambda y: 0.5),
        ),
        Wrong(
            "bias-last",
            "`gradient`: the numbers are right and the order is not. The bias comes first.",
            lambda X, y, w, b: (batch(X, y, w, b)[0], np.roll(batch(X, y, w, b)[1], -1)),
        ),
        Wrong(
            "no-entry-for-the-bias",
            "`gradient`: the bias is missing. There are 1 + D parameters, so 1 + D numbers.",
            lambda X, y, w, b: (batch(X, y, w, b)[0], batch(X, y, w, b)[1][1:]),
        ),
        Wrong(
            "bias-forgotten",
            "b does not get into z, so the neuron answers as if its bias were 0.",
            lambda X, y, w, b: batch(X, y, w, 0.0),
        ),
        Wrong(
            "wrong-side",
            "`gradient`: δ and X are multiplied in the wrong order. X has shape (N, D) and δ (N,), "
            "and the sum is over the examples; yours is over the inputs and fits only if N = D.",
            batch_transposed,
        ),
        Wrong(
            "loss-summed",
            "`loss` is the sum over the examples and should be their mean.",
            lambda X, y, w, b: (batch(X, y, w, b)[0] * y.size, batch(X, y, w, b)[1]),
            alone("loss", lambda y: y.size),
        ),
        Wrong(
            "divided-by-inputs",
            "`gradient`: divided by the number of inputs. The loss is a mean over the examples, "
            "and `X` has a row for each.",
            lambda X, y, w, b: batch_with(per=lambda _: w.size)(X, y, w, b),
        ),
        Wrong(
            "divided-by-all-entries",
            "`gradient`: divided by the number of entries of `X`. The loss is a mean over the "
            "examples, and each of them has one cost.",
            lambda X, y, w, b: batch_with(per=lambda _: X.size)(X, y, w, b),
        ),
        Wrong(
            "divided-by-parameters",
            "`gradient`: divided by the number of parameters. The loss is a mean over the "
            "examples.",
            lambda X, y, w, b: batch_with(per=lambda _: 1 + w.size)(X, y, w, b),
        ),
        Wrong(
            "gradient-alone",
            "The gradient alone came back, and two things are asked for: `return loss, gradient`.",
            lambda X, y, w, b: batch(X, y, w, b)[1],
        ),
        Wrong(
            "loss-alone",
            "The loss alone came back, and two things are asked for: `return loss, gradient`.",
            lambda X, y, w, b: np.float64(batch(X, y, w, b)[0]),
        ),
        Wrong(
            "y-minus-a",
            "`gradient`: it points the other way. The derivative of (a − y)² has the sign of a − "
            "y.",
            batch_with(factor=-2.0),
            alone("gradient", lambda y: -1.0),
        ),
        Wrong(
            "slope-squared",
            "`gradient`: the slope of the sigmoid was taken as (1 − a)². It has two different "
            "factors, one for each end at which the sigmoid is flat.",
            batch_with(slope=lambda z, a: (1 - a) ** 2),
        ),
        Wrong(
            "tanh-slope",
            "`gradient`: 1 − a² is the slope of the hyperbolic tangent. This neuron has a sigmoid.",
            batch_with(slope=lambda z, a: 1 - a**2),
        ),
        Wrong(
            "half-a-slope",
            "`gradient`: only a stands where the slope of the sigmoid belongs, and at a = 1 the "
            "sigmoid is flat too.",
            batch_with(slope=lambda z, a: a),
        ),
        Wrong(
            "other-half-of-the-slope",
            "`gradient`: only 1 − a stands where the slope of the sigmoid belongs, and at a = 0 "
            "the sigmoid is flat too.",
            batch_with(slope=lambda z, a: 1 - a),
        ),
        Wrong(
            "slope-of-the-output",
            "`gradient`: the sigmoid is applied to a once more on the way to the slope.",
            batch_with(slope=lambda z, a: sigmoid(a) * (1 - sigmoid(a))),
        ),
        Wrong(
            "bias-subtracted",
            "b is subtracted where it should be added: the neuron answers as if its bias had the "
            "other sign.",
            lambda X, y, w, b: batch(X, y, w, -b),
        ),
        Wrong(
            "deltas-returned",
            "`gradient`: these are the δs, one for each example. The gradient has an entry for "
            "each parameter: sums of δ times what came in.",
            lambda X, y, w, b: (batch(X, y, w, b)[0], batch_delta(X, y, w, b)),
        ),
        Wrong(
            "bias-times-delta",
            "`gradient`: the entry of the bias was multiplied by the bias. What comes in through "
            "it is 1.",
            lambda X, y, w, b: (
                batch(X, y, w, b)[0],
                batch(X, y, w, b)[1] * np.append(b, np.ones_like(w)),
            ),
        ),
        Wrong(
            "inputs-summed-apart",
            "`gradient`: the sum of the δs was multiplied by the sums of the inputs. Each δ meets "
            "the inputs of its own example, and then comes the sum.",
            lambda X, y, w, b: (
                batch(X, y, w, b)[0],
                batch_delta(X, y, w, b).sum() * np.append(1, X.sum(axis=0)),
            ),
        ),
        Wrong(
            "costs-not-averaged",
            "`loss`: these are the costs of the examples, one by one. The loss is their mean, one "
            "number.",
            lambda X, y, w, b: ((sigmoid(X @ w + b) - y) ** 2, batch(X, y, w, b)[1]),
        ),
        Wrong(
            "root-of-the-loss",
            "`loss`: this is the root of the mean square. The loss is the mean square itself.",
            lambda X, y, w, b: (np.sqrt(batch(X, y, w, b)[0]), batch(X, y, w, b)[1]),
        ),
        Wrong(
            "size-of-the-errors",
            "`loss`: this is the mean of |a − y|, and asked for is the mean of the squares.",
            lambda X, y, w, b: (np.mean(abs(sigmoid(X @ w + b) - y)), batch(X, y, w, b)[1]),
        ),
        Wrong(
            "square-of-the-mean",
            "`loss`: the mean is taken before the square, so that errors of either sign cancel. "
            "Square each, and then take the mean.",
            lambda X, y, w, b: (np.mean(sigmoid(X @ w + b) - y) ** 2, batch(X, y, w, b)[1]),
        ),
        Wrong(
            "square-kept",
            "`gradient`: the square stays where it should be gone: the derivative of (a − y)² is "
            "2 (a − y).",
            lambda X, y, w, b: batch_with(slope=lambda z, a: (a - y) * a * (1 - a))(X, y, w, b),
        ),
        Wrong(
            "a-twice",
            "`gradient`: a stands in the slope twice. It is a (1 − a).",
            batch_with(slope=lambda z, a: a * a * (1 - a)),
        ),
        Wrong(
            "slope-twice",
            "`gradient`: the slope of the sigmoid is in it twice.",
            batch_with(slope=lambda z, a: (a * (1 - a)) ** 2),
        ),
        Wrong(
            "one-for-the-bias",
            "`gradient`: its first entry is 1, what came in through the bias. The derivative is δ "
            "times that, summed over the examples.",
            lambda X, y, w, b: (batch(X, y, w, b)[0], np.append(1.0, batch(X, y, w, b)[1][1:])),
        ),
        Wrong(
            "zero-for-the-bias",
            "`gradient`: its first entry is 0. The bias has a derivative as well: the sum of the "
            "δs.",
            lambda X, y, w, b: (batch(X, y, w, b)[0], np.append(0.0, batch(X, y, w, b)[1][1:])),
        ),
        Wrong(
            "first-example-for-the-bias",
            "`gradient`: the entry of the bias is the δ of one example. It is summed over all of "
            "them.",
            lambda X, y, w, b: (
                batch(X, y, w, b)[0],
                np.append(batch_delta(X, y, w, b)[0], batch(X, y, w, b)[1][1:]),
            ),
        ),
        Wrong(
            "first-example-for-the-weights",
            "`gradient`: the entries of the weights are those of one example. They are summed "
            "over all of them.",
            lambda X, y, w, b: (
                batch(X, y, w, b)[0],
                np.append(batch(X, y, w, b)[1][0], batch_delta(X, y, w, b)[0] * X[0]),
            ),
        ),
        Wrong(
            "cross-entropy-for-the-loss",
            "`loss`: this is the cross-entropy. The loss here is the mean of the squared errors.",
            lambda X, y, w, b: (
                -np.mean(np.log(np.where(y == 1, sigmoid(X @ w + b), 1 - sigmoid(X @ w + b)))),
                batch(X, y, w, b)[1],
            ),
        ),
        Wrong(
            "weights-for-inputs",
            "`gradient`: the entries of the weights are δ times the weights. What came in "
            "through a weight is an input.",
            batch_of_weights,
        ),
        Wrong(
            "one-example-alone",
            "`gradient`: only the first example is in it. Each example pulls, and the pulls "
            "add up.",
            lambda X, y, w, b: (batch(X, y, w, b)[0], batch(X[:1], y[:1], w, b)[1] / len(y)),
        ),
    ),
)
