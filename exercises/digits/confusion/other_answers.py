"""Right answers written otherwise."""

import numpy as np


def class_by_class(labels, predicted, C):
    return [[int(np.sum((labels == i) & (predicted == j))) for j in range(C)] for i in range(C)]


def by_bincount(labels, predicted, C):
    return np.bincount(C * labels + predicted, minlength=C * C).reshape(C, C)


ANSWERS = [class_by_class, by_bincount]
