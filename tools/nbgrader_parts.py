"""What nbgrader does otherwise here: it reads every Unicode, and its list of marks has remarks."""

from pathlib import Path

import handed_in
from nbconvert.exporters import NotebookExporter
from nbgrader.plugins import CsvExportPlugin


class AnyUnicode(NotebookExporter):
    """Reads notebooks that an editor saved with a byte-order mark, or in UTF-16."""

    def from_file(self, file_stream, resources=None, **kw):
        """Read an open file again, as bytes."""
        return super().from_file(handed_in.as_nbgrader_reads(file_stream), resources, **kw)


class WithRemarks(CsvExportPlugin):
    """Writes beside a 0 whether nothing was handed in, or something that was not marked."""

    def export(self, gradebook):
        """Write grades.csv, or the file that `--to` names."""
        marks = handed_in.rows(gradebook, self.remark_on)
        handed_in.write_marks(
            self.to or "grades.csv",
            (
                row for row in marks
                if row["assignment"] in (self.assignment or [row["assignment"]])
                and row["student_id"] in (self.student or [row["student_id"]])
            ),
        )  # fmt: skip

    def remark_on(self, assignment, student, names):
        """Return what the mark does not say."""
        course = self.parent.coursedir
        place = Path(course.format_path(course.submitted_directory, student, assignment))
        said = handed_in.remark(place, names)
        marked = Path(course.format_path(course.autograded_directory, student, assignment))
        if all((place / name).is_file() and not (marked / name).is_file() for name in names):
            why = "not marked: see what nbgrader autograde says of it"
            return f"{why}; {said}" if said else why
        return said
