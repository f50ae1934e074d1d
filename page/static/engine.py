"""The Python of a page's worker: a reader's code in, a verdict or what it shows out, as JSON.

static/engine.js loads this file into Pyodide; it needs NumPy and nnlib, and Matplotlib where a cell
draws. Nothing of it knows the browser, so tests run the same code in any Python.
"""

import ast
import contextlib
import dataclasses
import io
import json
import linecache
import os
import re
import sys
import types

import numpy as np

from nnlib import checks
from nnlib.checks import crash, spelling, texts, verdict
from nnlib.checks.crash import Raised
from nnlib.checks.limited import LONGEST, Limited

SETUP, GIVEN = "setup.py", "given.py"
ANSWER = "<your answer>"
os.environ["MPLBACKEND"] = "agg"  # Pyodide's own draws into a page, and a worker has none
DRAWS = {"plt", "matplotlib", "viz", "mpl"}  # names by which code draws
PICTURES = 12  # of a cell
MISSING = object()
CUT = "\n… cut here: a page shows the first {:,} characters of what a cell prints."

# What stands above an answer is run once: namespaces by exercise and by whether it draws, each with
# the bytes of its arrays. An answer that changes one of them makes it run again.
prepared = {}
cases_of = {}  # by exercise and seed
verdict.known = {}  # so the second check need not try every mistake again


def silent(_phase):
    """Hear the phases of a run, and do nothing."""


def check(exercise_id, source, seed=0, phase=silent):
    """Judge an answer as `nnlib.checks.check` does; return the result as JSON."""
    return json.dumps(graded(exercise_id, source, seed, phase))


def grade_all(work):
    """Judge many answers, ``[{"exercise", "source"}]`` as JSON; return their results as JSON."""
    return json.dumps([graded(each["exercise"], each["source"]) for each in json.loads(work)])


def graded(exercise_id, source, seed=0, phase=silent):
    """Run an answer as a notebook's cell would, and judge what it binds.

    Returns
    -------
    dict
        ``passed, score, message, diagnosis`` as in `nnlib.checks.Result`, ``guesses`` as progress
        keeps them, and ``printed``, the texts that the cell itself shows.
    """
    exercise = checks.find(exercise_id).round(seed)
    name = texts.answer_name(texts.marked_solution(exercise.room))
    draws = wants_pictures(source)
    namespace = namespace_for(exercise, draws)
    given = dict(namespace)
    os.environ["NNLIB_SEED"] = str(seed)  # so that `case` hands out the cases that are tried
    phase("running")
    shown = Shown()
    error = shown.run(source, namespace, ANSWER, draws=draws)
    printed = shown.text()
    if error or name not in namespace:
        phase("judging")
        if not error and not source.strip():
            return told(checks.Result(False, 0.0, "Not started.", "not-started"), {}, printed)
        own = {k: v for k, v in namespace.items() if given.get(k, MISSING) is not v}
        message = error or unnamed(name, own)
        return told(checks.Result(False, 0.0, message, "stopped"), {}, printed)
    answer = namespace[name]
    if (exercise_id, seed) not in cases_of:
        cases_of[exercise_id, seed] = exercise.cases_for(seed)
    cases = cases_of[exercise_id, seed]
    outcomes = checks.outcomes_of(exercise, answer, cases)
    phase("judging")
    result = checks.judge(exercise, outcomes, cases)
    return told(result, checks.guesses_in(exercise, answer), [*printed, *said(outcomes, cases)])


def said(outcomes, cases):
    """Yield what a function prints in one case, the first that it stops in or else the first."""
    pairs = list(zip(outcomes, cases, strict=False))  # the first case may be asked twice
    stops = [pair for pair in pairs if isinstance(pair[0].value, Raised)]
    outcome, case = (stops or pairs)[0]
    if outcome.printed:
        yield {"prose": f"In the case “{case.name}”:"}
        yield {"text": cut(outcome.printed)}


