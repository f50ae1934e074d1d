"""Cases, a right answer and known mistakes of digits.decay-step."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import gives
from nnlib.numerical import numerical_gradient


def nudged(W, b, dW, db, eta, lam):
    """Step along the central differences of a cost with these gradients."""
    down = numerical_gradient(lambda w: np.sum(dW * w) + lam / 2 * np.sum(w**2), W)
    return W - eta * down, b - eta * db


def step(change, bias=None):
    """Return an answer: the weights changed so, the biases right or changed too."""

    def answer(W, b, dW, db, eta, lam):
        moved = b - eta * db if bias is None else bias(b, db, eta, lam)
        return change(W, dW, eta, lam), moved

    return answer


def right(W, dW, eta, lam):
    """Return the weights after the step."""
    return W - eta * (dW + lam * W)


def tables(rng):
    """Return layers of several shapes, with weights of both signs."""

    def drawn(n, m):
        shapes = (n, m), (n,), (n, m), (n,)
        return *(rng.normal(size=shape) for shape in shapes), *rng.uniform(0.1, 0.9, 2)

    return [
        Case("three units, two inputs", drawn(3, 2)),
        Case("one unit", drawn(1, 4)),
        Case("as many units as inputs", drawn(3, 3)),
    ]


EXERCISE = Exercise(
    kind="derive",
    points=2,
    cases=tables,
    parts=("W", "b"),
    right=nudged,
    rtol=1e-5,
    may_change=(0, 1),  # a step in place is a step
    wrongs=(
        Wrong(
            "biases-too",
            "The biases decay as well. They do not stand in the sum.",
            step(right, lambda b, db, eta, lam: b - eta * (db + lam * b)),
        ),
        Wrong(
            "biases-stay",
            "The biases come back as they went in. They do not decay, and they follow their "
            "gradient.",
            step(right, lambda b, db, eta, lam: b),
        ),
        Wrong(
            "twice",
            "`W` decays twice as fast: the ½ in front of the sum makes up for the 2 of the square.",
            step(lambda W, dW, eta, lam: W - eta * (dW + 2 * lam * W)),
        ),
        Wrong(
            "half",
            "`W` decays half as fast: the 2 of the square makes up for the ½ in front of the sum.",
            step(lambda W, dW, eta, lam: W - eta * (dW + lam * W / 2)),
        ),
        Wrong(
            "no-decay",
            "`W` takes a step of plain descent. Where is λ?",
            step(lambda W, dW, eta, lam: W - eta * dW),
            gives(step(lambda W, dW, eta, lam: W - eta * dW)),
        ),
        Wrong(
            "growth",
            "`W` grows by what it should shrink. The step goes against the whole gradient, that "
            "of the new term too.",
            step(lambda W, dW, eta, lam: W - eta * (dW - lam * W)),
        ),
        Wrong(
            "bracket-lost",
            "`W`: η multiplies the whole gradient, and both terms go off W. `eta * dW + lam * W` "
            "without a bracket adds the second.",
            step(lambda W, dW, eta, lam: W - eta * dW + lam * W),
        ),
        Wrong(
            "decay-without-eta",
            "`W` shrinks by the share λ. It is a step downhill, so it is η times the gradient of "
            "the new term.",
            step(lambda W, dW, eta, lam: W - eta * dW - lam * W),
        ),
        Wrong(
            "decay-alone",
            "`W` only shrinks: the gradient of C is gone.",
            step(lambda W, dW, eta, lam: (1 - eta * lam) * W),
        ),
        Wrong(
            "sizes",
            "`W`: every weight is pushed by the same amount, λ. That is the gradient of a sum of "
            "sizes; of squares it grows with the weight.",
            step(lambda W, dW, eta, lam: W - eta * (dW + lam * np.sign(W))),
        ),
        Wrong(
            "lambda-alone",
            "`W`: λ is added to the gradient, without the weight.",
            step(lambda W, dW, eta, lam: W - eta * (dW + lam)),
        ),
        Wrong(
            "signs-lost",
            "`W`: the sizes of the weights stand in it. A negative weight is pulled up to 0.",
            step(lambda W, dW, eta, lam: W - eta * (dW + lam * np.abs(W))),
        ),
        Wrong(
            "squares",
            "`W`: the squares stand in the gradient. They stand in the cost; differentiate.",
            step(lambda W, dW, eta, lam: W - eta * (dW + lam * W**2)),
        ),
        Wrong(
            "half-squares",
            "`W`: the new term of the cost stands where its derivative belongs.",
            step(lambda W, dW, eta, lam: W - eta * (dW + lam / 2 * W**2)),
        ),
        Wrong(
            "all-squares",
            "`W`: the sum of all squares is added to each gradient. For one weight, only its own "
            "square moves.",
            step(lambda W, dW, eta, lam: W - eta * (dW + lam / 2 * np.sum(W**2))),
        ),
        Wrong(
            "sum-of-weights",
            "`W`: the sum of all weights is added to each gradient. For one weight, only its own "
            "square moves.",
            step(lambda W, dW, eta, lam: W - eta * (dW + lam * np.sum(W))),
        ),
        Wrong(
            "mean",
            "`W`: the decay is divided by the number of weights. The cost has a sum.",
            step(lambda W, dW, eta, lam: W - eta * (dW + lam * W / W.size)),
        ),
        Wrong(
            "after-the-step",
            "`W` shrinks after it has moved, so the step shrinks with it. Both gradients belong "
            "to the place where you stand.",
            step(lambda W, dW, eta, lam: (1 - eta * lam) * (W - eta * dW)),
        ),
        Wrong(
            "gradient-decays",
            "`W`: λ multiplies the gradient of C. It multiplies the weight.",
            step(lambda W, dW, eta, lam: W - eta * (dW + lam * dW)),
        ),
        Wrong(
            "eta-for-the-decay-only",
            "`W`: the gradient of C is taken whole. η multiplies both.",
            step(lambda W, dW, eta, lam: W - dW - eta * lam * W),
        ),
        Wrong(
            "eta-left-out",
            "η is left out.",
            step(lambda W, dW, eta, lam: W - dW - lam * W, lambda b, db, eta, lam: b - db),
        ),
        Wrong(
            "uphill",
            "Both go uphill.",
            step(
                lambda W, dW, eta, lam: W + eta * (dW + lam * W),
                lambda b, db, eta, lam: b + eta * db,
            ),
        ),
        Wrong(
            "gradients",
            "These are the gradients. Asked for are `W` and `b` after the step.",
            step(lambda W, dW, eta, lam: dW + lam * W, lambda b, db, eta, lam: db),
        ),
        Wrong(
            "data-uphill",
            "`W`: the gradient of C is added. Both terms pull downhill.",
            step(lambda W, dW, eta, lam: W + eta * dW - eta * lam * W),
        ),
        Wrong(
            "order",
            "The two come in another order: `W`, `b`.",
            lambda *args: nudged(*args)[::-1],
        ),
        Wrong(
            "weights-alone",
            "Only the weights came. The biases take their step too: `W`, `b`.",
            lambda *args: (nudged(*args)[0],),
        ),
        Wrong(
            "decay-for-the-biases-only",
            "The wrong ones decay: the biases do, and the weights do not.",
            step(
                lambda W, dW, eta, lam: W - eta * dW,
                lambda b, db, eta, lam: b - eta * (db + lam * b),
            ),
            gives(
                step(
                    lambda W, dW, eta, lam: W - eta * dW,
                    lambda b, db, eta, lam: b - eta * (db + lam * b),
                )
            ),
        ),
    ),
)
