r"""Sphinx extension: the figures that move, as light figures of a page.

In a notebook they are widgets, and what draws widgets on a page weighs a megabyte. Here each
becomes a picture with controls in plain HTML; player.js moves them, and brings the frames of a
figure, a file of its own, when it comes near the view. Until `write` makes these files, frames
wait in a template of the page, where the steps that work on pages (page/formulas.py) find them.
"""

import hashlib
import html
import json
import re
from pathlib import Path

from docutils import nodes
from sphinx.transforms import SphinxTransform

from page import widget_state

VIEW = "application/vnd.jupyter.widget-view+json"
PICTURES = ("image/png", "image/svg+xml")
SCRIPT = Path(__file__).with_name("player.js")
SIZE = re.compile(r'width="(\d+)" height="(\d+)"')
TEMPLATE = re.compile(r'<template data-frames="([\w-]+)">(.*?)</template>', re.DOTALL)
NEXT_FRAME, ITS_WORDS = "<!--frame-->", "<!--words-->"
LONGEST = 3  # places of the last slider whose words keep room, so that nothing moves at the others
ICON = (
    '<svg viewBox="0 0 16 16" aria-hidden="true"><path class="to-play" d="M4 2l10 6-10 6z"/>'
    '<path class="to-pause" d="M3 2h4v12H3zM9 2h4v12H9z"/></svg>'
)


def take_widgets(app, docname, source):
    """Keep the widgets of a notebook from MyST-NB, which would bring the widget manager."""
    if app.env.doc2path(docname).endswith(".ipynb"):
        source[0], app.env.temp_data["nnlib_widgets"] = widget_state.taken_out(source[0])


class Players(SphinxTransform):
    """Put a picture, controls and words in the place of each widget."""

    default_priority = 290  # before captions are joined with their figures

    def apply(self):
        """Look for widgets among the outputs of cells."""
        models, count = self.env.temp_data.get("nnlib_widgets", {}), 0
        for bundle in list(self.document.findall(nodes.container)):
            forms = {form.get("mime_type", ""): form for form in bundle.children if form.children}
            picture = next((forms[kind] for kind in PICTURES if kind in forms), None)
            if VIEW not in forms or picture is None:
                continue
            count += 1
            view = json.loads(re.search(r"{.*}", forms[VIEW].astext())[0])
            player = widget_state.player(models, view["model_id"])
            name = f"{self.env.docname.replace('/', '-')}-{count}"
            before, after = markup(player, name)
            figure = nodes.container(classes=["nnlib-player"], is_div=True)
            figure += [raw(before), *picture.children, raw(after)]
            bundle.replace_self(figure)


def raw(text):
    """Return HTML as a node."""
    return nodes.raw("", text, format="html")


def markup(player, name):
    """Return the HTML of a player before and after the picture that it starts with."""
    width, height = SIZE.search(player.pictures[0]).groups()
    box = f"width: {width}px; aspect-ratio: {width} / {height}"
    before = f'<div class="nnlib-screen" style="{box}">'
    rows = [control(c, f"{name}-{n}") for n, c in enumerate(player.controls)]
    if player.interval:
        rows[-1] = rows[-1].replace("<button", f"{play(player.interval)}<button", 1)
    # The choices before the last change the numbers in a frame's words, and hardly their length.
    places = len(player.controls[-1].options)
    same = [range(place, len(player.words), places) for place in range(places)]
    longest = [max(frames, key=lambda n: len(shown(player.words[n]))) for frames in same]
    longest.sort(key=lambda n: len(shown(player.words[n])), reverse=True)
    rooms = "".join(
        f'<div class="nnlib-room" aria-hidden="true">{player.words[n]}</div>'
        for n in longest[:LONGEST]
    )
    frames = "".join(
        f"{NEXT_FRAME}{picture}{ITS_WORDS}{words}"
        for picture, words in zip(player.pictures, player.words, strict=True)
    )
    now = f'<div class="nnlib-now">{player.words[player.start]}</div>'
    after = (
        f'</div><div class="nnlib-controls">{"".join(rows)}</div>'
        f'<div class="nnlib-words">{now}{rooms}</div>'
        '<p class="visually-hidden" role="status"></p>'
        f'<template data-frames="{name}">{player.ground}{frames}</template>'
    )
    return before, after


def shown(words):
    """Return about what is seen of the words of a frame, to compare lengths."""
    return re.sub(r"<[^>]*>|\\[a-z]+|[{}^_]|#\w{6}", "", words)


def control(control, name):
    """Return the HTML of a list, or of a slider with a button at each end."""
    label = f'<label for="{name}">{with_formulas(control.name)}</label>'
    if control.is_list:
        options = "".join(
            f"<option{' selected' if n == control.start else ''}>{html.escape(option)}</option>"
            for n, option in enumerate(control.options)
        )
        return f'<div class="nnlib-control">{label}<select id="{name}">{options}</select></div>'
    last, said = len(control.options) - 1, html.escape(control.options[control.start])
    spoken = html.escape(re.sub(r"[${}]", "", control.name))  # a formula alone names nothing
    slider = (
        f'<input type="range" id="{name}" min="0" max="{last}" value="{control.start}" '
        f'aria-label="{spoken}" aria-valuetext="{said}" autocomplete="off">'
    )
    back, on = (
        f'<button type="button" data-step="{step}" aria-label="{way}: {spoken}">{sign}</button>'
        for step, way, sign in ((-1, "One back", "‹"), (1, "One on", "›"))
    )
    return f'<div class="nnlib-control">{label}{back}{slider}{on}</div>'


def play(interval):
    """Return the HTML of the button that plays."""
    look = f'type="button" class="nnlib-play" data-interval="{interval}"'
    return f"<button {look}>{ICON}<span>Play</span></button>"


def with_formulas(name):
    """Write a name in which formulas stand between dollars."""
    return re.sub(r"\$(.+?)\$", r'<span class="math">\\(\1\\)</span>', html.escape(name))


def write(pages, site):
    """Write the frames of each figure into a file, and let their pages load the script."""
    for name, text in pages.items():
        if "<template data-frames=" in text:
            pages[name] = with_files(text, site, "../" * name.count("/"))


def with_files(text, site, root):
    """Return a page whose frames are in files."""

    def file(match):
        name, frames = match[1], match[2]
        ground, *frames = frames.split(NEXT_FRAME)
        data = {"ground": ground, "frames": [frame.split(ITS_WORDS) for frame in frames]}
        written = f"nnlibFrames({json.dumps(name)}, {json.dumps(data, ensure_ascii=False)});\n"
        address = versioned(site, f"_frames/{name}.js", written)
        return f'<template data-frames="{name}" data-src="{root}{address}"></template>'

    text = TEMPLATE.sub(file, text)
    address = versioned(site, f"_static/{SCRIPT.name}", SCRIPT.read_text("utf-8"))
    return text.replace("</head>", f'<script defer src="{root}{address}"></script>\n</head>', 1)


def versioned(site, name, content):
    """Write a file of the site; return its address, another one whenever the content is."""
    path = site / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, "utf-8")
    return f"{name}?v={hashlib.sha256(content.encode()).hexdigest()[:8]}"


def setup(app):
    """Connect to Sphinx's events."""
    app.connect("source-read", take_widgets)
    app.add_transform(Players)
    return {"parallel_read_safe": True}
