"""Answers that are wrong by one factor or one term that is made of an argument, entry by entry.

A slope that was left out, one that stands where another belongs, a bias that was added twice: the
ratio to the right answer, or the difference, is then a simple expression of the arguments.
"""

import itertools

import numpy as np

from nnlib.checks.factors import names_of

ENOUGH = 6  # entries, over all cases, before a coincidence is out of the question
RTOL = 1e-6
FORMS = {
    "{}": lambda a: a,
    "1 − {}": lambda a: 1 - a,
    "{}²": lambda a: a**2,
    "1 − {}²": lambda a: 1 - a**2,
    "{0} (1 − {0})": lambda a: a * (1 - a),
    "1 − tanh² {}": lambda a: 1 - np.tanh(a) ** 2,
}


def told(table, part, right):
    """Return a name and words for a factor or a term too many, missing or exchanged; or None."""
    pairs = [(row[part], best[part]) for row, best in zip(table.got, table.right, strict=True)]
    if any(not same_form(got, best) for got, best in pairs):
        return None
    if sum(best.size for _, best in pairs) < ENOUGH:
        return None
    return by_term(pairs, table.cases, right) or by_factor(pairs, table.cases, right)


def same_form(got, right):
    """Tell whether both are finite arrays of one shape."""
    arrays = isinstance(got, np.ndarray) and isinstance(right, np.ndarray)
    return arrays and got.shape == right.shape and bool(np.isfinite([got, right]).all())


def arguments(cases, right, shapes):
    """Return the arrays among the arguments that fit the answer of their case, by name."""
    found = {}
    for place, name in enumerate(names_of(right, len(cases[0].args))):
        values = [case.args[place] for case in cases]
        if all(fits(value, shape) for value, shape in zip(values, shapes, strict=True)):
            found[name] = values
    return found


def fits(value, shape):
    """Tell whether an argument lies along an answer: an array of its shape, but for axes of 1."""
    if not isinstance(value, np.ndarray) or value.ndim != len(shape) or value.dtype.kind != "f":
        return False
    return all(a in (1, b) for a, b in zip(value.shape, shape, strict=True))


def by_term(pairs, cases, right):
    """Recognise an argument that was added, or left out of a sum."""
    shapes = [best.shape for _, best in pairs]
    for name, values in arguments(cases, right, shapes).items():
        for sign in (1, -1):
            off = [got - best - sign * v for (got, best), v in zip(pairs, values, strict=True)]
            if all(small(d, best) for d, (_, best) in zip(off, pairs, strict=True)):
                if sign < 0:
                    return "lacks-a-term", f"is the right one less `{name}`: is that term missing?"
                return "a-term-too-many", f"is the right one plus `{name}`: once too often?"
    return None


def small(difference, right):
    """Tell whether nothing is left of a difference."""
    return bool(np.all(np.abs(difference) <= 1e-9 + RTOL * np.max(np.abs(right), initial=0.0)))


def by_factor(pairs, cases, right):
    """Recognise a simple factor of an argument that is missing, too many, or in another's place."""
    shapes = [best.shape for _, best in pairs]
    flat = np.concatenate([np.stack([got.ravel(), best.ravel()]) for got, best in pairs], axis=1)
    named = {"1": np.ones(flat.shape[1])}
    for name, values in arguments(cases, right, shapes).items():
        spread = [np.broadcast_to(v, s).ravel() for v, s in zip(values, shapes, strict=True)]
        for form, make in FORMS.items():
            named[form.format(name)] = make(np.concatenate(spread))
    got, best = flat
    if np.ptp(got) == 0 or np.ptp(best) == 0:
        return None
    for (over, a), (under, b) in itertools.permutations(named.items(), 2):
        if np.ptp(a) + np.ptp(b) and small(got * b - best * a, best * a):
            return said(over, under)
    return None


def said(over, under):
    """Say what a factor a / b of the right answer means."""
    if over == "1":
        return "lacks-a-factor", f"is the right one divided by {under}: is that factor missing?"
    if under == "1":
        return "a-factor-too-many", f"is the right one times {over}: once too often?"
    return "another-factor", f"has {over} where {under} belongs."