def unnamed(name, found):
    """Say that there is no answer by its name, and which names there are."""
    modules = [k for k, v in found.items() if isinstance(v, types.ModuleType)]
    own = [f"`{k}`" for k in found if k not in modules and not k.startswith("_")]
    instead = f" Your code has {', '.join(own[:5])}: is it one of these?" if own else ""
    return f"Your answer is looked for by the name `{name}`, and there is none.{instead}"


def told(result, guesses, printed):
    """Return a result as a dict that JSON can hold."""
    return {**dataclasses.asdict(result), "guesses": guesses, "printed": printed}


def namespace_for(exercise, draws):
    """Return a fresh namespace with what stands above an answer: the set-up, and what is given."""
    key = exercise.id, draws
    namespace, before = prepared.get(key, ({}, None))
    if before != contents(namespace):
        namespace = {"__name__": "__main__"}
        for path in (exercise.room.parent / SETUP, exercise.room / GIVEN):
            if path.is_file():
                above = path.read_text("utf-8")
                with contextlib.redirect_stdout(io.StringIO()):
                    execute(above, namespace, f"<{path.stem}>", draws=draws)
        prepared[key] = namespace, contents(namespace)
    return dict(namespace)


def contents(namespace):
    """Return what the arrays of a namespace hold."""
    return {k: v.tobytes() for k, v in namespace.items() if isinstance(v, np.ndarray)}


def wants_pictures(source):
    """Tell whether code draws. To import what draws is not enough: every chapter does, at its top.

    Code that Python does not understand draws nothing.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    names = set(DRAWS)
    rest = list(lighter(tree.body, names))
    found = (node for step in rest for node in ast.walk(step))
    return any(isinstance(node, ast.Name) and node.id in names for node in found)


def lighter(steps, names):
    """Yield statements without those that load or set up what draws, whose names go to `names`."""
    for step in steps:
        if isinstance(step, (ast.Import, ast.ImportFrom)):
            home = getattr(step, "module", None) or ""
            heavy = [
                alias for alias in step.names if DRAWS & {*home.split("."), *alias.name.split(".")}
            ]
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in heavy}
            step.names = [alias for alias in step.names if alias not in heavy]
            if step.names:
                yield step
        elif ast.unparse(step) != "viz.setup()":
            yield step


def execute(source, namespace, name, *, draws):
    """Run code; return the value of a last expression. Its lines are known to what tells errors."""
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    tree = ast.parse(source, name)
    if not draws:
        tree.body = list(lighter(tree.body, set()))
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        last = compile(ast.Expression(tree.body.pop().value), name, "eval")
    exec(compile(tree, name, "exec"), namespace)
    return eval(last, namespace) if last else None


# What a cell shows --------------------------------------------------------------------------------


class Shown:
    """What code shows while it runs, in order: texts, and pictures with words for them."""

    def __init__(self):
        self.outputs = []

    def run(self, source, namespace, name, *, draws):
        """Run a cell; return what is to be said of its error, "" if there is none."""
        stream = Limited()
        self.outputs.append(stream)
        ours = {"IPython": stand_in(self), "IPython.display": stand_in(self)}
        theirs = {key: sys.modules.get(key) for key in ours}
        sys.modules.update(ours)
        try:
            with contextlib.redirect_stdout(self), contextlib.redirect_stderr(self):
                value = execute(source, namespace, name, draws=draws)
                if value is not None:
                    self.display(value)
                self.draw_open_figures()
        except SyntaxError as error:
            return misspelt(error)
        except BaseException as error:  # exit() counts too
            return stopped(error)
        finally:
            for key, module in theirs.items():
                if module is None:
                    sys.modules.pop(key, None)
                else:
                    sys.modules[key] = module
        return ""

    def write(self, text):
        """Take what is printed."""
        if not isinstance(self.outputs[-1], Limited):
            self.outputs.append(Limited())
        return self.outputs[-1].write(text)

    def flush(self):
        """Do what a stream must be able to do."""

    def display(self, value, **_):
        """Show a value as a notebook would: a picture, or its text."""
        data = value if isinstance(value, dict) and "text/plain" in value else None
        if data and "image/png" in data:
            self.picture(data["image/png"], data["text/plain"])
        elif data and is_prose(data):
            self.outputs.append({"prose": data["text/plain"][:LONGEST]})
        elif data:
            self.write(data["text/plain"] + "\n")
        elif type(value).__name__ == "Figure" and hasattr(value, "savefig"):
            self.figure(value)
        else:
            self.write(f"{value!r}\n")

    def picture(self, png, words):
        """Take a picture, base64 of a PNG, if there are not too many."""
        if sum("picture" in each for each in self.outputs if isinstance(each, dict)) < PICTURES:
            self.outputs.append({"picture": png, "words": words})

    def figure(self, fig):
        """Draw one of Matplotlib's figures."""
        from base64 import b64encode  # noqa: PLC0415 (only where a cell draws)

        from nnlib.viz.png import drawn_png, legible  # noqa: PLC0415

        legible(fig)
        words = "A figure that your code draws."
        self.picture(b64encode(drawn_png(fig)).decode("ascii"), words)

    def draw_open_figures(self):
        """Show the figures that a cell leaves open, as notebooks do."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        for number in pyplot.get_fignums() if pyplot else ():
            fig = pyplot.figure(number)
            self.figure(fig)
            pyplot.close(fig)

    def text(self):
        """Return all that was printed or displayed, but pictures."""
        return [each for each in self.shown() if "picture" not in each]

    def shown(self):
        """Return the outputs as JSON can hold them, without empty ones."""
        for each in self.outputs:
            if isinstance(each, dict):
                yield each
            elif text := each.getvalue():
                yield {"text": cut(text)}


def cut(text):
    """Return a text as far as it is shown."""
    return text[:LONGEST] + (CUT.format(LONGEST) if len(text) > LONGEST else "")


def is_prose(data):
    """Tell whether what is displayed is prose, which may hold formulas, and no lines of output."""
    formula = re.search(r"\$[^$]+\$", data["text/plain"])
    return "text/markdown" in data or ("text/html" in data and formula is not None)


def stand_in(shown):
    """Return a module in the place of IPython, which a page does without."""
    module = types.ModuleType("IPython")
    module.get_ipython = lambda: None
    module.display = shown.display
    return module


def misspelt(error):
    """Say what Python does not understand, with the reader's own line."""
    line = (error.text or "").strip()
    place = f"line {error.lineno}: {line}" if line else f"line {error.lineno}"
    return (
        f"Python does not understand this ({error.msg}):\n    {place}\n{spelling.on_syntax(error)}"
    )


