"""Right answers written otherwise."""

import numpy as np


def two_terms(dC_dh, along, c_before, f, o, g):
    s = np.tanh(g + f * (c_before - g))
    error = along + dC_dh * o - dC_dh * o * s * s
    kept, let_in = error * c_before, error * g
    return (kept - let_in) * (f - f**2), (error - error * f) * (1 + g) * (1 - g)


def unit_by_unit(dC_dh, along, c_before, f, o, g):
    delta_f, delta_g = np.empty(f.shape), np.empty(f.shape)
    for place in np.ndindex(f.shape):
        c = f[place] * c_before[place] + (1 - f[place]) * g[place]
        error = dC_dh[place] * o[place] / np.cosh(c) ** 2 + along[place]
        delta_f[place] = error * (c_before[place] - g[place]) * f[place] * (1 - f[place])
        delta_g[place] = error * (1 - f[place]) * (1 - g[place] ** 2)
    return [delta_f.tolist(), delta_g.tolist()]


ANSWERS = [two_terms, unit_by_unit]
