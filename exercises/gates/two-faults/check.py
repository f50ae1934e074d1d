"""Cases, a right answer and known mistakes of gates.two-faults."""

import numpy as np

from nnlib.checks import Exercise, Wrong

from ..shared import BLOCKS, SIZES, network, sequences, sized, stacked

PARTS = ("W_x", "W_h", "b")


def model_cases(rng):
    """Return LSTMs of the library with data in rows."""
    cases = []
    for name, sizes in SIZES.items():
        cases.append(sized(name, (network(rng, *sizes[2:]), *sequences(rng, sizes))))
    return cases


def gradients(model, X, Y):
    """Ask the library."""
    return dict(
        zip(PARTS, stacked(model.unpack(model.loss_and_grad(X, Y)[1])).values(), strict=True)
    )


def swept(
    *,
    slope=lambda i, f, o, g: [i * (1 - i), f * (1 - f), o * (1 - o), 1 - g**2],
    paths="ifog",
    turned=False,
    error=lambda dC_dh, o, s, along: dC_dh * o * (1 - s**2) + along,
    onward=lambda dC_dc, f: dC_dc * f,
    beside=lambda i, g, c0, c, s: [g, c0, s, i],
    output_error=lambda dC_dh, dC_dc: dC_dh,
    came=slice(None, -1),
    cut=slice(None, -1),
    back_sign=1.0,
    onward_o=False,
):
    """Return a backward pass; the arguments make the mistakes.

    `paths` are those of the four through which the error goes back to h, `came` says which states
    W_h is fed with, and `cut` which slots are kept.
    """

    def answer(model, X, Y):
        trace, H = model.forward(X), model.n_hidden
        delta_y = model.backward(trace, Y).deltas.output
        W_h = np.vstack([getattr(model, f"W_h{k}") * paths.count(k) for k in "ifog"])
        back = np.hstack(np.split(W_h, 4)) if turned else W_h.T
        delta, along = np.zeros((len(delta_y) + 1, 4 * H, len(X))), 0.0
        for t in range(len(delta_y), 0, -1):
            i, f, o, g = trace.gates[t - 1]
            s = trace.tanh_c[t - 1]
            dC_dh = model.W_hy.T @ delta_y[t - 1] + back_sign * (back @ delta[t])
            dC_dc = error(dC_dh, o, s, along)
            along = dC_dc * o if onward_o else onward(dC_dc, f)
            came_in = beside(i, g, trace.C[t - 1], trace.C[t], s)
            errors = [dC_dc, dC_dc, output_error(dC_dh, dC_dc), dC_dc]
            rows = zip(errors, came_in, slope(i, f, o, g), strict=True)
            delta[t - 1] = np.vstack([e * v * d for e, v, d in rows])
        delta = delta[cut]
        return {
            "W_x": np.einsum("tin,ntj->ij", delta, X),
            "W_h": np.einsum("tin,tjn->ij", delta, trace.H[came]),
            "b": delta.sum(axis=(0, 2)),
        }

    return answer


def of_sigmoids(i, f, o, g):
    """Return the slope of σ for all four."""
    return [v * (1 - v) for v in (i, f, o, g)]


def half_mended(name, left, **more):
    """Return a mistake: one gate's path is forgotten, and the slope is right."""
    return Wrong(name, left, swept(**more))


