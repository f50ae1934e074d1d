"""Answers that are off by one factor, and what such a factor says.

A 2 or a ½ comes from a square or a mean; a size of an argument from a mean that was taken once too
often, or not at all.
"""

import itertools
from fractions import Fraction

import numpy as np

from nnlib.checks.values import agree

CONSTANT = {
    -1.0: ("sign", "has the wrong sign, throughout."),
    2.0: (
        "twice",
        "is twice what it should be: a 2, of a square for instance, is there once too often, or a "
        "½ is missing.",
    ),
    0.5: (
        "half",
        "is half of what it should be: a ½ is there once too often, or the 2 that comes from a "
        "square is missing.",
    ),
}


def told(ratios, cases, right):
    """Return a name and words for the ratios of an answer to the right one, case by case."""
    if all(close(ratio, ratios[0]) for ratio in ratios):
        constant = next((c for c in CONSTANT if close(ratios[0], c)), None)
        if constant is not None:
            return CONSTANT[constant]
    found = by_size(ratios, cases, right)
    if found:
        return found
    if all(close(ratio, ratios[0]) for ratio in ratios):
        return "factor", f"is {ratios[0]:.6g} times what it should be."
    said = (f"{r:.4g} times ({case.name})" for r, case in zip(ratios, cases, strict=True))
    return "factor", f"is off by a factor that depends on the case: {'; '.join(said)}."


def close(a, b):
    """Tell whether two ratios are one, up to rounding."""
    return agree(np.array(a), np.array(b), 1e-4, 0)


def by_size(ratios, cases, right):
    """Recognise a size of the arguments, or a product of two, perhaps with a 2 or a ½."""
    sizes = [sizes_of(case.args, right) for case in cases]
    names = [name for name in sizes[0] if all(name in of_case for of_case in sizes)]
    for names_together in itertools.chain([(n,) for n in names], itertools.combinations(names, 2)):
        products = [np.prod([of_case[name] for name in names_together]) for of_case in sizes]
        if len(set(products)) == 1 and len(cases) > 1:
            continue  # a size that never changes proves nothing
        for extra, power in itertools.product((1, 2, Fraction(1, 2)), (-1, 1)):
            fits = zip(ratios, products, strict=True)
            if all(close(ratio, float(extra) * float(p) ** power) for ratio, p in fits):
                return words(names_together, power, extra)
    for over, under in itertools.permutations(names, 2):
        quotients = [of_case[over] / of_case[under] for of_case in sizes]
        fits = all(close(r, q) for r, q in zip(ratios, quotients, strict=True))
        if fits and len(set(quotients)) > 1:
            return "another-size", f"is off by {over} over {under}: one stands for the other."
    return None


def words(names, power, extra):
    """Say which sizes an answer is divided by, or multiplied with."""
    what = " and by ".join(names)
    also = "" if extra == 1 else f" (and {'twice' if extra == 2 else 'half'} what that would give)"
    if power < 0:
        said = (
            f"is divided by {what}, once more than it should be{also}: a mean where a sum belongs."
        )
        return "averaged", said
    return "not-averaged", f"is too large by {what}{also}: a sum where a mean belongs."


def sizes_of(args, right):
    """Name every size above 1 of the arrays among the arguments."""
    found = {}
    for name, value in zip(names_of(right, len(args)), args, strict=True):
        for axis, size in enumerate(np.shape(value) if isinstance(value, np.ndarray) else ()):
            found[f"the length of axis {axis} of `{name}`"] = size
    return found


def names_of(right, n):
    """Name n arguments as the course's own answer does."""
    code = getattr(right, "__code__", None)
    names = code.co_varnames[: code.co_argcount] if code else ()
    return [names[k] if k < len(names) else f"argument {k + 1}" for k in range(n)]
