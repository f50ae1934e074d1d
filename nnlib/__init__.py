"""Neural networks by hand: a neuron, a multilayer perceptron and a recurrent network in NumPy.

The code follows the derivations of the book symbol by symbol, and importing it loads NumPy only.
"""

from nnlib import activations, datasets, losses
from nnlib.ensemble import Ensemble, train_ensemble
from nnlib.gradcheck import GradientCheck, check_gradient, numerical_gradient
from nnlib.mlp import MLP
from nnlib.neuron import Neuron
from nnlib.rnn import RNN
from nnlib.training import History, train

__version__ = "0.1.0"

__all__ = [
    "MLP",
    "RNN",
    "Ensemble",
    "GradientCheck",
    "History",
    "Neuron",
    "activations",
    "check_gradient",
    "datasets",
    "losses",
    "numerical_gradient",
    "train",
    "train_ensemble",
]
