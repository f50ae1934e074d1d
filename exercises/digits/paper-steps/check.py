"""Cases, a right answer and known mistakes of digits.paper-steps."""

import numpy as np

from nnlib.checks import Exercise, Wrong

GRADIENTS, ETA, MU, BETA1, BETA2 = (4.0, 4.0, -2.0), 0.1, 0.5, 0.5, 0.75


def paper(
    *,
    old=MU,
    new=1.0,
    late=False,
    sign=-1.0,
    eta=ETA,
    shares=(1 - BETA1, 1 - BETA2),
    betas=(BETA1, BETA2),
    square=np.square,
    ones=lambda b, t: 1 - b**t,
    root=np.sqrt,
    together=True,
):
    """Return every number of the exercise; the arguments make the mistakes."""
    made = {name: [] for name in NAMES}
    v = theta = m = s = other = 0.0
    for t, g in enumerate(GRADIENTS, 1):
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


def part(name, **options):
    """Return the right numbers, with one part as another pass has it."""
    return paper() | {name: paper(**options)[name]}


EXERCISE = Exercise(
    kind="compute",
    points=3,
    parts=NAMES,
    right=paper(),
    rtol=1e-4,  # a pencil has a few digits
    wrongs=(
        Wrong(
            "velocity-is-gradient",
            "`velocity`: these are the gradients. Half of the velocity before is added to each.",
            paper(old=0.0),
        ),
        Wrong(
            "velocity-not-halved",
            "`velocity`: the gradients are added up, and nothing is lost on the way. μ halves "
            "what was.",
            paper(old=1.0),
        ),
        Wrong(
            "velocity-as-mean",
            "`velocity`: the gradient is halved as well, as in a running mean. With momentum it "
            "comes in whole.",
            paper(new=0.5),
        ),
        Wrong(
            "rate-in-the-velocity",
            "`velocity`: η is in it. In the velocity that is asked for it is not; θ moves by η "
            "times it.",
            paper() | {"velocity": [0.4, 0.6, 0.1]},
        ),
        Wrong(
            "velocity-downhill",
            "`velocity`: the sign is turned. The velocity gathers gradients, and the minus comes "
            "with the step.",
            paper() | {"velocity": [-4.0, -6.0, -1.0]},
        ),
        Wrong(
            "one-step-late",
            "`theta_momentum`: each step was taken with the velocity from before. It is renewed "
            "first.",
            part("theta_momentum", late=True),
        ),
        Wrong(
            "uphill",
            "`theta_momentum` goes uphill: a positive gradient makes θ smaller.",
            paper(sign=1.0),
        ),
        Wrong(
            "rate-forgotten",
            "`theta_momentum`: η is left out.",
            paper(eta=1.0),
        ),
        Wrong(
            "steps-for-places",
            "`theta_momentum`: these are the steps. Asked for is where θ stands after each: add "
            "them up.",
            paper(together=False),
        ),
        Wrong(
            "m-like-momentum",
            "`m`: the gradient comes in whole. In a running mean it has the weight 1 − β₁.",
            paper(shares=(1.0, 1 - BETA2)),
        ),
        Wrong(
            "both-like-momentum",
            "`m` and `v`: what is new comes in whole. In a running mean it has the weight 1 − β.",
            paper(shares=(1.0, 1.0)),
        ),
        Wrong(
            "betas-swapped",
            "`m`: the two β have changed places. The first is for the gradient.",
            paper(betas=(BETA2, BETA1), shares=(1 - BETA2, 1 - BETA1)),
        ),
        Wrong(
            "v-weights-swapped",
            "`v`: old and new have changed places: ¾ is the weight of what was.",
            paper(betas=(BETA1, 1 - BETA2), shares=(1 - BETA1, BETA2)),
        ),
        Wrong(
            "not-squared",
            "`v`: the gradients are not squared.",
            paper(square=lambda g: g, root=lambda s: np.sqrt(abs(s))),
        ),
        Wrong(
            "sizes-for-squares",
            "`v`: the sizes of the gradients stand where their squares belong.",
            paper(square=abs),
        ),
        Wrong(
            "minus-squared",
            "`v`: the square of −2 was taken off. A square is positive.",
            paper(square=lambda g: g * abs(g), root=lambda s: np.sqrt(abs(s))),
        ),
        Wrong(
            "v-whole",
            "`v`: the square comes in whole. In a running mean it has the weight 1 − β₂.",
            paper(shares=(1 - BETA1, 1.0)),
        ),
        Wrong(
            "not-corrected",
            "`m_hat` and `v_hat` are m and v as they are. Divide by what the means have seen.",
            paper(ones=lambda b, t: 1.0),
        ),
        Wrong(
            "corrected-without-t",
            "`m_hat`: the same 1 − β divides at every step. The power grows with t, and there is "
            "less to make up for.",
            paper(ones=lambda b, t: 1 - b),
        ),
        Wrong(
            "multiplied",
            "`m_hat`: multiplied by 1 − βᵗ, and it divides.",
            paper(ones=lambda b, t: 1 / (1 - b**t)),
        ),
        Wrong(
            "divided-by-power",
            "`m_hat`: divided by βᵗ. What the mean has seen is 1 − βᵗ.",
            paper(ones=lambda b, t: b**t),
        ),
        Wrong(
            "power-one-too-high",
            "`m_hat`: the power is one too high. The first step has t = 1.",
            paper(ones=lambda b, t: 1 - b ** (t + 1)),
        ),
        Wrong(
            "no-root",
            "`theta_adam`: divided by v̂ and not by its root.",
            paper(root=lambda s: s),
        ),
        Wrong(
            "sign-only",
            "`theta_adam`: all three steps have the length η. In the third the gradient has "
            "turned, and m̂ is shorter than the root of v̂.",
            paper() | {"theta_adam": [-0.1, -0.2, -0.3]},
        ),
        Wrong(
            "back-at-once",
            "`theta_adam`: the third step goes back, with the new gradient. The mean m̂ is still "
            "positive.",
            paper() | {"theta_adam": [-0.1, -0.2, -0.1]},
        ),
    ),
)
