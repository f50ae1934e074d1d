"""Cases, a right answer and known mistakes of gates.gru."""

import numpy as np

from nnlib.checks import Exercise, Wrong

from ..shared import SIZES, sized

PARTS = ("h", "dW_x", "dW_h", "db_x", "db_h")
BLOCKS = ("reset gate", "update gate", "candidate")
TINY = 1e-30  # of a step along the imaginary axis, which nothing is subtracted from


def gru_cases(rng):
    """Return weights, inputs and errors that come back from the answers."""
    cases = []
    for name, (N, T, D, H, _) in SIZES.items():
        shapes = (3 * H, D), (3 * H, H), (3 * H, 1), (3 * H, 1)
        weights = [rng.normal(size=shape) for shape in shapes]
        cases.append(sized(name, (weights, rng.normal(size=(T, D, N)), rng.normal(size=(T, H, N)))))
    return cases


def sigmoid(z):
    """Compute σ, of complex numbers too."""
    return 1 / (1 + np.exp(-z))


def states(weights, x):
    """Go forward; weights may have an axis in front, for many networks at once."""
    W_x, W_h, b_x, b_h = weights
    h = [np.zeros((W_h.shape[-1], x.shape[-1]))]
    for x_t in x:
        into = W_x @ x_t + b_x
        state = W_h @ h[-1] + b_h
        r, u, n = np.split(into, 3, axis=-2)
        of_r, of_u, q = np.split(state, 3, axis=-2)
        r, u = sigmoid(r + of_r), sigmoid(u + of_u)
        h.append((1 - u) * np.tanh(n + r * q) + u * h[-1])
    return np.array(h[1:])


def by_nudging(weights, x, E):
    """Nudge each weight by a step along the imaginary axis, all of an array at once.

    f(w + iε) has ε f′(w) for its imaginary part, to the last digit.
    """
    grads = []
    for place, w in enumerate(weights):
        nudged = w + 1j * TINY * np.eye(w.size).reshape(w.size, *w.shape)
        h = states([*weights[:place], nudged, *weights[place + 1 :]], x)
        moved = np.einsum("tpjn,tjn->p", h.imag, E) / TINY
        grads.append(moved.reshape(w.shape))
    return states(weights, x), *grads


def unit(
    *,
    biases=lambda b_x, b_h: (b_x, b_h),
    order=(0, 1, 2),
    gate=sigmoid,
    squashed=np.tanh,
    candidate=lambda into, r, q: into + r * q,
    late=lambda r, n: n,
    read=lambda r, h, state, W, b: state,
    mix=lambda u, n, h: (1 - u) * n + u * h,
    slope=lambda r, u, n: (r * (1 - r), u * (1 - u), 1 - n**2),
    lets=lambda r, u: 1 - u,
    moves=lambda h, n, new: h - n,
    beside=lambda q, h: q,
    through=lambda dC_dh, delta_n, u: delta_n,
    reset=lambda r: r,
    back=lambda W_h, side_x, side_h: W_h.T @ side_h,
    straight=lambda u: u,
    straight_alone=False,
    came=slice(None, -1),
    last_only=False,
    share=lambda N: 1.0,
    handed=lambda h, grads: (h[1:], *grads),
):
    """Return a GRU; the arguments make the mistakes."""

    def answer(weights, x, E):
        W_x, W_h, *b = weights
        b_x, b_h = biases(*b)
        H, N = W_h.shape[1], x.shape[2]
        h, kept = [np.zeros((H, N))], []
        for x_t in x:
            into = np.split(W_x @ x_t + b_x, 3)
            state = np.split(W_h @ h[-1] + b_h, 3)
            first, second, third = order
            r, u = gate(into[first] + state[first]), gate(into[second] + state[second])
            q = read(r, h[-1], state[third], *(np.split(w, 3)[third] for w in (W_h, b_h)))
            n = late(r, squashed(candidate(into[third], r, q)))
            kept.append((r, u, n, q))
            h.append(mix(u, n, h[-1]))
        h = np.array(h)
        sides_x, sides_h = np.zeros((2, len(x), 3 * H, N))
        later = np.zeros((H, N))
        for t in reversed(range(len(x))):
            r, u, n, q = kept[t]
            dC_dh = later + E[t] * (not last_only or t == len(x) - 1)
            slope_r, slope_u, slope_n = slope(r, u, n)
            delta_n = dC_dh * lets(r, u) * slope_n
            delta_u = dC_dh * moves(h[t], n, h[t + 1]) * slope_u
            delta_r = through(dC_dh, delta_n, u) * beside(q, h[t]) * slope_r
            sides = [None] * 3
            for place, delta in zip(order, (delta_r, delta_u, delta_n), strict=True):
                sides[place] = delta
            sides_x[t] = np.vstack(sides)
            sides[order[2]] = delta_n * reset(r)
            sides_h[t] = np.vstack(sides)
            later = back(W_h, sides_x[t], sides_h[t])
            later = later + straight(u) * (1.0 if straight_alone else dC_dh)
        grads = [
            np.einsum("tin,tjn->ij", sides_x, x),
            np.einsum("tin,tjn->ij", sides_h, h[came]),
            sides_x.sum(axis=(0, 2))[:, None],
            sides_h.sum(axis=(0, 2))[:, None],
        ]
        return handed(h, [share(N) * grad for grad in grads])

    return answer


