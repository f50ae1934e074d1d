"""What tells a reader's program of an EPUB: its files, their order, the contents, what it is."""

import html
import tomllib
import uuid
from datetime import UTC, datetime
from pathlib import Path

from bound.xhtml import page

ROOT = Path(__file__).resolve().parents[1]
KINDS = {
    "xhtml": "application/xhtml+xml",
    "css": "text/css",
    "png": "image/png",
    "svg": "image/svg+xml",
}
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/book.opf"
  media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
SUMMARY = (
    "Formulas are MathML with their TeX beside them, every picture has a text alternative, code is "
    "text, and headings, contents and links lead through the book. Colour never stands alone."
)
ACCESS = (
    [("schema:accessMode", mode) for mode in ("textual", "visual")]
    + [("schema:accessModeSufficient", "textual")]
    + [
        ("schema:accessibilityFeature", feature)
        for feature in (
            "MathML", "alternativeText", "readingOrder", "structuralNavigation", "tableOfContents",
        )
    ]
    + [("schema:accessibilityHazard", "none"), ("schema:accessibilitySummary", SUMMARY)]
)  # fmt: skip
PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:creator>{author}</dc:creator>
<dc:language>en</dc:language>
<dc:rights>{rights}</dc:rights>
<meta property="dcterms:modified">{when:%Y-%m-%dT%H:%M:%SZ}</meta>
{access}
</metadata>
<manifest>
{manifest}
</manifest>
<spine>
{spine}
</spine>
</package>
"""
RIGHTS = "Text and figures: CC BY 4.0. Code: MIT licence."


def package(book, files, with_formulas, built):
    """Return the package document.

    Parameters
    ----------
    book : bound.parts.Book
        The book.
    files : sequence of str
        The names of all other files; pages in reading order.
    with_formulas : set of str
        Those that hold MathML, as a reader's program wants to know.
    built : float
        When the site was built, in seconds since 1970.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    known = {"nav.xhtml": ' properties="nav"', "cover.png": ' properties="cover-image"'}
    rows, spine = [], []
    for number, name in enumerate(files):
        properties = known.get(name, "")
        if name in with_formulas:
            properties = ' properties="mathml"'
        kind = KINDS[name.rpartition(".")[2]]
        rows.append(f'<item id="f{number}" href="{name}" media-type="{kind}"{properties}/>')
        if name.endswith(".xhtml"):
            spine.append(f'<itemref idref="f{number}"/>')
    return PACKAGE.format(
        identifier=uuid.uuid5(uuid.NAMESPACE_URL, f"{book.title} {project['version']}"),
        title=html.escape(book.title),
        author=html.escape(book.author),
        rights=RIGHTS,
        when=datetime.fromtimestamp(built, UTC),
        access="\n".join(f'<meta property="{key}">{said}</meta>' for key, said in ACCESS),
        manifest="\n".join(rows),
        spine="\n".join(spine),
    )


def contents(parts):
    """Return the page of contents: each part with its sections, grouped as in the book."""
    groups = {}
    for part in parts:
        groups.setdefault(part.group, []).append(entry(part))
    rows = [
        "".join(entries)
        if not group
        else f"<li><span>{group}</span><ol>{''.join(entries)}</ol></li>"
        for group, entries in groups.items()
    ]
    body = f'<nav epub:type="toc" id="toc"><h1>Contents</h1><ol>{"".join(rows)}</ol></nav>'
    marks = [("cover", "cover.xhtml", "Cover"), ("toc", "nav.xhtml", "Contents")]
    marks.append(("bodymatter", f"{parts[0].id}.xhtml", "Begin"))
    links = "".join(f'<li><a epub:type="{k}" href="{a}">{w}</a></li>' for k, a, w in marks)
    return page("Contents", f'{body}<nav epub:type="landmarks" hidden=""><ol>{links}</ol></nav>')


def entry(part):
    """Return the line of a part in the contents, with those of its sections beneath."""
    file = f"{part.id}.xhtml"
    lines = []
    for heading in part.body.select("h2"):
        section = heading.find_parent("section")
        if section.get("id"):
            said = html.escape(" ".join(words(heading).split()))
            lines.append(f'<li><a href="{file}#{section["id"]}">{said}</a></li>')
    below = f"<ol>{''.join(lines)}</ol>" if lines else ""
    return f'<li><a href="{file}">{html.escape(part.title)}</a>{below}</li>'


def words(heading):
    """Return the words of a heading; a formula in one could not be read in the contents."""
    if heading.find("mjx-place"):
        raise ValueError(f"a heading has a formula, which contents cannot show: {heading}")
    return heading.get_text()
