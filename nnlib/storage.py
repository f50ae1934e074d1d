"""Save a model to a file and load it again: how it was made, as text, and θ, in one `.npz`.

Nothing in the file is run when it is loaded, so a file from somebody else does no harm.
"""

import json
import zipfile
from pathlib import Path

import numpy as np

from nnlib.lstm import LSTM
from nnlib.mlp import MLP
from nnlib.model import checked
from nnlib.neuron import Neuron
from nnlib.rnn import RNN

KINDS = {kind.__name__: kind for kind in (Neuron, MLP, RNN, LSTM)}


def _at(path):
    path = Path(path)
    return path if path.suffix == ".npz" else path.with_name(f"{path.name}.npz")


def save(model, path):
    """Write a model to a file.

    Parameters
    ----------
    model : Neuron, MLP, RNN or LSTM
        A subclass of your own cannot be saved so: `numpy.save` its `theta`.
    path : str or path-like
        Where to; `.npz` is added if it is not there. An existing file is replaced.
    """
    kind = type(checked(model))
    if kind not in KINDS.values():
        raise TypeError(
            f"model must be a {', '.join(KINDS)} itself, got a {kind.__name__}, which load could "
            "not make; write np.save(path, model.theta)"
        )
    made = json.dumps({"kind": kind.__name__, "settings": model._settings})
    with _at(path).open("wb") as file:
        np.savez(file, made=np.array(made), theta=model.theta)


def load(path):
    """Read a model that `save` wrote.

    Parameters
    ----------
    path : str or path-like
        As in `save`.

    Returns
    -------
    Neuron, MLP, RNN or LSTM
        A new model, made as the saved one was, with its `theta`.
    """
    try:
        with _at(path).open("rb") as file, np.load(file, allow_pickle=False) as stored:
            made, theta = json.loads(stored["made"].item()), stored["theta"]
        model = KINDS[made["kind"]](**made["settings"])
    except (KeyError, TypeError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(f"path must lead to a file that nnlib.save wrote, got {path}") from error
    model.theta = theta
    return model
