"""Cases, a right answer and known mistakes of gates.forget-bias."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong

from ..shared import BLOCKS


def bias_cases(rng):
    """Return numbers of units, and half-lives."""
    return [
        Case("three units, 20 steps", (3, 20)),
        Case("four units", (4, int(rng.integers(5, 12)))),
        Case("six units, a long half-life", (6, int(rng.integers(40, 90)))),
        Case("one step", (2, 1)),
    ]


def bias_of(f):
    """Return the bias of a gate that stands at f."""
    return np.log(f / (1 - f))


def with_bias(bias, rows=lambda H: slice(H, 2 * H), shape=lambda H: (4 * H, 1)):
    """Return biases of the four, all 0 but for some rows."""

    def answer(H, k):
        b = np.zeros(4 * H)
        b[rows(H)] = bias(k)
        return b.reshape(shape(H))

    return answer


def kept(k):
    """Return what is to be kept at each step."""
    return 0.5 ** (1 / k)


def right_bias(k):
    """Solve σ(b)^k = 1/2 by halving an interval."""
    low, high = -40.0, 40.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if sigmoid(np.float64(middle)) ** k < 0.5 else (low, middle)
    return low


def misplaced(name, message, rows):
    """Return a mistake: the right bias in other rows."""
    return Wrong(name, message, with_bias(right_bias, rows))


def mistaken(name, message, bias, when=None):
    """Return a mistake: another bias in the right rows."""
    return Wrong(name, message, with_bias(bias), when)


def bias_in_all(seen, bias):
    """Tell whether the forget gates have one bias in every case, to four digits."""
    rows = ((case.args[0], parts[""]) for case, parts in seen)
    return all(b.shape == (4 * H, 1) and np.allclose(b[H : 2 * H], bias, 1e-3) for H, b in rows)


EXERCISE = Exercise(
    kind="find the bug",
    points=2,
    cases=bias_cases,
    blocks=BLOCKS,
    right=with_bias(right_bias),
    wrongs=(
        Wrong(
            "both-left",
            "Both faults are still there. There are 4 H biases, H for each gate, and a bias is no "
            "gate.",
            with_bias(kept, lambda H: 1),
        ),
        misplaced(
            "place-left",
            "The value is right now, and it stands in one row, `b[1]`: that is the second unit's "
            "input gate. The forget gate has H rows.",
            lambda H: 1,
        ),
        mistaken(
            "value-left",
            "The rows are right now. But what you put there is the gate, and the bias is what σ "
            "makes the gate of.",
            kept,
        ),
        misplaced(
            "one-unit-only",
            "One unit's forget gate is open, and the others have the bias 0. Each has one of its "
            "own.",
            lambda H: H,
        ),
        misplaced(
            "input-gates",
            "These are the rows of the input gates. The forget gates come second.",
            lambda H: slice(0, H),
        ),
        misplaced(
            "output-gates",
            "These are the rows of the output gates. The forget gates come second.",
            lambda H: slice(2 * H, 3 * H),
        ),
        misplaced(
            "candidates",
            "These are the rows of the candidates. The forget gates come second.",
            lambda H: slice(3 * H, 4 * H),
        ),
        misplaced(
            "every-fourth",
            "Every fourth row was set. The rows of one gate lie together.",
            lambda H: slice(1, None, 4),
        ),
        misplaced(
            "all-rows",
            "All biases were set. Input gate, output gate and candidate are to start at 0.",
            lambda H: slice(None),
        ),
        misplaced(
            "all-gates",
            "All three gates were opened. Input and output gate are to start at 0.",
            lambda H: slice(0, 3 * H),
        ),
        misplaced(
            "first-two-blocks",
            "The input gates were opened, too: `b[: 2 * H]` has both.",
            lambda H: slice(0, 2 * H),
        ),
        misplaced(
            "to-the-end",
            "Output gates and candidates got the bias, too: where does `b[H:]` end?",
            lambda H: slice(H, None),
        ),
        misplaced(
            "one-row-short",
            "The last unit's forget gate has been left out: `b[H : 2 * H]` ends before row 2 H.",
            lambda H: slice(H, 2 * H - 1),
        ),
        misplaced(
            "one-row-late",
            "The rows begin one too late and end one too late: numpy counts from 0.",
            lambda H: slice(H + 1, 2 * H + 1),
        ),
        Wrong(
            "flat",
            "The biases lie in a row. Asked for is a column, (4 H, 1), so that it is added to each "
            "example.",
            with_bias(right_bias, shape=lambda H: (4 * H,)),
        ),
        Wrong(
            "in-a-table",
            "The biases stand in a table with a row for each of the four. Asked for is a column, "
            "(4 H, 1).",
            with_bias(right_bias, shape=lambda H: (4, H)),
        ),
        Wrong(
            "lying",
            "The column lies on its side: (4 H, 1) is asked for.",
            with_bias(right_bias, shape=lambda H: (1, 4 * H)),
        ),
        mistaken(
            "shut",
            "The sign is the other one: with this bias the gate is nearly shut. Was f taken for "
            "what is lost at a step? It is what is kept.",
            lambda k: -right_bias(k),
        ),
        mistaken(
            "through-sigma-once-more",
            "σ was applied to the gate. What is asked for is the way back: which number does σ "
            "make this gate of?",
            lambda k: sigmoid(kept(k)),
        ),
        mistaken(
            "logarithm-only",
            "That is ln f. σ is undone by ln f − ln (1 − f).",
            lambda k: np.log(kept(k)),
        ),
        mistaken(
            "exponential",
            "You have undone a logarithm. What is to be undone is σ.",
            lambda k: np.exp(kept(k)),
        ),
        mistaken(
            "by-tanh",
            "You have undone tanh. A gate is a σ.",
            lambda k: np.arctanh(kept(k)),
        ),
        mistaken(
            "odds",
            "That is f / (1 − f). The bias is its logarithm.",
            lambda k: kept(k) / (1 - kept(k)),
        ),
        mistaken(
            "slope",
            "That is the slope of σ, f (1 − f). What is asked for is the number that σ makes f of.",
            lambda k: kept(k) * (1 - kept(k)),
        ),
        mistaken(
            "half-at-each-step",
            "At each step half is lost: k has no share in your bias. f^k is to be one half.",
            lambda k: bias_of(0.5) + 0 * k,
        ),
        mistaken(
            "half-to-the-k",
            "You took 0.5 to the power k. It is f that is multiplied k times, so f is the k-th "
            "root of one half.",
            lambda k: bias_of(0.5**k),
        ),
        mistaken(
            "half-over-k",
            "One half was divided by k. It is f^k that is to be one half, so f is the k-th root.",
            lambda k: bias_of(0.5 / k),
        ),
        mistaken(
            "a-step-too-many",
            "`f` is that of a half-life of k + 1 steps. Half is left after k.",
            lambda k: bias_of(kept(k + 1)),
        ),
        mistaken(
            "a-step-too-few",
            "`f` is that of a half-life of k − 1 steps. Half is left after k.",
            lambda k: bias_of(kept(max(k - 1, 1))),
        ),
        mistaken(
            "divided-by-the-steps",
            "The bias was divided by k. The k-th root is in f already.",
            lambda k: bias_of(kept(k)) / k,
        ),
        mistaken(
            "sum-for-difference",
            "σ is undone by ln f − ln (1 − f). Here 1 + f stands in the place of 1 − f.",
            lambda k: np.log(kept(k) / (1 + kept(k))),
        ),
        mistaken(
            "above-one-half",
            "The middle of a gate was taken off. A gate is one half where its bias is 0, but it is "
            "no straight line from there.",
            lambda k: kept(k) - 0.5,
        ),
        mistaken(
            "one-half-life-for-all",
            "The bias is that of a half-life of 20 steps, whatever k is.",
            lambda k: round(float(bias_of(kept(20))), 4),
            lambda seen: bias_in_all(seen, bias_of(kept(20))),
        ),
        mistaken(
            "brackets-lost",
            "The logarithm of `f / 1 - f` is that of f − f: the brackets of 1 − f are missing.",
            lambda k: -np.inf,
        ),
        mistaken(
            "straight-line",
            "At each step 1/(2 k) was taken off, as along a straight line. The gate multiplies: "
            "f^k is to be one half.",
            lambda k: bias_of(1 - 1 / (2 * k)),
        ),
        mistaken(
            "one-kth",
            "At each step 1/k was taken off, which leaves about 1/e. Half is to be left.",
            lambda k: bias_of(1 - 1 / k) if k > 1 else 40.0,
        ),
        mistaken(
            "to-one-eth",
            "After k steps 1/e is left. Half is asked for.",
            lambda k: bias_of(np.exp(-1 / k)),
        ),
        mistaken(
            "base-of-ten",
            "The logarithm has the base 10. The one that undoes e has the base e.",
            lambda k: np.log10(kept(k) / (1 - kept(k))),
        ),
        mistaken(
            "base-of-two",
            "The logarithm has the base 2. The one that undoes e has the base e.",
            lambda k: np.log2(kept(k) / (1 - kept(k))),
        ),
        mistaken(
            "one-as-usual",
            "The forget gates start with a bias of 1, whatever k is.",
            lambda k: 1.0,
        ),
    ),
)
