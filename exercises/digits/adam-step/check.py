"""Cases, a right answer and known mistakes of digits.adam-step."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.optimizers import Adam


def nnlib_step(theta, grad, m, v, t, eta, beta1, beta2, eps):
    """Let nnlib take the step, from these means."""
    adam, moved = Adam(beta1, beta2, eps), theta.copy()
    adam.theta, adam.arrays, adam.steps = moved, (m.copy(), v.copy()), t - 1
    adam.step(moved, grad.copy(), eta)
    return moved, *adam.arrays


def mistaken(
    *,
    first=lambda m, g, b: b * m + (1 - b) * g,
    second=lambda v, g, b: b * v + (1 - b) * g**2,
    ones=(lambda b, t: 1 - b**t, lambda b, t: 1 - b**t),
    ratio=lambda m, v, eps: m / (np.sqrt(v) + eps),
    swap=False,
    sign=-1.0,
    rate=lambda eta: eta,
    instead=None,
    keep=False,
):
    """Return an answer with one of the mistakes that the arguments make."""

    def answer(theta, grad, m, v, t, eta, beta1, beta2, eps):
        b1, b2 = (beta2, beta1) if swap else (beta1, beta2)
        m, v = first(m, grad, b1), second(v, grad, b2)
        m_hat, v_hat = m / ones[0](b1, t), v / ones[1](b2, t)
        step = ratio(m_hat if instead is None else instead(grad), v_hat, eps)
        kept = (m_hat, v_hat) if keep else (m, v)
        return theta + sign * rate(eta) * step, *kept

    return answer


def step_cases(rng):
    """Return first and later steps; eps is large enough to be seen."""

    def drawn(n, t, start=False):
        m = np.zeros(n) if start else rng.normal(size=n)
        v = np.zeros(n) if start else rng.uniform(1, 4, n)
        betas = rng.uniform(0.5, 0.85), rng.uniform(0.9, 0.99)
        return rng.normal(size=n), rng.normal(size=n), m, v, t, rng.uniform(0.1, 0.9), *betas, 0.1

    return [
        Case("the first step", drawn(3, 1, start=True)),
        Case("the second step", drawn(4, 2)),
        Case("the seventh step", drawn(2, 7)),
    ]


right_one = lambda b, t: 1 - b**t  # noqa: E731
no_one = lambda b, t: 1.0  # noqa: E731


EXERCISE = Exercise(
    kind="derive",
    points=3,
    cases=step_cases,
    parts=("theta", "m", "v"),
    right=nnlib_step,
    may_change=(0, 2, 3),  # a step in place is a step
    limits=dict.fromkeys(("nnlib.Adam.step",), 0),
    wrongs=(
        Wrong(
            "no-correction",
            "`theta`: the means are used as they are. They start at 0 and are too small at first.",
            mistaken(ones=(no_one, no_one)),
        ),
        Wrong(
            "first-not-corrected",
            "`theta`: the mean of the squares is corrected and the mean of the gradients is not.",
            mistaken(ones=(no_one, right_one)),
        ),
        Wrong(
            "second-not-corrected",
            "`theta`: the mean of the gradients is corrected and the mean of the squares is not.",
            mistaken(ones=(right_one, no_one)),
        ),
        Wrong(
            "correction-without-t",
            "`theta`: the means are divided by 1 − β whatever the step is. That is right for the "
            "first step; later there is less to make up for.",
            mistaken(ones=(lambda b, t: 1 - b,) * 2),
        ),
        Wrong(
            "one-step-late",
            "`theta`: the power in the correction is t + 1. `t` is 1 in the first step, and its "
            "gradient is in the mean already.",
            mistaken(ones=(lambda b, t: 1 - b ** (t + 1),) * 2),
        ),
        Wrong(
            "correction-times-t",
            "`theta`: β is multiplied by t in the correction. The series gives a power.",
            mistaken(ones=(lambda b, t: 1 - b * t,) * 2),
        ),
        Wrong(
            "correction-multiplied",
            "`theta`: the means are multiplied by 1 − βᵗ. They are too small as they are; what "
            "makes them larger?",
            mistaken(ones=(lambda b, t: 1 / (1 - b**t),) * 2),
        ),
        Wrong(
            "divided-by-power",
            "`theta`: the means are divided by βᵗ. What the mean has seen of the gradient is "
            "1 − βᵗ.",
            mistaken(ones=(lambda b, t: b**t,) * 2),
        ),
        Wrong(
            "corrected-means-kept",
            "`m` and `v` came back corrected. The next step goes on with the plain means, or they "
            "would be corrected again and again.",
            mistaken(keep=True),
        ),
        Wrong(
            "eps-under-the-root",
            "`theta`: `eps` stands under the root, and it is added to the root.",
            mistaken(ratio=lambda m, v, eps: m / np.sqrt(v + eps)),
        ),
        Wrong(
            "eps-left-out",
            "`theta`: `eps` is left out. Where all gradients were 0, you would divide by 0.",
            mistaken(ratio=lambda m, v, eps: m / np.sqrt(v)),
        ),
        Wrong(
            "eps-added-to-the-quotient",
            "`theta`: `eps` is added to the quotient. Brackets: it belongs to what divides.",
            mistaken(ratio=lambda m, v, eps: m / np.sqrt(v) + eps),
        ),
        Wrong(
            "no-root",
            "`theta`: the root is missing. v̂ is a mean of squares, and its root has the unit of "
            "a gradient.",
            mistaken(ratio=lambda m, v, eps: m / (v + eps)),
        ),
        Wrong(
            "multiplied-by-the-root",
            "`theta`: the step is multiplied by the root. Where gradients are large, Adam takes "
            "the step back to a common length.",
            mistaken(ratio=lambda m, v, eps: m * (np.sqrt(v) + eps)),
        ),
        Wrong(
            "no-division",
            "`theta`: nothing is divided by the root of v̂. This is a step along a mean gradient.",
            mistaken(ratio=lambda m, v, eps: m),
        ),
        Wrong(
            "sign-of-the-mean",
            "`theta`: only the sign of m̂ is left. That is so in the first step and not later.",
            mistaken(ratio=lambda m, v, eps: np.sign(m)),
        ),
        Wrong(
            "uphill",
            "`theta`: the step goes uphill.",
            mistaken(sign=1.0),
        ),
        Wrong(
            "eta-left-out",
            "`theta`: η is left out.",
            mistaken(rate=lambda eta: 1.0),
        ),
        Wrong(
            "gradient-for-mean",
            "`theta`: the gradient of this step stands above the line, and the mean m̂ belongs "
            "there.",
            mistaken(instead=lambda grad: grad),
        ),
        Wrong(
            "betas-swapped",
            "`beta1` and `beta2` have changed places: the first is for the gradient, the second "
            "for its square.",
            mistaken(swap=True),
        ),
        Wrong(
            "one-beta",
            "`beta1` serves both means. The squares have `beta2`.",
            lambda theta, grad, m, v, t, eta, beta1, beta2, eps: nnlib_step(
                theta, grad, m, v, t, eta, beta1, beta1, eps
            ),
        ),
        Wrong(
            "not-squared",
            "`v`: the gradient is not squared.",
            mistaken(second=lambda v, g, b: abs(b * v + (1 - b) * g)),
            lambda seen: all(
                np.allclose(
                    parts["v"], case.args[7] * case.args[3] + (1 - case.args[7]) * case.args[1]
                )
                or np.allclose(
                    parts["v"],
                    abs(case.args[7] * case.args[3] + (1 - case.args[7]) * case.args[1]),
                )
                for case, parts in seen
            ),
        ),
        Wrong(
            "size-for-square",
            "`v`: the size of the gradient stands where its square belongs.",
            mistaken(second=lambda v, g, b: b * v + (1 - b) * abs(g)),
        ),
        Wrong(
            "whole-square-of-the-mean",
            "`v`: 1 − β₂ is squared with the gradient. Only the gradient is.",
            mistaken(second=lambda v, g, b: b * v + ((1 - b) * g) ** 2),
        ),
        Wrong(
            "sums",
            "The gradient and its square are added whole, as momentum does. In a mean the new one "
            "has the weight 1 − β.",
            mistaken(first=lambda m, g, b: b * m + g, second=lambda v, g, b: b * v + g**2),
        ),
        Wrong(
            "sum-of-gradients",
            "`m`: the gradient is added whole, as momentum does. In a mean the new one has the "
            "weight 1 − β₁.",
            mistaken(first=lambda m, g, b: b * m + g),
        ),
        Wrong(
            "weights-swapped",
            "Old and new have changed places: β is the weight of what was, 1 − β that of the new "
            "gradient.",
            mistaken(
                first=lambda m, g, b: (1 - b) * m + b * g,
                second=lambda v, g, b: (1 - b) * v + b * g**2,
            ),
        ),
        Wrong(
            "old-means-returned",
            "`m` and `v` come back as they went in. They have taken in a gradient.",
            lambda theta, grad, m, v, *others: (
                nnlib_step(theta, grad, m, v, *others)[0],
                m,
                v,
            ),
        ),
        Wrong(
            "theta-alone",
            "Only θ came. `m` and `v` are asked for as well: the next step needs them.",
            lambda *args: (nnlib_step(*args)[0],),
        ),
        Wrong(
            "order",
            "The three come in another order: `theta`, `m`, `v`.",
            lambda *args: tuple(nnlib_step(*args)[k] for k in (1, 2, 0)),
        ),
        Wrong(
            "step-alone",
            "`theta` is the step alone. Add it to where you stand.",
            lambda theta, *args: (
                nnlib_step(theta, *args)[0] - theta,
                *nnlib_step(theta, *args)[1:],
            ),
        ),
    ),
)
