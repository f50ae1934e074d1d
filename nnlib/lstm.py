"""A recurrent network whose memory has a line of its own: the long short-term memory.

One loop forward computes c_t and h_t from those of step t - 1, one loop back computes ∂C/∂c_t and
the δ of the three gates and the candidate; everything else is done for all time steps at once.

Arrays of the four run (T, 4, H, N), in the order i, f, o, g: what one σ takes lies side by side.
"""

import numpy as np

from nnlib import validation
from nnlib.activations import sigmoid, sigmoid_slope, tanh_slope
from nnlib.attributes import Setting
from nnlib.lstm_trace import FOUR, LSTMDeltas, LSTMTrace
from nnlib.parameters import Parameter
from nnlib.recurrent import Recurrent, columns


class LSTM(Recurrent):
    """Recurrent network with a memory, c_t = f_t ⊙ c_{t-1} + i_t ⊙ g_t and h_t = o_t ⊙ tanh c_t.

    The gates i, f, o = σ(W_x x_t + W_h h_{t-1} + b) and the candidate g, with tanh for σ, have
    weights of their own; a_t = g(W_hy h_t + b_y) as in `RNN`, and h_0 = c_0 = 0.

    Parameters
    ----------
    n_inputs, n_hidden, n_outputs : int
        D, H and C. Data has rows of time steps: X (N, T, D), Y (N, T, C).
    output, loss, answers, rng
        As in `RNN`.
    forget_bias : float
        What b_f starts with; the other biases start at 0. A state is the pair (h, c).

    Attributes
    ----------
    theta : ndarray of shape (P,)
        The rows of [W_x | b | W_h], of i, f, o and g in turn, then those of [b_y | W_hy].
    W_xi, W_hi, b_i : ndarray
        Views of `theta` of shape (H, D), (H, H), (H,); likewise for f, o and g.
    W_hy, b_y : ndarray
        Views of `theta` of shape (C, H), (C,).
    """

    forget_bias = Setting()
    W_xi, W_hi, b_i = Parameter(), Parameter(), Parameter()
    W_xf, W_hf, b_f = Parameter(), Parameter(), Parameter()
    W_xo, W_ho, b_o = Parameter(), Parameter(), Parameter()
    W_xg, W_hg, b_g = Parameter(), Parameter(), Parameter()

    def __init__(
        self,
        n_inputs,
        n_hidden,
        n_outputs,
        *,
        output="sigmoid",
        loss="mse",
        answers="each",
        forget_bias=1.0,
        rng=None,
    ):
        settings = {"n_inputs": n_inputs, "n_hidden": n_hidden, "n_outputs": n_outputs}
        settings |= {"output": output, "loss": loss, "answers": answers}
        settings["forget_bias"] = validation.real("forget_bias", forget_bias, -np.inf)
        super().__init__(settings, rng)

    def _draw(self, rng):
        super()._draw(rng)
        self.b_f = self.forget_bias
        return self.theta.copy()

    def _blocks_of(self, D, H, C):
        return [(4 * H, D + 1 + H), (C, 1 + H)]

    def _named(self, blocks):
        (four, y), D = blocks, self.n_inputs
        views = {}
        for name, rows in zip(FOUR, np.split(four, 4), strict=True):
            views |= {f"W_x{name}": rows[:, :D], f"W_h{name}": rows[:, D + 1 :]}
            views[f"b_{name}"] = rows[:, D]
        return views | {"W_hy": y[:, 1:], "b_y": y[:, 0]}

    def _buffers(self, shape):
        Z, u, h = super()._buffers(shape)
        T, H, N = len(Z), self.n_hidden, shape[-1]
        return Z, np.empty((T, 4, H, N)), np.zeros((T + 1, H, N)), np.empty((T, H, N)), u, h

    def _begin(self, buffers, state):
        _, _, c, _, u, _ = buffers
        if not np.iterable(state) or isinstance(state, str) or len(state) != 2:
            came = f"{len(state)} of them" if np.iterable(state) else repr(state)
            raise validation.wrong("state", "be a pair (h, c), each of shape (N, H)", came)
        u[0, self.n_inputs + 1 :] = self._state("state[0], h,", state[0], u.shape)
        c[0] = self._state("state[1], c,", state[1], u.shape)

    def _forward(self, x, buffers):
        (Z, gates, c, tanh_c, u, h), W, D = buffers, self._blocks[0], x.shape[1]
        u[:-1, :D] = x
        H, four = u[:, D + 1 :], Z.reshape(gates.shape)
        for t, z in enumerate(Z):  # slot t of Z is step t + 1
            W.dot(u[t], out=z)  # W_x x + b + W_h h, of all four (eq-gates-forward)
            sigmoid(four[t, :3], gates[t, :3])
            np.tanh(four[t, 3], gates[t, 3])
            i, f, o, g = gates[t]
            c[t + 1] = f * c[t] + i * g  # eq-gates-cell
            np.tanh(c[t + 1], tanh_c[t])
            H[t + 1] = o * tanh_c[t]  # eq-gates-state
        return LSTMTrace(four, gates, c, tanh_c, H, *self._read(u, D, h), u)

    def _scratch(self, shape):
        (T, _, N), H = shape, self.n_hidden
        more = np.zeros((T + 1, 4, H, N)), np.empty((T, H, N)), np.empty((T, 4, H, N))
        return *super()._scratch(shape), *more

    def _backward(self, trace, y, share, grad, scratch):
        dC_dh, *memory, delta, dC_dc, slope = scratch
        loss, delta_y = self._read_back(trace, y, share, grad[1], dC_dh, memory=memory[2:])
        T, back = len(trace.Z), self._blocks[0][:, -self.n_hidden :].T.copy()
        four = delta.reshape(T + 1, len(back[0]), -1)  # of which that of step T + 1 stays 0
        sigmoid_slope(trace.gates, slope)
        tanh_slope(trace.g, slope[:, 3])
        along_c = 0.0
        for t in reversed(range(T)):  # slot t is step t + 1
            i, f, o, g = trace.gates[t]
            # Two arrows leave h_t, to the step's answer and to z_{t+1} of all four; and two leave
            # c_t, through h_t and along the memory, where nothing but f_{t+1} stands in the way.
            dC_dh[t] += back.dot(four[t + 1])  # eq-gates-delta-state
            dC_dc[t] = dC_dh[t] * o * tanh_slope(trace.tanh_c[t]) + along_c  # eq-gates-delta-cell
            along_c = f * dC_dc[t]
            delta[t, 0] = dC_dc[t] * g
            delta[t, 1] = dC_dc[t] * trace.C[t]
            delta[t, 2] = dC_dh[t] * trace.tanh_c[t]
            delta[t, 3] = dC_dc[t] * i
            delta[t] *= slope[t]  # eq-gates-delta
        u = columns(trace.u[:-1], memory[1])
        columns(four[:-1], memory[0]).dot(u.T, out=grad[0])  # eq-gates-gradient
        return loss, LSTMDeltas(delta[:-1], dC_dc, delta_y)
