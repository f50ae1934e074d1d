"""What a pass through an LSTM leaves: every z, gate, memory and state, and every δ.

Arrays of the four run (T, 4, H, N), in the order i, f, o, g: what one σ takes lies side by side.
"""

from collections import namedtuple

from nnlib.model import in_rows

FOUR = "ifog"


class LSTMTrace(
    namedtuple("LSTMTrace", ("Z", "gates", "C", "tanh_c", "H", "Z_y", "A_y", "h", "u"))
):
    """What a forward pass computes, time first.

    `C` and `H` have T + 1 slots of (H, N): `C[t]` is c_t, `H[t]` is h_t, and slot 0 what was there
    before the first step. The others have T slots, one a step, and step t is slot t - 1: `Z` and
    `gates` (T, 4, H, N), weighted inputs and what becomes of them, `i, f, o, g = gates[t - 1]`;
    `tanh_c` (T, H, N); `Z_y` and `A_y` (T or 1, C, N). `u` and `h`: see recurrent.py.
    """

    answer = property(lambda trace: (trace.Z_y, trace.A_y))
    output = property(lambda trace: trace.A_y.swapaxes(0, 1))
    hidden = property(lambda trace: (trace.Z,))
    state = property(lambda trace: (in_rows(trace.H[-1]), in_rows(trace.C[-1])))
    x = property(lambda trace: trace.u[:-1, : -1 - trace.H.shape[1]])
    i, f, o, g = (property(lambda trace, k=k: trace.gates[:, k]) for k in range(4))


class LSTMDeltas(namedtuple("LSTMDeltas", ("gates", "cell", "output"))):
    """δ = ∂C/∂z: `gates` (T, 4, H, N), also as `i`, `f`, `o`, `g` (T, H, N), and `output`.

    `output` is (T, C, N) or (1, C, N), `cell` (T, H, N) is ∂C/∂c_t; step t is slot t - 1.
    """

    i, f, o, g = (property(lambda deltas, k=k: deltas.gates[:, k]) for k in range(4))
