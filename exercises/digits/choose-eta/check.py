"""Cases, a right answer and known mistakes of digits.choose-eta."""

from nnlib.checks import Exercise, Wrong
from nnlib.checks.recognise import same

# Validation losses at RATES, as the notebook measures them.
RATES = (0.001, 0.01, 0.1, 1.0, 10.0)
SHORT = (0.7065, 0.6966, 0.6729, 0.5048, 5.6175)  # after 30 epochs
LONG = (0.7017, 0.6963, 0.4921, 0.5559, 4.7061)  # after 100
RATIO = SHORT[2] / SHORT[3]


def chosen(best=1.0, ratio=RATIO, longer=0.1):
    """Return an answer; what was guessed counts for nothing."""
    guesses = {"guess_best": 0.1, "guess_ratio": 2, "guess_longer": 0.1}
    return guesses | {"best": best, "ratio": ratio, "longer": longer}


def after_a_hundred(seen):
    """Recognise 0.1 in the place of `best`, and no other mistake."""
    parts = seen[0][1]
    wanted = {"best": 0.1, "ratio": RATIO, "longer": 0.1}
    return all(same(parts[n], wanted[n], 0.02) for n in wanted if n in parts) and "best" in parts


def for_either(name, message, best, longer, *, tight=False, rule=None):
    """Return a mistake that can be made with each of the two rates, and says with which."""

    def recognise(part, wrong):
        if rule:
            return lambda seen: rule(seen[0][1].get(part))
        return (lambda seen: same(seen[0][1].get(part), wrong, 0.001)) if tight else None

    return [
        Wrong(f"{part}-{name}", f"`{part}` {message}", answer, recognise(part, answer[part]))
        for part, answer in (("best", best), ("longer", longer))
    ]


def is_no_candidate(rate):
    """Recognise a number that is neither a rate nor anything that was measured."""
    known = (*RATES, *range(-3, 5), *SHORT, *LONG)
    return rate is not None and not any(same(rate, k, 0.001) for k in known)


EXERCISE = Exercise(
    kind="predict",
    points=2,
    parts=("guess_best", "guess_ratio", "guess_longer", "best", "ratio", "longer"),
    predictions={"guess_best": "best", "guess_ratio": "ratio", "guess_longer": "longer"},
    right=chosen(),
    rtol=0.02,  # the last digits of a long training differ between processors
    wrongs=(
        Wrong(
            "swapped",
            "`best` and `longer` have changed places: `best` is after 30 epochs.",
            chosen(best=0.1, longer=1.0),
        ),
        Wrong(
            "longer-not-measured",
            "`longer` is the rate that was best after 30 epochs. Measure all five again.",
            chosen(longer=1.0),
        ),
        Wrong(
            "best-after-a-hundred",
            "`best` is the rate that is best after 100 epochs. Asked for is 30.",
            chosen(best=0.1),
            after_a_hundred,
        ),
        *for_either(
            "power",
            "is the power of ten. Asked for is the rate.",
            chosen(best=0.0),
            chosen(longer=-1.0),
        ),
        *for_either(
            "place",
            "is a place in `RATES`, as `argmin` gives it. Asked for is the rate.",
            chosen(best=3),
            chosen(longer=2),
        ),
        *for_either(
            "place-from-one",
            "is a place in `RATES`, counted from one. Asked for is the rate.",
            chosen(best=4),
            chosen(longer=3),
        ),
        *for_either(
            "loss",
            "is a loss. Asked for is the rate that has it.",
            chosen(best=SHORT[3]),
            chosen(longer=LONG[2]),
            tight=True,
        ),
        *for_either(
            "highest",
            "has the highest loss. The lowest is best.",
            chosen(best=10.0),
            chosen(longer=10.0),
        ),
        *for_either(
            "smallest",
            "is the smallest rate. With so short steps nothing is learnt yet: its loss is that of "
            "a network that knows nothing, about ln 2.",
            chosen(best=0.001),
            chosen(longer=0.001),
        ),
        *for_either(
            "second-smallest",
            "has a loss that another rate goes below. Print all five, and take the lowest.",
            chosen(best=0.01),
            chosen(longer=0.01),
        ),
        *for_either(
            "no-candidate",
            "is none of the `RATES`. Which of the five has the lowest loss?",
            chosen(best=0.5),
            chosen(longer=0.5),
            rule=is_no_candidate,
        ),
        Wrong(
            "percent-more",
            "`ratio` is by how many percent the loss is higher. Asked for is the factor.",
            chosen(ratio=100 * (RATIO - 1)),
        ),
        Wrong(
            "upside-down",
            "`ratio` is upside down: how many times as high is the loss at a tenth of the rate?",
            chosen(ratio=1 / RATIO),
        ),
        Wrong(
            "difference",
            "`ratio`: you subtracted. A factor is a quotient.",
            chosen(ratio=SHORT[2] - SHORT[3]),
        ),
        Wrong(
            "share-more",
            "`ratio` is by which share the loss is higher. Asked for is the factor.",
            chosen(ratio=RATIO - 1),
        ),
        Wrong(
            "ten-times",
            "`ratio` compares with ten times the best rate. Asked for is a tenth of it.",
            chosen(ratio=SHORT[4] / SHORT[3]),
        ),
        Wrong(
            "hundredth",
            "`ratio` compares with a hundredth of the best rate. Asked for is a tenth.",
            chosen(ratio=SHORT[1] / SHORT[3]),
        ),
        Wrong(
            "ratio-after-a-hundred",
            "`ratio` was measured after 100 epochs, and is asked for after 30.",
            chosen(ratio=LONG[2] / LONG[3]),
        ),
        Wrong(
            "epochs-mixed",
            "`ratio`: one of the two losses is that after 100 epochs. Both are to be measured "
            "after 30.",
            chosen(ratio=SHORT[2] / LONG[3]),
        ),
        Wrong(
            "ratio-of-rates",
            "`ratio` is how the rates are to each other. Asked for are their losses.",
            chosen(ratio=10.0),
        ),
        Wrong(
            "loss-for-ratio",
            "`ratio` is the loss at a tenth of the rate. Divide by that at the best.",
            chosen(ratio=SHORT[2]),
        ),
    ),
)
