"""Exercises of A network that remembers: right answers, wrong ones, and what to say of them.

Statements and solutions stand in `exercises/rnn.ipynb`. As there, time comes first and an example
is a column: `x` (T, D, N), `y` (T, C, N), `h` (T + 1, H, N) with `h[0]` before the first step.
"""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks.exercise import Case, Exercise, Wrong
from nnlib.numerical import numerical_gradient
from nnlib.rnn import RNN

# What several exercises share ---------------------------------------------------------------------

GRADIENTS = ("dW_xh", "dW_hh", "db_h", "dW_hy", "db_y")
SIZES = {  # N, T, D, H, C
    "several of everything": (6, 5, 2, 3, 4),
    "one sequence with one output": (1, 4, 2, 3, 1),
    "one step": (3, 1, 1, 2, 2),
    "all sizes alike": (3, 3, 3, 3, 3),
}


def problem(rng, sizes):
    """Draw the five weight arrays, inputs and targets."""
    N, T, D, H, C = sizes
    weights = [rng.normal(size=shape) for shape in ((H, D), (H, H), (H, 1), (C, H), (C, 1))]
    return weights, rng.normal(size=(T, D, N)), rng.integers(0, 2, (T, C, N)).astype(float)


def rows(a):
    """Turn time first and examples in columns into the rows of the library."""
    return a.transpose(2, 0, 1)


def network(rng, D, H, C):
    """Draw a network of the library with biases that are not zero."""
    model = RNN(D, H, C, rng=rng)
    model.theta = rng.normal(size=model.theta.size)
    return model


def with_weights(weights):
    """Put weights into a network of the library."""
    W_xh, _, _, W_hy, _ = weights
    model = RNN(W_xh.shape[1], W_xh.shape[0], W_hy.shape[0])
    model.W_xh, model.W_hh, model.b_h, model.W_hy, model.b_y = (
        w[:, 0] if name.startswith("b") else w
        for name, w in zip(("W_xh", "W_hh", "b_h", "W_hy", "b_y"), weights, strict=True)
    )
    return model


def fed(delta, came):
    """Sum over steps and examples: error times what came in."""
    return np.einsum("tin,tjn->ij", delta, came)


def summed(delta):
    """Sum errors over steps and examples, as a column."""
    return np.einsum("tin->i", delta)[:, None]


# Shapes and counts --------------------------------------------------------------------------------


def counts(D=4, H=10, C=3, T=20, N=6, **mistake):
    """Return every number of the exercise, some of them replaced."""
    parameters = H * D + H * H + H + C * H + C
    right = {
        "W_xh": (H, D),
        "W_hh": (H, H),
        "W_hy": (C, H),
        "parameters": parameters,
        "parameters_T_40": parameters,
        "states": (T + 1) * H * N,
    }
    return right | mistake


COUNT_PARAMETERS = Exercise(
    id="rnn.count-parameters",
    kind="compute",
    points=1,
    parts=tuple(counts()),
    right=counts(),
    wrongs=(
        Wrong(
            "sender-first",
            "W_xh and W_hy stand with the sender first. In this book the unit that receives comes "
            "first, so that W x fits with x as a column.",
            counts(W_xh=(4, 10), W_hy=(10, 3)),
        ),
        Wrong(
            "once-per-step",
            "The weights are counted anew for each step. The unrolled drawing shows one network "
            "many times.",
            counts(parameters=183 * 20, parameters_T_40=183 * 40),
        ),
        Wrong(
            "grows-with-time",
            "Twice as many steps, twice as many parameters: that holds for a network with a layer "
            "of its own for each step, and this one has the same layer at every step.",
            counts(parameters_T_40=366),
        ),
        Wrong(
            "no-biases",
            "The biases are parameters too, those of the hidden units and those of the outputs.",
            counts(parameters=170, parameters_T_40=170),
        ),
        Wrong(
            "no-hidden-biases",
            "The biases of the hidden units are missing in your count.",
            counts(parameters=173, parameters_T_40=173),
        ),
        Wrong(
            "no-output-biases",
            "The biases of the outputs are missing in your count.",
            counts(parameters=180, parameters_T_40=180),
        ),
        Wrong(
            "two-biases",
            "The hidden layer has two biases in your count. Both would be added to the same sum, "
            "and this book has one.",
            counts(parameters=193, parameters_T_40=193),
        ),
        Wrong(
            "no-recurrence",
            "That is the count of a network without memory: the weights from state to state are "
            "missing.",
            counts(parameters=83, parameters_T_40=83),
        ),
        Wrong(
            "no-slot-zero",
            "Your `states` has a slot for each step. The state before the first step needs one as "
            "well.",
            counts(states=1200),
        ),
        Wrong(
            "one-sequence",
            "Your `states` is right for one sequence. Each of the sequences has states of its own.",
            counts(states=210),
        ),
    ),
    hints=(
        "Draw the network once, not unrolled. Which arrows carry weights, and from how many units "
        "to how many?",
        "A weight matrix has a row for each unit that receives and a column for each that sends. "
        "Every unit that computes something has one bias. In which of these counts does $T$ occur "
        "at all?",
        "$W_{xh}$, $W_{hh}$ and $W_{hy}$ have $HD$, $H^2$ and $CH$ entries, and there are $H + C$ "
        "biases. The states fill $T + 1$ slots of $H \\times N$.",
    ),
    why="The number of parameters does not depend on $T$: that is what sharing them means, and "
    "why the same network can read sequences of any length. What grows with $T$ is memory, "
    "because the way back needs every state of the way forward.",
)

# Two steps, no calculator -------------------------------------------------------------------------


def paper_two_steps(carried=1.0, back=1.0, error=(1.0, 1.0), came=0, steps=(0, 1)):
    """Return every number of the exercise; the arguments make the mistakes.

    `carried` and `back` multiply the memory on the way forward and the term from step 2, `error`
    the cost and its derivative; w_hh is fed `came` steps too late, and sums run over `steps`.
    """
    x, y, w_hh, w_hy = np.array([1.0, 2.0]), np.array([7.0, 3.0]), 1.5, 2.0
    h = np.zeros(3)  # h[0] is the state before the first step
    for t in (1, 2):
        h[t] = x[t - 1] + carried * w_hh * h[t - 1]
    a = w_hy * h[1:] - 1
    delta_y = error[1] * (a - y)
    delta = w_hy * delta_y
    short = delta @ x
    delta[0] += back * w_hh * delta[1]
    took = list(steps)
    return {
        "h": h[1:],
        "a": a,
        "C": error[0] * np.mean((a - y) ** 2),
        "delta_y": delta_y,
        "delta": delta,
        "dw_xh": delta[took] @ x[took],
        "dw_hh": delta[took] @ h[came : came + 2][took],
        "db_h": delta[took].sum(),
        "dw_hy": delta_y[took] @ h[1:][took],
        "db_y": delta_y[took].sum(),
        "dw_xh_truncated": short,
        "then": {1.0: "smaller", -1.0: "larger"}.get(np.sign(short), "stays"),
    }


