"""One example at a time: the innermost loop is over what comes in, as the formulas are written.

A loop over one example costs more than what is in it.
"""

from nnlib.loops.outputs import answer, error
from nnlib.loops.units import activate, times_slope


def gradient_of_one(memory, theta, grad, share, codes, factor):
    """Add to `grad` what one example brings; return what it adds to C."""
    a, delta, sizes, low = memory.a, memory.delta, memory.sizes, memory.low
    f, g, loss = codes.f, codes.g, codes.loss
    L = len(sizes) - 1
    p = 0
    for l in range(1, L + 1):
        for j in range(1, sizes[l] + 1):
            z_j = theta[p] * a[l - 1, low, 0]
            p += 1
            for k in range(low + 1, sizes[l - 1] + 1):
                z_j += theta[p] * a[l - 1, k, 0]  # eq-neuron-z, eq-mlp-hidden-unit
                p += 1
            a[l, j, 0] = z_j
            if l < L:
                activate(a, l, j, 1, f)
    answer(a, L, memory.z, 0, sizes[L], 1, g)  # eq-neuron-a, eq-mlp-output-unit
    total = error(a, delta, L, memory.z, memory.y, share, 0, sizes[L], 1, g, loss, factor)
    for l in range(L, 0, -1):
        p = memory.first[l]
        row = 1 + sizes[l - 1] - low  # how many weights a unit of layer l has
        for j in range(1, sizes[l] + 1):
            delta_j = delta[l, j, 0]
            for k in range(low, sizes[l - 1] + 1):
                grad[p] += delta_j * a[l - 1, k, 0]  # eq-neuron-gradient, eq-mlp-gradient
                p += 1
        if l > 1:
            for j in range(1, sizes[l - 1] + 1):
                p = memory.first[l] + j - low
                dC_da = theta[p] * delta[l, 1, 0]
                for m in range(2, sizes[l] + 1):
                    p += row
                    dC_da += theta[p] * delta[l, m, 0]  # eq-mlp-branches
                delta[l - 1, j, 0] = dC_da
                times_slope(delta, a, l - 1, j, 1, f)  # eq-mlp-delta-hidden-unit
    return total
