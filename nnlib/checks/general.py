"""The mistakes that can be made in any exercise, and how they are told.

`diagnose` goes through them in the order in which a learner can mend them: what keeps the function
from answering at all, what kind of thing came, its shape, and last its numbers.
"""

import re

import numpy as np

from nnlib.checks import closer, factors, multiples, places
from nnlib.checks.crash import Raised
from nnlib.checks.disguised import disguised, stands_for
from nnlib.checks.misread import misread
from nnlib.checks.remarks import listed, shown, subject
from nnlib.checks.values import TEXT, Odd, factor, first_difference

UNSTEADY = (
    "Asked twice with the same arguments, your function gives two different answers. It keeps "
    "something between two calls: a global variable, a default argument that is a list, or random "
    "numbers of its own."
)
CHANGES_INPUT = (
    "The numbers are right, but your function changes {} in place, and whoever called it still "
    "needs that. Work on a new array: `a = a - b` makes one, `a -= b` does not."
)
CHANGES_TOO = (
    " Your function also changes {} in place, and works on with what it has changed: is that the "
    "reason?"
)
SAYS_LITTLE = ("factor", "shape")  # true of many mistakes: a closer look comes after them
ONLY_THE_EXAMPLE = (
    "Right for the numbers of the statement and for no others. Either your function uses a "
    "variable of the notebook, or a number from the statement, where its argument belongs; or it "
    "leaves out what makes no difference there."
)
ALL_ZERO = "{} is 0 throughout. Is it filled in at all, or multiplied by something that is 0?"
SLOW = "One call of NumPy can take all of them: which axis is the loop's?"
OPEN = "Write what you have found, or `...` while it is open."
ENDLESS = "Is there a loop that never ends, or one with far more steps than it needs?"
NOT_FINITE = (
    "{} holds nan or infinity{}: a division by zero, the logarithm of 0, or numbers that have "
    "grown without bound."
)


def diagnose(exercise, table, changed):
    """Return the name and the message of the first general mistake that the table shows."""
    if table.slow:
        return "slow", SLOW
    if not table.wrong:
        return "changes-input", CHANGES_INPUT.format(listed(changed.values()))
    exchanged = None if exercise.requires else in_another_order(exercise, table)
    if exchanged:
        return exchanged
    more = () if exercise.requires else (form, numbers)
    found = first_found((silent, kind, *more), exercise, table)
    if not exercise.requires and (found is None or found[0] in SAYS_LITTLE):
        found = first_found((disguised, misread), exercise, table) or found
    if found:
        return found
    found = unmet(table) if exercise.requires else last_resort(exercise, table)
    spoilt = listed(dict.fromkeys(changed.values()))
    return ("changes-and-misses", found[1] + CHANGES_TOO.format(spoilt)) if spoilt else found


def first_found(looks, exercise, table):
    """Return what the first look finds that finds anything, part by part."""
    for look in looks:
        for i, part in table.wrong:
            for name in (
                [part] if part in table.got[i] else table.got[i]
            ):  # a requirement: all parts
                found = look(exercise, table, i, name)
                if found:
                    return found
    return None


def in_another_order(exercise, table):
    """Find parts that hold what is asked for in one another's places, in every case."""
    wrong = [part for part in table.columns if not all(table.columns[part])]
    stands = {}  # what is asked for as a part, and where it stands
    for part in wrong:
        where = [p for p in wrong if p != part and stands_for(exercise, table, p, part)]
        if len(where) != 1:
            return None
        stands[part] = where[0]
    if not stands or set(stands.values()) != set(wrong):
        return None
    said = f"The right values are there, and {listed(wrong)} stand in one another's places."
    order = f" The order is {listed(exercise.parts)}." if exercise.wants_function else ""
    return "exchanged", said + order


def on(exercise, table, i):
    """Name a case in a sentence, if there is more than one."""
    return f" (case: {table.cases[i].name})" if exercise.wants_function else ""


