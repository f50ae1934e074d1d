"""Cases, a right answer and known mistakes of rnn.bptt."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong

from ..shared import BORROWED, GRADIENTS, SIZES, fed, problem, rows, summed, swept, with_weights


def bptt_cases(rng):
    """Return weights, inputs and targets."""
    return [Case(name, problem(rng, sizes)) for name, sizes in SIZES.items()]


def errors(weights, x, y):
    """Return h, δ^y and δ from the library."""
    model = with_weights(weights)
    trace = model.forward(rows(x))
    deltas = model.backward(trace, rows(y)).deltas
    return trace.H, deltas.output, deltas.hidden


def gradients(x, h, delta_y, delta):
    """Return the five gradients that follow from the errors."""
    return dict(
        zip(
            GRADIENTS,
            (
                fed(delta, x),
                fed(delta, h[:-1]),
                summed(delta),
                fed(delta_y, h[1:]),
                summed(delta_y),
            ),
            strict=True,
        )
    )


def bptt(weights, x, y):
    """Ask the library, and make columns of its biases."""
    model = with_weights(weights)
    grads = model.unpack(model.loss_and_grad(rows(x), rows(y))[1])
    return [g if g.ndim == 2 else g[:, None] for g in grads.values()]


def bptt_scaled(factor):
    """Multiply all errors by a factor(T, C, N)."""

    def answer(weights, x, y):
        h, delta_y, delta = errors(weights, x, y)
        return gradients(x, h, factor(*y.shape) * delta_y, factor(*y.shape) * delta)

    return answer


def bptt_swept(back=lambda W_hh: W_hh.T, slope=lambda h: (h * (1 - h))[1:]):
    """Go back with another matrix, or other slopes, in the hidden layer."""

    def answer(weights, x, y):
        h, delta_y, _ = errors(weights, x, y)
        delta = swept(h, weights[3].T @ delta_y, back(weights[1]), slope=slope(h))
        return gradients(x, h, delta_y, delta)

    return answer


def bptt_changed(part, change):
    """Compute one of the five gradients otherwise, by change(x, h, δ^y, δ)."""

    def answer(weights, x, y):
        h, delta_y, delta = errors(weights, x, y)
        return gradients(x, h, delta_y, delta) | {part: change(x, h, delta_y, delta)}

    return answer


def bptt_without_slope_of_outputs(weights, x, y):
    """Take (a − y) for the error of an output whose cost is a square."""
    h, _, _ = errors(weights, x, y)
    _, W_hh, _, W_hy, b_y = weights
    delta_y = 2 / y.size * (sigmoid(W_hy @ h[1:] + b_y) - y)
    return gradients(x, h, delta_y, swept(h, W_hy.T @ delta_y, W_hh.T))


def bptt_with_brackets(output=np.positive, later=np.positive):
    """Multiply the two terms of δ by slopes of their own."""

    def answer(weights, x, y):
        h, delta_y, _ = errors(weights, x, y)
        delta = np.zeros_like(h)
        for t in range(len(x), 0, -1):
            slope = h[t] * (1 - h[t])
            from_output, from_later = weights[3].T @ delta_y[t - 1], weights[1].T @ delta[t]
            delta[t - 1] = from_output * output(slope) + from_later * later(slope)
        return gradients(x, h, delta_y, delta[:-1])

    return answer


def bptt_without_last_step(weights, x, y):
    """Start the way back at step T − 1."""
    h, delta_y, _ = errors(weights, x, y)
    delta_y[-1] = 0.0
    return gradients(x, h, delta_y, swept(h, weights[3].T @ delta_y, weights[1].T))


def bptt_without_first_step(weights, x, y):
    """End the way back at step 2."""
    h, delta_y, delta = errors(weights, x, y)
    return gradients(x[1:], h[1:], delta_y[1:], delta[1:])


def bptt_with_outputs(slope, output=sigmoid):
    """Take another slope, or another activation, for the outputs."""

    def answer(weights, x, y):
        h, _, _ = errors(weights, x, y)
        _, W_hh, _, W_hy, b_y = weights
        a = output(W_hy @ h[1:] + b_y)
        delta_y = 2 / y.size * (a - y) * slope(a)
        return gradients(x, h, delta_y, swept(h, W_hy.T @ delta_y, W_hh.T))

    return answer


def bptt_swept_from(way, weights, x, y):
    """Bring the errors of the outputs back another way."""
    h, delta_y, _ = errors(weights, x, y)
    return gradients(x, h, delta_y, swept(h, way @ delta_y, weights[1].T))


def bptt_forwards(weights, x, y):
    """Sweep from step 1 to step T."""
    h, delta_y, _ = errors(weights, x, y)
    delta, later = np.zeros_like(h[1:]), np.zeros_like(h[0])
    for t in range(len(x)):
        back = weights[3].T @ delta_y[t] + weights[1].T @ later
        delta[t] = later = back * h[t + 1] * (1 - h[t + 1])
    return gradients(x, h, delta_y, delta)


def first_step_only(part):
    """Return a mistake: a gradient that keeps what the sweep wrote last, the share of step 1."""

    def change(x, h, delta_y, delta):
        return gradients(x[:1], h[:2], delta_y[:1], delta[:1])[part]

    return Wrong(
        "overwrote-" + part.lower().replace("_", "-"),
        f"`{part}` is overwritten instead of accumulated: it ends with the share of step 1, the "
        "last one on the way back.",
        bptt_changed(part, change),
    )


def only_the_last_answer(weights, x, y):
    """Bring back the error of the last output alone."""
    h, delta_y, _ = errors(weights, x, y)
    delta_y[:-1] = 0.0
    return gradients(x, h, delta_y, swept(h, weights[3].T @ delta_y, weights[1].T))


EXERCISE = Exercise(
    kind="implement",
    points=3,
    parts=GRADIENTS,
    cases=bptt_cases,
    right=bptt,
    limits=BORROWED,
    wrongs=(
        Wrong(
            "truncated",
            "No term from the next step arrives in δ_t, so W_xh, W_hh and b_h follow a truncated "
            "gradient. If the term is there in your code: is δ_{t+1} known by the time your loop "
            "reads it?",
            bptt_swept(back=lambda W_hh: 0 * W_hh),
        ),
        Wrong(
            "h-t",
            "In `dW_hh` stands h_t where h_{t−1} belongs.",
            bptt_changed("dW_hh", lambda x, h, delta_y, delta: fed(delta, h[1:])),
        ),
        Wrong(
            "h-before",
            "In `dW_hy` stands h_{t−1} where h_t belongs: the output reads the state of its own "
            "step.",
            bptt_changed("dW_hy", lambda x, h, delta_y, delta: fed(delta_y, h[:-1])),
        ),
        Wrong(
            "recurrent-not-transposed",
            "W_hh stands without its transpose on the way back. It is square, so the shapes fit "
            "all the same.",
            bptt_swept(back=lambda W_hh: W_hh),
        ),
        Wrong(
            "slope-of-the-step-before",
            "The slope in δ_t is taken from h_{t−1}. It belongs to the unit at step t.",
            bptt_swept(slope=lambda h: (h * (1 - h))[:-1]),
        ),
        Wrong(
            "no-slope-of-hidden-units",
            "The slope of the hidden units is missing in δ_t: what comes back along both arrows "
            "is ∂C/∂h_t, and δ_t is ∂C/∂z_t.",
            bptt_swept(slope=lambda h: np.ones_like(h[1:])),
        ),
        Wrong(
            "no-slope-of-outputs",
            "The slope of the outputs is missing in δ^y. It cancels with the cross-entropy, and "
            "this cost is a mean of squares.",
            bptt_without_slope_of_outputs,
        ),
        Wrong(
            "one-output-only",
            "Right for one output only: the cost is a mean over the outputs as well.",
            bptt_scaled(lambda T, C, N: C),
        ),
        Wrong(
            "not-over-steps",
            "Right for one step only: the cost is a mean over the steps as well.",
            bptt_scaled(lambda T, C, N: T),
        ),
        Wrong(
            "not-over-sequences",
            "Not divided by N: your gradients grow with the number of sequences.",
            bptt_scaled(lambda T, C, N: N),
        ),
        Wrong(
            "over-sequences-only",
            "Divided by N and by nothing else. The cost is a mean over the steps and over the "
            "outputs as well.",
            bptt_scaled(lambda T, C, N: T * C),
        ),
        *(first_step_only(part) for part in GRADIENTS),
        Wrong(
            "half-a-slope",
            "Your slope of the hidden units is 1 − h. That of the sigmoid is a product of two "
            "factors.",
            bptt_swept(slope=lambda h: 1 - h[1:]),
        ),
        Wrong(
            "tanh-slope",
            "1 − h² is the slope of the hyperbolic tangent. These hidden units are sigmoids.",
            bptt_swept(slope=lambda h: 1 - h[1:] ** 2),
        ),
        Wrong(
            "later-without-weights",
            "δ_{t+1} arrives in δ_t as it is. On its way back it passes through the weights by "
            "which h_t acts on the next step.",
            bptt_swept(back=lambda W_hh: np.eye(len(W_hh))),
        ),
        Wrong(
            "slope-on-the-output-term",
            "The slope multiplies the term from the output alone. Both terms go through the same "
            "unit; look at your brackets.",
            bptt_with_brackets(later=np.ones_like),
        ),
        Wrong(
            "slope-on-the-later-term",
            "The slope multiplies the term from step t + 1 alone. Both terms go through the same "
            "unit; look at your brackets.",
            bptt_with_brackets(output=np.ones_like),
        ),
        Wrong(
            "last-step-left-out",
            "The last step is left out: your loop back starts one step too late. With `range`, "
            "step T comes first only if T itself is its start.",
            bptt_without_last_step,
        ),
        Wrong(
            "first-step-left-out",
            "The share of step 1 is missing in your gradients: your loop back ends one step early. "
            "`range(T, 1, -1)` stops at 2.",
            bptt_without_first_step,
        ),
        Wrong(
            "no-biases",
            "Your way forward leaves the biases out. They are among the weights that came.",
            lambda weights, x, y: bptt(
                [w * (w.shape[1] > 1 or k in {0, 1, 3}) for k, w in enumerate(weights)], x, y
            ),
        ),
        Wrong(
            "recurrent-turned",
            "`dW_hh` lies on its side: row i belongs to the unit that receives. It is square, so "
            "the shape does not tell.",
            bptt_changed("dW_hh", lambda x, h, delta_y, delta: fed(h[:-1], delta)),
        ),
        Wrong(
            "summed",
            "Divided by nothing: that is the gradient of the sum of the squares. The cost is a "
            "mean over sequences, steps and outputs.",
            bptt_scaled(lambda T, C, N: T * C * N),
        ),
        Wrong(
            "no-hidden-bias",
            "Your way forward leaves the bias of the hidden units out.",
            lambda weights, x, y: bptt([*weights[:2], 0 * weights[2], *weights[3:]], x, y),
        ),
        Wrong(
            "no-output-bias",
            "Your way forward leaves the bias of the outputs out.",
            lambda weights, x, y: bptt([*weights[:4], 0 * weights[4]], x, y),
        ),
        Wrong(
            "half-a-slope-of-outputs",
            "The slope of your outputs is 1 − a. That of the sigmoid is a product of two factors.",
            bptt_with_outputs(lambda a: 1 - a),
        ),
        Wrong(
            "output-for-slope",
            "In δ^y the output stands for its slope, a where a (1 − a) belongs.",
            bptt_with_outputs(lambda a: a),
        ),
        Wrong(
            "square-for-slope",
            "In δ^y stands a². The slope of the sigmoid is a (1 − a).",
            bptt_with_outputs(lambda a: a**2),
        ),
        Wrong(
            "linear-outputs",
            "Your outputs are weighted sums. They go through a sigmoid as well.",
            bptt_with_outputs(lambda a: a * (1 - a), output=np.positive),
        ),
        Wrong(
            "no-output-term",
            "The term from the output of the same step is missing in δ_t, so no error ever comes "
            "in.",
            lambda weights, x, y: bptt_swept_from(0 * weights[3].T, weights, x, y),
        ),
        Wrong(
            "state-for-slope",
            "In δ_t the state stands for its slope, h where h (1 − h) belongs.",
            bptt_swept(slope=lambda h: h[1:]),
        ),
        Wrong(
            "one-sum-for-all-biases",
            "All entries of your `db_h` are alike, the sum of every error there is. Each unit has "
            "its own bias.",
            bptt_changed("db_h", lambda x, h, delta_y, delta: summed(delta) * 0 + delta.sum()),
        ),
        Wrong(
            "inputs-of-the-step-before",
            "In `dW_xh` stands x_{t−1} where x_t belongs. Slot t − 1 belongs to step t.",
            bptt_changed("dW_xh", lambda x, h, delta_y, delta: fed(delta, np.roll(x, 1, axis=0))),
        ),
        Wrong(
            "targets-of-the-step-before",
            "Your outputs are compared with the targets of the step before. Slot t − 1 belongs to "
            "step t.",
            lambda weights, x, y: bptt(weights, x, np.roll(y, 1, axis=0)),
        ),
        Wrong(
            "forwards-in-time",
            "Your loop runs from the first step to the last. δ_t needs δ_{t+1}: on the way back "
            "the last step comes first.",
            bptt_forwards,
        ),
        Wrong(
            "inputs-turned",
            "`dW_xh` lies on its side: row i belongs to the unit that receives.",
            bptt_changed("dW_xh", lambda x, h, delta_y, delta: fed(x, delta)),
        ),
        Wrong(
            "no-gradient-for-b-y",
            "`db_y` is still 0. The bias of the outputs is used at every step.",
            bptt_changed("db_y", lambda x, h, delta_y, delta: 0 * summed(delta_y)),
        ),
        Wrong(
            "exchanged",
            "You return `dW_hh` and `dW_xh` in each other's place. The order is that of `weights`.",
            lambda *args: [bptt(*args)[k] for k in (1, 0, 2, 3, 4)],
        ),
        Wrong(
            "targets-of-the-step-after",
            "The outputs are compared with the targets of the step after. Slot t − 1 of `y` "
            "belongs to step t.",
            lambda weights, x, y: bptt(weights, x, np.roll(y, -1, axis=0)),
        ),
        Wrong(
            "inputs-of-the-step-after",
            "`dW_xh`: the inputs of the step after stand in it. Slot t − 1 of `x` belongs to "
            "step t.",
            bptt_changed("dW_xh", lambda x, h, delta_y, delta: fed(delta, np.roll(x, -1, axis=0))),
        ),
        Wrong(
            "only-the-last-answer",
            "Only the answer of the last step is in your cost. All of them are.",
            only_the_last_answer,
        ),
        Wrong(
            "stepped",
            "These are new weights, one step on. Asked for are the gradients.",
            lambda weights, x, y: [
                w - g for w, g in zip(weights, bptt(weights, x, y), strict=True)
            ],
        ),
    ),
)