def stopped(error):
    """Say what stopped a cell, with the reader's own line."""
    told = crash.raised(error)
    said = f"{told.kind}: {told.text}" if told.text else told.kind
    more = f"{told.advice} Shapes there: {told.shapes}." if told.shapes else told.advice
    place = f"\n    {told.place}\n" if told.place else " "
    if isinstance(error, ModuleNotFoundError):
        more = "On this page Python has NumPy, Matplotlib and nnlib, and no other packages."
    return f"Python stops with {said}{place}{more}".rstrip(" ")


def run(cells, phase=silent):
    """Run cells, ``[{"name", "source"}]`` as JSON, in order and in one new namespace.

    Returns
    -------
    str
        As JSON ``{"cells": [{"name", "outputs", "error"}]}``, up to the first cell that ends in an
        error. An output is ``{"text"}``, ``{"prose"}``, which may hold formulas, or
        ``{"picture", "words"}`` with a PNG in base64.
    """
    namespace, done, cells = {"__name__": "__main__"}, [], json.loads(cells)
    draws = wants_pictures("\n".join(cell["source"] for cell in cells))
    phase("running")
    for cell in cells:
        shown = Shown()
        error = shown.run(cell["source"], namespace, f"<cell {cell['name']}>", draws=draws)
        done.append({"name": cell["name"], "outputs": list(shown.shown()), "error": error})
        if error:
            break
    phase("judging")
    return json.dumps({"cells": done})
