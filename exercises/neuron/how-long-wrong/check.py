"""Cases, a right answer and known mistakes of neuron.how-long-wrong."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Exercise, Wrong
from nnlib.checks.recognise import same

ERRORS = {
    "squared": lambda a: 2 * a * a * (1 - a),
    "entropy": lambda a: a,
    "slope_left": lambda a: a * a * (1 - a),
}


def estimates():
    """Return the numbers of steps as an integral over z has them, in the order of `ERRORS`."""
    grid = np.linspace(0, 6, 2001)
    widths = [1 / error(sigmoid(grid)) for error in ERRORS.values()]
    return [float(np.mean((w[1:] + w[:-1]) / 2) * 6) for w in widths]  # 2 eta is 1


def how_long(moves=2, start=6.0, late=0, errors=ERRORS, eta=1.0, step_by_step=False):
    """Return all numbers of the exercise; the arguments make the mistakes."""
    parts = {f"guess_{name}": guess for name, guess in zip(ERRORS, estimates(), strict=True)}
    for name, error in errors.items():
        z, steps = start, 0
        while z >= 0:
            for moved in [1, 1] if step_by_step else [moves]:
                z -= moved * 0.5 * error(sigmoid(z))
            steps += 1
        parts[f"steps_{name}"] = steps + late
    return parts | {"eta": eta}


def off_by(*differences):
    """Return a symptom: the three counts miss the right ones by these numbers."""

    def found(seen):
        counts = how_long().items()
        right = [number for name, number in counts if name.startswith("steps_")]
        wanted = zip(ERRORS, right, differences, strict=True)
        return all(
            same(seen[0][1][f"steps_{name}"], number + difference)
            for name, number, difference in wanted
            if f"steps_{name}" in seen[0][1]  # others are open
        )

    return found


def counts_off_by_one(seen):
    """Tell whether each count that is wrong misses the right one by one, to the same side."""
    right, parts = how_long(), seen[0][1]
    names = [f"steps_{name}" for name in ERRORS if f"steps_{name}" in parts]  # others are open
    missed = {
        float(parts[name] - right[name]) for name in names if not same(parts[name], right[name])
    }
    return missed in ({1.0}, {-1.0}) and not off_by(-1, 0, -1)(seen)


def nearly(numbers):
    """Return a symptom: the counts are these, or one more or less."""

    def found(seen):
        parts = seen[0][1]
        names = [f"steps_{name}" for name in ERRORS if f"steps_{name}" in parts]  # others are open
        return bool(names) and all(abs(parts[n] - numbers[n]) <= 1 for n in names)

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


EXERCISE = Exercise(
    kind="predict",
    points=3,
    parts=tuple(how_long()),
    predictions={f"guess_{name}": f"steps_{name}" for name in ERRORS},
    right=how_long(),
    wrongs=(
        Wrong(
            "one-parameter-stands-still",
            "Twice as many steps as it takes, or nearly. Do w and b both move in each step?",
            how_long(moves=1),
            nearly(how_long(moves=1)),
        ),
        Wrong(
            "eta-is-a-half",
            "Half as many steps as it takes, or nearly: η is 0.5 here.",
            how_long(moves=4),
            nearly(how_long(moves=4)),
        ),
        Wrong(
            "one-after-the-other",
            "Close by, but b moves by a δ that was worked out after w had moved. One δ moves both.",
            how_long(step_by_step=True),
            off_by(-1, 0, -1),
        ),
        Wrong(
            "bias-not-in-z",
            "Too few steps: the start is w = b = 3 and x = 1, so z begins higher than at 3.",
            how_long(start=3.0),
        ),
        Wrong(
            "off-by-one",
            "What you counted is off by one. At the start no step has been taken; the count is of "
            "the steps after which z is below 0 for the first time.",
            how_long(late=-1),
            counts_off_by_one,
        ),
        Wrong(
            "estimate-handed-in",
            "These are the guesses over again, or the numbers of the integral. Now let the neuron "
            "take its steps, and count.",
            how_long()
            | {f"steps_{name}": guess for name, guess in zip(ERRORS, estimates(), strict=True)},
            not_counted,
        ),
        Wrong(
            "no-two",
            "`steps_squared`: your squared error has lost the 2 of its derivative, and so takes as "
            "long as the third row.",
            how_long(errors=ERRORS | {"squared": ERRORS["slope_left"]}),
            off_by(426 - 214, 0, 0),
        ),
        Wrong(
            "eta-the-other-way",
            "`eta`: the δ of the third row is the smaller one. Does it need a smaller η to keep "
            "up?",
            how_long(eta=0.25),
        ),
        Wrong(
            "eta-unchanged",
            "`eta`: with the same η the two δs differ by a factor, and so do their steps. By "
            "which η is that made up for?",
            how_long(eta=0.5),
        ),
        Wrong(
            "eta-twice-too-large",
            "`eta`: the δ of the third row is the smaller one, but not by that much. Compare the "
            "two formulas letter by letter.",
            how_long(eta=2.0),
        ),
        Wrong(
            "eta-by-measuring",
            "`eta`: close by, and read off from the counts. The two formulas give the exact "
            "number.",
            how_long(eta=426 / 214 / 2),
        ),
        Wrong(
            "slope-in-the-entropy",
            "`steps_entropy`: a slope is left in your δ of the cross-entropy, which is a alone.",
            how_long(errors=ERRORS | {"entropy": ERRORS["slope_left"]}),
        ),
        Wrong(
            "squared-for-entropy",
            "`steps_entropy`: this is as long as the squared error takes. The δ of the second row "
            "is a alone.",
            how_long(errors=ERRORS | {"entropy": ERRORS["squared"]}),
        ),
        Wrong(
            "two-in-slope-left",
            "`steps_slope_left`: as long as the squared error takes. The δ of the third row has "
            "no 2 in it.",
            how_long(errors=ERRORS | {"slope_left": ERRORS["squared"]}),
            off_by(0, 0, 214 - 426),
        ),
        Wrong(
            "no-slope-left",
            "`steps_slope_left`: as long as the second row takes. In the third row the slope is "
            "left in.",
            how_long(errors=ERRORS | {"slope_left": ERRORS["entropy"]}),
        ),
        Wrong(
            "rows-exchanged",
            "`steps_squared` and `steps_slope_left` have changed places. The one with the larger "
            "δ is the quicker.",
            how_long(
                errors={
                    "squared": ERRORS["slope_left"],
                    "entropy": ERRORS["entropy"],
                    "slope_left": ERRORS["squared"],
                }
            ),
            off_by(426 - 214, 0, 214 - 426),
        ),
        Wrong(
            "squared-other-slope",
            "`steps_squared`: the a before the slope is missing. With y = 0, a − y is a.",
            how_long(errors=ERRORS | {"squared": lambda a: 2 * a * (1 - a)}),
        ),
        Wrong(
            "computed-and-not-counted",
            "The integrals of the guess, rounded. They take the steps as small; count the "
            "real ones in a loop.",
            how_long() | {"steps_squared": 212, "steps_slope_left": 424},
        ),
        Wrong(
            "slope-at-its-steepest",
            "`steps_squared`: that is the number if the slope were 1/4 all the way. Where the "
            "neuron is sure it is far less.",
            how_long() | {"steps_squared": 28},
        ),
        Wrong(
            "two-in-the-entropy",
            "`steps_entropy`: half as many as it takes, or nearly. The δ of the cross-entropy "
            "has no 2 in it.",
            how_long(errors=ERRORS | {"entropy": lambda a: 2 * a}),
        ),
    ),
)
