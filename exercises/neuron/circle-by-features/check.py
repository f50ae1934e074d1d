"""Cases, a right answer and known mistakes of neuron.circle-by-features."""

from dataclasses import dataclass

import numpy as np

from nnlib import datasets
from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong
from nnlib.neuron import Neuron
from nnlib.training import train

TRAINED = 5  # activations; a fit by least squares computes one, for the new points


@dataclass(frozen=True)
class CircleCase(Case):
    """A case that knows which of its new points lie inside, and does not tell the function."""

    truth: np.ndarray | None = None


def circle_cases(rng):
    """Return labelled points and fresh ones, for the circle of the data set and for another."""
    angle, away = rng.uniform(0, 2 * np.pi), rng.uniform(0.3, 0.4)
    circles = {
        "the circle of the data set": (np.zeros(2), datasets.RADIUS),
        "a smaller circle elsewhere": (
            away * np.array([np.cos(angle), np.sin(angle)]),
            rng.uniform(0.5, 0.6),
        ),
    }
    cases = []
    for name, (centre, radius) in circles.items():
        X = rng.uniform(-1, 1, (900, 2))
        Y = (np.sum((X - centre) ** 2, axis=1, keepdims=True) < radius**2).astype(float)
        cases.append(CircleCase(name, (X[:400], Y[:400], X[400:]), truth=Y[400:].ravel()))
    return cases


def accuracy(case, p, limit=0.5):
    """Return the share of the new points that are on the right side of the limit."""
    inside = case.truth == 1
    return np.mean((np.ravel(p) > limit) == inside) if p.size == inside.size else 0.0


def well_formed(case, p):
    """Tell whether there is a column with one number for each new point."""
    return p.shape == (len(case.args[2]), 1)


def between_0_and_1(case, p):
    """Tell whether all answers can be probabilities."""
    return np.all((p >= 0) & (p <= 1))


def mostly_right(case, p):
    """Tell whether nearly all of the new points are on the right side."""
    return accuracy(case, p) >= 0.93


def undecided_somewhere(case, p):
    """Tell whether some answers lie well between no and yes."""
    return np.any((p > 0.1) & (p < 0.9))


def asked(look):
    """Return `look(case, p)` as a requirement."""
    return lambda case, parts: not isinstance(parts[""], str) and look(case, parts[""])


def symptom(look):
    """Return a symptom that `look(case, p)` finds in every case."""
    return lambda seen: all(asked(look)(case, parts) for case, parts in seen)


def straight(case, p):
    """Tell whether z, found from the answers, is a weighted sum of x1 and x2."""
    if p.size != len(case.args[2]) or not np.all((p > 0) & (p < 1)):
        return False
    z = np.log(p / (1 - p)).ravel()
    inputs = np.column_stack([np.ones(len(z)), case.args[2]])
    if np.ptp(z) == 0:
        return False
    rest = z - inputs @ np.linalg.lstsq(inputs, z, rcond=None)[0]
    return np.max(np.abs(rest)) < 1e-6 * (1 + np.max(np.abs(z)))


def constant(case, p):
    """Tell whether every point gets one and the same answer."""
    return p.size > 0 and np.ptp(p) == 0


def not_a_column(case, p):
    """Tell whether there is a number for each new point, and they do not stand in a column."""
    return p.size == len(case.args[2]) and not well_formed(case, p) and between_0_and_1(case, p)


def round_the_middle(case, p):
    """Tell whether the answers depend on nothing but the distance from (0, 0)."""
    if p.size != len(case.args[2]):
        return False
    by_distance = np.ravel(p)[np.argsort(np.sum(case.args[2] ** 2, axis=1))]
    return np.sum(np.abs(np.diff(by_distance))) < 5  # up and down again makes 2 at most


def only_in_the_middle(seen):
    """Tell whether the first circle is found, and another one taken for such a one."""
    first, second = (asked(mostly_right)(case, parts) for case, parts in seen)
    return first and not second and symptom(round_the_middle)(seen)


def not_there_yet(seen):
    """Tell whether the borders are curved, mostly right, and show none of the other mistakes."""
    return symptom(
        lambda case, p: (
            well_formed(case, p)
            and between_0_and_1(case, p)
            and undecided_somewhere(case, p)
            and not straight(case, p)
            and not constant(case, p)
            and accuracy(case, p) >= 0.3
        )
    )(seen) and not only_in_the_middle(seen)


