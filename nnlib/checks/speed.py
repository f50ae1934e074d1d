"""Exercises of Where the time goes: right answers, wrong and slow ones, and what to say.

Statements and solutions stand in `exercises/speed.ipynb`. How fast an answer is, is counted and not
timed (`cost.py`): each catalogue holds the slow answer, which is right and still no answer.
"""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks.cost import Pace
from nnlib.checks.exercise import Case, Exercise, Wrong
from nnlib.datasets import RADIUS, circle

FEW, MANY = 8, 64  # sizes of the two cases that are counted

# Where the time of a step goes --------------------------------------------------------------------

CALL, NUMBER = 500, 1  # nanoseconds that the statement takes for a call, and for a number


def microseconds(calls, numbers):
    """Return the time of so many calls that compute so many numbers."""
    return (calls * CALL + numbers * NUMBER) / 1000


def where_time_goes(*, calls=6, numbers=30, again=1, **mistake):
    """Return every number of the exercise.

    `calls` for a layer and `numbers` for each example make mistakes, and so does `again`, how often
    the calls are paid for a thousand examples.
    """
    one, loop = microseconds(calls, numbers), 1000 * microseconds(calls, numbers)
    thousand = microseconds(again * calls, 1000 * numbers)
    return {
        "calls": calls,
        "one": one,
        "loop": loop,
        "thousand": thousand,
        "times_faster": loop / thousand,
        "balance": calls * CALL / (numbers * NUMBER),
        "never_more_than": one / microseconds(0, numbers),
    } | mistake


COUNT_CALLS = Exercise(
    id="speed.count-calls",
    kind="compute",
    points=2,
    parts=tuple(where_time_goes()),
    right=where_time_goes(),
    rtol=5e-4,
    wrongs=(
        Wrong(
            "no-minus",
            "The minus sign is a call as well: it goes through all numbers of its array and makes "
            "a new one.",
            where_time_goes(calls=5, numbers=27),
        ),
        Wrong(
            "exp-alone",
            "You count what has a name, the product and `exp`. Each `+`, `-` and `/` between "
            "arrays is a call too.",
            where_time_goes(calls=2, numbers=18),
        ),
        Wrong(
            "product-by-results",
            "The product is charged by the numbers that come out of it. Each of them takes as "
            "many multiplications as there are inputs.",
            where_time_goes(numbers=18),
        ),
        Wrong(
            "calls-for-each",
            "Your `thousand` pays for the calls of every example. With the examples as columns of "
            "one array there are as many calls as for one.",
            where_time_goes(again=1000),
        ),
        Wrong(
            "calls-alone",
            "Your times hold the calls and not the numbers in them. Those of one example are few; "
            "a thousand examples have a thousand times as many.",
            where_time_goes(one=3.0, loop=3000.0, thousand=3.0, times_faster=1000.0),
        ),
        Wrong(
            "nanoseconds",
            "Your times are in nanoseconds. Microseconds are asked for.",
            where_time_goes(one=3030.0, loop=3_030_000.0, thousand=33_000.0),
        ),
        Wrong(
            "upside-down",
            "Your `times_faster` is below 1. How many times as long does the loop take?",
            where_time_goes(times_faster=33 / 3030),
        ),
        Wrong(
            "one-call-in-balance",
            "Your `balance` sets the numbers of the whole layer against one call.",
            where_time_goes(balance=500 / 30),
        ),
        Wrong(
            "limit-of-calls",
            "For `never_more_than` you compare the calls with the numbers. The loop pays for both, "
            "in every example.",
            where_time_goes(never_more_than=100.0),
        ),
    ),
    hints=(
        "Read the line from the inside to the outside, as Python does. How many arrays come into "
        "being until `a` is there?",
        "Every operation between arrays is a call and makes an array of $3 \\times N$ numbers. "
        "The product alone costs more: each of its numbers is a sum of five products.",
        "Six calls: `@`, `+`, the minus, `exp`, `1 +` and `1 /`. So $6 \\cdot 500 + (15 + 5 "
        "\\cdot 3) N$ nanoseconds for $N$ columns. The loop pays this for $N = 1$, a thousand "
        "times. For many examples only what is in front of $N$ counts.",
    ),
    why="With one column, 99 of 100 nanoseconds go into calling NumPy and one into the network. "
    "Columns share the calls: ten examples cost hardly more than one, and at the balance a hundred "
    "cost twice as much as one. Far beyond it the arithmetic is all that counts, and more columns "
    "save nothing more.",
)

