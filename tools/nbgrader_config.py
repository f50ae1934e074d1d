"""nbgrader's settings for this course. Copy this file into the folder of your course.

nbgrader reads it there by its name. It finds the rest by way of nnlib, wherever your folder is.
"""

import os
import secrets
import sys
from pathlib import Path

try:
    import nnlib

    sys.path.append(str(Path(nnlib.__file__).resolve().parents[1] / "tools"))
    from handed_in import tell
    from judge import AskTeacher, Judge, Restore
    from nbgrader_parts import AnyUnicode, WithRemarks
    from patient_run import PatientRun, box_works

    from nnlib.checks.folders import VARIABLE, FolderError, present

    # The kernels run elsewhere, so a folder of exercises of your own needs its whole path.
    if os.environ.get(VARIABLE):
        os.environ[VARIABLE] = str(present()[-1].path.resolve())
except (ImportError, FolderError) as error:
    # With no more than an error nbgrader would go on, with its defaults: without the judge.
    sys.exit(f"nbgrader_config.py: {error}. Use the nbgrader of this course's .venv.")

# nbgrader starts alembic by its name, also where nobody has activated .venv.
here = str(Path(sys.executable).parent)
os.environ["PATH"] = here + os.pathsep + os.environ.get("PATH", os.defpath)

# Another seed each day that you grade, so that answers fitted to one set of cases fail. To repeat a
# marking exactly, say which: NNLIB_SEED=7 nbgrader autograde …
os.environ.setdefault("NNLIB_SEED", str(secrets.randbelow(2**31)))

c = get_config()  # noqa: F821 (nbgrader provides it)
c.CourseDirectory.course_id = "neural-networks-by-hand"

# What came under another name, or in another Unicode, than it was handed out with.
c.Autograde.pre_convert_hook = tell
c.Autograde.exporter_class = AnyUnicode
c.ExportApp.plugin_class = WithRemarks

# What a student finds in the place of a solution; `check` calls it "Not started".
c.ClearSolutions.code_stub = {"python": "...  # your answer"}

# A check that was deleted comes back and is marked.
c.OverwriteCells.add_missing_cells = True

c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.ClearOutput",
    Restore,
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    PatientRun,
    Judge,
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    AskTeacher,
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Execute.timeout = 30  # seconds a cell; a function that `check` calls has 5
c.LimitOutput.max_lines = 100
# Strangers' code runs in a box where bubblewrap can make one: no network, nothing to write to.
c.PatientRun.box = os.environ.get("NNLIB_BOX", "1") != "0" and box_works()

# Feedback is a page that you and the students open: nothing in it may run.
c.HTMLExporter.sanitize_html = True
