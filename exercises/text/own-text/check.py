"""Cases, a right answer and known mistakes of text.own-text."""

from dataclasses import dataclass

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.optimizers import Adam
from nnlib.rnn import RNN
from nnlib.training import train


@dataclass(frozen=True)
class Read(Case):
    """A case, and what is asked of it."""

    wanted: float = 0.45  # nats a symbol
    within: float = 0.15  # how far from what comes true the promise may lie
    floor: float = 0.0  # what nobody can go below who does not know what comes


WORDS = ("banana", "bandana", "cabana", "anabas", "nabob")
TRAINED = 100  # activations; a network computes many thousand


def author(n, rng):
    """Write a text; as in the notebook."""
    text = ""
    while len(text) < n:
        text += rng.choice(WORDS) + " "
    return text[:n]


def author_cases(rng):
    """Return two authors of one tongue, the second in other letters, and one who draws by lot."""

    def in_letters(text):
        seen = sorted(set(text))
        other = rng.permutation(list("абвгдежзиклм"))[: len(seen)]
        return text.translate(dict(zip(map(ord, seen), map(str, other), strict=True)))

    def drawn(name, text, n, **asked):
        inner = np.random.default_rng(rng.integers(2**32))
        return Read(name, (text[:n], text[n:], inner), **asked)

    lot = "abcdef" + "".join(rng.choice(list("abcdef"), 900, p=[0.3, 0.25, 0.2, 0.1, 0.1, 0.05]))
    by_lot = {"wanted": np.inf, "within": 0.4, "floor": 1.2}
    return [
        drawn("an author", author(1600, rng), 1000, floor=0.12),
        drawn("the same tongue in other letters", in_letters(author(1600, rng)), 1000, floor=0.12),
        drawn("symbols drawn by lot", lot, 400, **by_lot),
    ]


def coded(text, symbols):
    """Return one-hot rows."""
    return np.eye(len(symbols))[[symbols.index(symbol) for symbol in text]]


def cost_on(shares, rows):
    """Return nats a symbol; row n of the shares was said before symbol n + 1 came."""
    with np.errstate(all="ignore"):
        return float(-np.mean(np.log((shares * rows[1:]).sum(axis=1))))


def trained(
    text,
    text_new,
    rng,
    *,
    units=16,
    epochs=15,
    eta=0.03,
    kept=0.2,
    promise="kept",
    change=lambda shares: shares,
    ahead=1,
    symbols=None,
    said=lambda cost: cost,
):
    """Return shares and promise; the last arguments make the mistakes."""
    symbols = symbols or sorted(set(text))
    K, T = len(symbols), 20
    rows = coded(text, symbols)
    used, held = np.split(rows, [int((1 - kept) * len(rows))])
    N = (len(used) - 2) // T
    X, Y = used[: N * T].reshape(N, T, K), used[ahead : N * T + ahead].reshape(N, T, K)
    model = RNN(K, units, K, activation="tanh", output="softmax", loss="cross_entropy", rng=rng)
    how = {"epochs": epochs, "batch_size": 10, "max_norm": 5.0, "rng": rng}
    train(model, X, Y, eta=eta, optimizer=Adam(), **how)
    part = {"kept": held, "used": used}.get(promise)
    cost = promise if part is None else cost_on(model.predict(part[None, :-1])[0], part)
    return change(model.predict(coded(text_new, symbols)[None, :-1])[0]), said(cost)


def rows_of(case):
    """Return the one-hot rows of the new text."""
    text, text_new, _ = case.args
    return coded(text_new, sorted(set(text)))


def fits(case, parts):
    """Tell whether the shares have the right shape, and hold numbers."""
    rows = rows_of(case)
    shares = parts["shares"]
    return np.shape(shares) == (len(rows) - 1, rows.shape[1]) and bool(np.isfinite(shares).all())


def are_shares(case, parts):
    """Tell whether the rows are shares."""
    shares = parts["shares"]
    good = fits(case, parts) and (shares >= 0).all()
    return bool(good and np.allclose(shares.sum(axis=1), 1, atol=1e-6))


def true_cost(case, parts):
    """Return what a symbol of the new text costs."""
    return cost_on(parts["shares"], rows_of(case))


def is_learned(case, parts):
    """Tell whether the text costs no more than is asked, and no less than is possible."""
    return are_shares(case, parts) and case.floor <= true_cost(case, parts) <= case.wanted


def is_honest(case, parts):
    """Tell whether the promise is what comes true, about."""
    if not (are_shares(case, parts) and np.shape(parts["cost"]) == ()):
        return False
    return bool(abs(parts["cost"] - true_cost(case, parts)) <= case.within)


