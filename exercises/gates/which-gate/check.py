"""Cases, a right answer and known mistakes of gates.which-gate."""

from dataclasses import dataclass

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Exercise, Wrong
from nnlib.checks.rounds import anew, minus
from nnlib.lstm import LSTM

NOISE = np.random.default_rng(0).normal(size=20)
GUESSES = {"guess_forget": "forget", "guess_input": "input", "guess_output": "output"}


@dataclass(frozen=True)
class Given:
    """The biases that the statement changes."""

    forget: float = 0.0
    open: str = "half open"
    output: float = -6.0

    @property
    def changes(self):
        """What each of the three changes."""
        return {"forget": {"f": self.forget}, "input": {"i": 6.0}, "output": {"o": self.output}}


def run(symbol, **changed):
    """Return memory and state of one unit whose gates do not move."""
    model = LSTM(1, 1, 1)
    model.theta = np.zeros(model.theta.size)
    model.W_xg = [[1.0]]
    for gate, bias in ({"i": 1.0, "f": 3.0, "o": 1.0} | changed).items():
        setattr(model, f"b_{gate}", [bias])
    trace = model.forward(np.append(symbol, NOISE)[None, :, None])
    return trace.C[:, 0, 0], trace.H[:, 0, 0]


def left(given, ratio=lambda d, plus: d[21] / d[1]):
    """Return what is left for each change; `ratio` gets the differences, and one run."""
    found = {}
    for name, change in given.changes.items():
        plus, minus = run(1.0, **change)[0], run(-1.0, **change)[0]
        found[name] = ratio(plus - minus, plus)
    return found


def shown(given, ratio=lambda h, c: h[21] / c[1], o=None):
    """Return what the state shows; `ratio` gets the differences of states and of memories."""
    o = given.output if o is None else o
    (c, h), (c_minus, h_minus) = run(1.0, o=o), run(-1.0, o=o)
    return ratio(h - h_minus, c - c_minus)


def kept(given, **mistake):
    """Return every answer, some of them replaced; guesses are not judged."""
    rest = {"shown": shown(given), "half": 16, "gate": "forget", "hides": "output"}
    return dict.fromkeys(GUESSES, 1.0) | left(given) | rest | mistake


