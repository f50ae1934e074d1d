"""The folder of a class that is being marked: nbgrader's, and a record for each submission.

A record is written last and whole, and carries a key of what it depends on. So whatever stops the
marking, each submission has its record or has to be marked; and none is marked twice.
"""

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

from whole_files import replace

try:
    import fcntl
except ImportError:  # Windows: then one command at a time
    fcntl = None

TOOLS = Path(__file__).parent
STATE, LEDGER = "marking.json", "in_gradebook.json"


class MarkError(Exception):
    """Something that stops the marking; the text says what, and what to do."""


class Folder:
    """Where the marking of one notebook of a class is kept.

    Parameters
    ----------
    root : Path
        The folder.
    chapter : str
        The notebook, which is nbgrader's assignment as well.
    """

    def __init__(self, root, chapter):
        self.root, self.chapter = root, chapter
        self.records = root / "records" / chapter

    def nbgraders(self, step, student, suffix="ipynb"):
        """Return where nbgrader looks for a student's file."""
        return self.root / step / student / self.chapter / f"{self.chapter}.{suffix}"

    @property
    def state(self):
        """What was settled when the first submission was marked; {} before."""
        return read_json(self.root / STATE).get(self.chapter, {})

    def prepare(self, master):
        """Hand the notebook out to nbgrader, unless that is done; return the state."""
        with locked(self.root / ".lock"):
            if self.state:
                return self.state
            source = self.root / "source" / self.chapter / f"{self.chapter}.ipynb"
            source.parent.mkdir(parents=True, exist_ok=True)
            replace(source, master.read_bytes())
            config = self.root / "nbgrader_config.py"
            if not config.exists():
                shutil.copy(TOOLS / config.name, config)
            command = [sys.executable, "-m", "nbgrader", "generate_assignment", self.chapter]
            done = subprocess.run(
                [*command, "--force"], cwd=self.root, check=False, capture_output=True, text=True,
                encoding="utf-8", errors="replace",
            )  # fmt: skip
            if done.returncode:
                raise MarkError(f"nbgrader cannot hand out {master}:\n{done.stderr[-2000:]}")
            seed = os.environ.get("NNLIB_SEED") or str(secrets.randbelow(2**31))
            new = {"seed": seed, "source": hashlib.sha256(master.read_bytes()).hexdigest()}
            write_json(self.root / STATE, read_json(self.root / STATE) | {self.chapter: new})
            return new

    def key(self, data):
        """Return what a record depends on: the file, what was handed out, and the seed."""
        state = self.state
        said = f"{state['seed']} {state['source']} ".encode() + data
        return hashlib.sha256(said).hexdigest()

    def is_marked(self, student):
        """Tell whether there is nothing left to do for a student's file."""
        return "unmarked" not in (self.record(student) or {"unmarked": "not yet"})

    def record(self, student):
        """Return the record of what a student's file is now; None if there is none."""
        found = read_json(self.records / f"{student}.json")
        handed_in = self.nbgraders("submitted", student)
        with contextlib.suppress(OSError):
            if found.get("key") == self.key(handed_in.read_bytes()):
                return found
        return None

    def keep(self, student, data, record):
        """Write a record: from here on the submission is marked."""
        write_json(self.records / f"{student}.json", {"key": self.key(data), **record})

    def fill(self, records, names):
        """Put the records into nbgrader's gradebook; return the points by student and cell.

        What a person has put in there by hand stays. A record that is in already is not put in
        again, so that a notebook that was looked at does not ask to be looked at once more.
        """
        from nbgrader.api import Gradebook  # noqa: PLC0415 (slow to import)
        from sqlalchemy.exc import SAWarning  # noqa: PLC0415

        warnings.filterwarnings("ignore", category=SAWarning)  # of how nbgrader adds a submission
        ledger, chapter = self.root / "records" / chapter_file(self.chapter), self.chapter
        with locked(self.root / ".lock"), Gradebook(self.url) as book:
            known = read_json(ledger)
            for student, record in records.items():
                if known.get(student) == record["key"]:
                    continue
                book.update_or_create_student(student, first_name=names.get(student, student))
                book.update_or_create_submission(chapter, student)
                given = book.find_submission_notebook(chapter, chapter, student)
                for grade in given.grades:
                    grade.auto_score = record["grades"].get(grade.name, 0.0)
                    by_hand = grade.manual_score is not None
                    grade.needs_manual_grade = bool(record["look"]) or by_hand
                for comment in given.comments:
                    comment.auto_comment = record["comments"].get(comment.name)
                known[student] = record["key"]
            book.db.commit()
            write_json(ledger, known)
            return {
                submission.student.id: {
                    grade.name: grade.score for n in submission.notebooks for grade in n.grades
                }
                for submission in book.assignment_submissions(chapter)
            }

    @property
    def url(self):
        """Nbgrader's gradebook."""
        return f"sqlite:///{self.root / 'gradebook.db'}"


def chapter_file(chapter):
    """Return the name of the list of what is in the gradebook."""
    return f"{chapter}-{LEDGER}"


@contextlib.contextmanager
def locked(path, *, wait=True):
    """Hold a lock that ends with this process, however that ends; yield whether it is held."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        held = True
        if fcntl:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                held = False
        yield held


def read_json(path):
    """Return what a file of ours holds; {} if there is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def write_json(path, value):
    """Write a file of ours, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())
