"""Small repairs of the markup that Sphinx and MyST-NB write, and the buttons that copy code."""

import re

BLOCK = re.compile(r'(<div class="highlight">)(?=<pre)')
BUTTON = '<button class="copybtn pst-js-only" title="Copy" aria-label="Copy this code"></button>'
# What a button shows is what a screen reader says, and what a reader can say who speaks to the
# computer (WCAG 2.5.3): this label says something else than the text that is seen.
SUMMARY = re.compile(r'(<summary)\s+aria-label="[^"]*"')
# A list has items; docutils gives its citations a role that no longer says so.
CITATION = 'role="doc-biblioentry"'


def write(pages):
    """Mend each page."""
    for name, text in pages.items():
        mended = SUMMARY.sub(r"\1", text).replace(CITATION, 'role="listitem"')
        pages[name] = BLOCK.sub(rf"\1{BUTTON}", mended)
