"""Mark one submission: nbgrader's own steps and the judge, without a gradebook.

Everything that a mark consists of goes into a record, a dict. mark_book.py puts the records of a
class into the gradebook when all are there, so that no two processes ever wait for it.
"""

import json
import logging
import tempfile
from dataclasses import dataclass
from types import SimpleNamespace

import handed_in
import nbformat
from judge import Judge, Restore, cells_of, worth_a_look
from mark_kernels import QuickRun, planted
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader import utils
from nbgrader.api import MissingEntry
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    ClearOutput,
    DeduplicateIds,
    LimitOutput,
    NbGraderPreprocessor,
    OverwriteCells,
)
from traitlets import Any

from nnlib.checks import verdict


class UnreadableError(Exception):
    """A file that is no notebook; the text says why."""


@dataclass
class HandedOut:
    """What the gradebook knows of the notebook that was handed out, read once for a class.

    It answers what nbgrader's steps ask of a gradebook.
    """

    name: str
    kernelspec: dict
    source_cells: list
    grade_cells: list
    solution_cells: list
    task_cells: list

    @classmethod
    def of(cls, book, chapter):
        """Return what an open gradebook knows, read to the end."""
        known = book.find_notebook(chapter, chapter)
        cells = [known.source_cells, known.grade_cells, known.solution_cells, known.task_cells]
        kernelspec = json.loads(known.kernelspec) if known.kernelspec else {}
        found = [[as_plain(cell) for cell in group] for group in cells]
        return cls(chapter, kernelspec, *found)

    def find_notebook(self, *_):
        """Return the notebook, which is itself."""
        return self

    def find_source_cell(self, name, *_):
        """Return a cell as it was handed out; raise nbgrader's error if there is none."""
        for cell in self.source_cells:
            if cell.name == name:
                return cell
        raise MissingEntry(f"no cell {name} was handed out")

    def find_graded_cell(self, name, *_):
        """Return a cell that gives points."""
        return next(cell for cell in self.grade_cells if cell.name == name)


def as_plain(cell):
    """Return a cell that needs its gradebook no longer."""
    names = ("name", "cell_type", "locked", "source", "checksum", "max_score")
    return SimpleNamespace(**{name: getattr(cell, name, None) for name in names})


class RestoreFrom(Restore):
    """`Restore` that asks no gradebook."""

    handed_out = Any()

    def known(self, names):  # noqa: ARG002 (the other one finds the gradebook by them)
        """Return what the cells were when they were handed out."""
        return cells_of(self.handed_out)


class OverwriteFrom(OverwriteCells):
    """nbgrader's `OverwriteCells` that asks no gradebook."""

    handed_out = Any()

    def preprocess(self, nb, resources):
        """Put back what the students may not change."""
        names = resources["nbgrader"]
        self.notebook_id, self.assignment_id = names["notebook"], names["assignment"]
        self.gradebook = self.handed_out
        nb, resources = NbGraderPreprocessor.preprocess(self, nb, resources)
        nb, resources = self.add_missing_grade_cells(nb, resources)
        return self.add_missing_task_cells(nb, resources)


class FeedbackPage(HTMLExporter):
    """nbgrader's page of feedback, written as it comes.

    nbconvert reads each page once more, to make cells focusable and to say that a picture lacks a
    text; that takes half of its time.
    """

    def from_notebook_node(self, nb, resources=None, **kw):
        """Return the page."""
        language = nb.metadata.get("language_info", {})
        resources = self._init_resources(resources)
        self.register_filter("highlight_code", self.highlighter(language.get("pygments_lexer")))
        self.register_filter("filter_data_type", self.first_type(resources))
        return TemplateExporter.from_notebook_node(self, nb, resources, **kw)

    def highlighter(self, lexer):
        """Return the filter that colours code."""
        return Highlight2HTML(pygments_lexer=lexer or "ipython3", parent=self)

    def first_type(self, resources):
        """Return the filter that chooses among the forms of an output."""
        return WidgetsDataTypeFilter(
            notebook_metadata=self._nb_metadata, parent=self, resources=resources
        )


