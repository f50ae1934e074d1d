"""What to do about lines that Python does not understand, where learners often write them."""

import keyword
import re

SIGNS = {
    **dict.fromkeys("−–—", "minus is the hyphen, `-`"),
    **dict.fromkeys("×·⋅∙", "sign for a product is `*`, and a pair is written `(2, 5)`"),
    **dict.fromkeys("÷∕⁄", "sign for a division is `/`"),
    **dict.fromkeys("“”„″«»", 'quotes are straight, `"`'),
    **dict.fromkeys("‘’‚′", "quotes are straight, `'`"),
    **dict.fromkeys("½⅓¼¾⅔⅛⅜⅝⅞", "fractions have a slash, `3 / 4`"),
    **dict.fromkeys("²³ᵀ⁻¹", "powers are written `a ** 2`, and a transpose is `a.T`"),
    "√": "root is `np.sqrt(…)`, or `** 0.5`",
    "≤": "sign for “at most” is `<=`",
    "≥": "sign for “at least” is `>=`",
    "≠": "sign for “not equal” is `!=`",
    "\xa0": "space is the one of the space bar; this one came along with what was copied",
}
PROMPT = re.compile(r"\s*(>>>|\.\.\.(?=\s|$)|(In|Out)\s?\[\d*\]:)")
# In a line that Python does not understand, in the order in which they are looked for.
LINES = (
    (re.compile(r"^\s*(```)"), "This line is Markdown, which marks code for a page: leave it out."),
    (re.compile(r'^\s*"\w+":[^#]*?(?<![\w."])([a-zA-Z]+ +\d[\d.]*)'), "`{0}` is read as words side "
     "by side. A number is wanted or an expression, such as `-0.4` or `np.log(3)`."),
    (re.compile(r'^\s*"\w+": *([^\[(#{"]*\d+, *[-+\d][^\])#]*?),\s*(?:#|$)'), "Several numbers "
     "stand in brackets: `[{0}]`."),
    (re.compile(r"\d\s*(%)"), "A number is written without a percent sign: 40 % is `0.4`."),
    (re.compile(r"[\[(][^\[\]()]*(;)"), "Between two numbers stands a comma, not a `{0}`."),
    (re.compile(r"(?<![\w.])(\d+\.\d+\.\d*)"), "`{0}` has two points, and a number has one."),
    (re.compile(r"(?<![\w.])(\d+x\d+)\b"), "`{0}` is no number. A shape is a pair, `(2, 5)`, and a "
     "product needs a `*`."),
    (re.compile(r"(?<![\w.])(\d+(?:\.\d+)?[a-df-zA-DF-Z]\w*)"), "`{0}` is two things side by side: "
     "between them belongs a sign, as in `2 * x`."),
)  # fmt: skip
INDENT = {
    "unexpected indent": "This line begins further to the right than the one above, and nothing "
    "above opens a block. If all lines begin with spaces, take as many away from each.",
    "expected an indented block": "What belongs to the line with the colon begins four spaces "
    "further to the right.",
}
EQUAL_SPACES = "Lines that belong together begin with equally many spaces; a tab is not a space."


def prompted(line):
    """Say that a line begins with the prompt of a session, "" if it does not."""
    found = PROMPT.match(line)
    told = "A prompt was copied along. Take `{}` and its like out of each line."
    return told.format(found[1]) if found else ""


def on_syntax(error):
    """Return what to do about a `SyntaxError`, "" if it says so itself."""
    line, said = error.text or "", str(error.msg)
    sign = re.search("invalid (?:non-printable )?character '?(.)?", said)
    odd = next((letter for letter in line if letter in SIGNS), None) if sign else None
    if odd:
        return f"Python's {SIGNS[odd]}."
    if prompted(line):
        return prompted(line)
    for pattern, words in LINES:
        found = pattern.search(line)
        if found:
            return words.format(found[1].strip())
    if isinstance(error, IndentationError):
        return next((words for start, words in INDENT.items() if said.startswith(start)),
                    EQUAL_SPACES)  # fmt: skip
    first = re.match(r"\s*([A-Za-z]+)", line)
    if first and first[1].lower() in keyword.kwlist and first[1] not in keyword.kwlist:
        return f"Python writes its own words small: `{first[1].lower()}`."
    return ""
