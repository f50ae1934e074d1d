"""Many recurrent networks trained at once, each from its own start.

The formulas are those of nnlib's `RNN` and `LSTM`, and so is the order of θ, one row a network; a
test compares losses and gradients. Numbers are float32 here: half the time, and what is asked of
them is a share of starts. Arrays of a step run (K, units, N); inputs (T, D, N) are for all K.
"""

import numpy as np


def sigmoid(z):
    """1 / (1 + e⁻ᶻ), in the precision of z."""
    return np.reciprocal(1.0 + np.exp(-z))


def sigmoid_slope(a):
    """σ′, given a = σ(z)."""
    return a * (1.0 - a)


def tanh_slope(a):
    """1 - a², given a = tanh z."""
    return 1.0 - a * a


F = {"sigmoid": (sigmoid, sigmoid_slope), "tanh": (np.tanh, tanh_slope)}


class Nets:
    """K networks of one shape; `theta` (K, P), rows [W_x | b | W_h], then [b_y | W_hy]."""

    rows = 1  # weighted inputs of a unit

    def __init__(self, theta, sizes):
        self.D, self.H, self.C = sizes
        self.theta = theta
        self.W, self.W_y = self.blocks(theta)

    def blocks(self, flat):
        """Return views of vectors laid out as θ: the block of the state, that of the answer."""
        rows, columns = self.rows * self.H, self.D + 1 + self.H
        cut = rows * columns
        state, answer = flat[:, :cut], flat[:, cut:]
        return state.reshape(-1, rows, columns), answer.reshape(-1, self.C, 1 + self.H)

    def answers(self, x, every):
        """Run through x (T, D, N); return z of the answers (K, C, steps, N), and what was kept.

        `every` tells whether each step is answered, or the last alone.
        """
        T, D, N = x.shape
        u = np.zeros((T + 1, len(self.theta), D + 1 + self.H, N), self.theta.dtype)
        u[:-1, :, :D] = x[:, None]
        u[:, :, D] = 1.0
        kept = self.run(u)
        read = np.moveaxis(u[1 if every else -1 :, :, D:], 0, 2)  # (K, 1 + H, steps, N)
        read = np.ascontiguousarray(read).reshape(len(u[0]), 1 + self.H, -1)
        z = self.W_y @ read
        return z, (u, read, kept)

    def gradient(self, delta_y, found):
        """∂C/∂θ (K, P), for ∂C/∂z of the answers (K, C, steps · N)."""
        u, read, kept = found
        T, K, N = len(u) - 1, len(self.theta), u.shape[-1]
        grad = np.empty_like(self.theta)
        of_state, of_answer = self.blocks(grad)
        of_answer[...] = delta_y @ read.swapaxes(1, 2)
        back = self.W_y[:, :, 1:].swapaxes(1, 2) @ delta_y
        dC_dh = np.zeros((T, K, self.H, N), self.theta.dtype)
        back = np.moveaxis(back.reshape(K, self.H, -1, N), 2, 0)
        dC_dh[T - len(back) :] = back
        of_state[...] = 0.0
        W_h = np.ascontiguousarray(self.W[:, :, self.D + 1 :].swapaxes(1, 2))
        self.back(dC_dh, W_h, u, kept, of_state)
        return grad


class RNNs(Nets):
    """`RNN` with that activation."""

    def __init__(self, theta, sizes, activation):
        super().__init__(theta, sizes)
        self.f, self.slope = F[activation]

    def run(self, u):
        """Write every state into u (T + 1, K, D + 1 + H, N); return what the way back takes."""
        H = u[:, :, self.D + 1 :]
        for t in range(len(u) - 1):
            H[t + 1] = self.f(self.W @ u[t])
        return H

    def back(self, dC_dh, W_h, u, H, grad):
        """Add to the gradient of the state's block, from ∂C/∂h by way of the answers."""
        delta = 0.0
        for t in reversed(range(len(dC_dh))):
            delta = (dC_dh[t] + (W_h @ delta if t + 1 < len(dC_dh) else 0.0)) * self.slope(H[t + 1])
            grad += delta @ u[t].swapaxes(1, 2)


