"""`train(…, engine="loops")`: what `descent.py` does for arrays, with the steps in compiled loops.

Options become codes and numbers, data rows in memory; permutations are drawn here, an epoch at a
time. A call of the loops goes through many epochs where nobody has to be asked in between.
"""

import math

import numpy as np

from nnlib.loops import layers
from nnlib.loops.codes import ACTIVATION_CODES, ADAM, DESCENT, MOMENTUM, loss_code
from nnlib.loops.compiling import compiled
from nnlib.loops.epochs import Data, Numbers, Progress, State
from nnlib.mlp import MLP
from nnlib.neuron import Neuron
from nnlib.objective import DivergedError, diverged
from nnlib.optimizers import Adam, Descent, Momentum
from nnlib.validation import wrong

# Which module has the loops of a kind of network.
NETWORKS = {Neuron: layers, MLP: layers}
RULES = {Descent.step: DESCENT, Momentum.step: MOMENTUM, Adam.step: ADAM}

TILE = 128  # columns of a pass: its arrays stay in the processor's cache
CALL = 20_000_000  # products, about, in a call: some 10 ms, after which Python may interrupt
ARRAYS = "write engine='arrays', which asks your methods"


def module_of(model):
    """Return the loops of a model, or raise an error that says why there are none."""
    kind = next((kind for kind in NETWORKS if isinstance(model, kind)), None)
    if kind is None:
        raise wrong("model", "be one that engine='loops' knows", type(model).__name__, ARRAYS)
    mine = {name for c in type(model).__mro__ if c.__module__.split(".")[0] != "nnlib" for name in vars(c)}
    mine |= set(vars(model))
    for name in ("loss_and_grad", "forward", "backward", "_forward", "_backward"):
        if name in mine:
            wanted = "be one of the library's with engine='loops', which runs their formulas only"
            came = f"a {type(model).__name__} with a {name} of its own"
            raise wrong("model", wanted, came, ARRAYS, TypeError)
    return NETWORKS[kind]