# A layer for all examples -------------------------------------------------------------------------

LAYERS = {  # H, D, N
    "three units, two inputs, five examples": (3, 2, 5),
    "one example": (3, 2, 1),
    "as many examples as units": (3, 2, 3),
}


def sized(draw):
    """Return the two cases that are counted, made by draw(size)."""
    return [Case(f"size {size}", draw(size), size=size) for size in (FEW, MANY)]


def layer_cases(rng):
    """Return weights, biases and inputs."""

    def drawn(H, D, N):
        return rng.normal(size=(H, D)), rng.normal(size=H), rng.normal(size=(D, N))

    named = [Case(name, drawn(*sizes)) for name, sizes in LAYERS.items()]
    return [*named, *sized(lambda N: drawn(3, 2, N))]


def layer(W, b, x):
    """Compute the outputs of a layer, summing with einsum."""
    return sigmoid(np.einsum("hd,dn->hn", W, x) + b[:, None])


def layer_one_by_one(W, b, x):
    """Go through the examples."""
    a = np.empty((len(W), x.shape[1]))
    for n in range(x.shape[1]):
        a[:, n] = sigmoid(W @ x[:, n] + b)
    return a


LAYER = Exercise(
    id="speed.layer",
    kind="implement",
    points=2,
    cases=layer_cases,
    right=layer,
    pace=Pace("example"),
    wrongs=(
        Wrong(
            "slow",
            "Somewhere the examples still come one at a time. `W @ x` multiplies W by every column "
            "of x in one call, and the rest of the formula takes whole arrays as well.",
            layer_one_by_one,
        ),
        Wrong(
            "bias-across",
            "b is added along the wrong axis. NumPy lines the last axes up, and the last axis of "
            "`W @ x` is that of the examples: make b a column.",
            lambda W, b, x: sigmoid(W @ x + b),
        ),
        Wrong(
            "no-bias",
            "The biases are not in it.",
            lambda W, b, x: layer(W, 0 * b, x),
        ),
        Wrong(
            "no-sigmoid",
            "These are the weighted sums z. The sigmoid is still to come.",
            lambda W, b, x: W @ x + b[:, None],
        ),
        Wrong(
            "rows",
            "You return an example in each row. Columns came in, and columns are asked for.",
            lambda W, b, x: layer(W, b, x).T,
        ),
        Wrong(
            "one-bias",
            "All units have the same bias in yours, the sum of all. Each has its own.",
            lambda W, b, x: layer(W, np.full_like(b, b.sum()), x),
        ),
    ),
    hints=(
        "Look at the innermost loop: a sum of products. Which operation of NumPy is that, and what "
        "does it do if you hand it a matrix in place of a column?",
        "`W @ x` has the shape $(H, N)$: column $n$ is $W x_n$. The bias is to be the same in "
        "every column, so it needs the shape $(H, 1)$.",
        "$\\sigma(W x + b)$ with `b[:, None]` in place of `b`: three loops become one line.",
    ),
    why="The three loops have not gone away. They run in the compiled code behind `@`, at about a "
    "nanosecond a turn, and Python has only to say once what is to be done.",
)

# A sum of outer products --------------------------------------------------------------------------


def outer_cases(rng):
    """Return errors and inputs of a layer."""

    def drawn(H, D, N):
        return rng.normal(size=(H, N)), rng.normal(size=(D, N))

    named = [Case(name, drawn(*sizes)) for name, sizes in LAYERS.items()]
    square = Case("all sizes alike", drawn(3, 3, 3))
    return [*named, square, *sized(lambda N: drawn(3, 2, N))]


def with_ones(a):
    """Put a row of ones on top."""
    return np.vstack([np.ones(a.shape[1]), a])


def block(delta, a):
    """Sum over the examples, with einsum."""
    return np.einsum("hn,dn->hd", delta, with_ones(a))


def block_one_by_one(delta, a):
    """Add up outer products."""
    total = np.zeros((len(delta), 1 + len(a)))
    for n in range(delta.shape[1]):
        total[:, 0] += delta[:, n]
        total[:, 1:] += np.outer(delta[:, n], a[:, n])
    return total