EXERCISE = Exercise(
    kind="find the bug",
    points=3,
    parts=PARTS,
    blocks=BLOCKS,
    cases=model_cases,
    right=gradients,
    limits={
        "nnlib.LSTM.loss_and_grad": 0,
        "nnlib.LSTM.backward": 0,
        "nnlib.numerical_gradient": 0,
    },
    wrongs=(
        Wrong(
            "both-left",
            "Both faults are still there. At T = 1 the candidate alone is wrong, so begin with "
            "what it has of its own.",
            swept(slope=of_sigmoids, paths="ifo"),
        ),
        Wrong(
            "slope-left",
            "The path through the candidate is there now. The other fault is in `slope`: at T = 1 "
            "the candidate is still off. Which activation does it have?",
            swept(slope=of_sigmoids),
        ),
        Wrong(
            "path-left",
            "The slope is right now: at T = 1 nothing is off. With more steps something is still "
            "missing on the way from δ_{t+1} to h_t. How many of the four read the state?",
            swept(paths="ifo"),
        ),
        half_mended(
            "path-of-i-lost",
            "The way through the input gate is missing in what comes back from step t + 1.",
            paths="fog",
        ),
        half_mended(
            "path-of-f-lost",
            "The way through the forget gate is missing in what comes back from step t + 1.",
            paths="iog",
        ),
        half_mended(
            "path-of-o-lost",
            "The way through the output gate is missing in what comes back from step t + 1.",
            paths="ifg",
        ),
        half_mended(
            "candidate-only",
            "Through the candidate alone the error comes back to h_t now. Four arrows lead there.",
            paths="g",
        ),
        Wrong(
            "partners-exchanged",
            "i stands beside g, and g beside i; here each has got itself. It was right before.",
            swept(beside=lambda i, g, c0, c, s: [i, c0, s, g]),
        ),
        Wrong(
            "path-taken-off",
            "What comes back from step t + 1 is taken off. What comes back along several arrows is "
            "added.",
            swept(back_sign=-1.0),
        ),
        Wrong(
            "output-gate-on-the-memorys-line",
            "What goes on along the memory is multiplied by the output gate now. Only the forget "
            "gate stands on that line.",
            swept(onward_o=True),
        ),
        half_mended(
            "path-twice",
            "What comes back through the candidate is counted twice now. `W_h.T @ delta[t]` holds "
            "it already.",
            paths="ifogg",
        ),
        half_mended(
            "no-path",
            "Nothing comes back to h_t from step t + 1. If the term is there in your code: is its "
            "slot filled when the loop reads it? δ_{t+1} lies in slot t.",
            paths="",
        ),
        Wrong(
            "tanh-slope-for-all",
            "`slope` is that of tanh in all rows now. The three gates are sigmoids, and were right "
            "before.",
            swept(slope=lambda *four: [1 - v**2 for v in four]),
        ),
        Wrong(
            "tanh-slope-for-all-and-path-left",
            "`slope` is that of tanh in all rows now, and the gates are sigmoids. The second fault "
            "is still there, too.",
            swept(slope=lambda *four: [1 - v**2 for v in four], paths="ifo"),
        ),
        Wrong(
            "slope-in-the-wrong-rows",
            "The slope of tanh stands in the rows of the output gate, where PyTorch has its "
            "candidate. Here the candidate comes last.",
            swept(slope=lambda i, f, o, g: [i * (1 - i), f * (1 - f), 1 - o**2, g * (1 - g)]),
        ),
        Wrong(
            "slope-not-squared",
            "The slope of the candidate has lost its square: 1 − g².",
            swept(slope=lambda i, f, o, g: [i * (1 - i), f * (1 - f), o * (1 - o), 1 - g]),
        ),
        Wrong(
            "slope-of-tanh-of-g",
            "The slope of the candidate is made with tanh g. `g` is the tanh already.",
            swept(
                slope=lambda i, f, o, g: [
                    *(i * (1 - i), f * (1 - f), o * (1 - o)),
                    1 - np.tanh(g) ** 2,
                ]
            ),
        ),
        Wrong(
            "no-slope-of-the-candidate",
            "The candidate has no slope now: δ is the error of its weighted input.",
            swept(
                slope=lambda i, f, o, g: [i * (1 - i), f * (1 - f), o * (1 - o), np.ones_like(g)]
            ),
        ),
        Wrong(
            "no-slopes",
            "The slopes of the four have got lost.",
            swept(slope=lambda *four: [np.ones_like(v) for v in four]),
        ),
        Wrong(
            "transpose-lost",
            "On the way back the blocks of `W_h` have lost their transposes: each is square, so "
            "the shapes fit all the same.",
            swept(turned=True),
        ),
        Wrong(
            "along-lost",
            "What comes back along the memory has got lost. It was right before.",
            swept(error=lambda dC_dh, o, s, along: dC_dh * o * (1 - s**2)),
        ),
        Wrong(
            "forget-gate-lost",
            "What goes on along the memory is no longer multiplied by the forget gate.",
            swept(onward=lambda dC_dc, f: dC_dc),
        ),
        Wrong(
            "slope-of-tanh-c-lost",
            "The slope of tanh between state and memory has got lost. It was right before.",
            swept(error=lambda dC_dh, o, s, along: dC_dh * o + along),
        ),
        Wrong(
            "output-gate-lost",
            "The output gate between state and memory has got lost. It was right before.",
            swept(error=lambda dC_dh, o, s, along: dC_dh * (1 - s**2) + along),
        ),
        Wrong(
            "slope-with-c",
            "The slope of tanh between state and memory is made with `c` now. It was right before.",
            swept(error=lambda dC_dh, o, s, along: dC_dh * o * (1 - np.arctanh(s) ** 2) + along),
        ),
        Wrong(
            "new-memory-for-old",
            "The forget gate stands beside c_{t−1}, and now it got c_t. It was right before.",
            swept(beside=lambda i, g, c0, c, s: [g, c, s, i]),
        ),
        Wrong(
            "memory-for-tanh",
            "The output gate stands beside tanh c_t, and now it got c_t. It was right before.",
            swept(beside=lambda i, g, c0, c, s: [g, c0, c, i]),
        ),
        Wrong(
            "output-from-the-memory",
            "The output gate has got the error of the memory now. It stands in h_t.",
            swept(output_error=lambda dC_dh, dC_dc: dC_dc),
        ),
        Wrong(
            "state-of-the-same-step",
            "`W_h` is fed with h_t now. What came in through it is h_{t−1}, as before.",
            swept(came=slice(1, None)),
        ),
        Wrong(
            "cut-at-the-wrong-end",
            "The array of the errors is cut at the wrong end: slot t − 1 holds δ_t, and what is "
            "left over is the last slot.",
            swept(cut=slice(1, None)),
        ),
    ),
)
