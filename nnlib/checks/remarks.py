"""What is said of an answer as a whole: not started, unfinished, partly right, right."""

import numpy as np

from nnlib.checks import cost
from nnlib.checks.crash import Raised
from nnlib.checks.result import Result

NOT_STARTED = Result(False, 0.0, "Not started.", "not-started")


def refusal(exercise, first):
    """Return the result for an answer that could not be asked at all, or None."""
    kind = first.kind if isinstance(first, Raised) else ""
    if kind == "NotImplementedError":
        return NOT_STARTED
    if kind == "Unfinished":
        message = f"Unfinished: line {first.text} still has dots for a value."
        return Result(False, 0.0, message, "unfinished")
    if kind == "NotAFunction":
        call = f'check("{exercise.id}", f)'
        message = (
            f"Came {first.text}, and a function is wanted: hand over the function itself, without "
            f"brackets, as in `{call}`."
        )
        return Result(False, 0.0, message, "not-a-function")
    return None


def listed(names):
    """Join names as a sentence does: `a`, `b` and `c`; what is no name stands in quotes."""
    return joined(f"“{name}”" if " " in name else f"`{name}`" for name in names)


def joined(names):
    """Join words as a sentence does: a, b and c."""
    names = list(names)
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def subject(part):
    """Name a part at the beginning of a sentence."""
    return f"`{part}`" if part else "Your answer"


def shown(value):
    """Return a prediction or a part as the learner wrote it, in few digits."""
    if isinstance(value, str):
        return value
    return f"{value:.4g}" if np.ndim(value) == 0 else np.array2string(value, precision=4)


def usable(guess):
    """Tell whether a guess says anything."""
    if isinstance(guess, str):
        return guess != ""
    return isinstance(guess, np.ndarray) and bool(np.isfinite(guess).all())


def unfinished(exercise, table, opened):
    """Return the result for an answer with parts that are still open."""
    verdicts = {} if exercise.requires else table.verdicts[0]
    done = [name for name, right in verdicts.items() if right]
    wrong = [name for name, right in verdicts.items() if not right and name not in opened]
    score = round(len(done) / len(verdicts), 2) if verdicts else 0.0
    guesses = [name for name in opened if name in exercise.predictions]
    if guesses:
        message = f"First write down your guess: {listed(guesses)}."
        return Result(False, min(score, 0.5), message, "no-guess")
    if exercise.predictions and not done and not wrong:
        said = ", ".join(f"`{name}` = {shown(table.got[0][name])}" for name in exercise.predictions)
        return Result(False, score, f"Noted: {said}. Now measure {listed(opened)}.", "guessed")
    so_far = f"Right so far: {listed(done)}. " if done else ""
    so_far += f"Not right yet: {listed(wrong)}. " if wrong else ""
    name = "partly-wrong" if wrong else "unfinished"
    return Result(False, score, f"{so_far}Still open: {listed(opened)}.", name)


def with_mistake(so_far, found):
    """Put the mistake that was found between what is right so far and what is still open."""
    if found is None:
        return so_far
    name, message = found
    done, _, still = so_far.message.rpartition("Still open: ")
    return Result(False, so_far.score, f"{done}{message} Still open: {still}", name)


def praise(exercise, table):
    """Return what a right answer hears; guesses are laid beside what was measured."""
    got = table.got[0]
    if exercise.pace:
        return cost.praise(exercise, table.cases)
    said = [
        f"`{part}`: you guessed {shown(got[guess])}, and it is {shown(got[part])}."
        for guess, part in exercise.predictions.items()
    ]
    return " ".join(["Right.", *said])


def standing(table):
    """Say which parts or which cases are right already; empty if none or if it says nothing."""
    if table.slow:
        return f"Right, but slow. {table.slow} "
    if not table.wrong:
        return ""
    columns = table.columns
    done = [name for name, column in columns.items() if all(column)]
    if len(columns) > 1:
        wrong = [name for name in columns if name not in done]
        if len(done) > 3 and len(done) > len(wrong):
            return f"All but {listed(wrong)} {'is' if len(wrong) == 1 else 'are'} right. "
        return f"Partly right: {listed(done)}. " if done else ""
    verdicts = dict(zip((case.name for case in table.cases), *columns.values(), strict=True))
    done = [name for name, right in verdicts.items() if right]
    wrong = [name for name, right in verdicts.items() if not right]
    if not done or not wrong:
        return ""
    if len(verdicts) > 6:  # more names than anybody reads
        done = f"{len(done)} of {len(verdicts)} cases"
        wrong = [*wrong[:3], f"{len(wrong) - 3} more"] if len(wrong) > 4 else wrong
    else:
        done = joined(f"“{name}”" for name in done)
    wrong = joined(name if name.endswith(" more") else f"“{name}”" for name in wrong)
    return f"Partly right: for {done}, and not for {wrong}. "
