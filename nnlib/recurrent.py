"""What recurrent networks share: sequences, a state that goes in and comes out, and the readout.

The readout a_t = g(W_hy h_t + b_y) reads the state of every step, or of the last one alone. How h_t
comes from h_{t-1} is for the subclass to say.

Arrays of time steps run (T, units, N): entry t is one step in columns, and `W @ x` is W times each
of them. `padded` has T + 1 slots of h below a row of ones for b_y; slot 0 is the state before.
"""

import numpy as np

from nnlib import data, validation
from nnlib.attributes import Setting
from nnlib.model import Model, in_rows, quiet
from nnlib.parameters import Parameter
from nnlib.traces import sign


def side_by_side(a, out=None):
    """Turn (T, rows, N) into (rows, T·N): a sum over all steps and examples is one product.

    `out` (rows, T, N) has memory for it.
    """
    columns = np.empty((a.shape[1], a.shape[0], a.shape[2])) if out is None else out
    columns[...] = a.swapaxes(0, 1)
    return columns.reshape(len(columns), -1)


class Recurrent(Model):
    """Sequences (N, T, D) in, answers to each step (N, T, C) or after the last one (N, C) out.

    A subclass brings the shapes of its blocks, `_blocks_of(D, H, C)`, of which [b_y | W_hy] is the
    last; its traces have `padded`; and `_begin(buffers, state)` writes a state, given in rows, to
    where `_forward` goes on from.
    """

    ndim = 3
    n_inputs, n_hidden, n_outputs, answers = Setting(), Setting(), Setting(), Setting()
    answer_ndim = property(lambda model: 3 if model.answers == "each" else 2)
    W_hy, b_y = Parameter(), Parameter()

    def __init__(self, settings, rng):
        names = ("n_inputs", "n_hidden", "n_outputs")
        sizes = {name: validation.whole(name, settings[name], 1) for name in names}
        validation.one_of("answers", settings["answers"], ("each", "last"))
        super().__init__(settings | sizes, self._blocks_of(*sizes.values()), rng)

    def _padded(self, rows):
        """Put a 1 behind each row: b_h stands between W_xh and W_hh."""
        return np.concatenate([rows, np.ones((*rows.shape[:-1], 1))], axis=-1)

    def _targets(self, Y, shape, weights=None):
        y, weights = super()._targets(Y, shape, weights)
        if self.answers == "last":
            y, weights = y[None], weights if weights is None else weights[None]
        return y, weights

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

    def _read(self, padded):
        """Z and a of the answers, for all steps in one go (eq-rnn-output)."""
        h = padded[1:] if self.answers == "each" else padded[-1:]
        Z = np.matmul(self._blocks[-1], h)
        return Z, self._g(Z)

    def _scratch(self, shape):
        """Return ∂C/∂h_t with a last slot of 0, and memory for two arrays of columns."""
        (T, _, N), H = shape, self.n_hidden
        return np.zeros((T + 1, H, N)), np.empty((1 + H, T, N)), np.empty((H, T, N))

    def _read_back(self, trace, y, share, grad, scratch):
        """C, δ of the answers, and ∂C/∂h_t by way of the step's own answer: T + 1 slots, 0 last."""
        loss, delta_y = self._loss(trace.Z_y, trace.A_y, y, self._g_slope, share)
        steps, W_hy, dC_dh = len(delta_y), self._blocks[-1][:, 1:], scratch[0]
        h = side_by_side(trace.padded[-steps:], scratch[1][:, -steps:])
        side_by_side(delta_y).dot(h.T, out=grad)  # eq-rnn-gradient
        dC_dh[: -1 - steps] = 0.0
        np.matmul(W_hy.T, delta_y, out=dC_dh[-1 - steps : -1])
        return loss, delta_y, dC_dh
