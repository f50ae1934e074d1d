"""Pictures of the finished pages: their size known before they come, and they come when needed.

A picture without a size moves the text when it arrives. Notebooks store PNG, which every tool
reads; the pages show WebP, which every browser reads, where that is smaller.
"""

import hashlib
import html
import os
import re
from pathlib import Path

from PIL import Image

CACHE = Path(__file__).parents[1] / "_build" / "pictures"
PICTURE = re.compile(r"<img\s[^>]*>")
SOURCE = re.compile(r'\ssrc="([^":?]+)"')
STYLE = re.compile(r'\sstyle="width: (\d+)px; height: (\d+)px;"')
SVG_SIZE = re.compile(rb"<svg[^>]*?\sviewBox=['\"]\s*[\d.-]+[ ,]+[\d.-]+[ ,]+([\d.]+)[ ,]+([\d.]+)")
HEAVY = 60_000  # bytes: what no picture may weigh
COLOURS = 64  # of a picture that would: a diagram has a dozen, and the rest are their edges


def write(pages, site):
    """Size every picture of the pages, and replace those that can be lighter."""
    replaced = set()

    def mend(page, match):
        tag, source = match[0], SOURCE.search(match[0])
        if not source:
            return tag
        file = Path(os.path.normpath(site / Path(page).parent / html.unescape(source[1])))
        light = lighter(file) if file.suffix == ".png" and file.parent.name == "_images" else file
        if light != file:
            replaced.add(file)
            tag = tag.replace(file.name, light.name)
        wanted = STYLE.search(tag)
        width, height = wanted.groups() if wanted else size(light)
        tag = STYLE.sub("", tag)
        if " width=" not in tag:
            tag = tag.replace("<img", f'<img width="{width}" height="{height}"', 1)
        if " loading=" not in tag:
            tag = tag.replace("<img", '<img loading="lazy"', 1)
        return tag

    for name, text in pages.items():
        pages[name] = PICTURE.sub(lambda match, name=name: mend(name, match), text)
    for file in replaced:
        file.unlink()


def size(file):
    """Return the width and height of a picture, in pixels of the page."""
    if file.suffix == ".svg":
        found = SVG_SIZE.search(file.read_bytes())
        if found is None:
            raise ValueError(f"{file.name} has no viewBox, so the page cannot keep room for it")
        return tuple(round(float(side)) for side in found.groups())
    with Image.open(file) as picture:
        return picture.size


def lighter(file):
    """Return the WebP of a PNG, beside it, or the PNG where that is the smaller one."""
    data = file.read_bytes()
    kept = CACHE / f"{hashlib.sha256(data).hexdigest()[:32]}.webp"
    if not kept.is_file():
        CACHE.mkdir(parents=True, exist_ok=True)
        with Image.open(file) as picture:
            picture.save(kept, lossless=True, quality=100, method=4)
            if kept.stat().st_size > HEAVY:
                flat = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
                flat.save(kept, lossless=True, quality=100, method=6)
    if kept.stat().st_size >= len(data):
        return file
    light = file.with_suffix(".webp")
    light.write_bytes(kept.read_bytes())
    return light
