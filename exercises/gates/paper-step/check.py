"""Cases, a right answer and known mistakes of gates.paper-step."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Exercise, Wrong
from nnlib.checks.recognise import same
from nnlib.checks.rounds import anew, minus, tex

from ..shared import BLOCKS


@dataclass(frozen=True)
class Given:
    """The numbers of the statement, those of the four in the order i, f, o, g."""

    z: tuple = (1, 2, -1, 0.5)
    W_x: tuple = (1, -1, 1, 1)
    W_h: tuple = (2, 2, -2, -1)
    x: int = 1
    h_0: float = 0.5
    c_0: float = 0.6
    back: int = 2
    along: float = 0.5

    @property
    def biases(self):
        """The biases that make the weighted inputs those of the table."""
        return np.array(self.z) - np.array(self.W_x) * self.x - np.array(self.W_h) * self.h_0


def paper(
    given,
    *,
    z=None,
    gates=lambda z: np.append(sigmoid(z[:3]), np.tanh(z[3])),
    cell=None,
    state=lambda o, c: o * np.tanh(c),
    error=None,
    beside=None,
    sources=None,
    slopes=lambda v: np.append(v[:3] * (1 - v[:3]), 1 - v[3] ** 2),
    old_memory=lambda dC_dc, f: dC_dc * f,
    old_state=None,
):
    """Return every number of the exercise; the arguments make the mistakes.

    `beside` says what each of the four is multiplied by, and `sources` whose error it gets.
    """
    z = np.asarray(given.z if z is None else z, dtype=float)
    v = gates(z)
    i, f, o, g = v
    c = f * given.c_0 + i * g if cell is None else cell(i, f, o, g)
    s = np.tanh(c)
    dC_dc = given.back * o * (1 - s**2) + given.along if error is None else error(o, s, g)
    took = [g, given.c_0, s, i] if beside is None else beside(i, f, o, g, c, s)
    came = [dC_dc, dC_dc, given.back, dC_dc] if sources is None else sources(dC_dc)
    delta = np.array(came) * np.array(took) * slopes(v)
    return {
        "z": z,
        "gates": v,
        "c": c,
        "h": state(o, c),
        "dC_dc": dC_dc,
        "delta": delta,
        "dC_dc0": old_memory(dC_dc, f),
        "dC_dh0": np.dot(given.W_h, delta) if old_state is None else old_state(delta),
    }


PARTS = tuple(paper(Given()))


def one_of_four(right, wrongs, part, place):
    """Return a mistake: of four numbers this one is wrong, in a way that no other mistake is."""

    def recognise(seen):
        got, wanted = seen[0][1].get(part), right[part]

        def fine(a, b):
            return np.abs(a - b) <= 3e-3 * np.abs(wanted).max()

        if not isinstance(got, np.ndarray) or got.shape != wanted.shape:
            return False
        if np.flatnonzero(~fine(got, wanted)).tolist() != [place]:
            return False
        known = [wrong.answer[part] for wrong in wrongs if wrong.when is None]
        earlier = PARTS[: PARTS.index(part)]
        clean = all(fine_part(seen[0][1].get(name), right[name]) for name in earlier)
        return clean and not any(fine(got, np.asarray(other)).all() for other in known)

    def fine_part(got, wanted):
        return got is None or same(got, wanted, 3e-3)

    broken = np.array(right[part], dtype=float)
    broken[place] = 0.123
    return Wrong(
        f"{part}-of-the-{BLOCKS[place].replace(' ', '-')}",
        f"`{part}`: three are right, and that of the {BLOCKS[place]} is not. Go through its row of "
        "the table once more.",
        right | {part: broken},
        recognise,
    )


def mistakes(given):
    """Return the catalogue, made with the numbers of the statement or with others."""
    known = of_equal_numbers(given)
    places = [(part, k) for part in ("z", "gates", "delta") for k in range(4)]
    return (*known, *(one_of_four(paper(given), known, part, k) for part, k in places))


def of_equal_numbers(given):
    """Return the mistakes that are recognised by their numbers."""
    made = partial(paper, given)
    right = made()
    X, H0, C0, BACK, ALONG = given.x, given.h_0, given.c_0, given.back, given.along
    W_X, W_H, B = np.array(given.W_x), np.array(given.W_h), given.biases
    forget, z_o = right["gates"][1], right["z"][2]

    def sums(name, message, z):
        """Return a mistake in the weighted inputs."""
        return Wrong(name, f"`z`: {message}", made(z=z))

    def near_in(name, message, cell):
        """Return a mistake whose number in the memory lies near another's: by four digits."""
        answer = made(cell=cell)

        def recognise(seen):
            got = seen[0][1]
            first = (got.get(part) for part in PARTS[:2])
            pairs = zip(first, (right[part] for part in PARTS[:2]), strict=True)
            clean = all(part is None or same(part, wanted, 3e-3) for part, wanted in pairs)
            return clean and same(got["c"], answer["c"], 7e-4)

        return Wrong(name, message, answer, recognise)

    def only(part, **mistake):
        """Return the right numbers, with one part as another pass has it."""
        return right | {part: made(**mistake)[part]}

    return (
        sums(
            "no-biases",
            "the biases are missing. Each of the four has one of its own.",
            W_X * X + W_H * H0,
        ),
        sums(
            "no-state",
            "the state has no share in them. Each of the four reads h_0 as well.",
            W_X * X + B,
        ),
        sums("no-input", "the input has no share in them.", W_H * H0 + B),
        sums(
            "memory-for-state",
            "the memory went in where the state belongs. What the four read is h_0.",
            W_X * X + W_H * C0 + B,
        ),
        sums(
            "state-not-weighted",
            "the state was added as it is. It has a weight in each of the four.",
            W_X * X + H0 + B,
        ),
        sums("weights-swapped", "w_x and w_h changed places.", W_X * H0 + W_H * X + B),
        sums(
            "state-of-one",
            "these hold for a state of 1. The state before this step is one half.",
            W_X * X + W_H + B,
        ),
        sums(
            "biases-taken-off", "the biases were taken off. They are added.", W_X * X + W_H * H0 - B
        ),
        sums(
            "order-of-pytorch",
            "the last two changed places. Here the order is i, f, o, g; PyTorch's is i, f, g, o.",
            (right["z"])[[0, 1, 3, 2]],
        ),
        sums(
            "forget-first",
            "the first two changed places: the order is i, f, o, g.",
            (right["z"])[[1, 0, 2, 3]],
        ),
        sums(
            "minus-lost",
            "a minus got lost: two of the w_h are negative, and one w_x.",
            abs(W_X) * X + abs(W_H) * H0 + B,
        ),
        Wrong(
            "all-sigmoid",
            "`gates`: the candidate went through σ. It is no gate: tanh lets it be negative.",
            made(gates=sigmoid),
        ),
        Wrong(
            "all-tanh",
            "`gates`: the gates went through tanh. A gate is a share between 0 and 1, so σ.",
            made(gates=np.tanh),
        ),
        Wrong(
            "not-squashed",
            "`gates`: these are the weighted inputs again. Each goes through its activation.",
            made(gates=lambda z: z),
        ),
        Wrong(
            "candidate-not-squashed",
            "`gates`: the candidate is its weighted input as it stands. It goes through tanh.",
            made(gates=lambda z: np.append(sigmoid(z[:3]), z[3])),
        ),
        Wrong(
            "sign-of-a-gate",
            f"`gates`: σ({minus(z_o)}) is not −σ({-z_o:g}). A gate is never negative; look at the "
            "table again.",
            made(gates=lambda z: np.append(np.sign(z[:3]) * sigmoid(abs(z[:3])), np.tanh(z[3]))),
        ),
        Wrong(
            "read-without-sign",
            f"`gates`: the output gate is that of +{-z_o:g}. Its weighted input is negative, so it "
            "is nearly shut.",
            made(gates=lambda z: np.append(sigmoid(abs(z[:3])), np.tanh(z[3]))),
        ),
        Wrong(
            "forget-gate-forgets",
            "`c`: 1 − f was kept. In spite of its name the gate says what is *kept*.",
            made(cell=lambda i, f, o, g: (1 - f) * C0 + i * g),
        ),
        Wrong(
            "all-kept",
            "`c`: the old memory came in whole. The forget gate multiplies it.",
            made(cell=lambda i, f, o, g: C0 + i * g),
        ),
        Wrong(
            "nothing-kept",
            "`c`: the old memory is gone. The forget gate keeps most of it.",
            made(cell=lambda i, f, o, g: i * g),
        ),
        Wrong(
            "all-let-in",
            "`c`: the candidate came in whole. The input gate multiplies it.",
            made(cell=lambda i, f, o, g: f * C0 + g),
        ),
        Wrong(
            "nothing-let-in",
            "`c`: what is new is missing. The input gate lets the candidate in, and that is added.",
            made(cell=lambda i, f, o, g: f * C0),
        ),
        Wrong(
            "input-gate-for-candidate",
            "`c`: the input gate was added without the candidate, which says *what* comes in.",
            made(cell=lambda i, f, o, g: f * C0 + i),
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
            made(cell=lambda i, f, o, g: f + i * g),
        ),
        Wrong(
            "state-for-memory",
            "`c`: f multiplies h_0. What it keeps is the memory c_0.",
            made(cell=lambda i, f, o, g: f * H0 + i * g),
        ),
        Wrong(
            "both-forgotten",
            "`c`: the forget gate multiplies what is new, too. It stands at the old memory alone.",
            made(cell=lambda i, f, o, g: f * (C0 + i * g)),
        ),
        Wrong(
            "coupled",
            "`c`: 1 − f let the new in. This cell has an input gate of its own.",
            made(cell=lambda i, f, o, g: f * C0 + (1 - f) * g),
        ),
        Wrong(
            "memory-squashed",
            "`c`: the memory went through tanh. On its own line nothing squashes it; tanh comes "
            "on the way to h_1.",
            right | {"c": float(np.tanh(right["c"]))},
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
            right | {"h": float(right["gates"][2] * np.tanh(right["gates"][3]))},
        ),
        Wrong(
            "along-left-out",
            "`dC_dc`: what comes back along the memory is missing. Two arrows leave c_1.",
            made(error=lambda o, s, g: BACK * o * (1 - s**2)),
        ),
        Wrong(
            "state-left-out",
            "`dC_dc`: what comes back from h_1 is missing. Two arrows leave c_1.",
            made(error=lambda o, s, g: ALONG),
        ),
        Wrong(
            "slope-left-out",
            "`dC_dc`: the slope of tanh is missing between h_1 and c_1.",
            made(error=lambda o, s, g: BACK * o + ALONG),
        ),
        Wrong(
            "output-gate-passed-by",
            "`dC_dc`: the output gate is missing: it stands between c_1 and h_1.",
            made(error=lambda o, s, g: BACK * (1 - s**2) + ALONG),
        ),
        Wrong(
            "slope-with-c",
            "`dC_dc`: the slope was made with c_1 itself. It is 1 − tanh² c_1.",
            made(error=lambda o, s, g: BACK * o * (1 - np.arctanh(s) ** 2) + ALONG),
        ),
        Wrong(
            "slope-with-h",
            "`dC_dc`: the slope was made with h_1. The output gate comes behind the tanh: "
            "1 − tanh² c_1.",
            made(error=lambda o, s, g: BACK * o * (1 - (o * s) ** 2) + ALONG),
        ),
        Wrong(
            "slope-of-a-sigmoid",
            "`dC_dc`: that is σ's slope. What stands between c_1 and h_1 is tanh.",
            made(error=lambda o, s, g: BACK * o * s * (1 - s) + ALONG),
        ),
        Wrong(
            "slope-not-squared",
            "`dC_dc`: the square got lost in the slope of tanh.",
            made(error=lambda o, s, g: BACK * o * (1 - s) + ALONG),
        ),
        Wrong(
            "tanh-for-its-slope",
            "`dC_dc`: tanh stands where its slope belongs.",
            made(error=lambda o, s, g: BACK * o * s + ALONG),
        ),
        Wrong(
            "both-through-the-gate",
            "`dC_dc`: output gate and slope multiply both terms. What comes along the memory does "
            "not pass them.",
            made(error=lambda o, s, g: (BACK + ALONG) * o * (1 - s**2)),
        ),
        Wrong(
            "input-gate-for-output-gate",
            "`dC_dc`: the input gate stands where the output gate belongs: between c_1 and h_1.",
            right | {"dC_dc": BACK * right["gates"][0] * (1 - np.tanh(right["c"]) ** 2) + ALONG},
        ),
        Wrong(
            "forget-gate-too-early",
            "`dC_dc`: what comes along the memory was multiplied by f_1. That happens on the way "
            "from c_1 to c_0.",
            made(error=lambda o, s, g: BACK * o * (1 - s**2) + ALONG * forget),
        ),
        Wrong(
            "no-slopes",
            "`delta`: the slopes of the four are missing: a δ is the error of a *weighted input*.",
            made(slopes=np.ones_like),
        ),
        Wrong(
            "sigmoid-slope-for-all",
            "`delta`: the candidate's slope is that of σ. It is a tanh: 1 − g².",
            made(slopes=lambda v: v * (1 - v)),
        ),
        Wrong(
            "tanh-slope-for-all",
            "`delta`: the gates' slopes are those of tanh. A gate is a σ: f (1 − f).",
            made(slopes=lambda v: 1 - v**2),
        ),
        Wrong(
            "half-a-slope",
            "`delta`: the slope of a gate is a product of two, f (1 − f).",
            made(slopes=lambda v: np.append(1 - v[:3], 1 - v[3] ** 2)),
        ),
        Wrong(
            "candidate-slope-not-squared",
            "`delta`: the square got lost in the slope of the candidate.",
            made(slopes=lambda v: np.append(v[:3] * (1 - v[:3]), 1 - v[3])),
        ),
        Wrong(
            "multiplied-by-itself",
            "`delta`: each gate was multiplied by itself. What counts is what it stands beside.",
            made(beside=lambda i, f, o, g, c, s: [i, f, o, g]),
        ),
        Wrong(
            "new-memory-for-old",
            "`delta`: the forget gate stands beside the *old* memory, c_0.",
            made(beside=lambda i, f, o, g, c, s: [g, c, s, i]),
        ),
        Wrong(
            "memory-for-tanh",
            "`delta`: the output gate stands beside tanh c_1, not beside c_1.",
            made(beside=lambda i, f, o, g, c, s: [g, C0, c, i]),
        ),
        Wrong(
            "state-beside-forget",
            "`delta`: the forget gate stands beside the old *memory*, not beside the state.",
            made(beside=lambda i, f, o, g, c, s: [g, H0, s, i]),
        ),
        Wrong(
            "state-beside-output",
            "`delta`: the output gate stands beside tanh c_1. In h_1 it is contained already.",
            made(beside=lambda i, f, o, g, c, s: [g, C0, o * s, i]),
        ),
        Wrong(
            "nothing-beside",
            "`delta`: what the four are multiplied by is missing.",
            made(beside=lambda i, f, o, g, c, s: [1, 1, 1, 1]),
        ),
        Wrong(
            "output-from-the-memory",
            "`delta`: the output gate has got the error of the memory. It stands in h_1, so its "
            "error is that of h_1.",
            made(sources=lambda dC_dc: [dC_dc] * 4),
        ),
        Wrong(
            "all-from-the-state",
            "`delta`: all four have got the error of h_1. Three of them stand in c_1.",
            made(sources=lambda dC_dc: [BACK] * 4),
        ),
        Wrong(
            "candidate-and-input-swapped",
            "`delta`: i stands beside g, and g beside i; here each has got itself.",
            made(beside=lambda i, f, o, g, c, s: [i, C0, s, g]),
        ),
        Wrong(
            "delta-in-the-order-of-pytorch",
            "`delta`: the last two changed places. The order is i, f, o, g.",
            right | {"delta": right["delta"][[0, 1, 3, 2]]},
        ),
        Wrong(
            "a-gate-read-the-memory",
            "`dC_dc0`: a δ was added to it. The four read the state; from c_0 one arrow leaves, to "
            "c_1.",
            right | {"dC_dc0": right["dC_dc0"] + right["delta"][1]},
        ),
        Wrong(
            "along-once-more",
            "`dC_dc0`: what came along the memory was added once more. It is in the error of c_1.",
            right | {"dC_dc0": right["dC_dc0"] + ALONG},
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
            made(cell=lambda i, f, o, g: f * C0 - i * g),
        ),
        Wrong(
            "output-gate-lets-in",
            "`c`: the output gate let the candidate in. That is the input gate's part.",
            made(cell=lambda i, f, o, g: f * C0 + o * g),
        ),
        Wrong(
            "kept-times-new",
            "`c`: what is kept and what is new were multiplied. They are added.",
            made(cell=lambda i, f, o, g: f * C0 * i * g),
        ),
        Wrong(
            "state-by-sigmoid",
            "`h`: the memory went through σ on its way to the state. It is tanh.",
            only("h", state=lambda o, c: o / (1 + np.exp(-c))),
        ),
        Wrong(
            "state-by-forget-gate",
            "`h`: the forget gate stands where the output gate belongs.",
            only("h", state=lambda o, c: forget * np.tanh(c)),
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
            made(error=lambda o, s, g: BACK * o * (1 - o) * (1 - s**2) + ALONG),
        ),
        Wrong(
            "errors-multiplied",
            "`dC_dc`: the two errors were multiplied. What comes back along two arrows is added.",
            made(error=lambda o, s, g: BACK * o * (1 - s**2) * ALONG),
        ),
        Wrong(
            "errors-subtracted",
            "`dC_dc`: the two errors were subtracted. What comes back along two arrows is added.",
            made(error=lambda o, s, g: BACK * o * (1 - s**2) - ALONG),
        ),
        Wrong(
            "error-of-one",
            f"`dC_dc`: the error of h₁ was left out, as if it were 1. It is {BACK:g}.",
            made(error=lambda o, s, g: o * (1 - s**2) + ALONG),
        ),
        Wrong(
            "errors-left-out",
            "`delta`: the errors are left out: each is that of what the gate stands in.",
            made(sources=lambda dC_dc: [1.0] * 4),
        ),
        Wrong(
            "output-error-of-one",
            f"`delta`: the error of h₁ is missing in that of the output gate. It is {BACK:g}.",
            made(sources=lambda dC_dc: [dC_dc, dC_dc, 1.0, dC_dc]),
        ),
        Wrong(
            "beside-crossed",
            "`delta`: in those of the input gate and the forget gate g and c₀ changed places.",
            made(beside=lambda i, f, o, g, c, s: [C0, g, s, i]),
        ),
        Wrong(
            "tanh-of-the-candidate",
            "`delta`: in the slope of the candidate tanh was taken once more. g is a tanh already.",
            made(slopes=lambda v: np.append(v[:3] * (1 - v[:3]), 1 - np.tanh(v[3]) ** 2)),
        ),
        Wrong(
            "delta-forget-first",
            "`delta`: the first two changed places. The order is i, f, o, g.",
            right | {"delta": right["delta"][[1, 0, 2, 3]]},
        ),
        Wrong(
            "times-the-old-memory",
            "`dC_dc0`: multiplied by c₀. The slope of c₁ in the direction of c₀ is f.",
            only("dC_dc0", old_memory=lambda dC_dc, f: dC_dc * C0),
        ),
        Wrong(
            "along-through-the-input-gate",
            "`dC_dc0`: multiplied by the input gate. On the way along the memory stands f.",
            only("dC_dc0", old_memory=lambda dC_dc, f: dC_dc * right["gates"][0]),
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
            only("dC_dh0", old_state=lambda delta: W_H @ delta + right["dC_dc0"]),
        ),
    )