PAPER_TWO_STEPS = Exercise(
    id="rnn.paper-two-steps",
    kind="compute",
    points=2,
    parts=tuple(paper_two_steps()),
    right=paper_two_steps(),
    wrongs=(
        Wrong(
            "truncated",
            "The term from the next step is missing in your `delta`: step 1 acts on the second "
            "answer too, through the memory.",
            paper_two_steps(back=0.0),
        ),
        Wrong(
            "h-t",
            "In `dw_hh` stands h_t where h_{t−1} belongs: what came in through w_hh is older than "
            "what goes out.",
            paper_two_steps(came=1),
        ),
        Wrong(
            "no-memory",
            "In your `h` the second step has forgotten the first: what w_hh carries over is not "
            "in the sum.",
            paper_two_steps(carried=0.0),
        ),
        Wrong(
            "cost-summed",
            "Your `C` adds the costs of the two steps up. It is their mean.",
            paper_two_steps(error=(2.0, 1.0)),
        ),
        Wrong(
            "no-half",
            "The 2 that comes from the square is in your `delta_y`, and the ½ of the mean is not.",
            paper_two_steps(error=(1.0, 2.0)),
        ),
        Wrong(
            "no-two",
            "The ½ of the mean is in your `delta_y`, and the 2 that comes from the square is not.",
            paper_two_steps(error=(1.0, 0.5)),
        ),
        Wrong(
            "target-minus-output",
            "Your `delta_y` has the wrong sign: it says how C falls, and δ says how C grows with "
            "z.",
            paper_two_steps(error=(1.0, -1.0)),
        ),
        Wrong(
            "last-step-only",
            "Your five gradients hold the share of step 2 alone. Each weight is used at both "
            "steps.",
            paper_two_steps(steps=(1,)),
        ),
        Wrong(
            "last-step-first",
            "`delta` stands in the order in which you computed it. Give step 1 first, then step 2.",
            paper_two_steps() | {"delta": np.array([6.0, -3.0])},
        ),
        Wrong(
            "then-of-the-full-gradient",
            "Your `then` is what the full gradient does to w_xh. Here the truncated one is "
            "followed: a step is −η times your `dw_xh_truncated`.",
            paper_two_steps() | {"then": "smaller"},
        ),
    ),
    hints=(
        "Go forward through both steps before you go back, and go back from step 2 to step 1. "
        "Both slopes are 1, so no step needs a calculator.",
        "The mean over two steps cancels the 2 of the square, so $\\delta^y_t = a_t - y_t$. "
        "One of the two $\\delta_t$ has one term, the other has two.",
        "$\\delta_2 = w_{hy}\\, \\delta^y_2$ and $\\delta_1 = w_{hy}\\, \\delta^y_1 + w_{hh}\\, "
        "\\delta_2$. Each gradient is a sum over both steps of an error times what came in. "
        "Through $w_{hh}$ came the state of the step before, so step 1 contributes $\\delta_1 h_0 "
        "= 0$.",
    ),
    why="The true gradient says: make $w_{xh}$ smaller. The truncated one says 0, and gradient "
    "descent would leave $w_{xh}$ where it is, as if it were already at its best. Its two steps "
    "pull against each other with $-12$ and $+12$; what it misses is the 9 by which $x_1$ acts on "
    "the second answer through the memory.",
)

# Forward through time -----------------------------------------------------------------------------


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


def plain_step(x_t, h, W_xh, W_hh, b_h):
    """Make one step, from the state before."""
    return sigmoid(W_xh @ x_t + W_hh @ h[-1] + b_h)


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


FORWARD = Exercise(
    id="rnn.forward",
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
    ),
    hints=(
        "One loop over time is all you need. What does a step take from outside, and what from "
        "the step before?",
        "Begin with a list that holds $h_0$, a matrix of zeros of shape $(H, N)$, and append one "
        "state at each step. The state of the step before is then the last of the list.",
        "At each step append $\\sigma(W_{xh} x_t + W_{hh} h_{t-1} + b_h)$; a column $(H, 1)$ is "
        "added to each of the $N$ columns by itself. `np.array` makes one array of a list of "
        "equal shapes.",
    ),
    why="The loop cannot be avoided: $h_t$ needs $h_{t-1}$. All else can be done for all steps at "
    "once, the products $W_{xh} x_t$ before the loop and the outputs after it, and the library "
    "does it so.",
)

# Clip, but keep the direction ---------------------------------------------------------------------


def clip_cases(rng):
    """Return gradients of which some are too long, alone or together."""

    def drawn(length, sizes):
        grads = problem(rng, sizes)[0]
        factor = length / np.sqrt(sum(np.vdot(g, g) for g in grads))
        return [factor * g for g in grads]

    sizes = SIZES["several of everything"]
    return [
        Case("a long gradient", (drawn(12.0, sizes), 1.0)),
        Case("a gradient below the limit", (drawn(0.6, sizes), 1.0)),
        Case("five short arrays that are too long together", (drawn(2.4, sizes), 2.3)),
        Case("a gradient of zeros", ([np.zeros_like(g) for g in drawn(1.0, sizes)], 1.0)),
        Case("one unit", (drawn(3.0, (1, 1, 1, 1, 1)), 0.5)),
    ]


def norm(grads):
    """Return the length of all arrays together."""
    return np.linalg.norm(np.concatenate([g.ravel() for g in grads]))


def shortened(grads, max_norm):
    """Return the gradient, or the vector of its direction that is as long as the limit."""
    length = norm(grads)
    return [g if length <= max_norm else max_norm * (g / length) for g in grads]


def shortened_in_place(grads, max_norm):
    """Change the arrays of the caller."""
    scale = min(1.0, max_norm / max(norm(grads), 1e-300))
    for g in grads:
        np.multiply(g, scale, out=g)
    return grads


def rescaled(grads, length, max_norm):
    """Divide by any length, if it is above the limit."""
    return [g * min(1.0, max_norm / max(length, 1e-300)) for g in grads]


CLIP_BY_NORM = Exercise(
    id="rnn.clip-by-norm",
    kind="implement",
    points=2,
    parts=GRADIENTS,
    cases=clip_cases,
    right=shortened,
    wrongs=(
        Wrong(
            "entry-by-entry",
            "You clip each entry by itself. That bends the gradient: large entries lose, "
            "small ones do not, and the direction is another one.",
            lambda grads, c: [np.clip(g, -c, c) for g in grads],
        ),
        Wrong(
            "array-by-array",
            "Each array is shortened by its own length. There is one gradient in five pieces: its "
            "length is that of all of them together, and all shrink by the same factor.",
            lambda grads, c: [rescaled([g], np.linalg.norm(g), c)[0] for g in grads],
        ),
        Wrong(
            "always",
            "A gradient below the limit should stay as it is, and yours is stretched up to the "
            "limit.",
            lambda grads, c: [g * (c / max(norm(grads), 1e-300)) for g in grads],
        ),
        Wrong(
            "in-place",
            "Whoever called your function still needs the list and the arrays that it was given, "
            "and your function changes them. Make new arrays, in a new list.",
            shortened_in_place,
        ),
        Wrong(
            "no-root",
            "What you compare with the limit, and divide by, is the sum of the squares. The root "
            "is missing.",
            lambda grads, c: rescaled(grads, norm(grads) ** 2, c),
        ),
        Wrong(
            "sum-of-lengths",
            "You add up the lengths of the five arrays. The pieces of a vector stand at right "
            "angles: it is their squares that add up.",
            lambda grads, c: rescaled(grads, sum(np.linalg.norm(g) for g in grads), c),
        ),
        Wrong(
            "largest-entry",
            "You measure the gradient by its largest entry. Its length takes all entries into "
            "account.",
            lambda grads, c: rescaled(grads, max(np.abs(g).max() for g in grads), c),
        ),
        Wrong(
            "sum-of-entries",
            "You measure the gradient by the sum of its entries without their signs. Its length "
            "is the root of the sum of their squares.",
            lambda grads, c: rescaled(grads, sum(np.abs(g).sum() for g in grads), c),
        ),
        Wrong(
            "no-limit",
            "A long gradient comes out with length 1, whatever the limit is.",
            lambda grads, c: [g if norm(grads) <= c else g / norm(grads) for g in grads],
        ),
    ),
    hints=(
        "Five arrays, one gradient. How long is a vector that is cut into five pieces?",
        "The length is the root of the sum of the squares of *all* entries. One factor follows "
        "from it, the same for all arrays. When is this factor 1?",
        "With $s = \\sqrt{\\sum G^2}$, over all entries of all arrays: if $s > c$, return each "
        "array multiplied by $c / s$, as new arrays. If not, return them as they came.",
    ),
    why="One common factor keeps the direction, and with it the promise that a short step goes "
    "downhill. Clipping entry by entry is in use as well; it keeps the step short and gives up "
    "the direction.",
)

# What came in: gradients of the output layer ------------------------------------------------------


def output_cases(rng):
    """Return errors of the outputs and states."""
    return [
        Case(name, (rng.normal(size=(T, C, N)), np.abs(rng.normal(size=(T + 1, H, N)))))
        for name, (N, T, _, H, C) in SIZES.items()
    ]


def output_gradients(delta_y, h):
    """Nudge: δ^y says how C moves with z^y, so C moves as the sum of δ^y z^y does."""

    def moved(W, b):
        return np.sum(delta_y * (W @ h[1:] + b))

    W, b = np.zeros((delta_y.shape[1], h.shape[1])), np.zeros((delta_y.shape[1], 1))
    return (
        numerical_gradient(lambda nudged: moved(nudged, b), W),
        numerical_gradient(lambda nudged: moved(W, nudged), b),
    )


def without_last_step(delta_y, h):
    """Return what a loop adds up that ends one step early."""
    return fed(delta_y[:-1], h[1:-1]), summed(delta_y[:-1])


