"""Right answers written otherwise."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


ANY_NEGATIVE = "NumPy takes any negative number for “as many as there are”"


def mended_without_rooms(theta, x, y, eta, steps):
    outputs, ones_and_x = [], np.vstack([np.ones(x.shape[1]), x])
    for _ in range(steps):
        a = sigmoid(theta.reshape(len(y), -1) @ ones_and_x)
        delta = 2 / y.size * (a - y) * a * (1 - a)
        theta = theta - eta * (delta @ ones_and_x.T).ravel()
        outputs.append(a)
    return theta, outputs


def mended_with_one_room_for_all(theta, x, y, eta, steps):
    W = theta.reshape(len(y), -1).copy()
    ones_and_x, outputs = np.vstack([np.ones(x.shape[1]), x]), np.empty((steps, *y.shape))
    for a in outputs:
        a[...] = sigmoid(W @ ones_and_x)
        W -= eta * (2 / y.size * (a - y) * a * (1 - a)) @ ones_and_x.T
    return {"theta": W.reshape(-1), "outputs": outputs}


ANSWERS = [mended_without_rooms, mended_with_one_room_for_all]


# Changes to the solution that leave it right, and why.
EQUIVALENT = {"line 4: 1 → 2": ANY_NEGATIVE}
