"""What was handed in, and under which name: learning platforms rename files, editors re-encode.

    python tools/handed_in.py FOLDER_OF_YOUR_CLASS [--rename]

It lists what `nbgrader autograde` would pass over. With `--rename` a notebook gets the name that it
was handed out with, where there is no doubt which one it is: nothing else in the folder comes near.
"""

import argparse
import csv
import io
import json
import sys
from pathlib import Path

import console
from traitlets.log import get_logger

COLUMNS = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score", "remark",
)  # fmt: skip


def decoded(data):
    """Return the text of a notebook, in whichever Unicode and with or without a byte-order mark."""
    return data.decode("utf-8-sig" if data[:3] == b"\xef\xbb\xbf" else json.detect_encoding(data))


def notebooks_in(folder):
    """Return every notebook in a folder and below, without the copies that Jupyter keeps."""
    found = (p for p in folder.rglob("*") if p.suffix.lower() == ".ipynb" and p.is_file())
    return sorted(p for p in found if ".ipynb_checkpoints" not in p.parts)


def graded_in(path):
    """Return the names of the graded cells in a notebook; none where it cannot be read."""
    try:
        cells = json.loads(decoded(path.read_bytes()))["cells"]
        marks = [cell["metadata"].get("nbgrader", {}) for cell in cells]
        return {mark["grade_id"] for mark in marks if mark.get("grade")}
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        return set()


def quoted(paths, folder):
    """Return paths as a person reads them."""
    return ", ".join(f"“{path.relative_to(folder).as_posix()}”" for path in paths)


def remark(folder, names):
    """Say what an assignment's folder holds other than the notebooks of these names, or nothing.

    Parameters
    ----------
    folder : Path
        What one student handed in for one assignment.
    names : iterable of str
        The notebooks that were handed out.
    """
    if not folder.is_dir():
        return "nothing was handed in"
    there = notebooks_in(folder)
    # From the list of names: some file systems find neuron.ipynb where Neuron.ipynb is.
    others = [path for path in there if path.parent != folder or path.name not in names]
    missing = [name for name in names if folder / name not in there]
    if missing:
        wanted = ", ".join(f"“{name}”" for name in missing)
        if others:
            return f"not marked: handed in as {quoted(others, folder)}, not as {wanted}"
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        holds = f" The folder holds {quoted(files[:5], folder)}." if files else ""
        return f"{wanted} was not handed in.{holds}"
    return f"also there, and not marked: {quoted(others, folder)}" if others else ""


def handed_out(root, assignment):
    """Return the names of an assignment's notebooks."""
    return sorted(path.name for path in (root / "source" / assignment).glob("*.ipynb"))


def tell(*, notebooks, **_):
    """Say before a submission is marked what in it will be passed over: a hook of nbgrader's."""
    folder = Path(notebooks[0]).parent
    root = folder.parents[2]
    said = remark(folder, handed_out(root, folder.name))
    if said:
        get_logger().warning("%s: %s", folder.relative_to(root).as_posix(), said)


def its_own(folder, name, master):
    """Return the one notebook in the folder that is this assignment's, under another name."""
    if (folder / name) in notebooks_in(folder):
        return None
    wanted = graded_in(master)
    near = [p for p in notebooks_in(folder) if 2 * len(graded_in(p) & wanted) > len(wanted)]
    return near[0] if len(near) == 1 else None


def rename(folder, root):
    """Give notebooks of one submission the names that they were handed out with; return which."""
    done = []
    for name in handed_out(root, folder.name):
        found = its_own(folder, name, root / "source" / folder.name / name)
        if found:
            done.append((found.relative_to(folder).as_posix(), name))
            aside = found.rename(
                folder / f".{name}.renamed"
            )  # Neuron.ipynb is neuron.ipynb to some
            aside.rename(folder / name)
    return done


def rows(gradebook, remark_on):
    """Yield what grades.csv says of each assignment and student."""
    from nbgrader.api import MissingEntry  # noqa: PLC0415 (slow to import)

    for assignment in gradebook.assignments:
        names = [f"{notebook.name}.ipynb" for notebook in assignment.notebooks]
        for student in gradebook.students:
            try:
                given = gradebook.find_submission(assignment.name, student.id)
                score, penalty, time = given.score, given.late_submission_penalty, given.timestamp
            except MissingEntry:
                score, penalty, time = 0.0, 0.0, ""
            said = (
                assignment.name, assignment.duedate, time, student.id, student.last_name,
                student.first_name, student.email, score, penalty, max(0.0, score - penalty),
                assignment.max_score, remark_on(assignment.name, student.id, names),
            )  # fmt: skip
            yield dict(zip(COLUMNS, said, strict=True))


def write_marks(path, marks):
    """Write grades.csv."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        table.writerows(marks)


def mended(data):
    """Return a notebook's text from its bytes, with the ends of lines that Python writes."""
    notebook = json.loads(decoded(data))
    for cell in notebook.get("cells", []):
        cell["source"] = "".join(cell.get("source", "")).replace("\r\n", "\n")
    return json.dumps(notebook)


def as_nbgrader_reads(stream):
    """Return the text of an open notebook, as a file that nbgrader can read."""
    return io.StringIO(mended(stream.buffer.read()))


def main(arguments=None):
    """List what would be passed over, or rename it; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where source/ and submitted/ are")
    parser.add_argument("--rename", action="store_true", help="put right what is beyond doubt")
    options = parser.parse_args(arguments)
    folders = sorted(p for p in options.folder.glob("submitted/*/*") if p.is_dir())
    if not folders:
        print(f"{options.folder}: no submitted/NAME/ASSIGNMENT in this folder", file=sys.stderr)
        return 1
    left = 0
    for folder in folders:
        where = folder.relative_to(options.folder / "submitted").as_posix()
        for old, new in rename(folder, options.folder) if options.rename else ():
            print(f"{where}: “{old}” is “{new}” now")
        said = remark(folder, handed_out(options.folder, folder.name))
        if said:
            print(f"{where}: {said}")
            left += 1
    print(f"{len(folders)} submissions, {left} of them to look at.")
    return min(left, 1)


if __name__ == "__main__":
    console.never_fail()
    sys.exit(main())
