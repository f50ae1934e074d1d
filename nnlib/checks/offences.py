"""What an answer does against its statement, told from what `watch` has seen."""

from nnlib.checks.crash import Raised
from nnlib.checks.watch import MOST_DRAWN


def offence(exercise, outcomes, cases, *, right):
    """Return name and message of what an answer does against its statement, or None.

    `right` tells whether the values are right: a network that is wrong after a few steps has been
    trained too little, and one that is right after none is no network.
    """
    most = {}
    for outcome in outcomes:
        for path, count in outcome.seen.called:
            most[path] = max(most.get(path, 0), count)
    for path, limit in exercise.limits.items():
        told = limit if isinstance(limit, str) else None
        if most.get(path, 0) > (0 if told else limit):
            return ("excluded", told) if told else excess(spoken(path), limit, most[path])
    if any(isinstance(outcome.value, Raised) for outcome in outcomes):
        return None
    passes = max(outcome.seen.passes for outcome in outcomes)
    if passes < exercise.trains:
        return untrained(passes, right)
    return unshuffled(outcomes, cases) if exercise.shuffles else None


def spoken(path):
    """Write a path as a learner writes it."""
    first, *rest = path.split(".")
    short = {"numpy": ["np"], "nnlib": [] if len(rest) > 1 else ["nnlib"]}.get(first, [first])
    return ".".join(short + rest)


def excess(name, limit, count):
    """Say which function was called, and how often it may be."""
    if limit == 0:
        return (
            "excluded",
            f"Your function calls `{name}`, and the statement asks for what that does: write it "
            "yourself, with the equations of the chapter.",
        )
    times = "once" if limit == 1 else f"{limit} times"
    return (
        "called-too-often",
        f"Your function calls `{name}` {count} times. {times.capitalize()} is enough, for all "
        "examples together.",
    )


def untrained(passes, right):
    """Say that there is no network, or one that has hardly been trained."""
    if passes == 0 or right:
        return (
            "no-network",
            "No network is trained in your function: a network goes forward many hundred times "
            f"while it learns, and yours computes an activation {times(passes)}. What you found "
            "may be right for these data; a network finds it by gradient descent.",
        )
    return (
        "hardly-trained",
        f"Your network has hardly been trained: it computes an activation {times(passes)} in all. "
        "Give it more epochs, and look at the loss along the way.",
    )


def times(count):
    """Return "never", "once", "7 times"."""
    return {0: "never", 1: "once"}.get(count, f"{count} times")


def unshuffled(outcomes, cases):
    """Say that more epochs draw no more random numbers; the cases with a size differ in epochs."""
    sized = sorted(
        (case.size, outcome.seen.drawn)
        for case, outcome in zip(cases, outcomes, strict=False)
        if case.size is not None
    )
    if sized[-1][1] > sized[0][1] or sized[0][1] >= MOST_DRAWN:
        return None
    return (
        "not-shuffled",
        "Every epoch goes through the examples in the same order: your function draws no more from "
        "`rng` for many epochs than for few. Draw a new order at the start of each.",
    )