def lacks_last_step(seen):
    """Tell whether the last step is missing; with one step a sum may still be a plain 0."""
    return all(
        np.allclose(came, wanted)
        for case, parts in seen
        for came, wanted in zip(parts.values(), without_last_step(*case.args), strict=True)
    )


OUTPUT_GRADIENTS = Exercise(
    id="rnn.output-gradients",
    kind="derive",
    points=2,
    parts=("dW_hy", "db_y"),
    cases=output_cases,
    right=output_gradients,
    rtol=1e-5,
    wrongs=(
        Wrong(
            "overwrote-dw-hy",
            "Your `dW_hy` holds the share of the last step alone: it is overwritten at each step "
            "instead of accumulated.",
            lambda d, h: (d[-1] @ h[-1].T, summed(d)),
        ),
        Wrong(
            "overwrote-db-y",
            "Your `db_y` holds the share of the last step alone. The bias is used at every step.",
            lambda d, h: (fed(d, h[1:]), summed(d[-1:])),
        ),
        Wrong(
            "last-step-left-out",
            "The share of the last step is missing: your loop ends one step early. `range(1, T)` "
            "stops at T − 1.",
            without_last_step,
            when=lacks_last_step,
        ),
        Wrong(
            "h-before",
            "In `dW_hy` stands h_{t−1} where h_t belongs. Of the states in `h`, which one does "
            "the output of step t read?",
            lambda d, h: (fed(d, h[:-1]), summed(d)),
        ),
        Wrong(
            "mean-over-steps",
            "You take the mean over the steps. The 1/(N T C) of the cost is inside of δ^y "
            "already, and the rates of the steps add up.",
            lambda d, h: (fed(d, h[1:]) / len(d), summed(d) / len(d)),
        ),
        Wrong(
            "mean-over-sequences",
            "You divide by the number of sequences. The 1/(N T C) of the cost is inside of δ^y "
            "already, so what is left to do is to add up.",
            lambda d, h: (fed(d, h[1:]) / d.shape[2], summed(d) / d.shape[2]),
        ),
        Wrong(
            "one-sequence",
            "Only the first sequence of the batch is in your gradients. All of them are read with "
            "the same weights.",
            lambda d, h: (fed(d[:, :, :1], h[1:, :, :1]), summed(d[:, :, :1])),
        ),
    ),
    hints=(
        "Start with one step and one sequence: that is the output layer of a network you know. "
        "What is new?",
        "The same $W_{hy}$ is used at every step. Nudge it, and all outputs move, each by its own "
        "rate: the rates add up. Mind which slot of `h` the output of step $t$ reads, since `h` "
        "has one slot more than `delta_y`.",
        "$\\sum_t \\delta^y_t \\, h_t^{\\mathsf T}$ and $\\sum_t \\delta^y_t \\mathbf 1$. In the "
        "code $\\delta^y_t$ is `delta_y[t - 1]` and $h_t$ is `h[t]`; the product with a transpose "
        "sums over the sequences by itself.",
    ),
    why="A shared weight gets one share from each of its uses, and its gradient is their sum. It "
    "is the same rule that sums over the examples of a batch: there, too, one weight is used many "
    "times.",
)

# Two arrows, one error ----------------------------------------------------------------------------


def delta_cases(rng):
    """Return the errors that two arrows bring back to a state."""
    sizes = {
        "four sequences with three units and two outputs": (4, 3, 2),
        "one sequence with one output": (1, 3, 1),
        "one unit": (3, 1, 2),
        "all sizes alike": (3, 3, 3),
    }
    return [
        Case(
            name,
            (
                rng.normal(size=(C, N)),
                rng.normal(size=(H, N)),
                np.tanh(rng.normal(size=(H, N))),
                rng.normal(size=(C, H)),
                rng.normal(size=(H, H)),
            ),
        )
        for name, (N, H, C) in sizes.items()
    ]


def delta_step(delta_y, delta_next, h, W_hy, W_hh):
    """Nudge z_t, and watch what it moves: its own output and the sums of the next step."""

    def moved(z):
        state = np.tanh(z)
        return np.sum(delta_y * (W_hy @ state)) + np.sum(delta_next * (W_hh @ state))

    return numerical_gradient(moved, np.arctanh(h))


DELTA_EARLIER_STEP = Exercise(
    id="rnn.delta-earlier-step",
    kind="derive",
    points=2,
    cases=delta_cases,
    right=delta_step,
    rtol=1e-5,
    wrongs=(
        Wrong(
            "no-later-step",
            "The term from the next step is missing: two arrows leave h_t, and one of them leads "
            "to step t + 1.",
            lambda d, e, h, W, V: W.T @ d * (1 - h**2),
        ),
        Wrong(
            "no-output",
            "The state is read by the output of its own step too, and that term is missing.",
            lambda d, e, h, W, V: V.T @ e * (1 - h**2),
        ),
        Wrong(
            "recurrent-not-transposed",
            "W_hh stands without its transpose. It is square, so the shapes fit all the same; "
            "think of which units unit i sends to, and which index of w_ji counts them.",
            lambda d, e, h, W, V: (W.T @ d + V @ e) * (1 - h**2),
        ),
        Wrong(
            "slope-on-the-later-term",
            "The slope multiplies the term from step t + 1 alone. Both terms go through the same "
            "unit; look at your brackets.",
            lambda d, e, h, W, V: W.T @ d + V.T @ e * (1 - h**2),
        ),
        Wrong(
            "slope-on-the-output-term",
            "The slope multiplies the term from the output alone. Both terms go through the same "
            "unit; look at your brackets.",
            lambda d, e, h, W, V: W.T @ d * (1 - h**2) + V.T @ e,
        ),
        Wrong(
            "sigmoid-slope",
            "h (1 − h) is the slope of the sigmoid. These units are hyperbolic tangents.",
            lambda d, e, h, W, V: (W.T @ d + V.T @ e) * h * (1 - h),
        ),
        Wrong(
            "squashed-twice",
            "The slope is taken at h_t, as if h_t were what goes into tanh. It is what has come "
            "out of it.",
            lambda d, e, h, W, V: (W.T @ d + V.T @ e) * (1 - np.tanh(h) ** 2),
        ),
        Wrong(
            "no-slope",
            "What you have is ∂C/∂h_t. Between h_t and z_t lies one more factor.",
            lambda d, e, h, W, V: W.T @ d + V.T @ e,
        ),
        Wrong(
            "output-not-transposed",
            "W_hy, of shape (C, H), stands without its transpose. That fits only if there are as "
            "many outputs as hidden units.",
            lambda d, e, h, W, V: (W @ d + V.T @ e) * (1 - h**2),
        ),
    ),
    hints=(
        "Draw the state $h_t$ with every arrow that leaves it. As many terms come back as arrows "
        "leave.",
        "First $\\partial C / \\partial h_t$, a sum of two terms, each of shape $(H, N)$. Then "
        "one factor takes you from $h_t$ to $z^h_t$, and it is the only place where the "
        "activation matters.",
        "The terms are $W_{hy}^{\\mathsf T} \\delta^y_t$ and $W_{hh}^{\\mathsf T} \\delta_{t+1}$, "
        "and the factor behind their sum is $\\tanh'(z) = 1 - \\tanh^2 z$. Which of the arguments "
        "is $\\tanh z$?",
    ),
    why="Nothing but the slope depends on the activation: the two arrows are those of the "
    "chapter. And since $\\tanh'$ can be written with the output, the way back needs the states "
    "and no weighted sums.",
)

# Two faults, one hiding another -------------------------------------------------------------------

NAMES = ("W_xh", "W_hh", "b_h", "W_hy", "b_y")


def model_cases(rng):
    """Return networks of the library with data in rows."""
    cases = []
    for name, sizes in SIZES.items():
        model = network(rng, *sizes[2:])
        _, x, y = problem(rng, sizes)
        cases.append(Case(name, (model, rows(x), rows(y))))
    return cases


def named_gradients(model, X, Y):
    """Ask the library."""
    return model.unpack(model.loss_and_grad(X, Y)[1])


def backward_with(later="full", hh=slice(None, -1), hy=slice(1, None)):
    """Return a backward pass: how W_hh takes part, and which states two weights are fed with."""

    def answer(model, X, Y):
        trace = model.forward(X)
        delta_y = model.backward(trace, Y).deltas.output
        back = {"full": model.W_hh.T, "none": 0 * model.W_hh, "not transposed": model.W_hh}[later]
        delta = swept(trace.H, model.W_hy.T @ delta_y, back)
        return {
            "W_xh": fed(delta, X.transpose(1, 2, 0)),
            "W_hh": fed(delta, trace.H[hh]),
            "b_h": summed(delta)[:, 0],
            "W_hy": fed(delta_y, trace.H[hy]),
            "b_y": summed(delta_y)[:, 0],
        }

    return answer


