"""Right answers written otherwise."""

import numpy as np


def column_by_column(X_train, X_test):
    trained, tested = np.empty_like(X_train), np.empty_like(X_test)
    for d in range(X_train.shape[1]):
        column = X_train[:, d]
        mean = sum(column) / len(column)
        deviation = (sum((column - mean) ** 2) / len(column)) ** 0.5 or 1.0
        trained[:, d], tested[:, d] = (column - mean) / deviation, (X_test[:, d] - mean) / deviation
    return trained, tested


def with_a_function(X_train, X_test):
    mean, std = np.mean(X_train, 0), np.std(X_train, 0)
    std[std == 0] = 1
    scaled = lambda X: np.divide(np.subtract(X, mean), std)  # noqa: E731
    return {"train": scaled(X_train), "test": scaled(X_test)}


ANSWERS = [column_by_column, with_a_function]
