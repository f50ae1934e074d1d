"""Outcomes as JSON, so that the judge can sit in another process than the learner's code.

JSON and not pickle: reading it runs nothing. Where marks are given, see tools/judge.py.
"""

import json

import numpy as np

from nnlib.checks.ask import Outcome
from nnlib.checks.crash import Raised
from nnlib.checks.values import Odd, described

# A learner's code may return anything: these keep a runaway answer from filling the notebook.
LARGEST, DEEPEST, LONGEST_TEXT = 100_000, 8, 2_000


def to_json(outcomes):
    """Return the outcomes of `ask` as text."""
    return json.dumps([{"value": packed(o.value), "changed": o.changed} for o in outcomes])


def from_json(text):
    """Return the outcomes that `to_json` wrote."""
    return [
        Outcome(
            unpacked(o["value"]), tuple((int(place), str(name)) for place, name in o["changed"])
        )
        for o in json.loads(text)
    ]


def packed(value, depth=0):
    """Return a value in terms of JSON; what an answer cannot consist of becomes its description."""
    if value is None or isinstance(value, (bool, float)):
        return value
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    if isinstance(value, (list, tuple)) and depth < DEEPEST and len(value) <= LARGEST:
        return [packed(part, depth + 1) for part in value]
    if value is ...:
        form = {"open": True}
    elif isinstance(value, Raised):
        parts = (value.kind, value.text, value.place, value.shapes)
        form = {"raised": [part[:LONGEST_TEXT] for part in parts]}
    elif isinstance(value, dict) and depth < DEEPEST and len(value) <= LARGEST:
        form = {"parts": {str(name): packed(part, depth + 1) for name, part in value.items()}}
    elif is_numbers(value):
        array = np.asarray(value)
        form = {"array": array.tolist(), "dtype": str(array.dtype), "shape": array.shape}
    else:
        form = {"odd": value.what if isinstance(value, Odd) else described(value)}
    return form


def is_numbers(value):
    """Tell whether a value is an array or a number that JSON can carry."""
    if isinstance(value, int):
        return abs(value) < 2**63
    array = isinstance(value, (np.ndarray, np.generic)) and value.size <= LARGEST
    return array and value.dtype.kind in "biuf" and value.dtype.itemsize <= 8


def unpacked(value):
    """Return what `packed` was given."""
    if isinstance(value, list):
        return [unpacked(part) for part in value]
    if not isinstance(value, dict):
        return value
    if "array" in value:
        return np.array(value["array"], dtype=value["dtype"]).reshape(value["shape"])
    if "parts" in value:
        return {name: unpacked(part) for name, part in value["parts"].items()}
    if "raised" in value:
        return Raised(*value["raised"])
    return ... if "open" in value else Odd(value["odd"])
