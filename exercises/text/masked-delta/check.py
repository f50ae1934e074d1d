"""Cases, a right answer and known mistakes of text.masked-delta."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.numerical import numerical_gradient

from ..shared import softmax


def mask_cases(rng):
    """Return shares, targets and masks."""

    def drawn(lengths, T, K):
        a = softmax(rng.normal(size=(len(lengths), T, K)))
        y = np.eye(K)[rng.integers(0, K, (len(lengths), T))]
        weights = (np.arange(T) < np.array(lengths)[:, None]).astype(float)
        return a, y, weights

    return [
        Case("three names of different lengths", drawn((2, 5, 3), 5, 4)),
        Case("one name", drawn((3,), 4, 3)),
        Case("a name of one step", drawn((1, 4), 6, 3)),
        Case("two symbols", drawn((4, 2, 3, 1), 4, 2)),
        Case("all sizes alike", drawn((3, 1, 2), 3, 3)),
    ]


def cost_of(a, y, weights):
    """Compute the cost: the mean over names of the mean over their steps."""
    each = -np.log((a * y).sum(axis=2))
    return np.mean((weights * each).sum(axis=1) / weights.sum(axis=1))


def by_nudging(a, y, weights):
    """Nudge every weighted input; the logarithms of shares are such."""
    z = np.log(a)
    delta = numerical_gradient(lambda moved: cost_of(softmax(moved), y, weights), z)
    return cost_of(a, y, weights), delta


def of_names(weights):
    """Return the share of each step in the cost."""
    return weights / weights.sum(axis=1, keepdims=True) / len(weights)


def derived(
    share=of_names,
    *,
    back=None,
    log=np.log,
    total=np.sum,
    sign=-1.0,
    error=lambda a, y: a - y,
    given=lambda C, delta: (C, delta),
):
    """Return cost and δ; the arguments make the mistakes. `back` is the share in δ alone."""

    def answer(a, y, weights):
        C = sign * total(share(weights) * log((a * y).sum(axis=2)))
        return given(C, (back or share)(weights)[:, :, None] * error(a, y))

    return answer


def of_all(weights):
    """Return the shares as in the chapter."""
    return weights / weights.sum()


def padded(weights):
    """Return the shares of all steps, whether they exist or not."""
    return np.full(weights.shape, 1 / weights.size)


def half_wrong(name, message, back):
    """Return a mistake in δ alone."""
    return Wrong(name, "The cost is right. `delta`: " + message, derived(back=back))


EXERCISE = Exercise(
    kind="derive",
    points=2,
    parts=("C", "delta"),
    cases=mask_cases,
    right=by_nudging,
    limits={"nnlib.numerical_gradient": 0},
    rtol=1e-5,
    atol=1e-8,
    wrongs=(
        Wrong(
            "logarithm-of-the-mean",
            "`C` is the logarithm of a mean share. Take the logarithms first, then their mean.",
            lambda a, y, weights: (
                -np.log((of_names(weights) * (a * y).sum(axis=2)).sum()),
                derived()(a, y, weights)[1],
            ),
        ),
        Wrong(
            "softmax-once-more",
            "`delta`: the shares went through the softmax once more. `a` holds shares already.",
            derived(error=lambda a, y: softmax(a) - y),
        ),
        Wrong(
            "as-in-the-chapter",
            "The mean goes over all steps, as in the chapter. Here it goes over the steps of each "
            "name first, so that a long name weighs no more than a short one.",
            derived(of_all),
        ),
        Wrong(
            "no-mask",
            "The steps that do not exist take part.",
            derived(padded),
        ),
        Wrong(
            "over-the-rectangle",
            "Masked, and then divided by all N T steps. What is divided by counts only those that "
            "exist.",
            derived(lambda w: w / w.size),
        ),
        Wrong(
            "not-over-names",
            "Not divided by the number of names.",
            derived(lambda w: w / w.sum(axis=1, keepdims=True)),
        ),
        Wrong(
            "not-over-steps",
            "Not divided by the steps of each name.",
            derived(lambda w: w / len(w)),
        ),
        Wrong(
            "summed",
            "Divided by nothing: a sum where means belong.",
            derived(lambda w: w),
        ),
        Wrong(
            "over-t",
            "Divided by T in place of each name's own number of steps, and not by N.",
            derived(lambda w: w / w.shape[1]),
        ),
        Wrong(
            "names-and-all-steps",
            "Divided by all steps that exist *and* by the number of names.",
            derived(lambda w: w / w.sum() / len(w)),
        ),
        Wrong(
            "sums-along-the-wrong-axis",
            "Divided by how many names have a step t. Divide by how many steps a name has: "
            "`axis=1`.",
            derived(lambda w: w / np.maximum(w.sum(axis=0, keepdims=True), 1) / len(w)),
        ),
        Wrong(
            "mask-turned",
            "The mask is turned round: the steps that do *not* exist take part.",
            derived(lambda w: (1 - w) / w.sum(axis=1, keepdims=True) / len(w)),
        ),
        Wrong(
            "sign-of-the-cost",
            "`C` is negative: a share's logarithm is, and the cost is *minus* that.",
            derived(sign=1.0),
        ),
        Wrong(
            "in-bits",
            "`C` is in bits. Asked for are nats: ln.",
            derived(log=np.log2),
        ),
        Wrong(
            "base-of-ten",
            "`C`: the logarithm has the base 10. It is ln.",
            derived(log=np.log10),
        ),
        Wrong(
            "no-logarithm",
            "`C` is the mean share of what came, with a minus. Its logarithm is asked for.",
            derived(log=lambda v: v),
        ),
        Wrong(
            "missed-share",
            "`C` is what is missing to 1. A step costs minus the logarithm of its share.",
            derived(log=lambda v: v - 1),
        ),
        Wrong(
            "squares",
            "`C` is a mean of squares. It is a cross-entropy.",
            lambda a, y, w: (
                np.sum(of_names(w) * ((a - y) ** 2).sum(axis=2)),
                derived()(a, y, w)[1],
            ),
        ),
        Wrong(
            "both-classes",
            "`C` counts ln (1 − a) of the symbols that did not come, too. With a softmax the one "
            "that comes says all.",
            lambda a, y, w: (
                -np.sum(of_names(w) * (y * np.log(a) + (1 - y) * np.log1p(-a)).sum(axis=2)),
                derived()(a, y, w)[1],
            ),
        ),
        Wrong(
            "all-symbols",
            "`C` adds the logarithms of all shares. The symbol that comes is what costs.",
            lambda a, y, w: (
                -np.sum(of_names(w) * np.log(a).sum(axis=2)),
                derived()(a, y, w)[1],
            ),
        ),
        Wrong(
            "entropy",
            "`C` weighs the logarithms with the shares themselves, an entropy. The targets weigh.",
            lambda a, y, w: (
                -np.sum(of_names(w) * (a * np.log(a)).sum(axis=2)),
                derived()(a, y, w)[1],
            ),
        ),
        Wrong(
            "mean-once-more",
            "`C` was divided once more, by all N T steps: `np.mean` where the shares add up to 1 "
            "already.",
            derived(total=np.mean),
        ),
        Wrong(
            "cost-of-each-name",
            "`C` came name by name. One number is asked for, their mean.",
            lambda a, y, w: (
                -(w * np.log((a * y).sum(axis=2))).sum(axis=1) / w.sum(axis=1),
                derived()(a, y, w)[1],
            ),
        ),
        Wrong(
            "cost-of-each-step",
            "`C` came step by step. One number is asked for.",
            lambda a, y, w: (-of_names(w) * np.log((a * y).sum(axis=2)), derived()(a, y, w)[1]),
        ),
        half_wrong(
            "mask-forgotten-on-the-way-back",
            "the mask is missing. Steps that do not exist have an error of 0.",
            lambda w: np.ones_like(w) / w.sum(axis=1, keepdims=True) / len(w),
        ),
        half_wrong(
            "nothing-on-the-way-back",
            "neither the mask nor what is divided by. A share of the cost is a share of the "
            "derivative.",
            np.ones_like,
        ),
        half_wrong(
            "mask-only-on-the-way-back",
            "the mask is there, and what the cost is divided by is missing.",
            lambda w: w,
        ),
        half_wrong(
            "not-over-names-on-the-way-back",
            "not divided by the number of names.",
            lambda w: w / w.sum(axis=1, keepdims=True),
        ),
        half_wrong(
            "not-over-steps-on-the-way-back",
            "not divided by the steps of each name.",
            lambda w: w / len(w),
        ),
        half_wrong(
            "as-in-the-chapter-on-the-way-back",
            "it has the shares of the chapter's cost, over all steps. Here each name has its own.",
            of_all,
        ),
        half_wrong(
            "over-the-rectangle-on-the-way-back",
            "divided by all N T steps.",
            lambda w: w / w.size,
        ),
        half_wrong(
            "mask-twice",
            "divided by the steps of a name twice.",
            lambda w: of_names(w) / w.sum(axis=1, keepdims=True),
        ),
        Wrong(
            "uphill",
            "`delta` has the other sign: a − y.",
            derived(error=lambda a, y: y - a),
        ),
        Wrong(
            "derivative-by-the-share",
            "`delta` is the derivative by the *shares*, −y / a. Asked for is that by z, behind "
            "the softmax.",
            derived(error=lambda a, y: -y / a),
        ),
        Wrong(
            "slope-of-a-sigmoid",
            "`delta` has a slope of σ in it. Softmax and cross-entropy leave a − y.",
            derived(error=lambda a, y: (a - y) * a * (1 - a)),
        ),
        Wrong(
            "twice",
            "`delta` is twice as large, as with squares.",
            derived(error=lambda a, y: 2 * (a - y)),
        ),
        Wrong(
            "targets-lost",
            "`delta`: the targets are missing: a − y.",
            derived(error=lambda a, y: a),
        ),
        Wrong(
            "only-what-came",
            "`delta` is 0 but for the symbol that came. The others' shares have to fall as well.",
            derived(error=lambda a, y: y * (a - y)),
        ),
        Wrong(
            "order",
            "You return the two in each other's place: first the cost.",
            derived(given=lambda C, delta: (delta, C)),
        ),
        Wrong(
            "sizes-only",
            "`delta` has lost its signs.",
            derived(error=lambda a, y: abs(a - y)),
        ),
        Wrong(
            "perplexity",
            "`C` is e to the cost, a perplexity. Asked for is the cost.",
            lambda a, y, w: (np.exp(cost_of(a, y, w)), derived()(a, y, w)[1]),
        ),
        Wrong(
            "costs-for-errors",
            "`delta` holds the costs of the steps. Asked for is their derivative, a − y times "
            "its share.",
            derived(error=lambda a, y: -np.log(a) * y),
        ),
        Wrong(
            "over-t-once-more",
            "`C` was divided by T once more.",
            lambda a, y, w: (cost_of(a, y, w) / a.shape[1], derived()(a, y, w)[1]),
        ),
        Wrong(
            "log-shares",
            "`delta` is made of logarithms. Softmax and cross-entropy leave a − y.",
            derived(error=lambda a, y: np.log(a)),
        ),
    ),
)
