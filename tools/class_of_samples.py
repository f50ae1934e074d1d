"""A small class that hands in all that a grader meets: good work, none, accidents and tricks.

Each sample is a notebook with the mark that it must get, so the marking itself can be tested.
"""

import copy
import json
from dataclasses import dataclass, field

import numpy as np

from nnlib.checks import EXERCISES, grade, show

CHAPTER = "neuron"
SPOILT = "tanh-delta"  # the exercise that the samples get wrong: a function of two arrays
NUMBERS = "paper-step"  # one with several numbers

LOOP = "while True:\n    pass"
DEAF_LOOP = (
    "while True:\n    try:\n        while True:\n            pass\n    except:\n        pass"
)
FLOOD = "for i in range(100):\n    print('x' * 100_000)"
OFF = "raise RuntimeError('the file was not there')"
QUIT = "import os\n\nos._exit(0)"
WRONG = """def tanh_delta(z, y):
    a = np.tanh(z)
    return 2 * (a - y) * a * (1 - a)"""
ENDLESS = """def tanh_delta(z, y):
    while True:
        a = np.tanh(z)"""
STUBBORN = """def tanh_delta(z, y):
    while True:
        try:
            a = np.tanh(z)
        except:
            pass"""
UNREADABLE = "def tanh_delta(z, y):\n    return 2 * (np.tanh(z) - y"
PATCHES = """import sys
import nnlib.checks
from nnlib.checks import result, verdict

right = result.Result(True, 1.0, "Right.", None)
verdict.judge = nnlib.checks.judge = lambda *_: right
nnlib.checks.grade = lambda *_, **__: right
np.allclose = np.array_equal = lambda *_, **__: True
result.Result.__init__ = lambda self, *_: self.__dict__.update(right.__dict__)


def check(*_):
    return 2.0


nnlib.checks.check = check
sys.modules["nnlib.checks.verdict"].agree = lambda *_: True
get_ipython().events.register("post_run_cell", lambda _: print("2.0"))"""
FORGES = f"""import os
from IPython.display import HTML, display

os.environ["NBGRADER_EXECUTION"] = "validate"
os.environ["NNLIB_SEED"] = "0"
print(2.0)
display(HTML("<script>document.title = 'owned'</script>"))


def check(name, answer):
    value = {{"array": [1.0] * 5, "dtype": "float64", "shape": [5]}}
    text = __import__("json").dumps([{{"value": value, "changed": [], "ran": [3, 0]}}] * 4)
    display({{"{show.OUTCOMES}": text, "text/plain": "Right."}}, raw=True)
    return 2.0"""
BORROWS = """from nnlib.checks import EXERCISES

tanh_delta = EXERCISES["neuron.tanh-delta"].right"""


@dataclass
class Sample:
    """One student's notebook, and the mark that it must get."""

    student: str
    about: str
    notebook: dict
    expected: float
    says: tuple = ()  # what the feedback must hold
    flagged: bool = False
    never: tuple = field(default=("<script>document.title",))


class Builder:
    """Makes notebooks of the master with its solutions and of the one that was handed out."""

    def __init__(self, master, release):
        self.master, self.release = master, release
        self.solutions = {
            cell["metadata"]["nbgrader"]["grade_id"]: source(cell)
            for cell in master["cells"]
            if cell["metadata"].get("nbgrader", {}).get("solution")
        }
        self.points = {name: EXERCISES[f"{CHAPTER}.{name}"].points for name in self.solutions}
        self.most = sum(self.points.values())

    def notebook(self, answers=(), *, first=None):
        """Return what a student hands in: answers, and a cell of their own at the top."""
        made = copy.deepcopy(self.release)
        for cell in made["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id")
            if name in answers:
                cell["source"] = answers[name]
        if first:
            place = 1 + next(i for i, c in enumerate(made["cells"]) if c["cell_type"] == "code")
            made["cells"].insert(place, code_cell(first))
        return made

    def without(self, name, answer=None):
        """Return all solutions but one, in place of which stands `answer`."""
        others = {k: v for k, v in self.solutions.items() if k != name}
        return others | ({name: answer} if answer else {})

    def value(self, name, answer):
        """Run an answer as its notebook does; return what would be handed to `check`."""
        namespace = {}
        for cell in self.master["cells"]:
            if cell.get("id") in {"setup", f"given-{name}"}:
                exec(source(cell), namespace)
        before = set(namespace)
        exec(answer, namespace)
        call = next(c for c in self.master["cells"] if c.get("id") == f"check-{name}")
        wanted = source(call).rpartition(",")[2].strip(" )\n")
        assert wanted in namespace, (wanted, before)
        return namespace[wanted]


def source(cell):
    """Return the source of a cell as one text."""
    return cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])


def code_cell(text):
    """Return a code cell as a student adds one."""
    return {
        "cell_type": "code", "id": "my-own-cell", "metadata": {}, "execution_count": None,
        "outputs": [], "source": text,
    }  # fmt: skip