def fresh(seen):
    """Return (cost, promise) of each case; [] if something is no number or has another shape."""
    if not all(are_shares(*pair) and np.shape(pair[1]["cost"]) == () for pair in seen):
        return []
    return [(true_cost(*pair), float(pair[1]["cost"])) for pair in seen]


def everywhere(rule):
    """Return a symptom: the rule holds in each case."""
    return lambda seen: all(bool(rule(case, parts)) for case, parts in seen)


def peeks(seen):
    """Recognise a cost that nobody can have who does not know what comes."""
    found = fresh(seen)
    return bool(found) and any(
        cost < case.floor for (case, _), (cost, _) in zip(seen, found, strict=True)
    )


def learned(seen):
    """Tell whether both learnable texts were learned."""
    return bool(fresh(seen)) and all(is_learned(*pair) for pair in seen[:2]) and not peeks(seen)


def promised(rule):
    """Return a symptom of promises, in texts that were learned; the rule gets (cost, promise)s."""
    return lambda seen: learned(seen) and rule(fresh(seen))


def same(found):
    """Tell whether all promises are one number."""
    return len({promise for _, promise in found}) == 1


def like(change):
    """Return a rule: each promise is the cost, changed, as far as chance lets one tell."""

    def rule(found):
        for (cost, promise), chance in zip(found, (0.1, 0.1, 0.4), strict=True):
            low, high = sorted((change(cost - chance), change(cost + chance)))
            if not low <= promise <= high:
                return False
        return not same(found) and any(abs(promise - cost) > 0.15 for cost, promise in found)

    return rule


def by_heart(found):
    """Tell whether promises are those of a text that was learned by heart."""
    (a, b), lot = found[:2], found[2]
    likely = all(0.12 < promise <= cost + 0.05 for cost, promise in (a, b))
    return likely and lot[1] < lot[0] - 0.4 and not same(found)


def promises_its_training(seen):
    """Recognise that, whether the texts were learned well enough or not."""
    found = fresh(seen)
    return bool(found) and np.isfinite(found).all() and not peeks(seen) and by_heart(found)


def too_low(found):
    """Tell whether promises are too low, in no known way."""
    known = (same, by_heart, *(like(change) for change in CHANGES.values()))
    low = any(promise < cost - 0.15 for cost, promise in found)
    return low and not any(rule(found) for rule in known)


def too_high(found):
    """Tell whether promises are too high, in no known way."""
    known = (same, by_heart, too_low, *(like(change) for change in CHANGES.values()))
    return any(promise > cost + 0.15 for cost, promise in found) and not any(
        rule(found) for rule in known
    )


CHANGES = {
    "bits": lambda cost: cost / np.log(2),
    "perplexity": np.exp,
    "probability": lambda cost: np.exp(-cost),
    "negative": lambda cost: -cost,
}


def shaped(shape):
    """Return a symptom: the shares have this shape, which depends on L and K."""
    return everywhere(
        lambda case, parts: np.shape(parts["shares"]) == shape(*np.shape(rows_of(case)))
    )


def cost_at(case, parts, by):
    """Return what a symbol costs if row n is taken for one that stands `by` rows further on."""
    rows, shares = rows_of(case)[1:], parts["shares"]
    said = np.einsum(
        "nk,nk->n",
        shares[max(-by, 0) : len(rows) - max(by, 0)],
        rows[max(by, 0) : len(rows) - max(-by, 0)],
    )
    with np.errstate(all="ignore"):
        return float(-np.mean(np.log(said)))


def aligned(by, low=0.12, high=0.45):
    """Return a symptom: rows that say what comes, moved by so many, at a cost in these bounds."""

    def rule(case, parts):
        return low <= cost_at(case, parts, by) < high < true_cost(case, parts)

    return lambda seen: bool(fresh(seen)) and all(rule(*pair) for pair in seen[:2])


repeats = aligned(-1, low=0.0, high=0.12)


def otherwise_ordered(seen):
    """Recognise columns in the order in which the symbols come first, or turned round."""

    def turned(case, parts):
        text = case.args[0]
        symbols = sorted(set(text))
        appearing = list(dict.fromkeys(text))
        places = [appearing.index(symbol) for symbol in symbols]
        ways = (parts["shares"][:, places], parts["shares"][:, ::-1])
        return true_cost(case, parts) > 0.45 and any(
            cost_on(way, rows_of(case)) < 0.45 for way in ways
        )

    return bool(fresh(seen)) and all(turned(*pair) for pair in seen[:2])


