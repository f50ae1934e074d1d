"""Sums in numbers that a reader can work out again: what is shown comes out as shown."""

import re

from nnlib.viz.widgets.notation import number

MORE = 5  # decimals that a value may get so that a sum holds as it is shown


def worked(form, values, rule, digits=5):
    """Work a sum out in numbers, with so many decimals that what is shown adds up as shown.

    Parameters
    ----------
    form : str
        Where the values stand: ``"{} · {} + {}"``. All but the first get brackets if negative.
    values : sequence of float
        The values.
    rule : callable
        The same in Python: ``lambda w, a, b: w * a + b``.
    digits : int, default 5
        The decimals of the result, and as a rule of the values. Where the values rounded to them
        would give another result, they get a decimal more.

    Returns
    -------
    str
        The numbers and their result, ``"0.4 · 0.5 + (−0.1) = 0.1"``.
    """
    result = number(rule(*values), digits)
    for places in range(digits, digits + MORE):
        texts = [number(value, places) for value in values]
        if number(rule(*map(told, texts)), digits) == result:
            break
    first = re.match(
        r"(σ|tanh)?\(?{", form
    )  # nothing before it that a minus could be taken together with
    bare = {0} if first else set()
    shown = (t if n in bare or t[0] != "−" else f"({t})" for n, t in enumerate(texts))
    return f"{form.format(*shown)} = {result}"


def told(text):
    """Return the number that a text says."""
    return float(text.replace("−", "-"))
