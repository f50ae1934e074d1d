"""Plain characters for a terminal that cannot write the signs and letters of messages."""

import unicodedata

SIGNS = {
    "\u0302": "_hat",  # a circumflex above the letter before it
    "✓": "+", "◐": "~", "✗": "x", "○": "o", "█": "#", "░": ".", "▸": ">", "▶": ">",
    "−": "-", "–": "-", "—": "-", "·": "*", "⊙": "*", "×": "x", "÷": "/", "⁄": "/", "∂": "d",
    "′": "'", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "←": "<-", "→": "->",
    "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "∞": "inf", "√": "sqrt", "∑": "sum", "‖": "||",
    "⟨": "<", "⟩": ">", "⁽": "^(", "⁾": ")", "∈": "in", "±": "+-",
}  # fmt: skip
RAISED = {"<super>": "^", "<sub>": "_"}


def readable(text, encoding):
    """Return a text as an encoding can write it, with plain words for what it lacks.

    Parameters
    ----------
    text : str
    encoding : str or None
        What `sys.stdout.encoding` says; None, where any text can be written.
    """
    try:
        text.encode(encoding or "utf-32", "strict" if encoding else "surrogatepass")
    except UnicodeEncodeError:
        written = "".join(plain(character, encoding) for character in text)
        return written.replace("^(^", "^(")
    except LookupError:  # an encoding that Python does not know
        pass
    return text


def plain(character, encoding):
    """Return one character, or what stands for it where the encoding lacks it."""
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        pass
    else:
        return character
    if character in SIGNS:
        return SIGNS[character]
    kind, _, name = unicodedata.name(character, "").partition(" LETTER ")
    if kind.startswith("GREEK") and name.isalpha():
        return name.capitalize() if "CAPITAL" in kind else name.lower()
    form, *codes = unicodedata.decomposition(character).split() or [""]
    if not form.startswith("<"):  # a letter, and its accent
        form, codes = "", [form, *codes] if form else []
    parts = [chr(int(code, 16)) for code in codes]
    body = "".join(plain(p, encoding) for p in parts if not unicodedata.combining(p))
    return RAISED.get(form, "") + body if body else "?"
