"""Cases, a right answer and known mistakes of digits.choose-eta."""

from nnlib.checks import Exercise, Wrong
from nnlib.checks.recognise import same

# Validation losses at RATES, as the notebook measures them.
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
        Wrong(
            "powers",
            "These are the powers of ten. Asked for are the rates.",
            chosen(best=0.0, longer=-1.0),
        ),
        Wrong(
            "places",
            "These are places in `RATES`, as `argmin` gives them. Asked for are the rates.",
            chosen(best=3, longer=2),
        ),
        Wrong(
            "places-from-one",
            "These are places in `RATES`, counted from one. Asked for are the rates.",
            chosen(best=4, longer=3),
        ),
        Wrong(
            "losses",
            "These are losses. Asked for are the rates that have them.",
            chosen(best=SHORT[3], longer=LONG[2]),
        ),
        Wrong(
            "highest",
            "`best` and `longer` have the highest loss. The lowest is best.",
            chosen(best=10.0, longer=10.0),
        ),
        Wrong(
            "smallest",
            "`best` and `longer` are the smallest rate. With so short steps nothing is learnt "
            "yet: its loss is that of a network that knows nothing, about ln 2.",
            chosen(best=0.001, longer=0.001),
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
