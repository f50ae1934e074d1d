"""A recurrent network with one hidden layer, and backpropagation through all of its time.

One loop forward computes h_t from h_{t-1}, one loop back computes δ_t from δ_{t+1}; everything else
is done for all time steps in a single product.
"""

from typing import NamedTuple

import numpy as np

from nnlib import validation
from nnlib.activations import ACTIVATIONS
from nnlib.model import Model, Parameter, cut


class RNNTrace(NamedTuple):
    """What a forward pass computes, time first.

    `H` has T + 1 slots of (H, N), `H[t]` is h_t and `H[0]` the initial state 0. The others have T
    slots, one a step, and step t is slot t - 1: `Z_h` (T, H, N), `Z_y` and `A_y` (T, C, N).
    `u` (T + 1, D + 1 + H, N) holds in slot t what step t + 1 reads: x_{t+1}, a row of ones, h_t,
    of which `H` is a view; `padded` (1 + H, T·N) are h_1 … h_T side by side below a row of ones.
    """

    Z_h: np.ndarray
    H: np.ndarray
    Z_y: np.ndarray
    A_y: np.ndarray
    u: np.ndarray
    padded: np.ndarray
    output = property(lambda trace: trace.A_y.swapaxes(0, 1))


class RNNDeltas(NamedTuple):
    """δ = ∂C/∂z: `hidden` (T, H, N) and `output` (T, C, N); step t is slot t - 1."""

    hidden: np.ndarray
    output: np.ndarray


class RNN(Model):
    """Recurrent network h_t = f(W_xh x_t + W_hh h_{t-1} + b_h), a_t = g(W_hy h_t + b_y), h_0 = 0.

    Parameters
    ----------
    n_inputs, n_hidden, n_outputs : int
        D, H and C. Data has rows of time steps: X (N, T, D), Y (N, T, C).
    activation, output, loss, rng
        As in `MLP`; the loss is a mean over examples and time steps.

    Attributes
    ----------
    theta : ndarray of shape (P,)
        The rows of [W_xh | b_h | W_hh], then those of [b_y | W_hy].
    W_xh, W_hh, b_h, W_hy, b_y : ndarray
        Views of `theta` of shape (H, D), (H, H), (H,), (C, H), (C,).
    """

    ndim = 3
    pad = 0  # its row of ones stands in u, between x and h
    W_xh, W_hh, b_h, W_hy, b_y = (Parameter() for _ in range(5))

    def __init__(
        self,
        n_inputs,
        n_hidden,
        n_outputs,
        *,
        activation="sigmoid",
        output="sigmoid",
        loss="mse",
        rng=None,
    ):
        D = validation.whole("n_inputs", n_inputs, 1)
        H = self.n_hidden = validation.whole("n_hidden", n_hidden, 1)
        C = validation.whole("n_outputs", n_outputs, 1)
        validation.one_of("activation", activation, ACTIVATIONS)
        self.activation, (self._f, self._f_slope) = activation, ACTIVATIONS[activation]
        super().__init__([(H, D + 1 + H), (C, 1 + H)], output, loss, rng)
        self.n_inputs = D

    def unpack(self, flat):
        """Return named views of a vector laid out as `theta`, a gradient for instance."""
        h, y = cut(flat, self._shapes)
        D = h.shape[1] - 1 - len(h)
        views = {"W_xh": h[:, :D], "W_hh": h[:, D + 1 :], "b_h": h[:, D]}
        return views | {"W_hy": y[:, 1:], "b_y": y[:, 0]}

    def _room(self, shape):
        """Return u to write into; rows of ones, and h_0 = 0, stand in it already."""
        D, T, N = shape
        u = np.zeros((T + 1, D + 1 + self.n_hidden, N))
        u[:, D] = 1.0
        return u

    def _forward(self, x, u):
        (D, T, N), (W, W_y) = x.shape, self._blocks
        u[:T, :D] = x.swapaxes(0, 1)
        H, Z = u[:, D + 1 :], np.empty((T, self.n_hidden, N))
        for t in range(T):  # eq-rnn-forward; slot t of Z is step t + 1
            W.dot(u[t], out=Z[t])  # W_xh x + b_h + W_hh h, in one product
            H[t + 1] = self._f(Z[t])
        padded = _columns(u[1:, D:])  # b_h lies between W_xh and W_hh, so that ones lie above h
        Z_y = W_y.dot(padded)  # eq-rnn-output, for all steps in one product
        Z_y, A_y = (y.reshape(-1, T, N).swapaxes(0, 1) for y in (Z_y, self._g(Z_y)))
        return RNNTrace(Z, H, Z_y, A_y, u, padded)

    def _backward(self, trace, y, grad):
        (T, C, N), H, u = trace.A_y.shape, trace.H, trace.u
        W_hh, W_hy = self._blocks[0][:, self.n_inputs + 1 :], self._blocks[1][:, 1:]
        loss, delta_y = self._loss(
            _columns(trace.Z_y), _columns(trace.A_y), y.reshape(C, T * N), self._g_slope
        )
        # Two arrows leave h_t, so two terms enter δ_t. What comes from the step's own output is put
        # there for all steps at once; the loop adds what comes from step t + 1, where δ_{T+1} = 0.
        delta = np.zeros((T + 1, *H.shape[1:]))
        delta[:T] = W_hy.T.dot(delta_y).reshape(-1, T, N).swapaxes(0, 1)
        slope, back = self._f_slope(H[1:]), W_hh.T.copy()
        for t in range(T - 1, -1, -1):  # eq-rnn-delta; slot t is step t + 1
            delta_t = delta[t]
            delta_t += back.dot(delta[t + 1])
            delta_t *= slope[t]
        _columns(delta[:T]).dot(_columns(u[:T]).T, out=grad[0])  # eq-rnn-gradient
        delta_y.dot(trace.padded.T, out=grad[1])
        return loss, RNNDeltas(delta[:T], delta_y.reshape(C, T, N).swapaxes(0, 1))


def _columns(time_first):
    """Turn (T, rows, N) into (rows, T·N): one column for each step and example."""
    return time_first.swapaxes(0, 1).reshape(time_first.shape[1], -1)
