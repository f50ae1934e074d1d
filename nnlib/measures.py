"""Measures of answers: how many are right; and class numbers as targets.

Neither is something that gradient descent sees: an accuracy moves in jumps, so it has no slope.
"""

import numpy as np

from nnlib import data, validation
from nnlib.model import checked


def accuracy(model, X, Y):
    """Share of the rows whose answer is right.

    Parameters
    ----------
    model : Neuron, MLP, RNN or LSTM
        Its answer is its largest output, or its only one, rounded.
    X, Y : array_like
        Inputs and targets in rows, as in `train`; in sequences each step that is answered counts.

    Returns
    -------
    float
        From 0 to 1.
    """
    checked(model)
    y = data.rows("Y", Y, model.answer_ndim, model.n_outputs, "C")
    outputs = model.predict(X)
    data.same_examples(np.moveaxis(outputs, 0, -1).shape, np.moveaxis(y, 0, -1).shape)
    if model.n_outputs == 1:
        return float(np.mean(np.round(outputs) == np.round(y)))
    return float(np.mean(outputs.argmax(axis=-1) == y.argmax(axis=-1)))


def one_hot(labels, n_classes=None):
    """Turn class numbers into targets: 1 in the column of the class, 0 elsewhere.

    Parameters
    ----------
    labels : array_like of int, shape (N,) or (N, T)
        From 0 on; whole numbers of another type will do.
    n_classes : int, optional
        C; without it, one more than the largest label.

    Returns
    -------
    ndarray of shape (N, C) or (N, T, C)
    """
    numbers = data.floats("labels", labels)
    if numbers.ndim not in {1, 2} or not numbers.size:
        hint = "; one_hot(labels) wants one number for each example" if numbers.ndim else ""
        raise ValueError(f"labels must have shape (N,) or (N, T), got {numbers.shape}{hint}")
    if (numbers % 1).any() or numbers.min() < 0:
        odd = next(n for n in numbers.flat if n % 1 or n < 0)
        raise ValueError(f"labels must be whole numbers >= 0, got {odd:g} among them")
    largest = int(numbers.max())
    C = largest + 1 if n_classes is None else validation.whole("n_classes", n_classes, 1)
    if largest >= C:
        raise ValueError(f"labels must be below n_classes = {C}, got {largest} among them")
    return np.eye(C)[numbers.astype(int)]
