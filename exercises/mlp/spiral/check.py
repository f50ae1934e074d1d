"""Cases, a right answer and known mistakes of mlp.spiral."""

from dataclasses import dataclass

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.mlp import MLP
from nnlib.training import train


@dataclass(frozen=True)
class Fresh(Case):
    """A case whose right labels the learner's function does not get to see."""

    Y_new: np.ndarray | None = None


TRAINED = 50  # activations; nearest neighbours compute none, and a network many hundred
LABELS = 10  # different answers; the probabilities of hundreds of points are as many
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


def fitted(X, Y, X_new, rng, *, sizes=(2, 48, 1), activation="relu", eta=0.1, epochs=100):
    """Train a network and return what it makes of X_new, as a trace."""
    model = MLP(sizes, activation=activation, loss="cross_entropy", rng=rng)
    train(model, X, Y, eta=eta, epochs=epochs, batch_size=20, rng=rng, momentum=0.9)
    return model.forward(X_new)


def are_labels(p):
    """Tell whether answers are labels, 0 and 1 or by other names, as 0.03 and 0.97."""
    return len(np.unique(p)) <= LABELS


def probabilities(case, parts):
    """Tell whether there is a number in [0, 1] for each new point, and not labels alone."""
    p = parts[""]
    inside = p.shape == case.Y_new.shape and np.all((p >= 0) & (p <= 1))
    return bool(inside and not are_labels(p))


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
    hard = [are_labels(parts[""]) for _, parts in seen]
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
    return (0.5 - (0.4 + 0.05 * r / r.max()) * np.sign(np.cos(angle - 2 * np.pi * r)))[:, None]


def certain(*args):
    """Say 1 or 0, up to a hair."""
    p = fitted(*args).A[-1].T
    return np.clip(np.round(p), 1e-12, 1 - 1e-12) * (1 - 1e-9 * p)


def learnt_by_heart(X, Y, X_new, rng):
    """Look the point up, and toss a coin if it is not there."""
    known = dict(zip(map(tuple, X), Y[:, 0], strict=True))
    labels = [known.get(tuple(x), rng.integers(0, 2)) for x in X_new]
    sure = 0.01 + 0.98 * np.array(labels, dtype=float)[:, None]
    return sure * (1 - 1e-3 * np.abs(X_new[:, :1]))


EXERCISE = Exercise(
    kind="project",
    points=4,
    cases=spiral_cases,
    right=lambda *args: fitted(*args).output.T,
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
    trains=TRAINED,
    wrongs=(
        Wrong(
            "flat",
            "Your answers have shape (N_new,), a plain list. They should come in rows, like Y.",
            lambda *args: fitted(*args).A[-1][0],
            other_shape(lambda X, X_new: (len(X_new),)),
        ),
        Wrong(
            "columns",
            "Your answers stand side by side, shape (1, N_new). They should come in rows, like Y.",
            lambda *args: fitted(*args).A[-1],
            other_shape(lambda X, X_new: (1, len(X_new))),
        ),
        Wrong(
            "two-columns",
            "Your answers have two columns, one for each class. One is wanted, that of class 1.",
            lambda *args: np.hstack([1 - fitted(*args).A[-1].T, fitted(*args).A[-1].T]),
            other_shape(lambda X, X_new: (len(X_new), 2)),
        ),
        Wrong(
            "other-points",
            "You answered for X, the points of the training, and were asked about `X_new`.",
            lambda X, Y, X_new, rng: fitted(X, Y, X, rng).A[-1].T,
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
            lambda *args: fitted(*args, sizes=(2, 1)).A[-1].T,
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
            lambda *args: np.round(fitted(*args).A[-1].T),
            labels_only,
        ),
        Wrong(
            "upside-down",
            "Nearly every point is on the wrong side: somewhere 0 and 1 have been mixed up.",
            lambda *args: 1 - fitted(*args).A[-1].T,
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
            lambda *args: fitted(*args, sizes=(2, 3, 1), activation="tanh", epochs=5).A[-1].T,
            half_trained,
        ),
    ),
)
