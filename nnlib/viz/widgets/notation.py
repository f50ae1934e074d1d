"""Equations in one short notation, written for a page, for a picture and for a voice.

A symbol is a letter, a raised mark in brackets and an index after ``_``: ``w[1]_12``, ``δ[y]_3``,
``h_2``. A ``∂`` in front makes it the derivative of the cost: ``∂w[1]_12`` is ∂C/∂w.
"""

import re
from html import escape

from nnlib.viz.palette import ROLES

SYMBOL = re.compile(r"(∂)?(?!tanh)([A-Za-zδσ])(?:\[(\w+)\])?(?:_([^\W²]+))?")
TOKEN = re.compile(rf"{SYMBOL.pattern}|(−?\d[\d.]*)|(tanh|\S)")
BRACED = re.compile(r"\{(.+?)\}")
SPOKEN = {"·": "times", "²": " squared", "/": "over"}
WRITTEN = {"·": r"\cdot", "²": "^2", "−": "-", "σ": r"\sigma", "δ": r"\delta"}
WRITTEN |= {"tanh": r"\tanh"}


def number(value, digits=5):
    """Write a number with so many decimals, fewer where two say it all, and a true minus."""
    short = round(float(value), 2) + 0.0  # no minus before a zero
    text = f"{short:g}" if abs(value - short) < 1e-12 else f"{value:.{digits}f}"
    return text.replace("-", "−")


def fixed(value, digits):
    """Write a number with exactly so many decimals, and a true minus."""
    return f"{round(float(value), digits) + 0.0:.{digits}f}".replace("-", "−")


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


def tex(equation, roles):
    r"""Write an equation as TeX, in pieces between which a narrow page may break the line.

    Parameters
    ----------
    equation : str
        In the notation of this module.
    roles : dict of str to str
        The role of a symbol, by its letter with its mark: ``{"x": "input", "a[2]": "output"}``;
        that of a derivative by ``"∂"``.

    Returns
    -------
    list of str
        A formula for each side of ``=``.

    >>> tex("h_2 = (−0.5) · w_hh", {})
    ['h_{2}', '= (-0.5) \\cdot w_{hh}']
    """
    sides = re.split(r"\s+(?==)", equation)
    return [TOKEN.sub(lambda match: _written(match, roles), side) for side in sides]


def _written(match, roles):
    slope, letter, mark, index, value, sign = match.groups()
    if value or sign:
        return value.replace("−", "-") if value else WRITTEN.get(sign, sign)
    upper = "" if mark is None else f"^{{{_mark(mark)}}}"
    lower = "" if index is None else f"_{{{index}}}"
    text = f"{WRITTEN.get(letter, letter)}{upper}{lower}"
    role = roles.get("∂") if slope else roles.get(letter if mark is None else f"{letter}[{mark}]")
    if slope:
        text = rf"\frac{{\partial C}}{{\partial {text}}}"
    return rf"\textcolor{{{ROLES[role]}}}{{{text}}}" if role else text


def page(equation, roles):
    """Write an equation as HTML, for what typesets formulas on the page or in the notebook."""
    sides = (rf'<span class="math">\({escape(side)}\)</span>' for side in tex(equation, roles))
    return " ".join(sides)


def _mark(mark):
    return f"({mark})" if mark.isdigit() else mark


def titled(title, roles):
    """Return a title, in which symbols stand between braces, as it is spoken and as HTML."""
    plain = BRACED.sub(lambda match: spoken(match[1]), title)
    parts = BRACED.split(title)  # a text and a symbol by turns
    shown = [page(part, roles) if n % 2 else escape(part) for n, part in enumerate(parts)]
    return plain, "".join(shown)