def without_memory(seen):
    """Recognise shares that depend on the last symbol alone."""

    def short(case, parts):
        rows = rows_of(case)[:-1]
        means = np.linalg.pinv(rows) @ parts["shares"]
        return np.allclose(rows @ means, parts["shares"], atol=1e-6)

    return bool(fresh(seen)) and all(short(*pair) for pair in seen[:2]) and not same_rows(seen)


def same_rows(seen):
    """Recognise the same shares in every row."""
    return bool(fresh(seen)) and all(
        np.ptp(parts["shares"], axis=0).max() < 1e-9 for _, parts in seen[:2]
    )


def hard(seen):
    """Recognise shares that are all 0 or 1."""
    return (
        bool(seen)
        and all(are_shares(*pair) and np.isin(pair[1]["shares"], (0, 1)).all() for pair in seen)
        and not peeks(seen)
    )


def weak(seen):
    """Recognise texts that cost too much, in no known way."""
    found = fresh(seen)
    return bool(found) and not (
        learned(seen)
        or peeks(seen)
        or any(aligned(by)(seen) for by in (1, -1))
        or otherwise_ordered(seen)
        or without_memory(seen)
        or same_rows(seen)
        or hard(seen)
        or repeats(seen)
        or promises_its_training(seen)
    )


def pairs(text, text_new, rng):
    """Count pairs, and train no network; a network is trained for the count of its passes."""
    _, cost = trained(text, text_new, rng, epochs=1)
    symbols = sorted(set(text))
    rows = coded(text, symbols)
    table = rows[:-1].T @ rows[1:] + 0.1
    table /= table.sum(axis=1, keepdims=True)
    return coded(text_new[:-1], symbols) @ table, cost


def constant(text, text_new, rng):
    """Return the shares of single symbols in every row."""
    _, cost = trained(text, text_new, rng, epochs=1)
    share = coded(text, sorted(set(text))).mean(axis=0)
    return np.tile(share, (len(text_new) - 1, 1)), cost


def knows(text, text_new, rng):
    """Say what comes, having seen it."""
    shares, cost = trained(text, text_new, rng)
    rows = coded(text_new, sorted(set(text)))[1:]
    return 0.05 * shares + 0.95 * rows, cost


def moved(by):
    """Return an answer whose rows stand one too late or too early."""
    return lambda *args: trained(*args, change=lambda shares: np.roll(shares, by, axis=0))


def learns_by_heart(text, text_new, rng):
    """Promise what was trained on; a short text is learned by heart sooner."""
    long = {"units": 40, "epochs": 40, "eta": 0.01} if len(text) < 500 else {}
    return trained(text, text_new, rng, promise="used", **long)


def promising(change):
    """Return an answer with another promise."""
    return lambda *args: trained(*args, said=change)


def dishonest(name, message):
    """Return a mistake that turns the promise into something known."""
    return Wrong(name, message, promising(CHANGES[name]), promised(like(CHANGES[name])))


def looks(name, message, change, shape):
    """Return a mistake of shape."""
    return Wrong(name, message, lambda *args: trained(*args, change=change), shaped(shape))


