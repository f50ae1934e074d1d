"""What recurrent networks share: sequences, a state that goes in and comes out, and the readout.

The readout a_t = g(W_hy h_t + b_y) reads the state of every step, or of the last one alone. How h_t
comes from h_{t-1} is for the subclass to say.

Arrays of time steps run (T, units, N): entry t is one step in columns. `u` (T + 1, D + 1 + H, N) is
what products take: slot t holds x of step t + 1, a 1 for the biases, and h_t; slot 0 has the state
before the first step. `h` (1 + H, steps · N) has every state that is answered, below ones.
"""

import numpy as np

from nnlib import data, validation
from nnlib.attributes import Setting
from nnlib.model import Model, in_rows, quiet
from nnlib.parameters import Parameter
from nnlib.traces import sign


def columns(a, out=None):
    """Turn (T, rows, N) into (rows, T·N): a sum over all steps and examples is one product.

    `out` (rows, T, N) has memory for it; without it the result may be a view.
    """
    if out is None:
        return a.swapaxes(0, 1).reshape(a.shape[1], -1)
    out[...] = a.swapaxes(0, 1)
    return out.reshape(len(out), -1)


def steps(a, N):
    """Turn (rows, T·N) into a view (T, rows, N)."""
    return a.reshape(len(a), -1, N).swapaxes(0, 1)


class Recurrent(Model):
    """Sequences (N, T, D) in, answers to each step (N, T, C) or after the last one (N, C) out.

    A subclass brings the shapes of its blocks, `_blocks_of(D, H, C)`: the first is multiplied with
    u_t, the last is [b_y | W_hy]. Its traces have `u` and `h`; and `_begin(buffers, state)` writes
    a state, given in rows, to where `_forward` goes on from.
    """

    ndim = 3
    n_inputs, n_hidden, n_outputs, answers = Setting(), Setting(), Setting(), Setting()
    answer_ndim = property(lambda model: 3 if model.answers == "each" else 2, doc="The axes of Y.")
    W_hy, b_y = Parameter(), Parameter()

    def __init__(self, settings, rng):
        names = ("n_inputs", "n_hidden", "n_outputs")
        sizes = {name: validation.whole(name, settings[name], 1) for name in names}
        validation.one_of("answers", settings["answers"], ("each", "last"))
        self._answered = slice(
            1 if settings["answers"] == "each" else -1, None
        )  # of the slots of u
        super().__init__(settings | sizes, self._blocks_of(*sizes.values()), rng)

    def _padded(self, rows):
        return rows  # the ones stand in u

    def _targets(self, Y, shape, weights=None):
        y, weights = super()._targets(Y, shape, weights)
        if self.answers == "last":
            return y[None], weights if weights is None else weights[None]
        return steps(columns(y), y.shape[-1]), weights

    @quiet
    def forward(self, X, state=None):
        """Run through X (N, T, D) from a state; without one, from 0.

        The trace holds every z and a, and `.state`, where it ended, in rows: a state to go on from.
        """
        x = self._inputs(X)
        buffers = self._buffers(x.shape)
        if state is not None:
            self._begin(buffers, state)
        return sign(self._forward(x, buffers), self)

    def predict(self, X):
        """Compute outputs in rows: (N, T, C), or (N, C) if only the last step is answered."""
        a = self.forward(X).answer[1]
        return in_rows(a if self.answers == "each" else a[-1])

    def step(self, x, state=None):
        """Take one time step, x (N, D), from a state; return `(output, state)`.

        The output has shape (N, C); the state is in rows, for the next call.
        """
        trace = self.forward(data.rows("x", x, 2, self.n_inputs, "D")[:, None], state)
        return in_rows(trace.answer[1][-1]), trace.state

    def _state(self, name, value, shape):
        """Check a state h (N, H) that came in rows; return it in columns."""
        N, H = shape[-1], self.n_hidden
        rows = data.rows(name, value, 2, H, "H")
        if len(rows) != N:
            raise ValueError(f"{name} must have N = {N} rows, one a sequence, got {len(rows)}")
        return rows.T

    def _buffers(self, shape):
        """Return Z, u and those of the answers to write into; ones, and a state of 0, are there."""
        T, D, N = shape
        u = np.zeros((T + 1, D + 1 + self.n_hidden, N))
        u[:, D] = 1.0
        h = np.empty((1 + self.n_hidden, len(u[self._answered]), N))
        Z, A = np.empty((2, self.n_outputs, h[0].size))
        return np.empty((T, self._shapes[0][0], N)), u, (h, Z, A)

    def _read(self, u, D, h_Z_A):
        """Z and a of the answers, and h (eq-rnn-output)."""
        h, Z, A = h_Z_A
        h, N = columns(u[self._answered, D:], h), u.shape[-1]
        self._g(self._blocks[-1].dot(h, Z), A)
        return steps(Z, N), steps(A, N), h

    def _scratch(self, shape):
        """Return ∂C/∂h_t with a last slot of 0, and memory for arrays of columns.

        Two have all steps, δ_t and u_t; two those that are answered, their targets and their δ.
        """
        (T, _, N), H = shape, self.n_hidden
        y = np.empty((self.n_outputs, T if self.answers == "each" else 1, N))
        columns_of_all = [np.empty((n, T, N)) for n in self._shapes[0]]
        return np.zeros((T + 1, H, N)), *columns_of_all, y, np.empty((len(y), y[0].size))

    def _read_back(self, trace, y, share, grad, dC_dh, *, memory=(None, None)):
        """C, δ of the answers, and into ∂C/∂h_t what comes by way of the step's own answer."""
        if not isinstance(share, float):
            share = columns(share)
        Z, A, y = columns(trace.Z_y), columns(trace.A_y), columns(y, memory[0])
        loss, delta = self._loss(Z, A, y, self._g_slope, share, out=memory[1])
        delta.dot(trace.h.T, out=grad)  # eq-rnn-gradient
        delta = steps(delta, dC_dh.shape[-1])
        first = -1 - len(delta)
        dC_dh[:first] = 0.0
        np.matmul(self.W_hy.T, delta, out=dC_dh[first:-1])
        return loss, delta
