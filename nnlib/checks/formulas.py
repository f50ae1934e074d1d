"""What stands in a formula where something else belongs, tried out on numbers alone.

In the course's own formula each part is replaced by the other quantities of the exercise and by
functions of them. If the first wrong part of an answer comes out, this is the mistake, whatever
code made it.
"""

import ast
from dataclasses import dataclass

import numpy as np

from nnlib.checks import guesses
from nnlib.checks.rebuilt import CannotError, rebuilt
from nnlib.checks.remarks import subject
from nnlib.checks.worked import LAST, bound_once, readable, roots, values_in

RTOL, ATOL = 1e-7, 1e-11
MOST = 24  # quantities that are tried
LARGEST = 400  # numbers in a part of a formula in whose place they are tried
PLACES = 24
ENOUGH = 2.0  # telling numbers before a coincidence is out of the question
NAME, MESSAGE = "another-formula", "{} {}."
OF_ITSELF = {  # what is said of the very quantity that belongs there
    "{}²": "the square of {}",
    "−{}": "{} with the other sign",
    "2 {}": "twice {}",
    "{} / 2": "half of {}",
    "1 − {}": "1 less {}",
    "1 + {}": "1 more than {}",
    "1 / {}": "1 over {}",
    "√{}": "the root of {}",
    "{}³": "the cube of {}",
    "|{}|": "{} without its signs",
    "exp({})": "e to the power of {}",
    "ln({})": "the logarithm of {}",
    "σ({})": "σ of {}",
    "tanh({})": "tanh of {}",
    "max({}, 0)": "{} with 0 for all that is below 0",
}


def told(exercise, table):
    """Return a name and a message if one place of the formula explains the first wrong part."""
    if exercise.requires or exercise.room is None or not exercise.wants_function:
        return None
    part = table.wrong[0][1]
    rows = [row[part] for row in table.got]
    if not all(isinstance(v, np.ndarray) and np.isfinite(v).all() for v in rows):
        return None
    root = roots(exercise, part)
    if telling(rows) < ENOUGH:
        return None
    wrong = [i for i, p in table.wrong if p == part]
    wrong.sort(key=lambda i: rows[i].size < 2)  # a single number may fit by chance
    order = [*wrong, *(i for i in range(len(rows)) if i not in wrong)]
    with np.errstate(all="ignore"):
        known = [values_in(exercise.room, exercise.function, table.cases[i].args) for i in order]
        if any(values is None for values in known):
            return None
        found = search(exercise.room, root, [rows[i] for i in order], known)
    return found and (NAME, MESSAGE.format(subject(part), found))


def telling(rows):
    """Count the numbers that would not come about by chance; a whole one tells a third as much."""
    numbers = np.unique(np.concatenate([row.ravel() for row in rows]).round(12))
    numbers = numbers[~np.isin(numbers, (-1, 0, 1))]
    whole = np.sum(numbers == np.round(numbers))
    return numbers.size - whole + whole / 3


@dataclass(frozen=True)
class Place:
    """A part of the solution's formula in whose stead guesses are tried; without one, all of it."""

    room: object
    formula: ast.AST | None = None
    target: str = ""

    def shape(self, row, values):
        """Return the shape of what stands there."""
        return row.shape if self.formula is None else values[self.target].shape


def search(room, root, rows, known):
    """Try the places of a formula, from the outside in; return what is said of the first fit."""
    quantities = chosen(room, known)
    asked = "" if root is None else ast.unparse(root)
    tries = [Place(room)]  # the whole answer
    if root is not None:
        tries += [Place(room, root, text) for text in places_of(room, root, known[0])]
    made = {}
    for make in (guesses.singles, guesses.doubles):
        for place in tries:
            shape = place.shape(rows[0], known[0])
            if (make, shape) not in made:
                made[make, shape] = make({t: known[0][t] for t in quantities}, shape)
            right = "{}", (place.target or asked,)
            for label in fitting(place, *made[make, shape], rows[0], known[0]):
                more = zip(rows[1:], known[1:], strict=True)
                if label != right and all(fits(place, label, make, *case) for case in more):
                    inside = bool(place.target)
                    return words_of(room, label, place.target or asked, inside=inside)
    return None


def chosen(room, known):
    """Return the texts of the quantities that are known in every case, each value once."""
    common = [t for t in known[0] if all(t in values for values in known)]
    kept = []
    for text in sorted(common, key=lambda t: (t.startswith(LAST), len(t), t)):
        q = known[0][text]
        twin = any(np.array_equal(q, known[0][other]) for other in kept)
        if np.isfinite(q).all() and not twin and readable(room, text):
            kept.append(text)
    return kept[:MOST]


def places_of(room, root, values):
    """Return the texts of the parts of a formula, from the outside in."""
    stands, found, level = bound_once(room), [], [root]
    while level and len(found) < PLACES:
        inner = []
        for node in level:
            text = ast.unparse(node)
            if text in values and values[text].size <= LARGEST and text not in found:
                found.append(text)
            if isinstance(node, ast.Name) and node.id in stands:
                inner.append(stands[node.id])
            inner += [
                n for n in ast.iter_child_nodes(node) if isinstance(n, (ast.expr, ast.keyword))
            ]
        level = inner
    return found


def fitting(place, labels, arrays, row, values):
    """Return the labels of the guesses that give the numbers of a case."""
    if not labels:
        return []
    made = arrays
    if place.formula is not None:
        stands = bound_once(place.room)
        try:
            made, _ = rebuilt(place.formula, values, place.target, arrays, stands)
        except (CannotError, ValueError, IndexError, TypeError):
            return []
    if made.shape != (len(labels), *row.shape):
        return []
    off = np.abs(made - row).reshape(len(labels), -1)
    bound = ATOL + RTOL * np.max(np.abs(row), initial=0.0)
    return [labels[k] for k in np.flatnonzero((off <= bound).all(axis=1))]


def fits(place, label, make, row, values):
    """Tell whether a guess gives the numbers of a further case, too."""
    try:
        shape = place.shape(row, values)
        labels, arrays = make({text: values[text] for text in label[1]}, shape)
    except (ValueError, IndexError):
        return False
    if label not in labels:
        return False
    at = labels.index(label)
    return bool(fitting(place, [label], arrays[[at]], row, values))


def words_of(room, label, target, *, inside):
    """Say what a guess is, without saying what belongs in its place."""
    words, texts = label
    belongs = "what belongs there" if inside else "what is asked for"
    if texts == (target,):
        known = OF_ITSELF.get(words, words)
        what = known.format(*[belongs] * 2)
    else:
        what = words.format(*(named(readable(room, text)) for text in texts))
    what = what.rstrip(",")
    return f"is right but for one place: there stands {what}" if inside else f"is {what}"


def named(said):
    """Return a quantity as it stands in a sentence."""
    inner = f"`{said.removeprefix(LAST)}`"
    return f"{inner} of the last round" if said.startswith(LAST) else inner