OUTER_PRODUCTS = Exercise(
    id="speed.outer-products",
    kind="derive",
    points=2,
    cases=outer_cases,
    right=block,
    pace=Pace("example"),
    wrongs=(
        Wrong(
            "slow",
            "The outer products are still made one after the other. Row i and column j of their "
            "sum is Σ δ_i a_j over the examples: a row of one matrix times a row of another.",
            block_one_by_one,
        ),
        Wrong(
            "sums-multiplied",
            "You add up the errors, add up the inputs, and then multiply. So the error of each "
            "example meets the inputs of all others: Σ δ aᵀ is not (Σ δ)(Σ a)ᵀ.",
            lambda delta, a: np.outer(delta.sum(axis=1), with_ones(a).sum(axis=1)),
        ),
        Wrong(
            "no-biases",
            "The column of the biases is missing. What is the input of a bias?",
            lambda delta, a: delta @ a.T,
        ),
        Wrong(
            "biases-last",
            "The biases' column stands last. It belongs in front, as in [b | W].",
            lambda delta, a: np.roll(block(delta, a), -1, axis=1),
        ),
        Wrong(
            "turned",
            "Your block lies on its side: a row for each unit, as W has.",
            lambda delta, a: block(delta, a).T,
        ),
        Wrong(
            "mean",
            "You divide by the number of examples. δ holds that factor already.",
            lambda delta, a: block(delta, a) / delta.shape[1],
        ),
        Wrong(
            "ones-for-all",
            "Every column of your block is that of the biases: the inputs have got lost.",
            lambda delta, a: block(delta, np.ones_like(a)),
        ),
    ),
    hints=(
        "Write one entry of the sum with indices, $\\sum_n \\delta_{in} a_{jn}$. The index that is "
        "summed over is the second of both. In a product of matrices, where does it stand?",
        "$\\Delta A^{\\mathsf T}$ sums over the second index of both, so it is the whole sum of "
        "outer products. And the biases are the weights of an input that is always 1.",
        "Put a row of ones on top of `a`, with `np.vstack`, and multiply: `delta @ ones_and_a.T` "
        "has the biases' gradient in column 0 and $\\partial C / \\partial W$ beside it.",
    ),
    why="$\\sum_n \\delta_n a_n^{\\mathsf T} = \\Delta A^{\\mathsf T}$: the sum over examples is "
    "the inner index of a product. The row of ones turns the sum of the errors into the first "
    "column of the same product, and one call gives the gradient of the whole layer. It is the "
    "line with which `nnlib` does it.",
)

# Sums over time -----------------------------------------------------------------------------------

SEQUENCES = {  # N, T, D, H
    "several of everything": (5, 4, 2, 3),
    "one sequence": (1, 4, 2, 3),
    "one step": (5, 1, 2, 3),
    "all sizes alike": (3, 3, 3, 3),
}


def time_cases(rng):
    """Return inputs, states and errors, time first."""

    def drawn(N, T, D, H):
        shapes = (T, D, N), (T + 1, H, N), (T, H, N)
        x, h, delta = (rng.normal(size=shape) for shape in shapes)
        h[0] = 0.0
        return x, h, delta

    named = [Case(name, drawn(*sizes)) for name, sizes in SEQUENCES.items()]
    return [*named, *sized(lambda T: drawn(5, T, 2, 3))]


def time_sums(x, h, delta):
    """Sum over steps and sequences, with einsum."""
    return fed(x, h[:-1], delta)


def fed(x, h, delta):
    """Return the three gradients for errors that met these inputs and states."""
    return (
        np.einsum("tin,tjn->ij", delta, x),
        np.einsum("tin,tjn->ij", delta, h),
        delta.sum(axis=(0, 2)),
    )


def step_by_step(x, h, delta):
    """Add up over the steps."""
    dW_xh, dW_hh, db_h = 0.0, 0.0, 0.0
    for t in range(len(x)):
        dW_xh = dW_xh + delta[t] @ x[t].T
        dW_hh = dW_hh + delta[t] @ h[t].T
        db_h = db_h + delta[t].sum(axis=1)
    return dW_xh, dW_hh, db_h


def scrambled(x, h, delta):
    """Reshape (T, H, N) to (H, T·N) without moving the axes first."""
    x, h, delta = (a.reshape(a.shape[1], -1) for a in (x, h[:-1], delta))
    return delta @ x.T, delta @ h.T, delta.sum(axis=1)


