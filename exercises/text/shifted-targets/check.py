"""Cases, a right answer and known mistakes of text.shifted-targets."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import gives
from nnlib.checks.values import agree

from ..shared import encode, some_names


def name_cases(rng):
    """Return names, and how many steps there are."""
    return [
        Case("eight names", (some_names(rng, 8), 7)),
        Case("one name", (["bad"], 6)),
        Case("as long as it may be", (["abcd", "dc"], 5)),
        Case("one letter", (["c", "a", "ab"], 4)),
    ]


def lengths(names):
    """Return how many letters the names have, as a column."""
    return np.array([len(name) for name in names])[:, None]


def exists(more=1, less=0):
    """Return a function for a mask: from step `less` to the letters and some more."""

    def mask(names, T):
        t = np.arange(T)
        return ((t >= less) & (t < lengths(names) + more)).astype(float)

    return mask


def encoded(
    *,
    targets=lambda X, Y: Y,
    inputs=lambda X, Y: X,
    mask=None,
    given=lambda X, Y, weights: (X, Y, weights),
    T_more=0,
):
    """Return the function; the arguments make the mistakes."""

    def answer(names, T):
        X, Y, _ = encode(names, T + T_more)
        return given(inputs(X, Y), targets(X, Y), (mask or exists())(names, T + T_more))

    return answer


def moved(rows, by):
    """Move everything along time; what comes in is dots."""
    dots = np.zeros_like(rows[:, : abs(by)])
    dots[..., 0] = 1.0
    if by > 0:
        return np.concatenate([dots, rows[:, :-by]], axis=1)
    return np.concatenate([rows[:, -by:], dots], axis=1)


def blank(names, T):
    """Encode with rows of 0 where a step does not exist."""
    X, Y, weights = encode(names, T)
    return X * weights[:, :, None], Y * weights[:, :, None], weights


def no_hot(names, T):
    """Return the numbers of the symbols."""
    X, Y, weights = encode(names, T)
    return X.argmax(axis=2), Y.argmax(axis=2), weights


def without_dot(names, T):
    """Leave the column of the dot out."""
    X, Y, weights = encode(names, T)
    return X[..., 1:], Y[..., 1:], weights


def dot_last(names, T):
    """Put the dot behind the letters."""
    X, Y, weights = encode(names, T)
    return np.roll(X, -1, axis=2), np.roll(Y, -1, axis=2), weights


def moves(name, message, **how):
    """Return a mistake in inputs or targets, known by these whatever the mask is."""
    answer = encoded(**how)

    def recognise(seen):
        made = [answer(*case.args)[:2] for case, _ in seen]
        return not is_as_it_was(seen) and all(
            agree(parts[key], np.asarray(theirs), 0.0, 1e-9)
            for (_, parts), pair in zip(seen, made, strict=True)
            for key, theirs in zip("XY", pair, strict=True)
        )

    return Wrong(name, message, answer, recognise)


def is_as_it_was(seen):
    """Tell whether nothing was mended."""
    return gives(BOTH_LEFT)(seen)


def masks(name, message, mask):
    """Return a mistake in the mask alone."""
    return Wrong(name, "Inputs and targets are right. `weights`: " + message, encoded(mask=mask))


BOTH_LEFT = encoded(targets=lambda X, Y: X, mask=exists(0))
EXERCISE = Exercise(
    kind="find the bug",
    points=2,
    parts=("X", "Y", "weights"),
    cases=name_cases,
    right=encode,
    wrongs=(
        Wrong(
            "both-left",
            "Both bugs are still there. The target of each step is its own input, and a name has a "
            "step more than it has letters.",
            BOTH_LEFT,
            is_as_it_was,
        ),
        moves(
            "targets-left",
            "The mask is right now. The target of each step is still its own input.",
            targets=lambda X, Y: X,
        ),
        masks(
            "dot-left",
            "the step at which the dot comes is still missing, so nobody ever learns to end.",
            exists(0),
        ),
        moves(
            "yesterday",
            "The target of each step is the input of the step *before*. What comes next is asked "
            "for.",
            targets=lambda X, Y: moved(X, 1),
        ),
        moves(
            "two-ahead",
            "The target of each step is the symbol after the next.",
            targets=lambda X, Y: moved(Y, -1),
        ),
        moves(
            "both-moved",
            "Both begin one step late: the first input is the first letter. It is the dot, after "
            "which that letter has to be guessed.",
            inputs=lambda X, Y: Y,
            targets=lambda X, Y: moved(Y, -1),
        ),
        moves(
            "inputs-moved",
            "The targets are right, and what goes in is the same: the symbol that is to be "
            "guessed.",
            inputs=lambda X, Y: Y,
        ),
        moves(
            "exchanged",
            "`X` and `Y` changed places: the network would have to say what came before.",
            inputs=lambda X, Y: Y,
            targets=lambda X, Y: X,
        ),
        moves(
            "turned-round",
            "The targets run backwards in time.",
            targets=lambda X, Y: Y[:, ::-1],
        ),
        moves(
            "one-step-more",
            "There is a step more than `T`.",
            T_more=1,
        ),
        moves(
            "one-step-less",
            "There is a step less than `T`: the array of symbols wants T + 1 columns before it is "
            "cut in two.",
            T_more=0,
            given=lambda X, Y, weights: (X[:, :-1], Y[:, :-1], weights[:, :-1]),
        ),
        moves(
            "targets-shorter",
            "`Y` has a step less than `X`. The array of symbols wants T + 1 columns.",
            targets=lambda X, Y: X[:, 1:],
        ),
        moves(
            "inputs-longer",
            "`X` has a step more than `Y`: the last symbol has no next, so it is no input.",
            inputs=lambda X, Y: np.concatenate([X, Y[:, -1:]], axis=1),
        ),
        Wrong(
            "rows-of-zeros",
            "What goes in and comes out behind a name's end are rows of 0. Asked for are dots.",
            blank,
        ),
        Wrong(
            "numbers",
            "`X` and `Y` hold the numbers of the symbols. One-hot rows are asked for.",
            no_hot,
        ),
        Wrong(
            "no-column-for-the-dot",
            "The dot has no column. It is symbol 0.",
            without_dot,
        ),
        Wrong("dot-last", "The dot has the last column. It is symbol 0.", dot_last),
        masks(
            "all-exist",
            "every step has the weight 1. Those behind the dot do not exist.",
            lambda names, T: np.ones((len(names), T)),
        ),
        masks(
            "one-too-many",
            "one step too many: behind the dot nothing has to be guessed.",
            exists(2),
        ),
        masks(
            "first-step-left-out",
            "the first step is missing, at which the first letter has to be guessed. Are these the "
            "steps at which a letter goes *in*?",
            exists(1, 1),
        ),
        masks(
            "turned",
            "1 where a step does not exist. It is the other way round.",
            lambda names, T: 1 - exists()(names, T),
        ),
        masks(
            "same-for-all",
            "all names have the steps of the longest. Each has its own.",
            lambda names, T: (
                np.tile(np.arange(T) < lengths(names).max() + 1, (len(names), 1)) * 1.0
            ),
        ),
        masks(
            "shares",
            "they add up to 1 in each row. Asked for is 1 for a step that exists.",
            lambda names, T: exists()(names, T) / (lengths(names) + 1),
        ),
        masks(
            "lengths",
            "these are the numbers of steps. Asked for is a 1 or a 0 for each.",
            lambda names, T: lengths(names)[:, 0] + 1.0,
        ),
        masks(
            "axis-more",
            "they have an axis too many. Asked for is (N, T).",
            lambda names, T: exists()(names, T)[:, :, None],
        ),
        masks(
            "dot-only",
            "only the last step of each name has the weight 1.",
            lambda names, T: (np.arange(T) == lengths(names)) * 1.0,
        ),
        Wrong(
            "order",
            "`weights` came first. The order is X, Y, weights.",
            encoded(given=lambda X, Y, weights: (weights, X, Y)),
        ),
        Wrong(
            "columns",
            "Time comes first. Names come in rows here: (N, T, K).",
            encoded(given=lambda X, Y, w: (X.swapaxes(0, 1), Y.swapaxes(0, 1), w.T)),
        ),
    ),
)
