"""Cases, a right answer and known mistakes of text.leaked-state."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.lstm import LSTM
from nnlib.rnn import RNN

from ..shared import encode, numbers, some_names

HOW = {"output": "softmax", "loss": "cross_entropy"}


def name_cases(rng):
    """Return networks, and names."""

    def network(kind, **options):
        model = kind(5, 6, 5, rng=rng, **HOW, **options)
        model.theta = rng.normal(size=model.theta.size)
        return model

    return [
        Case("five names", (network(RNN, activation="tanh"), some_names(rng, 5))),
        Case("the same name twice", (network(RNN), ["abc", "d", "abc"])),
        Case("an LSTM", (network(LSTM), some_names(rng, 4))),
        Case("one name", (network(RNN, activation="tanh"), ["bad"])),
    ]


def by_predict(model, names):
    """Ask the library for all names at once."""
    X, Y, weights = encode(names, 1 + max(map(len, names)))
    each = -np.log((model.predict(X) * Y).sum(axis=2))
    return (weights * each).sum(axis=1) / weights.sum(axis=1)


def read(
    *,
    begin=lambda state: None,
    onward=lambda state: state,
    steps=lambda name: len(name) + 1,
    first=0,
    last=None,
    log=np.log,
    sign=-1.0,
    adds_up=False,
    order=list,
    given=np.array,
    comes=1,
    change=lambda x: x,
):
    """Return the function; the arguments make the mistakes."""

    def answer(model, names):
        costs, state, cost = [], None, 0.0
        for name in names:
            text, state = order(numbers(name)), begin(state)
            cost = cost if adds_up else 0.0
            for n in range(1 + first, len(text[:last])):
                a, state = model.step(change(np.eye(5)[[text[n - 1]]]), onward(state))
                cost += sign * log(a[0, text[n - 1 + comes]])
            costs.append(cost / steps(name))
        return given(costs)

    return answer


def otherwise(total, *, said=lambda a, comes: a[comes], onward=lambda a, true: true):
    """Return the function; here other mistakes are made, step by step."""

    def answer(model, names):
        found = []
        for name in names:
            text, state, costs = numbers(name), None, []
            goes_in = text[0]
            for comes in text[1:]:
                a, state = model.step(np.eye(5)[[goes_in]], state)
                costs.append(-np.log(said(a[0], comes)))
                goes_in = onward(a[0], comes)
            found.append(total(costs) / len(costs))
        return np.array(found)

    return answer


def leaking(state):
    """Hand the state on from name to name."""
    return state


def letters(name):
    """Count the letters."""
    return len(name)


def half_of_the_state(state):
    """Begin with the state h at 0, and leave the memory c as it is."""
    return (np.zeros_like(state[0]), state[1]) if isinstance(state, tuple) else None


EXERCISE = Exercise(
    kind="find the bug",
    points=2,
    cases=name_cases,
    right=by_predict,
    wrongs=(
        Wrong(
            "last-step-only",
            "The cost is set anew at every step, so that of the last one alone is left. Add them "
            "up: `cost -= …`.",
            otherwise(lambda costs: costs[-1]),
        ),
        Wrong(
            "likeliest",
            "The share is that of the likeliest symbol. Asked for is that of the symbol that "
            "comes.",
            otherwise(sum, said=lambda a, comes: a.max()),
        ),
        Wrong(
            "reads-what-it-says",
            "What goes in is what the network held likeliest. Whoever asks what a name costs lets "
            "it read the name: its true symbols go in.",
            otherwise(sum, onward=lambda a, true: a.argmax()),
        ),
        Wrong(
            "both-left",
            "Both bugs are still there. What is in `state` when the second name begins? And how "
            "many steps has a name?",
            read(begin=leaking, steps=letters),
        ),
        Wrong(
            "leak-left",
            "The steps are counted rightly now. The state still goes from name to name.",
            read(begin=leaking),
        ),
        Wrong(
            "steps-left",
            "No state goes from name to name any more. Each sum is still divided by the letters, "
            "and the dot is a step, too.",
            read(steps=letters),
        ),
        Wrong(
            "nothing-remembered",
            "The state is thrown away after every symbol, and the network has no memory at all. "
            "Once a *name* is enough.",
            read(onward=lambda state: None),
        ),
        Wrong(
            "nothing-remembered-and-steps-left",
            "The state is thrown away after every symbol: once a *name* is enough. And the dot is "
            "a step, too.",
            read(onward=lambda state: None, steps=letters),
        ),
        Wrong(
            "memory-leaks",
            "For the LSTM something still goes from name to name: its state is a pair, and one of "
            "the two was not put back.",
            read(begin=half_of_the_state),
        ),
        Wrong(
            "dot-left-out",
            "The last step, at which the dot comes, is left out of the sum.",
            read(last=-1),
        ),
        Wrong(
            "dot-left-out-and-steps-left",
            "The dot at the end is neither in the sum nor in the steps. It has to be guessed as "
            "well.",
            read(last=-1, steps=letters),
        ),
        Wrong(
            "first-letter-left-out",
            "The first letter is given and not guessed: the first dot does not go in any more.",
            read(first=1),
        ),
        Wrong(
            "first-letter-left-out-and-steps-left",
            "The first letter is given and not guessed, and left out of the steps as well.",
            read(first=1, steps=letters),
        ),
        Wrong(
            "both-dots-counted",
            "Divided by letters and two dots. The first dot is given, so it is no step.",
            read(steps=lambda name: len(name) + 2),
        ),
        Wrong(
            "summed",
            "These are the costs of whole names. Asked for are nats a *symbol*.",
            read(steps=lambda name: 1),
        ),
        Wrong(
            "summed-and-leak-left",
            "These are the costs of whole names, and the state still goes from name to name.",
            read(steps=lambda name: 1, begin=leaking),
        ),
        Wrong(
            "adds-up",
            "The cost goes on from name to name now: it has to begin at 0 for each.",
            read(adds_up=True),
        ),
        Wrong(
            "adds-up-and-steps-left",
            "The cost goes on from name to name now, and the dot is a step, too.",
            read(adds_up=True, steps=letters),
        ),
        Wrong(
            "sign",
            "The costs are negative: a minus has got lost.",
            read(sign=1.0),
        ),
        Wrong("in-bits", "These are bits. Asked for are nats.", read(log=np.log2)),
        Wrong(
            "no-logarithm",
            "The shares were added up, and not minus their logarithms.",
            read(log=np.positive),
        ),
        Wrong(
            "one-cost-for-all",
            "One number came, the mean of all. Asked for is the cost of each name.",
            read(given=np.mean),
        ),
        Wrong(
            "mean-of-all-symbols",
            "One number came, the mean over all symbols. Asked for is the cost of each name.",
            lambda model, names: (
                sum(read(steps=lambda name: 1)(model, names)) / sum(len(name) + 1 for name in names)
            ),
        ),
        Wrong(
            "backwards",
            "The names are read backwards.",
            read(order=lambda text: text[::-1]),
        ),
        Wrong(
            "present-for-next",
            "The share is that of the symbol that goes in. What comes *next* is asked for.",
            read(comes=0),
        ),
        Wrong(
            "input-lost",
            "Nothing goes in: the inputs are 0.",
            read(change=lambda x: 0 * x),
        ),
        Wrong(
            "dots-go-in",
            "A dot goes in at every step. What goes in is the symbol before.",
            read(change=lambda x: np.eye(5)[[0]]),
        ),
        Wrong(
            "perplexities",
            "These are perplexities, e to the costs. Asked for are the costs.",
            read(given=np.exp),
        ),
        Wrong(
            "probabilities",
            "These are the probabilities of the names. Asked for are nats a symbol.",
            read(steps=lambda name: 1, given=lambda costs: np.exp(-np.array(costs))),
        ),
        Wrong(
            "divided-by-names",
            "Divided by the number of names. Each is divided by its own steps.",
            lambda model, names: read(steps=lambda name: len(names))(model, names),
        ),
        Wrong(
            "first-name-only",
            "Only the first name has a cost: is the `return` inside the loop?",
            lambda model, names: by_predict(model, names[:1]),
        ),
        Wrong(
            "column",
            "The costs stand in a column. Asked for is shape (N,).",
            lambda model, names: by_predict(model, names)[:, None],
        ),
        Wrong(
            "ones-for-nothing",
            "Each name begins with a state of ones. Nothing remembered is None, or zeros.",
            lambda model, names: read(
                begin=lambda _: (
                    (np.ones((1, 6)), np.ones((1, 6)))
                    if isinstance(model, LSTM)
                    else np.ones((1, 6))
                )
            )(model, names),
        ),
    ),
)
