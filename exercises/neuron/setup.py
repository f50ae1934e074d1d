import numpy as np

import nnlib
from nnlib.checks import check, hint, progress, solution


def perceptron(x, w, b):
    return int(np.dot(w, x) + b > 0)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))
