"""A number of a form that is a known function of right ones: their sum, difference, product.

It is told only if it has digits enough: where many functions are tried, a short number fits one of
them by chance.
"""

import itertools

import numpy as np

from nnlib.checks import guesses
from nnlib.checks.places import ORDINALS, near
from nnlib.checks.worked import readable, values_in

FEW_DIGITS, MANY_DIGITS = 4, 7
FINEST = 10  # digits, as far as sums agree
MOST = 24  # quantities
SMALL = dict(itertools.islice(guesses.FORMS.items(), 9))


def told(exercise, table, opened=()):
    """Return a name and a message for the first wrong number of a form, or None."""
    if exercise.wants_function or exercise.requires:
        return None
    for i, part in table.wrong:
        if part in opened:
            continue
        came, right = table.got[i][part], table.right[i].get(part)
        arrays = isinstance(came, np.ndarray) and isinstance(right, np.ndarray)
        if not arrays or came.shape != right.shape or not np.isfinite(came).all():
            return None
        if came.size > 1 and exercise.agree(np.sort(came, None), np.sort(right, None)):
            return "other-order", f"`{part}` holds the right numbers in another order."
        off = [k for k in range(came.size) if not exercise.agree(came.ravel()[k], right.ravel()[k])]
        if not off:
            return None
        return of_one(exercise, table, part, off[0])
    return None


def of_one(exercise, table, part, k):
    """Tell what the first wrong number of a part is, if it is a function of known ones."""
    came, right = table.got[0][part].ravel(), table.right[0][part].ravel()
    subject = f"`{part}`" if came.size == 1 else f"The {ordinal(k)} of `{part}`"
    single = near(came[k : k + 1], right[k : k + 1])
    if single and came.size > 1:
        return single[0], f"{subject} {single[1]}"
    sure = digits(came[k])
    if sure < FEW_DIGITS or came[k] == 0:
        return None
    bound = 0.6 * 10.0 ** (1 - min(sure, FINEST))
    known = quantities(exercise, table, part, k)
    with np.errstate(all="ignore"):
        for words, made in functions(known, pairs=sure >= MANY_DIGITS):
            if np.isfinite(made) and abs(made - came[k]) <= bound * abs(came[k]):
                return "another-number", f"{subject} is {words}, and something else is asked for."
    return None


def ordinal(k):
    """Return which number of a list this is."""
    return ORDINALS[k] if k < len(ORDINALS) else f"number {k + 1}"


def digits(number):
    """Return how many digits a number was written with, as far as that can be seen."""
    text = f"{abs(number):.12g}".split("e")[0].replace(".", "").strip("0")
    return len(text)


def quantities(exercise, table, part, k):
    """Return the numbers that a learner of this form knows, by what they are called."""
    found = {}
    for name, value in table.right[0].items():
        if isinstance(value, np.ndarray) and name not in exercise.predictions:
            for place, number in enumerate(value.ravel()):
                words = f"`{name}`" if value.size == 1 else f"the {ordinal(place)} of `{name}`"
                if (name, place) != (part, k):
                    found[words] = float(number)
    values = values_in(exercise.room, "", ()) if exercise.room else None
    for text, value in (values or {}).items():
        if value.ndim == 0 and readable(exercise.room, text) and text.isidentifier():
            found.setdefault(f"`{text}`", float(value))
    right = float(table.right[0][part].ravel()[k])
    kept = {}
    for words, number in found.items():
        if number not in (0.0, right) and number not in kept.values():
            kept[words] = number
    return dict(itertools.islice(kept.items(), MOST))


def functions(known, *, pairs):
    """Yield words and numbers of simple functions of one quantity, and of two if `pairs`."""
    for words, number in known.items():
        for form, make in SMALL.items():
            yield form.format(words), make(number)
    if pairs:
        for (one, a), (other, b) in itertools.permutations(known.items(), 2):
            for join, make in guesses.JOINED.items():
                yield join.format(one, other), make(a, b)
