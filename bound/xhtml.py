"""A part of the book as a page of an EPUB: XHTML, formulas in MathML, pictures in files."""

import hashlib
import html
import io
import re
from urllib.parse import unquote_to_bytes

from bs4 import BeautifulSoup
from PIL import Image

from nnlib.viz import palette

ROLE_OF = {colour: role for role, colour in palette.ROLES.items()}
OURS = re.compile(r' data-[\w-]+="[^"]*"')
COLOUR = re.compile(r'mathcolor="(#\w{6})"')
PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
  lang="en" xml:lang="en">
<head><meta charset="utf-8"/><title>{title}</title><link rel="stylesheet" href="book.css"/></head>
<body>
{body}
</body>
</html>
"""


def write(book, part, site, pictures):
    """Return a part as XHTML.

    Parameters
    ----------
    book : bound.parts.Book
        Whose formulas stand in the part.
    part : bound.parts.Part
        Changed on the way.
    site : pathlib.Path
        The built site, from which pictures come.
    pictures : dict
        Filled with the files that the page shows: their bytes, by name.
    """
    for picture in part.body.select("img[src]"):
        picture["src"] = kept(picture["src"], site, pictures)
    for link in part.body.select('a[href^="#"]'):
        place = link["href"][1:]
        link["href"] = f"{place.partition('--')[0]}.xhtml#{place}"
    for table in part.body.select("table"):
        table.wrap(BeautifulSoup('<div class="wide"></div>', "html.parser").div)
    body = book.filled(part.body.decode(formatter="minimal"), formula)
    return page(part.title, body)


def page(title, body):
    """Return a page of XHTML around what stands in it."""
    return PAGE.format(title=html.escape(title), body=body)


def kept(source, site, pictures):
    """Put a picture among those of the book, in a form that every reader knows; return its name."""
    if source.startswith("data:"):
        kind, _, data = source.removeprefix("data:").partition(",")
        if kind != "image/svg+xml":
            raise ValueError(f"a picture in a page must be image/svg+xml; got {kind}")
        content, ending = unquote_to_bytes(data), ".svg"
    else:
        content, ending = (site / source).read_bytes(), "." + source.rpartition(".")[2]
    if ending == ".webp":  # which readers of before 2023 need not know
        content, ending = as_png(content), ".png"
    name = f"pictures/{hashlib.sha256(content).hexdigest()[:16]}{ending}"
    pictures[name] = content
    return name


def as_png(content):
    """Return a picture as PNG, in few colours where it has few."""
    with Image.open(io.BytesIO(content)) as picture:
        plain = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        if plain.mode == "RGB":
            plain = plain.quantize(128, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        stream = io.BytesIO()
        plain.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def formula(found):
    """Return a formula in MathML, with its TeX for readers that know none."""
    said = html.escape(found.tex)
    written = OURS.sub("", COLOUR.sub(with_role, found.mathml))
    return written.replace("<math ", f'<math alttext="{said}" ', 1)


def with_role(colour):
    """Name the role of a colour beside it: on a dark page a style sheet gives it another."""
    if colour[1] not in ROLE_OF:
        raise ValueError(f"a formula has the colour {colour[1]}, which is no role's")
    return f'{colour[0]} class="role-{ROLE_OF[colour[1]]}"'
