"""The classes that a textbook would write: examples in rows, `@`, a bias and a sum for each layer.

They are sound NumPy with no thought of speed, and the measure of what that thought brings.
"""

import numpy as np

from benchmarks.peers import layers
from benchmarks.row import Outcome


def sigmoid(z):
    """1 / (1 + e⁻ᶻ)."""
    return 1.0 / (1.0 + np.exp(-z))


class Network:
    """Two layers of sigmoid units with the mean squared error; weights (n_in, n_out)."""

    def __init__(self, W1, b1, W2, b2):
        self.W1, self.b1, self.W2, self.b2 = W1, b1, W2, b2

    def forward(self, X):
        """Keep what the way back needs."""
        self.A1 = sigmoid(X @ self.W1 + self.b1)
        self.A2 = sigmoid(self.A1 @ self.W2 + self.b2)
        return self.A2

    def step(self, X, Y, eta):
        """Return the loss before the step."""
        error = self.forward(X) - Y
        loss = np.mean(error**2)
        delta2 = 2.0 * error / error.size * self.A2 * (1.0 - self.A2)
        delta1 = (delta2 @ self.W2.T) * self.A1 * (1.0 - self.A1)
        self.W2 -= eta * (self.A1.T @ delta2)
        self.b2 -= eta * delta2.sum(axis=0)
        self.W1 -= eta * (X.T @ delta1)
        self.b1 -= eta * delta1.sum(axis=0)
        return loss


class Recurrent:
    """A recurrent network, sequences (N, T, D), with all of backpropagation through time.

    Hidden units are sigmoid or tanh, outputs sigmoid; weights (n_in, n_out).
    """

    def __init__(self, W_xh, W_hh, b_h, W_hy, b_y, tanh):
        self.p = [W_xh, W_hh, b_h, W_hy, b_y]
        self.f = np.tanh if tanh else sigmoid
        self.slope = (lambda h: 1.0 - h**2) if tanh else (lambda h: h * (1.0 - h))

    def step(self, X, Y, eta):
        """Return the loss before the step."""
        W_xh, W_hh, b_h, W_hy, b_y = self.p
        T = X.shape[1]
        H, A = [np.zeros((len(X), len(b_h)))], []
        for t in range(T):
            H.append(self.f(X[:, t] @ W_xh + H[-1] @ W_hh + b_h))
            A.append(sigmoid(H[-1] @ W_hy + b_y))
        grads = [np.zeros_like(p) for p in self.p]
        carried, loss = np.zeros_like(H[0]), 0.0
        for t in reversed(range(T)):
            error = A[t] - Y[:, t]
            loss += np.sum(error**2)
            delta_y = 2.0 * error / Y.size * A[t] * (1.0 - A[t])
            delta_h = (delta_y @ W_hy.T + carried) * self.slope(H[t + 1])
            grads[3] += H[t + 1].T @ delta_y
            grads[4] += delta_y.sum(axis=0)
            grads[0] += X[:, t].T @ delta_h
            grads[1] += H[t].T @ delta_h
            grads[2] += delta_h.sum(axis=0)
            carried = delta_h @ W_hh.T
        for i, grad in enumerate(grads):
            self.p[i] -= eta * grad
        return loss / Y.size


def trainer(task):
    """Prepare full-batch training; return `run(steps)`."""

    def run(steps):
        model = task.make()
        (W1, b1), (W2, b2) = layers.take(model)
        network = Network(W1.T.copy(), b1, W2.T.copy(), b2)
        loss = [network.step(task.X, task.Y, task.eta) for _ in range(steps)]
        parts = (network.W1.T, network.b1), (network.W2.T, network.b2)
        return Outcome(layers.put(model, parts), np.array(loss))

    return run


def recurrent_trainer(task):
    """Prepare full-batch training of a recurrent network; return `run(steps)`."""

    def run(steps):
        model = task.make()
        views = (model.W_xh, model.W_hh, model.b_h, model.W_hy, model.b_y)
        network = Recurrent(*(view.T.copy() for view in views), tanh=model.activation == "tanh")
        loss = [network.step(task.X, task.Y, task.eta) for _ in range(steps)]
        for view, p in zip(views, network.p, strict=True):
            view[...] = p.T
        return Outcome(model.theta, np.array(loss))

    return run