SUMS_OVER_TIME = Exercise(
    id="speed.sums-over-time",
    kind="derive",
    points=3,
    parts=("dW_xh", "dW_hh", "db_h"),
    cases=time_cases,
    right=time_sums,
    pace=Pace("step"),
    wrongs=(
        Wrong(
            "slow",
            "The sums still go through the steps one at a time. Once all δ_t are known, nothing in "
            "the sums waits for anything: a step is one more column. `transpose` and `reshape` put "
            "the columns side by side at once; `hstack` of a list goes through the list.",
            step_by_step,
        ),
        Wrong(
            "scrambled",
            "The right numbers are multiplied with the wrong ones. `reshape` reads an array from "
            "front to back and moves nothing, so time first and rows of (H, T N) do not fit: bring "
            "the axis of the units to the front before you reshape.",
            scrambled,
        ),
        Wrong(
            "h-t",
            "In `dW_hh` stands h_t where h_{t−1} belongs. Of the T + 1 slots of `h`, T take part.",
            lambda x, h, delta: fed(x, h[1:], delta),
        ),
        Wrong(
            "sums-multiplied",
            "You add up over time first and multiply then, so the error of each step meets the "
            "inputs of all others.",
            lambda x, h, delta: fed(
                x.sum(axis=0)[None], h[:-1].sum(axis=0)[None], delta.sum(axis=0)[None]
            ),
        ),
        Wrong(
            "mean-over-steps",
            "You take the mean over the steps. δ holds every factor already; the shares add up.",
            lambda x, h, delta: tuple(g / len(x) for g in time_sums(x, h, delta)),
        ),
        Wrong(
            "bias-for-each-sequence",
            "Your `db_h` has a number for each sequence. One bias serves all of them.",
            lambda x, h, delta: (*time_sums(x, h, delta)[:2], delta.sum(axis=0)),
        ),
        Wrong(
            "last-sequence",
            "Your gradients hold the share of one sequence alone.",
            lambda x, h, delta: time_sums(x[:, :, -1:], h[:, :, -1:], delta[:, :, -1:]),
        ),
    ),
    hints=(
        "The loop over time that computes $\\delta_t$ cannot be avoided, since $\\delta_t$ waits "
        "for $\\delta_{t+1}$. What do these sums wait for?",
        "$\\sum_t \\delta_t x_t^{\\mathsf T}$ is a sum over steps of a sum over sequences. Put the "
        "$T N$ columns side by side, and it is one product. Mind which axis comes first.",
        "`delta.transpose(1, 0, 2).reshape(H, -1)` has a row for each unit and a column for each "
        "step and sequence; do the same with `x` and with `h[:-1]`. Or let `@` multiply T matrices "
        "at once and sum: `(delta @ x.transpose(0, 2, 1)).sum(axis=0)`.",
    ),
    why="Of backpropagation through time only the recurrence is bound to the order of the steps. "
    "The gradients are sums over steps and sequences alike, and a sum does not mind its order: "
    "$T N$ columns, one product for each weight matrix, or one for all, as in `nnlib`.",
)

# View or copy? ------------------------------------------------------------------------------------


def views():
    """Measure which of the expressions of the statement look at theta's own numbers."""
    theta = np.arange(9.0)
    W = theta[:6].reshape(2, 3)
    made = {
        "every_second": theta[::2],
        "picked": theta[[0, 2, 4]],
        "where_large": theta[theta > 4],
        "turned": W.T,
        "column": W[:, 1],
        "in_a_row": W.reshape(6),
        "turned_in_a_row": W.T.reshape(6),
        "flattened": W.flatten(),
    }
    return {k: "view" if np.shares_memory(theta, a) else "copy" for k, a in made.items()}


def view_or_copy(**mistake):
    """Return every word of the exercise and the number of views, some of them replaced."""
    words = views()
    n_views = list(words.values()).count("view")
    return {"guess_views": n_views} | words | {"views": n_views} | mistake


def is_miscounted(seen):
    """Tell whether all words are right, and their number is not."""
    ((_, parts),) = seen
    return all(parts[name] == word for name, word in views().items())