def silent(exercise, table, i, part):
    """Find calls that ended in an exception, or did not end."""
    came = table.got[i][part]
    if not isinstance(came, Raised):
        return None
    place = f"\n    {came.place}\n" if came.place else " "
    if came.kind == "TooSlow":
        where = f", in{place}" if came.place else ". "
        return "too-slow", f"Stopped after {exercise.seconds:g} seconds{where}{ENDLESS}"
    said = f"{came.kind}: {came.text}" if came.text else came.kind
    said = f"Your function stops with {said}{on(exercise, table, i)}"
    flat = laid_along_the_wrong_axis(came.text, came.place)
    if flat:
        return "flat-column", f"{said}{place if came.place else '. '}{flat}".strip()
    axis = lacks_an_axis(came.text)
    if axis:
        return "missing-axis", f"{said}{place if came.place else '. '}{axis}".strip()
    if came.shapes:
        more = f"Shapes there: {came.shapes}."
    elif came.kind == "TypeError" and not came.place:
        more = f"It is called with {len(table.cases[i].args)} arguments, in the order of the text."
    else:
        more = ""
    more = f"{came.advice} {more}".strip()
    said = f"{said}{place if came.place else '. '}{more}".strip()
    return closer.of_error(came.text, said, explained=bool(came.advice) or "arguments" in more)


def laid_along_the_wrong_axis(text, line):
    """Explain NumPy's refusal to add a flat array (n,) to one with n rows."""
    shapes = re.search(r"broadcast together with shapes \(([\d,]+)\) \(([\d,]+)\)", text)
    long, flat = sorted(shapes.groups(), key=lambda shape: -len(shape)) if shapes else ("", "")
    n, _, more = flat.partition(",")
    if not shapes or more or n not in long.split(",")[:-1]:
        return ""
    if "axis=" in line and "keepdims" not in line:
        return (
            f"What is taken along that axis leaves {n} numbers, flat, and a flat array lies along "
            "the last axis. Is it the axis that you mean? If so, `keepdims=True` keeps its place."
        )
    return (
        f"A flat array of {n} numbers lies along the last axis, the examples, and one "
        "number for each row is meant: as a column, `b[:, None]`, it fits."
    )


def lacks_an_axis(text):
    """Explain NumPy's refusal where one array has all axes of the other but one in the middle."""
    found = re.search(r"broadcast together with shapes \(([\d,]+)\) \(([\d,]+)\)", text)
    shapes = (
        [tuple(map(int, shape.strip(",").split(","))) for shape in found.groups()] if found else ()
    )
    if not shapes or abs(len(shapes[0]) - len(shapes[1])) != 1:
        return ""
    short, long = sorted(shapes, key=len)
    if not any(short == long[:k] + long[k + 1 :] for k in range(1, len(long))):
        return ""
    return (
        f"NumPy lines the last axes up. The array of shape {short} lacks an axis between its own, "
        f"where the other, {long}, has one: `None` in an index makes a place for it."
    )


def kind(exercise, table, i, part):
    """Find answers that are no numbers."""
    came, wanted = table.got[i][part], table.right[i].get(part)
    if isinstance(came, Odd):
        return no_numbers(exercise, table, i, part)
    if isinstance(came, str) == isinstance(wanted, str):
        return None
    if isinstance(wanted, str):
        return (
            "wrong-type",
            f"{subject(part)} should be a word in quotes, and came as {shown(came)}.",
        )
    word = "an array of numbers" if np.ndim(wanted) else "a number"
    return "text-for-numbers", f"{subject(part)} should be {word}, and came as text in quotes."


def no_numbers(exercise, table, i, part):
    """Say what came where an answer cannot consist of it."""
    came = table.got[i][part]
    if came.what == "None":
        wanted = "Is the `return` missing?" if exercise.wants_function else OPEN
        here = on(exercise, table, i) if any(answered(row) for row in table.got) else ""
        return "returns-none", f"{subject(part)} is None{here}. {wanted}"
    row, parts = table.got[i].values(), exercise.parts
    if len(parts) > 1 and all(isinstance(other, Odd) for other in row):
        wanted = f"{len(parts)} values ({', '.join(parts)})"
        name = "how-many-values" if came.what[:1].isdigit() or " array " in f" {came.what} " else ""
        return name or "wrong-type", f"Expected {wanted}, came {came.what}."
    if isinstance(table.right[i].get(part), str):
        return "wrong-type", f"{subject(part)} should be one word in quotes, and no more."
    name = "text-for-numbers" if came.what == TEXT else "wrong-type"
    return name, f"{subject(part)} should be numbers, and came as {came.what}."


def answered(parts):
    """Tell whether there is a number or a word among the parts."""
    return any(isinstance(part, (str, np.ndarray)) for part in parts.values())