class LSTMs(Nets):
    """`LSTM`."""

    rows = 4

    def run(self, u):
        """Write every state into u (T + 1, K, D + 1 + H, N); return what the way back takes."""
        T, K, H, N = len(u) - 1, len(self.theta), self.H, u.shape[-1]
        gates = np.empty((T, K, 4, H, N), u.dtype)
        c, tanh_c = np.zeros((T + 1, K, H, N), u.dtype), np.empty((T, K, H, N), u.dtype)
        for t in range(T):
            z = (self.W @ u[t]).reshape(K, 4, H, N)
            gates[t, :, :3], gates[t, :, 3] = sigmoid(z[:, :3]), np.tanh(z[:, 3])
            i, f, o, g = gates[t].swapaxes(0, 1)
            c[t + 1] = f * c[t] + i * g
            tanh_c[t] = np.tanh(c[t + 1])
            u[t + 1, :, self.D + 1 :] = o * tanh_c[t]
        return gates, c, tanh_c

    def back(self, dC_dh, W_h, u, kept, grad):
        """Add to the gradient of the state's block, from ∂C/∂h by way of the answers."""
        gates, c, tanh_c = kept
        delta, along_c = np.empty_like(gates[0]), 0.0
        for t in reversed(range(len(gates))):
            i, f, o, g = gates[t].swapaxes(0, 1)
            if t + 1 < len(gates):
                dC_dh[t] += W_h @ delta.reshape(len(delta), -1, delta.shape[-1])
            dC_dc = dC_dh[t] * o * tanh_slope(tanh_c[t]) + along_c
            along_c = f * dC_dc
            delta[:, 0], delta[:, 1] = dC_dc * g * (i * (1.0 - i)), dC_dc * c[t] * (f * (1.0 - f))
            delta[:, 2] = dC_dh[t] * tanh_c[t] * (o * (1.0 - o))
            delta[:, 3] = dC_dc * i * tanh_slope(g)
            grad += delta.reshape(len(delta), -1, delta.shape[-1]) @ u[t].swapaxes(1, 2)


def losses(z, y, weights):
    """Mean cross-entropy of each network, (K,), and ∂C/∂z, for z (K, C, M) and y (C, M).

    One output is a sigmoid's, more are a softmax's; `weights` (M,) sum to 1.
    """
    if z.shape[1] == 1:
        a, log_sum = sigmoid(z), np.logaddexp(np.float32(0.0), z)
    else:
        z = z - z.max(axis=1, keepdims=True)
        a = np.exp(z)
        total = a.sum(axis=1, keepdims=True)
        a, log_sum = a / total, np.log(total)
    total = y.sum(axis=0) if len(y) > 1 else 1.0  # 0 where there is no step
    return (log_sum[:, 0] * total - (z * y).sum(axis=1)) @ weights, (a - y) * weights


class Adam:
    """Adam with its usual settings; one rate, and the gradient of each network clipped at 1."""

    def __init__(self, theta, eta):
        self.theta, self.eta, self.t = theta, eta, 0
        self.m, self.v = np.zeros_like(theta), np.zeros_like(theta)

    def update(self, grad, share):
        """Take a step with that share of the rate."""
        length = np.sqrt((grad * grad).sum(axis=1, keepdims=True))
        grad = grad * np.minimum(1.0, 1.0 / np.maximum(length, 1e-30))
        self.t += 1
        self.m += 0.1 * (grad - self.m)
        self.v += 0.001 * (grad * grad - self.v)
        m, v = self.m / (1.0 - 0.9**self.t), self.v / (1.0 - 0.999**self.t)
        self.theta -= share * self.eta * m / (np.sqrt(v) + 1e-8)
