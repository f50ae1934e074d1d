"""Cases, a right answer and known mistakes of digits.dead-units."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.mlp import MLP


def without_an_answer(W, b, X):
    """Ask nnlib which hidden units answer 0 throughout."""
    network = MLP((W.shape[1], len(W), 1), activation="relu")
    network.W[0][:], network.b[0][:] = W, b
    return network.forward(X).A[1].max(axis=1) == 0


def judged(rule):
    """Return an answer: a rule of all z, in a table of a row for each example."""
    return lambda W, b, X: rule(X @ W.T + b)


def unit_cases(rng):
    """Return layers in which units of every kind occur: dead, nearly, at the corner, awake."""

    def layer(D, N, order=1):
        X = np.abs(rng.normal(size=(N, D))) + 0.1
        X = X[np.argsort(order * X.sum(axis=1))]  # who alone is answered comes first, or last
        rows = [
            (-np.ones(D), -0.5),  # dead
            (np.ones(D), 0.5),  # answers everything
            (np.zeros(D), 0.0),  # stands at the corner: dead
            (np.ones(D), -np.median(X.sum(axis=1))),  # answers half, and mostly below 0 with more
            (-np.ones(D), np.sort(X.sum(axis=1))[:2].mean()),  # answers one example alone
            (np.ones(D), -X.sum(axis=1).max() - 1),  # dead by its bias alone
            (-np.ones(D), X.sum(axis=1).max() + 1),  # alive by its bias alone
            (np.zeros(D), 0.5),  # answers all alike, and is alive
            (-np.ones(D), X.sum(axis=1).min() + 1e-5),  # answers one example, and hardly that
        ]
        chosen = rng.permutation(len(rows))
        W, b = (np.array(part) for part in zip(*(rows[k] for k in chosen), strict=True))
        return W, b, X

    def mixed(H, D, N):
        W, X = rng.normal(size=(H, D)), rng.normal(size=(N, D))
        highest, lowest = (X @ W.T).max(axis=0), (X @ W.T).min(axis=0)
        b = np.where(rng.permutation(H) < H // 3, -highest - 0.1, -lowest - 1.5)
        return W, b, X

    return [
        Case("two inputs, twelve examples", layer(2, 12)),
        Case("inputs of both signs", mixed(24, 3, 8)),
        Case("inputs of both signs, as many examples as units", mixed(18, 4, 18)),
        Case("as many examples as units", layer(3, 9, -1)),
        Case("as many inputs as units", layer(9, 12)),
    ]


EXERCISE = Exercise(
    kind="implement",
    points=2,
    cases=unit_cases,
    right=without_an_answer,
    wrongs=(
        Wrong(
            "any-for-all",
            "A unit counts as dead as soon as one example gets 0 from it. Dead is who answers "
            "none.",
            judged(lambda z: (z <= 0).any(axis=0)),
        ),
        Wrong(
            "answers-alike",
            "A unit that gives all examples the same answer counts as dead. Dead is who answers 0.",
            judged(lambda z: np.ptp(np.maximum(z, 0), axis=0) == 0),
        ),
        Wrong(
            "nearly-zero",
            "A unit that answers an example with very little counts as dead. Its slope there is "
            "1, however little it is.",
            judged(lambda z: (z < 1e-3).all(axis=0)),
        ),
        Wrong(
            "by-signs-alone",
            "You looked at the signs of weights and biases. Whether a unit answers depends on how "
            "large they are, and on the examples.",
            lambda W, b, X: (W <= 0).all(axis=1) & (b <= 0),
        ),
        Wrong(
            "corner-alive",
            "A unit that stands at z = 0 counts as alive. There its answer is 0, and its slope "
            "counts as 0.",
            judged(lambda z: (z < 0).all(axis=0)),
        ),
        Wrong(
            "only-zero",
            "You compared z with 0, and z is below 0 for most of what a unit does not answer.",
            judged(lambda z: (z == 0).all(axis=0)),
        ),
        Wrong(
            "awake",
            "The other way round: 1 stands for the units that are alive.",
            judged(lambda z: (z > 0).any(axis=0)),
        ),
        Wrong(
            "never-silent",
            "These are the units that answer every example. Asked for are those that answer none.",
            judged(lambda z: (z > 0).all(axis=0)),
        ),
        Wrong(
            "no-bias",
            "The biases are left out. It is mostly the bias that kills.",
            lambda W, b, X: (X @ W.T <= 0).all(axis=0),
        ),
        Wrong(
            "bias-subtracted",
            "The biases are subtracted. They are added to the weighted sum.",
            lambda W, b, X: (X @ W.T - b <= 0).all(axis=0),
        ),
        Wrong(
            "bias-alone",
            "You looked at the biases alone. A negative bias kills only if no input makes up for "
            "it.",
            lambda W, b, X: b <= 0,
        ),
        Wrong(
            "weights-alone",
            "You looked at the weights alone. What counts is z, with the inputs and the bias.",
            lambda W, b, X: (W <= 0).all(axis=1),
        ),
        Wrong(
            "examples-for-units",
            "This says which *examples* no unit answers. Asked for is one number for each unit: "
            "the comparison runs along the other axis.",
            judged(lambda z: (z <= 0).all(axis=1)),
            lambda seen: all(
                p[""].shape == case.args[2].shape[:1]
                and np.array_equal(
                    p[""], (case.args[2] @ case.args[0].T + case.args[1] <= 0).all(axis=1)
                )
                for case, p in seen
            ),
        ),
        Wrong(
            "mean-below-zero",
            "You asked whether the mean of z is below 0. One example above it keeps a unit alive.",
            judged(lambda z: z.mean(axis=0) <= 0),
        ),
        Wrong(
            "summed-answers-below-half",
            "You asked whether most examples get 0. One that gets more keeps a unit alive.",
            judged(lambda z: (z <= 0).mean(axis=0) > 0.5),
        ),
        Wrong(
            "first-example-only",
            "Only the first example was asked.",
            judged(lambda z: z[0] <= 0),
        ),
        Wrong(
            "last-example-only",
            "Only the last example was asked.",
            judged(lambda z: z[-1] <= 0),
        ),
        Wrong(
            "count",
            "This is how many units are dead. Asked for is which, a 1 or a 0 for each.",
            judged(lambda z: (z <= 0).all(axis=0).sum()),
        ),
        Wrong(
            "indices",
            "These are the numbers of the dead units. Asked for is a 1 or a 0 for each unit.",
            judged(lambda z: np.flatnonzero((z <= 0).all(axis=0))),
        ),
        Wrong(
            "how-often",
            "This is how many examples get 0 from each unit. It is dead if that is all of them.",
            judged(lambda z: (z <= 0).sum(axis=0)),
        ),
        Wrong(
            "share",
            "This is the share of examples that get 0 from each unit. It is dead if that is 1.",
            judged(lambda z: (z <= 0).mean(axis=0)),
        ),
        Wrong(
            "all-examples-all-units",
            "A table came, a number for each example and unit. One unit is judged by all its "
            "examples together.",
            judged(lambda z: z <= 0),
        ),
        Wrong(
            "table-on-its-side",
            "A table came, a row for each unit. One unit is judged by all its examples together.",
            judged(lambda z: (z <= 0).T),
        ),
        Wrong(
            "one-verdict",
            "One verdict for the whole layer came. `all` needs an axis: each unit has its own.",
            judged(lambda z: (z <= 0).all()),
        ),
    ),
)
