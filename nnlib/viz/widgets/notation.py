"""Equations in one short notation, written for a page, for a picture and for a voice.

A symbol is a letter, a raised mark in brackets and an index after ``_``: ``w[1]_12``, ``δ[y]_3``,
``h_2``. A ``∂`` in front makes it the derivative of the cost: ``∂w[1]_12`` is ∂C/∂w.
"""

import re

from matplotlib.colors import to_rgb

from nnlib.viz.palette import ROLES

SYMBOL = re.compile(r"(∂)?([A-Za-zδσ])(?:\[(\w+)\])?(?:_(\w+))?")
TOKEN = re.compile(rf"{SYMBOL.pattern}|(−?\d[\d.]*)|(\S)")
SPOKEN = {"·": "times", "²": " squared", "/": "over"}


def number(value, digits=5):
    """Write a number with so many decimals, fewer where two say it all, and a true minus."""
    short = round(float(value), 2) + 0.0  # no minus before a zero
    text = f"{short:g}" if abs(value - short) < 1e-12 else f"{value:.{digits}f}"
    return text.replace("-", "−")


def fixed(value, digits):
    """Write a number with exactly so many decimals, and a true minus."""
    return f"{round(float(value), digits) + 0.0:.{digits}f}".replace("-", "−")


def factor(value, digits=5):
    """Write a number as `number` does, in brackets where it is negative."""
    text = number(value, digits)
    return f"({text})" if text.startswith("−") else text


def mathtext(symbol):
    """Write one symbol for a Matplotlib picture.

    >>> mathtext("z[2]_1")
    '$z^{(2)}_{1}$'
    """
    slope, letter, mark, index = SYMBOL.fullmatch(symbol).groups()
    upper = "" if mark is None else f"^{{{_mark(mark)}}}"
    lower = "" if index is None else f"_{{{index}}}"
    text = f"{letter}{upper}{lower}"
    return f"${rf'∂C/∂{text}' if slope else text}$"


def spoken(equation):
    """Write an equation as words, for the alternative text of a picture.

    >>> spoken("a[1]_2 = σ(z[1]_2)")
    'a2 of layer 1 = σ(z2 of layer 1)'
    """

    def word(match):
        slope, letter, mark, index, value, sign = match.groups()
        if value or sign:
            return value.replace("−", "minus ") if value else SPOKEN.get(sign, sign)
        of = f" of layer {mark}" if mark and mark.isdigit() else ""
        index = index if index is None or index.isdigit() else f"_{index}"
        raised = mark if mark and not of else ""
        return f"{'∂C/∂' if slope else ''}{letter}{raised}{index or ''}{of}"

    return TOKEN.sub(word, equation)


def mathml(equation, roles):
    """Write an equation as MathML, in pieces between which a narrow page may break the line.

    Parameters
    ----------
    equation : str
        In the notation of this module.
    roles : dict of str to str
        The role of a symbol, by its letter with its mark: ``{"x": "input", "a[2]": "output"}``.

    Returns
    -------
    str
        One ``<math>`` element for each side of ``=``.
    """
    sides = re.split(r"\s+(?==)", equation)
    written = (TOKEN.sub(lambda match: _element(match, roles), side) for side in sides)
    return " ".join(f"<math>{side}</math>" for side in written)


def _element(match, roles):
    slope, letter, mark, index, value, sign = match.groups()
    if value:
        minus = '<mo form="prefix">−</mo>' if value[0] == "−" else ""
        return f"{minus}<mn>{value.lstrip('−')}</mn>"
    if sign:
        return f"<mo>{sign}</mo>"
    parts = [f"<mi>{letter}</mi>"]
    if index is not None:
        parts.append(f"<mn>{index}</mn>" if index.isdigit() else f"<mtext>{index}</mtext>")
    if mark is not None:
        parts.append(f"<mn>{_mark(mark)}</mn>" if mark.isdigit() else f"<mi>{mark}</mi>")
    tag = {(False, False): "mrow", (True, False): "msub", (False, True): "msup"}.get(
        (index is not None, mark is not None), "msubsup"
    )
    text = f"<{tag}>{''.join(parts)}</{tag}>"
    role = roles.get("∂") if slope else roles.get(letter if mark is None else f"{letter}[{mark}]")
    if slope:
        text = f"<mi>∂</mi><mi>C</mi><mo>/</mo><mi>∂</mi>{text}"
    return f'<mrow style="{_colour(role)}">{text}</mrow>' if role else text


def _colour(role):
    """Return the style of a role, in the form that the dark pages look for (style.css)."""
    red, green, blue = (round(255 * part) for part in to_rgb(ROLES[role]))
    return f"color: rgb({red}, {green}, {blue});"


def _mark(mark):
    return f"({mark})" if mark.isdigit() else mark