def swept(h, from_output, back, *, slope=None):
    """Return δ of all steps; the slope may be asked for at other states."""
    h_slope = (h * (1 - h))[1:] if slope is None else slope
    delta = np.zeros_like(h)
    for t in range(len(from_output), 0, -1):
        delta[t - 1] = (from_output[t - 1] + back @ delta[t]) * h_slope[t - 1]
    return delta[:-1]


TWO_FAULTS = Exercise(
    id="rnn.two-faults",
    kind="find the bug",
    points=3,
    parts=NAMES,
    cases=model_cases,
    right=named_gradients,
    wrongs=(
        Wrong(
            "both-left",
            "Both faults are still there. W_xh, W_hh and b_h are made from the same δ_t, so look "
            "at the line that makes it; W_hh is off for one step too, where that line cannot "
            "matter.",
            backward_with("none", slice(1, None)),
        ),
        Wrong(
            "delta-left",
            "One fault is mended. The other is in δ_t: a term is written down in the loop, and "
            "yet it is always 0. Has its slot been filled when the loop reads it?",
            backward_with("none"),
        ),
        Wrong(
            "state-left",
            "δ_t is right now, and one gradient is not: W_hh. What came in through these weights?",
            backward_with(hh=slice(1, None)),
        ),
        Wrong(
            "mended-the-wrong-line",
            "W_hy was right before, and now it is fed with h_{t−1}. The output of step t reads "
            "h_t.",
            backward_with(hy=slice(None, -1)),
        ),
        Wrong(
            "transpose-lost",
            "The two faults are gone, and a new one has come: W_hh has lost its transpose on the "
            "way back. The shapes fit all the same, because it is square.",
            backward_with("not transposed"),
        ),
    ),
    hints=(
        "Where three gradients are wrong, suspect what they share. At $T = 1$ there is no later "
        "step, so what is still wrong there is something else.",
        "Go through the loop by hand for $T = 2$ and write down which slots of `delta` are filled "
        "when. The comment says where step $t$ is kept; where, then, is step $t + 1$? For the "
        "other fault ask what came in through $W_{hh}$.",
        "Step $t$ is slot `t - 1`, so $\\delta_{t+1}$ is not in the slot that the loop is about "
        "to fill but in the one that it filled before. And `h[1:]` holds $h_1 \\dots h_T$: right "
        "for $W_{hy}$, one step too late for $W_{hh}$.",
    ),
    why="The slot `delta[t - 1]` is still 0 when the loop reads it, so the term from step $t + 1$ "
    "is written down and yet missing: a truncated gradient by accident. It spoils all three "
    "gradients made from $\\delta_t$ and covers the second fault, which is in $\\partial C / "
    "\\partial W_{hh}$ alone. At $T = 1$ the right answer for $W_{hh}$ is 0, because nothing but "
    "$h_0 = 0$ came in.",
)

# Backpropagation through time ---------------------------------------------------------------------


def bptt_cases(rng):
    """Return weights, inputs and targets."""
    return [Case(name, problem(rng, sizes)) for name, sizes in SIZES.items()]


def errors(weights, x, y):
    """Return h, δ^y and δ from the library."""
    model = with_weights(weights)
    trace = model.forward(rows(x))
    deltas = model.backward(trace, rows(y)).deltas
    return trace.H, deltas.output, deltas.hidden


def gradients(x, h, delta_y, delta):
    """Return the five gradients that follow from the errors."""
    return dict(
        zip(
            GRADIENTS,
            (
                fed(delta, x),
                fed(delta, h[:-1]),
                summed(delta),
                fed(delta_y, h[1:]),
                summed(delta_y),
            ),
            strict=True,
        )
    )


def bptt(weights, x, y):
    """Ask the library, and make columns of its biases."""
    model = with_weights(weights)
    grads = model.unpack(model.loss_and_grad(rows(x), rows(y))[1])
    return [g if g.ndim == 2 else g[:, None] for g in grads.values()]


def bptt_scaled(factor):
    """Multiply all errors by a factor(T, C, N)."""

    def answer(weights, x, y):
        h, delta_y, delta = errors(weights, x, y)
        return gradients(x, h, factor(*y.shape) * delta_y, factor(*y.shape) * delta)

    return answer


def bptt_swept(back=lambda W_hh: W_hh.T, slope=lambda h: (h * (1 - h))[1:]):
    """Go back with another matrix, or other slopes, in the hidden layer."""

    def answer(weights, x, y):
        h, delta_y, _ = errors(weights, x, y)
        delta = swept(h, weights[3].T @ delta_y, back(weights[1]), slope=slope(h))
        return gradients(x, h, delta_y, delta)

    return answer


def bptt_changed(part, change):
    """Compute one of the five gradients otherwise, by change(x, h, δ^y, δ)."""

    def answer(weights, x, y):
        h, delta_y, delta = errors(weights, x, y)
        return gradients(x, h, delta_y, delta) | {part: change(x, h, delta_y, delta)}

    return answer


def bptt_without_slope_of_outputs(weights, x, y):
    """Take (a − y) for the error of an output whose cost is a square."""
    h, _, _ = errors(weights, x, y)
    _, W_hh, _, W_hy, b_y = weights
    delta_y = 2 / y.size * (sigmoid(W_hy @ h[1:] + b_y) - y)
    return gradients(x, h, delta_y, swept(h, W_hy.T @ delta_y, W_hh.T))


def first_step_only(part):
    """Return a mistake: a gradient that keeps what the sweep wrote last, the share of step 1."""

    def change(x, h, delta_y, delta):
        return gradients(x[:1], h[:2], delta_y[:1], delta[:1])[part]

    return Wrong(
        "overwrote-" + part.lower().replace("_", "-"),
        f"`{part}` is overwritten instead of accumulated: it ends with the share of step 1, the "
        "last one on the way back.",
        bptt_changed(part, change),
    )


BPTT = Exercise(
    id="rnn.bptt",
    kind="implement",
    points=3,
    parts=GRADIENTS,
    cases=bptt_cases,
    right=bptt,
    wrongs=(
        Wrong(
            "truncated",
            "No term from the next step arrives in δ_t, so W_xh, W_hh and b_h follow a truncated "
            "gradient. If the term is there in your code: is δ_{t+1} known by the time your loop "
            "reads it?",
            bptt_swept(back=lambda W_hh: 0 * W_hh),
        ),
        Wrong(
            "h-t",
            "In `dW_hh` stands h_t where h_{t−1} belongs.",
            bptt_changed("dW_hh", lambda x, h, delta_y, delta: fed(delta, h[1:])),
        ),
        Wrong(
            "h-before",
            "In `dW_hy` stands h_{t−1} where h_t belongs: the output reads the state of its own "
            "step.",
            bptt_changed("dW_hy", lambda x, h, delta_y, delta: fed(delta_y, h[:-1])),
        ),
        Wrong(
            "recurrent-not-transposed",
            "W_hh stands without its transpose on the way back. It is square, so the shapes fit "
            "all the same.",
            bptt_swept(back=lambda W_hh: W_hh),
        ),
        Wrong(
            "slope-of-the-step-before",
            "The slope in δ_t is taken from h_{t−1}. It belongs to the unit at step t.",
            bptt_swept(slope=lambda h: (h * (1 - h))[:-1]),
        ),
        Wrong(
            "no-slope-of-hidden-units",
            "The slope of the hidden units is missing in δ_t: what comes back along both arrows "
            "is ∂C/∂h_t, and δ_t is ∂C/∂z_t.",
            bptt_swept(slope=lambda h: np.ones_like(h[1:])),
        ),
        Wrong(
            "no-slope-of-outputs",
            "The slope of the outputs is missing in δ^y. It cancels with the cross-entropy, and "
            "this cost is a mean of squares.",
            bptt_without_slope_of_outputs,
        ),
        Wrong(
            "one-output-only",
            "Right for one output only: the cost is a mean over the outputs as well.",
            bptt_scaled(lambda T, C, N: C),
        ),
        Wrong(
            "not-over-steps",
            "Right for one step only: the cost is a mean over the steps as well.",
            bptt_scaled(lambda T, C, N: T),
        ),
        Wrong(
            "not-over-sequences",
            "Not divided by N: your gradients grow with the number of sequences.",
            bptt_scaled(lambda T, C, N: N),
        ),
        Wrong(
            "over-sequences-only",
            "Divided by N and by nothing else. The cost is a mean over the steps and over the "
            "outputs as well.",
            bptt_scaled(lambda T, C, N: T * C),
        ),
        *(first_step_only(part) for part in GRADIENTS),
    ),
    hints=(
        "Three loops over time would do, or one forward and one back. Keep every state of the way "
        "forward: the way back needs all of them.",
        "On the way back keep one matrix `delta` of shape $(H, N)$, at first zeros. At each step "
        "it is $\\delta_{t+1}$ before you renew it and $\\delta_t$ afterwards. Add to five sums "
        "that start at zero.",
        "For $t = T, \\dots, 1$: $\\delta^y_t = \\frac{2}{NTC}(a_t - y_t) \\odot a_t \\odot (1 - "
        "a_t)$, then $\\delta_t = (W_{hy}^{\\mathsf T} \\delta^y_t + W_{hh}^{\\mathsf T} "
        "\\delta_{t+1}) \\odot h_t \\odot (1 - h_t)$. Then add $\\delta_t x_t^{\\mathsf T}$, "
        "$\\delta_t h_{t-1}^{\\mathsf T}$, $\\delta_t \\mathbf 1$, $\\delta^y_t h_t^{\\mathsf T}$ "
        "and $\\delta^y_t \\mathbf 1$ to the five sums.",
    ),
    why="You have written what trains every network of the chapter. One sweep collects all ways "
    "through time, because $\\delta_{t+1}$ holds everything that comes after step $t + 1$ "
    "already: the cost of the way back is about twice that of the way forward, and not something "
    "that grows with $T^2$.",
)

