"""Cases, a right answer and known mistakes of text.window."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.lstm import LSTM
from nnlib.rnn import RNN

HOW = {"output": "softmax", "loss": "cross_entropy"}


def window_cases(rng):
    """Return networks, texts and pieces."""

    def drawn(kind, N, T, w, **options):
        model = kind(4, 3, 4, rng=rng, **HOW, **options)
        model.theta = 0.8 * rng.normal(size=model.theta.size)
        return model, np.eye(4)[rng.integers(0, 4, (N, T + 1))], w

    return [
        Case("pieces of three that fit", drawn(RNN, 2, 9, 3, activation="tanh")),
        Case("a shorter piece at the end", drawn(RNN, 3, 8, 3, activation="tanh")),
        Case("an LSTM", drawn(LSTM, 2, 10, 4)),
        Case("pieces of one step", drawn(RNN, 2, 5, 1, activation="tanh")),
        Case("a piece longer than the text", drawn(RNN, 1, 4, 7)),
    ]


def pieces(
    *,
    carried=lambda trace, state: trace.state,
    share=lambda steps, T, count: steps / T,
    width=lambda w: w,
    stride=lambda w: w,
    kept=slice(None),
    whole_only=False,
    targets=lambda piece: piece[:, 1:],
    given=lambda model, total: total,
    start=0,
):
    """Return the function; the arguments make the mistakes."""

    def answer(model, text, w):
        T = text.shape[1] - 1
        state, grads, steps = None, [], []
        for at in range(start, T, max(stride(w), 1)):
            piece = text[:, at : at + width(w) + 1]
            if piece.shape[1] < 2 or (whole_only and piece.shape[1] < w + 1):
                continue
            trace = model.forward(piece[:, :-1], state)
            grads.append(model.backward(trace, targets(piece)).grad)
            steps.append(piece.shape[1] - 1)
            state = carried(trace, state)
        shares = [share(n, T, len(steps)) for n in steps]
        parts = [g * s for g, s in zip(grads, shares, strict=True)][kept]
        return given(model, np.sum(parts, axis=0) if parts else np.zeros(model.theta.size))

    return answer


def full(model, text, w):
    """Go back through the whole text."""
    return model.loss_and_grad(text[:, :-1], text[:, 1:])[1]


def half_of_the_state(trace, state):
    """Carry h, and begin the memory at 0."""
    made = trace.state
    return (made[0], np.zeros_like(made[1])) if isinstance(made, tuple) else made


EXERCISE = Exercise(
    kind="implement",
    points=3,
    cases=window_cases,
    right=pieces(),
    wrongs=(
        Wrong(
            "shorter-pieces",
            "The pieces have w − 1 steps, and begin as much earlier. `w` steps need w + 1 symbols.",
            pieces(width=lambda w: max(w - 1, 1), stride=lambda w: max(w - 1, 1)),
        ),
        Wrong(
            "not-carried",
            "Each piece begins with nothing remembered. Hand the state on: `trace.state`.",
            pieces(carried=lambda trace, state: None),
        ),
        Wrong(
            "full-gradient",
            "That is the full gradient: the error went back through the whole text. It has to stop "
            "where a piece begins.",
            full,
        ),
        Wrong(
            "memory-not-carried",
            "Right for the RNN. An LSTM's state is a pair, and one of the two was not handed on.",
            pieces(carried=half_of_the_state),
        ),
        Wrong(
            "first-state-only",
            "Each piece after the first begins where the *first* one ended. Renew the state each "
            "time.",
            pieces(carried=lambda trace, state: trace.state if state is None else state),
        ),
        Wrong(
            "summed",
            "The gradients of the pieces were added up as they are: each is that of a mean over "
            "its own steps.",
            pieces(share=lambda steps, T, count: 1.0),
        ),
        Wrong(
            "mean-of-pieces",
            "The mean over the pieces: a shorter one at the end counts as much as a long one. Its "
            "*steps* count.",
            pieces(share=lambda steps, T, count: 1 / count),
        ),
        Wrong(
            "last-piece-counts-as-whole",
            "Every piece counts by w / T, the shorter one at the end as well. Count its own steps.",
            lambda model, text, w: pieces(share=lambda steps, T, count: w / T)(model, text, w),
        ),
        Wrong(
            "not-over-all-steps",
            "The gradients count by their steps, and are not divided by all T of them.",
            pieces(share=lambda steps, T, count: float(steps)),
        ),
        Wrong(
            "divided-by-all-steps",
            "Each gradient was divided by T. It is that of a mean already; multiply by its steps.",
            pieces(share=lambda steps, T, count: 1 / T),
        ),
        Wrong(
            "divided-by-symbols",
            "Divided by T + 1. The text has T + 1 symbols, and T steps.",
            pieces(share=lambda steps, T, count: steps / (T + 1)),
        ),
        Wrong(
            "symbols-of-a-piece",
            "Each piece counts by its symbols, one more than it has steps.",
            pieces(share=lambda steps, T, count: (steps + 1) / T),
        ),
        Wrong(
            "over-w",
            "Each gradient was divided by its own steps once more.",
            pieces(share=lambda steps, T, count: 1 / steps),
        ),
        Wrong(
            "last-piece-left-out",
            "What is left over at the end of the text is left out.",
            pieces(whole_only=True),
        ),
        Wrong(
            "one-step-short",
            "Each piece is one step short: `w` steps need w + 1 symbols.",
            pieces(width=lambda w: w - 1, share=lambda steps, T, count: steps / T),
        ),
        Wrong(
            "one-step-long",
            "Each piece has a step too many, so the steps at the seams are read twice.",
            pieces(width=lambda w: w + 1),
        ),
        Wrong(
            "seam-left-out",
            "The next piece begins one symbol too late: the last symbol of a piece is a target "
            "there, and the first input of the next.",
            pieces(stride=lambda w: w + 1),
        ),
        Wrong(
            "sliding",
            "The piece moves on by one step each time, so most steps are read `w` times.",
            pieces(stride=lambda w: 1),
        ),
        Wrong(
            "last-only",
            "Only the last piece is left: the gradients are to be added up.",
            pieces(kept=slice(-1, None)),
        ),
        Wrong(
            "last-only-as-it-is",
            "Only the last piece's gradient came, as it is. Each counts by its steps, and they are "
            "added up.",
            pieces(kept=slice(-1, None), share=lambda steps, T, count: 1.0),
        ),
        Wrong(
            "first-only",
            "Only the first piece is there: is the `return` inside the loop?",
            pieces(kept=slice(0, 1)),
        ),
        Wrong(
            "first-only-as-it-is",
            "Only the first piece's gradient came, as it is: is the `return` inside the loop?",
            pieces(kept=slice(0, 1), share=lambda steps, T, count: 1.0),
        ),
        Wrong(
            "first-left-out",
            "The first piece is missing.",
            pieces(kept=slice(1, None)),
        ),
        Wrong(
            "targets-are-inputs",
            "The targets are the inputs of the same step. What comes next is asked for.",
            pieces(targets=lambda piece: piece[:, :-1]),
        ),
        Wrong(
            "starts-at-one",
            "The first step of the text is missing: start at 0.",
            pieces(start=1),
        ),
        Wrong(
            "downhill",
            "The gradient points downhill. Asked for is the gradient; whoever takes a step turns "
            "it round.",
            pieces(given=lambda model, total: -total),
        ),
        Wrong(
            "new-parameters",
            "Parameters came, after a step. Asked for is the gradient.",
            pieces(given=lambda model, total: model.theta - total),
        ),
        Wrong(
            "one-gradient-a-piece",
            "A gradient came for each piece. Asked for is their sum, weighted by their steps.",
            lambda model, text, w: np.array(
                [
                    pieces(kept=slice(k, k + 1))(model, text, w)
                    for k in range(-(-(text.shape[1] - 1) // w))
                ]
            ),
        ),
        Wrong(
            "w-pieces",
            "The text was cut into `w` pieces. Asked for are pieces of `w` steps.",
            lambda model, text, w: pieces(
                width=lambda _: -(-(text.shape[1] - 1) // w),
                stride=lambda _: -(-(text.shape[1] - 1) // w),
            )(model, text, w),
        ),
    ),
)
