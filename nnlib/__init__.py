"""Neural networks by hand: a neuron, a multilayer perceptron, recurrent networks in NumPy.

The code follows the derivations of the book symbol by symbol, and importing it loads NumPy only.
"""

from nnlib import activations, datasets, losses
from nnlib.ensemble import Ensemble, train_ensemble
from nnlib.gradcheck import GradientCheck, check_gradient
from nnlib.history import History
from nnlib.lstm import LSTM
from nnlib.measures import accuracy, one_hot
from nnlib.mlp import MLP
from nnlib.neuron import Neuron
from nnlib.numerical import numerical_gradient
from nnlib.optimizers import Adam, Momentum
from nnlib.rnn import RNN
from nnlib.storage import load, save
from nnlib.training import train

__version__ = "0.2.0"

__all__ = [
    "LSTM",
    "MLP",
    "RNN",
    "Adam",
    "Ensemble",
    "GradientCheck",
    "History",
    "Momentum",
    "Neuron",
    "accuracy",
    "activations",
    "check_gradient",
    "datasets",
    "load",
    "losses",
    "numerical_gradient",
    "one_hot",
    "save",
    "train",
    "train_ensemble",
]
