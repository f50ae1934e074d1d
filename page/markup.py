"""Small repairs of the markup that Sphinx and MyST-NB write, and the buttons that copy code."""

import html
import re

BLOCK = re.compile(r'(<div class="highlight">)(?=<pre)')
BUTTON = '<button class="copybtn pst-js-only" title="Copy" aria-label="Copy this code"></button>'
# What a button shows is what a screen reader says, and what a reader can say who speaks to the
# computer (WCAG 2.5.3): this label says something else than the text that is seen.
SUMMARY = re.compile(r'(<summary)\s+aria-label="[^"]*"')
# A notebook's hints bring a triangle as a letter, which never turns and is read aloud; here the
# style sheet draws it.
TRIANGLE = re.compile(r"<summary style=[^>]*>▸ ")
# A list has items; docutils gives its citations a role that no longer says so.
CITATION = 'role="doc-biblioentry"'

CODE = re.compile(r"<pre>(.*?)</pre>", re.DOTALL)
TABLE = '<div class="pst-scrollable-table-container"'
HEADED = re.compile(r'<table class="table">\s*<thead>.*?</table>', re.DOTALL)
EMPTY = re.compile(r'class="head"><p></p></th>')
ROW, CELL = re.compile(r"<tr.*?</tr>", re.DOTALL), re.compile(r"<td>(.*?)</td>", re.DOTALL)
NARROW = 36  # characters that fit the narrowest phone


def write(pages):
    """Mend each page."""
    for name, text in pages.items():
        mended = SUMMARY.sub(r"\1", text).replace(CITATION, 'role="listitem"')
        mended = TRIANGLE.sub("<summary>", mended)
        mended = mended.replace(TABLE, f'{TABLE} tabindex="0"')
        mended = HEADED.sub(with_row_headers, mended)
        pages[name] = CODE.sub(reachable, BLOCK.sub(rf"\1{BUTTON}", mended))


def reachable(block):
    """Let the keyboard reach code that may have to be scrolled; page.js knows where it need not."""
    lines = html.unescape(re.sub(r"<[^>]*>", "", block[1])).splitlines()
    return (
        f'<pre tabindex="0">{block[1]}</pre>'
        if max(map(len, lines), default=0) > NARROW
        else block[0]
    )


def with_row_headers(table):
    """Make the first columns of a table headers of its rows, where they have no name themselves.

    A header that says nothing is none; what stands below it tells one row from another.
    """
    head, body = table[0].split("</thead>", 1)
    cells = head.split("<th ")[1:]
    unnamed = next((n for n, cell in enumerate(cells) if not EMPTY.match(cell)), len(cells))

    def headed(row):
        return CELL.sub(r'<th scope="row">\1</th>', row[0], count=unnamed)

    body = ROW.sub(headed, body) if unnamed else body
    return re.sub(rf"<th {EMPTY.pattern}", "<td></td>", head) + "</thead>" + body
