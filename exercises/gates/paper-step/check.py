"""Cases, a right answer and known mistakes of gates.paper-step."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Exercise, Wrong
from nnlib.checks.recognise import same

from ..shared import BLOCKS

X, H0, C0, BACK, ALONG = 1.0, 0.5, 0.6, 2.0, 0.5
W_X = np.array([1.0, -1.0, 1.0, 1.0])  # i, f, o, g
W_H = np.array([2.0, 2.0, -2.0, -1.0])
B = np.array([-1.0, 2.0, -1.0, 0.0])


def paper(
    *,
    z=W_X * X + W_H * H0 + B,
    gates=lambda z: np.append(sigmoid(z[:3]), np.tanh(z[3])),
    cell=lambda i, f, o, g: f * C0 + i * g,
    state=lambda o, c: o * np.tanh(c),
    error=lambda o, s, g: BACK * o * (1 - s**2) + ALONG,
    beside=None,
    sources=None,
    slopes=lambda v: np.append(v[:3] * (1 - v[:3]), 1 - v[3] ** 2),
    old_memory=lambda dC_dc, f: dC_dc * f,
    old_state=lambda delta: W_H @ delta,
):
    """Return every number of the exercise; the arguments make the mistakes.

    `beside` says what each of the four is multiplied by, and `sources` whose error it gets.
    """
    v = gates(np.asarray(z))
    i, f, o, g = v
    c = cell(i, f, o, g)
    s = np.tanh(c)
    dC_dc = error(o, s, g)
    took = [g, C0, s, i] if beside is None else beside(i, f, o, g, c, s)
    came = [dC_dc, dC_dc, BACK, dC_dc] if sources is None else sources(dC_dc)
    delta = np.array(came) * np.array(took) * slopes(v)
    return {
        "z": z,
        "gates": v,
        "c": c,
        "h": state(o, c),
        "dC_dc": dC_dc,
        "delta": delta,
        "dC_dc0": old_memory(dC_dc, f),
        "dC_dh0": old_state(delta),
    }


def from_sums(name, message, z):
    """Return a mistake in the weighted inputs."""
    return Wrong(name, f"`z`: {message}", paper(z=np.asarray(z)))


def only(part, **mistake):
    """Return the right numbers, with one part as another pass has it."""
    return paper() | {part: paper(**mistake)[part]}


def near_in(name, message, cell):
    """Return a mistake in the memory whose number lies near another's: known by four digits."""
    answer = paper(cell=cell)

    def recognise(seen):
        got = seen[0][1]
        clean = all(got.get(part) is None or same(got[part], paper()[part], 3e-3) for part in FIRST)
        return clean and same(got["c"], answer["c"], 7e-4)

    return Wrong(name, message, answer, recognise)


def one_of_four(part, place):
    """Return a mistake: of four numbers this one is wrong, in a way that no other mistake is."""

    def recognise(seen):
        got, right = seen[0][1].get(part), np.asarray(paper()[part])

        def fine(a, b):
            return np.abs(a - b) <= 3e-3 * np.abs(right).max()

        if not isinstance(got, np.ndarray) or got.shape != right.shape:
            return False
        if np.flatnonzero(~fine(got, right)).tolist() != [place]:
            return False
        known = [wrong.answer[part] for wrong in EXERCISE.wrongs if wrong.when is None]
        earlier = PARTS[: PARTS.index(part)]
        clean = all(fine_part(seen[0][1].get(name), paper()[name]) for name in earlier)
        return clean and not any(fine(got, np.asarray(other)).all() for other in known)

    def fine_part(got, wanted):
        return got is None or same(got, wanted, 3e-3)

    broken = np.array(paper()[part], dtype=float)
    broken[place] = 0.123
    return Wrong(
        f"{part}-of-the-{BLOCKS[place].replace(' ', '-')}",
        f"`{part}`: three are right, and that of the {BLOCKS[place]} is not. Go through its row of "
        "the table once more.",
        paper() | {part: broken},
        recognise,
    )


