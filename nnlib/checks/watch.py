"""Watch what an answer calls, where the statement says what it may use or has to train.

For the time of one call, the functions in question are replaced by counters that do what they did.
Calls by NumPy, by nnlib and by the course's own checks do not count as the learner's: `nnlib.train`
may use what an answer may not.
"""

import contextlib
import importlib
import math
import sys
import types
from dataclasses import dataclass

import numpy as np

from nnlib.checks.crash import is_library

ACTIVATIONS = {
    np: ("exp", "expm1", "tanh", "maximum", "logaddexp"),
    math: ("exp", "tanh"),
}
NETWORKS = ("nnlib.MLP._forward", "nnlib.RNN._forward", "nnlib.Neuron._forward")
MOST_DRAWN = 4_000  # words of a generator that are told apart


@dataclass(frozen=True)
class Seen:
    """What was seen in one call.

    Attributes
    ----------
    called : tuple
        The (name, how often) of limited functions that the learner's own code called.
    passes : int
        How often an activation was computed, or a network of nnlib went forward.
    drawn : int
        How many words a generator among the arguments has given, up to `MOST_DRAWN`.
    cut : int
        The line of a loop that ends in its first round, see `loops`; 0 if there is none.
    """

    called: tuple = ()
    passes: int = 0
    drawn: int = 0
    cut: int = 0


NOTHING = Seen()
BELIEVED = Seen((), 10**6, MOST_DRAWN)  # of the course's own answers


class Counter:
    """A function that counts its calls, in the place of the function that it calls."""

    def __init__(self, original, note):
        self.original, self.note = original, note

    def __call__(self, *args, **options):
        """Count, and do what the function does."""
        self.note(sys._getframe(1).f_code)
        return self.original(*args, **options)

    def __get__(self, instance, owner=None):
        """Be a method where the function was one."""
        return self if instance is None else types.MethodType(self, instance)

    def __getattr__(self, name):
        """Have what the function has; to take `reduce` from it is to use it."""
        self.note(sys._getframe(1).f_code)
        return getattr(self.original, name)


@contextlib.contextmanager
def watching(function, exercise):
    """Count the calls that `function` makes, as an exercise wants; give a function for the `Seen`.

    An answer from the course's own checks is believed.
    """
    called, passes = {}, [0]
    code = getattr(function, "__code__", None)
    own = isinstance(code, types.CodeType) and is_library(code)
    counters = {}  # by the identity of what they replace, which they keep alive
    places = []  # (namespace, name, original)
    if exercise is not None and not own:
        for path in exercise.limits:
            holder, name = found(path)
            original = getattr(holder, name)

            def note(caller, path=path):
                if not is_library(caller):
                    called[path] = called.get(path, 0) + 1

            counters[id(original)] = Counter(original, note)
            places.append((holder, name, original))
        if exercise.trains:

            def passed(_):
                passes[0] += 1

            for holder, name in [
                *((module, name) for module, names in ACTIVATIONS.items() for name in names),
                *map(found, NETWORKS),
            ]:
                original = getattr(holder, name)
                counters.setdefault(id(original), Counter(original, passed))
                places.append((holder, name, original))
    for holder in namespaces(function) if counters else ():
        places += [
            (holder, name, value) for name, value in vars(holder).items() if id(value) in counters
        ]
    try:
        for holder, name, original in places:
            setattr(holder, name, counters[id(original)])
        yield lambda: BELIEVED if own else Seen(tuple(called.items()), passes[0])
    finally:
        for holder, name, original in places:
            setattr(holder, name, original)


class Globals:
    """The variables of a notebook, as attributes."""

    def __init__(self, function):
        self.__dict__ = function.__globals__


def namespaces(function):
    """Return where a learner may have a function from: nnlib's modules, and their notebook."""
    modules = [m for name, m in list(sys.modules.items()) if name.split(".")[0] == "nnlib" and m]
    modules = [m for m in modules if not m.__name__.startswith("nnlib.checks")]
    return modules + ([Globals(function)] if hasattr(function, "__globals__") else [])


def found(path):
    """Return what holds a function, and its name there, from a path such as ``nnlib.RNN.step``."""
    first, *middle, name = path.split(".")
    holder = importlib.import_module(first)
    for step in middle:
        holder = getattr(holder, step)
    if isinstance(holder, type):  # where an ancestor defines it
        holder = next(c for c in holder.__mro__ if name in vars(c))
    return holder, name


def drawn(before, after):
    """Return how many words the generators among some arguments have given since."""
    return max((words(b, a) for b, a in zip(before, after, strict=True)), default=0)


def words(before, after):
    """Return how far a generator is ahead of another; 0 for anything else."""
    if not isinstance(before, np.random.Generator) or not isinstance(after, np.random.Generator):
        return 0
    behind, ahead = before.bit_generator, after.bit_generator
    if getattr(ahead.seed_seq, "n_children_spawned", 0):
        return MOST_DRAWN  # its children give the numbers, and nobody knows how many
    kept, target = behind.state, ahead.state["state"]
    try:
        for count in range(MOST_DRAWN):
            if behind.state["state"] == target:
                return count
            behind.random_raw()
    finally:
        behind.state = kept
    return MOST_DRAWN
