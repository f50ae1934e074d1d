"""The networks once more, number by number: plain floats and loops, no NumPy, no matrices.

Slow and obvious on purpose: nnlib is compared with it, so the two share no line and no idea. It
reads θ by position, differentiates nothing, and leaves derivatives to `five_point`.

`nudge=((place), eps)` adds eps to one weighted input z, so that ∂C/∂z can be measured as well.
"""

import math
from itertools import pairwise, product

import numpy as np

import nnlib

ACTIVATIONS = ("sigmoid", "tanh", "relu", "identity")
SQUARED = ("mse", "half_squared_error")
# Every loss with every output it allows.
HEADS = [
    *product(ACTIVATIONS, SQUARED),
    ("sigmoid", "cross_entropy"),
    ("softmax", "cross_entropy"),
]
COMBINATIONS = [(activation, *head) for activation in ACTIVATIONS for head in HEADS]

FUNCTIONS = {
    "sigmoid": lambda z: 1.0 / (1.0 + math.exp(-z)),
    "tanh": math.tanh,
    "relu": lambda z: z if z > 0.0 else 0.0,
    "identity": lambda z: z,
}
SLOPES = {
    "sigmoid": lambda z: math.exp(-z) / (1.0 + math.exp(-z)) ** 2,
    "tanh": lambda z: 1.0 / math.cosh(z) ** 2,
    "relu": lambda z: 1.0 if z > 0.0 else 0.0,
    "identity": lambda _: 1.0,
}


def activate(name, z):
    """Activation of a list of weighted inputs, the units of one layer for one example."""
    if name != "softmax":
        return [FUNCTIONS[name](value) for value in z]
    total = sum(math.exp(value) for value in z)
    return [math.exp(value) / total for value in z]


def cost(loss, output, columns):
    """Average loss of a list of (outputs, targets), one pair of lists a column."""
    n_outputs = len(columns[0][0])
    total = 0.0
    for a, y in columns:
        for a_k, y_k in zip(a, y, strict=True):
            if loss == "mse":
                total += (a_k - y_k) ** 2 / n_outputs
            elif loss == "half_squared_error":
                total += 0.5 * (a_k - y_k) ** 2
            elif output == "sigmoid":
                total -= y_k * math.log(a_k) + (1.0 - y_k) * math.log(1.0 - a_k)
            else:
                total -= y_k * math.log(a_k)
    return total / len(columns)


class Reader:
    """Hands out θ entry by entry."""

    def __init__(self, theta):
        self.entries = iter(theta.tolist())

    def matrix(self, n_rows, n_columns):
        return [[next(self.entries) for _ in range(n_columns)] for _ in range(n_rows)]

    def biased(self, n_rows, n_columns, bias=True):
        """Rows of [b | W] as (W, b)."""
        block = self.matrix(n_rows, int(bias) + n_columns)
        return [row[int(bias) :] for row in block], [row[0] if bias else 0.0 for row in block]


def weighted(W, a, i):
    return sum(w * a_j for w, a_j in zip(W[i], a, strict=True))


def mlp(model, theta, X, nudge=None):
    """Every z and a: one pair of lists `(z, a)` an example, `z[l][i]`, `a[l][i]`, z[0] None."""
    sizes = list(pairwise(model.sizes))
    reader = Reader(theta)
    layers = [reader.biased(n_out, n_in, bool(model.b)) for n_in, n_out in sizes]
    place, eps = nudge or (None, 0.0)
    examples = []
    for n, x in enumerate(np.asarray(X).tolist()):
        z, a = [None], [x]
        for l, (W, b) in enumerate(layers, start=1):
            z.append([weighted(W, a[-1], i) + b[i] for i in range(len(W))])
            if place and place[0] == l and place[2] == n:
                z[l][place[1]] += eps
            a.append(activate(model.output if l == len(layers) else model.activation, z[l]))
        examples.append((z, a))
    return examples


def neuron(theta, X, nudge=None):
    """`(z, a)` of one sigmoid unit for each example; θ is the bias, then the weights."""
    b, *w = theta.tolist()
    place, eps = nudge or (None, 0.0)
    examples = []
    for n, x in enumerate(np.asarray(X).tolist()):
        z = weighted([w], x, 0) + b + (eps if place == (n,) else 0.0)
        examples.append((z, FUNCTIONS["sigmoid"](z)))
    return examples


def rnn(model, theta, X, nudge=None):
    """`(z_h, h, z_y, a)` for each example, each a list over time; h[0] is the initial state."""
    n_hidden = len(model.b_h)
    reader = Reader(theta)
    D = model.n_inputs
    block = reader.matrix(n_hidden, D + 1 + n_hidden)  # rows of [W_xh | b_h | W_hh]
    W_xh, b_h, W_hh = [r[:D] for r in block], [r[D] for r in block], [r[D + 1 :] for r in block]
    W_hy, b_y = reader.biased(model.n_outputs, n_hidden)
    place, eps = nudge or (None, 0.0)
    examples = []
    for n, sequence in enumerate(np.asarray(X).tolist()):
        z_h, h, z_y, a = [], [[0.0] * n_hidden], [], []
        for t, x in enumerate(sequence):
            z = [weighted(W_xh, x, i) + weighted(W_hh, h[-1], i) + b_h[i] for i in range(n_hidden)]
            if place and (place[0], place[1], place[3]) == ("hidden", t, n):
                z[place[2]] += eps
            z_h.append(z)
            h.append(activate(model.activation, z))
            z = [weighted(W_hy, h[-1], k) + b_y[k] for k in range(model.n_outputs)]
            if place and (place[0], place[1], place[3]) == ("output", t, n):
                z[place[2]] += eps
            z_y.append(z)
            a.append(activate(model.output, z))
        examples.append((z_h, h, z_y, a))
    return examples


