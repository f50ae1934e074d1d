import numpy as np

import nnlib
from nnlib.checks import check, hint, progress, solution


def sigmoid(z):
    return 1 / (1 + np.exp(-z))
