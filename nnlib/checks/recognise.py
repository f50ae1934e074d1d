"""Rules for `Wrong.when`, which recognise a mistake by its symptom, where several exercises ask.

A rule gets `seen`, a list of ``(case, parts)``, and tells whether the mistake was made.
"""

import copy

import numpy as np

from nnlib.checks.exercise import Wrong
from nnlib.checks.values import agree

# As near as a formula comes, in whatever order it adds; the best nudges stay about ten times away.
EXACT = {"rtol": 3e-12, "atol": 1e-13}


def same(got, wanted, rtol=1e-6, atol=1e-9):
    """Tell whether a part is a certain number or list of numbers."""
    return agree(got, np.asarray(wanted, float), rtol, atol)


def gives(*answers):
    """Return a rule that recognises answers equal to one of these in every case and every part."""

    def recognise(seen):
        for answer in answers:
            made = [answer(*copy.deepcopy(case.args)) for case, _ in seen]
            pairs = zip(made, (parts for _, parts in seen), strict=True)
            if all(alike(theirs, list(parts.values())) for theirs, parts in pairs):
                return True
        return False

    def alike(theirs, came):
        theirs = theirs if isinstance(theirs, tuple) else (theirs,)
        return all(
            np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-5, atol=1e-9)
            for a, b in zip(theirs, came, strict=True)
        )

    return recognise


def exact_gradient(f, at):
    """Return the derivative of a number f to the last digits, entry by entry.

    A tiny step in the imaginary direction needs no difference, so nothing cancels: the imaginary
    part of f, over the step, is the derivative (Squire and Trapp, SIAM Review 40, 1998). f has to
    be made of functions that take complex numbers.
    """
    gradient = np.empty(np.shape(at))
    for place in np.ndindex(gradient.shape):
        moved = np.array(at, complex)
        moved[place] += 1e-20j
        gradient[place] = f(moved).imag / 1e-20
    return gradient


def nudged(nudge, right):
    """Return the mistake of those who nudge where a formula is asked for, as `nudge` does.

    It can be told by its digits, where the right answer is exact.
    """

    def recognise(seen):
        pairs = [
            (parts[""], right(*copy.deepcopy(case.args)))
            for case, parts in seen
            if isinstance(parts[""], np.ndarray)
        ]
        return len(pairs) == len(seen) and all(same(got, best, 1e-5) for got, best in pairs)

    return Wrong(
        "nudged",
        "Your numbers are right in their first digits and not in their last, as those of nudges "
        "are (or of float32). Asked for is the formula, which is right to the last digit.",
        nudge,
        recognise,
    )
