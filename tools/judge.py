"""Marks given outside the learner's kernel, in nbgrader's own process.

What runs in the kernel may have been tampered with, so the judge believes one thing only: the
values that the learner's function gave, as JSON. It draws the same cases again and sets the mark.
"""

import ast
import os
import re

from nbconvert.preprocessors import Preprocessor
from nbformat import v4

from nnlib.checks import EXERCISES, show
from nnlib.checks.folders import VARIABLE
from nnlib.checks.result import Result
from nnlib.checks.transport import MalformedError, from_json
from nnlib.checks.verdict import judge

HELPERS = r"(?:check|hint|progress|solution)"
WORTH_A_LOOK = re.compile(
    rf"nnlib\.checks(?!\s+import\s+{HELPERS}(?:\s*,\s*{HELPERS})*\s*$)"
    r"|from\s+nnlib\s+import.*\bchecks\b"
    r"|\b(?:EXERCISES|OUTCOMES|NNLIB_SEED|NNLIB_EXERCISES|NBGRADER_EXECUTION)\b|vnd\.nnlib|now\s*=\s*True"
    r"|\b(?:sys\.modules|settrace|_getframe|__import__|importlib|ctypes|subprocess|tracemalloc)\b"
    r"|\bnnlib_exercises|\bgc\.get_|\bos\.(?:environ|system|popen|fork)|\bexercises/",
    re.MULTILINE,
)

FORM = re.compile(r"[a-z0-9]+\.[a-z0-9-]+")
UNKNOWN = "There is no exercise {} here. If it is from a folder of your own, set {} and mark again."


def exercise_in(source):
    """Return the id that a grade cell asks `check` for, or None if it holds anything else."""
    try:
        (call,) = (step.value for step in ast.parse(source).body if isinstance(step, ast.Expr))
        return call.args[0].value if call.func.id == "check" else None
    except (SyntaxError, ValueError, AttributeError, IndexError):
        return None


def mark(exercise_id, bundles, seed, drawn=None):
    """Return the `Result` for what a grade cell showed.

    Parameters
    ----------
    exercise_id : str
        As in the locked cell that nbgrader restored.
    bundles : list
        All that the cell showed as `show.OUTCOMES`. An honest one shows a single text.
    seed : int
        The seed that the kernel was told to draw its cases with.
    drawn : dict, optional
        Keeps the cases, which are the same for all who are marked with one seed.
    """
    if len(bundles) != 1:
        return Result(False, 0.0, f"The check gave {len(bundles)} answers, not one.", "not-judged")
    exercise = EXERCISES[exercise_id]
    drawn, key = {} if drawn is None else drawn, (exercise_id, seed)
    if key not in drawn:
        drawn[key] = exercise.cases_for(seed)
    cases = drawn[key]
    try:
        return judge(exercise, from_json(bundles[0], len(cases) + exercise.asks_twice), cases)
    except MalformedError:
        return Result(False, 0.0, "What the check sent cannot be read.", "not-judged")
    except Exception as error:  # one strange submission must not stop the class
        name = type(error).__name__
        return Result(False, 0.0, f"What the check sent cannot be judged ({name}).", "not-judged")


def not_run(outputs, name):
    """Return the `Result` for a check that showed nothing: 0 points, and what came instead."""
    errors = [output for output in outputs if output.output_type == "error"]
    if not errors:
        return Result(False, 0.0, "The check gave no answer, or far too long a one.", "not-judged")
    text = f"{errors[0].ename}: {errors[0].evalue}".rstrip(": ")[:500]
    message = f"The check did not run: {text}. Does the cell of `{name}` run by itself?"
    return Result(False, 0.0, message, "not-judged")


def shown(result, points):
    """Return the outputs of a grade cell: the verdict, and the number that nbgrader reads."""
    number = {"text/plain": str(round(result.score * points, 2))}
    return [
        v4.new_output("display_data", data=show.verdict(result)),
        v4.new_output("execute_result", data=number, execution_count=1),
    ]


