"""Cases, a right answer and known mistakes of text.copies."""

from nnlib.checks import Exercise, Wrong

# Shares of the names that the notebook's `write` writes; the solution measures them anew.
SHARES = {"one": 0.056, "four": 0.709, "cold": 0.126, "one_unseen": 0.051, "four_unseen": 0.062}
GUESSES = {"guess_one": "one", "guess_four": "four", "guess_cold": "cold"}
MEASURED = tuple(SHARES)


def copies(**mistake):
    """Return every answer, some of them replaced; guesses are not judged."""
    return dict.fromkeys(GUESSES, 0.5) | SHARES | {"by_heart": "four"} | mistake


def all_shares(change):
    """Return an answer whose shares are all changed alike."""
    return copies(**{name: change(share) for name, share in SHARES.items()})


def for_each(name, message, shares):
    """Return a mistake that can be made with each of some shares, and says with which."""
    return [
        Wrong(f"{part}-{name}", f"`{part}` {message}", copies(**{part: share}))
        for part, share in shares.items()
    ]


EXERCISE = Exercise(
    kind="predict",
    points=2,
    parts=(*GUESSES, *MEASURED, "by_heart"),
    predictions=GUESSES,
    right=copies(),
    rtol=0.01,
    wrongs=(
        Wrong("percent", "These are percent. Asked for are shares.", all_shares(lambda s: 100 * s)),
        Wrong(
            "how-many",
            "These are numbers of names. Asked for are shares: divide by 1,000.",
            all_shares(lambda s: 1000 * s),
        ),
        Wrong(
            "own-for-copies",
            "These are the shares that are *not* in the list. Asked for are the copies.",
            all_shares(lambda s: 1 - s),
        ),
        *for_each(
            "in-both-halves",
            "counts hits in both halves. Asked for are those in `learned`.",
            {"one": 0.107, "four": 0.771, "cold": 0.28},
        ),
        *for_each(
            "unseen-for-learned",
            "counts hits in `unseen`. Those in `learned` are asked for.",
            {"one": 0.051, "four": 0.062, "cold": 0.154},
        ),
        *for_each(
            "each-once",
            "is a share of the *different* names. A name that was written twice counts twice.",
            {"one": 27 / 793, "four": 602 / 876, "cold": 43 / 452},
        ),
        *for_each(
            "each-once-of-all",
            "counts a name once that was written several times: `set` forgets the repeats.",
            {"one": 0.027, "four": 0.602, "cold": 0.043},
        ),
        *for_each(
            "share-of-the-list",
            "is which share of `learned` was written. Asked for is which share of what was written "
            "stands in it.",
            {"one": 27 / 2582, "four": 602 / 2582, "cold": 43 / 2582},
        ),
        Wrong(
            "ratio",
            "`four` is how many times as many hits there are in `learned` as in `unseen`. Asked "
            "for are the two shares.",
            copies(four=SHARES["four"] / SHARES["four_unseen"]),
        ),
        Wrong(
            "hundred-names",
            "`one` holds for 100 names. 1,000 are asked for: a share of few names is a matter of "
            "chance.",
            copies(one=0.09, four=0.75, cold=0.16),
        ),
        Wrong(
            "one-and-four-swapped",
            "`one` and `four` changed places.",
            copies(one=0.709, four=0.056),
        ),
        Wrong(
            "memory-of-two",
            "`one` holds for a memory of two symbols. The first argument is the memory.",
            copies(one=0.096),
        ),
        Wrong(
            "cold-for-one", "`one` was written at temperature 0.5. It is 1 here.", copies(one=0.126)
        ),
        Wrong(
            "hot-for-one",
            "`one` was written at temperature 2. It is 1 here.",
            copies(one=0.018),
        ),
        Wrong(
            "nothing-copied",
            "`one` is 0. With one symbol of memory a name is hit now and then.",
            copies(one=0.0),
        ),
        Wrong(
            "four-of-three",
            "`four` holds for a memory of three symbols.",
            copies(four=0.228),
        ),
        Wrong(
            "four-of-five",
            "`four` holds for a memory of five symbols.",
            copies(four=0.915),
        ),
        Wrong(
            "four-of-two",
            "`four` holds for a memory of two symbols.",
            copies(four=0.096),
        ),
        Wrong(
            "four-all",
            "`four`: not all. Where two names share four symbols, it can cross over from one to "
            "the other.",
            copies(four=1.0),
        ),
        Wrong(
            "four-cold",
            "`four` was written at temperature 0.5. It is 1 here.",
            copies(four=0.624),
        ),
        Wrong(
            "four-as-one",
            "`four` is the share with a memory of one once more.",
            copies(four=0.056),
        ),
        Wrong(
            "cold-is-one",
            "`cold` is `one` once more: `temperature=0.5` has got lost.",
            copies(cold=0.056),
        ),
        Wrong(
            "cold-with-four",
            "`cold` was written with a memory of four. Here it is one.",
            copies(cold=0.624),
        ),
        Wrong(
            "cold-is-hot",
            "`cold` was written at temperature 2: the counts are raised to 1 / τ already.",
            copies(cold=0.018),
        ),
        Wrong(
            "cold-all",
            "`cold`: at 0.5 it does not yet say the same name over and over.",
            copies(cold=1.0),
        ),
        Wrong(
            "unseen-is-learned",
            "`one_unseen` is `one` once more. Here the other half is asked about.",
            copies(one_unseen=0.056, four_unseen=0.709),
        ),
        Wrong(
            "unseen-never-hit",
            "`one_unseen`: nobody copied these names, and yet some are hit. Measure.",
            copies(one_unseen=0.0, four_unseen=0.0),
        ),
        Wrong(
            "unseen-is-the-rest",
            "`one_unseen` is what is not in `learned`. Asked for is what is in `unseen`; most of "
            "what it writes is in neither.",
            copies(one_unseen=1 - 0.056, four_unseen=1 - 0.709),
        ),
        Wrong(
            "unseen-cold",
            "`one_unseen` was written at temperature 0.5. The names of `one` are asked about.",
            copies(one_unseen=0.154, four_unseen=0.159),
        ),
        Wrong(
            "unseen-swapped",
            "`one_unseen` and `four_unseen` changed places.",
            copies(one_unseen=0.062, four_unseen=0.051),
        ),
        Wrong(
            "unseen-difference",
            "`one_unseen` is the difference of the two shares. Asked for is the share in `unseen`.",
            copies(one_unseen=0.005, four_unseen=0.647),
        ),
        Wrong(
            "four-never-hit",
            "`four_unseen`: nobody copied these names, and yet some are hit. Measure.",
            copies(four_unseen=0.0),
        ),
        Wrong(
            "four-unseen-is-learned",
            "`four_unseen` is `four` once more. Here the other half is asked about.",
            copies(four_unseen=0.709),
        ),
        Wrong(
            "four-unseen-is-the-rest",
            "`four_unseen` is what is not in `learned`. Asked for is what is in `unseen`.",
            copies(four_unseen=1 - 0.709),
        ),
        Wrong(
            "four-unseen-cold",
            "`four_unseen` was written at temperature 0.5. The names of `four` are asked about.",
            copies(four_unseen=0.159),
        ),
        Wrong(
            "by-heart-one",
            "`by_heart`: for a memory of one the hits in both halves are alike, though it has seen "
            "only one half. Is that by heart?",
            copies(by_heart="one"),
        ),
        Wrong(
            "by-heart-both",
            "`by_heart`: one of the two hits both halves alike, though it has seen only one.",
            copies(by_heart="both"),
        ),
        Wrong(
            "by-heart-neither",
            "`by_heart`: one of the two hits the half that it has seen far more often.",
            copies(by_heart="neither"),
        ),
        Wrong(
            "one-of-hundred",
            "`one` is near, and not it: was it measured on 1,000 names?",
            copies(one=0.1),
        ),
        Wrong(
            "four-half",
            "`four` looks like a guess. Measure it.",
            copies(four=0.5),
        ),
        Wrong(
            "four-not-copied",
            "`four` is the share that is not in the list.",
            copies(four=1 - 0.709),
        ),
        Wrong(
            "cold-half",
            "`cold` looks like a guess. Measure it.",
            copies(cold=0.5),
        ),
        Wrong(
            "cold-doubled",
            "`cold` is twice `one`. A temperature does not multiply a share: measure it.",
            copies(cold=0.112),
        ),
        Wrong(
            "unseen-in-both",
            "`one_unseen` counts hits in both halves. Asked for are those in `unseen`.",
            copies(one_unseen=0.107, four_unseen=0.771),
        ),
        Wrong(
            "four-unseen-in-both",
            "`four_unseen` counts hits in both halves. Asked for are those in `unseen`.",
            copies(four_unseen=0.771),
        ),
        Wrong(
            "by-heart-cold",
            "`by_heart`: one of the two memories, one or four.",
            copies(by_heart="cold"),
        ),
    ),
)
