"""Many networks at once: the formulas of two layers, with the networks as the innermost loop.

All networks look at the same example; what differs are their weights. So `theta[p, i]` is weight p
of network i, and the processor takes that weight of several networks at once. Units count from 1;
`p` walks through θ, in which the rows of [b | W] stand layer by layer.
"""

from typing import NamedTuple

import numpy as np

from nnlib.loops.steps import finite
from nnlib.loops.units import activate, times_slope


class Networks(NamedTuple):
    """K networks, and what a pass writes into; the networks lie along the last axis.

    `theta` and `grad` (P, K); slot 1 of `a` and `delta` (3, 1 + max(H, C), K) is the hidden layer,
    of H units, slot 2 the outputs; unit 0 of `a` is the constant 1; `squares` (K,) are the squared
    errors so far in an epoch.
    """

    theta: np.ndarray
    grad: np.ndarray
    a: np.ndarray
    delta: np.ndarray
    squares: np.ndarray
    H: int


def networks_of(theta, H, C):
    """Return memory for networks with a row of `theta` (K, P) each, which is copied."""
    theta = np.array(theta.T, order="C")
    a, delta = np.ones((2, 3, 1 + max(H, C), theta.shape[1]))
    return Networks(theta, np.zeros_like(theta), a, delta, np.zeros(theta.shape[1]), H)


def forward(networks, x, H, C, f, g):
    """a⁽¹⁾ from one example, x = [1; inputs], and the outputs a⁽²⁾ from it (eq-mlp-forward)."""
    theta, a = networks.theta, networks.a
    K = theta.shape[1]
    p = 0
    for j in range(1, H + 1):
        for i in range(K):
            a[1, j, i] = theta[p, i] * x[0]
        for k in range(1, len(x)):
            for i in range(K):
                a[1, j, i] += theta[p + k, i] * x[k]  # eq-mlp-hidden-unit
        activate(a, 1, j, K, f)
        p += len(x)
    for j in range(1, C + 1):
        for i in range(K):
            a[2, j, i] = theta[p, i]
        for k in range(1, H + 1):
            for i in range(K):
                a[2, j, i] += theta[p + k, i] * a[1, k, i]  # eq-mlp-output-unit
        activate(a, 2, j, K, g)
        p += 1 + H


def error(networks, y, C, g, share):
    """δ of the outputs; `share` is what an entry of the mean squared error counts."""
    a, delta, squares = networks.a, networks.delta, networks.squares
    K = a.shape[2]
    for j in range(1, C + 1):
        for i in range(K):
            e = a[2, j, i] - y[j - 1]
            squares[i] += e * e
            delta[2, j, i] = 2.0 * share * e  # ∂C/∂a
        times_slope(delta, a, 2, j, K, g)  # eq-mlp-delta-output-unit


def below(networks, H, C, row, f):
    """δ⁽¹⁾_k = (Σ_j w_jk δ⁽²⁾_j) f′ (eq-mlp-branches, eq-mlp-delta-hidden-unit)."""
    theta, a, delta = networks.theta, networks.a, networks.delta
    K = theta.shape[1]
    for k in range(1, H + 1):
        p = H * row + k  # of w_1k: the weights of the hidden layer are H rows
        for i in range(K):
            delta[1, k, i] = theta[p, i] * delta[2, 1, i]
        for j in range(2, C + 1):
            p += 1 + H
            for i in range(K):
                delta[1, k, i] += theta[p, i] * delta[2, j, i]
        times_slope(delta, a, 1, k, K, f)


def products(networks, x, H, C):
    """Add what one example brings to the gradient: ∂C/∂w_jk = δ_j a_k (eq-mlp-gradient)."""
    grad, a, delta = networks.grad, networks.a, networks.delta
    K = grad.shape[1]
    p = 0
    for j in range(1, H + 1):
        for k in range(len(x)):
            for i in range(K):
                grad[p, i] += delta[1, j, i] * x[k]
            p += 1
    for j in range(1, C + 1):
        for k in range(H + 1):
            for i in range(K):
                grad[p, i] += delta[2, j, i] * a[1, k, i]
            p += 1


def step(networks, eta):
    """θ ← θ - η ∂C/∂θ (eq-neuron-update); the gradient is used up, as in `steps.py`."""
    theta, grad = networks.theta, networks.grad
    for p in range(len(theta)):
        for i in range(theta.shape[1]):
            theta[p, i] -= eta * grad[p, i]
            grad[p, i] = 0.0


def trainer(digest):
    """Return the function that trains networks together; `digest` is as in `epochs.py`."""

    def descend(networks, x, y, size, eta, f, g, losses):
        """Go through the batches once for each row of `losses` (epochs, K), and write it.

        Returns how many rows were written: the last of them is the first that is not finite, if
        there is one.
        """
        digest  # noqa: B018  (part of what identifies the compiled function)
        squares, H, C, N = networks.squares, networks.H, y.shape[1], len(x)
        for epoch in range(len(losses)):
            for i in range(len(squares)):
                squares[i] = 0.0
            begin = 0
            while begin < N:
                end = min(begin + size, N)
                for row in range(begin, end):
                    forward(networks, x[row], H, C, f, g)
                    error(networks, y[row], C, g, 1.0 / ((end - begin) * C))
                    below(networks, H, C, x.shape[1], f)
                    products(networks, x[row], H, C)
                step(networks, eta)
                begin = end
            all_finite = True
            for i in range(len(squares)):
                losses[epoch, i] = squares[i] / (N * C)
                all_finite = all_finite and finite(losses[epoch, i])
            if not all_finite:
                return epoch + 1
        return len(losses)

    return descend
