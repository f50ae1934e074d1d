"""Cases, a right answer and known mistakes of text.temperature."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import gives

from ..shared import softmax


def draw_cases(rng):
    """Return weighted inputs, temperatures and numbers that fall well within a piece."""

    def drawn(N, K, tau, scale=1.0, shift=0.0):
        z = scale * rng.normal(size=(N, K)) + shift
        z += 0.02 * shift * np.arange(N)[:, None]  # no row has the largest of another
        p = softmax(z / tau)
        k = rng.permutation(np.arange(N) % K)  # each symbol is wanted somewhere
        k = np.where(p[np.arange(N), k] > 1e-3, k, p.argmax(axis=1))
        ends = np.cumsum(p, axis=1)[np.arange(N), k]
        within = rng.uniform(0.2, 0.8, N)
        return z, tau, ends - within * p[np.arange(N), k]

    return [
        Case("a temperature of one half", drawn(6, 4, 0.5)),
        Case("a temperature of one", drawn(5, 3, 1.0)),
        Case("a high temperature", drawn(7, 5, 3.0, scale=2.0)),
        Case("one row", drawn(1, 4, 0.7)),
        Case("as many rows as symbols", drawn(4, 4, 0.8)),
        Case(
            "weighted inputs of a thousand, and a low temperature", drawn(3, 4, 0.01, 10.0, 1000.0)
        ),
        Case("weighted inputs of a thousand, and as high a temperature", drawn(5, 4, 900.0, 900.0)),
        Case("a first piece of no length", first_piece_empty(rng)),
    ]


def first_piece_empty(rng):
    """Return rows whose first symbol has the share 0, and a u of 0 among others."""
    z = np.hstack([np.full((3, 1), -900.0), rng.uniform(0.0, 0.01, (3, 3))])
    return z, 0.5, np.array([0.0, 0.4, 0.9])


def place(p, u):
    """Return the symbols on whose pieces u falls."""
    return np.minimum((u[:, None] >= np.cumsum(p, axis=1)).sum(axis=1), p.shape[1] - 1)


def drawn(
    shares=lambda z, tau: softmax(z / tau),
    *,
    of=lambda p, z: p,
    find=place,
    given=lambda p, k: (p, k),
):
    """Return shares and symbols; the arguments make the mistakes. `of` is what is drawn from."""

    def answer(z, tau, u):
        with np.errstate(all="ignore"):
            p = shares(z, tau)
            return given(p, find(of(p, z), u))

    return answer


def naive(z, tau):
    """Compute shares without taking the largest off."""
    grown = np.exp(z / tau)
    return grown / grown.sum(axis=1, keepdims=True)


def of_power(p, power):
    """Raise shares to a power, and make shares of them again."""
    return p**power / (p**power).sum(axis=1, keepdims=True)


def by_whole_sum(grown):
    """Divide all rows by one sum."""
    return grown / grown.sum()


def far_below(z, tau):
    """Take the largest of all entries off, where each row has its own."""
    grown = np.exp((z - z.max()) / tau)
    return grown / grown.sum(axis=1, keepdims=True)


def miss(name, message, find, *otherwise):
    """Return a mistake in the draw alone; who makes it may write it otherwise."""
    made = [drawn(find=way) for way in (find, *otherwise)]
    when = gives(*made) if otherwise else None
    return Wrong(name, f"The shares are right. `symbols`: {message}", made[0], when)


def by_own_numbers(seen):
    """Recognise symbols that NumPy draws from the right shares with a usual seed."""

    def made(case, seed, choose):
        z, tau, u = case.args
        rng, p = np.random.default_rng(seed), softmax(z / tau)
        if choose:
            return [rng.choice(p.shape[1], p=row) for row in p]
        return place(p, rng.random(len(u)))

    def again(case, seed):
        z, tau, _ = case.args
        return [np.random.default_rng(seed).choice(z.shape[1], p=r) for r in softmax(z / tau)]

    ways = [lambda case, seed, c=c: made(case, seed, c) for c in (True, False)] + [again]
    return any(
        all(np.array_equal(parts["symbols"], way(case, seed)) for case, parts in seen)
        for seed in (0, 1, 42)
        for way in ways
    )


EXERCISE = Exercise(
    kind="implement",
    points=2,
    parts=("p", "symbols"),
    cases=draw_cases,
    right=drawn(),
    wrongs=(
        Wrong(
            "multiplied",
            "z was multiplied by τ, or the shares were raised to it. z is divided, and shares "
            "are raised to 1 / τ: a low temperature sharpens.",
            drawn(lambda z, tau: softmax(z * tau)),
        ),
        Wrong(
            "no-temperature",
            "The temperature has no share in it.",
            drawn(lambda z, tau: softmax(z)),
        ),
        Wrong(
            "divided-behind-the-softmax",
            "The *shares* were divided by τ, which cancels or leaves no shares. Divide z.",
            drawn(lambda z, tau: softmax(z) / tau),
        ),
        Wrong(
            "shares-through-the-softmax",
            "The softmax was taken twice: the shares were divided by τ and went through it again.",
            drawn(lambda z, tau: softmax(softmax(z) / tau)),
        ),
        Wrong(
            "power-not-divided",
            "The shares were raised to 1 / τ and do not add up to 1 any more.",
            drawn(lambda z, tau: softmax(z) ** (1 / tau)),
        ),
        Wrong(
            "not-divided",
            "The exponentials are not divided by their sum: they are no shares.",
            drawn(lambda z, tau: np.exp(z / tau - (z / tau).max(axis=1, keepdims=True))),
        ),
        Wrong(
            "overflow",
            "Right while z / τ is small. Where it is large the exponentials overflow, and nan "
            "comes: take the largest of each row off, of what goes into them.",
            drawn(naive),
        ),
        Wrong(
            "shares-vanish",
            "Right while the weighted inputs lie close together. Far below the largest, the share "
            "without temperature is 0, and no power brings it back: divide z by τ before the "
            "exponential.",
            drawn(lambda z, tau: of_power(softmax(z), 1 / tau)),
        ),
        miss(
            "on-the-edge",
            "where `u` lies on the end of a piece, the piece before it was taken. So 0 draws the "
            "first symbol even if its share is 0. Count the ends at *or* before `u`.",
            lambda p, u: np.minimum(
                (u[:, None] > np.cumsum(p, axis=1)).sum(axis=1), p.shape[1] - 1
            ),
        ),
        miss(
            "shares-for-ends",
            "`u` is compared with the shares themselves. Compare it with the ends of the pieces: "
            "`np.cumsum`.",
            lambda p, u: (u[:, None] >= p).sum(axis=1),
        ),
        miss(
            "largest-first-named",
            "the largest share was laid down first. The pieces come in the order of the symbols.",
            lambda p, u: np.argsort(-p, axis=1)[np.arange(len(p)), place(-np.sort(-p, axis=1), u)],
        ),
        Wrong(
            "whole-sum",
            "The rows do not add up to 1: every row is divided by the sum of all rows.",
            drawn(lambda z, tau: by_whole_sum(np.exp(z / tau - (z / tau).max(1, keepdims=True)))),
        ),
        Wrong(
            "along-the-columns",
            "The columns add up to 1. A row is a text: sum along the row.",
            drawn(lambda z, tau: softmax((z / tau).T).T),
        ),
        Wrong(
            "over-everything",
            "All entries together add up to 1. Each row has shares of its own.",
            drawn(lambda z, tau: softmax((z / tau).ravel()).reshape(z.shape)),
        ),
        Wrong(
            "squared-temperature",
            "Divided by τ². Once is enough: was it divided before and in the exponent?",
            drawn(lambda z, tau: softmax(z / tau**2)),
        ),
        Wrong(
            "upside-down-sign",
            "The least likely symbol has the largest share: a minus has got in.",
            drawn(lambda z, tau: softmax(-z / tau)),
        ),
        Wrong(
            "logarithms",
            "These are logarithms of shares.",
            drawn(lambda z, tau: np.log(softmax(z / tau)), of=lambda p, z: np.exp(p)),
        ),
        Wrong(
            "by-sigmoid",
            "Each went through σ by itself. Shares of one row have to add up to 1: softmax.",
            drawn(lambda z, tau: 1 / (1 + np.exp(-z / tau))),
        ),
        Wrong(
            "linear",
            "The weighted inputs were divided by their sum. Without the exponential some are "
            "negative.",
            drawn(lambda z, tau: (z / tau) / (z / tau).sum(axis=1, keepdims=True)),
        ),
        miss(
            "likeliest",
            "the likeliest of each row. It is to be drawn, by `u`.",
            lambda p, u: p.argmax(axis=1),
        ),
        Wrong(
            "drawn-without-temperature",
            "The shares are right. `symbols`: drawn from the shares without temperature.",
            drawn(of=lambda p, z: softmax(z)),
        ),
        miss(
            "one-too-far",
            "one symbol too far: on the first piece 0 ends have passed.",
            lambda p, u: place(p, u) + 1,
        ),
        miss(
            "one-too-early",
            "one symbol too early: places count from 0, and so do the ends that have passed.",
            lambda p, u: place(p, u) - 1,
        ),
        miss(
            "ends-ahead",
            "how many pieces end *behind* `u`. Count those at or before it.",
            lambda p, u: (u[:, None] < np.cumsum(p, axis=1)).sum(axis=1),
            lambda p, u: (u[:, None] <= np.cumsum(p, axis=1)).sum(axis=1),
        ),
        miss(
            "from-the-other-end",
            "the pieces were laid down from the last symbol on, or 1 − u was taken for u. They "
            "come in the order of the symbols.",
            lambda p, u: p.shape[1] - 1 - place(p[:, ::-1], u),
            lambda p, u: place(p, 1 - u),
            lambda p, u: ((1 - u)[:, None] >= np.cumsum(p, axis=1)).sum(axis=1),
        ),
        miss(
            "sorted",
            "the shares were sorted before they were laid down, so the places are not the symbols "
            "any more.",
            lambda p, u: place(np.sort(p, axis=1), u),
        ),
        miss(
            "largest-first",
            "the largest share was laid down first, so the places are not the symbols any more.",
            lambda p, u: place(-np.sort(-p, axis=1), u),
        ),
        miss(
            "one-u-for-all",
            "the first `u` was taken for all rows. Each row has its own.",
            lambda p, u: place(p, np.full(len(p), u[0])),
        ),
        miss(
            "nearest-share",
            "the symbol whose share is nearest to `u`. Lay the shares end to end.",
            lambda p, u: abs(p - u[:, None]).argmin(axis=1),
        ),
        miss(
            "first-larger-share",
            "the first symbol whose *share* is larger than `u`. Lay the shares end to end: "
            "`np.cumsum`.",
            lambda p, u: (p > u[:, None]).argmax(axis=1),
        ),
        miss(
            "equal-pieces",
            "all pieces are equally long. A symbol's piece is as long as its share.",
            lambda p, u: np.floor(u * p.shape[1]).astype(int),
        ),
        miss(
            "along-the-columns-in-the-draw",
            "the ends were added up along the columns. A row is a text: `axis=1`.",
            lambda p, u: (u[:, None] >= np.cumsum(p, axis=0)).sum(axis=1),
        ),
        miss(
            "through-everything",
            "the ends run on from row to row: without `axis=1` `np.cumsum` takes all rows for one.",
            lambda p, u: (u[:, None] >= np.cumsum(p).reshape(p.shape)).sum(axis=1),
        ),
        miss(
            "one-hot",
            "one-hot rows came. Asked for are the numbers of the symbols.",
            lambda p, u: np.eye(p.shape[1])[place(p, u)],
        ),
        miss(
            "shares-of-the-drawn",
            "their shares came. Asked for are the numbers of the symbols.",
            lambda p, u: p[np.arange(len(p)), place(p, u)],
        ),
        miss(
            "column",
            "the numbers stand in a column. Asked for is shape (N,).",
            lambda p, u: place(p, u)[:, None],
        ),
        miss(
            "ends-themselves",
            "the ends of the pieces came. Asked for is which piece `u` falls on.",
            lambda p, u: np.cumsum(p, axis=1),
        ),
        Wrong(
            "order",
            "You return the two in each other's place: first the shares.",
            drawn(given=lambda p, k: (k, p)),
        ),
        Wrong(
            "root-of-the-temperature",
            "Divided by the root of τ. It is τ itself.",
            drawn(lambda z, tau: softmax(z / np.sqrt(tau))),
        ),
        Wrong(
            "least-likely",
            "The shares are right. `symbols`: the least likely of each row. It is to be drawn, "
            "by `u`.",
            drawn(find=lambda p, u: p.argmin(axis=1)),
        ),
        Wrong(
            "always-the-first",
            "The shares are right. `symbols`: always the first. Is `u` used?",
            drawn(find=lambda p, u: np.zeros(len(p))),
        ),
        Wrong(
            "not-by-u",
            "The shares are right. `symbols`: drawn by random numbers of your own. They come "
            "as `u`.",
            drawn(find=lambda p, u: place(p, np.random.default_rng(0).random(len(p)))),
            by_own_numbers,
        ),
        Wrong(
            "largest-of-all",
            "Right while the rows are alike. The largest of *all* entries was taken off: a row "
            "that lies far below vanishes. Each row has its own.",
            drawn(far_below),
        ),
    ),
)
