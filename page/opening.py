"""The figure that opens the first page: the circle of the chapter on two layers, being learned.

The network is trained while the book is built, as the chapter trains it. Each frame is a small SVG
over one ground, the points; static/first.js lets it play before the reader's eyes.
"""

import functools
from itertools import pairwise
from urllib.parse import quote

import contourpy
import numpy as np

import nnlib
from nnlib.viz import palette
from page import players
from page.widget_state import Control, Player

PLACE = '<div class="opening"></div>'
MOMENTS = (*range(0, 40, 5), *range(40, 80, 10), 100, 200, 400)  # epochs that have a frame
POINTS = 160  # of five hundred: enough to see the circle
SIZE, GRID, INTERVAL = 320, 81, 300  # pixels; points along an axis; milliseconds for each frame
CAPTION = (
    "A network learns to tell the inside of a circle from the outside. You will derive every "
    "formula that it needs, on paper."
)


def write(pages):
    """Put the figure into the first page."""
    for name, text in pages.items():
        if PLACE in text:
            before, after = players.markup(player(), "opening")
            figure = (
                '<figure class="nnlib-figure opening"><div class="cell_output">'
                f'<div class="nnlib-player" data-plays>{before}{still()}{after}</div></div>'
                f'<figcaption><p><span class="caption-text">{CAPTION}</span></p></figcaption>'
                "</figure>"
            )
            pages[name] = text.replace(PLACE, figure)


def still():
    """Return the picture that stands until the figure moves, and where it may not: the last."""
    _, shot = training()[-1]
    picture = drawn(dots() + border(shot["margin"]))
    return image(picture, f"{seen(shot['right'])} {SEEN}", 'loading="lazy" ')


SEEN = (
    "Points in a square, those inside a circle marked with filled squares. A shaded region, where "
    "the network says inside, covers the circle but for a few points at its edge."
)


def seen(right):
    """Return what the words below a frame say of its answers."""
    return f"{right} of 500 points right."


def player():
    """Return the figure's frames with one slider, as `players.markup` takes them."""
    frames = training()
    words = [f"<p>epoch {epoch:,}: {seen(shot['right'])[:-1]}</p>" for epoch, shot in frames]
    pictures = [
        image(drawn(border(shot["margin"])), f"The region at epoch {epoch}: {seen(shot['right'])}")
        for epoch, shot in frames
    ]
    slider = Control("epoch", [f"{epoch:,}" for epoch in MOMENTS], len(MOMENTS) - 1, is_list=False)
    return Player(image(drawn(dots()), ""), pictures, words, [slider], INTERVAL)


def data():
    """Return the points and their targets, those of the chapter."""
    return nnlib.datasets.circle(500, rng=np.random.default_rng(0))


@functools.cache
def training():
    """Return each moment with how far the network leans to *inside*, and how many it gets right."""
    X, Y = data()
    network, order = nnlib.MLP((2, 3, 2), rng=np.random.default_rng(0)), np.random.default_rng(1)
    axis, shots = np.linspace(-1, 1, GRID), []
    plane = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    for epoch, before in zip(MOMENTS, (0, *MOMENTS), strict=False):
        if epoch > before:
            nnlib.train(network, X, Y, eta=1.0, batch_size=10, epochs=epoch - before, rng=order)
        outputs = network.predict(plane)
        right = (network.predict(X).argmax(axis=1) == Y.argmax(axis=1)).sum()
        margin = (outputs[:, 1] - outputs[:, 0]).reshape(GRID, GRID)
        shots.append((epoch, {"margin": margin, "right": int(right)}))
    return shots


# --- SVG ---------------------------------------------------------------------------------------


def pixels(coordinates):
    """Return places in [-1, 1] as pixels; in a picture the second coordinate runs down."""
    return (np.asarray(coordinates) * [1, -1] * 0.97 + 1) * SIZE / 2


def dots():
    """Return the points: a square inside the circle, a ring outside."""
    X, Y = data()
    inside = Y[:POINTS, 1] == 1
    squares = "".join(f"M{x - 3:.0f} {y - 3:.0f}h6v6h-6z" for x, y in pixels(X[:POINTS][inside]))
    rings = "".join(
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3.2"/>' for x, y in pixels(X[:POINTS][~inside])
    )
    return (
        f'<path d="{squares}" fill="{palette.CLASS1}"/>'
        f'<g fill="none" stroke="{palette.CLASS0}" stroke-width="1.6">{rings}</g>'
    )


def border(margin):
    """Return where the network says *inside*, shaded, with its border."""
    axis = np.linspace(-1, 1, GRID)
    contours = contourpy.contour_generator(axis, axis, margin, fill_type="OuterOffset")
    edges = [  # a region and each hole in it
        pixels(region[first:end])
        for region, offsets in zip(*contours.filled(0, np.inf), strict=True)
        for first, end in pairwise(offsets)
    ]
    path = "".join("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in edge) + "Z" for edge in edges)
    look = f'fill="{palette.CLASS1}" fill-opacity=".22" stroke="{palette.INK}" stroke-width="2"'
    return f'<path d="{path}" fill-rule="evenodd" {look}/>'


def drawn(marks):
    """Return a picture as an address that holds it."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" '
        f'width="{SIZE}" height="{SIZE}">{marks}</svg>'
    )
    return "data:image/svg+xml," + quote(svg, safe=" =:/,;()'.-")


def image(address, alt, more=""):
    """Return the HTML of a picture."""
    return f'<img {more}width="{SIZE}" height="{SIZE}" alt="{alt}" src="{address}">'
