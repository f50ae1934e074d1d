"""Right answers written otherwise."""

import numpy as np


def squeeze(z):
    return 1 / (1 + np.exp(-np.asarray(z)))


def forward_by_elements(W1, b1, W2, b2, X):
    answers = []
    for x in X:
        a1 = [squeeze(sum(W1[j, k] * x[k] for k in range(len(x))) + b1[j]) for j in range(len(b1))]
        answers.append([squeeze(np.dot(W2[i], a1) + b2[i]) for i in range(len(b2))])
    return answers


def forward_in_rows(W1, b1, W2, b2, X):
    return squeeze(squeeze(X @ W1.T + b1) @ W2.T + b2)


ANSWERS = [forward_by_elements, forward_in_rows]
