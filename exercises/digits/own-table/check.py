"""Cases, a right answer and known mistakes of digits.own-table."""

import itertools
from dataclasses import dataclass

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.measures import one_hot
from nnlib.mlp import MLP
from nnlib.training import train


@dataclass(frozen=True)
class Fresh(Case):
    """A case with the species that the learner's function does not get to see."""

    labels: np.ndarray | None = None
    wanted: float = 0.78  # the accuracy that is asked for
    within: float = 0.12  # how far from it the score may lie


NAMES = np.array(["crane", "heron", "stork"])
TRAINED = 50  # activations; a network computes many hundred


def birds(n, rng, scale=1.0, by_lot=False):
    """Make a table of birds; as in the notebook."""
    u, v = rng.normal(size=(2, n))
    names = np.where(u**2 + v**2 < 0.8, "heron", np.where(v > 0, "stork", "crane"))
    strange = np.full(n, by_lot) | (rng.uniform(size=n) < 0.05)
    names = np.where(strange, rng.choice(NAMES, n), names)
    columns = [scale * (4000 + 800 * u), 0.05 + 0.01 * v, rng.uniform(0, 9000, n)]
    columns += list(rng.normal(100, 20, (12 * by_lot, n)))
    cells = np.array([[f"{number:.6g}" for number in column] for column in columns]).T
    cells[rng.uniform(size=cells.shape) < 0.04] = ""
    lines = [",".join(row) for row in cells]
    table = [f"{line},{name}" for line, name in zip(lines, names, strict=True)]
    head = ",".join(["mass", "bill", "age"] + [f"part_{k}" for k in range(12 * by_lot)])
    return "\n".join([f"{head},species", *table]), "\n".join([head, *lines]), names


def tables(rng):
    """Return two tables on different scales, and one in which nothing can be learnt."""

    def drawn(name, n, scale=1.0, **options):
        text, _, _ = birds(n, rng, scale, options.get("wanted") == 0)
        _, new, names = birds(600, rng, scale, options.get("wanted") == 0)
        inner = np.random.default_rng(rng.integers(2**32))
        return Fresh(name, (text, new, inner), labels=np.searchsorted(NAMES, names), **options)

    return [
        drawn("grams", 600),
        drawn("the mass in kilograms", 600, 0.001),
        drawn("species drawn by lot", 300, wanted=0.0, within=0.2),
    ]


def numbers(text):
    """Return the columns of a table but the species; what is missing is nan."""
    head, *lines = text.splitlines()
    width = len(head.removesuffix(",species").split(","))
    rows = [line.split(",")[:width] for line in lines]
    return np.array([[float(cell) if cell else np.nan for cell in row] for row in rows])


def words(text):
    """Return the species of a table as numbers, in alphabetical order."""
    found = [line.rpartition(",")[2] for line in text.splitlines()[1:]]
    return np.searchsorted(NAMES, found)


