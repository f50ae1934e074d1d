"""Cases, a right answer and known mistakes of mlp.two-loss-curves."""

from nnlib.checks import Exercise, Wrong

# Epochs to solve exclusive or, medians over twenty starts, as the notebook measures them.
SLOW = {1: 735.5, 2: 1457.0, 4: 2896.5}  # by examples a step, at η = 0.25


FAST = {1: 269.5, 4: 726.0}  # at η = 1


def loss_curves(each, two, large):
    """Return an answer; what was guessed counts for nothing."""
    guesses = {"guess_each": 4, "guess_two": 2, "guess_large": 4}
    return guesses | {"each": each, "two": two, "large": large}


EACH, TWO, LARGE = SLOW[4] / SLOW[1], SLOW[4] / SLOW[2], FAST[4] / FAST[1]


EXERCISE = Exercise(
    kind="predict",
    points=2,
    parts=("guess_each", "guess_two", "guess_large", "each", "two", "large"),
    predictions={"guess_each": "each", "guess_two": "two", "guess_large": "large"},
    right=loss_curves(EACH, TWO, LARGE),
    rtol=0.05,  # the last digits of a long training differ between processors
    wrongs=(
        Wrong(
            "upside-down",
            "Your factors are below 1: they are upside down. They say how many times as many "
            "epochs the whole batch needs.",
            loss_curves(1 / EACH, 1 / TWO, 1 / LARGE),
        ),
        Wrong(
            "counted-in-steps",
            "You counted steps and not epochs. An epoch is one step for the whole batch, two or "
            "four for the others.",
            loss_curves(EACH / 4, TWO / 2, LARGE / 4),
        ),
        Wrong(
            "swapped",
            "`each` and `two` have changed places: `each` compares the whole batch with one "
            "example at a time.",
            loss_curves(TWO, EACH, LARGE),
        ),
        Wrong(
            "difference",
            "You subtracted. A factor is a quotient.",
            loss_curves(SLOW[4] - SLOW[1], SLOW[4] - SLOW[2], FAST[4] - FAST[1]),
        ),
        Wrong(
            "epochs",
            "These are numbers of epochs. A factor is wanted: those of the whole batch divided by "
            "those of the other way.",
            loss_curves(SLOW[1], SLOW[2], FAST[1]),
        ),
        Wrong(
            "not-measured-at-1",
            "`large` is what the small rate gives. At η = 1 the answer is another one: measure "
            "it, both ways.",
            loss_curves(EACH, TWO, EACH),
        ),
    ),
)
