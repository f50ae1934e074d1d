"""Cases, a right answer and known mistakes of neuron.nand-threshold."""

from dataclasses import dataclass

import numpy as np

from nnlib import datasets
from nnlib.checks import Exercise, Round, Wrong
from nnlib.checks.rounds import swaps, tex

CORNERS = np.array(datasets.CORNERS)


@dataclass(frozen=True)
class Task:
    """The weights of the NAND gate, and which input the second unit waits for."""

    weights: tuple = (-2.0, -3.0)
    fires_for: str = "p"

    @property
    def other(self):
        """The input without which the second unit fires."""
        return "q" if self.fires_for == "p" else "p"

    @property
    def second(self):
        """What the second unit is called."""
        return f"{self.fires_for} and not {self.other}"

    @property
    def gates(self):
        """What each unit answers in the four corners."""
        return {"NAND": [1, 1, 1, 0], self.second: self.seen([0, 0, 1, 0])}

    def seen(self, corners):
        """Return answers to four corners with p and q in the roles of this task."""
        rows = np.array(corners).reshape(2, 2)  # by p and by q
        return (rows if self.fires_for == "p" else rows.T).ravel().tolist()

    def pair(self, waits, blocks):
        """Return the weight of the input that is waited for, and of the other, as those of p, q."""
        return [waits, blocks] if self.fires_for == "p" else [blocks, waits]

    def units(self, parts):
        """Return weights and bias of each unit, as far as they are two weights and one bias."""
        given = {
            "NAND": (np.array(self.weights), parts.get("b_nand")),  # None: still open
            self.second: (parts.get("w"), parts.get("b")),
        }
        return {
            name: (w, b.item())
            for name, (w, b) in given.items()
            if isinstance(w, np.ndarray)
            and isinstance(b, np.ndarray)
            and (w.shape, b.size) == ((2,), 1)
        }


def fires(w, b, passes=np.greater):
    """Return what a threshold unit answers in the four corners."""
    return passes(CORNERS @ w + b, 0).astype(int).tolist()


def is_gate(task, name):
    """Return a requirement: this unit is right in all four corners."""

    def met(case, parts):
        units = task.units(parts)
        return name in units and fires(*units[name]) == task.gates[name]

    return met


def would_be_right(task, change):
    """Return a symptom: some unit is wrong, and right once `change` has answered in its place."""
    return lambda seen: any(
        fires(w, b) != task.gates[name] == change(w, b)
        for name, (w, b) in task.units(seen[0][1]).items()
    )


def other_sign(w, b):
    """Answer as a unit whose bias has the other sign."""
    return fires(w, -b)


def on_the_line(w, b):
    """Answer as a unit that fires at z = 0 already."""
    return fires(w, b, np.greater_equal)


def answers(task, name, *wanted):
    """Return a symptom: this unit answers in one of these ways, and neither change mends it."""
    return lambda seen: (
        name in task.units(seen[0][1])
        and fires(*task.units(seen[0][1])[name]) in map(task.seen, wanted)
        and not would_be_right(task, other_sign)(seen)
        and not would_be_right(task, on_the_line)(seen)
    )


def never_fires(task):
    """Return a symptom: a unit is silent in all four corners, and neither change mends it."""
    return lambda seen: any(answers(task, name, [0, 0, 0, 0])(seen) for name in task.gates)


def shapeless(task):
    """Return a symptom: there are numbers, but not two weights and a bias."""
    return lambda seen: (
        len(seen[0][1]) == 3
        and len(task.units(seen[0][1])) < 2
        and not any(isinstance(part, str) for part in seen[0][1].values())
    )


def right(task):
    """Return an answer that does what is asked."""
    return {"b_nand": 0.5 - min(task.weights), "w": task.pair(2, -2), "b": -1}


