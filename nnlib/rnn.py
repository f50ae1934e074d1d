"""A recurrent network with one hidden layer, and backpropagation through all of its time.

One loop forward computes h_t from h_{t-1}, one loop back computes δ_t from δ_{t+1}; everything else
is done for all time steps at once.
"""

from collections import namedtuple
from typing import NamedTuple

import numpy as np

from nnlib import validation
from nnlib.activations import ACTIVATIONS
from nnlib.attributes import Setting
from nnlib.model import in_rows
from nnlib.parameters import Parameter
from nnlib.recurrent import Recurrent, columns


class RNNTrace(namedtuple("RNNTrace", ("Z_h", "H", "Z_y", "A_y", "h", "u"))):
    """What a forward pass computes, time first.

    `H` has T + 1 slots of (H, N), `H[t]` is h_t and `H[0]` the state before the first step. The
    others have T slots, one a step, and step t is slot t - 1: `Z_h` (T, H, N), `Z_y` and `A_y`
    (T, C, N), or (1, C, N) where the last step is the only one that is answered. `u` and `h` are
    what the products take (recurrent.py); H is a view of `u`.
    """

    answer = property(lambda trace: (trace.Z_y, trace.A_y))
    output = property(lambda trace: trace.A_y.swapaxes(0, 1))
    hidden = property(lambda trace: (trace.Z_h,))
    state = property(lambda trace: in_rows(trace.H[-1]))
    x = property(lambda trace: trace.u[:-1, : -1 - trace.H.shape[1]])


class RNNDeltas(NamedTuple):
    """δ = ∂C/∂z: `hidden` (T, H, N) and `output` (T or 1, C, N); step t is slot t - 1."""

    hidden: np.ndarray
    output: np.ndarray


class RNN(Recurrent):
    """Recurrent network h_t = f(W_xh x_t + W_hh h_{t-1} + b_h), a_t = g(W_hy h_t + b_y), h_0 = 0.

    Parameters
    ----------
    n_inputs, n_hidden, n_outputs : int
        D, H and C. Data has rows of time steps: X (N, T, D), Y (N, T, C).
    activation, output, loss, rng
        As in `MLP`; the loss is a mean over examples and time steps.
    answers : {"each", "last"}
        Which steps are answered: with "last" Y is (N, C), and the loss a mean over examples.

    Attributes
    ----------
    theta : ndarray of shape (P,)
        The rows of [W_xh | b_h | W_hh], then those of [b_y | W_hy].
    W_xh, W_hh, b_h, W_hy, b_y : ndarray
        Views of `theta` of shape (H, D), (H, H), (H,), (C, H), (C,).
    """

    activation = Setting()
    W_xh, W_hh, b_h = Parameter(), Parameter(), Parameter()

    def __init__(
        self,
        n_inputs,
        n_hidden,
        n_outputs,
        *,
        activation="sigmoid",
        output="sigmoid",
        loss="mse",
        answers="each",
        rng=None,
    ):
        validation.one_of("activation", activation, ACTIVATIONS)
        self._f, self._f_slope = ACTIVATIONS[activation]
        settings = {"n_inputs": n_inputs, "n_hidden": n_hidden, "n_outputs": n_outputs}
        settings |= {"activation": activation, "output": output, "loss": loss, "answers": answers}
        super().__init__(settings, rng)

    def _blocks_of(self, D, H, C):
        return [(H, D + 1 + H), (C, 1 + H)]

    def _named(self, blocks):
        (h, y), D = blocks, self.n_inputs
        views = {"W_xh": h[:, :D], "W_hh": h[:, D + 1 :], "b_h": h[:, D]}
        return views | {"W_hy": y[:, 1:], "b_y": y[:, 0]}

    def _begin(self, buffers, state):
        _, u, _ = buffers
        u[0, self.n_inputs + 1 :] = self._state("state", state, u.shape)

    def _forward(self, x, buffers):
        (Z, u, h), W, D = buffers, self._blocks[0], x.shape[1]
        u[:-1, :D] = x
        H = u[:, D + 1 :]
        for t, z in enumerate(Z):  # slot t of Z is step t + 1
            W.dot(u[t], out=z)  # W_xh x + b_h + W_hh h (eq-rnn-forward)
            self._f(z, H[t + 1])
        return RNNTrace(Z, H, *self._read(u, D, h), u)

    def _backward(self, trace, y, share, grad, scratch):
        H, (delta, *memory) = trace.H, scratch
        # Two arrows leave h_t, so two terms enter δ_t: what comes from the step's own answer stands
        # there for all steps; the loop adds what comes from step t + 1, and δ_{T+1} = 0.
        loss, delta_y = self._read_back(trace, y, share, grad[1], delta, memory=memory[2:])
        back = self.W_hh.T.copy()  # which spares each product a copy
        slope = np.empty_like(delta[0])
        for t in reversed(range(len(H) - 1)):  # slot t is step t + 1
            delta_t = delta[t]
            delta_t += back.dot(delta[t + 1])
            delta_t *= self._f_slope(H[t + 1], slope)  # eq-rnn-delta
        delta = delta[:-1]
        columns(delta, memory[0]).dot(columns(trace.u[:-1], memory[1]).T, out=grad[0])
        return loss, RNNDeltas(delta, delta_y)
