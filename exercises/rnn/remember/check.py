"""Cases, a right answer and known mistakes of rnn.remember."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong

LENGTH = 6  # steps of the sequences to learn from
UNMOVED = 1e-13  # what rounding may do


def remember_cases(rng):
    """Return sequences with answers, new ones of the same length or longer, and a generator."""

    def task(opposite, T):
        bits = rng.permutation((np.arange(2**LENGTH)[:, None] >> np.arange(LENGTH)) & 1)
        bits = bits[:, :, None].astype(float)
        X, X_new = bits[:40], bits[40:]
        if T > LENGTH:
            half = rng.integers(0, 2, (12, T, 1)).astype(float)
            X_new = np.concatenate([half, half])  # in pairs that differ at the last step
            X_new[12:, -1] = 1 - X_new[12:, -1]
        Y = np.abs(X[:, 0, 0] - opposite)
        return X, Y, X_new, np.random.default_rng(rng.integers(2**32))

    return [
        Case("repeat the first symbol", task(0, LENGTH)),
        Case("say the opposite of the first symbol", task(1, LENGTH)),
        Case("longer sequences than those to learn from", task(0, 10)),
    ]


def truth(case):
    """Return the right answers to the new sequences."""
    X, Y, X_new, _ = case.args
    return np.abs(X_new[:, 0, 0] - abs(X[0, 0, 0] - Y[0]))


def remembered(X, Y, X_new, rng):
    """Look up what the first symbol means; no network, so that nothing is given away."""
    return sure(np.abs(X_new[:, 0, 0] - abs(X[0, 0, 0] - Y[0])), X_new)


def sure(bits, X_new):
    """Return probabilities near some bits; a network that reads on is moved by what it reads."""
    return 0.1 + 0.8 * bits + 0.01 * X_new[:, 1:, 0].mean(axis=1)


def is_longer(case):
    """Tell whether the new sequences are longer than those to learn from."""
    return case.args[2].shape[1] > case.args[0].shape[1]


def share_right(case, parts):
    """Return the share of new sequences that are answered on the right side of one half."""
    p = parts["p"]
    return np.mean((p > 0.5) == (truth(case) > 0.5)) if p.size == len(truth(case)) else 0.0


def sayings(seen):
    """Return (case, p) for each case if all p are probabilities of the right shape, else []."""
    found = [(case, parts["p"]) for case, parts in seen]
    fine = all(
        isinstance(p, np.ndarray)
        and p.shape == (len(case.args[2]),)
        and np.all((p >= 0) & (p <= 1))
        for case, p in found
    )
    return found if fine else []


def follows(expected):
    """Return a symptom: varied answers that all lie on the side of what is `expected(case)`."""

    def when(seen):
        found = [(case, p) for case, p in sayings(seen) if np.ptp(p) >= 0.1]
        return bool(found) and all(
            np.array_equal(p > 0.5, expected(case) > 0.5) for case, p in found
        )

    return when


def reads_on(case, p, step=-1):
    """Tell whether what comes at a step moves any answer, or there is no pair that could show it.

    A pair agrees at all other steps.
    """
    others = np.delete(case.args[2][:, :, 0], step, axis=1)
    pairs = [
        (i, k) for i, k in np.ndindex(len(p), len(p)) if i < k and (others[i] == others[k]).all()
    ]
    return not pairs or any(abs(p[i] - p[k]) > UNMOVED for i, k in pairs)


def only_the_first_counts(case, p):
    """Tell whether nothing but the first symbol moves the answers."""
    first = case.args[2][:, 0, 0]
    return all(np.ptp(p[first == symbol]) <= UNMOVED for symbol in np.unique(first))


def is_right_and(looks):
    """Return a symptom: right answers that are no labels, and some of them look like that."""

    def when(seen):
        found = sayings(seen)
        right = bool(found) and all(share_right(case, {"p": p}) >= 0.9 for case, p in found)
        return right and not are_labels(seen) and looks(found)

    return when


stops_at_the_first = is_right_and(lambda found: all(only_the_first_counts(*f) for f in found))
stops_before_the_last = is_right_and(
    lambda found: (
        not all(reads_on(*f) for f in found) and not all(only_the_first_counts(*f) for f in found)
    )
)


def are_labels(seen):
    """Tell whether every answer is 0 or 1."""
    return bool(sayings(seen)) and all(np.isin(p, (0, 1)).all() for _, p in sayings(seen))


def is_stuck(seen):
    """Tell whether all sequences get nearly the same answer."""
    return bool(sayings(seen)) and all(np.ptp(p) < 0.1 for _, p in sayings(seen))


def is_of_size(size):
    """Return a symptom: as many numbers as `size(case)` says."""
    return lambda seen: all(np.size(parts["p"]) == size(case) for case, parts in seen)


def is_flat(seen):
    """Tell whether all that came has one axis."""
    return all(np.ndim(parts["p"]) == 1 for _, parts in seen)


def are_sums(seen):
    """Tell whether numbers came that cannot be probabilities."""
    found = [p for _, parts in seen for p in parts.values() if isinstance(p, np.ndarray)]
    return any(np.any((p < 0) | (p > 1)) for p in found)


def forgets_later(seen):
    """Tell whether all is right at the length that was trained and not beyond."""
    shares = [
        (is_longer(case), np.mean((p > 0.5) == (truth(case) > 0.5))) for case, p in sayings(seen)
    ]
    return (
        bool(shares)
        and all(share == 1 for longer, share in shares if not longer)
        and all(share < 0.9 for longer, share in shares if longer)
    )


EXERCISE = Exercise(
    kind="project",
    points=5,
    parts=("p",),
    cases=remember_cases,
    right=remembered,
    seconds=30.0,
    trains=100,
    requires={
        "one probability for each new sequence, in shape (M,)": lambda case, parts: (
            parts["p"].shape == (len(case.args[2]),)
            and bool(np.all((parts["p"] >= 0) & (parts["p"] <= 1)))
        ),
        "probabilities and not labels, given when the last symbol has been read": (
            lambda case, parts: not np.isin(parts["p"], (0, 1)).all() and reads_on(case, parts["p"])
        ),
        "every new sequence of six symbols on the right side of one half": (
            lambda case, parts: is_longer(case) or share_right(case, parts) == 1
        ),
        "nine in ten of the longer ones, too": (
            lambda case, parts: not is_longer(case) or share_right(case, parts) >= 0.9
        ),
    },
    wrongs=(
        Wrong(
            "stuck",
            "You say nearly the same to every sequence: the first symbol does not reach the "
            "answer. Either the training has hardly begun, or your network has settled for what "
            "can be said without memory.",
            lambda X, Y, X_new, rng: np.full(len(X_new), 0.5),
            when=is_stuck,
        ),
        Wrong(
            "repeats-the-last",
            "Your answers follow the last symbol of each sequence. The first one is asked for.",
            lambda X, Y, X_new, rng: sure(X_new[:, -1, 0], X_new),
            when=follows(lambda case: case.args[2][:, -1, 0]),
        ),
        Wrong(
            "inverted",
            "Every answer is the opposite of the right one. Are labels and probabilities turned "
            "round somewhere?",
            lambda X, Y, X_new, rng: 1 - remembered(X, Y, X_new, rng),
            when=follows(lambda case: 1 - truth(case)),
        ),
        Wrong(
            "not-learned",
            "Your function repeats the first symbol whatever `Y` says. In one of the tasks the "
            "opposite is wanted: the answers are to be learned from `X` and `Y`.",
            lambda X, Y, X_new, rng: sure(X_new[:, 0, 0], X_new),
            when=follows(lambda case: case.args[2][:, 0, 0]),
        ),
        Wrong(
            "forgets-later",
            "Right for sequences as long as those of `X`, and not for longer ones. Your network "
            "has the answer ready at the step for which it was trained, and loses it afterwards.",
            lambda X, Y, X_new, rng: sure(
                np.abs(X_new[:, -LENGTH, 0] - abs(X[0, 0, 0] - Y[0])), X_new
            ),
            when=forgets_later,
        ),
        Wrong(
            "sums",
            "Numbers below 0 or above 1 are no probabilities. Are these weighted sums, before the "
            "sigmoid?",
            lambda X, Y, X_new, rng: 8 * remembered(X, Y, X_new, rng) - 4,
            when=are_sums,
        ),
        Wrong(
            "every-step",
            "You return an answer for every step. The one at the last step is asked for.",
            lambda X, Y, X_new, rng: 0 * X_new + 0.5,
            when=is_of_size(lambda case: case.args[2].size),
        ),
        Wrong(
            "column",
            "As many answers as there are new sequences, but not as a flat array of shape (M,).",
            lambda X, Y, X_new, rng: remembered(X, Y, X_new, rng)[:, None],
            when=lambda seen: (
                is_of_size(lambda case: len(case.args[2]))(seen) and not is_flat(seen)
            ),
        ),
        Wrong(
            "answers-to-x",
            "You return as many answers as `X` has sequences. Those to `X_new` are asked for.",
            lambda X, Y, X_new, rng: Y,
            when=is_of_size(lambda case: len(case.args[0])),
        ),
        Wrong(
            "first-step",
            "Your answers do not depend on what follows the first symbol, not in the last digit: "
            "they are those of the first step, where nothing has to be remembered yet. Read the "
            "answer when the whole sequence has gone through.",
            lambda X, Y, X_new, rng: 0.1 + 0.8 * np.abs(X_new[:, 0, 0] - abs(X[0, 0, 0] - Y[0])),
            when=stops_at_the_first,
        ),
        Wrong(
            "labels",
            "You return labels, 0 and 1. Probabilities are asked for: what the output says, before "
            "it is compared with one half.",
            lambda X, Y, X_new, rng: (remembered(X, Y, X_new, rng) > 0.5) * 1.0,
            when=are_labels,
        ),
        Wrong(
            "before-the-end",
            "Your answers do not depend on the last symbol, not in the last digit: they are read "
            "before the sequence has come to its end. `X_new` may be longer than `X`.",
            lambda X, Y, X_new, rng: sure(
                np.abs(X_new[:, 0, 0] - abs(X[0, 0, 0] - Y[0])), X_new[:, : LENGTH - 1]
            ),
            when=stops_before_the_last,
        ),
    ),
)