def form(exercise, table, i, part):
    """Find numbers that are not finite, and arrays of another shape."""
    came, right = table.got[i][part], table.right[i][part]
    if isinstance(came, str):
        return None
    where = on(exercise, table, i)
    if not np.isfinite(came).all() and np.isfinite(right).all():
        return "not-finite", NOT_FINITE.format(subject(part), where)
    if came.shape == right.shape:
        return None
    shapes = f"shape {came.shape}, expected {right.shape}{where}."
    if exercise.agree(came.T, right):
        return "transposed", f"{subject(part)} is transposed: {shapes}"
    misshapen = [
        (table.got[row][part], table.right[row][part]) for row, p in table.wrong if p == part
    ]
    same = all(
        isinstance(a, np.ndarray) and a.size == b.size and exercise.agree(a.ravel(), b.ravel())
        for a, b in misshapen
    )
    more = "The numbers are right, the shape is not. " if same else ""
    return "shape", f"{more}{subject(part)} has {shapes}"


def numbers(exercise, table, _, part):
    """Find answers off by one factor, and answers fitted to the example."""
    rows = [row for row, verdict in enumerate(table.verdicts) if not verdict[part]]
    if exercise.wants_function and not any(np.any(row[part]) for row in table.got):
        return "all-zero", ALL_ZERO.format(subject(part))
    ratios = [factor(table.got[row][part], table.right[row][part]) for row in rows]
    rights = [table.right[row][part] for row in rows]
    single = all(np.size(set_apart(right)) < 2 for right in rights)  # is always some multiple
    sure = None not in ratios and (not single or (len(rows) > 1 and np.ptp(ratios) < 1e-4))
    if exercise.wants_function and sure:
        cases = [table.cases[row] for row in rows]
        name, said = factors.told(ratios, cases, exercise.right)
        return name, f"{subject(part)} {said}"
    found = multiples.told(table, part, exercise.right) if exercise.wants_function else None
    if found:
        return found[0], f"{subject(part)} {found[1]}"
    public = {row for row, case in enumerate(table.cases) if case.public}
    if public and not public & set(rows):
        return "only-the-example", ONLY_THE_EXAMPLE
    return None


def in_a_form(table, opened=()):
    """Return name and message of what is seen of the first number that is not right, or None."""
    for i, part in table.wrong:
        came, right = table.got[i][part], table.right[i].get(part)
        if part in opened:
            continue
        if not isinstance(came, np.ndarray) or not isinstance(right, np.ndarray):
            return None
        if came.shape != right.shape:
            asked = "one number is" if right.size == 1 else f"{right.size} numbers are"
            return "how-many", f"`{part}`: {asked} asked for, and {came.size} came."
        found = places.near(came, right)
        return (found[0], f"`{part}` {found[1]}") if found else None
    return None


def set_apart(right):
    """Return the numbers of a part that differ, but for 0."""
    return np.unique(right[right != 0]) if isinstance(right, np.ndarray) else right


def unmet(table):
    """Name the requirements that are not met."""
    missed = [what for what, column in table.columns.items() if not all(column)]
    return "unmet", f"Not yet: {'; '.join(missed)}."


def last_resort(exercise, table):
    """Show the first place where the answer differs; for single numbers that would give it away."""
    i, part = table.wrong[0]
    came, right = table.got[i][part], table.right[i][part]
    if not exercise.wants_function:
        if isinstance(right, str) and right in str(came).split():
            return "more-than-a-word", f"{subject(part)} should be one word, without the others."
        name, said = places.near(came, right) or ("wrong", "is not right yet.")
        follows = " What follows from it may be wrong for that reason alone."
        more = follows if exercise.kind == "compute" and len(table.wrong) > 1 else ""
        where = places.told(exercise, table, part) if name == "wrong" else ""
        return name, f"{subject(part)} {said}{where}{more}"
    where = on(exercise, table, i)
    if isinstance(right, str):
        return "wrong", f"{subject(part)} is not right{where}."
    if (places.near(came, right) or ("",))[0] == "rounded":
        return "rounded", f"{subject(part)} is rounded{where}. Hand back all digits."
    place = first_difference(came, right, exercise.rtol, exercise.atol)
    return (
        "wrong",
        f"{subject(part)} is not right: {place}{where}.{places.told(exercise, table, part)} "
        f"{once_more(exercise, i)}".strip(),
    )


def once_more(exercise, i):
    """Return the call that shows a case again, to be copied into a cell."""
    if not exercise.function:
        return ""
    call = f'from nnlib.checks import case; {exercise.function}(*case("{exercise.id}", {i}))'
    return f"To see it for yourself:\n    {call}"