VIEW_OR_COPY = Exercise(
    id="speed.view-or-copy",
    kind="predict",
    points=2,
    parts=tuple(view_or_copy()),
    predictions={"guess_views": "views"},
    right=view_or_copy(),
    wrongs=(
        Wrong(
            "reshape-is-a-view",
            "Your `turned_in_a_row` is a view. A view reads the memory with fixed strides, and the "
            "numbers of W.T, row after row, jump to and fro in it.",
            view_or_copy(turned_in_a_row="view"),
        ),
        Wrong(
            "reshape-is-a-copy",
            "Your `in_a_row` is a copy. The numbers of W stand in this very order in the memory "
            "already.",
            view_or_copy(in_a_row="copy"),
        ),
        Wrong(
            "flatten-is-reshape",
            "Your `flattened` is a view. `flatten` is there to make a copy, always; `reshape` "
            "makes one only where it has to.",
            view_or_copy(flattened="view"),
        ),
        Wrong(
            "a-list-is-a-slice",
            "Your `picked` is a view. That would hold of the slice `theta[0:5:2]`; the numbers of "
            "a list may jump as they like.",
            view_or_copy(picked="view"),
        ),
        Wrong(
            "a-mask-is-a-slice",
            "Your `where_large` is a view. Which numbers a mask picks is not known before one "
            "looks at them.",
            view_or_copy(where_large="view"),
        ),
        Wrong(
            "transpose-copies",
            "Your `turned` is a copy. A transpose moves no number: it exchanges the strides.",
            view_or_copy(turned="copy"),
        ),
        Wrong(
            "strides-copy",
            "Your `every_second` is a copy. It reads every second number where it stands.",
            view_or_copy(every_second="copy"),
        ),
        Wrong(
            "columns-copy",
            "Your `column` is a copy. It reads every third number where it stands.",
            view_or_copy(column="copy"),
        ),
        Wrong(
            "miscounted",
            "The words are right. Count the views among them once more.",
            view_or_copy(views=8),
            when=is_miscounted,
        ),
    ),
    hints=(
        "A view stores no numbers. It knows where to begin, how far to jump from one number to "
        "the next along each axis, and how many there are.",
        "Ask of each expression: can its numbers be read with one fixed jump for each axis, "
        "without looking at them? `np.shares_memory(theta, a)` tells whether you are right.",
        "Slices and transposes are views. A list of places and a mask are not. `reshape` gives a "
        "view where it can and a copy where it must, without a word; `flatten` always copies.",
    ),
    why="Slices, transposes and most reshapes only look at the numbers of `theta`, and so "
    "`theta -= eta * grad` moves all weights of a network at once. The silent copy is the trap: "
    "what you write into `W.T.reshape(6)` reaches nobody.",
)

# An update that is lost ---------------------------------------------------------------------------


def update_cases(rng):
    """Return weights, data, a learning rate and a number of steps."""

    def drawn(H, D, N, steps):
        theta, x = rng.normal(size=H * (1 + D)), rng.normal(size=(D, N))
        return theta, x, rng.integers(0, 2, (H, N)).astype(float), 2.0, steps

    named = [Case(name, drawn(*sizes, 4)) for name, sizes in LAYERS.items()]
    return [*named, Case("one step", drawn(3, 2, 5, 1)), *sized(lambda N: drawn(2, 2, N, 3))]


def descended(theta, x, y, eta, steps, *, lost=False, shared=False, late=False):
    """Go down; the updates may be lost to W, the outputs share one room, or come a step late."""
    theta, ones_and_x, outputs = theta.copy(), with_ones(x), []
    W = theta.reshape(len(y), -1)
    for _ in range(steps):
        a = sigmoid(np.einsum("hd,dn->hn", W, ones_and_x))
        delta = 2 / y.size * (a - y) * a * (1 - a)
        grad = np.einsum("hn,dn->hd", delta, ones_and_x).ravel()
        theta = theta - eta * grad
        W = W if lost else theta.reshape(W.shape)
        outputs.append(sigmoid(W @ ones_and_x) if late else a)
    return theta, np.array(outputs[-1:] * steps if shared else outputs)


def in_place(theta, *others):
    """Update what the caller gave."""
    theta[...], outputs = descended(theta, *others)
    return theta, outputs


def descended_one_by_one(theta, x, y, eta, steps):
    """Do all of it example by example."""
    outputs = []
    for _ in range(steps):
        W, a = theta.reshape(len(y), -1), np.empty_like(y)
        grad = np.zeros_like(W)
        for n in range(x.shape[1]):
            one_and_x = np.append(1.0, x[:, n])
            a[:, n] = sigmoid(W @ one_and_x)
            delta = 2 / y.size * (a[:, n] - y[:, n]) * a[:, n] * (1 - a[:, n])
            grad += np.outer(delta, one_and_x)
        theta = theta - eta * grad.ravel()
        outputs.append(a)
    return theta, np.array(outputs)


