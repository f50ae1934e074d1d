"""Cases, a right answer and known mistakes of speed.count-calls."""

from dataclasses import dataclass
from functools import partial

from nnlib.checks import Exercise, Wrong
from nnlib.checks.rounds import anew

CALLS, NUMBER = 6, 1  # calls of a layer, and nanoseconds that the statement takes for a number
TIMES = ("one", "loop", "thousand")
WORDS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 7: "seven"}
WORDS |= {60: "sixty", 75: "seventy-five", 100: "a hundred", 150: "a hundred and fifty"}


@dataclass(frozen=True)
class Layer:
    """The numbers of the statement: units, inputs, and nanoseconds for a call."""

    H: int = 3
    D: int = 5
    call: int = 500

    @property
    def numbers(self):
        """How many numbers are computed for each example, the product's sums included."""
        return self.H * self.D + (CALLS - 1) * self.H

    def microseconds(self, calls, numbers):
        """Return the time of so many calls that compute so many numbers."""
        return (calls * self.call + numbers * NUMBER) / 1000


def where_time_goes(layer, *, calls=CALLS, numbers=None, again=1, **mistake):
    """Return every number of the exercise.

    `calls` for a layer and `numbers` for each example make mistakes, and so does `again`, how often
    the calls are paid for a thousand examples.
    """
    numbers = layer.numbers if numbers is None else numbers
    one = layer.microseconds(calls, numbers)
    thousand = layer.microseconds(again * calls, 1000 * numbers)
    return {
        "calls": calls,
        "one": one,
        "loop": 1000 * one,
        "thousand": thousand,
        "times_faster": 1000 * one / thousand,
        "balance": calls * layer.call / (numbers * NUMBER),
        "never_more_than": one / layer.microseconds(0, numbers),
    } | mistake


def mistakes(layer):
    """Return the catalogue, made with the numbers of the statement or with others."""
    made, H, D = partial(where_time_goes, layer), layer.H, layer.D
    right, calls = made(), layer.microseconds(CALLS, 0)
    return (
        Wrong(
            "no-minus",
            "The minus sign is a call as well: it goes through all numbers of its array and makes "
            "a new one.",
            made(calls=5, numbers=H * D + 4 * H),
        ),
        Wrong(
            "exp-alone",
            "You count what has a name, the product and `exp`. Each `+`, `-` and `/` between "
            "arrays is a call too.",
            made(calls=2, numbers=H * D + H),
        ),
        Wrong(
            "product-by-results",
            "The product is charged by the numbers that come out of it. Each of them takes as "
            "many multiplications as there are inputs.",
            made(numbers=6 * H),
        ),
        Wrong(
            "calls-for-each",
            "Your `thousand` pays for the calls of every example. With the examples as columns of "
            "one array there are as many calls as for one.",
            made(again=1000),
        ),
        Wrong(
            "calls-alone",
            "Your times hold the calls and not the numbers in them. Those of one example are few; "
            "a thousand examples have a thousand times as many.",
            made(one=calls, loop=1000 * calls, thousand=calls, times_faster=1000.0),
        ),
        Wrong(
            "nanoseconds",
            "Your times are in nanoseconds. Microseconds are asked for.",
            right | {name: 1000 * right[name] for name in TIMES},
        ),
        Wrong(
            "upside-down",
            "Your `times_faster` is below 1. How many times as long does the loop take?",
            made(times_faster=1 / right["times_faster"]),
        ),
        Wrong(
            "one-call-in-balance",
            "Your `balance` sets the numbers of the whole layer against one call.",
            made(balance=right["balance"] / 6),
        ),
        Wrong(
            "limit-of-calls",
            "For `never_more_than` you compare the calls with the numbers. The loop pays for both, "
            "in every example.",
            made(never_more_than=right["balance"]),
        ),
        Wrong(
            "loop-in-milliseconds",
            "Your `loop` is in milliseconds. Microseconds are asked for.",
            made(loop=right["loop"] / 1000),
        ),
        Wrong(
            "thousand-in-milliseconds",
            "Your `thousand` is in milliseconds. Microseconds are asked for.",
            made(thousand=right["thousand"] / 1000),
        ),
        Wrong(
            "milliseconds",
            "Your times are in milliseconds. Microseconds are asked for.",
            right | {name: right[name] / 1000 for name in TIMES},
        ),
        Wrong(
            "no-limit",
            "Your `never_more_than` has no limit. The calls are saved, all but a few; the numbers "
            "are not, and both versions have to compute them.",
            made(never_more_than=float("inf")),
        ),
        Wrong(
            "limit-of-examples",
            "Your `never_more_than` is a number of examples. However many there are, a ratio is "
            "left between what one costs alone and what its numbers cost.",
            made(never_more_than=1000.0),
        ),
        Wrong(
            "balance-upside-down",
            "Your `balance` is the number of calls that weigh as much as one example. Asked for is "
            "the number of examples.",
            made(balance=1 / right["balance"]),
        ),
        Wrong(
            "product-alone",
            "You count the numbers of the product alone. Each operation after it works on the "
            "numbers of its result.",
            made(numbers=H * D),
        ),
        Wrong(
            "one-example-for-all",
            "Your `thousand` holds the numbers of one example. A thousand examples have a thousand "
            "times as many, in the same calls.",
            made(thousand=right["one"], times_faster=1000.0),
        ),
    )


def phrases(layer):
    """Return the pieces of text in which the numbers stand."""
    H, D, c, numbers = layer.H, layer.D, layer.call, layer.numbers
    percent = round(100 * CALLS * c / (CALLS * c + numbers))
    return [
        f"H = {H}$ units reads $D = {D}$",
        f"shape $({H}, {D})$, `b` $({H}, 1)$ and `x` $({D}, N)$",
        f"c = {c}$ ns",
        rf"{H} \cdot {D} \cdot N",
        rf"{H} \times N",
        f"a sum of {WORDS[D]} products",
        rf"6 \cdot {c} + ({H * D} + 5 \cdot {H}) N",
        f"{percent} of 100 nanoseconds go into calling NumPy and {WORDS[100 - percent]} into",
        f"at the balance {WORDS[CALLS * c / numbers]} cost",
        f"H, D = {H}, {D}",
        f"calls * {c}",
    ]


def other(**numbers):
    """Return the exercise with other numbers."""
    return anew(Layer(**numbers), FIRST, phrases=phrases, right=where_time_goes, wrongs=mistakes)


FIRST = Layer()
EXERCISE = Exercise(
    kind="compute",
    points=2,
    parts=tuple(where_time_goes(FIRST)),
    right=where_time_goes(FIRST),
    rtol=5e-4,
    wrongs=mistakes(FIRST),
    rounds=(
        other(H=4, D=5, call=400),
        other(H=2, D=7, call=600),
        other(H=5, D=3, call=500),
    ),
)
