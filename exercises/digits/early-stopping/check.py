"""Cases, a right answer and known mistakes of digits.early-stopping."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import gives


def judged(losses, patience):
    """Look at each possible end: the first that has `patience` losses, none below the best."""
    losses = np.asarray(losses, float)
    for ran in range(patience + 1, len(losses) + 1):
        if losses[ran - patience : ran].min() >= losses[: ran - patience].min():
            return int(losses[:ran].argmin()), ran
    return int(losses.argmin()), len(losses)


def told(best=None, ran=None):
    """Return an answer with some of its parts made from the right ones and the arguments."""

    def answer(losses, patience):
        right = judged(losses, patience)
        made = zip((best, ran), right, strict=True)
        return tuple(r if part is None else part(*right, losses, patience) for part, r in made)

    return answer


def watching(worse, patient=lambda patience: patience, in_a_row=True):
    """Return an answer that waits for so many worse epochs; `worse(loss, lowest, before)`."""

    def answer(losses, patience):
        lowest, best, before, waited = np.inf, 0, np.inf, 0
        for epoch, loss in enumerate(losses):
            if worse(loss, lowest, before):
                waited += 1
            elif in_a_row:
                waited = 0
            if loss < lowest:
                lowest, best = loss, epoch
            before = loss
            if waited and waited >= patient(patience):
                return best, epoch + 1
        return best, len(losses)

    return answer


def rounded(digits):
    """Return an answer that rounds the losses first."""
    return lambda losses, patience: judged(np.round(losses, digits), patience)


def loss_cases(rng):
    """Return curves with a later, lower valley, with ties, and one that never stops."""

    def scaled(*shape):
        return (0.2 + rng.uniform(0.5, 2) * np.array(shape)).round(6)

    late = [9, 8, 5, 6, 7, 6.5, 7.5, 3, 2, 2.5, 2.7]  # the lower valley comes after the stop
    wavy = [9, 7, 7.5, 6, 6.4, 6.2, 5, 5.5, 5.4, 5.6, 5.2, 6, 7, 4]
    ties = [6, 4, 5, 4, 5, 4, 5, 3, 8, 8, 8]
    down = [9, 8, 7, 6, 5.5, 5.2, 5.3, 5.1]
    first = [3, 4, 5, 6, 7, 1]
    return [
        Case("a lower valley after the stop", (scaled(*late), 3)),
        Case("up and down on the way", (scaled(*wavy), 4)),
        Case("equal losses", (scaled(*ties), 3)),
        Case("still falling at the end", (scaled(*down), 2)),
        Case("the first epoch was the best", (scaled(*first), 2)),
        Case("no patience to speak of", (scaled(*wavy), 1)),
        Case("losses that hardly differ", ((0.25 + scaled(*wavy) / 1e4).round(8), 4)),
    ]


EXERCISE = Exercise(
    kind="implement",
    points=2,
    cases=loss_cases,
    parts=("best", "ran"),
    right=judged,
    wrongs=(
        Wrong(
            "rounded",
            "Losses that differ in a late digit alone count as equal: there is a rounding, or a "
            "least gain. Any lower loss is lower.",
            rounded(2),
            gives(*map(rounded, (1, 2, 3))),
        ),
        Wrong(
            "last-kept",
            "`best` is the last epoch that was run. Kept are the weights of the epoch with the "
            "lowest loss.",
            told(best=lambda best, ran, losses, patience: ran - 1),
        ),
        Wrong(
            "looks-ahead",
            "`best` is the lowest of all losses. What comes after the stop is never run.",
            told(best=lambda best, ran, losses, patience: int(np.argmin(losses))),
            gives(told(best=lambda best, ran, losses, patience: int(np.argmin(losses)))),
        ),
        Wrong(
            "best-from-one",
            "`best` is one too many: epochs are counted from 0.",
            told(best=lambda best, ran, losses, patience: best + 1),
        ),
        Wrong(
            "ran-from-zero",
            "`ran` is the number of the last epoch. How many were run is one more, since they are "
            "counted from 0.",
            told(ran=lambda best, ran, losses, patience: ran - 1),
        ),
        Wrong(
            "never-stops",
            "Your training runs to the end. `patience` says when it is over.",
            lambda losses, patience: (int(np.argmin(losses)), len(losses)),
            gives(lambda losses, patience: (int(np.argmin(losses)), len(losses))),
        ),
        Wrong(
            "ran-to-the-end",
            "`ran`: the training runs to the end, and `best` is what it would be if it had "
            "stopped.",
            told(ran=lambda best, ran, losses, patience: len(losses)),
        ),
        Wrong(
            "stops-at-the-best",
            "`ran` ends with the best epoch. That it was the best shows `patience` epochs later.",
            told(ran=lambda best, ran, losses, patience: best + 1),
        ),
        Wrong(
            "one-epoch-too-patient",
            "The training stops one epoch too late: with the epoch number `patience` in a row the "
            "waiting is over.",
            watching(lambda loss, low, before: loss >= low, lambda patience: patience + 1),
        ),
        Wrong(
            "one-epoch-too-hasty",
            "The training stops one epoch too soon.",
            watching(lambda loss, low, before: loss >= low, lambda patience: patience - 1),
        ),
        Wrong(
            "first-rise",
            "The training stops at the first loss that is not lower, whatever `patience` says.",
            watching(lambda loss, low, before: loss >= low, lambda patience: 1),
        ),
        Wrong(
            "compared-with-before",
            "Each loss is compared with the one before. Compare it with the lowest so far: after "
            "a rise, a small fall is no progress.",
            watching(lambda loss, low, before: loss >= before),
            gives(watching(lambda loss, low, before: loss >= before)),
        ),
        Wrong(
            "equal-counts-as-lower",
            "An equal loss begins the waiting anew. It is no lower one.",
            watching(lambda loss, low, before: loss > low),
            gives(watching(lambda loss, low, before: loss > low)),
        ),
        Wrong(
            "not-in-a-row",
            "Your patience is used up over the whole training. The epochs without progress are to "
            "be counted in a row: a lower loss begins the count anew.",
            watching(lambda loss, low, before: loss >= low, in_a_row=False),
        ),
        Wrong(
            "rises-in-all",
            "You count every rise above the epoch before, over the whole training. What counts is "
            "how long the lowest has stood.",
            watching(lambda loss, low, before: loss >= before, in_a_row=False),
        ),
        Wrong(
            "highest",
            "`best` is the epoch with the highest loss of those that were run.",
            told(best=lambda best, ran, losses, patience: int(np.argmax(losses[:ran]))),
        ),
        Wrong(
            "later-of-equals",
            "`best`: among equal losses the later one is kept. It is no lower, so the first stays.",
            told(
                best=lambda best, ran, losses, patience: (
                    ran - 1 - int(np.argmin(np.asarray(losses[:ran])[::-1]))
                )
            ),
        ),
        Wrong(
            "loss-for-epoch",
            "`best` is the loss. Asked for is its epoch.",
            told(best=lambda best, ran, losses, patience: losses[best]),
        ),
        Wrong(
            "patience-back",
            "`best` was found by going back `patience` epochs from the end. Where nothing stops "
            "the training, that is another one.",
            told(best=lambda best, ran, losses, patience: ran - 1 - patience),
            gives(told(best=lambda best, ran, losses, patience: ran - 1 - patience)),
        ),
        Wrong(
            "order",
            "The two come in another order: `best`, `ran`.",
            lambda losses, patience: judged(losses, patience)[::-1],
        ),
        Wrong(
            "best-alone",
            "One number came, and two are asked for: `best` and `ran`.",
            lambda losses, patience: judged(losses, patience)[0],
        ),
        Wrong(
            "after-the-best",
            "`ran` is how many epochs were run after the best one. Asked for is how many were run "
            "in all.",
            told(ran=lambda best, ran, losses, patience: ran - 1 - best),
        ),
    ),
)