LOST_UPDATE = Exercise(
    id="speed.lost-update",
    kind="find the bug",
    points=3,
    parts=("theta", "outputs"),
    cases=update_cases,
    right=descended,
    pace=Pace("example"),
    wrongs=(
        Wrong(
            "slow",
            "That is the slow version again, example by example. The fast one is two small changes "
            "away from being right.",
            descended_one_by_one,
        ),
        Wrong(
            "update-lost",
            "All steps give the same outputs: W never hears of an update. After which line do "
            "`theta` and `W` no longer share their numbers?",
            lambda *args: descended(*args, lost=True),
        ),
        Wrong(
            "room-shared",
            "The training is right now, and the outputs that you keep are all those of the last "
            "step: the list holds one array many times over, and each step writes into it.",
            lambda *args: descended(*args, shared=True),
        ),
        Wrong(
            "callers-theta",
            "The numbers are right. But now the update goes into the array that the caller handed "
            "over, and it has changed under the caller's hands. Make a copy of it, once, and mind "
            "that W has to be a view of the copy.",
            in_place,
        ),
        Wrong(
            "outputs-after",
            "Your outputs are those after each update. Those before it are asked for, from which "
            "δ was made.",
            lambda *args: descended(*args, late=True),
        ),
    ),
    hints=(
        "Print `np.shares_memory(theta, W)` before the loop and at the end of its first turn. "
        "Then print `outputs[0] is outputs[1]`.",
        "`theta = theta - …` makes a new array and gives it the old name. `W` still looks at the "
        "old one. And a room that is used again is the same array at each step: what is to be kept "
        "needs a copy.",
        "Before `W` is made: `theta = theta.copy()`, for the caller's sake. In the loop `theta -= "
        "…`, into the same numbers, and `outputs.append(a.copy())`.",
    ),
    why="What makes views and rooms fast, that several names share one memory, is what makes them "
    "dangerous. `theta = theta - step` is harmless in slow code and fatal here, and nothing "
    "complains: the loss of the first step is right. So the library checks its fast path against "
    "a slow one, number by number.",
)

# Many networks at once ----------------------------------------------------------------------------

ENSEMBLES = {  # K, D, H, C, N
    "four networks": (4, 2, 3, 2, 5),
    "one network": (1, 2, 3, 2, 5),
    "one example": (4, 2, 3, 2, 1),
    "as many networks as examples": (5, 2, 3, 1, 5),
    "all sizes alike": (3, 3, 3, 3, 3),
}


def network_cases(rng):
    """Return the weights of K networks and inputs that all of them get."""

    def drawn(K, D, H, C, N):
        shapes = (H, D, K), (H, K), (C, H, K), (C, K), (D, N)
        return tuple(rng.normal(size=shape) for shape in shapes)

    named = [Case(name, drawn(*sizes)) for name, sizes in ENSEMBLES.items()]
    return [*named, *sized(lambda K: drawn(K, 2, 3, 2, 5))]


def networks(W1, b1, W2, b2, x, *, second="chk,hnk->cnk"):
    """Compute the outputs of all networks, with einsum."""
    a1 = sigmoid(np.einsum("hdk,dn->hnk", W1, x) + b1[:, None])
    return sigmoid(np.einsum(second, W2, a1) + b2[:, None])


def one_network_after_another(W1, b1, W2, b2, x):
    """Go through the networks."""
    outputs = np.empty((len(W2), x.shape[1], W1.shape[2]))
    for k in range(W1.shape[2]):
        a1 = sigmoid(W1[:, :, k] @ x + b1[:, [k]])
        outputs[:, :, k] = sigmoid(W2[:, :, k] @ a1 + b2[:, [k]])
    return outputs


def straight_hidden_units(W1, b1, W2, b2, x):
    """Leave the sigmoid of the hidden units out."""
    z1 = np.einsum("hdk,dn->hnk", W1, x) + b1[:, None]
    return sigmoid(np.einsum("chk,hnk->cnk", W2, z1) + b2[:, None])


def straight_outputs(W1, b1, W2, b2, x):
    """Leave the sigmoid of the outputs out."""
    a = networks(W1, b1, W2, b2, x)
    return np.log(a / (1 - a))