EXERCISE = Exercise(
    kind="project",
    points=5,
    cases=author_cases,
    parts=("shares", "cost"),
    right=trained,
    seconds=20.0,  # a browser takes its time
    requires={
        "shares, from 0 to 1 and adding up to 1 in each row, shape (L − 1, K)": are_shares,
        "at most 0.45 nats a symbol where there is a tongue, and nothing known that is yet to "
        "come": is_learned,
        "a promise that comes true, within 0.15 (within 0.4 by lot)": is_honest,
    },
    trains=TRAINED,
    wrongs=(
        Wrong(
            "knows-what-comes",
            "A symbol costs less than anybody can guess it for. Row n must not know what comes "
            "after symbol n: has `text_new` taken part in the training, or the target gone in?",
            knows,
            peeks,
        ),
        Wrong(
            "repeats-itself",
            "Your network says the symbol that it has read. The target of a step is the *next* "
            "one.",
            lambda *args: trained(*args, ahead=0),
            repeats,
        ),
        Wrong(
            "promise-of-the-training",
            "Your promise holds for the text that was trained on. By lot nothing can be learned, "
            "and what was learned by heart promises what cannot come true: keep a part back.",
            learns_by_heart,
            promises_its_training,
        ),
        Wrong(
            "one-promise-for-all",
            "Your promise is the same for all authors, so it was measured on none.",
            lambda *args: trained(*args, promise=0.3),
            promised(same),
        ),
        dishonest("bits", "Your promise is in bits. Asked for are nats: no division by ln 2."),
        dishonest(
            "perplexity", "Your promise is a perplexity, e to the cost. Asked for is the cost."
        ),
        dishonest(
            "probability",
            "Your promise is a share, between 0 and 1. Asked for is what a symbol costs: minus its "
            "logarithm.",
        ),
        dishonest("negative", "Your promise is negative: a minus has got lost."),
        Wrong(
            "promises-too-much",
            "Your promise is lower than what comes true, by more than chance. What was it measured "
            "on?",
            promising(lambda cost: 0.4 * cost - 0.1),
            promised(too_low),
        ),
        Wrong(
            "too-modest",
            "Your promise is higher than what comes true. Was it added up and not averaged, or "
            "measured before the training was over?",
            promising(lambda cost: 500 * cost),
            promised(too_high),
        ),
        Wrong(
            "one-row-late",
            "Right, one row too late: row n holds what is expected after the first n + 1 symbols.",
            moved(1),
            aligned(-1),
        ),
        Wrong(
            "one-row-early",
            "Right, one row too early: row n holds what is expected after the first n + 1 symbols.",
            lambda *args: trained(*args, change=lambda shares: np.roll(shares, -1, axis=0)),
            aligned(1),
        ),
        Wrong(
            "order-of-symbols",
            "The columns stand in another order. It is that of `sorted(set(text))`.",
            lambda *args: trained(*args, symbols=list(dict.fromkeys(args[0])), change=lambda s: s),
            otherwise_ordered,
        ),
        Wrong(
            "last-symbol-only",
            "Your shares depend on the last symbol alone. In the middle of a word more has to be "
            "known: hand the whole text to the network, in order.",
            pairs,
            without_memory,
        ),
        Wrong(
            "same-every-time",
            "Every row holds the same shares, whatever was read.",
            constant,
            same_rows,
        ),
        Wrong(
            "labels",
            "Each row has a 1 and zeros. Shares are asked for; the first symbol that was held "
            "impossible and comes costs infinitely much.",
            lambda *args: trained(*args, change=lambda s: np.eye(s.shape[1])[s.argmax(axis=1)]),
            hard,
        ),
        Wrong(
            "half-trained",
            "A symbol costs more than 0.45 nats. Was the training long enough, and is there a "
            "memory? Look at the cost on what you kept back, epoch by epoch.",
            lambda *args: trained(*args, epochs=3),
            weak,
        ),
        looks(
            "one-row-more",
            "One row too many: after the last symbol of `text_new` nothing comes.",
            lambda s: np.vstack([s, s[-1:]]),
            lambda L, K: (L, K),
        ),
        looks(
            "one-row-less",
            "One row too few: `text_new` has L symbols, and L − 1 of them come after another.",
            lambda s: s[1:],
            lambda L, K: (L - 2, K),
        ),
        looks(
            "axis-more",
            "The shares have an axis too many, that of the sequences: take the first.",
            lambda s: s[None],
            lambda L, K: (1, L - 1, K),
        ),
        looks(
            "on-its-side",
            "The shares stand side by side, a column for each step. They come in rows.",
            np.transpose,
            lambda L, K: (K, L - 1),
        ),
        looks(
            "only-what-came",
            "One number came for each step. Asked for are the shares of all K symbols.",
            lambda s: s.max(axis=1),
            lambda L, K: (L - 1,),
        ),
        Wrong(
            "text-for-text-new",
            "You answered for `text`. Asked for are the symbols of `text_new`.",
            lambda text, text_new, rng: trained(text, text, rng),
            everywhere(
                lambda case, parts: (
                    np.shape(parts["shares"]) == (len(case.args[0]) - 1, len(set(case.args[0])))
                )
            ),
        ),
        Wrong(
            "not-shares",
            'The rows do not add up to 1, or hold numbers below 0. `output="softmax"` makes '
            "shares.",
            lambda *args: trained(*args, change=np.log),
            lambda seen: (
                all(fits(*pair) for pair in seen) and not any(are_shares(*pair) for pair in seen)
            ),
        ),
        Wrong(
            "order",
            "The two come in another order: `shares`, `cost`.",
            lambda *args: trained(*args)[::-1],
            everywhere(
                lambda case, parts: (
                    np.shape(parts["shares"]) == ()
                    and np.shape(parts["cost"]) == np.shape(rows_of(case)[1:])
                )
            ),
        ),
    ),
)
