r"""Formulas, typeset while the book is built: seen with the first paint, and without a script.

Sphinx and `nnlib.checks` write TeX between \(…\) or \[…\] into elements of the class "math". Here
each becomes HTML for the eye and MathML for a screen reader; numbers, labels and links around them
stay as they are. The TeX is kept in an attribute, from which _static/page.js copies it.
"""

import hashlib
import html
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from sphinx.ext import mathjax
from sphinx.util import logging

from nnlib.viz import palette
from page import fonts

logger = logging.getLogger(__name__)

HERE = Path(__file__).parent
SCRIPT = HERE / "typeset.mjs"
CACHE = HERE.parent / "_build" / "formulas"
SHEET = "_static/formulas.css"

ELEMENT = re.compile(r'<(?:span|div) class="(?:[^"]* )?math(?: [^"]*)?"[^>]*>')
TEX = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
COLOUR = re.compile(r'<([\w-]+)([^>]*?) style="([^"]*?) *\bcolor: (#\w{6}); *([^"]*)"')
ROLE_OF = {colour: role for role, colour in palette.ROLES.items()}


def write(pages, site):
    """Typeset the formulas of all pages, and write the style sheet that they share."""
    found = {name: list(places(text)) for name, text in pages.items()}
    wanted = sorted({(tex, display) for spots in found.values() for _, _, tex, display in spots})
    formulas, css = typeset(wanted)
    sheet = site / SHEET
    sheet.write_text(css + role_colours() + (HERE / "formulas.css").read_text("utf-8"), "utf-8")
    version = hashlib.sha256(sheet.read_bytes()).hexdigest()[:8]
    for name, spots in found.items():
        text = pages[name]
        for start, end, tex, display in reversed(spots):
            formula = formulas[tex, display]
            if "error" in formula:
                logger.warning("%s: TeX: %s in %s", name, formula["error"], tex)
            else:
                text = text[:start] + markup(formula, tex, display) + text[end:]
        if spots:
            root = "../" * name.count("/")
            link = f'<link rel="stylesheet" href="{root}{SHEET}?v={version}" />\n'
            pages[name] = text.replace("</head>", f"{link}</head>", 1)


def places(text):
    """Yield where the formulas of a page are: start, end, TeX, and whether it is a display."""
    for element in ELEMENT.finditer(text):
        if formula := TEX.search(text, element.end()):
            inline, display = formula.groups()
            # To TeX the end of a line is a space: the same formula, however its source is wrapped.
            tex = " ".join(html.unescape(inline or display).split())
            yield *formula.span(), tex, inline is None


def typeset(wanted):
    """Return the typeset form of each formula, by TeX and display, and their style sheet.

    What was made for the same formulas by the same code is kept: the style sheet has rules for the
    characters of these formulas and no others, so the whole set is the key.
    """
    question = json.dumps([{"tex": tex, "display": display} for tex, display in wanted])
    code = [SCRIPT, HERE / "fonts.py", HERE.parent / "package-lock.json"]
    parts = [question.encode(), *(path.read_bytes() for path in code)]
    kept = CACHE / f"{hashlib.sha256(b''.join(parts)).hexdigest()[:32]}.json"
    if not kept.is_file():
        answer = json.loads(ask_node(question))
        answer["css"] = fonts.embed(
            answer["css"], "".join(f.get("html", "") for f in answer["formulas"])
        )
        shutil.rmtree(CACHE, ignore_errors=True)
        CACHE.mkdir(parents=True)
        kept.write_text(json.dumps(answer), "utf-8")
    answer = json.loads(kept.read_text("utf-8"))
    return dict(zip(wanted, answer["formulas"], strict=True)), answer["css"]


def ask_node(question):
    """Run `typeset.mjs`; where a machine has no usable Node.js, make has put one beside Python."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    node = shutil.which("node", path=path)
    if node is None:
        raise RuntimeError(
            "formulas are typeset by Node.js, and there is none: `make book` brings it"
        )
    done = subprocess.run(
        [node, SCRIPT], input=question, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise RuntimeError(f"page/typeset.mjs failed:\n{done.stderr}")
    return done.stdout


def markup(formula, tex, display):
    """Put the two forms of a formula into one element: one is seen, the other is read aloud."""
    seen, read = COLOUR.sub(with_role, formula["html"]), formula["mathml"]
    if display:
        read = read.replace("<math ", '<math display="block" ', 1)
    opening, rest = seen.split(">", 1)
    opening = f'<mjx-container jax="CHTML" data-tex="{html.escape(tex)}"'
    rest = rest.replace("<mjx-math", '<mjx-math aria-hidden="true"', 1)
    rest = rest.removesuffix("</mjx-container>")
    return f"{opening}>{rest}<mjx-assistive-mml>{read}</mjx-assistive-mml></mjx-container>"


def with_role(match):
    """Name the role of a coloured part; a style sheet knows its colour in each theme."""
    tag, attributes, before, colour, after = match.groups()
    if colour not in ROLE_OF:
        logger.warning(
            "a formula has the colour %s, which is no role's (nnlib/viz/palette.py)", colour
        )
    style = f' style="{before}{after}"' if before or after else ""
    classes = re.search(r' class="([^"]*)"', attributes)
    if classes:
        raise RuntimeError(f"a coloured <{tag}> has classes already: {classes[1]}")
    return f'<{tag}{attributes} class="role-{ROLE_OF.get(colour)}"{style}'


def role_colours():
    """Return the rules that colour the roles on light and on dark pages."""
    rules = [f".role-{role} {{ color: {colour}; }}" for role, colour in palette.ROLES.items()]
    rules += [
        f'html[data-theme="dark"] .role-{role} {{ color: {colour}; }}'
        for role, colour in palette.ROLES_DARK.items()
    ]
    return "\n".join(rules) + "\n"


def register(app):
    """Let Sphinx write TeX as it would for MathJax in the browser, without the script."""
    app.add_html_math_renderer(
        "typeset", (mathjax.html_visit_math, None), (mathjax.html_visit_displaymath, None)
    )