NETWORKS = Exercise(
    id="speed.networks",
    kind="implement",
    points=3,
    cases=network_cases,
    right=networks,
    pace=Pace("network"),
    wrongs=(
        Wrong(
            "slow",
            "The networks still come one after another. Let every array keep its axis of networks, "
            "and sum over the axes that a product sums over: `np.einsum`, or `sum` along an axis.",
            one_network_after_another,
        ),
        Wrong(
            "networks-mixed",
            "The hidden units of one network feed the outputs of all. In the second product the "
            "networks are not summed over: network k multiplies with network k.",
            lambda *args: networks(*args, second="chj,hnk->cnk"),
        ),
        Wrong(
            "first-network",
            "All your networks say what the first one says.",
            lambda *args: networks(*(w[..., :1] + 0 * w for w in args[:4]), args[4]),
        ),
        Wrong(
            "networks-first",
            "Your networks lie along the first axis. The last one is asked for: (C, N, K).",
            lambda *args: np.moveaxis(networks(*args), -1, 0),
        ),
        Wrong(
            "bias-across",
            "The biases are added along the wrong axis. b1 has an axis of units and one of "
            "networks, and between the two the examples need a place: `b1[:, None]`.",
            lambda W1, b1, W2, b2, x: sigmoid(
                np.einsum(
                    "chk,hnk->cnk", W2, sigmoid(np.einsum("hdk,dn->hnk", W1, x) + b1[:, :, None])
                )
                + b2[:, :, None]
            ),
        ),
        Wrong(
            "no-biases",
            "The biases are in neither layer.",
            lambda W1, b1, W2, b2, x: networks(W1, 0 * b1, W2, 0 * b2, x),
        ),
        Wrong(
            "no-hidden-sigmoid",
            "The hidden units hand on weighted sums. The first layer has sigmoids as well.",
            straight_hidden_units,
        ),
        Wrong(
            "no-last-sigmoid",
            "The outputs are weighted sums. The second layer has sigmoids as well.",
            straight_outputs,
        ),
    ),
    hints=(
        "Write the slow version's formula with all its indices: $z_{h n k} = \\sum_d W_{h d k} \\, "
        "x_{d n} + b_{h k}$. Which index is summed over, and which go along?",
        "`np.einsum` takes the indices as you wrote them. In the second layer the index $k$ "
        "stands in both factors *and* in the result: it goes along, and nothing is summed over it.",
        "`np.einsum('hdk,dn->hnk', W1, x)`, then the bias as `b1[:, None]`, of shape $(H, 1, K)$. "
        "In the second layer `'chk,hnk->cnk'`.",
    ),
    why="The calls that one network needs now serve all $K$, and along the last axis the numbers "
    "lie side by side in memory, where NumPy is fastest. `train_ensemble` trains so, with products "
    "and sums in place of `einsum`, which take less time. With a loop over networks the calls are "
    "paid $K$ times.",
)

# A project: the circle, in few lines a step -------------------------------------------------------

BATCH = 10
LINES = 60  # of Python, that a step may run


