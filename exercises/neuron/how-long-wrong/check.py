"""Cases, a right answer and known mistakes of neuron.how-long-wrong."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Exercise, Wrong
from nnlib.checks.recognise import same
from nnlib.checks.rounds import anew

ERRORS = {
    "squared": lambda a: 2 * a * a * (1 - a),
    "entropy": lambda a: a,
    "slope_left": lambda a: a * a * (1 - a),
}
FIRST = 6.0  # z at the start; w and b are half of it


def estimates(start):
    """Return the numbers of steps as an integral over z has them, in the order of `ERRORS`."""
    grid = np.linspace(0, start, 2001)
    widths = [1 / error(sigmoid(grid)) for error in ERRORS.values()]
    return [float(np.mean((w[1:] + w[:-1]) / 2) * start) for w in widths]  # 2 eta is 1


def how_long(start, moves=2, late=0, errors=ERRORS, eta=1.0, step_by_step=False, **parts):
    """Return all numbers of the exercise; the arguments make the mistakes."""
    guesses = zip(ERRORS, estimates(start), strict=True)
    found = {f"guess_{name}": guess for name, guess in guesses}
    for name, error in errors.items():
        z, steps = start, 0
        while z >= 0:
            for moved in [1, 1] if step_by_step else [moves]:
                z -= moved * 0.5 * error(sigmoid(z))
            steps += 1
        found[f"steps_{name}"] = steps + late
    return found | {"eta": eta} | parts


def counts(parts):
    """Return the counts among some parts, in the order of `ERRORS`; others are open."""
    names = [f"steps_{name}" for name in ERRORS]
    return {name: parts[name] for name in names if name in parts}


def exactly(wrong):
    """Return a symptom: the counts are these."""

    def found(seen):
        return all(same(number, wrong[name]) for name, number in counts(seen[0][1]).items())

    return found


def off_by_one(start):
    """Return a symptom: each count that is wrong misses the right one by one, to the same side."""
    right, otherwise = how_long(start), exactly(how_long(start, step_by_step=True))

    def found(seen):
        missed = {
            float(number - right[name])
            for name, number in counts(seen[0][1]).items()
            if not same(number, right[name])
        }
        return missed in ({1.0}, {-1.0}) and not otherwise(seen)

    return found


def nearly(numbers):
    """Return a symptom: the counts are these, or one more or less."""

    def found(seen):
        known = counts(seen[0][1])
        return bool(known) and all(abs(known[n] - numbers[n]) <= 1 for n in known)

    return found


def not_counted(seen):
    """Tell whether the counts are no whole numbers, or the guesses over again."""
    parts = seen[0][1]
    done = [name for name in ERRORS if f"steps_{name}" in parts]
    pairs = [(parts[f"guess_{name}"], parts[f"steps_{name}"]) for name in done]
    if any(isinstance(steps, str) for _, steps in pairs):
        return False
    return all(same(steps, guess) for guess, steps in pairs) or any(
        np.any(steps % 1) for _, steps in pairs
    )


def mistakes(start):
    """Return the catalogue, made with the start of the statement or with another."""
    right, guessed = how_long(start), estimates(start)
    squared, slope_left = right["steps_squared"], right["steps_slope_left"]

    def with_errors(**errors):
        return how_long(start, errors=ERRORS | errors)

    return (
        Wrong(
            "one-parameter-stands-still",
            "Twice as many steps as it takes, or nearly. Do w and b both move in each step?",
            how_long(start, moves=1),
            nearly(how_long(start, moves=1)),
        ),
        Wrong(
            "eta-is-a-half",
            "Half as many steps as it takes, or nearly: η is 0.5 here.",
            how_long(start, moves=4),
            nearly(how_long(start, moves=4)),
        ),
        Wrong(
            "one-after-the-other",
            "Close by, but b moves by a δ that was worked out after w had moved. One δ moves both.",
            how_long(start, step_by_step=True),
            exactly(how_long(start, step_by_step=True)),
        ),
        Wrong(
            "bias-not-in-z",
            f"Too few steps: the start is w = b = {start / 2:g} and x = 1, so z begins higher than "
            f"at {start / 2:g}.",
            how_long(start / 2),
        ),
        Wrong(
            "off-by-one",
            "What you counted is off by one. At the start no step has been taken; the count is of "
            "the steps after which z is below 0 for the first time.",
            how_long(start, late=-1),
            off_by_one(start),
        ),
        Wrong(
            "estimate-handed-in",
            "These are the guesses over again, or the numbers of the integral. Now let the neuron "
            "take its steps, and count.",
            right | {f"steps_{name}": n for name, n in zip(ERRORS, guessed, strict=True)},
            not_counted,
        ),
        Wrong(
            "no-two",
            "`steps_squared`: your squared error has lost the 2 of its derivative, and so takes as "
            "long as the third row.",
            with_errors(squared=ERRORS["slope_left"]),
            exactly(with_errors(squared=ERRORS["slope_left"])),
        ),
        Wrong(
            "eta-the-other-way",
            "`eta`: the δ of the third row is the smaller one. Does it need a smaller η to keep "
            "up?",
            how_long(start, eta=0.25),
        ),
        Wrong(
            "eta-unchanged",
            "`eta`: with the same η the two δs differ by a factor, and so do their steps. By "
            "which η is that made up for?",
            how_long(start, eta=0.5),
        ),
        Wrong(
            "eta-twice-too-large",
            "`eta`: the δ of the third row is the smaller one, but not by that much. Compare the "
            "two formulas letter by letter.",
            how_long(start, eta=2.0),
        ),
        Wrong(
            "eta-by-measuring",
            "`eta`: close by, and read off from the counts. The two formulas give the exact "
            "number.",
            how_long(start, eta=slope_left / squared / 2),
        ),
        Wrong(
            "slope-in-the-entropy",
            "`steps_entropy`: a slope is left in your δ of the cross-entropy, which is a alone.",
            with_errors(entropy=ERRORS["slope_left"]),
        ),
        Wrong(
            "squared-for-entropy",
            "`steps_entropy`: this is as long as the squared error takes. The δ of the second row "
            "is a alone.",
            with_errors(entropy=ERRORS["squared"]),
        ),
        Wrong(
            "two-in-slope-left",
            "`steps_slope_left`: as long as the squared error takes. The δ of the third row has "
            "no 2 in it.",
            with_errors(slope_left=ERRORS["squared"]),
            exactly(with_errors(slope_left=ERRORS["squared"])),
        ),
        Wrong(
            "no-slope-left",
            "`steps_slope_left`: as long as the second row takes. In the third row the slope is "
            "left in.",
            with_errors(slope_left=ERRORS["entropy"]),
        ),
        Wrong(
            "rows-exchanged",
            "`steps_squared` and `steps_slope_left` have changed places. The one with the larger "
            "δ is the quicker.",
            with_errors(squared=ERRORS["slope_left"], slope_left=ERRORS["squared"]),
            exactly(with_errors(squared=ERRORS["slope_left"], slope_left=ERRORS["squared"])),
        ),
        Wrong(
            "squared-other-slope",
            "`steps_squared`: the a before the slope is missing. With y = 0, a − y is a.",
            with_errors(squared=lambda a: 2 * a * (1 - a)),
        ),
        Wrong(
            "computed-and-not-counted",
            "The integrals of the guess, rounded. They take the steps as small; count the "
            "real ones in a loop.",
            right | {"steps_squared": round(guessed[0]), "steps_slope_left": round(guessed[2])},
        ),
        Wrong(
            "slope-at-its-steepest",
            "`steps_squared`: that is the number if the slope were 1/4 all the way. Where the "
            "neuron is sure it is far less.",
            with_errors(squared=lambda a: 2 * a / 4),
        ),
        Wrong(
            "two-in-the-entropy",
            "`steps_entropy`: half as many as it takes, or nearly. The δ of the cross-entropy "
            "has no 2 in it.",
            with_errors(entropy=lambda a: 2 * a),
        ),
    )


def phrases(start):
    """Return the pieces of text in which the numbers stand."""
    w, squared, entropy, slope_left = (f"{start / 2:g}", *(f"{n:.0f}" for n in estimates(start)))
    z = f"{start:g}"
    return [
        f"$w = b = {w}$, so $z = {z}$ and $a = {sigmoid(start):.5f}$",
        f"over $z$ from 0 to {z}.",
        rf"\int_0^{{{z}}}" if len(z) > 1 else rf"\int_0^{z}",
        f"]_0^{{{z}}} \\approx {squared}" if len(z) > 1 else f"]_0^{z} \\approx {squared}",
        f"]_0^{{{z}}} \\approx {entropy}" if len(z) > 1 else f"]_0^{z} \\approx {entropy}",
        f"w = b = {start / 2:.1f}\n",
        f": {squared},  # half",
        f": {entropy},  # {z} + 1 - e^-{z}",
        f": {slope_left},  # (e^{z} - 1) + 3 * {z} + 3 * (1 - e^-{z}) + (1 - e^-{2 * start:g}) / 2",
    ]


def other(start):
    """Return the exercise with another start."""
    return anew(start, FIRST, phrases=phrases, right=how_long, wrongs=mistakes)


EXERCISE = Exercise(
    kind="predict",
    points=3,
    parts=tuple(how_long(FIRST)),
    predictions={f"guess_{name}": f"steps_{name}" for name in ERRORS},
    right=how_long(FIRST),
    wrongs=mistakes(FIRST),
    rounds=(other(5.0), other(5.6), other(4.4)),
)
