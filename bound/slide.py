"""A slide, before it becomes HTML."""

from dataclasses import dataclass, field


@dataclass
class Slide:
    """A slide: what it shows, as HTML, and what is said.

    Attributes
    ----------
    title : str
        Its heading; "" for none.
    shown, notes : list of str
        HTML.
    marked : bool
        Whether it shows a cell that the notebook marks.
    kind : str
        The class of its section.
    """

    title: str
    shown: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    marked: bool = False
    kind: str = ""

    def markup(self, page):
        """Return the slide as reveal.js wants it, with the formulas of its page."""
        heading = f"<h2>{self.title}</h2>" if self.title else ""
        shown = page.filled(f'{heading}<div class="fit"><div>{"".join(self.shown)}</div></div>')
        spoken = page.filled("".join(self.notes), notes=True)
        notes = f'<aside class="notes">{spoken}</aside>' if spoken else ""
        return f'<section class="{self.kind}">{shown}{notes}</section>'