# A first state that learns ------------------------------------------------------------------------


def first_state_cases(rng):
    """Return networks, data in rows and a first state."""
    return [
        Case(name, (*case.args, rng.normal(size=case.args[0].n_hidden)))
        for name, case in zip(SIZES, model_cases(rng), strict=True)
    ]


def run_from(model, X, h_0):
    """Go forward from a first state; h (T + 1, H, N) and a (T, C, N)."""
    first = np.repeat(h_0[:, None], len(X), axis=1)
    x, b_h, b_y = X.transpose(1, 2, 0), model.b_h[:, None], model.b_y[:, None]
    h = [first]
    for x_t in x:
        h.append(plain_step(x_t, h, model.W_xh, model.W_hh, b_h))
    h = np.array(h)
    return h, sigmoid(model.W_hy @ h[1:] + b_y)


def first_state_gradient(model, X, Y, h_0):
    """Nudge h_0."""

    def cost(first):
        return np.mean((run_from(model, X, first)[1] - Y.transpose(1, 2, 0)) ** 2)

    return numerical_gradient(cost, h_0)


def first_state_by(end, *, start=1.0, back=np.transpose):
    """Return an answer that makes something of W_hh and δ, with `end(W_hh, delta, h)`.

    `start` multiplies h_0 on the way forward, and `back(W_hh)` carries δ from step to step.
    """

    def answer(model, X, Y, h_0):
        h, a = run_from(model, X, start * h_0)
        y = Y.transpose(1, 2, 0)
        delta_y = 2 / y.size * (a - y) * a * (1 - a)
        return end(model.W_hh, swept(h, model.W_hy.T @ delta_y, back(model.W_hh)), h)

    return answer


LEARNED_FIRST_STATE = Exercise(
    id="rnn.learned-first-state",
    kind="derive",
    points=3,
    cases=first_state_cases,
    right=first_state_gradient,
    rtol=1e-5,
    wrongs=(
        Wrong(
            "slope",
            "There is a slope too many: h₀ comes out of no unit, so no activation lies behind it.",
            first_state_by(lambda W, delta, h: (W.T @ delta[0] * h[0] * (1 - h[0])).sum(axis=1)),
        ),
        Wrong(
            "starts-from-zero",
            "Your δ₁ is that of a network that starts from 0. Where does your forward pass use "
            "`h_0`?",
            first_state_by(lambda W, delta, h: (W.T @ delta[0]).sum(axis=1), start=0.0),
        ),
        Wrong(
            "no-weights",
            "That is the sum of δ₁ over the sequences, the gradient of something that is added to "
            "z^h₁. Between h₀ and z^h₁ lie weights.",
            first_state_by(lambda W, delta, h: delta[0].sum(axis=1)),
        ),
        Wrong(
            "not-transposed",
            "W_hh stands without its transpose. It is square, so the shapes fit all the same.",
            first_state_by(lambda W, delta, h: (W @ delta[0]).sum(axis=1)),
        ),
        Wrong(
            "never-transposed",
            "W_hh stands without its transpose, all the way from the last step back to h₀. It is "
            "square, so the shapes fit all the same.",
            first_state_by(lambda W, delta, h: (W @ delta[0]).sum(axis=1), back=np.positive),
        ),
        Wrong(
            "sweep-not-transposed",
            "From h₁ back to h₀ all is well, and your δ₁ is not: in the loop W_hh stands without "
            "its transpose.",
            first_state_by(lambda W, delta, h: (W.T @ delta[0]).sum(axis=1), back=np.positive),
        ),
        Wrong(
            "truncated",
            "Your δ₁ knows of the first answer alone: no term from step 2 arrives in it, and what "
            "h₀ does to the later answers goes uncounted.",
            first_state_by(lambda W, delta, h: (W.T @ delta[0]).sum(axis=1), back=np.zeros_like),
        ),
        Wrong(
            "mean-over-sequences",
            "You take the mean over the sequences. The 1/N of the cost is inside of δ₁ already, "
            "and each of them starts from the same h₀.",
            first_state_by(lambda W, delta, h: (W.T @ delta[0]).mean(axis=1)),
        ),
        Wrong(
            "one-column-each",
            "You have a gradient for each sequence, as if each had a first state of its own. They "
            "share one.",
            first_state_by(lambda W, delta, h: W.T @ delta[0]),
        ),
        Wrong(
            "every-step",
            "You sum over the steps. h₀ is used once, before the first; the later steps see it "
            "through h₁.",
            first_state_by(lambda W, delta, h: (W.T @ delta.sum(axis=0)).sum(axis=1)),
        ),
    ),
    hints=(
        "There is no output at step 0. So how many arrows leave $h_0$, and where do they lead?",
        "One arrow leaves $h_0$, into $z^h_1 = W_{xh} x_1 + W_{hh} h_0 \\mathbf 1^{\\mathsf T} + "
        "b_h \\mathbf 1^{\\mathsf T}$. Compare $W_{hh} h_0 \\mathbf 1^{\\mathsf T}$ with $b_h "
        "\\mathbf 1^{\\mathsf T}$: if $W_{hh} h_0$ were a bias of step 1, what would its gradient "
        "be?",
        "Go back to $\\delta_1$ as always, with the states that start from $h_0$. Then one more "
        "step back, $W_{hh}^{\\mathsf T} \\delta_1$, without a slope, and the sum of its $N$ "
        "columns.",
    ),
    why="$\\partial C / \\partial h_0 = W_{hh}^{\\mathsf T} \\, \\delta_1 \\mathbf 1$: the term "
    "from the later step, without an output beside it and without a slope behind it, summed over "
    "the sequences. Mind what else changes once $h_0 \\ne 0$: in $\\partial C / \\partial W_{hh}$ "
    "the term $\\delta_1 h_0^{\\mathsf T}$ is no longer zero.",
)

# The floor ----------------------------------------------------------------------------------------


def floor_cases(rng):
    """Return the four sequences of the chapter and random tables of bits."""
    X = np.array([[0.0, 0], [1, 0], [0, 1], [1, 1]])[:, :, None]
    Y = np.array([[0.0, 1], [0, 0], [1, 0], [1, 0]])[:, :, None]

    def bits(N, T):
        return tuple(rng.integers(0, 2, (2, N, T, 1)).astype(float))

    return [
        Case("the four sequences of the chapter", (X, Y), public=True),
        Case("three steps", bits(16, 3)),
        Case("two steps", bits(11, 2)),
        Case("one step", bits(7, 1)),
        Case("five steps, few sequences alike", bits(24, 5)),
    ]


