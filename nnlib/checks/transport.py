"""Outcomes as JSON, so that the judge can sit in another process than the learner's code.

JSON and not pickle: reading it runs nothing. What is read may be forged, so the reader believes
nothing and takes only what the writer can have written. tools/judge.py gives marks by it.
"""

import json
import math

import numpy as np

from nnlib.checks.ask import Outcome
from nnlib.checks.crash import Raised
from nnlib.checks.terms import DEEPEST, LONGEST_TEXT
from nnlib.checks.values import Odd
from nnlib.checks.watch import NOTHING, Seen

MOST_LINES = 10**9  # more than Python runs in a minute
LONGEST_JSON = 1_000_000  # characters; honest outcomes have a few thousand
TYPES = {"bool", "float64", "float32", "float16"} | {
    f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)
}
REFUSALS = {"NotImplementedError", "NotAFunction"}  # there a single outcome stands for all cases


def to_json(outcomes):
    """Return the outcomes of `ask` as text."""
    return json.dumps([entry_of(outcome) for outcome in outcomes])


def entry_of(outcome):
    """Return one outcome in terms of JSON; what was seen stands in it if anything was."""
    entry = {"value": packed(outcome.value), "changed": outcome.changed, "ran": outcome.ran}
    seen = outcome.seen
    told = [seen.called, seen.passes, seen.drawn, seen.cut]
    return entry if seen == NOTHING else entry | {"seen": told}


def packed(value):
    """Return a value, which is in the judge's terms, in those of JSON."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, list):
        return [packed(part) for part in value]
    if value is ...:
        form = {"open": True}
    elif isinstance(value, tuple):
        form = {"tuple": [packed(part) for part in value]}
    elif isinstance(value, Raised):
        parts = (value.kind, value.text, value.place, value.shapes, value.advice)
        form = {"raised": [part[:LONGEST_TEXT] for part in parts]}
    elif isinstance(value, dict):
        form = {"parts": {name: packed(part) for name, part in value.items()}}
    elif isinstance(value, np.ndarray):
        form = {"array": value.tolist(), "dtype": str(value.dtype), "shape": value.shape}
    else:
        form = {"odd": value.what[:LONGEST_TEXT]}
    return form


class MalformedError(ValueError):
    """What came is not what `check` sends."""


def demand(condition):
    """Raise `MalformedError` unless the condition holds."""
    if not condition:
        raise MalformedError


def from_json(text, count):
    """Return the outcomes in a text from the kernel, one for each of `count` calls.

    Raises
    ------
    MalformedError
        If it is anything but what `to_json` writes.
    """
    demand(isinstance(text, str) and len(text) <= LONGEST_JSON)
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError):
        raise MalformedError from None
    demand(isinstance(entries, list) and 1 <= len(entries) <= count)
    outcomes = []
    for entry in entries:
        demand(isinstance(entry, dict) and entry.keys() - {"seen"} == {"value", "changed", "ran"})
        changed = entry["changed"]
        demand(isinstance(changed, list) and len(changed) <= 100)
        demand(all(isinstance(pair, list) and len(pair) == 2 for pair in changed))
        demand(all(type(place) is int and isinstance(name, str) for place, name in changed))
        changed = tuple((place, name[:100]) for place, name in changed)
        ran = entry["ran"]
        demand(isinstance(ran, list) and len(ran) == 2)
        demand(all(type(count) is int and 0 <= count <= MOST_LINES for count in ran))
        seen = seen_in(entry.get("seen", [[], 0, 0, 0]))
        outcomes.append(Outcome(unpacked(entry["value"]), changed, tuple(ran), seen))
    refused = getattr(outcomes[0].value, "kind", "") in REFUSALS
    demand(len(outcomes) == count or (refused and len(outcomes) == 1))
    return outcomes


def seen_in(entry):
    """Return what was seen in a call."""
    demand(isinstance(entry, list) and len(entry) == 4 and isinstance(entry[0], list))
    called, *counts = entry
    demand(len(called) <= 100 and all(isinstance(pair, list) and len(pair) == 2 for pair in called))
    demand(all(isinstance(name, str) for name, _ in called))
    counts += [count for _, count in called]
    demand(all(type(count) is int and 0 <= count <= MOST_LINES for count in counts))
    return Seen(tuple((name[:100], count) for name, count in called), *counts[:3])


def unpacked(value, depth=0):
    """Return what `packed` was given, or raise `MalformedError`; nothing is believed."""
    demand(depth <= DEEPEST)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, list):
        return [unpacked(part, depth + 1) for part in value]
    demand(isinstance(value, dict))
    if value.keys() == {"array", "dtype", "shape"}:
        return array(**value)
    demand(len(value) == 1)
    ((kind, content),) = value.items()
    made = ...
    if kind == "tuple":
        demand(isinstance(content, list))
        made = tuple(unpacked(part, depth + 1) for part in content)
    elif kind == "parts":
        demand(isinstance(content, dict))
        made = {name: unpacked(part, depth + 1) for name, part in content.items()}
    elif kind == "raised":
        demand(isinstance(content, list) and len(content) == 5)
        demand(all(isinstance(text, str) for text in content))
        made = Raised(*(text[:LONGEST_TEXT] for text in content))
    elif kind == "odd":
        demand(isinstance(content, str))
        made = Odd(content[:LONGEST_TEXT])
    else:
        demand(kind == "open")
    return made


def array(array, dtype, shape):
    """Return an array of exactly this type and shape, of one of the types that answers may have."""
    demand(isinstance(dtype, str) and dtype in TYPES)
    demand(isinstance(shape, list) and len(shape) <= DEEPEST)
    demand(all(type(n) is int and 0 <= n <= LONGEST_JSON for n in shape))
    try:
        made = np.array(array, dtype=dtype)
    except (TypeError, OverflowError, ValueError):
        raise MalformedError from None
    demand(made.size == math.prod(shape))
    return made.reshape(shape)
