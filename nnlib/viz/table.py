"""Tables of results: real ones on a page, aligned columns where there are only letters."""

from html import escape
from numbers import Integral

ALIGNMENTS = {"l": "left", "c": "center", "r": "right"}
PAD = {"l": str.ljust, "c": str.center, "r": str.rjust}


class Table:
    """A table that a notebook shows as one and a terminal as text; `table` makes it."""

    def __init__(self, headings, rows, align):
        self.headings, self.rows, self.align = headings, rows, align

    def __repr__(self):
        lines = [self.headings, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        padded = (
            "  ".join(
                PAD[a](cell, width) for a, cell, width in zip(self.align, row, widths, strict=True)
            )
            for row in lines
        )
        return "\n".join(line.rstrip() for line in padded)

    def _repr_html_(self):
        def row(tag, cells):
            return "".join(
                f'<{tag} style="text-align: {ALIGNMENTS[a]}">{escape(cell)}</{tag.split()[0]}>'
                for a, cell in zip(self.align, cells, strict=True)
            )

        head = f"<thead><tr>{row('th scope=col', self.headings)}</tr></thead>"
        body = "".join(f"<tr>{row('td', cells)}</tr>" for cells in self.rows)
        return f'<table class="nnlib-table">{head}<tbody>{body}</tbody></table>'


def table(headings, rows, *, align=None):
    """Make a table that fits a phone, for the last line of a cell.

    Parameters
    ----------
    headings : sequence of str
        What stands above each column.
    rows : sequence of sequences of str or int
        The cells, as you want them read: format numbers yourself, as in ``f"{loss:.4f}"``.
    align : str, optional
        A letter for each column: ``l``, ``c`` or ``r``. By default the first is ``l`` and the
        others are ``r``, as suits numbers.

    Returns
    -------
    Table
        The table, which a notebook shows.
    """
    headings = [str(heading) for heading in headings]
    rows = [list(row) for row in rows]
    for n, row in enumerate(rows):
        if len(row) != len(headings):
            raise ValueError(
                f"rows must have {len(headings)} cells each, as headings, got {len(row)} in row {n}"
            )
        for cell in row:
            if isinstance(cell, bool) or not isinstance(cell, str | Integral):
                raise TypeError(
                    f"rows must hold texts or whole numbers, got {cell!r} in row {n}; "
                    "format it as you want it read, as in f'{value:.4f}'"
                )
    align = "l" + "r" * (len(headings) - 1) if align is None else align
    if len(align) != len(headings) or not set(align) <= set(ALIGNMENTS):
        raise ValueError(
            f"align must have a letter l, c or r for each of {len(headings)} columns, got {align!r}"
        )
    return Table(headings, [[str(cell) for cell in row] for row in rows], align)