def told(X, Y, seen):
    """Return the mean target of all sequences of which the same is seen, by `seen(x, t)`."""
    x, y = X[:, :, 0].tolist(), Y[:, :, 0]
    p = np.empty_like(y)
    for t in range(y.shape[1]):
        looks = [seen(row, t) for row in x]
        for n, look in enumerate(looks):
            p[n, t] = np.mean([y[m, t] for m, other in enumerate(looks) if other == look])
    return p, y


def history(row, t):
    """Return what a network has seen up to step t, counted from 0."""
    return row[: t + 1]


def costs_of(p, y):
    """Return mean square and mean cross-entropy of saying p."""
    return np.mean((y - p) ** 2), np.mean(-np.log(np.where(y == 1, p, 1 - p)))


def floor_by(seen=history, cost=costs_of):
    """Return a floor with another idea of what is alike, or of what it costs."""
    return lambda X, Y: cost(*told(X, Y, seen))


def cost_by_history(p, y):
    """Give each pair (step, probability) the same weight, however many sequences it has."""
    shares = {(t, p[n, t]) for n, t in np.ndindex(*p.shape)}
    means = np.array([value for _, value in shares])
    with np.errstate(all="ignore"):
        logs = [np.nan_to_num(q * np.log(q)) for q in (means, 1 - means)]
    return np.mean(means * (1 - means)), -np.mean(logs[0] + logs[1])


def cost_with_logs_of_zero(p, y):
    """Write the cross-entropy down as it is defined, where p may be 0 or 1."""
    with np.errstate(all="ignore"):
        return np.mean((y - p) ** 2), -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def cost_of_coin_tosses(p, y):
    """Charge ln 2 wherever a history leaves the target open."""
    return np.mean((y - p) ** 2), np.log(2) * np.mean((p > 0) & (p < 1))


def cost_of_ones(p, y):
    """Count the cross-entropy of the ones and forget that of the zeros."""
    return np.mean((y - p) ** 2), -np.mean(y * np.log(np.where(y == 1, p, 1.0)))


FLOOR = Exercise(
    id="rnn.floor",
    kind="implement",
    points=3,
    parts=("mse", "cross_entropy"),
    cases=floor_cases,
    right=floor_by(),
    atol=2e-6,  # p may be kept away from 0 and 1 by a millionth
    wrongs=(
        Wrong(
            "whole-sequence",
            "You compare whole sequences. At step t a network has not seen what comes later, so "
            "sequences that agree up to there are the same to it.",
            floor_by(seen=lambda row, t: row),
        ),
        Wrong(
            "this-symbol-only",
            "You compare the symbols of step t alone. That is the floor of a network without "
            "memory.",
            floor_by(seen=lambda row, t: row[t]),
        ),
        Wrong(
            "one-symbol-behind",
            "Off by one in time: when it answers at step t, a network has read the symbol of step "
            "t as well.",
            floor_by(seen=lambda row, t: row[:t]),
        ),
        Wrong(
            "nothing-seen",
            "You take the mean over all sequences at each step. That is the floor of a network "
            "that reads nothing.",
            floor_by(seen=lambda row, t: None),
        ),
        Wrong(
            "last-step-only",
            "Only the last step is in your floor. The cost is a mean over all steps.",
            floor_by(cost=lambda p, y: costs_of(p[:, -1:], y[:, -1:])),
        ),
        Wrong(
            "summed-over-steps",
            "You add the steps up. The cost is a mean over sequences and steps.",
            floor_by(cost=lambda p, y: [y.shape[1] * c for c in costs_of(p, y)]),
        ),
        Wrong(
            "by-history",
            "You take the mean over the different histories. One that many sequences share costs "
            "as often as it occurs: the mean runs over entries.",
            floor_by(cost=cost_by_history),
        ),
        Wrong(
            "bits",
            "Your `cross_entropy` is in bits, from the logarithm to base 2. The cost of this book "
            "takes ln.",
            floor_by(cost=lambda p, y: (costs_of(p, y)[0], costs_of(p, y)[1] / np.log(2))),
        ),
        Wrong(
            "coin-tosses",
            "Your `cross_entropy` counts ln 2 for every entry whose history leaves the target "
            "open. That is the price of a coin toss; a 1 once in three times costs less.",
            floor_by(cost=cost_of_coin_tosses),
        ),
        Wrong(
            "ones-only",
            "Your `cross_entropy` counts the entries with target 1 alone. A target of 0 costs "
            "−ln(1 − p).",
            floor_by(cost=cost_of_ones),
        ),
        Wrong(
            "log-of-zero",
            "Where p is 0 or 1, your `cross_entropy` asks for 0 · ln 0, and NumPy makes nan of "
            "it. What is certain costs nothing.",
            floor_by(cost=cost_with_logs_of_zero),
        ),
    ),
    hints=(
        "For each entry of `Y`: which sequences has the network no way to tell apart from this "
        "one, at this step?",
        "They are those that agree up to and including step $t$: compare `X[:, :t + 1]` with "
        "`X[n, :t + 1]`. The best that can be said to all of them is their mean target, for both "
        "costs.",
        "Fill an array $p$, shaped like `Y`, with those means. Then the first floor is the mean "
        "of $(y - p)^2$. For the second take $p$ where $y = 1$ and $1 - p$ where $y = 0$, the "
        "probability given to what came, which is never 0; the floor is the mean of $-\\ln$ of it.",
    ),
    why="The floor belongs to the data and not to the network: no size, activation or training "
    "gets below it. With five random symbols few histories are alike, and then the floor is low "
    "for a bad reason. Such a table can be learned by heart.",
)

# The last answer, when each sequence ends elsewhere -----------------------------------------------


def last_cases(rng):
    """Return networks, filled up sequences, one target each, and lengths."""

    def filled(lengths, T, D=2, H=3):
        X = rng.normal(size=(len(lengths), T, D))
        for n, length in enumerate(lengths):
            X[n, length:] = 0.0
        y = rng.integers(0, 2, len(lengths)).astype(float)
        return network(rng, D, H, 1), X, y, np.array(lengths)

    return [
        Case("four sequences of lengths 6, 2, 4, 1", filled([6, 2, 4, 1], 6)),
        Case("all equally long", filled([3, 3, 3], 3)),
        Case("one sequence of one step", filled([1], 1, 1, 2)),
        Case("more filling than needed", filled([2, 4, 3, 2, 1], 5)),
    ]


def last_answers(model, X, y, lengths):
    """Nudge every parameter, and look at one answer of each sequence."""
    probe = RNN(model.n_inputs, model.n_hidden, 1)

    def cost(theta):
        probe.theta = theta
        return np.mean((probe.predict(X)[np.arange(len(y)), lengths - 1, 0] - y) ** 2)

    return cost(model.theta), numerical_gradient(cost, model.theta)


def last_by(where=None, *, other=None, factor=lambda N, T, lengths: T, grad_factor=None):
    """Return an answer with targets at `where(lengths, T)`, elsewhere those of `other`.

    Loss and gradient of the library are multiplied by `factor(N, T, lengths)`, or the gradient by
    a `grad_factor` of its own.
    """

    def answer(model, X, y, lengths):
        N, T, _ = X.shape
        trace = model.forward(X)
        targets = (model.predict if other is None else other)(X)
        ends = lengths - 1 if where is None else where(lengths, T)
        targets[np.arange(N), ends, 0] = y
        back = model.backward(trace, targets)
        for_grad = grad_factor or factor
        return factor(N, T, lengths) * back.loss, for_grad(N, T, lengths) * back.grad

    return answer


def everyone_at_every_end(model, X, y, lengths):
    """Index the first axis with a colon, and so fill N times N places."""
    trace, targets = model.forward(X), model.predict(X)
    targets[:, lengths - 1, 0] = y
    back = model.backward(trace, targets)
    return X.shape[1] * back.loss, X.shape[1] * back.grad


def every_step(model, X, y, lengths):
    """Ask for the answer at each real step of a sequence."""
    trace, targets = model.forward(X), model.predict(X)
    for n, length in enumerate(lengths):
        targets[n, :length, 0] = y[n]
    back = model.backward(trace, targets)
    return X.shape[1] * back.loss, X.shape[1] * back.grad