def with_features(features, finish=lambda p: p, steps=12):
    """Return an answer that fits a neuron on such features by Newton's method."""

    def fit(X, Y, X_new):
        F, F_new = (np.column_stack([np.ones(len(A)), features(A)]) for A in (X, X_new))
        theta = np.zeros(F.shape[1])
        for _ in range(steps):
            a = sigmoid(F @ theta)
            slope = (F.T * (a * (1 - a))) @ F + 1e-2 * np.eye(len(theta))
            theta -= np.linalg.solve(slope, F.T @ (a - Y[:, 0]) + 1e-2 * theta)
        return finish(sigmoid(F_new @ theta)[:, None])

    return fit


def squares(X):
    """Return x1, x2 and the squares of both."""
    return np.hstack([X, X**2])


def hurried(X, Y, X_new):
    """Stop long before the border has found its place."""
    neuron = Neuron(4, loss="cross_entropy")
    train(neuron, squares(X), Y, eta=0.5, epochs=20)
    return neuron.predict(squares(X_new))


EXERCISE = Exercise(
    kind="project",
    points=4,
    cases=circle_cases,
    right=with_features(squares),
    requires={
        "one answer for each new point, shape (N_new, 1)": asked(well_formed),
        "all answers between 0 and 1": asked(between_0_and_1),
        "probabilities, some of them between 0.1 and 0.9": asked(undecided_somewhere),
        "right for 93 % of the new points": asked(mostly_right),
    },
    seconds=20.0,
    trains=TRAINED,
    limits={
        "nnlib.MLP.__init__": "There is a hidden layer in your answer, and one neuron is asked "
        "for: `nnlib.Neuron`. What bends its line are the features that you give it."
    },
    wrongs=(
        Wrong(
            "straight-line",
            "Your answers change along a straight line: what the neuron sees is x₁ and x₂ as they "
            "are. One neuron draws one line, in the space of whatever it is given. Give it "
            "something else.",
            with_features(lambda X: X),
            symptom(straight),
        ),
        Wrong(
            "same-everywhere",
            "Every new point gets the same answer. Has the neuron been trained, and do its answers "
            "depend on `X_new`?",
            lambda X, Y, X_new: np.full((len(X_new), 1), np.mean(Y)),
            symptom(constant),
        ),
        Wrong(
            "not-a-column",
            "There is an answer for each new point, but they do not stand in a column: the shape "
            "is to be (N_new, 1), as that of `Y` is (N, 1).",
            with_features(squares, finish=lambda p: p[:, 0]),
            symptom(not_a_column),
        ),
        Wrong(
            "inverted",
            "Inside and outside are exchanged: 1 minus your answers would pass. Which label is 1?",
            with_features(squares, finish=lambda p: 1 - p),
            symptom(lambda case, p: between_0_and_1(case, p) and mostly_right(case, 1 - p)),
        ),
        Wrong(
            "weighted-sum-returned",
            "Your answers are z: they have the right sign nearly everywhere, and they are not "
            "between 0 and 1. The sigmoid is missing at the end.",
            with_features(squares, finish=lambda p: np.log(p / (1 - p))),
            symptom(
                lambda case, p: (
                    np.any(p < 0) and np.any(p > 1) and accuracy(case, p, limit=0.0) >= 0.93
                )
            ),
        ),
        Wrong(
            "verdicts",
            "Every answer is exactly 0 or 1. That is a verdict; asked for is how sure the neuron "
            "is. Is something rounded, or are the weights so large that σ itself is 0 or 1?",
            with_features(squares, finish=lambda p: (p > 0.5).astype(float)),
            symptom(lambda case, p: np.isin(p, [0, 1]).all() and not constant(case, p)),
        ),
        Wrong(
            "answers-for-the-old-points",
            "As many answers as there are labelled points. Learn from `X` and `Y`, and answer for "
            "`X_new`.",
            lambda X, Y, X_new: with_features(squares)(X, Y, X),
            symptom(lambda case, p: len(case.args[0]) in p.shape),
        ),
        Wrong(
            "only-in-the-middle",
            "The circle of the data set is found, and another one is not. A feature that measures "
            "from (0, 0), or a radius in the code, knows where that one lies; let the neuron find "
            "centre and radius.",
            with_features(lambda X: np.sum(X**2, axis=1)),
            only_in_the_middle,
        ),
        Wrong(
            "not-there-yet",
            "The answers change along curves, but the border is not yet where it should be. If the "
            "loss still falls, train longer or with a larger η; if it does not, a feature is "
            "missing.",
            hurried,
            not_there_yet,
        ),
    ),
)