def lstm(model, theta, X, nudge=None, state=None):
    """`(z, c, h, z_y, a)` for each example, each a list over time; z[t] has a list for each gate.

    The place of a nudge is ("gates", t, 0 … 3 for i f o g, unit, n), ("cell", t, unit, n) or
    ("output", t, unit, n); the first two counts of a nudge of c are those of the step that made it.
    `state` holds rows of h and of c to begin with.
    """
    H, D = model.n_hidden, model.n_inputs
    reader = Reader(theta)
    gates = [reader.matrix(H, D + 1 + H) for _ in range(4)]  # rows of [W_x | b | W_h]
    W_hy, b_y = reader.biased(model.n_outputs, H)
    place, eps = nudge or (None, 0.0)

    def at(*here):
        return eps if place == here else 0.0

    examples = []
    for n, sequence in enumerate(np.asarray(X).tolist()):
        z, z_y, a = [], [], []
        h = [state[0][n] if state else [0.0] * H]
        c = [state[1][n] if state else [0.0] * H]
        for t, x in enumerate(sequence):
            u = [*x, 1.0, *h[-1]]
            z.append(
                [
                    [weighted(W, u, i) + at("gates", t, k, i, n) for i in range(H)]
                    for k, W in enumerate(gates)
                ]
            )
            i, f, o = (activate("sigmoid", z_gate) for z_gate in z[-1][:3])
            g = activate("tanh", z[-1][3])
            kept = [f[j] * c[-1][j] + i[j] * g[j] + at("cell", t, j, n) for j in range(H)]
            c.append(kept)
            h.append([o[j] * math.tanh(kept[j]) for j in range(H)])
            z_y.append(
                [
                    weighted(W_hy, h[-1], k) + b_y[k] + at("output", t, k, n)
                    for k in range(model.n_outputs)
                ]
            )
            a.append(activate(model.output, z_y[-1]))
        examples.append((z, c, h, z_y, a))
    return examples


def loss(model, theta, X, Y, nudge=None):
    """C as a function of θ, and of a nudge of one z."""
    Y = np.asarray(Y).tolist()
    if isinstance(model, nnlib.Neuron):
        outputs = [[a] for _, a in neuron(theta, X, nudge)]
    elif isinstance(model, nnlib.MLP):
        outputs = [a[-1] for _, a in mlp(model, theta, X, nudge)]
    else:
        # A column is one example at one time step.
        run = lstm if isinstance(model, nnlib.LSTM) else rnn
        outputs = [step for *_, a in run(model, theta, X, nudge) for step in a]
        Y = [step for sequence in Y for step in sequence]
    return cost(model.loss, model.output, list(zip(outputs, Y, strict=True)))


def five_point(f, h):
    """f′(0) by central differences at two distances; its error is of order h⁴."""
    return (8.0 * (f(h) - f(-h)) - (f(2.0 * h) - f(-2.0 * h))) / (12.0 * h)


def step(model):
    """Return the h of `five_point`: a long one for little rounding, a short one near corners."""
    return 1e-4 if "relu" in (getattr(model, "activation", None), model.output) else 1e-3


def gradient(model, X, Y):
    """∂C/∂θ, measured."""

    def along(p):
        def f(distance):
            theta = model.theta.copy()
            theta[p] += distance
            return loss(model, theta, X, Y)

        return f

    return np.array([five_point(along(p), step(model)) for p in range(model.theta.size)])


def delta(model, X, Y, shape, layer):
    """∂C/∂z, measured, for an array of z; `layer + index` is the place of one of them."""

    def along(place):
        return lambda distance: loss(model, model.theta, X, Y, nudge=(place, distance))

    measured = np.empty(shape)
    for index in np.ndindex(shape):
        measured[index] = five_point(along((*layer, *index)), step(model))
    return measured


def difference(actual, measured):
    """Largest difference in units of the largest entry.

    Where every entry is tiny the unit is 1e-5: rounding of the loss puts 1e-12 into each measured.
    """
    return np.abs(actual - measured).max() / max(np.abs(measured).max(), 1e-5)


def corners(model, X):
    """Return the smallest |z| of a relu unit, where its slope jumps; infinity without relu."""
    z = []
    trace = model.forward(X)
    if isinstance(model, nnlib.MLP):
        z += [*trace.Z[1:-1]] if model.activation == "relu" else []
        z += [trace.Z[-1]] if model.output == "relu" else []
    elif not isinstance(model, nnlib.Neuron):
        z += [trace.Z_h] if getattr(model, "activation", None) == "relu" else []
        z += [trace.Z_y] if model.output == "relu" else []
    return min((np.abs(part).min() for part in z), default=np.inf)


def targets(model, shape, rng):
    """Return targets that suit the loss: any numbers, probabilities, or rows that sum to 1."""
    if model.loss != "cross_entropy":
        return rng.uniform(-1.0, 1.0, shape)
    Y = rng.uniform(0.0, 1.0, shape)
    return Y / Y.sum(axis=-1, keepdims=True) if model.output == "softmax" else Y


def filled(model, leading, rng):
    """Random θ (biases too), X and Y, with no relu unit near its corner; returns (X, Y)."""
    # Small weights keep the states of a recurrent network that squashes nothing from growing.
    bound = 0.6 if isinstance(model, (nnlib.RNN, nnlib.LSTM)) else 1.5
    for _ in range(20_000):
        model.theta = rng.uniform(-bound, bound, model.theta.shape)
        X = rng.uniform(-1.5, 1.5, (*leading, model.n_inputs))
        if corners(model, X) > 1e-2:
            return X, targets(model, (*leading, model.n_outputs), rng)
    raise RuntimeError(f"every draw put a relu unit near its corner: {model!r}")
