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
    `x` (1 + D, T, N) and `h` (1 + H, T + 1, N) are the inputs and states below a row of ones.
    """

    Z_h: np.ndarray
    H: np.ndarray
    Z_y: np.ndarray
    A_y: np.ndarray
    x: np.ndarray
    h: np.ndarray
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
        The rows of [b_h | W_xh], of W_hh, and of [b_y | W_hy].
    W_xh, W_hh, b_h, W_hy, b_y : ndarray
        Views of `theta` of shape (H, D), (H, H), (H,), (C, H), (C,).
    """

    ndim = 3
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
        super().__init__([(H, 1 + D), (H, H), (C, 1 + H)], output, loss, rng)

    def unpack(self, flat):
        """Return named views of a vector laid out as `theta`, a gradient for instance."""
        xh, hh, hy = cut(flat, self._shapes)
        return {"W_xh": xh[:, 1:], "W_hh": hh, "b_h": xh[:, 0], "W_hy": hy[:, 1:], "b_y": hy[:, 0]}

    def _forward(self, x):
        xh, W_hh, hy = self._blocks
        T, N = x.shape[1:]
        h = np.empty((1 + self.n_hidden, T + 1, N))
        h[0], h[1:, 0] = 1.0, 0.0
        H = h[1:].swapaxes(0, 1)
        Z = xh.dot(x.reshape(-1, T * N)).reshape(-1, T, N).swapaxes(0, 1)  # W_xh x_t + b_h, all t
        for t in range(T):  # eq-rnn-forward; slot t of Z is step t + 1
            z = Z[t]
            z += W_hh.dot(H[t])
            H[t + 1] = self._f(z)
        Z_y = hy.dot(h[:, 1:].reshape(-1, T * N))  # eq-rnn-output
        A_y = self._g(Z_y)
        Z_y, A_y = (y.reshape(-1, T, N).swapaxes(0, 1) for y in (Z_y, A_y))
        return RNNTrace(Z, H, Z_y, A_y, x, h)

    def _backward(self, trace, y, grad):
        (T, C, N), H = trace.A_y.shape, self.n_hidden
        W_hh, W_hy = self._blocks[1], self.W_hy

        def flat(time_first):  # (T, rows, N) back to (rows, T·N), one column a step and example
            return time_first.swapaxes(0, 1).reshape(-1, T * N)

        loss, delta_y = self._loss(
            flat(trace.Z_y), flat(trace.A_y), y.reshape(C, T * N), self._g_slope
        )
        from_output = W_hy.T.dot(delta_y).reshape(H, T, N).swapaxes(0, 1)
        slope = self._f_slope(trace.H[1:])
        # Two arrows leave h_t, so two terms enter δ_t; δ_{T+1} = 0 starts the way back.
        delta = np.zeros((H, T + 1, N)).swapaxes(0, 1)
        for t in range(T - 1, -1, -1):  # eq-rnn-delta; slot t is step t + 1
            delta[t] = (from_output[t] + W_hh.T.dot(delta[t + 1])) * slope[t]
        delta_h, h_before = flat(delta[:T]), flat(trace.H[:T])
        delta_h.dot(trace.x.reshape(-1, T * N).T, out=grad[0])  # eq-rnn-gradient
        delta_h.dot(h_before.T, out=grad[1])
        delta_y.dot(trace.h[:, 1:].reshape(-1, T * N).T, out=grad[2])
        return loss, RNNDeltas(delta[:T], delta_y.reshape(C, T, N).swapaxes(0, 1))
