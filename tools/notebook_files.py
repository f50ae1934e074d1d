"""Read and write a notebook's file: nothing invented, and whole or not at all."""

import nbformat
from normal_form import ROOT
from whole_files import replace

__all__ = ["MENDED_BY", "NotebookError", "read", "refuse", "replace", "shown", "to_bytes"]
MENDED_BY = "make notebooks"


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


def refuse(path, found):
    """Raise one error that lists every fault found in the notebook, if there is any."""
    found = list(found)
    if found:
        raise NotebookError("\n".join(f"{shown(path)}: {fault}" for fault in found))
