"""Cases, a right answer and known mistakes of rnn.learned-first-state."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import EXACT, exact_gradient, nudged
from nnlib.numerical import numerical_gradient

from ..shared import BORROWED, SIZES, model_cases, plain_step, swept


def first_state_cases(rng):
    """Return networks, data in rows and a first state."""
    return [
        Case(name, (*case.args, rng.normal(size=case.args[0].n_hidden)))
        for name, case in zip(SIZES, model_cases(rng), strict=True)
    ]


def run_from(model, X, h_0):
    """Go forward from a first state; h (T + 1, H, N) and a (T, C, N)."""
    first = np.repeat(h_0[:, None], len(X), axis=1)
    x, b_h, b_y = X.transpose(1, 2, 0), model.b_h[:, None], model.b_y[:, None]
    h = [first]
    for x_t in x:
        h.append(plain_step(x_t, h, model.W_xh, model.W_hh, b_h))
    h = np.array(h)
    return h, sigmoid(model.W_hy @ h[1:] + b_y)


def first_state_gradient(model, X, Y, h_0, gradient=exact_gradient):
    """Return the derivative of the cost with respect to h_0."""

    def cost(first):
        return np.mean((run_from(model, X, first)[1] - Y.transpose(1, 2, 0)) ** 2)

    return gradient(cost, h_0)


def first_state_by(
    end, *, start=1.0, back=np.transpose, slope=None, output_slope=lambda a: a * (1 - a)
):
    """Return an answer that makes something of W_hh and δ, with `end(W_hh, delta, h)`.

    `start` multiplies h_0 on the way forward, and `back(W_hh)` carries δ from step to step; the
    slopes are those of `slope(h)`, and of `output_slope(a)`.
    """

    def answer(model, X, Y, h_0):
        h, a = run_from(model, X, start * h_0)
        y = Y.transpose(1, 2, 0)
        delta_y = 2 / y.size * (a - y) * output_slope(a)
        slopes = slope and slope(h)
        delta = swept(h, model.W_hy.T @ delta_y, back(model.W_hh), slope=slopes)
        return end(model.W_hh, delta, h)

    return answer


def first_state_with_an_answer(model, X, Y, h_0):
    """Add the error of the first output once more, as if h_0 were read by it."""
    _, a = run_from(model, X, h_0)
    y = Y.transpose(1, 2, 0)
    delta_y = (2 / y.size * (a - y) * a * (1 - a))[0]
    return first_state_gradient(model, X, Y, h_0) + (model.W_hy.T @ delta_y).sum(axis=1)


def first_state_without_the_last_answer(model, X, Y, h_0):
    """Leave out what the last answer costs."""
    return (
        first_state_gradient(model, X[:, :-1], Y[:, :-1], h_0) * (Y.shape[1] - 1) / Y.shape[1]
        if (Y.shape[1] > 1)
        else 0 * h_0
    )


EXERCISE = Exercise(
    kind="derive",
    points=3,
    cases=first_state_cases,
    right=first_state_gradient,
    limits=BORROWED,
    **EXACT,
    wrongs=(
        nudged(lambda *args: first_state_gradient(*args, numerical_gradient), first_state_gradient),
        Wrong(
            "slope",
            "There is a slope too many: h₀ comes out of no unit, so no activation lies behind it.",
            first_state_by(lambda W, delta, h: (W.T @ delta[0] * h[0] * (1 - h[0])).sum(axis=1)),
        ),
        Wrong(
            "starts-from-zero",
            "Your δ₁ is that of a network that starts from 0. Where does your forward pass use "
            "`h_0`?",
            first_state_by(lambda W, delta, h: (W.T @ delta[0]).sum(axis=1), start=0.0),
        ),
        Wrong(
            "no-weights",
            "That is the sum of δ₁ over the sequences, the gradient of something that is added to "
            "z^h₁. Between h₀ and z^h₁ lie weights.",
            first_state_by(lambda W, delta, h: delta[0].sum(axis=1)),
        ),
        Wrong(
            "not-transposed",
            "W_hh stands without its transpose. It is square, so the shapes fit all the same.",
            first_state_by(lambda W, delta, h: (W @ delta[0]).sum(axis=1)),
        ),
        Wrong(
            "never-transposed",
            "W_hh stands without its transpose, all the way from the last step back to h₀. It is "
            "square, so the shapes fit all the same.",
            first_state_by(lambda W, delta, h: (W @ delta[0]).sum(axis=1), back=np.positive),
        ),
        Wrong(
            "sweep-not-transposed",
            "From h₁ back to h₀ all is well, and your δ₁ is not: in the loop W_hh stands without "
            "its transpose.",
            first_state_by(lambda W, delta, h: (W.T @ delta[0]).sum(axis=1), back=np.positive),
        ),
        Wrong(
            "truncated",
            "Your δ₁ knows of the first answer alone: no term from step 2 arrives in it, and what "
            "h₀ does to the later answers goes uncounted.",
            first_state_by(lambda W, delta, h: (W.T @ delta[0]).sum(axis=1), back=np.zeros_like),
        ),
        Wrong(
            "mean-over-sequences",
            "You take the mean over the sequences. The 1/N of the cost is inside of δ₁ already, "
            "and each of them starts from the same h₀.",
            first_state_by(lambda W, delta, h: (W.T @ delta[0]).mean(axis=1)),
        ),
        Wrong(
            "one-column-each",
            "You have a gradient for each sequence, as if each had a first state of its own. They "
            "share one.",
            first_state_by(lambda W, delta, h: W.T @ delta[0]),
        ),
        Wrong(
            "every-step",
            "You sum over the steps. h₀ is used once, before the first; the later steps see it "
            "through h₁.",
            first_state_by(lambda W, delta, h: (W.T @ delta.sum(axis=0)).sum(axis=1)),
        ),
        Wrong(
            "answer-at-step-zero",
            "You count an output at step 0. The first answer is that of step 1, and h₀ reaches it "
            "through h₁.",
            first_state_with_an_answer,
        ),
        Wrong(
            "delta-of-step-two",
            "You go on from δ₂. h₀ is used at step 1, and what you need there is δ₁.",
            first_state_by(
                lambda W, delta, h: (W.T @ np.vstack([delta[1:], 0 * delta[:1]])[0]).sum(axis=1)
            ),
        ),
        Wrong(
            "delta-of-the-last-step",
            "You go on from δ_T, the first that the way back computes. h₀ is used at step 1.",
            first_state_by(lambda W, delta, h: (W.T @ delta[-1]).sum(axis=1)),
        ),
        Wrong(
            "later-without-weights",
            "In your loop δ_{t+1} arrives in δ_t as it is. On its way back it passes through the "
            "recurrent weights, at every step.",
            first_state_by(
                lambda W, delta, h: (W.T @ delta[0]).sum(axis=1), back=lambda W: np.eye(len(W))
            ),
        ),
        Wrong(
            "tanh-slope",
            "1 − h² is the slope of the hyperbolic tangent. These hidden units are sigmoids.",
            first_state_by(
                lambda W, delta, h: (W.T @ delta[0]).sum(axis=1), slope=lambda h: 1 - h[1:] ** 2
            ),
        ),
        Wrong(
            "half-a-slope",
            "Your slope of the hidden units is 1 − h. That of the sigmoid is a product of two "
            "factors.",
            first_state_by(
                lambda W, delta, h: (W.T @ delta[0]).sum(axis=1), slope=lambda h: 1 - h[1:]
            ),
        ),
        Wrong(
            "no-slope-of-hidden-units",
            "The slope of the hidden units is missing in your δ₁: what comes back along the arrows "
            "is ∂C/∂h_t, and δ_t is ∂C/∂z_t.",
            first_state_by(
                lambda W, delta, h: (W.T @ delta[0]).sum(axis=1),
                slope=lambda h: np.ones_like(h[1:]),
            ),
        ),
        Wrong(
            "no-slope-of-outputs",
            "The slope of the outputs is missing in your δ^y. It cancels with the cross-entropy, "
            "and this cost is a mean of squares.",
            first_state_by(
                lambda W, delta, h: (W.T @ delta[0]).sum(axis=1), output_slope=np.ones_like
            ),
        ),
        Wrong(
            "slope-of-the-step-before",
            "The slope in your δ_t is taken from h_{t−1}. It belongs to the unit at step t.",
            first_state_by(
                lambda W, delta, h: (W.T @ delta[0]).sum(axis=1),
                slope=lambda h: (h * (1 - h))[:-1],
            ),
        ),
        Wrong(
            "last-step-left-out",
            "The last step is left out: your loop back starts one step too late.",
            first_state_without_the_last_answer,
        ),
        Wrong(
            "one-number",
            "You return one number. h₀ has one for each hidden unit: sum over the sequences alone.",
            lambda *args: first_state_gradient(*args).sum(),
        ),
        Wrong(
            "by-the-inputs-weights",
            "δ₁ goes back through W_xh. h₀ comes in through the recurrent weights.",
            lambda model, *args: (
                model.W_xh.T @ np.linalg.solve(model.W_hh.T, first_state_gradient(model, *args))
            ),
        ),
        Wrong(
            "summed-cost",
            "Divided by nothing: that is the gradient of the sum of the squares, and the cost is a "
            "mean.",
            lambda model, X, Y, h_0: Y.size * first_state_gradient(model, X, Y, h_0),
        ),
        Wrong(
            "no-error-comes-in",
            "Your gradient is 0: no error comes into your δ_t from the output of its step.",
            lambda model, X, Y, h_0: 0 * h_0,
        ),
        Wrong(
            "first-sequence-alone",
            "Only the first sequence is in it. All of them start from h₀.",
            first_state_by(lambda W, delta, h: (W.T @ delta[0])[:, 0]),
        ),
        Wrong(
            "times-h-0",
            "Multiplied by h₀: that is on its way to the gradient of W_hh. Between h₀ and "
            "z^h₁ stands the weight alone.",
            first_state_by(lambda W, delta, h: (W.T @ delta[0]).sum(axis=1) * h[0][:, 0]),
        ),
        Wrong(
            "summed-over-units",
            "You add up over the hidden units. The sum is over the sequences, which are the "
            "columns.",
            first_state_by(lambda W, delta, h: (W.T @ delta[0]).sum(axis=0)),
        ),
        Wrong(
            "outer-product",
            "A table came: δ₁ times h₀ is the share of a weight. h₀ is asked for, so δ₁ meets "
            "the weights.",
            first_state_by(lambda W, delta, h: delta[0] @ h[0].T),
        ),
    ),
)
