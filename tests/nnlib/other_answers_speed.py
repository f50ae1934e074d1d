"""Right answers to the speed exercises, written otherwise, and mistakes that make no difference."""

import numpy as np

import nnlib

ANSWERS = {}
# By exercise: changes to the solution that leave it right, and why.
EQUIVALENT = {}


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# Numbers and words --------------------------------------------------------------------------------

ON_PAPER = {
    "calls": 6,
    "one": 3.03,
    "loop": 3030,
    "thousand": 33,
    "times_faster": 91.82,
    "balance": 100,
    "never_more_than": 101,
}
ANSWERS["speed.count-calls"] = [ON_PAPER, list(ON_PAPER.values())]

KINDS = {
    "guess_views": "all",
    "every_second": "View",
    "picked": "copy",
    "where_large": "copy ",
    "turned": "view",
    "column": "view",
    "in_a_row": "view",
    "turned_in_a_row": "copy",
    "flattened": "copy",
    "views": 4.0,
}
ANSWERS["speed.view-or-copy"] = [KINDS, tuple(KINDS.values()), KINDS | {"guess_views": 8}]
SAME_KIND = "other numbers are picked in the same way"
EQUIVALENT["speed.view-or-copy"] = {
    "line 2: 2 → 3": SAME_KIND,
    "line 3: 0 → 1": SAME_KIND,
    "line 3: 2 → 3": SAME_KIND,
    "line 3: 4 → 5": SAME_KIND,
    "line 4: 4 → 5": SAME_KIND,
    "line 4: Gt → Lt": SAME_KIND,
    "line 5: .T dropped": "W is a view as well",
    "line 6: 1 → 2": SAME_KIND,
    "line 12: 5 → 6": "a guess is not judged",
}
ANY_NEGATIVE = "NumPy takes any negative number for “as many as there are”"
EQUIVALENT["speed.sums-over-time"] = {"line 3: 1 → 2": ANY_NEGATIVE}
EQUIVALENT["speed.lost-update"] = {"line 4: 1 → 2": ANY_NEGATIVE}
EQUIVALENT["speed.circle"] = {
    "line 2: 8 → 9": "another network",
    "line 2: 0.3 → 1.3": "another rate",
    "line 6: Add → Sub": ANY_NEGATIVE,
    "line 16: 10 → 11": "a shorter step",
    "line 17: 1 → 2": "downhill, if not the steepest way",
}

# Layers -------------------------------------------------------------------------------------------


def layer_with_a_row_of_ones(W, b, x):
    block = np.hstack([b[:, None], W])
    return (1 + np.tanh(block @ np.vstack([np.ones((1, x.shape[1])), x]) / 2)) / 2


def layer_in_rows(W, b, x):
    return sigmoid(np.dot(x.T, W.T) + b).T


def layer_by_broadcasting(W, b, x):
    return sigmoid((W[:, :, None] * x).sum(axis=1) + b.reshape(-1, 1))


def layer_input_by_input(W, b, x):
    """Loop over the inputs, of which more examples have no more."""
    z = np.repeat(b[:, None], x.shape[1], axis=1)
    for w, row in zip(W.T, x, strict=True):
        z += np.multiply.outer(w, row)
    return sigmoid(z)


ANSWERS["speed.layer"] = [
    layer_with_a_row_of_ones,
    layer_in_rows,
    layer_by_broadcasting,
    layer_input_by_input,
]


def block_by_einsum(delta, a):
    return np.column_stack([delta.sum(axis=1), np.einsum("in,jn->ij", delta, a)])


def block_in_place(delta, a):
    block = np.empty((len(delta), 1 + len(a)))
    np.sum(delta, axis=1, out=block[:, 0])
    np.matmul(delta, a.T, out=block[:, 1:])
    return block


ANSWERS["speed.outer-products"] = [block_by_einsum, block_in_place]


def sums_by_stacked_products(x, h, delta):
    return {
        "dW_xh": (delta @ x.transpose(0, 2, 1)).sum(axis=0),
        "dW_hh": (delta @ h[:-1].swapaxes(1, 2)).sum(axis=0),
        "db_h": delta.sum((0, 2)),
    }


def sums_by_tensordot(x, h, delta):
    axes = ((0, 2), (0, 2))
    return np.tensordot(delta, x, axes), np.tensordot(delta, h[:-1], axes), delta.sum((0, 2))


def sums_in_one_product(x, h, delta):
    T, D, N = x.shape
    H = delta.shape[1]
    u = np.concatenate([x, np.ones((T, 1, N)), h[:T]], axis=1)
    block = np.moveaxis(delta, 1, 0).reshape(H, T * N) @ np.moveaxis(u, 1, 0).reshape(-1, T * N).T
    return block[:, :D], block[:, D + 1 :], block[:, D]


ANSWERS["speed.sums-over-time"] = [
    sums_by_stacked_products,
    sums_by_tensordot,
    sums_in_one_product,
]

# Training -----------------------------------------------------------------------------------------


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


ANSWERS["speed.lost-update"] = [mended_without_rooms, mended_with_one_room_for_all]


def networks_by_broadcasting(W1, b1, W2, b2, x):
    a1 = sigmoid((W1[:, :, None] * x[:, :, None]).sum(axis=1) + b1[:, None])
    return sigmoid((W2[:, :, None] * a1).sum(axis=1) + b2[:, None])


def networks_by_stacked_products(W1, b1, W2, b2, x):
    W1, b1, W2, b2 = (np.moveaxis(w, -1, 0) for w in (W1, b1, W2, b2))
    a1 = sigmoid(W1 @ x + b1[:, :, None])
    return np.moveaxis(sigmoid(W2 @ a1 + b2[:, :, None]), 0, -1)


ANSWERS["speed.networks"] = [networks_by_broadcasting, networks_by_stacked_products]


def fit_by_the_library(X, Y, X_new, epochs, rng):
    model = nnlib.MLP((2, 8, 1), activation="tanh", loss="cross_entropy", rng=rng)
    nnlib.train(model, X, Y, eta=0.3, epochs=epochs, batch_size=10, rng=rng)
    return model.predict(X_new)[:, 0]


def fit_with_four_arrays(X, Y, X_new, epochs, rng):
    W1, b1 = 2 * rng.normal(size=(10, 2)), rng.normal(size=(10, 1))
    W2, b2 = rng.normal(size=(1, 10)), np.zeros((1, 1))
    for _ in range(epochs):
        batches = rng.permutation(len(X)).reshape(-1, 10)
        for batch in batches:
            x, y = X[batch].T, Y[batch].T
            a1 = np.tanh(W1 @ x + b1)
            delta2 = (sigmoid(W2 @ a1 + b2) - y) / 10
            delta1 = W2.T @ delta2 * (1 - a1**2)
            W2 -= 0.5 * delta2 @ a1.T
            b2 -= 0.5 * delta2.sum(axis=1, keepdims=True)
            W1 -= 0.5 * delta1 @ x.T
            b1 -= 0.5 * delta1.sum(axis=1, keepdims=True)
    return sigmoid(W2 @ np.tanh(W1 @ X_new.T + b1) + b2)[0]


ANSWERS["speed.circle"] = [fit_by_the_library, fit_with_four_arrays]
