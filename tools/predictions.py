r"""Read the predictions of the chapters, and compare each with the output that answers it.

A prediction is a question before an output, with options that fold out (CONTRIBUTING.md shows one).
`tests/predictions/<page>.toml` binds it to the cell that answers:

    [[prediction]]
    id = "predict-neuron-nudge"
    cell = "5bf6429b"                   # the next code cell
    reads.before = 'from ([\d.]+) to'   # a number of its text output, or a list of several
    reads.after = ' to ([\d.]+)'
    options = ["after < before", "after > before"]   # true of it for the right one alone

A prediction of a number has `answer = "after - before"` in the place of `options`.

    python tools/predictions.py neuron

prints what is wrong with the predictions of a page.
"""

import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import claims
from course_text import ROOT, notebook_cells

FOLDER = Path("tests", "predictions")
MARK = 'class="prediction'
BOX = re.compile(
    r'<div class="prediction( number)?" id="(predict-[\w-]+)">\n\n'
    r"\*\*Predict\.\*\* (.+?)\n\n(<details>.*?</details>)\n</div>",
    re.DOTALL,
)
OPTION = re.compile(r"<details><summary>(.+?)</summary>\n\n(.+?)\n\n</details>", re.DOTALL)
VERDICT = re.compile(r"\*\*(Yes|No)\.\*\* \S")
UNTYPESET = re.compile(r"[$`*\n]")  # a summary is HTML, in which Markdown means nothing
NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?")
# More than what one output shows. What counts its numbers (all, none) is checked by the binding.
GENERAL = re.compile(
    r"\b(always|as \w+ as|because|cannot|every|everywhere|impossible|must|needs?|never|only"
    r"|whatever|whenever|without)\b",
    re.IGNORECASE,
)
NAMES = {f.__name__: f for f in (abs, all, any, len, max, min, round, set, sorted, sum, zip)}


@dataclass
class Prediction:
    """A question, its options as (summary, body), and the code cell that stands next to it."""

    id: str
    is_number: bool
    question: str
    options: list
    cell: dict | None

    @property
    def right(self):
        """The places of the options that say yes."""
        return [n for n, (_, body) in enumerate(self.options) if body.startswith("**Yes.**")]


def read(path):
    """Yield each prediction of a notebook, or a sentence where the form is not kept."""
    cells = notebook_cells(path)
    for n, cell in enumerate(cells):
        text = "".join(cell["source"])
        if cell["cell_type"] != "markdown" or MARK not in text:
            continue
        after = cells[n + 1] if n + 1 < len(cells) else None
        for number, name, question, options in BOX.findall(text):
            yield Prediction(name, bool(number), question, OPTION.findall(options), after)
        if text.count(MARK) != 1 or not BOX.search(text) or not text.rstrip().endswith("</div>"):
            yield f"cell {cell['id']}: one prediction, in the form of CONTRIBUTING.md, ends a cell"


def faults_of_form(p):
    """Yield what is wrong with the words of a prediction."""
    if not all(VERDICT.match(body) for _, body in p.options):
        yield "each answer begins with **Yes.** or **No.**"
    if len(p.options) < 2 or len(p.right) != 1:
        yield f"{len(p.options)} options, {len(p.right)} of them right; wanted: 2 or more, and 1"
    for summary, _ in p.options:
        if UNTYPESET.search(summary):
            yield f"{summary!r}: formulas and marks are not typeset in a summary"
    for what in ("summary", "answer"):
        said = [option[what == "answer"] for option in p.options]
        if len(set(said)) < len(said):
            yield f"two options have the same {what}; each belief has its own"
    if p.cell is None or p.cell["cell_type"] != "code":
        yield "no code cell follows at once"


def printed(cell):
    """Return the text that a cell shows, without what describes pictures."""
    texts = []
    for output in cell["outputs"]:
        data = output.get("data", {})
        drawn = "text/markdown" in data or "image/" in " ".join(data)
        texts.append("".join(output.get("text") or ("" if drawn else data.get("text/plain", ""))))
    return "\n".join(texts)