def mistakes(task):
    """Return the catalogue for one task."""
    small, large = sorted(-weight for weight in task.weights)
    p, q = task.fires_for, task.other

    def nand(bias, w=(1, -1), b=-0.5):
        return {"b_nand": bias, "w": task.pair(*w), "b": b}

    def unit(waits, blocks, b):
        return nand(large + 1, (waits, blocks), b)

    return (
        Wrong(
            "sign-of-the-threshold",
            "A bias is the threshold moved to the other side of the inequality, and on the way it "
            "changes its sign. One of yours has the sign that it had before.",
            nand(-large - min(1, small)),
            would_be_right(task, other_sign),
        ),
        Wrong(
            "on-the-line",
            "In one row z is exactly 0 where the unit should fire. It fires for z > 0, so not yet.",
            nand(large),
            would_be_right(task, on_the_line),
        ),
        Wrong(
            "bias-too-small",
            "Your NAND falls silent while only one of its inputs is 1. Compare its bias with what "
            "each weight takes away alone. (The chapter's bias goes with the chapter's weights.)",
            nand((small + large) / 2 if small + 1 < large else small - 0.5),
            answers(task, "NAND", [1, 0, 0, 0], [1, 0, 1, 0], [1, 1, 0, 0]),
        ),
        Wrong(
            "always-fires",
            "Your NAND fires for (1, 1) too: there z is still above 0.",
            nand(small + large + 1),
            answers(task, "NAND", [1, 1, 1, 1]),
        ),
        Wrong(
            "p-and-q-exchanged",
            f"Your second unit fires for {q} without {p}. The first weight is the one that p is "
            "multiplied by.",
            unit(-1, 1, -0.5),
            answers(task, task.second, [0, 1, 0, 0]),
        ),
        Wrong(
            "and",
            f"Your second unit is an AND: there {q} pulls z up, and here it should pull z down.",
            unit(1, 1, -1.5),
            answers(task, task.second, [0, 0, 0, 1]),
        ),
        Wrong(
            "whatever-q",
            f"Your second unit fires for {p}, whether {q} is there or not. What has {q} to do to z "
            "when both are 1?",
            unit(2, -1, -0.5),
            answers(task, task.second, [0, 0, 1, 1]),
        ),
        Wrong(
            "negated",
            "Your second unit answers the opposite of what is asked, in every row.",
            unit(-1, 1, 0.5),
            answers(task, task.second, [1, 1, 0, 1]),
        ),
        Wrong(
            "never-fires",
            "One of your units never fires. Which row should lift its z above 0, and how far does "
            "that row get?",
            unit(1, -1, -2),
            never_fires(task),
        ),
        Wrong(
            "not-a-unit",
            "A unit has two weights, one for p and one for q, and one bias.",
            nand(large + 1) | {"w": 1},
            shapeless(task),
        ),
        Wrong(
            "fires-for-nothing",
            "Your second unit fires for (0, 0) already. In that row both inputs are 0, so z is "
            "the bias alone.",
            unit(1, -3, 2),
            answers(
                task,
                task.second,
                *(
                    [1, blocks, waits, both]
                    for blocks in (0, 1)
                    for waits in (0, 1)
                    for both in (0, 1)
                    if (blocks, waits, both) != (1, 0, 1)
                ),
            ),
        ),
        Wrong(
            "q-pulls-up",
            f"Your second unit fires for {q} too, with {p} or without. What should {q} do to z: "
            "lift it, or pull it down?",
            unit(1, 1, -0.5),
            answers(task, task.second, [0, 1, 1, 1], [0, 1, 0, 1]),
        ),
    )


def phrases(task):
    """Return the pieces of text in which the weights and the two inputs of the task stand."""
    (v, w), p, q = (tex(weight) for weight in task.weights), task.fires_for, task.other
    down, further = (f"{-weight:g}" for weight in task.weights)
    most, both = f"{-min(task.weights):g}", f"{-sum(task.weights):g}"
    return [
        rf"w = ({v},\ {w})",
        f"weights ({v}, {w})",
        f"${p}$ and not ${q}$",
        f"1 for ${p} = 1$, ${q} = 0$",
        f'"{p} and not {q}"',
        f"b - {further} > 0$, $b - {down} > 0$",
        rf"b - {both} \le 0",
        f"${p}$ pulls $z$ up and ${q}$ pulls it down",
        rf"{most} < b \le {both}",
        f"take $w_{'pq'.index(p) + 1} = 1$",
        f"choose $w_{'pq'.index(q) + 1}$ so that ${q}$ takes",
        f"what ${p}$ has brought",
        f"{0.5 + float(most) + 1:g},  # above {most}, so",
        f"at most {both}",
        f'"w": {task.pair(1, -1)},  # {p} pulls up, {q} pulls down',
        f"what {p} makes alone",
    ]


def requirements(task):
    """Return what the two units must do."""
    return {name: is_gate(task, name) for name in task.gates}


def other(*weights, fires_for):
    """Return the exercise with another task."""
    task = Task(weights, fires_for)
    return Round(
        swaps=swaps(phrases, {"task": FIRST}, {"task": task}),
        right=right(task),
        wrongs=mistakes(task),
        requires=requirements(task),
    )


FIRST = Task()
EXERCISE = Exercise(
    kind="compute",
    points=1,
    parts=("b_nand", "w", "b"),
    right=right(FIRST),
    requires=requirements(FIRST),
    wrongs=mistakes(FIRST),
    rounds=(
        other(-4.0, -2.0, fires_for="q"),
        other(-2.0, -5.0, fires_for="q"),
        other(-5.0, -6.0, fires_for="q"),
    ),
)