def trained(
    text,
    text_new,
    rng,
    *,
    scaled=True,
    units=16,
    eta=0.05,
    epochs=60,
    score="kept",
    filled=0.0,
    change=lambda shares: shares,
):
    """Return shares and score; the last arguments make the mistakes."""
    raw, new, labels = numbers(text), numbers(text_new), words(text)
    order = rng.permutation(len(raw))
    kept, used = np.split(order, [len(raw) // 3])
    mean, std = np.nanmean(raw[used], axis=0), np.nanstd(raw[used], axis=0)
    if not scaled:
        mean, std = 0.0, 1.0
    X, X_new = (np.nan_to_num((table - mean) / std, nan=filled) for table in (raw, new))
    sizes = X.shape[1], units, 3
    network = MLP(sizes, activation="tanh", output="softmax", loss="cross_entropy", rng=rng)
    options = {"epochs": epochs, "batch_size": 20, "rng": rng, "momentum": 0.9}
    with np.errstate(all="ignore"):
        train(network, X[used], one_hot(labels[used], 3), eta=eta, **options)
    part = {"kept": kept, "used": used}.get(score)
    said = score if part is None else np.mean(network.predict(X[part]).argmax(1) == labels[part])
    return change(network.predict(X_new)), said


def are_shares(case, parts):
    """Tell whether the rows are shares."""
    p = parts["shares"]
    good = np.shape(p) == (len(case.labels), 3) and np.isfinite(p).all()
    return bool(good and (p >= 0).all() and np.allclose(p.sum(axis=1), 1, atol=1e-6))


def accuracy(case, parts):
    """Return how often the largest share is right."""
    return np.mean(parts["shares"].argmax(axis=1) == case.labels)


def is_right(case, parts):
    """Tell whether enough birds are named rightly."""
    return are_shares(case, parts) and accuracy(case, parts) >= case.wanted


def is_honest(case, parts):
    """Tell whether the score is what comes true, about."""
    fits = np.shape(parts["score"]) == () and np.shape(parts["shares"]) == (len(case.labels), 3)
    return bool(fits and abs(parts["score"] - accuracy(case, parts)) <= case.within)


def everywhere(rule):
    """Return a symptom: the rule holds in each case."""
    return lambda seen: all(rule(case, parts) for case, parts in seen)


def shaped(shape):
    """Return a symptom: the shares have this shape, which depends on how many lines there are."""
    return everywhere(
        lambda case, parts: (
            np.shape(parts["shares"]) == shape(len(case.labels), len(words(case.args[0])))
        )
    )


def scores_off(seen):
    """Return how far the scores are above what comes true; [] if they cannot be compared."""
    if not all(are_shares(*pair) and np.shape(pair[1]["score"]) == () for pair in seen):
        return []
    return [float(parts["score"]) - accuracy(case, parts) for case, parts in seen]


def good(seen):
    """Tell whether both learnable tables were learnt."""
    return all(is_right(*pair) for pair in seen)


def by_heart(seen):
    """Recognise scores that hold for what was learnt and not for the table drawn by lot."""
    off = scores_off(seen)
    fits = bool(off) and off[-1] > 0.2 and min(off) > -0.12  # 12 columns of noise see to it
    return fits and not perfect(seen) and not fixed(seen) and not percent(seen)


def perfect(seen):
    """Recognise a promise of one, wherever."""
    return everywhere(lambda case, parts: np.shape(parts["score"]) == () and parts["score"] == 1)(
        seen
    )


def fixed(seen):
    """Recognise the same score for all tables."""
    scores = [parts["score"] for _, parts in seen]
    return bool(scores_off(seen)) and len({float(score) for score in scores}) == 1


def percent(seen):
    """Recognise scores in percent."""
    return everywhere(
        lambda case, parts: np.shape(parts["score"]) == () and 1 < parts["score"] <= 100
    )(seen)


def loss_for_score(seen):
    """Recognise a score that falls where the accuracy is high: an error, or a loss."""
    off = scores_off(seen)
    return (
        bool(off)
        and good(seen)
        and not fixed(seen)
        and max(float(parts["score"]) for _, parts in seen[:2]) < 0.5
        and float(seen[-1][1]["score"]) > 0.5
    )


def otherwise_ordered(seen):
    """Recognise columns in another order."""
    if not scores_off(seen) or good(seen):
        return False
    return all(
        any(
            is_right(case, parts | {"shares": parts["shares"][:, order]})
            for order in map(list, itertools.permutations(range(3)))
        )
        for case, parts in seen
    )


def appearance(text):
    """Return the place of each species in the order in which they come in a table."""
    found = list(dict.fromkeys(words(text)))
    return [found.index(k) for k in range(3)]


def appearing(text, text_new, rng):
    """Order the columns as the species come."""
    shares, score = trained(text, text_new, rng)
    return shares[:, np.argsort(appearance(text))], score


def in_order_of_appearance(seen):
    """Recognise columns in that order, in a table where it is another one."""
    if not scores_off(seen) or good(seen):
        return False
    orders = [appearance(case.args[0]) for case, _ in seen]
    return good(
        [
            (case, parts | {"shares": parts["shares"][:, order]})
            for (case, parts), order in zip(seen, orders, strict=True)
        ]
    )


def one_class(seen):
    """Recognise the same species for all birds of the learnable tables."""
    return bool(scores_off(seen)) and all(
        len(set(parts["shares"].argmax(axis=1))) == 1 for _, parts in seen[:2]
    )


def one_table_only(seen):
    """Recognise that one of the two scales was learnt and not the other."""
    if not scores_off(seen) or by_heart(seen) or otherwise_ordered(seen):
        return False
    return is_right(*seen[0]) != is_right(*seen[1])


def weak(seen):
    """Recognise answers that are too often wrong for both tables."""
    return (
        bool(scores_off(seen))
        and not any(is_right(*pair) for pair in seen[:2])
        and not one_class(seen)
        and not otherwise_ordered(seen)
        and not by_heart(seen)
    )


def hard(seen):
    """Recognise labels, one share of 1 in each row."""
    return everywhere(
        lambda case, parts: (
            np.shape(parts["shares"]) == (len(case.labels),)
            and set(np.unique(parts["shares"])) <= {0.0, 1.0, 2.0}
        )
    )(seen)


def not_shares(seen):
    """Recognise numbers that are no shares, in the right shape."""
    return all(
        np.shape(parts["shares"]) == (len(case.labels), 3) and np.isfinite(parts["shares"]).all()
        for case, parts in seen
    ) and not any(are_shares(*pair) for pair in seen)


def only_gloomy(seen):
    """Recognise scores far below what comes true, in tables that were learnt."""
    off = scores_off(seen)
    return (
        bool(off)
        and good(seen)
        and max(off[:2]) < -0.12
        and not (fixed(seen) or loss_for_score(seen))
    )


def with_nan(text, text_new, rng):
    """Hand over what a missing number makes of a row."""
    shares, score = trained(text, text_new, rng)
    shares[np.isnan(numbers(text_new)).any(axis=1)] = np.nan
    return shares, score


def scaled_once(text, text_new, rng):
    """Divide the mass by a thousand, since it is in grams in the first table."""
    X, new, labels = numbers(text), numbers(text_new), words(text)
    middle, width = [4000, 0.05, 4500, *[100] * 12], [800, 0.01, 2600, *[20] * 12]
    X, new = (np.nan_to_num((t - middle[: t.shape[1]]) / width[: t.shape[1]]) for t in (X, new))
    kept, used = np.split(rng.permutation(len(X)), [len(X) // 3])
    sizes = X.shape[1], 16, 3
    network = MLP(sizes, activation="tanh", output="softmax", loss="cross_entropy", rng=rng)
    options = {"epochs": 60, "batch_size": 20, "rng": rng, "momentum": 0.9}
    train(network, X[used], one_hot(labels[used], 3), eta=0.05, **options)
    score = np.mean(network.predict(X[kept]).argmax(axis=1) == labels[kept])
    return network.predict(new), score


def with_score(change):
    """Return an answer whose score is changed."""

    def answer(*args):
        shares, score = trained(*args)
        return shares, change(score)

    return answer


EXERCISE = Exercise(
    kind="project",
    points=5,
    cases=tables,
    parts=("shares", "score"),
    right=trained,
    seconds=20.0,  # a browser takes its time
    requires={
        "shares, from 0 to 1 and adding up to 1 in each row, shape (N_new, 3)": are_shares,
        "at least 78 % of the fresh birds named rightly, where there is something to learn": (
            is_right
        ),
        "a score that comes true on fresh birds, within 0.12 (within 0.2 by lot)": is_honest,
    },
    trains=TRAINED,
    wrongs=(
        Wrong(
            "score-of-the-training",
            "Your score holds for lines that had a part in the training. Where the species were "
            "drawn by lot, it promises what cannot come true: keep lines back and measure there.",
            lambda *args: trained(*args, score="used"),
            by_heart,
        ),
        Wrong(
            "promises-everything",
            "Your score is 1 for every table. What was it measured on?",
            lambda *args: trained(*args, score=1.0),
            perfect,
        ),
        Wrong(
            "one-score-for-all",
            "Your score is the same for all tables, so it was measured on none. It is a result "
            "of the training.",
            lambda *args: trained(*args, score=0.8),
            lambda seen: fixed(seen) and not perfect(seen),
        ),
        Wrong(
            "percent",
            "Your score is in percent. Asked for is a number between 0 and 1.",
            with_score(lambda score: 100 * score),
            percent,
        ),
        Wrong(
            "errors-for-score",
            "Your score is small where much was learnt, and large where nothing was: an error or "
            "a loss. Asked for is the accuracy.",
            with_score(lambda score: 1 - score),
            loss_for_score,
        ),
        Wrong(
            "too-modest",
            "Your score is far below what comes true. Was it measured by a network that had not "
            "been trained yet, or against labels in another order?",
            with_score(lambda score: score / 2),
            only_gloomy,
        ),
        Wrong(
            "order-of-the-species",
            "The columns stand in another order. The species come in alphabetical order.",
            lambda *args: trained(*args, change=lambda p: p[:, ::-1]),
            lambda seen: otherwise_ordered(seen) and not in_order_of_appearance(seen),
        ),
        Wrong(
            "order-of-appearance",
            "The columns stand in the order in which the species come in the table. They come in "
            "alphabetical order.",
            appearing,
            in_order_of_appearance,
        ),
        Wrong(
            "on-its-side",
            "Your shares stand side by side, a column for each bird. They come in rows.",
            lambda *args: trained(*args, change=np.transpose),
            shaped(lambda new, old: (3, new)),
        ),
        Wrong(
            "labels",
            "One number came for each bird, the number of its species. Asked for are the shares "
            "of all three.",
            lambda *args: trained(*args, change=lambda p: p.argmax(axis=1)),
            hard,
        ),
        Wrong(
            "largest-share-only",
            "One share came for each bird, the largest. Asked for are those of all three.",
            lambda *args: trained(*args, change=lambda p: p.max(axis=1)),
            lambda seen: shaped(lambda new, old: (new,))(seen) and not hard(seen),
        ),
        Wrong(
            "other-birds",
            "You answered for the birds of the training. Asked for are those of `text_new`.",
            lambda text, text_new, rng: trained(text, text, rng),
            shaped(lambda new, old: (old, 3)),
        ),
        Wrong(
            "a-line-lost",
            "One bird too few is answered: the first line of `text_new` was taken for a bird or "
            "a bird for the first line.",
            lambda *args: trained(*args, change=lambda p: p[1:]),
            shaped(lambda new, old: (new - 1, 3)),
        ),
        Wrong(
            "the-heading-is-a-bird",
            "One bird too many is answered: the line with the names of the columns is none.",
            lambda *args: trained(*args, change=lambda p: np.vstack([p[:1], p])),
            shaped(lambda new, old: (new + 1, 3)),
        ),
        Wrong(
            "lines-with-gaps-left-out",
            "Birds are missing: those of which something was not measured. They want an answer "
            "too.",
            lambda text, text_new, rng: (
                trained(text, text_new, rng)[0][~np.isnan(numbers(text_new)).any(axis=1)],
                0.8,
            ),
            everywhere(
                lambda case, parts: (
                    np.shape(parts["shares"])
                    == ((~np.isnan(numbers(case.args[1])).any(axis=1)).sum(), 3)
                )
            ),
        ),
        Wrong(
            "gaps-spread",
            "Some shares are nan. A missing number is nan, and whatever is computed from it: put "
            "a fair guess in its place.",
            with_nan,
            lambda seen: (
                all(np.shape(p["shares"]) == (len(c.labels), 3) for c, p in seen)
                and any(np.isnan(p["shares"]).any() for _, p in seen)
            ),
        ),
        Wrong(
            "not-scaled",
            "Every bird gets the same species. Thousands beside hundredths: the units are "
            "saturated by the large column before they see the small one. Scale the columns.",
            lambda *args: trained(*args, change=lambda p: np.tile([0.4, 0.3, 0.3], (len(p), 1))),
            one_class,
        ),
        Wrong(
            "scaled-by-hand",
            "Right for one table and not for the other, whose mass is in kilograms. Learn means "
            "and deviations from the table that you are given.",
            scaled_once,
            one_table_only,
        ),
        Wrong(
            "not-shares",
            'The rows do not add up to 1, or hold numbers below 0. `output="softmax"` makes '
            "shares.",
            lambda *args: trained(*args, change=np.log),
            not_shares,
        ),
        Wrong(
            "half-trained",
            "Too few birds are named rightly. The border between the species is bent, so a hidden "
            "layer is needed, with enough units and epochs; and what is missing wants a guess in "
            "the middle of its column.",
            lambda *args: trained(*args, units=1, epochs=2),
            weak,
        ),
        Wrong(
            "order",
            "The two come in another order: `shares`, `score`.",
            lambda *args: trained(*args)[::-1],
            everywhere(
                lambda case, parts: (
                    np.shape(parts["shares"]) == ()
                    and np.shape(parts["score"]) == (len(case.labels), 3)
                )
            ),
        ),
    ),
)