def mistakes(given):
    """Return the catalogue, made with the biases of the statement or with others."""
    right = left(given)
    return (
        Wrong(
            "upside-down",
            "Your ratios stand upside down: step 21 belongs above, step 1 below.",
            kept(given, **left(given, lambda d, plus: d[1] / d[21])),
        ),
        Wrong(
            "one-run-only",
            "These are the ratios of one run, with all the noise in them. Take the difference of "
            "the two symbols' runs.",
            kept(given, **left(given, lambda d, plus: plus[21] / plus[1])),
        ),
        Wrong(
            "not-over-step-one",
            "These are differences at step 21. Divide by those at step 1.",
            kept(given, **left(given, lambda d, plus: d[21])),
        ),
        Wrong(
            "symbols-for-memories",
            "You divided by the difference of the symbols, 2. At step 1 the memories differ by "
            "less.",
            kept(given, **left(given, lambda d, plus: d[21] / 2)),
        ),
        Wrong(
            "nineteen-factors",
            "One factor is missing: from step 1 to step 21 there are twenty. Slot t is step t.",
            kept(given, **left(given, lambda d, plus: d[21] / d[2])),
        ),
        Wrong(
            "one-step",
            "These are the factors of one step. From step 1 to step 21 there are twenty.",
            kept(given, **left(given, lambda d, plus: d[2] / d[1])),
        ),
        Wrong(
            "one-factor-too-many",
            "You count as many factors as there are steps. Between 21 posts lie 20 gaps.",
            kept(given, **left(given, lambda d, plus: (d[2] / d[1]) ** 21)),
        ),
        Wrong(
            "lost-for-left",
            "That is what is lost. Asked for is what is left.",
            kept(given, **left(given, lambda d, plus: 1 - d[21] / d[1])),
        ),
        Wrong(
            "percent",
            "These are percent. Asked for are shares.",
            kept(given, **left(given, lambda d, plus: 100 * d[21] / d[1])),
        ),
        *(
            Wrong(
                f"{part}-not-over-step-one",
                f"`{part}` is the difference at step 21. Divide by that at step 1.",
                kept(given, **{part: left(given, lambda d, plus: d[21])[part]}),
            )
            for part in ("input", "output")
        ),
        *(
            Wrong(
                f"{part}-twenty-one",
                f"`{part}`: one factor too many: from step 1 to step 21 there are twenty.",
                kept(given, **{part: right[part] / (1 + np.exp(-3.0))}),
            )
            for part in ("input", "output")
        ),
        Wrong(
            "output-nineteen",
            "`output`: one factor is missing: from step 1 to step 21 there are twenty.",
            kept(given, output=right["output"] * (1 + np.exp(-3.0))),
        ),
        Wrong(
            "forget-as-guessed",
            "`forget`: that is near, and a guess. Measure it, with four digits.",
            kept(given, forget=float(f"{right['forget']:.0e}")),
        ),
        Wrong(
            "shown-a-step-early",
            "`shown`: that is the state of step 20. Slot t is step t.",
            kept(given, shown=shown(given, lambda h, c: h[20] / c[1])),
        ),
        Wrong(
            "half-beyond-the-end",
            "`half`: there are 21 steps, so no later one can be asked for.",
            kept(given, half=22),
            lambda seen: seen[0][1]["half"] > 21,
        ),
        Wrong(
            "forget-unchanged",
            f"`forget` is what is left with b_f = 3. Set it to {minus(given.forget)}; and let the "
            "other two be at 3.",
            kept(given, forget=right["input"]),
        ),
        Wrong(
            "halves-not-multiplied",
            "`forget`: twenty factors were added up, or one was divided by 20. Factors multiply.",
            kept(given, forget=sigmoid(given.forget) / 20),
        ),
        Wrong(
            "forget-shut",
            "`forget` is what an altogether shut gate would leave. With the bias "
            f"{minus(given.forget)} it stands {given.open}.",
            kept(given, forget=0.0),
        ),
        Wrong(
            "input-overwrites",
            "`input`: you have it that noise wipes the symbol out. Measure: what is new is "
            "*added*, and in the difference it cancels.",
            kept(given, input=0.0),
        ),
        Wrong(
            "input-keeps-all",
            "`input`: the input gate keeps nothing and loses nothing, but the forget gate is there "
            "as before.",
            kept(given, input=1.0),
        ),
        Wrong(
            "input-as-power",
            "`input`: you multiplied by the input gate twenty times. It stands at what is new.",
            kept(given, input=float((1 / (1 + np.exp(-6.0))) ** 20)),
        ),
        Wrong(
            "input-and-forget",
            "`input`: you changed b_f as well, or it was left at 0. Here it is 3.",
            kept(given, input=sigmoid(given.forget) ** 20),
        ),
        Wrong(
            "output-forgets",
            "`output`: you have it that a shut output gate loses the memory. It is shown less, and "
            "it is there.",
            kept(given, output=0.0),
        ),
        Wrong(
            "output-keeps-all",
            "`output`: the memory is lost no faster and no slower than with an open output gate.",
            kept(given, output=1.0),
        ),
        Wrong(
            "output-of-states",
            "`output`: these are states. Asked for are memories; the states come in `shown`.",
            kept(given, output=shown(given, lambda h, c: h[21] / h[1])),
        ),
        Wrong(
            "output-as-shown",
            "`output` is the same as `shown`. Here the memories are asked for, at both ends.",
            kept(given, output=shown(given)),
        ),
        Wrong(
            "shown-over-states",
            "`shown`: you divided by the difference of the *states* at step 1.",
            kept(given, shown=shown(given, lambda h, c: h[21] / h[1])),
        ),
        Wrong(
            "shown-over-the-last",
            "`shown`: you divided by the memories at step 21. Those at step 1 are asked for.",
            kept(given, shown=shown(given, lambda h, c: h[21] / c[21])),
        ),
        Wrong(
            "shown-not-divided",
            "`shown` is the difference at step 21. Divide by that of the memories at step 1.",
            kept(given, shown=shown(given, lambda h, c: h[21])),
        ),
        Wrong(
            "shown-with-an-open-gate",
            f"`shown`: the output gate stood where it was. Shut it, b_o = {minus(given.output)}.",
            kept(given, shown=shown(given, o=1.0)),
        ),
        Wrong(
            "shown-nothing",
            "`shown`: a gate is never quite 0. Very little comes through; how much?",
            kept(given, shown=0.0),
        ),
        Wrong(
            "shown-as-memory",
            "`shown` is what is left in the memory. Asked for is what the *states* show of it.",
            kept(given, shown=right["output"]),
        ),
        Wrong(
            "shown-without-tanh",
            "`shown`: the output gate times what is left in the memory would be that without the "
            "tanh between memory and state. Measure it.",
            kept(given, shown=right["output"] * sigmoid(given.output)),
        ),
        Wrong(
            "half-counted-from-zero",
            "`half` is a place behind step 1, or the number of steps that it takes. Asked for is "
            "the step.",
            kept(given, half=15),
        ),
        Wrong(
            "half-one-too-early",
            "`half`: at that step a bit more than half is left.",
            kept(given, half=14),
        ),
        Wrong(
            "half-one-too-late",
            "`half`: a step earlier less than half is left already.",
            kept(given, half=17),
        ),
        Wrong(
            "half-between-steps",
            "`half`: a step is a whole number: the first at which *less* than half is left.",
            kept(given, half=float(np.log(0.5) / np.log(1 / (1 + np.exp(-3.0))))),
        ),
        Wrong(
            "half-of-the-half-open",
            "`half`: that holds for the forget gate at one half. Here its bias is 3 again.",
            kept(given, half=2),
        ),
        Wrong(
            "half-of-the-half-open-exactly",
            "`half`: that holds for the forget gate at one half, and there exactly half is left.",
            kept(given, half=3),
        ),
        Wrong(
            "half-of-the-steps",
            "`half` is half of the steps. Asked for is when half of the difference is left.",
            kept(given, half=10),
        ),
        Wrong(
            "input-gate-forgets",
            "`gate`: look at your numbers: which bias changed what is left?",
            kept(given, gate="input"),
        ),
        Wrong(
            "output-gate-forgets",
            "`gate`: with a shut output gate as much is left in the memory as before.",
            kept(given, gate="output"),
        ),
        Wrong(
            "input-gate-hides",
            "`hides`: the input gate stands before the memory. The answer is read behind it.",
            kept(given, hides="input"),
        ),
        Wrong(
            "forget-gate-hides",
            "`hides`: the forget gate loses the symbol. Another one keeps it from being seen while "
            "it is there.",
            kept(given, hides="forget"),
        ),
        Wrong(
            "ten-factors",
            "`forget`: some of the twenty factors are missing. Count the steps from 1 to 21.",
            kept(given, forget=sigmoid(given.forget) ** 10),
        ),
        Wrong(
            "input-halved",
            "`input`: one half has nothing to do with it. With b_i = 6 nothing but the gate at "
            "what is new has moved.",
            kept(given, input=0.5),
        ),
        Wrong(
            "input-is-a-gate",
            "`input` is the input gate itself. What is left of the old memory is asked for.",
            kept(given, input=float(1 / (1 + np.exp(-6.0)))),
        ),
        Wrong(
            "input-nineteen",
            "`input`: one factor is missing: from step 1 to step 21 there are twenty.",
            kept(given, input=right["input"] * (1 + np.exp(-3.0))),
        ),
        Wrong(
            "output-negative",
            "`output`: the sign is turned: subtract the two runs in one order, at both ends.",
            kept(given, output=-right["output"]),
        ),
        Wrong(
            "output-is-a-gate",
            "`output` is the output gate itself. What is left in the memory is asked for.",
            kept(given, output=sigmoid(given.output)),
        ),
        Wrong(
            "shown-is-a-gate",
            "`shown` is the output gate itself. It multiplies what is left.",
            kept(given, shown=sigmoid(given.output)),
        ),
        Wrong(
            "half-of-twenty-one",
            "`half` is where everything ends. Look for the first step with less than half.",
            kept(given, half=21),
        ),
        Wrong(
            "half-at-twenty",
            "`half`: that is how many steps there are. Look for the first with less than half.",
            kept(given, half=20),
        ),
        Wrong(
            "half-from-slot-zero",
            "`half`: in slot 0 no symbol has come in, so there the difference is 0. Begin behind "
            "step 1.",
            kept(given, half=0),
        ),
        Wrong(
            "half-at-once",
            "`half`: that would be at once. Look for the first step with less than half of "
            "what was there at step 1.",
            kept(given, half=1),
        ),
        Wrong(
            "candidate-forgets",
            "`gate`: the candidate is no gate. Which of the three forgets?",
            kept(given, gate="candidate"),
        ),
        Wrong(
            "candidate-hides",
            "`hides`: the candidate is no gate. Which of the three hides?",
            kept(given, hides="candidate"),
        ),
    )


def phrases(given):
    """Return the pieces of text in which the biases stand."""
    o = f"{given.output:g}"
    return [
        f"stands {given.open}, $b_f = {given.forget:g}$",
        f"is shut, $b_o = {o}$",
        f"with $b_o = {o}$",
        f"b_f={given.forget}",
        f"b_o={given.output}",
    ]


def other(*biases):
    """Return the exercise with other biases."""
    return anew(Given(*biases), FIRST, phrases=phrases, right=kept, wrongs=mistakes)


FIRST = Given()
EXERCISE = Exercise(
    kind="predict",
    points=2,
    parts=tuple(kept(FIRST)),
    predictions=GUESSES,
    right=kept(FIRST),
    rtol=2e-3,
    atol=0.0,
    wrongs=mistakes(FIRST),
    rounds=(  # σ of the first is 0.75, 0.9 and 0.25
        other(1.1, "three quarters open", -5.0),
        other(2.2, "nine tenths open", -4.0),
        other(-1.1, "a quarter open", -7.0),
    ),
)