PARTS = tuple(paper())
FIRST = PARTS[:2]
EXERCISE = Exercise(
    kind="compute",
    points=3,
    parts=tuple(paper()),
    blocks=BLOCKS,
    right=paper(),
    rtol=3e-3,  # a pencil has a few digits
    wrongs=(
        from_sums(
            "no-biases",
            "the biases are missing. Each of the four has one of its own.",
            W_X * X + W_H * H0,
        ),
        from_sums(
            "no-state",
            "the state has no share in them. Each of the four reads h_0 as well.",
            W_X * X + B,
        ),
        from_sums("no-input", "the input has no share in them.", W_H * H0 + B),
        from_sums(
            "memory-for-state",
            "the memory went in where the state belongs. What the four read is h_0.",
            W_X * X + W_H * C0 + B,
        ),
        from_sums(
            "state-not-weighted",
            "the state was added as it is. It has a weight in each of the four.",
            W_X * X + H0 + B,
        ),
        from_sums("weights-swapped", "w_x and w_h changed places.", W_X * H0 + W_H * X + B),
        from_sums(
            "state-of-one",
            "these hold for a state of 1. The state before this step is one half.",
            W_X * X + W_H + B,
        ),
        from_sums(
            "biases-taken-off", "the biases were taken off. They are added.", W_X * X + W_H * H0 - B
        ),
        from_sums(
            "order-of-pytorch",
            "the last two changed places. Here the order is i, f, o, g; PyTorch's is i, f, g, o.",
            (W_X * X + W_H * H0 + B)[[0, 1, 3, 2]],
        ),
        from_sums(
            "forget-first",
            "the first two changed places: the order is i, f, o, g.",
            (W_X * X + W_H * H0 + B)[[1, 0, 2, 3]],
        ),
        from_sums(
            "minus-lost",
            "a minus got lost: two of the w_h are negative, and one w_x.",
            abs(W_X) * X + abs(W_H) * H0 + B,
        ),
        Wrong(
            "all-sigmoid",
            "`gates`: the candidate went through σ. It is no gate: tanh lets it be negative.",
            paper(gates=sigmoid),
        ),
        Wrong(
            "all-tanh",
            "`gates`: the gates went through tanh. A gate is a share between 0 and 1, so σ.",
            paper(gates=np.tanh),
        ),
        Wrong(
            "not-squashed",
            "`gates`: these are the weighted inputs again. Each goes through its activation.",
            paper(gates=lambda z: z),
        ),
        Wrong(
            "candidate-not-squashed",
            "`gates`: the candidate is its weighted input as it stands. It goes through tanh.",
            paper(gates=lambda z: np.append(sigmoid(z[:3]), z[3])),
        ),
        Wrong(
            "sign-of-a-gate",
            "`gates`: σ(−1) is not −σ(1). A gate is never negative; look at the table again.",
            paper(gates=lambda z: np.append(np.sign(z[:3]) * sigmoid(abs(z[:3])), np.tanh(z[3]))),
        ),
        Wrong(
            "read-without-sign",
            "`gates`: the output gate is that of +1. Its weighted input is negative, so it is "
            "nearly shut.",
            paper(gates=lambda z: np.append(sigmoid(abs(z[:3])), np.tanh(z[3]))),
        ),
        Wrong(
            "forget-gate-forgets",
            "`c`: 1 − f was kept. In spite of its name the gate says what is *kept*.",
            paper(cell=lambda i, f, o, g: (1 - f) * C0 + i * g),
        ),
        Wrong(
            "all-kept",
            "`c`: the old memory came in whole. The forget gate multiplies it.",
            paper(cell=lambda i, f, o, g: C0 + i * g),
        ),
        Wrong(
            "nothing-kept",
            "`c`: the old memory is gone. The forget gate keeps most of it.",
            paper(cell=lambda i, f, o, g: i * g),
        ),
        Wrong(
            "all-let-in",
            "`c`: the candidate came in whole. The input gate multiplies it.",
            paper(cell=lambda i, f, o, g: f * C0 + g),
        ),
        Wrong(
            "input-gate-for-candidate",
            "`c`: the input gate was added without the candidate, which says *what* comes in.",
            paper(cell=lambda i, f, o, g: f * C0 + i),
        ),
        near_in(
            "gates-crossed",
            "`c`: the two gates changed places: f keeps the old, i lets in the new.",
            lambda i, f, o, g: i * C0 + f * g,
        ),
        near_in(
            "candidate-squashed-twice",
            "`c`: the candidate went through tanh twice. g is the tanh already.",
            lambda i, f, o, g: f * C0 + i * np.tanh(g),
        ),
        Wrong(
            "forget-gate-for-memory",
            "`c`: the forget gate was added without the old memory, which says *what* is kept.",
            paper(cell=lambda i, f, o, g: f + i * g),
        ),
        Wrong(
            "state-for-memory",
            "`c`: f multiplies h_0. What it keeps is the memory c_0.",
            paper(cell=lambda i, f, o, g: f * H0 + i * g),
        ),
        Wrong(
            "both-forgotten",
            "`c`: the forget gate multiplies what is new, too. It stands at the old memory alone.",
            paper(cell=lambda i, f, o, g: f * (C0 + i * g)),
        ),
        Wrong(
            "coupled",
            "`c`: 1 − f let the new in. This cell has an input gate of its own.",
            paper(cell=lambda i, f, o, g: f * C0 + (1 - f) * g),
        ),
        Wrong(
            "memory-squashed",
            "`c`: the memory went through tanh. On its own line nothing squashes it; tanh comes "
            "on the way to h_1.",
            paper() | {"c": float(np.tanh(paper()["c"]))},
        ),
        Wrong(
            "not-squashed-for-the-state",
            "`h`: the memory went out as it is. It goes through tanh on its way to the state.",
            only("h", state=lambda o, c: o * c),
        ),
        Wrong(
            "output-gate-left-out",
            "`h`: the output gate has no part in it.",
            only("h", state=lambda o, c: np.tanh(c)),
        ),
        Wrong(
            "squashed-too-late",
            "`h`: tanh comes before the output gate, not after it.",
            only("h", state=lambda o, c: np.tanh(o * c)),
        ),
        Wrong(
            "old-memory-shown",
            "`h`: the state shows the *old* memory. The new one is there by then.",
            only("h", state=lambda o, c: o * np.tanh(C0)),
        ),
        Wrong(
            "candidate-shown",
            "`h`: the candidate was let out. What goes out is the new memory, with all that was "
            "kept.",
            paper() | {"h": float(paper()["gates"][2] * np.tanh(paper()["gates"][3]))},
        ),
        Wrong(
            "along-left-out",
            "`dC_dc`: what comes back along the memory is missing. Two arrows leave c_1.",
            paper(error=lambda o, s, g: BACK * o * (1 - s**2)),
        ),
        Wrong(
            "state-left-out",
            "`dC_dc`: what comes back from h_1 is missing. Two arrows leave c_1.",
            paper(error=lambda o, s, g: ALONG),
        ),
        Wrong(
            "slope-left-out",
            "`dC_dc`: the slope of tanh is missing between h_1 and c_1.",
            paper(error=lambda o, s, g: BACK * o + ALONG),
        ),
        Wrong(
            "output-gate-passed-by",
            "`dC_dc`: the output gate is missing: it stands between c_1 and h_1.",
            paper(error=lambda o, s, g: BACK * (1 - s**2) + ALONG),
        ),
        Wrong(
            "slope-with-c",
            "`dC_dc`: the slope was made with c_1 itself. It is 1 − tanh² c_1.",
            paper(error=lambda o, s, g: BACK * o * (1 - np.arctanh(s) ** 2) + ALONG),
        ),
        Wrong(
            "slope-with-h",
            "`dC_dc`: the slope was made with h_1. The output gate comes behind the tanh: "
            "1 − tanh² c_1.",
            paper(error=lambda o, s, g: BACK * o * (1 - (o * s) ** 2) + ALONG),
        ),
        Wrong(
            "slope-of-a-sigmoid",
            "`dC_dc`: that is σ's slope. What stands between c_1 and h_1 is tanh.",
            paper(error=lambda o, s, g: BACK * o * s * (1 - s) + ALONG),
        ),
        Wrong(
            "slope-not-squared",
            "`dC_dc`: the square got lost in the slope of tanh.",
            paper(error=lambda o, s, g: BACK * o * (1 - s) + ALONG),
        ),
        Wrong(
            "tanh-for-its-slope",
            "`dC_dc`: tanh stands where its slope belongs.",
            paper(error=lambda o, s, g: BACK * o * s + ALONG),
        ),
        Wrong(
            "both-through-the-gate",
            "`dC_dc`: output gate and slope multiply both terms. What comes along the memory does "
            "not pass them.",
            paper(error=lambda o, s, g: (BACK + ALONG) * o * (1 - s**2)),
        ),
        Wrong(
            "input-gate-for-output-gate",
            "`dC_dc`: the input gate stands where the output gate belongs: between c_1 and h_1.",
            paper() | {"dC_dc": BACK * sigmoid(1.0) * (1 - np.tanh(paper()["c"]) ** 2) + ALONG},
        ),
        Wrong(
            "forget-gate-too-early",
            "`dC_dc`: what comes along the memory was multiplied by f_1. That happens on the way "
            "from c_1 to c_0.",
            paper(error=lambda o, s, g: BACK * o * (1 - s**2) + ALONG * 0.8808),
        ),
        Wrong(
            "no-slopes",
            "`delta`: the slopes of the four are missing: a δ is the error of a *weighted input*.",
            paper(slopes=np.ones_like),
        ),
        Wrong(
            "sigmoid-slope-for-all",
            "`delta`: the candidate's slope is that of σ. It is a tanh: 1 − g².",
            paper(slopes=lambda v: v * (1 - v)),
        ),
        Wrong(
            "tanh-slope-for-all",
            "`delta`: the gates' slopes are those of tanh. A gate is a σ: f (1 − f).",
            paper(slopes=lambda v: 1 - v**2),
        ),
        Wrong(
            "half-a-slope",
            "`delta`: the slope of a gate is a product of two, f (1 − f).",
            paper(slopes=lambda v: np.append(1 - v[:3], 1 - v[3] ** 2)),
        ),
        Wrong(
            "candidate-slope-not-squared",
            "`delta`: the square got lost in the slope of the candidate.",
            paper(slopes=lambda v: np.append(v[:3] * (1 - v[:3]), 1 - v[3])),
        ),
        Wrong(
            "multiplied-by-itself",
            "`delta`: each gate was multiplied by itself. What counts is what it stands beside.",
            paper(beside=lambda i, f, o, g, c, s: [i, f, o, g]),
        ),
        Wrong(
            "new-memory-for-old",
            "`delta`: the forget gate stands beside the *old* memory, c_0.",
            paper(beside=lambda i, f, o, g, c, s: [g, c, s, i]),
        ),
        Wrong(
            "memory-for-tanh",
            "`delta`: the output gate stands beside tanh c_1, not beside c_1.",
            paper(beside=lambda i, f, o, g, c, s: [g, C0, c, i]),
        ),
        Wrong(
            "state-beside-forget",
            "`delta`: the forget gate stands beside the old *memory*, not beside the state.",
            paper(beside=lambda i, f, o, g, c, s: [g, H0, s, i]),
        ),
        Wrong(
            "state-beside-output",
            "`delta`: the output gate stands beside tanh c_1. In h_1 it is contained already.",
            paper(beside=lambda i, f, o, g, c, s: [g, C0, o * s, i]),
        ),
        Wrong(
            "nothing-beside",
            "`delta`: what the four are multiplied by is missing.",
            paper(beside=lambda i, f, o, g, c, s: [1, 1, 1, 1]),
        ),
        Wrong(
            "output-from-the-memory",
            "`delta`: the output gate has got the error of the memory. It stands in h_1, so its "
            "error is that of h_1.",
            paper(sources=lambda dC_dc: [dC_dc] * 4),
        ),
        Wrong(
            "all-from-the-state",
            "`delta`: all four have got the error of h_1. Three of them stand in c_1.",
            paper(sources=lambda dC_dc: [BACK] * 4),
        ),
        Wrong(
            "candidate-and-input-swapped",
            "`delta`: i stands beside g, and g beside i; here each has got itself.",
            paper(beside=lambda i, f, o, g, c, s: [i, C0, s, g]),
        ),
        Wrong(
            "delta-in-the-order-of-pytorch",
            "`delta`: the last two changed places. The order is i, f, o, g.",
            paper() | {"delta": paper()["delta"][[0, 1, 3, 2]]},
        ),
        Wrong(
            "a-gate-read-the-memory",
            "`dC_dc0`: a δ was added to it. The four read the state; from c_0 one arrow leaves, to "
            "c_1.",
            paper() | {"dC_dc0": paper()["dC_dc0"] + paper()["delta"][1]},
        ),
        Wrong(
            "along-once-more",
            "`dC_dc0`: what came along the memory was added once more. It is in the error of c_1.",
            paper() | {"dC_dc0": paper()["dC_dc0"] + ALONG},
        ),
        Wrong(
            "nothing-lost-along",
            "`dC_dc0`: the forget gate is missing on the way along the memory.",
            only("dC_dc0", old_memory=lambda dC_dc, f: dC_dc),
        ),
        Wrong(
            "through-its-slope",
            "`dC_dc0`: the slope of the forget gate has no place here. The slope of c_1 in the "
            "direction of c_0 is f itself.",
            only("dC_dc0", old_memory=lambda dC_dc, f: dC_dc * f * (1 - f)),
        ),
        Wrong(
            "delta-for-the-memory",
            "`dC_dc0`: that is δ^f, what arrives at the gate. What arrives at c_0 passes f alone.",
            only("dC_dc0", old_memory=lambda dC_dc, f: dC_dc * C0 * f * (1 - f)),
        ),
        Wrong(
            "only-along-again",
            "`dC_dc0`: only what had come along the memory went on. All of the error of c_1 does.",
            only("dC_dc0", old_memory=lambda dC_dc, f: ALONG * f),
        ),
        Wrong(
            "state-from-gates-only",
            "`dC_dh0`: the candidate's share is missing. It reads the state, too.",
            only("dC_dh0", old_state=lambda delta: W_H[:3] @ delta[:3]),
        ),
        Wrong(
            "state-not-weighted-back",
            "`dC_dh0`: the four δ were added as they are. Each comes back through its w_h.",
            only("dC_dh0", old_state=np.sum),
        ),
        Wrong(
            "back-through-input-weights",
            "`dC_dh0`: these are the weights of the input. From h_0 the w_h lead on.",
            only("dC_dh0", old_state=lambda delta: W_X @ delta),
        ),
        Wrong(
            "minus-lost-on-the-way-back",
            "`dC_dh0`: two of the four weights are negative, so part of it cancels.",
            only("dC_dh0", old_state=lambda delta: abs(W_H) @ delta),
        ),
        Wrong(
            "one-gate-only",
            "`dC_dh0`: that is the forget gate's share alone. Four arrows leave h_0.",
            only("dC_dh0", old_state=lambda delta: W_H[1] * delta[1]),
        ),
        Wrong(
            "new-taken-off",
            "`c`: what is new was taken off. It is added.",
            paper(cell=lambda i, f, o, g: f * C0 - i * g),
        ),
        Wrong(
            "output-gate-lets-in",
            "`c`: the output gate let the candidate in. That is the input gate's part.",
            paper(cell=lambda i, f, o, g: f * C0 + o * g),
        ),
        Wrong(
            "kept-times-new",
            "`c`: what is kept and what is new were multiplied. They are added.",
            paper(cell=lambda i, f, o, g: f * C0 * i * g),
        ),
        Wrong(
            "state-by-sigmoid",
            "`h`: the memory went through σ on its way to the state. It is tanh.",
            only("h", state=lambda o, c: o / (1 + np.exp(-c))),
        ),
        Wrong(
            "state-by-forget-gate",
            "`h`: the forget gate stands where the output gate belongs.",
            only("h", state=lambda o, c: 0.8808 * np.tanh(c)),
        ),
        Wrong(
            "shut-for-open",
            "`h`: 1 − o was taken, or the input gate, which is the same number here. The output "
            "gate lets out where it is 1.",
            only("h", state=lambda o, c: (1 - o) * np.tanh(c)),
        ),
        Wrong(
            "gate-added-to-memory",
            "`h`: gate and memory were added. The gate multiplies.",
            only("h", state=lambda o, c: o + np.tanh(c)),
        ),
        Wrong(
            "output-gates-slope",
            "`dC_dc`: the slope of the output gate has no place on the way from h₁ to c₁. It "
            "belongs to δ of o.",
            paper(error=lambda o, s, g: BACK * o * (1 - o) * (1 - s**2) + ALONG),
        ),
        Wrong(
            "errors-multiplied",
            "`dC_dc`: the two errors were multiplied. What comes back along two arrows is added.",
            paper(error=lambda o, s, g: BACK * o * (1 - s**2) * ALONG),
        ),
        Wrong(
            "errors-subtracted",
            "`dC_dc`: the two errors were subtracted. What comes back along two arrows is added.",
            paper(error=lambda o, s, g: BACK * o * (1 - s**2) - ALONG),
        ),
        Wrong(
            "error-of-one",
            "`dC_dc`: the error of h₁ was left out, as if it were 1. It is 2.",
            paper(error=lambda o, s, g: o * (1 - s**2) + ALONG),
        ),
        Wrong(
            "errors-left-out",
            "`delta`: the errors are left out: each is that of what the gate stands in.",
            paper(sources=lambda dC_dc: [1.0] * 4),
        ),
        Wrong(
            "output-error-of-one",
            "`delta`: the error of h₁ is missing in that of the output gate. It is 2.",
            paper(sources=lambda dC_dc: [dC_dc, dC_dc, 1.0, dC_dc]),
        ),
        Wrong(
            "beside-crossed",
            "`delta`: in those of the input gate and the forget gate g and c₀ changed places.",
            paper(beside=lambda i, f, o, g, c, s: [C0, g, s, i]),
        ),
        Wrong(
            "tanh-of-the-candidate",
            "`delta`: in the slope of the candidate tanh was taken once more. g is a tanh already.",
            paper(slopes=lambda v: np.append(v[:3] * (1 - v[:3]), 1 - np.tanh(v[3]) ** 2)),
        ),
        Wrong(
            "delta-forget-first",
            "`delta`: the first two changed places. The order is i, f, o, g.",
            paper() | {"delta": paper()["delta"][[1, 0, 2, 3]]},
        ),
        Wrong(
            "times-the-old-memory",
            "`dC_dc0`: multiplied by c₀. The slope of c₁ in the direction of c₀ is f.",
            only("dC_dc0", old_memory=lambda dC_dc, f: dC_dc * C0),
        ),
        Wrong(
            "along-through-the-input-gate",
            "`dC_dc0`: multiplied by the input gate. On the way along the memory stands f.",
            only("dC_dc0", old_memory=lambda dC_dc, f: dC_dc * 0.7311),
        ),
        Wrong(
            "what-is-forgotten",
            "`dC_dc0`: multiplied by 1 − f. What comes back is what was kept.",
            only("dC_dc0", old_memory=lambda dC_dc, f: dC_dc * (1 - f)),
        ),
        Wrong(
            "through-the-state-only",
            "`dC_dc0`: what had come along the memory is missing. All of the error of c₁ goes on.",
            only("dC_dc0", old_memory=lambda dC_dc, f: (dC_dc - ALONG) * f),
        ),
        Wrong(
            "other-sign",
            "`dC_dh0` has the other sign.",
            only("dC_dh0", old_state=lambda delta: -W_H @ delta),
        ),
        Wrong(
            "averaged",
            "`dC_dh0`: that is a mean of four. What comes back along four arrows is added.",
            only("dC_dh0", old_state=lambda delta: W_H @ delta / 4),
        ),
        Wrong(
            "error-of-h1-added",
            "`dC_dh0`: the error of h₁ was added. No arrow leads from h₀ straight to h₁.",
            only("dC_dh0", old_state=lambda delta: BACK + W_H @ delta),
        ),
        Wrong(
            "output-gate-forgotten",
            "`dC_dh0`: the output gate's share is missing. It reads the state, too.",
            only("dC_dh0", old_state=lambda delta: W_H[[0, 1, 3]] @ delta[[0, 1, 3]]),
        ),
        Wrong(
            "input-gate-forgotten",
            "`dC_dh0`: the input gate's share is missing. It reads the state, too.",
            only("dC_dh0", old_state=lambda delta: W_H[1:] @ delta[1:]),
        ),
        Wrong(
            "forget-gate-forgotten",
            "`dC_dh0`: the forget gate's share is missing. It reads the state, too.",
            only("dC_dh0", old_state=lambda delta: W_H[[0, 2, 3]] @ delta[[0, 2, 3]]),
        ),
        Wrong(
            "both-ways-together",
            "`dC_dh0`: what arrives at c₀ was added. c₀ and h₀ are two numbers.",
            only("dC_dh0", old_state=lambda delta: W_H @ delta + 0.6823),
        ),
        *(one_of_four(part, k) for part in ("z", "gates", "delta") for k in range(4)),
    ),
)