def value(text):
    """Return a number as the course writes them: 1,500 or 2e-03."""
    return float(text.replace(",", ""))


def faults_of_binding(p, entry):
    """Yield where what is called right and what the stored output says differ."""
    if p.cell["id"] != entry["cell"]:
        yield f"bound to the cell {entry['cell']!r}, but {p.cell['id']!r} follows"
        return
    output, numbers = printed(p.cell), {}
    for name, pattern in entry.get("reads", {}).items():
        found = re.findall(pattern, output)
        flat = [value(part) for match in found for part in ([match], match)[type(match) is tuple]]
        if not flat:
            yield f"reads.{name} = {pattern!r} finds nothing in the output of {entry['cell']!r}"
            return
        numbers[name] = flat if len(flat) > 1 else flat[0]

    def true(expression):
        return eval(expression, {"__builtins__": NAMES, **numbers})

    summaries = [summary for summary, _ in p.options]
    if p.is_number:
        answer = true(entry["answer"])
        held = [round(answer, decimals(text)) == value(text) for text in summaries]
    elif len(entry["options"]) == len(summaries):
        held = [bool(true(expression)) for expression in entry["options"]]
    else:
        yield f"{len(entry['options'])} expressions for {len(summaries)} options"
        return
    if [n for n, holds in enumerate(held) if holds] != p.right:
        yield f"the output says {[s for s, h in zip(summaries, held, strict=True) if h]}"
    known = {value(n) for n in NUMBER.findall(f"{output} {p.question} {' '.join(summaries)}")}
    for _, body in p.options:
        for number in NUMBER.findall(body):
            if (value(number) >= 10 or "." in number) and value(number) not in known:
                yield f"{number} in {body[:60]!r}: neither in the output nor in the question"


def decimals(text):
    """Return how many digits stand behind the point."""
    return len(text.partition(".")[2])


def collect(root=ROOT):
    """Return the predictions by page, and a sentence for each fault."""
    predictions, faults = {}, []
    for path in sorted((root / "chapters").glob("*.ipynb")):
        found = list(read(path))
        faults += [f"{path.name}: {fault}" for fault in found if isinstance(fault, str)]
        predictions[path.stem] = found = [p for p in found if isinstance(p, Prediction)]
        file = root / FOLDER / f"{path.stem}.toml"
        bound = tomllib.loads(file.read_text("utf-8"))["prediction"] if file.exists() else []
        if sorted(entry["id"] for entry in bound) != sorted(p.id for p in found):
            both = {entry["id"] for entry in bound} ^ {p.id for p in found}
            faults.append(f"{path.stem}: not both on the page and in {FOLDER}, once: {both}")
            continue
        entries = {entry["id"]: entry for entry in bound}
        listed = claims_of(path.stem, root)
        for p in found:
            wrong = list(faults_of_form(p))
            wrong += faults_of_binding(p, entries[p.id]) if not wrong else []
            wrong += faults_of_generality(p, listed)
            faults += [f"{p.id}: {fault}" for fault in wrong]
    return predictions, faults


def claims_of(page, root):
    """Return the words of the claims that are listed for a page."""
    file = root / claims.FOLDER / f"{page}.toml"
    entries = tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
    return [claims.joined(entry["says"]) for entry in entries.get("claim", [])]


def faults_of_generality(p, listed):
    """Yield the sentences of the answers that are general and on no list of claims."""
    for _, body in p.options:
        for sentence in claims.SENTENCE.split(claims.joined(body)):
            known = any(says in sentence or sentence in says for says in listed)
            if GENERAL.search(sentence) and not known:
                yield f"is general; list it in tests/claims, or say less: “{sentence}”"


if __name__ == "__main__":
    names = tuple(f"predict-{name}" for name in sys.argv[1:]) + tuple(sys.argv[1:])
    sys.stdout.writelines(f"{fault}\n" for fault in collect()[1] if fault.startswith(names))