LAST_ANSWERS = Exercise(
    id="rnn.last-answers",
    kind="implement",
    points=3,
    parts=("C", "grad"),
    cases=last_cases,
    right=last_answers,
    rtol=1e-5,
    wrongs=(
        Wrong(
            "gradient-over-steps",
            "Your `grad` is still the library's, that of a mean over N T answers. This cost is a "
            "mean over N.",
            last_by(grad_factor=lambda N, T, lengths: 1),
        ),
        Wrong(
            "loss-over-steps",
            "Your `C` is still the library's, a mean over N T answers. This cost is a mean over N.",
            last_by(factor=lambda N, T, lengths: 1, grad_factor=lambda N, T, lengths: T),
        ),
        Wrong(
            "own-targets-everywhere",
            "Your gradient is 0 throughout, as if every output were its own target. Either no "
            "y_n has been filled in, or the targets share their memory with the outputs in the "
            "trace, and filling in changed both.",
            last_by(grad_factor=lambda N, T, lengths: 0),
        ),
        Wrong(
            "end-of-the-filling",
            "You ask for the answer at the last step of the array. For a shorter sequence that is "
            "in the filling, after it has ended.",
            last_by(lambda lengths, T: np.full(len(lengths), T - 1)),
        ),
        Wrong(
            "one-step-late",
            "Off by one in time: a sequence of length T_n has its last step in slot T_n − 1.",
            last_by(lambda lengths, T: lengths),
        ),
        Wrong(
            "one-step-early",
            "Off by one in time: a sequence of length T_n has its last step in slot T_n − 1, and "
            "you look one slot before.",
            last_by(lambda lengths, T: lengths - 2),
        ),
        Wrong(
            "zeros-as-targets",
            "Where no answer is asked for, your target is 0, and the network is pulled towards "
            "it. No error should come from there.",
            last_by(other=lambda X: np.zeros((*X.shape[:2], 1))),
        ),
        Wrong(
            "every-step",
            "You ask for the answer at every step of a sequence. Only its last one counts.",
            every_step,
        ),
        Wrong(
            "colon",
            "You fill N times N places: a colon on the axis of the sequences goes through all of "
            "them for each of the lengths. Every sequence has one place.",
            everyone_at_every_end,
        ),
        Wrong(
            "sum-over-sequences",
            "Not divided by N: the cost is a mean over the sequences.",
            last_by(factor=lambda N, T, lengths: N * T),
        ),
        Wrong(
            "mean-over-real-steps",
            "You divide by the number of all real steps. One answer of each sequence counts, so N "
            "answers do.",
            last_by(factor=lambda N, T, lengths: N * T / lengths.sum()),
        ),
    ),
    hints=(
        "The cost contains $N$ of the $N T$ answers. What is $\\delta^y_{t,n}$ for all the "
        "others, and which target gives an output that error?",
        "An output that is its own target has no error, so start from `model.predict(X)` as the "
        "targets and put $y_n$ into $N$ places of it. Then compare the factor in front of the sum "
        "of squares with the one in `nnlib`.",
        "`targets[np.arange(N), lengths - 1, 0] = y` fills all $N$ places at once. `nnlib` "
        "divides by $N T$, this cost by $N$, so both the loss and the gradient are to be "
        "multiplied by $T$.",
    ),
    why="$\\delta^y_{t,n} = \\tfrac2N (a_{t,n} - y_n) \\, a_{t,n} (1 - a_{t,n})$ at $t = T_n$ and "
    "0 elsewhere. After its last step a sequence has no error in any output, so $\\delta_{t,n} = "
    "0$ for all $t > T_n$, and the filling, whatever it is, is multiplied by 0.",
)

# How far does an error reach? ---------------------------------------------------------------------

TURN, SHEAR = np.array([[0.6, -0.8], [0.8, 0.6]]), np.array([[0.9, 2.0], [0.0, 0.9]])
GUESSES = {
    "guess_half": "half",
    "guess_more": "more",
    "guess_sigmoid": "sigmoid",
    "guess_shear": "shear",
    "guess_shear_long": "shear_long",
}


def ratio(W_hh, T=11, activation="identity", first=0, power=1):
    """Return |δ_1| / |δ_T| for an error at the last step alone."""
    model = RNN(1, 2, 1, activation=activation, output="identity")
    model.W_xh, model.W_hh, model.W_hy = [[1.0], [-1.0]], W_hh, [[1.0, 0.0]]
    X = np.ones((1, T, 1))
    targets = model.predict(X)
    targets[:, -1] += 1.0
    sizes = np.linalg.norm(model.backward(model.forward(X), targets).deltas.hidden, axis=(1, 2))
    return (sizes[first] / sizes[-1]) ** power


def ratios(**how):
    """Return everything that is measured, with the same mistake throughout."""
    return {
        "half": ratio(0.5 * TURN, **how),
        "more": ratio(1.5 * TURN, **how),
        "sigmoid": ratio(4 * TURN, activation="sigmoid", **how),
        "shear": ratio(SHEAR, **how),
        "shear_long": ratio(SHEAR, T=101, **how),
    }


def reach(**mistake):
    """Return every number of the exercise, some of them replaced; guesses are not judged."""
    return dict.fromkeys(GUESSES, 1.0) | {"sigmoid_at_most": 1.0} | ratios() | mistake


REACH = Exercise(
    id="rnn.reach",
    kind="predict",
    points=2,
    parts=tuple(reach()),
    predictions=GUESSES,
    right=reach(),
    rtol=1e-3,
    atol=0.0,
    wrongs=(
        Wrong(
            "upside-down",
            "Your ratios stand upside down: the error at step 1 belongs above, that of the last "
            "step below.",
            reach(**ratios(power=-1)),
        ),
        Wrong(
            "from-step-two",
            "Your ratios reach back to step 2. Step t is kept in slot t − 1.",
            reach(**ratios(first=1)),
        ),
        Wrong(
            "squared",
            "These are ratios of squares. A length is the root of the sum of the squares.",
            reach(**ratios(power=2)),
        ),
        Wrong(
            "one-factor-too-many",
            "You count as many factors as there are steps. Between the first and the last of 11 "
            "posts lie 10 gaps.",
            reach(half=0.5**11, more=1.5**11),
        ),
        Wrong(
            "radius",
            "For the shear you give what its spectral radius promises in the long run. Measure "
            "what the steps in between do.",
            reach(shear=0.9**10, shear_long=0.9**100),
        ),
        Wrong(
            "same-length",
            "Your `shear_long` is the ratio for 11 steps again. `deltas` takes the number of steps "
            "as an argument.",
            reach(shear_long=ratio(SHEAR)),
        ),
        Wrong(
            "still-linear",
            "Your `sigmoid` is the ratio of linear units. Which activation was the network built "
            "with?",
            reach(sigmoid=4.0**10),
        ),
        Wrong(
            "stretch-without-slope",
            "Your `sigmoid_at_most` counts how much W_hh stretches and leaves the slopes out.",
            reach(sigmoid_at_most=4.0**10),
        ),
        Wrong(
            "slope-without-stretch",
            "Your `sigmoid_at_most` counts the slopes and leaves out how much W_hh stretches.",
            reach(sigmoid_at_most=0.25**10),
        ),
        Wrong(
            "one-slope",
            "Your `sigmoid_at_most` is the largest slope of one unit. Each of the ten factors "
            "holds slopes and a stretch.",
            reach(sigmoid_at_most=0.25),
        ),
    ),
    hints=(
        "For linear units all slopes are 1, so $\\delta_1 = (W_{hh}^{\\mathsf T})^{10} \\, "
        "\\delta_{11}$. What does a turn do to the length of a vector, and ten of them?",
        "The slope of the sigmoid is at most $\\tfrac14$. For the shear, apply $W_{hh}^{\\mathsf "
        "T} = \\begin{pmatrix} 0.9 & 0 \\\\ 2 & 0.9 \\end{pmatrix}$ to $(1, 0)^{\\mathsf T}$ two "
        "or three times and look for the pattern.",
        "The turn stretches by $s$ at each of ten steps, and with slopes of at most $\\tfrac14$ "
        "the factor is at most $s / 4$. The shear makes of $(1, 0)$ after $k$ steps $(0.9^k,\\ 2k "
        "\\cdot 0.9^{k-1})$. To measure, divide `np.linalg.norm(delta[0])` by "
        "`np.linalg.norm(delta[-1])`.",
    ),
    why="A turn stretches every vector alike, so norm and spectral radius are both $s$ and the "
    "ratio is $s^{10}$. The sigmoid's bound allows a slope of $\\tfrac14$ at every unit and step, "
    "which takes sums $z^h_t = 0$; away from 0 the slope is smaller, and ten such shortfalls "
    "multiply. The shear has radius 0.9 and a norm above 2. Over ten steps the error grows nearly "
    "eightfold, and over a hundred it vanishes after all: the radius speaks of the long run, the "
    "norm of a single step, and the steps in between can do either.",
)

