"""Cases, a right answer and known mistakes of speed.count-calls."""

from nnlib.checks import Exercise, Wrong

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


EXERCISE = Exercise(
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
        Wrong(
            "loop-in-milliseconds",
            "Your `loop` is in milliseconds. Microseconds are asked for.",
            where_time_goes(loop=3.03),
        ),
        Wrong(
            "thousand-in-milliseconds",
            "Your `thousand` is in milliseconds. Microseconds are asked for.",
            where_time_goes(thousand=0.033),
        ),
        Wrong(
            "milliseconds",
            "Your times are in milliseconds. Microseconds are asked for.",
            where_time_goes(one=0.00303, loop=3.03, thousand=0.033),
        ),
        Wrong(
            "no-limit",
            "Your `never_more_than` has no limit. The calls are saved, all but a few; the numbers "
            "are not, and both versions have to compute them.",
            where_time_goes(never_more_than=float("inf")),
        ),
        Wrong(
            "limit-of-examples",
            "Your `never_more_than` is a number of examples. However many there are, a ratio is "
            "left between what one costs alone and what its numbers cost.",
            where_time_goes(never_more_than=1000.0),
        ),
        Wrong(
            "balance-upside-down",
            "Your `balance` is the number of calls that weigh as much as one example. Asked for is "
            "the number of examples.",
            where_time_goes(balance=0.01),
        ),
        Wrong(
            "product-alone",
            "You count the numbers of the product alone. Each operation after it works on the "
            "numbers of its result.",
            where_time_goes(numbers=15),
        ),
        Wrong(
            "one-example-for-all",
            "Your `thousand` holds the numbers of one example. A thousand examples have a thousand "
            "times as many, in the same calls.",
            where_time_goes(thousand=3.03, times_faster=1000.0),
        ),
    ),
)
