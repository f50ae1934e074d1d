"""Cases, a right answer and known mistakes of text.perplexity."""

import numpy as np

from nnlib.checks import Exercise, Wrong

ABE, AL = np.array([1 / 2, 1 / 4, 1 / 16, 1 / 2]), np.array([1 / 2, 1 / 8, 1 / 8])
BOTH = np.append(ABE, AL)
LN2 = float(np.log(2))


def paper(
    *,
    cost=lambda shares: -np.log2(shares).mean(),
    of_list=lambda cost: cost(BOTH),
    abe=ABE,
    nats=LN2,
    perplexity=lambda bits, nats: 2**bits,
    probability=lambda bits: np.prod(ABE),
    **more,
):
    """Return every number of the exercise; the arguments make the mistakes."""
    bits, list_bits = cost(abe), of_list(cost)
    return {
        "bits": bits,
        "nats": bits * nats,
        "perplexity": perplexity(bits, bits * nats),
        "probability": probability(bits),
        "list_bits": list_bits,
        "list_nats": list_bits * nats,
        "list_perplexity": perplexity(list_bits, list_bits * nats),
        "saved": 1.0,
    } | more


def only(name, message, **parts):
    """Return a mistake in these parts alone."""
    return Wrong(name, message, paper(**parts))


EXERCISE = Exercise(
    kind="compute",
    points=2,
    parts=tuple(paper()),
    right=paper(),
    rtol=1e-3,
    wrongs=(
        Wrong(
            "summed",
            "`bits` are those of the whole name. Asked for are bits a *symbol*: the mean.",
            paper(cost=lambda shares: -np.log2(shares).sum()),
        ),
        Wrong(
            "dot-left-out",
            "`bits`: the dot is missing. That the name is over is a step as well, and costs.",
            paper(abe=ABE[:3]),
        ),
        Wrong(
            "divided-by-letters",
            "`bits`: divided by the three letters. There are four steps, the dot's among them.",
            paper(cost=lambda shares: -np.log2(shares).sum() / (len(shares) - 1)),
        ),
        Wrong(
            "divided-by-symbols",
            "`bits`: divided by five, as if the first dot had to be guessed. It is given.",
            paper(cost=lambda shares: -np.log2(shares).sum() / (len(shares) + 1)),
        ),
        Wrong(
            "logarithm-of-the-mean",
            "`bits`: that is the logarithm of the mean share. Take the logarithms first, then "
            "their mean.",
            paper(cost=lambda shares: -np.log2(shares.mean())),
        ),
        Wrong(
            "mean-share",
            "`bits`: that is the mean of the shares. A share costs minus its logarithm.",
            paper(cost=np.mean),
        ),
        Wrong(
            "sign",
            "`bits` are negative. The logarithm of a share is, and the cost is *minus* that.",
            paper(cost=lambda shares: np.log2(shares).mean()),
        ),
        Wrong(
            "nats-for-bits",
            "`bits` are nats: the logarithm of base 2 counts halvings.",
            paper(cost=lambda shares: -np.log(shares).mean()),
        ),
        Wrong(
            "base-of-ten",
            "`bits`: the logarithm has the base 10. The one that counts halvings has the base 2.",
            paper(cost=lambda shares: -np.log10(shares).mean()),
        ),
        Wrong(
            "sixteenth-for-eighth",
            "`bits`: 1/16 is four halvings, not three, or 1/4 two and not one. Count again.",
            paper(cost=lambda shares: -np.log2(np.where(shares == 1 / 16, 1 / 8, shares)).mean()),
        ),
        Wrong(
            "mean-of-the-inverse",
            "`bits`: that is the mean of one over the share. A share costs its logarithm.",
            paper(cost=lambda shares: (1 / shares).mean()),
        ),
        Wrong(
            "surprise",
            "`bits`: that is what is missing to 1. A share of one half costs one bit, one of a "
            "quarter two.",
            paper(cost=lambda shares: (1 - shares).mean()),
        ),
        Wrong(
            "weighted-by-the-shares",
            "`bits`: the logarithms were weighted with the shares, as in an entropy. Each step "
            "counts once.",
            paper(cost=lambda shares: -(shares * np.log2(shares)).sum()),
        ),
        Wrong(
            "largest-only",
            "`bits`: that is the dearest step. Asked for is the mean of all.",
            paper(cost=lambda shares: -np.log2(shares).max()),
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
            "`perplexity`: 2 to the power of all eight bits. A symbol costs two.",
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
            perplexity=lambda bits, nats: 1 / ABE.mean() + 0 * bits,
        ),
        only(
            "mean-of-one-over-the-shares",
            "`perplexity`: that is the mean of one over the shares. The mean comes before the "
            "power.",
            perplexity=lambda bits, nats: (1 / ABE).mean() + 0 * bits,
        ),
        only(
            "shares-added",
            "`probability`: the shares were added. One thing *and* another: multiply.",
            probability=lambda bits: ABE.sum(),
        ),
        only(
            "probability-a-symbol",
            "`probability` is that of one symbol on average. The whole name has four steps.",
            probability=lambda bits: 2.0**-bits,
        ),
        only(
            "probability-averaged",
            "`probability` is the mean of the shares. One thing *and* another: multiply.",
            probability=lambda bits: ABE.mean(),
        ),
        only(
            "probability-without-the-dot",
            "`probability`: the dot is missing. A name is over only if the dot comes.",
            probability=lambda bits: np.prod(ABE[:3]),
        ),
        only(
            "probability-upside-down",
            "`probability` is above 1: upside down.",
            probability=lambda bits: 1 / np.prod(ABE),
        ),
        only(
            "smallest-share",
            "`probability` is the smallest share. One thing *and* another: multiply.",
            probability=lambda bits: ABE.min(),
        ),
        only(
            "percent",
            "`probability` is in percent. Asked for is a number between 0 and 1.",
            probability=lambda bits: 100 * np.prod(ABE),
        ),
        only(
            "mean-of-names",
            "`list_bits` is the mean of the two names' costs. The mean goes over *steps*, and "
            "*abe* has more of them.",
            of_list=lambda cost: (cost(ABE) + cost(AL)) / 2,
        ),
        only(
            "sum-of-names",
            "`list_bits`: the costs of the two names were added. The mean goes over all steps.",
            of_list=lambda cost: cost(ABE) + cost(AL),
        ),
        only(
            "bits-a-name",
            "`list_bits`: divided by two, the names. The mean goes over the steps.",
            of_list=lambda cost: -np.log2(BOTH).sum() / 2,
        ),
        only(
            "list-summed",
            "`list_bits` are those of the whole list. Asked for are bits a *symbol*.",
            of_list=lambda cost: -np.log2(BOTH).sum(),
        ),
        only(
            "list-divided-by-letters",
            "`list_bits`: divided by the five letters. There are seven steps, two of them dots.",
            of_list=lambda cost: -np.log2(BOTH).sum() / 5,
        ),
        only(
            "list-without-dots",
            "`list_bits`: the dots are missing, in the sum and in the steps.",
            of_list=lambda cost: 11 / 5,
        ),
        only(
            "second-name-only",
            "`list_bits` is the cost of *al* alone. The list holds both.",
            of_list=lambda cost: cost(AL),
        ),
        only(
            "perplexities-averaged",
            "`list_perplexity` is the mean of the two names' perplexities. Take the mean of the "
            "bits, over steps, and then the power.",
            list_perplexity=(4 + 2 ** (7 / 3)) / 2,
        ),
        only(
            "perplexities-multiplied",
            "`list_perplexity`: the two names' perplexities were multiplied.",
            list_perplexity=4 * 2 ** (7 / 3),
        ),
        only(
            "list-e-to-the-bits",
            "`list_perplexity`: e to the power of *bits*.",
            list_perplexity=np.exp(15 / 7),
        ),
        only(
            "list-two-to-the-nats",
            "`list_perplexity`: 2 to the power of *nats*.",
            list_perplexity=2 ** (15 / 7 * np.log(2)),
        ),
        only(
            "saved-half", "`saved`: half of the *bits* is more than that: work out both.", saved=0.5
        ),
        only(
            "saved-half-of-the-bits",
            "`saved`: that is half of the bits. Half the *perplexity* is asked for, and it is a "
            "power of the bits.",
            saved=15 / 14,
        ),
        only("saved-in-nats", "`saved` is in nats. Bits are asked for.", saved=float(np.log(2))),
        only(
            "saved-perplexity",
            "`saved` is by how much the perplexity falls. Bits are asked for.",
            saved=2 ** (15 / 7) / 2,
        ),
        only("saved-two", "`saved`: that would be a quarter of the perplexity.", saved=2.0),
        only("saved-negative", "`saved` is asked as what it costs *less*: positive.", saved=-1.0),
        only(
            "what-it-costs",
            "`saved` is what the other network costs. By how much is that less?",
            saved=15 / 7 - 1,
        ),
        only("saved-nothing", "`saved`: a lower perplexity means fewer bits.", saved=0.0),
        Wrong(
            "mean-of-the-list-for-abe",
            "`bits`: count the halvings of each share, add them up, and divide by four.",
            paper(cost=lambda shares: 2.25 + 0 * shares.sum()),
        ),
        Wrong(
            "median",
            "`bits` is the middle one. The mean is asked for.",
            paper(cost=lambda shares: float(np.median(-np.log2(shares)))),
        ),
        Wrong(
            "nats-divided-again",
            "`nats`: divided by the steps once more. `bits` are a mean already.",
            paper(nats=LN2 / 4),
        ),
        Wrong(
            "two-to-the-steps",
            "`perplexity`: 2 to the power of the steps. It is 2 to the power of the bits a symbol.",
            paper(perplexity=lambda bits, nats: 16.0 + 0 * bits),
        ),
        Wrong(
            "share-lost",
            "`probability`: a share is missing in the product. There are four.",
            paper(probability=lambda bits: 1 / 64),
        ),
        Wrong(
            "one-dot-only",
            "`list_bits`: divided by six steps. Both names have a dot at the end: seven.",
            paper(of_list=lambda cost: 15 / 6),
        ),
        Wrong(
            "first-name-only",
            "`list_bits` is the cost of *abe* alone. The list holds both.",
            paper(of_list=lambda cost: cost(ABE)),
        ),
        Wrong(
            "list-nats-of-names",
            "`list_nats` is the mean of the two names' costs. The mean goes over steps.",
            paper(list_nats=(2 + 7 / 3) / 2 * LN2),
        ),
        Wrong(
            "list-perplexity-of-abe",
            "`list_perplexity` is that of *abe* alone.",
            paper(list_perplexity=4.0),
        ),
        Wrong(
            "saved-four",
            "`saved` is a perplexity. By how many *bits* is the cost less?",
            paper(saved=4.0),
        ),
    ),
)
