"""Cases, a right answer and known mistakes of mlp.two-loss-curves."""

from nnlib.checks import Exercise, Wrong
from nnlib.checks.recognise import same

# Epochs to solve exclusive or, medians over twenty starts, as the notebook measures them.
SLOW = {1: 735.5, 2: 1457.0, 4: 2896.5}  # by examples a step, at η = 0.25


FAST = {1: 269.5, 4: 726.0}  # at η = 1


def loss_curves(each, two, large):
    """Return an answer; what was guessed counts for nothing."""
    guesses = {"guess_each": 4, "guess_two": 2, "guess_large": 4}
    return guesses | {"each": each, "two": two, "large": large}


def each_missed(change):
    """Return a symptom: all factors that are wrong are so by this change, which gets the name."""

    def found(seen):
        parts = seen[0][1]
        right = {"each": EACH, "two": TWO, "large": LARGE}
        wrong = [n for n in right if n in parts and not same(parts[n], right[n], 0.05)]
        return bool(wrong) and all(same(parts[n], change(n, right[n]), 0.05) for n in wrong)

    return found


def number_of_epochs(seen):
    """Tell whether some factor is a number of epochs, which is far above any factor."""
    medians = [*SLOW.values(), *FAST.values()]
    parts = [part for name, part in seen[0][1].items() if not name.startswith("guess_")]
    found = any(same(part, median, 0.05) for part in parts for median in medians)
    return found and not each_missed(subtracted)(seen)


def gives_large(*factors):
    """Return a symptom: `large` is one of these, and the other factors are right."""

    def found(seen):
        parts = seen[0][1]
        fine = same(parts["each"], EACH, 0.05) and same(parts["two"], TWO, 0.05)
        return fine and any(same(parts["large"], factor, 0.05) for factor in factors)

    return found


def in_steps(name, factor):
    """Count steps and not epochs."""
    return factor / (2 if name == "two" else 4)


def subtracted(name, _):
    """Return the difference in place of the quotient."""
    return FAST[4] - FAST[1] if name == "large" else SLOW[4] - SLOW[1 if name == "each" else 2]


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
            "A factor below 1 is upside down: it says how many times as many epochs the whole "
            "batch needs, and the whole batch needs more.",
            loss_curves(1 / EACH, 1 / TWO, 1 / LARGE),
            each_missed(lambda _, factor: 1 / factor),
        ),
        Wrong(
            "counted-in-steps",
            "You counted steps and not epochs. An epoch is one step for the whole batch, two or "
            "four for the others.",
            loss_curves(EACH / 4, TWO / 2, LARGE / 4),
            each_missed(in_steps),
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
            each_missed(subtracted),
        ),
        Wrong(
            "epochs",
            "These are numbers of epochs. A factor is wanted: those of the whole batch divided by "
            "those of the other way.",
            loss_curves(SLOW[1], SLOW[2], FAST[1]),
            number_of_epochs,
        ),
        Wrong(
            "not-measured-at-1",
            "`large` is what the small rate gives. At η = 1 the answer is another one: measure "
            "it, both ways.",
            loss_curves(EACH, TWO, EACH),
        ),
        Wrong(
            "rates-mixed",
            "`large`: one of the two was measured at the small rate. Both ways are to be measured "
            "at η = 1.",
            loss_curves(EACH, TWO, SLOW[4] / FAST[1]),
            gives_large(SLOW[4] / FAST[1], FAST[4] / SLOW[1]),
        ),
        Wrong(
            "two-against-each",
            "`two`: this is how many times as many as a step after *each* example. Asked for is a "
            "step after every two.",
            loss_curves(EACH, EACH, LARGE),
        ),
    ),
)
