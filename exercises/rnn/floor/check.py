"""Cases, a right answer and known mistakes of rnn.floor."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import gives, same

DISTANCES = [m * 10.0**-n for n in range(1, 8) for m in (1, 2, 5)]


def floor_cases(rng):
    """Return the four sequences of the chapter and random tables of bits."""
    X = np.array([[0.0, 0], [1, 0], [0, 1], [1, 1]])[:, :, None]
    Y = np.array([[0.0, 1], [0, 0], [1, 0], [1, 0]])[:, :, None]

    def bits(N, T):
        return tuple(rng.integers(0, 2, (2, N, T, 1)).astype(float))

    return [
        Case("the four sequences of the chapter", (X, Y), public=True),
        Case("three steps", bits(16, 3)),
        Case("two steps", bits(11, 2)),
        Case("one step", bits(7, 1)),
        Case("five steps, few sequences alike", bits(24, 5)),
    ]


def told(X, Y, seen):
    """Return the mean target of all sequences of which the same is seen, by `seen(x, t)`."""
    x, y = X[:, :, 0].tolist(), Y[:, :, 0]
    p = np.empty_like(y)
    for t in range(y.shape[1]):
        looks = [seen(row, t) for row in x]
        for n, look in enumerate(looks):
            p[n, t] = np.mean([y[m, t] for m, other in enumerate(looks) if other == look])
    return p, y


def history(row, t):
    """Return what a network has seen up to step t, counted from 0."""
    return row[: t + 1]


def costs_of(p, y):
    """Return mean square and mean cross-entropy of saying p."""
    return np.mean((y - p) ** 2), np.mean(-np.log(np.where(y == 1, p, 1 - p)))


def floor_by(seen=history, cost=costs_of):
    """Return a floor with another idea of what is alike, or of what it costs."""
    return lambda X, Y: cost(*told(X, Y, seen))


def cost_by_history(p, y):
    """Give each pair (step, probability) the same weight, however many sequences it has."""
    shares = {(t, p[n, t]) for n, t in np.ndindex(*p.shape)}
    means = np.array([value for _, value in shares])
    with np.errstate(all="ignore"):
        logs = [np.nan_to_num(q * np.log(q)) for q in (means, 1 - means)]
    return np.mean(means * (1 - means)), -np.mean(logs[0] + logs[1])


def cost_with_logs_of_zero(p, y):
    """Write the cross-entropy down as it is defined, where p may be 0 or 1."""
    with np.errstate(all="ignore"):
        return np.mean((y - p) ** 2), -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def cost_of_coin_tosses(p, y):
    """Charge ln 2 wherever a history leaves the target open."""
    return np.mean((y - p) ** 2), np.log(2) * np.mean((p > 0) & (p < 1))


def cost_of_ones(p, y):
    """Count the cross-entropy of the ones and forget that of the zeros."""
    return np.mean((y - p) ** 2), -np.mean(y * np.log(np.where(y == 1, p, 1.0)))


def by_history(X, Y):
    """Give each history of each step the same weight, however many sequences have it."""
    p, _y = told(X, Y, history)
    first = {(t, *X[n, : t + 1, 0]): (n, t) for n, t in np.ndindex(*p.shape)}
    means = np.array([p[place] for place in first.values()])
    with np.errstate(all="ignore"):
        logs = sum(np.nan_to_num(q * np.log(q)) for q in (means, 1 - means))
    return np.mean(means * (1 - means)), -np.mean(logs)


def kept_away(distance):
    """Return an answer that keeps p so far from 0 and 1."""

    def cost(p, y):
        return costs_of(p, y)[0], costs_of(np.clip(p, distance, 1 - distance), y)[1]

    return floor_by(cost=cost)


def nudged_logs(distance):
    """Return an answer that adds something to what the logarithm is taken of."""

    def cost(p, y):
        return costs_of(p, y)[0], -np.mean(
            y * np.log(p + distance) + (1 - y) * np.log(1 - p + distance)
        )

    return floor_by(cost=cost)


def is_kept_away(seen):
    """Tell whether the squares are right, and the logarithms those of a p that was moved."""
    return any(
        all(
            same(part, wanted, atol=1e-8)
            for case, parts in seen
            for part, wanted in zip(parts.values(), made(distance)(*case.args), strict=True)
        )
        for distance in DISTANCES
        for made in (kept_away, nudged_logs)
    )


def all_steps_together(X, Y):
    """Take one mean for all steps of the sequences that are alike so far."""
    p = np.empty_like(Y)
    for n, t in np.ndindex(*p.shape[:2]):
        p[n, t] = Y[(X[:, : t + 1] == X[n, : t + 1]).all(axis=(1, 2))].mean()
    return costs_of(p, Y)


def floor_by_targets(X, Y):
    """Take sequences for alike if their symbols and their targets are, so far."""
    both = np.concatenate([X, Y], axis=2)
    p = np.empty_like(Y)
    for n, t in np.ndindex(*p.shape[:2]):
        same_so_far = (both[:, : t + 1] == both[n, : t + 1]).all(axis=(1, 2))
        p[n, t] = Y[same_so_far, t].mean()
    return costs_of(p, Y)


EXERCISE = Exercise(
    kind="implement",
    points=3,
    parts=("mse", "cross_entropy"),
    cases=floor_cases,
    right=floor_by(),
    atol=2e-6,  # p may be kept away from 0 and 1 by a millionth
    wrongs=(
        Wrong(
            "whole-sequence",
            "You compare whole sequences. At step t a network has not seen what comes later, so "
            "sequences that agree up to there are the same to it.",
            floor_by(seen=lambda row, t: row),
        ),
        Wrong(
            "this-symbol-only",
            "You compare the symbols of step t alone. That is the floor of a network without "
            "memory.",
            floor_by(seen=lambda row, t: row[t]),
        ),
        Wrong(
            "one-symbol-behind",
            "Off by one in time: when it answers at step t, a network has read the symbol of step "
            "t as well.",
            floor_by(seen=lambda row, t: row[:t]),
        ),
        Wrong(
            "nothing-seen",
            "You take the mean over all sequences at each step. That is the floor of a network "
            "that reads nothing.",
            floor_by(seen=lambda row, t: None),
        ),
        Wrong(
            "last-step-only",
            "Only the last step is in your floor. The cost is a mean over all steps.",
            floor_by(cost=lambda p, y: costs_of(p[:, -1:], y[:, -1:])),
        ),
        Wrong(
            "summed-over-steps",
            "You add the steps up. The cost is a mean over sequences and steps.",
            floor_by(cost=lambda p, y: [y.shape[1] * c for c in costs_of(p, y)]),
        ),
        Wrong(
            "by-history",
            "You take the mean over the different histories. One that many sequences share costs "
            "as often as it occurs: the mean runs over entries.",
            by_history,
            when=gives(by_history, floor_by(cost=cost_by_history)),
        ),
        Wrong(
            "bits",
            "Your `cross_entropy` is in bits, from the logarithm to base 2. The cost of this book "
            "takes ln.",
            floor_by(cost=lambda p, y: (costs_of(p, y)[0], costs_of(p, y)[1] / np.log(2))),
        ),
        Wrong(
            "coin-tosses",
            "Your `cross_entropy` counts ln 2 for every entry whose history leaves the target "
            "open. That is the price of a coin toss; a 1 once in three times costs less.",
            floor_by(cost=cost_of_coin_tosses),
        ),
        Wrong(
            "ones-only",
            "Your `cross_entropy` counts the entries with target 1 alone. A target of 0 costs "
            "−ln(1 − p).",
            floor_by(cost=cost_of_ones),
        ),
        Wrong(
            "log-of-zero",
            "Where p is 0 or 1, your `cross_entropy` asks for 0 · ln 0, and NumPy makes nan of "
            "it. What is certain costs nothing.",
            floor_by(cost=cost_with_logs_of_zero),
        ),
        Wrong(
            "kept-away",
            "Your `mse` is right, and for the logarithms you keep the probabilities away from 0 "
            "and 1, by so much that it shows. Something far smaller does, or leaving the certain "
            "entries out of the sum.",
            kept_away(1e-3),
            when=is_kept_away,
        ),
        Wrong(
            "rounded",
            "You let the network say what is more frequent, 0 or 1. It may say anything between, "
            "and the mean costs less.",
            floor_by(cost=lambda p, y: (costs_of((p > 0.5) * 1.0, y)[0], costs_of(p, y)[1])),
        ),
        Wrong(
            "root",
            "Your `mse` is a root. The cost is the mean of the squares itself.",
            floor_by(cost=lambda p, y: (np.sqrt(costs_of(p, y)[0]), costs_of(p, y)[1])),
        ),
        Wrong(
            "first-step-left-out",
            "The first step is not in your floor. The cost is a mean over all steps.",
            floor_by(
                cost=lambda p, y: costs_of(p[:, 1:], y[:, 1:]) if p.shape[1] > 1 else (0.0, 0.0)
            ),
        ),
        Wrong(
            "exchanged",
            "You return the cross-entropy first. `mse` comes first.",
            lambda X, Y: floor_by()(X, Y)[::-1],
        ),
        Wrong(
            "same-at-every-step",
            "You take the mean of all targets of like sequences, whichever step they belong to. "
            "Each step has its own.",
            all_steps_together,
        ),
        Wrong(
            "squares-summed",
            "Your `mse` is a sum. It is a mean over sequences and steps.",
            floor_by(cost=lambda p, y: (np.sum((y - p) ** 2), costs_of(p, y)[1])),
        ),
        Wrong(
            "distances",
            "Your `mse` is a mean of distances. They belong squared.",
            floor_by(cost=lambda p, y: (np.mean(np.abs(y - p)), costs_of(p, y)[1])),
        ),
        Wrong(
            "targets-told",
            "Sequences count as alike only if their targets are, too. The network is not told "
            "those.",
            floor_by_targets,
        ),
        Wrong(
            "one-mean-for-all",
            "One mean of all targets is taken. Count for each step and each history by itself.",
            floor_by(
                seen=lambda row, t: 0, cost=lambda p, y: costs_of(np.full_like(y, y.mean()), y)
            ),
        ),
        Wrong(
            "reads-from-the-end",
            "Sequences count as alike by what comes from step t on. A network has read what "
            "came up to it.",
            floor_by(seen=lambda row, t: row[t:]),
        ),
    ),
)
