"""The notebooks as JupyterLite gets them: chapters with their outputs, exercises without solutions.

What only the book can resolve (citations, equations of other chapters, links to its pages) becomes
plain text or a link that works there.
"""

import re

import yaml
from pybtex.database import parse_file

import exercises

LEFT_OUT = {"pytorch"}  # there is no PyTorch for the browser
CITATION = re.compile(r"\{cite:([pt])\}`([^`]+)`")
FIGURE = re.compile(r"\{numref\}`(fig-[a-z0-9-]+)`")
CAPTION = re.compile(r"<!-- (fig-[a-z0-9-]+) -->\n\n\*\*Figure\.")  # as nnlib.viz.show writes it
LINK = re.compile(r"\[([^\]]+)\]\(([\w./-]+\.(?:md|ipynb))(?:#[\w-]*)?\)")
# The kernel's own words, so that a notebook which is only opened is not changed and thereby saved.
KERNEL = {
    "kernelspec": {
        "display_name": "Python (Pyodide)",
        "language": "python",
        "name": "python",
    },
    "language_info": {
        "codemirror_mode": {"name": "python", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": "3.8",
    },
}


def cited(entries, key):
    """Return the authors and the year of a work."""
    entry = entries[key.strip()]
    names = [" ".join(person.last_names) for person in entry.persons.get("author", [])]
    if not names:
        names = [f"*{entry.fields['title']}*"]
    authors = " and ".join(names) if len(names) <= 2 else f"{names[0]} and others"
    return authors, entry.fields.get("year", "no date")


def captions(notebook):
    """Yield each output of a notebook that is the caption of a figure."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            if CAPTION.match("".join(output.get("data", {}).get("text/markdown", ""))):
                yield output["data"]


def figure_numbers(root):
    """Return the number that the book gives each figure, by its name."""
    contents = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    pages = [page["file"] for part in contents["parts"] for page in part["chapters"]]
    paths = [root / f"{page}.ipynb" for page in pages if (root / f"{page}.ipynb").exists()]
    notebooks = [exercises.parsed(path.read_bytes()) for path in paths]
    texts = ["".join(data["text/markdown"]) for nb in notebooks for data in captions(nb)]
    return {CAPTION.match(text)[1]: number for number, text in enumerate(texts, 1)}


def plain(text, chapter, entries, present, figures):
    """Return the text of a Markdown cell without what only the book resolves."""

    def citation(match):
        works = [cited(entries, key) for key in match[2].split(",")]
        form = "{} ({})" if match[1] == "t" else "{}, {}"
        said = "; ".join(form.format(*work) for work in works)
        return said if match[1] == "t" else f"({said})"

    def equation(match):
        own = match[2] == chapter
        there = match[2] if match[2] in present else None
        linked = f"[{match[1]}]({there}.ipynb)" if there else f"`{match[1]}`"
        return match[0] if own else linked

    def link(match):
        name = match[2].rpartition("/")[2].removesuffix(".ipynb")
        return match[0] if name in present else f"*{match[1]}* (in the book)"

    text = FIGURE.sub(lambda match: f"Figure {figures[match[1]]}", text)
    return LINK.sub(link, exercises.EQUATION.sub(equation, CITATION.sub(citation, text)))


def chapter_copy(path, entries, present, figures):
    """Return the bytes of a chapter as JupyterLite gets it."""
    notebook = exercises.parsed(path.read_bytes())
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = plain(cell["source"], path.stem, entries, present, figures)
    for data in captions(notebook):
        text = "".join(data["text/markdown"])
        number = figures[CAPTION.match(text)[1]]
        data["text/markdown"] = text.replace("**Figure.", f"**Figure {number}.", 1)
    notebook["metadata"] |= KERNEL
    return exercises.to_bytes(notebook)


def exercise_copy(path):
    """Return the bytes of a learner's copy, for the kernel in the browser."""
    notebook = exercises.student_copy(exercises.parsed(path.read_bytes()))
    notebook["metadata"] |= KERNEL
    return exercises.to_bytes(notebook)


def collect(root, target):
    """Put every notebook that runs in the browser into `target`."""
    entries = parse_file(root / "references.bib").entries
    chapters = [p for p in sorted(root.glob("chapters/*.ipynb")) if p.stem not in LEFT_OUT]
    present, figures = {path.stem for path in chapters}, figure_numbers(root)
    for folder in ("chapters", "exercises"):
        (target / folder).mkdir(parents=True)
    for path in chapters:
        (target / "chapters" / path.name).write_bytes(chapter_copy(path, entries, present, figures))
    for path in sorted(root.glob("exercises/*.ipynb")):
        (target / "exercises" / path.name).write_bytes(exercise_copy(path))
