"""Cases, a right answer and known mistakes of rnn.forward."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong

from ..shared import SIZES, plain_step, problem, rows, with_weights


def state_cases(rng):
    """Return inputs with the weights of the hidden layer."""
    cases = []
    for name, sizes in SIZES.items():
        weights, x, _ = problem(rng, sizes)
        cases.append(Case(name.replace(" with one output", ""), (x, *weights[:3])))
    return cases


def states(x, W_xh, W_hh, b_h):
    """Ask the library for the states."""
    model = with_weights((W_xh, W_hh, b_h, np.zeros((1, len(W_hh))), np.zeros((1, 1))))
    return model.forward(rows(x)).H


def states_by(step, *, first=0.0):
    """Return a function that goes forward with `step(x_t, h, W_xh, W_hh, b_h)`."""

    def answer(x, W_xh, W_hh, b_h):
        h = [np.full((len(W_hh), x.shape[2]), first)]
        for x_t in x:
            h.append(step(x_t, h, W_xh, W_hh, b_h))
        return np.array(h)

    return answer


def early_states(x, W_xh, W_hh, b_h):
    """Read one symbol too late in the list, and stop where it ends."""
    h = states_by(plain_step)(x[1:], W_xh, W_hh, b_h)
    return np.concatenate([h, np.zeros_like(h[:1])])


def sums_handed_on(x, W_xh, W_hh, b_h):
    """Carry z and not h from step to step."""
    z = states_by(lambda x_t, z, W_xh, W_hh, b_h: W_xh @ x_t + W_hh @ z[-1] + b_h)(
        x, W_xh, W_hh, b_h
    )
    return np.concatenate([z[:1], sigmoid(z[1:])])


def last_state_everywhere(*args):
    """Append the same array again and again while it changes."""
    h = states(*args)
    return np.broadcast_to(h[-1], h.shape)


def emptied_from(slot):
    """Return a function whose states are all 0 from a slot on."""

    def answer(*args):
        h = states(*args)
        h[slot:] = 0.0
        return h

    return answer


def unit_by_unit(x_t, h, W_xh, W_hh, b_h):
    """Overwrite the state one unit after the other while it is still read."""
    state = h[-1].copy()
    for i in range(len(state)):
        state[i] = sigmoid(W_xh[i] @ x_t + W_hh[i] @ state + b_h[i])
    return state


def slot_zero_computed(x, *weights):
    """Make the first step twice, once in the place of h_0."""
    return states(np.concatenate([x[:1], x]), *weights)[1:]


EXERCISE = Exercise(
    kind="implement",
    points=2,
    cases=state_cases,
    right=states,
    wrongs=(
        Wrong(
            "not-carried",
            "The memory does not get on: every step of yours starts from h₀, where the state of "
            "the step before belongs.",
            states_by(lambda x_t, h, *w: plain_step(x_t, h[:1], *w)),
        ),
        Wrong(
            "state-before-last",
            "From the second step on, yours reads the state of two steps ago. h₀ is in the list "
            "already: at which place does the state of the step before stand?",
            states_by(lambda x_t, h, *w: plain_step(x_t, h[-2:-1] or h, *w)),
        ),
        Wrong(
            "next-symbol",
            "Off by one in time: step t of yours reads x_{t+1}, and the last slot is left at 0. "
            "`x` has no slot for a step 0, so its numbers are one lower than those of the states.",
            early_states,
        ),
        Wrong(
            "starts-at-one",
            "Your h₀ is filled with ones. Before the first step there is nothing to remember.",
            states_by(plain_step, first=1.0),
        ),
        Wrong(
            "no-slot-zero",
            "Your array holds h₁ … h_T, in T slots. The state before the first step is missing.",
            lambda *args: states(*args)[1:],
        ),
        Wrong(
            "no-bias",
            "The bias is forgotten: your units compute `W_xh @ x_t + W_hh @ h` and no more.",
            lambda x, W_xh, W_hh, b_h: states(x, W_xh, W_hh, 0 * b_h),
        ),
        Wrong(
            "sum-handed-on",
            "What you hand on to the next step is the weighted sum z_t. The state is what comes "
            "out of the sigmoid.",
            sums_handed_on,
        ),
        Wrong(
            "no-sigmoid",
            "Your states are the weighted sums z_t. The state is what the sigmoid makes of them.",
            states_by(lambda x_t, h, W_xh, W_hh, b_h: W_xh @ x_t + W_hh @ h[-1] + b_h),
        ),
        Wrong(
            "tanh",
            "These are the states of hyperbolic tangents. The units of this layer are sigmoids.",
            states_by(lambda x_t, h, W_xh, W_hh, b_h: np.tanh(W_xh @ x_t + W_hh @ h[-1] + b_h)),
        ),
        Wrong(
            "last-step-left-out",
            "The last slot is still 0: your loop ends one step early. `range(1, T)` stops at "
            "T − 1.",
            emptied_from(-1),
        ),
        Wrong(
            "first-step-only",
            "Only h₁ is filled in, and the slots after it are still 0. Does the `return` stand "
            "inside of the loop?",
            emptied_from(2),
        ),
        Wrong(
            "recurrent-transposed",
            "W_hh is transposed. It is square, so nothing complains, but now each unit listens "
            "with the weights by which it is heard.",
            lambda x, W_xh, W_hh, b_h: states(x, W_xh, W_hh.T, b_h),
        ),
        Wrong(
            "unit-by-unit",
            "The state is overwritten while it is still being read: the later units of a step see "
            "what the earlier ones have become at the same step. All of them should see the state "
            "of the step before.",
            states_by(unit_by_unit),
        ),
        Wrong(
            "one-array",
            "All slots hold the same numbers, those of the last step. Your list has one array in "
            "it many times over, and each step overwrites that.",
            last_state_everywhere,
        ),
        Wrong(
            "each-for-itself",
            "Each of your units remembers itself alone: of W_hh only the diagonal is used, entry "
            "by entry. Every unit reads the states of all, in a product of matrices.",
            lambda x, W_xh, W_hh, b_h: states(x, W_xh, np.diag(np.diag(W_hh)), b_h),
        ),
        Wrong(
            "slot-too-early",
            "All your states stand one slot too early: h₁ is in slot 0, where the state before the "
            "first step belongs, and the last slot is left at 0.",
            lambda *args: np.concatenate([states(*args)[1:], np.zeros_like(states(*args)[:1])]),
        ),
        Wrong(
            "no-input",
            "The inputs are not in it: your units listen to each other alone.",
            lambda x, W_xh, W_hh, b_h: states(x, 0 * W_xh, W_hh, b_h),
        ),
        Wrong(
            "starts-at-half",
            "Your h₀ is filled with ½, as if a sigmoid had made it. Before the first step there is "
            "nothing to remember.",
            states_by(plain_step, first=0.5),
        ),
        Wrong(
            "bias-subtracted",
            "The bias is subtracted. In this book it is added to the weighted sum.",
            lambda x, W_xh, W_hh, b_h: states(x, W_xh, W_hh, -b_h),
        ),
        Wrong(
            "rows",
            "Your states have an example in each row. Columns came in, and columns are asked for: "
            "(T + 1, H, N).",
            lambda *args: states(*args).transpose(0, 2, 1),
        ),
        Wrong(
            "first-slot-filled",
            "Slot 0 holds a state that was computed, with no state before it. It belongs to h₀, "
            "the zeros before the first step.",
            slot_zero_computed,
        ),
        Wrong(
            "backwards",
            "You read the sequence from its end.",
            lambda x, *weights: states(x[::-1], *weights),
        ),
        Wrong(
            "last-slot-missing",
            "Your array ends with h_{T−1}: the last step is not in it.",
            lambda *args: states(*args)[:-1],
        ),
        Wrong(
            "last-state-only",
            "You return the last state alone. All of them are asked for, h₀ … h_T.",
            lambda *args: states(*args)[-1],
        ),
        Wrong(
            "sequences-first",
            "Your array has the sequences on its first axis, as the library hands over data. Here "
            "time comes first: (T + 1, H, N).",
            lambda *args: states(*args).transpose(2, 0, 1),
        ),
        Wrong(
            "memory-without-weights",
            "The state before is added as it is. It comes in through W_hh.",
            lambda x, W_xh, W_hh, b_h: states(x, W_xh, np.eye(len(W_hh)), b_h),
        ),
        Wrong(
            "memory-outside",
            "The memory is added behind the sigmoid. It belongs into the weighted sum.",
            states_by(lambda x_t, h, W_xh, W_hh, b_h: sigmoid(W_xh @ x_t + b_h) + W_hh @ h[-1]),
        ),
        Wrong(
            "bias-outside",
            "The bias is added behind the sigmoid. It belongs into the weighted sum.",
            states_by(lambda x_t, h, W_xh, W_hh, b_h: sigmoid(W_xh @ x_t + W_hh @ h[-1]) + b_h),
        ),
        Wrong(
            "first-input-throughout",
            "Every step reads the input of step 1. Step t reads x[t - 1].",
            lambda x, *weights: states(np.repeat(x[:1], len(x), axis=0), *weights),
        ),
        Wrong(
            "all-states-added",
            "All earlier states are added up before W_hh. A step hears the one before it alone.",
            states_by(lambda x_t, h, W_xh, W_hh, b_h: sigmoid(W_xh @ x_t + W_hh @ sum(h) + b_h)),
        ),
        Wrong(
            "bias-twice",
            "The biases count twice.",
            states_by(lambda x_t, h, W_xh, W_hh, b_h: sigmoid(W_xh @ x_t + W_hh @ h[-1] + 2 * b_h)),
        ),
        Wrong(
            "multiplied",
            "What the input and the memory bring is multiplied. It adds up.",
            states_by(lambda x_t, h, W_xh, W_hh, b_h: sigmoid((W_xh @ x_t) * (W_hh @ h[-1]) + b_h)),
        ),
    ),
)
