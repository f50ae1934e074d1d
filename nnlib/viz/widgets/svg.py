"""Figures as small SVG pictures, crisp at every size and a tenth of the weight of a bitmap.

Matplotlib's own SVG repeats styles and writes letters as outlines; a control has thirty frames, so
here letters stay text, coordinates have one decimal, and a node is one element.
"""

from functools import cache
from itertools import groupby
from urllib.parse import quote
from xml.sax.saxutils import escape

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_hex
from matplotlib.mathtext import MathTextParser
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from nnlib.viz.palette import INK
from nnlib.viz.png import CSS_PIXELS_PER_INCH, css_size, legible

# DejaVu Sans is Matplotlib's; Verdana is as wide, and most readers have the one or the other.
FONTS = "DejaVu Sans,Verdana,sans-serif"
LETTERS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
LOOK = "\0"  # in an element, where its look belongs
FEW = 20  # corners of a path that stays as it is
ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def svg(fig):
    """Draw a figure as the text of an SVG picture.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure, of paths and texts; pictures in it are left out.

    Returns
    -------
    str
        One ``<svg>`` element on opaque white, at 100 CSS pixels to the inch, in single quotes.
    """
    legible(fig)
    width, height = css_size(fig)
    renderer = _Renderer(width, height)
    fig.set_dpi(CSS_PIXELS_PER_INCH)
    fig.draw(renderer)
    # Neighbours that look alike, such as the points of a class, say how they look once.
    groups = groupby(renderer.parts, key=lambda part: part[0])
    drawn = "".join(_group(look, [element for _, element in parts]) for look, parts in groups)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' "
        f"viewBox='0 0 {width} {height}' font-family='{FONTS}' fill='{INK}'>{drawn}</svg>"
    )


def address(picture):
    """Return an SVG picture as a data address that can stand in double quotes."""
    return "data:image/svg+xml," + quote(picture, safe=" '()*,/:;<=>@-._~!$+")


def _group(look, elements):
    """Return elements that look alike as SVG."""
    if not look or len(elements) == 1:
        return "".join(element.replace(LOOK, look) for element in elements)
    return f"<g{look}>{''.join(element.replace(LOOK, '') for element in elements)}</g>"


