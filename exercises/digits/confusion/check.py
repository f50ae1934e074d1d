"""Cases, a right answer and known mistakes of digits.confusion."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import gives


def counted(labels, predicted, C):
    """Count by products of one-hot rows."""
    return np.eye(C)[labels].T @ np.eye(C)[predicted]


def changed(change):
    """Return an answer: the right table, changed."""
    return lambda *args: change(counted(*args))


def label_cases(rng):
    """Return labels in which each class is mistaken for another in its own way."""

    def drawn(C, N, missing=()):
        kept = [c for c in range(C) if c not in missing]
        labels = np.concatenate([kept, kept, rng.choice(kept, N)])
        predicted = np.where(
            rng.uniform(size=len(labels)) < 0.5, labels, rng.choice(kept, len(labels))
        )
        predicted[:3] = np.roll(kept, 1)[:3]  # three mistakes at least, and none is undone
        return labels, predicted, C

    return [
        Case("three classes", drawn(3, 30)),
        Case("five classes, one of which does not occur", drawn(5, 40, missing=(2,))),
        Case("the last class does not occur", drawn(6, 30, missing=(5,))),
        Case("three classes, many examples", drawn(3, 2400)),
    ]


EXERCISE = Exercise(
    kind="implement",
    points=2,
    cases=label_cases,
    right=counted,
    wrongs=(
        Wrong(
            "on-its-side",
            "The table is on its side: a row is what an example *is*, a column what it was taken "
            "for.",
            changed(lambda table: table.T),
        ),
        Wrong(
            "counted-once",
            "Each pair is counted once, however often it comes: `table[labels, predicted] += 1` "
            "reads, adds and writes once for each place.",
            changed(lambda table: np.minimum(table, 1)),
        ),
        Wrong(
            "counts-overflow",
            "Right as long as no count is above 255. One byte, `uint8`, holds no more and begins "
            "again at 0: count in whole numbers of the usual size.",
            changed(lambda table: table % 256),
        ),
        Wrong(
            "shares-of-rows",
            "These are shares of each row. Asked for are counts.",
            changed(lambda table: table / np.maximum(table.sum(axis=1, keepdims=True), 1)),
        ),
        Wrong(
            "shares-of-columns",
            "These are shares of each column. Asked for are counts.",
            changed(lambda table: table / np.maximum(table.sum(axis=0, keepdims=True), 1)),
        ),
        Wrong(
            "shares-of-all",
            "These are shares of all examples. Asked for are counts.",
            changed(lambda table: table / table.sum()),
        ),
        Wrong(
            "percent",
            "These are percent of all examples. Asked for are counts.",
            changed(lambda table: 100 * table / table.sum()),
        ),
        Wrong(
            "mistakes-only",
            "The diagonal is 0: what was right is left out, and it belongs into the table.",
            changed(lambda table: table - np.diag(np.diag(table))),
        ),
        Wrong(
            "hits-only",
            "Only the diagonal is filled: what was taken for something else is left out.",
            changed(lambda table: np.diag(np.diag(table))),
        ),
        Wrong(
            "hits-in-a-list",
            "This is the diagonal alone, how many of each class were right. The table says what "
            "became of the others.",
            changed(np.diag),
        ),
        Wrong(
            "both-ways",
            "Each pair is counted in both directions, i for j and j for i.",
            changed(lambda table: table + table.T),
        ),
        Wrong(
            "both-ways-halved",
            "The table was made symmetric. That 3 is taken for 8 says nothing of an 8 taken for 3.",
            changed(lambda table: (table + table.T) / 2),
        ),
        Wrong(
            "missing-classes-left-out",
            "A class that does not occur has lost its row and column, so that all later ones "
            "moved up.",
            lambda labels, predicted, C: counted(labels, predicted, C)[
                np.ix_(np.unique(labels), np.unique(labels))
            ],
        ),
        Wrong(
            "size-from-the-labels",
            "The table is as large as the labels that occur. `C` says how many classes there are.",
            lambda labels, predicted, C: counted(labels, predicted, C)[
                : max(labels) + 1, : max(labels) + 1
            ],
            gives(
                lambda labels, predicted, C: counted(labels, predicted, C)[
                    : max(labels) + 1, : max(labels) + 1
                ]
            ),
        ),
        Wrong(
            "from-one",
            "Everything stands one further down and to the right: labels begin with 0, and so do "
            "rows and columns.",
            changed(lambda table: np.roll(table, 1, axis=(0, 1))),
        ),
        Wrong(
            "from-one-with-a-border",
            "The table has a row and a column more, and the first ones are empty: labels begin "
            "with 0.",
            changed(lambda table: np.pad(table, ((1, 0), (1, 0)))),
        ),
        Wrong(
            "sums-at-the-border",
            "Your table has the sums at its border. They are good to look at, and were not asked "
            "for: shape (C, C).",
            changed(
                lambda table: np.block(
                    [
                        [table, table.sum(axis=1, keepdims=True)],
                        [table.sum(axis=0, keepdims=True), table.sum()],
                    ]
                )
            ),
        ),
        Wrong(
            "sorted-apart",
            "The labels and the answers were sorted each by itself, so pairs were parted that "
            "belong together.",
            lambda labels, predicted, C: counted(np.sort(labels), np.sort(predicted), C),
        ),
        Wrong(
            "last-example-left-out",
            "The last example is missing.",
            lambda labels, predicted, C: counted(labels[:-1], predicted[:-1], C),
        ),
        Wrong(
            "first-example-left-out",
            "The first example is missing.",
            lambda labels, predicted, C: counted(labels[1:], predicted[1:], C),
        ),
        Wrong(
            "labels-for-answers",
            "The answers of the network are nowhere in it: each label is paired with itself.",
            lambda labels, predicted, C: counted(labels, labels, C),
        ),
        Wrong(
            "answers-for-labels",
            "The labels are nowhere in it: each answer is paired with itself.",
            lambda labels, predicted, C: counted(predicted, predicted, C),
        ),
        Wrong(
            "accuracy",
            "This is the accuracy, one number. A table is asked for.",
            lambda labels, predicted, C: np.mean(labels == predicted),
        ),
        Wrong(
            "flat",
            "The counts are right and came in one long list. `reshape(C, C)` makes a table.",
            changed(np.ravel),
        ),
    ),
)