def circle_cases(rng):
    """Return data to learn from, new points, epochs and a generator."""

    def task(n, epochs, m=400):
        X, Y = circle(n, rng=rng)
        X_new = circle(m, rng=rng)[0]
        return X, Y[:, 1:], X_new, epochs, np.random.default_rng(rng.integers(2**32))

    counted = sized(lambda steps: task(40, steps * BATCH // 40))
    return [Case("three hundred points", task(300, 200)), *counted]


def inside(case):
    """Return the right answers to the new points."""
    return (case.args[2] ** 2).sum(axis=1) < RADIUS**2


def is_long(case):
    """Tell whether there is time enough to learn."""
    return case.size is None


def share_right(case, parts):
    """Return the share of new points on the right side of one half."""
    p = parts["p"]
    return np.mean((p > 0.5) == inside(case)) if p.shape == inside(case).shape else 0.0


def circle_known(X, Y, X_new, epochs, rng):
    """Say what is inside; no network, so that nothing is given away."""
    return ((X_new**2).sum(axis=1) < RADIUS**2).astype(float)


def circle_example_by_example(X, Y, X_new, epochs, rng):
    """Run as many lines as a loop over the examples of each batch does."""
    total = 0.0
    for _ in range(epochs):
        for x in X:
            total += x[0]
            total -= x[1]
            total *= 0.5
            total += 1.0
            total -= 2.0
            total *= 0.5
    return circle_known(X, Y, X_new, epochs, rng)


def said(seen):
    """Return (case, p) of the long task if its p are of the right shape, else []."""
    found = [(case, parts["p"]) for case, parts in seen if is_long(case)]
    fine = all(isinstance(p, np.ndarray) and p.shape == inside(c).shape for c, p in found)
    return found if fine else []


CIRCLE = Exercise(
    id="speed.circle",
    kind="project",
    points=5,
    parts=("p",),
    cases=circle_cases,
    right=circle_known,
    seconds=30.0,
    pace=Pace("step", LINES),
    requires={
        "one probability for each new point, in shape (M,)": lambda case, parts: (
            parts["p"].shape == (len(case.args[2]),)
            and bool(np.all((parts["p"] >= 0) & (parts["p"] <= 1)))
        ),
        "nine in ten of the new points on the right side of one half": (
            lambda case, parts: not is_long(case) or share_right(case, parts) >= 0.9
        ),
    },
    wrongs=(
        Wrong(
            "slow",
            "A step should compute its ten examples in one go, as columns. And mind what repeats "
            "itself at each step without need: `loss_and_grad` checks and transposes its data "
            "whenever it is called, `nnlib.train` does it once for all steps.",
            circle_example_by_example,
        ),
        Wrong(
            "stuck",
            "You say nearly the same of every point. Does your loop change the weights that the "
            "forward pass reads, and is each of them random at the start?",
            lambda X, Y, X_new, epochs, rng: np.full(len(X_new), 0.5),
            when=lambda seen: bool(said(seen)) and all(np.ptp(p) < 0.1 for _, p in said(seen)),
        ),
        Wrong(
            "inverted",
            "Your probabilities are those of being outside.",
            lambda X, Y, X_new, epochs, rng: 1 - circle_known(X, Y, X_new, epochs, rng),
            when=lambda seen: (
                bool(said(seen))
                and all(
                    np.ptp(p) >= 0.1 and np.mean((p > 0.5) == inside(c)) < 0.3
                    for c, p in said(seen)
                )
            ),
        ),
        Wrong(
            "no-circle",
            "Your border is no circle. A straight line or two have too few hidden units behind "
            "them, or too little time; a border that changes from run to run has weights that stay "
            "as they were drawn.",
            lambda X, Y, X_new, epochs, rng: 0.3 + 0.4 * (X_new[:, 0] > 0),
            when=lambda seen: (
                bool(said(seen))
                and all(
                    np.ptp(p) >= 0.1 and 0.3 <= np.mean((p > 0.5) == inside(c)) < 0.85
                    for c, p in said(seen)
                )
            ),
        ),
        Wrong(
            "column",
            "As many probabilities as there are points, but not as a flat array of shape (M,).",
            lambda X, Y, X_new, epochs, rng: circle_known(X, Y, X_new, epochs, rng)[:, None],
            when=lambda seen: all(
                np.size(parts["p"]) == len(c.args[2]) and np.ndim(parts["p"]) == 2
                for c, parts in seen
            ),
        ),
    ),
    hints=(
        "First make it learn, as in the exercises of *Two layers*, and let `check` count. Then "
        "look for what runs at every step and need not.",
        "`nnlib.train` with `batch_size` stays below the limit. In a loop of your own, shuffle "
        "once an epoch, put a row of ones on top of the inputs once and for all, and keep weights "
        "and gradients as views of two flat arrays: then a step has one update.",
        "Eight or more hidden units with `tanh`, a sigmoid output with the cross-entropy, $\\eta$ "
        "about 0.3. A step is: cut ten columns, `tanh(W1 @ x)`, sigmoid of `W2 @ a`, the output's "
        "error $(a - y)/10$, a product for its gradient, the error one layer down, a product for "
        "that gradient, and `theta -= eta * grad`.",
    ),
    why="A line counts alike everywhere, where a clock would have judged your machine. But lines "
    "differ in what they ask for: the price of a step is the number of its calls, and a line makes "
    "one or several. What is left to gain lies with larger batches, with more networks at once, or "
    "with a compiler.",
)

EXERCISES = (
    COUNT_CALLS,
    LAYER,
    OUTER_PRODUCTS,
    SUMS_OVER_TIME,
    VIEW_OR_COPY,
    LOST_UPDATE,
    NETWORKS,
    CIRCLE,
)
