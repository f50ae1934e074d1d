"""The fonts of the formulas: the characters that occur, as data within the style sheet.

A font in a file of its own would come late and move the text, and some browsers refuse one to a
page opened from the disk. Cut down to the characters of this book, all fonts together weigh less
than one of them whole.
"""

import base64
import html
import io
import logging
import re
from pathlib import Path

from fontTools import subset

MODULES = Path(__file__).parents[1] / "node_modules"
FOLDER = MODULES / "@mathjax" / "mathjax-newcm-font" / "chtml" / "woff2"
logging.getLogger("fontTools").setLevel(logging.WARNING)

FACE = re.compile(r"@font-face[^{]*\{\s*font-family: ([\w-]+);[^}]*?/([\w-]+\.woff2)[^}]*\}\s*")
FAMILY = re.compile(r"\.TEX-([A-Z0-9]+) \{[^}]*\}\s*")
ALWAYS = {"MJX-BRK", "MJX-TEX-ZERO", "MJX-TEX-N"}


def embed(css, markup):
    """Return the style sheet with the characters of `markup` instead of addresses of fonts."""
    characters = set(html.unescape(re.sub(r"<[^>]*>", "", markup)))
    used = ALWAYS | {f"MJX-TEX-{name}" for name in re.findall(r"\bTEX-([A-Z0-9]+)", markup)}

    def face(match):
        family, file = match.groups()
        if family not in used:
            return ""
        data = base64.b64encode(cut(FOLDER / file, characters)).decode()
        source = f'url("data:font/woff2;base64,{data}") format("woff2")'
        return f"@font-face {{ font-family: {family}; src: {source}; }}\n"

    css = FAMILY.sub(lambda rule: rule[0] if f"MJX-TEX-{rule[1]}" in used else "", css)
    return FACE.sub(face, css)


def cut(file, characters):
    """Return the font in `file` with these characters alone."""
    options = subset.Options(flavor="woff2", layout_features=[], hinting=False)
    options.drop_tables += ["ltag"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=map(ord, characters))
    data = io.BytesIO()
    with subset.load_font(file, options) as font:
        cutter.subset(font)
        subset.save_font(font, data, options)
    return data.getvalue()
