"""Rules for `Wrong.when`, which recognise a mistake by its symptom, where several exercises ask.

A rule gets `seen`, a list of ``(case, parts)``, and tells whether the mistake was made.
"""

import copy

import numpy as np

from nnlib.checks.values import agree


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