def memorised(build):
    """Return answers that are right for the cases of seed 0 and for nothing else."""
    cases = EXERCISES[f"{CHAPTER}.{SPOILT}"].cases_for(0)
    right = build.value(SPOILT, build.solutions[SPOILT])
    known = [[np.asarray(a).tolist() for a in case.args] for case in cases]
    values = [np.asarray(right(*case.args)).tolist() for case in cases]
    return f"""KNOWN = {json.dumps(known)}
VALUES = {json.dumps(values)}


def tanh_delta(z, y):
    for (a, b), value in zip(KNOWN, VALUES):
        if np.array_equal(a, z) and np.array_equal(b, y):
            return np.array(value)
    return np.zeros_like(z)"""


def one_number_off(build):
    """Return an answer with one of its numbers wrong, and the points that are left for it."""
    exercise = EXERCISES[f"{CHAPTER}.{NUMBERS}"]
    last = exercise.parts[-1]
    call = next(c for c in build.master["cells"] if c.get("id") == f"check-{NUMBERS}")
    name = source(call).rpartition(",")[2].strip(" )\n")
    answer = f'{build.solutions[NUMBERS]}\n{name}["{last}"] = 1234.5'
    score = grade(exercise.id, build.value(NUMBERS, answer)).score
    assert 0 < score < 1
    return answer, round(score * exercise.points, 2)


def edited_checks(notebook):
    """Return the notebook with a number in the place of every check, and other metadata."""
    for cell in notebook["cells"]:
        meta = cell["metadata"].get("nbgrader", {})
        if meta.get("grade"):
            cell["source"] = str(meta["points"])
            meta["points"] = 100
    return notebook


def disguised_checks(notebook):
    """Return the notebook with checks that pretend to be answers, which a person has to mark."""
    for cell in notebook["cells"]:
        meta = cell["metadata"].get("nbgrader", {})
        if meta.get("grade"):
            meta.update(solution=True, locked=False)
    return notebook


def deleted_checks(notebook):
    """Return the notebook without its checks."""
    notebook["cells"] = [
        cell for cell in notebook["cells"] if not cell["metadata"].get("nbgrader", {}).get("grade")
    ]
    return notebook


def samples(master, release):
    """Return the class: each sample with the mark that it must get."""
    build = Builder(master, release)
    everything, most = build.solutions, build.most
    rest = most - build.points[SPOILT]
    half = dict(list(everything.items())[: len(everything) // 2])
    partly, points = one_number_off(build)
    slope = next(w for w in EXERCISES[f"{CHAPTER}.{SPOILT}"].wrongs if w.name == "sigmoid-slope")
    return [
        Sample("right", "every solution", build.notebook(everything), most, ("Right.",)),
        Sample("half", "the first half", build.notebook(half), sum(build.points[n] for n in half),
               ("Not started",)),
        Sample("partly", "one number of several wrong", build.notebook({NUMBERS: partly}), points,
               ("All but",)),
        Sample("mistaken", "a mistake of the catalogue",
               build.notebook(build.without(SPOILT, WRONG)), rest,
               (show.as_html(slope.message),)),
        Sample("empty", "nothing", build.notebook(), 0, ("Not started",)),
        Sample("crashing", "a cell that raises, an answer that Python cannot read",
               build.notebook(build.without(SPOILT, UNREADABLE), first=OFF), rest,
               ("The check did not run",)),
        Sample("quitting", "a cell that ends Python", build.notebook(everything, first=QUIT), most),
        Sample("endless", "a function that never returns",
               build.notebook(build.without(SPOILT, ENDLESS)), rest, ("Stopped after",)),
        Sample("looping", "a cell that never ends", build.notebook(everything, first=LOOP), most),
        Sample("deaf", "a cell that never ends and cannot be interrupted",
               build.notebook(everything, first=DEAF_LOOP), most),
        Sample("stubborn", "a function that swallows every exception and never ends",
               build.notebook(build.without(SPOILT, STUBBORN)), rest),
        Sample("flooding", "10 MB of output", build.notebook(everything, first=FLOOD), most,
               ("the rest was left out",)),
        Sample("memorising", "answers fitted to seed 0",
               build.notebook(build.without(SPOILT, memorised(build))), rest),
        Sample("patching", "replaces check and the judge", build.notebook(first=PATCHES), 0,
               flagged=True),
        Sample("editing", "writes numbers and points into the checks",
               edited_checks(build.notebook()), 0),
        Sample("disguising", "disguises checks as answers", disguised_checks(build.notebook()), 0),
        Sample("deleting", "deletes the checks",
               deleted_checks(build.notebook(build.without(SPOILT, WRONG))), rest),
        Sample("forging", "forges what check sends", build.notebook(first=FORGES), 0, flagged=True),
        Sample("borrowing", "calls the course's own answers",
               build.notebook({SPOILT: BORROWS}), build.points[SPOILT], flagged=True),
    ]  # fmt: skip
