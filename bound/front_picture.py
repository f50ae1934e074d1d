"""The picture on the cover of an EPUB, which reading devices show among other books."""

import io
import textwrap

import matplotlib.pyplot as plt

from nnlib import viz

SIZE = (6.0, 8.0)  # inches
DOTS = 200  # an inch


def cover(book):
    """Return the cover as PNG: the title above a network."""
    fig = plt.figure(figsize=SIZE, facecolor="white", layout="none")
    try:
        ax = fig.add_axes((0.06, 0.14, 0.88, 0.40))
        viz.network(ax, (2, 3, 1), names=[["$x_1$", "$x_2$"], ["$a_1$", "$a_2$", "$a_3$"], ["$a$"]])
        title = "\n".join(textwrap.wrap(book.title, 16))
        fig.text(0.5, 0.77, title, ha="center", va="center", fontsize=40, linespacing=1.25)
        fig.text(0.5, 0.06, book.author, ha="center", va="center", fontsize=11)
        stream = io.BytesIO()
        fig.savefig(stream, dpi=DOTS, metadata={"Software": None})
    finally:
        plt.close(fig)
    return stream.getvalue()