def read(data):
    """Return the notebook that the bytes of a file hold.

    Raises
    ------
    UnreadableError
        If there is none in them.
    """
    try:
        notebook = nbformat.reads(handed_in.mended(data), as_version=4)
        cells = [cell.metadata for cell in notebook.cells]
    except Exception as error:  # whatever a stranger's file makes of the readers
        said = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise UnreadableError(f"this is no notebook, or it is damaged: {said}") from None
    if not cells:
        raise UnreadableError("the notebook has no cells")
    return notebook


class Marker:
    """Marks one submission after the other; what takes long to prepare is prepared once.

    Parameters
    ----------
    config : traitlets.config.Config
        The settings of the class's folder.
    root : Path
        That folder.
    handed_out : HandedOut
        What the students were given.
    """

    def __init__(self, config, root, handed_out):
        self.handed_out, name = handed_out, handed_out.name
        nursery, can = planted(name, config)
        self.before = [
            ClearOutput(config=config),
            RestoreFrom(config=config, handed_out=handed_out),
            DeduplicateIds(config=config),
            OverwriteFrom(config=config, handed_out=handed_out),
        ]
        self.run = QuickRun(config=config, nursery=nursery)
        if nursery is not None:
            self.run.box = False
        self.apart = self.run.box or all(can.values())
        self.after = [Judge(config=config), LimitOutput(config=config)]
        folder = CourseDirectory(config=config, root=str(root))
        feedback = GenerateFeedback(coursedir=folder, config=config)
        self.page = FeedbackPage(config=feedback.config)
        self.page.register_preprocessor(CSSHTMLHeaderPreprocessor, enabled=True)
        self.after[0].drawn = {}
        verdict.known = {}  # the course's own answers give the same for each submission
        logging.getLogger("traitlets").setLevel(logging.ERROR)

    def mark(self, data, student):
        """Mark what a student handed in.

        Parameters
        ----------
        data : bytes
            The file.
        student : str
            What nbgrader is to call them.

        Returns
        -------
        record : dict
            Points, verdicts, comments, and what a person should look at.
        notebook, page : str
            The notebook as it was marked, and the page of feedback.

        Raises
        ------
        UnreadableError
            If the file holds no notebook.
        """
        name = self.handed_out.name
        notebook = read(data)
        names = {"notebook": name, "assignment": name, "student": student, "db_url": ""}
        resources = {"nbgrader": names, "unique_key": name}
        for step in self.before:
            notebook, resources = step(notebook, resources)
        notebook.metadata["kernelspec"] = self.handed_out.kernelspec
        notebook = nbformat.from_dict(notebook)  # a check that came back is a plain dict
        with tempfile.TemporaryDirectory() as place:
            resources["metadata"] = {"path": place}
            notebook, resources = self.run(notebook, resources)
        resources["nbgrader"] = names
        for step in self.after:
            notebook, resources = step(notebook, resources)
        record = {
            "grades": {}, "comments": {}, "verdicts": {}, "look": worth_a_look(notebook.cells)
        }  # fmt: skip
        for cell in notebook.cells:
            self.note(cell, record)
        for exercise, result in resources.get("verdicts", {}).items():
            record["verdicts"][exercise] = vars(result)
        names["score"] = sum(record["grades"].values())
        names["max_score"] = sum(cell.max_score for cell in self.handed_out.grade_cells)
        names["late_penalty"] = 0
        written = nbformat.writes(notebook)
        page, _ = self.page.from_notebook_node(self.shown(notebook, record), resources)
        return record, written, page

    def close(self):
        """End the process from which kernels are split off."""
        if self.run.nursery is not None:
            self.run.nursery.close()

    def note(self, cell, record):
        """Write down what nbgrader's gradebook is to hold of a cell."""
        if utils.is_grade(cell):
            score, _ = utils.determine_grade(cell, logging.getLogger("nbgrader"))
            record["grades"][cell.metadata.nbgrader["grade_id"]] = score or 0.0
        if utils.is_solution(cell):
            same = cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)
            said = "No response." if same else None
            record["comments"][cell.metadata.nbgrader["grade_id"]] = said

    def shown(self, notebook, record):
        """Put points and comments where nbgrader's page of feedback looks for them."""
        for cell in notebook.cells:
            if utils.is_solution(cell):
                name = cell.metadata.nbgrader["grade_id"]
                cell.metadata.nbgrader["comment"] = record["comments"][name]
            if utils.is_grade(cell):
                name = cell.metadata.nbgrader["grade_id"]
                cell.metadata.nbgrader["score"] = record["grades"][name]
        return notebook