class _Renderer(RendererBase):
    """Collects the elements of one picture; Matplotlib calls it for each path and text."""

    def __init__(self, width, height):
        super().__init__()
        self.width, self.height, self.parts, self.clips = width, height, [], []

    def get_canvas_width_height(self):
        return self.width, self.height

    def points_to_pixels(self, points):
        return points * CSS_PIXELS_PER_INCH / 72

    def draw_path(self, gc, path, transform, rgbFace=None):
        if not len(path.vertices):  # a level of a contour that nothing reaches
            return
        flipped = transform + Affine2D().scale(1, -1).translate(0, self.height)
        look = self._look(gc, rgbFace) + self._clip(gc)
        if own := _radius(path):
            centre = flipped.transform((0, 0))
            radius = np.abs(flipped.transform((own, 0)) - centre).max()
            x, y, r = map(_short, (*centre, radius))
            self.parts.append((look, f"<circle cx='{x}' cy='{y}' r='{r}'{LOOK}/>"))
            return
        curved = path.codes is not None and np.isin(path.codes, (Path.CURVE3, Path.CURVE4)).any()
        many = not curved and len(path.vertices) > FEW
        if many:  # points that lie on a line of others, as far as eyes can tell, are left out
            path = path.deepcopy()
            path.simplify_threshold = 0.4
        drawn = "".join(
            "Z" if code == Path.CLOSEPOLY else LETTERS[code] + " ".join(map(_short, points))
            for points, code in path.iter_segments(flipped, simplify=many)
        )
        self.parts.append((look, f"<path d='{drawn}'{LOOK}/>"))

    def get_text_width_height_descent(self, s, prop, ismath):
        if not ismath:
            return super().get_text_width_height_descent(s, prop, ismath)
        width, height, depth, _ = _mathtext(s, prop)
        return tuple(map(self.points_to_pixels, (width, height, depth)))

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):  # noqa: PLR0917
        size = prop.get_size_in_points()
        look = f"font-size='{self._pixels(size)}'"
        if to_hex(gc.get_rgb()) != INK:
            look += f" fill='{to_hex(gc.get_rgb())}'"
        if angle:
            look += f" transform='rotate({_short(-angle)} {_short(x)} {_short(y)})'"
        if ismath:
            runs = groupby(_mathtext(s, prop)[3], key=lambda letter: letter[:3])
            letters = (self._run((x, y), size, key, list(run)) for key, run in runs)
            self.parts.append(("", f"<text {look}>{''.join(letters)}</text>"))
            return
        align = "left"
        if mtext is not None and not angle:  # centred also where the reader's font is another one
            align = mtext.get_horizontalalignment()
            x = mtext.get_transform().transform(mtext.get_position())[0]
        look += "" if align == "left" else f" text-anchor='{ANCHORS[align]}'"
        at = f"x='{_short(x)}' y='{_short(y)}'"
        self.parts.append(("", f"<text {at} {look}>{escape(s)}</text>"))

    def _run(self, at, size, look, letters):
        """Return letters of one look, on one line, each at a place of its own."""
        (x, y), (slanted, points, up) = at, look
        places = " ".join(_short(x + self.points_to_pixels(along)) for *_, along, _ in letters)
        place = f"x='{places}' y='{_short(y - self.points_to_pixels(up))}'"
        own = "" if points == size else f" font-size='{self._pixels(points)}'"
        slant = " font-style='italic'" if slanted else ""
        text = escape("".join(chr(code) for *_, code in letters))
        return f"<tspan {place}{own}{slant}>{text}</tspan>"

    def _pixels(self, points):
        return _short(self.points_to_pixels(points))

    def _clip(self, gc):
        """Return the attribute that cuts a path off at its axes, which get a frame for it."""
        box = gc.get_clip_rectangle()
        if box is None or (box.width >= self.width and box.height >= self.height):
            return ""
        left, up = box.x0, self.height - box.y1
        x, y, width, height = map(_short, (left, up, box.width, box.height))
        frame = f"<clipPath id='c{{}}'><rect x='{x}' y='{y}' width='{width}' height='{height}'/>"
        if frame not in self.clips:
            self.clips.append(frame)
            self.parts.append(("", f"{frame.format(len(self.clips) - 1)}</clipPath>"))
        return f" clip-path='url(#c{self.clips.index(frame)})'"

    def _look(self, gc, face):
        """Return the attributes of a path: its filling, its line, and how this is dashed."""
        look = " fill='none'" if face is None else f" fill='{to_hex(face)}'"
        if gc.get_linewidth() and gc.get_rgb()[3]:
            width = self.points_to_pixels(gc.get_linewidth())
            look += f" stroke='{to_hex(gc.get_rgb())}' stroke-width='{_short(width)}'"
            if gc.get_dashes()[1]:
                look += f" stroke-dasharray='{' '.join(map(self._pixels, gc.get_dashes()[1]))}'"
        return look


def _radius(path):
    """Return the radius of a circle around (0, 0), or None where a path is none."""
    circle = Path.unit_circle().vertices
    if path.vertices.shape != circle.shape:
        return None
    radius = np.abs(path.vertices).max()
    return radius if np.allclose(path.vertices, radius * circle) else None


@cache  # a diagram writes the same names again and again, and Matplotlib keeps only fifty
def _mathtext(text, prop):
    """Return the width, height and depth of a formula, and its letters, all in points."""
    width, height, depth, glyphs, _ = MathTextParser("path").parse(text, 72, prop)
    letters = [
        ("Oblique" in font.fname, size, up, along, code)
        for font, size, code, *_, along, up in glyphs
    ]
    return width, height, depth, letters


def _short(number):
    return f"{number:.1f}".removesuffix(".0").replace("-0", "0" if abs(number) < 0.05 else "-0")