# A project: repeat after me -----------------------------------------------------------------------

LENGTH = 6  # steps of the sequences to learn from


def remember_cases(rng):
    """Return sequences with answers, new ones of the same length or longer, and a generator."""

    def task(opposite, T):
        bits = rng.permutation((np.arange(2**LENGTH)[:, None] >> np.arange(LENGTH)) & 1)
        bits = bits[:, :, None].astype(float)
        X, X_new = bits[:40], bits[40:]
        if T > LENGTH:
            X_new = rng.integers(0, 2, (24, T, 1)).astype(float)
        Y = np.abs(X[:, 0, 0] - opposite)
        return X, Y, X_new, np.random.default_rng(rng.integers(2**32))

    return [
        Case("repeat the first symbol", task(0, LENGTH)),
        Case("say the opposite of the first symbol", task(1, LENGTH)),
        Case("longer sequences than those to learn from", task(0, 10)),
    ]


def truth(case):
    """Return the right answers to the new sequences."""
    X, Y, X_new, _ = case.args
    return np.abs(X_new[:, 0, 0] - abs(X[0, 0, 0] - Y[0]))


def remembered(X, Y, X_new, rng):
    """Look up what the first symbol means; no network, so that nothing is given away."""
    return np.abs(X_new[:, 0, 0] - abs(X[0, 0, 0] - Y[0]))


def is_longer(case):
    """Tell whether the new sequences are longer than those to learn from."""
    return case.args[2].shape[1] > case.args[0].shape[1]


def share_right(case, parts):
    """Return the share of new sequences that are answered on the right side of one half."""
    p = parts["p"]
    return np.mean((p > 0.5) == (truth(case) > 0.5)) if p.size == len(truth(case)) else 0.0


def sayings(seen):
    """Return (case, p) for each case if all p are probabilities of the right shape, else []."""
    found = [(case, parts["p"]) for case, parts in seen]
    fine = all(
        isinstance(p, np.ndarray)
        and p.shape == (len(case.args[2]),)
        and np.all((p >= 0) & (p <= 1))
        for case, p in found
    )
    return found if fine else []


def follows(expected):
    """Return a symptom: varied answers that all lie on the side of what is `expected(case)`."""

    def when(seen):
        found = [(case, p) for case, p in sayings(seen) if np.ptp(p) >= 0.1]
        return bool(found) and all(
            np.array_equal(p > 0.5, expected(case) > 0.5) for case, p in found
        )

    return when


def is_stuck(seen):
    """Tell whether all sequences get nearly the same answer."""
    return bool(sayings(seen)) and all(np.ptp(p) < 0.1 for _, p in sayings(seen))


def is_of_size(size):
    """Return a symptom: as many numbers as `size(case)` says."""
    return lambda seen: all(np.size(parts["p"]) == size(case) for case, parts in seen)


def is_flat(seen):
    """Tell whether all that came has one axis."""
    return all(np.ndim(parts["p"]) == 1 for _, parts in seen)


def are_sums(seen):
    """Tell whether numbers came that cannot be probabilities."""
    found = [p for _, parts in seen for p in parts.values() if isinstance(p, np.ndarray)]
    return any(np.any((p < 0) | (p > 1)) for p in found)


def forgets_later(seen):
    """Tell whether all is right at the length that was trained and not beyond."""
    shares = [
        (is_longer(case), np.mean((p > 0.5) == (truth(case) > 0.5))) for case, p in sayings(seen)
    ]
    return (
        bool(shares)
        and all(share == 1 for longer, share in shares if not longer)
        and all(share < 0.9 for longer, share in shares if longer)
    )


REMEMBER = Exercise(
    id="rnn.remember",
    kind="project",
    points=5,
    parts=("p",),
    cases=remember_cases,
    right=remembered,
    seconds=30.0,
    requires={
        "one probability for each new sequence, in shape (M,)": lambda case, parts: (
            parts["p"].shape == (len(case.args[2]),)
            and bool(np.all((parts["p"] >= 0) & (parts["p"] <= 1)))
        ),
        "every new sequence of six symbols on the right side of one half": (
            lambda case, parts: is_longer(case) or share_right(case, parts) == 1
        ),
        "nine in ten of the longer ones, too": (
            lambda case, parts: not is_longer(case) or share_right(case, parts) >= 0.9
        ),
    },
    wrongs=(
        Wrong(
            "stuck",
            "You say nearly the same to every sequence: the first symbol does not reach the "
            "answer. Either the training has hardly begun, or your network has settled for what "
            "can be said without memory.",
            lambda X, Y, X_new, rng: np.full(len(X_new), 0.5),
            when=is_stuck,
        ),
        Wrong(
            "repeats-the-last",
            "Your answers follow the last symbol of each sequence. The first one is asked for.",
            lambda X, Y, X_new, rng: X_new[:, -1, 0],
            when=follows(lambda case: case.args[2][:, -1, 0]),
        ),
        Wrong(
            "inverted",
            "Every answer is the opposite of the right one. Are labels and probabilities turned "
            "round somewhere?",
            lambda X, Y, X_new, rng: 1 - remembered(X, Y, X_new, rng),
            when=follows(lambda case: 1 - truth(case)),
        ),
        Wrong(
            "not-learned",
            "Your function repeats the first symbol whatever `Y` says. In one of the tasks the "
            "opposite is wanted: the answers are to be learned from `X` and `Y`.",
            lambda X, Y, X_new, rng: X_new[:, 0, 0],
            when=follows(lambda case: case.args[2][:, 0, 0]),
        ),
        Wrong(
            "forgets-later",
            "Right for sequences as long as those of `X`, and not for longer ones. Your network "
            "has the answer ready at the step for which it was trained, and loses it afterwards.",
            lambda X, Y, X_new, rng: np.abs(X_new[:, -LENGTH, 0] - abs(X[0, 0, 0] - Y[0])),
            when=forgets_later,
        ),
        Wrong(
            "sums",
            "Numbers below 0 or above 1 are no probabilities. Are these weighted sums, before the "
            "sigmoid?",
            lambda X, Y, X_new, rng: 8 * remembered(X, Y, X_new, rng) - 4,
            when=are_sums,
        ),
        Wrong(
            "every-step",
            "You return an answer for every step. The one at the last step is asked for.",
            lambda X, Y, X_new, rng: 0 * X_new + 0.5,
            when=is_of_size(lambda case: case.args[2].size),
        ),
        Wrong(
            "column",
            "As many answers as there are new sequences, but not as a flat array of shape (M,).",
            lambda X, Y, X_new, rng: remembered(X, Y, X_new, rng)[:, None],
            when=lambda seen: (
                is_of_size(lambda case: len(case.args[2]))(seen) and not is_flat(seen)
            ),
        ),
        Wrong(
            "answers-to-x",
            "You return as many answers as `X` has sequences. Those to `X_new` are asked for.",
            lambda X, Y, X_new, rng: Y,
            when=is_of_size(lambda case: len(case.args[0])),
        ),
    ),
    hints=(
        "`nnlib.RNN` and `nnlib.train` can do all of it. The one thing to decide is which targets "
        "the network gets at the steps before the last.",
        "With a target at the last step only, all that reaches step 1 has come back through five "
        "Jacobians, and nothing makes the network keep the answer after step 6. What could you "
        "ask for at *every* step?",
        "Ask for the answer at every step: repeat `Y` along the axis of time, to shape $(N, T, "
        '1)$. Take `activation="tanh"`, about 8 hidden units and `loss="cross_entropy"`, hand '
        "`rng` to the network, train a few hundred epochs with $\\eta$ near 1, and return the "
        "last step of `predict(X_new)`, as shape $(M,)$.",
    ),
    why="A target at every step does two things. The error enters next to the first symbol and "
    "need not come back through all of time. And the network is asked to *keep* what it knows, so "
    "the state settles where one more step changes nothing, which is why it also works for "
    "sequences longer than any that it has seen.",
)

EXERCISES = (
    COUNT_PARAMETERS,
    PAPER_TWO_STEPS,
    FORWARD,
    CLIP_BY_NORM,
    OUTPUT_GRADIENTS,
    DELTA_EARLIER_STEP,
    TWO_FAULTS,
    BPTT,
    LEARNED_FIRST_STATE,
    FLOOR,
    LAST_ANSWERS,
    REACH,
    REMEMBER,
)
