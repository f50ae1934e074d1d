"""Cases, a right answer and known mistakes of rnn.last-answers."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.numerical import numerical_gradient
from nnlib.rnn import RNN

from ..shared import network


def last_cases(rng):
    """Return networks, filled up sequences, one target each, and lengths."""

    def filled(lengths, T, D=2, H=3):
        X = rng.normal(size=(len(lengths), T, D))
        for n, length in enumerate(lengths):
            X[n, length:] = 0.0
        y = rng.integers(0, 2, len(lengths)).astype(float)
        return network(rng, D, H, 1), X, y, np.array(lengths)

    return [
        Case("four sequences of lengths 6, 2, 4, 1", filled([6, 2, 4, 1], 6)),
        Case("all equally long", filled([3, 3, 3], 3)),
        Case("one sequence of one step", filled([1], 1, 1, 2)),
        Case("more filling than needed", filled([2, 4, 3, 2, 1], 5)),
    ]


def last_answers(model, X, y, lengths):
    """Nudge every parameter, and look at one answer of each sequence."""
    probe = RNN(model.n_inputs, model.n_hidden, 1)

    def cost(theta):
        probe.theta = theta
        return np.mean((probe.predict(X)[np.arange(len(y)), lengths - 1, 0] - y) ** 2)

    return cost(model.theta), numerical_gradient(cost, model.theta)


def last_by(where=None, *, other=None, factor=lambda N, T, lengths: T, grad_factor=None):
    """Return an answer with targets at `where(lengths, T)`, elsewhere those of `other`.

    Loss and gradient of the library are multiplied by `factor(N, T, lengths)`, or the gradient by
    a `grad_factor` of its own.
    """

    def answer(model, X, y, lengths):
        N, T, _ = X.shape
        trace = model.forward(X)
        targets = (model.predict if other is None else other)(X)
        ends = lengths - 1 if where is None else where(lengths, T)
        targets[np.arange(N), ends, 0] = y
        back = model.backward(trace, targets)
        for_grad = grad_factor or factor
        return factor(N, T, lengths) * back.loss, for_grad(N, T, lengths) * back.grad

    return answer


def everyone_at_every_end(model, X, y, lengths):
    """Index the first axis with a colon, and so fill N times N places."""
    trace, targets = model.forward(X), model.predict(X)
    targets[:, lengths - 1, 0] = y
    back = model.backward(trace, targets)
    return X.shape[1] * back.loss, X.shape[1] * back.grad


def every_step(model, X, y, lengths):
    """Ask for the answer at each real step of a sequence."""
    trace, targets = model.forward(X), model.predict(X)
    for n, length in enumerate(lengths):
        targets[n, :length, 0] = y[n]
    back = model.backward(trace, targets)
    return X.shape[1] * back.loss, X.shape[1] * back.grad


def every_slot(model, X, y, lengths):
    """Ask for the answer everywhere."""
    trace, targets = model.forward(X), model.predict(X)
    targets[:] = y[:, None, None]
    back = model.backward(trace, targets)
    return X.shape[1] * back.loss, X.shape[1] * back.grad


def from_the_end_on(model, X, y, lengths):
    """Ask for the answer at the last step and at every one that is filled in."""
    trace, targets = model.forward(X), model.predict(X)
    for n, length in enumerate(lengths):
        targets[n, length - 1 :, 0] = y[n]
    back = model.backward(trace, targets)
    return X.shape[1] * back.loss, X.shape[1] * back.grad


EXERCISE = Exercise(
    kind="implement",
    points=3,
    parts=("C", "grad"),
    cases=last_cases,
    right=last_answers,
    limits={
        "nnlib.RNN.backward": 1,
        "nnlib.RNN.loss_and_grad": 1,
        "nnlib.numerical_gradient": 0,
    },
    rtol=1e-5,
    wrongs=(
        Wrong(
            "gradient-over-steps",
            "Your `grad` is still the library's, that of a mean over N T answers. This cost is a "
            "mean over N.",
            last_by(grad_factor=lambda N, T, lengths: 1),
        ),
        Wrong(
            "loss-over-steps",
            "Your `C` is still the library's, a mean over N T answers. This cost is a mean over N.",
            last_by(factor=lambda N, T, lengths: 1, grad_factor=lambda N, T, lengths: T),
        ),
        Wrong(
            "own-targets-everywhere",
            "Your gradient is 0 throughout, as if every output were its own target. Either no "
            "y_n has been filled in, or the targets share their memory with the outputs in the "
            "trace, and filling in changed both.",
            last_by(grad_factor=lambda N, T, lengths: 0),
        ),
        Wrong(
            "end-of-the-filling",
            "You ask for the answer at the last step of the array. For a shorter sequence that is "
            "in the filling, after it has ended.",
            last_by(lambda lengths, T: np.full(len(lengths), T - 1)),
        ),
        Wrong(
            "one-step-late",
            "Off by one in time: a sequence of length T_n has its last step in slot T_n − 1.",
            last_by(lambda lengths, T: lengths),
        ),
        Wrong(
            "one-step-early",
            "Off by one in time: a sequence of length T_n has its last step in slot T_n − 1, and "
            "you look one slot before.",
            last_by(lambda lengths, T: lengths - 2),
        ),
        Wrong(
            "zeros-as-targets",
            "Where no answer is asked for, your target is 0, and the network is pulled towards "
            "it. No error should come from there.",
            last_by(other=lambda X: np.zeros((*X.shape[:2], 1))),
        ),
        Wrong(
            "every-step",
            "You ask for the answer at every step of a sequence. Only its last one counts.",
            every_step,
        ),
        Wrong(
            "colon",
            "You fill N times N places: a colon on the axis of the sequences goes through all of "
            "them for each of the lengths. Every sequence has one place.",
            everyone_at_every_end,
        ),
        Wrong(
            "sum-over-sequences",
            "Not divided by N: the cost is a mean over the sequences.",
            last_by(factor=lambda N, T, lengths: N * T),
        ),
        Wrong(
            "mean-over-real-steps",
            "You divide by the number of all real steps. One answer of each sequence counts, so N "
            "answers do.",
            last_by(factor=lambda N, T, lengths: N * T / lengths.sum()),
        ),
        Wrong(
            "filling-too",
            "You ask for the answer at every slot, those of the filling included. One slot of each "
            "sequence counts.",
            every_slot,
        ),
        Wrong(
            "gradient-first",
            "You return the gradient first. The cost comes first, then the gradient.",
            lambda *args: last_by()(*args)[::-1],
        ),
        Wrong(
            "gradient-averaged-twice",
            "Your `grad` is a mean over the sequences, taken once too often: T times what the "
            "library gives is divided by N already.",
            last_by(grad_factor=lambda N, T, lengths: T / N),
        ),
        Wrong(
            "divided-by-steps",
            "You divide by T where you should multiply: the library has divided by N T, and this "
            "cost is divided by N.",
            last_by(factor=lambda N, T, lengths: 1 / T),
        ),
        Wrong(
            "one-step-late-where-there-is-one",
            "The answer is taken one step too late, except in the longest sequences: step T_n is "
            "slot T_n − 1.",
            last_by(lambda lengths, T: np.minimum(lengths, T - 1)),
        ),
        Wrong(
            "from-the-end-on",
            "The target stands at every step from T_n on, the filling included. Only the last "
            "answer counts.",
            from_the_end_on,
        ),
    ),
)
