"""Cases, a right answer and known mistakes of digits.momentum-way."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.cost import Pace
from nnlib.checks.recognise import gives
from nnlib.optimizers import Momentum


def stepped(g, eta, mu, t):
    """Let nnlib take the steps."""
    theta, optimizer, step = np.zeros(1), Momentum(mu), 0.0
    for _ in range(t):
        before = theta[0]
        optimizer.step(theta, np.full(1, float(g)), eta)
        step = theta[0] - before
    return step, theta[0], -eta * g / (1 - mu)


def closed(g, eta, mu, t):
    """Sum both series."""
    missing = mu * (1 - mu**t) / (1 - mu)  # what t steps lack of t times the limit
    return -eta * velocity(g, mu, t), -eta * g * (t - missing) / (1 - mu), -eta * g / (1 - mu)


def told(step=None, total=None, limit=None):
    """Return an answer with some of its parts made by these; None: the right one."""

    def answer(*args):
        made = zip((step, total, limit), stepped(*args), strict=True)
        return tuple(right if mine is None else mine(*args) for mine, right in made)

    return answer


def velocity(g, mu, t):
    """Return the velocity after t steps."""
    return g * (1 - mu**t) / (1 - mu)


def summed(g, mu, t):
    """Return the sum of the velocities of t steps."""
    return sum(velocity(g, mu, s) for s in range(1, t + 1))


def way_cases(rng):
    """Return slopes of both signs, the first step, and hardly any momentum."""

    def drawn(t):
        return rng.uniform(0.5, 3), rng.uniform(0.01, 0.5), rng.uniform(0.3, 0.95), t

    g, eta, mu, t = drawn(6)
    return [
        Case("three steps", drawn(3)),
        Case("many steps, uphill to the right", drawn(20)),
        Case("uphill to the left", (-g, eta, mu, t)),
        Case("the first step", drawn(1)),
        Case("no momentum", (g, eta, 0.0, 4)),
        Case("eight steps", (g, eta, mu, 8), size=8),
        Case("sixty steps", (g, eta, mu, 60), size=60),
    ]


def by_loop(g, eta, mu, t):
    """Take the steps, one after the other."""
    v = theta = step = 0.0
    for _ in range(t):
        v = mu * v + g
        step = -eta * v
        theta += step
    return step, theta, -eta * g / (1 - mu)


EXERCISE = Exercise(
    kind="derive",
    points=3,
    cases=way_cases,
    parts=("step", "total", "limit"),
    right=closed,
    limits=dict.fromkeys(("nnlib.Momentum.step",), 0),
    pace=Pace("step"),
    wrongs=(
        Wrong(
            "slow",
            "Asked for is the closed form: both sums are geometric series, and one power of μ "
            "stands for all steps.",
            by_loop,
        ),
        Wrong(
            "uphill",
            "All three have the wrong sign: a step goes against the gradient.",
            lambda *args: tuple(-part for part in stepped(*args)),
        ),
        Wrong(
            "alternating",
            "Divided by 1 + μ: that is the series with signs that alternate, of a gradient that "
            "turns round at each step. Here it stays.",
            told(step=lambda g, eta, mu, t: -eta * g * (1 - mu**t) / (1 + mu)),
        ),
        Wrong(
            "limit-alternating",
            "`limit` is divided by 1 + μ: that is the series with signs that alternate, of a "
            "gradient that turns round at each step. Here it stays.",
            told(limit=lambda g, eta, mu, t: -eta * g / (1 + mu)),
        ),
        Wrong(
            "last-term-alone",
            "`step` has the last power of μ alone. The velocity is the sum of all of them.",
            told(step=lambda g, eta, mu, t: -eta * g * mu**t),
        ),
        Wrong(
            "nothing-is-lost",
            "`step` is t times η g, as if no velocity were lost. Each step keeps μ of it.",
            told(step=lambda g, eta, mu, t: -eta * g * t),
        ),
        Wrong(
            "limit-of-the-total",
            "`limit` is the limit times t. Asked for is what *one* step comes close to.",
            told(limit=lambda g, eta, mu, t: -eta * g * t / (1 - mu)),
        ),
        Wrong(
            "endless",
            "`limit` is asked of a step. The way grows without bound, and a step does not.",
            told(limit=lambda g, eta, mu, t: -np.inf * g),
            lambda seen: all(np.isinf(parts["limit"]) for _, parts in seen),
        ),
        Wrong(
            "series-added",
            "`total`: the second series is added. It is what the steps *lack* of their limit.",
            told(
                total=lambda g, eta, mu, t: -eta * g * (t + mu * (1 - mu**t) / (1 - mu)) / (1 - mu)
            ),
        ),
        Wrong(
            "once-over-one-less-mu",
            "`total` lacks a factor 1 / (1 − μ): it stands before the whole sum, and in the second "
            "series once more.",
            told(total=lambda g, eta, mu, t: -eta * g * (t - mu * (1 - mu**t) / (1 - mu))),
        ),
        Wrong(
            "once-over-one-less-mu-within",
            "`total` lacks a factor 1 / (1 − μ): the second series has one of its own.",
            told(total=lambda g, eta, mu, t: -eta * g * (t - mu * (1 - mu**t)) / (1 - mu)),
        ),
        Wrong(
            "one-power-too-many",
            "`total`: the second series ends with μ to the power t, so its sum has 1 − μᵗ.",
            told(
                total=lambda g, eta, mu, t: (
                    -eta * g * (t - mu * (1 - mu ** (t + 1)) / (1 - mu)) / (1 - mu)
                )
            ),
        ),
        Wrong(
            "eta-left-out",
            "η is left out: these are sums of velocities, and θ moves by η times the velocity.",
            lambda g, eta, mu, t: tuple(part / eta for part in stepped(g, eta, mu, t)),
        ),
        Wrong(
            "eta-left-out-uphill",
            "This is the velocity and its sum. θ moves by −η times that.",
            lambda g, eta, mu, t: tuple(-part / eta for part in stepped(g, eta, mu, t)),
        ),
        Wrong(
            "mean-for-sum",
            "Your velocity is a running mean, μ v + (1 − μ) g. Here the whole gradient is added.",
            lambda g, eta, mu, t: tuple((1 - mu) * part for part in stepped(g, eta, mu, t)),
        ),
        Wrong(
            "one-step-behind",
            "`step` is one step behind: the velocity is renewed before it is used, so the first "
            "step has g in it already.",
            told(step=lambda g, eta, mu, t: -eta * velocity(g, mu, t - 1)),
            gives(told(step=lambda g, eta, mu, t: -eta * velocity(g, mu, t - 1))),
        ),
        Wrong(
            "one-step-ahead",
            "`step` is one step ahead: after t steps the sum 1 + μ + … ends with μ to the power "
            "t − 1.",
            told(step=lambda g, eta, mu, t: -eta * velocity(g, mu, t + 1)),
        ),
        Wrong(
            "all-behind",
            "`step` and `total` are one step behind: they hold what is true after t − 1 steps.",
            told(
                step=lambda g, eta, mu, t: -eta * velocity(g, mu, t - 1),
                total=lambda g, eta, mu, t: -eta * summed(g, mu, t - 1),
            ),
        ),
        Wrong(
            "last-step-times-t",
            "`total`: all steps are counted as long as the last. The earlier ones are shorter.",
            told(total=lambda g, eta, mu, t: -eta * velocity(g, mu, t) * t),
        ),
        Wrong(
            "limit-times-t",
            "`total`: all steps are counted as long as the limit, which none of them has reached.",
            told(total=lambda g, eta, mu, t: -eta * g / (1 - mu) * t),
        ),
        Wrong(
            "series-from-one",
            "`total`: the series that is taken off begins with μ, and yours begins with 1.",
            told(total=lambda g, eta, mu, t: -eta * g / (1 - mu) * (t - (1 - mu**t) / (1 - mu))),
        ),
        Wrong(
            "series-not-summed",
            "`total`: only the last power of μ is taken off. Each step has fallen short of the "
            "limit by a power of its own: sum them.",
            told(total=lambda g, eta, mu, t: -eta * g / (1 - mu) * (t - mu**t)),
        ),
        Wrong(
            "step-for-total",
            "`total` is the last step alone. Add up all of them.",
            told(total=lambda g, eta, mu, t: -eta * velocity(g, mu, t)),
        ),
        Wrong(
            "plain-descent",
            "`total` is what plain descent goes, t times η g. Momentum adds to it.",
            told(total=lambda g, eta, mu, t: -eta * g * t),
        ),
        Wrong(
            "plain-limit",
            "`limit` is a step of plain descent. The velocity stands still where v = μ v + g.",
            told(limit=lambda g, eta, mu, t: -eta * g),
        ),
        Wrong(
            "limit-upside-down",
            "`limit` is smaller than a step of plain descent: 1 − μ stands above the line.",
            told(limit=lambda g, eta, mu, t: -eta * g * (1 - mu)),
        ),
        Wrong(
            "limit-over-mu",
            "`limit` is divided by μ. Solve v = μ v + g for v.",
            told(limit=lambda g, eta, mu, t: -eta * g / mu if mu else 0.0),
        ),
        Wrong(
            "limit-with-mu",
            "`limit` holds the sum μ + μ² + …, and the newest gradient comes with the factor 1.",
            told(limit=lambda g, eta, mu, t: -eta * g * mu / (1 - mu)),
        ),
        Wrong(
            "mu-without-power",
            "`step` has stopped growing at once: the power of μ is missing, 1 − μ over 1 − μ.",
            told(step=lambda g, eta, mu, t: -eta * g),
        ),
        Wrong(
            "limit-for-step",
            "`step` is the limit. After t steps the sum 1 + μ + … has only t terms.",
            told(step=lambda g, eta, mu, t: -eta * g / (1 - mu)),
        ),
        Wrong(
            "last-term-only",
            "`step` is the last term of the sum, μ to the power t − 1. All gradients so far are "
            "in the velocity.",
            told(step=lambda g, eta, mu, t: -eta * g * mu ** (t - 1)),
        ),
        Wrong(
            "lengths",
            "The signs are lost: with a negative gradient θ goes to the right.",
            lambda *args: tuple(-abs(part) for part in stepped(*args)),
            gives(lambda *args: tuple(-abs(part) for part in stepped(*args))),
        ),
        Wrong(
            "all-lengths",
            "These are lengths. Each is asked for with its sign: a positive gradient makes θ "
            "smaller.",
            lambda *args: tuple(abs(part) for part in stepped(*args)),
            gives(lambda *args: tuple(abs(part) for part in stepped(*args))),
        ),
        Wrong(
            "order",
            "The three come in another order: `step`, `total`, `limit`.",
            lambda *args: tuple(stepped(*args)[k] for k in (1, 0, 2)),
        ),
    ),
)
