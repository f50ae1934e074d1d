"""Answers that hold the right numbers in another form: squared, in another order, one too many."""

import itertools

import numpy as np

from nnlib.checks.factors import names_of
from nnlib.checks.misread import comparable
from nnlib.checks.remarks import subject

FORMS = {
    "is the square of what is asked for.": np.square,
    "is the root of what is asked for.": np.sqrt,
    "is e to the power of what is asked for.": np.exp,
    "is the logarithm of what is asked for.": np.log,
    "is upside down: 1 over what is asked for.": lambda a: 1 / a,
    "is 1 less what is asked for.": lambda a: 1 - a,
    "has lost its minus signs.": np.abs,
}
LISTS = {
    "holds the right numbers from the last to the first.": lambda a: a[::-1],
    "holds running sums of what is asked for.": lambda a: np.cumsum(a, axis=0),
    "holds the changes from one entry to the next. Add them up.": lambda a: np.diff(a, 1, 0, 0),
}


def disguised(exercise, table, i, part):
    """Return a name and a message for an answer that is a known function of the right one."""
    rows = [row for row, verdict in enumerate(table.verdicts) if not verdict[part]]
    pairs = [(table.got[row][part], table.right[row][part]) for row in rows]
    if i != rows[0] or any(
        isinstance(value, str) or not finite(value) for p in pairs for value in p
    ):
        return None
    another = in_the_place_of(exercise, table, part)
    if another:
        return another
    enough = comparable([row[part] for row in table.got])
    for said in itertools.chain(
        by_form(exercise, pairs),
        by_place(exercise, pairs, enough=enough),
        by_start(exercise, table, part) if enough else (),
    ):
        return "other-form", f"{subject(part)} {said}"
    return None


def finite(value):
    """Tell whether a value is an array of finite numbers."""
    return isinstance(value, np.ndarray) and bool(np.isfinite(value).all())


def matches(exercise, change, pairs):
    """Tell whether a change of the right values gives what came, and not by being no change."""
    with np.errstate(all="ignore"):
        changed = [np.asarray(change(right)) for _, right in pairs]
    return all(exercise.agree(got, c) for (got, _), c in zip(pairs, changed, strict=True))


def by_form(exercise, pairs):
    """Yield the function of the right numbers that came."""
    right = np.concatenate([right.ravel() for _, right in pairs])
    telling = np.unique(right[~np.isin(right, (-1, 0, 1))])  # 1 is its own square and root
    enough = 1 if np.any(telling % 1) else 3
    for said, change in FORMS.items():
        if change is np.abs and not np.any(right > 0):
            continue  # a wrong sign throughout
        if len(telling) >= enough and matches(exercise, change, pairs):
            yield said
    for axis in range(min(right.ndim for _, right in pairs)):
        if matches(exercise, lambda a, axis=axis: a.sum(axis=axis), pairs):
            yield f"is the sum along axis {axis} of what is asked for, one sum too many."
    for digits in range(7):
        kept = np.unique(np.round(right, digits))
        if len(kept) > 2 and matches(exercise, lambda a, d=digits: np.round(a, d), pairs):
            yield f"is rounded to {digits} decimals. Hand it on as it is."
    if all(got.shape == right.shape and got.ndim and len(got) > 2 for got, right in pairs):
        for said, change in LISTS.items():
            if matches(exercise, change, pairs):
                yield said


def by_place(exercise, pairs, *, enough):
    """Yield that numbers are one off, or stand in another order."""
    if not exercise.wants_function or not enough:
        return
    for step, said in ((1, "one too large"), (-1, "one too small")):
        whole = all(np.all(right == np.round(right)) for _, right in pairs)
        if whole and matches(exercise, lambda right, step=step: right + step, pairs):
            yield f"is {said}, throughout: where does the counting begin?"
    mixed = all(len(np.unique(right)) > 2 and got.shape == right.shape for got, right in pairs)
    flat = [(np.sort(got, axis=None), np.sort(right, axis=None)) for got, right in pairs]
    if mixed and matches(exercise, lambda right: right, flat):
        yield "holds the right numbers in another order."


def by_start(exercise, table, part):
    """Yield how an answer that is an argument and a change went wrong in the change."""
    names = names_of(exercise.right, len(table.cases[0].args))
    rows = [(case.args, row[part], best[part]) for case, row, best in rows_of(table)]
    for k, name in enumerate(names):
        if not all(fits(args[k], best) and fits(args[k], got) for args, got, best in rows):
            continue
        steps = [(got - args[k], best - args[k]) for args, got, best in rows]
        if matches(
            exercise,
            lambda step: step,
            [(got, s) for (_, got, _), (_, s) in zip(rows, steps, strict=True)],
        ):
            yield f"is the change of `{name}` alone. Asked for is what `{name}` becomes."
        if matches(exercise, lambda step: -step, steps):
            yield f"comes from `{name}` by the right step in the wrong direction."
        if all(not np.any(got) for got, _ in steps):
            yield f"is `{name}` as it came."
        for j, scalar in enumerate(names):
            numbers = [args[j] for args, _, _ in rows]
            if not all(isinstance(s, (int, float)) and s for s in numbers):
                continue
            for power, said in (
                (1, "has the factor `{}` once too often"),
                (-1, "lacks the factor `{}`"),
            ):
                scaled = [
                    (got, s**power * step) for s, (got, step) in zip(numbers, steps, strict=True)
                ]
                if len(set(numbers)) > 1 and matches(exercise, lambda step: step, scaled):
                    yield f"comes from `{name}` by a step that {said.format(scalar)}."


def rows_of(table):
    """Return the cases with what came and what is right."""
    return zip(table.cases, table.got, table.right, strict=True)


def fits(value, right):
    """Tell whether an argument is an array of numbers of an answer's shape."""
    return isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.shape == right.shape


def in_the_place_of(exercise, table, part):
    """Tell whether a part is, in every case, what another part should be."""
    for other in table.verdicts[0]:
        if other == part or not stands_for(exercise, table, part, other):
            continue
        if all(verdict[other] for verdict in table.verdicts):
            return "another-part", f"`{part}` holds what belongs to `{other}`."
    return None


def stands_for(exercise, table, part, other):
    """Tell whether a part is the right value of another one, and not of itself."""
    pairs = [
        (row[part], best[other], best[part])
        for row, best in zip(table.got, table.right, strict=True)
    ]
    numbers = all(finite(got) and finite(theirs) for got, theirs, _ in pairs)
    return numbers and all(exercise.agree(got, theirs) for got, theirs, _ in pairs)
