"""Cases, a right answer and known mistakes of text.perplexity."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from nnlib.checks import Exercise, Wrong
from nnlib.checks.rounds import anew

LN2 = float(np.log(2))
WORDS = dict(enumerate(("no", "one", "two", "three", "four", "five", "six", "seven", "eight")))
WORDS |= {12: "twelve", 20: "twenty"}


@dataclass(frozen=True)
class Names:
    """What the symbols of the two names cost, in bits; the first one costs the same in both."""

    abe: tuple = (1, 2, 4, 1)
    al: tuple = (1, 3, 3)

    @property
    def shares(self):
        """The shares of the symbols of both names."""
        return 0.5 ** np.array(self.abe), 0.5 ** np.array(self.al)


def paper(
    names,
    *,
    cost=lambda shares: -np.log2(shares).mean(),
    of_list=None,
    abe=None,
    nats=LN2,
    perplexity=lambda bits, nats: 2**bits,
    probability=None,
    **more,
):
    """Return every number of the exercise; the arguments make the mistakes."""
    first, second = names.shares
    bits = cost(first if abe is None else abe)
    list_bits = of_list(cost) if of_list else cost(np.append(first, second))
    return {
        "bits": bits,
        "nats": bits * nats,
        "perplexity": perplexity(bits, bits * nats),
        "probability": probability(bits) if probability else np.prod(first),
        "list_bits": list_bits,
        "list_nats": list_bits * nats,
        "list_perplexity": perplexity(list_bits, list_bits * nats),
        "saved": 1.0,
    } | more


def mistakes(given):
    """Return the catalogue, made with the shares of the statement or with others."""
    made, (abe, al) = partial(paper, given), given.shares
    right, both, (_, b, e, _) = made(), np.append(abe, al), given.abe
    list_bits, perplexities = right["list_bits"], [2 ** np.mean(n) for n in (given.abe, given.al)]

    def only(name, message, **parts):
        """Return a mistake in these parts alone."""
        return Wrong(name, message, made(**parts))

    return (
        Wrong(
            "summed",
            "`bits` are those of the whole name. Asked for are bits a *symbol*: the mean.",
            made(cost=lambda shares: -np.log2(shares).sum()),
        ),
        Wrong(
            "dot-left-out",
            "`bits`: the dot is missing. That the name is over is a step as well, and costs.",
            made(abe=abe[:3]),
        ),
        Wrong(
            "divided-by-letters",
            "`bits`: divided by the three letters. There are four steps, the dot's among them.",
            made(cost=lambda shares: -np.log2(shares).sum() / (len(shares) - 1)),
        ),
        Wrong(
            "divided-by-symbols",
            "`bits`: divided by five, as if the first dot had to be guessed. It is given.",
            made(cost=lambda shares: -np.log2(shares).sum() / (len(shares) + 1)),
        ),
        Wrong(
            "logarithm-of-the-mean",
            "`bits`: that is the logarithm of the mean share. Take the logarithms first, then "
            "their mean.",
            made(cost=lambda shares: -np.log2(shares.mean())),
        ),
        Wrong(
            "mean-share",
            "`bits`: that is the mean of the shares. A share costs minus its logarithm.",
            made(cost=np.mean),
        ),
        Wrong(
            "sign",
            "`bits` are negative. The logarithm of a share is, and the cost is *minus* that.",
            made(cost=lambda shares: np.log2(shares).mean()),
        ),
        Wrong(
            "nats-for-bits",
            "`bits` are nats: the logarithm of base 2 counts halvings.",
            made(cost=lambda shares: -np.log(shares).mean()),
        ),
        Wrong(
            "base-of-ten",
            "`bits`: the logarithm has the base 10. The one that counts halvings has the base 2.",
            made(cost=lambda shares: -np.log10(shares).mean()),
        ),
        Wrong(
            "sixteenth-for-eighth",
            f"`bits`: 1/{2**e} is {WORDS[e]} halvings, not {WORDS[e - 1]}, or 1/{2**b} {WORDS[b]} "
            f"and not {WORDS[b - 1]}. Count again.",
            made(
                cost=lambda shares: (
                    -np.log2(np.where(shares == 0.5**e, 0.5 ** (e - 1), shares)).mean()
                )
            ),
        ),
        Wrong(
            "mean-of-the-inverse",
            "`bits`: that is the mean of one over the share. A share costs its logarithm.",
            made(cost=lambda shares: (1 / shares).mean()),
        ),
        Wrong(
            "surprise",
            "`bits`: that is what is missing to 1. A share of one half costs one bit, one of a "
            "quarter two.",
            made(cost=lambda shares: (1 - shares).mean()),
        ),
        Wrong(
            "weighted-by-the-shares",
            "`bits`: the logarithms were weighted with the shares, as in an entropy. Each step "
            "counts once.",
            made(cost=lambda shares: -(shares * np.log2(shares)).sum()),
        ),
        Wrong(
            "largest-only",
            "`bits`: that is the dearest step. Asked for is the mean of all.",
            made(cost=lambda shares: -np.log2(shares).max()),
        ),
        only(
            "nats-the-wrong-way",
            "`nats`: divided by ln 2. A nat is more than a bit, so there are fewer: multiply.",
            nats=1 / np.log(2),
        ),
        only("nats-are-bits", "`nats` are the bits once more. Times ln 2.", nats=1.0),
        only(
            "nats-times-e",
            "`nats`: e has no place here: bits times ln 2.",
            nats=float(np.e),
        ),
        only(
            "nats-of-ten",
            "`nats`: that is the logarithm of 2 to the base 10.",
            nats=float(np.log10(2)),
        ),
        only(
            "nats-summed",
            "`nats` are those of the whole name. Asked for are nats a symbol.",
            nats=4 * np.log(2),
        ),
        only(
            "e-to-the-bits",
            "`perplexity`: e to the power of *bits*. With bits goes 2, with nats e.",
            perplexity=lambda bits, nats: np.exp(bits),
        ),
        only(
            "two-to-the-nats",
            "`perplexity`: 2 to the power of *nats*. With bits goes 2, with nats e.",
            perplexity=lambda bits, nats: 2**nats,
        ),
        only(
            "twice-the-bits-squared",
            "`perplexity`: a product. It is 2 to the *power* of bits.",
            perplexity=lambda bits, nats: 2 * bits**2,
        ),
        only(
            "perplexity-of-the-sum",
            f"`perplexity`: 2 to the power of all {WORDS[sum(given.abe)]} bits. A symbol costs "
            f"{WORDS[sum(given.abe) // 4]}.",
            perplexity=lambda bits, nats: 2 ** (4 * bits),
        ),
        only(
            "perplexity-is-a-share",
            "`perplexity`: that is one over it. It says among *how many* symbols you are at a "
            "loss.",
            perplexity=lambda bits, nats: 2**-bits,
        ),
        only(
            "one-over-the-mean-share",
            "`perplexity`: that is one over the mean share. The shares' *product* counts: their "
            "geometric mean.",
            perplexity=lambda bits, nats: 1 / abe.mean() + 0 * bits,
        ),
        only(
            "mean-of-one-over-the-shares",
            "`perplexity`: that is the mean of one over the shares. The mean comes before the "
            "power.",
            perplexity=lambda bits, nats: (1 / abe).mean() + 0 * bits,
        ),
        only(
            "shares-added",
            "`probability`: the shares were added. One thing *and* another: multiply.",
            probability=lambda bits: abe.sum(),
        ),
        only(
            "probability-a-symbol",
            "`probability` is that of one symbol on average. The whole name has four steps.",
            probability=lambda bits: 2.0**-bits,
        ),
        only(
            "probability-averaged",
            "`probability` is the mean of the shares. One thing *and* another: multiply.",
            probability=lambda bits: abe.mean(),
        ),
        only(
            "probability-without-the-dot",
            "`probability`: the dot is missing. A name is over only if the dot comes.",
            probability=lambda bits: np.prod(abe[:3]),
        ),
        only(
            "probability-upside-down",
            "`probability` is above 1: upside down.",
            probability=lambda bits: 1 / np.prod(abe),
        ),
        only(
            "smallest-share",
            "`probability` is the smallest share. One thing *and* another: multiply.",
            probability=lambda bits: abe.min(),
        ),
        only(
            "percent",
            "`probability` is in percent. Asked for is a number between 0 and 1.",
            probability=lambda bits: 100 * np.prod(abe),
        ),
        only(
            "mean-of-names",
            "`list_bits` is the mean of the two names' costs. The mean goes over *steps*, and "
            "*abe* has more of them.",
            of_list=lambda cost: (cost(abe) + cost(al)) / 2,
        ),
        only(
            "sum-of-names",
            "`list_bits`: the costs of the two names were added. The mean goes over all steps.",
            of_list=lambda cost: cost(abe) + cost(al),
        ),
        only(
            "bits-a-name",
            "`list_bits`: divided by two, the names. The mean goes over the steps.",
            of_list=lambda cost: -np.log2(both).sum() / 2,
        ),
        only(
            "list-summed",
            "`list_bits` are those of the whole list. Asked for are bits a *symbol*.",
            of_list=lambda cost: -np.log2(both).sum(),
        ),
        only(
            "list-divided-by-letters",
            "`list_bits`: divided by the five letters. There are seven steps, two of them dots.",
            of_list=lambda cost: -np.log2(both).sum() / 5,
        ),
        only(
            "list-without-dots",
            "`list_bits`: the dots are missing, in the sum and in the steps.",
            of_list=lambda cost: -np.log2(np.append(abe[:3], al[:2])).sum() / 5,
        ),
        only(
            "second-name-only",
            "`list_bits` is the cost of *al* alone. The list holds both.",
            of_list=lambda cost: cost(al),
        ),
        only(
            "perplexities-averaged",
            "`list_perplexity` is the mean of the two names' perplexities. Take the mean of the "
            "bits, over steps, and then the power.",
            list_perplexity=sum(perplexities) / 2,
        ),
        only(
            "perplexities-multiplied",
            "`list_perplexity`: the two names' perplexities were multiplied.",
            list_perplexity=perplexities[0] * perplexities[1],
        ),
        only(
            "list-e-to-the-bits",
            "`list_perplexity`: e to the power of *bits*.",
            list_perplexity=np.exp(list_bits),
        ),
        only(
            "list-two-to-the-nats",
            "`list_perplexity`: 2 to the power of *nats*.",
            list_perplexity=2 ** (list_bits * LN2),
        ),
        only(
            "saved-half", "`saved`: half of the *bits* is more than that: work out both.", saved=0.5
        ),
        only(
            "saved-half-of-the-bits",
            "`saved`: that is half of the bits. Half the *perplexity* is asked for, and it is a "
            "power of the bits.",
            saved=list_bits / 2,
        ),
        only("saved-in-nats", "`saved` is in nats. Bits are asked for.", saved=float(np.log(2))),
        only(
            "saved-perplexity",
            "`saved` is by how much the perplexity falls. Bits are asked for.",
            saved=right["list_perplexity"] / 2,
        ),
        only("saved-two", "`saved`: that would be a quarter of the perplexity.", saved=2.0),
        only("saved-negative", "`saved` is asked as what it costs *less*: positive.", saved=-1.0),
        only(
            "what-it-costs",
            "`saved` is what the other network costs. By how much is that less?",
            saved=list_bits - 1,
        ),
        only("saved-nothing", "`saved`: a lower perplexity means fewer bits.", saved=0.0),
        Wrong(
            "mean-of-the-list-for-abe",
            "`bits`: count the halvings of each share, add them up, and divide by four.",
            made(cost=lambda shares: (sum(given.abe) + 1) / 4 + 0 * shares.sum()),
        ),
        Wrong(
            "median",
            "`bits` is the middle one. The mean is asked for.",
            made(cost=lambda shares: float(np.median(-np.log2(shares)))),
        ),
        Wrong(
            "nats-divided-again",
            "`nats`: divided by the steps once more. `bits` are a mean already.",
            made(nats=LN2 / 4),
        ),
        Wrong(
            "two-to-the-steps",
            "`perplexity`: 2 to the power of the steps. It is 2 to the power of the bits a symbol.",
            made(perplexity=lambda bits, nats: 16.0 + 0 * bits),
        ),
        Wrong(
            "share-lost",
            "`probability`: a share is missing in the product. There are four.",
            made(probability=lambda bits: np.prod(abe) / abe[1]),
        ),
        Wrong(
            "one-dot-only",
            "`list_bits`: divided by six steps. Both names have a dot at the end: seven.",
            made(of_list=lambda cost: -np.log2(both).sum() / 6),
        ),
        Wrong(
            "first-name-only",
            "`list_bits` is the cost of *abe* alone. The list holds both.",
            made(of_list=lambda cost: cost(abe)),
        ),
        Wrong(
            "list-nats-of-names",
            "`list_nats` is the mean of the two names' costs. The mean goes over steps.",
            made(list_nats=sum(map(np.log2, perplexities)) / 2 * LN2),
        ),
        Wrong(
            "list-perplexity-of-abe",
            "`list_perplexity` is that of *abe* alone.",
            made(list_perplexity=perplexities[0]),
        ),
        Wrong(
            "saved-four",
            "`saved` is a perplexity. By how many *bits* is the cost less?",
            made(saved=perplexities[0]),
        ),
    )


def phrases(given):
    """Return the pieces of text in which the shares and their bits stand."""

    def share(bits):
        return rf"\tfrac1{2**bits if bits < 4 else f'{{{2**bits}}}'}"

    cells = [
        f"{symbol}: ${share(bits)}$"
        for name in (("a", "b", "e", "dot"), ("a", "l", "dot"))
        for symbol, bits in zip(name, given.abe if len(name) == 4 else given.al, strict=True)
    ]
    sums = [" + ".join(map(str, bits)) for bits in (given.abe, given.al)]
    return [
        *cells,
        f"share of ${share(given.abe[2])}$",
        f"*abe* costs ${sums[0]}$ bits",
        f"*al* ${sums[1]}$",
        f"abe, al = {list(given.abe)}, {list(given.al)}",
    ]


def other(abe, al):
    """Return the exercise with other shares."""
    return anew(Names(abe, al), FIRST, phrases=phrases, right=paper, wrongs=mistakes)


FIRST = Names()
EXERCISE = Exercise(
    kind="compute",
    points=2,
    parts=tuple(paper(FIRST)),
    right=paper(FIRST),
    rtol=1e-3,
    wrongs=mistakes(FIRST),
    rounds=(
        other((2, 3, 5, 2), (2, 4, 1)),
        other((4, 5, 8, 3), (4, 1, 2)),
        other((1, 3, 6, 2), (1, 2, 5)),
    ),
)