def worth_a_look(cells):
    """Return the lines of the learner's code that name what no exercise needs."""
    learners = (
        cell.source
        for cell in cells
        if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("locked")
    )
    return [
        line.strip()[:200]
        for source in learners
        for line in source.splitlines()
        if WORTH_A_LOOK.search(line)
    ]


def cells_of(notebook):
    """Return points by grade cell, the answers' names, and each cell of a notebook handed out."""
    points = {cell.name: cell.max_score for cell in notebook.grade_cells}
    answers = {cell.name for cell in notebook.solution_cells}
    return points, answers, {cell.name: cell for cell in notebook.source_cells}


class Restore(Preprocessor):
    """Stands first: gives every cell the nbgrader metadata that it was handed out with.

    nbgrader itself puts back source and points, but a check that pretends to be an answer makes it
    give up on the whole notebook.
    """

    enabled = True

    def preprocess(self, nb, resources):
        """Overwrite what the cells say of themselves by what the gradebook knows of them."""
        points, answers, handed_out = self.known(resources["nbgrader"])
        for cell in nb.cells:
            claimed = cell.metadata.pop("nbgrader", None)
            name = claimed.get("grade_id") if isinstance(claimed, dict) else None
            if not isinstance(name, str) or name not in handed_out:
                continue
            cell.metadata["nbgrader"] = {
                "grade": name in points,
                "grade_id": name,
                "locked": handed_out[name].locked,
                "schema_version": 3,
                "solution": name in answers,
                "task": False,
                "cell_type": handed_out[name].cell_type,
                "checksum": handed_out[name].checksum,
                **({"points": points[name]} if name in points else {}),
            }
        return nb, resources

    def known(self, names):
        """Return points by grade cell, the answers' names, and each cell as it was handed out."""
        from nbgrader.api import Gradebook  # noqa: PLC0415 (slow, and the judge needs none)

        with Gradebook(names["db_url"]) as book:
            return cells_of(book.find_notebook(names["notebook"], names["assignment"]))


class Judge(Preprocessor):
    """Stands between `Execute` and `SaveAutoGrades`: replaces what each grade cell showed."""

    enabled = True
    drawn = None

    def preprocess_cell(self, cell, resources, index):  # noqa: ARG002 (nbconvert's signature)
        """Judge one grade cell, and note its verdict; leave all others as they are."""
        meta = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "code" or not meta.get("grade"):
            return cell, resources
        exercise_id = exercise_in(cell.source)
        if exercise_id not in EXERCISES and not FORM.fullmatch(str(exercise_id)):
            return cell, resources  # a teacher's own grade cell, which nbgrader marks
        bundles = [
            output.data[show.OUTCOMES]
            for output in cell.outputs
            if output.output_type == "display_data" and show.OUTCOMES in output.data
        ]
        if exercise_id not in EXERCISES:
            result = Result(False, 0.0, UNKNOWN.format(exercise_id, VARIABLE), "not-judged")
        elif bundles:
            seed = int(os.environ.get("NNLIB_SEED", "0"))
            result = mark(exercise_id, bundles, seed, self.drawn)
        else:
            result = not_run(cell.outputs, EXERCISES[exercise_id].name)
        resources.setdefault("verdicts", {})[exercise_id] = result
        if result.diagnosis == "not-judged":
            self.log.warning("%s: %s", exercise_id, result.message)
        cell.outputs = shown(result, float(meta["points"]))
        return cell, resources


class AskTeacher(Preprocessor):
    """Stands after `SaveAutoGrades`: asks the teacher to look where the code is unusual."""

    enabled = True

    def preprocess(self, nb, resources):
        """Mark a notebook's grades as waiting for a person; the marks stay as they are."""
        lines = worth_a_look(nb.cells)
        if lines:
            from nbgrader.api import Gradebook  # noqa: PLC0415 (slow, and the judge needs none)

            names = resources["nbgrader"]
            who = (names["notebook"], names["assignment"], names["student"])
            self.log.warning("Look at %s of %s:\n    %s", who[0], who[2], "\n    ".join(lines))
            with Gradebook(names["db_url"]) as book:
                for grade in book.find_submission_notebook(*who).grades:
                    grade.needs_manual_grade = True
                book.db.commit()
        return nb, resources
