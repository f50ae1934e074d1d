"""Cases, a right answer and known mistakes of gates.step."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong

from ..shared import BLOCKS, with_weights


def step_cases(rng):
    """Return an input, a state and a memory, and the weights."""
    sizes = {  # N, D, H
        "six sequences with three units": (6, 2, 3),
        "one sequence": (1, 2, 3),
        "one unit": (2, 3, 1),
        "four units, all sizes alike": (4, 4, 4),
    }
    cases = []
    for name, (N, D, H) in sizes.items():
        shapes = (D, N), (H, N), (H, N), (4 * H, D), (4 * H, H), (4 * H, 1)
        x, h, *more = (rng.normal(size=shape) for shape in shapes)
        cases.append(Case(name, (x, np.tanh(h), *more)))
    return cases


def step(x, h, c, W_x, W_h, b):
    """Ask the library."""
    trace = with_weights(W_x, W_h, b).forward(x.T[:, None], (h.T, c.T))
    return trace.H[-1], trace.C[-1]


def stepped(
    *,
    sums=lambda x, h, c, W_x, W_h, b: W_x @ x + W_h @ h + b,
    order="ifog",
    gate=sigmoid,
    candidate=np.tanh,
    cell=lambda i, f, o, g, c: f * c + i * g,
    state=lambda o, c, old: o * np.tanh(c),
    back=lambda h, c: (h, c),
    tanh_for="",
    cut=lambda z: np.split(z, 4),
):
    """Return a step; the arguments make the mistakes."""

    def answer(x, h, c, W_x, W_h, b):
        z = dict(zip(order, cut(sums(x, h, c, W_x, W_h, b)), strict=True))
        i, f, o = (np.tanh(z[k]) if k == tanh_for else gate(z[k]) for k in "ifo")
        c_new = cell(i, f, o, candidate(z["g"]), c)
        return back(state(o, c_new, c), c_new)

    return answer


def _but_candidate(b):
    """Return 1 for the rows of the gates and 0 for those of the candidate, as a column."""
    return np.repeat([1.0, 1.0, 1.0, 0.0], len(b) // 4)[:, None]


def _through(gate, x, h, c, W_x, W_h, b):
    """Let the memory out through another gate."""
    z = W_x @ x + W_h @ h + b
    return sigmoid(np.split(z, 4)[gate]) * np.tanh(step(x, h, c, W_x, W_h, b)[1])


def bias_outside(x, h, c, W_x, W_h, b):
    """Add the biases behind the activations."""
    z, biases = np.split(W_x @ x + W_h @ h, 4), np.split(b, 4)
    i, f, o = (sigmoid(z[k]) + biases[k] for k in range(3))
    c_new = f * c + i * (np.tanh(z[3]) + biases[3])
    return o * np.tanh(c_new), c_new


def with_order(order, message):
    """Return a mistake: the blocks are taken in another order."""
    return Wrong(f"order-{order}", message, stepped(order=order))


EXERCISE = Exercise(
    kind="implement",
    points=2,
    parts=("h", "c"),
    cases=step_cases,
    right=step,
    limits={"nnlib.LSTM.forward": 0, "nnlib.LSTM.step": 0, "nnlib.LSTM.predict": 0},
    wrongs=(
        with_order(
            "ifgo",
            "Output gate and candidate changed places. i, f, g, o is PyTorch's order, and here "
            "the candidate comes last.",
        ),
        with_order(
            "fiog",
            "Input gate and forget gate changed places: the order is i, f, o, g, and f keeps the "
            "old memory while i lets in the new.",
        ),
        with_order("iofg", "Forget gate and output gate changed places: the order is i, f, o, g."),
        with_order("gifo", "The candidate was taken first. It lies below the three gates."),
        with_order("ofig", "Input gate and output gate changed places: the order is i, f, o, g."),
        with_order("fogi", "Input gate and candidate changed places, and all moved up by one."),
        Wrong(
            "interleaved",
            "Every fourth row was taken. The rows of one gate lie together: `z[:H]`, "
            "`z[H : 2 * H]` and so on.",
            stepped(cut=lambda z: [z[k::4] for k in range(4)]),
        ),
        Wrong(
            "candidate-by-sigmoid",
            "The candidate went through σ. It is no gate: tanh lets it be negative.",
            stepped(candidate=sigmoid),
        ),
        Wrong(
            "gates-by-tanh",
            "The gates went through tanh. A gate is a share between 0 and 1, so σ.",
            stepped(gate=np.tanh),
        ),
        Wrong(
            "activations-swapped",
            "The gates went through tanh and the candidate through σ: the other way round.",
            stepped(gate=np.tanh, candidate=sigmoid),
        ),
        Wrong(
            "candidate-not-squashed",
            "The candidate is its weighted input as it stands. It goes through tanh.",
            stepped(candidate=lambda z: z),
        ),
        Wrong(
            "gates-not-squashed",
            "The gates are weighted inputs as they stand. Each goes through σ.",
            stepped(gate=lambda z: z),
        ),
        Wrong(
            "no-bias",
            "The biases are missing.",
            stepped(sums=lambda x, h, c, W_x, W_h, b: W_x @ x + W_h @ h),
        ),
        Wrong(
            "bias-taken-off",
            "The biases were taken off. They are added.",
            stepped(sums=lambda x, h, c, W_x, W_h, b: W_x @ x + W_h @ h - b),
        ),
        *(
            Wrong(
                f"{name.replace(' ', '-')}-by-tanh",
                f"The {name} went through tanh. A gate is a share between 0 and 1, so σ.",
                stepped(tanh_for=name[0]),
            )
            for name in BLOCKS[:3]
        ),
        Wrong(
            "state-squashed-twice",
            "The state goes through tanh once more, behind the output gate.",
            stepped(state=lambda o, c, old: np.tanh(o * np.tanh(c))),
        ),
        Wrong(
            "candidate-by-relu",
            "The candidate is cut off at 0. It goes through tanh, which lets it be negative.",
            stepped(candidate=lambda z: np.maximum(z, 0.0)),
        ),
        Wrong(
            "input-twice",
            "The input's share was added twice to the weighted inputs.",
            stepped(sums=lambda x, h, c, W_x, W_h, b: 2 * (W_x @ x) + W_h @ h + b),
        ),
        Wrong(
            "state-twice",
            "The state's share was added twice to the weighted inputs.",
            stepped(sums=lambda x, h, c, W_x, W_h, b: W_x @ x + 2 * (W_h @ h) + b),
        ),
        Wrong(
            "old-state-kept",
            "The old state was kept with the forget gate, too. That gate stands at the memory.",
            lambda x, h, c, *more: (
                sigmoid(np.split(more[0] @ x + more[1] @ h + more[2], 4)[1]) * h
                + step(x, h, c, *more)[0],
                step(x, h, c, *more)[1],
            ),
        ),
        Wrong(
            "bias-outside",
            "The biases were added behind σ and tanh. They are part of the weighted input.",
            bias_outside,
        ),
        Wrong(
            "gates-read-both",
            "`W_h` was multiplied with state and memory together. The four read the state alone.",
            stepped(sums=lambda x, h, c, W_x, W_h, b: W_x @ x + W_h @ (h + c) + b),
        ),
        Wrong(
            "coupled-by-the-input-gate",
            "1 − i was kept. This cell has a forget gate of its own.",
            stepped(cell=lambda i, f, o, g, c: (1 - i) * c + i * g),
        ),
        Wrong(
            "forget-gate-not-squashed",
            "The forget gate is its weighted input as it stands. It goes through σ.",
            stepped(cell=lambda i, f, o, g, c: np.log(f / (1 - f)) * c + i * g),
        ),
        Wrong(
            "new-squashed-too-late",
            "tanh was taken of the product with the input gate. It is taken of z^g alone, and the "
            "gate comes behind it.",
            stepped(cell=lambda i, f, o, g, c: f * c + np.tanh(i * np.arctanh(g))),
        ),
        Wrong(
            "old-state-returned",
            "The state that you return is the old one.",
            lambda x, h, c, W_x, W_h, b: (h, step(x, h, c, W_x, W_h, b)[1]),
        ),
        Wrong(
            "no-state",
            "The state before has no share in the gates: `W_h` is not used.",
            stepped(sums=lambda x, h, c, W_x, W_h, b: W_x @ x + b),
        ),
        Wrong(
            "no-input",
            "The input has no share in the gates: `W_x` is not used.",
            stepped(sums=lambda x, h, c, W_x, W_h, b: 0 * (W_x @ x) + W_h @ h + b),
        ),
        Wrong(
            "gates-read-the-memory",
            "`W_h` was multiplied with the memory. What the four read is the state `h`.",
            stepped(sums=lambda x, h, c, W_x, W_h, b: W_x @ x + W_h @ c + b),
        ),
        Wrong(
            "all-kept",
            "The old memory comes in whole. The forget gate multiplies it.",
            stepped(cell=lambda i, f, o, g, c: c + i * g),
        ),
        Wrong(
            "nothing-kept",
            "The old memory is gone: `c` has no share in the new one.",
            stepped(cell=lambda i, f, o, g, c: i * g),
        ),
        Wrong(
            "all-let-in",
            "The candidate comes in whole. The input gate multiplies it.",
            stepped(cell=lambda i, f, o, g, c: f * c + g),
        ),
        Wrong(
            "input-gate-for-candidate",
            "The input gate was added without the candidate, which says *what* comes in.",
            stepped(cell=lambda i, f, o, g, c: f * c + i),
        ),
        Wrong(
            "forget-gate-forgets",
            "1 − f was kept. In spite of its name the gate says what is *kept*.",
            stepped(cell=lambda i, f, o, g, c: (1 - f) * c + i * g),
        ),
        Wrong(
            "coupled",
            "1 − f let the new in. This cell has an input gate of its own.",
            stepped(cell=lambda i, f, o, g, c: f * c + (1 - f) * g),
        ),
        Wrong(
            "both-forgotten",
            "The forget gate multiplies what is new, too. It stands at the old memory alone.",
            stepped(cell=lambda i, f, o, g, c: f * (c + i * g)),
        ),
        Wrong(
            "taken-off",
            "What is new was taken off the memory. It is added.",
            stepped(cell=lambda i, f, o, g, c: f * c - i * g),
        ),
        Wrong(
            "multiplied",
            "What is kept and what is new were multiplied. They are added, so that the error has "
            "a way of its own along each.",
            stepped(cell=lambda i, f, o, g, c: f * c * i * g),
        ),
        Wrong(
            "memory-squashed",
            "The memory goes through tanh before it is kept. On its own line nothing squashes it; "
            "tanh comes on the way to `h`.",
            stepped(
                cell=lambda i, f, o, g, c: np.tanh(f * c + i * g), state=lambda o, c, old: o * c
            ),
        ),
        Wrong(
            "memory-squashed-twice",
            "The memory goes through tanh before it is kept, and once more on the way to `h`. "
            "Only the second belongs there.",
            stepped(cell=lambda i, f, o, g, c: np.tanh(f * c + i * g)),
        ),
        Wrong(
            "state-not-squashed",
            "The memory goes out as it is. It goes through tanh on its way to the state.",
            stepped(state=lambda o, c, old: o * c),
        ),
        Wrong(
            "state-without-gate",
            "The output gate has no share in the state.",
            stepped(state=lambda o, c, old: np.tanh(c)),
        ),
        Wrong(
            "squashed-too-late",
            "tanh comes before the output gate, not after it.",
            stepped(state=lambda o, c, old: np.tanh(o * c)),
        ),
        Wrong(
            "state-by-sigmoid",
            "The memory goes through σ on its way to the state. It is tanh.",
            stepped(state=lambda o, c, old: o * sigmoid(c)),
        ),
        Wrong(
            "old-memory-shown",
            "The state shows the *old* memory. The new one is there by then.",
            stepped(state=lambda o, c, old: o * np.tanh(old)),
        ),
        Wrong(
            "memory-is-the-state",
            "You return the state twice. The second is the memory.",
            stepped(back=lambda h, c: (h, h)),
        ),
        Wrong(
            "old-memory-returned",
            "The memory that you return is the old one.",
            lambda x, h, c, W_x, W_h, b: (step(x, h, c, W_x, W_h, b)[0], c),
        ),
        Wrong(
            "returned-in-the-other-order",
            "You return the two in each other's place: first the state, then the memory.",
            stepped(back=lambda h, c: (c, h)),
        ),
        Wrong(
            "state-for-memory",
            "The forget gate multiplies the state. What it keeps is the memory `c`.",
            lambda x, h, c, W_x, W_h, b: stepped(
                sums=lambda *args: W_x @ x + W_h @ h + b, cell=lambda i, f, o, g, _: f * h + i * g
            )(x, h, c, W_x, W_h, b),
        ),
        Wrong(
            "candidate-squashed-twice",
            "The candidate goes through tanh twice.",
            stepped(candidate=lambda z: np.tanh(np.tanh(z))),
        ),
        Wrong(
            "state-not-replaced",
            "The old state was added to the new one. The output gate and the memory say all of it.",
            lambda x, h, c, *more: (h + step(x, h, c, *more)[0], step(x, h, c, *more)[1]),
        ),
        Wrong(
            "forget-gate-at-the-new",
            "The forget gate multiplies the candidate, and the old memory comes in whole.",
            stepped(cell=lambda i, f, o, g, c: c + f * g),
        ),
        Wrong(
            "input-gate-twice",
            "The input gate multiplies the candidate twice.",
            stepped(cell=lambda i, f, o, g, c: f * c + i * i * g),
        ),
        Wrong(
            "state-by-forget-gate",
            "The forget gate stands where the output gate belongs, in the state.",
            lambda *args: (_through(1, *args), step(*args)[1]),
        ),
        Wrong(
            "state-by-input-gate",
            "The input gate stands where the output gate belongs, in the state.",
            lambda *args: (_through(0, *args), step(*args)[1]),
        ),
        Wrong(
            "state-by-a-shut-gate",
            "1 − o was taken in the state. The output gate lets out where it is 1.",
            stepped(state=lambda o, c, old: (1 - o) * np.tanh(c)),
        ),
        Wrong(
            "input-gate-turned",
            "1 − i was taken. The input gate lets in where it is 1.",
            stepped(cell=lambda i, f, o, g, c: f * c + (1 - i) * g),
        ),
        Wrong(
            "bias-twice",
            "The bias was added twice. PyTorch has two on each sum, and here there is one.",
            stepped(sums=lambda x, h, c, W_x, W_h, b: W_x @ x + W_h @ h + 2 * b),
        ),
        Wrong(
            "no-bias-of-the-candidate",
            "The candidate has no bias: it has one, as the gates do.",
            stepped(sums=lambda x, h, c, W_x, W_h, b: W_x @ x + W_h @ h + b * _but_candidate(b)),
        ),
        Wrong(
            "candidate-without-state",
            "The candidate does not read the state. All four do.",
            stepped(sums=lambda x, h, c, W_x, W_h, b: W_x @ x + _but_candidate(b) * (W_h @ h) + b),
        ),
        Wrong(
            "candidate-without-input",
            "The candidate does not read the input. All four do.",
            stepped(sums=lambda x, h, c, W_x, W_h, b: _but_candidate(b) * (W_x @ x) + W_h @ h + b),
        ),
        Wrong(
            "state-and-memory-exchanged",
            "`h` and `c` changed places as arguments: first the state, then the memory.",
            lambda x, h, c, *more: step(x, c, h, *more),
        ),
        Wrong(
            "forget-gate-added",
            "The forget gate was added to the memory. It multiplies.",
            stepped(cell=lambda i, f, o, g, c: f + c + i * g),
        ),
        Wrong(
            "input-gate-added",
            "The input gate was added to the candidate. It multiplies.",
            stepped(cell=lambda i, f, o, g, c: f * c + i + g),
        ),
    ),
)
