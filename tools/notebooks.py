"""Run every notebook from top to bottom and store it in its one normal form.

    python tools/notebooks.py [--check] [--timeout SECONDS] [notebook ...]

Without paths it takes all of chapters/ and exercises/. Two runs in a row write the same bytes, so a
difference in git is a difference in what the reader sees. `--check` runs nothing: it tells whether
each stored notebook is in normal form and was run since its code last changed.
"""

import argparse
import hashlib
import os
import re
import sys
import tempfile
from pathlib import Path

import console
import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError
from normal_form import ROOT, code_cells, faults, normalise

FOLDERS = ("chapters", "exercises")
MENDED_BY = "make notebooks"
TIMING = "nbval-ignore-output"  # nbval's own tag for a cell whose output is not compared

ANSI_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class NotebookError(Exception):
    """A notebook that cannot be stored as it is; the text says where and why."""


def read(path):
    """Read a notebook without adding anything to it (nbformat.read would invent random ids)."""
    try:
        nb = nbformat.v4.reads(path.read_text(encoding="utf-8"))
        major = nb.nbformat
    except FileNotFoundError:
        raise NotebookError(f"{shown(path)}: no such notebook") from None
    except (ValueError, AttributeError) as error:
        raise NotebookError(f"{shown(path)}: not a notebook that can be read: {error}") from None
    if major != nbformat.v4.nbformat:
        raise NotebookError(f"{shown(path)}: notebook format 4 expected, this one has {major}")
    return nb


def to_bytes(nb):
    """Return the bytes of a notebook as Jupyter writes them."""
    return (nbformat.v4.writes(nb) + "\n").encode()


def shown(path):
    """Return a path as a reader of the message would type it."""
    path = path.resolve()
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.as_posix()


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
            client.execute(cwd=str(path.resolve().parent), env=environment, cleanup_kc=True)
    except (CellControlSignal, DeadKernelError) as error:
        place = next(place for place, cell in code_cells(nb) if cell is started[-1])
        text = ANSI_COLOUR.sub("", str(error)).strip()
        raise NotebookError(f"{shown(path)}: {place} failed.\n{text}") from None
    nb.metadata["nnlib"] = {"source_hash": source_hash(nb)}


def stale(nb, stored):
    """Return why the stored bytes are not what a run would have left, or None."""
    if any(cell.get("execution_count") is None for _, cell in code_cells(nb)):
        return "holds a cell that has not been run"
    if nb.metadata.get("nnlib", {}).get("source_hash") != source_hash(nb):
        return "its code has changed since it was run"
    return None if to_bytes(normalise(nb)) == stored else "is not in its normal form"


def refuse(path, found):
    """Raise one error that lists every fault found in the notebook, if there is any."""
    found = list(found)
    if found:
        raise NotebookError("\n".join(f"{shown(path)}: {fault}" for fault in found))


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
    if to_bytes(nb) == path.read_bytes():
        return False
    path = path.resolve()
    partial = path.with_name(f".{path.name}.partial")  # a crash leaves the notebook whole
    try:
        partial.write_bytes(to_bytes(nb))
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return True


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
    status = 0
    for path in options.notebook or every_notebook():
        try:
            if options.check:
                check(path)
            else:
                changed = store(path, options.timeout)
                print(f"{shown(path)}: {'written' if changed else 'unchanged'}")
        except NotebookError as error:
            print(error, file=sys.stderr)
            status = 1
        except nbformat.ValidationError as error:
            print(f"{shown(path)}: not a valid notebook: {error}", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    console.never_fail()
    sys.exit(main())
