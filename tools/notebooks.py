"""Run every notebook from top to bottom and store it in its one normal form.

    python tools/notebooks.py [--check] [--timeout SECONDS] [notebook ...]

Without paths it takes all of chapters/ and exercises/, and renews what pages say of the exercises.
A notebook of exercises is assembled from its folders first. Two runs in a row write the same bytes,
so a difference in git is a difference in what the reader sees. `--check` runs nothing: it tells
whether each stored notebook is as its folders say, in normal form, and was run since its code last
changed.
"""

import argparse
import hashlib
import os
import re
import sys
import tempfile
from pathlib import Path

import assemble
import console
import mentions
import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError
from normal_form import ROOT, code_cells, faults, normalise
from notebook_files import MENDED_BY, NotebookError, read, refuse, replace, shown, to_bytes

from nnlib.checks.folders import VARIABLE, FolderError

FOLDERS = ("chapters", "exercises")
TIMING = "nbval-ignore-output"  # nbval's own tag for a cell whose output is not compared

ANSI_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def source_hash(nb):
    """Return a short hash of all code, by which a later change of the code shows."""
    code = "\0".join(cell.source for _, cell in code_cells(nb))
    return hashlib.sha256(code.encode()).hexdigest()[:16]


def run(nb, path, timeout):
    """Execute `nb` in a fresh kernel of this very Python, in the folder of the notebook."""
    nb.metadata.pop("widgets", None)
    for _, cell in code_cells(nb):
        cell.outputs = []
    # No kernel folders: only then is the kernel this environment's and not an installed namesake.
    manager = AsyncKernelManager(
        kernel_name="python3",
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        transport_encryption="auto",  # without it the kernel warns at each start
    )
    started = []
    client = NotebookClient(
        nb,
        km=manager,
        timeout=timeout,
        coalesce_streams=False,  # `normalise` does it, and never moves text across a picture
        shutdown_kernel="immediate",  # nothing is lost, and a slow farewell can print complaints
    )
    client.on_cell_execute = lambda cell, **_: started.append(cell)
    try:
        with tempfile.TemporaryDirectory() as profile:  # nobody's own IPython start-up files
            environment = {**os.environ, "PYTHONHASHSEED": "0", "IPYTHONDIR": profile}
            environment["NNLIB_PROGRESS"] = "session"  # the masters are nobody's work
            environment.pop("MPLBACKEND", None)  # a leaked "agg" makes every figure vanish
            environment |= theirs(path)
            client.execute(cwd=str(path.resolve().parent), env=environment, cleanup_kc=True)
    except (CellControlSignal, DeadKernelError) as error:
        place = next(place for place, cell in code_cells(nb) if cell is started[-1])
        text = ANSI_COLOUR.sub("", str(error)).strip()
        raise NotebookError(f"{shown(path)}: {place} failed.\n{text}") from None
    nb.metadata["nnlib"] = {"source_hash": source_hash(nb)}


def theirs(path):
    """Return which teacher's folder a notebook needs: its own, if that is not the course's."""
    home = assemble.home_of(path)
    return {VARIABLE: str(home.path) if home and not home.is_course else ""}


def stale(nb, stored):
    """Return why the stored bytes are not what a run would have left, or None."""
    if any(cell.get("execution_count") is None for _, cell in code_cells(nb)):
        return "holds a cell that has not been run"
    if nb.metadata.get("nnlib", {}).get("source_hash") != source_hash(nb):
        return "its code has changed since it was run"
    return None if to_bytes(normalise(nb)) == stored else "is not in its normal form"


def check(path):
    """Raise NotebookError unless the stored notebook is as `store` would leave it."""
    nb = read(path)
    reason = stale(nb, path.read_bytes())
    refuse(path, [f"{reason}; run: {MENDED_BY}"] if reason else faults(nb))
    nbformat.validate(nb)


def measured(nb):
    """Return the outputs that no two runs share, by cell: timings, of code that is unchanged."""
    unchanged = nb.metadata.get("nnlib", {}).get("source_hash") == source_hash(nb)
    cells = [cell for _, cell in code_cells(nb) if TIMING in cell.metadata.get("tags", [])]
    return {cell.id: cell.outputs for cell in cells if unchanged and cell.outputs}


def store(path, timeout=600):
    """Run the notebook at `path` and store it; return whether its bytes changed.

    A timing stays until the code changes or its output is cleared: it is a record of one day.
    """
    nb = read(path)
    kept = measured(nb)
    run(nb, path, timeout)
    for _, cell in code_cells(nb):
        cell.outputs = kept.get(cell.id, cell.outputs)
    nb = normalise(nb)
    nbformat.validate(nb)
    refuse(path, faults(nb))
    return replace(path, to_bytes(nb))


def one(path, options):
    """Assemble and store one notebook, or check it; return what there is to say of it."""
    if options.check:
        assemble.check(path)
        return check(path)
    folder = assemble.home_of(path)
    new = folder is not None and assemble.bring(folder, path)
    changed = store(path, options.timeout) or new
    return f"{shown(path)}: {'written' if changed else 'unchanged'}"


def every_notebook(root=ROOT):
    """Return the notebooks of the course, without the copies that Jupyter keeps beside them."""
    found = (path for folder in FOLDERS for path in (root / folder).rglob("*.ipynb"))
    return sorted(path for path in found if ".ipynb_checkpoints" not in path.parts)


def main(arguments=None):
    """Run or check the notebooks that the command line names; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("notebook", nargs="*", type=Path, help="default: all of the course")
    parser.add_argument("--check", action="store_true", help="run nothing, tell what is stale")
    parser.add_argument("--timeout", type=int, default=600, help="seconds that a cell may take")
    options = parser.parse_args(arguments)
    try:
        course = assemble.folder_at(assemble.COURSE)
        listed = assemble.notebooks_of(course)
    except FolderError as error:
        print(error, file=sys.stderr)
        return 1
    paths = options.notebook or sorted({*every_notebook(), *listed})
    steps = [(one, path, options) for path in paths]
    if {path.resolve() for path in paths} & {*listed}:
        renew = mentions.check if options.check else mentions.bring
        steps += [(renew, page) for page in mentions.PAGES]
    status = 0
    for step, *given in steps:
        try:
            said = step(*given)
            if said:
                print(said)
        except (NotebookError, FolderError) as error:
            print(error, file=sys.stderr)
            status = 1
        except nbformat.ValidationError as error:
            print(f"{shown(given[0])}: not a valid notebook: {error}", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    console.never_fail()
    sys.exit(main())