TABLE = {"input gate": "i", "forget gate": "f", "output gate": "o", "candidate": "g"}


def signed(number):
    """Return a number with its sign before it and a space between, as in a sum."""
    return f"{'-' if number < 0 else '+'} {abs(number):g}"


def phrases(given):
    """Return the pieces of text in which the numbers stand."""
    right, B, x, h_0 = paper(given), given.biases, given.x, given.h_0
    i, f, o, g = (f"{v:.4f}" for v in right["gates"])
    zs, c = [f"{z:g}" for z in given.z], f"{right['c']:.2f}"
    rows = [
        f"| {name} ${letter}$ | {minus(w_x)} | {minus(w_h)} | {minus(b)} |"
        for (name, letter), w_x, w_h, b in zip(TABLE.items(), given.W_x, given.W_h, B, strict=True)
    ]
    sums = [
        f"{w_x} * x {signed(w_h)} * h_0{f' {signed(b)}' if b else ''}"
        for w_x, w_h, b in zip(given.W_x, given.W_h, B, strict=True)
    ]
    shares = [f"{w_h} * delta[{k}]" for k, w_h in enumerate(given.W_h)]
    return [
        *rows,
        f"x_1 = {x}$",
        f"c_0 = {given.c_0}$",
        rf"{{\partial h_1}} = {given.back}$",
        f"${given.along}$ along the memory",
        f"| {c} |",
        f"| {sigmoid(float(c)):.4f} | 0.7191 |",
        f"| {np.tanh(float(c)):.4f} | 0.7352 |",
        rf"${given.W_x[0]} \cdot {x} + {given.W_h[0]} \cdot {tex(h_0)} {signed(B[0])}$",
        rf"f \cdot {given.c_0} + i",
        rf"{given.back} \, o \, (1 - \tanh^2 c_1) + {given.along}",
        f"{100 * right['gates'][1]:.0f} % arrive",
        f"x, h_0, c_0 = {x}, {h_0}, {given.c_0}",
        f"z = [{', '.join(sums)}]",
        f"i, f, o = {i}, {f}, {o}  # of {zs[0]}, {zs[1]} and {zs[2]}",
        f"g = {g}  # tanh of {zs[3]}",
        f"# {np.tanh(right['c']):.4f}",
        f"{given.back} * o * (1 - tanh_c**2) + {given.along}",
        f"{given.back} * tanh_c * o",
        f'"dC_dh0": {" + ".join(shares)}'.replace("+ -", "- "),
    ]


def other(**numbers):
    """Return the exercise with other numbers."""
    return anew(Given(**numbers), FIRST, phrases=phrases, right=paper, wrongs=mistakes)


FIRST = Given()
EXERCISE = Exercise(
    kind="compute",
    points=3,
    parts=PARTS,
    blocks=BLOCKS,
    right=paper(FIRST),
    rtol=3e-3,  # a pencil has a few digits
    wrongs=mistakes(FIRST),
    rounds=(
        other(z=(2, 1, -2, 0.5), W_h=(2, 4, -2, -1), x=2, c_0=0.7, back=4, along=0.3),
        other(z=(1, 2, -1, 1), W_x=(2, -1, 1, 1), W_h=(2, 4, -2, -2), c_0=0.41, back=4),
        other(
            z=(2, 1, -2, 1), W_x=(1, -2, 1, 1), W_h=(4, 2, -4, -2), x=2, c_0=0.2, back=3, along=0.2
        ),
    ),
)
