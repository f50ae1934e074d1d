"""Cases, a right answer and known mistakes of speed.view-or-copy."""

import numpy as np

from nnlib.checks import Exercise, Wrong


def views():
    """Measure which of the expressions of the statement look at theta's own numbers."""
    theta = np.arange(9.0)
    W = theta[:6].reshape(2, 3)
    made = {
        "every_second": theta[::2],
        "picked": theta[[0, 2, 4]],
        "where_large": theta[theta > 4],
        "turned": W.T,
        "column": W[:, 1],
        "in_a_row": W.reshape(6),
        "turned_in_a_row": W.T.reshape(6),
        "flattened": W.flatten(),
    }
    return {k: "view" if np.shares_memory(theta, a) else "copy" for k, a in made.items()}


def view_or_copy(**mistake):
    """Return every word of the exercise and the number of views, some of them replaced."""
    words = views()
    n_views = list(words.values()).count("view")
    return {"guess_views": n_views} | words | {"views": n_views} | mistake


def is_miscounted(seen):
    """Tell whether all words are right, and their number is not."""
    ((_, parts),) = seen
    return all(parts[name] == word for name, word in views().items())


EXERCISE = Exercise(
    kind="predict",
    points=2,
    parts=tuple(view_or_copy()),
    predictions={"guess_views": "views"},
    right=view_or_copy(),
    wrongs=(
        Wrong(
            "reshape-is-a-view",
            "Your `turned_in_a_row` is a view. A view reads the memory with fixed strides, and the "
            "numbers of W.T, row after row, jump to and fro in it.",
            view_or_copy(turned_in_a_row="view"),
        ),
        Wrong(
            "reshape-is-a-copy",
            "Your `in_a_row` is a copy. The numbers of W stand in this very order in the memory "
            "already.",
            view_or_copy(in_a_row="copy"),
        ),
        Wrong(
            "flatten-is-reshape",
            "Your `flattened` is a view. `flatten` is there to make a copy, always; `reshape` "
            "makes one only where it has to.",
            view_or_copy(flattened="view"),
        ),
        Wrong(
            "a-list-is-a-slice",
            "Your `picked` is a view. That would hold of the slice `theta[0:5:2]`; the numbers of "
            "a list may jump as they like.",
            view_or_copy(picked="view"),
        ),
        Wrong(
            "a-mask-is-a-slice",
            "Your `where_large` is a view. Which numbers a mask picks is not known before one "
            "looks at them.",
            view_or_copy(where_large="view"),
        ),
        Wrong(
            "transpose-copies",
            "Your `turned` is a copy. A transpose moves no number: it exchanges the strides.",
            view_or_copy(turned="copy"),
        ),
        Wrong(
            "strides-copy",
            "Your `every_second` is a copy. It reads every second number where it stands.",
            view_or_copy(every_second="copy"),
        ),
        Wrong(
            "columns-copy",
            "Your `column` is a copy. It reads every third number where it stands.",
            view_or_copy(column="copy"),
        ),
        Wrong(
            "miscounted",
            "The words are right. Count the views among them once more.",
            view_or_copy(views=8),
            when=is_miscounted,
        ),
    ),
)
