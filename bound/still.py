"""What a page loses when nothing in it can move: controls, handles and buttons.

What they did is done another way or left out: a figure that moves stands still in its last frame, a
form becomes blanks to fill in with a pencil, the code that draws a figure stays in the notebook.
"""

from bs4 import BeautifulSoup

GONE = (
    "script, template, noscript, .copybtn, .cell-run, .open-lite, .practise-bar, .start-here, "
    ".nnlib-controls, .nnlib-room, .nnlib-without, .nnlib-pad, .nnlib-writer, .visually-hidden, "
    ".map-progress, .toctree-wrapper, .downloads, .cell.tag_hide-input > details.hide, [hidden]"
)
STILL = "(Alive on the site; here it stands still.)"
KEPT = ("href", "src", "alt", "id", "class", "style", "colspan", "rowspan", "scope", "n", "start")
ONLY_ON_SCREEN = {"pst-js-only", "docutils", "notranslate", "nohighlight", "literal"}


def fragment(markup):
    """Return HTML as a tag that can be put into a page."""
    return BeautifulSoup(markup, "html.parser").find(True)


def make(part):
    """Take out of a part what only a screen can show."""
    body = part.body
    for box in body.select("section.practise"):
        box.replace_with(space(box))  # before what it hides, code or fields, is gone
    for gone in body.select(GONE):
        if not gone.decomposed:
            gone.decompose()
    for link in body.select("a.image-reference"):
        link.unwrap()
    for player in body.select("figure :is(.nnlib-player, .nnlib-live)"):
        stands_still(player.find_parent("figure"))
    for box in body.select(".dropdown.admonition"):
        box["class"].remove("dropdown")
    for tag in body.find_all(True):
        tag.attrs = {key: tag[key] for key in KEPT if key in tag.attrs}
        if "class" in tag.attrs:
            tag["class"] = [name for name in tag["class"] if name not in ONLY_ON_SCREEN]
            if not tag["class"]:
                del tag["class"]
    for empty in body.select("div.cell, div.cell_output"):
        if not empty.decomposed and not empty.get_text().strip() and not empty.find("img"):
            empty.decompose()


def stands_still(figure):
    """Say in a caption what a reader who looks for a slider has to know."""
    caption = figure.select_one("figcaption .caption-text") or figure.find("figcaption")
    if caption is not None:
        caption.append(fragment(f'<span class="stands-still"> {STILL}</span>'))


def space(box):
    """Return what an answer is written into: blanks for numbers, or code to go on with."""
    made = fragment('<div class="answer"></div>')
    if box["id"]:
        made["id"] = box["id"]
    form = box.select_one(".practise-fields")
    if form is None:
        code = fragment('<div class="highlight"><pre></pre></div>')
        code.pre.string = box.select_one("textarea").get_text().strip("\n")
        made.append(code)
        return made
    made["class"] = ["answer", "blanks"]
    for part in form.select(".practise-part"):
        made.append(blank(part))
    return made


def blank(part):
    """Return a part of a form with room for each number, or with the choices of a list."""
    row = fragment('<p class="blank"></p>')
    row.append(part.find("code").extract())
    for field in part.select("input, select"):
        if field.name == "select":
            choices = [option.get_text() for option in field.select("option")]
            row.append(" " + " / ".join(choice for choice in choices if choice.strip("… ")))
        else:
            words = " words" if field["data-kind"] == "words" else ""
            row.append(fragment(f'<span class="room{words}"></span>'))
    if remark := part.select_one(".practise-remark"):
        row.append(fragment(f'<span class="remark">{remark.decode_contents()}</span>'))
    return row
