"""Cases, a right answer and known mistakes of digits.paper-steps."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from nnlib.checks import Exercise, Wrong
from nnlib.checks.rounds import anew, code, minus, tex

MU, BETA1, BETA2 = 0.5, 0.5, 0.75


@dataclass(frozen=True)
class Given:
    """The numbers of the statement: twice the gradient g, then −g / 2; the rate is 1 / `part`.

    So each step of Adam but the third has the length of the rate, and in the third stands √37.
    """

    g: int = 4
    part: int = 10

    @property
    def gradients(self):
        """What the three steps find."""
        return (self.g, self.g, -self.g / 2)

    @property
    def eta(self):
        """The rate."""
        return 1 / self.part


def paper(
    given,
    *,
    old=MU,
    new=1.0,
    late=False,
    sign=-1.0,
    eta=None,
    shares=(1 - BETA1, 1 - BETA2),
    betas=(BETA1, BETA2),
    square=np.square,
    ones=lambda b, t: 1 - b**t,
    root=np.sqrt,
    together=True,
):
    """Return every number of the exercise; the arguments make the mistakes."""
    eta = given.eta if eta is None else eta
    made = {name: [] for name in NAMES}
    v = theta = m = s = other = 0.0
    for t, g in enumerate(given.gradients, 1):
        before, v = v, old * v + new * g
        step = sign * eta * (before if late else v)
        theta = theta + step if together else step
        m = betas[0] * m + shares[0] * g
        s = betas[1] * s + shares[1] * square(g)
        m_hat, s_hat = m / ones(betas[0], t), s / ones(betas[1], t)
        step = sign * eta * m_hat / root(s_hat)
        other = other + step if together else step
        row = v, theta, m, s, m_hat, s_hat, other
        for name, number in zip(NAMES, row, strict=True):
            made[name].append(float(number))
    return made


NAMES = "velocity", "theta_momentum", "m", "v", "m_hat", "v_hat", "theta_adam"


def times(numbers, factor):
    """Return a list of numbers, each multiplied."""
    return [factor * number for number in numbers]


def mistakes(given):
    """Return the catalogue, made with the numbers of the statement or with others."""
    made = partial(paper, given)
    right = made()
    return (
        Wrong(
            "velocity-is-gradient",
            "`velocity`: these are the gradients. Half of the velocity before is added to each.",
            made(old=0.0),
        ),
        Wrong(
            "velocity-not-halved",
            "`velocity`: the gradients are added up, and nothing is lost on the way. μ halves "
            "what was.",
            made(old=1.0),
        ),
        Wrong(
            "velocity-as-mean",
            "`velocity`: the gradient is halved as well, as in a running mean. With momentum it "
            "comes in whole.",
            made(new=0.5),
        ),
        Wrong(
            "rate-in-the-velocity",
            "`velocity`: η is in it. In the velocity that is asked for it is not; θ moves by η "
            "times it.",
            right | {"velocity": times(right["velocity"], given.eta)},
        ),
        Wrong(
            "velocity-downhill",
            "`velocity`: the sign is turned. The velocity gathers gradients, and the minus comes "
            "with the step.",
            right | {"velocity": times(right["velocity"], -1)},
        ),
        Wrong(
            "one-step-late",
            "`theta_momentum`: each step was taken with the velocity from before. It is renewed "
            "first.",
            right | {"theta_momentum": made(late=True)["theta_momentum"]},
        ),
        Wrong(
            "uphill",
            "`theta_momentum` goes uphill: a positive gradient makes θ smaller.",
            made(sign=1.0),
        ),
        Wrong(
            "rate-forgotten",
            "`theta_momentum`: η is left out.",
            made(eta=1.0),
        ),
        Wrong(
            "steps-for-places",
            "`theta_momentum`: these are the steps. Asked for is where θ stands after each: add "
            "them up.",
            made(together=False),
        ),
        Wrong(
            "m-like-momentum",
            "`m`: the gradient comes in whole. In a running mean it has the weight 1 − β₁.",
            made(shares=(1.0, 1 - BETA2)),
        ),
        Wrong(
            "both-like-momentum",
            "`m` and `v`: what is new comes in whole. In a running mean it has the weight 1 − β.",
            made(shares=(1.0, 1.0)),
        ),
        Wrong(
            "betas-swapped",
            "`m`: the two β have changed places. The first is for the gradient.",
            made(betas=(BETA2, BETA1), shares=(1 - BETA2, 1 - BETA1)),
        ),
        Wrong(
            "v-weights-swapped",
            "`v`: old and new have changed places: ¾ is the weight of what was.",
            made(betas=(BETA1, 1 - BETA2), shares=(1 - BETA1, BETA2)),
        ),
        Wrong(
            "not-squared",
            "`v`: the gradients are not squared.",
            made(square=lambda g: g, root=lambda s: np.sqrt(abs(s))),
        ),
        Wrong(
            "sizes-for-squares",
            "`v`: the sizes of the gradients stand where their squares belong.",
            made(square=abs),
        ),
        Wrong(
            "minus-squared",
            f"`v`: the square of {minus(given.gradients[2])} was taken off. A square is positive.",
            made(square=lambda g: g * abs(g), root=lambda s: np.sqrt(abs(s))),
        ),
        Wrong(
            "v-whole",
            "`v`: the square comes in whole. In a running mean it has the weight 1 − β₂.",
            made(shares=(1 - BETA1, 1.0)),
        ),
        Wrong(
            "not-corrected",
            "`m_hat` and `v_hat` are m and v as they are. Divide by what the means have seen.",
            made(ones=lambda b, t: 1.0),
        ),
        Wrong(
            "corrected-without-t",
            "`m_hat`: the same 1 − β divides at every step. The power grows with t, and there is "
            "less to make up for.",
            made(ones=lambda b, t: 1 - b),
        ),
        Wrong(
            "multiplied",
            "`m_hat`: multiplied by 1 − βᵗ, and it divides.",
            made(ones=lambda b, t: 1 / (1 - b**t)),
        ),
        Wrong(
            "divided-by-power",
            "`m_hat`: divided by βᵗ. What the mean has seen is 1 − βᵗ.",
            made(ones=lambda b, t: b**t),
        ),
        Wrong(
            "power-one-too-high",
            "`m_hat`: the power is one too high. The first step has t = 1.",
            made(ones=lambda b, t: 1 - b ** (t + 1)),
        ),
        Wrong(
            "no-root",
            "`theta_adam`: divided by v̂ and not by its root.",
            made(root=lambda s: s),
        ),
        Wrong(
            "sign-only",
            "`theta_adam`: all three steps have the length η. In the third the gradient has "
            "turned, and m̂ is shorter than the root of v̂.",
            right | {"theta_adam": times([-1, -2, -3], given.eta)},
        ),
        Wrong(
            "back-at-once",
            "`theta_adam`: the third step goes back, with the new gradient. The mean m̂ is still "
            "positive.",
            right | {"theta_adam": times([-1, -2, -1], given.eta)},
        ),
    )


def phrases(given):
    """Return the pieces of text in which the gradients and the rate stand."""
    g, k, right = given.g, given.part, paper(given)
    last, rate = -given.gradients[2], tex(given.eta)
    velocity, m, v = (right[name] for name in ("velocity", "m", "v"))
    places = np.cumsum(velocity)

    def exact(name, *rest):
        kept = right[name][: 3 - len(rest)]
        return f'"{name}": [{", ".join([*map(code, kept), *rest])}]'

    return [
        f"${g}$, ${g}$ and $-{last:g}$",
        rf"\eta = {rate}",
        rf"\theta - {rate} v",
        rf"\tfrac12 \cdot {g} + {g}",
        rf"m = \tfrac12 \cdot {tex(m[1])} - {tex(last / 2)} = {tex(m[2])}",
        rf"v = \tfrac34 \cdot {tex(v[1])} + {tex(last**2 / 4)} = {tex(v[2])}",
        rf"-{rate} \cdot {tex(right['m_hat'][2])} \cdot \tfrac{{\sqrt{{37}}}}{{{5 * g}}}",
        f"is {g} or {100 * g}",
        f"{exact('velocity')},  # {g}, {g} / 2 + {g}, {velocity[1]:g} / 2 - {last:g}",
        f'"theta_momentum": [{", ".join(f"-{place:g} / {k}" for place in places)}]',
        exact("m"),
        exact("v"),
        exact("m_hat"),
        exact("v_hat", f"{25 * g**2} / 37"),
        f"[-1 / {k}, -2 / {k}, -2 / {k} - 37**0.5 / {35 * k}]",
    ]


def other(**numbers):
    """Return the exercise with other numbers."""
    return anew(Given(**numbers), FIRST, phrases=phrases, right=paper, wrongs=mistakes)


FIRST = Given()
EXERCISE = Exercise(
    kind="compute",
    points=3,
    parts=NAMES,
    right=paper(FIRST),
    rtol=1e-4,  # a pencil has a few digits
    wrongs=mistakes(FIRST),
    rounds=(other(g=8, part=5), other(g=12, part=20), other(g=2, part=4)),
)
