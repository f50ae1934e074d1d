"""Ask an answer: call the learner's function on each case and write down what happened.

Whatever the function does, an `Outcome` comes back: it may raise, print, loop for ever, change its
arguments or call `exit`, and the notebook goes on.
"""

import contextlib
import copy
import dataclasses
import dis
import gc
import importlib._bootstrap
import inspect
import itertools
import signal
import sys
import threading
import time
import types
import warnings
from dataclasses import dataclass

import numpy as np

from nnlib.checks import cost, loops, watch
from nnlib.checks.crash import Raised, is_library, raised
from nnlib.checks.limited import Limited
from nnlib.checks.terms import terms_of
from nnlib.training import train

DOES_NOTHING = {"RESUME", "NOP", "POP_TOP", "LOAD_CONST", "RETURN_CONST", "RETURN_VALUE"}


# What runs in these is not the learner's to save: the course's training, and what Python does to
# import a module, which it does once.
APART = {
    train.__code__,
    importlib._bootstrap._find_and_load.__code__,
    importlib._bootstrap._handle_fromlist.__code__,
}


class TooSlow(BaseException):
    """Stops a function whose time is up. No `except Exception` of the learner's catches it."""


@dataclass(frozen=True)
class Outcome:
    """What one call gave.

    Attributes
    ----------
    value : object
        What the function returned, in the judge's terms (see `terms`) and so a copy that no later
        call can change; or a `Raised`.
    changed : tuple
        The (place, name) of changed arguments.
    ran : tuple of two int
        Statements, and arrays or numbers handed over, as `cost` counts them; 0 if it does not.
    seen : watch.Seen
        What the function called, where the exercise wants that watched.
    printed : str
        What the function printed, its beginning where that is long.
    """

    value: object
    changed: tuple = ()
    ran: tuple = (0, 0)
    seen: watch.Seen = watch.NOTHING
    printed: str = ""

    def __post_init__(self):
        """Put the value into the judge's terms, wherever this outcome came from."""
        object.__setattr__(self, "value", terms_of(self.value))


def is_stub(answer):
    """Tell whether an answer is still the empty place that the student's copy starts with."""
    if answer is ...:
        return True
    if isinstance(answer, dict):
        return bool(answer) and all(is_open(value) for value in answer.values())
    code = getattr(answer, "__code__", None)
    if not isinstance(code, types.CodeType):
        return False
    steps = list(dis.get_instructions(code))
    loaded = [s.argval for s in steps if s.opname in {"LOAD_CONST", "RETURN_CONST"}]
    return {s.opname for s in steps} <= DOES_NOTHING and all(value is None for value in loaded)


def open_line(answer):
    """Return the number of a line that gives dots for a value, as a half-done answer does; or None.

    Dots in an index, as in ``a[..., 0]``, are a value of NumPy's, and are not meant.
    """
    waiting = [getattr(answer, "__code__", None)]
    for code in waiting:
        if not isinstance(code, types.CodeType):
            continue
        waiting += code.co_consts
        for step, after in itertools.pairwise(dis.get_instructions(code)):
            dots = step.argval is ... and step.opname == "LOAD_CONST"
            given = after.opname.startswith("STORE_") and after.opname != "STORE_SUBSCR"
            if dots and (given or after.opname == "RETURN_VALUE"):
                return step.positions.lineno
            if after.opname == "RETURN_CONST" and after.argval is ...:
                return after.positions.lineno
    return None


def is_open(value):
    """Tell whether nothing has been filled in yet: dots, or a list of dots."""
    rows = value if isinstance(value, (list, tuple)) and value else [value]
    parts = [part for row in rows for part in (row if isinstance(row, (list, tuple)) else [row])]
    return all(part is ... for part in parts)


def ask(answer, cases, *, seconds=5.0, may_change=(), twice=False, rules=None):
    """Return the outcome of each case; with `twice`, that of the first case asked again as well.

    What a call costs is counted where the case has a `size`; what it calls is watched where an
    exercise is given whose `rules` say what it may call.
    """
    asked = [*cases, cases[0]] if twice else cases
    if not callable(answer):
        return [Outcome(answer) for _ in asked]
    end = time.monotonic() + seconds
    cut = loops.cut_short(answer)
    outcomes = []
    for case in asked:
        last = outcomes[-1].value if outcomes else None
        if isinstance(last, Raised) and last.kind == "TooSlow":
            outcomes.append(outcomes[-1])
        else:
            counts = case.size is not None
            outcome = call(answer, case.args, end, may_change, counts=counts, rules=rules)
            seen = dataclasses.replace(outcome.seen, cut=cut) if cut else outcome.seen
            outcomes.append(dataclasses.replace(outcome, seen=seen))
    return outcomes


