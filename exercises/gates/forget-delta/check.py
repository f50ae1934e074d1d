"""Cases, a right answer and known mistakes of gates.forget-delta."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong
from nnlib.numerical import numerical_gradient


def delta_cases(rng):
    """Return two errors, a memory and what stood beside it."""
    shapes = {
        "four sequences with three units": (3, 4),
        "one sequence": (3, 1),
        "one unit": (1, 5),
        "as many sequences as units": (3, 3),
    }

    def drawn(shape):
        dC_dh, along, c, *z = rng.normal(size=(6, *shape))
        f, o, g = sigmoid(2 * z[0]), sigmoid(z[1]), np.tanh(z[2])
        return dC_dh, along, 2 * c, f, o, g

    return [Case(name, drawn(shape)) for name, shape in shapes.items()]


def by_nudging(dC_dh, along, c_before, f, o, g):
    """Nudge a weighted input, and watch what moves: the state, and the memory."""

    def moved(z_f, z_g):
        gate = sigmoid(z_f)
        c = gate * c_before + (1 - gate) * np.tanh(z_g)
        return np.sum(dC_dh * o * np.tanh(c)) + np.sum(along * c)

    z_f, z_g = np.log(f) - np.log1p(-f), np.arctanh(g)
    return (
        numerical_gradient(lambda z: moved(z, z_g), z_f),
        numerical_gradient(lambda z: moved(z_f, z), z_g),
    )


def derived(
    *,
    cell=lambda f, c, g: f * c + (1 - f) * g,
    error=lambda dC_dh, along, o, c: dC_dh * o * (1 - np.tanh(c) ** 2) + along,
    moves=lambda c, g, new: c - g,
    slope_f=lambda f: f * (1 - f),
    lets=lambda f, c: 1 - f,
    slope_g=lambda g: 1 - g**2,
    back=lambda delta_f, delta_g: (delta_f, delta_g),
):
    """Return both δ; the arguments make the mistakes."""

    def answer(dC_dh, along, c_before, f, o, g):
        c = cell(f, c_before, g)
        dC_dc = error(dC_dh, along, o, c)
        return back(
            dC_dc * moves(c_before, g, c) * slope_f(f), dC_dc * lets(f, c_before) * slope_g(g)
        )

    return answer


def from_the_state(dC_dh, along, c_before, f, o, g):
    """Take the error of the state for that of the memory in the gate alone."""
    return (
        dC_dh * (c_before - g) * f * (1 - f),
        derived()(dC_dh, along, c_before, f, o, g)[1],
    )


def slope_of_one_term(dC_dh, along, c_before, f, o, g):
    """Leave the bracket around the difference out."""
    delta_g = derived()(dC_dh, along, c_before, f, o, g)[1]
    dC_dc = delta_g / ((1 - f) * (1 - g**2))
    return dC_dc * c_before * f * (1 - f) - dC_dc * g, delta_g


def with_the_slope_at_the_memory(dC_dh, along, c_before, f, o, g):
    """Take the slope of tanh at the memory for that of the candidate."""
    delta_f, delta_g = derived()(dC_dh, along, c_before, f, o, g)
    c = f * c_before + (1 - f) * g
    return delta_f, delta_g / (1 - g**2) * (1 - np.tanh(c) ** 2)


EXERCISE = Exercise(
    kind="derive",
    points=3,
    parts=("delta_f", "delta_g"),
    cases=delta_cases,
    right=by_nudging,
    limits={"nnlib.numerical_gradient": 0},
    rtol=1e-5,
    atol=1e-8,
    wrongs=(
        Wrong(
            "as-in-the-chapter",
            "In `delta_f` stands the old memory alone. Here the gate stands beside the candidate, "
            "too: two terms.",
            derived(moves=lambda c, g, new: c),
        ),
        Wrong(
            "candidate-only",
            "In `delta_f` stands the candidate alone. The gate stands beside the old memory, too.",
            derived(moves=lambda c, g, new: -g),
        ),
        Wrong(
            "sign-of-the-second-term",
            "`delta_f`: the two terms have the same sign. More of the one is less of the other.",
            derived(moves=lambda c, g, new: c + g),
        ),
        Wrong(
            "terms-turned",
            "`delta_f` has the wrong sign: the gate *keeps* the memory and shuts out the "
            "candidate.",
            derived(moves=lambda c, g, new: g - c),
        ),
        Wrong(
            "along-twice",
            "What came back along the memory is counted twice in ∂C/∂c_t.",
            derived(error=lambda dC_dh, along, o, c: dC_dh * o * (1 - np.tanh(c) ** 2) + 2 * along),
        ),
        Wrong(
            "memory-squashed",
            "The slope is taken at tanh c_t: the memory itself is not squashed, and tanh² c_t has "
            "its tanh already.",
            derived(cell=lambda f, c, g: np.tanh(f * c + (1 - f) * g)),
        ),
        Wrong(
            "slope-of-one-term",
            "`delta_f`: the slope f (1 − f) multiplies the first term alone: brackets are missing.",
            slope_of_one_term,
        ),
        Wrong(
            "on-through-the-candidate",
            "`delta_f`: the error went through the slope of the candidate. The gate stands beside "
            "g_t as it is; its slope belongs to `delta_g`.",
            derived(moves=lambda c, g, new: c - g * (1 - g**2)),
        ),
        Wrong(
            "new-memory-for-old",
            "`delta_f`: the new memory stands where the old one belongs.",
            derived(moves=lambda c, g, new: new - g),
        ),
        Wrong(
            "new-memory-alone",
            "`delta_f`: the new memory stands beside it. Look at what "
            "stands beside f_t, in two places.",
            derived(moves=lambda c, g, new: new),
        ),
        Wrong(
            "nothing-beside",
            "`delta_f`: what the gate is multiplied by is missing.",
            derived(moves=lambda c, g, new: np.ones_like(c)),
        ),
        Wrong(
            "memory-before-without-gate",
            "c_t was taken for the old memory. `c_before` is c_{t−1}, and the slope of tanh is "
            "that at the new one.",
            derived(cell=lambda f, c, g: c),
        ),
        Wrong(
            "memory-without-candidate",
            "In c_t the candidate is missing, so the slope of tanh is that of another place.",
            derived(cell=lambda f, c, g: f * c),
        ),
        Wrong(
            "candidate-let-in-whole",
            "In c_t the candidate comes in whole. What lets it in is 1 − f_t.",
            derived(cell=lambda f, c, g: f * c + g),
        ),
        Wrong(
            "gate-turned",
            "In c_t the gate is turned round: f_t keeps the old, 1 − f_t lets in the new.",
            derived(cell=lambda f, c, g: (1 - f) * c + f * g),
        ),
        Wrong(
            "same-gate-for-both",
            "In c_t the gate multiplies the candidate as it is. What lets it in is 1 − f_t.",
            derived(cell=lambda f, c, g: f * c + f * g),
        ),
        Wrong(
            "along-left-out",
            "What came back along the memory is missing in ∂C/∂c_t. Two arrows leave the memory.",
            derived(error=lambda dC_dh, along, o, c: dC_dh * o * (1 - np.tanh(c) ** 2)),
        ),
        Wrong(
            "state-left-out",
            "What came back from the state is missing in ∂C/∂c_t. Two arrows leave the memory.",
            derived(error=lambda dC_dh, along, o, c: along),
        ),
        Wrong(
            "slope-of-tanh-left-out",
            "The slope of tanh is missing between the state and the memory.",
            derived(error=lambda dC_dh, along, o, c: dC_dh * o + along),
        ),
        Wrong(
            "output-gate-left-out",
            "The output gate is missing between the state and the memory.",
            derived(error=lambda dC_dh, along, o, c: dC_dh * (1 - np.tanh(c) ** 2) + along),
        ),
        Wrong(
            "state-as-it-comes",
            "∂C/∂h_t was added as it comes. Between state and memory stand the output gate and "
            "the slope of tanh.",
            derived(error=lambda dC_dh, along, o, c: dC_dh + along),
        ),
        Wrong(
            "slope-with-c",
            "The slope of tanh was made with c_t itself. It is 1 − tanh² c_t.",
            derived(error=lambda dC_dh, along, o, c: dC_dh * o * (1 - c**2) + along),
        ),
        Wrong(
            "slope-not-squared",
            "The square got lost in the slope of tanh at c_t.",
            derived(error=lambda dC_dh, along, o, c: dC_dh * o * (1 - np.tanh(c)) + along),
        ),
        Wrong(
            "slope-with-h",
            "The slope was made with h_t. The output gate comes behind the tanh: 1 − tanh² c_t.",
            derived(
                error=lambda dC_dh, along, o, c: dC_dh * o * (1 - (o * np.tanh(c)) ** 2) + along
            ),
        ),
        Wrong(
            "tanh-for-its-slope",
            "tanh stands where its slope belongs, between the state and the memory.",
            derived(error=lambda dC_dh, along, o, c: dC_dh * o * np.tanh(c) + along),
        ),
        Wrong(
            "both-through-the-gate",
            "Output gate and slope multiply both errors. What comes along the memory does not "
            "pass them; look at your brackets.",
            derived(error=lambda dC_dh, along, o, c: (dC_dh + along) * o * (1 - np.tanh(c) ** 2)),
        ),
        Wrong(
            "errors-multiplied",
            "The two errors were multiplied. What comes back along two arrows is added.",
            derived(error=lambda dC_dh, along, o, c: dC_dh * o * (1 - np.tanh(c) ** 2) * along),
        ),
        Wrong(
            "error-of-the-state",
            "`delta_f` was made from the error of the state. The gate stands in the memory.",
            from_the_state,
        ),
        Wrong(
            "no-slope-of-the-gate",
            "`delta_f`: the slope of the gate is missing: that is ∂C/∂f, and δ is ∂C/∂z.",
            derived(slope_f=np.ones_like),
        ),
        Wrong(
            "tanh-slope-for-the-gate",
            "`delta_f`: that is the slope of tanh. A gate is a σ: f (1 − f).",
            derived(slope_f=lambda f: 1 - f**2),
        ),
        Wrong(
            "half-a-slope",
            "`delta_f`: the slope of a gate is a product of two, f (1 − f).",
            derived(slope_f=lambda f: 1 - f),
        ),
        Wrong(
            "gate-for-its-slope",
            "`delta_f`: the gate stands where its slope belongs.",
            derived(slope_f=lambda f: f),
        ),
        Wrong(
            "slope-of-the-slope",
            "`delta_f`: σ was applied to the gate once more. f_t *is* σ(z^f_t) already.",
            derived(slope_f=lambda f: sigmoid(f) * (1 - sigmoid(f))),
        ),
        Wrong(
            "candidate-through-f",
            "`delta_g`: the candidate stands beside 1 − f_t, and here it got f_t.",
            derived(lets=lambda f, c: f),
        ),
        Wrong(
            "candidate-let-in",
            "`delta_g`: what lets the candidate in is missing.",
            derived(lets=lambda f, c: np.ones_like(f)),
        ),
        Wrong(
            "candidate-beside-the-memory",
            "`delta_g`: the candidate stands beside 1 − f_t, not beside the memory.",
            derived(lets=lambda f, c: c),
        ),
        Wrong(
            "sign-of-the-candidate",
            "`delta_g` has the wrong sign.",
            derived(lets=lambda f, c: f - 1),
        ),
        Wrong(
            "no-slope-of-the-candidate",
            "`delta_g`: the slope of the candidate is missing: that is ∂C/∂g, and δ is ∂C/∂z.",
            derived(slope_g=np.ones_like),
        ),
        Wrong(
            "sigmoid-slope-for-the-candidate",
            "`delta_g`: that is the slope of σ. The candidate is a tanh: 1 − g².",
            derived(slope_g=lambda g: g * (1 - g)),
        ),
        Wrong(
            "slope-at-the-memory",
            "`delta_g`: the slope is that of tanh at the memory c_t. The candidate is a tanh of "
            "its own: 1 − g².",
            with_the_slope_at_the_memory,
        ),
        Wrong(
            "candidate-slope-not-squared",
            "`delta_g`: the square got lost in the slope of the candidate.",
            derived(slope_g=lambda g: 1 - g),
        ),
        Wrong(
            "tanh-once-more",
            "`delta_g`: tanh was applied to the candidate once more. g_t is tanh z^g_t already.",
            derived(slope_g=lambda g: 1 - np.tanh(g) ** 2),
        ),
        Wrong(
            "other-order",
            "You return the two in each other's place: first `delta_f`, then `delta_g`.",
            derived(back=lambda delta_f, delta_g: (delta_g, delta_f)),
        ),
        Wrong(
            "forget-gate-too-early",
            "`along` was multiplied by f_t. It has passed the gate of step t + 1 already.",
            lambda d, along, c, f, o, g: derived()(d, along * f, c, f, o, g),
        ),
        Wrong(
            "output-gates-slope",
            "The slope of the output gate has no place on the way from the state to the memory.",
            derived(
                error=lambda dC_dh, along, o, c: dC_dh * o * (1 - o) * (1 - np.tanh(c) ** 2) + along
            ),
        ),
        Wrong(
            "errors-subtracted",
            "The two errors were subtracted. What comes back along two arrows is added.",
            derived(error=lambda dC_dh, along, o, c: dC_dh * o * (1 - np.tanh(c) ** 2) - along),
        ),
        Wrong(
            "candidate-for-new-memory",
            "`delta_f`: the new memory stands where the candidate belongs.",
            derived(moves=lambda c, g, new: c - new),
        ),
        Wrong(
            "slope-with-plus",
            "`delta_f`: the slope is f (1 − f), with a minus.",
            derived(slope_f=lambda f: f * (1 + f)),
        ),
        Wrong(
            "slope-is-a-square",
            "`delta_f`: f² stands where the slope belongs, f (1 − f).",
            derived(slope_f=lambda f: f**2),
        ),
        Wrong(
            "gates-slope-in-the-candidate",
            "`delta_g`: the gate's slope has no place in it. The candidate stands beside 1 − f_t.",
            derived(lets=lambda f, c: f * (1 - f)),
        ),
        Wrong(
            "candidate-from-the-state",
            "`delta_g` was made from the error of the state. The candidate stands in the memory.",
            lambda d, along, c, f, o, g: (
                derived()(d, along, c, f, o, g)[0],
                d * (1 - f) * (1 - g**2),
            ),
        ),
        Wrong(
            "candidate-beside-itself",
            "`delta_g`: the candidate was multiplied by itself. It stands beside 1 − f_t.",
            lambda d, along, c, f, o, g: (
                derived()(d, along, c, f, o, g)[0],
                derived(lets=lambda f, c: g)(d, along, c, f, o, g)[1],
            ),
        ),
        Wrong(
            "old-memory-squashed",
            "`delta_f`: the old memory went through tanh. It stands in c_t as it is.",
            derived(moves=lambda c, g, new: np.tanh(c) - g),
        ),
        Wrong(
            "output-gate-lost-and-brackets",
            "The output gate is missing, and the slope multiplies both errors. Look at what "
            "stands between the state and the memory.",
            derived(error=lambda dC_dh, along, o, c: (dC_dh + along) * (1 - np.tanh(c) ** 2)),
        ),
        Wrong(
            "candidates-slope-is-a-square",
            "`delta_g`: g² stands where the slope belongs, 1 − g².",
            derived(slope_g=lambda g: g**2),
        ),
    ),
)
