"""Cases, a right answer and known mistakes of digits.scaled-apart."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong


def spread(X, ddof=0):
    """Return the deviations of the columns, 1 where they are 0."""
    std = X.std(axis=0, ddof=ddof)
    return np.where(std == 0, 1, std)


def scaled(
    *,
    mean=lambda train, test: train.mean(axis=0),
    std=lambda train, test: spread(train),
    test_mean=None,
    test_std=None,
):
    """Return an answer; the arguments say what is taken off and what divides."""

    def answer(train, test):
        m, s = mean(train, test), std(train, test)
        other_m = m if test_mean is None else test_mean(train, test)
        other_s = s if test_std is None else test_std(train, test)
        return (train - m) / s, (test - other_m) / other_s

    return answer


by_training = scaled()
both = lambda train, test: np.vstack([train, test])  # noqa: E731


def tables(rng):
    """Return tables with a constant column, which the test set need not keep to."""

    def drawn(n, m, D):
        scales, shifts = 10.0 ** rng.uniform(-1, 2, D), rng.normal(0, 5, D)
        train, test = (shifts + scales * rng.normal(size=(k, D)) for k in (n, m))
        test = test + scales
        train[:, 1], test[:, 1] = 4.0, np.where(np.arange(m) % 2, 4.0, 6.5)
        return train, test

    return [
        Case("six rows and four", drawn(6, 4, 3)),
        Case("as many rows as columns", drawn(4, 4, 4)),
        Case("a test set of one row", drawn(8, 1, 3)),
    ]


EXERCISE = Exercise(
    kind="find the bug",
    points=2,
    cases=tables,
    parts=("train", "test"),
    right=by_training,
    wrongs=(
        Wrong(
            "by-its-own",
            "The test set is still scaled with its own mean and deviation.",
            scaled(
                test_mean=lambda train, test: test.mean(axis=0),
                test_std=lambda train, test: spread(test),
            ),
        ),
        Wrong(
            "own-mean",
            "The test set is divided by the training's deviation, and its own mean is taken off.",
            scaled(test_mean=lambda train, test: test.mean(axis=0)),
        ),
        Wrong(
            "own-deviation",
            "The training's mean is taken off the test set, and its own deviation divides it.",
            scaled(test_std=lambda train, test: spread(test)),
        ),
        Wrong(
            "together",
            "Mean and deviation are those of both tables together. So the training knows "
            "something of the test set.",
            scaled(
                mean=lambda train, test: both(train, test).mean(axis=0),
                std=lambda train, test: spread(both(train, test)),
            ),
        ),
        Wrong(
            "by-the-test-set",
            "Mean and deviation of the *test set* scale both tables.",
            scaled(
                mean=lambda train, test: test.mean(axis=0), std=lambda train, test: spread(test)
            ),
        ),
        Wrong(
            "test-unscaled",
            "The test set came back as it was. The network learns from scaled columns and must be "
            "asked in the same.",
            lambda train, test: (by_training(train, test)[0], test),
        ),
        Wrong(
            "training-unscaled",
            "The training came back as it was.",
            lambda train, test: (train, by_training(train, test)[1]),
        ),
        Wrong(
            "mean-only",
            "The means are taken off, and nothing is divided by the deviations.",
            scaled(std=lambda train, test: 1.0),
        ),
        Wrong(
            "deviation-only",
            "The columns are divided by their deviations, and their means are still there.",
            scaled(mean=lambda train, test: 0.0),
        ),
        Wrong(
            "variance",
            "The columns are divided by the variance. Its root is the deviation.",
            scaled(std=lambda train, test: spread(train) ** 2),
        ),
        Wrong(
            "one-row-less",
            "The deviation was divided by N − 1, as `ddof=1` does. The text asks for the mean of "
            "the squared distances.",
            scaled(std=lambda train, test: spread(train, 1)),
        ),
        Wrong(
            "one-number-for-all",
            "One mean and one deviation serve the whole table: an axis is missing. Each column "
            "has its own.",
            scaled(mean=lambda train, test: train.mean(), std=lambda train, test: train.std()),
        ),
        Wrong(
            "own-mean-for-all-columns",
            "One mean serves the whole table. Each column has its own.",
            scaled(mean=lambda train, test: train.mean()),
        ),
        Wrong(
            "one-deviation-for-all-columns",
            "One deviation serves the whole table. Each column has its own.",
            scaled(std=lambda train, test: train.std()),
        ),
        Wrong(
            "rows",
            "Each *row* got the mean 0 and the deviation 1. A column holds one kind of "
            "measurement.",
            lambda train, test: tuple(
                ((X.T - X.mean(axis=1)) / X.std(axis=1)).T for X in (train, test)
            ),
        ),
        Wrong(
            "smallest-to-largest",
            "The columns run from 0 to 1: smallest and largest stand where mean and deviation "
            "belong.",
            scaled(
                mean=lambda train, test: train.min(axis=0),
                std=lambda train, test: np.where(
                    np.ptp(train, axis=0) == 0, 1, np.ptp(train, axis=0)
                ),
            ),
        ),
        Wrong(
            "range",
            "The columns are divided by largest minus smallest. Asked for is the deviation.",
            scaled(
                std=lambda train, test: np.where(
                    np.ptp(train, axis=0) == 0, 1, np.ptp(train, axis=0)
                )
            ),
        ),
        Wrong(
            "largest",
            "The columns are divided by their largest number.",
            scaled(mean=lambda train, test: 0.0, std=lambda train, test: abs(train).max(axis=0)),
        ),
        Wrong(
            "mean-size",
            "The columns are divided by the mean distance from the mean. The deviation is the "
            "root of the mean square.",
            scaled(
                std=lambda train, test: np.where(
                    train.std(axis=0) == 0, 1, abs(train - train.mean(axis=0)).mean(axis=0)
                )
            ),
        ),
        Wrong(
            "median",
            "The median is taken off. Asked for is the mean.",
            scaled(mean=lambda train, test: np.median(train, axis=0)),
        ),
        Wrong(
            "a-little-added",
            "A little was added to the deviation, so that it is never 0. Where the training is "
            "constant, the test set is blown up by its inverse. Divide by 1 there.",
            scaled(std=lambda train, test: train.std(axis=0) + 1e-8),
            lambda seen: all(
                np.isfinite(parts["test"]).all()
                and np.shape(parts["test"]) == np.shape(case.args[1])
                and 3 < np.abs(parts["test"][:, 1]).max() < 1e200  # divided by 1 it is 2.5
                and not np.any(parts["train"][:, 1])
                and not np.array_equal(parts["test"], case.args[1])
                for case, parts in seen
            ),
        ),
        Wrong(
            "nan-to-number",
            "The division by 0 is still there. `nan_to_num` hides it: it makes 0 of nan and the "
            "largest number there is of what is infinite.",
            lambda train, test: tuple(
                np.nan_to_num((X - train.mean(axis=0)) / train.std(axis=0)) for X in (train, test)
            ),
        ),
        Wrong(
            "at-least-one",
            "Every deviation below 1 was replaced by 1. Only that of a column that is the same "
            "throughout is.",
            scaled(std=lambda train, test: np.maximum(train.std(axis=0), 1)),
        ),
        Wrong(
            "divided-first",
            "The columns were divided first, and then the mean of the undivided ones was taken "
            "off. The mean comes off first.",
            lambda train, test: tuple(
                X / spread(train) - train.mean(axis=0) for X in (train, test)
            ),
        ),
        Wrong(
            "root-mean-square",
            "The columns are divided by the root of the mean square of the numbers themselves. "
            "The deviation is that of the distances from the mean.",
            scaled(std=lambda train, test: np.sqrt((train**2).mean(axis=0))),
        ),
        Wrong(
            "test-asked-for-constants",
            "You looked in the test set for columns that are the same throughout. The training "
            "says which they are.",
            scaled(test_std=lambda train, test: np.where(test.std(axis=0) == 0, 1, train.std(0))),
        ),
        Wrong(
            "column-left-out",
            "The column that is constant in the training is gone. It stays, divided by 1.",
            lambda train, test: tuple(
                X[:, train.std(axis=0) > 0] for X in by_training(train, test)
            ),
        ),
        Wrong(
            "constant-set-to-zero",
            "The column that is constant in the training is 0 in the test set. Divided by 1, what "
            "differs from the mean stays.",
            lambda train, test: (
                by_training(train, test)[0],
                by_training(train, test)[1] * (train.std(axis=0) > 0),
            ),
        ),
        Wrong(
            "mean-not-taken-off-the-constant",
            "The constant column came back as it was. Its mean is taken off, too.",
            scaled(
                mean=lambda train, test: np.where(train.std(axis=0) == 0, 0, train.mean(axis=0))
            ),
        ),
        Wrong(
            "order",
            "The two come in another order: training, test.",
            lambda *args: by_training(*args)[::-1],
        ),
        Wrong(
            "test-alone",
            "One table came, and two are asked for.",
            lambda *args: (by_training(*args)[1],),
        ),
        Wrong(
            "multiplied",
            "The columns are multiplied by their deviations, which makes the large ones larger.",
            scaled(std=lambda train, test: 1 / spread(train)),
        ),
    ),
)