def forward(name, message, **mistake):
    """Return a mistake on the way forward."""
    return Wrong(name, f"`h`: {message}", unit(**mistake))


def bias_not_beside_reset(weights, x, E):
    """Leave b_hn out of what the reset gate is multiplied by."""
    bias = np.split(weights[3], 3)[2]
    return unit(beside=lambda q, h: q - bias)(weights, x, E)


EXERCISE = Exercise(
    kind="project",
    points=5,
    parts=PARTS,
    blocks=BLOCKS,
    cases=gru_cases,
    right=by_nudging,
    limits={"nnlib.numerical_gradient": 0},
    wrongs=(
        forward(
            "update-turned",
            "the update gate is turned round: it *keeps* the old state, and what it does not keep "
            "the candidate fills.",
            mix=lambda u, n, h: u * n + (1 - u) * h,
        ),
        forward("all-kept", "the old state comes in whole.", mix=lambda u, n, h: (1 - u) * n + h),
        forward("all-new", "the candidate comes in whole.", mix=lambda u, n, h: n + u * h),
        forward(
            "nothing-kept",
            "the old state has no share in the new one but through the candidate.",
            mix=lambda u, n, h: (1 - u) * n,
        ),
        forward("no-update", "the update gate has no share in it.", mix=lambda u, n, h: n),
        forward(
            "one-gate-for-both",
            "the update gate multiplies the candidate as it is. What lets it in is 1 − u.",
            mix=lambda u, n, h: u * n + u * h,
        ),
        forward(
            "state-squashed",
            "the new state goes through tanh once more. On its line nothing squashes it.",
            mix=lambda u, n, h: np.tanh((1 - u) * n + u * h),
        ),
        forward(
            "order-of-gates",
            "reset gate and update gate changed places: the order is r, u, n.",
            order=(1, 0, 2),
        ),
        forward(
            "candidate-first",
            "the candidate was taken first. It lies below the two gates.",
            order=(1, 2, 0),
        ),
        forward(
            "candidate-second",
            "the candidate was taken from the middle. It lies below the two gates.",
            order=(0, 2, 1),
        ),
        forward(
            "update-first",
            "the update gate was taken last and the candidate first: the order is r, u, n.",
            order=(2, 1, 0),
        ),
        forward(
            "reset-before-the-product",
            "the reset gate multiplies the state before `W_h` does, as in the first paper. In this "
            "form it multiplies what comes of the product, with its bias.",
            read=lambda r, h, state, W, b: W @ (r * h) + b,
            candidate=lambda into, r, q: into + q,
        ),
        forward(
            "reset-outside-tanh",
            "the reset gate multiplies the finished candidate. It stands within tanh, at the "
            "state's share.",
            candidate=lambda into, r, q: into + q,
            late=lambda r, n: r * n,
        ),
        forward(
            "reset-left-out",
            "the reset gate has no share in the candidate.",
            candidate=lambda into, r, q: into + q,
        ),
        forward(
            "reset-on-everything",
            "the reset gate multiplies the input's share, too. It stands at the state's alone.",
            candidate=lambda into, r, q: r * (into + q),
        ),
        forward(
            "reset-on-the-input",
            "the reset gate multiplies the input's share. It stands at the state's.",
            candidate=lambda into, r, q: r * into + q,
        ),
        forward(
            "reset-turned",
            "1 − r was taken in the candidate. The reset gate lets the state in where it is 1.",
            candidate=lambda into, r, q: into + (1 - r) * q,
        ),
        forward("gates-by-tanh", "the gates went through tanh. A gate is a σ.", gate=np.tanh),
        forward(
            "candidate-by-sigmoid",
            "the candidate went through σ. It is a tanh.",
            squashed=sigmoid,
        ),
        forward(
            "candidate-not-squashed",
            "the candidate is its weighted input as it stands. It goes through tanh.",
            squashed=lambda z: z,
        ),
        forward(
            "no-b-x",
            "`b_x` is missing.",
            biases=lambda b_x, b_h: (0 * b_x, b_h),
        ),
        forward("no-b-h", "`b_h` is missing.", biases=lambda b_x, b_h: (b_x, 0 * b_h)),
        forward(
            "no-b-h-in-the-candidate",
            "the candidate lacks its part of `b_h`, which passes the reset gate.",
            candidate=lambda into, r, q: into + r * q,
            read=lambda r, h, state, W, b: W @ h,
        ),
        forward("no-biases", "the biases are missing.", biases=lambda b_x, b_h: (0 * b_x, 0 * b_h)),
        forward(
            "biases-exchanged",
            "`b_x` and `b_h` changed places. In the gates that is the same, and in the candidate "
            "`b_h` alone passes the reset gate.",
            biases=lambda b_x, b_h: (b_h, b_x),
        ),
        forward(
            "biases-together",
            "both biases were added on the input's side. That of the state's side passes the reset "
            "gate.",
            biases=lambda b_x, b_h: (b_x + b_h, 0 * b_h),
        ),
        forward(
            "biases-together-behind-the-gate",
            "both biases pass the reset gate. That of the input's side does not.",
            biases=lambda b_x, b_h: (0 * b_x, b_x + b_h),
        ),
        Wrong(
            "state-before-the-first",
            "`h` has T + 1 slots. Slot 0 is to hold h_1.",
            unit(handed=lambda h, grads: (h, *grads)),
        ),
        Wrong(
            "one-state-late",
            "`h` begins with h_0 and ends with h_{T−1}. Slot 0 is to hold h_1.",
            unit(handed=lambda h, grads: (h[:-1], *grads)),
        ),
        Wrong(
            "last-state-only",
            "`h` is the last state alone. Those of all steps are asked for.",
            unit(handed=lambda h, grads: (h[-1], *grads)),
        ),
        Wrong(
            "no-straight-way",
            "What comes back straight along the state is missing: an arrow leads from h_{t−1} to "
            "h_t with u on it.",
            unit(straight=lambda u: 0 * u),
        ),
        Wrong(
            "straight-without-gate",
            "What comes back straight along the state is not multiplied by the update gate.",
            unit(straight=lambda u: 1 + 0 * u),
        ),
        Wrong(
            "straight-turned",
            "What comes back straight along the state is multiplied by 1 − u. Kept is u.",
            unit(straight=lambda u: 1 - u),
        ),
        Wrong(
            "no-way-through-the-gates",
            "Nothing comes back to h_{t−1} through the gates and the candidate.",
            unit(back=lambda W_h, side_x, side_h: 0.0),
        ),
        Wrong(
            "no-way-back",
            "Nothing comes back from step t + 1: the error of h_t is that of its own answer alone. "
            "Four more arrows leave h_t.",
            unit(back=lambda W_h, side_x, side_h: 0.0, straight=lambda u: 0 * u),
        ),
        Wrong(
            "reset-passes-by-the-slope",
            "δ^r: the error passes tanh on its way to the reset gate, so it begins with δ^n, slope "
            "and all.",
            unit(through=lambda dC_dh, delta_n, u: dC_dh * (1 - u)),
        ),
        Wrong(
            "candidate-way-lost",
            "The way back to h_{t−1} through the candidate is missing. The state is read by three.",
            unit(
                back=lambda W_h, side_x, side_h: (
                    W_h[: 2 * W_h.shape[1]].T @ side_h[: 2 * W_h.shape[1]]
                )
            ),
        ),
        Wrong(
            "gates-way-lost",
            "The way back to h_{t−1} through the two gates is missing. The state is read by three.",
            unit(
                back=lambda W_h, side_x, side_h: (
                    W_h[2 * W_h.shape[1] :].T @ side_h[2 * W_h.shape[1] :]
                )
            ),
        ),
        Wrong(
            "reset-way-lost",
            "The way back to h_{t−1} through the reset gate is missing. Three layers read it.",
            unit(back=lambda W_h, side_x, side_h: W_h[W_h.shape[1] :].T @ side_h[W_h.shape[1] :]),
        ),
        Wrong(
            "reset-passed-by-on-the-way-back",
            "On the way back to h_{t−1} the candidate's error does not pass the reset gate. In the "
            "gradients it does.",
            unit(back=lambda W_h, side_x, side_h: W_h.T @ side_x),
        ),
        Wrong(
            "transpose-lost",
            "On the way back the blocks of `W_h` have lost their transposes: each is square, so "
            "the shapes fit all the same.",
            unit(back=lambda W_h, side_x, side_h: np.hstack(np.split(W_h, 3)) @ side_h),
        ),
        Wrong(
            "last-error-only",
            "Only the last of the errors `E` has come in. Each step has its own.",
            unit(last_only=True),
        ),
        Wrong(
            "no-slopes",
            "The slopes of the three are missing: δ is the error of a weighted input.",
            unit(slope=lambda r, u, n: (1, 1, 1)),
        ),
        Wrong(
            "sigmoid-slope-for-all",
            "The candidate's slope is that of σ. It is a tanh: 1 − n².",
            unit(slope=lambda r, u, n: (r * (1 - r), u * (1 - u), n * (1 - n))),
        ),
        Wrong(
            "tanh-slope-for-all",
            "The gates' slopes are those of tanh. A gate is a σ: u (1 − u).",
            unit(slope=lambda r, u, n: (1 - r**2, 1 - u**2, 1 - n**2)),
        ),
        Wrong(
            "candidate-slope-not-squared",
            "δ^n: the square got lost in the slope of the candidate, 1 − n².",
            unit(slope=lambda r, u, n: (r * (1 - r), u * (1 - u), 1 - n)),
        ),
        Wrong(
            "half-a-slope-of-the-reset-gate",
            "δ^r: the slope of a gate is a product of two, r (1 − r).",
            unit(slope=lambda r, u, n: (r, u * (1 - u), 1 - n**2)),
        ),
        Wrong(
            "other-half-of-that-slope",
            "δ^r: the slope of a gate is r (1 − r), and the r got lost.",
            unit(slope=lambda r, u, n: (1 - r, u * (1 - u), 1 - n**2)),
        ),
        Wrong(
            "tanh-slope-of-the-reset-gate",
            "δ^r: that is the slope of tanh. The reset gate is a σ: r (1 − r).",
            unit(slope=lambda r, u, n: (1 - r**2, u * (1 - u), 1 - n**2)),
        ),
        Wrong(
            "no-slope-of-the-reset-gate",
            "δ^r has no slope: r (1 − r) is missing.",
            unit(slope=lambda r, u, n: (1, u * (1 - u), 1 - n**2)),
        ),
        Wrong(
            "no-slope-of-the-update-gate",
            "δ^u has no slope: u (1 − u) is missing.",
            unit(slope=lambda r, u, n: (r * (1 - r), 1, 1 - n**2)),
        ),
        Wrong(
            "no-slope-of-the-candidate",
            "δ^n has no slope: 1 − n² is missing.",
            unit(slope=lambda r, u, n: (r * (1 - r), u * (1 - u), 1)),
        ),
        Wrong(
            "candidate-through-u",
            "δ^n: the candidate stands beside 1 − u, and here it got u.",
            unit(lets=lambda r, u: u),
        ),
        Wrong(
            "candidate-let-in",
            "δ^n: what lets the candidate in, 1 − u, is missing.",
            unit(lets=lambda r, u: 1 + 0 * u),
        ),
        Wrong(
            "update-turned-in-the-error",
            "δ^u has the wrong sign: the gate keeps the old state and shuts out the candidate.",
            unit(moves=lambda h, n, new: n - h),
        ),
        Wrong(
            "old-state-only",
            "δ^u: the gate stands beside the candidate, too, with a minus.",
            unit(moves=lambda h, n, new: h),
        ),
        Wrong(
            "candidate-only",
            "δ^u: the gate stands beside the old state, too.",
            unit(moves=lambda h, n, new: -n),
        ),
        Wrong(
            "sum-in-the-update",
            "δ^u: more of the one is less of the other. The two have opposite signs.",
            unit(moves=lambda h, n, new: h + n),
        ),
        Wrong(
            "new-state-in-the-update",
            "δ^u: the gate stands beside the *old* state, and here it got h_t.",
            unit(moves=lambda h, n, new: new - n),
        ),
        Wrong(
            "state-beside-reset",
            "δ^r: the reset gate stands beside W_hn h + b_hn, not beside the state itself.",
            unit(beside=lambda q, h: h),
        ),
        Wrong(
            "bias-not-beside-reset",
            "δ^r: the reset gate stands beside W_hn h + b_hn, and the bias is missing.",
            bias_not_beside_reset,
        ),
        Wrong(
            "reset-turned-in-the-error",
            "δ^r has the wrong sign.",
            unit(beside=lambda q, h: -q),
        ),
        Wrong(
            "candidate-turned-in-the-error",
            "δ^n has the wrong sign.",
            unit(lets=lambda r, u: u - 1),
        ),
        Wrong(
            "state-candidate-in-the-update",
            "δ^u: the candidate stands alone, and with a plus. The gate stands beside h_{t−1} − n.",
            unit(moves=lambda h, n, new: n),
        ),
        Wrong(
            "straight-slope",
            "Straight along the state the error is multiplied by u, not by its slope u (1 − u).",
            unit(straight=lambda u: u * (1 - u)),
        ),
        Wrong(
            "straight-alone",
            "What comes back straight along the state is u without the error of h_t.",
            unit(straight_alone=True),
        ),
        Wrong(
            "nothing-beside-reset",
            "δ^r: what the reset gate is multiplied by is missing.",
            unit(beside=lambda q, h: 1 + 0 * q),
        ),
        Wrong(
            "reset-not-passed",
            "On the state's side the error of the candidate has to pass the reset gate, for `W_h` "
            "and `b_h` and on the way back.",
            unit(reset=lambda r: 1),
        ),
        Wrong(
            "state-of-the-same-step",
            "`dW_h` is fed with h_t. What came in through it is h_{t−1}.",
            unit(came=slice(1, None)),
        ),
        Wrong(
            "averaged",
            "The gradients are divided by N. `E` holds the errors of the cost as it is: they are "
            "summed over the sequences.",
            unit(share=lambda N: 1 / N),
        ),
        Wrong(
            "biases-exchanged-in-the-answer",
            "`db_x` and `db_h` changed places.",
            unit(handed=lambda h, g: (h[1:], g[0], g[1], g[3], g[2])),
        ),
        Wrong(
            "states-last",
            "`h` comes first, then the four gradients.",
            unit(handed=lambda h, g: (*g, h[1:])),
        ),
        Wrong(
            "axes-exchanged",
            "`h`: its axes are (T, H, N), and here the last two changed places.",
            unit(handed=lambda h, g: (h[1:].mT, *g)),
        ),
        Wrong(
            "one-gradient-for-both-biases",
            "`db_h` is `db_x` once more. In the candidate the two are not the same: one passes the "
            "reset gate.",
            unit(handed=lambda h, g: (h[1:], g[0], g[1], g[2], g[2])),
        ),
        Wrong(
            "flat-biases",
            "`db_x` and `db_h` lie in a row. They are columns, as the biases are.",
            unit(handed=lambda h, g: (h[1:], g[0], g[1], g[2][:, 0], g[3][:, 0])),
        ),
        Wrong(
            "on-their-side",
            "`dW_x` lies on its side: a row belongs to what receives.",
            unit(handed=lambda h, g: (h[1:], g[0].T, *g[1:])),
        ),
        Wrong(
            "negative",
            "The gradients point downhill. Asked for are the gradients; whoever takes a step turns "
            "them round.",
            unit(handed=lambda h, g: (h[1:], *[-v for v in g])),
        ),
        Wrong(
            "without-the-states",
            "Four values came, the gradients. `h` comes before them.",
            unit(handed=lambda h, g: tuple(g)),
        ),
    ),
)
