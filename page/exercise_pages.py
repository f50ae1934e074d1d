"""Sphinx extension for the pages of exercises: a box for each, in which it can be answered.

What the box needs is made of the exercise's folder: the stub, the form of numbers, how long it may
run. Without JavaScript the page shows what the notebook shows, and solutions without nbgrader's
marks, which say what a student's copy leaves out.
"""

import html
import json
from pathlib import Path

from docutils import nodes

import exercises
from nnlib.checks import catalogue, texts
from nnlib.checks.folders import course
from nnlib.checks.texts import MARKER, without_marks
from page import bundle, fields, rounds

SCRIPTS = ("store.js", "practise.js")
COPIES = "copies"  # learners' notebooks, which a page fills with answers; in _static
BOX = """<section class="practise pst-js-only" id="answer-{name}"
 data-exercise="{id}" data-seconds="{seconds:g}" data-title="{title}" data-stub="{stub}"{start}
 aria-label="Exercise: {title}">
{form}<div class="practise-code"{hidden}><textarea rows="{rows}"
 aria-label="Your answer: {title}" spellcheck="false" autocapitalize="off" autocorrect="off"
 autocomplete="off">{stub}</textarea></div>
<div class="practise-buttons">{buttons}</div>
<p class="practise-state" role="status"></p>
<div class="practise-message" tabindex="-1"></div>
</section>"""
BUTTONS = {
    "check": "Check",
    "stop": "Stop",
    "hint": "Hint",
    "solution": "Solution",
    "begin": "Start me off",
    "ascode": "As code",
    "over": "Start over",
}
BAR = """<section class="practise-bar pst-js-only" data-chapter="{chapter}"
 data-chapters="{chapters}" aria-label="Your progress">
<p><progress max="{count}" value="0" aria-label="Exercises that are right"></progress>
<span class="practise-count"></span></p>
<p class="practise-due"></p>
<details><summary>Take your answers along</summary>
<p><button type="button" class="btn btn-sm btn-outline-primary" data-bar="download">Download my
notebook</button>
<button type="button" class="btn btn-sm btn-outline-primary" data-bar="export">Save my
progress</button>
<button type="button" class="btn btn-sm btn-outline-primary" data-bar="import">Open a file</button>
<input type="file" accept=".ipynb,.json" hidden></p>
<p>What you write here is kept in this browser alone. The notebook is the one that <code>make
exercises</code> makes, with your answers in it; you can hand it in. The other file holds your
progress and your answers in all chapters, for another browser. Open either here, or drop it on this
page.</p>
<label hidden><input type="checkbox" data-bar="again" checked> What I missed comes back after 1, 7
and 21 days</label>
</details>
<p class="practise-said" role="status"></p>
</section>"""


def unmark(_app, doctree):
    """Take the lines with marks out of each block of code."""
    for block in doctree.findall(nodes.literal_block):
        text = block.astext()
        if MARKER.search(text):
            block.children = [nodes.Text(without_marks(text))]
            block.rawsource = without_marks(text)


def box(folder, exercise_id):
    """Return the HTML in which an exercise is answered."""
    room, exercise = folder.room(exercise_id), catalogue.load(folder, exercise_id)
    stub = exercises.without_solution(texts.marked_solution(room))
    start = texts.start(room)
    form = fields.form(stub, exercise.right, exercise.predictions)
    absent = {"begin"} - ({"begin"} if start else set()) | ({"ascode"} if not form else set())
    buttons = "".join(button(act, words) for act, words in BUTTONS.items() if act not in absent)
    return BOX.format(
        name=exercise.name,
        id=exercise_id,
        seconds=exercise.seconds,
        title=html.escape(texts.title(room)),
        stub=html.escape(stub),
        start=f' data-start="{html.escape(start)}"' if start else "",
        form=form,
        hidden=" hidden" if form else "",
        rows=max(3, stub.count("\n") + 1),
        buttons=buttons,
    )


def button(act, words):
    """Return a button of a box."""
    look = "btn-primary" if act == "check" else "btn-outline-primary"
    hidden = " hidden" if act == "stop" else ""
    return (
        f'<button type="button" class="btn btn-sm {look}" data-act="{act}"{hidden}>{words}</button>'
    )


def add_boxes(app, doctree, docname):
    """Put a box below each statement, and name the cells with hints, solution and why."""
    home, _, chapter = docname.partition("/")
    folder = course()
    if app.builder.format != "html" or home != "exercises" or chapter not in folder.chapters:
        return
    cells = json.loads(Path(app.env.doc2path(docname)).read_text("utf-8"))["cells"]
    names = {f"{chapter}.{name}": name for name in folder.chapters[chapter].exercises}
    roles = {
        f"{kind}{name}": (role, exercise_id)
        for exercise_id, name in names.items()
        for kind, role in (("hint-", "hints"), ("", "solution"), ("check-", "why"))
    }
    found = {name: {} for name in names}
    for node in list(doctree.findall(is_cell)):
        role, exercise_id = roles.get(cells[node["cell_index"]]["id"], (None, None))
        if role:
            node["classes"].append(f"practise-{role}")
            found[exercise_id][role] = node
    for exercise_id, its_cells in found.items():
        if app.builder.name == "html":
            rounds.add(catalogue.load(folder, exercise_id), its_cells)
        hints = its_cells["hints"]
        place = hints.parent.index(hints)
        hints.parent.insert(place, nodes.raw("", box(folder, exercise_id), format="html"))
    title = next(doctree.findall(nodes.title))
    bar = BAR.format(chapter=chapter, chapters=" ".join(folder.chapters), count=len(names))
    title.parent.insert(title.parent.index(title) + 1, nodes.raw("", bar, format="html"))


def is_cell(node):
    """Tell whether a node is a code cell of a notebook."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def add_scripts(app, docname, _template, _context, doctree):
    """Let the pages with boxes ask for what makes them work."""
    if doctree is not None and docname.partition("/")[0] == "exercises":
        for script in SCRIPTS:
            app.add_js_file(script, defer="")


def write_parts(app, error):
    """Write the editor, and the notebooks that pages fill with answers."""
    if error or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    bundle.write(static)
    (static / COPIES).mkdir(exist_ok=True)
    folder = course()
    for chapter in folder.chapters:
        master = exercises.parsed((folder.path / f"{chapter}.ipynb").read_bytes())
        copy = exercises.to_bytes(exercises.student_copy(master))
        (static / COPIES / f"{chapter}.ipynb").write_bytes(copy)


def setup(app):
    """Connect to Sphinx's events."""
    app.connect("doctree-read", unmark)
    app.connect("doctree-resolved", add_boxes)
    app.connect("html-page-context", add_scripts)
    app.connect("build-finished", write_parts)
    app.add_css_file("practise.css")
    return {"parallel_read_safe": True}
