"""Fields for an exercise that asks for numbers: from the dots of its stub and the right answer."""

import html
import itertools
import json
import re

import numpy as np

LINE = re.compile(r'^ *"(\w+)": \.\.\.,(?: *# *(.*))?$', re.MULTILINE)
OPTION = re.compile(r'"([^"]+)"')


def form(stub, right, guesses):
    """Return the HTML of a form, or "" if the answer is a function.

    Parameters
    ----------
    stub : str
        The cell that a learner starts with: a dict with dots.
    right : dict or callable
        The right answer, whose shapes say how many fields a part has.
    guesses : mapping
        The parts that are guessed before they are measured, in words or numbers.
    """
    if callable(right):
        return ""
    rows, options = [], ()
    for name, remark in LINE.findall(stub):
        words = isinstance(right[name], str)
        # A remark on the first of several parts names the words that all of them may have.
        options = OPTION.findall(remark) or options if words else ()
        shape = () if words else np.shape(right[name])
        labels = [
            f"{name}, {place(index)}" if shape else name
            for index in itertools.product(*map(range, shape))
        ]
        kind = "words" if words or name in guesses else "number"
        fields = "".join(field(name, label, shape, kind, options) for label in labels)
        if len(shape) == 2:
            fields = f'<span class="practise-table" style="--columns: {shape[1]}">{fields}</span>'
        note = f'<span class="practise-remark">{html.escape(remark)}</span>' if remark else ""
        rows.append(
            f'<div class="practise-part"><code>{name}</code>'
            f'<span class="practise-inputs">{fields}</span>{note}</div>'
        )
    return f'<div class="practise-fields">{"".join(rows)}</div>'


def place(index):
    """Name an entry: by its number, or by row and column."""
    if len(index) == 1:
        return f"number {index[0] + 1}"
    return f"row {index[0] + 1}, column {index[1] + 1}"


def field(name, label, shape, kind, options):
    """Return one field: a choice where the words are given, else one to write into."""
    common = (
        f'data-part="{name}" data-shape="{json.dumps(shape)}" data-kind="{kind}" '
        f'aria-label="{label}" autocomplete="off"'
    )
    if options:
        choices = "".join(f"<option>{html.escape(word)}</option>" for word in ("", *options))
        return f"<select {common}>{choices}</select>"
    size = 24 if kind == "words" else 8
    # No inputmode: the keyboard of numbers lacks minus, slash and brackets on many phones.
    return (
        f'<input {common} type="text" size="{size}" autocapitalize="off" autocorrect="off" '
        f'spellcheck="false" enterkeyhint="done">'
    )
