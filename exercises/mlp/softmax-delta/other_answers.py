"""Right answers written otherwise."""

import numpy as np


def softmax_delta_by_examples(z, y):
    delta = np.empty_like(z)
    for n in range(z.shape[1]):
        e = np.exp(z[:, n] - z[:, n].max())
        delta[:, n] = (e / e.sum() - y[:, n]) / z.shape[1]
    return delta


def softmax_delta_by_the_whole_chain(z, y):
    delta = np.zeros_like(z)
    for n in range(z.shape[1]):
        a = np.exp(z[:, n]) / np.exp(z[:, n]).sum()
        slopes = np.diag(a) - np.outer(a, a)  # of every a by every z
        delta[:, n] = slopes @ (-y[:, n] / a)
    return delta / z.shape[1]


ANSWERS = [softmax_delta_by_examples, softmax_delta_by_the_whole_chain]