def call(function, args, end, may_change=(), *, counts=False, rules=None):
    """Call a function on copies of `args`, until the clock says `end`; return the outcome."""
    given, ran, report = copy.deepcopy(args), (0, 0), lambda: watch.NOTHING
    taken = cost.watched(given) if counts else given
    said = Limited()
    quiet = contextlib.redirect_stdout(said), contextlib.redirect_stderr(Limited())
    try:
        with quiet[0], quiet[1], warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            with watch.watching(function, rules) as report:
                value, ran = timed(function, taken, end, counts)
    except BaseException as error:  # exit() and a looping function count too
        value = raised(error, function)
    names = enumerate(argument_names(function, args))
    changed = [
        (place, name)
        for (place, name), before, after in zip(names, args, given, strict=True)
        if place not in may_change and not same_state(before, after)
    ]
    seen = report()
    if rules is not None and rules.shuffles and counts and seen is not watch.BELIEVED:
        seen = dataclasses.replace(seen, drawn=watch.drawn(args, given))
    return Outcome(value, tuple(changed), ran, seen, said.getvalue())


def timed(function, args, end, counts=False):
    """Call a function; return its value, and what it cost (see `Outcome.ran`).

    Raises `TooSlow` in it at the first line that runs after `end`.

    A trace function needs neither signals nor threads, which a browser does not have. It misses
    loops of one line and those that catch everything, so where there is an alarm, that is set too.
    """
    lines = things = 0
    apart = None  # the frame whose lines do not count, nor those of what it calls

    def trace(frame, event, _arg):
        nonlocal lines, things, apart
        if time.monotonic() > end:
            raise TooSlow
        if counts and frame.f_code in cost.SEEN:
            things += cost.handed_over(frame)
            return None
        if frame.f_code.co_filename == watch.__file__:
            return None  # the watchman's own lines
        if frame.f_code in APART and event == "call":
            apart = apart or frame
        elif frame is apart and event == "return":
            apart = None
        if event == "line" and apart is None:
            lines += cost.statements(frame) if counts else 1
        return trace if counts or not is_library(frame.f_code) else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        with uncollected(counts), alarm(end - time.monotonic() + 0.2):
            lines = things = 0  # without the alarm's own
            value = function(*args)
            ran = (lines, things) if counts else (0, 0)
    finally:
        sys.settrace(before)
    if time.monotonic() > end:  # it caught what stopped it
        raise TooSlow
    return value, ran


@contextlib.contextmanager
def uncollected(counts):
    """Let no garbage be collected while lines count: it runs Python of others, now and then."""
    collects = gc.isenabled()
    if counts:
        gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


@contextlib.contextmanager
def alarm(seconds):
    """Raise `TooSlow` after so many seconds, and again until it gets through."""
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return
    armed = [True]

    def ring(*_):
        if armed:
            raise TooSlow

    before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.01), 0.05)
        try:
            yield
        finally:
            armed.clear()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before or signal.SIG_DFL)  # None: not set from Python


def argument_names(function, args):
    """Return the names that the learner gave to the arguments, as far as they can be known."""
    try:
        names = list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        names = []
    return [names[i] if i < len(names) else f"argument {i + 1}" for i in range(len(args))]


def same_state(before, after):
    """Tell whether an argument still holds what it held: an array, a model, a list of them."""
    if type(before) is not type(after):
        return False
    if isinstance(before, np.ndarray):
        return before.shape == after.shape and np.array_equal(before, after, equal_nan=True)
    if isinstance(before, dict):
        before, after = list(before.items()), list(after.items())
    if isinstance(before, (list, tuple)):
        pairs = zip(before, after, strict=False)
        return len(before) == len(after) and all(same_state(b, a) for b, a in pairs)
    if hasattr(before, "theta"):
        return same_state(before.theta, getattr(after, "theta", None))
    return not isinstance(before, (str, int, float)) or before == after
